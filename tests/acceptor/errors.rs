//! What goes wrong, and what a server does then: clients that have gone, accept without a descriptor, and the
//! end of the listening.

use std::time::Duration;

use grader::{Bench, DEADLINE, Ended, Failure, seen, skip};
use real::client::Client;
use real::idle::{self, Idle};
use real::{held, kernel, limits};

use crate::ANY_PORT;
use crate::server::{Event, Server, hears, told_rightly, why_it_ended};

pub fn clients_that_have_gone(bench: &Bench<'_>) -> Result<(), Failure> {
    let mut server = Server::opens(bench.program, ANY_PORT)?;
    // The first goes while greet has not returned yet, the second before it is accepted.
    let first = server.client()?;
    server.accepts_client(&first, "A client connected.", why_it_ended)?;
    let second = server.client()?;
    server.has_queued(1)?;
    let gone = second.local;
    go(&server, [first, second])?;
    let third = server.client()?;
    let situation = "Two clients have gone: one while it was served, one before it was accepted. A \
                     third one waits.";
    leaves_who_has_gone(&mut server, situation)?;
    let mut ends = server.accepts(situation, why_one_ends_all)?;
    if ends.1 == gone {
        server.goes_on();
        ends = server.accepts(situation, why_one_ends_all)?;
    }
    told_rightly(ends, (server.place, third.local))?;
    // Whose peer has ended its side before, gets EPIPE. The others got ECONNRESET.
    third.says_no_more();
    go(&server, [third])?;
    let mut fourth = server.client()?;
    let situation =
        "A client ended its side, and then it went, while it was served. Another one waits.";
    leaves_who_has_gone(&mut server, situation)?;
    let ends = server.accepts(situation, why_one_ends_all)?;
    told_rightly(ends, (server.place, fourth.local))?;
    server.goes_on();
    hears(&mut fourth, ends)
}

/// Goes on with a client that has gone. Does the program stay with it? Then it is awake, has as many sockets as
/// before, and accepts nobody.
fn leaves_who_has_gone(server: &mut Server, situation: &str) -> Result<(), Failure> {
    let (process, before) = (server.process, server.process.sockets());
    server.goes_on();
    if before.is_none() || server.is_about_to_tell() {
        return Ok(());
    }
    let is_awake = matches!(idle::watch(process), Some(Idle::Naps | Idle::Busy));
    if !is_awake || process.sockets() != before || server.is_about_to_tell() {
        return Ok(());
    }
    let words = format!(
        "{situation} Your program still has the socket of the one that it served, and is not asleep."
    );
    Err(seen(words, Some("a_gone_client_is_tried_again")))
}

fn why_one_ends_all(_: &Server, event: &Event) -> Option<&'static str> {
    match event {
        _ if event.is_error(&["NotConnected"]) => Some("the_peer_is_asked_too_late"),
        event => event.is_an_end().then_some("one_client_ends_all"),
    }
}

/// These clients go by a reset. The server's end is in no table any more, as soon as it knows.
fn go<const N: usize>(server: &Server, clients: [Client; N]) -> Result<(), Failure> {
    let addresses = clients.each_ref().map(|client| client.local);
    clients.into_iter().for_each(Client::resets);
    let are_reset = kernel::until(DEADLINE, || {
        let rows = kernel::rows().unwrap_or_default();
        let mut connected = rows.iter().filter(|row| row.local == server.place);
        (!connected.any(|row| addresses.contains(&row.remote))).then_some(())
    });
    are_reset.ok_or_else(|| Failure::Fault("the clients' resets did not arrive".to_owned()))
}

/// Who rests so long does not rest for some hundredths of a second.
const TOO_LONG: Duration = Duration::from_secs(1);

