//! Grades the exercise `listener`: a socket that waits, seen by clients and in the kernel's own table.

mod errors;
mod port_80;
mod queue;

use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};

use grader::{Bench, DEADLINE, Ended, Failure, Program, seen, skip, tell_people};
use predicates::Predicate;
use predicates::str::starts_with;
use queue::the_queue_is_limited;
use real::client::{Client, End, Trouble};
use real::kernel::{self, State};
use real::server::{self, Server, Started};
use real::{idle, network};
use socket2::{Domain, Socket, Type};

grader::checks! {
    exercise: "listener",
    mistakes: &[],
    seen: MISTAKES,

    #[points(2)]
    fn a_client_connects(bench) {
        a_client_connects_to(bench, Ipv4Addr::LOCALHOST.into())
    }

    #[points(2)]
    fn the_given_address_and_port_are_kept(bench) {
        let addresses = [Ipv4Addr::LOCALHOST, Ipv4Addr::new(127, 0, 0, 2)];
        // Linux has all of 127.0.0.0/8. Other systems may have 127.0.0.1 alone.
        let addresses = addresses.into_iter().filter(|address| binds((*address, 0).into()).is_ok());
        addresses.map(IpAddr::from).try_for_each(|address| keeps_the_port(bench, address))
    }

    #[points(1)]
    fn port_0_gives_a_free_port(bench) {
        let servers = [waits(bench, ANY_PORT, 5)?, waits(bench, ANY_PORT, 5)?];
        match servers.each_ref().map(|server| server.address.port()) {
            [0, _] | [_, 0] => Err(seen("Your socket has port 0: it has no port at all.", None)),
            [one, other] if one == other => {
                let words = format!("Two programs asked for any free port. Both got port {one}.");
                Err(seen(words, Some("port_of_its_own")))
            }
            _ => servers.iter().try_for_each(|server| keeps_the_address(bench, server)),
        }
    }

    #[points(2)]
    fn the_kernel_shows_one_socket_that_listens(bench) {
        one_row(bench)
    }

    #[points(2)]
    fn the_backlog_limits_the_queue(bench) {
        the_queue_is_limited(bench)
    }

    #[points(2)]
    fn an_address_in_use_is_an_error(bench) {
        errors::in_use(bench)
    }

    #[points(1)]
    fn an_address_of_another_machine_is_an_error(bench) {
        errors::of_another_machine(bench)
    }

    #[points(1)]
    fn a_port_below_1024_needs_a_right(bench) {
        errors::needs_a_right(bench)
    }

    #[points(1)]
    fn port_80_is_for_whoever_has_the_right(bench) {
        let check = "port_80_is_for_whoever_has_the_right";
        network::inside(bench, check, &[port_80::SERVER], port_80::is_given)
    }

    #[points(2)]
    fn the_port_is_free_for_a_restart(bench) {
        restarts(bench, ANY_PORT.ip())
    }

    #[points(1)]
    fn an_ipv6_address_works_too(bench) {
        let loopback = IpAddr::from(Ipv6Addr::LOCALHOST);
        if binds((loopback, 0).into()).is_err() {
            // A machine without IPv6 is no fault, not even in CI.
            tell_people("skipped: this machine has no ::1, so IPv6 is not checked");
            return Ok(());
        }
        a_client_connects_to(bench, loopback).map_err(|failure| match failure {
            // All that IPv4 gets right, and IPv6 does not.
            Failure::Seen(words, None)
                if a_client_connects_to(bench, Ipv4Addr::LOCALHOST.into()).is_ok() =>
            {
                Failure::Seen(words, Some("only_ipv4"))
            }
            Failure::Ended(Ended::Panicked { location, message }) => {
                let words = format!("For [::1], your program panicked at {location}: {message}");
                seen(words, Some("only_ipv4"))
            }
            other => other,
        })?;
        keeps_the_port(bench, loopback)?;
        restarts(bench, loopback).map_err(|failure| match failure {
            Failure::Seen(words, Some(_)) if restarts(bench, ANY_PORT.ip()).is_ok() => {
                Failure::Seen(words, Some("reuse_for_ipv4_only"))
            }
            other => other,
        })
    }
}

/// All of these show from outside; the checks name them.
const MISTAKES: &[&str] = &[
    "bind_opens_the_port",
    "waits_for_a_client",
    "tests_itself",
    "accepts_by_itself",
    "listen_without_bind",
    "port_0_needs_no_bind",
    "every_address",
    "port_in_the_other_order",
    "port_of_its_own",
    "ignores_the_backlog",
    "a_limit_of_its_own",
    "a_number_of_16_bits",
    "one_client_fewer",
    "zero_lets_nobody_in",
    "an_error_ends_the_program",
    "another_place_instead",
    "goes_on_after_an_error",
    "every_error_is_in_use",
    "an_error_of_its_own",
    "refuses_low_ports",
    "connects_to_find_out",
    "waits_until_the_port_is_free",
    "shares_the_port",
    "no_reuse_of_the_address",
    "reuse_after_bind",
    "reuse_for_ipv4_only",
    "reset_instead_of_reuse",
    "only_ipv4",
    "always_ipv6",
];

