//! What listener gives back where the kernel refuses: the error as it is, and nothing else.

use std::collections::HashSet;
use std::fs;
use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};

use grader::process::Process;
use grader::{Bench, DEADLINE, Ended, Failure, Program, seen, skip, tell_people};
use predicates::Predicate;
use predicates::str::starts_with;
use real::server::{self, Server};
use real::{idle, inside, kernel};

use crate::{ANY_PORT, Answer, answer, binds, call, keeps_the_port, waits};

/// Another program listens at the address.
pub fn in_use(bench: &Bench<'_>) -> Result<(), Failure> {
    let first = waits(bench, ANY_PORT, 5)?;
    let taken = SocketAddr::new(ANY_PORT.ip(), first.address.port());
    let situation = format!("Another program listens at {taken}.");
    let first = tries_again(bench, first, &situation)?;
    let taken = SocketAddr::new(ANY_PORT.ip(), first.address.port());
    let before = clients_of(taken);
    match gives_back(bench.program, taken, ErrorKind::AddrInUse, &situation) {
        Ok(()) if !clients_of(taken).is_subset(&before) => {
            let words = format!("{situation} Your program connected to it.");
            Err(seen(words, Some("connects_to_find_out")))
        }
        Err(Failure::Seen(words, None)) => Err(waits_until_it_is_free(bench, first, words)),
        other => other,
    }
}

/// The clients of this address, by their own addresses. A connection shows on its client's side as soon as connect
/// has returned, and for a minute after it was closed.
fn clients_of(address: SocketAddr) -> HashSet<SocketAddr> {
    /// A table that others change meanwhile may be read without a row. Not so many times in a row.
    const LOOKS: usize = 5;
    let rows = (0..LOOKS).flat_map(|_| kernel::rows().unwrap_or_default());
    rows.filter(|row| row.remote == address).map(|row| row.local).collect()
}

/// The address is not one of this machine.
pub fn of_another_machine(bench: &Bench<'_>) -> Result<(), Failure> {
    // TEST-NET-1 (RFC 5737) belongs to nobody. Nothing is sent: bind looks no further. The port is a free one: so
    // it shows whether a socket has it that is somewhere else.
    let free = TcpListener::bind(ANY_PORT).and_then(|free| free.local_addr());
    let free = free.map_err(|error| format!("no port of {} is free: {error}", ANY_PORT.ip()))?;
    let elsewhere = SocketAddr::from(([192, 0, 2, 1], free.port()));
    match binds(elsewhere) {
        Ok(()) => skip("this machine lets a program bind addresses that it does not have"),
        Err(error) => {
            let situation = format!("{} is not an address of this machine.", elsewhere.ip());
            let answer = gives_back(bench.program, elsewhere, error.kind(), &situation);
            answer.map_err(|failure| match failure {
                // Is it there also where the given address is right?
                Failure::Seen(words, Some("every_address"))
                    if keeps_the_port(bench, ANY_PORT.ip()).is_ok() =>
                {
                    Failure::Seen(words, Some("another_place_instead"))
                }
                other => other,
            })
        }
    }
}

/// What listener gives back where the kernel refuses.
fn gives_back(
    program: &Program,
    address: SocketAddr,
    kind: ErrorKind,
    situation: &str,
) -> Result<(), Failure> {
    judges(call(program, address, 5)?, address, kind, situation)
}

