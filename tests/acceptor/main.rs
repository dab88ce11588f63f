//! Grades `10_acceptor`: clients come, some of them go again, and the kernel's table is read.

mod chapter;
mod errors;
mod server;

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use grader::{Bench, DEADLINE, Failure, seen, skip};
use real::client::{Client, End, Trouble};
use real::held::{self, Options};
use real::idle::{self, Idle, can_interrupt};
use real::inside;
use real::kernel::{self, State};
use real::network;

use errors::{clients_that_have_gone, no_free_descriptor, the_listening_ends};
use server::{
    Event, Server, hear, hears_the_end, told_rightly, why_it_ended, without_the_line_end, words,
};

grader::checks! {
    exercise: "acceptor",
    mistakes: &[],
    seen: MISTAKES,

    #[points(1)]
    fn a_client_hears_its_words(bench) {
        hears_its_words(bench)
    }

    #[points(2)]
    fn both_endpoints_of_the_connection_are_right(bench) {
        let mut server = Server::opens(bench.program, ANY_PORT)?;
        let client = server.client()?;
        let told = server.accepts("A client connected.", |_, _| None)?;
        told_rightly(told, (server.place, client.local))
    }

    #[points(1)]
    fn the_local_address_is_the_one_that_was_dialled(bench) {
        let check = "the_local_address_is_the_one_that_was_dialled";
        network::inside(bench, check, &chapter::ADDRESSES, chapter::two_addresses)
    }

    #[points(2)]
    fn the_listener_goes_on_listening(bench) {
        goes_on_waiting(bench)
    }

    #[points(1)]
    fn the_clients_come_in_their_order(bench) {
        come_in_order(bench)
    }

    #[points(1)]
    fn long_words_are_sent_to_their_end(bench) {
        sends_long_words(bench)
    }

    #[points(2)]
    fn every_connection_is_closed(bench) {
        are_closed(bench)
    }

    #[points(2)]
    fn it_rests_until_somebody_comes(bench) {
        rests(bench)
    }

    #[points(2)]
    fn a_client_that_has_gone_ends_nothing(bench) {
        clients_that_have_gone(bench)
    }

    #[points(1)]
    fn an_error_of_accept_ends_nothing(bench) {
        no_free_descriptor(bench)
    }

    #[points(1)]
    fn the_end_of_the_listening_is_the_end(bench) {
        the_listening_ends(bench)
    }

    #[points(1)]
    fn the_chapters_two_clients_come(bench) {
        let check = "the_chapters_two_clients_come";
        network::inside(bench, check, &chapter::ADDRESSES, chapter::two_clients)
    }
}

/// All of these show from outside; the checks name them.
const MISTAKES: &[&str] = &[
    "talks_on_the_listener",
    "reads_before_it_greets",
    "adds_to_the_words",
    "without_the_line_end",
    "greets_twice",
    "one_write_is_enough",
    "a_thread_for_each",
    "the_connection_does_not_block",
    "a_limit_for_sending",
    "waits_for_the_clients_end",
    "the_listeners_peer",
    "ends_swapped",
    "the_listeners_address",
    "one_client_only",
    "a_new_listener_each_time",
    "accepts_on_the_connection",
    "the_listener_is_shut",
    "the_last_one_first",
    "accepts_all_first",
    "waits_for_the_next",
    "keeps_the_connections",
    "closed_by_the_next",
    "resets_at_the_end",
    "shut_down_but_not_closed",
    "asks_again_and_again",
    "looks_now_and_then",
    "one_client_ends_all",
    "a_gone_client_is_tried_again",
    "the_peer_is_asked_too_late",
    "an_error_is_the_end",
    "tries_again_at_once",
    "rests_too_long",
    "turns_away",
    "a_second_descriptor",
    "no_error_is_the_end",
    "the_end_is_ok",
    "an_error_of_its_own",
];

/// Any free port of this machine.
const ANY_PORT: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

