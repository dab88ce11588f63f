//! Given: the settings, what a request's head says, the words of a response, and the start.

use std::ffi::OsString;
use std::fmt;
use std::fs::File;
use std::io::{self, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use socket2::Socket;

/// What the server was told when it was started.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The folder whose files are served. Its path is absolute, and no part of it is a link.
    pub root: PathBuf,
    /// Where the server listens.
    pub address: SocketAddr,
    /// How long a client may keep the server waiting: for the first byte of a request, for the rest
    /// of it, for room to send.
    pub patience: Duration,
    /// How long a request line may be, in bytes.
    pub line: usize,
    /// How long the header lines may be, all together, in bytes.
    pub headers: usize,
    /// How long a request's body may be, in bytes.
    pub body: usize,
    /// How many clients may be served at the same time.
    pub clients: usize,
}

const USAGE: &str = "\
--root DIR                the folder to serve (.)
--address ADDRESS:PORT    where to listen (127.0.0.1:8080); port 0 is any free port
--patience MILLISECONDS   how long a client may keep the server waiting (10000)
--line BYTES              how long a request line may be (8192)
--headers BYTES           how long all header lines together may be (16384)
--body BYTES              how long a request's body may be (65536)
--clients NUMBER          how many clients at the same time (500)
--end-with-input          end when standard input ends";

impl Settings {
    /// Reads the command line: the settings, and whether the server ends with its input.
    fn read(mut arguments: impl Iterator<Item = OsString>) -> Result<(Self, bool), String> {
        let mut settings = Self {
            root: PathBuf::from("."),
            address: SocketAddr::from(([127, 0, 0, 1], 8080)),
            patience: Duration::from_secs(10),
            // RFC 9112, section 3, asks for 8,000 at least.
            line: 8192,
            headers: 16 * 1024,
            body: 64 * 1024,
            clients: 500,
        };
        let mut ends_with_input = false;
        while let Some(name) = arguments.next() {
            let name = name.to_string_lossy();
            if name == "--end-with-input" {
                ends_with_input = true;
                continue;
            }
            let word = arguments.next().ok_or_else(|| format!("`{name}` needs a value"))?;
            // The name of a folder need not be text.
            let value = word.to_string_lossy();
            let wrong = |why: &dyn fmt::Display| format!("`{name} {value}`: {why}");
            let number = || value.parse::<usize>().map_err(|error| wrong(&error));
            match &*name {
                "--root" => settings.root = PathBuf::from(&word),
                "--address" => settings.address = value.parse().map_err(|error| wrong(&error))?,
                // A socket's deadline of 0 means: none.
                "--patience" => settings.patience = Duration::from_millis(number()?.max(1) as u64),
                "--line" => settings.line = number()?,
                "--headers" => settings.headers = number()?,
                "--body" => settings.body = number()?,
                "--clients" => settings.clients = number()?.max(1),
                _ => return Err(format!("`{name}` is no setting")),
            }
        }
        let root = settings.root.canonicalize();
        settings.root = root.map_err(|error| format!("{}: {error}", settings.root.display()))?;
        Ok((settings, ends_with_input))
    }
}

/// A whole request that was taken from a client, as far as this server needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// What the client wants done.
    pub method: Method,
    /// The path, beginning with `/`, without the query. `%41` stands in it as the client wrote it.
    pub path: String,
    /// How many bytes of body follow the head.
    pub body: usize,
    /// Whether the client may send another request after this one (RFC 9112, section 9.3).
    pub keep_alive: bool,
}

/// A request's method (RFC 9110, section 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Send the file.
    Get,
    /// Send what GET would send, but the body.
    Head,
    /// Any other. This server does none of them.
    Other,
}

/// What comes next from a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// A whole request.
    Request(Request),
    /// Something that is not answered but refused. The connection ends after it.
    Refuse(Status),
    /// Nothing more: the client has gone, or was silent for too long.
    End,
}

/// What is sent for a request.
#[derive(Debug)]
pub enum Answer {
    /// 200: this file.
    File {
        /// The file, open.
        file: File,
        /// How long it is, in bytes.
        length: u64,
        /// What is in it, as in `text/html; charset=utf-8`.
        media_type: String,
    },
    /// 301: the client is to ask for this path.
    MovedTo(String),
    /// Any other status, and nothing that the client asked for.
    Refusal(Status),
}

/// The status of a response (RFC 9110, section 15; RFC 6585 for 431), as far as this server needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Ok = 200,
    MovedPermanently = 301,
    BadRequest = 400,
    Forbidden = 403,
    NotFound = 404,
    MethodNotAllowed = 405,
    RequestTimeout = 408,
    LengthRequired = 411,
    ContentTooLarge = 413,
    UriTooLong = 414,
    ExpectationFailed = 417,
    RequestHeaderFieldsTooLarge = 431,
    InternalServerError = 500,
    HttpVersionNotSupported = 505,
}

