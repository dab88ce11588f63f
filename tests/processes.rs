//! Grades `17_processes`: a server seen by its clients, and by what the kernel shows of its
//! processes.

#[path = "service/children.rs"]
mod children;
mod service;

use std::collections::BTreeSet;

use children::{holders, is_waited_for, no_children, without_a_thread};
#[cfg(unix)]
use grader::Folder;
use grader::process::{Process, Signal};
use grader::{Bench, DEADLINE, Failure, skip};
use real::client::{End, Name, Trouble, Wrong, seen};
use real::idle;
use real::kernel::{self, State};
use real::server::Server;
use service::{
    AcceptMistakes, Client, PlaceMistakes, ThreadMistakes, came, come_and_go, interleaved,
    keeps_to_the_places, no_thread, served, sleeps_although_one_waits, speaks_later,
    tries_accept_again,
};

grader::checks! {
    exercise: "processes",
    mistakes: &[],
    seen: MISTAKES,

    #[points(2)]
    fn a_silent_client_keeps_nobody_waiting(bench) {
        on_unix(bench, 32, |server| silent_clients(bench, server))
    }

    #[points(1)]
    fn a_silent_client_may_speak_later(bench) {
        on_unix(bench, 32, |server| {
            speaks_later(server, Some("silent_clients_are_left"))?;
            is_waited_for(server)
        })
    }

    #[points(2)]
    fn every_client_has_a_process_of_its_own(bench) {
        on_unix(bench, 32, own_processes)
    }

    #[points(2)]
    fn the_child_alone_has_the_connection(bench) {
        on_unix(bench, 32, child_alone)
    }

    #[points(3)]
    fn nothing_is_left_behind(bench) {
        on_linux(bench, 32, many_clients)
    }

    #[points(1)]
    fn the_places_are_a_limit(bench) {
        let names = PlaceMistakes {
            takes_none: Some("takes_no_place"),
            // As long as their children are there: where none shows, somebody else serves them.
            no_limit: |server| {
                let children = server.process.children().len();
                (!cfg!(target_os = "linux") || children >= 5).then_some("the_place_is_dropped_at_once")
            },
            after_a_while: Some("waits_a_while"),
            accepts_first: Some("accepts_before_there_is_a_place"),
            keeps_places: None,
            in_order: Some("waits_in_order"),
        };
        is_unix()?;
        keeps_to_the_places(bench, &names)
    }

    #[points(2)]
    fn the_end_of_one_child_harms_no_other(bench) {
        on_linux(bench, 32, children_that_fail)
    }

    #[points(1)]
    fn a_program_that_cannot_start_harms_no_other(bench) {
        no_program(bench)
    }

    #[points(1)]
    fn a_thread_that_cannot_be_made_harms_no_other(bench) {
        on_linux(bench, 2, |server| {
            let kept_open = |client: &Client| keeps_the_connection(server, client);
            let expects_one = Some("expects_a_thread");
            let stops = Some("stops_listening");
            let names =
                ThreadMistakes { talks_itself: None, waits_for_one: None, expects_one, stops };
            no_thread(server, &names, kept_open)?;
            without_a_thread(server)
        })
    }

    #[points(1)]
    fn an_accept_that_fails_is_tried_again(bench) {
        let names = AcceptMistakes {
            ends: Some("an_accept_error_ends_the_server"),
            at_once: Some("asks_again_at_once"),
            turns_away: Some("turns_away"),
            too_long: Some("rests_too_long"),
            stops: Some("stops_listening"),
        };
        on_unix(bench, 32, |server| tries_accept_again(server, &names))
    }

    #[points(2)]
    fn no_child_has_the_listening_socket(bench) {
        on_linux(bench, 32, port_is_free)
    }
}

