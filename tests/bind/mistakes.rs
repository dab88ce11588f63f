//! How each known mistake of `03_bind` shows in a trace.

use std::net::SocketAddrV4;

use grader::{Difference, Mistake};
use netstack::{Errno, Operation, Returned, Row, Step};

/// The most telling first: the first that shows is the one that is named.
pub const MISTAKES: &[Mistake] = &[
    Mistake {
        name: "bind_opens_the_port",
        shows: |it| {
            it.any(|row| {
                row.yours.listens() && !row.expected.listens()
                    || row.yours.socket.backlog.is_some() && row.expected.socket.backlog.is_none()
            })
        },
    },
    Mistake {
        name: "half_changed",
        shows: |it| {
            !it.should_return(&Returned::Zero) && it.results().is_none() && !it.pairs().is_empty()
        },
    },
    // The call succeeds although the address, the port or the socket is not right for it.
    Mistake { name: "any_address_will_do", shows: |it| it.returned("0", "EADDRNOTAVAIL") },
    Mistake {
        name: "the_loopback_needs_no_right",
        shows: |it| {
            it.returned("0", "EACCES") && asked(it).is_some_and(|asked| asked.ip().is_loopback())
        },
    },
    Mistake {
        name: "the_limit_is_1024",
        shows: |it| {
            asked(it).is_some_and(|asked| match asked.port() {
                0 => false,
                1..1024 => it.returned("EACCES", "0"),
                _ => it.returned("0", "EACCES"),
            })
        },
    },
    Mistake { name: "any_port_will_do", shows: |it| it.returned("0", "EACCES") },
    Mistake {
        name: "bound_there_already",
        shows: |it| it.returned("0", "EINVAL") && local(it.caller()) == asked(it),
    },
    Mistake { name: "bind_again_moves_the_socket", shows: |it| it.returned("0", "EINVAL") },
    // The call fails, as it should, for another reason than it should.
    Mistake {
        name: "the_address_before_the_descriptor",
        shows: |it| it.returned("EADDRNOTAVAIL", "EBADF") || it.returned("EACCES", "EBADF"),
    },
    Mistake {
        name: "the_socket_first",
        shows: |it| it.returned("EINVAL", "EADDRNOTAVAIL") || it.returned("EINVAL", "EACCES"),
    },
    Mistake {
        name: "the_others_first",
        shows: |it| {
            it.returned("EADDRINUSE", "E")
                && asked(it).is_some_and(|asked| !in_the_way(it, asked).is_empty())
        },
    },
    Mistake { name: "the_right_first", shows: |it| it.returned("EACCES", "EADDRNOTAVAIL") },
    Mistake {
        name: "another_error_without_a_port",
        shows: |it| it.returned("E", "EADDRINUSE") && asks_for_a_port(it),
    },
    // The call fails where it should not, and not because of another socket.
    Mistake {
        name: "the_wildcard_is_not_own",
        shows: |it| {
            it.returned("EADDRNOTAVAIL", "0")
                && asked(it).is_some_and(|asked| asked.ip().is_unspecified())
        },
    },
    Mistake {
        name: "loopback_is_not_own",
        shows: |it| {
            it.returned("EADDRNOTAVAIL", "0")
                && asked(it).is_some_and(|asked| asked.ip().is_loopback())
        },
    },
    Mistake {
        name: "port_zero_is_low",
        shows: |it| it.returned("EACCES", "0") && asks_for_a_port(it),
    },
    Mistake {
        name: "the_limit_itself_is_low",
        shows: |it| it.returned("EACCES", "0") && !asks_for_a_port(it),
    },
    Mistake {
        name: "port_zero_is_an_error",
        shows: |it| it.returned("E", "0") && asks_for_a_port(it) && !it.returned("EADDRINUSE", "0"),
    },
    // The call succeeds although another socket is in the way.
    Mistake {
        name: "past_the_last_port",
        shows: |it| {
            it.returned("0", "EADDRINUSE")
                && asks_for_a_port(it)
                && chosen(it).is_some_and(|place| in_the_way(it, place).is_empty())
        },
    },
    Mistake {
        name: "only_one_is_asked",
        shows: |it| {
            it.returned("0", "EADDRINUSE")
                && (decides(it, |rows| rows.first().copied())
                    || decides(it, |rows| rows.last().copied()))
        },
    },
    Mistake {
        name: "only_descriptors_count",
        shows: |it| {
            let found = asked(it).map(|asked| in_the_way(it, asked)).unwrap_or_default();
            it.returned("0", "EADDRINUSE")
                && !found.is_empty()
                && found.iter().all(|row| row.fd.is_none())
                && as_said(it, |asked, row| row.fd.is_some() && overlap(asked, row))
        },
    },
    Mistake {
        name: "the_wildcard_spares_the_loopback",
        shows: |it| {
            it.returned("0", "EADDRINUSE")
                && all_in_the_way(it, |asked, taken| {
                    asked.ip() != taken.ip()
                        && (asked.ip().is_loopback() || taken.ip().is_loopback())
                })
        },
    },
    Mistake {
        name: "conflict_by_exact_address",
        shows: |it| {
            it.returned("0", "EADDRINUSE") && all_in_the_way(it, |asked, taken| asked != taken)
        },
    },
    Mistake {
        name: "bound_only_does_not_count",
        shows: |it| {
            it.returned("0", "EADDRINUSE")
                && asked(it).is_some_and(|asked| {
                    let found = in_the_way(it, asked);
                    !found.is_empty() && found.iter().all(|row| !row.listens())
                })
                && as_said(it, |asked, row| row.listens() && overlap(asked, row))
        },
    },
    Mistake {
        name: "two_sockets_share",
        shows: |it| {
            it.returned("0", "EADDRINUSE")
                && asked(it).is_some_and(|asked| {
                    in_the_way(it, asked).iter().any(|row| local(Some(row)) == Some(asked))
                })
        },
    },
    // The call fails although no other socket is in the way.
    Mistake {
        name: "all_of_the_loopback_is_one_place",
        shows: |it| {
            refused_for_another(it, |asked, taken| {
                asked.ip().is_loopback() && taken.ip().is_loopback()
            })
        },
    },
    Mistake {
        name: "conflict_by_port_alone",
        shows: |it| {
            // Where a loopback address is among others, it may be that alone.
            let loopback = |asked: SocketAddrV4, taken: SocketAddrV4| {
                asked.ip().is_loopback() && taken.ip().is_loopback()
            };
            (refused_for_another(it, loopback)
                || refused_for_another(it, |asked, taken| !loopback(asked, taken)))
                && as_said(it, |_, _| true)
        },
    },
    // The kernel chooses the port.
    Mistake {
        name: "port_zero_is_kept",
        shows: |it| chosen(it).is_some_and(|place| place.port() == 0),
    },
    Mistake {
        name: "chosen_by_exact_address",
        shows: |it| {
            // Else it could be that only those that listen are asked.
            let listens = |it: &Difference| {
                let place = chosen(it);
                place.is_some_and(|place| in_the_way(it, place).iter().any(|row| row.listens()))
            };
            it.is_shown_by(listens)
                && chosen(it).is_some_and(|place| {
                    let found = in_the_way(it, place);
                    !found.is_empty() && found.iter().all(|row| local(Some(row)) != Some(place))
                })
        },
    },
    Mistake {
        name: "a_port_that_is_held",
        shows: |it| chosen(it).is_some_and(|place| !in_the_way(it, place).is_empty()),
    },
    Mistake {
        name: "free_at_every_address",
        shows: |it| {
            let port = |row: &Row| row.socket.local.map(|local| local.port());
            let expected = it.caller().and_then(|row| port(it.expected().row(row.id)?));
            let taken: Vec<_> = others(it).map(port).collect();
            asks_for_a_port(it)
                && it.should_return(&Returned::Zero)
                && chosen(it).is_none_or(|place| Some(place.port()) > expected)
                && expected.is_some_and(|expected| {
                    let first_free =
                        chosen(it).map_or(expected.saturating_add(1), |place| place.port());
                    (expected..first_free).all(|one| taken.contains(&Some(one)))
                        && chosen(it).is_none_or(|place| !taken.contains(&Some(place.port())))
                })
        },
    },
    Mistake {
        name: "the_last_port_is_left_out",
        shows: |it| {
            let port = |step: &Step, fd| Some(local(step.held_by(fd))?.port());
            // No call of the story is given a higher one.
            let chosen = it.expected.steps.iter().filter_map(|step| match step.operation()? {
                Operation::Bind { fd, address } if address.port() == 0 => port(step, *fd),
                _ => None,
            });
            let right = it.caller().and_then(|row| port(it.expected(), row.fd?));
            it.returned("EADDRINUSE", "0") && asks_for_a_port(it) && chosen.max() == right
        },
    },
    // The call succeeds and writes something else.
    Mistake {
        name: "written_as_the_peer",
        shows: |it| {
            it.any(|row| row.yours.socket.remote.is_some() && row.expected.socket.remote.is_none())
        },
    },
    Mistake { name: "options_are_lost", shows: |it| it.any(|row| row.lacks_options()) },
    Mistake {
        name: "nothing_is_written",
        shows: |it| {
            it.results().is_none()
                && it.any(|row| {
                    row.yours.socket.local.is_none() && row.expected.socket.local.is_some()
                })
        },
    },
    Mistake {
        name: "the_wildcard_is_resolved",
        shows: |it| {
            it.any(|row| {
                let address = |row: &Row| row.socket.local.map(|local| *local.ip());
                address(row.expected).is_some_and(|address| address.is_unspecified())
                    && address(row.yours).is_some_and(|address| !address.is_unspecified())
            })
        },
    },
    Mistake { name: "another_port_than_the_lowest", shows: |it| chosen(it).is_some() },
];

