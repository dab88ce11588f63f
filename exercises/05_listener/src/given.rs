//! Given: calls the function of `listener.rs` and keeps its socket open, so that one can look at it.

use std::io::{self, BufRead, Write};
use std::net::SocketAddr;
use std::process::ExitCode;

use socket2::{SockAddr, Socket};

/// The function of `listener.rs`.
type Listener = fn(SocketAddr, i32) -> io::Result<Socket>;

/// Without arguments, shows your socket to you. With `ADDRESS:PORT BACKLOG`, does what the lines on
/// standard input say, and tells the grader.
pub fn run(listener: Listener) -> ExitCode {
    let words = std::env::args_os().skip(1);
    let arguments: Vec<_> = words.map(|word| word.to_string_lossy().into_owned()).collect();
    let done = match arguments.as_slice() {
        [] => show(listener),
        [address, backlog] => match (address.parse(), backlog.parse()) {
            (Ok(address), Ok(backlog)) => obey(listener, address, backlog),
            _ => return usage(),
        },
        _ => return usage(),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> ExitCode {
    eprintln!("This program takes nothing, or an address and a backlog: 127.0.0.1:8080 5");
    ExitCode::from(2)
}

/// Shows the socket to a person.
fn show(listener: Listener) -> io::Result<ExitCode> {
    let (address, backlog) = (SocketAddr::from(([127, 0, 0, 1], 0)), 5);
    let socket = listener(address, backlog)?;
    let local = inet(&socket.local_addr()?)?;
    let port = local.port();
    let look = if cfg!(target_os = "linux") {
        format!("ss -ltn sport = :{port}")
    } else {
        "netstat -an".to_owned()
    };
    let mut out = io::stdout();
    writeln!(out, "listener({address}, {backlog}) gave back a socket. It is bound to {local}.\n")?;
    writeln!(out, "In a second terminal, ask the kernel:     {look}")?;
    writeln!(out, "Be a client there, as often as you like:  curl http://{local}")?;
    writeln!(out, "Nobody accepts here: the client waits until Ctrl-C ends it.\n")?;
    writeln!(out, "Press Enter to end.")?;
    io::stdin().lock().read_line(&mut String::new())?;
    Ok(ExitCode::SUCCESS)
}

/// Does what the grader says, a line at a time: `accept` a connection, or `close` all that were
/// accepted. Ends at the end of input.
fn obey(listener: Listener, address: SocketAddr, backlog: i32) -> io::Result<ExitCode> {
    let socket = match listener(address, backlog) {
        Ok(socket) => socket,
        Err(error) => {
            tell_error(&error)?;
            return Ok(ExitCode::FAILURE);
        }
    };
    tell(&format!("listening {}", inet(&socket.local_addr()?)?))?;
    let mut accepted = Vec::new();
    for line in io::stdin().lines() {
        match line?.as_str() {
            "accept" => match accept(&socket) {
                Ok((connection, peer)) => {
                    tell(&format!("accepted {peer}"))?;
                    accepted.push(connection);
                }
                Err(error) => tell_error(&error)?,
            },
            "close" => {
                accepted.clear();
                tell("closed")?;
            }
            other => eprintln!("`{other}` is not a command: accept, close"),
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn accept(socket: &Socket) -> io::Result<(Socket, SocketAddr)> {
    // Whether the socket waits in accept or returns at once is free. Here it must wait.
    socket.set_nonblocking(false)?;
    let (connection, peer) = socket.accept()?;
    Ok((connection, inet(&peer)?))
}

fn inet(address: &SockAddr) -> io::Result<SocketAddr> {
    let none = || io::Error::other("the socket's address is neither IPv4 nor IPv6");
    address.as_socket().ok_or_else(none)
}

/// The grader reads the lines that begin with `@`. It waits for each, so none may stay in a buffer.
fn tell(words: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "@ {words}")?;
    out.flush()
}

fn tell_error(error: &io::Error) -> io::Result<()> {
    tell(&format!("error {:?} {error}", error.kind()))
}