/// As in the status line: `404 Not Found`.
impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = match self {
            Self::Ok => "OK",
            Self::MovedPermanently => "Moved Permanently",
            Self::BadRequest => "Bad Request",
            Self::Forbidden => "Forbidden",
            Self::NotFound => "Not Found",
            Self::MethodNotAllowed => "Method Not Allowed",
            Self::RequestTimeout => "Request Timeout",
            Self::LengthRequired => "Length Required",
            Self::ContentTooLarge => "Content Too Large",
            Self::UriTooLong => "URI Too Long",
            Self::ExpectationFailed => "Expectation Failed",
            Self::RequestHeaderFieldsTooLarge => "Request Header Fields Too Large",
            Self::InternalServerError => "Internal Server Error",
            Self::HttpVersionNotSupported => "HTTP Version Not Supported",
        };
        write!(f, "{} {reason}", *self as u16)
    }
}

/// How many header lines a request may have.
const HEADER_LINES: usize = 64;

/// Reads a request's head: the request line, the header lines, and the empty line at its end.
///
/// # Errors
///
/// The status with which the request is refused. It stands for what the bytes say, and for nothing
/// that the settings say.
pub fn parse(head: &[u8]) -> Result<Request, Status> {
    let mut as_known;
    let head = match version(head) {
        // RFC 9110, section 2.5: a later 1.x can be read as 1.1 is.
        Some((b'1', b'2'..=b'9', at)) => {
            as_known = head.to_vec();
            as_known[at] = b'1';
            &as_known
        }
        _ => head,
    };
    let mut headers = [httparse::EMPTY_HEADER; HEADER_LINES];
    let mut parsed = httparse::Request::new(&mut headers);
    match parsed.parse(head) {
        Ok(httparse::Status::Complete(length)) if length == head.len() => {}
        Err(httparse::Error::TooManyHeaders) => return Err(Status::RequestHeaderFieldsTooLarge),
        Err(httparse::Error::Version) if version(head).is_some() => {
            return Err(Status::HttpVersionNotSupported);
        }
        _ => return Err(Status::BadRequest),
    }
    let (mut hosts, mut length, mut coding, mut expects) = (0, None, None, false);
    // RFC 9112, section 9.3: from 1.1 on a connection is kept, unless somebody says otherwise.
    let is_old = parsed.version == Some(0);
    let (mut close, mut keep) = (false, false);
    for header in parsed.headers.iter() {
        let is = |name: &str| header.name.eq_ignore_ascii_case(name);
        if is("host") {
            hosts += 1;
            if !is_host(header.value) {
                return Err(Status::BadRequest);
            }
        } else if is("content-length") {
            let value = number(header.value)?;
            if length.is_some_and(|length| length != value) {
                return Err(Status::BadRequest);
            }
            length = Some(value);
        } else if is("transfer-encoding") {
            coding = header.value.rsplit(|byte| *byte == b',').next().map(<[u8]>::trim_ascii);
        } else if is("expect") {
            expects = true;
        } else if is("connection") {
            for option in header.value.split(|byte| *byte == b',').map(<[u8]>::trim_ascii) {
                close |= option.eq_ignore_ascii_case(b"close");
                keep |= option.eq_ignore_ascii_case(b"keep-alive");
            }
        }
    }
    let keep_alive = !close && (!is_old || keep);
    // RFC 9112, section 3.2: a request without its host, or with two of them, is a bad one.
    if hosts > 1 || (hosts == 0 && !is_old) {
        return Err(Status::BadRequest);
    }
    match (coding, length) {
        (None, _) => {}
        // A body in pieces, which this server does not take. HTTP/1.0 has none.
        (Some(last), None) if last.eq_ignore_ascii_case(b"chunked") && !is_old => {
            return Err(Status::LengthRequired);
        }
        // RFC 9112, section 6.3: where the body ends must not be in doubt.
        _ => return Err(Status::BadRequest),
    }
    // RFC 9110, section 10.1.1: whoever waits for "100 Continue" is not kept waiting. Before HTTP/1.1
    // nobody could wait for it.
    if expects && !is_old {
        return Err(Status::ExpectationFailed);
    }
    let method = match parsed.method {
        Some("GET") => Method::Get,
        Some("HEAD") => Method::Head,
        _ => Method::Other,
    };
    let path = path_of(parsed.path.unwrap_or_default());
    let path = match (path, method) {
        (Some(path), _) => path.to_owned(),
        // `OPTIONS *` and `CONNECT host:port` have none, and are not done here.
        (None, Method::Other) => "/".to_owned(),
        (None, _) => return Err(Status::BadRequest),
    };
    Ok(Request { method, path, body: length.unwrap_or_default(), keep_alive })
}

