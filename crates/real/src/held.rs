//! What a process has set on a socket of its own: an option that shows only much later, such as a limit
//! of an hour. Linux lets a parent look at it: it copies the descriptor (pidfd_getfd(2)).

use std::net::SocketAddr;
use std::time::Duration;

use grader::process::Process;

/// What is set on a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// How long a receive waits (`SO_RCVTIMEO`). `None`: for ever.
    pub receive_limit: Option<Duration>,
    /// How long a send waits, and a connect (`SO_SNDTIMEO`). `None`: for ever.
    pub send_limit: Option<Duration>,
    /// Whether calls return at once (`O_NONBLOCK`).
    pub nonblocking: bool,
    /// Whether its close sends a reset (`SO_LINGER` with no time).
    pub resets: bool,
}

/// What a process has set on its connection with this peer. `None`, if it has no such connection, or this
/// system does not let one look.
#[cfg(target_os = "linux")]
pub fn options(process: Process, peer: SocketAddr) -> Option<Options> {
    let socket = linux::connection(process, peer)?;
    let (receive_limit, send_limit) = (socket.read_timeout().ok()?, socket.write_timeout().ok()?);
    let flags = rustix::fs::fcntl_getfl(&socket).ok()?;
    let nonblocking = flags.contains(rustix::fs::OFlags::NONBLOCK);
    let resets = socket.linger().ok()? == Some(Duration::ZERO);
    Some(Options { receive_limit, send_limit, nonblocking, resets })
}

/// The same. No other system lets one look.
#[cfg(not(target_os = "linux"))]
pub fn options(_: Process, _: SocketAddr) -> Option<Options> {
    None
}

/// Sets whether the calls of a process on its socket that listens return at once: as a part of the program
/// could do that shares it. False, where that cannot be done.
#[cfg(target_os = "linux")]
pub fn set_nonblocking(process: Process, listens_at: SocketAddr, nonblocking: bool) -> bool {
    let socket = linux::listener(process, listens_at);
    socket.is_some_and(|socket| socket.set_nonblocking(nonblocking).is_ok())
}

/// The same. No other system lets one do it.
#[cfg(not(target_os = "linux"))]
pub fn set_nonblocking(_: Process, _: SocketAddr, _: bool) -> bool {
    false
}

#[cfg(target_os = "linux")]
mod linux {
    use super::*;
    use rustix::process::{Pid, PidfdFlags, PidfdGetfdFlags, pidfd_getfd, pidfd_open};
    use socket2::Socket;

    pub fn connection(process: Process, peer: SocketAddr) -> Option<Socket> {
        socket(process, |it| Some(it.peer_addr().ok()?.as_socket()? == peer))
    }

    pub fn listener(process: Process, at: SocketAddr) -> Option<Socket> {
        socket(process, |it| {
            Some(it.is_listener().ok()? && it.local_addr().ok()?.as_socket()? == at)
        })
    }

    /// A copy of the descriptor. The socket stays open for as long as this is there. The kernel's whole table
    /// would cost far more than a copy of each.
    fn socket(process: Process, is: impl Fn(&Socket) -> Option<bool>) -> Option<Socket> {
        let id = Pid::from_raw(i32::try_from(process.id()).ok()?)?;
        let from = pidfd_open(id, PidfdFlags::empty()).ok()?;
        let copy = |descriptor| pidfd_getfd(&from, descriptor, PidfdGetfdFlags::empty()).ok();
        let mut sockets =
            process.socket_descriptors().into_iter().filter_map(copy).map(Socket::from);
        sockets.find(|it| is(it) == Some(true))
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use std::net::{Ipv4Addr, TcpListener, TcpStream};
    use std::os::fd::OwnedFd;
    use std::process::Command;

    #[test]
    fn what_a_child_has_is_seen() -> Result<(), String> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (stream, peer) = listener.accept().unwrap();
        assert_eq!(client.local_addr().unwrap(), peer);
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        let mut sleep = Command::new("sleep");
        let mut child = sleep.arg("60").stdin(OwnedFd::from(stream)).spawn().unwrap();
        drop(sleep);
        let seen = options(Process::new(child.id()), peer);
        let nobody = options(Process::new(child.id()), listener.local_addr().unwrap());
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(nobody, None);
        let Some(seen) = seen else {
            return crate::skip_test("a descriptor of a child cannot be copied");
        };
        let limit = Some(Duration::from_secs(5));
        let expected =
            Options { receive_limit: limit, send_limit: None, nonblocking: false, resets: false };
        assert_eq!(seen, expected);
        Ok(())
    }
}
