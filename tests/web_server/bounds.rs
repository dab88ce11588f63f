//! What a server must bear: too much, too slow, too many, and errors.

use std::thread;
use std::time::{Duration, Instant};

use grader::real::limits::{self, Limit};
use grader::real::process::Process;
use grader::{DEADLINE, Failure, kernel};

use crate::client::{Ending, Trouble, request};
use crate::server::{SHORT, Server, has_status, held, is_file, seen, skip, trouble};
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
        client.send(text);
        let response = client.response("GET").map_err(|error| trouble(&asked, &error, mistake))?;
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
    client.send(rest);
    let response = client.response("GET").map_err(|error| trouble(&asked, &error, None))?;
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
    client.send(text);
    if text.ends_with("\r\n\r\n") {
        client.response("GET").map_err(|error| trouble(&asked, &error, None))?;
    }
    if client.ending(DEADLINE) == Ending::Open {
        let seconds = DEADLINE.as_secs();
        let words = format!("{asked} After {seconds} seconds it was still connected.");
        return Err(seen(words, Some("silence_is_no_end")));
    }
    Ok(())
}

/// A client that sends a byte, well before the patience ends, and then another.
fn byte_for_byte(server: &Server, patience: &str) -> Result<(), Failure> {
    let mut client = server.connect()?;
    client.send("GET /a.txt HTTP/1.1\r\nHost: a\r\nX: ");
    let begun = Instant::now();
    while begun.elapsed() < DEADLINE {
        client.send("x");
        match client.ending(Duration::from_millis(100)) {
            Ending::Open if client.arrived.is_empty() => {}
            // Some send 408 and wait for the client to go.
            _ => return Ok(()),
        }
    }
    let words = format!(
        "{patience} A client sent one byte every 100 milliseconds. After {} seconds its request was \
         not whole, and it was still connected.",
        DEADLINE.as_secs()
    );
    Err(seen(words, Some("each_byte_starts_the_clock")))
}

/// A client that asks for more than the kernel can keep for it, and does not read.
fn nothing_is_read(server: &Server, patience: &str) -> Result<(), Failure> {
    let process = server.process;
    let Some((descriptors, _)) = held(process) else {
        return skip("whether a client that does not read is left is seen on Linux only");
    };
    let mut client = server.connect()?;
    client.ask("GET", "/huge.bin");
    let asked = format!(
        "{patience} A client asked for a file of {} MiB and did not read.",
        site::HUGE / 1024 / 1024
    );
    if !client.hears_something(DEADLINE) {
        return Err(trouble(&asked, &Trouble::Silence, None));
    }
    // The response has begun, so the server has the socket and the file. Both go.
    let left = kernel::until(DEADLINE, || held(process).filter(|(now, _)| *now <= descriptors));
    left.map(drop).ok_or_else(|| {
        let words = format!("{asked} Your server was still there for it, and waited.");
        seen(words, Some("sends_without_a_deadline"))
    })
}

pub fn all_goes_with_the_client(server: &Server) -> Result<(), Failure> {
    const CLIENTS: usize = 200;
    /// A server may get ready for some clients that come later.
    const SPARE: usize = 8;

    let process = server.process;
    server.asks("GET", "/a.txt")?;
    let Some((descriptors, threads)) = held(process) else {
        return skip("what a program holds is seen on Linux only");
    };
    for number in 0..CLIENTS {
        let mut client = server.connect()?;
        match number % 5 {
            0 => {}
            1 => client.reset(),
            2 => drop(client.send("GET /a.txt HT")),
            3 => {
                client.send("GET /a.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
                let asked = "A client asked for /a.txt, and for the end of the connection.";
                client.response("GET").map_err(|error| trouble(asked, &error, None))?;
            }
            _ => {
                client.ask("GET", "/a.txt");
                let asked = "A client asked for /a.txt.";
                client.response("GET").map_err(|error| trouble(asked, &error, None))?;
            }
        }
    }
    let mut now = (0, 0);
    let gone = kernel::until(DEADLINE, || {
        now = held(process)?;
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

/// How long a server takes for an answer, another one of the same program shows meanwhile.
pub fn two_at_a_time(server: &Server, other: &Server) -> Result<(), Failure> {
    let first = server.connect()?;
    let _second = server.connect()?;
    let mut third = server.connect()?;
    third.ask("GET", "/a.txt");
    for _ in 0..3 {
        other.asks("GET", "/a.txt")?;
    }
    let asked = "At most 2 clients may be served at a time. Two are connected. A third one asks.";
    if third.hears_something(SHORT) {
        let words = format!("{asked} It is answered at once.");
        return Err(seen(words, Some("clients_without_limit")));
    }
    drop(first);
    let asked = format!("{asked} Then the first one leaves.");
    let response = third.response("GET").map_err(|error| trouble(&asked, &error, None))?;
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
        server.connect()?.reset();
        let mut client = server.connect()?;
        client.send("GET /book.txt HTTP/1.1\r\nHost: a\r\n\r\n");
        client.reset();
    }
    server.still_answers().map_err(|failure| ends(failure, "Clients went away by a reset."))?;
    no_descriptor_is_left(server)?;
    let what = "Your program had no descriptor left for a while.";
    server.still_answers().map_err(|failure| ends(failure, what))
}

/// For a while, accept finds no descriptor that is free.
fn no_descriptor_is_left(server: &Server) -> Result<(), Failure> {
    let process = server.process;
    // Whoever was reset has gone when a new client is answered; its descriptor, a moment later.
    let few = kernel::until(DEADLINE, || held(process).filter(|(_, threads)| *threads <= 4));
    let Some((descriptors, _)) = few.or_else(|| held(process)) else {
        return skip("this system does not show how many descriptors a program has");
    };
    let most = descriptors as u64 + 2;
    let limit = match limits::lower(Process::new(process), Limit::Descriptors, most) {
        Ok(limit) => limit,
        Err(reason) => return skip(&reason),
    };
    let clients: Result<Vec<_>, _> = (0..6).map(|_| server.connect()).collect();
    let full = || held(process).is_none_or(|(now, _)| now >= descriptors + 2).then_some(());
    kernel::until(DEADLINE, full);
    // The next accept fails at once. Whoever takes this for the end has a moment to end.
    let gone = kernel::until(SHORT, || held(process).is_none_or(|(now, _)| now == 0).then_some(()));
    drop(clients?);
    if gone.is_some() {
        let words = "A client came when no descriptor was free (EMFILE). Your program ended.";
        return Err(seen(words, Some("an_error_ends_the_server")));
    }
    // It has enough of them again. A program that has ended needs none.
    drop(limit);
    Ok(())
}
