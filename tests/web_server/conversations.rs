//! Conversations of all kinds, made so that each two values of a request meet: method, path, version,
//! `Connection`, body. What must come is asked of the oracle.

use std::time::SystemTime;

use grader::{Failure, Rng};
use real::client::{Client, End};

use crate::http::{self, NoAnswer, Response, shown};
use crate::mixed::side_by_side;
use crate::oracle::{self, Asked};
use crate::server::{Server, seen, trouble};
use crate::site::{ENCODED, ODD, PAGES};

const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "LOOK"];

const CONNECTIONS: [Option<&str>; 5] =
    [None, Some("keep-alive"), Some("close"), Some("CLOSE"), Some("Keep-Alive, other")];

/// What a body looks like, if there is one.
const BODIES: [Option<&str>; 5] =
    [None, None, Some(""), Some("a=b&c=d"), Some("GET /b.txt HTTP/1.1\r\nHost: a\r\n\r\n")];

/// How the bytes are said: whether the next request waits for a response, and in how many pieces.
const WAYS: [(bool, usize); 5] = [(true, 1), (false, 1), (false, 3), (true, 2), (false, 40)];

/// Paths beside those of files.
const PATHS: [&str; 35] = [
    "/",
    "/?",
    "/index.html?query=1&path=/b.txt",
    "/docs/",
    "/docs",
    "/docs?to=/b.txt",
    "/nested/deeper",
    "/nested/deeper/",
    "/two%20folders",
    "/two%20folders/",
    "/missing.txt",
    "/missing/",
    "/docs/missing.html",
    "/a.txt/",
    "/a.txt/b",
    "/bare/",
    "/odd/",
    "/odd/index.html",
    "/odd/index.html/",
    "/A.TXT",
    "/..",
    "/../a.txt",
    "/docs/../a.txt",
    "/docs/..",
    "/docs/%2e%2e/a.txt",
    "/docs/..%2fa.txt",
    "/%",
    "/%4",
    "/%zz.txt",
    "/%+1.txt",
    "/%-1.txt",
    "/a.txt%",
    "/a.txt%00",
    "/%00.html",
    "/%ff.txt",
];

/// Paths that lead along links.
const LINKS: [&str; 9] = [
    "/inside.txt",
    "/absolute.txt",
    "/linked",
    "/linked/",
    "/linked/near.png",
    "/leaves.txt",
    "/chain.txt",
    "/up/secret.txt",
    "/sly/",
];

fn paths() -> Vec<&'static str> {
    // The large file is asked for elsewhere.
    let pages = PAGES.iter().chain(&ENCODED).map(|(path, _)| *path).filter(|it| *it != "/book.txt");
    let on_unix = ODD.iter().map(|(path, _)| *path).chain(LINKS).filter(|_| cfg!(unix));
    pages.chain(PATHS).chain(on_unix).collect()
}

/// The values of a request: for each of its parts, which of them it has.
type Row = [usize; 6];

/// Rows in which each two values of two parts meet. Each row is the best of a few that are drawn.
fn rows(sizes: Row, rng: &mut Rng) -> Vec<Row> {
    const DRAWN: usize = 12;
    let mut pairs = Vec::new();
    for (part, size) in sizes.into_iter().enumerate() {
        for (other, other_size) in sizes.into_iter().enumerate().skip(part + 1) {
            let both = (0..size).flat_map(|value| (0..other_size).map(move |it| (value, it)));
            pairs.extend(both.map(|(value, it)| (part, value, other, it)));
        }
    }
    let mut rows: Vec<Row> = Vec::new();
    while let Some((part, value, other, it)) = pairs.last().copied() {
        let drawn = (0..DRAWN).map(|_| {
            let mut row = sizes.map(|size| rng.usize(..size));
            (row[part], row[other]) = (value, it);
            row
        });
        let meets = |row: &Row, &(part, value, other, it): &(usize, usize, usize, usize)| {
            row[part] == value && row[other] == it
        };
        let new = |row: &Row| pairs.iter().filter(|pair| meets(row, pair)).count();
        let Some(row) = drawn.max_by_key(new) else { break };
        pairs.retain(|pair| !meets(&row, pair));
        rows.push(row);
    }
    rows
}