fn judges(
    answer: Answer,
    address: SocketAddr,
    kind: ErrorKind,
    situation: &str,
) -> Result<(), Failure> {
    let (words, mistake) = match answer {
        Answer::Error(error) if starts_with(format!("{kind:?} ")).eval(&error) => return Ok(()),
        Answer::Error(error) => (
            format!(
                "listener({address}, 5) gave back the error {error}. The kernel's is {kind:?}."
            ),
            match starts_with("AddrInUse ").eval(&error) {
                true => Some("every_error_is_in_use"),
                false => Some("an_error_of_its_own"),
            },
        ),
        Answer::Socket(server) => (
            format!(
                "listener({address}, 5) gave back no error, but a socket at {}.",
                server.address
            ),
            match server.address {
                local if local == address => {
                    Some("shares_the_port").filter(|_| kind == ErrorKind::AddrInUse)
                }
                // What listen does with a socket that is not bound.
                local if local.ip().is_unspecified() && local.port() != address.port() => {
                    Some("goes_on_after_an_error")
                }
                local if local.ip().is_unspecified() => Some("every_address"),
                _ => Some("another_place_instead"),
            },
        ),
        Answer::None(Ended::Panicked { location, message }) => (
            format!("Your program panicked at {location}: {message}"),
            Some("an_error_ends_the_program"),
        ),
        Answer::None(Ended::Exited(code)) => (
            format!("Your program ended (exit code {code}) and gave nothing back."),
            Some("an_error_ends_the_program"),
        ),
        Answer::None(Ended::Waits | Ended::Loops) => {
            (format!("After {} seconds listener had not returned.", DEADLINE.as_secs()), None)
        }
        Answer::None(ended) => return Err(Failure::Ended(ended)),
    };
    Err(seen(format!("{situation} {words}"), mistake))
}

/// Who sleeps for a while before it returns may be about to try again. Does it get the port, when the other program
/// has gone meanwhile?
fn tries_again(bench: &Bench<'_>, first: Server, situation: &str) -> Result<Server, Failure> {
    let taken = SocketAddr::new(ANY_PORT.ip(), first.address.port());
    let mut second = bench.program.start([taken.to_string(), 5.to_string()])?;
    let process = Process::new(second.id());
    let told = kernel::until(DEADLINE, || {
        let line = second.line_that_has_come();
        (line.is_some() || process.is_zombie() || inside::dozes(process)).then_some(line)
    });
    if told != Some(None) || process.is_zombie() {
        return Ok(first);
    }
    first.end();
    if second.line().is_none_or(|line| !line.starts_with("listening ")) {
        // It slept for another reason.
        return waits(bench, ANY_PORT, 5);
    }
    let words = format!(
        "{situation} listener slept for a while, and that program ended. Then it had the port."
    );
    Err(seen(words, Some("waits_until_the_port_is_free")))
}

/// listener did not return while another program had the port. Does it, when that one has gone?
fn waits_until_it_is_free(bench: &Bench<'_>, first: Server, words: String) -> Failure {
    let taken = SocketAddr::new(ANY_PORT.ip(), first.address.port());
    let mut waiting = match bench.program.start([taken.to_string(), 5.to_string()]) {
        Ok(waiting) => waiting,
        Err(fault) => return Failure::Fault(fault),
    };
    idle::watch(Process::new(waiting.id()));
    let is_early = waiting.line_that_has_come().is_some();
    first.end();
    let is_free = !is_early && waiting.line().is_some_and(|line| line.starts_with("listening "));
    if !is_free {
        return seen(words, None);
    }
    let words = format!("{words} It did when the other program had ended.");
    seen(words, Some("waits_until_the_port_is_free"))
}

/// Also root's program has no right to a low port here.
pub fn needs_a_right(bench: &Bench<'_>) -> Result<(), Failure> {
    if let Err(reason) = grader::namespaces_are_allowed() {
        return skip(&reason);
    }
    let first = fs::read_to_string("/proc/sys/net/ipv4/ip_unprivileged_port_start");
    if first.is_ok_and(|first| first.trim().parse().is_ok_and(|first: u16| first <= 1)) {
        // That is no fault, not even in CI.
        tell_people("skipped: this machine lets everybody have a port below 1024");
        return Ok(());
    }
    let low = SocketAddr::new(ANY_PORT.ip(), 1);
    let arguments = [low.to_string(), 5.to_string()];
    let answer = answer(server::start_without_rights(bench.program, &arguments)?)?;
    let situation = format!("{low} is below port 1024, and the program has no right to it.");
    judges(answer, low, ErrorKind::PermissionDenied, &situation)
}