/// All of these show from outside; the checks name them.
const MISTAKES: &[&str] = &[
    "waits_in_the_loop",
    "first_read_in_the_parent",
    "silent_clients_are_left",
    "connections_do_not_wait",
    "shuts_the_connection_down",
    "only_standard_input",
    "the_error_output_too",
    "no_new_process",
    "a_child_of_a_child",
    "relays_the_bytes",
    "keeps_the_connections",
    "resets_at_the_end",
    "waits_with_the_connection",
    "no_wait",
    "reaps_at_the_next_client",
    "waits_a_while",
    "waits_in_order",
    "nobody_waits_without_a_thread",
    "takes_no_place",
    "the_place_is_dropped_at_once",
    "accepts_before_there_is_a_place",
    "a_child_ends_the_server",
    "expects_a_child",
    "expects_a_thread",
    "an_accept_error_ends_the_server",
    "asks_again_at_once",
    "rests_too_long",
    "turns_away",
    "stops_listening",
    "the_child_keeps_the_listener",
];

fn on_unix(
    bench: &Bench<'_>,
    places: usize,
    judge: impl FnOnce(&Server) -> Result<(), Wrong>,
) -> Result<(), Failure> {
    is_unix()?;
    served(bench, places, &[], judge)
}

fn is_unix() -> Result<(), Failure> {
    match cfg!(unix) {
        true => Ok(()),
        false => skip("a connection can be another program's standard input on Unix systems only"),
    }
}

fn on_linux(
    bench: &Bench<'_>,
    places: usize,
    judge: impl FnOnce(&Server) -> Result<(), Wrong>,
) -> Result<(), Failure> {
    if Process::new(std::process::id()).is_shown() {
        served(bench, places, &[], judge)
    } else {
        skip("this system does not show its processes in /proc")
    }
}

/// The mistake, if the first process has this client's connection.
fn keeps_the_connection(server: &Server, client: &Client) -> Name {
    let kept = holders(server, client).contains(&server.process);
    kept.then_some("keeps_the_connections")
}

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
        Err(trouble @ Trouble::End(_)) => {
            let name = why_it_ends(bench);
            if name == Some("shuts_the_connection_down") {
                let words = format!(
                    "A client came, but {trouble}. So did that of one whose process only sleeps, and has \
                     the connection."
                );
                return Err(seen(words, name));
            }
            return Err(trouble.when("A client came, but", name, None));
        }
        Err(trouble) => return Err(came(trouble)),
    }
    // A program that does not wait for its input has ended by now.
    if server.wait(|| silent.connection.end()).is_some() {
        let words = "A client came and said nothing. Its stream ended: its process did not wait.";
        return Err(seen(words, why_it_ends(bench)));
    }
    let mut more = Vec::new();
    for _ in 0..7 {
        more.push(Client::comes(server).map_err(came)?);
    }
    let words =
        "There are 32 places. 9 clients have come and say nothing. One more said a line, but";
    Client::talking(server, "good").map(drop).map_err(|it| it.when(words, None, None))
}

/// Why a client's stream ends at once. A child that keeps its connection, and does nothing else, shows that.
fn why_it_ends(bench: &Bench<'_>) -> Name {
    let mut mistake = None;
    let sleeps = served(bench, 2, &["sleep", "60"], |server| {
        let mut client = Client::comes(server).map_err(came)?;
        // The child has the connection, and will not close it.
        let has_it = || server.process.children().into_iter().find(|child| child.has_socket(0));
        let Some(child) = server.wait(has_it) else { return Ok(()) };
        if server.wait(|| client.connection.end()).is_some() && child.has_socket(0) {
            mistake = Some("shuts_the_connection_down");
        } else if client.options(server).is_some_and(|options| options.nonblocking) {
            mistake = Some("connections_do_not_wait");
        }
        Ok(())
    });
    sleeps.ok().and(mistake)
}

