//! The two ends of a connection with the host, both on the kernel: the client, and the server behind the
//! host. Neither waits for the other: what would have to wait is tried again.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, SocketAddrV4, TcpStream};

use grader::Failure;
use socket2::{Domain, Socket, Type};

use crate::program::Host;

/// What became of an attempt to connect.
pub enum Dialled {
    Connected(TcpStream),
    Refused,
    Silence,
}

/// A client that is about to connect.
pub struct Dialling(Socket);

impl Dialling {
    /// A client at this address and port (0: any) dials. It does not wait.
    pub fn begins(from: Ipv4Addr, port: u16, to: SocketAddr) -> Result<Self, Failure> {
        let begin = || {
            let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
            socket.set_reuse_address(true)?;
            socket.bind(&SocketAddr::from(SocketAddrV4::new(from, port)).into())?;
            socket.set_nonblocking(true)?;
            socket.set_tcp_nodelay(true)?;
            // It is under way: EINPROGRESS.
            match socket.connect(&to.into()) {
                Err(error) if error.raw_os_error().is_none() => Err(error),
                _ => Ok(socket),
            }
        };
        let begun: io::Result<_> = begin();
        begun.map(Self).map_err(|error| Failure::Fault(format!("a client has no socket: {error}")))
    }

    /// What has become of it, if that is known.
    pub fn look(&self) -> Option<Result<(), io::Error>> {
        match self.0.take_error() {
            Ok(Some(error)) | Err(error) => Some(Err(error)),
            Ok(None) => self.0.peer_addr().is_ok().then_some(Ok(())),
        }
    }

    /// Waits for what becomes of it.
    pub fn ends(self, host: &Host) -> Dialled {
        match host.until(|| self.look()) {
            Some(Ok(())) => Dialled::Connected(self.0.into()),
            Some(Err(_)) => Dialled::Refused,
            None => Dialled::Silence,
        }
    }
}

/// Says all of this to the other end, which need not read it yet. False if the connection breaks, or
/// nothing more is taken.
pub fn say(host: &Host, mut stream: &TcpStream, mut data: &[u8]) -> bool {
    while !data.is_empty() {
        let written = host.until(|| match stream.write(data) {
            Err(error) if error.kind() == ErrorKind::WouldBlock => None,
            written => Some(written),
        });
        match written {
            Some(Ok(count)) => data = &data[count..],
            _ => return false,
        }
    }
    true
}

/// What was heard of a stream.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Heard {
    pub data: Vec<u8>,
    pub end: End,
}

/// How what was heard ended.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It has not: as much as was wanted has come.
    #[default]
    Goes,
    /// By a FIN.
    Closed,
    /// By an error.
    Broken,
    /// Nothing more comes.
    Silence,
}

/// Hears so many bytes, or what there is of them.
pub fn hear(host: &Host, stream: &TcpStream, most: usize) -> Heard {
    let mut heard = Heard::default();
    while heard.data.len() < most && heard.end == End::Goes {
        hear_more(host, stream, &mut heard);
    }
    heard
}

/// Hears all up to the end.
pub fn hear_all(host: &Host, stream: &TcpStream) -> Heard {
    hear(host, stream, usize::MAX)
}

fn hear_more(host: &Host, mut stream: &TcpStream, heard: &mut Heard) {
    let mut room = vec![0; 64 * 1024];
    let read = host.until(|| match stream.read(&mut room) {
        Err(error) if error.kind() == ErrorKind::WouldBlock => None,
        read => Some(read),
    });
    match read {
        Some(Ok(0)) => heard.end = End::Closed,
        Some(Ok(count)) => heard.data.extend_from_slice(&room[..count]),
        Some(Err(_)) => heard.end = End::Broken,
        None => heard.end = End::Silence,
    }
}

/// One end says all of this, while the other hears it. Then the first ends its data. What was heard.
pub fn carry(host: &Host, mut from: &TcpStream, to: &TcpStream, data: &[u8]) -> Heard {
    let mut left = data;
    let mut heard = Heard::default();
    let mut room = vec![0; 64 * 1024];
    let mut ended = false;
    while heard.end == End::Goes {
        let moved = host.until(|| {
            let mut moved = false;
            match from.write(left) {
                Ok(count) => {
                    left = &left[count..];
                    moved |= count > 0;
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                // The other end tells of it.
                Err(_) => left = &[],
            }
            if left.is_empty() && !ended {
                ended = true;
                moved = true;
                let _ = from.shutdown(Shutdown::Write);
            }
            match { to }.read(&mut room) {
                Ok(0) => heard.end = End::Closed,
                Ok(count) => heard.data.extend_from_slice(&room[..count]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    return moved.then_some(());
                }
                Err(_) => heard.end = End::Broken,
            }
            Some(())
        });
        if moved.is_none() {
            heard.end = End::Silence;
        }
    }
    heard
}

/// Data of which each part is another one.
pub fn pattern(length: usize) -> Vec<u8> {
    let line = |number: usize| format!("{number:07}\n").into_bytes();
    (0..length.div_ceil(8)).flat_map(line).take(length).collect()
}
