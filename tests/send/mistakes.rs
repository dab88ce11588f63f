//! How each known mistake of `12_send` shows in a trace.

use grader::Mistake;
use netstack::Operation;

/// The most telling first: the first that shows is the one that is named.
pub const MISTAKES: &[Mistake] = &[Mistake {
    name: "sends_at_once",
    shows: |it| {
        matches!(it.operation(), Some(Operation::Send { .. }))
            && it.any(|row| {
                let (Some(yours), Some(expected)) =
                    (&row.yours.socket.sending, &row.expected.socket.sending)
                else {
                    return false;
                };
                yours.nxt != expected.nxt
            })
    },
}];
