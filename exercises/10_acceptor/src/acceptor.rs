//! Accepts clients, one after the other, on this machine's own kernel.

use std::io;

use socket2::{SockAddr, Socket};

/// Serves everybody who connects to `listener`, one after the other, and goes on for ever.
///
/// `listener` is a TCP socket that listens. For each client, in the order in which they came, this
/// function
///
/// - accepts the connection; while there is none, it sleeps in accept and uses no processor time,
/// - calls `greet` once with the *accepted* socket's own address and with the client's, in this
///   order, and gets back the words for this client,
/// - sends all these words to this client,
/// - closes the connection.
///
/// A client may have gone before it is accepted, or while the words are sent. Nothing happens then:
/// the next one is served. (`greet` may be called for such a client, or not.)
///
/// # Errors
///
/// - [`InvalidInput`](io::ErrorKind::InvalidInput), EINVAL: `listener` does not listen any more.
///   This function returns the error, and it returns for no other reason.
///
/// Any other error of accept is about one moment. EMFILE, for example: the program has no free
/// descriptor. The client stays in the queue; it is served when accept succeeds again. Until then
/// this function rests between two calls, for some hundredths of a second.
///
/// See accept(2), getsockname(2), socket(7). In Linux: `inet_csk_accept`.
pub fn acceptor(
    listener: &Socket,
    greet: &dyn Fn(&SockAddr, &SockAddr) -> String,
) -> io::Result<()> {
    let _ = greet;
    todo!("accept the clients of {listener:?}, one after the other")
}
