//! A web server: part (a) accepts, and part (b) talks with one client, in a thread of its own.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::path::{Component, Path};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use socket2::{Domain, Protocol, Socket, Type};

use crate::given::{self, Answer, Method, Next, Request, Settings, Status, Talk};

/// How many clients may be in the queue.
const BACKLOG: i32 = 1024;

/// A talk needs little stack. With the usual 2 MiB for each client, a small machine runs out of
/// addresses long before it runs out of memory.
const STACK: usize = 256 * 1024;

/// How long part (a) waits when the machine has no descriptor or no thread left.
const PAUSE: Duration = Duration::from_millis(10);

/// Room for the head of a response. A longer one takes more.
const HEAD_ROOM: usize = 512;

/// Up to here, in bytes, a file goes out together with its head.
const SMALL: u64 = 64 * 1024;

/// Creates the socket that listens for clients at `address`.
pub fn listener(address: SocketAddr) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    // On Windows the option would let two programs listen at one port.
    socket.set_reuse_address(cfg!(not(windows)))?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket)
}

/// Part (a): accepts clients, and starts a thread for each that talks with it.
pub fn serve(listener: &Socket, settings: &'static Settings, talk: Talk) -> ! {
    let places = Arc::new(Places { free: Mutex::new(settings.clients), freed: Condvar::new() });
    loop {
        // Whoever finds no place stays in the kernel's queue. Such a client is connected and can
        // send, and it is not lost.
        let place = places.take();
        let client = match listener.accept() {
            Ok((client, _)) => TcpStream::from(client),
            // The client has gone already, or no descriptor is left. Neither is the end: without a
            // pause, the second would keep a processor busy until somebody leaves.
            Err(error) => {
                eprintln!("accept: {error}");
                thread::sleep(PAUSE);
                continue;
            }
        };
        let part_b = move || {
            let _place = place;
            talk(client, settings);
        };
        // `thread::spawn` would panic here. A client without a thread is dropped with the closure.
        if let Err(error) = thread::Builder::new().stack_size(STACK).spawn(part_b) {
            eprintln!("no thread for a client: {error}");
            thread::sleep(PAUSE);
        }
    }
}

/// How many more clients there may be.
struct Places {
    free: Mutex<usize>,
    freed: Condvar,
}

/// The right to be served. It goes back when it is dropped, also if the thread panics.
struct Place(Arc<Places>);

impl Places {
    fn take(self: &Arc<Self>) -> Place {
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let free = self.freed.wait_while(free, |free| *free == 0);
        *free.unwrap_or_else(PoisonError::into_inner) -= 1;
        Place(Arc::clone(self))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        *self.0.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.freed.notify_one();
    }
}

/// Part (b): talks with one client until one of the two wants no more.
pub fn talk(mut client: TcpStream, settings: &Settings) {
    // A response is written in one piece. The kernel need not wait for more to send with it.
    let _ = client.set_nodelay(true);
    // How long one read may wait, and one write: a client that does not read keeps us waiting too.
    let _ = client.set_read_timeout(Some(settings.patience));
    let _ = client.set_write_timeout(Some(settings.patience));

    let mut buffer = Vec::new();
    loop {
        let (answer, is_head, keep_alive) = match next_request(&mut client, &mut buffer, settings) {
            Next::Request(request) => {
                let answer = match request.method {
                    Method::Get | Method::Head => find(&settings.root, &request.path),
                    Method::Other => Answer::Refusal(Status::MethodNotAllowed),
                };
                (answer, request.method == Method::Head, request.keep_alive)
            }
            // Where the next request would begin is unknown now. The one that is refused still stands
            // in the buffer: also then, HEAD gets no body (RFC 9110, section 9.3.2).
            Next::Refuse(status) => (Answer::Refusal(status), buffer.starts_with(b"HEAD "), false),
            Next::End => return,
        };
        if respond(&mut client, answer, is_head, keep_alive).is_err() {
            // Nobody is left to be told.
            return;
        }
        if !keep_alive {
            return close(&mut client, settings);
        }
    }
}

