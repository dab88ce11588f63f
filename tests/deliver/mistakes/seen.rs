//! What the rules of `11_deliver` ask of a step.

use grader::Difference;
use netstack::{Errno, Operation, Returned, Row, Segment, SocketId, State};

pub fn state(row: &Row) -> State {
    row.socket.state
}

pub fn is_connecting(row: &Row) -> bool {
    matches!(state(row), State::SynSent | State::SynReceived)
}

/// Whether the first row has received more than the second.
pub fn more(first: &Row, second: &Row) -> bool {
    first.socket.received.len() > second.socket.received.len()
}

pub fn finds_a_listener(it: &Difference) -> bool {
    it.found().is_some_and(|row| state(row) == State::Listen)
}

/// Whether the arriving data is not where it should be, and nowhere else.
pub fn loses_data(it: &Difference) -> bool {
    it.arriving().is_some()
        && it.any(|row| more(row.expected, row.yours))
        && !it.any(|row| more(row.yours, row.expected))
}

/// The peers of all connections, in the order of the table.
pub fn peers(it: &Difference) -> impl Iterator<Item = std::net::SocketAddrV4> {
    it.expected().rows.iter().filter_map(|row| row.socket.remote)
}

/// Whether a peer has the sender's address or its port.
pub fn is_half(it: &Difference, remote: std::net::SocketAddrV4) -> bool {
    it.arriving().is_some_and(|arriving| {
        let source = arriving.source;
        remote.ip() == source.ip() || remote.port() == source.port()
    })
}

/// The peer of the connection that got another one's data.
pub fn wrong_receiver(it: &Difference) -> Option<std::net::SocketAddrV4> {
    let finds = it.operation()?.finds()?;
    let pairs = it.pairs().into_iter();
    let mut wrong = pairs.filter(|row| row.yours.id != finds && more(row.yours, row.expected));
    wrong.next()?.yours.socket.remote
}

/// An arriving segment, the program's answer to it and the expected one, which differ.
pub struct Answers<'a> {
    pub segment: &'a Segment,
    pub finds: Option<SocketId>,
    pub yours: Option<&'a Segment>,
    pub expected: Option<&'a Segment>,
}

pub fn answers(it: &Difference) -> Option<Answers<'_>> {
    let (yours, expected) = it.sent()?;
    let finds = it.operation()?.finds();
    Some(Answers {
        segment: it.arriving()?,
        finds,
        yours: yours.first(),
        expected: expected.first(),
    })
}

/// A segment, the RST by which the program refused it and the expected one, which differ.
pub fn refusals(it: &Difference) -> Option<(&Segment, &Segment, &Segment)> {
    let Answers { segment, yours, expected, .. } = answers(it)?;
    let (yours, expected) = (yours?, expected?);
    (yours.flags.rst && expected.flags.rst).then_some((segment, yours, expected))
}

/// A call of recv or send: its socket as it was before, and what it returned.
pub struct Call<'a> {
    pub row: &'a Row,
    pub most: usize,
    pub yours: &'a Returned,
    pub expected: &'a Returned,
}

impl Call<'_> {
    /// Whether the call should have returned data.
    pub fn reads(&self) -> bool {
        matches!(self.expected, Returned::Data(data) if !data.is_empty())
    }

    /// Whether the program returned this, where something else was right.
    pub fn tells(&self, yours: &Returned) -> bool {
        self.yours == yours && self.yours != self.expected
    }

    /// Whether the program returned something else, where this was right.
    pub fn misses(&self, expected: &Returned) -> bool {
        self.expected == expected && self.yours != self.expected
    }

    /// The error that the socket had, as the call should tell it.
    pub fn error(&self) -> Option<Returned> {
        self.row.socket.error.map(Returned::Error)
    }
}

/// What recv returns at the end of the stream.
pub const END: Returned = Returned::Data(Vec::new());

pub const fn error(errno: Errno) -> Returned {
    Returned::Error(errno)
}

pub fn call(it: &Difference, most: usize) -> Option<Call<'_>> {
    let (yours, expected) = (it.yours()?.result.as_ref()?, it.expected().result.as_ref()?);
    Some(Call { row: it.caller()?, most, yours, expected })
}

pub fn recv(it: &Difference) -> Option<Call<'_>> {
    match it.operation()? {
        Operation::Recv { most, .. } => call(it, *most),
        _ => None,
    }
}

pub fn send(it: &Difference) -> Option<Call<'_>> {
    match it.operation()? {
        Operation::Send { .. } => call(it, 0),
        _ => None,
    }
}

/// The segment that the program sent and the expected one, which differ.
pub fn sends(it: &Difference) -> Option<(&Segment, &Segment)> {
    send(it)?;
    let (yours, expected) = it.sent()?;
    Some((yours.first()?, expected.first()?))
}
