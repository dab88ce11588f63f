//! Requests: where they begin and end, on one connection or on several.

use grader::Failure;
use grader::real::client::End;

use crate::http::{self, NoAnswer, request, shown};
use crate::server::{Server, answer, has_status, is_file, named, seen, trouble};
use crate::site::PAGES;

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
            let mut mistake = None;
            if error == NoAnswer::Silence {
                client.says_no_more();
                mistake = http::response(&mut client, "GET").is_ok().then_some("reads_to_the_end");
            }
            trouble(&asked, &error, mistake)
        })?;
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
        is_file(&asked, &response, &bytes)?;
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
    let silent = server.connect()?;
    let mut second = server.connect()?;
    http::ask(&mut second, "GET", "/b.txt");
    let asked = "One client is connected and says nothing. A second one asks for /b.txt.";
    let response = http::response(&mut second, "GET").map_err(|error| {
        drop(silent);
        if error == NoAnswer::Silence && http::response(&mut second, "GET").is_ok() {
            let words = format!("{asked} {error} The answer came when the first client had gone.");
            return seen(words, Some("one_at_a_time"));
        }
        trouble(asked, &error, None)
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
    let response = answer(&mut second, asked, None).map_err(mixed_up)?;
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
    is_file(asked, &response, &bytes)
}

pub fn one_after_another(server: &Server) -> Result<(), Failure> {
    let mut client = server.connect()?;
    for (number, name) in ["a.txt", "b.txt", "empty.txt", "a.txt"].into_iter().enumerate() {
        let asked =
            format!("On one connection a client asked for /{name}, as number {}.", number + 1);
        http::ask(&mut client, "GET", &format!("/{name}"));
        let response = http::response(&mut client, "GET").map_err(|error| match error {
            NoAnswer::Closed | NoAnswer::Reset if number > 0 => {
                seen(format!("{asked} {error}"), Some("one_request_per_connection"))
            }
            error => trouble(&asked, &error, None),
        })?;
        is_file(&asked, &response, &server.site.bytes(name)?)?;
        if response.closes() {
            let words = format!("{asked} It did not ask for an end. The response says: close.");
            return Err(seen(words, Some("one_request_per_connection")));
        }
    }
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
        match http::end(&mut client) {
            Some(End::Closed) => {}
            Some(End::Reset(_)) => return Err(trouble(&asked, &NoAnswer::Reset, None)),
            None => {
                let words = format!("{asked} After the response the connection did not end.");
                return Err(seen(words, Some("every_connection_is_kept")));
            }
        }
    }
    Ok(())
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
        let mistake = (number > 0).then_some("forgets_what_is_left");
        let response = answer(&mut client, &asked, mistake)?;
        is_file(&asked, &response, &server.site.bytes(name)?)?;
    }

    let body = request("GET", "/a.txt");
    let post =
        format!("POST /a.txt HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    let asked = "A client sent POST with a body, and then GET for /b.txt. The body looks like a \
                 request.";
    let mut client = server.connect()?;
    client.says(post + &request("GET", "/b.txt"));
    let first = answer(&mut client, asked, None)?;
    if first.closes() {
        return Ok(());
    }
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
    has_status(&asked, &response, &[413], Some("no_limits"))?;
    match http::end(&mut client) {
        Some(End::Closed) if sent => Ok(()),
        None => Err(seen(format!("{asked} After 413 the connection did not end."), None)),
        _ => Err(lost("The response came, and after it a reset.")),
    }
}
