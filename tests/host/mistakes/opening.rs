//! How a wrong answer to who comes shows: nobody there, somebody who listens, a half-open connection, the
//! host as a client.

use grader::Mistake;
use netstack::{Flags, Row, Segment, Sending, State};

use super::seen::{
    arrives, before, begins_to_send, came_with, expected, expects_nothing, has, has_new_copy,
    is_full, is_syn, new_copy_differs, refuses, sending, sends_nothing, sent, somebody_listens,
    waits_elsewhere, waits_in, was, without_sending, yours,
};

pub const OF_OPENINGS: &[Mistake] = &[
    Mistake {
        name: "a_listener_refuses",
        shows: |it| was(it, State::Listen) && !is_syn(it) && refuses(it) && expects_nothing(it),
    },
    Mistake {
        name: "nobody_is_silent",
        shows: |it| arrives(it).is_some() && it.found().is_none() && sends_nothing(it),
    },
    Mistake {
        name: "a_listener_is_silent",
        shows: |it| was(it, State::Listen) && !is_syn(it) && sends_nothing(it),
    },
    Mistake {
        name: "the_refusal_is_your_own",
        shows: |it| {
            let is_nobodys = it.found().is_none()
                || (was(it, State::Listen) && !is_syn(it))
                || (was(it, State::SynReceived) && expected(it).is_none() && yours(it).is_none());
            arrives(it).is_some() && is_nobodys && refuses(it)
        },
    },
    Mistake {
        name: "any_syn_begins",
        shows: |it| {
            (was(it, State::Listen) || was(it, State::TimeWait)) && !is_syn(it) && has_new_copy(it)
        },
    },
    Mistake {
        name: "the_queue_is_not_asked",
        shows: |it| is_syn(it) && has_new_copy(it) && it.found().is_some_and(is_full),
    },
    Mistake {
        name: "a_full_queue_refuses",
        shows: |it| is_syn(it) && it.found().is_some_and(is_full) && sent(it, |flags| flags.rst),
    },
    Mistake {
        name: "another_answer",
        shows: |it| {
            let is_the_one = |segment: &Segment| segment.flags == Flags::SYN | Flags::ACK;
            has(it, Flags::SYN)
                && it.pairs().is_empty()
                && it.missing().is_empty()
                && it.sent().is_some_and(|(yours, right)| {
                    right.iter().any(is_the_one) && yours.iter().any(|it| !it.flags.rst)
                })
        },
    },
    Mistake {
        name: "a_copy_cannot_send",
        shows: |it| new_copy_differs(it, |yours, _| yours.is_none()),
    },
    Mistake {
        name: "numbers_begin_with_zero",
        shows: |it| {
            begins_to_send(it, |yours, _| yours.is_some_and(|it| (it.una, it.nxt) == (0, 0)))
        },
    },
    Mistake {
        name: "the_numbers_begin_elsewhere",
        shows: |it| {
            begins_to_send(it, |yours, right| {
                yours.is_some_and(|it| (it.una, it.nxt) != (right.una, right.nxt))
            })
        },
    },
    Mistake {
        name: "half_open_resets_are_ignored",
        shows: |it| was(it, State::SynReceived) && has(it, Flags::RST) && yours(it).is_some(),
    },
    Mistake {
        name: "a_second_copy",
        shows: |it| was(it, State::SynReceived) && is_syn(it) && has_new_copy(it),
    },
    Mistake {
        name: "only_a_bare_syn_is_answered",
        shows: |it| {
            was(it, State::SynReceived)
                && has(it, Flags::SYN)
                && !has(it, Flags::RST)
                && !is_syn(it)
        },
    },
    Mistake {
        name: "the_listener_is_asked_first",
        shows: |it| {
            // An RST removes it too, and an ACK is asked last.
            let comes_before = has(it, Flags::SYN) || !has(it, Flags::ACK);
            was(it, State::SynReceived)
                && comes_before
                && !has(it, Flags::RST)
                && expected(it).is_some()
                && yours(it).is_none()
        },
    },
    Mistake {
        name: "a_syn_again_is_dropped",
        shows: |it| was(it, State::SynReceived) && has(it, Flags::SYN) && sends_nothing(it),
    },
    Mistake {
        name: "no_ack_is_needed",
        shows: |it| {
            let Some(segment) = arrives(it) else { return false };
            let Flags { syn, ack, rst, .. } = segment.flags;
            was(it, State::SynReceived)
                && !(syn || ack || rst)
                && yours(it).is_none_or(|row| row.socket.state != State::SynReceived)
        },
    },
    Mistake {
        name: "the_copy_stays_half_open",
        shows: |it| {
            was(it, State::SynReceived)
                && expected(it).is_none()
                && yours(it).is_some_and(|row| row.socket.state == State::SynReceived)
                && !has(it, Flags::RST)
        },
    },
    Mistake {
        name: "whoever_listens_there",
        shows: |it| {
            let is_taken = expected(it).is_none() && yours(it).is_some() && somebody_listens(it);
            was(it, State::SynReceived) && (is_taken || waits_elsewhere(it))
        },
    },
    Mistake {
        name: "the_client_is_not_told",
        shows: |it| {
            was(it, State::SynReceived)
                && expected(it).is_none()
                && yours(it).is_none()
                && !has(it, Flags::RST)
                && sends_nothing(it)
        },
    },
    Mistake {
        name: "a_full_queue_ends_it",
        shows: |it| {
            was(it, State::SynReceived)
                && has(it, Flags::ACK)
                && expected(it).is_some_and(|row| row.socket.state == State::SynReceived)
                && yours(it).is_none()
        },
    },
    Mistake {
        name: "its_listener_is_forgotten",
        shows: |it| {
            was(it, State::SynReceived)
                && has(it, Flags::ACK)
                && !has(it, Flags::RST)
                && !has(it, Flags::SYN)
                && expected(it).is_some()
                && yours(it).is_none()
        },
    },
    Mistake {
        name: "the_last_ack_is_answered",
        shows: |it| {
            was(it, State::SynReceived)
                && has(it, Flags::ACK)
                && expected(it) == before(it)
                && expects_nothing(it)
                && yours(it) == before(it)
                && it.sent().is_some_and(|(yours, _)| !yours.is_empty())
        },
    },
    Mistake {
        name: "in_no_queue",
        shows: |it| {
            was(it, State::SynReceived)
                && has(it, Flags::ACK)
                && expected(it).is_some()
                && yours(it).is_some_and(|row| row.socket.state != State::SynReceived)
                && !waits_in(it.yours(), it)
        },
    },
    Mistake {
        name: "the_last_acks_data_is_lost",
        shows: |it| {
            let nothing = |row: &Row| {
                let socket = &row.socket;
                socket.state == State::Established && socket.received.is_empty() && !socket.ended
            };
            was(it, State::SynReceived) && yours(it).is_some_and(nothing) && sends_nothing(it)
        },
    },
    Mistake {
        name: "ports_is_not_asked",
        shows: |it| {
            was(it, State::SynSent)
                && (it.results().is_some()
                    || it.any(|row| without_sending(row.yours) != without_sending(row.expected))
                    || !(it.missing().is_empty() && it.extra().is_empty()))
        },
    },
    Mistake {
        name: "it_can_send_too_early",
        shows: |it| {
            was(it, State::SynSent)
                && it.any(|row| sending(row.yours).is_some() && sending(row.expected).is_none())
        },
    },
    Mistake {
        name: "a_client_cannot_send",
        shows: |it| {
            was(it, State::SynSent)
                && it.any(|row| sending(row.yours).is_none() && sending(row.expected).is_some())
        },
    },
    Mistake {
        name: "the_window_is_forgotten",
        shows: |it| {
            let only_window = |yours: &Sending, right: &Sending| {
                let Sending { window, timer, .. } = *right;
                came_with(it) == Some(window)
                    && yours.window != window
                    && *right == Sending { window, timer, ..yours.clone() }
            };
            it.any(|row| {
                sending(row.yours)
                    .zip(sending(row.expected))
                    .is_some_and(|(a, b)| only_window(a, b))
            })
        },
    },
];
