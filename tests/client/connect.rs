//! Stages 1 and 2: where the program connects to, with which socket, and what it makes of a refusal.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};

use grader::{Bench, DEADLINE, Failure, Folder, seen};
use real::kernel;
use socket2::{Domain, Socket, Type};

use crate::program::{
    Created, Line, REQUEST, connects, connects_or_fails, connects_unless_it_rests, creates,
    ended_early, next_line, start,
};

pub const LOCALHOST: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// A server that listens at any free port. It does not rest in accept.
pub fn listen(address: IpAddr) -> Result<TcpListener, Failure> {
    let fault = |error| Failure::Fault(format!("no server can listen at {address}: {error}"));
    listen_at((address, 0).into()).map_err(fault)
}

fn listen_at(address: SocketAddr) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

pub fn address_of(listener: &TcpListener) -> Result<SocketAddr, Failure> {
    listener.local_addr().map_err(|error| Failure::Fault(format!("a server: {error}")))
}

/// What create gives back: a socket of the server's kind, that nobody could connect to.
pub fn has_no_address_yet(bench: &Bench<'_>) -> Result<(), Failure> {
    let server = listen(LOCALHOST)?;
    let at = address_of(&server)?;
    let folder = Folder::new()?;
    let mut running = start(bench, at, REQUEST, folder.path())?;
    let Some(Created { is_stream, is_connected, local }) = creates(&mut running)? else {
        return Err(Failure::Ended(running.end().ended));
    };
    if is_connected {
        let words = format!("Your create gave back a socket that was connected: it was {local}.");
        return Err(seen(words, Some("create_connects")));
    }
    if !is_stream {
        let words = "Your create made a socket that carries no stream: it is none of TCP.";
        return Err(seen(words, None));
    }
    // Windows has no name at all for a socket that is not bound.
    let Ok(local) = local.parse::<SocketAddr>() else { return Ok(()) };
    if local.is_ipv6() {
        let words = format!(
            "create was called for {at}, which is IPv4. Your socket's own end is {local}: it is a socket \
             for IPv6."
        );
        return Err(seen(words, Some("always_ipv6")));
    }
    if local.port() == 0 && local.ip().is_unspecified() {
        return Ok(());
    }
    let words = format!("Your socket is bound to {local} before it is connected.");
    // Does a second one get the same port, or none?
    let folder = Folder::new()?;
    let mut second = start(bench, at, REQUEST, folder.path())?;
    let other = next_line(&mut second)?;
    let same = match &other {
        Some(Line::Created(other)) => other.local == local.to_string(),
        Some(Line::Error(_)) => true,
        _ => false,
    };
    Err(seen(words, Some(if same { "a_port_of_its_own" } else { "binds_first" })))
}

/// A server is called that has neighbours: at another address, and at the port that one gets by
/// turning the two bytes round.
pub fn calls_the_given_server(bench: &Bench<'_>) -> Result<(), Failure> {
    let Neighbours { server, others } = neighbours()?;
    let address = address_of(&server)?;
    let folder = Folder::new()?;
    let (_running, local) = connects_or_fails(start(bench, address, REQUEST, folder.path())?)?;
    let came = kernel::until(DEADLINE, || {
        if let Ok((_, client)) = server.accept() {
            return Some(Ok(client));
        }
        others.iter().find(|(other, _)| other.accept().is_ok()).map(Err)
    });
    let client = match came {
        Some(Ok(client)) => client,
        Some(Err((other, mistake))) => {
            let words = format!(
                "connect was called for {address}. Your program has connected to {}.",
                address_of(other)?
            );
            return Err(seen(words, Some(mistake)));
        }
        None => {
            let words = format!("Your connect gave no error. But nobody has come to {address}.");
            return Err(seen(words, None));
        }
    };
    if client.to_string() != local {
        let words = format!(
            "{client} came to the server. But the socket that your create made is {local}: it is \
             another one."
        );
        return Err(seen(words, Some("another_socket")));
    }
    Ok(())
}

