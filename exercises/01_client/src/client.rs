//! A client's four stages, on this machine's own kernel.

use std::io;
use std::net::SocketAddr;

use socket2::Socket;

/// Stage 1: creates a TCP socket that can be connected to `server`.
///
/// It is of the kind that the server's address asks for: IPv4 or IPv6. It has no address and no
/// port of its own yet, and it gets none here.
///
/// # Errors
///
/// The kernel's own error, as it is. See socket(2).
pub fn create(server: SocketAddr) -> io::Result<Socket> {
    todo!("a socket for a talk with {server}")
}

/// Stage 2: connects the socket to `server`. Returns when the connection is there.
///
/// # Errors
///
/// The kernel's own error, as it is. Among them:
/// [`ConnectionRefused`](io::ErrorKind::ConnectionRefused), ECONNREFUSED: nobody listens at this
/// address and port.
///
/// See connect(2); RFC 9293, section 3.5. In Linux: `tcp_v4_connect`.
pub fn connect(socket: &Socket, server: SocketAddr) -> io::Result<()> {
    todo!("{socket:?} is connected to {server}")
}

/// Stage 3: sends the request and receives the answer.
///
/// - The whole request is sent, as it is. One send may take only a part of it.
/// - Then the server is told that nothing more comes: this direction is shut down. The server sees
///   the end of the request.
/// - Then the answer is received, until the server has ended it. One receive may give only a part.
///   The end shows as 0 bytes. An answer without a single byte is an answer too.
///
/// # Errors
///
/// The kernel's own error, as it is. Among them:
///
/// - [`ConnectionReset`](io::ErrorKind::ConnectionReset), ECONNRESET: the server has broken the
///   connection off. What was received until then is not the answer.
///
/// But [`Interrupted`](io::ErrorKind::Interrupted), EINTR, is not given back: a signal came while
/// the call was blocked, and nothing is wrong. The call is made again.
///
/// See send(2), shutdown(2), recv(2), signal(7); RFC 9293, section 3.6.
pub fn send_and_receive(socket: &mut Socket, request: &[u8]) -> io::Result<Vec<u8>> {
    todo!("{} bytes are sent through {socket:?}, and the answer is received", request.len())
}

/// Stage 4: disconnects. The socket is closed, and the program has nothing left of it.
///
/// See close(2), and [`Drop`].
pub fn disconnect(socket: Socket) {
    todo!("{socket:?} is closed")
}
