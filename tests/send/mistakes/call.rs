//! The program calls send.

use grader::{Difference, Mistake};
use netstack::{Errno, Operation, Returned, State};

use super::seen::{seen, was};

/// The most telling first: the first that shows is the one that is named.
pub const OF_SEND: &[Mistake] = &[
    Mistake {
        name: "sends_at_once",
        shows: |it| called(it) && seen(it).is_some_and(|it| it.yours.nxt != it.expected.nxt),
    },
    Mistake {
        name: "send_begins_a_timer",
        shows: |it| {
            called(it)
                && it.results().is_none()
                && seen(it).is_some_and(|it| {
                    it.before.timer.is_none()
                        && it.yours.timer.is_some()
                        && it.differs_in_the_timer()
                })
        },
    },
    Mistake {
        name: "fin_means_dead",
        shows: |it| called(it) && was(it, State::CloseWait) && it.returned("EPIPE", ""),
    },
    Mistake {
        name: "a_closed_window_takes_nothing",
        shows: |it| {
            called(it)
                && it.returned("EAGAIN", "")
                && takes(it).is_some_and(|(_, right)| right > 0)
                && seen(it).is_some_and(|it| it.sent() >= it.before.window)
        },
    },
    Mistake {
        name: "nothing_taken_is_zero",
        shows: |it| called(it) && it.returned("0 bytes", "EAGAIN") && seen(it).is_some(),
    },
    Mistake {
        name: "no_data_asks_nothing",
        shows: |it| {
            let is_empty =
                matches!(it.operation(), Some(Operation::Send { data, .. }) if data.is_empty());
            is_empty && it.returned("0 bytes", "E")
        },
    },
    Mistake {
        name: "buffer_is_one_less",
        shows: |it| {
            called(it)
                && seen(it).is_some_and(|it| {
                    let (mine, right) = (it.yours.buffer.len(), it.expected.buffer.len());
                    right == it.before.limit && mine + 1 == right
                })
        },
    },
    Mistake {
        name: "all_or_nothing",
        shows: |it| {
            called(it)
                && it.returned("EAGAIN", "")
                && takes(it).is_some_and(|(len, right)| 0 < right && right < len)
        },
    },
    Mistake {
        name: "no_data_is_no_room",
        shows: |it| it.returned("EAGAIN", "") && takes(it) == Some((0, 0)),
    },
    Mistake {
        name: "replaces_what_waits",
        shows: |it| {
            called(it) && seen(it).is_some_and(|it| !it.yours.buffer.starts_with(&it.before.buffer))
        },
    },
    Mistake {
        name: "a_part_is_dropped",
        shows: |it| {
            let Some((Returned::Bytes(mine), Returned::Bytes(_))) = it.results() else {
                return false;
            };
            seen(it).is_some_and(|it| it.yours.buffer.len() < it.before.buffer.len() + mine)
        },
    },
    Mistake {
        name: "sends_after_its_end",
        shows: |it| {
            it.should_return(&Returned::Error(Errno::EPIPE))
                && it
                    .subject()
                    .and_then(|row| row.socket.sending.as_ref())
                    .is_some_and(|it| it.fin.is_some())
                && matches!(it.results(), Some((Returned::Bytes(_), _)))
        },
    },
    Mistake {
        name: "only_unsent_bytes_count",
        shows: |it| {
            let Some(Operation::Send { data, .. }) = it.operation() else { return false };
            seen(it).is_some_and(|it| {
                let room =
                    (it.before.limit + it.sent() as usize).saturating_sub(it.before.buffer.len());
                let took = it.yours.buffer.len().saturating_sub(it.before.buffer.len());
                it.yours.buffer.len() > it.expected.buffer.len() && took == room.min(data.len())
            })
        },
    },
    Mistake {
        name: "the_buffer_has_no_end",
        shows: |it| {
            called(it) && seen(it).is_some_and(|it| it.yours.buffer.len() > it.before.limit)
        },
    },
    Mistake {
        name: "reset_is_epipe",
        shows: |it| {
            let error = it.subject().and_then(|row| row.socket.error);
            called(it)
                && was(it, State::Closed)
                && it.returned("EPIPE", "E")
                && error.is_some_and(|error| it.should_return(&Returned::Error(error)))
        },
    },
    Mistake {
        name: "error_is_asked_last",
        shows: |it| {
            let error = it.subject().and_then(|row| row.socket.error);
            called(it)
                && it.results().is_some()
                && error.is_some_and(|error| it.should_return(&Returned::Error(error)))
        },
    },
    Mistake {
        name: "error_told_again",
        shows: |it| {
            called(it)
                && it.any(|row| {
                    row.yours.socket.error.is_some() && row.expected.socket.error.is_none()
                })
        },
    },
    Mistake {
        name: "connecting_is_too_late",
        shows: |it| {
            let connecting = was(it, State::SynSent) || was(it, State::SynReceived);
            called(it)
                && connecting
                && (it.returned("EPIPE", "EAGAIN") || it.returned("ENOTCONN", "EAGAIN"))
        },
    },
    Mistake {
        name: "notconn_for_epipe",
        shows: |it| called(it) && it.returned("ENOTCONN", "EPIPE"),
    },
];

fn called(it: &Difference) -> bool {
    matches!(it.operation(), Some(Operation::Send { .. }))
}

/// How many bytes the program sends, and how many should be taken.
fn takes(it: &Difference) -> Option<(usize, usize)> {
    let Some(Operation::Send { data, .. }) = it.operation() else { return None };
    match it.expected().result {
        Some(Returned::Bytes(count)) => Some((data.len(), count)),
        _ => None,
    }
}
