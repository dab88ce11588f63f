//! What the program waits for: a connection that is not there yet, and an answer that has not begun.

use std::net::SocketAddr;
use std::time::Duration;

use grader::process::{Activity, Process};
use grader::{Bench, DEADLINE, Failure, Folder, seen, skip};
use real::idle::{self, Idle};
use real::kernel::{self, State};
use real::{held, inside};
use socket2::{Domain, Socket, Type};

use crate::connect::LOCALHOST;
use crate::program::{Line, REQUEST, next_line_patiently, start};
use crate::talk::{LARGE, Server, noise, talk};
use crate::verdict::with_a_small_buffer;

/// A shorter time limit for a connection is over before the kernel sends a packet for the third time.
const SHORT: Duration = Duration::from_millis(2500);

/// A longer time limit for an answer is not tried.
const LONG: Duration = Duration::from_secs(10);

/// The server's queue is full, so the kernel drops the program's first packet. The program must wait
/// until another one is taken.
pub fn for_the_connection(bench: &Bench<'_>) -> Result<(), Failure> {
    if !cfg!(target_os = "linux") {
        return skip("what a full queue does with a client is checked on Linux only");
    }
    if let Err(reason) = kernel::rows() {
        return skip(&reason);
    }
    let fault = |error| Failure::Fault(format!("a server with a full queue: {error}"));
    let server = Socket::new(Domain::IPV4, Type::STREAM, None).map_err(fault)?;
    server.bind(&SocketAddr::from((LOCALHOST, 0)).into()).map_err(fault)?;
    // One client fits into it.
    server.listen(0).map_err(fault)?;
    let at = server.local_addr().map_err(fault)?.as_socket();
    let at = at.ok_or_else(|| Failure::Fault("a server without an address".to_owned()))?;
    let first = Socket::new(Domain::IPV4, Type::STREAM, None).map_err(fault)?;
    first.connect(&at.into()).map_err(fault)?;
    let is_full = || (kernel::row_at(at, State::Listen).ok()??.receive_queue == 1).then_some(());
    if kernel::until(DEADLINE, is_full).is_none() {
        return Err(Failure::Fault("a client is connected, and is in no queue".to_owned()));
    }

    let folder = Folder::new()?;
    let mut running = start(bench, at, REQUEST, folder.path())?;
    let process = Process::new(running.id());
    let is_on_its_way = || {
        let rows = kernel::rows_of(process.id()).ok()?;
        rows.iter().any(|row| row.state == State::SynSent && row.remote == at).then_some(())
    };
    // It may say something meanwhile, or end, or do something else. Then there is room all the same.
    let _ = idle::until(process, || is_on_its_way().or(process.is_zombie().then_some(())));
    // Who waits with a time limit of its own waits for one that the kernel's next packet does not keep. That one
    // is sent after a second, and the one after it two seconds later.
    if inside::sleeps_in(process).is_some_and(|place| place.contains("poll"))
        || held::options(process, at).is_some_and(|it| it.send_limit.is_some())
    {
        let _ = kernel::until(SHORT, || process.is_zombie().then_some(()));
    }
    // Who need not wait goes on until it has said so, and sleeps only then.
    let _ = idle::until(process, || (process.activity() != Some(Activity::Works)).then_some(()));
    server.accept().map_err(fault)?;
    let mut line = next_line_patiently(&mut running)?;
    if matches!(line, Some(Line::Created(_))) {
        line = next_line_patiently(&mut running)?;
    }
    match line {
        Some(Line::Connecting(_)) => {
            let words = format!(
                "The queue of the server at {at} was full. The kernel had sent the first packet of your \
                 socket, and had no answer: the socket was in SYN_SENT, and had no peer. But your connect \
                 returned without an error."
            );
            Err(seen(words, Some("in_progress_is_connected")))
        }
        Some(Line::Error(error)) => {
            let words = format!(
                "The queue of the server at {at} was full for a while, and then there was room. {}",
                error.sentence()
            );
            Err(seen(words, error.is_impatient().then_some("gives_up_early")))
        }
        Some(_) => Ok(()),
        None => Err(Failure::Ended(running.end().ended)),
    }
}

/// The server has the request, and takes its time.
pub fn for_the_answer(bench: &Bench<'_>) -> Result<(), Failure> {
    const ANSWER: &[u8] = b"I had to think.";
    let (mut has_rested, mut limit) = (None, None);
    let talk = talk(bench, &crate::connect::listen(LOCALHOST)?, REQUEST, |server: &mut Server| {
        server.receive();
        has_rested = server.waits();
        limit = server.its_limit().filter(|limit| *limit <= LONG);
        // Who sets a limit has an answer that takes longer.
        kernel::until(limit.unwrap_or_default(), || None::<()>);
        server.send(ANSWER);
        server.end();
    })?;
    talk.request_is_right()?;
    // The given part lets it wait for a minute.
    if let Some(error) = &talk.error
        && ["WouldBlock", "TimedOut"].contains(&error.kind.as_str())
    {
        let limit = limit.map(|limit| {
            format!("Your program had set a time limit of {limit:?} for what it receives. ")
        });
        let words = format!(
            "The server had the request and its end, and took its time. {}{}",
            limit.unwrap_or_default(),
            error.sentence()
        );
        return Err(seen(words, Some("does_not_wait")));
    }
    let is_empty = talk.answer.as_ref().is_some_and(Vec::is_empty);
    if !is_empty || has_rested != Some(Idle::Rests) {
        return talk.answer_is_right(ANSWER);
    }
    let words = "The server had the request and its end, and had neither sent anything nor ended. Your \
                 send_and_receive did not wait: it gave back an answer of 0 bytes.";
    if talk.answered.is_some_and(|it| it.at_the_end) {
        return Err(seen(words, Some("shuts_down_both_directions")));
    }
    let mistake = why_nothing(bench)?;
    Err(seen(words, mistake))
}

/// What explains an answer of which nothing was received. Here all of it is there before the program is done with
/// its request.
fn why_nothing(bench: &Bench<'_>) -> Result<Option<&'static str>, Failure> {
    let listener = with_a_small_buffer()?;
    let mut is_there = false;
    let talk = talk(bench, &listener, &noise(LARGE), |server| {
        is_there = server.answers_first(b"You need not wait.");
        server.receive();
    })?;
    Ok(match (&talk.answer, &talk.error) {
        // It does not wait with its request either.
        (None, Some(error)) if error.kind == "WouldBlock" => Some("does_not_wait"),
        (Some(answer), _) if is_there && answer.is_empty() => Some("no_room_to_receive"),
        (Some(_), _) if is_there => Some("does_not_wait"),
        _ => None,
    })
}