fn hears_its_words(bench: &Bench<'_>) -> Result<(), Failure> {
    let mut server = Server::opens(bench.program, ANY_PORT)?;
    let mut client = server.client()?;
    if server.waits_for_a_client() || !server.is_about_to_tell() {
        // Does it wait for the client?
        client.says("Hello?\n");
        if server.is_about_to_tell() {
            let situation = "A client connected, and your program slept. It greeted the client when this one had \
                             said a line.";
            server.accepts_client(&client, situation, |_, _| None)?;
            return Err(seen(situation, Some("reads_before_it_greets")));
        }
        waits_for_the_next(&mut server, &client)?;
    }
    let ends = server.accepts("A client connected.", |_, event| {
        event.is_error(&["NotConnected"]).then_some("the_listeners_peer")
    })?;
    server.goes_on();
    let heard = match hear(&mut client, &words(ends)) {
        Ok(heard) if heard == words(ends) => return Ok(()),
        Ok(heard) => heard,
        // Does it wait for the client, or for the words?
        Err(Failure::Seen(sentence, None)) if client.hears_nothing() => {
            if server.is_about_to_tell()
                && let Event::Client(again) = server.next()?
                && again == ends
            {
                let words = "A client connected once. greet gave back its words, and was called for it a \
                             second time.";
                return Err(seen(words, Some("greets_twice")));
            }
            client.says("Hello?\n");
            let is_greeted = hear(&mut client, &words(ends)).is_ok_and(|it| it == words(ends));
            let more =
                if is_greeted { " As soon as it had said a line, it heard them." } else { "" };
            let mistake = is_greeted.then_some("reads_before_it_greets");
            return Err(seen(format!("{sentence}{more}"), mistake));
        }
        Err(failure) => return Err(failure),
    };
    let situation = format!("A client should hear {:?}. It heard {heard:?}.", words(ends));
    if let Some(mistake) = without_the_line_end(&heard, &words(ends)) {
        return Err(seen(situation, Some(mistake)));
    }
    // Did the program get an error, or does it go on to the next client?
    let _next = server.client();
    match server.next()? {
        Event::Client(..) => {
            let question = "Were the words sent, and on the socket that accept gave back?";
            Err(seen(format!("{situation} {question}"), None))
        }
        event => Err(server.unexpected(&event, &situation, |_, event| {
            let no_peer = event.is_error(&["BrokenPipe", "NotConnected"]);
            no_peer.then_some("talks_on_the_listener")
        })),
    }
}

/// Nobody is in the queue, so the client was accepted, and the program sleeps in accept. Does it greet the client
/// when another one comes?
fn waits_for_the_next(server: &mut Server, client: &Client) -> Result<(), Failure> {
    if !server.sleeps_in_accept_again() {
        return Ok(());
    }
    let _next = server.client()?;
    if !server.is_about_to_tell() {
        return Ok(());
    }
    let situation = "A client connected. Your program accepted it, did not call greet, and slept in accept. \
                     Then the next client connected, and greet was called for the first one.";
    server.accepts_client(client, "A client connected, and then another one.", |_, _| None)?;
    Err(seen(situation, Some("waits_for_the_next")))
}

fn goes_on_waiting(bench: &Bench<'_>) -> Result<(), Failure> {
    let mut server = Server::starts(bench.program, ANY_PORT)?;
    let place = server.place;
    // Where the kernel shows its table, the listening socket has a number.
    let number = || kernel::row_at(place, State::Listen).ok()?.map(|row| row.inode);
    let shown = kernel::row_at(place, State::Listen).is_ok();
    let first = if shown { kernel::until(DEADLINE, number) } else { None };
    server.goes_on();
    let mut heard = Vec::new();
    for client in ["first", "second", "third"] {
        let situation = format!("The {client} client connected.");
        let mut client = server.client()?;
        if server.sleeps_although_one_waits() || !server.is_about_to_tell() {
            waits_for(&mut server, &client, &mut heard)?;
        }
        server.serves(&mut client, &situation)?;
        heard.push(client);
    }
    // The kernel's table may lack a row while it is read.
    let same = || (number() == first).then_some(());
    if !shown || idle::until(server.process, same).is_ok() {
        return Ok(());
    }
    let words = format!("Three clients were served. Now another socket listens at {place}.");
    Err(seen(words, Some("a_new_listener_each_time")))
}

