//! The functions of all exercises, as one host: which call, and which packet, is whose.

use std::collections::BTreeMap;
use std::net::SocketAddrV4;

use netstack::{
    Errno, Fd, FourTuple, Operation, Perform, Returned, Segment, SocketId, SocketTable, State,
};

/// Which listening socket each half-open connection is a copy of.
pub type Copies = BTreeMap<SocketId, SocketId>;

/// `21_host`: what it joins, and how it joins it.
#[derive(Debug, Clone)]
pub struct Host {
    /// `socket`: does what socket(2) does.
    pub socket: fn(&mut SocketTable) -> Result<Fd, Errno>,
    /// `sharing`: does what bind(2) does.
    pub bind: fn(&mut SocketTable, Fd, SocketAddrV4) -> Result<(), Errno>,
    /// `listen`: does what listen(2) does.
    pub listen: fn(&mut SocketTable, Fd, i32) -> Result<(), Errno>,
    /// `accept`: does what accept(2) does.
    pub accept: fn(&mut SocketTable, Fd) -> netstack::Accepted,
    /// `ports`: does what connect(2) does. The connection packet that is sent.
    pub connect: fn(&mut SocketTable, Fd, SocketAddrV4) -> Result<Segment, Errno>,
    /// `lookup`: the socket that four values belong to.
    pub lookup: fn(&SocketTable, FourTuple) -> Option<SocketId>,
    /// `deliver`: does what recv(2) does.
    pub recv: fn(&mut SocketTable, Fd, usize) -> Result<Vec<u8>, Errno>,
    /// `send`: does what send(2) does. How many bytes were taken.
    pub send: fn(&mut SocketTable, Fd, &[u8]) -> Result<usize, Errno>,
    /// `send`: the segments that a connection may send now.
    pub output: fn(&mut SocketTable, SocketId) -> Vec<Segment>,
    /// `teardown`: so many seconds pass.
    pub pass: fn(&mut SocketTable, u32),
    /// `host`: a segment arrives; its sender has room for so many bytes. The answer to it, if any.
    pub arrives: fn(&mut SocketTable, &mut Copies, &Segment, u32) -> Option<Segment>,
    /// `host`: does what shutdown(2) with SHUT_WR does. What is sent at once.
    pub shutdown: fn(&mut SocketTable, Fd) -> Result<Option<Segment>, Errno>,
    /// `host`: does what close(2) does. What is sent at once.
    pub close: fn(&mut SocketTable, Fd) -> Result<Vec<Segment>, Errno>,
    /// `host`: the timer of a connection runs out. What is sent, if anything.
    pub expired: fn(&mut SocketTable, SocketId) -> Option<Segment>,
    /// What the host remembers beside the table.
    pub copies: Copies,
}

impl Perform for Host {
    fn perform(&mut self, table: &mut SocketTable, operation: &Operation) -> Returned {
        match operation {
            Operation::Socket => (self.socket)(table).into(),
            Operation::Bind { fd, address } => (self.bind)(table, *fd, *address).into(),
            Operation::Listen { fd, backlog } => (self.listen)(table, *fd, *backlog).into(),
            Operation::Accept { fd } => (self.accept)(table, *fd).into(),
            Operation::Connect { fd, to } => (self.connect)(table, *fd, *to).into(),
            Operation::Send { fd, data } => (self.send)(table, *fd, data).into(),
            Operation::Output { id } => (self.output)(table, *id).into(),
            Operation::Expires { id } => (self.expired)(table, *id).into(),
            Operation::Recv { fd, most } => (self.recv)(table, *fd, *most).into(),
            Operation::Shutdown { fd } => (self.shutdown)(table, *fd).into(),
            Operation::Close { fd } => (self.close)(table, *fd).into(),
            Operation::Pass { seconds } => {
                (self.pass)(table, *seconds);
                ().into()
            }
            // A story says what the lookup finds. This host has looked itself.
            Operation::Arrives { segment, window, .. } => {
                (self.arrives)(table, &mut self.copies, segment, *window).into()
            }
            other => Returned::Words(format!("this exercise has no {other}")),
        }
    }
}

/// The host in a story. No row shows what it remembers beside the table. So it is told where that
/// grows: a copy is remembered that is not half open any more, and another one comes.
#[derive(Debug)]
pub struct Played(pub Host);

impl Perform for Played {
    fn perform(&mut self, table: &mut SocketTable, operation: &Operation) -> Returned {
        let host = &mut self.0;
        let is_half_open =
            |id: &SocketId| table.get(*id).is_some_and(|it| it.state == State::SynReceived);
        let before = host.copies.clone();
        let over: Vec<_> = before.keys().copied().filter(|id| !is_half_open(id)).collect();
        let returned = host.perform(table, operation);
        let grows = host.copies.keys().any(|id| !before.contains_key(id));
        match over.iter().find(|id| grows && host.copies.contains_key(id)) {
            Some(id) => Returned::Words(format!(
                "copies still remembers {id}, which is not half open any more"
            )),
            None => returned,
        }
    }
}