/// A server, and others that a client may mistake for it.
struct Neighbours {
    server: TcpListener,
    others: Vec<(TcpListener, &'static str)>,
}

fn neighbours() -> Result<Neighbours, Failure> {
    // Linux has all of 127.0.0.0/8. Other systems may have 127.0.0.1 alone.
    let other = Ipv4Addr::new(127, 0, 0, 2).into();
    let address = if listen(other).is_ok() { other } else { LOCALHOST };
    // Somebody may have one of the other two ports. That it is so many times in a row is out of the
    // question.
    for _ in 0..32 {
        let server = listen(address)?;
        let port = address_of(&server)?.port();
        let turned = port.swap_bytes();
        let Ok(other_port) = listen_at((address, turned).into()) else { continue };
        let mut others = vec![(other_port, "port_in_the_other_order")];
        if address != LOCALHOST {
            let Ok(other_address) = listen_at((LOCALHOST, port).into()) else { continue };
            others.push((other_address, "another_place"));
        }
        return Ok(Neighbours { server, others });
    }
    Err(Failure::Fault("no server can listen at two ports of this machine".to_owned()))
}

/// Two programs are connected to one server at the same time.
pub fn two_at_a_time(bench: &Bench<'_>) -> Result<(), Failure> {
    let server = listen(LOCALHOST)?;
    let folders = [Folder::new()?, Folder::new()?];
    let mut all = Vec::new();
    for folder in &folders {
        let running = start(bench, address_of(&server)?, REQUEST, folder.path())?;
        all.push(connects_or_fails(running)?);
    }
    for _ in &all {
        if kernel::until(DEADLINE, || server.accept().ok()).is_none() {
            let words = "Two programs say that they are connected. The server does not see both.";
            return Err(seen(words, None));
        }
    }
    Ok(())
}

/// Nobody listens at the port, and nobody else can come to it: a socket is bound to it.
pub fn is_refused(bench: &Bench<'_>) -> Result<(), Failure> {
    let fault = |error| Failure::Fault(format!("no port can be bound: {error}"));
    let bound = Socket::new(Domain::IPV4, Type::STREAM, None).map_err(fault)?;
    bound.bind(&SocketAddr::from((LOCALHOST, 0)).into()).map_err(fault)?;
    let closed = bound.local_addr().map_err(fault)?.as_socket();
    let closed = closed.ok_or_else(|| Failure::Fault("a port without an address".to_owned()))?;

    let folder = Folder::new()?;
    let mut running = start(bench, closed, REQUEST, folder.path())?;
    let situation = format!("Nobody listens at {closed}.");
    let tried_again = format!(
        "{situation} Your connect gave back no error. It tried again, until somebody listened."
    );
    let waits = || seen(&tried_again, Some("waits_for_a_server"));
    let Some(Created { is_stream, .. }) = creates(&mut running)? else {
        return Err(ended_early(running.end().ended, &situation));
    };
    // Who sleeps for a while may be about to try again.
    let rests = || if waits_for_a_server(&bound) { Err(waits()) } else { Ok(()) };
    match connects_unless_it_rests(&mut running, rests)? {
        Some(Ok(_)) => {
            let words = format!("{situation} Your connect gave back no error.");
            // Another kind of socket is refused by nobody.
            Err(seen(words, Some("ignores_a_refused_connection").filter(|_| is_stream)))
        }
        Some(Err(error)) if error.kind == "ConnectionRefused" => is_unreachable(bench),
        Some(Err(error)) if ["AddrInUse", "AddrNotAvailable"].contains(&error.kind.as_str()) => {
            Err(seen(error.sentence(), Some("a_port_of_its_own")))
        }
        Some(Err(error)) => {
            let words = format!(
                "{situation} {} The kernel's error is ConnectionRefused.",
                error.sentence()
            );
            Err(seen(words, Some("an_error_of_its_own").filter(|_| !error.is_the_kernels)))
        }
        None if waits_for_a_server(&bound) => Err(waits()),
        None => Err(ended_early(running.end().ended, &situation)),
    }
}

/// Another error than a refusal: nobody can be connected to an address that stands for many. The kernel says so
/// at once, and sends nothing.
fn is_unreachable(bench: &Bench<'_>) -> Result<(), Failure> {
    let everybody = SocketAddr::from(([127, 255, 255, 255], 9));
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None);
    let expected = match socket.and_then(|socket| {
        socket.set_nonblocking(true)?;
        socket.connect(&everybody.into())
    }) {
        Err(error)
            if cfg!(target_os = "linux") && error.kind() == ErrorKind::NetworkUnreachable =>
        {
            "NetworkUnreachable"
        }
        // Others may have another rule.
        _ => return Ok(()),
    };
    let folder = Folder::new()?;
    let mut running = start(bench, everybody, REQUEST, folder.path())?;
    let situation = format!("{everybody} stands for many machines: no connection leads there.");
    match connects(&mut running)? {
        Some(Err(error)) if error.kind == expected => Ok(()),
        Some(Err(error)) => {
            let words =
                format!("{situation} {} The kernel's error is {expected}.", error.sentence());
            let is_refused = error.kind == "ConnectionRefused";
            Err(seen(words, is_refused.then_some("every_error_is_a_refusal")))
        }
        Some(Ok(_)) => Err(seen(format!("{situation} Your connect gave back no error."), None)),
        None => Err(ended_early(running.end().ended, &situation)),
    }
}

/// Whether somebody comes as soon as a socket listens.
fn waits_for_a_server(bound: &Socket) -> bool {
    let listens = bound.set_nonblocking(true).and_then(|()| bound.listen(1));
    listens.is_ok() && kernel::until(DEADLINE, || bound.accept().ok()).is_some()
}
