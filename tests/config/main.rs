//! Grades `16_config`: a server that is told what to do by a file, and told to stop by a signal.

mod reading;
mod settings;
mod stopping;

use std::net::{Ipv4Addr, TcpListener};

use grader::real::client::{Client, End, Trouble, Wrong, seen};
use grader::real::idle::Idle;
use grader::real::limits;
use grader::real::process::Signal;
use grader::real::server::Server;
use grader::{Bench, Failure, skip};
use reading::{
    PORTS, UNKNOWN_KEYS, WRONG_VALUES, is_refused, no_use, not_to_be_had, settings_first,
};
use settings::{Settings, Started, ended_early, start, waits};
use stopping::{deadline, nobody_new, on_unix, present_clients_finish, second_signal, stops};

grader::checks! {
    exercise: "config",
    mistakes: &[],
    seen: MISTAKES,

    #[points(2)]
    fn it_waits_where_the_settings_say(bench) {
        waits_at_the_port(bench)
    }

    #[points(2)]
    fn a_wrong_value_is_an_error(bench) {
        WRONG_VALUES.iter().try_for_each(|wrong| is_refused(bench, wrong))
    }

    #[points(1)]
    fn a_port_has_16_bits(bench) {
        PORTS.iter().try_for_each(|wrong| is_refused(bench, wrong))
    }

    #[points(1)]
    fn an_unknown_key_is_an_error(bench) {
        UNKNOWN_KEYS.iter().try_for_each(|wrong| is_refused(bench, wrong))
    }

    #[points(1)]
    fn a_file_that_is_no_use_is_an_error(bench) {
        no_use(bench)
    }

    #[points(1)]
    fn the_settings_are_read_first(bench) {
        settings_first(bench)
    }

    #[points(1)]
    fn an_address_that_cannot_be_had_is_an_error(bench) {
        not_to_be_had(bench)
    }

    #[points(1)]
    fn the_limit_of_clients_holds(bench) {
        serving(bench, &["clients = 1"], limit_of_clients)
    }

    #[points(1)]
    fn an_accept_that_fails_is_tried_again(bench) {
        serving(bench, &[], accept_fails)
    }

    #[points(1)]
    fn a_signal_stops_the_server(bench) {
        on_unix(|| [Signal::Term, Signal::Int].into_iter().try_for_each(|it| stops(bench, it)))
    }

    #[points(1)]
    fn nobody_new_after_the_signal(bench) {
        on_unix(|| nobody_new(bench))
    }

    #[points(2)]
    fn the_present_clients_finish(bench) {
        on_unix(|| present_clients_finish(bench))
    }

    #[points(1)]
    fn the_deadline_cuts_the_rest_off(bench) {
        on_unix(|| deadline(bench))
    }

    #[points(1)]
    fn a_second_signal_ends_at_once(bench) {
        on_unix(|| second_signal(bench))
    }
}

/// All of these show from outside; the checks name them.
const MISTAKES: &[&str] = &[
    "says_so_before_listen",
    "root_from_the_working_folder",
    "default_for_a_wrong_value",
    "panics_instead_of_words",
    "success_for_bad_settings",
    "no_line",
    "no_key",
    "not_what_is_allowed",
    "root_is_not_looked_at",
    "limits_without_bounds",
    "cut_to_16_bits",
    "ignores_unknown_keys",
    "bytes_that_are_no_text",
    "default_for_a_missing_key",
    "binds_first",
    "only_the_kernels_words",
    "no_limit_of_clients",
    "turns_clients_away",
    "an_accept_error_ends_the_server",
    "asks_again_at_once",
    "exit_code_of_a_failure",
    "waits_although_nobody_is_there",
    "keeps_accepting",
    "keeps_the_listener_open",
    "cuts_the_clients_off",
    "one_talk_is_not_all",
    "no_deadline",
    "ignores_the_second_signal",
];

