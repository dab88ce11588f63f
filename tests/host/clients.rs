//! The two ends of a connection with the host, both on the kernel: the client, and the server behind the
//! host. Neither blocks: what would have to wait is tried again.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, SocketAddrV4, TcpStream};

use rustix::io::Errno;
use socket2::{Domain, Socket, Type};

use crate::program::{Host, PLACE};

/// What is not as it should be.
pub enum Wrong {
    /// This was seen of the host.
    Seen(String),
    /// The same, and it is this known mistake.
    Known(String, &'static str),
    /// The machine does not let a client do its part.
    Fault(String),
}

/// How many bytes are read at a time.
const PIECE: usize = 64 * 1024;

/// A client that is about to connect. If it is let go before it is connected, it gives up.
pub struct Dialling(Socket);

impl Dialling {
    /// A client at this address and port (0: any) dials.
    pub fn begins(address: Ipv4Addr, port: u16, to: SocketAddr) -> Result<Self, Wrong> {
        let begin = || {
            let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
            // The same port is used again and again, and the client may be the one who keeps TIME_WAIT.
            socket.set_reuse_address(true)?;
            socket.bind(&SocketAddr::from(SocketAddrV4::new(address, port)).into())?;
            socket.set_nonblocking(true)?;
            socket.set_tcp_nodelay(true)?;
            match socket.connect(&to.into()) {
                Err(error) if Errno::from_io_error(&error) != Some(Errno::INPROGRESS) => Err(error),
                _ => Ok(socket),
            }
        };
        let begun: io::Result<_> = begin();
        begun.map(Self).map_err(|error| Wrong::Fault(format!("a client cannot dial: {error}")))
    }

    /// What has become of it, if that is known.
    pub fn look(&self) -> Option<io::Result<()>> {
        match self.0.take_error() {
            Ok(Some(error)) | Err(error) => Some(Err(error)),
            Ok(None) => self.0.peer_addr().is_ok().then_some(Ok(())),
        }
    }

    /// Waits until it is connected.
    pub fn ends(self, host: &Host, address: Ipv4Addr, port: u16) -> Result<Client, Wrong> {
        let name = match port {
            0 => address.to_string(),
            port => format!("{address}:{port}"),
        };
        let became = match host.until(|| self.look()) {
            Some(Ok(())) => return Ok(Client { stream: self.0.into(), name }),
            Some(Err(error)) => format!("Its kernel says: {error}."),
            None => "It heard nothing, and still waits.".to_owned(),
        };
        Err(Wrong::Seen(format!("{name} dialled {PLACE}, and was not connected. {became}")))
    }
}

/// A client that is connected.
pub struct Client {
    pub stream: TcpStream,
    /// What it is called in messages: `198.18.203.153:1025`.
    pub name: String,
}

impl Client {
    /// A client connects.
    pub fn dials(host: &Host, address: Ipv4Addr, port: u16) -> Result<Self, Wrong> {
        Dialling::begins(address, port, PLACE)?.ends(host, address, port)
    }

    /// It says this. The host need not have taken it yet.
    pub fn says(&self, host: &Host, data: &[u8]) -> Result<(), Wrong> {
        let broke = || Wrong::Seen(format!("{} is connected, and cannot send.", self.name));
        say(host, &self.stream, data).then_some(()).ok_or_else(broke)
    }

    /// It hears this, and the connection stays.
    pub fn hears(&self, host: &Host, data: &[u8], situation: &str) -> Result<(), Wrong> {
        self.heard(&hear(host, &self.stream, data.len()), data, End::Goes, situation)
    }

    /// What it has heard was this, and ended so.
    pub fn heard(
        &self,
        heard: &Heard,
        data: &[u8],
        end: End,
        situation: &str,
    ) -> Result<(), Wrong> {
        if heard.data == data && heard.end == end {
            return Ok(());
        }
        let told = heard.told(data);
        Err(Wrong::Seen(format!("{situation} {} heard {told}.", self.name)))
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
#[derive(Debug, Default)]
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

impl Heard {
    /// In words, beside what it should be: `7 of the 12 bytes, and then the connection broke`.
    pub fn told(&self, expected: &[u8]) -> String {
        let same = self.data.iter().zip(expected).take_while(|(one, other)| one == other).count();
        let (heard, of) = (self.data.len(), expected.len());
        let what = match () {
            () if same == of && heard == of => "all of it".to_owned(),
            () if same == heard => format!("{heard} of the {of} bytes"),
            () if same == of => format!("it all, and {} bytes more", heard - of),
            () => format!("something else: from byte {} on it differs", same + 1),
        };
        let then = match self.end {
            End::Goes => "",
            End::Closed => ", and then the end",
            End::Broken => ", and then the connection broke",
            End::Silence => ", and then nothing more, and no end",
        };
        what + then
    }

    /// Takes in what has come, if anything has.
    fn take_in(&mut self, mut stream: &TcpStream) -> bool {
        let mut room = [0; PIECE];
        match stream.read(&mut room) {
            Ok(0) => self.end = End::Closed,
            Ok(count) => self.data.extend_from_slice(&room[..count]),
            Err(error) if error.kind() == ErrorKind::WouldBlock => return false,
            Err(_) => self.end = End::Broken,
        }
        true
    }
}

/// Hears so many bytes, or what there is of them.
pub fn hear(host: &Host, stream: &TcpStream, most: usize) -> Heard {
    let mut heard = Heard::default();
    while heard.data.len() < most && heard.end == End::Goes {
        if host.until(|| heard.take_in(stream).then_some(())).is_none() {
            heard.end = End::Silence;
        }
    }
    heard
}

/// One end says all of this and ends its data, while the other hears it.
pub fn carry(host: &Host, from: &TcpStream, to: &TcpStream, data: &[u8]) -> Heard {
    hand_over(host, from, to, data, |_| true)
}

/// The same, but the other end reads only when nothing more can be sent to it.
pub fn sips(host: &Host, from: &TcpStream, to: &TcpStream, data: &[u8]) -> Heard {
    hand_over(host, from, to, data, |has_sent| !has_sent)
}

/// Which of the two is done beside the other: whether the one end could send tells whether the other
/// reads.
fn hand_over(
    host: &Host,
    mut from: &TcpStream,
    to: &TcpStream,
    data: &[u8],
    reads: impl Fn(bool) -> bool,
) -> Heard {
    let mut heard = Heard::default();
    let (mut left, mut has_ended) = (data, false);
    while heard.end == End::Goes {
        let moved = host.until(|| {
            let mut has_sent = false;
            if !left.is_empty() {
                match from.write(left) {
                    Ok(count) => {
                        left = &left[count..];
                        has_sent = true;
                    }
                    Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                    // The other end tells what became of the connection.
                    Err(_) => left = &[],
                }
            } else if !has_ended {
                has_ended = true;
                has_sent = from.shutdown(Shutdown::Write).is_ok();
            }
            let has_heard = reads(has_sent) && heard.take_in(to);
            (has_sent || has_heard).then_some(())
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
