//! Given: a socket that listens, the program that talks with one client, and the places. Calls the
//! function of `processes.rs`.

#[path = "../../16_threads/src/places.rs"]
mod places;
#[path = "../../16_threads/src/talk.rs"]
mod talk;

use std::env;
use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::{Command, ExitCode};

use socket2::{Domain, Protocol, Socket, Type};

pub use places::Places;
pub use talk::numbered_echo;

/// Makes the command that starts the program which talks with one client. The program reads its
/// standard input and writes to its standard output; both are still to be set.
pub type Program<'a> = &'a dyn Fn() -> Command;

/// The function of `processes.rs`.
type Serve = fn(&Socket, &Places, Program<'_>) -> !;

/// How many clients may be in the queue of the listening socket. Linux cuts this to its own limit.
const BACKLOG: i32 = 128;

/// Takes `ADDRESS:PORT PLACES`, and after it the program for the clients. Without arguments it
/// takes any free port, 100 places, and this same program with the argument `talk`: then it is the
/// one that talks.
pub fn run(serve: Serve) -> ExitCode {
    let words = env::args_os().skip(1);
    let arguments: Vec<_> = words.map(|word| word.to_string_lossy().into_owned()).collect();
    let any_port = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let (address, number, program) = match arguments.as_slice() {
        [talk] if talk == "talk" => return end(numbered_echo(io::stdin(), io::stdout())),
        [] => (any_port, 100, &[][..]),
        [address, number, program @ ..] => match (address.parse(), number.parse()) {
            (Ok(address), Ok(number)) => (address, number, program),
            _ => return usage(),
        },
        _ => return usage(),
    };
    let program = match (program, env::current_exe()) {
        ([name, arguments @ ..], _) => (name.into(), arguments.to_vec()),
        ([], Ok(path)) => (path, vec!["talk".to_owned()]),
        ([], Err(error)) => return end(Err(error)),
    };
    let command = || {
        let mut command = Command::new(&program.0);
        command.args(&program.1);
        command
    };
    match listens(address).and_then(|socket| tell(&socket, number).map(|()| socket)) {
        Ok(socket) => serve(&socket, &Places::new(number), &command),
        Err(error) => end(Err(error)),
    }
}

fn usage() -> ExitCode {
    eprintln!(
        "This program takes nothing, or an address, a number of places, and a program for each \
         client: 127.0.0.1:8080 3 cat"
    );
    ExitCode::from(2)
}

fn end(result: io::Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("process {} ends: {error}", std::process::id());
            ExitCode::FAILURE
        }
    }
}

/// A socket that listens, as 05_listener has it but for one thing: `new_raw` calls socket(2) and no
/// more. So it is not close-on-exec: a program that this process starts has it too.
fn listens(address: SocketAddr) -> io::Result<Socket> {
    let socket = Socket::new_raw(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket)
}

/// Says where the server is. The grader reads the line that begins with `@`.
fn tell(socket: &Socket, number: usize) -> io::Result<()> {
    let none = || io::Error::other("the socket has no address");
    let local = socket.local_addr()?.as_socket().ok_or_else(none)?;
    let mut out = io::stdout().lock();
    writeln!(out, "A server with {number} places, process {}.", std::process::id())?;
    writeln!(out, "Talk with it in other terminals:  curl -sN telnet://{local}")?;
    writeln!(out, "Ctrl-C ends it.")?;
    writeln!(out, "@ listening {local}")?;
    out.flush()
}
