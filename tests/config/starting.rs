//! Where the server listens, and whether it can listen there again. What it does with clients is no matter
//! here: nobody talks with it.

use std::fs;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};

use grader::process::Signal;
use grader::{Bench, Ended, Failure, seen};
use real::client::Name;

use crate::forms::no_ports;
use crate::reading::is_refused;
use crate::settings::{Settings, Started, ended_early, start, start_in_its_folder, text_of};

/// Between the look for a free port and the program's bind, somebody else may be given the port, and may
/// have left it again when one looks. That this happens so many times in a row is out of the question.
const TRIES: usize = 6;

fn free_at(ip: IpAddr) -> Result<SocketAddr, Failure> {
    let free = TcpListener::bind((ip, 0)).and_then(|free| free.local_addr());
    Ok(free.map_err(|error| format!("no port of {ip} is free: {error}"))?)
}

/// A server that waits, by settings with this address and port; port 0 is any.
fn waits_at(bench: &Bench<'_>, asked: SocketAddr) -> Result<Started, Failure> {
    let lines = [format!("address = \"{}\"", asked.ip()), format!("port = {}", asked.port())];
    let settings = Settings::with(&lines.each_ref().map(String::as_str))?;
    let started = start(bench, &settings)?;
    if let Started::Waits(server) = &started {
        let at = server.address;
        let is_there = at.ip() == asked.ip()
            && if asked.port() == 0 { at.port() != 0 } else { at.port() == asked.port() };
        if !is_there {
            let words = format!("The settings say {asked}. Your program listens at {at}.");
            // ::ffff:127.0.0.1 is 127.0.0.1, on a socket of another kind.
            let is_other = at.ip().to_canonical() != asked.ip();
            return Err(seen(words, is_other.then_some("another_address")));
        }
    }
    Ok(started)
}

/// What a program has said that has ended in place of waiting.
fn ended(started: Started, asked: SocketAddr, mistake: Name) -> Failure {
    let Started::Ended(run) = started else { return Failure::Fault("it listens".to_owned()) };
    let Ended::Exited(code) = run.ended else { return Failure::Ended(run.ended) };
    let line = run.stderr.lines().next().unwrap_or_default();
    let words = format!(
        "The settings say {asked}, which can be had. Your program ended with exit code {code} before it \
         said that it waits. It printed to standard error: {line}"
    );
    // 2 is for the settings: it has not come to a socket.
    seen(words, mistake.filter(|_| code != 2))
}

pub fn waits_where_the_settings_say(bench: &Bench<'_>) -> Result<(), Failure> {
    let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    if let Started::Ended(run) = waits_at(bench, any)? {
        let other = free_at(Ipv4Addr::LOCALHOST.into())?;
        if run.ended == Ended::Exited(2) && matches!(waits_at(bench, other)?, Started::Waits(_)) {
            let words = "The settings say port = 0, which is any port. Your program ended with exit code \
                         2, and took another port.";
            return Err(seen(words, Some("another_range")));
        }
        // Is it the path of the folder? A whole path begins nowhere else.
        // It is that of these settings: in a sandbox a program sees no other settings' folder.
        let settings = Settings::with(&[])?;
        let whole = format!("root = '{}'", settings.folder.path().display());
        fs::write(&settings.file, text_of(&[&whole]))
            .map_err(|error| format!("no settings can be written: {error}"))?;
        let is_root = matches!(start(bench, &settings)?, Started::Waits(_));
        // Who takes no other path than a whole one does not find it in the working folder, either.
        let own = Settings::with(&[])?;
        let is_root = is_root
            && (cfg!(not(unix)) || matches!(start_in_its_folder(bench, &own)?, Started::Waits(_)));
        let Failure::Seen(words, _) = ended_early(&run, &settings) else {
            return Err(ended_early(&run, &settings));
        };
        return Err(seen(words, is_root.then_some("root_from_the_working_folder")));
    }
    at_a_port(bench, Ipv4Addr::LOCALHOST.into(), None)?;
    // A kernel may have been built, or started, without IPv6.
    let six = Ipv6Addr::LOCALHOST.into();
    if free_at(six).is_ok() {
        at_a_port(bench, six, Some("only_ipv4")).map_err(|it| of_ipv6(bench, it))?;
    }
    Ok(())
}

