//! Patience: what counts, from when, and what comes when it is over. The clients of a check wait side
//! by side.
//!
//! A machine that is too busy makes a client's pause longer than it was meant to be. Then nothing is
//! concluded, and it is tried again.

use std::thread;
use std::time::{Duration, Instant, SystemTime};

use grader::{Bench, DEADLINE, Failure};
use real::client::{Client, End};
use real::{held, idle, kernel};

use crate::bounds::nothing_is_read;
use crate::conversations::ends;
use crate::http::{self, NoAnswer, request, shown};
use crate::oracle::{date_is_now, has_its_lines};
use crate::server::{Server, answer, has_status, is_file, seen, serving, trouble};

/// The setting of these checks.
pub const SETTING: [&str; 2] = ["--patience", "600"];
pub const PATIENCE: Duration = Duration::from_millis(600);
pub const WORDS: &str = "The patience is 600 milliseconds.";

/// Who says a byte every so often says one well before the patience is over.
const BETWEEN: Duration = Duration::from_millis(100);

/// Two of these are longer than the patience, and one is shorter.
const PAUSE: Duration = Duration::from_millis(400);

/// What took longer than this may have taken longer than the patience, in the server's eyes.
const LONG: Duration = Duration::from_millis(520);

/// Kernels wake up a sleeper a little early, or a little late.
const SLACK: Duration = Duration::from_millis(50);

/// So often may the machine be too slow. On one that is quick enough, the first try says all.
const TRIES: usize = 20;

/// What a client does that keeps the server waiting, or does not.
pub type Case = fn(&Server) -> Result<(), Failure>;

/// All of this is waiting, so it is done at the same time. The first failure counts.
pub fn at_a_time(server: &Server, cases: &[Case]) -> Result<(), Failure> {
    thread::scope(|scope| {
        let waiting: Vec<_> = cases.iter().map(|case| scope.spawn(move || case(server))).collect();
        let broken = || Failure::Fault("a client broke off".to_owned());
        let results: Vec<_> = waiting
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| Err(broken())))
            .collect();
        results.into_iter().collect()
    })
}

/// Tries a case until the machine lets it have its pauses. A case gives `None` if it did not.
pub fn in_time(mut case: impl FnMut() -> Result<Option<()>, Failure>) -> Result<(), Failure> {
    for _ in 0..TRIES {
        if case()?.is_some() {
            break;
        }
    }
    Ok(())
}

/// The same, for a client that is to be served in spite of its pauses. The server may have been kept from
/// its processor for as long as it is patient, and nobody sees that. So what is wrong must be so twice.
pub fn in_time_twice(mut case: impl FnMut() -> Result<Option<()>, Failure>) -> Result<(), Failure> {
    in_time(&mut case).or_else(|_| in_time(case))
}

pub fn everybody_is_left(server: &Server) -> Result<(), Failure> {
    at_a_time(
        server,
        &[
            silent,
            half_a_request,
            a_response_and_no_more,
            a_response_and_half_a_request,
            head_byte_by_byte,
            head_line_by_line,
            nothing_is_read,
        ],
    )?;
    let words = format!("{WORDS} After more than a second, a client asked for /a.txt.");
    let asked_at = SystemTime::now();
    let got = server.asks("GET", "/a.txt")?;
    // A Date that was made when the server started is wrong by now.
    got.header("date").map_or(Ok(()), |date| date_is_now(&words, date, asked_at))
}

fn silent(server: &Server) -> Result<(), Failure> {
    let words = format!("{WORDS} A client connected and said nothing.");
    let begun = Instant::now();
    let mut client = server.connect()?;
    left(server, &mut client, &words)?;
    not_too_early(begun, &words)
}

fn half_a_request(server: &Server) -> Result<(), Failure> {
    let words = format!("{WORDS} A client sent half of a request, and no more.");
    let begun = Instant::now();
    let mut client = server.connect()?;
    client.says("GET /a.t");
    gets_408(server, &mut client, &words, "silence_is_no_end")?;
    not_too_early(begun, &words)
}

