//! How many clients the kernel connects before anybody accepts.

use std::net::SocketAddr;
use std::{fs, io, thread};

use grader::{Bench, DEADLINE, Failure, seen, skip};
use real::kernel::{self, State};
use socket2::{Domain, Socket, Type};

use crate::{ANY_PORT, waits};

/// The backlogs that are tried, side by side: small ones, and two that do not fit into some numbers.
const BACKLOGS: [i32; 6] = [0, 1, 2, 5, 300, 65536];

/// A backlog up to this is small.
const SMALL: i32 = 5;

/// No more clients than this are tried.
const MOST: usize = 140;

/// How many clients Linux connects before anybody accepts.
fn limit(backlog: i32) -> usize {
    let somaxconn = fs::read_to_string("/proc/sys/net/core/somaxconn").unwrap_or_default();
    let backlog = usize::try_from(backlog).unwrap_or_default();
    backlog.min(somaxconn.trim().parse().unwrap_or(usize::MAX)) + 1
}

/// How many of the clients that are tried must be connected.
fn fit(backlog: i32) -> usize {
    limit(backlog).min(MOST)
}

pub fn the_queue_is_limited(bench: &Bench<'_>) -> Result<(), Failure> {
    if !cfg!(target_os = "linux") {
        return skip("how many clients a backlog lets in is checked on Linux only");
    }
    if let Err(reason) = kernel::rows().and(kernel::counter("TcpExt", "ListenOverflows")) {
        return skip(&reason);
    }
    let held = thread::scope(|scope| {
        let count = |backlog| scope.spawn(move || count_clients(bench, backlog));
        let counting = BACKLOGS.map(count);
        counting.map(|thread| {
            let broken = || Failure::Fault("counting clients broke off".to_owned());
            thread.join().unwrap_or_else(|_| Err(broken()))
        })
    });
    let held = held.into_iter().collect::<Result<Vec<_>, _>>()?;
    let counted: Vec<_> = BACKLOGS.into_iter().zip(held).collect();
    let Some((backlog, held)) = counted.iter().find(|(backlog, held)| *held != fit(*backlog))
    else {
        return Ok(());
    };
    let at_least = if *held == limit(*backlog) + BEYOND { "at least " } else { "" };
    let words = format!(
        "With a backlog of {backlog}, Linux connects {} before anybody accepts. At your socket, it \
         was {at_least}{held}.",
        if limit(*backlog) == 1 {
            "1 client".to_owned()
        } else {
            format!("{} clients", limit(*backlog))
        }
    );
    Err(seen(words, wrong_backlog(&counted)))
}

/// Which mistake explains how many clients got in.
fn wrong_backlog(counted: &[(i32, usize)]) -> Option<&'static str> {
    let small = || counted.iter().filter(|(backlog, _)| *backlog <= SMALL);
    let large: Vec<_> = counted.iter().filter(|(backlog, _)| *backlog > SMALL).collect();
    let all = |like: fn(i32, usize) -> bool| small().all(|(b, held)| like(*b, *held));
    let held_by_large = large.first().map(|(_, held)| *held);
    let same = small().all(|(_, held)| *held == counted[0].1);
    if same || all(|backlog, held| held == limit(backlog) + BEYOND) {
        Some("ignores_the_backlog")
    } else if all(|backlog, held| backlog == 0 || held == limit(backlog) - 1) {
        Some("one_client_fewer")
    } else if all(|backlog, held| (held == limit(backlog)) == (backlog != 0)) {
        Some("zero_lets_nobody_in")
    } else if !all(|backlog, held| held == limit(backlog)) {
        None
    } else if large
        .iter()
        .all(|(backlog, held)| *backlog < 65536 || *held == limit(*backlog % 65536))
    {
        let others = large.iter().filter(|(backlog, _)| *backlog < 65536);
        let others_are_right = others.into_iter().all(|(backlog, held)| *held == fit(*backlog));
        others_are_right.then_some("a_number_of_16_bits")
    } else {
        // All large ones are cut to the same number.
        let is_cut = large
            .iter()
            .all(|(backlog, held)| Some(*held) == held_by_large && *held < fit(*backlog));
        is_cut.then_some("a_limit_of_its_own")
    }
}

/// How many clients more than the limit are tried.
const BEYOND: usize = 2;

/// How many clients are connected before anybody accepts.
fn count_clients(bench: &Bench<'_>, backlog: i32) -> Result<usize, Failure> {
    let server = waits(bench, ANY_PORT, backlog)?;
    let at = SocketAddr::new(ANY_PORT.ip(), server.address.port());
    let mut clients = Vec::new();
    while clients.len() < (limit(backlog) + BEYOND).min(MOST) {
        let fits = clients.len() < limit(backlog);
        let Some(client) = connect_unless_full(at, fits)? else { break };
        clients.push(client);
        // The client is connected. The server's side follows it: the next one must not come first.
        let queued = kernel::until(DEADLINE, || {
            let row = kernel::row_at(server.address, State::Listen).ok()??;
            (row.receive_queue as usize == clients.len()).then_some(())
        });
        if queued.is_none() {
            let rows = kernel::rows_of(server.process.id()).unwrap_or_default();
            let accepted =
                clients.iter().filter_map(|client| client.local_addr().ok()?.as_socket());
            let accepts =
                accepted.into_iter().any(|local| rows.iter().any(|it| it.remote == local));
            let why = if accepts { " Your program has accepted one by itself." } else { "" };
            let words = format!(
                "{} clients are connected, but the kernel does not show that number in your \
                 socket's queue.{why}",
                clients.len()
            );
            return Err(seen(words, accepts.then_some("accepts_by_itself")));
        }
    }
    Ok(clients.len())
}

/// Connects a client, or sees that the kernel drops its packet, as the queue is full.
fn connect_unless_full(server: SocketAddr, fits: bool) -> Result<Option<Socket>, Failure> {
    let fault = |error: io::Error| Failure::Fault(format!("a client cannot connect: {error}"));
    let overflows = || kernel::counter("TcpExt", "ListenOverflows").unwrap_or_default();
    let before = overflows();
    let client = Socket::new(Domain::IPV4, Type::STREAM, None).map_err(fault)?;
    client.set_nonblocking(true).map_err(fault)?;
    // It can't be done at once. What comes of it, the socket itself will say.
    let _ = client.connect(&server.into());
    let local = client.local_addr().map_err(fault)?.as_socket();

    let connected = kernel::until(DEADLINE, || {
        if client.peer_addr().is_ok() {
            return Some(Ok(true));
        }
        if let Ok(Some(error)) = client.take_error() {
            return Some(Err(seen(format!("A client at {server} got an error: {error}."), None)));
        }
        // Not connected yet. A full queue drops the client's packet, and the kernel counts this. It
        // counts for all queues together; so where the queue must not be full, only the packet that
        // is sent again, after a second and after another, tells for certain.
        if !fits && overflows() > before {
            return Some(Ok(false));
        }
        let row = kernel::row_at(local?, State::SynSent).ok()??;
        (row.retransmissions >= 2).then_some(Ok(false))
    });
    match connected {
        Some(connected) => Ok(connected?.then_some(client)),
        None => Err(Failure::Fault(format!("a client at {server} is neither connected nor not"))),
    }
}