/// A client waits in vain, or for a while. Is it accepted as soon as those that have heard their words end their
/// streams?
fn waits_for(server: &mut Server, client: &Client, heard: &mut [Client]) -> Result<(), Failure> {
    if heard.is_empty() {
        return Ok(());
    }
    // Who looks now and then does not wait for a client.
    let dozes = inside::dozes(server.process);
    heard.iter().for_each(Client::says_no_more);
    if !server.is_about_to_tell() {
        return Ok(());
    }
    let situation = "A client had heard its words, and kept its side open. The next one was in the queue, and your \
                     program slept.";
    if dozes {
        return Err(seen(situation, None));
    }
    let situation = format!("{situation} It was accepted when the first one had ended its stream.");
    server.accepts_client(client, &situation, why_it_ended)?;
    Err(seen(situation, Some("waits_for_the_clients_end")))
}

/// Words that do not fit into the kernel's buffers. While nobody reads, send waits, and is interrupted: it
/// gives back how much it has taken until then.
fn sends_long_words(bench: &Bench<'_>) -> Result<(), Failure> {
    let mut server = Server::opens(bench.program, ANY_PORT)?;
    // No usual size of a piece is a part of this one, so the room ends within a piece.
    let small = |socket: &socket2::Socket| socket.set_recv_buffer_size(5000);
    let mut client = server.client_as(server.place, small)?;
    server.accepts_client(&client, "A client connected.", why_it_ended)?;
    // A limit is set before greet is called, or after it.
    let before = options(&server, &client);
    server.is_told("long");
    let options = options(&server, &client);
    let limit = before.and_then(|it| it.send_limit).or_else(|| options?.send_limit);
    // Who has closed the connection by now has not waited for the client to read.
    let waits = options.is_some();
    if waits && limit.is_none() {
        nobody_else_is_greeted(&mut server, &client)?;
    }
    if can_interrupt().is_ok() {
        idle::interrupt(server.process);
    }
    let limit = limit.filter(|limit| gives_up(&server, &client, *limit));
    let line = words((server.place, client.local));
    let of = line.len() * MANY_WORDS;
    let mut came = 0;
    let line = line.as_bytes();
    let end = loop {
        match client.hears(|heard| (!heard.is_empty()).then(|| std::mem::take(heard))) {
            Ok(more) => {
                let right = |at: usize| line[at % line.len()];
                let same = more.iter().zip(came..of).take_while(|(byte, at)| **byte == right(*at));
                let same = same.count();
                came += same;
                if same < more.len() && came < of {
                    let mut other = [&line[..came % line.len()], &more[same..]].concat();
                    return Err(heard_others(&mut client, &mut other, line));
                }
                // What comes behind them is looked at in another check.
                if came >= of {
                    return Ok(());
                }
            }
            Err(trouble) => break trouble,
        }
    };
    let words = format!(
        "A client must hear {of} bytes, and began to read late. Meanwhile a signal interrupted the program. The \
         client heard {came} bytes. When it waited for more, {end}."
    );
    if let Some(limit) = limit {
        let words =
            format!("Your program has set a time limit of {limit:?} for what it sends. {words}");
        return Err(seen(words, Some("a_limit_for_sending")));
    }
    let mistake = match end {
        Trouble::End(End::Closed) if before.is_some_and(|it| it.nonblocking) && came > 0 => {
            Some("the_connection_does_not_block")
        }
        Trouble::End(End::Closed) if came > 0 && waits => Some("one_write_is_enough"),
        // The client has said nothing, so nothing is unread.
        Trouble::End(End::Reset(_)) => Some("resets_at_the_end"),
        _ => None,
    };
    Err(seen(words, mistake))
}

