//! What must come for a request: the sentences of the stub, as functions. A check that talks asks here,
//! whatever it asks for.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use grader::Failure;

use crate::http::Response;
use crate::server::seen;
use crate::site::Site;

/// A request, in parts.
#[derive(Debug, Clone)]
pub struct Asked {
    pub method: &'static str,
    pub path: String,
    /// By HTTP/1.0.
    pub old: bool,
    /// What the line `Connection` says.
    pub connection: Option<&'static str>,
    pub body: Option<String>,
}

/// What must come.
#[derive(Debug, PartialEq, Eq)]
pub enum Due {
    /// 200: these bytes, which are of this type.
    File { bytes: Vec<u8>, media_type: &'static str },
    /// 301: this path.
    MovedTo(String),
    /// One of these.
    Refused(&'static [u16]),
}

impl Asked {
    /// A request of HTTP/1.1 without a body.
    pub fn new(method: &'static str, path: &str) -> Self {
        Self { method, path: path.to_owned(), old: false, connection: None, body: None }
    }

    /// Its bytes.
    pub fn text(&self) -> String {
        let Self { method, path, .. } = self;
        let version = if self.old { "1.0" } else { "1.1" };
        let mut text = format!("{method} {path} HTTP/{version}\r\nHost: localhost\r\n");
        if let Some(connection) = self.connection {
            text += &format!("Connection: {connection}\r\n");
        }
        let body = self.body.as_deref().unwrap_or_default();
        if self.body.is_some() {
            text += &format!("Content-Length: {}\r\n", body.len());
        }
        text + "\r\n" + body
    }

    /// Whether the connection stays after it (RFC 9112, section 9.3).
    pub fn stays(&self) -> bool {
        let says = |option: &str| {
            let options = self.connection.unwrap_or_default().split(',');
            options.map(str::trim).any(|it| it.eq_ignore_ascii_case(option))
        };
        !says("close") && (!self.old || says("keep-alive"))
    }

    /// The request in words.
    pub fn words(&self) -> String {
        let old = if self.old { " by HTTP/1.0" } else { "" };
        let connection = self.connection.map(|it| format!(", with Connection: {it}"));
        let body = self.body.as_ref().map(|it| format!(", with a body of {} bytes", it.len()));
        format!(
            "{} {}{old}{}{}",
            self.method,
            self.path,
            connection.unwrap_or_default(),
            body.unwrap_or_default()
        )
    }
}

/// What must come for a request.
pub fn due(site: &Site, asked: &Asked) -> Result<Due, Failure> {
    match asked.method {
        "GET" | "HEAD" => found(&site.root(), &asked.path),
        _ => Ok(Due::Refused(&[405])),
    }
}

fn found(root: &Path, path: &str) -> Result<Due, Failure> {
    let fault = |error| Failure::Fault(format!("{}: {error}", root.display()));
    let root = &root.canonicalize().map_err(fault)?;
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    let Some(name) = decode(path) else { return Ok(Due::Refused(&[400])) };
    let name = name.trim_start_matches('/');
    if name.split('/').any(|part| part == "..") {
        // That it leads nowhere is said in one of three ways. Which one is the stub's is asked elsewhere.
        return Ok(Due::Refused(&[404, 403, 400]));
    }
    let there = root.join(name.trim_end_matches('/'));
    let is_folder = name.is_empty() || name.ends_with('/');
    let Ok(real) = there.canonicalize() else { return Ok(Due::Refused(&[404])) };
    if !real.starts_with(root) {
        return Ok(Due::Refused(&[403]));
    }
    if real.is_dir() && !is_folder {
        return Ok(Due::MovedTo(format!("/{}/", path.trim_start_matches('/'))));
    }
    let file = if real.is_dir() { there.join("index.html") } else { there };
    // It may be a link, too.
    if file.canonicalize().is_ok_and(|real| !real.starts_with(root)) {
        return Ok(Due::Refused(&[403]));
    }
    if real.is_dir() && !file.exists() {
        return Ok(Due::Refused(&[404]));
    }
    // What is there and is no file: the stub does not say whether that is not there, or may not be read.
    if is_folder != real.is_dir() || !file.is_file() {
        return Ok(Due::Refused(&[404, 403]));
    }
    let bytes = fs::read(&file);
    let bytes = bytes.map_err(|error| Failure::Fault(format!("{}: {error}", file.display())))?;
    Ok(Due::File { bytes, media_type: media_type(&file) })
}

/// What a path's bytes are, decoded once. `None`: they make no name.
fn decode(path: &str) -> Option<String> {
    let mut pieces = path.split('%');
    let mut bytes = pieces.next()?.as_bytes().to_vec();
    for piece in pieces {
        let digits = piece.get(..2).filter(|it| it.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        bytes.extend_from_slice(&piece.as_bytes()[2..]);
    }
    String::from_utf8(bytes).ok().filter(|name| !name.contains('\0'))
}

/// The types of the files that a [`Site`] has.
fn media_type(file: &Path) -> &'static str {
    let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    match ending.to_ascii_lowercase().as_str() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        _ => "application/octet-stream",
    }
}

/// Whether a response is what must come: each header line that the stub names, and the body. A
/// difference that has one cause only is told as the known mistake.
///
/// `asked_at` is when the client asked, for the line Date.
pub fn is_due(
    words: &str,
    asked: &Asked,
    due: &Due,
    got: &Response,
    asked_at: SystemTime,
) -> Result<(), Failure> {
    let wrong = |what: String, mistake| Err(seen(format!("{words} {what}"), mistake));
    let header = |name: &str| got.header(name).unwrap_or_default();
    let expected: &[u16] = match due {
        Due::File { .. } => &[200],
        Due::MovedTo(_) => &[301],
        Due::Refused(statuses) => statuses,
    };
    if !expected.contains(&got.status) {
        let what = format!("The status should be {}. It is {}.", expected[0], got.status);
        return wrong(what, None);
    }
    // To a client of HTTP/1.0, some say that they are no newer.
    if got.minor != 1 && !asked.old {
        return wrong(format!("The response is one of HTTP/1.{}.", got.minor), None);
    }
    has_its_lines(words, got, asked.stays(), asked_at)?;
    let same = |one: &str, other: &str| {
        let plain = |text: &str| text.to_ascii_lowercase().replace(' ', "");
        plain(one) == plain(other)
    };
    match due {
        Due::File { media_type, .. } if !same(header("content-type"), media_type) => {
            let what = format!("It is {media_type}. Content-Type is `{}`.", header("content-type"));
            let of_the_path =
                asked.path.ends_with('/') && header("content-type").contains("octet-stream");
            return wrong(what, of_the_path.then_some("type_of_the_path"));
        }
        Due::MovedTo(path) => {
            let location = header("location");
            let absolute = format!("http://localhost{path}");
            if location.is_empty() {
                let what = format!("{} has no Location.", got.status);
                return wrong(what, Some("no_location"));
            }
            if location != path && location != absolute {
                let what = format!("Location should be {path}. It is `{location}`.");
                let decoded = decode(path).is_some_and(|name| name == location && name != *path);
                return wrong(what, decoded.then_some("the_location_is_decoded"));
            }
        }
        Due::Refused([405]) => {
            let mut allowed: Vec<_> = header("allow").split(',').map(str::trim).collect();
            allowed.sort_unstable();
            if allowed != ["GET", "HEAD"] {
                let what = format!("Allow should be `GET, HEAD`. It is `{}`.", header("allow"));
                let missing = header("allow").is_empty();
                return wrong(what, missing.then_some("no_allow"));
            }
        }
        _ => {}
    }
    let Due::File { bytes, .. } = due else { return Ok(()) };
    if asked.method == "HEAD" {
        let length = header("content-length");
        if length != bytes.len().to_string() {
            let what = format!(
                "GET would get {} bytes. The response to HEAD has Content-Length: {length}.",
                bytes.len()
            );
            return wrong(what, (length == "0").then_some("head_says_length_0"));
        }
    } else if got.body != *bytes {
        let same = got.body.iter().zip(bytes).take_while(|(one, other)| one == other).count();
        let what = format!(
            "The file has {} bytes. The body has {}, and they differ from byte {} on.",
            bytes.len(),
            got.body.len(),
            same + 1
        );
        return wrong(what, None);
    }
    Ok(())
}

/// Whether a response has the lines that each one has.
pub fn has_its_lines(
    words: &str,
    got: &Response,
    stays: bool,
    asked_at: SystemTime,
) -> Result<(), Failure> {
    let wrong = |what: String, mistake| Err(seen(format!("{words} {what}"), mistake));
    let header = |name: &str| got.header(name).unwrap_or_default();
    if header("date").is_empty() {
        return wrong("The response has no line Date.".to_owned(), Some("no_date"));
    }
    date_is_now(words, header("date"), asked_at)?;
    if header("content-type").is_empty() {
        return wrong("The response has no Content-Type.".to_owned(), None);
    }
    let (connection, says) = (if stays { "keep-alive" } else { "close" }, header("connection"));
    if !says.eq_ignore_ascii_case(connection) {
        let what = format!("Connection should be `{connection}`. It is `{says}`.");
        return wrong(what, says.is_empty().then_some("no_connection"));
    }
    Ok(())
}

/// Whether a line Date says when the response was made (RFC 9110, section 6.6.1).
pub fn date_is_now(words: &str, date: &str, asked_at: SystemTime) -> Result<(), Failure> {
    // It has whole seconds, and clocks may be set.
    const SLACK: Duration = Duration::from_secs(2);
    let Ok(said) = httpdate::parse_http_date(date) else {
        return Err(seen(format!("{words} `{date}` in the line Date is no time of HTTP."), None));
    };
    if said + SLACK < asked_at || said > SystemTime::now() + SLACK {
        let now = httpdate::fmt_http_date(SystemTime::now());
        let words = format!("{words} The line Date says `{date}`. It is `{now}`.");
        return Err(seen(words, None));
    }
    Ok(())
}