/// Waits until `buffer` holds a whole request, and takes it out. What follows it stays.
pub fn next_request(client: &mut TcpStream, buffer: &mut Vec<u8>, settings: &Settings) -> Next {
    // A request's clock begins with its first byte, and does not begin anew with each further one.
    let mut begun = (!buffer.is_empty()).then(Instant::now);
    // `talk` has told the socket the whole patience. While a part of a request is here, it is less.
    let mut is_less = false;
    let mut piece = [0; 4096];
    loop {
        match take(buffer, settings) {
            Ok(Some(request)) => {
                if is_less {
                    let _ = client.set_read_timeout(Some(settings.patience));
                }
                return Next::Request(request);
            }
            Ok(None) => {}
            Err(status) => return Next::Refuse(status),
        }
        if let Some(begun) = begun {
            let left = settings.patience.saturating_sub(begun.elapsed());
            if left.is_zero() {
                return Next::Refuse(Status::RequestTimeout);
            }
            let _ = client.set_read_timeout(Some(left));
            is_less = true;
        }
        match client.read(&mut piece) {
            Ok(0) => return Next::End,
            Ok(length) => {
                begun.get_or_insert_with(Instant::now);
                buffer.extend_from_slice(&piece[..length]);
            }
            Err(error) => match error.kind() {
                ErrorKind::Interrupted => {}
                // Unix calls the end of SO_RCVTIMEO by the first name, Windows by the second.
                ErrorKind::WouldBlock | ErrorKind::TimedOut if begun.is_some() => {
                    return Next::Refuse(Status::RequestTimeout);
                }
                _ => return Next::End,
            },
        }
    }
}

/// Takes a request out of the buffer, if it is there to its last byte.
pub fn take(buffer: &mut Vec<u8>, settings: &Settings) -> Result<Option<Request>, Status> {
    // Some old clients send an empty line after a body (RFC 9112, section 2.2).
    let empty = buffer.chunks_exact(2).take_while(|pair| *pair == b"\r\n").count();
    buffer.drain(..2 * empty);

    let end = buffer.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4);
    let head = &buffer[..end.unwrap_or(buffer.len())];
    // The limits hold for the part that is here, too: the end may never come.
    let line = head.windows(2).position(|two| two == b"\r\n");
    // A line's end, of which only the first byte has come, is not a part of the line.
    let line = line.unwrap_or(head.len() - usize::from(head.ends_with(b"\r")));
    if line > settings.line {
        return Err(Status::UriTooLong);
    }
    // Without the end of the first line, and the empty line.
    if head.len().saturating_sub(line + 4) > settings.headers {
        return Err(Status::RequestHeaderFieldsTooLarge);
    }
    let Some(end) = end else { return Ok(None) };

    let request = given::parse(head)?;
    if request.body > settings.body {
        return Err(Status::ContentTooLarge);
    }
    // This server has no use for a body. But the next request begins behind it.
    let length = end + request.body;
    if buffer.len() < length {
        return Ok(None);
    }
    buffer.drain(..length);
    Ok(Some(request))
}

/// Decides what is sent for a path. Nothing outside `root` is ever opened.
pub fn find(root: &Path, path: &str) -> Answer {
    let Some(name) = decode(path) else { return Answer::Refusal(Status::BadRequest) };
    // What begins with a slash would replace the root where it is joined to it.
    let name = name.trim_start_matches('/');
    // This looks at the name as the system will: after it was decoded.
    let stays = |part| matches!(part, Component::Normal(_) | Component::CurDir);
    if !Path::new(name).components().all(stays) {
        return Answer::Refusal(Status::NotFound);
    }
    match open(root, name) {
        Ok(Some(answer)) => answer,
        // The page's own links begin at the last slash, so a folder's page needs one there.
        Ok(None) => Answer::MovedTo(format!("/{}/", path.trim_start_matches('/'))),
        Err(error) => Answer::Refusal(match error.kind() {
            ErrorKind::PermissionDenied => Status::Forbidden,
            ErrorKind::NotFound
            | ErrorKind::NotADirectory
            | ErrorKind::IsADirectory
            | ErrorKind::InvalidFilename => Status::NotFound,
            _ => Status::InternalServerError,
        }),
    }
}

