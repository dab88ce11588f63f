//! How a wrong answer shows for a connection: in TIME_WAIT, and while it lives.

use grader::Mistake;
use netstack::{Flags, Row, Segment, State};

use super::seen::{
    acknowledges_too_much, arrives, before, data_is_missing, ends, expected, has, has_all,
    has_data, has_moved_on, is_for_connected, is_not_next, is_syn, sending, sends_nothing, sent,
    waits_in, was, yours,
};

pub const OF_CONNECTIONS: &[Mistake] = &[
    Mistake {
        name: "refused_in_time_wait",
        shows: |it| {
            was(it, State::TimeWait)
                && is_syn(it)
                && sent(it, |flags| flags.rst)
                && it.expected().result.as_ref().is_some_and(|it| it.segments().is_empty())
        },
    },
    Mistake {
        name: "time_wait_answers_a_syn",
        shows: |it| was(it, State::TimeWait) && is_syn(it) && sent(it, |flags| flags == Flags::ACK),
    },
    Mistake {
        name: "over_means_gone",
        shows: |it| {
            was(it, State::TimeWait)
                && is_syn(it)
                && it.missing().iter().any(|row| row.socket.state == State::Closed)
        },
    },
    Mistake {
        name: "the_old_row_changes",
        shows: |it| {
            let is_closed = |row: &Row| row.socket.state == State::Closed;
            was(it, State::TimeWait)
                && is_syn(it)
                && it.any(|row| {
                    is_closed(row.yours)
                        && is_closed(row.expected)
                        && Some(row.expected.id) == it.subject().map(|row| row.id)
                })
        },
    },
    Mistake {
        name: "time_wait_ends_for_nobody",
        shows: |it| {
            was(it, State::TimeWait)
                && is_syn(it)
                && expected(it) == before(it)
                && yours(it).is_none_or(|row| row.socket.state != State::TimeWait)
        },
    },
    Mistake {
        name: "time_wait_keeps_its_row",
        shows: |it| {
            was(it, State::TimeWait)
                && is_syn(it)
                && yours(it).is_some_and(|row| row.socket.state == State::TimeWait)
                && expected(it).is_none_or(|row| row.socket.state != State::TimeWait)
        },
    },
    Mistake {
        name: "a_reset_needs_its_number",
        shows: |it| {
            let receiving = |row: Option<&Row>| row.and_then(|row| row.socket.receiving);
            let had = receiving(before(it));
            let is_told_what_comes_next = it.sent().is_some_and(|(yours, right)| {
                let is_it = |segment: &Segment| {
                    segment.flags == Flags::ACK && Some(segment.ack) == had.map(|it| it.nxt)
                };
                right.is_empty() && yours.iter().any(is_it)
            });
            let is_counted = it.any(|row| {
                had.is_some()
                    && row.expected.socket.receiving == had
                    && row.yours.socket.receiving != had
            });
            has(it, Flags::RST) && (is_told_what_comes_next || is_counted)
        },
    },
    Mistake {
        name: "a_reset_is_acknowledged_first",
        shows: |it| {
            let (before, sends_ack) = (before(it), sent(it, |flags| flags == Flags::ACK));
            (has(it, Flags::RST) || has(it, Flags::SYN))
                && has(it, Flags::ACK)
                && before.is_some_and(|row| sending(row).is_some())
                && (sends_ack || it.any(|row| sending(row.yours) != sending(row.expected)))
        },
    },
    Mistake {
        name: "output_is_called",
        shows: |it| {
            let nxt = |row: Option<&Row>| row.and_then(sending).map(|it| it.nxt);
            let comes_or_ends = arrives(it).is_some() || ends(it);
            comes_or_ends && nxt(expected(it)) == nxt(before(it)) && has_moved_on(it)
        },
    },
    Mistake {
        name: "without_ack_it_counts",
        shows: |it| {
            let counted = |row: &Row| (row.socket.receiving, row.socket.sending.clone());
            let was = before(it).map(counted);
            let has_moved = yours(it).map(counted) != was && expected(it).map(counted) == was;
            let is_answered =
                yours(it) == before(it) && it.sent().is_some_and(|(yours, _)| !yours.is_empty());
            is_for_connected(it) && !has(it, Flags::ACK) && (has_moved || is_answered)
        },
    },
    Mistake {
        name: "an_orphan_is_read",
        shows: |it| {
            let is_held =
                before(it).is_some_and(|row| row.fd.is_some()) || waits_in(it.before(), it);
            has_data(it) && is_for_connected(it) && !is_held && expected(it).is_none()
        },
    },
    Mistake {
        name: "what_comes_twice_is_dropped",
        shows: |it| is_not_next(it) && yours(it) == expected(it) && sends_nothing(it),
    },
    Mistake { name: "what_comes_twice_counts", shows: |it| is_not_next(it) },
    Mistake {
        name: "received_is_not_asked",
        shows: |it| {
            let receiving = |row: Option<&Row>| row.and_then(|row| row.socket.receiving);
            let before = receiving(before(it));
            let is_still = receiving(yours(it)) == before && receiving(expected(it)) != before;
            arrives(it).is_some() && before.is_some() && (is_not_next(it) || is_still)
        },
    },
    Mistake {
        name: "the_whole_segment_counts",
        shows: |it| {
            it.any(|row| {
                let (yours, right) = (&row.yours.socket, &row.expected.socket);
                yours.receiving.is_some()
                    && yours.receiving == right.receiving
                    && (yours.received.len() > right.received.len()
                        || (yours.ended && !right.ended))
            })
        },
    },
    Mistake {
        name: "what_was_never_sent_is_dropped",
        shows: |it| {
            acknowledges_too_much(it)
                && expected(it).is_some()
                && yours(it) == expected(it)
                && sends_nothing(it)
        },
    },
    Mistake {
        name: "what_was_never_sent_is_believed",
        shows: |it| {
            let Some(segment) = arrives(it) else { return false };
            let Flags { syn, ack, rst, .. } = segment.flags;
            ack && !syn
                && !rst
                && acknowledges_too_much(it)
                && (yours(it) != before(it) || it.results().is_some())
        },
    },
    Mistake {
        name: "acknowledgements_are_not_counted",
        shows: |it| {
            let before = before(it).and_then(sending);
            has(it, Flags::ACK)
                && before.is_some()
                && yours(it).and_then(sending) == before
                && (expected(it).and_then(sending) != before || acknowledges_too_much(it))
        },
    },
    Mistake {
        name: "an_ack_acknowledges_all",
        shows: |it| {
            let waits = [State::FinWait1, State::Closing, State::LastAck];
            let is_done = |row: &Row| {
                [State::FinWait2, State::TimeWait, State::Closed].contains(&row.socket.state)
            };
            has(it, Flags::ACK)
                && expected(it).is_some_and(|row| waits.contains(&row.socket.state))
                && yours(it).is_none_or(is_done)
        },
    },
    Mistake {
        name: "no_ack_ends_anything",
        shows: |it| {
            let waits = [State::FinWait1, State::Closing, State::LastAck];
            let is_waiting = |row: &Row| waits.contains(&row.socket.state);
            has(it, Flags::ACK)
                && yours(it).is_some_and(|row| is_waiting(row) && has_all(row))
                && !expected(it).is_some_and(is_waiting)
        },
    },
    Mistake {
        name: "the_fin_is_overlooked",
        shows: |it| {
            has(it, Flags::FIN)
                && yours(it).is_some_and(|row| row.socket.state == State::Established)
                && expected(it).is_some_and(|row| row.socket.state == State::CloseWait)
        },
    },
    Mistake {
        name: "a_fin_has_no_data",
        shows: |it| has(it, Flags::FIN) && has_data(it) && data_is_missing(it),
    },
    Mistake {
        name: "acknowledged_without_delivering",
        shows: |it| has_data(it) && data_is_missing(it),
    },
    Mistake {
        name: "time_wait_is_not_for_teardown",
        shows: |it| was(it, State::TimeWait) && !is_syn(it),
    },
];
