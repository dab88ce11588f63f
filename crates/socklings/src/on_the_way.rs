//! What becomes of the segments of a trace: from which side each comes, and whether it arrives.

use std::collections::BTreeSet;

use netstack::{Operation, Returned, Row, Segment, State, Step, Trace};

/// One of the two that talk: all clients together, or the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Who connects.
    Client,
    /// Who is asked for a connection.
    Server,
}

/// The ports of the server's side: where somebody listens, or is asked for a connection.
pub fn server_ports(trace: &Trace) -> BTreeSet<u16> {
    let rows = trace.steps.iter().flat_map(|step| &step.rows);
    let listening = rows.filter(|row| row.listens()).filter_map(|row| row.socket.local);
    let mut ports: BTreeSet<_> = listening.map(|local| local.port()).collect();
    for step in &trace.steps {
        if let Some(Operation::Connect { to, .. }) = step.operation() {
            ports.insert(to.port());
        }
        for segment in segments(step).filter(|segment| segment.flags.syn) {
            let server = if segment.flags.ack { segment.source } else { segment.destination };
            ports.insert(server.port());
        }
    }
    if ports.is_empty() {
        let lower = |segment: &Segment| segment.source.port().min(segment.destination.port());
        ports.extend(trace.steps.iter().flat_map(segments).map(lower));
    }
    ports
}

/// On which side a port is, if the server has these.
pub fn side_of(ports: &BTreeSet<u16>, port: u16) -> Side {
    if ports.contains(&port) { Side::Server } else { Side::Client }
}

/// The segments of a step: the one that arrives, and those that are sent.
pub fn segments(step: &Step) -> impl Iterator<Item = &Segment> {
    let arrives = step.operation().and_then(Operation::segment);
    arrives.into_iter().chain(step.result.iter().flat_map(Returned::segments))
}

/// Whether a segment arrives, and neither is answered nor changes anything: a full queue, or a socket
/// that waits for other packets.
pub fn is_dropped(step: &Step, before: Option<&Step>) -> bool {
    let Some(Operation::Arrives { finds: Some(found), .. }) = step.operation() else {
        return false;
    };
    let waits = |row: &Row| matches!(row.socket.state, State::Listen | State::SynReceived);
    match &step.result {
        Some(Returned::Taken(taken)) => !taken,
        Some(Returned::Sends(segments)) => {
            let unchanged = before.is_some_and(|before| before.rows == step.rows);
            segments.is_empty() && unchanged && step.row(*found).is_some_and(waits)
        }
        _ => false,
    }
}

/// Whether a segment is sent again later because nobody has acknowledged it. So it is drawn as one that
/// was lost.
pub fn is_sent_again(segment: &Segment, later: &[Step]) -> bool {
    let is_again = |step: &Step| {
        matches!(step.operation(), Some(Operation::Expires { .. }))
            && segments(step).any(|it| it.seq == segment.seq && it.length() > 0)
    };
    let is_acknowledged = |step: &Step| {
        let arriving = step.operation().and_then(Operation::segment);
        arriving.is_some_and(|it| (it.ack.wrapping_sub(segment.seq) as i32) > 0)
    };
    segment.length() > 0
        && later.iter().find(|step| is_again(step) || is_acknowledged(step)).is_some_and(is_again)
}
