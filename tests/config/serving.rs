//! How the server serves: how many clients at a time, how long a silent one, and what it does when the
//! machine has nothing left for another.

use std::time::{Duration, Instant};

use grader::process::Signal;
use grader::{Bench, Failure, skip};
use real::client::{Client, End, Trouble, Wrong, seen};
use real::idle::{self, Idle};
use real::server::Server;
use real::{held, inside, kernel, limits};

use crate::settings::{Settings, waits};
use crate::stopping::{has_stopped, send, sleeps_on, stop};

/// Starts a server with these settings, has it judged, and says what became of it.
pub fn serving(
    bench: &Bench<'_>,
    settings: &[&str],
    judge: impl FnOnce(&Server) -> Result<(), Wrong>,
) -> Result<(), Failure> {
    waits(bench, &Settings::with(settings)?)?.judged(judge).map(drop)
}

/// A client that sends a line, and has it back.
pub fn echo(client: &mut Client) -> Result<(), Trouble> {
    const LINE: &str = "hello";
    client.says(format!("{LINE}\n"));
    match client.hears_a_line()? {
        line if line == LINE => Ok(()),
        line => Err(Trouble::Other(line, LINE.to_owned())),
    }
}

/// A new client.
pub fn comes(server: &Server) -> Result<Client, Wrong> {
    let situation =
        format!("Your program said that it listens at {}. A client came, but", server.address);
    server.connect().map_err(|it| it.when(situation, None, None))
}

/// A client that has been accepted: it has had an answer.
pub fn talks(server: &Server) -> Result<Client, Wrong> {
    let mut client = comes(server)?;
    let situation = format!("A client at {} sent a line, but", server.address);
    echo(&mut client).map_err(|it| it.when(situation, None, None))?;
    Ok(client)
}

/// How much sooner a time may be over than it should: the kernel counts some times in ticks.
pub const TICK: Duration = Duration::from_millis(50);

/// A client says a line and then nothing. `idle_seconds` later its talk is over.
pub fn silent_client(bench: &Bench<'_>) -> Result<(), Failure> {
    const IDLE: Duration = Duration::from_secs(1);
    const STOP: Duration = Duration::from_secs(3);
    serving(bench, &["idle_seconds = 1", "stop_seconds = 3"], |server| {
        let mut client = comes(server)?.patiently();
        let said = Instant::now();
        let situation = format!("A client at {} sent a line, but", server.address);
        echo(&mut client).map_err(|it| it.when(situation, None, None))?;
        let end = client.hears_the_end();
        // From before it spoke: so a time that is too short is too short, however slow the machine is.
        let silent = said.elapsed();
        let situation = "The settings say idle_seconds = 1 and stop_seconds = 3. A client said a line, \
                         and then nothing.";
        match end {
            Ok(_) if silent + TICK < IDLE => {
                let words =
                    format!("{situation} Its talk was over after {} ms.", silent.as_millis());
                Err(seen(words, Some("seconds_are_milliseconds")))
            }
            // Nobody is so much too late twice in a row; what the socket says needs no second look.
            Ok(_) if silent + TICK < STOP || !is_swapped(server)? => next_comes(bench, server),
            Ok(_) => {
                let words =
                    format!("{situation} Its talk was over after {} ms.", silent.as_millis());
                Err(seen(words, Some("swapped_times")))
            }
            Err(trouble) => {
                let words = format!("{situation} It waited for the end of its talk, but");
                Err(trouble.when(words, Some("clients_may_be_silent_for_ever"), None))
            }
        }
    })
}

/// A client was silent, and has gone. That is no reason to end.
fn next_comes(bench: &Bench<'_>, server: &Server) -> Result<(), Wrong> {
    let next = |server: &Server| server.connect().and_then(|mut next| echo(&mut next));
    let Err(trouble) = next(server) else { return Ok(()) };
    let words = "The settings say idle_seconds = 1. A client said nothing for so long, and its talk was \
                 over. Another client came, but";
    // Who serves the next one where the first has gone by itself does not end with each talk.
    let goes_on = serving(bench, &[], |server| {
        drop(talks(server)?);
        talks(server).map(drop)
    });
    let ended = goes_on.is_ok().then_some("a_silent_client_ends_the_server");
    Err(trouble.when(words, None, ended))
}

/// Whether another client's talk, too, takes as long as `stop_seconds` and no less.
fn is_swapped(server: &Server) -> Result<bool, Wrong> {
    let mut client = comes(server)?.patiently();
    let said = Instant::now();
    let heard = echo(&mut client).and_then(|()| client.hears_the_end());
    Ok(heard.is_ok() && said.elapsed() + TICK >= Duration::from_secs(3))
}