/// A client has heard another line than this one. Is it the beginning of a line, and the end of one? Then a part is
/// missing.
fn heard_others(client: &mut Client, other: &mut Vec<u8>, line: &[u8]) -> Failure {
    let taken = |heard: &mut Vec<u8>| (!heard.is_empty()).then(|| std::mem::take(heard));
    while !other.contains(&b'\n')
        && let Ok(more) = client.hears(taken)
    {
        other.extend(more);
    }
    let other = other.split_inclusive(|byte| *byte == b'\n').next().unwrap_or_default();
    let begin = other.iter().zip(line).take_while(|(a, b)| a == b).count();
    let end = other.iter().rev().zip(line.iter().rev()).take_while(|(a, b)| a == b).count();
    let words = "A client that must hear long words heard others in the middle.";
    if other.ends_with(b"\n") && begin + end >= other.len() {
        return seen(format!("{words} There, a part is missing."), Some("one_write_is_enough"));
    }
    seen(words, None)
}

/// What the program has set on this client's connection, if it has it when it sleeps.
fn options(server: &Server, client: &Client) -> Option<Options> {
    let options = || held::options(server.process, client.local);
    idle::settles(server.process).then(options)?
}

/// While the program sends to a client that does not read, the next one stays in the queue.
fn nobody_else_is_greeted(server: &mut Server, slow: &Client) -> Result<(), Failure> {
    let _next = server.client()?;
    // Who gives the slow one up goes on to the next.
    let (process, local) = (server.process, slow.local);
    let is_served = || held::options(process, local).is_some();
    if !server.is_about_to_tell() || !is_served() {
        return Ok(());
    }
    match server.next()? {
        Event::Client((_, peer)) if peer != slow.local => {
            let words = "A client did not read, so that its words could not be sent to their end. Meanwhile another \
                         one came, and greet was called for it.";
            Err(seen(words, Some("a_thread_for_each")))
        }
        _ => Ok(()),
    }
}

/// Whether the program gives up when its limit is over. A longer one than this is not tried.
fn gives_up(server: &Server, client: &Client, limit: Duration) -> bool {
    const LONG: Duration = Duration::from_secs(10);
    let has_gone = || held::options(server.process, client.local).is_none().then_some(());
    limit <= LONG && kernel::until(limit + DEADLINE, has_gone).is_some()
}

fn come_in_order(bench: &Bench<'_>) -> Result<(), Failure> {
    let mut server = Server::starts(bench.program, ANY_PORT)?;
    let mut clients = Vec::new();
    for number in 1..=3 {
        clients.push(server.client()?);
        server.has_queued(number)?;
    }
    server.goes_on();
    let came: Vec<_> = clients.iter().map(|client| client.local).collect();
    let mut greeted = Vec::new();
    let (mut are_left, mut none_is_left) = (true, false);
    for _ in &came {
        let (_, peer) = server.accepts("Three clients are in the queue.", why_it_ended)?;
        if greeted.is_empty() {
            are_left = server.keeps_queued(2);
            none_is_left = !are_left && server.keeps_queued(0);
        }
        greeted.push(peer);
        server.goes_on();
    }
    if greeted == came && are_left {
        return Ok(());
    }
    if greeted == came {
        let of_the_others = if none_is_left { "all" } else { "some" };
        let words = format!(
            "Three clients were in the queue. When greet was called for the first, {of_the_others} of the others \
             were not there any more: they had been accepted."
        );
        return Err(seen(words, none_is_left.then_some("accepts_all_first")));
    }
    let list = |all: &[SocketAddr]| all.iter().map(SocketAddr::to_string).collect::<Vec<_>>();
    let words = format!(
        "Three clients connected before the first accept, in this order: {}. greet was called in \
         this order: {}.",
        list(&came).join(", "),
        list(&greeted).join(", ")
    );
    let mistake = greeted.iter().eq(came.iter().rev()).then_some("the_last_one_first");
    Err(seen(words, mistake))
}

