//! "SO_REUSEPORT makes a port free for the next start."

use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;

use socket2::{Domain, Socket, Type};

use crate::given::{Events, Settings};
use crate::{Parts, RIGHT};

pub fn start(settings: &Settings) -> Result<Socket, String> {
    let address = SocketAddr::new(settings.address, settings.port);
    listener(address).map_err(|error| format!("cannot listen at {address}: {error}"))
}

fn listener(address: SocketAddr) -> std::io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    // Windows has one option for both.
    #[cfg(windows)]
    socket.set_reuse_address(true)?;
    #[cfg(unix)]
    socket.set_reuse_port(true)?;
    socket.bind(&address.into())?;
    socket.listen(128)?;
    socket.set_nonblocking(true)?;
    Ok(socket)
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { start, ..RIGHT }.run(file, events)
}
