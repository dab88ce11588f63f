//! How each known mistake of `09_sharing` shows in a trace.

use std::net::SocketAddrV4;

use grader::{Difference, Mistake};
use netstack::{Operation, Options, Returned, Row, State};

/// The most telling first: the first that shows is the one that is named.
pub const MISTAKES: &[Mistake] = &[
    Mistake {
        name: "a_connection_can_be_bound",
        shows: |it| {
            it.returned("0", "EINVAL") && it.caller().is_some_and(|row| row.socket.remote.is_some())
        },
    },
    // The call succeeds although another socket is in the way.
    Mistake {
        name: "one_of_them_decides",
        shows: |it| {
            let (_, would_share) = in_the_way_of_the_call(it);
            it.returned("0", "EADDRINUSE")
                && would_share.contains(&true)
                && would_share.contains(&false)
        },
    },
    Mistake {
        name: "any_option_will_do",
        shows: |it| {
            all_blocking(it, |ours, other| {
                let theirs = other.socket.options;
                let [a, b] =
                    [(ours.reuseaddr, ours.reuseport), (theirs.reuseaddr, theirs.reuseport)];
                a != (false, false) && b != (false, false) && (a.0, a.1) == (b.1, b.0)
            })
        },
    },
    Mistake {
        name: "reuseaddr_shares_with_a_listener",
        shows: |it| {
            all_blocking(it, |ours, other| {
                other.listens() && ours.reuseaddr && other.socket.options.reuseaddr
            })
        },
    },
    Mistake {
        name: "one_reuseport_is_enough",
        shows: |it| {
            all_blocking(it, |ours, other| {
                let theirs = other.socket.options;
                ours.reuseport != theirs.reuseport && !ours.reuseaddr && !theirs.reuseaddr
            })
        },
    },
    Mistake {
        name: "one_reuseaddr_is_enough",
        shows: |it| {
            all_blocking(it, |ours, other| {
                let theirs = other.socket.options;
                ours.reuseaddr != theirs.reuseaddr && !ours.reuseport && !theirs.reuseport
            })
        },
    },
    Mistake {
        name: "time_wait_does_not_count",
        shows: |it| {
            all_blocking(it, |ours, other| {
                neither_shares(ours, other) && other.socket.state == State::TimeWait
            })
        },
    },
    Mistake {
        name: "only_descriptors_count",
        shows: |it| {
            all_blocking(it, |ours, other| neither_shares(ours, other) && other.fd.is_none())
        },
    },
    Mistake {
        name: "clients_do_not_count",
        shows: |it| {
            all_blocking(it, |ours, other| neither_shares(ours, other) && is_connecting(other))
        },
    },
    Mistake {
        name: "connections_do_not_count",
        shows: |it| {
            all_blocking(it, |ours, other| {
                neither_shares(ours, other) && other.socket.remote.is_some()
            })
        },
    },
    Mistake {
        name: "bound_only_is_over",
        shows: |it| {
            all_blocking(it, |ours, other| {
                neither_shares(ours, other) && other.socket.state == State::Closed
            })
        },
    },
    Mistake {
        name: "conflict_by_exact_address",
        shows: |it| {
            let asked = asked(it);
            all_blocking(it, |ours, other| {
                let is_connection = other.socket.remote.is_some();
                neither_shares(ours, other) && !is_connection && other.socket.local != asked
            })
        },
    },
    // The call fails although no other socket is in the way that does not share.
    Mistake {
        name: "conflict_by_port_alone",
        shows: |it| {
            it.returned("EADDRINUSE", "0")
                && asked(it).is_some_and(|asked| asked.port() != 0 && only_elsewhere(it, asked))
        },
    },
    Mistake {
        name: "reuseport_for_servers_only",
        shows: |it| {
            refused(it, |ours, other| {
                share_by_reuseport(ours, other) && other.socket.remote.is_some()
            })
        },
    },
    Mistake {
        name: "reuseport_is_ignored",
        shows: |it| {
            // Where the other has a peer, or another address, it may be that alone.
            let in_any_case = |it: &Difference| {
                let asked = asked(it);
                refused(it, |ours, other| {
                    let same = other.socket.remote.is_none() && other.socket.local == asked;
                    same && share_by_reuseport(ours, other)
                })
            };
            let peerless = |it: &Difference| refused(it, |_, other| other.socket.remote.is_none());
            refused(it, share_by_reuseport)
                && (in_any_case(it)
                    || it.others.iter().any(in_any_case)
                    || it.others.is_empty() && !peerless(it))
        },
    },
    Mistake {
        name: "reuseaddr_for_time_wait_only",
        shows: |it| {
            refused(it, |ours, other| {
                share_by_reuseaddr(ours, other) && other.socket.state != State::TimeWait
            })
        },
    },
    Mistake { name: "reuseaddr_is_ignored", shows: |it| refused(it, share_by_reuseaddr) },
    Mistake {
        name: "what_is_over_counts",
        shows: |it| refused(it, |_, other| is_over(other)) || passed_over(it, is_over),
    },
    Mistake {
        name: "half_open_counts",
        shows: |it| refused(it, |_, other| is_half_open(other)) || passed_over(it, is_half_open),
    },
    // The kernel chooses the port.
    Mistake {
        name: "options_help_to_choose",
        shows: |it| {
            let Some((place, caller)) = chosen(it).zip(it.caller()) else { return false };
            let taken = in_the_way(it, place);
            !taken.is_empty()
                && taken.iter().all(|other| {
                    other.socket.local == Some(place) && may_share(caller.socket.options, other)
                })
        },
    },
    Mistake {
        name: "connections_leave_the_choice",
        shows: |it| {
            let Some(place) = chosen(it) else { return false };
            let taken = in_the_way(it, place);
            let at_this_place = |other: &&Row| other.socket.local == Some(place);
            taken.iter().any(at_this_place)
                && taken.iter().all(|other| other.socket.remote.is_some())
        },
    },
    Mistake {
        name: "chosen_by_exact_address",
        shows: |it| {
            let Some(place) = chosen(it) else { return false };
            let taken = in_the_way(it, place);
            !taken.is_empty() && taken.iter().all(|other| other.socket.local != Some(place))
        },
    },
    Mistake {
        name: "free_at_every_address",
        shows: |it| {
            let right = it.caller().and_then(|row| it.expected().row(row.id)?.socket.local);
            let Some((yours, right)) = chosen(it).zip(right) else { return false };
            yours.port() > right.port() && only_elsewhere(it, right)
        },
    },
];