/// Opens the file of this name; `None` for a folder whose slash is missing.
pub fn open(root: &Path, name: &str) -> io::Result<Option<Answer>> {
    let is_folder = name.is_empty() || name.ends_with('/');
    let mut path = root.join(name);
    if is_folder {
        path.push("index.html");
    }
    let opened = beneath(root, &path).and_then(|file| {
        let length = length(&file.metadata()?)?;
        Ok(Answer::File { file, length, media_type: given::media_type(&path) })
    });
    match opened {
        Err(error) if error.kind() == ErrorKind::IsADirectory && !is_folder => Ok(None),
        opened => opened.map(Some),
    }
}

/// Opens what is at `path`. Links are followed, but not out of `root`.
fn beneath(root: &Path, path: &Path) -> io::Result<File> {
    if let Some(file) = open_without_links(path)? {
        return Ok(file);
    }
    // Some part of the path is a link. Where does it lead?
    let path = path.canonicalize()?;
    if !path.starts_with(root) {
        return Err(ErrorKind::PermissionDenied.into());
    }
    // No part of this path is a link, unless somebody has put one there just now.
    open_without_links(&path)?.ok_or_else(|| ErrorKind::PermissionDenied.into())
}

/// Opens what is at `path`; `None` if some part of the path is a link.
fn open_without_links(path: &Path) -> io::Result<Option<File>> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, Mode, OFlags, ResolveFlags, openat2};
        use rustix::io::Errno;

        // One call looks for links and opens, so nobody can put a link there between the two.
        // NONBLOCK is for pipes: to open one would be to wait for whoever writes into it.
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK;
        match openat2(CWD, path, flags, Mode::empty(), ResolveFlags::NO_SYMLINKS) {
            Ok(file) => return Ok(Some(file.into())),
            Err(Errno::LOOP) => return Ok(None),
            // It is a socket that has a name.
            Err(Errno::NXIO) => return Err(ErrorKind::NotFound.into()),
            // Linux before 5.6, and containers that forbid a call which they do not know.
            Err(Errno::NOSYS | Errno::PERM) => {}
            Err(error) => return Err(error.into()),
        }
    }
    // Elsewhere one looks first and opens then. What is no file is not even opened.
    if path.canonicalize()? != path {
        return Ok(None);
    }
    length(&fs::metadata(path)?)?;
    File::open(path).map(Some)
}

/// How long a file is. What is no file is an error.
fn length(metadata: &Metadata) -> io::Result<u64> {
    if metadata.is_dir() {
        Err(ErrorKind::IsADirectory.into())
    } else if metadata.is_file() {
        Ok(metadata.len())
    } else {
        Err(ErrorKind::NotFound.into())
    }
}

/// Replaces `%41` by its byte, once. `None` if that makes no name.
pub fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, after @ ..] = rest {
        let (byte, after) = match (first, after) {
            (b'%', [high, low, after @ ..]) => (hex(*high)? * 16 + hex(*low)?, after),
            (b'%', _) => return None,
            _ => (*first, after),
        };
        // To the system, a name ends at a zero byte.
        if byte == 0 {
            return None;
        }
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8(bytes).ok()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16)?.try_into().ok()
}

