//! Grades `16_threads`: a server seen by its clients, and by what the kernel shows of its threads.

mod service;

use grader::{Bench, DEADLINE, skip};
use real::client::{End, Name, Trouble, Wrong, seen};
use real::kernel;
use real::server::Server;
use service::{
    AcceptMistakes, Client, PlaceMistakes, ThreadMistakes, came, come_and_go, interleaved,
    keeps_to_the_places, no_thread, served, sleeps_although_one_waits, speaks_later,
    tries_accept_again,
};

grader::checks! {
    exercise: "threads",
    mistakes: &[],
    seen: MISTAKES,

    #[points(3)]
    fn a_silent_client_keeps_nobody_waiting(bench) {
        served(bench, 32, &[], |server| silent_clients(bench, server))
    }

    #[points(1)]
    fn a_silent_client_may_speak_later(bench) {
        served(bench, 32, &[], |server| speaks_later(server, Some("silent_clients_are_left")))
    }

    #[points(2)]
    fn every_client_has_a_talk_of_its_own(bench) {
        served(bench, 32, &[], |server| {
            interleaved(server, Some("one_current_client")).map(drop)
        })
    }

    #[points(1)]
    fn the_client_sees_the_end(bench) {
        served(bench, 32, &[], the_stream_ends)
    }

    #[points(2)]
    fn the_places_are_a_limit(bench) {
        let names = PlaceMistakes {
            takes_none: Some("takes_no_place"),
            no_limit: |_| Some("the_place_is_dropped_at_once"),
            after_a_while: None,
            accepts_first: Some("accepts_before_there_is_a_place"),
            keeps_places: Some("keeps_the_places"),
            in_order: Some("joins_in_order"),
        };
        keeps_to_the_places(bench, &names)
    }

    #[points(2)]
    fn the_end_of_one_talk_harms_no_other(bench) {
        served(bench, 32, &[], talks_that_fail)?;
        served(bench, 1, &[], the_place_is_free)
    }

    #[points(1)]
    fn a_client_that_has_gone_harms_no_other(bench) {
        served(bench, 1, &[], gone_in_the_queue)
    }

    #[points(2)]
    fn an_accept_that_fails_is_tried_again(bench) {
        let names = AcceptMistakes {
            ends: Some("an_accept_error_ends_the_server"),
            at_once: Some("asks_again_at_once"),
            turns_away: Some("turns_away"),
            too_long: Some("rests_too_long"),
            stops: Some("stops_listening"),
        };
        served(bench, 32, &[], |server| tries_accept_again(server, &names))
    }

    #[points(1)]
    fn a_thread_that_cannot_be_made_harms_no_other(bench) {
        served(bench, 2, &[], |server| {
            let kept_open = |client: &Client| keeps_the_stream(server, client);
            let names = ThreadMistakes {
                talks_itself: Some("talks_itself"),
                waits_for_one: Some("waits_for_a_thread"),
                expects_one: Some("expects_a_thread"),
                stops: Some("stops_listening"),
            };
            no_thread(server, &names, kept_open)
        })
    }

    #[points(2)]
    fn nothing_is_left_behind(bench) {
        served(bench, AT_A_TIME + 1, &[], many_clients)
    }
}

/// All of these show from outside; the checks name them.
const MISTAKES: &[&str] = &[
    "no_thread",
    "join_in_the_loop",
    "first_read_in_the_accepting_thread",
    "silent_clients_are_left",
    "connections_do_not_wait",
    "a_lock_during_the_talk",
    "too_few_workers",
    "one_current_client",
    "keeps_the_streams",
    "resets_at_the_end",
    "takes_no_place",
    "the_place_is_dropped_at_once",
    "accepts_before_there_is_a_place",
    "keeps_the_places",
    "joins_in_order",
    "an_error_ends_the_server",
    "a_panic_ends_the_server",
    "asks_who_has_gone",
    "an_accept_error_ends_the_server",
    "asks_again_at_once",
    "rests_too_long",
    "turns_away",
    "stops_listening",
    "expects_a_thread",
    "talks_itself",
    "waits_for_a_thread",
    "keeps_the_handles",
];

