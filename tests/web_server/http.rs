//! HTTP, byte for byte, from the client's side: what it sends, and the one response that it reads.

use std::fmt;

use grader::DEADLINE;
use real::client::{self, Client, End};
use real::kernel;

/// A response, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    pub status: u16,
    /// Of HTTP/1.1 it is 1.
    pub minor: u8,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// Why there is no whole response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoAnswer {
    /// Nothing has arrived.
    Silence,
    /// This is all that has arrived of a body: nothing more came, or the connection ended.
    Short { length: usize, arrived: usize, ended: bool },
    /// The connection ended without a response.
    Closed,
    /// The connection was reset.
    Reset,
    /// The response does not say how long it is.
    NoLength,
    /// A line of the response's head ends with `\n`, and no `\r` stands before it.
    LineFeed(String),
    /// What has arrived is no response of HTTP/1.1.
    NoResponse(String),
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

/// Asks for a path.
pub fn ask(client: &mut Client, method: &str, path: &str) {
    client.says(request(method, path));
}

/// Reads one response. `method` is what was asked with: a response to HEAD has no body.
pub fn response(client: &mut Client, method: &str) -> Result<Response, NoAnswer> {
    let mut missing = NoAnswer::Silence;
    let met = client.hears(|heard| match take_response(heard, method) {
        Err(trouble @ (NoAnswer::Silence | NoAnswer::Short { .. })) => {
            missing = trouble;
            None
        }
        taken => Some(taken),
    });
    let met = match met {
        Ok(taken) => return taken,
        Err(met) => met,
    };
    let ended = matches!(met, client::Trouble::End(_));
    Err(match (met, missing) {
        (client::Trouble::End(End::Reset(_)), _) => NoAnswer::Reset,
        (_, NoAnswer::Short { length, arrived, .. }) => NoAnswer::Short { length, arrived, ended },
        _ if !client.heard().is_empty() => NoAnswer::NoResponse(shown(client.heard())),
        _ if ended => NoAnswer::Closed,
        _ => NoAnswer::Silence,
    })
}

/// Takes a response out of what has arrived. `Silence`: not even its head is there.
fn take_response(arrived: &mut Vec<u8>, method: &str) -> Result<Response, NoAnswer> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut parsed = httparse::Response::new(&mut headers);
    let head = match parsed.parse(arrived) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Err(NoAnswer::Silence),
        Err(_) => return Err(NoAnswer::NoResponse(shown(arrived))),
    };
    // A client may be so kind as to take that (RFC 9112, section 2.2). Not every one is.
    let is_bare = |at: usize| arrived[at] == b'\n' && (at == 0 || arrived[at - 1] != b'\r');
    if (0..head).any(is_bare) {
        return Err(NoAnswer::LineFeed(shown(arrived)));
    }
    let headers = parsed.headers.iter().map(|header| {
        let value = String::from_utf8_lossy(header.value).trim().to_owned();
        (header.name.to_ascii_lowercase(), value)
    });
    let (status, minor) = (parsed.code.unwrap_or_default(), parsed.version.unwrap_or_default());
    let mut response = Response { status, minor, headers: headers.collect(), body: Vec::new() };
    let length = response.header("content-length").and_then(|value| value.parse().ok());
    let length = if method == "HEAD" { length.map(|_| 0) } else { length };
    let end = head + length.ok_or(NoAnswer::NoLength)?;
    if arrived.len() < end {
        let (length, arrived) = (end - head, arrived.len() - head);
        return Err(NoAnswer::Short { length, arrived, ended: false });
    }
    response.body = arrived[head..end].to_vec();
    arrived.drain(..end);
    Ok(response)
}

/// How the connection ends, whatever comes before; `None` if it is still there at the deadline. A
/// server may take its time for the end.
pub fn end(client: &mut Client) -> Option<End> {
    kernel::until(DEADLINE, || client.end())
}

/// The beginning of some bytes, as one can print them.
pub fn shown(bytes: &[u8]) -> String {
    const SHOWN: usize = 90;
    let more = if bytes.len() > SHOWN { "…" } else { "" };
    format!("{}{more}", bytes[..bytes.len().min(SHOWN)].escape_ascii())
}

/// What became of the client, in a sentence.
impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Silence => f.write_str("Nothing came."),
            Self::Short { length, arrived, ended } => {
                let then = if *ended { "then the connection ended" } else { "and nothing more" };
                write!(f, "Content-Length promised {length} bytes. {arrived} arrived, {then}.")
            }
            Self::Closed => f.write_str("The connection ended without a response."),
            Self::Reset => f.write_str("The connection was reset."),
            Self::NoLength => f.write_str("The response has no Content-Length."),
            Self::LineFeed(bytes) => {
                write!(f, "A line of the response ends with \\n, without a \\r: {bytes}")
            }
            Self::NoResponse(bytes) => write!(f, "What arrived is no response: {bytes}"),
        }
    }
}