/// Without limits in the settings: 100 clients, each may be silent for 60 seconds, and there are 10 seconds
/// to stop.
pub fn defaults(bench: &Bench<'_>) -> Result<(), Failure> {
    const NONE: &str = "address = \"127.0.0.1\"\nport = 0\nroot = \"site\"\n";
    const ALL: &str = "[limits]\nclients = 100\nidle_seconds = 60\nstop_seconds = 10\n";
    let all = format!("{NONE}{ALL}");
    // It is about the defaults if the same numbers have another effect when they are written down.
    let of_defaults = |check: fn(&Bench<'_>, &str) -> Result<(), Failure>| match check(bench, NONE)
    {
        Err(Failure::Seen(words, None)) if check(bench, &all).is_ok() => {
            Err(Failure::Seen(words, Some("another_default")))
        }
        other => other,
    };
    of_defaults(are_100_and_60)?;
    match of_defaults(is_10_to_stop) {
        // How it stops is another check's matter.
        Err(Failure::Seen(_, None)) => Ok(()),
        other => other,
    }
}

/// Whether 10 seconds are left to stop. Nobody waits for them: the kernel shows for how long the server
/// sleeps.
fn is_10_to_stop(bench: &Bench<'_>, text: &str) -> Result<(), Failure> {
    const STOP: Duration = Duration::from_secs(10);
    if cfg!(not(unix)) {
        return Ok(());
    }
    let server = waits(bench, &Settings::of(text.as_bytes())?)?;
    let (mut server, _silent) = server.judged(talks)?;
    let situation = "The settings have no limits, so the server has 10 seconds to stop. It got SIGTERM \
                     while a client was there.";
    let told = Instant::now();
    stop(&server, Signal::Term);
    // Without end is no default: another check tells of that.
    let left = inside::polls_for(server.process).flatten();
    if let Some(left) = left.filter(|left| *left > STOP) {
        let words = format!("{situation} It sleeps now, for up to {} seconds.", left.as_secs());
        return Err(Failure::Seen(words, None));
    }
    // It is too early if it ends then. It may also only look around, and sleep again.
    let early = left.filter(|left| *left + told.elapsed() + TICK < STOP);
    let ended = || server.has_ended().then(|| told.elapsed());
    let ended = kernel::until(early.map_or(Duration::ZERO, |left| left + TICK), ended);
    if let Some(took) = ended.filter(|took| *took + TICK < STOP) {
        let words = format!("{situation} It ended after {} ms.", took.as_millis());
        return Err(Failure::Seen(words, None));
    }
    Ok(())
}

fn are_100_and_60(bench: &Bench<'_>, text: &str) -> Result<(), Failure> {
    let server = waits(bench, &Settings::of(text.as_bytes())?)?;
    let judged = server.judged(|server| {
        let situation = "The settings have no limits, so there may be 100 clients.";
        let mut clients = Vec::new();
        for number in 1..=100 {
            let mut client = comes(server)?;
            echo(&mut client)
                .map_err(|it| it.when(format!("{situation} Number {number} came, but"), None, None))?;
            clients.push(client);
        }
        if server.process.is_shown() {
            let mut more = comes(server)?;
            more.says("x");
            if server.wait(|| (!more.hears_nothing()).then_some(())).is_some() {
                let words = format!("{situation} There were 100, and another one was served as well.");
                return Err(seen(words, None));
            }
        }
        let first = clients[0].local;
        let Some(options) = held::options(server.process, first) else { return Ok(()) };
        let limit = options.receive_limit;
        if limit != Some(Duration::from_secs(60)) {
            let limit = limit.map_or("without end".to_owned(), |limit| format!("for {limit:?}"));
            let words = format!(
                "The settings have no limits, so a client may be silent for 60 seconds. The socket of \
                 one says that a read waits {limit}."
            );
            return Err(seen(words, None));
        }
        Ok(())
    });
    judged.map(drop)
}

/// Two clients are allowed.
pub fn limit_of_clients(server: &Server) -> Result<(), Wrong> {
    let mut first = talks(server)?;
    let situation = "At most 2 clients are allowed.";
    let mut second = comes(server)?;
    echo(&mut second).map_err(|it| {
        it.when(format!("{situation} There was one, and a second sent a line, but"), None, None)
    })?;
    let situation = format!("{situation} There were two, and another one connected.");
    let mut third = comes(server)?;
    third.says("x");
    let closed = |it: &str| seen(format!("{situation} {it}"), Some("turns_clients_away"));
    if server.process.is_shown() {
        // Whatever the server does because of the third, it has done when it rests.
        let is_answered = || (!third.hears_nothing()).then(|| third.end());
        match server.wait(is_answered) {
            None if server.queue() == Some(0) => {
                let words = format!(
                    "{situation} Nobody talks with it, but it is no longer in the queue of the listening \
                     socket: it was accepted."
                );
                return Err(seen(words, Some("accepts_before_there_is_a_place")));
            }
            None => {}
            // Were the first two still there?
            Some(_) if !first.hears_nothing() || !second.hears_nothing() => {
                let words = format!("{situation} But the first two had been cut off.");
                return Err(seen(words, None));
            }
            Some(Some(End::Closed | End::Reset(_))) => {
                return Err(closed("Its connection was closed."));
            }
            Some(None) => {
                let (more, mistake) = how_many_more(server)?;
                let words = format!("{situation} It got an answer at once. {more}");
                return Err(seen(words, mistake));
            }
        }
    }
    // The queue has room for more than one, also if it is as long as the limit.
    let mut fourth = server.connect().map_err(|trouble| {
        let words = format!("{situation} A fourth one came, but {trouble}.");
        let refused = matches!(trouble, Trouble::Refused(_));
        seen(words, refused.then_some("no_room_in_the_queue"))
    })?;
    fourth.says("x");
    drop(first);
    match third.hears(|heard| heard.pop()) {
        Ok(_) => {}
        Err(Trouble::End(_)) => return Err(closed("Its connection was closed.")),
        Err(trouble) => {
            let words = format!("{situation} One went away. The other one waited, but");
            let name = keeps_the_place(server, second).then_some("an_ended_talk_keeps_its_place");
            return Err(trouble.when(words, name, None));
        }
    }
    one_for_one(server, [&mut second, &mut third], &mut fourth)?;
    // The place that was free is taken, and is free again when this one goes.
    drop(third);
    drop(fourth);
    for _ in 0..3 {
        let situation = "At most 2 clients are allowed. Some came and went, one after the other. \
                         Another one sent a line, but";
        let mut next = comes(server)?;
        echo(&mut next).map_err(|it| it.when(situation, None, None))?;
    }
    if !server.process.is_shown() {
        skip("whether a client is kept waiting is seen on Linux only")?;
    }
    Ok(())
}

/// One of two has gone, and one of those in the queue is served in its place. The next one is not: there are
/// two again.
fn one_for_one(server: &Server, present: [&mut Client; 2], next: &mut Client) -> Result<(), Wrong> {
    let is_answered = || (!next.hears_nothing()).then_some(());
    if !server.process.is_shown() || server.wait(is_answered).is_none() {
        return Ok(());
    }
    let words = "At most 2 clients are allowed. There were two, and two more were in the queue. One went \
                 away, and both that were in the queue got an answer.";
    let all_talk = present.into_iter().chain([next]).all(|it| it.end().is_none());
    Err(seen(words, all_talk.then_some("several_for_one_place")))
}

/// Both clients have gone, and the next one is still in the queue.
fn keeps_the_place(server: &Server, second: Client) -> bool {
    let is_queued = |server: &Server| server.queue().is_some_and(|queue| queue > 0);
    let was_queued = is_queued(server);
    drop(second);
    let is_accepted = || (!is_queued(server)).then_some(());
    was_queued && server.wait(is_accepted).is_none() && is_queued(server)
}

/// Whether the limit is one client higher, or there is none.
fn how_many_more(server: &Server) -> Result<(String, Option<&'static str>), Wrong> {
    const MANY: usize = 20;
    let mut more = Vec::new();
    for number in 0..MANY {
        let mut client = comes(server)?;
        client.says("x");
        if server.wait(|| (!client.hears_nothing()).then_some(())).is_none() {
            let mistake = (number == 0).then_some("one_client_more");
            return Ok((format!("The next {number} did too, and then no more."), mistake));
        }
        more.push(client);
    }
    Ok((format!("The next {MANY} did, too."), Some("no_limit_of_clients")))
}

/// For a while the server can have no further descriptor, and a client comes.
pub fn accept_fails(server: &Server) -> Result<(), Wrong> {
    let limit = match limits::no_descriptor(server.process) {
        Ok(limit) => limit,
        Err(reason) => return is_there(server, &reason),
    };
    let situation = "A client connected while your program could have no further descriptor: \
                     accept failed with EMFILE.";
    let ended = Some("an_accept_error_ends_the_server");
    let starved = limits::accept_fails(server, limit);
    let mut starved =
        starved.map_err(|it| it.when(format!("{situation} Another came, but"), None, ended))?;
    if starved.idle == Some(Idle::Busy) {
        let words = format!("{situation} It asked again and again, and did nothing else.");
        return Err(seen(words, Some("asks_again_at_once")));
    }
    echo(&mut starved.client).map_err(|it| {
        let words = format!("{situation} Then it could. The client sent a line, but");
        let rests = matches!(it, Trouble::Silence(_)) && server.queue() == Some(1);
        it.when(words, rests.then_some("rests_too_long"), ended)
            .or_floods(Some("asks_again_at_once"))
    })
}

/// A limit cannot be set. That is so on many systems; or the server has ended.
fn is_there(server: &Server, reason: &str) -> Result<(), Wrong> {
    talks(server)?;
    Ok(skip(reason)?)
}

/// A talk cannot begin. Its place is free then, as after any other talk: there is only one.
pub fn talk_cannot_begin(bench: &Bench<'_>) -> Result<(), Failure> {
    match serving(bench, &["clients = 1"], next_is_served) {
        // With more places, it is not seen that one is lost.
        Err(Failure::Seen(words, None)) if serving(bench, &[], next_is_served).is_ok() => {
            let words = format!("At most 1 client is allowed. {words}");
            Err(Failure::Seen(words, Some("a_failed_talk_keeps_its_place")))
        }
        other => other,
    }
}

/// The server can have a descriptor for the client, and none for what its talk needs.
fn next_is_served(server: &Server) -> Result<(), Wrong> {
    let limit = match limits::one_descriptor(server.process) {
        Ok(limit) => limit,
        Err(reason) => return is_there(server, &reason),
    };
    let situation = "Your program could have one more descriptor. A client came, and got it: begin_talk \
                     failed with EMFILE.";
    let ended = Some("a_talk_that_cannot_begin_ends_the_server");
    let mut unlucky = comes(server)?;
    unlucky.says("x");
    // Its connection is closed, or it is served after all, by who needs no more.
    let _ = server.wait(|| (!unlucky.hears_nothing()).then_some(()));
    drop(unlucky);
    drop(limit);
    let words = format!("{situation} Then it could have more. Another client came, but");
    let mut next = server.connect().map_err(|it| it.when(&words, None, ended))?.patiently();
    echo(&mut next).map_err(|it| it.when(words, None, ended))
}

/// While the server can have no further descriptor, and waits for better times, it gets a signal.
pub fn signal_in_a_pause(bench: &Bench<'_>) -> Result<(), Failure> {
    serving(bench, &[], |server| {
        let mut present = talks(server)?;
        let limit = match limits::no_descriptor(server.process) {
            Ok(limit) => limit,
            Err(reason) => return Ok(skip(&reason)?),
        };
        let situation = "A client connected while your program could have no further descriptor: \
                         accept failed with EMFILE. At that time it got SIGTERM.";
        let ended = Some("an_accept_error_ends_the_server");
        let mut waiting = server.connect().map_err(|it| it.when(situation, None, ended))?;
        // Whoever pauses is in its pause now: almost all of the time. A long pause must not end just now.
        if idle::watch(server.process).is_none() {
            idle::sleeps_although(server.process, || true);
        }
        send(server, Signal::Term);
        if sleeps_on(server) {
            let words = format!("{situation} It slept on, and only then looked.");
            return Err(seen(words, Some("sleeps_through_a_signal")));
        }
        if !has_stopped(server) {
            // When its pause is over, it serves on, and stops at another one: so the first was lost.
            drop(limit);
            let lost = echo(&mut waiting.patiently()).is_ok() && stop(server, Signal::Term);
            let words = format!("{situation} It listened on, as if nothing had come.");
            return Err(seen(words, lost.then_some("a_signal_in_a_pause_is_lost")));
        }
        drop(limit);
        echo(&mut present).map_err(|it| {
            it.when(format!("{situation} A client that was there sent a line, but"), None, None)
        })?;
        // Nobody new is let in: the one in the queue neither.
        let is_over = || (!waiting.hears_nothing()).then(|| waiting.end());
        match server.wait(is_over) {
            Some(Some(_)) => Ok(()),
            _ => {
                let words = format!("{situation} The client in the queue was not reset.");
                Err(seen(words, None))
            }
        }
    })
}
