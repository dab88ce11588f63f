//! Requests from a seed: right ones of all kinds, and such as no client should ever send.

use std::thread;

use grader::{Failure, Rng};
use real::client::{Client, End};

use crate::http::{self, NoAnswer, Response, request, shown};
use crate::server::Server;
use crate::site::{ENCODED, PAGES, SECRET};

/// How many clients ask at the same time.
const CLIENTS: usize = 8;

/// Asks for `count` things of all kinds, from several clients at a time.
pub fn all_right(server: &Server, seed: u64, count: usize) -> Result<(), Failure> {
    let names = PAGES.iter().chain(&ENCODED).filter(|(path, _)| *path != "/book.txt");
    let files: Result<Vec<_>, Failure> =
        names.map(|(path, name)| Ok((*path, server.site.bytes(name)?))).collect();
    let files = files?;
    side_by_side(|number, _| {
        let mut rng = Rng::with_seed(seed + number as u64);
        let mut asking = Asking { server, seed, files: &files, client: None };
        let result = (0..count / CLIENTS).try_for_each(|_| asking.something(&mut rng));
        asking.leaves();
        result
    })
}

/// Does the same in several threads, each with its number, and how many there are. The first failure is
/// all that counts.
pub fn side_by_side(
    work: impl Fn(usize, usize) -> Result<(), Failure> + Sync,
) -> Result<(), Failure> {
    thread::scope(|scope| {
        let work = &work;
        let threads: Vec<_> =
            (0..CLIENTS).map(|number| scope.spawn(move || work(number, CLIENTS))).collect();
        let results: Vec<_> = threads.into_iter().map(thread::ScopedJoinHandle::join).collect();
        let broken = || Failure::Fault("a client broke off".to_owned());
        results.into_iter().try_for_each(|result| result.unwrap_or_else(|_| Err(broken())))
    })
}

/// A client that asks for one thing after another, on one connection as long as that lasts.
struct Asking<'a> {
    server: &'a Server,
    seed: u64,
    files: &'a [(&'a str, Vec<u8>)],
    client: Option<Client>,
}

impl Asking<'_> {
    fn something(&mut self, rng: &mut Rng) -> Result<(), Failure> {
        let (path, bytes) = &self.files[rng.usize(..self.files.len())];
        let (other, other_bytes) = &self.files[rng.usize(..self.files.len())];
        let get = request("GET", path);
        match rng.u8(..12) {
            0 => self.says(&[&request("HEAD", path)], &[("HEAD", 200, Some(&[]))]),
            1 => self.says(&[&request("GET", "/missing.txt")], &[("GET", 404, None)]),
            2 => self.says(&[&request("GET", "/docs")], &[("GET", 301, None)]),
            3 => {
                let text = "POST /a.txt HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabcde";
                self.says(&[text], &[("POST", 405, None)])
            }
            4 => {
                let both = get + &request("GET", other);
                let wanted = [("GET", 200, Some(&**bytes)), ("GET", 200, Some(&**other_bytes))];
                self.says(&[&both], &wanted)
            }
            5 => {
                let (first, second) = get.split_at(rng.usize(1..get.len()));
                self.says(&[first, second], &[("GET", 200, Some(bytes))])
            }
            6 => {
                let text = format!("GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
                self.says(&[&text], &[("GET", 200, Some(bytes))])?;
                self.leaves();
                Ok(())
            }
            7 => {
                // Goes away in the middle.
                let mut client = self.server.connect()?;
                client.says(&get[..rng.usize(..get.len())]);
                client.resets();
                Ok(())
            }
            _ => self.says(&[&get], &[("GET", 200, Some(bytes))]),
        }
    }

    /// Sends the pieces, and expects these responses: to a method, with a status and a body.
    fn says(
        &mut self,
        pieces: &[&str],
        wanted: &[(&str, u16, Option<&[u8]>)],
    ) -> Result<(), Failure> {
        let mut client = match self.client.take() {
            Some(client) => client,
            None => self.server.connect()?,
        };
        for piece in pieces {
            client.says(piece);
        }
        let mut last: Option<Response> = None;
        for (method, status, body) in wanted {
            let response = http::response(&mut client, method);
            let right = response.as_ref().is_ok_and(|response| {
                response.status == *status && body.is_none_or(|body| body == response.body)
            });
            if !right {
                let came = match response {
                    Ok(response) => format!(
                        "{} with a body of {} bytes came.",
                        response.status,
                        response.body.len()
                    ),
                    Err(trouble) => trouble.to_string(),
                };
                let length = body.map(|body| format!(" with a body of {} bytes", body.len()));
                let words = format!(
                    "{CLIENTS} clients ask at the same time (seed {}). One sent `{}`. It should \
                     get {status}{}. {came}",
                    self.seed,
                    shown(pieces.concat().as_bytes()),
                    length.unwrap_or_default()
                );
                return Err(Failure::Seen(words, None));
            }
            last = response.ok();
        }
        self.client = Some(client);
        if last.is_some_and(|response| response.closes()) {
            self.leaves();
        }
        Ok(())
    }

    /// By a reset, as that leaves no TIME_WAIT. Thousands of them make the kernel's table slow to
    /// read, for other tests too.
    fn leaves(&mut self) {
        if let Some(client) = self.client.take() {
            client.resets();
        }
    }
}

