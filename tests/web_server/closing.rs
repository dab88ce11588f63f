//! How a connection is closed that the client may go on using: for how long the server reads on.

use std::thread;
use std::time::{Duration, Instant};

use grader::{DEADLINE, Failure};
use real::client::{Client, End};
use real::{held, idle, kernel};

use crate::conversations::ends;
use crate::http::{self, NoAnswer};
use crate::patience::{
    BETWEEN, LONG, PATIENCE, PAUSE, SLACK, WORDS, at_a_time, gets_408, in_time, too_busy,
};
use crate::server::{Server, answer, has_status, seen, trouble};

/// How a connection is closed that the client may go on using.
pub fn the_close_has_an_end(server: &Server) -> Result<(), Failure> {
    at_a_time(
        server,
        &[drips_after_its_end, stays_after_its_end, left_too_early, too_slow_and_left],
    )
}

/// A refused client says nothing for a time that is shorter than the patience.
fn left_too_early(server: &Server) -> Result<(), Failure> {
    let words = format!(
        "{WORDS} A client was refused with 400, and did not go. Its connection was closed before the \
         patience was over."
    );
    in_time(|| {
        let since = Instant::now();
        let mut client = refused(server, &words)?;
        thread::sleep(PAUSE.saturating_sub(since.elapsed()));
        let is_left = is_closed_to(&mut client);
        // The server's close has begun later than this client came.
        match since.elapsed() {
            gone if gone > LONG => Ok(None),
            _ if is_left => Err(seen(words.as_str(), Some("the_close_is_too_short"))),
            _ => Ok(Some(())),
        }
    })
}

/// Who was too slow may have the rest on its way.
fn too_slow_and_left(server: &Server) -> Result<(), Failure> {
    let words =
        format!("{WORDS} A client sent half of a request, had its 408, and sent more at once.");
    in_time(|| {
        let begun = Instant::now();
        let mut client = server.connect()?;
        client.says("GET /a.t");
        gets_408(server, &mut client, &words, "silence_is_no_end")?;
        let is_left = is_closed_to(&mut client);
        // The close has begun when one patience was over. It lasts for another.
        match begun.elapsed() {
            gone if gone > PATIENCE + LONG => Ok(None),
            _ if is_left => {
                let words = format!("{words} The connection was reset.");
                Err(seen(words, Some("the_close_loses_the_response")))
            }
            _ => Ok(Some(())),
        }
    })
}

/// A server may have a time of its own for the end, which is shorter than the patience and longer than one
/// waits here. What it has set on the socket tells how long: then one waits for that.
pub fn reads_as_long_as_is_told(server: &Server) -> Result<(), Failure> {
    const LONGEST: Duration = Duration::from_secs(5);
    let words = "The patience is a minute. A client was refused with 400, and did not go.";
    let begun = Instant::now();
    let mut client = refused(server, words)?;
    // By now it reads, or has closed.
    idle::settles(server.program.process);
    match held::options(server.program.process, client.local).and_then(|it| it.receive_limit) {
        Some(limit) if limit >= LONGEST => return Ok(()),
        // It may look again and again, and still be there.
        Some(limit) => thread::sleep(limit + BETWEEN),
        None => {}
    }
    let is_left = is_closed_to(&mut client);
    let gone = begun.elapsed();
    if is_left && gone >= 4 * LONGEST {
        return Err(too_busy());
    }
    if is_left {
        let words = format!("{words} After {} milliseconds it was left.", gone.as_millis());
        return Err(seen(words, Some("the_close_is_too_short")));
    }
    Ok(())
}

/// Whether what a client says is answered with a reset.
fn is_closed_to(client: &mut Client) -> bool {
    client.says("x");
    thread::sleep(SLACK);
    client.says("x") == 0
}

/// A refused client goes on sending, a byte now and then.
fn drips_after_its_end(server: &Server) -> Result<(), Failure> {
    let words = format!(
        "{WORDS} A client was refused with 400. It went on and sent a byte every {} milliseconds.",
        BETWEEN.as_millis()
    );
    let mut client = refused(server, &words)?;
    // A byte that comes to a socket which is closed is answered with a reset.
    let gone = kernel::until(DEADLINE, || {
        let said = client.says("x");
        thread::sleep(BETWEEN);
        (said == 0).then_some(())
    });
    still_there(gone, &words)
}

/// A refused client says nothing more, and does not go.
fn stays_after_its_end(server: &Server) -> Result<(), Failure> {
    let words = format!("{WORDS} A client was refused with 400. It said no more, and did not go.");
    let client = refused(server, &words)?;
    let Some(true) = server.holds(&client) else { return Ok(()) };
    let gone = kernel::until(DEADLINE, || (server.holds(&client) == Some(false)).then_some(()));
    still_there(gone, &words)
}

fn still_there(gone: Option<()>, words: &str) -> Result<(), Failure> {
    gone.ok_or_else(|| {
        let seconds = DEADLINE.as_secs();
        let words = format!("{words} After {seconds} seconds your server was still there for it.");
        seen(words, Some("the_close_has_no_end"))
    })
}

/// A client that has its refusal, and has heard the end of the server's side.
fn refused(server: &Server, words: &str) -> Result<Client, Failure> {
    let mut client = server.connect()?;
    client.says("This is no request.\r\n\r\n");
    let got = answer(&mut client, words, Some("bad_requests_get_no_answer"))?;
    has_status(words, &got, &[400], None)?;
    match http::end(&mut client) {
        Some(End::Closed) => Ok(client),
        Some(End::Reset(_)) => Err(trouble(words, &NoAnswer::Reset, None)),
        None => {
            let words = format!("{words} After the response the connection did not end.");
            Err(seen(words, Some("every_connection_is_kept")))
        }
    }
}

/// What a client sends after the end of the server's side must not be answered with a reset: it may
/// have been on its way, and the reset would overtake the response.
pub fn late_bytes_are_read(server: &Server) -> Result<(), Failure> {
    let with_close = "GET /a.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    let long = "POST /a.txt HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n";
    for (what, text) in [
        ("sent a bad request", "This is no request.\r\n\r\n"),
        ("sent a request with Connection: close", with_close),
        ("sent the head of a request whose body is too long", long),
    ] {
        let words = format!("A client {what}, had its response, and sent more.");
        let mut client = server.connect()?;
        client.says(text);
        let too_late = text.starts_with("POST").then_some("limits_come_too_late");
        answer(&mut client, &words, too_late)?;
        ends(&mut client, &words)?;
        let begun = Instant::now();
        // On a machine that is too slow for it, the server may have left meanwhile, and rightly so.
        let read = || idle::settles(server.program.process) && begun.elapsed() < DEADLINE;
        for _ in 0..2 {
            if read() && client.says("x".repeat(10_000)) < 10_000 {
                let words = format!("{words} The connection was reset.");
                return Err(seen(words, Some("the_close_loses_the_response")));
            }
        }
        // Now it goes. The server need not wait any longer.
        client.says_no_more();
        let gone = || (server.holds(&client) != Some(true)).then_some(());
        if server.program.wait(gone).is_none() && kernel::until(DEADLINE, gone).is_none() {
            let words = format!("{words} Then it closed its side. Your server did not leave.");
            return Err(seen(words, Some("the_close_waits_too_long")));
        }
    }
    Ok(())
}