fn a_response_and_no_more(server: &Server) -> Result<(), Failure> {
    let words = format!("{WORDS} A client had a response, and said nothing more.");
    let mut client = server.connect()?;
    let begun = Instant::now();
    http::ask(&mut client, "GET", "/a.txt");
    answer(&mut client, &words, None)?;
    left(server, &mut client, &words)?;
    not_too_early(begun, &words)
}

/// The first bytes of the second request come with the first one.
fn a_response_and_half_a_request(server: &Server) -> Result<(), Failure> {
    let words =
        format!("{WORDS} A client sent one and a half requests with one call, and no more.");
    let mut client = server.connect()?;
    let begun = Instant::now();
    client.says(request("GET", "/a.txt") + "GET /a.t");
    answer(&mut client, &words, None)?;
    gets_408(server, &mut client, &words, "silence_is_no_end")?;
    not_too_early(begun, &words)
}

fn head_byte_by_byte(server: &Server) -> Result<(), Failure> {
    let begin = "GET /a.txt HTTP/1.1\r\nHost: a\r\nX: ";
    bit_by_bit(server, begin, "x", "its head byte by byte", "each_byte_starts_the_clock")
}

fn head_line_by_line(server: &Server) -> Result<(), Failure> {
    let begin = "GET /a.txt HTTP/1.1\r\nHost: a\r\n";
    bit_by_bit(server, begin, "X: y\r\n", "its head line by line", "each_line_starts_the_clock")
}

fn body_byte_by_byte(server: &Server) -> Result<(), Failure> {
    let begin = "POST /a.txt HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n";
    bit_by_bit(server, begin, "x", "its body byte by byte", "a_body_has_no_clock")
}

/// A client that sends a bit more, well before the patience ends, and then another.
fn bit_by_bit(
    server: &Server,
    begin: &str,
    bit: &str,
    what: &str,
    mistake: &'static str,
) -> Result<(), Failure> {
    in_time(|| {
        let mut client = server.connect()?;
        client.says(begin);
        let (begun, mut longest, mut ended) = (Instant::now(), Duration::ZERO, None);
        while ended.is_none() && begun.elapsed() < DEADLINE {
            let said = Instant::now();
            client.says(bit);
            // Some send 408 and wait for the client to go.
            ended = kernel::until(BETWEEN, || {
                (client.end().is_some() || !client.heard().is_empty()).then_some(())
            });
            longest = longest.max(said.elapsed());
        }
        let words = format!(
            "{WORDS} A client sent {what}, one every {} milliseconds.",
            BETWEEN.as_millis()
        );
        if ended.is_none() {
            let seconds = DEADLINE.as_secs();
            let words = format!("{words} After {seconds} seconds it still could.");
            return Err(seen(words, Some(mistake)));
        }
        if longest > LONG {
            return Ok(None);
        }
        gets_408(server, &mut client, &words, mistake).map(Some)
    })
}

/// The client hears 408, and then the end.
fn gets_408(
    server: &Server,
    client: &mut Client,
    words: &str,
    still: &'static str,
) -> Result<(), Failure> {
    let asked_at = SystemTime::now();
    let got = match http::response(client, "GET") {
        Ok(got) => got,
        Err(NoAnswer::Closed) => {
            let words = format!("{words} It should get 408. The connection ended without a word.");
            return Err(seen(words, Some("a_slow_request_gets_no_answer")));
        }
        Err(NoAnswer::Silence) => {
            let words = format!("{words} It should get 408. It heard nothing.");
            return Err(server.keeps(client, words, still));
        }
        Err(error) => return Err(trouble(words, &error, None)),
    };
    has_status(words, &got, &[408], None)?;
    has_its_lines(words, &got, false, asked_at)?;
    ends(client, words)
}

/// The client is left, without a word.
fn left(server: &Server, client: &mut Client, words: &str) -> Result<(), Failure> {
    if http::end(client).is_none() {
        let seconds = DEADLINE.as_secs();
        let words = format!("{words} After {seconds} seconds it was still connected.");
        return Err(server.keeps(client, words, "silence_is_no_end"));
    }
    if !client.heard().is_empty() {
        let words = format!("{words} It got `{}`.", shown(client.heard()));
        return Err(seen(words, Some("silence_gets_an_answer")));
    }
    Ok(())
}

