//! How each known mistake of `06_accept` shows in a trace.

use std::net::SocketAddrV4;

use grader::{Difference, Mistake, Pair};
use netstack::{Errno, Operation, Returned, Row, State, Step};

/// The most telling first: the first that shows is the one that is named.
pub const MISTAKES: &[Mistake] = &[
    Mistake {
        name: "listener_becomes_the_connection",
        shows: |it| {
            packet_arrives(it) && it.any(|row| row.expected.listens() && !row.yours.listens())
        },
    },
    Mistake {
        name: "peer_in_the_listener",
        shows: |it| {
            let arrives = it.arriving().map(|packet| packet.source);
            let accepted = || handed_out_in(it.expected())?.socket.remote;
            let client = arrives.or_else(accepted);
            it.any(|row| row.expected.listens() && row.yours.socket.remote == client)
                && client.is_some()
        },
    },
    Mistake {
        name: "listener_learns_the_address",
        shows: |it| {
            let dialled = it.arriving().map(|packet| packet.destination);
            dialled.is_some()
                && it.any(|row| {
                    let (yours, expected) = (row.yours.socket.local, row.expected.socket.local);
                    row.expected.listens() && yours == dialled && yours != expected
                })
        },
    },
    Mistake {
        name: "descriptor_at_once",
        shows: |it| {
            packet_arrives(it) && it.any(|row| row.yours.fd.is_some() && row.expected.fd.is_none())
        },
    },
    Mistake {
        name: "ready_at_once",
        shows: |it| {
            let in_queue = |row: &Pair| row.yours.waiting() > row.expected.waiting();
            let established = |row: &Pair| {
                row.expected.socket.state == State::SynReceived
                    && row.yours.socket.state == State::Established
            };
            packet_arrives(it) && it.any(|row| in_queue(&row) || established(&row))
        },
    },
    Mistake {
        name: "second_copy",
        shows: |it| it.found().is_some_and(|found| !found.listens()) && !it.extra().is_empty(),
    },
    Mistake {
        name: "repeated_packet_begins_again",
        shows: |it| {
            // It was as it should be, until the packet came again.
            let right = |row: &&Row| !row.listens() && it.expected().row(row.id) == Some(*row);
            let found = it.found().filter(right).map(|found| found.id);
            found.is_some() && it.any(|row| Some(row.yours.id) == found)
        },
    },
    Mistake {
        name: "full_queue_makes_no_copy",
        shows: |it| {
            // Who counts the limit itself as full is right about the others.
            it.found().is_some_and(|found| found.listens())
                && !it.missing().is_empty()
                && [0, 1].into_iter().any(|more| copies_while(it, |row| has_room(row, more)))
        },
    },
    Mistake {
        name: "mistaken_for_again",
        shows: |it| {
            // Some other connection looks like this one.
            let alike = |other: SocketAddrV4| {
                it.arriving().is_some_and(|packet| {
                    other.ip() == packet.source.ip() || other.port() == packet.source.port()
                })
            };
            let before = it.before().map_or(&[][..], |before| &before.rows);
            it.found().is_some_and(|found| found.listens())
                && !it.missing().is_empty()
                && it.pairs().is_empty()
                && before.iter().any(|row| row.socket.remote.is_some_and(alike))
        },
    },
    Mistake { name: "accept_makes_the_copy", shows: |it| accepts(it) && !it.extra().is_empty() },
    Mistake {
        name: "copy_still_listens",
        shows: |it| {
            packet_arrives(it)
                && it.any(|row| {
                    !row.expected.listens()
                        && (row.yours.listens() || row.yours.socket.backlog.is_some())
                })
        },
    },
    Mistake {
        name: "ends_swapped",
        shows: |it| {
            it.any(|row| {
                let (yours, expected) = (&row.yours.socket, &row.expected.socket);
                (yours.local, yours.remote) == (expected.remote, expected.local)
                    && yours.remote.is_some()
            })
        },
    },
    Mistake {
        name: "keeps_the_wildcard",
        shows: |it| {
            it.any(|row| {
                let (yours, expected) = (row.yours.socket.local, row.expected.socket.local);
                yours.is_some_and(|local| local.ip().is_unspecified()) && yours != expected
            })
        },
    },
    Mistake {
        name: "port_of_its_own",
        shows: |it| {
            packet_arrives(it)
                && it.any(|row| {
                    let (yours, expected) = (&row.yours.socket, &row.expected.socket);
                    let (Some(mine), Some(right)) = (yours.local, expected.local) else {
                        return false;
                    };
                    mine.port() != right.port() && Some(mine) != expected.remote
                })
        },
    },
    Mistake {
        name: "options_are_lost",
        shows: |it| {
            packet_arrives(it) && it.any(|row| !row.expected.listens() && row.lacks_options())
        },
    },
    Mistake {
        name: "returns_the_listener",
        shows: |it| {
            let found = it.found().filter(|found| found.listens()).map(|found| found.id);
            found.is_some()
                && it.results().is_some_and(|(yours, _)| *yours == Returned::Socket(found))
                && it.missing().is_empty()
        },
    },
    Mistake {
        name: "accept_on_any_socket",
        shows: |it| it.returned("EAGAIN", "EINVAL") || it.returned("fd", "EINVAL"),
    },
    Mistake {
        name: "half_open_is_ready",
        shows: |it| {
            accepts(it)
                && it.any(|row| handed_out(&row) && row.expected.socket.state == State::SynReceived)
        },
    },
    Mistake {
        name: "descriptor_of_the_listener",
        shows: |it| {
            it.results().is_some_and(|(yours, _)| match yours {
                Returned::Accepted(fd, _) => {
                    let still_listens = it.yours().and_then(|step| step.held_by(*fd));
                    it.operation() == Some(&Operation::Accept { fd: *fd })
                        && still_listens.is_some_and(|row| row.listens())
                }
                _ => false,
            })
        },
    },
    Mistake {
        name: "lost_without_a_descriptor",
        shows: |it| {
            it.should_return(&Returned::Error(Errno::EMFILE))
                && it.any(|row| row.yours.waiting() < row.expected.waiting())
        },
    },
    Mistake {
        name: "loses_its_place",
        shows: |it| {
            let sorted = |mut queue: Vec<_>| {
                queue.sort();
                queue
            };
            it.should_return(&Returned::Error(Errno::EMFILE))
                && it.any(|row| {
                    let (yours, expected) = (row.yours.queue(), row.expected.queue());
                    yours.last() == expected.first()
                        && yours != expected
                        && sorted(yours) == sorted(expected)
                })
        },
    },
    Mistake {
        name: "passed_over_by_state",
        shows: |it| {
            let passed = first_in_queue(it).filter(|row| row.socket.state != State::Established);
            // Without a descriptor it stays where it is, and is not passed over either.
            let its_turn = |id| {
                it.should_return(&Returned::Error(Errno::EMFILE))
                    || it.expected().row(id).is_some_and(|row| row.fd.is_some())
            };
            let left =
                |id| it.yours().and_then(|yours| yours.row(id)).is_none_or(|row| row.fd.is_none());
            passed.is_some_and(|row| its_turn(row.id) && left(row.id))
        },
    },
    Mistake {
        name: "stays_in_the_queue",
        shows: |it| {
            let handed = it.yours().and_then(|yours| match yours.result {
                Some(Returned::Accepted(fd, _)) => yours.held_by(fd),
                _ => None,
            });
            handed.is_some_and(|handed| it.any(|row| row.yours.queue().contains(&handed.id)))
        },
    },
    Mistake {
        name: "established_by_accept",
        shows: |it| {
            accepts(it)
                && it.any(|row| {
                    row.yours.socket.state == State::Established
                        && row.expected.socket.state != State::Established
                        && row.expected.fd.is_some()
                })
        },
    },
    Mistake {
        name: "options_at_accept",
        shows: |it| {
            let now = it.caller().filter(|_| accepts(it)).map(|row| row.socket.options);
            let changed = |row: Pair| {
                let (yours, expected) = (row.yours.socket.options, row.expected.socket.options);
                yours != expected && Some(yours) == now && row.expected.fd.is_some()
            };
            it.any(|row| !row.expected.listens() && changed(row))
        },
    },
    Mistake {
        name: "accept_changes_the_connection",
        shows: |it| {
            let handed = handed_out_in(it.expected()).map(|row| row.id);
            handed.is_some()
                && it.any(|row| {
                    Some(row.yours.id) == handed
                        && row.yours.fd == row.expected.fd
                        && row.yours.socket != row.expected.socket
                })
        },
    },
    Mistake {
        name: "returns_its_own_address",
        shows: |it| {
            let handed = handed_out_in(it.expected());
            returned_peer(it)
                .is_some_and(|peer| handed.is_some_and(|row| row.socket.local == Some(peer)))
        },
    },
    Mistake {
        name: "peer_of_another",
        shows: |it| {
            let rows = &it.expected().rows;
            it.pairs().is_empty()
                && returned_peer(it)
                    .is_some_and(|peer| rows.iter().any(|row| row.socket.remote == Some(peer)))
        },
    },
    Mistake {
        name: "last_in_first_out",
        shows: |it| {
            let turn = handed_out_in(it.expected()).map(|row| row.id);
            let waits = first_in_queue(it).filter(|first| Some(first.id) == turn);
            waits.is_some() && it.any(|row| handed_out(&row) && Some(row.yours.id) != turn)
        },
    },
    Mistake {
        name: "another_descriptor",
        shows: |it| {
            // Who counts up comes to the last descriptor while others are free.
            let at_the_end = it.returned("EMFILE", "fd") && it.is_shown_by(by_another_descriptor);
            at_the_end || by_another_descriptor(it)
        },
    },
];