/// The address that the program asked for.
fn asked(it: &Difference) -> Option<SocketAddrV4> {
    match it.operation()? {
        Operation::Bind { address, .. } => Some(*address),
        _ => None,
    }
}

/// Whether the program left the choice of the port to the kernel.
fn asks_for_a_port(it: &Difference) -> bool {
    asked(it).is_some_and(|asked| asked.port() == 0)
}

fn local(row: Option<&Row>) -> Option<SocketAddrV4> {
    row?.socket.local
}

/// What the program wrote where it should have chosen another port, or none.
fn chosen(it: &Difference) -> Option<SocketAddrV4> {
    let id = it.caller()?.id;
    let written = |step: &netstack::Step| step.row(id).and_then(|row| row.socket.local);
    let (yours, expected) = (written(it.yours()?), written(it.expected()));
    yours.filter(|yours| {
        let same_address = expected.is_none_or(|expected| expected.ip() == yours.ip());
        asks_for_a_port(it) && Some(*yours) != expected && same_address
    })
}

/// The other sockets, as they were before.
fn others(it: &Difference) -> impl Iterator<Item = &Row> {
    let id = it.caller().map(|row| row.id);
    it.before().into_iter().flat_map(|step| &step.rows).filter(move |row| Some(row.id) != id)
}