fn not_too_early(begun: Instant, words: &str) -> Result<(), Failure> {
    let gone = begun.elapsed();
    if gone + SLACK >= PATIENCE {
        return Ok(());
    }
    let words = format!("{words} It was left after {} milliseconds.", gone.as_millis());
    Err(seen(words, Some("leaves_too_early")))
}

/// What counts, and from when.
pub fn the_clock_is_right(server: &Server) -> Result<(), Failure> {
    at_a_time(
        server,
        &[body_byte_by_byte, many_requests, late_first_byte, late_next_byte, line_feeds],
    )
}

/// Neither the head takes longer than the patience, nor the body. The request does. There is little time between
/// the two, so a machine that is too busy for it is asked with more patience.
pub fn head_and_body(bench: &Bench<'_>) -> Result<(), Failure> {
    const TRIES: usize = 4;
    let mut is_certain = false;
    for times in [1, 4, 10] {
        let patience = (times * PATIENCE).as_millis().to_string();
        serving(bench, &["--patience", &patience], |server| {
            for _ in 0..TRIES {
                // The server may have been kept from its processor. So what is wrong must be so twice.
                let tried = || head_and_body_once(server, times);
                is_certain = tried().or_else(|_| tried())?.is_some();
                if is_certain {
                    break;
                }
            }
            Ok(())
        })?;
        if is_certain {
            break;
        }
    }
    Ok(())
}

fn head_and_body_once(server: &Server, times: u32) -> Result<Option<()>, Failure> {
    let (pause, longer) = (times * PAUSE, times * (PAUSE + BETWEEN));
    // Said so much later, it still comes in time for a clock that has begun anew.
    let in_time = times * (PATIENCE - Duration::from_millis(20));
    // If the server has begun no later than this, the whole takes longer than the patience.
    let begun = times * Duration::from_millis(250);
    let words = format!(
        "The patience is {} milliseconds. A client sent half of a head, after {} milliseconds the rest of it, \
         and after {} more the body.",
        (times * PATIENCE).as_millis(),
        pause.as_millis(),
        longer.as_millis()
    );
    let mut client = server.connect()?;
    let said = Instant::now();
    client.says("POST /a.txt HTTP/1.1\r\nHost: a\r\n");
    // The server's clock begins when it has read that. On a busy machine it may be late.
    is_read(server, &client);
    if said.elapsed() > begun {
        return Ok(None);
    }
    thread::sleep(pause.saturating_sub(said.elapsed()));
    client.says("Content-Length: 5\r\n\r\n");
    if said.elapsed() > in_time {
        return Ok(None);
    }
    let said = Instant::now();
    thread::sleep(longer);
    client.says("abcde");
    if said.elapsed() > in_time {
        return Ok(None);
    }
    let got = answer(&mut client, &words, Some("a_slow_request_gets_no_answer"))?;
    let mistake = (got.status == 405).then_some("the_body_starts_the_clock");
    has_status(&words, &got, &[408], mistake).map(Some)
}

/// Waits until the server has read all that a client has said, where the kernel shows that.
fn is_read(server: &Server, client: &Client) {
    let Ok(_) = kernel::rows() else { return };
    let ends = (server.program.address, client.local);
    kernel::until(DEADLINE, || {
        let rows = kernel::rows().ok()?;
        let row = rows.into_iter().find(|row| (row.local, row.remote) == ends)?;
        (row.receive_queue == 0).then_some(())
    });
}

/// Request after request, for longer than the patience.
fn many_requests(server: &Server) -> Result<(), Failure> {
    let words = format!(
        "{WORDS} A client sent a request every {} milliseconds. Each was whole at once.",
        PAUSE.as_millis()
    );
    let file = server.site.bytes("a.txt")?;
    in_time_twice(|| {
        let mut client = server.connect()?;
        let mut before = Instant::now();
        for _ in 0..4 {
            let said = Instant::now();
            http::ask(&mut client, "GET", "/a.txt");
            // So long the server has waited at most.
            if before.elapsed() > LONG {
                return Ok(None);
            }
            before = said;
            match http::response(&mut client, "GET") {
                Ok(got) => is_file(&words, &got, &file)?,
                Err(NoAnswer::Closed | NoAnswer::Reset) => {
                    let words = format!("{words} After a while the connection ended.");
                    return Err(seen(words, Some("one_patience_for_the_whole_talk")));
                }
                Err(error) => return Err(trouble(&words, &error, None)),
            }
            thread::sleep(PAUSE.saturating_sub(said.elapsed()));
        }
        Ok(Some(()))
    })
}

