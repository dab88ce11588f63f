//! Grades `14_processes`: a server seen by its clients, and by what the kernel shows of its
//! processes.

mod service;

use std::collections::BTreeSet;

#[cfg(unix)]
use grader::Folder;
use grader::kernel::{self, State};
use grader::real::client::{Trouble, Wrong, seen};
use grader::real::process::{Process, Signal};
use grader::real::server::Server;
use grader::{Bench, DEADLINE, Failure, skip};
use service::{
    AcceptMistakes, Client, PlaceMistakes, came, come_and_go, interleaved, keeps_to_the_places,
    served, tries_accept_again,
};

grader::checks! {
    exercise: "processes",
    mistakes: &[],
    seen: MISTAKES,

    #[points(2)]
    fn a_silent_client_keeps_nobody_waiting(bench) {
        on_unix(bench, 32, silent_clients)
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
            no_limit: Some("the_place_is_dropped_at_once"),
            accepts_first: Some("accepts_before_there_is_a_place"),
            keeps_places: Some("reaps_at_the_next_client"),
        };
        on_unix(bench, 2, |server| keeps_to_the_places(server, &names))
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
    fn an_accept_that_fails_is_tried_again(bench) {
        let names = AcceptMistakes {
            ends: Some("an_accept_error_ends_the_server"),
            at_once: Some("asks_again_at_once"),
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
    "only_standard_input",
    "no_new_process",
    "keeps_the_connections",
    "waits_with_the_connection",
    "no_wait",
    "reaps_at_the_next_client",
    "the_place_is_dropped_at_once",
    "accepts_before_there_is_a_place",
    "a_child_ends_the_server",
    "expects_a_child",
    "an_accept_error_ends_the_server",
    "asks_again_at_once",
    "the_child_keeps_the_listener",
];

fn on_unix(
    bench: &Bench<'_>,
    places: usize,
    judge: impl FnOnce(&Server) -> Result<(), Wrong>,
) -> Result<(), Failure> {
    if cfg!(unix) {
        served(bench, places, &[], judge)
    } else {
        skip("a connection can be another program's standard input on Unix systems only")
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

/// The processes that have this client's connection, where the kernel shows it: of the server and
/// its children.
fn holders(server: &Server, client: &Client) -> Vec<Process> {
    let has_it = |process: &Process| {
        let rows = kernel::rows_of(process.id()).unwrap_or_default();
        let client = client.connection.local;
        rows.iter().any(|row| row.state != State::Listen && row.remote == client)
    };
    let all = [server.process].into_iter().chain(server.process.children());
    all.filter(has_it).collect()
}

fn silent_clients(server: &Server) -> Result<(), Wrong> {
    let mut silent = Client::comes(server).map_err(came)?;
    let mut good = Client::comes(server).map_err(came)?;
    match good.talks("good") {
        Ok(()) => {}
        Err(Trouble::Silence(_)) => return Err(who_waits(server, &mut silent)),
        Err(trouble) => return Err(came(trouble)),
    }
    let mut more = Vec::new();
    for _ in 0..7 {
        more.push(Client::comes(server).map_err(came)?);
    }
    let words =
        "There are 32 places. 9 clients have come and say nothing. One more said a line, but";
    Client::talking(server, "good").map(drop).map_err(|it| it.when(words, None, None))
}

/// A client was not answered, as another one is silent. Who keeps it waiting?
fn who_waits(server: &Server, silent: &mut Client) -> Wrong {
    let words = "A client came and said nothing. A second one came and said a line, and heard \
                 nothing.";
    match server.queue() {
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
    let words = format!("{words} It still waited in the queue: your server did not accept it.");
    silent.says("late");
    // It is out of the queue as soon as it is accepted.
    if server.wait(|| (server.queue() == Some(0)).then_some(())).is_some() {
        let words = format!("{words} As soon as the first one had said a line, it was accepted.");
        return seen(words, Some("first_read_in_the_parent"));
    }
    if server.process.children().is_empty() {
        let words = format!("{words} Your server has no child. It talks by itself.");
        return seen(words, Some("no_new_process"));
    }
    seen(words, Some("waits_in_the_loop"))
}

/// Whether a process has a socket as its standard input, and not as its standard output.
fn has_only_the_input(process: Process) -> bool {
    process.has_socket(0) && !process.has_socket(1)
}

fn own_processes(server: &Server) -> Result<(), Wrong> {
    let clients = interleaved(server, None)?;
    if kernel::rows_of(server.process.id()).is_err() {
        return Ok(());
    }
    let mut children: BTreeSet<Process> = BTreeSet::new();
    for (number, client) in clients.iter().enumerate() {
        let mut holders = holders(server, client);
        holders.retain(|process| *process != server.process);
        match holders.as_slice() {
            [] => {
                let (clients, children) = (clients.len(), server.process.children().len());
                let words = format!(
                    "{clients} clients talk. Your server has {children} children. None of them has \
                     the connection of client {number}."
                );
                let mistake = (children == 0).then_some("no_new_process");
                return Err(seen(words, mistake));
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

fn child_alone(server: &Server) -> Result<(), Wrong> {
    let mut client = Client::talking(server, "one").map_err(came)?;
    let alone = || {
        // The child has it for certain. If nobody seems to, the kernel's table was incomplete.
        let holders = holders(server, &client);
        !holders.is_empty() && !holders.contains(&server.process)
    };
    // The parent closes its copies by itself, and need not be as quick as the child.
    let shown = kernel::rows_of(server.process.id()).is_ok();
    let kept = shown && server.wait(|| alone().then_some(())).is_none();
    client.says_no_more();
    client.hears_the_end().map_err(|it| {
        let words = "A client ended its own stream. Its talk has ended, and its process too. It \
                     waited for the end of your stream, but";
        it.when(words, Some("keeps_the_connections"), None)
    })?;
    if kept {
        let words = "A client talks with its own process. Your server's first process has that \
                     connection too, as long as the talk goes on.";
        return Err(seen(words, Some("waits_with_the_connection")));
    }
    Ok(())
}

/// How many clients come in all, and how many of them at a time.
const CLIENTS: usize = 1000;
const AT_A_TIME: usize = 20;

/// A server may keep a few things for itself, however many clients come.
const OWN: usize = 5;

fn many_clients(server: &Server) -> Result<(), Wrong> {
    let process = server.process;
    let has = || [process.threads(), process.descriptors()].map(Option::unwrap_or_default);
    let [threads, descriptors] = has();
    // Those that leave something behind do so from the beginning.
    come_and_go(server, AT_A_TIME, true, Some("keeps_the_connections"), None)?;
    no_children(server, AT_A_TIME)?;
    for _ in 1..CLIENTS / AT_A_TIME {
        come_and_go(server, AT_A_TIME, false, None, Some("a_child_ends_the_server"))?;
    }
    no_children(server, CLIENTS)?;
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

/// Nothing is left of the children of so many clients.
fn no_children(server: &Server, clients: usize) -> Result<(), Wrong> {
    if server.wait(|| server.process.children().is_empty().then_some(())).is_some() {
        return Ok(());
    }
    let children = server.process.children();
    let zombies = children.iter().filter(|child| child.is_zombie()).count();
    let words = format!("{clients} clients have come and gone, and their talks have ended.");
    if zombies < children.len() {
        let words = format!("{words} Your server still has {} children.", children.len());
        return Err(seen(words, None));
    }
    let words = format!("{words} {zombies} processes are zombies: nobody has waited for them.");
    // Does the next client change this?
    for _ in 0..2 {
        Client::talking(server, "next").map_err(came)?;
    }
    let fewer = server.wait(|| (server.process.children().len() < zombies).then_some(()));
    if fewer.is_some() {
        let words = format!("{words} When further clients came, there were fewer.");
        return Err(seen(words, Some("reaps_at_the_next_client")));
    }
    Err(seen(words, Some("no_wait")))
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
        it.when(
            format!("{what} The client waited for the end, but"),
            Some("keeps_the_connections"),
            None,
        )
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
    served(bench, 32, &[path, "talk"], |server| {
        let situation = "The program for the clients could not be started (ENOENT).";
        let mut unlucky = Client::comes(server).map_err(came)?;
        unlucky.says("unlucky");
        unlucky.hears_the_end().map_err(|it| {
            let words = format!("{situation} A client waited for the end, but");
            it.when(words, Some("keeps_the_connections"), Some("expects_a_child"))
        })?;
        let link = std::fs::canonicalize(bench.program.path())
            .and_then(|executable| std::os::unix::fs::symlink(executable, &program));
        link.map_err(|error| format!("{} cannot be made: {error}", program.display()))?;
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
