//! "The kernel knows best what is wrong, so its words are passed on."

use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;

use socket2::{Domain, Socket, Type};

use crate::given::{Events, Settings};
use crate::{Parts, RIGHT};

pub fn start(settings: &Settings) -> Result<Socket, String> {
    let address = SocketAddr::new(settings.address, settings.port);
    let words = |error: std::io::Error| error.to_string();
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None).map_err(words)?;
    socket.set_reuse_address(cfg!(not(windows))).map_err(words)?;
    socket.bind(&address.into()).map_err(words)?;
    socket.listen(128).map_err(words)?;
    socket.set_nonblocking(true).map_err(words)?;
    Ok(socket)
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { start, ..RIGHT }.run(file, events)
}
