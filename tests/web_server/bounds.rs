//! What a server must bear: too much, too slow, too many, and errors.

use std::collections::{HashMap, HashSet};
use std::io::ErrorKind;
use std::time::Instant;

use grader::{DEADLINE, Failure};
use real::client::Trouble;
use real::idle::{self, Idle};
use real::kernel;

use crate::http::{self, NoAnswer, request};
use crate::patience::{WORDS, not_too_late, with_its_limit};
use crate::places::no_descriptor;
use crate::server::{Server, answer, has_status, seen, skip, trouble};
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
    // Sixty short ones, with that of the host.
    let lines = format!("GET / HTTP/1.1\r\nHost: a\r\n{}", "X: y\r\n".repeat(59));
    let exact = [
        ("a request line of 200 bytes", line(200) + "\r\n", 404),
        ("900 bytes of headers", headers(880) + "\r\n", 200),
        ("60 short header lines", lines + "\r\n", 200),
        ("a body of 1000 bytes", body(1000) + &x(1000), 405),
    ];
    // Each is within its own limit.
    let long = line(190) + "X: " + &x(900) + "\r\nContent-Length: 900\r\n\r\n" + &x(900);
    let together = [
        ("a long line, long headers and a long body", long, 404),
        ("sixty requests at once", request("GET", "/missing.txt").repeat(60), 404),
    ];
    let beyond = [
        ("a request line of 201 bytes", line(201) + "\r\n", 414),
        ("2000 bytes of headers", headers(2000) + "\r\n", 431),
        ("300 header lines", format!("GET / HTTP/1.1\r\nHost: a\r\n{many}\r\n"), 431),
        ("a body of 1001 bytes", body(1001) + &x(1001), 413),
    ];
    // None of the lines is too long.
    let lines = format!("X: {}\r\n", x(25)).repeat(50);
    let lines =
        [("50 header lines of 30 bytes", format!("GET / HTTP/1.1\r\nHost: a\r\n{lines}\r\n"), 431)];
    // Nothing comes after these. A server that waits for the end of a line may wait for ever.
    let endless = [
        ("300 bytes of a line that does not end", format!("GET /{}", x(295)), 414),
        ("1100 bytes of headers that do not end", headers(1100), 431),
        ("5000 bytes of a line that does not end", format!("GET /{}", x(5000)), 414),
        ("5000 bytes of headers that do not end", headers(5000), 431),
        ("a Content-Length of 1001, and no body", body(1001), 413),
    ];
    let limits = "The limits are 200 bytes for the line, 1000 for headers, 1000 for the body.";
    let cases = exact.iter().map(|case| (case, Some("a_limit_is_one_less")));
    let cases = cases.chain(together.iter().map(|case| (case, Some("one_limit_for_all"))));
    let cases = cases.chain(beyond.iter().map(|case| (case, Some("no_limits"))));
    let cases = cases.chain(lines.iter().map(|case| (case, Some("each_line_has_the_limit"))));
    let cases = cases.chain(endless.iter().map(|case| (case, Some("limits_come_too_late"))));
    let is_another = |short: &str, long: &str, status| -> Result<bool, Failure> {
        Ok(!server.refuses(short, status)? && server.refuses(long, status)?)
    };
    for ((what, text, status), mistake) in cases {
        let asked = format!("{limits} A client sent {what}.");
        let mut client = server.connect()?;
        client.says(text);
        let response = answer(&mut client, &asked, mistake.filter(|_| *status > 405))?;
        // What is within the limits, and is refused with another limit's status or for another reason,
        // is no matter of counting.
        if response.status == *status {
            continue;
        }
        let mistake = match *what {
            "a request line of 200 bytes" if response.status == 414 => {
                let is_refused = |count| server.refuses(&(line(count) + "\r\n"), 414);
                at_the_limit(&mut |less| is_refused(200 - less), "a_line_counts_its_end")?
            }
            "a body of 1000 bytes" if response.status == 413 => {
                let is_refused = |count| server.refuses(&(body(count) + &x(count)), 413);
                // A hundred bytes are more than the head has.
                let less = |less| if less == 1 { 999 } else { 900 };
                at_the_limit(&mut |it| is_refused(less(it)), "one_limit_for_all")?
            }
            "a body of 1000 bytes" if response.status == 431 => Some("one_limit_for_all"),
            _ if exact.iter().any(|case| case.0 == *what) => None,
            _ if *status <= 405 => mistake.filter(|_| matches!(response.status, 413 | 414 | 431)),
            // The same is refused, for as long as its end is missing.
            "a request line of 201 bytes" if server.refuses(&line(201), 414)? => WHOLE,
            "2000 bytes of headers" if server.refuses(&headers(2000), 431)? => WHOLE,
            // A limit of another number, and not none?
            "a request line of 201 bytes" if is_another(&line(201), &line(60_000), 414)? => OTHER,
            "2000 bytes of headers" if is_another(&headers(2000), &headers(60_000), 431)? => OTHER,
            "a body of 1001 bytes" if is_another(&body(1001), &body(1_000_000_000), 413)? => OTHER,
            // It has come in time.
            _ if endless.iter().any(|case| case.0 == *what) => None,
            _ => mistake,
        };
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

const OTHER: Option<&str> = Some("another_limit");
const WHOLE: Option<&str> = Some("a_whole_head_has_no_limit");

/// What is as long as the limit is refused. What becomes of less?
fn at_the_limit(
    is_refused: &mut dyn FnMut(usize) -> Result<bool, Failure>,
    with_more: &'static str,
) -> Result<Option<&'static str>, Failure> {
    Ok(match () {
        () if !is_refused(1)? => Some("a_limit_is_one_less"),
        () if !is_refused(2)? => Some(with_more),
        () => None,
    })
}

