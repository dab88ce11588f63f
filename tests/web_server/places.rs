//! Where a server listens, how many clients have a place, and where the others wait. A place comes back,
//! however a talk ends.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::time::Duration;

use grader::{Bench, Ended, Failure};
use real::client::{Client, Trouble};
use real::idle::{self, Idle};
use real::limits::{self, Limit};
use real::server::{self, Started};

use crate::http::{self, request};
use crate::requests::talks_are_apart;
use crate::server::{Server, and_the_program, answer, is_file, seen, served, serving, trouble};

/// The setting of these checks.
pub const SETTING: [&str; 2] = ["--clients", "12"];
const CLIENTS: usize = 12;

/// Who rests for longer after an accept that failed keeps clients waiting that could be served.
const LONGEST_REST: Duration = Duration::from_secs(2);

/// So many more find room in the kernel's queue, if a program asks for a usual one.
const MORE: usize = 5;

/// A server whose clients share what is no one's, or that has a few threads for all of them, fails a check
/// with several clients that is about something else. That is told in place of what the check has seen.
pub fn or_what_many_meet(bench: &Bench<'_>, failure: Failure) -> Failure {
    if matches!(failure, Failure::Ended(_) | Failure::Fault(_)) {
        return failure;
    }
    if let Err(shared @ Failure::Seen(_, Some("one_buffer_for_all"))) =
        serving(bench, &[], talks_are_apart)
    {
        return shared;
    }
    match serving(bench, &SETTING, |server| all_places(server, "").map(drop)) {
        Err(few @ Failure::Seen(_, Some("a_few_workers"))) => few,
        _ => failure,
    }
}

/// Takes all the places: so many clients are served at a time, each of them once, and stay.
fn all_places(server: &Server, when: &str) -> Result<Vec<Client>, Failure> {
    let mut clients = Vec::new();
    for number in 1..=CLIENTS {
        let words = format!(
            "{when}{CLIENTS} clients may be served at a time. {} had a response and stayed. Then \
             another one asked.",
            number - 1
        );
        let mut client = server.connect()?.patiently();
        http::ask(&mut client, "GET", "/a.txt");
        let got = http::response(&mut client, "GET").map_err(|error| {
            let mistake = match number {
                _ if !when.is_empty() => Some("places_are_lost"),
                2 => Some("one_at_a_time"),
                // With one less it is a matter of counting.
                CLIENTS => Some("one_client_fewer"),
                _ => Some("a_few_workers"),
            };
            trouble(&words, &error, mistake)
        })?;
        is_file(&words, &got, &server.site.bytes("a.txt")?)?;
        clients.push(client);
    }
    Ok(clients)
}

pub fn the_others_wait(server: &Server) -> Result<(), Failure> {
    let file = server.site.bytes("a.txt")?;
    let mut served = all_places(server, "")?;
    let when =
        format!("{CLIENTS} clients may be served at a time, and as many are. {MORE} more came.");
    let mut others = Vec::new();
    for _ in 0..MORE {
        let mut other = match server.program.connect() {
            Ok(client) => client,
            Err(Trouble::Refused(error)) => {
                let words = format!("{when} One could not connect: {error}.");
                return Err(seen(words, Some("no_room_in_the_queue")));
            }
            Err(trouble) => return Err(Failure::Fault(trouble.to_string())),
        };
        http::ask(&mut other, "GET", "/a.txt");
        others.push(other);
    }
    // Whoever is served although there is no place would be by the time at which the server rests.
    let idle = idle::watch(server.program.process);
    let closed = others.iter_mut().filter_map(|it| it.end()).count();
    let heard = others.iter_mut().map(|it| !it.heard().is_empty()).filter(|it| *it).count();
    if heard == MORE {
        return Err(seen(format!("{when} All were served."), Some("clients_without_limit")));
    }
    if heard > 0 {
        let words = format!("{when} {heard} of them had a response at once.");
        return Err(seen(words, (heard == 1).then_some("one_client_more")));
    }
    if closed > 0 {
        let words = format!("{when} {closed} of them were turned away.");
        return Err(seen(words, Some("turns_clients_away")));
    }
    if idle == Some(Idle::Busy) {
        let words = format!("{when} Your server had nothing to do, and kept a processor busy.");
        return Err(seen(words, Some("waits_without_sleeping")));
    }
    if let Some(queue) = server.program.queue()
        && queue as usize != MORE
    {
        let words = format!(
            "{when} They should be in the kernel's queue. It has {queue}: your server has accepted \
             the others."
        );
        return Err(seen(words, Some("accepts_before_there_is_a_place")));
    }
    // As somebody leaves, somebody comes.
    for mut other in others {
        drop(served.pop());
        other = other.patiently();
        let words = format!("{when} Then one of those who were served left.");
        let got = http::response(&mut other, "GET")
            .map_err(|error| trouble(&words, &error, Some("places_are_lost")))?;
        is_file(&words, &got, &file)?;
        served.push(other);
    }
    Ok(())
}

