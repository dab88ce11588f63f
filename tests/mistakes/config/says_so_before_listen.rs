//! "The socket has its port, so the server waits."

use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;

use socket2::{Domain, Socket, Type};

use crate::given::{Events, Settings};
use crate::{Parts, RIGHT, right};

pub fn start(settings: &Settings) -> Result<Socket, String> {
    let address = SocketAddr::new(settings.address, settings.port);
    bound(address).map_err(|error| format!("cannot listen at {address}: {error}"))
}

fn bound(address: SocketAddr) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    socket.set_reuse_address(cfg!(not(windows)))?;
    socket.bind(&address.into())?;
    socket.set_nonblocking(true)?;
    Ok(socket)
}

pub fn serve(listener: Socket, settings: &Settings, events: &mut Events) -> io::Result<()> {
    listener.listen(128)?;
    right::serve(listener, settings, events)
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { start, serve, ..RIGHT }.run(file, events)
}
