//! The server is told to stop, by a signal.

use std::io::ErrorKind;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use grader::process::{Activity, Signal};
use grader::{Bench, DEADLINE, Ended, Failure, skip};
use real::client::{Client, Name, Wrong, seen};
use real::kernel::{self, State};
use real::server::Server;
use real::{idle, inside};

use crate::serving::{TICK, comes, echo, serving, talks};
use crate::settings::{Settings, waits};

/// Only there are signals.
pub fn on_unix(judge: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
    if cfg!(unix) { judge() } else { skip("only Unix has signals that ask a server to stop") }
}

/// Sends a signal. A program that has ended does not get it. What comes of that, the checks see.
pub fn send(server: &Server, signal: Signal) {
    let _ = server.process.signal(signal);
}

/// Whether nobody listens where the server did.
fn is_closed(server: &Server) -> bool {
    // Where the kernel shows its table: a client that connects only to look would be served.
    if let Ok(Some(_)) = kernel::row_at(server.address, State::Listen) {
        return false;
    }
    let connected = TcpStream::connect_timeout(&server.address, DEADLINE);
    connected.is_err_and(|error| error.kind() == ErrorKind::ConnectionRefused)
}

/// Sends a signal, and waits until what the server does because of it has been done. False, if it
/// listens all the same.
pub fn stop(server: &Server, signal: Signal) -> bool {
    send(server, signal);
    has_stopped(server)
}

/// The same, after a signal was sent.
pub fn has_stopped(server: &Server) -> bool {
    let closed = server.wait(|| is_closed(server).then_some(())).is_some();
    idle::watch(server.process);
    closed
}

/// Whether the server sleeps up to a time of its own (nanosleep(2)), although it got a signal and listens.
/// False also where that does not show.
pub fn sleeps_on(server: &Server) -> bool {
    let listens = || matches!(kernel::row_at(server.address, State::Listen), Ok(Some(_)));
    let dozes = || inside::dozes(server.process).then_some(());
    idle::sleeps_although(server.process, listens) && kernel::until(TICK, dozes).is_some()
}

/// The server ends with exit code 0. If it still waits, that is this mistake.
fn leaves(server: Server, situation: &str, mistake: Name) -> Result<(), Failure> {
    match server.end().ended {
        Ended::Exited(0) => Ok(()),
        Ended::Exited(code) => {
            let words = format!(
                "{situation} It ended with exit code {code}. A server that stops as it was told \
                 ends with 0."
            );
            Err(Failure::Seen(words, Some("exit_code_of_a_failure")))
        }
        Ended::Waits => {
            let words =
                format!("{situation} After {} seconds it had not ended.", DEADLINE.as_secs());
            Err(Failure::Seen(words, mistake))
        }
        ended => Err(Failure::Ended(ended)),
    }
}

pub fn stops(bench: &Bench<'_>, signal: Signal) -> Result<(), Failure> {
    let server = waits(bench, &Settings::with(&[])?)?;
    let situation = format!("Your server got {}. It had no clients.", signal.name());
    if !stop(&server, signal) {
        let words = format!("{situation} It still listened.");
        return Err(Failure::Seen(words, None));
    }
    leaves(server, &situation, Some("waits_although_nobody_is_there"))
}

pub fn nobody_new(bench: &Bench<'_>) -> Result<(), Failure> {
    serving(bench, &[], |server| {
        // As long as this client is there, the server cannot end.
        let mut present = talks(server)?;
        if stop(server, Signal::Term) {
            return is_served_on(&mut present, Signal::Term);
        }
        let situation = "Your server got SIGTERM while a client was there. A new client connected";
        let mut new = comes(server)?;
        new.says("x");
        // Either the server talks with the new client, or it ends, as the last one it talks with goes.
        let is_answered = server.wait(|| (!new.hears_nothing()).then_some(()));
        drop(present);
        if is_answered.is_none() {
            let _ = new.hears_the_end();
        }
        if new.heard().is_empty() {
            let words = format!("{situation}. It never got an answer.");
            return Err(seen(words, Some("keeps_the_listener_open")));
        }
        Err(seen(format!("{situation}, and got an answer."), Some("keeps_accepting")))
    })
}

/// All places are taken, and a client waits in the queue when the signal comes.
pub fn nobody_of_the_queue(bench: &Bench<'_>) -> Result<(), Failure> {
    serving(bench, &["clients = 1"], |server| {
        let mut present = talks(server)?;
        let mut waiting = comes(server)?;
        waiting.says("x");
        server.has_queued(1)?;
        let situation = "At most 1 client is allowed. One was there, and another one was in the queue. \
                         Then your server got SIGTERM.";
        if !stop(server, Signal::Term) {
            // With a place that was free, it did stop.
            drop(present);
            let goes_on = waiting.hears(|heard| heard.pop()).is_ok();
            let name = goes_on.then_some("a_full_server_hears_no_signal");
            return Err(seen(format!("{situation} It still listened."), name));
        }
        if !waiting.heard().is_empty() {
            let words = format!("{situation} The one in the queue got an answer.");
            return Err(seen(words, Some("keeps_accepting")));
        }
        is_served_on(&mut present, Signal::Term)
    })
}