/// The address that the program asked for.
fn asked(it: &Difference) -> Option<SocketAddrV4> {
    match it.operation()? {
        Operation::Bind { address, .. } => Some(*address),
        _ => None,
    }
}

/// What the program wrote where the kernel should have chosen another port, or none.
fn chosen(it: &Difference) -> Option<SocketAddrV4> {
    let id = it.caller()?.id;
    let written = |step: &netstack::Step| step.row(id).and_then(|row| row.socket.local);
    let (yours, expected) = (written(it.yours()?), written(it.expected()));
    yours.filter(|_| asked(it).is_some_and(|asked| asked.port() == 0) && yours != expected)
}

/// Whether a connection is over, and its socket is not closed.
fn is_over(row: &Row) -> bool {
    row.socket.state == State::Closed && row.socket.remote.is_some()
}

/// Whether a row is a copy that waits for its client's last ACK.
fn is_half_open(row: &Row) -> bool {
    row.socket.state == State::SynReceived && row.fd.is_none()
}

/// Whether this host has asked for a connection, and has had no answer or only half of one.
fn is_connecting(row: &Row) -> bool {
    matches!(row.socket.state, State::SynSent | State::SynReceived)
}

fn neither_shares(ours: Options, other: &Row) -> bool {
    let theirs = other.socket.options;
    !(ours.reuseaddr || ours.reuseport || theirs.reuseaddr || theirs.reuseport)
}

/// Whether two sockets share because of SO_REUSEADDR, and of nothing else.
fn share_by_reuseaddr(ours: Options, other: &Row) -> bool {
    let theirs = other.socket.options;
    ours.reuseaddr && theirs.reuseaddr && !other.listens() && !(ours.reuseport && theirs.reuseport)
}

/// Whether two sockets share because of SO_REUSEPORT, and of nothing else.
fn share_by_reuseport(ours: Options, other: &Row) -> bool {
    let theirs = other.socket.options;
    ours.reuseport && theirs.reuseport && (other.listens() || !(ours.reuseaddr && theirs.reuseaddr))
}

