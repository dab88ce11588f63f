//! Patience: what counts, from when, and what comes when it is over. The clients of a check wait side
//! by side.
//!
//! A machine that is too busy makes a client's pause longer than it was meant to be. Then nothing is
//! concluded, and it is tried again. Where that does not help, the check says that it was not made.

use std::net::SocketAddr;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use grader::{Bench, DEADLINE, Failure};
use real::client::Client;
use real::held::{self, Options};
use real::kernel;

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
pub const BETWEEN: Duration = Duration::from_millis(100);

/// Two of these are longer than the patience, and one is shorter.
pub const PAUSE: Duration = Duration::from_millis(400);

/// What took longer than this may have taken longer than the patience, in the server's eyes.
pub const LONG: Duration = Duration::from_millis(520);

/// Kernels wake up a sleeper a little early, or a little late.
pub const SLACK: Duration = Duration::from_millis(50);

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
        let mut all = Ok(());
        for result in results {
            all = and_also(all, || result);
        }
        all
    })
}

/// Tries a case until the machine lets it have its pauses. A case gives `None` if it did not.
pub fn in_time(mut case: impl FnMut() -> Result<Option<()>, Failure>) -> Result<(), Failure> {
    for _ in 0..TRIES {
        if case()?.is_some() {
            return Ok(());
        }
    }
    Err(too_busy())
}

/// The same, for a client that is to be served in spite of its pauses. The server may have been kept from
/// its processor for as long as it is patient, and nobody sees that. So what is wrong must be so twice.
pub fn in_time_twice(mut case: impl FnMut() -> Result<Option<()>, Failure>) -> Result<(), Failure> {
    match in_time(&mut case) {
        Err(Failure::Seen(..)) => in_time(case),
        other => other,
    }
}

/// The machine has too much else to do. This is no fault, in CI neither: the machine lacks nothing, and
/// another run tells more.
pub fn too_busy() -> Failure {
    let words =
        "this machine has too much else to do: a client's pauses were longer than they should be";
    Failure::NotChecked(words.to_owned())
}

/// Goes on after what was not checked. What is seen then counts more.
pub fn and_also(
    before: Result<(), Failure>,
    then: impl FnOnce() -> Result<(), Failure>,
) -> Result<(), Failure> {
    match before {
        Err(Failure::NotChecked(_)) => then().and(before),
        other => other.and_then(|()| then()),
    }
}

pub fn everybody_is_left(server: &Server) -> Result<(), Failure> {
    let all = at_a_time(
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
    );
    and_also(all, || the_date_goes_on(server))
}

/// A Date that was made when the server started is wrong by now.
fn the_date_goes_on(server: &Server) -> Result<(), Failure> {
    let words = format!("{WORDS} After more than a second, a client asked for /a.txt.");
    let asked_at = SystemTime::now();
    let got = server.asks("GET", "/a.txt")?;
    got.header("date").map_or(Ok(()), |date| date_is_now(&words, date, asked_at))
}

fn silent(server: &Server) -> Result<(), Failure> {
    let words = format!("{WORDS} A client connected and said nothing.");
    let begun = Instant::now();
    let mut client = server.connect()?;
    left_in_time(server, begun, client.local, &words, || left(server, &mut client, &words))
}

fn half_a_request(server: &Server) -> Result<(), Failure> {
    let words = format!("{WORDS} A client sent half of a request, and no more.");
    let begun = Instant::now();
    let mut client = server.connect()?;
    client.says("GET /a.t");
    left_in_time(server, begun, client.local, &words, || {
        gets_408(server, &mut client, &words, "silence_is_no_end")
    })
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
pub fn gets_408(
    server: &Server,
    client: &mut Client,
    words: &str,
    still: &'static str,
) -> Result<(), Failure> {
    let asked_at = SystemTime::now();
    let mut response = http::response(client, "GET");
    // Who rests for so long may still wake up.
    let comes = || (!client.hears_nothing()).then_some(());
    if matches!(response, Err(NoAnswer::Silence)) && kernel::until(DEADLINE, comes).is_some() {
        response = http::response(client, "GET");
    }
    let got = match response {
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

/// Neither too early nor too late.
fn left_in_time(
    server: &Server,
    begun: Instant,
    client: SocketAddr,
    words: &str,
    is_left: impl FnOnce() -> Result<(), Failure>,
) -> Result<(), Failure> {
    let limit = |it: Options| it.receive_limit;
    let (result, limit) = with_its_limit(server, client, limit, is_left);
    result?;
    let gone = begun.elapsed();
    not_too_early(begun, words)?;
    not_too_late(limit, gone, words)
}

/// The longest time that the server has told the kernel to wait for a client (SO_RCVTIMEO, SO_SNDTIMEO), as it was
/// seen while something went on. `None`: for ever, or it was not seen.
pub fn with_its_limit<T>(
    server: &Server,
    client: SocketAddr,
    limit: fn(Options) -> Option<Duration>,
    goes_on: impl FnOnce() -> T,
) -> (T, Option<Duration>) {
    let process = server.program.process;
    thread::scope(|scope| {
        let (end, ended) = mpsc::channel::<()>();
        let looks = scope.spawn(move || {
            let mut longest = None;
            while ended.recv_timeout(BETWEEN) == Err(RecvTimeoutError::Timeout) {
                longest = longest.max(held::options(process, client).and_then(limit));
            }
            longest
        });
        let result = goes_on();
        drop(end);
        (result, looks.join().unwrap_or_default())
    })
}

/// A server that leaves late may have been kept from its processor. One that has told the kernel to wait for
/// so long has not.
pub fn not_too_late(limit: Option<Duration>, gone: Duration, words: &str) -> Result<(), Failure> {
    match limit {
        Some(limit) if limit >= PATIENCE + 2 * SLACK && gone + SLACK >= limit => {
            let words = format!(
                "{words} It was left after {} milliseconds. Your server had told the kernel to wait for {}.",
                gone.as_millis(),
                limit.as_millis()
            );
            Err(seen(words, Some("waits_longer_than_told")))
        }
        _ => Ok(()),
    }
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
    for times in [1, 4, 10] {
        let patience = (times * PATIENCE).as_millis().to_string();
        let mut is_certain = false;
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
            return Ok(());
        }
    }
    Err(too_busy())
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
    if got.status == 405 && leaves_a_head_before(server, pause + longer)? {
        return has_status(&words, &got, &[408], Some("the_body_starts_the_clock")).map(Some);
    }
    has_status(&words, &got, &[408], None).map(Some)
}

/// Whether a client with half of a head is left before such a time is over. Else the patience is another one.
fn leaves_a_head_before(server: &Server, longest: Duration) -> Result<bool, Failure> {
    const TRIES: usize = 4;
    for _ in 0..TRIES {
        let begun = Instant::now();
        let mut client = server.connect()?;
        client.says("POST /a.txt HTTP/1.1\r\nHost: a\r\n");
        let is_left = || (!client.hears_nothing()).then_some(());
        if kernel::until(longest, is_left).is_some() && begun.elapsed() < longest {
            return Ok(true);
        }
    }
    Ok(false)
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