/// Sends one response, whole.
pub fn respond(
    client: &mut TcpStream,
    answer: Answer,
    is_head: bool,
    keep_alive: bool,
) -> io::Result<()> {
    let (status, more) = match &answer {
        Answer::File { .. } => (Status::Ok, String::new()),
        Answer::MovedTo(path) => (Status::MovedPermanently, format!("Location: {path}\r\n")),
        // RFC 9110, section 15.5.6: this one says what is allowed.
        Answer::Refusal(status @ Status::MethodNotAllowed) => {
            (*status, "Allow: GET, HEAD\r\n".to_owned())
        }
        Answer::Refusal(status) => (*status, String::new()),
    };
    let (media_type, length, page) = match &answer {
        Answer::File { length, media_type, .. } => (media_type.as_str(), *length, String::new()),
        Answer::MovedTo(_) | Answer::Refusal(_) => {
            let page = format!("<!DOCTYPE html>\n<title>{status}</title>\n<h1>{status}</h1>\n");
            ("text/html; charset=utf-8", page.len() as u64, page)
        }
    };
    let connection = if keep_alive { "keep-alive" } else { "close" };
    let mut response = Vec::with_capacity(HEAD_ROOM + length.min(SMALL) as usize);
    // Content-Length counts bytes, and it is the same for HEAD, which gets no body (RFC 9110,
    // sections 8.6 and 9.3.2).
    write!(
        response,
        "HTTP/1.1 {status}\r\nDate: {}\r\nContent-Type: {media_type}\r\nContent-Length: \
         {length}\r\n{more}Connection: {connection}\r\n\r\n",
        given::date()
    )?;
    match answer {
        _ if is_head => client.write_all(&response),
        Answer::File { file, length, .. } => send_file(client, response, file, length),
        Answer::MovedTo(_) | Answer::Refusal(_) => {
            response.extend_from_slice(page.as_bytes());
            client.write_all(&response)
        }
    }
}

/// Sends the head and `length` bytes of a file: a small file with one call.
fn send_file(
    client: &mut TcpStream,
    mut response: Vec<u8>,
    mut file: File,
    length: u64,
) -> io::Result<()> {
    let (begin, first) = (response.len(), length.min(SMALL));
    response.resize(begin + first as usize, 0);
    file.read_exact(&mut response[begin..])?;
    client.write_all(&response)?;
    let mut left = length - first;
    while left > 0 {
        match send_more(client, &mut file, left)? {
            // The length was promised. If the file has become shorter meanwhile, the connection ends:
            // that is how the client sees that something is missing.
            0 => return Err(ErrorKind::UnexpectedEof.into()),
            sent => left -= sent,
        }
    }
    Ok(())
}

/// Sends more of a file, at most `left` bytes, and says how many. On Linux they go from the file to
/// the socket without coming into this program (sendfile(2)).
fn send_more(client: &mut TcpStream, file: &mut File, left: u64) -> io::Result<u64> {
    #[cfg(target_os = "linux")]
    {
        let send = || rustix::fs::sendfile(&client, &file, None, left as usize);
        Ok(rustix::io::retry_on_intr(send)? as u64)
    }
    #[cfg(not(target_os = "linux"))]
    io::copy(&mut file.take(left), client)
}

/// Ends the connection. A socket that is closed with unread bytes sends a reset, and a reset can
/// overtake the response; so all that the client still sends is read (RFC 9112, section 9.6).
pub fn close(client: &mut TcpStream, settings: &Settings) {
    let begun = Instant::now();
    let mut piece = [0; 4096];
    // Our side ends here. The client reads to the end, and then it closes its own side.
    let mut ended = client.shutdown(Shutdown::Write);
    while ended.is_ok() {
        let left = settings.patience.saturating_sub(begun.elapsed());
        if left.is_zero() {
            return;
        }
        ended =
            client.set_read_timeout(Some(left)).and_then(|()| match client.read(&mut piece)? {
                0 => Err(ErrorKind::UnexpectedEof.into()),
                _ => Ok(()),
            });
    }
}