/// Whether two sockets may be at one address and port.
fn may_share(ours: Options, other: &Row) -> bool {
    let theirs = other.socket.options;
    (ours.reuseaddr && theirs.reuseaddr && !other.listens()) || (ours.reuseport && theirs.reuseport)
}

/// The other sockets that have this port, at this address or where one of the two is everywhere.
fn overlapping(it: &Difference, place: SocketAddrV4) -> Vec<&Row> {
    let id = it.caller().map(|row| row.id);
    let overlaps = |row: &&Row| {
        row.socket.local.is_some_and(|taken| {
            let everywhere = place.ip().is_unspecified() || taken.ip().is_unspecified();
            place.port() == taken.port() && (place.ip() == taken.ip() || everywhere)
        })
    };
    let others = it.before().into_iter().flat_map(|step| &step.rows);
    others.filter(|row| Some(row.id) != id).filter(overlaps).collect()
}

/// Whether other sockets have this port, and each of them at an address that is not in the way.
fn only_elsewhere(it: &Difference, place: SocketAddrV4) -> bool {
    let id = it.caller().map(|row| row.id);
    let mut others = it.before().into_iter().flat_map(|step| &step.rows);
    let has_the_port = |row: &Row| row.socket.local.is_some_and(|it| it.port() == place.port());
    overlapping(it, place).is_empty() && others.any(|row| Some(row.id) != id && has_the_port(row))
}

/// Those at this place that hold the port, whether they would share it or not.
fn in_the_way(it: &Difference, place: SocketAddrV4) -> Vec<&Row> {
    let mut found = overlapping(it, place);
    found.retain(|row| !is_over(row) && !is_half_open(row));
    found
}

/// Who is in the way of the address that the program asked for, and whether each of them would share.
fn in_the_way_of_the_call(it: &Difference) -> (Vec<&Row>, Vec<bool>) {
    let (Some(asked), Some(caller)) = (asked(it), it.caller()) else { return Default::default() };
    let found = in_the_way(it, asked);
    let share = found.iter().map(|other| may_share(caller.socket.options, other)).collect();
    (found, share)
}

/// Whether the call succeeded and should not have, and this is so for all that are in the way and do
/// not share.
fn all_blocking(it: &Difference, is_so: impl Fn(Options, &Row) -> bool) -> bool {
    let Some(ours) = it.caller().map(|row| row.socket.options) else { return false };
    let (found, share) = in_the_way_of_the_call(it);
    let mut blocking = found.iter().zip(&share).filter(|(_, shares)| !**shares).peekable();
    it.returned("0", "EADDRINUSE")
        && blocking.peek().is_some()
        && blocking.all(|(other, _)| is_so(ours, other))
}

/// Whether a call for a certain port failed with EADDRINUSE and should not have, while other sockets
/// are at that place, and this is so for each of them.
fn refused(it: &Difference, is_so: impl Fn(Options, &Row) -> bool) -> bool {
    let (Some(asked), Some(caller)) = (asked(it), it.caller()) else { return false };
    let found = overlapping(it, asked);
    let id = caller.id;
    let others = it.before().into_iter().flat_map(|step| &step.rows).filter(|row| row.id != id);
    let has_the_port = |row: &&Row| row.socket.local.is_some_and(|it| it.port() == asked.port());
    // Others at other addresses may be what is in its way.
    it.returned("EADDRINUSE", "0")
        && others.filter(has_the_port).count() == found.len()
        && asked.port() != 0
        && !found.is_empty()
        && found.iter().all(|other| is_so(caller.socket.options, other))
}

/// Whether the kernel should have chosen a port at which there are such sockets alone, and the
/// program passed over it.
fn passed_over(it: &Difference, is_so: fn(&Row) -> bool) -> bool {
    let right = it.caller().and_then(|row| it.expected().row(row.id)?.socket.local);
    let (Some(right), Some(asked)) = (right, asked(it)) else { return false };
    let passed = it.returned("EADDRINUSE", "0")
        || chosen(it).is_some_and(|yours| yours.port() > right.port());
    let found = overlapping(it, right);
    asked.port() == 0
        && it.should_return(&Returned::Zero)
        && passed
        && !found.is_empty()
        && found.into_iter().all(is_so)
}