/// More than a program allows that has a limit of its own, and no more than any machine bears.
pub fn many_are_served(server: &Server) -> Result<(), Failure> {
    const MANY: usize = 150;
    let mut clients = Vec::new();
    for number in 0..MANY {
        let words = format!(
            "500 clients may be served at a time. {number} had a response and stayed. Then another one \
             asked."
        );
        let mut client = server.connect()?.patiently();
        http::ask(&mut client, "GET", "/a.txt");
        let got = http::response(&mut client, "GET").map_err(|error| {
            let is_kept_out = matches!(error, http::NoAnswer::Silence | http::NoAnswer::Closed);
            let mistake = (is_kept_out && number >= CLIENTS).then_some("fewer_clients_than_told");
            trouble(&words, &error, mistake)
        })?;
        is_file(&words, &got, &server.site.bytes("a.txt")?)?;
        clients.push(client);
    }
    // By a reset, as that leaves no TIME_WAIT.
    clients.into_iter().for_each(Client::resets);
    Ok(())
}

/// However a talk ends, its place is free again.
pub fn places_come_back(server: &Server) -> Result<(), Failure> {
    for _ in 0..CLIENTS {
        server.connect()?.resets();
        drop(server.connect()?);
        let mut bad = server.connect()?;
        bad.says("This is no request.\r\n\r\n");
        // What it gets is another check's matter.
        let _ = http::response(&mut bad, "GET");
        drop(bad);
        let mut gone = server.connect()?;
        http::ask(&mut gone, "GET", "/huge.bin");
        gone.resets();
        let mut half = server.connect()?;
        half.says(&request("GET", "/a.txt")[..9]);
        drop(half);
    }
    let when = "Clients have come and gone in many ways. ";
    all_places(server, when).map(drop)
}

/// A server that can have no thread for a while. If it lacks memory for something else, it is ended by
/// the standard library, and nothing is known.
pub fn without_threads(bench: &Bench<'_>) -> Result<(), Failure> {
    let (result, run) = served(bench, &SETTING, no_thread)?;
    if run.stderr.contains("memory allocation of ") {
        return Ok(());
    }
    and_the_program(result, &run)
}

/// For a while there is no memory for the stack of another thread.
fn no_thread(server: &Server) -> Result<(), Failure> {
    /// Less than a stack.
    const SPARE: u64 = 64 * 1024;
    let process = server.program.process;
    let when = "For a while no thread could be made for lack of memory (EAGAIN). ";
    idle::settles(process);
    let Some(size) = process.memory() else { return Ok(()) };
    // Whether it is allowed is said by the other check of limits.
    let Ok(limit) = limits::lower(process, Limit::Memory, size + SPARE) else { return Ok(()) };
    let mut unlucky = Vec::new();
    for _ in 0..2 {
        let mut client = server.connect()?;
        http::ask(&mut client, "GET", "/a.txt");
        // It may be closed, or wait, or be served after all.
        let _ = server.program.wait(|| (!client.hears_nothing()).then_some(()));
        unlucky.push(client);
    }
    drop(limit);
    // They are still there, and now there is room for a thread.
    let mut next = server.connect()?.patiently();
    http::ask(&mut next, "GET", "/a.txt");
    if http::response(&mut next, "GET").is_err() {
        unlucky.clear();
        let words = format!("{when}Then one could. Another client asked.");
        if http::response(&mut next, "GET").is_ok() {
            let words = format!("{words} It was answered when those had gone who had come before.");
            return Err(seen(words, Some("talks_in_the_accepting_thread")));
        }
    }
    drop((next, unlucky));
    all_places(server, when).map(drop)
}

/// A server listens where it was told to, and can be started again there at once.
pub fn where_it_waits(bench: &Bench<'_>) -> Result<(), Failure> {
    serving(bench, &[], |server| {
        let address = server.program.address;
        if address.ip() == Ipv4Addr::LOCALHOST {
            return Ok(());
        }
        let words =
            format!("Your server should listen at 127.0.0.1. It listens at {}.", address.ip());
        Err(seen(words, Some("waits_at_every_address")))
    })?;
    // A machine may have no IPv6.
    if TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).is_ok() {
        serving_at(bench, "[::1]:0", "only_ipv4", |server| {
            let words = "Your server should listen at [::1], which is of IPv6.";
            is_file(words, &server.asks("GET", "/a.txt")?, &server.site.bytes("a.txt")?)
        })?;
    }
    // On Linux all of 127.0.0.0/8 is this machine, and nobody else uses this address. So nobody takes
    // the port meanwhile.
    let host = if cfg!(target_os = "linux") { [127, 61, 80, 17] } else { [127, 0, 0, 1] };
    let mut address = SocketAddr::from((host, 0));
    serving_at(bench, &address.to_string(), "no_reuse_of_the_address", |server| {
        address = server.program.address;
        // The server closes first, so TIME_WAIT is on its side.
        let mut client = server.connect()?;
        client.says("GET /a.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        answer(&mut client, "A client asked for /a.txt.", None)?;
        http::end(&mut client);
        Ok(())
    })?;
    serving_at(bench, &address.to_string(), "no_reuse_of_the_address", |server| {
        let words = format!("Your server ended, and was started again at {address}.");
        if server.program.address != address {
            let words = format!("{words} It listens at {}.", server.program.address);
            return Err(seen(words, None));
        }
        is_file(&words, &server.asks("GET", "/a.txt")?, &server.site.bytes("a.txt")?)?;
        the_place_is_taken(bench, address)
    })
}

