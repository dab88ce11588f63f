//! The host behind its packets: what comes goes to the host's functions, and what they send goes out.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::hash::{BuildHasher, RandomState};

use netstack::{
    Flags, FourTuple, Operation, Perform, Receiving, Returned, Segment, Socket, SocketId,
    SocketTable, State,
};

use crate::connection::{Connection, Verdict, WINDOW};
use crate::host::Host;
use crate::packet::Packet;
use crate::record::Record;
use crate::timers::Timers;

/// The most bytes that a connection keeps of what the program sends: a window, and what follows
/// when it moves.
const SEND_BUFFER: usize = 96 * 1024;

/// A host, its sockets, and what is on its way.
pub struct Stack {
    host: Host,
    /// The host's sockets.
    pub table: SocketTable,
    /// What goes out next.
    pub out: VecDeque<Vec<u8>>,
    /// The sockets that something has come for since the program looked.
    pub touched: BTreeSet<SocketId>,
    /// What has happened.
    pub record: Record,
    /// When something is sent again.
    pub timers: Timers,
    connections: HashMap<FourTuple, Known>,
    network: Network,
    /// Nobody else must be able to guess the number that a connection begins with (RFC 6528).
    secret: RandomState,
    begun: u64,
}

/// What the wire knows of a connection, and where its row was found last.
struct Known {
    connection: Connection,
    id: Option<SocketId>,
}

/// A network that loses packets.
pub struct Network {
    /// Of how many packets in 1,000 one is lost.
    pub loss: u32,
    /// Which ones.
    pub chance: fastrand::Rng,
}

impl Network {
    fn loses(&mut self) -> bool {
        self.loss > 0 && self.chance.u32(..1000) < self.loss
    }
}

impl Stack {
    /// A host that has no sockets yet.
    pub fn new(
        host: Host,
        table: SocketTable,
        record: Record,
        network: Network,
        timers: Timers,
    ) -> Self {
        Self {
            host,
            table,
            out: VecDeque::new(),
            touched: BTreeSet::new(),
            record,
            timers,
            connections: HashMap::new(),
            network,
            secret: RandomState::new(),
            begun: 0,
        }
    }

    /// The program calls a function.
    pub fn call(&mut self, operation: Operation) -> Returned {
        let id = operation.fd().and_then(|fd| self.table.socket_of(fd).ok());
        let result = self.perform(operation);
        if let (Some(id), Returned::Data(data)) = (id, &result) {
            self.makes_room(id, data.len() as u32);
        }
        if let Some(id) = id {
            self.output(id);
        }
        result
    }

    /// A packet has come.
    pub fn receive(&mut self, bytes: &[u8]) {
        if self.network.loses() {
            return;
        }
        let Some(packet) = Packet::read(bytes) else { return };
        if !self.table.is_own(*packet.segment.destination.ip()) {
            return;
        }
        self.record.packet(bytes);
        let window = packet.window.into();
        let tuple = FourTuple::from(&packet.segment);
        let row = self.row(tuple).map(|(id, socket)| (id, socket.state));
        let state = row.map(|(_, state)| state);
        if row.is_none() {
            // Where the host has no connection any more, the wire has none either.
            self.connections.remove(&tuple);
        }
        let is_syn = packet.segment.flags == Flags::SYN;
        let Some(Known { connection, .. }) = self.connections.get_mut(&tuple) else {
            if is_syn {
                return self.begins(tuple, packet);
            }
            // It belongs to no connection: the answer has its own numbers.
            return self.arrives(packet.segment, window);
        };
        if is_syn && state == Some(State::SynReceived) && connection.began_with(&packet.segment) {
            return self.arrives(Segment { seq: 0, ..packet.segment }, window);
        }
        if is_syn && state == Some(State::TimeWait) && connection.is_behind(&packet.segment) {
            return self.begins(tuple, packet);
        }
        match connection.judge(&packet.segment) {
            Verdict::Take(segment) => self.takes(tuple, row.map(|(id, _)| id), segment, window),
            Verdict::Answer => {
                self.send(&Segment::new(Flags::ACK, tuple.local, tuple.remote), false)
            }
            Verdict::Drop => {}
        }
    }