/// A client and the signal come at the same moment: while the server is made to stand still. The signal is
/// told first.
pub fn nobody_of_the_same_moment(bench: &Bench<'_>) -> Result<(), Failure> {
    serving(bench, &[], |server| {
        if !idle::settles(server.process) {
            return Ok(());
        }
        // The program has one thread now. Of several, another one might get the signal, and be late.
        server.process.signal(Signal::Stop)?;
        let stands = || (server.process.activity() == Some(Activity::Stopped)).then_some(());
        kernel::until(DEADLINE, stands);
        let client = comes(server).and_then(|mut client| {
            client.says("x");
            server.has_queued(1)?;
            Ok(client)
        });
        send(server, Signal::Term);
        server.process.signal(Signal::Continue)?;
        let mut client = client?;
        let _ = server.wait(|| (!client.hears_nothing()).then_some(()));
        if client.heard().is_empty() {
            return Ok(());
        }
        let words = "A client connected, and your server got SIGTERM before it could accept it. The \
                     client got an answer.";
        Err(seen(words, Some("keeps_accepting")))
    })
}

/// A client that was there when the signal came is still served.
fn is_served_on(client: &mut Client, signal: Signal) -> Result<(), Wrong> {
    let mistake = Some("cuts_the_clients_off");
    echo(client).map_err(|trouble| {
        let words = format!(
            "Your server got {} while a client was there. The client sent a line, but {trouble}.",
            signal.name()
        );
        seen(words, mistake)
    })
}

pub fn present_clients_finish(bench: &Bench<'_>) -> Result<(), Failure> {
    let (server, ()) = waits(bench, &Settings::with(&[])?)?.judged(|server| {
        let [mut first, mut second] = [talks(server)?, talks(server)?];
        stop(server, Signal::Int);
        is_served_on(&mut second, Signal::Int)?;
        // The server closes the connection when the talk is over.
        first.says_no_more();
        first.hears_the_end().map_err(|it| {
            it.when(
                "A client ended its talk, and waited for the end of the stream, but",
                None,
                None,
            )
        })?;
        idle::watch(server.process);
        echo(&mut second).map_err(|trouble| {
            let words = format!(
                "Your server got SIGINT while two clients were there. One of them went away. The \
                 other sent a line, but {trouble}."
            );
            seen(words, Some("one_talk_is_not_all"))
        })
    })?;
    let situation = "Your server got SIGINT while two clients were there. Then both went away.";
    leaves(server, situation, Some("waits_although_nobody_is_there"))
}

/// Some clients are silent, and some go now and then. Each that goes is an event, and none of them makes
/// the time longer.
pub fn deadline(bench: &Bench<'_>) -> Result<(), Failure> {
    const STOP: Duration = Duration::from_secs(1);
    const PACE: Duration = Duration::from_millis(350);
    // Enough for as long as one looks.
    const GO: usize = 20;
    let settings = Settings::with(&["stop_seconds = 1"])?;
    let (mut server, (_silent, mut others)) = waits(bench, &settings)?.judged(|server| {
        let others = (0..GO).map(|_| talks(server)).collect::<Result<Vec<_>, _>>()?;
        Ok((talks(server)?, others))
    })?;
    let told = Instant::now();
    send(&server, Signal::Term);
    let situation = "Your server got SIGTERM while clients were there. One of them said nothing more. \
                     The settings give it 1 second to stop.";
    let mut last = told;
    while told.elapsed() < STOP + DEADLINE {
        if kernel::until(PACE, || server.has_ended().then_some(())).is_some() {
            let took = told.elapsed();
            if took + TICK < STOP {
                let words = format!("{situation} It ended after {} ms.", took.as_millis());
                return Err(Failure::Seen(words, None));
            }
            return leaves(server, situation, None);
        }
        drop(others.pop());
        last = Instant::now();
    }
    // Nobody goes any more. Whoever counted from the last one that went is about to end.
    let ends = kernel::until(2 * STOP, || server.has_ended().then(|| last.elapsed()));
    let counted = ends.is_some_and(|after| after + TICK >= STOP);
    let words = if counted {
        format!(
            "{situation} A client went now and then. As long as they did, it did not end. It ended \
             about a second after the last one that went."
        )
    } else {
        format!("{situation} After {} seconds it had not ended.", (STOP + DEADLINE).as_secs())
    };
    let mistake = if counted { "each_end_starts_the_clock" } else { "no_deadline" };
    Err(Failure::Seen(words, Some(mistake)))
}

/// The settings give it no time at all.
pub fn no_time(bench: &Bench<'_>) -> Result<(), Failure> {
    let settings = Settings::with(&["stop_seconds = 0"])?;
    let (server, _silent) = waits(bench, &settings)?.judged(talks)?;
    send(&server, Signal::Term);
    let situation = "Your server got SIGTERM while a client was there. The settings say \
                     stop_seconds = 0.";
    // It has just been seen that there is a deadline.
    leaves(server, situation, Some("zero_is_no_deadline"))
}

pub fn second_signal(bench: &Bench<'_>) -> Result<(), Failure> {
    for (signal, is_quick) in [(Signal::Term, false), (Signal::Int, true)] {
        let (server, _silent) = waits(bench, &Settings::with(&[])?)?.judged(|server| {
            let mut silent = talks(server)?;
            // Two signals of a kind are one, as long as the first has not been delivered (signal(7)).
            send(server, signal);
            if is_quick {
                server.wait(|| is_closed(server).then_some(()));
            } else {
                has_stopped(server);
                is_served_on(&mut silent, signal)?;
            }
            Ok(silent)
        })?;
        send(&server, signal);
        let situation = format!(
            "Your server got {} twice while a client was there that said nothing more.",
            signal.name()
        );
        leaves(server, &situation, Some("ignores_the_second_signal"))?;
    }
    Ok(())
}