fn late_first_byte(server: &Server) -> Result<(), Failure> {
    in_time_twice(|| {
        let since = Instant::now();
        late(server, server.connect()?, "connected", since)
    })
}

fn late_next_byte(server: &Server) -> Result<(), Failure> {
    in_time_twice(|| {
        let mut client = server.connect()?;
        let since = Instant::now();
        http::ask(&mut client, "GET", "/b.txt");
        answer(&mut client, "A client asked for /b.txt.", None)?;
        late(server, client, "had a response", since)
    })
}

/// The clock of a request begins with its first byte.
fn late(
    server: &Server,
    mut client: Client,
    did: &str,
    since: Instant,
) -> Result<Option<()>, Failure> {
    let whole = request("GET", "/a.txt");
    let (begin, rest) = whole.split_at(10);
    let (middle, end) = rest.split_at(10);
    thread::sleep(PAUSE.saturating_sub(since.elapsed()));
    let begun = Instant::now();
    client.says(begin);
    if since.elapsed() > LONG {
        return Ok(None);
    }
    // In two pieces: so little of the patience is left when the last one comes.
    let is_told = || (!client.hears_nothing()).then(|| since.elapsed());
    let told = kernel::until((PAUSE - BETWEEN).saturating_sub(begun.elapsed()), is_told);
    client.says(middle);
    thread::sleep(PAUSE.saturating_sub(begun.elapsed()));
    let answered = Instant::now();
    client.says(end);
    if begun.elapsed() > LONG {
        return Ok(None);
    }
    let words = format!(
        "{WORDS} A client {did}. It waited for {0} milliseconds and sent half of a request, waited for \
         {0} milliseconds again and sent the rest.",
        PAUSE.as_millis()
    );
    // Before one patience is over, it is not that clock.
    let too_early = told.is_none_or(|told| told + SLACK >= PATIENCE);
    let too_early = too_early.then_some("the_clock_starts_too_early");
    match http::response(&mut client, "GET") {
        Ok(got) if got.status == 408 => {
            return Err(seen(format!("{words} It got 408."), too_early));
        }
        Ok(got) => is_file(&words, &got, &server.site.bytes("a.txt")?)?,
        Err(error @ (NoAnswer::Closed | NoAnswer::Reset)) => {
            return Err(seen(format!("{words} {error}"), too_early));
        }
        Err(error) => return Err(trouble(&words, &error, None)),
    }
    // What was left of the patience for this request is not the patience for the next one.
    thread::sleep(PAUSE.saturating_sub(answered.elapsed()));
    http::ask(&mut client, "GET", "/b.txt");
    if answered.elapsed() > LONG {
        return Ok(None);
    }
    let words = format!("{words} So long after the response it asked again.");
    match http::response(&mut client, "GET") {
        Ok(got) => is_file(&words, &got, &server.site.bytes("b.txt")?).map(Some),
        Err(error @ (NoAnswer::Closed | NoAnswer::Reset)) => {
            Err(seen(format!("{words} {error}"), Some("the_last_deadline_stays")))
        }
        Err(error) => Err(trouble(&words, &error, None)),
    }
}

/// Lines that end with `\n` alone.
fn line_feeds(server: &Server) -> Result<(), Failure> {
    let text = "GET /a.txt HTTP/1.1\nHost: a\n\n";
    let words = format!("{WORDS} A client sent `{}`, and no more.", shown(text.as_bytes()));
    let mut client = server.connect()?;
    client.says(text);
    let got = http::response(&mut client, "GET").map_err(|error| trouble(&words, &error, None))?;
    let mistake = (got.status == 200).then_some("a_line_feed_ends_a_line");
    // Whoever looks at the line and finds no end of one may say that it is a bad one.
    has_status(&words, &got, &[408, 400], mistake)
}

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
    if is_left && gone < 4 * LONGEST {
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