    /// A SYN for four values that are no connection, or an old one.
    fn begins(&mut self, tuple: FourTuple, syn: Packet) {
        self.begun += 1;
        let ours = self.secret.hash_one((tuple, self.begun)) as u32;
        let known = Known { connection: Connection::new(ours, &syn), id: None };
        let mss = known.connection.mss;
        let old = self.connections.insert(tuple, known);
        let (operation, result) = self.given(Segment { seq: 0, ..syn.segment }, syn.window.into());
        if let Some((id, _)) = self.row(tuple) {
            let socket = &mut self.table[id];
            socket.receiving = Some(Receiving { nxt: 1, window: WINDOW });
            if let Some(sending) = &mut socket.sending {
                // What both sides have agreed on, and the model does not ask for.
                sending.mss = mss.into();
                sending.limit = SEND_BUFFER;
            }
        }
        self.done(operation, &result);
        if !result.segments().iter().any(|answer| answer.flags.syn) {
            match old {
                Some(old) => self.connections.insert(tuple, old),
                None => self.connections.remove(&tuple),
            };
        }
    }

    /// A connection gets a segment, and what came too early and follows it.
    fn takes(&mut self, tuple: FourTuple, id: Option<SocketId>, segment: Segment, window: u32) {
        let mut next = Some(segment);
        while let Some(segment) = next {
            let before = id.and_then(|id| self.sent(id));
            let (ack, is_bare) = (segment.ack, segment.length() == 0);
            self.arrives(segment, window);
            if let Some(id) = id {
                let after = self.sent(id);
                if self.timers.repeats(id, before, after, is_bare) {
                    self.again(id);
                    self.timers.sooner(id);
                }
                self.output(id);
            }
            self.row(tuple);
            let known = self.connections.get_mut(&tuple);
            next = known.and_then(|known| known.connection.next_early(ack));
        }
        self.touched.extend(id);
    }

    /// A segment is given to the host.
    fn arrives(&mut self, segment: Segment, window: u32) {
        let (operation, result) = self.given(segment, window);
        self.done(operation, &result)
    }

    fn given(&mut self, segment: Segment, window: u32) -> (Operation, Returned) {
        let lookup = self.host.lookup;
        let finds = self.record.is_kept().then(|| lookup(&self.table, (&segment).into()));
        let operation =
            Operation::Arrives { segment, window, finds: finds.flatten(), copy_of: None };
        let result = self.host.perform(&mut self.table, &operation);
        (operation, result)
    }

    fn done(&mut self, operation: Operation, result: &Returned) {
        self.record.step(&operation, result, &self.table);
        // What is sent again has its numbers. What the host only answers gets them here.
        let has_numbers = operation.connection().is_some();
        for segment in result.segments() {
            self.send(segment, has_numbers);
        }
    }

    fn perform(&mut self, operation: Operation) -> Returned {
        let result = self.host.perform(&mut self.table, &operation);
        self.done(operation, &result);
        result
    }

    /// What a connection may send now is sent.
    fn output(&mut self, id: SocketId) {
        if self.table.get(id).is_some_and(Socket::has_unsent) {
            let operation = Operation::Output { id };
            let result = self.host.perform(&mut self.table, &operation);
            if !result.segments().is_empty() {
                self.done(operation, &result);
            }
        }
        self.timers.look(id, self.table.get(id));
    }

    /// The timer of a connection has run out, or the peer has shown that something is missing.
    fn again(&mut self, id: SocketId) {
        self.perform(Operation::Expires { id });
        self.timers.look(id, self.table.get(id));
        self.touched.insert(id);
    }