/// A client was not answered, as another one is silent. Who keeps it waiting?
fn who_waits(server: &Server, mut silent: Client, good: &mut Client) -> Wrong {
    let words = "A client came and said nothing. A second one came and said a line, and heard \
                 nothing.";
    // The kernel's table may lack a row while it is read.
    match server.wait(|| server.queue()) {
        None => return seen(words, None),
        Some(0) => {
            let mut children = server.process.children().into_iter();
            return if children.any(has_only_the_input) {
                let words = format!(
                    "{words} It has a process, whose standard input is the connection. But the \
                     standard output of this process is something else."
                );
                seen(words, Some("only_standard_input"))
            } else {
                seen(format!("{words} But your server has accepted it."), None)
            };
        }
        Some(_) => {}
    }
    let words = format!("{words} It was still in the queue: your server did not accept it.");
    silent.says("late");
    // It is out of the queue as soon as it is accepted.
    if server.wait(|| (server.queue() == Some(0)).then_some(())).is_some() {
        let words = format!("{words} As soon as the first one had said a line, it was accepted.");
        return seen(words, Some("first_read_in_the_parent"));
    }
    let has_children = !server.process.children().is_empty();
    drop(silent);
    if good.hears("good").is_err() {
        return seen(words, None);
    }
    let words = format!("{words} When the first one had gone, it was accepted.");
    if has_children {
        return seen(words, Some("waits_in_the_loop"));
    }
    let words = format!("{words} Your server had no child. It talks by itself.");
    seen(words, Some("no_new_process"))
}

/// Whether a process has a socket as its standard input, and not as its standard output.
fn has_only_the_input(process: Process) -> bool {
    process.has_socket(0) && !process.has_socket(1)
}

fn own_processes(server: &Server) -> Result<(), Wrong> {
    let mut clients = interleaved(server, None)?;
    if kernel::rows_of(server.process.id()).is_err() {
        return Ok(());
    }
    let mut children: BTreeSet<Process> = BTreeSet::new();
    let number_of_clients = clients.len();
    for (number, client) in clients.iter_mut().enumerate() {
        let mut holders = holders(server, client);
        let talks_itself = holders.contains(&server.process);
        holders.retain(|process| *process != server.process);
        match holders.as_slice() {
            [] => {
                let all = server.process.children();
                let words = format!(
                    "{} clients talk. Your server has {} children. None of them has the connection of \
                     client {number}.",
                    number_of_clients,
                    all.len()
                );
                if all.is_empty() {
                    let name = if talks_itself {
                        Some("no_new_process")
                    } else {
                        // Or its processes have gone.
                        another_talks(server, client).then_some("a_child_of_a_child")
                    };
                    return Err(seen(words, name));
                }
                let pipes = |child: &Process| child.has_pipe(0) && child.has_pipe(1);
                let relays = all.iter().any(pipes) && client.options(server).is_some();
                return Err(seen(words, relays.then_some("relays_the_bytes")));
            }
            some if some.iter().any(|child| child.has_socket(2)) => {
                let words = "A client talks with its own process. The connection is also the standard \
                             error output of this process.";
                return Err(seen(words, Some("the_error_output_too")));
            }
            some => children.extend(some),
        }
    }
    if children.len() < clients.len() {
        let words = format!(
            "{} clients talk. Your server has {} children for them.",
            clients.len(),
            children.len()
        );
        return Err(seen(words, None));
    }
    Ok(())
}

/// Neither the server nor a child of it has the connection, and its client is answered.
fn another_talks(server: &Server, client: &mut Client) -> bool {
    /// A table that others change meanwhile may be read without a row. Not so many times in a row.
    const LOOKS: usize = 5;
    let nobody = |client: &Client| {
        let looks = || holders(server, client).is_empty() && server.process.children().is_empty();
        (0..LOOKS).all(|_| looks())
    };
    nobody(client) && client.talks("again").is_ok() && nobody(client)
}

