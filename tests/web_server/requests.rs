//! Requests: where they begin and end, on one connection or on several.

use grader::Failure;
use real::client::{Client, End};
use real::held;

use crate::conversations::{ends, said_so};
use crate::http::{self, NoAnswer, request, shown};
use crate::server::{Server, answer, has_status, is_file, named, seen, trouble};
use crate::site::{LENGTHS, PAGES};

/// Whoever reads a file in pieces takes more than so many bytes at a time, as a rule.
const PIECE: usize = 1000;

pub fn files_are_whole(server: &Server) -> Result<(), Failure> {
    let mut silent = server.connect()?;
    if server.program.wait(|| (!silent.hears_nothing()).then_some(())).is_some() {
        let words = "A client connected and said nothing. Your server sent it something.";
        return Err(seen(words, Some("answers_without_reading")));
    }
    drop(silent);
    for (path, name) in PAGES {
        let bytes = server.site.bytes(name)?;
        let asked = format!("A client asked for {path}.");
        let mut client = server.connect()?;
        http::ask(&mut client, "GET", path);
        let response = http::response(&mut client, "GET").map_err(|error| {
            let is_a_part = |arrived| arrived > 0 && bytes.len() > PIECE;
            let mut mistake = match error {
                NoAnswer::Short { arrived, .. } if is_a_part(arrived) => {
                    Some("one_read_is_the_file")
                }
                _ => None,
            };
            if error == NoAnswer::Silence {
                client.says_no_more();
                mistake = http::response(&mut client, "GET").is_ok().then_some("reads_to_the_end");
            }
            trouble(&asked, &error, mistake)
        })?;
        if held::options(server.program.process, client.local).is_some_and(|it| it.resets) {
            let words =
                format!("{asked} Its connection will end by a reset: SO_LINGER is set to 0.");
            return Err(seen(words, Some("resets_at_the_end")));
        }
        let characters = str::from_utf8(&bytes).map(|text| text.chars().count());
        if response.status == 200
            && bytes.len() != response.body.len()
            && characters == Ok(response.body.len())
        {
            let words = format!(
                "{asked} The file has {} bytes; they are {} characters. Content-Length says {1}.",
                bytes.len(),
                response.body.len()
            );
            return Err(seen(words, Some("length_in_characters")));
        }
        let is_a_part = response.body.len() < bytes.len() && bytes.starts_with(&response.body);
        if response.status == 200 && is_a_part && response.body.len() >= PIECE {
            let words = format!(
                "{asked} The file has {} bytes. Only the first {} came.",
                bytes.len(),
                response.body.len()
            );
            return Err(seen(words, Some("one_read_is_the_file")));
        }
        is_file(&asked, &response, &bytes)?;
    }
    for length in LENGTHS {
        let name = format!("{length}-bytes.txt");
        let asked = format!("A client asked for a file of {length} bytes.");
        let got = server.asks("GET", &format!("/{name}"));
        got.and_then(|response| is_file(&asked, &response, &server.site.bytes(&name)?))?;
    }
    // What is left is no text.
    for name in ["picture.png", "bytes.bin"] {
        let got = server.asks("GET", &format!("/{name}"));
        let asked = format!("A client asked for /{name}, which is no text.");
        got.and_then(|response| is_file(&asked, &response, &server.site.bytes(name)?))
            .map_err(named("files_are_text"))?;
    }
    Ok(())
}

pub fn talks_are_apart(server: &Server) -> Result<(), Failure> {
    let [a, b] = [server.site.bytes("a.txt")?, server.site.bytes("b.txt")?];
    let mut silent = server.connect()?;
    let mut second = server.connect()?;
    http::ask(&mut second, "GET", "/b.txt");
    let asked = "One client is connected and says nothing. A second one asks for /b.txt.";
    let response = http::response(&mut second, "GET").map_err(|error| {
        if error != NoAnswer::Silence {
            return trouble(asked, &error, None);
        }
        // It speaks, and does not go.
        http::ask(&mut silent, "GET", "/a.txt");
        if http::response(&mut second, "GET").is_ok() {
            let words =
                format!("{asked} {error} The answer came when the first client had spoken.");
            return seen(words, Some("first_read_in_the_accepting_thread"));
        }
        drop(silent);
        let is_there = http::response(&mut second, "GET").is_ok();
        let words = format!("{asked} {error} The answer came when the first client had gone.");
        if is_there { seen(words, Some("one_at_a_time")) } else { trouble(asked, &error, None) }
    })?;
    is_file(asked, &response, &b)?;

    let whole = request("GET", "/a.txt");
    let (begin, rest) = whole.split_at(10);
    let mut slow = server.connect()?;
    server.reads(&mut slow, begin);
    let asked = "One client has sent half of a request. A second one asks for /b.txt.";
    let mixed_up = named("one_buffer_for_all");
    let mut second = server.connect()?;
    http::ask(&mut second, "GET", "/b.txt");
    // Who hears nothing waits for a thread, perhaps. That is another matter.
    let response = http::response(&mut second, "GET").map_err(|error| match error {
        NoAnswer::Silence => trouble(asked, &error, None),
        error => mixed_up(trouble(asked, &error, None)),
    })?;
    is_file(asked, &response, &b).map_err(mixed_up)?;
    slow.says(rest);
    let asked = "One client sent half of a request for /a.txt, and later the other half.";
    let in_pieces = named("one_read_is_one_request");
    let response = answer(&mut slow, asked, None).map_err(in_pieces)?;
    is_file(asked, &response, &a).map_err(in_pieces)
}