    /// Does what is to be done by now.
    pub fn expire(&mut self) {
        for id in self.timers.expired() {
            match self.table.get(id) {
                Some(Socket {
                    state: State::SynReceived,
                    local: Some(local),
                    remote: Some(remote),
                    ..
                }) => {
                    let answer = Segment::new(Flags::SYN | Flags::ACK, *local, *remote);
                    if self.timers.has_patience(id) {
                        self.send(&answer, false);
                    } else {
                        // The client has gone (Linux, `tcp_synack_retries`).
                        self.table.remove(id);
                        self.host.copies.remove(&id);
                        self.record
                            .given(&format!("the client of {id} does not answer"), &self.table);
                    }
                }
                Some(Socket { sending: Some(sending), .. }) => {
                    self.timers.lost(id, sending.nxt);
                    self.again(id);
                }
                _ => {}
            }
        }
    }

    /// How far a connection has sent: the oldest number that is not acknowledged, the next, the window.
    fn sent(&self, id: SocketId) -> Option<(u32, u32, u32)> {
        let sending = self.table.get(id)?.sending.as_deref()?;
        Some((sending.una, sending.nxt, sending.window))
    }

    /// A segment goes out. Whether it has its own number, or gets the next one here.
    fn send(&mut self, segment: &Segment, has_number: bool) {
        let tuple = FourTuple { local: segment.source, remote: segment.destination };
        let row = self.row(tuple);
        let half_open = row.filter(|(_, socket)| socket.state == State::SynReceived);
        if let Some((id, _)) = half_open.filter(|_| segment.flags.syn) {
            self.timers.begins(id);
        }
        let packet = match self.connections.get_mut(&tuple) {
            Some(known) => known.connection.packet(segment, has_number),
            None => Packet { segment: segment.clone(), window: 0, mss: None },
        };
        let bytes = packet.write();
        self.record.packet(&bytes);
        if !self.network.loses() {
            self.out.push_back(bytes);
        }
    }

    /// The program has read so much, and there is room for as much again. If the peer knows of little
    /// room, it is told.
    fn makes_room(&mut self, id: SocketId, length: u32) {
        let Some(Receiving { window, .. }) = &mut self.table[id].receiving else { return };
        *window = window.saturating_add(length).min(WINDOW);
        let Socket { local: Some(local), remote: Some(remote), .. } = self.table[id] else {
            return;
        };
        let tuple = FourTuple { local, remote };
        self.row(tuple);
        if self.connections.get(&tuple).is_some_and(|known| known.connection.has_opened()) {
            self.send(&Segment::new(Flags::ACK, local, remote), false);
        }
    }

    /// Writes the table into its file, if there is one, and it is time.
    pub fn write_table(&mut self) {
        self.record.remembers(&self.host.copies, &self.table);
        self.record.write_table();
    }

    /// So many of the model's seconds pass.
    pub fn pass(&mut self, seconds: u32) {
        if self.table.iter().any(|(_, socket)| socket.timer.is_some()) {
            self.perform(Operation::Pass { seconds });
        }
        let ends = |it: &Socket| Some(FourTuple { local: it.local?, remote: it.remote? });
        let alive: BTreeSet<_> = self.table.iter().filter_map(|(_, it)| ends(it)).collect();
        self.connections.retain(|tuple, _| alive.contains(tuple));
        self.timers.keep(|id| self.table.get(id).is_some());
    }

    /// Whether no connection has anything more to say.
    pub fn is_at_rest(&self) -> bool {
        let is_quiet = |state| matches!(state, State::Listen | State::TimeWait | State::Closed);
        self.out.is_empty() && self.table.iter().all(|(_, socket)| is_quiet(socket.state))
    }

    /// The row with these four values. Where it was found last, it is looked for first.
    fn row(&mut self, tuple: FourTuple) -> Option<(SocketId, &Socket)> {
        let has = |socket: &Socket| {
            socket.local == Some(tuple.local)
                && socket.remote == Some(tuple.remote)
                && socket.state != State::Closed
        };
        let known = self.connections.get(&tuple).and_then(|known| known.id);
        let known = known.filter(|id| self.table.get(*id).is_some_and(has));
        let walk = || self.table.iter().find(|(_, socket)| has(socket)).map(|(id, _)| id);
        let id = known.or_else(walk)?;
        let socket = &self.table[id];
        if let Some(known) = self.connections.get_mut(&tuple) {
            known.id = Some(id);
            known.connection.look(socket.receiving);
        }
        Some((id, socket))
    }
}
