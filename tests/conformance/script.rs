//! A random script of calls: what a program could do next, chosen by numbers.
//!
//! A number means something only beside the sockets that there are, so a script is not a list of
//! operations. It becomes one while it runs: [`Call::operation`] looks at the host.

use std::net::{Ipv4Addr, SocketAddrV4};

use conformance::Host;
use netstack::{Fd, Operation, Options, Socket, State};
use proptest::prelude::*;

/// The addresses of the host: two for servers, and those of the chapter's clients.
pub const ADDRESSES: [Ipv4Addr; 4] = [
    Ipv4Addr::new(198, 18, 203, 1),
    Ipv4Addr::new(198, 18, 203, 2),
    Ipv4Addr::new(198, 18, 203, 86),
    Ipv4Addr::new(198, 18, 203, 153),
];

/// An address of nobody here.
const FOREIGN: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);

/// The ports that programs name. None is in the range that the kernel chooses from.
const PORTS: [u16; 4] = [80, 8080, 1025, 1026];

/// How many sockets a script has at most.
const SOCKETS: usize = 12;

#[derive(Debug, Clone, Copy)]
enum Kind {
    Socket,
    Bind,
    Listen,
    Connect,
    Accept,
    Send,
    Recv,
    Shutdown,
    Close,
}

/// A call that is not chosen to the end yet.
#[derive(Debug, Clone)]
pub struct Call {
    kind: Kind,
    /// Which socket, of those that it makes sense for.
    socket: prop::sample::Index,
    /// Whether any socket will do, also one that it makes no sense for.
    any_socket: bool,
    address: prop::sample::Index,
    port: prop::sample::Index,
    number: u8,
}

/// A random call.
pub fn call() -> impl Strategy<Value = Call> {
    let kind = prop_oneof![
        6 => Just(Kind::Socket),
        6 => Just(Kind::Bind),
        4 => Just(Kind::Listen),
        7 => Just(Kind::Connect),
        6 => Just(Kind::Accept),
        5 => Just(Kind::Send),
        5 => Just(Kind::Recv),
        2 => Just(Kind::Shutdown),
        4 => Just(Kind::Close),
    ];
    let index = any::<prop::sample::Index>;
    (kind, index(), prop::bool::weighted(0.1), index(), index(), any::<u8>()).prop_map(
        |(kind, socket, any_socket, address, port, number)| Call {
            kind,
            socket,
            any_socket,
            address,
            port,
            number,
        },
    )
}

impl Call {
    /// What the program does, with the options of a new socket. `None`, if there is no socket for
    /// it, or if the outcome would not be the same on each run.
    pub fn operation(&self, host: &Host) -> Option<Operation> {
        match self.kind {
            Kind::Socket => (open(host).count() < SOCKETS).then_some(Operation::Socket),
            Kind::Bind => {
                let fd = self.pick(host, |socket| is_new(socket) && socket.local.is_none())?;
                let address = self.name();
                let is_clear = !has_ended(host, fd) && !is_held_by_an_ended(host, address);
                is_clear.then_some(Operation::Bind { fd, address })
            }
            Kind::Listen => {
                let fd = self.pick(host, |socket| is_new(socket) && socket.local.is_some())?;
                let is_clear = !has_ended(host, fd) && !shares_a_listener(host, fd);
                is_clear.then_some(Operation::Listen { fd, backlog: i32::from(self.number % 3) })
            }
            Kind::Connect => {
                let fd = self.pick(host, is_new)?;
                let to = self.server(host)?;
                let is_clear = !has_ended(host, fd) && is_repeatable(host, fd, to);
                is_clear.then_some(Operation::Connect { fd, to })
            }
            Kind::Accept => {
                let waits = |socket: &Socket| {
                    socket.backlog.as_ref().is_some_and(|backlog| !backlog.waiting.is_empty())
                };
                Some(Operation::Accept { fd: self.pick(host, waits)? })
            }
            Kind::Send => {
                let fd = self.pick(host, is_connection)?;
                let data = vec![b'a' + self.number % 26; usize::from(self.number / 26) + 1];
                Some(Operation::Send { fd, data })
            }
            Kind::Recv => {
                let has_news = |socket: &Socket| {
                    !socket.received.is_empty() || socket.ended || socket.error.is_some()
                };
                let fd = self.pick(host, has_news)?;
                Some(Operation::Recv { fd, most: usize::from(self.number % 12) + 1 })
            }
            Kind::Shutdown => {
                let fd = self.pick(host, is_connection)?;
                let is_new = open(host).any(|(open, socket)| open == fd && is_new(socket));
                (!is_new).then_some(Operation::Shutdown { fd })
            }
            Kind::Close => Some(Operation::Close { fd: self.pick(host, |_| true)? }),
        }
    }

