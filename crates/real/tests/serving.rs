//! What became of a server is told with what its client met.

use grader::{Ended, Failure, Program};
use real::client::Wrong;
#[cfg(target_os = "linux")]
use real::client::{End, Trouble};
#[cfg(target_os = "linux")]
use real::limits::{self, Limit};
use real::server::{self, Server, Started};

fn program(kind: &str) -> Program {
    Program::new(env!("CARGO_BIN_EXE_serve")).with_mistake(kind)
}

/// A client says something to a server, and waits for an answer that never comes.
fn judged(words: &str) -> Result<(), Failure> {
    let server = Server::start::<&str>(&program("serve"), []).expect("it serves");
    let judge = |server: &Server| -> Result<(), Wrong> {
        let mut client = server.connect().expect("it listens");
        client.says(format!("{words}\n"));
        let Err(trouble) = client.hears_a_line() else { unreachable!("it says nothing") };
        Err(trouble.when("A client came, but", Some("keeps_silent"), Some("ends")))
    };
    server.judged(judge).map(drop)
}

#[test]
fn a_server_that_runs_is_told_by_what_its_client_met() {
    let Err(Failure::Seen(words, mistake)) = judged("hello") else { panic!("nothing was seen") };
    assert_eq!(
        (words.as_str(), mistake),
        ("A client came, but its stream ended.", Some("keeps_silent"))
    );
}

#[test]
fn a_server_that_has_ended_is_told_by_its_end() {
    let Err(Failure::Seen(words, mistake)) = judged("panic") else { panic!("nothing was seen") };
    assert_eq!(mistake, Some("ends"));
    let whole = words.contains("The whole server has ended.") && words.contains("a client said so");
    assert!(whole, "{words}");
}

#[cfg(target_os = "linux")]
#[test]
fn one_client_waits_while_another_is_served() {
    let server = Server::start::<&str>(&program("serve"), []).expect("it serves");
    let first = server.connect().expect("it listens");
    let taken = server.wait(|| server.queue().filter(|queue| *queue == 0));
    assert_eq!(taken, Some(0));
    let mut second = server.connect().expect("it listens");
    server.has_queued(1).expect("the first is served");
    assert!(matches!(second.hears_the_end(), Err(Trouble::Silence(_))), "nobody accepts it");
    drop(first);
    second.says_no_more();
    assert_eq!(second.hears_the_end().expect("it is served"), End::Closed);
}

/// A limit that left it more descriptors than it has places would have it wait, rightly, for one of those.
#[cfg(target_os = "linux")]
#[test]
fn a_limit_that_is_too_high_does_not_stay_so() {
    let server = Server::start::<&str>(&program("serve_five"), []).expect("it serves");
    let too_high = limits::lower(server.process, Limit::Descriptors, 100).expect("a limit");
    let starved = limits::accept_fails(&server, too_high).expect("clients come");
    let rest = starved.rest.expect("accept has failed, and it tries again");
    assert!(rest < limits::LONG / 2, "{:?}, {rest:?}", starved.idle);
}

/// Each of them takes one client with the descriptor that it has, and finds no second one.
#[cfg(target_os = "linux")]
#[test]
fn whom_several_accept_at_once_is_not_turned_away() {
    let server = Server::start::<&str>(&program("serve_by_three"), []).expect("it serves");
    let limit = limits::no_descriptor(server.process).expect("a limit");
    let mut starved = limits::accept_fails(&server, limit).expect("clients come");
    assert!(!starved.is_turned_away);
    starved.client.says("hello\n");
    assert_eq!(starved.client.hears_a_line().ok().as_deref(), Some("hello"));
}

#[test]
fn what_is_no_server_is_told_as_what_it_is() {
    let started = |kind| server::start::<&str>(&program(kind), []).expect("it starts");
    assert!(matches!(started("nothing"), Started::Says(line, _) if line == "ready"));
    assert!(matches!(started("todo"), Started::Ended(run) if run.ended == Ended::NotStarted));
    assert!(matches!(started("exit").waits(), Err(Failure::Ended(Ended::Exited(0)))));
}

#[test]
fn a_line_for_the_grader_that_is_nonsense_is_the_programs_own() {
    let started = server::start::<&str>(&program("nonsense_line"), []).expect("the program starts");
    match started.waits() {
        Err(Failure::Seen(words, None)) => assert!(words.contains("`nonsense`"), "{words}"),
        other => panic!("{other:?}"),
    }
}
