//! What a server must bear: too much, too slow, too many, and errors.

use std::thread;
use std::time::{Duration, Instant};

use grader::real::{idle, limits};
use grader::{DEADLINE, Failure, kernel};

use crate::http::{self, NoAnswer, request};
use crate::server::{Server, answer, has_status, is_file, seen, skip, trouble};
use crate::site;

pub fn limits_hold(server: &Server) -> Result<(), Failure> {
    let x = |count: usize| "x".repeat(count);
    let line = |count: usize| {
        let rest = "GET / HTTP/1.1".len();
        format!("GET /{} HTTP/1.1\r\nHost: a\r\n", x(count - rest))
    };
    let headers = |count: usize| format!("GET / HTTP/1.1\r\nHost: a\r\nX: {}\r\n", x(count));
    let many = "X: y\r\n".repeat(300);
    let body =
        |count: usize| format!("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {count}\r\n\r\n");
    let within = [
        ("a request line of 200 bytes", line(200) + "\r\n", 404),
        ("900 bytes of headers", headers(880) + "\r\n", 200),
        ("a body of 1000 bytes", body(1000) + &x(1000), 405),
    ];
    let beyond = [
        ("a request line of 201 bytes", line(201) + "\r\n", 414),
        ("2000 bytes of headers", headers(2000) + "\r\n", 431),
        ("300 header lines", format!("GET / HTTP/1.1\r\nHost: a\r\n{many}\r\n"), 431),
        ("a body of 1001 bytes", body(1001) + &x(1001), 413),
    ];
    // Nothing comes after these. A server that waits for the end of a line may wait for ever.
    let endless = [
        ("5000 bytes of a line that does not end", format!("GET /{}", x(5000)), 414),
        ("5000 bytes of headers that do not end", headers(5000), 431),
        ("a Content-Length of 1001, and no body", body(1001), 413),
    ];
    let limits = "The limits are 200 bytes for the line, 1000 for headers, 1000 for the body.";
    let cases = within.iter().map(|case| (case, None));
    let cases = cases.chain(beyond.iter().map(|case| (case, Some("no_limits"))));
    let cases = cases.chain(endless.iter().map(|case| (case, Some("limits_come_too_late"))));
    for ((what, text, status), mistake) in cases {
        let asked = format!("{limits} A client sent {what}.");
        let mut client = server.connect()?;
        client.says(text);
        let response = answer(&mut client, &asked, mistake)?;
        has_status(&asked, &response, &[*status], mistake)?;
    }
    let asked = format!(
        "{limits} A client sent a request line of 200 bytes and a \\r, and after that was read, the \
         rest."
    );
    let whole = line(200) + "\r\n";
    let (begin, rest) = whole.split_at(201);
    let mut client = server.connect()?;
    server.reads(&mut client, begin);
    client.says(rest);
    let response = answer(&mut client, &asked, None)?;
    has_status(&asked, &response, &[404], None)
}

pub fn patience_ends(server: &Server) -> Result<(), Failure> {
    const PATIENCE: &str = "The patience is 600 milliseconds.";
    /// A client that keeps the server waiting in some way.
    type Case = fn(&Server, &str) -> Result<(), Failure>;
    let cases: [Case; 4] = [
        |server, patience| says_no_more(server, patience, "said nothing", ""),
        |server, patience| says_no_more(server, patience, "sent half of a request", "GET /a.t"),
        |server, patience| {
            let whole = request("GET", "/a.txt");
            says_no_more(server, patience, "had a response and said nothing more", &whole)
        },
        byte_for_byte,
    ];
    // All of this is waiting, so it is done at the same time.
    thread::scope(|scope| {
        let wait = |case: Case| scope.spawn(move || case(server, PATIENCE));
        let waiting = cases.map(wait);
        let broken = || Failure::Fault("a client broke off".to_owned());
        let results = waiting.map(|thread| thread.join().unwrap_or_else(|_| Err(broken())));
        results.into_iter().collect::<Result<(), _>>()
    })?;
    nothing_is_read(server, PATIENCE)
}

/// A client that sends this, and nothing after it.
fn says_no_more(server: &Server, patience: &str, what: &str, text: &str) -> Result<(), Failure> {
    let asked = format!("{patience} A client {what}.");
    let mut client = server.connect()?;
    client.says(text);
    if text.ends_with("\r\n\r\n") {
        answer(&mut client, &asked, None)?;
    }
    if http::end(&mut client).is_none() {
        let seconds = DEADLINE.as_secs();
        let words = format!("{asked} After {seconds} seconds it was still connected.");
        return Err(seen(words, Some("silence_is_no_end")));
    }
    Ok(())
}