/// Sends what is no request, or hardly one. Each client must get well-formed responses, or none, and
/// then the end of the connection. They come one after the other: what clients do to each other is another
/// check's matter.
pub fn all_survived(server: &Server, seed: u64, count: usize) -> Result<(), Failure> {
    let mut rng = Rng::with_seed(seed);
    (0..count).try_for_each(|_| {
        let bytes = malformed(&mut rng);
        survives(server, &bytes).map_err(|failure| match failure {
            Failure::Seen(words, mistake) => {
                let words = format!("A client sent `{}` (seed {seed}) {words}", shown(&bytes));
                Failure::Seen(words, mistake)
            }
            other => other,
        })
    })
}

fn survives(server: &Server, bytes: &[u8]) -> Result<(), Failure> {
    let mut client = server.connect()?;
    client.says(bytes);
    client.says_no_more();
    // It has all that it needs, so it need not wait for anything.
    match server.program.wait(|| client.end()) {
        Some(End::Closed) => {}
        // Some of the response may be lost; there is nothing to look at.
        Some(End::Reset(_)) => return Ok(()),
        None => {
            let words = "and closed its side. Your server did not close the other.".to_owned();
            return Err(Failure::Seen(words, Some("the_end_is_no_end")));
        }
    }
    if client.heard().windows(SECRET.len()).any(|part| part == SECRET.as_bytes()) {
        let words = "and got a file that is outside the root.".to_owned();
        return Err(Failure::Seen(words, None));
    }
    while !client.heard().is_empty() {
        match http::response(&mut client, "GET") {
            Ok(_) => {}
            Err(NoAnswer::NoResponse(came)) => {
                let words = format!("and got what is no response: {came}");
                return Err(Failure::Seen(words, None));
            }
            Err(trouble) => return Err(Failure::Seen(format!("and then: {trouble}"), None)),
        }
    }
    Ok(())
}

/// Bytes that a client should not send. The same seed makes the same bytes.
fn malformed(rng: &mut Rng) -> Vec<u8> {
    const LINES: [&str; 22] = [
        "Content-Length: -1",
        "Content-Length: +5",
        "Content-Length: 5, 5",
        "Content-Length: 0x10",
        "Content-Length: 99999999999999999999999",
        "Content-Length: 18446744073709551615",
        "Content-Length: 3000",
        "Content-Length: 3",
        "Content-Length:",
        "Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked, chunked",
        "Expect: 100-continue",
        "Expect: something",
        "Connection: close, keep-alive",
        "Connection: ,,,",
        "Host: twice",
        "Host",
        ": no name",
        " folded",
        "Name : space",
        "Name: \u{0}\u{1}\u{7f}",
        "Upgrade: h2c",
    ];
    const TARGETS: [&str; 18] = [
        "/a.txt",
        "/",
        "//",
        "/%",
        "/%4",
        "/%zz",
        "/%00",
        "/a.txt%00",
        "*",
        "a.txt",
        "?",
        "/?",
        "/%ff%fe",
        "http://",
        "http://x",
        "http:///a.txt",
        "/../../../../etc/passwd",
        "/%2e%2e%2f",
    ];
    const METHODS: [&str; 8] = ["GET", "get", "POST", "G ET", "", "OPTIONS", "PRI", "\u{7f}"];
    const VERSIONS: [&str; 8] =
        ["HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/1.11", "HTTP/", "http/1.1", "", "HTTP/1.1 x"];
    const ENDS: [&str; 4] = ["\r\n", "\n", "\r", "\r\r\n"];

    let end = *rng.choice(&ENDS).filter(|_| rng.u8(..4) == 0).unwrap_or(&"\r\n");
    let mut text = format!(
        "{} {} {}{end}Host: a{end}",
        rng.choice(METHODS).unwrap_or_default(),
        rng.choice(TARGETS).unwrap_or_default(),
        rng.choice(VERSIONS).unwrap_or_default()
    );
    for _ in 0..rng.usize(..4) {
        text += rng.choice(LINES).unwrap_or_default();
        text += end;
    }
    match rng.u8(..12) {
        0 => text += &"X: y\r\n".repeat(rng.usize(..200)),
        1 => text += &format!("Long: {}\r\n", "z".repeat(rng.usize(..6000))),
        2 => text.insert_str(4, &"/deep".repeat(rng.usize(..400))),
        3 => text.insert_str(0, &"\r\n".repeat(rng.usize(..20))),
        _ => {}
    }
    text += end;
    if rng.bool() {
        text += "abc";
        text += &request("GET", "/a.txt");
    }
    let mut bytes = text.into_bytes();
    for _ in 0..rng.usize(..4) {
        let at = rng.usize(..bytes.len());
        match rng.u8(..4) {
            0 => bytes[at] = rng.u8(..),
            1 => bytes.insert(at, rng.u8(..)),
            2 => bytes.truncate(at.max(1)),
            _ => drop(bytes.remove(at)),
        }
        if bytes.is_empty() {
            break;
        }
    }
    if rng.u8(..20) == 0 {
        bytes = (0..rng.usize(..400)).map(|_| rng.u8(..)).collect();
    }
    bytes
}