fn child_alone(server: &Server) -> Result<(), Wrong> {
    let mut client = Client::talking(server, "one").map_err(came)?;
    let alone = || {
        // The child has it for certain. If nobody seems to, the kernel's table was incomplete.
        let holders = holders(server, &client);
        !holders.is_empty() && !holders.contains(&server.process)
    };
    // The parent closes its copies by itself, and need not be as quick as the child.
    let shown = kernel::rows_of(server.process.id()).is_ok();
    let mut sleeps = shown && sleeps_with_the_connection(server, &client);
    // It need not sleep for long, and on a busy machine that may be over before one looks.
    for _ in 0..3 {
        let another = Client::talking(server, "one").map_err(came)?;
        sleeps = shown && (sleeps || sleeps_with_the_connection(server, &another));
    }
    let kept = shown && server.wait(|| alone().then_some(())).is_none();
    let kept = kept.then(|| holders(server, &client));
    let resets = client.options(server).is_some_and(|options| options.resets);
    client.says_no_more();
    let words = "A client ended its own stream. Its talk has ended, and its process too. It";
    let end = client.hears_the_end().map_err(|it| {
        let words = format!("{words} waited for the end of your stream, but");
        it.when(words, keeps_the_connection(server, &client), None)
    })?;
    if let End::Reset(_) = end {
        let words = format!("{words} saw no end of your stream, but a reset.");
        return Err(seen(words, Some("resets_at_the_end").filter(|_| resets)));
    }
    match kept {
        None if sleeps => {
            let words = "A client talked with its own process. Your server's first process had that connection \
                         too, and slept for a while before it closed its copies.";
            Err(seen(words, None))
        }
        None => Ok(()),
        // The first process and the child.
        Some(kept) if kept.len() > 1 && kept.contains(&server.process) => {
            let words = "A client talks with its own process. Your server's first process has that \
                         connection too, as long as the talk goes on.";
            Err(seen(words, Some("waits_with_the_connection")))
        }
        Some(_) => {
            let words = "A client talks. No child of your server has its connection, as long as the talk \
                         goes on.";
            Err(seen(words, None))
        }
    }
}

/// Whether the first process sleeps for a while, and has this client's connection meanwhile.
fn sleeps_with_the_connection(server: &Server, client: &Client) -> bool {
    // The kernel's table may lack a row while it is read.
    let has_row = || {
        let rows = kernel::rows_of(server.process.id()).unwrap_or_default();
        rows.iter().any(|row| row.remote == client.connection.local)
    };
    idle::sleeps_although(server.process, || (0..3).any(|_| has_row()))
}

/// How many clients come in all, and how many of them at a time.
const CLIENTS: usize = 1000;
const AT_A_TIME: usize = 20;

/// A server may keep a few things for itself, however many clients come.
const OWN: usize = 5;

fn many_clients(server: &Server) -> Result<(), Wrong> {
    let process = server.process;
    // It came first, and stays.
    let mut first = Some(Client::talking(server, "first").map_err(came)?);
    let has = || [process.threads(), process.descriptors()].map(Option::unwrap_or_default);
    let [threads, descriptors] = has();
    // Those that leave something behind do so from the beginning.
    come_and_go(server, AT_A_TIME, true, Some("keeps_the_connections"), None)?;
    no_children(server, AT_A_TIME, &mut first)?;
    for _ in 1..CLIENTS / AT_A_TIME {
        come_and_go(server, AT_A_TIME, false, None, Some("a_child_ends_the_server"))?;
    }
    no_children(server, CLIENTS, &mut first)?;
    server.wait(|| (has()[0] <= threads + OWN && has()[1] <= descriptors + OWN).then_some(()));
    let [threads_left, descriptors_left] = has();
    let after = format!("{CLIENTS} clients have come and gone. Your server");
    if descriptors_left > descriptors + OWN {
        let words = format!(
            "{after} had {descriptors} descriptors before them, and has {descriptors_left} now."
        );
        return Err(seen(words, Some("keeps_the_connections")));
    }
    if threads_left > threads + OWN {
        let words =
            format!("{after} had {threads} threads before them, and has {threads_left} now.");
        return Err(seen(words, None));
    }
    Ok(())
}

