//! Given: makes the socket that listens, calls the function of `acceptor.rs`, and has the words for
//! each client.

use std::io::{self, BufRead, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr};
use std::process::{self, ExitCode};
use std::sync::mpsc::{self, Receiver};
use std::thread;

use socket2::{Domain, Protocol, SockAddr, Socket, Type};

/// The function of `acceptor.rs`.
type Acceptor = fn(&Socket, &dyn Fn(&SockAddr, &SockAddr) -> String) -> io::Result<()>;

/// How many connections may be in the queue.
const BACKLOG: i32 = 128;

/// The size of a buffer in the kernel, in bytes.
const SMALL: usize = 16 * 1024;

/// So many times are words said to a client that must hear long ones.
const MANY: usize = 10_000;

/// Without arguments, greets everybody who comes. With `ADDRESS:PORT`, goes from step to step: it
/// says what has happened, and goes on when it is told to.
pub fn run(acceptor: Acceptor) -> ExitCode {
    let words = std::env::args_os().skip(1);
    let arguments: Vec<_> = words.map(|word| word.to_string_lossy().into_owned()).collect();
    let done = match arguments.as_slice() {
        [] => show(acceptor),
        [address] => match address.parse() {
            Ok(address) => step_by_step(acceptor, address),
            Err(_) => return usage(),
        },
        _ => return usage(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> ExitCode {
    eprintln!("This program takes nothing, or an address: 127.0.0.1:8080");
    ExitCode::from(2)
}

/// Serves a person, until Enter is pressed.
fn show(acceptor: Acceptor) -> io::Result<()> {
    let listener = listener((Ipv4Addr::LOCALHOST, 0).into())?;
    let place = name(&listener.local_addr()?);
    let mut out = io::stdout();
    writeln!(out, "A socket listens at {place}. Your function accepts. Press Enter to end.\n")?;
    writeln!(out, "Be a client, in a second terminal with bash, as often as you like:")?;
    writeln!(out, "    cat < /dev/tcp/{}\n", place.replace(':', "/"))?;
    thread::spawn(|| {
        let _ = io::stdin().lock().read_line(&mut String::new());
        process::exit(0);
    });
    acceptor(&listener, &|local, peer| {
        let _ =
            writeln!(io::stdout(), "accepted a client: local {}, peer {}", name(local), name(peer));
        words(local, peer)
    })?;
    writeln!(out, "Your function has returned. Nobody accepts any more.")?;
    Ok(())
}

/// Tells the grader each step, and waits until it says how to go on.
fn step_by_step(acceptor: Acceptor, address: SocketAddr) -> io::Result<()> {
    let listener = listener(address)?;
    // With a small buffer in the kernel, words need not be very long to fill it. The copies have it too.
    listener.set_send_buffer_size(SMALL)?;
    let orders = orders();
    tell(&format!("listening {}", name(&listener.local_addr()?)))?;
    obey(&orders, &listener);
    let returned = acceptor(&listener, &|local, peer| {
        // Nobody who listens: then nobody who gives orders either, and the program ends.
        let _ = tell(&format!("client {} {}", name(local), name(peer)));
        let order = obey(&orders, &listener);
        words(local, peer).repeat(if order == "long" { MANY } else { 1 })
    });
    match returned {
        Ok(()) => tell("returned")?,
        Err(error) => tell(&format!("error {:?} {error}", error.kind()))?,
    }
    // The socket stays open, so that one can look at it.
    while orders.recv().is_ok() {}
    Ok(())
}

/// What is said to a client.
fn words(local: &SockAddr, peer: &SockAddr) -> String {
    format!("{} greets {}.\n", name(local), name(peer))
}

fn listener(address: SocketAddr) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    socket.set_reuse_address(cfg!(not(windows)))?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket)
}

/// The lines of standard input. The program ends with them, even if it waits for a client.
fn orders() -> Receiver<String> {
    let (sender, orders) = mpsc::channel();
    thread::spawn(move || {
        for line in io::stdin().lines().map_while(Result::ok) {
            let _ = sender.send(line);
        }
        process::exit(0);
    });
    orders
}

/// Waits for an order, and goes on. `stop` ends the listening first. With `long` the words are said
/// many times.
fn obey(orders: &Receiver<String>, listener: &Socket) -> String {
    let order = orders.recv().unwrap_or_default();
    if order == "stop"
        && let Err(error) = listener.shutdown(Shutdown::Both)
    {
        eprintln!("shutdown: {error}");
    }
    order
}

fn name(address: &SockAddr) -> String {
    address.as_socket().map_or_else(|| "no-address".to_owned(), |address| address.to_string())
}

/// The grader reads the lines that begin with `@`. It waits for each, so none may stay in a buffer.
fn tell(words: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "@ {words}")?;
    out.flush()
}
