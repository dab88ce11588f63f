//! How each known mistake of `15_ports` shows in a trace.

use std::net::SocketAddrV4;

use grader::{Difference, Mistake};
use netstack::{Errno, Flags, Operation, Returned, Row, Segment, Socket, State, Step};

/// The most telling first: the first that shows is the one that is named.
pub const MISTAKES: &[Mistake] = &[
    // What connect returned where it should have failed, and the other way round.
    Mistake {
        name: "listener_connects",
        shows: |it| connecting(it) && let_in(it, |row| row.listens()),
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
            it.caller().is_some_and(shares) && same_four_values(it, shares)
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
                && (none_is_left && others_at(it, Some(yours)).is_empty()
                    || Some(yours) < expected
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
            let Some(yours) = your_port(it) else { return false };
            // Who begins at the top would have taken it for an earlier socket.
            let left_it = all_sent(it).iter().any(|sent| {
                let unbound = sent.caller.socket.local.is_none();
                let mut ports = sent.before.rows.iter().filter_map(|row| row.socket.local);
                let was_free = ports.all(|local| local.port() != yours);
                unbound && was_free && sent.yours.is_some_and(|it| it.port() < yours)
            });
            passed_over(it) && !left_it && others_at(it, expected_port(it)).is_empty()
        },
    },
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
            it.any(|row| row.expected.socket.error.is_some() && row.yours.socket.error.is_none())
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

fn connecting(it: &Difference) -> bool {
    matches!(it.operation(), Some(Operation::Connect { .. }))
}

/// Whether a socket is in one state, and should be in the other.
fn became(it: &Difference, yours: State, expected: State) -> bool {
    it.any(|row| row.yours.socket.state == yours && row.expected.socket.state == expected)
}

/// Whether a segment with these flags arrives.
fn arrives(it: &Difference, flags: Flags) -> bool {
    it.arriving().is_some_and(|segment| segment.flags == flags)
}

/// Whether nothing was done with a segment that has one flag more than the stub's list names, and
/// something should have been.
fn drops_for_one_flag_more(it: &Difference) -> bool {
    let named = [Flags::RST | Flags::ACK, Flags::SYN | Flags::ACK, Flags::SYN, Flags::ACK];
    let untouched = || it.yours().map(|yours| &yours.rows) == it.before().map(|step| &step.rows);
    it.arriving().is_some_and(|it| !named.contains(&it.flags))
        && it
            .yours()
            .and_then(|step| step.result.as_ref())
            .is_some_and(|it| it.segments().is_empty())
        && untouched()
}

/// Whether an answer was not taken, and its number is not the one that a real answer would have.
fn does_not_take_its_number(it: &Difference) -> bool {
    let untouched = || it.yours().map(|yours| &yours.rows) == it.before().map(|step| &step.rows);
    let rst_or_nothing = |step: &Step| {
        step.result.as_ref().is_some_and(|it| it.segments().iter().all(|it| it.flags.rst))
    };
    let arrives = |it: &Difference| it.arriving().map(|it| it.flags).unwrap_or_default();
    let is_answer = |it: &Segment| it.flags.ack && (it.flags.syn || it.flags.rst);
    // Who ignores each refusal does not look at its number.
    let a_yes = arrives(it).syn || it.others.iter().any(|it| arrives(it).syn);
    (a_yes || it.is_other)
        && it.arriving().is_some_and(|it| is_answer(it) && it.ack != 1)
        && it.yours().is_some_and(rst_or_nothing)
        && untouched()
}

/// Whether something was sent.
fn sends(step: &Step) -> bool {
    matches!(step.result, Some(Returned::Sends(_)))
}

/// Whether connect sent something for a socket of this kind, and should have failed.
fn let_in(it: &Difference, of_this_kind: impl Fn(&Row) -> bool) -> bool {
    it.returned("sends ", "E") && it.caller().is_some_and(of_this_kind)
}

/// The local end that bind had written into the caller.
fn bound_before(it: &Difference) -> Option<SocketAddrV4> {
    it.caller()?.socket.local
}

/// The caller's local end after a connect that sent something.
fn your_local(it: &Difference) -> Option<SocketAddrV4> {
    sends(it.yours()?).then_some(())?;
    it.yours()?.row(it.caller()?.id)?.socket.local
}

fn expected_local(it: &Difference) -> Option<SocketAddrV4> {
    sends(it.expected()).then_some(())?;
    it.expected().row(it.caller()?.id)?.socket.local
}

fn your_port(it: &Difference) -> Option<u16> {
    your_local(it).map(|local| local.port())
}

fn expected_port(it: &Difference) -> Option<u16> {
    expected_local(it).map(|local| local.port())
}

/// The segment that was sent, and the one that should have been, if it is one each.
fn only_sent(it: &Difference) -> Option<(&Segment, &Segment)> {
    match it.sent()? {
        ([yours], [expected]) => Some((yours, expected)),
        _ => None,
    }
}

/// From where to where a segment went.
type Ends = (SocketAddrV4, SocketAddrV4);

/// From where to where a segment went, and should have gone.
fn sent(it: &Difference) -> Option<(Ends, Ends)> {
    let ends = |sent: &[Segment]| sent.first().map(|it| (it.source, it.destination));
    let (yours, expected) = it.sent()?;
    Some((ends(yours)?, ends(expected)?))
}

/// The other sockets that had this port before connect was called.
fn others_at(it: &Difference, port: Option<u16>) -> Vec<&Row> {
    let (Some(before), Some(caller), Some(port)) = (it.before(), it.caller(), port) else {
        return Vec::new();
    };
    let others = before.rows.iter().filter(|row| row.id != caller.id);
    others.filter(|row| row.socket.local.is_some_and(|local| local.port() == port)).collect()
}

/// Whether a socket had this port in an earlier step of the story, or has it.
fn was_taken(it: &Difference, port: Option<u16>) -> bool {
    let mut rows = it.yours.steps.iter().take(it.step).flat_map(|step| &step.rows);
    rows.any(|row| port.is_some() && row.socket.local.map(|local| local.port()) == port)
}

/// Whether connect chose a port that it should not have chosen, and that a socket of this kind has.
fn took_from(it: &Difference, of_this_kind: impl Fn(&Row) -> bool) -> bool {
    let yours = your_port(it);
    bound_before(it).is_none()
        && yours != expected_port(it)
        && others_at(it, yours).into_iter().any(of_this_kind)
}

/// Whether connect went on, and now a socket of this kind and the caller have the same four values.
fn same_four_values(it: &Difference, of_this_kind: impl Fn(&Row) -> bool) -> bool {
    // Who looked before the address was known has found another one.
    let is_known = |it: &Difference| !bound_before(it).is_some_and(|it| it.ip().is_unspecified());
    it.is_shown_by(is_known) && now_twice(it, of_this_kind)
}

/// Whether the program has refused the four values of a socket that was bound to one address.
fn has_refused(it: &Difference) -> bool {
    (1..it.step).any(|step| {
        let (before, now) = (&it.yours.steps[step - 1], &it.yours.steps[step]);
        let caller = now.operation().and_then(Operation::fd).and_then(|fd| before.held_by(fd));
        now.result == Some(Returned::Error(Errno::EADDRNOTAVAIL))
            && caller
                .is_some_and(|row| row.socket.local.is_some_and(|it| !it.ip().is_unspecified()))
    })
}

/// Whether a socket of this kind and the caller have the same four values after connect.
fn now_twice(it: &Difference, of_this_kind: impl Fn(&Row) -> bool) -> bool {
    let (Some(local), Some(caller), Some(yours)) = (your_local(it), it.caller(), it.yours()) else {
        return false;
    };
    let Some(remote) = yours.row(caller.id).and_then(|row| row.socket.remote) else { return false };
    let others = yours.rows.iter().filter(|row| row.id != caller.id);
    connecting(it)
        && others
            .filter(|row| row.socket.state != State::Closed && of_this_kind(row))
            .any(|row| (row.socket.local, row.socket.remote) == (Some(local), Some(remote)))
}

/// Whether connect passed over the port that it should have taken: it took a higher one, or said
/// that there is none.
fn passed_over(it: &Difference) -> bool {
    let Some(expected) = expected_port(it) else { return false };
    let higher = your_port(it).is_some_and(|yours| yours > expected);
    let none = it.returned("EADDR", "");
    higher || none
}

/// Whether a connection keeps a socket from a local end, from which it shall go to a server.
type InTheWay = fn(&Socket, SocketAddrV4, SocketAddrV4) -> bool;

/// Which connection is in the way, as different people think. Each has the name of its mistake.
const IDEAS: [(&str, InTheWay); 6] = [
    ("over_but_not_free", |it, local, to| (it.local, it.remote) == (Some(local), Some(to))),
    ("port_alone", |it, local, _| it.local.is_some_and(|it| it.port() == local.port())),
    ("local_end_alone", |it, local, _| it.local == Some(local)),
    ("no_server_port", |it, local, to| {
        it.local == Some(local) && it.remote.is_some_and(|it| it.ip() == to.ip())
    }),
    ("no_server_address", |it, local, to| {
        it.local == Some(local) && it.remote.is_some_and(|it| it.port() == to.port())
    }),
    ("no_source_address", |it, local, to| {
        it.local.is_some_and(|it| it.port() == local.port()) && it.remote == Some(to)
    }),
];

/// Whether connect passed over a port because of a wrong idea of what is in the way, and no other idea
/// explains it.
fn passes_over(it: &Difference, name: &str) -> bool {
    let (mine, rivals): (Vec<_>, Vec<_>) = IDEAS.iter().partition(|(idea, _)| *idea == name);
    let explains = |(_, idea): &(&str, InTheWay)| {
        let idea = *idea;
        move |it: &Difference| passed_over(it) && explains(it, idea)
    };
    let counted = counts_up(it) && it.others.iter().all(counts_up);
    let mut mine = mine.iter().map(explains);
    (it.is_other || !counted) && mine.any(|idea| it.only(idea, rivals.iter().map(explains)))
}

/// A connect that is right to send something.
struct Sent<'a> {
    /// The table before it.
    before: &'a Step,
    caller: &'a Row,
    to: SocketAddrV4,
    /// The right local end.
    right: SocketAddrV4,
    /// The program's, if it sent something.
    yours: Option<SocketAddrV4>,
}