/// The other sockets that have this port, at this address or where one of the two is everywhere.
fn in_the_way(it: &Difference, place: SocketAddrV4) -> Vec<&Row> {
    others(it).filter(|row| overlap(place, row)).collect()
}

/// Whether a socket has this port, at this address or where one of the two is everywhere.
fn overlap(place: SocketAddrV4, row: &Row) -> bool {
    local(Some(row)).is_some_and(|taken| {
        let everywhere = place.ip().is_unspecified() || taken.ip().is_unspecified();
        place.port() == taken.port() && (place.ip() == taken.ip() || everywhere)
    })
}

/// Whether all calls of the story for a certain port were decided as an idea says: it is told the place and
/// another socket that has its port, and says whether that one is in the way.
fn as_said(it: &Difference, in_the_way: fn(SocketAddrV4, &Row) -> bool) -> bool {
    let found_taken = |step: &Step| match step.result.as_ref()? {
        Returned::Zero => Some(false),
        other => (*other == Returned::Error(Errno::EADDRINUSE)).then_some(true),
    };
    let mut calls = it.expected.steps.iter().zip(&it.yours.steps).enumerate().skip(1);
    calls.all(|(place, (expected, yours))| {
        let Some(Operation::Bind { fd, address }) = expected.operation() else { return true };
        let before = &it.yours.steps[place - 1];
        let caller = before.held_by(*fd).map(|row| row.id);
        let mut others = before.rows.iter().filter(|row| Some(row.id) != caller);
        let taken = others.any(|row| {
            local(Some(row)).is_some_and(|taken| taken.port() == address.port())
                && in_the_way(*address, row)
        });
        // What is decided by something else says nothing.
        address.port() == 0
            || found_taken(expected).is_none()
            || found_taken(yours).is_none_or(|found| found == taken)
    })
}

