//! A web server: part (a) accepts, and part (b) talks with one client, in a thread of its own.

use std::io;
use std::net::{SocketAddr, TcpStream};
use std::path::Path;

use socket2::Socket;

use crate::given::{Answer, Next, Settings, Talk};

/// Creates a TCP socket that listens for clients at `address`: created, bound, listening.
///
/// # Errors
///
/// The kernel's own error, as it is.
///
/// See socket(2), bind(2), listen(2), and the exercise `listener`.
pub fn listener(address: SocketAddr) -> io::Result<Socket> {
    todo!("a socket that listens at {address}")
}

/// Part (a): accepts clients without end, and starts a thread for each that calls `talk`.
///
/// - A client that says nothing keeps nobody else waiting.
/// - At most `settings.clients` are served at a time. Further ones stay in the kernel's queue until
///   somebody leaves.
/// - An error of accept is not the end: it may be about a client that has gone already
///   (ECONNABORTED), or about descriptors that are free again later (EMFILE). See accept(2).
///
/// See also [`std::thread::Builder`], which does not panic if there can be no further thread.
pub fn serve(listener: &Socket, settings: &'static Settings, talk: Talk) -> ! {
    todo!("accept at {listener:?} by {settings:?}, and start threads that call {talk:p}")
}

/// Part (b): takes requests from one client and answers them, in their order, until one of the two
/// wants no more.
///
/// - GET and HEAD are answered with what [`find`] finds, any other method with 405.
/// - After a request with `keep_alive` the connection stays; after any other, and after a refusal,
///   it ends.
/// - A socket that is closed while bytes are unread sends a reset, and the client may lose the
///   response. So end your own side first (shutdown(2)), and read until the client ends its side, or
///   for as long as `settings.patience`.
/// - A client that does not read what is sent to it is left after `settings.patience`
///   (SO_SNDTIMEO, socket(7)).
///
/// See RFC 9112, section 9 (connections); 9.6 for their end.
pub fn talk(client: TcpStream, settings: &Settings) {
    // What you call here. This line can go.
    let _ = (next_request, find, respond);
    todo!("talk with {client:?} by {settings:?}")
}

/// Reads until `buffer` holds a whole request, and takes it out. What follows it stays in the buffer
/// for the next call.
///
/// A request is whole when the empty line (`\r\n\r\n`) is there, and after it as many bytes as its
/// body has. One read may bring less than a request, or more than one. [`given::parse`] reads what
/// stands before the body. Then come
///
/// - [`Next::Request`], a whole request;
/// - [`Next::Refuse`], with what `given::parse` gave back; or `UriTooLong` (414), if the first line is
///   longer than `settings.line`; `RequestHeaderFieldsTooLarge` (431), if the lines after it are
///   longer than `settings.headers`; `ContentTooLarge` (413), if the body is longer than
///   `settings.body`. Each of these comes as soon as it is certain. Or `RequestTimeout` (408), if a
///   request has begun and is not whole after `settings.patience`;
/// - [`Next::End`], if the client has gone, or sent nothing at all for `settings.patience`.
///
/// See RFC 9112, sections 2.2, 3 and 6.3; RFC 9110, section 15.5; RFC 6585, section 5 (431);
/// SO_RCVTIMEO in socket(7).
///
/// [`given::parse`]: crate::given::parse
pub fn next_request(client: &mut TcpStream, buffer: &mut Vec<u8>, settings: &Settings) -> Next {
    todo!("the next request of {client:?}, after {buffer:?}, by {settings:?}")
}

/// Decides what is sent for a path, and opens it. `path` is as the client wrote it: it begins with
/// `/`, and bytes may stand in it as `%41`.
///
/// - A file beneath `root`: [`Answer::File`], with its length and its [`given::media_type`].
/// - A folder: its `index.html`. If the path does not end with `/`: [`Answer::MovedTo`] (301), the
///   same path with one `/` at its beginning and one at its end. (With two at its beginning, what
///   follows would be the name of another host.)
/// - [`Answer::Refusal`] with `BadRequest` (400) for a `%` without two hexadecimal digits, a zero
///   byte, or bytes that are no UTF-8; `NotFound` (404) for what is not there, and for `..`;
///   `Forbidden` (403) for what may not be read, and for a link that leads out of `root`;
///   `InternalServerError` (500) for a file that is there and cannot be opened now (EMFILE, open(2)).
///
/// Nothing outside `root` is ever opened: not by `..`, not by `%2e%2e` (a path is decoded once), not
/// by a second slash at its beginning, not by a symbolic link. `root` itself is absolute, and no part
/// of it is a link.
///
/// See RFC 3986, sections 2.1 and 3.3; RFC 9110, section 17.3; realpath(3), symlink(7).
///
/// [`given::media_type`]: crate::given::media_type
pub fn find(root: &Path, path: &str) -> Answer {
    todo!("what is at {path} beneath {root:?}")
}

/// Sends one response, whole: the status line, the header lines, an empty line, and the body.
///
/// Every response has `Content-Type` and `Content-Length`, which counts bytes, and `Connection`:
/// `keep-alive` or `close`. A 301 has `Location`, a 405 has `Allow`. For HEAD (`is_head`) all this is
/// the same, and the body is left out. [`given::date`] is for the line `Date`.
///
/// The head goes out with one call: many small writes hold each other back (TCP_NODELAY, tcp(7)).
///
/// # Errors
///
/// The error of the socket, or of the file. The response is not whole then, and no other may follow.
///
/// See RFC 9112, section 4; RFC 9110, sections 8.6, 9.3.2, 10.2.2, 15.5.6.
///
/// [`given::date`]: crate::given::date
pub fn respond(
    client: &mut TcpStream,
    answer: Answer,
    is_head: bool,
    keep_alive: bool,
) -> io::Result<()> {
    todo!("send {answer:?} to {client:?}; {is_head}, {keep_alive}")
}
