//! The program that uses the learner's sockets. It accepts each connection, and hands on what comes and
//! goes between the client and a web server, which it talks to by the machine's own sockets.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, SocketAddrV4, TcpStream};

use netstack::{Errno, Fd, Operation, Returned, Sending, SocketId, State};
use rustix::event::{PollFd, PollFlags};

use crate::Result;
use crate::settings::Settings;
use crate::stack::Stack;

/// How many bytes are read at a time, and wait for the other side at most.
const PIECE: usize = 64 * 1024;

/// One client, and the web server's side.
#[derive(Debug)]
struct Talk {
    server: TcpStream,
    /// What the client has sent, and the server has not taken yet.
    to_server: Vec<u8>,
    /// What the server has sent, and the host has not taken yet.
    to_client: Vec<u8>,
    client_has_ended: bool,
    server_has_ended: bool,
    /// Whether each side has been told of the other's end.
    server_knows: bool,
    client_knows: bool,
}

/// The program.
#[derive(Debug)]
pub struct Relay {
    server: SocketAddr,
    listener: Fd,
    clients: usize,
    talks: BTreeMap<Fd, Talk>,
    /// What the server's side of each connection waits for.
    room: Vec<u8>,
}

impl Relay {
    /// Makes a socket of the host's that waits for clients at `address`.
    ///
    /// # Errors
    ///
    /// A sentence that says which call has failed: that is the learner's own.
    pub fn listen(
        stack: &mut Stack,
        address: SocketAddrV4,
        server: SocketAddr,
        settings: &Settings,
    ) -> Result<Self> {
        let Settings { backlog, clients, nagle, .. } = *settings;
        let listener = match stack.call(Operation::Socket) {
            Returned::Descriptor(fd) => fd,
            other => return Err(format!("Your socket() gave back {other}, and no descriptor.")),
        };
        // setsockopt(2). Its copies will have it too.
        if let Ok(id) = stack.table.socket_of(listener) {
            stack.table[id].options.nodelay = !nagle;
        }
        let calls = [
            Operation::Bind { fd: listener, address },
            Operation::Listen { fd: listener, backlog },
        ];
        for call in calls {
            let words = call.to_string();
            match stack.call(call) {
                Returned::Zero => {}
                other => return Err(format!("Your {words} gave back {other}. It should be 0.")),
            }
        }
        Ok(Self { server, listener, clients, talks: BTreeMap::new(), room: vec![0; PIECE] })
    }

    /// What is waited for on the web server's side, for each connection.
    pub fn waits_for(&self) -> (Vec<Fd>, Vec<PollFd<'_>>) {
        let wants = |talk: &Talk| {
            let mut wants = PollFlags::empty();
            wants.set(PollFlags::IN, !talk.server_has_ended && talk.to_client.len() < PIECE);
            wants.set(PollFlags::OUT, !talk.to_server.is_empty());
            wants
        };
        self.talks.iter().map(|(fd, talk)| (*fd, PollFd::new(&talk.server, wants(talk)))).unzip()
    }

    /// Something has come for these sockets, or for the web server's side of these connections.
    pub fn go_on(
        &mut self,
        stack: &mut Stack,
        ids: impl IntoIterator<Item = SocketId>,
        fds: &[Fd],
    ) {
        self.accept(stack);
        let held = ids.into_iter().filter_map(|id| stack.table.descriptor_of(id));
        let held: std::collections::BTreeSet<Fd> = held.chain(fds.iter().copied()).collect();
        for fd in held {
            let Some(mut talk) = self.talks.remove(&fd) else { continue };
            match talk.go_on(stack, fd, &mut self.room) {
                Ok(true) => {
                    self.talks.insert(fd, talk);
                }
                // Both have ended, or one of them is gone: so is the other.
                Ok(false) | Err(_) => {
                    stack.call(Operation::Close { fd });
                    // Somebody else may find room now.
                    self.accept(stack);
                }
            }
        }
    }

    /// Accepts all who wait, as far as there is room.
    fn accept(&mut self, stack: &mut Stack) {
        while self.talks.len() < self.clients && self.somebody_waits(stack) {
            let accepted = stack.call(Operation::Accept { fd: self.listener });
            let Returned::Accepted(fd, _) = accepted else { break };
            let server = TcpStream::connect(self.server)
                .and_then(|server| server.set_nonblocking(true).map(|()| server));
            match server {
                Ok(server) => {
                    let _ = server.set_nodelay(true);
                    self.talks.insert(fd, Talk::new(server));
                    // It may have sent before it was accepted.
                    stack.touched.extend(stack.table.socket_of(fd));
                }
                Err(error) => {
                    eprintln!("The web server at {} cannot be reached: {error}.", self.server);
                    stack.call(Operation::Close { fd });
                }
            }
        }
    }