/// Whether one of several sockets at the port is in the way and this one is not, and all calls of the
/// story for a certain port were decided by this one alone.
fn decides(it: &Difference, which: for<'a> fn(&[&'a Row]) -> Option<&'a Row>) -> bool {
    let Some(asked) = asked(it) else { return false };
    let mut here: Vec<&Row> = others(it).collect();
    here.retain(|row| local(Some(row)).is_some_and(|taken| taken.port() == asked.port()));
    let is_spared = which(&here).is_some_and(|row| !overlap(asked, row));
    is_spared && here.iter().any(|row| overlap(asked, row)) && {
        let calls = it.expected.steps.iter().zip(&it.yours.steps).enumerate().skip(1);
        calls.into_iter().all(|(place, (expected, yours))| {
            let Some(Operation::Bind { fd, address }) = expected.operation() else { return true };
            let before = &it.yours.steps[place - 1];
            let caller = before.held_by(*fd).map(|row| row.id);
            let mut here: Vec<&Row> = before.rows.iter().collect();
            here.retain(|row| {
                let taken = local(Some(row)).is_some_and(|it| it.port() == address.port());
                Some(row.id) != caller && taken
            });
            let in_use = Returned::Error(Errno::EADDRINUSE);
            let found = yours.result.as_ref() == Some(&in_use);
            let decided = found || yours.result == Some(Returned::Zero);
            let others_decide = expected.result.as_ref() == Some(&in_use)
                || expected.result == Some(Returned::Zero);
            let is_taken = which(&here).is_some_and(|row| overlap(*address, row));
            address.port() == 0 || !decided || !others_decide || found == is_taken
        })
    }
}

/// Whether this is so for the address that the program asked for, and for each socket in the way.
fn all_in_the_way(it: &Difference, is_so: impl Fn(SocketAddrV4, SocketAddrV4) -> bool) -> bool {
    let Some(asked) = asked(it) else { return false };
    let found = in_the_way(it, asked);
    let mut taken = found.iter().filter_map(|row| row.socket.local);
    !found.is_empty() && taken.all(|taken| is_so(asked, taken))
}

/// Whether a call for a certain port failed with EADDRINUSE and should not have, while other sockets
/// have this port, and this is so for each of them.
fn refused_for_another(
    it: &Difference,
    is_so: impl Fn(SocketAddrV4, SocketAddrV4) -> bool,
) -> bool {
    let Some(asked) = asked(it).filter(|asked| asked.port() != 0) else { return false };
    let found = others(it).filter_map(|row| row.socket.local);
    let found: Vec<_> = found.filter(|taken| taken.port() == asked.port()).collect();
    it.returned("EADDRINUSE", "0")
        && !found.is_empty()
        && found.iter().all(|taken| is_so(asked, *taken))
}
