//! A client that says what the grader wants said, byte for byte, and reads exactly one response.

use std::fmt;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use grader::{DEADLINE, Failure};
use socket2::SockRef;

/// A client, connected.
pub struct Client {
    stream: TcpStream,
    /// What has arrived and has not been looked at.
    pub arrived: Vec<u8>,
}

/// A response, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// Why there is no whole response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The deadline came, and nothing had arrived.
    Silence,
    /// The deadline came, or the connection ended, and this is all that had arrived of a body.
    Short { length: usize, arrived: usize, ended: bool },
    /// The connection ended without a response.
    Closed,
    /// The connection was reset.
    Reset,
    /// The response does not say how long it is.
    NoLength,
    /// What has arrived is no response of HTTP/1.1.
    NoResponse(String),
}

/// How a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The server closed it.
    Closed,
    /// The server reset it.
    Reset,
    /// The deadline came before.
    Open,
}

impl Response {
    /// A header line's value; the name is written in small letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(header, _)| header == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether the server says that the connection ends here.
    pub fn closes(&self) -> bool {
        self.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"))
    }
}

/// The text of a request without a body.
pub fn request(method: &str, path: &str) -> String {
    format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\n\r\n")
}

impl Client {
    /// Connects.
    pub fn connect(server: SocketAddr) -> Result<Self, Failure> {
        let fault = |error| Failure::Fault(format!("a client has no socket: {error}"));
        let refused = |error: io::Error| match error.kind() {
            ErrorKind::ConnectionRefused => {
                Failure::Seen(format!("A client is refused at {server}."), None)
            }
            ErrorKind::TimedOut => {
                Failure::Seen(format!("A client is not let in at {server}."), None)
            }
            _ => Failure::Fault(format!("a client cannot connect to {server}: {error}")),
        };
        let stream = TcpStream::connect_timeout(&server, DEADLINE).map_err(refused)?;
        stream.set_nodelay(true).map_err(fault)?;
        stream.set_write_timeout(Some(DEADLINE)).map_err(fault)?;
        Ok(Self { stream, arrived: Vec::new() })
    }

    /// Sends bytes. What a server that has gone does not take is seen when the client reads.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) -> bool {
        self.stream.write_all(bytes.as_ref()).is_ok()
    }

    /// Asks for a path.
    pub fn ask(&mut self, method: &str, path: &str) {
        self.send(request(method, path));
    }

    /// Tells the server that nothing more will be sent.
    pub fn end_sending(&self) {
        let _ = self.stream.shutdown(Shutdown::Write);
    }

    /// Goes away by a reset, as programs do that are killed.
    pub fn reset(self) {
        let _ = SockRef::from(&self.stream).set_linger(Some(Duration::ZERO));
    }

    /// Whether something arrives within a time, without being asked for.
    pub fn hears_something(&mut self, within: Duration) -> bool {
        !self.arrived.is_empty() || matches!(self.receive(within), Ok(1..))
    }

    fn receive(&mut self, within: Duration) -> io::Result<usize> {
        self.stream.set_read_timeout(Some(within.max(Duration::from_millis(1))))?;
        let mut piece = [0; 16 * 1024];
        let length = self.stream.read(&mut piece)?;
        self.arrived.extend_from_slice(&piece[..length]);
        Ok(length)
    }

    /// Reads one response. `method` is what was asked with: a response to HEAD has no body.
    pub fn response(&mut self, method: &str) -> Result<Response, Trouble> {
        let begun = Instant::now();
        loop {
            let missing = match self.take_response(method) {
                Ok(response) => return Ok(response),
                Err(Trouble::Silence) if self.arrived.is_empty() => None,
                Err(Trouble::Silence) => Some(Trouble::NoResponse(shown(&self.arrived))),
                Err(short @ Trouble::Short { .. }) => Some(short),
                Err(trouble) => return Err(trouble),
            };
            let ended = |missing: Option<Trouble>, otherwise| match missing {
                Some(Trouble::Short { length, arrived, .. }) => {
                    Trouble::Short { length, arrived, ended: true }
                }
                Some(missing) => missing,
                None => otherwise,
            };
            match self.receive(DEADLINE.saturating_sub(begun.elapsed())) {
                Ok(0) => return Err(ended(missing, Trouble::Closed)),
                Ok(_) => {}
                Err(error) => match error.kind() {
                    ErrorKind::Interrupted => {}
                    ErrorKind::WouldBlock | ErrorKind::TimedOut => {
                        return Err(missing.unwrap_or(Trouble::Silence));
                    }
                    _ => return Err(Trouble::Reset),
                },
            }
        }
    }

    /// Takes a response out of what has arrived. `Silence`: not even its head is there.
    fn take_response(&mut self, method: &str) -> Result<Response, Trouble> {
        let mut headers = [httparse::EMPTY_HEADER; 64];
        let mut parsed = httparse::Response::new(&mut headers);
        let head = match parsed.parse(&self.arrived) {
            Ok(httparse::Status::Complete(length)) => length,
            Ok(httparse::Status::Partial) => return Err(Trouble::Silence),
            Err(_) => return Err(Trouble::NoResponse(shown(&self.arrived))),
        };
        let headers = parsed.headers.iter().map(|header| {
            let value = String::from_utf8_lossy(header.value).trim().to_owned();
            (header.name.to_ascii_lowercase(), value)
        });
        let status = parsed.code.unwrap_or_default();
        let mut response = Response { status, headers: headers.collect(), body: Vec::new() };
        let length = response.header("content-length").and_then(|value| value.parse().ok());
        let length: usize = length.ok_or(Trouble::NoLength)?;
        if method == "HEAD" {
            self.arrived.drain(..head);
            return Ok(response);
        }
        let arrived = self.arrived.len() - head;
        if arrived < length {
            return Err(Trouble::Short { length, arrived, ended: false });
        }
        response.body = self.arrived[head..head + length].to_vec();
        self.arrived.drain(..head + length);
        Ok(response)
    }

    /// Reads to the end of the connection, for no longer than this.
    pub fn ending(&mut self, within: Duration) -> Ending {
        let begun = Instant::now();
        loop {
            let left = within.saturating_sub(begun.elapsed());
            match self.receive(left) {
                Ok(0) => return Ending::Closed,
                Ok(_) => {}
                Err(error) => match error.kind() {
                    ErrorKind::Interrupted => {}
                    ErrorKind::WouldBlock | ErrorKind::TimedOut => return Ending::Open,
                    _ => return Ending::Reset,
                },
            }
            if left.is_zero() {
                return Ending::Open;
            }
        }
    }
}

/// The beginning of some bytes, as one can print them.
pub fn shown(bytes: &[u8]) -> String {
    const SHOWN: usize = 90;
    let more = if bytes.len() > SHOWN { "…" } else { "" };
    format!("{}{more}", bytes[..bytes.len().min(SHOWN)].escape_ascii())
}

/// What became of the client, in a sentence.
impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Silence => {
                write!(f, "After {} seconds nothing had arrived.", DEADLINE.as_secs())
            }
            Self::Short { length, arrived, ended } => {
                let when = if *ended {
                    "then the connection ended".to_owned()
                } else {
                    format!("then nothing more for {} seconds", DEADLINE.as_secs())
                };
                write!(f, "Content-Length promised {length} bytes. {arrived} arrived, {when}.")
            }
            Self::Closed => f.write_str("The connection ended without a response."),
            Self::Reset => f.write_str("The connection was reset."),
            Self::NoLength => f.write_str("The response has no Content-Length."),
            Self::NoResponse(bytes) => write!(f, "What arrived is no response: {bytes}"),
        }
    }
}