    /// The options of a socket that this call makes.
    pub fn options(&self) -> Options {
        let bit = |bit: u8| self.number & (1 << bit) != 0;
        Options {
            keepalive: bit(0),
            nodelay: bit(1),
            reuseaddr: bit(2) && bit(3),
            // Not both of them: see main.rs.
            reuseport: bit(4) && bit(5) && !(bit(2) && bit(3)),
            linger0: bit(6) && bit(7),
        }
    }

    /// One of the sockets of this kind; of all that are open, if there is none, or if any will do.
    fn pick(&self, host: &Host, is_fit: impl Fn(&Socket) -> bool) -> Option<Fd> {
        let fit: Vec<_> = open(host).filter(|(_, socket)| is_fit(socket)).collect();
        let all: Vec<_> = open(host).collect();
        let from = if fit.is_empty() || self.any_socket { all } else { fit };
        (!from.is_empty()).then(|| from[self.socket.index(from.len())].0)
    }

    /// An address and port that a program could name.
    fn name(&self) -> SocketAddrV4 {
        let address = match self.number % 16 {
            0 => FOREIGN,
            1..=4 => Ipv4Addr::UNSPECIFIED,
            _ => ADDRESSES[self.address.index(ADDRESSES.len())],
        };
        let port = if self.number / 16 == 0 { 0 } else { PORTS[self.port.index(PORTS.len())] };
        SocketAddrV4::new(address, port)
    }

    /// Where a client could connect to: mostly, where somebody listens.
    fn server(&self, host: &Host) -> Option<SocketAddrV4> {
        let own = ADDRESSES[self.address.index(ADDRESSES.len())];
        let listens = host.table.iter().filter(|(_, socket)| socket.state == State::Listen);
        let locals: Vec<_> = listens.filter_map(|(_, socket)| socket.local).collect();
        if locals.is_empty() || self.number.is_multiple_of(8) {
            return Some(SocketAddrV4::new(own, PORTS[self.port.index(PORTS.len())]));
        }
        let local = locals[self.port.index(locals.len())];
        let address = if local.ip().is_unspecified() { own } else { *local.ip() };
        Some(SocketAddrV4::new(address, local.port()))
    }
}

/// The sockets that the program holds.
fn open(host: &Host) -> impl Iterator<Item = (Fd, &Socket)> {
    host.table.iter().filter_map(|(id, socket)| Some((host.table.descriptor_of(id)?, socket)))
}

fn is_new(socket: &Socket) -> bool {
    socket.state == State::Closed && socket.remote.is_none()
}

/// Whether the connection of this socket has ended, and the program has not closed it.
fn has_ended(host: &Host, fd: Fd) -> bool {
    let is_over = |socket: &Socket| is_ended(socket) || socket.state == State::TimeWait;
    open(host).any(|(open, socket)| open == fd && is_over(socket))
}

fn is_ended(socket: &Socket) -> bool {
    socket.state == State::Closed && socket.remote.is_some()
}

/// Whether such a socket has this port.
fn is_held_by_an_ended(host: &Host, address: SocketAddrV4) -> bool {
    let port = |socket: &Socket| socket.local.map(|local| local.port());
    let mut ended = host.table.iter().filter(|(_, socket)| is_ended(socket));
    ended.any(|(_, socket)| port(socket) == Some(address.port()))
}

fn is_connection(socket: &Socket) -> bool {
    socket.remote.is_some()
}

/// Whether another socket listens at this very address and port.
fn shares_a_listener(host: &Host, fd: Fd) -> bool {
    let local = |fd| host.table.socket_of(fd).ok().and_then(|id| host.table[id].local);
    open(host).any(|(other, socket)| {
        other != fd && socket.state == State::Listen && socket.local == local(fd)
    })
}

/// Whether a connection attempt ends in the same way on each run.
fn is_repeatable(host: &Host, fd: Fd, to: SocketAddrV4) -> bool {
    let Ok(id) = host.table.socket_of(fd) else { return true };
    let Some(local) = host.table[id].local else { return true };
    let address = if local.ip().is_unspecified() { *to.ip() } else { *local.ip() };
    let from = SocketAddrV4::new(address, local.port());
    // A socket that connects to itself meets its own packets.
    let is_itself = from == to;
    let server_is_in_time_wait = host.table.iter().any(|(_, socket)| {
        socket.state == State::TimeWait && (socket.local, socket.remote) == (Some(to), Some(from))
    });
    let is_refused_by_time_wait = server_is_in_time_wait && host.listener_at(to).is_none();
    !is_itself && !is_refused_by_time_wait
}