/// So many times the given part says the words, where they are long.
const MANY_WORDS: usize = 10_000;

/// How many clients come, to see whether something is left of them.
const MANY: usize = 100;

fn are_closed(bench: &Bench<'_>) -> Result<(), Failure> {
    let mut server = Server::opens(bench.program, ANY_PORT)?;
    let process = server.process;
    let mut first = server.client()?;
    server.accepts_client(&first, "A client connected.", why_it_ended)?;
    let descriptors = process.descriptors();
    server.goes_on();
    server.is_heard(&mut first)?;
    // Nobody else comes meanwhile. Who sleeps now, and still has the connection, waits for something.
    let has_it = || descriptors.is_some() && process.descriptors() >= descriptors;
    let waits = idle::sleeps_although(process, has_it);
    let alone = hears_the_end(&mut first, "The only client has heard its words.");
    let mut second = server.client()?;
    server.accepts_client(&second, "The second client connected.", why_it_ended)?;
    if let Err(Failure::Seen(words, Some("keeps_the_connections"))) = alone {
        server.goes_on();
        server.is_heard(&mut second)?;
        hears_the_end(&mut first, "Two clients, one after the other, have heard their words.")?;
        let words = format!("{words} It saw the end when the next client was served.");
        return Err(seen(words, Some("closed_by_the_next")));
    }
    alone?;
    let Some(before) = descriptors else {
        return skip("which descriptors a program has is checked on Linux only");
    };
    // All of them are in the queue, or on their way through: so no time is lost between them.
    let mut clients = Vec::new();
    for _ in 0..MANY {
        server.goes_on();
        clients.push(server.client()?);
    }
    for client in clients {
        server.accepts_client(&client, "Another client connected.", why_it_ended)?;
    }
    // Whoever closes in another thread may do it a moment later.
    let mut after = 0;
    let closed = idle::until(process, || {
        after = process.descriptors()?;
        (after <= before).then_some(())
    });
    if closed.is_ok() && waits {
        let words = "A client had heard its words. Your program slept, and still had its connection. It closed it \
                     later.";
        return Err(seen(words, None));
    }
    if closed.is_ok() {
        return Ok(());
    }
    let words = format!(
        "While it served its first client, your program had {before} descriptors. {} clients \
         later it has {after}, although it serves one.",
        MANY + 1
    );
    Err(seen(words, Some("shut_down_but_not_closed")))
}

fn rests(bench: &Bench<'_>) -> Result<(), Failure> {
    let mut server = Server::opens(bench.program, ANY_PORT)?;
    if !server.process.is_shown() {
        return skip("whether a program rests is checked on Linux only");
    }
    match idle::watch(server.process) {
        Some(Idle::Rests | Idle::Ended) => {}
        Some(Idle::Naps) => {
            let words = "Nobody has come. Your program does not sleep in accept: it falls asleep, \
                         wakes up by itself, and falls asleep again.";
            return Err(seen(words, Some("looks_now_and_then")));
        }
        Some(Idle::Busy) => {
            let words = "Nobody has come. But your program keeps a processor busy all the time.";
            return Err(seen(words, Some("asks_again_and_again")));
        }
        None => {
            let words = "this machine is too slow to tell whether the program rests";
            return Err(Failure::Fault(words.to_owned()));
        }
    }
    let client = server.client()?;
    server.accepts_client(&client, "A client came to a server at rest.", why_it_ended)
}

/// Without arguments the program is for people. This one ends by itself, as nothing is typed.
#[cfg(feature = "reference")]
#[test]
fn the_program_shows_its_socket_to_people() {
    let mut program = assert_cmd::Command::new(EXERCISE.program().expect("it is built").path());
    let shown = program.write_stdin("").timeout(DEADLINE).assert().success();
    shown.stdout(predicates::str::contains("A socket listens at 127.0.0.1:"));
}
