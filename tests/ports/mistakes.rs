//! How each known mistake of `15_ports` shows in a trace.

mod seen;

use std::iter;

use grader::{Difference, Mistake};
use netstack::{Errno, Flags, Returned, Row, Segment, State};

use seen::{
    arrives, became, bound_before, connecting, does_not_take_its_number, drops_for_one_flag_more,
    expected_local, expected_port, has_refused, leaves_a_port_out, left_a_higher, let_in,
    now_twice, only_sent, others_at, passed_over, passes_over, same_four_values, sends, sent,
    server, took_from, was_taken, your_local, your_port,
};

/// The most telling first: the first that shows is the one that is named.
pub const MISTAKES: &[Mistake] = &[
    // What connect returned where it should have failed, and the other way round.
    Mistake {
        name: "listener_connects",
        shows: |it| connecting(it) && let_in(it, |row| row.listens()),
    },
    Mistake {
        name: "einval_for_a_listener",
        shows: |it| {
            connecting(it)
                && it.caller().is_some_and(|row| row.listens())
                && it.returned("EINVAL", "EISCONN")
        },
    },
    Mistake {
        name: "connect_tells_the_error",
        shows: |it| {
            let error = it.caller().and_then(|row| row.socket.error);
            connecting(it)
                && error.is_some_and(|error| {
                    it.results().is_some_and(|(yours, _)| *yours == Returned::Error(error))
                })
        },
    },
    Mistake {
        name: "connects_again",
        shows: |it| connecting(it) && let_in(it, |row| row.socket.remote.is_some()),
    },
    Mistake {
        name: "connecting_is_not_connected",
        shows: |it| it.returned("EISCONN", "EALREADY") || it.returned("EALREADY", "EISCONN"),
    },
    Mistake { name: "address_in_use", shows: |it| it.returned("EADDRINUSE", "EADDRNOTAVAIL") },
    Mistake {
        name: "changed_on_failure",
        shows: |it| {
            connecting(it)
                && it.results().is_none()
                && !sends(it.expected())
                && !it.pairs().is_empty()
        },
    },
    // The two ends, whatever the port is.
    Mistake {
        name: "ends_swapped",
        shows: |it| {
            let rows_swapped = it.any(|row| {
                let (yours, expected) = (&row.yours.socket, &row.expected.socket);
                yours.remote.is_some()
                    && (yours.local, yours.remote) == (expected.remote, expected.local)
            });
            let sent = sent(it).is_some_and(|(yours, expected)| {
                let (from, to) = expected;
                from != to && (yours == (to, from) || yours.0 == to)
            });
            rows_swapped || sent
        },
    },
    Mistake {
        name: "keeps_the_wildcard",
        shows: |it| {
            connecting(it)
                && (your_local(it).is_some_and(|local| local.ip().is_unspecified())
                    || sent(it).is_some_and(|(yours, _)| yours.0.ip().is_unspecified()))
        },
    },
    Mistake {
        name: "bound_port_replaced",
        shows: |it| {
            let (Some(bound), Some(yours)) = (bound_before(it), your_port(it)) else {
                return false;
            };
            connecting(it) && yours != bound.port()
        },
    },
    Mistake {
        name: "bound_address_replaced",
        shows: |it| {
            let (Some(bound), Some(yours)) = (bound_before(it), your_local(it)) else {
                return false;
            };
            connecting(it) && !bound.ip().is_unspecified() && yours.ip() != bound.ip()
        },
    },
    Mistake {
        name: "loopback_from_the_same",
        shows: |it| {
            let (Some(yours), Some(expected), Some(server)) =
                (your_local(it), expected_local(it), server(it))
            else {
                return false;
            };
            connecting(it)
                && server.ip().is_loopback()
                && yours.ip() == server.ip()
                && yours.ip() != expected.ip()
        },
    },
    Mistake {
        name: "first_address",
        shows: |it| {
            let (Some(yours), Some(expected), Some(server)) =
                (your_local(it), expected_local(it), server(it))
            else {
                return false;
            };
            connecting(it) && yours.ip() != expected.ip() && yours.ip() != server.ip()
        },
    },
    // What became of the socket.
    Mistake {
        name: "established_at_once",
        shows: |it| connecting(it) && became(it, State::Established, State::SynSent),
    },
    Mistake {
        name: "nothing_is_written_down",
        shows: |it| {
            let kept = |row: &Row| row.socket.remote.is_none() || row.socket.state == State::Closed;
            connecting(it)
                && it.results().is_none()
                && it.any(|row| row.expected.socket.state == State::SynSent && kept(row.yours))
        },
    },
    // Which port was taken, and which was not.
    Mistake {
        name: "port_is_taken_by_bind",
        shows: |it| {
            took_from(it, |row| row.socket.remote.is_none() && row.socket.local == your_local(it))
        },
    },
    Mistake {
        name: "bound_at_another_address",
        shows: |it| {
            let is_bound = |row: &Row| row.socket.remote.is_none();
            // Of several stories, some may be those of the mistake above.
            let single = !it.is_other && it.others.is_empty();
            single
                && took_from(it, is_bound)
                && !took_from(it, |row| is_bound(row) && row.socket.local == your_local(it))
        },
    },
    Mistake {
        name: "reuseaddr_allows_twice",
        shows: |it| {
            let shares = |row: &Row| row.socket.options.reuseaddr;
            let allows =
                |it: &Difference| it.caller().is_some_and(shares) && same_four_values(it, shares);
            it.only(allows, iter::empty::<fn(&Difference) -> bool>())
        },
    },
    Mistake {
        name: "time_wait_is_free",
        shows: |it| same_four_values(it, |row| row.socket.state == State::TimeWait),
    },
    Mistake {
        name: "half_open_is_free",
        shows: |it| {
            same_four_values(it, |row| {
                matches!(row.socket.state, State::SynSent | State::SynReceived)
            })
        },
    },
    Mistake {
        name: "closed_by_the_program_is_free",
        shows: |it| same_four_values(it, |row| row.fd.is_none()),
    },
    Mistake { name: "four_values_twice", shows: |it| same_four_values(it, |_| true) },
    Mistake {
        name: "looked_before_the_address",
        // Whose address was known was refused: else this one is like all the others.
        shows: |it| {
            (it.is_other || !it.others.is_empty() || has_refused(it))
                && bound_before(it).is_some_and(|local| local.ip().is_unspecified())
                && now_twice(it, |_| true)
        },
    },
    Mistake {
        name: "port_outside_the_range",
        shows: |it| {
            let none_is_left = it.should_return(&Returned::Error(Errno::EADDRNOTAVAIL));
            let (Some(yours), None) = (your_port(it), bound_before(it)) else { return false };
            // No range of these stories goes beyond 1100.
            let expected = expected_port(it);
            connecting(it)
                && ((none_is_left || Some(yours) < expected)
                    && others_at(it, Some(yours)).is_empty()
                    || yours > 1100 && expected.is_some_and(|port| port <= 1100))
        },
    },
    Mistake {
        name: "always_the_next_port",
        shows: |it| {
            let Some(yours) = your_port(it) else { return false };
            let before = yours.checked_sub(1);
            let went_on = was_taken(it, before) && !was_taken(it, Some(yours));
            passed_over(it)
                && others_at(it, expected_port(it)).is_empty()
                && (went_on || !others_at(it, before).is_empty())
        },
    },
    Mistake {
        name: "from_the_top",
        shows: |it| {
            your_port(it).is_some()
                && passed_over(it)
                && !left_a_higher(it)
                && others_at(it, expected_port(it)).is_empty()
        },
    },
    Mistake { name: "last_port_left_out", shows: leaves_a_port_out },
    Mistake { name: "over_but_not_free", shows: |it| passes_over(it, "over_but_not_free") },
    Mistake { name: "port_alone", shows: |it| passes_over(it, "port_alone") },
    Mistake { name: "local_end_alone", shows: |it| passes_over(it, "local_end_alone") },
    Mistake { name: "no_server_port", shows: |it| passes_over(it, "no_server_port") },
    Mistake { name: "no_server_address", shows: |it| passes_over(it, "no_server_address") },
    Mistake { name: "no_source_address", shows: |it| passes_over(it, "no_source_address") },
    // The server's answer.
    Mistake { name: "refusal_removes_the_socket", shows: |it| !it.missing().is_empty() },
    Mistake {
        name: "any_rst_refuses",
        shows: |it| arrives(it, Flags::RST) && became(it, State::Closed, State::SynSent),
    },
    Mistake { name: "flags_compared_exactly", shows: drops_for_one_flag_more },
    Mistake { name: "numbers_are_checked", shows: does_not_take_its_number },
    Mistake {
        name: "refusal_is_ignored",
        shows: |it| {
            it.arriving().is_some_and(|it| it.flags.rst)
                && became(it, State::SynSent, State::Closed)
        },
    },
    Mistake {
        name: "reset_is_not_refused",
        shows: |it| {
            it.any(|row| {
                row.expected.socket.error == Some(Errno::ECONNREFUSED)
                    && row.yours.socket.error.is_some()
                    && row.yours.socket.error != row.expected.socket.error
            })
        },
    },
    Mistake {
        name: "no_error_is_kept",
        shows: |it| {
            it.arriving().is_some()
                && it.any(|row| {
                    row.expected.socket.error.is_some() && row.yours.socket.error.is_none()
                })
        },
    },
    Mistake {
        name: "refusal_forgets_the_ends",
        shows: |it| {
            arrives(it, Flags::RST | Flags::ACK)
                && it.any(|row| {
                    let (yours, expected) = (&row.yours.socket, &row.expected.socket);
                    yours.local != expected.local || yours.remote != expected.remote
                })
        },
    },
    Mistake {
        name: "rst_is_answered",
        shows: |it| {
            it.arriving().is_some_and(|it| it.flags.rst) && it.returned("sends ", "sends nothing")
        },
    },
    Mistake {
        name: "half_an_answer",
        shows: |it| became(it, State::Established, State::SynReceived),
    },
    Mistake {
        name: "both_at_once_ignored",
        shows: |it| became(it, State::SynSent, State::SynReceived),
    },
    Mistake {
        name: "syn_is_not_sent_again",
        shows: |it| {
            it.arriving().is_some_and(|it| it.flags.syn && !it.flags.ack && !it.flags.rst)
                && only_sent(it).is_some_and(|(yours, _)| yours.flags == Flags::ACK)
        },
    },
    Mistake {
        name: "fin_is_heard",
        shows: |it| {
            it.arriving().is_some_and(|it| it.flags.fin)
                && it.any(|row| {
                    let is_ended =
                        |row: &Row| row.socket.ended || row.socket.state == State::CloseWait;
                    is_ended(row.yours) && !is_ended(row.expected)
                })
        },
    },
    Mistake {
        name: "old_ack_ends_it",
        shows: |it| {
            it.arriving().is_some_and(|it| it.flags.ack && !it.flags.syn && !it.flags.rst)
                && became(it, State::Closed, State::SynSent)
        },
    },
    Mistake {
        name: "any_ack_opens",
        shows: |it| {
            let opened = became(it, State::Established, State::SynSent)
                || became(it, State::SynReceived, State::SynSent);
            arrives(it, Flags::ACK) && opened
        },
    },
    Mistake {
        name: "old_ack_is_ignored",
        shows: |it| {
            arrives(it, Flags::ACK)
                && it.sent().is_some_and(|(yours, _)| !yours.iter().any(|it| it.flags.rst))
        },
    },
    Mistake {
        name: "rst_with_an_ack",
        shows: |it| {
            arrives(it, Flags::ACK)
                && only_sent(it).is_some_and(|(yours, _)| yours.flags == Flags::RST | Flags::ACK)
        },
    },
    Mistake {
        name: "rst_without_its_number",
        shows: |it| {
            arrives(it, Flags::ACK)
                && only_sent(it).is_some_and(|(yours, expected)| {
                    yours.flags == expected.flags && yours.seq != expected.seq
                })
        },
    },
    Mistake {
        name: "real_numbers",
        shows: |it| {
            arrives(it, Flags::SYN | Flags::ACK)
                && only_sent(it).is_some_and(|(yours, expected)| {
                    yours.flags == expected.flags && (yours.seq, yours.ack) != (0, 0)
                })
        },
    },
    Mistake {
        name: "answer_is_not_acknowledged",
        shows: |it| {
            // An RST is a refusal.
            let unheard = |it: &Segment| it.flags != Flags::ACK && !it.flags.rst;
            arrives(it, Flags::SYN | Flags::ACK)
                && it.sent().is_some_and(|(yours, _)| yours.iter().all(unheard))
        },
    },
];
