//! Given: what settings are, the way to tell that the server listens, and the start of the program.

#[path = "entries.rs"]
mod entries;
#[path = "events.rs"]
mod events;

use std::io::{self, Write};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use socket2::Socket;

pub use entries::{Entry, Value, parse};
pub use events::{Event, Events};

/// What the server was told, in a form that cannot be wrong any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Where the server listens.
    pub address: IpAddr,
    /// The port at which it listens. 0 stands for any port that is free.
    pub port: u16,
    /// The folder whose files a web server serves. This one only makes sure that it is there.
    #[allow(dead_code, reason = "the service of this exercise has no files")]
    pub root: PathBuf,
    /// How many clients are served at a time.
    pub clients: usize,
    /// How long a client may be silent.
    pub idle: Duration,
    /// How long the present clients may take to finish when the server stops.
    pub stop: Duration,
}

/// The file that is read if the command line names none.
const SETTINGS: &str = "exercises/19_config/settings.toml";

/// Calls `run` with the file that the command line names.
pub fn run(run: fn(&Path, &mut Events) -> ExitCode) -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let file = match arguments.as_slice() {
        [] => Path::new(SETTINGS),
        [file] => Path::new(file),
        _ => {
            eprintln!("This program takes nothing, or a file with settings: {SETTINGS}");
            return ExitCode::from(2);
        }
    };
    // From here on a signal is an event. Until now it would have ended the program.
    match Events::new() {
        Ok(mut events) => run(file, &mut events),
        Err(error) => {
            eprintln!("signals cannot be received: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Tells everybody that the server listens, and where. The grader reads the line that begins with `@`.
///
/// # Errors
///
/// The error of the socket, or of standard output.
pub fn tell_that_it_listens(listener: &Socket) -> io::Result<()> {
    let none = || io::Error::other("the socket's address is neither IPv4 nor IPv6");
    let local = listener.local_addr()?.as_socket().ok_or_else(none)?;
    let state = if listens(listener)? { "listening" } else { "bound" };
    let mut out = io::stdout().lock();
    writeln!(out, "@ {state} {local}")?;
    writeln!(out, "Be a client in a second terminal:  nc {} {}", local.ip(), local.port())?;
    writeln!(out, "Ctrl-C stops the server.")?;
    out.flush()
}

// Its name in the first version of the course: who solved the exercise then loses nothing.
#[allow(unused_imports, reason = "whoever begins now uses the other name")]
pub use tell_that_it_listens as tell_that_it_waits;

/// What the kernel says of a socket (SO_ACCEPTCONN in socket(7)): whether listen was called on it.
#[cfg(any(target_os = "linux", target_os = "android", target_os = "freebsd"))]
fn listens(socket: &Socket) -> io::Result<bool> {
    socket.is_listener()
}

/// Others are believed.
#[cfg(not(any(target_os = "linux", target_os = "android", target_os = "freebsd")))]
fn listens(_: &Socket) -> io::Result<bool> {
    Ok(true)
}