/// Starts a server with these settings, has it judged, and says what became of it.
fn serving(
    bench: &Bench<'_>,
    settings: &[&str],
    judge: impl FnOnce(&Server) -> Result<(), Wrong>,
) -> Result<(), Failure> {
    waits(bench, &Settings::with(settings)?)?.judged(judge).map(drop)
}

/// A client that sends a line, and has it back.
fn echo(client: &mut Client) -> Result<(), Trouble> {
    const LINE: &str = "hello";
    client.says(format!("{LINE}\n"));
    match client.hears_a_line()? {
        line if line == LINE => Ok(()),
        line => Err(Trouble::Other(line, LINE.to_owned())),
    }
}

/// A new client.
fn comes(server: &Server) -> Result<Client, Wrong> {
    let situation =
        format!("Your program said that it waits at {}. A client came, but", server.address);
    server.connect().map_err(|it| it.when(situation, None, None))
}

/// A client that has been accepted: it has had an answer.
fn talks(server: &Server) -> Result<Client, Wrong> {
    let mut client = comes(server)?;
    let situation = format!("A client at {} sent a line, but", server.address);
    echo(&mut client).map_err(|it| it.when(situation, None, None))?;
    Ok(client)
}

fn waits_at_the_port(bench: &Bench<'_>) -> Result<(), Failure> {
    serving(bench, &[], |server| talks(server).map(drop))?;
    // Between the look for a free port and the program's bind, somebody else may be given the port, and
    // may have left it again when one looks. That this happens so many times in a row is out of the
    // question.
    const TRIES: usize = 6;
    let mut failure = None;
    for _ in 0..TRIES {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|free| free.local_addr());
        let free = free.map_err(|error| format!("no port of 127.0.0.1 is free: {error}"))?;
        let settings = Settings::with(&[&format!("port = {}", free.port())])?;
        match start(bench, &settings)? {
            Started::Waits(server) if server.address == free => {
                return server.judged(talks).map(drop);
            }
            Started::Waits(server) => {
                let words =
                    format!("The settings say {free}. Your program waits at {}.", server.address);
                return Err(Failure::Seen(words, None));
            }
            Started::Ended(run) => failure = Some(ended_early(&run, &settings)),
        }
    }
    Err(failure.unwrap_or_else(|| Failure::Fault("no port stays free".to_owned())))
}

/// For a while the server can have no further descriptor, and a client comes.
fn accept_fails(server: &Server) -> Result<(), Wrong> {
    let limit = match limits::no_descriptor(server.process) {
        Ok(limit) => limit,
        Err(reason) => return Ok(skip(&reason)?),
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
        it.when(words, None, ended).or_floods(Some("asks_again_at_once"))
    })
}

fn limit_of_clients(server: &Server) -> Result<(), Wrong> {
    let first = talks(server)?;
    let mut second = comes(server)?;
    second.says("x");
    let situation = "At most 1 client is allowed, and there is one. A second client connected.";
    let closed = || {
        let words = format!("{situation} Its connection was closed.");
        Err(seen(words, Some("turns_clients_away")))
    };
    if server.process.is_shown() {
        // Whatever the server does because of the second, it has done when it rests.
        let is_answered = || (!second.hears_nothing()).then(|| second.end());
        match server.wait(is_answered) {
            None => {}
            Some(Some(End::Closed | End::Reset(_))) => return closed(),
            Some(None) => {
                let words = format!("{situation} It got an answer at once.");
                return Err(seen(words, Some("no_limit_of_clients")));
            }
        }
    }
    drop(first);
    match second.hears(|heard| heard.pop()) {
        Ok(_) if !server.process.is_shown() => {
            Ok(skip("whether a second client is kept waiting is seen on Linux only")?)
        }
        Ok(_) => Ok(()),
        Err(Trouble::End(_)) => closed(),
        Err(trouble) => {
            let words = format!("{situation} The first went away. The second waited, but");
            Err(trouble.when(words, None, None))
        }
    }
}
