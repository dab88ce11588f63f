//! Given: the settings, what a request's head says, the words of a response, and the start.

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
    /// Where the server waits.
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
--address ADDRESS:PORT    where to wait (127.0.0.1:8080); port 0 is any free port
--patience MILLISECONDS   how long a client may keep the server waiting (10000)
--line BYTES              how long a request line may be (4096)
--headers BYTES           how long all header lines together may be (16384)
--body BYTES              how long a request's body may be (65536)
--clients NUMBER          how many clients at the same time (500)
--end-with-input          end when standard input ends";

impl Settings {
    /// Reads the command line: the settings, and whether the server ends with its input.
    fn read(mut arguments: impl Iterator<Item = String>) -> Result<(Self, bool), String> {
        let mut settings = Self {
            root: PathBuf::from("."),
            address: SocketAddr::from(([127, 0, 0, 1], 8080)),
            patience: Duration::from_secs(10),
            line: 4096,
            headers: 16 * 1024,
            body: 64 * 1024,
            clients: 500,
        };
        let mut ends_with_input = false;
        while let Some(name) = arguments.next() {
            if name == "--end-with-input" {
                ends_with_input = true;
                continue;
            }
            let value = arguments.next().ok_or_else(|| format!("`{name}` needs a value"))?;
            let wrong = |why: &dyn fmt::Display| format!("`{name} {value}`: {why}");
            let number = || value.parse::<usize>().map_err(|error| wrong(&error));
            match name.as_str() {
                "--root" => settings.root = PathBuf::from(&value),
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
    let mut headers = [httparse::EMPTY_HEADER; HEADER_LINES];
    let mut parsed = httparse::Request::new(&mut headers);
    match parsed.parse(head) {
        Ok(httparse::Status::Complete(length)) if length == head.len() => {}
        Err(httparse::Error::TooManyHeaders) => return Err(Status::RequestHeaderFieldsTooLarge),
        Err(httparse::Error::Version) if names_a_version(head) => {
            return Err(Status::HttpVersionNotSupported);
        }
        _ => return Err(Status::BadRequest),
    }
    let (mut hosts, mut length, mut encoded, mut expects) = (0, None, false, false);
    // RFC 9112, section 9.3: from 1.1 on a connection is kept, unless somebody says otherwise.
    let is_old = parsed.version == Some(0);
    let (mut close, mut keep) = (false, false);
    for header in parsed.headers.iter() {
        let is = |name: &str| header.name.eq_ignore_ascii_case(name);
        if is("host") {
            hosts += 1;
        } else if is("content-length") {
            let value = number(header.value)?;
            if length.is_some_and(|length| length != value) {
                return Err(Status::BadRequest);
            }
            length = Some(value);
        } else if is("transfer-encoding") {
            encoded = true;
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
    match (encoded, length) {
        // RFC 9112, section 6.3: where the body ends must not be in doubt.
        (true, Some(_)) => return Err(Status::BadRequest),
        (true, None) => return Err(Status::LengthRequired),
        _ => {}
    }
    // RFC 9110, section 10.1.1: whoever waits for "100 Continue" is not kept waiting.
    if expects {
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

/// A Content-Length: digits and nothing else. One that no machine could hold is as long as can be.
fn number(value: &[u8]) -> Result<usize, Status> {
    let text = str::from_utf8(value).map_err(|_| Status::BadRequest)?;
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Status::BadRequest);
    }
    Ok(text.parse().unwrap_or(usize::MAX))
}

/// Whether the request line ends as one of some other HTTP does: ` HTTP/2.0`.
fn names_a_version(head: &[u8]) -> bool {
    let line = head.split(|byte| *byte == b'\r').find(|line| !line.trim_ascii().is_empty());
    let version = line.and_then(|line| line.rsplit(|byte| *byte == b' ').next());
    matches!(
        version.and_then(|version| version.strip_prefix(b"HTTP/")),
        Some([major, b'.', minor]) if major.is_ascii_digit() && minor.is_ascii_digit()
    )
}

/// The path of a request's target, without the query. Proxies are asked for `http://host/path`, and
/// servers must understand it too (RFC 9112, section 3.2.2).
fn path_of(target: &str) -> Option<&str> {
    let target = match target.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("http://") => {
            let rest = &target[7..];
            rest.find(['/', '?']).map_or("/", |at| &rest[at..])
        }
        _ => target,
    };
    match target.split_once('?').map_or(target, |(path, _)| path) {
        "" => Some("/").filter(|_| !target.is_empty()),
        path => Some(path).filter(|path| path.starts_with('/')),
    }
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

/// The function that makes the socket which waits.
pub type Listener = fn(SocketAddr) -> io::Result<Socket>;

/// Part (a).
pub type Serve = fn(&Socket, &'static Settings, Talk) -> !;

/// Part (b).
pub type Talk = fn(TcpStream, &Settings);

/// Reads the settings, makes the socket, says where it waits, and serves.
pub fn run(listener: Listener, serve: Serve, talk: Talk) -> ExitCode {
    let mut arguments = std::env::args().skip(1).peekable();
    if arguments.peek().is_some_and(|first| first == "--help") {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
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
            eprintln!("The server cannot wait at {}: {error}", settings.address);
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