/// A client that asks for more than the kernel can keep for it, and does not read.
pub fn nothing_is_read(server: &Server) -> Result<(), Failure> {
    let mut client = server.connect()?;
    http::ask(&mut client, "GET", "/huge.bin");
    let asked = format!(
        "{WORDS} A client asked for a file of {} MiB and did not read.",
        site::HUGE / 1024 / 1024
    );
    let begins = || client.stream.peek(&mut [0]).ok().filter(|length| *length > 0);
    if server.program.wait(begins).is_none() {
        return Err(trouble(&asked, &NoAnswer::Silence, None));
    }
    if server.holds(&client).is_none() {
        return skip("whether a client that does not read is left is seen on Linux only");
    }
    let begun = Instant::now();
    let is_gone = || (server.holds(&client) == Some(false)).then_some(());
    let waits = || kernel::until(DEADLINE, is_gone);
    let (gone, limit) = with_its_limit(server, client.local, |it| it.send_limit, waits);
    if gone.is_none() {
        let words = format!("{asked} Your server was still there for it, and waited.");
        return Err(seen(words, Some("sends_without_a_deadline")));
    }
    not_too_late(limit, begun.elapsed(), &asked)
}

pub fn all_goes_with_the_client(server: &Server) -> Result<(), Failure> {
    const CLIENTS: usize = 200;
    /// A server may get ready for some clients that come later.
    const SPARE: usize = 8;

    let process = server.program.process;
    server.asks("GET", "/a.txt")?;
    // Some make all their threads at the start.
    idle::settles(process);
    let held = || Some((process.descriptors()?, process.threads()?));
    let Some((descriptors, threads)) = held() else {
        return skip("what a program holds is seen on Linux only");
    };
    let mut kinds = HashMap::new();
    for number in 0..CLIENTS {
        let mut client = server.connect()?;
        let kind = number % 6;
        kinds.insert(client.local, kind);
        match kind {
            0 => {}
            1 | 5 => client.resets(),
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
    // Whose end has not been noticed?
    let rows = kernel::rows_of(process.id()).unwrap_or_default();
    let held: HashSet<_> = rows.iter().filter_map(|row| kinds.get(&row.remote)).collect();
    let mistake = if now.1 <= threads + SPARE {
        Some("handles_are_kept")
    } else if held.contains(&0) {
        // A read after the end does not wait: who goes on reading wakes up again and again.
        let goes_on = matches!(idle::watch(process), Some(Idle::Naps | Idle::Busy));
        goes_on.then_some("the_end_is_no_end")
    } else {
        // As many as those whose connection was being closed, and none whose end can still be seen.
        let closing = kinds.values().filter(|kind| **kind == 3).count();
        let is_closing = (now.1 - threads).abs_diff(closing) <= SPARE;
        let is_only = held.iter().all(|kind| **kind == 3);
        (is_closing && is_only).then_some("the_close_waits_too_long")
    };
    Err(seen(words, mistake))
}

pub fn errors_are_survived(server: &Server) -> Result<(), Failure> {
    for _ in 0..20 {
        server.connect()?.resets();
        let mut client = server.connect()?;
        http::ask(&mut client, "GET", "/book.txt");
        client.resets();
    }
    server.still_answers().map_err(|failure| ended(server, failure))?;
    no_descriptor(server).map_err(|failure| ended(server, failure))
}

/// A server that does not answer any more may have ended.
fn ended(server: &Server, failure: Failure) -> Failure {
    let process = server.program.process;
    // A full queue refuses nobody.
    let is_refused = || match server.program.connect() {
        Err(Trouble::Refused(error)) => error.kind() != ErrorKind::TimedOut,
        _ => false,
    };
    let is_gone = || (process.is_zombie() || (!process.is_shown() && is_refused())).then_some(());
    match failure {
        Failure::Seen(
            words,
            None | Some("the_close_loses_the_response") | Some("turns_clients_away"),
        ) if kernel::until(DEADLINE, is_gone).is_some() => {
            let words = format!("{words} The whole server has ended.");
            seen(words, Some("an_error_ends_the_server"))
        }
        other => other,
    }
}
