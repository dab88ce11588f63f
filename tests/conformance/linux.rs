//! The same calls on the machine's own kernel, in a network namespace of their own.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind, Read};
use std::net::{Shutdown, SocketAddr, SocketAddrV4};
use std::time::Duration;

use netstack::{Fd, Operation, Options, Returned};
use nix::errno::Errno;
use nix::sched::{CloneFlags, unshare};
use real::kernel::{self, State};
use real::network;
use socket2::{Domain, SockAddr, Socket, Type};

use crate::script::ADDRESSES;

/// A network namespace with the chapter's addresses. The thread that makes it stays in it.
pub struct Namespace;

impl Namespace {
    /// Moves this thread into a new namespace.
    pub fn enter() -> Result<Self, String> {
        // A new namespace gets a table of its own, and a small one is read quickly.
        write("/proc/sys/net/ipv4/tcp_child_ehash_entries", "256")?;
        unshare(CloneFlags::CLONE_NEWNET).map_err(|error| format!("unshare: {error}"))?;
        network::set_up(&ADDRESSES)?;
        // A connection in TIME_WAIT keeps its four values. On loopback, Linux would give them away.
        write("/proc/sys/net/ipv4/tcp_tw_reuse", "0")?;
        write("/proc/sys/net/ipv4/tcp_child_ehash_entries", "256")?;
        Ok(Self)
    }

    /// Sets the range from which the kernel chooses a port.
    pub fn set_ports(&self, first: u16, last: u16) -> Result<(), String> {
        write("/proc/sys/net/ipv4/ip_local_port_range", &format!("{first} {last}"))
    }
}

fn write(file: &str, text: &str) -> Result<(), String> {
    fs::write(file, text).map_err(|error| format!("{file}: {error}"))
}

/// A program's sockets, under the descriptors that the model has for them.
#[derive(Default)]
pub struct Sockets {
    sockets: BTreeMap<Fd, Socket>,
    chosen: Vec<Chosen>,
    /// The peers that the sockets have, or had.
    peers: BTreeMap<Fd, SocketAddrV4>,
}

/// A port that the kernel chose.
struct Chosen {
    /// The address, with the kernel's port.
    real: SocketAddrV4,
    /// The peer, if the kernel may choose this port again for another peer.
    peer: Option<SocketAddrV4>,
    /// The port that the model chose.
    port: u16,
}

/// How long a call is made again that says that its time has not come yet.
const PATIENCE: Duration = Duration::from_millis(200);

impl Sockets {
    /// Does what the operation says, and says what came of it.
    ///
    /// `model` is the host after the same operation, and `expected` is what it said came of it. Where
    /// the kernel takes a moment, the call is made again until it says so too. `opened` is the
    /// descriptor that the operation opened.
    pub fn perform(
        &mut self,
        operation: &Operation,
        options: Options,
        expected: &str,
        opened: Option<Fd>,
    ) -> String {
        let mut said = String::new();
        kernel::until(PATIENCE, || {
            said = self.perform_once(operation, options, opened);
            let may_change = ["EAGAIN", "EINPROGRESS", "EALREADY"].contains(&said.as_str());
            (said == expected || !may_change).then_some(())
        });
        // Both mean: the packet is on its way.
        if said == "EALREADY" && expected == "EINPROGRESS" { expected.to_owned() } else { said }
    }

    fn perform_once(
        &mut self,
        operation: &Operation,
        options: Options,
        opened: Option<Fd>,
    ) -> String {
        let done = |result: io::Result<()>| told(result.map(|()| "0".to_owned()));
        match operation {
            Operation::Socket => done(self.create(options, opened)),
            Operation::Bind { fd, address } => {
                done(self.socket(*fd).and_then(|socket| socket.bind(&(*address).into())))
            }
            Operation::Listen { fd, backlog } => {
                done(self.socket(*fd).and_then(|socket| socket.listen(*backlog)))
            }
            Operation::Connect { fd, to } => {
                let to = self.of_the_kernel(*to);
                done(self.socket(*fd).and_then(|socket| socket.connect(&to.into())))
            }
            Operation::Accept { fd } => told(self.accept(*fd, opened)),
            Operation::Send { fd, data } => {
                let sent = self.socket(*fd).and_then(|socket| socket.send(data));
                told(sent.map(|bytes| Returned::Bytes(bytes).to_string()))
            }
            Operation::Recv { fd, most } => {
                let mut buffer = vec![0; *most];
                let received = self.socket(*fd).and_then(|mut socket| socket.read(&mut buffer));
                told(received.map(|bytes| format!("\"{}\"", buffer[..bytes].escape_ascii())))
            }
            Operation::Shutdown { fd } => {
                done(self.socket(*fd).and_then(|socket| socket.shutdown(Shutdown::Write)))
            }
            Operation::Close { fd } => {
                self.sockets.remove(fd);
                self.peers.remove(fd);
                done(Ok(()))
            }
            other => format!("{other} is no call of a program"),
        }
    }

    fn socket(&self, fd: Fd) -> io::Result<&Socket> {
        self.sockets.get(&fd).ok_or_else(|| ErrorKind::NotFound.into())
    }

