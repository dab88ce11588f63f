//! "In the network the high byte comes first, so I turn the port round."

use std::io;
use std::net::SocketAddr;

use socket2::Socket;

pub use crate::right::{create, disconnect, send_and_receive};

pub fn connect(socket: &Socket, mut server: SocketAddr) -> io::Result<()> {
    // This is to_be() of a machine whose low byte comes first, as most have it.
    server.set_port(server.port().swap_bytes());
    socket.connect(&server.into())
}
