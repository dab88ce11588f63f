//! A client's four stages, on this machine's own kernel.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr};

use socket2::{Domain, Protocol, Socket, Type};

/// Stage 1: creates a TCP socket that can be connected to `server`.
pub fn create(server: SocketAddr) -> io::Result<Socket> {
    // No bind: nobody has to find a client, so any port will do, and connect takes a free one.
    Socket::new(Domain::for_address(server), Type::STREAM, Some(Protocol::TCP))
}

/// Stage 2: connects the socket to `server`. Returns when the connection is there.
pub fn connect(socket: &Socket, server: SocketAddr) -> io::Result<()> {
    socket.connect(&server.into())
}

/// Stage 3: sends the request and receives the answer.
pub fn send_and_receive(socket: &mut Socket, request: &[u8]) -> io::Result<Vec<u8>> {
    // Sends again and again until nothing is left, and once more if a signal interrupts.
    socket.write_all(request)?;

    // The server reads to the end of the request. Without this it would wait for more, as this
    // program waits for the answer. Only this direction ends; the answer has the other.
    socket.shutdown(Shutdown::Write)?;

    let mut answer = Vec::new();
    socket.read_to_end(&mut answer)?;
    Ok(answer)
}

/// Stage 4: disconnects. The socket is closed, and the program has nothing left of it.
pub fn disconnect(socket: Socket) {
    // A socket is closed when its owner lets go of it.
    drop(socket);
}