    fn create(&mut self, options: Options, opened: Option<Fd>) -> io::Result<()> {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
        socket.set_nonblocking(true)?;
        socket.set_keepalive(options.keepalive)?;
        socket.set_tcp_nodelay(options.nodelay)?;
        socket.set_reuse_address(options.reuseaddr)?;
        socket.set_reuse_port(options.reuseport)?;
        socket.set_linger(options.linger0.then_some(Duration::ZERO))?;
        self.sockets.extend(opened.map(|fd| (fd, socket)));
        Ok(())
    }

    fn accept(&mut self, listener: Fd, opened: Option<Fd>) -> io::Result<String> {
        let (socket, peer) = self.socket(listener)?.accept()?;
        socket.set_nonblocking(true)?;
        let local = ipv4(socket.local_addr()?);
        self.sockets.extend(opened.map(|fd| (fd, socket)));
        Ok(self.renamed(ipv4(peer), Some(local)).to_string())
    }

    /// Remembers which port the kernel chose where the model chose another.
    pub fn learn(&mut self, fd: Fd, model: SocketAddrV4, peer: Option<SocketAddrV4>) {
        let real = self.sockets.get(&fd).and_then(|socket| socket.local_addr().ok()).map(ipv4);
        if let Some(real) = real.filter(|real| real.port() >= FIRST_CHOSEN) {
            let peer = peer.map(|peer| self.of_the_kernel(peer));
            self.chosen.push(Chosen { real, peer, port: model.port() });
        }
    }

    /// An address with the model's port, if the kernel chose the port.
    fn renamed(&self, real: SocketAddrV4, peer: Option<SocketAddrV4>) -> SocketAddrV4 {
        let is_it = |chosen: &&Chosen| {
            let is_peer = chosen.peer.is_none() || peer.is_none() || chosen.peer == peer;
            let everywhere = chosen.real.ip().is_unspecified();
            chosen.real.port() == real.port()
                && (everywhere || chosen.real.ip() == real.ip())
                && is_peer
        };
        let chosen = self.chosen.iter().rev().find(is_it);
        SocketAddrV4::new(*real.ip(), chosen.map_or(real.port(), |chosen| chosen.port))
    }

    /// An address with the kernel's port, if the model's port stands for one that the kernel chose.
    fn of_the_kernel(&self, model: SocketAddrV4) -> SocketAddrV4 {
        let is_it = |chosen: &&Chosen| {
            let is_there = chosen.real.ip().is_unspecified() || chosen.real.ip() == model.ip();
            chosen.port == model.port() && chosen.peer.is_none() && is_there
        };
        let chosen = self.chosen.iter().rev().find(is_it);
        SocketAddrV4::new(*model.ip(), chosen.map_or(model.port(), |chosen| chosen.real.port()))
    }

    /// What there is to see, in the same words as [`crate::side_by_side::of_the_model`].
    pub fn view(&mut self) -> Result<Vec<String>, String> {
        let mut lines = Vec::new();
        for (fd, socket) in &self.sockets {
            // An ACK that the kernel would send in a moment is sent now.
            let _ = socket.set_tcp_quickack(true);
            let local = socket.local_addr().map(ipv4).map_err(|error| format!("{fd}: {error}"))?;
            let peer = socket.peer_addr().map(ipv4);
            self.peers.extend(peer.as_ref().ok().map(|peer| (*fd, *peer)));
            let names = [
                self.renamed(local, self.peers.get(fd).copied()).to_string(),
                told(peer.map(|peer| self.renamed(peer, Some(local)).to_string())),
            ];
            let on = |option: io::Result<bool>| option.unwrap_or_default();
            let options = Options {
                keepalive: on(socket.keepalive()),
                nodelay: on(socket.tcp_nodelay()),
                reuseaddr: on(socket.reuse_address()),
                reuseport: on(socket.reuse_port()),
                linger0: on(socket.linger().map(|linger| linger.is_some())),
            };
            lines.push(format!("{fd}  {}  {options}", names.join("  ")));
        }
        let mut rows = Vec::new();
        for row in kernel::rows()? {
            let (SocketAddr::V4(local), SocketAddr::V4(remote)) = (row.local, row.remote) else {
                continue;
            };
            let fin = [State::CloseWait, State::LastAck, State::Closing].contains(&row.state);
            // A FIN counts for a byte until the program has read the end.
            let queue = row.receive_queue.saturating_sub(u32::from(fin));
            let owner = if row.inode == 0 { "nobody's" } else { "open" };
            let [local, remote] =
                [self.renamed(local, Some(remote)), self.renamed(remote, Some(local))];
            let sent = row.send_queue;
            rows.push(format!("{}  {local}  {remote}  {sent}  {queue}  {owner}", row.state));
        }
        rows.sort();
        lines.extend(rows);
        Ok(lines)
    }
}

/// The kernel's range begins here, and so does the model's.
const FIRST_CHOSEN: u16 = 32768;

fn ipv4(address: SockAddr) -> SocketAddrV4 {
    address.as_socket_ipv4().expect("every socket here has an IPv4 address")
}

/// What a call said: its result, or the error's name.
fn told(result: io::Result<String>) -> String {
    result.unwrap_or_else(|error| match error.raw_os_error() {
        Some(number) => format!("{:?}", Errno::from_raw(number)),
        None => error.to_string(),
    })
}
