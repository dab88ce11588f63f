//! The rules of HTTP/1.1 for a server that does GET and HEAD: RFC 9110 and 9112, where they say MUST or
//! SHOULD of what a server does with a request.

use std::time::SystemTime;

use grader::Failure;

use crate::conversations::ends;
use crate::http::{self, shown};
use crate::oracle;
use crate::server::{Server, has_status, seen, trouble};

/// What comes for what is sent.
struct Rule {
    /// Where it stands.
    section: &'static str,
    text: &'static str,
    statuses: &'static [u16],
    /// Whether the connection may stay.
    stays: bool,
}

const fn rule(section: &'static str, text: &'static str, statuses: &'static [u16]) -> Rule {
    Rule { section, text, statuses, stays: false }
}

const fn good(section: &'static str, text: &'static str, statuses: &'static [u16]) -> Rule {
    Rule { section, text, statuses, stays: true }
}

const RULES: [Rule; 51] = [
    // The host (RFC 9112, section 3.2): MUST 400.
    rule("RFC 9112, 3.2", "GET /a.txt HTTP/1.1\r\n\r\n", &[400]),
    rule("RFC 9112, 3.2", "GET /a.txt HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", &[400]),
    rule("RFC 9112, 3.2", "GET /a.txt HTTP/1.1\r\nHost: me@a\r\n\r\n", &[400]),
    rule("RFC 9112, 3.2", "GET /a.txt HTTP/1.1\r\nHost: a/b\r\n\r\n", &[400]),
    rule("RFC 9112, 3.2", "GET /a.txt HTTP/1.1\r\nHost: a, b\r\n\r\n", &[400]),
    rule("RFC 9112, 3.2", "GET /a.txt HTTP/1.1\r\nHost: a,b\r\n\r\n", &[400]),
    rule("RFC 9112, 3.2", "GET /a.txt HTTP/1.1\r\nHost: a b\r\n\r\n", &[400]),
    rule("RFC 9112, 3.2", "GET /a.txt HTTP/1.1\r\nHost: a\tb\r\n\r\n", &[400]),
    rule("RFC 9112, 3.2", "GET /a.txt HTTP/1.1\r\nHost: a:b\r\n\r\n", &[400]),
    rule("RFC 9112, 3.2", "GET /a.txt HTTP/1.1\r\nHost: http://a\r\n\r\n", &[400]),
    rule("RFC 9112, 3.2", "GET /a.txt HTTP/1.1\r\nHost: [::1\r\n\r\n", &[400]),
    good("RFC 9112, 3.2", "GET /a.txt HTTP/1.1\r\nHost:\r\n\r\n", &[200]),
    good("RFC 9112, 3.2", "GET /a.txt HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", &[200]),
    good("RFC 9112, 3.2", "GET /a.txt HTTP/1.1\r\nhOST: a-b.example:80\r\n\r\n", &[200]),
    rule("RFC 9112, 3.2", "GET /a.txt HTTP/1.0\r\n\r\n", &[200]),
    // The request line.
    rule("RFC 9112, 3", "GET /pa th HTTP/1.1\r\nHost: a\r\n\r\n", &[400]),
    rule("RFC 9112, 3", "GET /a.txt\r\nHost: a\r\n\r\n", &[400]),
    rule("RFC 9112, 3", "G(T /a.txt HTTP/1.1\r\nHost: a\r\n\r\n", &[400]),
    rule("RFC 9112, 3", "GET /a.txt http/1.1\r\nHost: a\r\n\r\n", &[400]),
    rule("RFC 9112, 3", "GET /a.txt HTTP/1.1 x\r\nHost: a\r\n\r\n", &[400]),
    rule("RFC 9110, 15.6.6", "GET /a.txt HTTP/2.0\r\nHost: a\r\n\r\n", &[505, 400]),
    good("RFC 9110, 2.5", "GET /a.txt HTTP/1.2\r\nHost: a\r\n\r\n", &[200]),
    good("RFC 9112, 2.2", "\r\nGET /a.txt HTTP/1.1\r\nHost: a\r\n\r\n", &[200]),
    // A method is written in capitals, so this is an unknown one.
    good("RFC 9110, 9.1", "get /a.txt HTTP/1.1\r\nHost: a\r\n\r\n", &[405, 501]),
    // The target.
    good("RFC 9112, 3.2.2", "GET http://other/a.txt HTTP/1.1\r\nHost: a\r\n\r\n", &[200]),
    good("RFC 9112, 3.2.2", "GET HTTP://other:80/a.txt?b HTTP/1.1\r\nHost: a\r\n\r\n", &[200]),
    good("RFC 9112, 3.2.2", "GET http://other HTTP/1.1\r\nHost: a\r\n\r\n", &[200]),
    rule("RFC 9110, 4.2.1", "GET http:///a.txt HTTP/1.1\r\nHost: a\r\n\r\n", &[400]),
    rule("RFC 9110, 4.2.1", "GET http://:80/a.txt HTTP/1.1\r\nHost: a\r\n\r\n", &[400]),
    rule("RFC 9112, 3.2", "GET a.txt HTTP/1.1\r\nHost: a\r\n\r\n", &[400]),
    rule("RFC 9112, 3.2", "GET ?b HTTP/1.1\r\nHost: a\r\n\r\n", &[400]),
    rule("RFC 9112, 3.2.4", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", &[400]),
    // Header lines.
    rule("RFC 9112, 5.1", "GET /a.txt HTTP/1.1\r\nHost: a\r\nName : b\r\n\r\n", &[400]),
    rule("RFC 9112, 5.2", "GET /a.txt HTTP/1.1\r\nHost: a\r\nName: b\r\n c\r\n\r\n", &[400]),
    rule("RFC 9112, 2.2", "GET /a.txt HTTP/1.1\r\nHost: a\r\nName: b\rc\r\n\r\n", &[400]),
    rule("RFC 9112, 2.2", "GET /a.txt HTTP/1.1\r\n Host: a\r\n\r\n", &[400]),
    rule("RFC 9110, 5.5", "GET /a.txt HTTP/1.1\r\nHost: a\r\nName: b\0c\r\n\r\n", &[400]),
    // Where the body ends (RFC 9112, section 6.3).
    rule("RFC 9112, 6.3", "POST /a.txt HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", &[400]),
    rule("RFC 9112, 6.3", "POST /a.txt HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\n", &[400]),
    rule("RFC 9112, 6.3", "POST /a.txt HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", &[400]),
    rule(
        "RFC 9112, 6.3",
        "POST /a.txt HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        &[400],
    ),
    rule(
        "RFC 9112, 6.1",
        "POST /a.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n",
        &[400],
    ),
    rule(
        "RFC 9112, 6.3",
        "POST /a.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n",
        &[400],
    ),
    // To refuse all bodies in chunks is allowed (RFC 9112, section 6.3).
    rule(
        "RFC 9112, 6.3",
        "POST /a.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n0\r\n\r\n",
        &[411],
    ),
    rule(
        "RFC 9112, 6.3",
        "POST /a.txt HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        &[400],
    ),
    rule(
        "RFC 9112, 6.1",
        "POST /a.txt HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        &[400],
    ),
    // A length that no machine can hold.
    rule(
        "RFC 9110, 8.6",
        "POST /a.txt HTTP/1.1\r\nHost: a\r\nContent-Length: 18446744073709551615\r\n\r\n",
        &[413],
    ),
    rule(
        "RFC 9110, 8.6",
        "POST /a.txt HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999\r\n\r\n",
        &[413],
    ),
    // What a server need not do, it leaves out.
    good("RFC 9110, 14.2", "GET /a.txt HTTP/1.1\r\nHost: a\r\nRange: bytes=0-1\r\n\r\n", &[200]),
    good("RFC 9110, 7.8", "GET /a.txt HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\n\r\n", &[200]),
    // Nobody waits for "100 Continue" in HTTP/1.0.
    rule("RFC 9110, 10.1.1", "GET /a.txt HTTP/1.0\r\nExpect: 100-continue\r\n\r\n", &[200]),
];

pub fn all_hold(server: &Server) -> Result<(), Failure> {
    for Rule { section, text, statuses, stays } in &RULES {
        let asked_at = SystemTime::now();
        let words = format!("A client sent `{}` ({section}).", shown(text.as_bytes()));
        let mut client = server.connect()?;
        client.says(text);
        let got = http::response(&mut client, "GET").map_err(|error| {
            let is_bad = statuses[0] == 400;
            trouble(&words, &error, is_bad.then_some("bad_requests_get_no_answer"))
        })?;
        if !statuses.contains(&got.status) {
            let words =
                format!("{words} The status should be {}. It is {}.", statuses[0], got.status);
            return Err(seen(words, None));
        }
        oracle::has_its_lines(&words, &got, *stays, asked_at)?;
        if !stays {
            ends(&mut client, &words)?;
        }
    }
    Ok(())
}

/// What the course's own part keeps, and no learner is asked for.
pub fn the_reference_keeps_more(server: &Server) -> Result<(), Failure> {
    if !server.is_reference {
        return Ok(());
    }
    // RFC 9112, section 3: lines of 8,000 bytes. A learner's program may be slow to take one.
    let long = format!("GET /a.txt?{} HTTP/1.1\r\nHost: a\r\n\r\n", "x".repeat(7_980));
    has_status("A request line of 8,000 bytes.", &server.says("GET", &long)?, &[200], None)?;
    // RFC 9110, section 9.3.2: HEAD gets no body, also if it is refused.
    let mut client = server.connect()?;
    client.says("HEAD /a.txt HTTP/1.1\r\n\r\n");
    let words = "A client sent HEAD without a host.";
    let got = http::response(&mut client, "HEAD").map_err(|error| trouble(words, &error, None))?;
    has_status(words, &got, &[400], None)?;
    ends(&mut client, words)
}