fn accepts(it: &Difference) -> bool {
    matches!(it.operation(), Some(Operation::Accept { .. }))
}

/// Whether the program has given this connection a descriptor, and should not have.
fn handed_out(row: &Pair) -> bool {
    row.yours.fd.is_some() && row.expected.fd.is_none()
}

/// The connection whose descriptor accept has returned in this step.
fn handed_out_in(step: &Step) -> Option<&Row> {
    match step.result {
        Some(Returned::Accepted(fd, _)) => step.held_by(fd),
        _ => None,
    }
}

/// Whether accept handed out the right connection, by another descriptor.
fn by_another_descriptor(it: &Difference) -> bool {
    let (Some(mine), Some(right)) =
        (it.yours().and_then(handed_out_in), handed_out_in(it.expected()))
    else {
        return false;
    };
    mine.id == right.id && mine.fd != right.fd
}

/// The connection that has waited longest at the socket on which accept is called.
fn first_in_queue(it: &Difference) -> Option<&Row> {
    let first = *it.caller().filter(|_| accepts(it))?.queue().first()?;
    it.before()?.row(first)
}

/// Whether fewer connections wait than the limit says, and so many more.
fn has_room(listener: &Row, more: usize) -> bool {
    let limit = listener.socket.backlog.as_ref().map(|backlog| backlog.limit as usize);
    limit.is_some_and(|limit| listener.waiting() < limit + more)
}

/// Whether each packet of the story that found a socket that listens made a copy if this is so for
/// that socket, and else none.
fn copies_while(it: &Difference, is_so: impl Fn(&Row) -> bool) -> bool {
    (1..it.expected.steps.len()).all(|step| {
        let (before, yours) = (it.yours.steps.get(step - 1), it.yours.steps.get(step));
        let (Some(before), Some(yours)) = (before, yours) else { return true };
        let found = it.expected.steps[step].operation().and_then(Operation::finds);
        let Some(found) = found.and_then(|id| before.row(id)).filter(|row| row.listens()) else {
            return true;
        };
        (yours.rows.len() > before.rows.len()) == is_so(found)
    })
}

fn packet_arrives(it: &Difference) -> bool {
    it.arriving().is_some()
}

/// The peer that accept returned, if it returned another one than it should have.
fn returned_peer(it: &Difference) -> Option<SocketAddrV4> {
    match it.results()? {
        (Returned::Accepted(_, yours), Returned::Accepted(_, expected)) => {
            (yours != expected).then_some(*yours)
        }
        _ => None,
    }
}