/// Any free port of this machine.
const ANY_PORT: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// What came of the call of `listener`.
enum Answer {
    Socket(Box<Server>),
    /// The kind of the error, a space, and its text.
    Error(String),
    /// The program ended, or hangs, before the function returned.
    None(Ended),
}

/// Starts a program that calls `listener(address, backlog)`.
fn call(program: &Program, address: SocketAddr, backlog: i32) -> Result<Answer, Failure> {
    answer(server::start(program, [address.to_string(), backlog.to_string()])?)
}

fn answer(started: Started) -> Result<Answer, Failure> {
    match started {
        Started::Waits(server) => Ok(Answer::Socket(Box::new(server))),
        Started::Says(line, _) => match line.strip_prefix("error ") {
            Some(error) => Ok(Answer::Error(error.to_owned())),
            None => Err(server::says_nonsense(&line)),
        },
        Started::Ended(run) if run.ended != Ended::NotStarted => Ok(Answer::None(run.ended)),
        Started::Ended(run) => Err(Failure::Ended(run.ended)),
        Started::Silent(local, _) => {
            let words = format!(
                "The kernel shows a socket of your program that listens at {local}. But listener() \
                 did not return within {} seconds.",
                DEADLINE.as_secs()
            );
            Err(seen(words, Some("waits_for_a_client")))
        }
    }
}

/// The same, where nothing is in the way of a socket that waits.
fn waits(bench: &Bench<'_>, address: SocketAddr, backlog: i32) -> Result<Server, Failure> {
    match call(bench.program, address, backlog)? {
        Answer::Socket(server) => Ok(*server),
        Answer::None(ended) => Err(Failure::Ended(ended)),
        Answer::Error(error) => Err(unexpected_error(address, backlog, &error)),
    }
}

fn unexpected_error(address: SocketAddr, backlog: i32, error: &str) -> Failure {
    if let Err(error) = binds(SocketAddr::new(address.ip(), 0)) {
        let words = format!("this machine lets no program listen at {}: {error}", address.ip());
        return Failure::Fault(words);
    }
    let words = format!("listener({address}, {backlog}) gave back an error: {error}.");
    if starts_with("AddrInUse ").eval(error) {
        // Nobody is there. So it is another port that is taken.
        let words = format!("{words} But this cannot be in use.");
        return seen(words, Some("port_of_its_own"));
    }
    seen(words, None)
}

/// Whether this process can bind an address, and why not.
fn binds(address: SocketAddr) -> io::Result<()> {
    TcpListener::bind(address).map(drop)
}

/// Connects as a client does. The kernel does this without the program, so nobody has to accept.
fn connect(server: &Server, address: SocketAddr) -> Result<Client, Failure> {
    Client::connect(address, server.process).map_err(|trouble| match trouble {
        Trouble::Fault(sentence) => Failure::Fault(sentence),
        Trouble::Refused(error) if error.kind() == ErrorKind::ConnectionRefused => {
            let words =
                format!("Your socket is bound to {address}. But a client is refused there.");
            seen(words, Some("bind_opens_the_port"))
        }
        trouble => seen(format!("A client came to {address}, but {trouble}."), None),
    })
}

/// Has the program do something, and hears the line that begins with this word.
fn does(mut server: Server, command: &str, word: &str) -> Result<(Server, String), Failure> {
    server.say(command);
    let Some(line) = server.line() else { return Err(Failure::Ended(server.end().ended)) };
    match line.split_once(' ').unwrap_or((&line, "")) {
        (first, rest) if first == word => Ok((server, rest.to_owned())),
        ("error", error) => {
            Err(seen(format!("accept on your socket gave an error: {error}."), None))
        }
        _ => Err(server::says_nonsense(&line)),
    }
}

/// Ends the program, which has done its part.
fn ends(server: Server) -> Result<(), Failure> {
    match server.end().ended {
        Ended::Exited(0) => Ok(()),
        ended => Err(Failure::Ended(ended)),
    }
}

fn a_client_connects_to(bench: &Bench<'_>, address: IpAddr) -> Result<(), Failure> {
    let server = waits(bench, (address, 0).into(), 5)?;
    if server.address.port() == 0 {
        let words = "Your socket has no port: it was not bound, and it does not listen.";
        return Err(seen(words, None));
    }
    is_of_the_same_kind(address, &server)?;
    if server.queue().is_some_and(|queue| queue > 0) {
        return Err(queued_before(&server));
    }
    let client = connect(&server, (address, server.address.port()).into())?;
    ends(accepts(server, &client)?)
}