fn all_sent(it: &Difference) -> Vec<Sent<'_>> {
    let steps = (1..it.expected.steps.len()).filter_map(|step| {
        let expected = &it.expected.steps[step];
        let Operation::Connect { fd, to } = expected.operation()? else { return None };
        let (before, yours) = (it.yours.steps.get(step - 1)?, it.yours.steps.get(step)?);
        let source = |step: &Step| {
            let sent = step.result.as_ref().filter(|_| sends(step))?;
            sent.segments().first().map(|it| it.source)
        };
        let caller = before.held_by(*fd)?;
        Some(Sent { before, caller, to: *to, right: source(expected)?, yours: source(yours) })
    });
    steps.collect()
}

/// Whether an idea explains all local ends of the story.
fn explains(it: &Difference, idea: InTheWay) -> bool {
    all_sent(it).into_iter().all(|Sent { before, caller, to, right, yours }| {
        let others: Vec<_> = before.rows.iter().filter(|row| row.id != caller.id).collect();
        let blocked = |local: SocketAddrV4| {
            others.iter().any(|row| row.socket.remote.is_some() && idea(&row.socket, local, to))
        };
        let bound = |local: SocketAddrV4| {
            others.iter().any(|row| {
                let taken = row.socket.local.map(|it| it.port()) == Some(local.port());
                row.socket.remote.is_none() && taken
            })
        };
        let Some(yours) = yours else { return blocked(right) };
        let mut passed =
            (right.port()..yours.port()).map(|port| SocketAddrV4::new(*right.ip(), port));
        yours.port() >= right.port()
            && passed.all(|local| blocked(local) || bound(local))
            && !blocked(yours)
    })
}

/// Whether each socket got the port after the highest one.
fn counts_up(it: &Difference) -> bool {
    let sent = all_sent(it);
    let mut chosen = sent.iter().filter(|it| it.caller.socket.local.is_none());
    let unbound = it.caller().is_some_and(|row| row.socket.local.is_none());
    unbound
        && chosen.all(|Sent { before, right, yours, .. }| {
            let ports = before.rows.iter().filter_map(|row| row.socket.local).map(|it| it.port());
            let near = right.port()..right.port().saturating_add(100);
            let highest = ports.filter(|port| near.contains(port)).max();
            match (yours, highest) {
                (Some(yours), Some(highest)) => yours.port() == highest.saturating_add(1),
                (None, highest) => highest.is_some(),
                (Some(yours), None) => yours == right,
            }
        })
}

/// The server that connect was called for.
fn server(it: &Difference) -> Option<SocketAddrV4> {
    it.expected().row(it.caller()?.id)?.socket.remote
}