fn silent_clients(bench: &Bench<'_>, server: &Server) -> Result<(), Wrong> {
    let mut silent = Client::comes(server).map_err(came)?;
    let mut good = Client::comes(server).map_err(came)?;
    good.says("good");
    let is_queued = sleeps_although_one_waits(server);
    match good.hears("good") {
        Ok(()) if is_queued => {
            let words = "A client came and said nothing. A second one was in the queue, and your server slept \
                         for a while before it accepted it.";
            return Err(seen(words, None));
        }
        Ok(()) => {}
        Err(Trouble::Silence(_)) => return Err(who_waits(server, silent, &mut good)),
        Err(trouble @ Trouble::End(_)) if is_nonblocking(server) => {
            return Err(trouble.when("A client came, but", Some("connections_do_not_wait"), None));
        }
        Err(trouble) => return Err(came(trouble)),
    }
    its_thread_waits(server, &mut silent)?;
    // Whoever may keep the next one waiting is among these.
    let mut more = vec![silent, good];
    for _ in 0..15 {
        more.push(Client::comes(server).map_err(came)?);
    }
    let mut good = Client::comes(server).map_err(came)?;
    match good.talks("good") {
        Ok(()) => Ok(()),
        Err(Trouble::Silence(_)) => {
            let words = "There are 32 places. 17 clients have come, and 16 of them say nothing. One more came \
                         and said a line, and heard nothing.";
            match server.wait(|| server.queue()) {
                Some(0) => Err(accepted_and_left_alone(server, words, more, &mut good)),
                _ => Err(not_accepted(bench, server, words, more, &mut good)),
            }
        }
        Err(trouble) => Err(came(trouble)),
    }
}

/// A client that says nothing is still there when its thread has had its turn, or its end has another reason.
fn its_thread_waits(server: &Server, silent: &mut Client) -> Result<(), Wrong> {
    if server.wait(|| silent.connection.end()).is_some() && is_nonblocking(server) {
        let words = "A client came and said nothing. Its stream ended: its thread did not wait.";
        return Err(seen(words, Some("connections_do_not_wait")));
    }
    Ok(())
}

/// Whether calls on a connection return at once. It is looked at while its client talks without a pause. On a busy
/// machine there may be one all the same, and then the connection has ended before one has looked.
fn is_nonblocking(server: &Server) -> bool {
    const LOOKS: usize = 10;
    (0..LOOKS).any(|_| {
        let Ok(mut client) = Client::comes(server) else { return false };
        client.connection.will_say("x\n".repeat(500_000));
        let nonblocking = kernel::until(DEADLINE, || {
            client.connection.unsaid();
            client.connection.heard().clear();
            let options = client.options(server).map(|options| options.nonblocking);
            options.or(client.connection.end().map(|_| false))
        });
        nonblocking == Some(true)
    })
}

/// A client was not answered, as another one is silent. Who keeps it waiting?
fn who_waits(server: &Server, mut silent: Client, good: &mut Client) -> Wrong {
    let words = "A client came and said nothing. A second one came and said a line, and heard \
                 nothing.";
    // The kernel's table may lack a row while it is read.
    match server.wait(|| server.queue()) {
        None => return seen(words, None),
        Some(0) => return accepted_and_left_alone(server, words, vec![silent], good),
        Some(_) => {}
    }
    let words = format!("{words} It was still in the queue: your server did not accept it.");
    if let Err(trouble) = silent.talks("late") {
        return trouble.when(format!("{words} Then the first one said a line, but"), None, None);
    }
    // Both are connected.
    if good.hears("good").is_ok() {
        let words = format!("{words} As soon as the first one had said a line, it was served.");
        return seen(words, Some("first_read_in_the_accepting_thread"));
    }
    let threads = server.process.threads();
    drop(silent);
    if good.hears("good").is_err() {
        return seen(words, None);
    }
    let words = format!("{words} As soon as the first one had gone, it was served.");
    match threads {
        Some(1) => {
            let words = format!("{words} Your server has one thread, and that one talks.");
            seen(words, Some("no_thread"))
        }
        _ => seen(words, Some("join_in_the_loop")),
    }
}