fn is_of_the_same_kind(address: IpAddr, server: &Server) -> Result<(), Failure> {
    if address.is_ipv4() && server.address.is_ipv6() {
        let words = format!(
            "listener was called for {address}, which is IPv4. Your socket is at {}: it is one for IPv6.",
            server.address
        );
        return Err(seen(words, Some("always_ipv6")));
    }
    Ok(())
}

/// This client is in the queue until the program is told to accept. Then the socket accepts it, and no other.
fn accepts(server: Server, client: &Client) -> Result<Server, Failure> {
    // Whoever accepts by itself has been woken up by now, and sleeps again when it has accepted.
    if server.has_queued(1).is_err()
        || (idle::settles(server.process) && server.queue().is_some_and(|queue| queue != 1))
    {
        return Err(not_queued(&server, client.local));
    }
    let (server, peer) = does(server, "accept", "accepted")?;
    if peer != client.local.to_string() {
        let local = client.local;
        let words = format!("{local} connected. Your socket accepted {peer} instead.");
        return Err(seen(words, None));
    }
    Ok(server)
}

/// Somebody waits, and no client has come.
fn queued_before(server: &Server) -> Failure {
    let words = "No client has come, but there is one in your socket's queue.";
    // Nobody knows this port but the program.
    let rows = kernel::rows().unwrap_or_default();
    let is_its_own = rows.iter().any(|row| row.remote == server.address);
    seen(words, is_its_own.then_some("tests_itself"))
}

/// A client is connected, and is not in the queue.
fn not_queued(server: &Server, client: SocketAddr) -> Failure {
    let words = "A client is connected, and nobody was told to accept. But it is not in your socket's \
                 queue.";
    let rows = kernel::rows_of(server.process.id()).unwrap_or_default();
    let has_it = rows.iter().any(|row| row.remote == client);
    let words = match has_it {
        true => format!("{words} Your program has accepted it by itself."),
        false => words.to_owned(),
    };
    seen(words, has_it.then_some("accepts_by_itself"))
}

fn keeps_the_port(bench: &Bench<'_>, address: IpAddr) -> Result<(), Failure> {
    let (asked, local) = waits_at_a_free_port(bench, address)?;
    let mistake = match (local.ip().is_unspecified(), local.port() == asked.port()) {
        _ if local == asked => return Ok(()),
        (true, true) => Some("every_address"),
        (true, false) => Some("listen_without_bind"),
        // In the other order of its two bytes, as htons(3) makes it on most machines.
        (false, false) if local.port() == asked.port().swap_bytes() => {
            Some("port_in_the_other_order")
        }
        (false, false) => Some("port_of_its_own"),
        (false, true) => None,
    };
    Err(seen(format!("listener({asked}, 5) was called. Your socket listens at {local}."), mistake))
}

/// The socket, for which any port will do, is at the address that was asked for.
fn keeps_the_address(bench: &Bench<'_>, server: &Server) -> Result<(), Failure> {
    let (asked, local) = (ANY_PORT, server.address);
    if local.ip() == asked.ip() {
        return Ok(());
    }
    let words = format!("listener({asked}, 5) was called. Your socket listens at {local}.");
    // What listen does with a socket that is not bound. With a port it may be.
    let is_unbound = local.ip().is_unspecified() && keeps_the_port(bench, asked.ip()).is_ok();
    Err(seen(words, is_unbound.then_some("port_0_needs_no_bind")))
}

/// Asks for a port that nobody has: what was asked for, and where the socket is.
fn waits_at_a_free_port(
    bench: &Bench<'_>,
    address: IpAddr,
) -> Result<(SocketAddr, SocketAddr), Failure> {
    // Between this look and the program's bind, somebody else may be given the port. That this
    // happens so many times in a row is out of the question.
    const TRIES: usize = 6;
    let mut error = String::new();
    let mut asked = ANY_PORT;
    for _ in 0..TRIES {
        let free = TcpListener::bind((address, 0)).and_then(|free| free.local_addr());
        asked = free.map_err(|error| format!("no port of {address} is free: {error}"))?;
        match call(bench.program, asked, 5)? {
            Answer::Socket(server) => {
                is_taken(server.address)?;
                return Ok((asked, server.address));
            }
            Answer::None(ended) => return Err(Failure::Ended(ended)),
            Answer::Error(text) => error = text,
        }
        if !starts_with("AddrInUse ").eval(&error) {
            break;
        }
    }
    Err(unexpected_error(asked, 5, &error))
}

