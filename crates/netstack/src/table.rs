//! All sockets of one host, and the descriptors by which a program holds some of them.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::ops::{Index, IndexMut};

use crate::{Errno, Fd, Socket, SocketId};

/// The limits of this host that socket calls meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest backlog (`net.core.somaxconn`, listen(2)). Linux starts with 4096.
    pub somaxconn: u32,
    /// The descriptors of a program are the numbers below this, 0, 1 and 2 included (RLIMIT_NOFILE,
    /// getrlimit(2)).
    pub descriptors: u32,
    /// The first port that the kernel chooses from (`net.ipv4.ip_local_port_range`).
    pub first_port: u16,
    /// The last port that the kernel chooses from.
    pub last_port: u16,
    /// The first port that this program may bind (`net.ipv4.ip_unprivileged_port_start`). 0 stands
    /// for a program that may bind all of them (CAP_NET_BIND_SERVICE, capabilities(7)).
    pub unprivileged: u16,
    /// How often the same bytes are sent again before a connection is given up
    /// (`net.ipv4.tcp_retries2`, tcp(7)).
    pub retries: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            somaxconn: 4096,
            descriptors: 1024,
            first_port: 32768,
            last_port: 60999,
            unprivileged: 0,
            retries: 15,
        }
    }
}

/// All sockets of one host.
///
/// A socket and a descriptor are two things. The kernel makes a socket for a new client before the
/// program asks for it; such a socket has no descriptor yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SocketTable {
    /// The limits of this host.
    pub limits: Limits,
    /// The addresses of this host. 127.0.0.0/8 is always there, and need not be named.
    pub addresses: Vec<Ipv4Addr>,
    sockets: BTreeMap<SocketId, Socket>,
    descriptors: BTreeMap<Fd, SocketId>,
    last_id: u32,
}

/// An empty table of a host with the two addresses 198.18.203.1 and 198.18.203.2.
impl Default for SocketTable {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            addresses: vec![Ipv4Addr::new(198, 18, 203, 1), Ipv4Addr::new(198, 18, 203, 2)],
            sockets: BTreeMap::new(),
            descriptors: BTreeMap::new(),
            last_id: 0,
        }
    }
}

impl SocketTable {
    /// Puts a socket into the table and returns its number. The socket has no descriptor.
    pub fn insert(&mut self, socket: Socket) -> SocketId {
        let id = SocketId(self.last_id + 1);
        self.put(id, socket);
        id
    }

    /// The socket with this number, if there is one. See also `table[id]`.
    pub fn get(&self, id: SocketId) -> Option<&Socket> {
        self.sockets.get(&id)
    }

    /// The sockets, in the order in which they were made.
    pub fn iter(&self) -> impl Iterator<Item = (SocketId, &Socket)> {
        self.sockets.iter().map(|(id, socket)| (*id, socket))
    }

    /// Takes a socket out of the table, and its descriptor with it. Its number is not used again.
    pub fn remove(&mut self, id: SocketId) -> Option<Socket> {
        self.descriptors.retain(|_, open| *open != id);
        self.sockets.remove(&id)
    }

    /// Whether this is an address of this host.
    pub fn is_own(&self, address: Ipv4Addr) -> bool {
        address.is_loopback() || self.addresses.contains(&address)
    }

    /// The address from which this host sends to `destination`: to one of its own addresses from that
    /// same address, to all of 127.0.0.0/8 from 127.0.0.1, to all others from its first address.
    pub fn address_towards(&self, destination: Ipv4Addr) -> Ipv4Addr {
        if destination.is_loopback() {
            Ipv4Addr::LOCALHOST
        } else if self.is_own(destination) {
            destination
        } else {
            self.addresses.first().copied().unwrap_or(Ipv4Addr::LOCALHOST)
        }
    }

    /// The listening socket in whose queue this connection is.
    pub fn queue_with(&self, id: SocketId) -> Option<SocketId> {
        let waits_at =
            |socket: &Socket| socket.backlog.as_ref().is_some_and(|b| b.waiting.contains(&id));
        self.iter().find(|(_, socket)| waits_at(socket)).map(|(listener, _)| listener)
    }

    /// Opens the lowest free descriptor for a socket.
    ///
    /// # Errors
    ///
    /// [`Errno::EMFILE`] if the program has as many descriptors as it may have (accept(2)).
    pub fn open(&mut self, id: SocketId) -> Result<Fd, Errno> {
        let fd = (3..self.limits.descriptors).map(Fd).find(|fd| !self.descriptors.contains_key(fd));
        let fd = fd.ok_or(Errno::EMFILE)?;
        self.open_as(fd, id);
        Ok(fd)
    }

    /// Makes `fd`, and no other, the descriptor of a socket. Whose it was before, it is no more.
    pub fn open_as(&mut self, fd: Fd, id: SocketId) {
        self.descriptors.retain(|_, open| *open != id);
        self.descriptors.insert(fd, id);
    }

    /// Frees a descriptor. The socket stays in the table.
    pub fn close(&mut self, fd: Fd) {
        self.descriptors.remove(&fd);
    }

    /// The socket that a descriptor stands for.
    ///
    /// # Errors
    ///
    /// [`Errno::EBADF`] if this descriptor is not open.
    pub fn socket_of(&self, fd: Fd) -> Result<SocketId, Errno> {
        self.descriptors.get(&fd).copied().ok_or(Errno::EBADF)
    }

    /// The descriptor by which the program holds a socket, if it holds it.
    pub fn descriptor_of(&self, id: SocketId) -> Option<Fd> {
        self.descriptors.iter().find(|(_, open)| **open == id).map(|(fd, _)| *fd)
    }

    /// The lowest port of the range that no socket has, for a socket that was given none.
    ///
    /// Linux chooses at random. The model takes the lowest, so that a story is always the same.
    ///
    /// # Errors
    ///
    /// [`Errno::EADDRINUSE`] if every port of the range is taken (bind(2)).
    pub fn free_port(&self) -> Result<u16, Errno> {
        let taken = |port: &u16| {
            let mut locals = self.sockets.values().filter_map(|socket| socket.local);
            locals.any(|local| local.port() == *port)
        };
        let mut ports = self.limits.first_port..=self.limits.last_port;
        ports.find(|port| !taken(port)).ok_or(Errno::EADDRINUSE)
    }

    /// Writes a row as it is given, with its number.
    pub(crate) fn put(&mut self, id: SocketId, socket: Socket) {
        self.sockets.insert(id, socket);
        self.last_id = self.last_id.max(id.0);
    }

    /// Makes `fd` the descriptor of `id`; `None` takes its descriptor away.
    pub(crate) fn set_descriptor(&mut self, id: SocketId, fd: Option<Fd>) {
        match fd {
            Some(fd) => self.open_as(fd, id),
            None => self.descriptors.retain(|_, open| *open != id),
        }
    }
}

/// The socket with this number. There is a panic if there is none; [`SocketTable::get`] has none.
impl Index<SocketId> for SocketTable {
    type Output = Socket;

    fn index(&self, id: SocketId) -> &Socket {
        self.sockets.get(&id).unwrap_or_else(|| panic!("the table has no socket {id}"))
    }
}

impl IndexMut<SocketId> for SocketTable {
    fn index_mut(&mut self, id: SocketId) -> &mut Socket {
        self.sockets.get_mut(&id).unwrap_or_else(|| panic!("the table has no socket {id}"))
    }
}
