//! What is shown of operations and sockets: all but the most of their data.

use netstack::{Operation, Returned, Segment, Sending, Socket};

/// How many bytes of data are shown.
const BYTES: usize = 48;

/// Data, as far as a line has room for it.
fn cut(data: &[u8]) -> Vec<u8> {
    if data.len() <= BYTES {
        return data.to_vec();
    }
    let mut cut = data[..BYTES / 2].to_vec();
    cut.extend_from_slice(format!("... ({} bytes)", data.len()).as_bytes());
    cut
}

fn segment(segment: &Segment) -> Segment {
    Segment { data: cut(&segment.data), ..segment.clone() }
}

/// An operation, as it is shown.
pub fn operation(operation: &Operation) -> Operation {
    match operation {
        Operation::Arrives { segment, window, finds, copy_of } => Operation::Arrives {
            segment: self::segment(segment),
            window: *window,
            finds: *finds,
            copy_of: *copy_of,
        },
        Operation::Send { fd, data } => Operation::Send { fd: *fd, data: cut(data) },
        other => other.clone(),
    }
}

/// What an operation gave back, as it is shown.
pub fn result(result: &Returned) -> Returned {
    match result {
        Returned::Data(data) => Returned::Data(cut(data)),
        Returned::Sends(segments) => Returned::Sends(segments.iter().map(segment).collect()),
        other => other.clone(),
    }
}

/// A socket, as it is shown.
pub fn socket(socket: &Socket) -> Socket {
    let Socket {
        state,
        local,
        remote,
        backlog,
        options,
        received,
        ended,
        error,
        timer,
        sending,
        receiving,
    } = socket;
    Socket {
        state: *state,
        local: *local,
        remote: *remote,
        backlog: backlog.clone(),
        options: *options,
        received: cut(received),
        ended: *ended,
        error: *error,
        timer: *timer,
        receiving: *receiving,
        sending: sending.as_deref().map(self::sending).map(Box::new),
    }
}

fn sending(sending: &Sending) -> Sending {
    let Sending { una, nxt, window, mss, buffer, limit, fin, timer, tries } = sending;
    Sending {
        una: *una,
        nxt: *nxt,
        window: *window,
        mss: *mss,
        buffer: cut(buffer),
        limit: *limit,
        fin: *fin,
        timer: *timer,
        tries: *tries,
    }
}