/// What the program says of its socket may be words only. The kernel gives an address to one socket.
fn is_taken(address: SocketAddr) -> Result<(), Failure> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None);
    // Where this cannot be tried, nothing is known.
    if socket.is_ok_and(|socket| socket.bind(&address.into()).is_ok()) {
        let words =
            format!("The program said that its socket is at {address}. No socket is there.");
        return Err(seen(words, None));
    }
    Ok(())
}

fn one_row(bench: &Bench<'_>) -> Result<(), Failure> {
    if let Err(reason) = kernel::rows() {
        return skip(&reason);
    }
    let server = waits(bench, ANY_PORT, 5)?;
    let mut rows = Ok(Vec::new());
    // listen has returned, so the row is there. More than one look, as a table that others change
    // meanwhile may be read without it.
    let found = kernel::until(DEADLINE, || {
        rows = kernel::rows_of(server.process.id());
        let [row] = rows.as_deref().ok()? else { return None };
        (row.state == State::Listen && row.local == server.address).then_some(())
    });
    let rows = rows?;
    if found.is_some() {
        // A socket that is bound and no more is in no row.
        return match server.process.sockets_by_number().map(|all| all.len()) {
            None | Some(0 | 1) => Ok(()),
            Some(number) => {
                let words = format!("listener gives back one socket. Your program has {number}.");
                Err(seen(words, None))
            }
        };
    }
    let local = server.address;
    if !rows.iter().any(|row| row.state == State::Listen) {
        let words = format!(
            "Your socket is bound to {local}. The kernel's table has no socket of your program \
             that listens."
        );
        return Err(seen(words, Some("bind_opens_the_port")));
    }
    let rows: Vec<_> = rows.iter().map(ToString::to_string).collect();
    let words = format!(
        "The kernel's table should have one row of your program, LISTEN {local}. It has: {}.",
        rows.join("; ")
    );
    Err(seen(words, None))
}

/// A server ends, and leaves a connection in TIME_WAIT. It is started again at once.
fn restarts(bench: &Bench<'_>, ip: IpAddr) -> Result<(), Failure> {
    let server = waits(bench, (ip, 0).into(), 5)?;
    is_of_the_same_kind(ip, &server)?;
    let address = SocketAddr::new(ip, server.address.port());
    let mut client = connect(&server, address)?;
    let server = accepts(server, &client)?;
    // TIME_WAIT is on the side of whoever closes first.
    let (server, _) = does(server, "close", "closed")?;
    match client.hears_the_end() {
        Ok(End::Closed) => {}
        Ok(End::Reset(_)) => {
            let words = "The server closed a connection. Its client saw no end of the data, but an \
                         error: the connection was reset.";
            return Err(seen(words, Some("reset_instead_of_reuse")));
        }
        Err(trouble) => {
            return Err(Failure::Fault(format!(
                "the server has closed a connection, but {trouble}"
            )));
        }
    }
    drop(client);
    // Where the kernel shows its table, the connection is seen there. It comes to this by itself.
    if kernel::row_at(address, State::Listen).is_ok() {
        let in_time_wait =
            kernel::until(DEADLINE, || kernel::row_at(address, State::TimeWait).ok()?);
        if in_time_wait.is_none() {
            let words = format!("no connection of {address} is in TIME_WAIT in /proc/net/tcp");
            return Err(Failure::Fault(words));
        }
    }
    ends(server)?;
    match call(bench.program, address, 5)? {
        Answer::Socket(_) => Ok(()),
        Answer::None(ended) => Err(Failure::Ended(ended)),
        Answer::Error(error) if starts_with("AddrInUse ").eval(&error) => {
            let words = format!(
                "The server at {address} ended, and was started again at once. listener({address}, \
                 5) gave back the error {error}. A connection of the first server is still in \
                 TIME_WAIT."
            );
            Err(seen(words, Some(missing_reuse(address))))
        }
        Answer::Error(error) => Err(unexpected_error(address, 5, &error)),
    }
}

/// Two mistakes that the kernel tells apart. A connection in TIME_WAIT remembers whether the option
/// was set; Linux lets another socket in only if both have it.
fn missing_reuse(address: SocketAddr) -> &'static str {
    let other = Socket::new(Domain::for_address(address), Type::STREAM, None);
    let bound = other.and_then(|other| {
        other.set_reuse_address(true)?;
        other.bind(&address.into())
    });
    match bound {
        Ok(()) if cfg!(target_os = "linux") => "reuse_after_bind",
        _ => "no_reuse_of_the_address",
    }
}

/// Without arguments the program is for people. This one ends by itself, as nothing is typed.
#[cfg(feature = "reference")]
#[test]
fn the_program_shows_its_socket_to_people() {
    let mut program = assert_cmd::Command::new(EXERCISE.program().expect("it is built").path());
    let shown = program.write_stdin("").timeout(DEADLINE).assert().success();
    shown.stdout(predicates::str::contains("It is bound to 127.0.0.1:"));
}
