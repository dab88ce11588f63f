//! "When a program has ended, its port is free."

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
    socket.bind(&address.into())?;
    socket.listen(128)?;
    socket.set_nonblocking(true)?;
    Ok(socket)
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { start, ..RIGHT }.run(file, events)
}