/// The last client that came is still in the queue, although places are free. Does their number matter?
fn not_accepted(
    bench: &Bench<'_>,
    server: &Server,
    words: &str,
    silent: Vec<Client>,
    last: &mut Client,
) -> Wrong {
    let words = format!("{words} It was still in the queue.");
    let is_served = served(bench, 64, &[], |server| {
        let others: Result<Vec<_>, _> = silent.iter().map(|_| Client::comes(server)).collect();
        let _others = others.map_err(came)?;
        Client::talking(server, "good").map(drop).map_err(came)
    });
    match is_served {
        Ok(()) => seen(format!("{words} With 64 places it was served."), None),
        Err(_) => accepted_and_left_alone(server, &words, silent, last),
    }
}

/// The last client that came hears nothing. All others are silent.
fn accepted_and_left_alone(
    server: &Server,
    words: &str,
    silent: Vec<Client>,
    last: &mut Client,
) -> Wrong {
    let (threads, clients) = (server.process.threads(), silent.len() + 1);
    drop(silent);
    if last.hears("good").is_err() {
        return seen(words, None);
    }
    let words = format!("{words} When the others had gone, it was served.");
    match threads {
        None => seen(words, Some("too_few_workers")),
        // There is one more, which accepts.
        Some(threads) if threads > clients => {
            let words = format!("{words} It has a thread, but this waited for another talk's end.");
            seen(words, Some("a_lock_during_the_talk"))
        }
        Some(threads) => {
            let words =
                format!("{words} Your server had {threads} threads, for {clients} clients.");
            seen(words, Some("too_few_workers"))
        }
    }
}

/// The mistake, if the process still has this connection, and no thread that talks.
fn keeps_the_stream(server: &Server, client: &Client) -> Name {
    client.options(server).and(Some("keeps_the_streams"))
}

fn the_stream_ends(server: &Server) -> Result<(), Wrong> {
    let mut client = Client::talking(server, "one").map_err(came)?;
    let resets = client.options(server).is_some_and(|options| options.resets);
    client.says("two");
    client.says_no_more();
    client.hears("two").map_err(|it| {
        it.when("A client said its last line and ended its own stream, but", None, None)
    })?;
    let words = "A client said its last line and ended its own stream. Its talk has ended.";
    match client.hears_the_end() {
        Ok(End::Closed) => Ok(()),
        Ok(End::Reset(_)) => {
            let words = format!("{words} It saw no end of your stream, but a reset.");
            Err(seen(words, Some("resets_at_the_end").filter(|_| resets)))
        }
        Err(trouble) => {
            let words = format!("{words} It waited for the end of your stream, but");
            Err(trouble.when(words, keeps_the_stream(server, &client), None))
        }
    }
}

fn talks_that_fail(server: &Server) -> Result<(), Wrong> {
    let mut witness = Client::talking(server, "witness").map_err(came)?;
    let threads = server.process.threads();
    let mut others_go_on = |what: &str, mistake| {
        // The talk's thread ends too. Then whatever this does to the server has been done.
        server.wait(|| {
            (server.process.is_zombie() || server.process.threads() <= threads).then_some(())
        });
        let words = format!("{what} Another client talked on, but");
        witness.talks("witness").map_err(|it| it.when(words, None, Some(mistake)))?;
        let words = format!("{what} The next client came, but");
        for _ in 0..2 {
            let next = Client::talking(server, "next");
            next.map_err(|it| it.when(&words, None, Some(mistake)))?;
        }
        Ok(())
    };

    Client::talking(server, "resets").map_err(came)?.resets();
    others_go_on("A client reset its connection.", "an_error_ends_the_server")?;

    // Nobody reads the answers to these.
    let mut client = Client::talking(server, "answers").map_err(came)?;
    client.connection.will_say("a line of many\n".repeat(100_000));
    client.resets();
    let what = "A client reset its connection, and had not read all answers.";
    others_go_on(what, "an_error_ends_the_server")?;

    let mut client = Client::talking(server, "long").map_err(came)?;
    client.says(&"x".repeat(4000));
    let what = "A client said a line that is too long.";
    client.hears_the_end().map_err(|it| it.when(format!("{what} But"), None, None))?;
    others_go_on(what, "an_error_ends_the_server")?;

    let mut client = Client::talking(server, "panics").map_err(came)?;
    client.says("panic");
    let what = "A talk panicked.";
    client.hears_the_end().map_err(|it| {
        let words = format!("{what} Its client waited for the end, but");
        it.when(words, keeps_the_stream(server, &client), None)
    })?;
    others_go_on(what, "a_panic_ends_the_server")
}

