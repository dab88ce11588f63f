//! Grades `03_bind`: what bind writes into a socket, and when it must not.

use std::fmt::Write;
use std::net::SocketAddrV4;

use grader::{Difference, Mistake, Rng};
use netstack::{Operation, Returned, Row};

grader::checks! {
    exercise: "bind",
    mistakes: MISTAKES,
    generator: story,

    #[points(2)]
    fn the_address_is_written_and_nothing_else(bench) {
        bench.plays(&["web_server", "every_address"])
    }

    #[points(1)]
    fn the_address_must_be_this_hosts_own(bench) {
        bench.plays(&["own_address", "another_host"])
    }

    #[points(1)]
    fn a_low_port_needs_a_right(bench) {
        bench.plays(&["low_ports", "another_limit"])
    }

    #[points(1)]
    fn a_socket_is_bound_once(bench) {
        bench.plays(&["again"])
    }

    #[points(1)]
    fn the_first_error_counts(bench) {
        bench.plays(&["order"])
    }

    #[points(2)]
    fn a_place_belongs_to_one_socket(bench) {
        bench.plays(&["taken", "one_is_everywhere"])
    }

    #[points(1)]
    fn neighbours_are_not_in_the_way(bench) {
        bench.plays(&["neighbours"])
    }

    #[points(2)]
    fn port_zero_lets_the_kernel_choose(bench) {
        bench.plays(&["port_zero", "port_zero_without_rights", "port_zero_elsewhere"])
    }

    #[points(1)]
    fn the_ports_can_run_out(bench) {
        bench.plays(&["no_port"])
    }

    #[points(1)]
    fn a_failed_bind_changes_nothing(bench) {
        bench.plays(&["try_again"])
    }

    #[points(2)]
    fn generated_stories_agree(bench) {
        bench.plays_generated(story)
    }
}

/// The most telling first: the first that shows is the one that is named.
const MISTAKES: &[Mistake] = &[
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
        shows: |it| it.returned("EADDRINUSE", "E") && !asks_for_a_port(it),
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
        },
    },
    Mistake {
        name: "two_sockets_share",
        shows: |it| it.returned("0", "EADDRINUSE") && !asks_for_a_port(it),
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
    Mistake { name: "conflict_by_port_alone", shows: |it| refused_for_another(it, |_, _| true) },
    // The kernel chooses the port.
    Mistake {
        name: "port_zero_is_kept",
        shows: |it| chosen(it).is_some_and(|place| place.port() == 0),
    },
    Mistake {
        name: "chosen_by_exact_address",
        shows: |it| {
            chosen(it).is_some_and(|place| {
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
            let mut rows = it.before().into_iter().flat_map(|step| &step.rows);
            asks_for_a_port(it)
                && it.should_return(&Returned::Zero)
                && chosen(it).is_none_or(|place| Some(place.port()) > expected)
                && rows.any(|row| expected.is_some() && port(row) == expected)
        },
    },
    Mistake {
        name: "the_last_port_is_left_out",
        shows: |it| it.returned("EADDRINUSE", "0") && asks_for_a_port(it),
    },
    // The call succeeds and writes something else.
    Mistake {
        name: "written_as_the_peer",
        shows: |it| {
            it.any(|row| row.yours.socket.remote.is_some() && row.expected.socket.remote.is_none())
        },
    },
    Mistake {
        name: "nothing_is_written",
        shows: |it| {
            it.any(|row| row.yours.socket.local.is_none() && row.expected.socket.local.is_some())
        },
    },
    Mistake {
        name: "the_wildcard_is_resolved",
        shows: |it| {
            it.any(|row| {
                let address = |row: &Row| row.socket.local.map(|local| *local.ip());
                address(row.expected).is_some_and(|address| address.is_unspecified())
                    && address(row.yours) != address(row.expected)
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
    let overlaps = |row: &&Row| {
        local(Some(row)).is_some_and(|taken| {
            let everywhere = place.ip().is_unspecified() || taken.ip().is_unspecified();
            place.port() == taken.port() && (place.ip() == taken.ip() || everywhere)
        })
    };
    others(it).filter(overlaps).collect()
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

/// A host with few ports, and with sockets at some of them. The program binds new sockets, here and
/// there, and closes some of them.
fn story(rng: &mut Rng) -> String {
    let first = rng.u16(30_000..50_000);
    let last = first + [1, 3, 3, 3][rng.usize(..4)];
    let limit = [0, 80, 1023, 1024, 1025, 4000, 60_000][rng.usize(..7)];
    let mut text = format!("ports: {first}-{last}\nunprivileged: {limit}\ngiven: old sockets\n");
    // Few, so that the sockets meet.
    let ports = |rng: &mut Rng| match rng.usize(..4) {
        elsewhere @ 0..3 => [5000, 8080, 8443][elsewhere],
        _ => rng.u16(first..=last),
    };
    const ADDRESSES: [&str; 5] =
        ["198.18.203.1", "198.18.203.2", "0.0.0.0", "127.0.0.1", "127.3.2.1"];
    let mut taken: Vec<(&str, u16)> = vec![("198.18.203.1", 8080)];
    let mut fd = 3;
    for id in 1..=rng.u16(3..8) {
        // Some are alone at their port.
        let port = if rng.bool() { ports(rng) } else { 6000 + id };
        let place = ADDRESSES[rng.usize(..5)];
        let row = match rng.bool() {
            true => format!("LISTEN {place}:{port} *:* fd {fd} queue 0/5"),
            false => format!("CLOSED {place}:{port} *:* fd {fd}"),
        };
        fd += 1;
        let _ = writeln!(text, "  #{id} {row}");
        taken.push((place, port));
    }
    text.push_str("given: new sockets\n");
    let bound = 3..fd;
    let new = 9..rng.u16(18..24);
    let mut fresh: Vec<u16> = (fd..).take(new.len()).collect();
    for (id, fd) in new.clone().zip(&fresh) {
        let _ = writeln!(text, "  #{id} CLOSED *:* *:* fd {fd}");
    }
    let mut fd = fresh[0];
    for _ in 0..rng.usize(18..32) {
        match rng.u8(..24) {
            0 => {
                let id = rng.u16(new.clone());
                let _ = writeln!(text, "given: a socket is closed\n  - #{id}");
                continue;
            }
            1 => fd = 99,
            2..4 => fd = rng.u16(bound.clone()),
            4..8 => {}
            _ => fd = fresh.pop().unwrap_or(fd),
        }
        let near = taken[rng.usize(..taken.len())];
        let address = match rng.u8(..12) {
            0 => "198.18.203.86",
            1..4 => near.0,
            _ => ADDRESSES[rng.usize(..5)],
        };
        let port = match rng.u8(..12) {
            0..5 => near.1,
            5..9 => 0,
            9 => [79, 80, limit, limit + 1][rng.usize(..4)].max(1),
            10 => limit.max(2) - 1,
            _ => last + 1,
        };
        let _ = writeln!(text, "bind({fd}, {address}:{port})");
    }
    text
}