/// A second server at the same address and port does not start, and gives the kernel's own reason.
fn the_place_is_taken(bench: &Bench<'_>, address: SocketAddr) -> Result<(), Failure> {
    let words = format!(
        "Your server listens at {address}. It was started a second time, with the same address."
    );
    let reason = match TcpListener::bind(address) {
        Err(error) => error.to_string(),
        Ok(_) => {
            return Err(Failure::Fault(format!("{address} is free, and a server listens there")));
        }
    };
    match server::start(bench.program, ["--address", &address.to_string(), "--end-with-input"])? {
        Started::Ended(run) => match run.ended {
            Ended::Exited(code) if code != 0 && run.stderr.contains(&reason) => Ok(()),
            Ended::Exited(_) => {
                let words = format!(
                    "{words} It ended, and should say the kernel's reason: {reason}. It said: {}",
                    run.stderr.trim()
                );
                // The given part has said a reason, and it is another one.
                let is_given = run.stderr.contains("The server cannot listen at ");
                Err(seen(words, is_given.then_some("another_reason")))
            }
            ended => Err(Failure::Ended(ended)),
        },
        started => {
            let second = started.waits()?;
            let (words, mistake) = match second.address == address {
                true => (format!("{words} Both listen there."), "shares_the_port"),
                false => (
                    format!("{words} It listens at {} instead.", second.address),
                    "another_place_instead",
                ),
            };
            Err(seen(words, Some(mistake)))
        }
    }
}

/// The same as `serving`, at another address. If it does not start there, that is the mistake.
fn serving_at(
    bench: &Bench<'_>,
    address: &str,
    mistake: &'static str,
    check: impl FnOnce(&Server) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut has_started = false;
    let result = serving(bench, &["--address", address], |server| {
        has_started = true;
        check(server)
    });
    match result {
        Err(Failure::Ended(Ended::Exited(_))) if !has_started => {
            let words = format!("Your server was started at {address}, and did not listen there.");
            Err(seen(words, Some(mistake)))
        }
        other => other,
    }
}

/// What a server does while accept fails for lack of descriptors, and after that.
pub fn no_descriptor(server: &Server) -> Result<(), Failure> {
    let limit = match limits::no_descriptor(server.program.process) {
        Ok(limit) => limit,
        Err(reason) => return crate::server::skip(&reason),
    };
    let what = "A client came when your program could have no further descriptor (EMFILE).";
    let starved = match limits::accept_fails(&server.program, limit) {
        Ok(starved) => starved,
        Err(trouble) => {
            return Err(seen(format!("{what} Another client came, but {trouble}."), None));
        }
    };
    if starved.idle == Some(Idle::Busy) {
        let words = format!("{what} It asked again and again, and kept a processor busy.");
        return Err(seen(words, Some("asks_again_at_once")));
    }
    let rest =
        starved.rest.filter(|rest| starved.idle != Some(Idle::Naps) && *rest >= LONGEST_REST);
    if let Some(rest) = rest
        && !server.program.process.is_zombie()
        && !starved.is_turned_away
    {
        let words = format!(
            "{what} Your server rested for {:.0} seconds before it called accept again.",
            rest.as_secs_f32()
        );
        return Err(seen(words, None));
    }
    let mut client = starved.client;
    http::ask(&mut client, "GET", "/a.txt");
    let words = format!("{what} Now it can. The client that waited asked for /a.txt.");
    match http::response(&mut client, "GET") {
        Ok(got) => is_file(&words, &got, &server.site.bytes("a.txt")?)?,
        Err(_) if starved.is_turned_away => {
            return Err(seen(format!("{words} It was turned away."), Some("turns_clients_away")));
        }
        Err(error) => return Err(trouble(&words, &error, None)),
    }
    drop(client);
    all_places(server, &format!("{what} Now it can. ")).map(drop)
}
