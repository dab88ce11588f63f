//! Given: a socket that listens, the talk with one client, and the places. Calls the function of
//! `threads.rs`.

#[path = "places.rs"]
mod places;
#[path = "talk.rs"]
mod talk;

use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::ExitCode;

use socket2::{Domain, Protocol, Socket, Type};

pub use places::Places;
pub use talk::numbered_echo;

/// A talk with one client, from its first line to its end. The connection is closed after it.
pub type Talk = fn(Socket) -> io::Result<()>;

/// The function of `threads.rs`.
type Serve = fn(&Socket, &Places, Talk) -> !;

/// How many clients may be in the queue of the listening socket. Linux cuts this to its own limit.
const BACKLOG: i32 = 128;

fn talk(connection: Socket) -> io::Result<()> {
    numbered_echo(&connection, &connection)
}

/// Takes `ADDRESS:PORT PLACES`. Without arguments it takes any free port, and 100 places.
pub fn run(serve: Serve) -> ExitCode {
    let words = std::env::args_os().skip(1);
    let arguments: Vec<_> = words.map(|word| word.to_string_lossy().into_owned()).collect();
    let any_port = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let (address, number) = match arguments.as_slice() {
        [] => (any_port, 100),
        [address, number] => match (address.parse(), number.parse()) {
            (Ok(address), Ok(number)) => (address, number),
            _ => return usage(),
        },
        _ => return usage(),
    };
    match listens(address).and_then(|socket| tell(&socket, number).map(|()| socket)) {
        Ok(socket) => serve(&socket, &Places::new(number), talk),
        Err(error) => {
            eprintln!("{address}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> ExitCode {
    eprintln!("This program takes nothing, or an address and a number of places: 127.0.0.1:8080 3");
    ExitCode::from(2)
}

/// A socket that listens: 05_listener.
fn listens(address: SocketAddr) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    socket.set_reuse_address(cfg!(not(windows)))?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket)
}

/// Says where the server is. The grader reads the line that begins with `@`.
fn tell(socket: &Socket, number: usize) -> io::Result<()> {
    let none = || io::Error::other("the socket has no address");
    let local = socket.local_addr()?.as_socket().ok_or_else(none)?;
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "A server of numbered echo, with {number} places, process {}.",
        std::process::id()
    )?;
    writeln!(out, "Talk with it in other terminals:  curl -sN telnet://{local}")?;
    writeln!(out, "Ctrl-C ends it.")?;
    writeln!(out, "@ listening {local}")?;
    out.flush()
}