    fn somebody_waits(&self, stack: &Stack) -> bool {
        let listening = stack.table.socket_of(self.listener);
        let socket = listening.ok().and_then(|id| stack.table.get(id));
        socket.and_then(|it| it.backlog.as_ref()).is_some_and(|queue| !queue.waiting.is_empty())
    }
}

impl Talk {
    fn new(server: TcpStream) -> Self {
        Self {
            server,
            to_server: Vec::new(),
            to_client: Vec::new(),
            client_has_ended: false,
            server_has_ended: false,
            server_knows: false,
            client_knows: false,
        }
    }

    /// Hands on what can be handed on. `false`: there is nothing more to do.
    fn go_on(&mut self, stack: &mut Stack, fd: Fd, room: &mut [u8]) -> io::Result<bool> {
        self.hear_client(stack, fd)?;
        self.tell_server()?;
        loop {
            let came = self.hear_server(room)?;
            self.tell_client(stack, fd)?;
            if !came || !self.to_client.is_empty() {
                break;
            }
        }
        if self.server_has_ended && self.to_client.is_empty() && !self.client_knows {
            self.client_knows = true;
            call(stack, Operation::Shutdown { fd })?;
        }
        Ok(!(self.client_knows && self.client_has_ended && self.to_server.is_empty()))
    }

    fn hear_client(&mut self, stack: &mut Stack, fd: Fd) -> io::Result<()> {
        while !self.client_has_ended && self.to_server.len() < PIECE && is_readable(stack, fd) {
            match call(stack, Operation::Recv { fd, most: PIECE })? {
                Returned::Data(data) if data.is_empty() => self.client_has_ended = true,
                Returned::Data(data) => self.to_server.extend_from_slice(&data),
                _ => break,
            }
        }
        Ok(())
    }

    fn tell_server(&mut self) -> io::Result<()> {
        while !self.to_server.is_empty() {
            match self.server.write(&self.to_server) {
                Ok(count) => drop(self.to_server.drain(..count)),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error),
            }
        }
        if self.client_has_ended && !self.server_knows {
            self.server_knows = true;
            let _ = self.server.shutdown(Shutdown::Write);
        }
        Ok(())
    }

    /// Whether something has come.
    fn hear_server(&mut self, room: &mut [u8]) -> io::Result<bool> {
        if self.server_has_ended || self.to_client.len() >= PIECE {
            return Ok(false);
        }
        match self.server.read(room) {
            Ok(0) => self.server_has_ended = true,
            Ok(count) => self.to_client.extend_from_slice(&room[..count]),
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(false),
            Err(error) => return Err(error),
        }
        Ok(true)
    }

    fn tell_client(&mut self, stack: &mut Stack, fd: Fd) -> io::Result<()> {
        while !self.to_client.is_empty() && is_writable(stack, fd) {
            let piece = Operation::Send { fd, data: self.to_client.clone() };
            match call(stack, piece)? {
                Returned::Bytes(count) => drop(self.to_client.drain(..count)),
                _ => break,
            }
        }
        Ok(())
    }
}

/// A call of the learner's. EAGAIN is no error for a program that waits for many sockets.
fn call(stack: &mut Stack, operation: Operation) -> io::Result<Returned> {
    match stack.call(operation) {
        Returned::Error(errno) if errno != Errno::EAGAIN => {
            Err(io::Error::other(errno.to_string()))
        }
        returned => Ok(returned),
    }
}

/// Whether there is room worth a call, as poll(2) would tell: at least half as much as is taken (Linux,
/// `sk_stream_is_writeable`). An error is told by send(2).
fn is_writable(stack: &Stack, fd: Fd) -> bool {
    let socket = stack.table.socket_of(fd).ok().and_then(|id| stack.table.get(id));
    socket.is_none_or(|socket| {
        let is_over = socket.error.is_some() || socket.state == State::Closed;
        let has_room = |it: &Sending| it.buffer.len() + it.buffer.len() / 2 <= it.limit;
        is_over || socket.sending.as_deref().is_none_or(has_room)
    })
}

/// Whether recv(2) would not say EAGAIN, as poll(2) would tell.
fn is_readable(stack: &Stack, fd: Fd) -> bool {
    let socket = stack.table.socket_of(fd).ok().and_then(|id| stack.table.get(id));
    socket.is_none_or(|socket| {
        !socket.received.is_empty()
            || socket.ended
            || socket.error.is_some()
            || socket.state == State::Closed
    })
}