/// Has all the conversations, several at a time.
pub fn all_are_right(server: &Server, seed: u64) -> Result<(), Failure> {
    let paths = paths();
    let sizes = [METHODS.len(), paths.len(), 2, CONNECTIONS.len(), BODIES.len(), WAYS.len()];
    let mut rng = Rng::with_seed(seed);
    let mut rows = rows(sizes, &mut rng);
    rng.shuffle(&mut rows);
    let asked: Vec<_> = rows
        .iter()
        .map(|[method, path, old, connection, body, way]| {
            let asked = Asked {
                method: METHODS[*method],
                path: paths[*path].to_owned(),
                old: *old == 1,
                connection: CONNECTIONS[*connection],
                body: BODIES[*body].map(str::to_owned),
            };
            (asked, WAYS[*way])
        })
        .collect();
    // A conversation ends with a request after which the connection ends.
    let talks: Vec<_> = asked.split_inclusive(|(asked, _)| !asked.stays()).collect();
    let talks = &talks[..server.count(talks.len()).max(8)];
    side_by_side(|number, clients| {
        talks.iter().skip(number).step_by(clients).try_for_each(|talk| {
            let (asked, ways): (Vec<_>, Vec<_>) = talk.iter().cloned().unzip();
            has(server, &asked, ways[0])
        })
    })
}

/// A response of each kind, on a connection that stays, and on one that does not.
pub fn each_has_its_lines(server: &Server) -> Result<(), Failure> {
    for (method, path) in [
        ("GET", "/a.txt"),
        ("HEAD", "/a.txt"),
        ("GET", "/missing.html"),
        ("GET", "/docs"),
        ("DELETE", "/a.txt"),
    ] {
        let asked = Asked::new(method, path);
        has(server, std::slice::from_ref(&asked), (true, 1))?;
        has(server, &[Asked { connection: Some("close"), ..asked }], (true, 1))?;
    }
    Ok(())
}

/// Has a conversation: these requests on one connection. If the last one ends it, so it must; if not,
/// it must not.
pub fn has(server: &Server, asked: &[Asked], way: (bool, usize)) -> Result<(), Failure> {
    let (waits, pieces) = way;
    let mut client = server.connect()?;
    let asked_at = SystemTime::now();
    if !waits {
        let mut all: String = asked.iter().map(Asked::text).collect();
        if asked.last().is_some_and(|last| !last.stays()) {
            // Behind the last request, nothing is answered.
            all += &Asked::new("GET", "/b.txt").text();
        }
        say(&mut client, &all, pieces);
    }
    for (number, one) in asked.iter().enumerate() {
        if waits {
            say(&mut client, &one.text(), pieces);
        }
        let words = told(asked, number, waits);
        let got = http::response(&mut client, one.method)
            .map_err(|error| trouble(&words, &error, None))?;
        let due = oracle::due(&server.site, one)?;
        oracle::is_due(&words, one, &due, &got, asked_at)?;
    }
    let stays = asked.last().is_none_or(Asked::stays);
    let words = told(asked, asked.len().saturating_sub(1), waits);
    if stays {
        let last = Asked::new("GET", "/a.txt");
        client.says(last.text());
        let got = http::response(&mut client, "GET").map_err(|error| {
            trouble(&format!("{words} Then it sent {}.", last.words()), &error, None)
        })?;
        oracle::is_due(&words, &last, &oracle::due(&server.site, &last)?, &got, asked_at)?;
        // By a reset, as that leaves no TIME_WAIT.
        client.resets();
        return Ok(());
    }
    ends(&mut client, &words)
}

/// Whether a connection ends, with nothing more in it.
pub fn ends(client: &mut Client, words: &str) -> Result<(), Failure> {
    let end = http::end(client);
    if !client.heard().is_empty() {
        let more = shown(client.heard());
        return Err(seen(format!("{words} Behind the response came more: {more}"), None));
    }
    match end {
        Some(End::Closed) => Ok(()),
        Some(End::Reset(_)) => Err(trouble(words, &NoAnswer::Reset, None)),
        None => {
            let words = format!("{words} After the response the connection did not end.");
            http::ask(client, "GET", "/a.txt");
            if http::response(client, "GET").is_ok() {
                return Err(seen(words, Some("every_connection_is_kept")));
            }
            client.says_no_more();
            let mistake = http::end(client).map(|_| "waits_for_the_clients_end");
            Err(seen(format!("{words} It should have come without the client's."), mistake))
        }
    }
}

/// Whether a response said that the connection would end, as it did.
pub fn said_so(words: &str, got: &Response) -> Result<(), Failure> {
    if got.header("connection").is_some_and(|it| it.eq_ignore_ascii_case("keep-alive")) {
        let words = format!("{words} The response said: keep-alive. Then the connection ended.");
        return Err(seen(words, Some("the_line_says_something_else")));
    }
    Ok(())
}

fn say(client: &mut Client, text: &str, pieces: usize) {
    for piece in text.as_bytes().chunks(text.len().div_ceil(pieces).max(1)) {
        client.says(piece);
    }
}

/// The conversation in words, up to the request that this is about.
fn told(asked: &[Asked], number: usize, waits: bool) -> String {
    let before: Vec<_> = asked[..number].iter().map(Asked::words).collect();
    let one = asked[number].words();
    let then = if waits { "one after the other" } else { "at once" };
    match &before[..] {
        [] => format!("A client sent {one}."),
        before => format!("A client sent {}, {then}, and then {one}.", before.join("; ")),
    }
}