/// A Content-Length: digits and nothing else. One that no machine could hold is as long as a slice can
/// be, so that the length of a head can be added to it.
fn number(value: &[u8]) -> Result<usize, Status> {
    let text = str::from_utf8(value).map_err(|_| Status::BadRequest)?;
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Status::BadRequest);
    }
    const MOST: usize = isize::MAX as usize;
    Ok(text.parse().unwrap_or(MOST).min(MOST))
}

/// The two digits of the version in a request line of three parts, and where the second one stands:
/// `GET / HTTP/1.2` has 1 and 2.
fn version(head: &[u8]) -> Option<(u8, u8, usize)> {
    let is_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
    let begin = head.iter().position(|byte| !is_end(byte))?;
    let line = head[begin..].split(is_end).next()?;
    let parts: Vec<_> = line.split(|byte| *byte == b' ').collect();
    let [_, _, version] = parts[..] else { return None };
    match version.strip_prefix(b"HTTP/")? {
        [major, b'.', minor] if major.is_ascii_digit() && minor.is_ascii_digit() => {
            Some((*major, *minor, begin + line.len() - 1))
        }
        _ => None,
    }
}

/// Whether this is a host, with a port or without: `localhost:8080`, `[::1]` (RFC 9110, section 7.2; RFC
/// 3986, section 3.2.2). It may be empty. A comma would be one of a list: somebody has joined two.
fn is_host(value: &[u8]) -> bool {
    let is_in_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~%!$&'()*+;=".contains(byte);
    let is_in_literal = |byte: &u8| is_in_name(byte) || *byte == b':';
    let port = match value {
        [b'[', rest @ ..] => match rest.iter().position(|byte| *byte == b']') {
            Some(end) if rest[..end].iter().all(is_in_literal) => &rest[end + 1..],
            _ => return false,
        },
        name => &name[name.iter().take_while(|byte| is_in_name(byte)).count()..],
    };
    match port {
        [] => true,
        [b':', digits @ ..] => digits.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}

/// The path of a request's target, without the query. Proxies are asked for `http://host/path`, and
/// servers must understand it too (RFC 9112, section 3.2.2).
fn path_of(target: &str) -> Option<&str> {
    let target = match target.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("http://") => {
            let rest = &target[7..];
            let (host, rest) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
            // RFC 9110, section 4.2.1: without a host this is none.
            if host.is_empty() || host.starts_with(':') || !is_host(host.as_bytes()) {
                return None;
            }
            if rest.starts_with('/') { rest } else { "/" }
        }
        _ => target,
    };
    let path = target.split_once('?').map_or(target, |(path, _)| path);
    Some(path).filter(|path| path.starts_with('/'))
}

/// What is in a file, by the ending of its name: `text/html; charset=utf-8`.
pub fn media_type(path: &Path) -> String {
    match mime_guess::from_path(path).first_raw() {
        Some(text) if text.starts_with("text/") => format!("{text}; charset=utf-8"),
        Some(other) => other.to_owned(),
        None => "application/octet-stream".to_owned(),
    }
}

/// The time, as the header line `Date` has it (RFC 9110, section 6.6.1).
pub fn date() -> impl fmt::Display {
    httpdate::HttpDate::from(SystemTime::now())
}

/// The function that makes the listening socket.
pub type Listener = fn(SocketAddr) -> io::Result<Socket>;

/// Part (a).
pub type Serve = fn(&Socket, &'static Settings, Talk) -> !;

/// Part (b).
pub type Talk = fn(TcpStream, &Settings);

/// Reads the settings, makes the socket, says where it listens, and serves.
pub fn run(listener: Listener, serve: Serve, talk: Talk) -> ExitCode {
    let mut arguments = std::env::args_os().skip(1).peekable();
    if arguments.peek().is_some_and(|first| first == "--help") {
        return match writeln!(io::stdout(), "{USAGE}") {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        };
    }
    let (settings, ends_with_input) = match Settings::read(arguments) {
        Ok(read) => read,
        Err(wrong) => {
            eprintln!("{wrong}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match start(listener, &settings) {
        Ok(socket) => {
            if ends_with_input {
                std::thread::spawn(|| {
                    let _ = io::copy(&mut io::stdin(), &mut io::sink());
                    std::process::exit(0);
                });
            }
            // The threads use the settings for as long as the program lives.
            serve(&socket, Box::leak(Box::new(settings)), talk)
        }
        Err(error) => {
            eprintln!("The server cannot listen at {}: {error}", settings.address);
            ExitCode::FAILURE
        }
    }
}

/// The line that begins with `@` is for the grader. It waits for it, so it may not stay in a buffer.
fn start(listener: Listener, settings: &Settings) -> io::Result<Socket> {
    let socket = listener(settings.address)?;
    let local = socket.local_addr()?.as_socket();
    let local = local.ok_or_else(|| io::Error::other("the socket is not one of TCP"))?;
    let mut out = io::stdout().lock();
    writeln!(out, "Serving {} at http://{local}/", settings.root.display())?;
    writeln!(out, "@ listening {local}")?;
    out.flush()?;
    Ok(socket)
}