pub fn pieces_make_a_request(server: &Server) -> Result<(), Failure> {
    let bytes = server.site.bytes("a.txt")?;
    let whole = "GET /a.txt HTTP/1.1\r\nHost: a\r\n\r\n";
    // The empty line first: it is short, and few look for it in two pieces.
    for cut in [whole.len() - 1, whole.len() - 2, whole.len() - 3, 18] {
        let (begin, rest) = whole.split_at(cut);
        let asked = format!(
            "A client sent `{}`, and after that was read, `{}`.",
            shown(begin.as_bytes()),
            shown(rest.as_bytes())
        );
        let mut client = server.connect()?;
        server.reads(&mut client, begin);
        if !client.heard().is_empty() {
            let words = format!("{asked} Your server answered before the request was whole.");
            return Err(seen(words, Some("one_read_is_one_request")));
        }
        client.says(rest);
        let mistake = if cut == 18 { "one_read_is_one_request" } else { "the_end_in_one_piece" };
        let response = http::response(&mut client, "GET").map_err(|error| match error {
            NoAnswer::Silence => trouble(&asked, &error, Some(mistake)),
            error => trouble(&asked, &error, Some("one_read_is_one_request")),
        })?;
        is_file(&asked, &response, &bytes).map_err(named("one_read_is_one_request"))?;
    }
    let asked = "A client sent a request byte by byte.";
    let mut client = server.connect()?;
    for byte in whole.as_bytes() {
        client.says([*byte]);
    }
    let mistake = Some("one_read_is_one_request");
    let response = answer(&mut client, asked, mistake)?;
    is_file(asked, &response, &bytes)?;

    let asked = "A client sent a request whose header lines have 3,000 bytes, as those of browsers may have.";
    let mut client = server.connect()?;
    let cookie = "c".repeat(3_000);
    client.says(format!("GET /a.txt HTTP/1.1\r\nHost: a\r\nCookie: {cookie}\r\n\r\n"));
    let too_small = Some("a_request_fits_into_one_buffer");
    let response = answer(&mut client, asked, too_small)?;
    let mistake = too_small.filter(|_| matches!(response.status, 400 | 413 | 414 | 431));
    has_status(asked, &response, &[200], mistake)?;
    is_file(asked, &response, &bytes)
}