/// A client that sends a byte, well before the patience ends, and then another.
fn byte_for_byte(server: &Server, patience: &str) -> Result<(), Failure> {
    const PAUSE: Duration = Duration::from_millis(100);
    /// On a machine that is too slow for it, a pause takes longer. Then an end says nothing.
    const LONG: Duration = Duration::from_millis(400);
    const TRIES: usize = 5;
    for _ in 0..TRIES {
        let mut client = server.connect()?;
        client.says("GET /a.txt HTTP/1.1\r\nHost: a\r\nX: ");
        let (begun, mut longest, mut ended) = (Instant::now(), Duration::ZERO, None);
        while ended.is_none() && begun.elapsed() < DEADLINE {
            let said = Instant::now();
            client.says("x");
            // Some send 408 and wait for the client to go.
            ended = kernel::until(PAUSE, || {
                (client.end().is_some() || !client.heard().is_empty()).then_some(())
            });
            longest = longest.max(said.elapsed());
        }
        if ended.is_none() {
            let words = format!(
                "{patience} A client sent one byte every {} milliseconds. After {} seconds its \
                 request was not whole, and it was still connected.",
                PAUSE.as_millis(),
                DEADLINE.as_secs()
            );
            return Err(seen(words, Some("each_byte_starts_the_clock")));
        }
        if longest < LONG {
            break;
        }
    }
    Ok(())
}

/// A client that asks for more than the kernel can keep for it, and does not read.
fn nothing_is_read(server: &Server, patience: &str) -> Result<(), Failure> {
    let process = server.program.process;
    // Of the clients before, nothing may be left.
    idle::watch(process);
    let Some(descriptors) = process.descriptors() else {
        return skip("whether a client that does not read is left is seen on Linux only");
    };
    let mut client = server.connect()?;
    http::ask(&mut client, "GET", "/huge.bin");
    let asked = format!(
        "{patience} A client asked for a file of {} MiB and did not read.",
        site::HUGE / 1024 / 1024
    );
    let begins = || client.stream.peek(&mut [0]).ok().filter(|length| *length > 0);
    if server.program.wait(begins).is_none() {
        return Err(trouble(&asked, &NoAnswer::Silence, None));
    }
    // The response has begun, so the server has the socket and the file. Both go.
    let are_gone = || process.descriptors().filter(|now| *now <= descriptors);
    kernel::until(DEADLINE, are_gone).map(drop).ok_or_else(|| {
        let words = format!("{asked} Your server was still there for it, and waited.");
        seen(words, Some("sends_without_a_deadline"))
    })
}

pub fn all_goes_with_the_client(server: &Server) -> Result<(), Failure> {
    const CLIENTS: usize = 200;
    /// A server may get ready for some clients that come later.
    const SPARE: usize = 8;

    let process = server.program.process;
    server.asks("GET", "/a.txt")?;
    let held = || Some((process.descriptors()?, process.threads()?));
    let Some((descriptors, threads)) = held() else {
        return skip("what a program holds is seen on Linux only");
    };
    for number in 0..CLIENTS {
        let mut client = server.connect()?;
        match number % 5 {
            0 => {}
            1 => client.resets(),
            2 => {
                client.says("GET /a.txt HT");
            }
            3 => {
                client.says("GET /a.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
                let asked = "A client asked for /a.txt, and for the end of the connection.";
                answer(&mut client, asked, None)?;
            }
            _ => {
                http::ask(&mut client, "GET", "/a.txt");
                let asked = "A client asked for /a.txt.";
                answer(&mut client, asked, None)?;
            }
        }
    }
    let mut now = (0, 0);
    let gone = kernel::until(DEADLINE, || {
        now = held()?;
        (now.0 <= descriptors + SPARE && now.1 <= threads + SPARE).then_some(())
    });
    if gone.is_some() {
        return Ok(());
    }
    let words = format!(
        "{CLIENTS} clients came and went. Before, your program had {descriptors} descriptors and \
         {threads} threads. After, it has {} and {}.",
        now.0, now.1
    );
    let threads_go = now.1 <= threads + SPARE;
    Err(seen(words, Some(if threads_go { "handles_are_kept" } else { "the_end_is_no_end" })))
}

pub fn two_at_a_time(server: &Server) -> Result<(), Failure> {
    let first = server.connect()?;
    let _second = server.connect()?;
    let mut third = server.connect()?;
    http::ask(&mut third, "GET", "/a.txt");
    let asked = "At most 2 clients may be served at a time. Two are connected. A third one asks.";
    if server.program.wait(|| (!third.hears_nothing()).then_some(())).is_some() {
        let words = format!("{asked} It is answered at once.");
        return Err(seen(words, Some("clients_without_limit")));
    }
    drop(first);
    let asked = format!("{asked} Then the first one leaves.");
    let response = answer(&mut third, &asked, None)?;
    is_file(&asked, &response, &server.site.bytes("a.txt")?)
}

pub fn errors_are_survived(server: &Server) -> Result<(), Failure> {
    let ends = |failure: Failure, what: &str| match failure {
        Failure::Seen(words, None | Some("the_close_loses_the_response")) => {
            seen(format!("{what} {words}"), Some("an_error_ends_the_server"))
        }
        other => other,
    };
    for _ in 0..20 {
        server.connect()?.resets();
        let mut client = server.connect()?;
        http::ask(&mut client, "GET", "/book.txt");
        client.resets();
    }
    server.still_answers().map_err(|failure| ends(failure, "Clients went away by a reset."))?;
    let limit = match limits::no_descriptor(server.program.process) {
        Ok(limit) => limit,
        Err(reason) => return skip(&reason),
    };
    let what = "A client came when your program could have no further descriptor (EMFILE).";
    if let Err(trouble) = limits::accept_fails(&server.program, limit) {
        return Err(ends(seen(format!("Another client came, but {trouble}."), None), what));
    }
    server.still_answers().map_err(|failure| ends(failure, what))
}