/// An address of IPv6 was refused. Is it taken in brackets, as it stands before a port? Is it a wrong value?
fn of_ipv6(bench: &Bench<'_>, failure: Failure) -> Failure {
    let Failure::Seen(words, None) = failure else { return failure };
    let started = |line: &str| Settings::with(&[line]).and_then(|it| start(bench, &it));
    let mistake = match started("address = \"[::1]\"") {
        Ok(Started::Waits(_)) => Some("brackets_around_ipv6"),
        _ => match started("address = \"::1\"") {
            Ok(Started::Ended(run))
                if run.ended == Ended::Exited(2) && run.stderr.contains(": address: ") =>
            {
                Some("an_ipv6_address_is_none")
            }
            _ => None,
        },
    };
    seen(words, mistake)
}

fn at_a_port(bench: &Bench<'_>, ip: IpAddr, refused: Name) -> Result<(), Failure> {
    let mut failure = None;
    for _ in 0..TRIES {
        let free = free_at(ip)?;
        match waits_at(bench, free)? {
            Started::Waits(_) => return Ok(()),
            started => failure = Some(ended(started, free, refused)),
        }
    }
    Err(failure.unwrap_or_else(|| Failure::Fault("no port stays free".to_owned())))
}

/// A number that is no port must be told.
pub fn ports(bench: &Bench<'_>) -> Result<(), Failure> {
    let free = free_at(Ipv4Addr::LOCALHOST.into())?.port();
    no_ports(free).iter().try_for_each(|wrong| is_refused(bench, wrong))
}

/// The same server is started twice.
pub fn twice(bench: &Bench<'_>) -> Result<(), Failure> {
    let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let first = match waits_at(bench, any)? {
        Started::Waits(server) => server,
        Started::Ended(run) => return Err(ended_early(&run, &Settings::with(&[])?)),
    };
    match waits_at(bench, first.address)? {
        Started::Ended(_) => Ok(()),
        Started::Waits(_) => {
            let words = format!(
                "Your program listens at {}. It was started a second time, with the same settings, and \
                 listens there, too.",
                first.address
            );
            Err(seen(words, Some("shares_the_port")))
        }
    }
}

/// A server that was ended while it had a client is started again, at the same port.
pub fn restart(bench: &Bench<'_>) -> Result<(), Failure> {
    /// Somebody else may be given the port in between. Not so many times in a row.
    const TRIES: usize = 4;
    let mut failure = None;
    for _ in 0..TRIES {
        let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let server = match waits_at(bench, any)? {
            Started::Waits(server) => server,
            Started::Ended(run) => return Err(ended_early(&run, &Settings::with(&[])?)),
        };
        let address = server.address;
        // The kernel connects it, whether or not the server accepts. The client stays until the server has
        // been killed: so the server's end is closed first, and is the one that stays in FIN_WAIT2.
        let _client = server.connect();
        let accepted = || (server.queue() == Some(0)).then_some(());
        server.wait(accepted);
        let _ = server.process.signal(Signal::Kill);
        drop(server);
        match waits_at(bench, address)? {
            Started::Waits(_) => return Ok(()),
            started => failure = Some(ended(started, address, Some("no_reuse_of_the_address"))),
        }
    }
    match failure {
        Some(Failure::Seen(words, mistake)) => {
            let words = format!(
                "A server had a client, and was ended. It was started again at once, at the same port. \
                 {words}"
            );
            Err(Failure::Seen(words, mistake))
        }
        Some(failure) => Err(failure),
        None => Ok(()),
    }
}