pub fn no_free_descriptor(bench: &Bench<'_>) -> Result<(), Failure> {
    let mut server = Server::opens(bench.program, ANY_PORT)?;
    let mut first = server.client()?;
    server.accepts_client(&first, "A client connected.", why_it_ended)?;
    let limit = match limits::not_even(server.process, first.local) {
        Ok(limit) => limit,
        Err(reason) => return skip(&reason),
    };
    server.goes_on();
    if let Err(failure) = server.is_heard(&mut first) {
        drop(limit);
        return Err(or_a_second_descriptor(&mut server, failure));
    }
    // Now it comes to accept, which can't give it a descriptor.
    let situation = "A client is queued, and the program may open no more descriptors: accept fails \
                     with EMFILE.";
    let starved = match &server.running {
        Some(running) => limits::accept_fails(running, limit),
        None => return Err(Failure::Fault("a server that nobody has ended is gone".to_owned())),
    };
    let Ok(starved) = starved else {
        let event = server.next()?;
        return Err(server.unexpected(&event, situation, why_an_error_ends_it));
    };
    if starved.idle == Some(Idle::Busy) {
        let words = format!("{situation} Your program now keeps a processor busy.");
        return Err(seen(words, Some("tries_again_at_once")));
    }
    if starved.is_turned_away {
        let words =
            format!("{situation} The client sees the end of its connection, without a word.");
        return Err(seen(words, Some("turns_away")));
    }
    let again = format!("{situation} Then it may open descriptors again.");
    // Whom no clock will wake up waits for something else, and not for the next try.
    let is_paused = starved.idle != Some(Idle::Rests);
    let rests_too_long = starved.rest.filter(|rest| *rest >= TOO_LONG).map(|rest| {
        let words = format!(
            "{situation} Your program rests for {:.1} seconds before it calls accept again.",
            rest.as_secs_f32()
        );
        seen(words, Some("rests_too_long").filter(|_| is_paused))
    });
    // It may have come to an end, and not to a rest.
    if rests_too_long.is_none() || !is_paused || server.is_about_to_tell() {
        server.accepts_client(&starved.client, &again, why_an_error_ends_it)?;
    }
    rests_too_long.map_or_else(|| other_errors(&mut server), Err)
}

fn why_an_error_ends_it(_: &Server, event: &Event) -> Option<&'static str> {
    match event {
        Event::Ended(Ended::Floods) => Some("tries_again_at_once"),
        event => event.is_an_end().then_some("an_error_is_the_end"),
    }
}

/// Another part of the program may share the listening socket, and have set it to return at once: then accept
/// gives EAGAIN. It is looked at while greet is called, so the next accept is told.
fn other_errors(server: &mut Server) -> Result<(), Failure> {
    let (process, place) = (server.process, server.place);
    if !held::set_nonblocking(process, place, true) {
        return Ok(());
    }
    server.goes_on();
    let idle = idle::watch(process);
    held::set_nonblocking(process, place, false);
    let situation = "For a while accept failed with EAGAIN: it did not block.";
    if matches!(idle, Some(Idle::Rests | Idle::Ended)) && server.is_about_to_tell() {
        let event = server.next()?;
        return Err(server.unexpected(&event, situation, why_an_error_ends_it));
    }
    let client = server.client()?;
    let again = format!("{situation} Then it did. A client connected.");
    server.accepts_client(&client, &again, why_an_error_ends_it)
}

/// A client was accepted, and has not heard its words. Who serves the next one, as it may open descriptors
/// again, wanted one more for each client.
fn or_a_second_descriptor(server: &mut Server, failure: Failure) -> Failure {
    let Failure::Seen(words, None) = failure else { return failure };
    let is_served = |server: &mut Server| {
        let mut next = server.client()?;
        server.serves(&mut next, "It may open descriptors again, and a client connected.")
    };
    let is_it = is_served(server).is_ok();
    let words =
        format!("A client was accepted. Then your program could open no more descriptors. {words}");
    seen(words, is_it.then_some("a_second_descriptor"))
}

pub fn the_listening_ends(bench: &Bench<'_>) -> Result<(), Failure> {
    if !cfg!(target_os = "linux") {
        return skip("what accept says of a socket that was shut down is checked on Linux only");
    }
    let mut server = Server::opens(bench.program, ANY_PORT)?;
    let client = server.client()?;
    server.accepts_client(&client, "A client connected.", why_it_ended)?;
    // The given program shuts the listening socket down, as another thread could do.
    server.is_told("stop");
    // Whoever waits for this client first would not come to accept.
    drop(client);
    let situation = "The listening socket was shut down: from now on accept gives EINVAL.";
    match server.next()? {
        Event::Returned(Some(error)) if error.starts_with("InvalidInput ") => Ok(()),
        Event::Ended(Ended::Waits | Ended::Loops | Ended::Floods) => {
            let words = format!(
                "{situation} Within {} seconds acceptor() did not return.",
                DEADLINE.as_secs()
            );
            Err(seen(words, Some("no_error_is_the_end")))
        }
        event => {
            let situation = format!("{situation} acceptor() should return this error.");
            Err(server.unexpected(&event, &situation, |_, event| {
                match event {
                    Event::Returned(None) => Some("the_end_is_ok"),
                    // No error of the kernel has this kind.
                    Event::Returned(Some(error)) if error.starts_with("Other ") => {
                        Some("an_error_of_its_own")
                    }
                    _ => None,
                }
            }))
        }
    }
}