fn children_that_fail(server: &Server) -> Result<(), Wrong> {
    let mut witness = Client::talking(server, "witness").map_err(came)?;
    let children = server.process.children();
    let mut others_go_on = |what: &str| {
        // The parent hears of it too. Then whatever this does to the server has been done.
        server.wait(|| {
            (server.process.is_zombie() || server.process.children().len() <= children.len())
                .then_some(())
        });
        let ended = Some("a_child_ends_the_server");
        let words = format!("{what} Another client talked on, but");
        witness.talks("witness").map_err(|it| it.when(words, None, ended))?;
        let words = format!("{what} The next client came, but");
        Client::talking(server, "next").map(drop).map_err(|it| it.when(words, None, ended))
    };

    let mut client = Client::talking(server, "killed").map_err(came)?;
    let child = holders(server, &client).into_iter().find(|process| *process != server.process);
    let Some(child) = child else {
        let words = "A client talks, and no child of your server has its connection.";
        return Err(seen(words, None));
    };
    child.signal(Signal::Kill)?;
    let what = "The process of one client was killed.";
    client.hears_the_end().map_err(|it| {
        let words = format!("{what} The client waited for the end, but");
        it.when(words, keeps_the_connection(server, &client), None)
    })?;
    others_go_on(what)?;

    Client::talking(server, "resets").map_err(came)?.resets();
    others_go_on("A client reset its connection.")?;

    let mut client = Client::talking(server, "panics").map_err(came)?;
    client.says("panic");
    let what = "A talk panicked.";
    client.hears_the_end().map_err(|it| it.when(format!("{what} But"), None, None))?;
    others_go_on(what)
}

/// The program is not there. Then it is.
#[cfg(unix)]
fn no_program(bench: &Bench<'_>) -> Result<(), Failure> {
    let folder = Folder::new()?;
    let program = folder.path().join("talk");
    let Some(path) = program.to_str() else {
        return Err(Failure::Fault(format!("{} is no UTF-8", program.display())));
    };
    served(bench, 2, &[path, "talk"], |server| {
        let situation = "The program for the clients could not be started (ENOENT).";
        let is_there = || {
            let link = std::fs::canonicalize(bench.program.path())
                .and_then(|executable| std::os::unix::fs::symlink(executable, &program));
            link.map_err(|error| format!("{} cannot be made: {error}", program.display()))
        };
        // More clients than there are places.
        for _ in 0..3 {
            let mut unlucky = Client::comes(server)
                .map_err(|it| it.when(situation, None, Some("expects_a_child")))?;
            unlucky.says("unlucky");
            if let Err(it) = unlucky.hears_the_end() {
                let name = keeps_the_connection(server, &unlucky);
                is_there()?;
                let words = format!("{situation} A client waited for the end, but");
                // Who tries again keeps it for that.
                let name = name.filter(|_| unlucky.hears("unlucky").is_err());
                return Err(it.when(words, name, Some("expects_a_child")));
            }
        }
        is_there()?;
        let words = format!("{situation} Then it could. A client came, but");
        let next = Client::talking(server, "next");
        next.map(drop).map_err(|it| it.when(words, None, Some("expects_a_child")))
    })
}

#[cfg(not(unix))]
fn no_program(bench: &Bench<'_>) -> Result<(), Failure> {
    on_unix(bench, 32, |_| Ok(()))
}

/// The first process is killed, and a client still talks with its own. Another server may have the
/// port.
fn port_is_free(server: &Server) -> Result<(), Wrong> {
    let mut client = Client::talking(server, "one").map_err(came)?;
    server.process.signal(Signal::Kill)?;
    if kernel::until(DEADLINE, || server.process.is_zombie().then_some(())).is_none() {
        return Err("a process was killed, and goes on".to_owned().into());
    }
    let words =
        "Your server's first process was killed while a client talked with its own process.";
    client.talks("two").map_err(|trouble| {
        seen(format!("{words} The client talked on, but {trouble}."), Some("no_new_process"))
    })?;
    let listens = || kernel::row_at(server.address, State::Listen).unwrap_or_default();
    if server.wait(|| listens().is_none().then_some(())).is_none() {
        let words = format!(
            "{words} The kernel shows that its socket still listens at {}: a child has it. A new \
             server cannot have the port.",
            server.address
        );
        return Err(seen(words, Some("the_child_keeps_the_listener")));
    }
    // The standard library sets SO_REUSEADDR, as the server did.
    match std::net::TcpListener::bind(server.address) {
        Ok(_) => Ok(()),
        Err(error) => {
            let words = format!("{words} A new server could not have the port: {error}.");
            Err(seen(words, Some("the_child_keeps_the_listener")))
        }
    }
}