pub fn one_after_another(server: &Server) -> Result<(), Failure> {
    let mut client = server.connect()?;
    for (number, name) in ["a.txt", "b.txt", "empty.txt", "a.txt"].into_iter().enumerate() {
        let asked =
            format!("On one connection a client asked for /{name}, as number {}.", number + 1);
        http::ask(&mut client, "GET", &format!("/{name}"));
        let response = http::response(&mut client, "GET").map_err(|error| match error {
            // After the second it is another matter.
            NoAnswer::Closed | NoAnswer::Reset if number == 1 => {
                seen(format!("{asked} {error}"), Some("one_request_per_connection"))
            }
            error => trouble(&asked, &error, None),
        })?;
        is_file(&asked, &response, &server.site.bytes(name)?)?;
        if response.closes() {
            let words = format!("{asked} It did not ask for an end. The response says: close.");
            http::ask(&mut client, "GET", "/a.txt");
            let mistake = match http::response(&mut client, "GET") {
                Ok(_) => Some("the_line_says_something_else"),
                Err(_) => (number == 0).then_some("one_request_per_connection"),
            };
            return Err(seen(words, mistake));
        }
    }
    stays_after_a_refusal(server)?;
    for (what, text) in [
        ("with Connection: close", "GET /a.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
        ("of HTTP/1.0", "GET /a.txt HTTP/1.0\r\n\r\n"),
    ] {
        let asked = format!("A client sent a request {what}.");
        let mut client = server.connect()?;
        client.says(text);
        let response = answer(&mut client, &asked, None)?;
        is_file(&asked, &response, &server.site.bytes("a.txt")?)?;
        // The client says nothing more, and does not close. It is the server's turn.
        ends(&mut client, &asked)?;
        said_so(&asked, &response)?;
    }
    Ok(())
}

/// That there is no such file is an answer, and the connection stays as after any other.
fn stays_after_a_refusal(server: &Server) -> Result<(), Failure> {
    for (method, path, status) in [
        ("GET", "/missing.txt", 404),
        ("DELETE", "/a.txt", 405),
        ("GET", "/docs", 301),
        ("GET", "/%zz.txt", 400),
        ("GET", "/leaves.txt", 403),
    ] {
        let asked = format!("A client sent {method} for {path}, and then asked for /a.txt.");
        let mut client = server.connect()?;
        http::ask(&mut client, method, path);
        // Whether the status is right is another check's matter.
        if answer(&mut client, &asked, None)?.status != status {
            continue;
        }
        http::ask(&mut client, "GET", "/a.txt");
        let next = http::response(&mut client, "GET").map_err(|error| match error {
            NoAnswer::Closed | NoAnswer::Reset => {
                let words = format!("{asked} After {status} the connection ended.");
                seen(words, Some("a_refusal_ends_the_connection"))
            }
            error => trouble(&asked, &error, None),
        })?;
        is_file(&asked, &next, &server.site.bytes("a.txt")?)?;
    }
    Ok(())
}

/// As many requests as a client likes. They are sent a few at a time, which is quicker.
fn many_on_one(server: &Server) -> Result<(), Failure> {
    const ALL: usize = 1100;
    const AT_A_TIME: usize = 20;
    let few = request("GET", "/a.txt").repeat(AT_A_TIME);
    let mut client = server.connect()?;
    for number in 0..server.count(ALL).max(140) {
        if number % AT_A_TIME == 0 {
            client.says(&few);
        }
        let asked =
            format!("A client sent many requests on one connection. {number} were answered.");
        http::response(&mut client, "GET").map_err(|error| {
            let ended = matches!(error, NoAnswer::Closed | NoAnswer::Reset) && number >= 10;
            match ended {
                true => seen(format!("{asked} {error}"), Some("so_many_requests_and_no_more")),
                false => trouble(&asked, &error, None),
            }
        })?;
    }
    // By a reset, as more is on its way.
    client.resets();
    Ok(())
}

/// A client that ends its own side waits for what it has asked for. Where it ends it in the middle of a
/// request, it has asked for nothing.
fn says_no_more(server: &Server) -> Result<(), Failure> {
    let mut client = server.connect()?;
    let asked =
        "A client asked for /a.txt and /b.txt with one call, and ended its side (shutdown(2)).";
    client.says(request("GET", "/a.txt") + &request("GET", "/b.txt"));
    client.says_no_more();
    for name in ["a.txt", "b.txt"] {
        is_file(asked, &answer(&mut client, asked, None)?, &server.site.bytes(name)?)?;
    }
    // Whether the server leaves then is another check's matter.

    has_gone(server, "half of a request", "GET /a.txt HTTP/1.1\r\nHos", &[400, 408])
}

/// A client ends its side in the middle of a request. With one of these statuses, it is told that.
fn has_gone(server: &Server, what: &str, text: &str, told: &[u16]) -> Result<(), Failure> {
    let asked = format!("A client sent {what}, and ended its side.");
    let mut client = server.connect()?;
    client.says(text);
    client.says_no_more();
    match http::response(&mut client, "GET") {
        Err(NoAnswer::Closed | NoAnswer::Silence) => Ok(()),
        Err(error) => Err(trouble(&asked, &error, None)),
        Ok(got) => {
            let words = format!("{asked} It has asked for nothing, and got {}.", got.status);
            let is_told = told.contains(&got.status);
            Err(seen(words, is_told.then_some("a_gone_client_gets_an_answer")))
        }
    }
}

/// Whether a response comes as soon as something else is read.
fn comes_with_another(client: &mut Client, expected: &[u8]) -> bool {
    http::ask(client, "GET", "/index.html");
    http::response(client, "GET").is_ok_and(|got| got.body == expected)
}

pub fn several_at_once(server: &Server) -> Result<(), Failure> {
    let names = ["a.txt", "b.txt", "empty.txt", "index.html", "b.txt"];
    let all: String = names.iter().map(|name| request("GET", &format!("/{name}"))).collect();
    let mut client = server.connect()?;
    client.says(&all);
    for (number, name) in names.into_iter().enumerate() {
        let asked = format!(
            "A client sent {} requests with one call. This is about the response to number {}.",
            names.len(),
            number + 1
        );
        let expected = server.site.bytes(name)?;
        let response = http::response(&mut client, "GET").map_err(|error| {
            let mistake = match error {
                // It closes in the middle, with requests unread. What makes it close is another idea.
                NoAnswer::Reset if number > 1 => return seen(format!("{asked} {error}"), None),
                _ if number != 1 => None,
                NoAnswer::Silence if comes_with_another(&mut client, &expected) => {
                    Some("reads_before_it_looks")
                }
                _ => Some("forgets_what_is_left"),
            };
            trouble(&asked, &error, mistake)
        })?;
        // Alone it was a good request.
        let mistake = (number == 0 && response.status == 400).then_some("parse_gets_too_much");
        is_file(&asked, &response, &expected).map_err(|failure| match mistake {
            Some(mistake) => named(mistake)(failure),
            None => failure,
        })?;
    }

    says_no_more(server)?;
    many_on_one(server)?;

    let body = request("GET", "/a.txt");
    let post =
        format!("POST /a.txt HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    let asked = "A client sent POST with a body, and then GET for /b.txt. The body looks like a \
                 request.";
    let mut client = server.connect()?;
    client.says(post + &request("GET", "/b.txt"));
    answer(&mut client, asked, None)?;
    let second = answer(&mut client, asked, None)?;
    let is_next = second.body == server.site.bytes("a.txt")?;
    is_file(asked, &second, &server.site.bytes("b.txt")?).map_err(|failure| match failure {
        Failure::Seen(words, None) if is_next => seen(
            format!("{words} It is /a.txt, for which the body asks."),
            Some("a_body_is_the_next_request"),
        ),
        other => other,
    })
}

pub fn bodies_are_skipped(server: &Server) -> Result<(), Failure> {
    any_method_may_have_a_body(server)?;
    a_body_may_be_no_text(server)?;
    so_may_a_header(server)?;
    a_body_may_come_later(server)?;
    a_body_may_be_long(server)?;
    // Who answers before the body is there has been told so by now. An answer here is one to the end.
    let half = "POST /a.txt HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabcde";
    has_gone(server, "a request with half of its body", half, &[400, 405, 408])
}

/// A body is where Content-Length says that one is, whatever the method.
fn any_method_may_have_a_body(server: &Server) -> Result<(), Failure> {
    let (body, file) = (request("GET", "/a.txt"), server.site.bytes("b.txt")?);
    for method in ["GET", "HEAD", "DELETE"] {
        let asked = format!(
            "A client sent {method} with a body, and then GET for /b.txt. The body looks like a request."
        );
        let mut client = server.connect()?;
        let head = format!("{method} /docs/ HTTP/1.1\r\nHost: a\r\nContent-Length: {}", body.len());
        client.says(format!("{head}\r\n\r\n{body}{}", request("GET", "/b.txt")));
        http::response(&mut client, method).map_err(|error| trouble(&asked, &error, None))?;
        let second = answer(&mut client, &asked, None)?;
        let is_next = second.body == server.site.bytes("a.txt")?;
        is_file(&asked, &second, &file).map_err(|failure| match failure {
            Failure::Seen(words, None) if is_next => {
                let words = format!("{words} It is /a.txt, for which the body asks.");
                seen(words, Some("only_post_has_a_body"))
            }
            other => other,
        })?;
    }
    Ok(())
}

/// The bytes of a header line are not always UTF-8 (RFC 9110, section 5.5).
fn so_may_a_header(server: &Server) -> Result<(), Failure> {
    let asked = "A client sent a header line with a letter of Latin-1, which is no UTF-8.";
    let mistake = Some("bodies_are_text");
    let mut client = server.connect()?;
    client.says(b"GET /a.txt HTTP/1.1\r\nHost: a\r\nName: caf\xe9\r\n\r\n");
    let got = answer(&mut client, asked, mistake)?;
    has_status(asked, &got, &[200], mistake.filter(|_| got.status == 400))
}

/// A body may hold any bytes.
fn a_body_may_be_no_text(server: &Server) -> Result<(), Failure> {
    let asked =
        "A client sent POST with a body of bytes that are no UTF-8, and then GET for /b.txt.";
    let mistake = Some("bodies_are_text");
    let mut bytes = b"POST /a.txt HTTP/1.1\r\nHost: a\r\nContent-Length: 256\r\n\r\n".to_vec();
    bytes.extend(0..=u8::MAX);
    bytes.extend(request("GET", "/b.txt").bytes());
    let mut client = server.connect()?;
    client.says(bytes);
    let first = answer(&mut client, asked, mistake)?;
    has_status(asked, &first, &[405], mistake.filter(|_| first.status == 400))?;
    let second = answer(&mut client, asked, None)?;
    is_file(asked, &second, &server.site.bytes("b.txt")?)
}

/// A body within the limit, and longer than a usual buffer.
fn a_body_may_be_long(server: &Server) -> Result<(), Failure> {
    const LENGTH: usize = 9000;
    let asked =
        format!("A client sent POST with a body of {LENGTH} bytes, and then GET for /b.txt.");
    let head = format!("POST /a.txt HTTP/1.1\r\nHost: a\r\nContent-Length: {LENGTH}\r\n\r\n");
    let mut client = server.connect()?;
    client.says(head + &"x".repeat(LENGTH) + &request("GET", "/b.txt"));
    let mistake = Some("a_request_fits_into_one_buffer");
    let first = answer(&mut client, &asked, mistake)?;
    has_status(&asked, &first, &[405], mistake.filter(|_| first.status == 431))?;
    let second = answer(&mut client, &asked, None)?;
    is_file(&asked, &second, &server.site.bytes("b.txt")?)
}

/// The head is read, and then half of the body, and then the rest.
fn a_body_may_come_later(server: &Server) -> Result<(), Failure> {
    let asked = "A client sent the head of POST, later half of its body, and later the rest. After that it \
                 asked for /b.txt.";
    let mut client = server.connect()?;
    server.reads(&mut client, "POST /a.txt HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n");
    server.reads(&mut client, "GET /");
    if !client.heard().is_empty() {
        let words = format!("{asked} Your server answered before the body was there.");
        client.says("a.txt");
        answer(&mut client, asked, None)?;
        http::ask(&mut client, "GET", "/b.txt");
        let next = http::response(&mut client, "GET");
        // If the body is left out nevertheless, the server knows that it comes.
        let mistake = match next {
            Ok(next) if next.body == server.site.bytes("b.txt")? => "answers_before_the_body",
            _ => "a_body_comes_in_one_piece",
        };
        return Err(seen(words, Some(mistake)));
    }
    client.says("a.txt");
    let first = answer(&mut client, asked, None)?;
    has_status(asked, &first, &[405], None)?;
    http::ask(&mut client, "GET", "/b.txt");
    is_file(asked, &answer(&mut client, asked, None)?, &server.site.bytes("b.txt")?)
}

pub fn closes_gently(server: &Server) -> Result<(), Failure> {
    let length = 256 * 1024;
    let head = format!("POST /a.txt HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\n\r\n");
    let asked = format!("A client sent a body of {length} bytes, which is too long, to its end.");
    let lost = |came: &str| {
        let words = format!("{asked} {came} Bytes were unread when your server closed.");
        seen(words, Some("the_close_loses_the_response"))
    };
    let mut client = server.connect()?;
    let mut bytes = head.into_bytes();
    bytes.resize(bytes.len() + length, b'x');
    let sent = client.says(&bytes) == bytes.len();
    let response = match http::response(&mut client, "POST") {
        Ok(response) => response,
        Err(NoAnswer::Reset) => return Err(lost("The connection was reset before the response.")),
        Err(_) if !sent => return Err(lost("The connection was reset while it still sent.")),
        Err(error) => return Err(trouble(&asked, &error, None)),
    };
    if response.status != 413 {
        let longest = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n";
        let mistake = if server.refuses(longest, 413)? { "another_limit" } else { "no_limits" };
        // Whoever finds something else wrong with the request has not taken it.
        let is_taken = response.status == 405;
        has_status(&asked, &response, &[413], is_taken.then_some(mistake))?;
    }
    match http::end(&mut client) {
        Some(End::Closed) if sent => Ok(()),
        None => Err(seen(format!("{asked} After 413 the connection did not end."), None)),
        _ => Err(lost("The response came, and after it a reset.")),
    }
}