/// However a talk has ended, the next client gets its place.
fn the_place_is_free(server: &Server) -> Result<(), Wrong> {
    let long = "x".repeat(4000);
    for (what, line, ended) in [
        ("A client said a line that is too long.", &*long, "an_error_ends_the_server"),
        ("A talk panicked.", "panic", "a_panic_ends_the_server"),
    ] {
        let what = format!("There is one place. {what}");
        let mut client = Client::talking(server, "first").map_err(came)?;
        client.says(line);
        client.hears_the_end().map_err(|it| {
            it.when(format!("{what} Its client waited for the end, but"), None, None)
        })?;
        let words = format!("{what} The next client came, but");
        let next = Client::talking(server, "next");
        next.map_err(|it| it.when(words, None, Some(ended)))?;
    }
    Ok(())
}

/// A connection is reset before it is accepted.
fn gone_in_the_queue(server: &Server) -> Result<(), Wrong> {
    let first = Client::talking(server, "first").map_err(came)?;
    // There is one place, so this one is not accepted yet.
    Client::comes(server).map_err(came)?.resets();
    drop(first);
    let words = "A client reset its connection while it was in the queue. The next one came, but";
    let next = Client::talking(server, "next");
    next.map(drop).map_err(|it| it.when(words, Some("keeps_the_places"), Some("asks_who_has_gone")))
}

/// How many clients come in all, and how many of them at a time.
const CLIENTS: usize = 300;
const AT_A_TIME: usize = 100;

/// A server may keep a few things for itself, however many clients come.
const OWN: usize = 5;

/// Pieces of memory that a server may keep: glibc keeps some stacks for new threads, and a heap for
/// as many threads as there were at a time. Each thread that nobody has joined leaves two.
const OWN_MEMORY: usize = 400;

fn many_clients(server: &Server) -> Result<(), Wrong> {
    let process = server.process;
    // It came first, and stays.
    let first = Client::talking(server, "first").map_err(came)?;
    let has = || Some([process.threads()?, process.descriptors()?]);
    let (Some([threads, descriptors]), Some(memory)) = (has(), process.pieces_of_memory()) else {
        return Ok(skip("this system does not show what a process has in /proc")?);
    };
    for batch in 0..CLIENTS / AT_A_TIME {
        come_and_go(server, AT_A_TIME, batch == 0, Some("keeps_the_streams"), None)?;
    }
    let mut left = [0; 2];
    server.wait(|| {
        left = has()?;
        (left[0] <= threads + OWN && left[1] <= descriptors + OWN).then_some(())
    });
    let [threads_left, descriptors_left] = left;
    let after = format!("{CLIENTS} clients have come and gone. Your server");
    if descriptors_left > descriptors + OWN {
        let words = format!(
            "{after} had {descriptors} descriptors before them, and has {descriptors_left} now."
        );
        return Err(seen(words, Some("keeps_the_streams")));
    }
    if threads_left > threads + OWN {
        let words =
            format!("{after} had {threads} threads before them, and has {threads_left} now.");
        return Err(seen(words, None));
    }
    let memory_left = || process.pieces_of_memory().unwrap_or_default();
    // Another thread may be about to join them.
    let fewer = || server.wait(|| (memory_left() <= memory + OWN_MEMORY).then_some(()));
    if fewer().is_none() {
        let words = format!(
            "{after} had {memory} pieces of memory (/proc/PID/maps) before them, and has {} now: the \
             stacks of threads that have ended.",
            memory_left()
        );
        drop(first);
        return Err(match fewer() {
            None => seen(words, Some("keeps_the_handles")),
            Some(()) => {
                let words = format!("{words} When the client that came first had gone, they went.");
                seen(words, Some("joins_in_order"))
            }
        });
    }
    Ok(())
}
