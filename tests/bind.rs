//! Grades `03_bind`: what bind writes into a socket, and when it must not.

use std::fmt::Write;
use std::net::SocketAddrV4;

use grader::{Difference, Mistake, Rng};
use netstack::{Operation, Returned, Row, State};

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
    fn old_connections_hold_their_port(bench) {
        bench.plays(&["old_connections", "time_wait"])
    }

    #[points(1)]
    fn what_is_over_holds_no_port(bench) {
        bench.plays(&["over"])
    }

    #[points(2)]
    fn both_must_have_reuseaddr(bench) {
        bench.plays(&["restart", "one_reuseaddr", "reuseaddr_listener"])
    }

    #[points(1)]
    fn both_must_have_reuseport(bench) {
        bench.plays(&["reuseport", "every_one_is_asked"])
    }

    #[points(2)]
    fn port_zero_lets_the_kernel_choose(bench) {
        bench.plays(&[
            "port_zero",
            "port_zero_without_rights",
            "port_zero_elsewhere",
            "port_zero_options",
        ])
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
        name: "the_limit_is_1024",
        shows: |it| {
            asked(it).is_some_and(|asked| match asked.port() {
                0 => false,
                1..1024 => it.returned("EACCES", "0"),
                _ => it.returned("", "EACCES"),
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
        name: "the_socket_first",
        shows: |it| it.returned("EINVAL", "EADDRNOTAVAIL") || it.returned("EINVAL", "EACCES"),
    },
    Mistake {
        name: "the_others_first",
        shows: |it| it.returned("EADDRINUSE", "E") && !it.returned("", "EBADF"),
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
    Mistake { name: "the_limit_itself_is_low", shows: |it| it.returned("EACCES", "0") },
    Mistake {
        name: "port_zero_is_an_error",
        shows: |it| refused(it) && asks_for_a_port(it) && !it.returned("EADDRINUSE", "0"),
    },
    // The call succeeds although another socket is in the way.
    Mistake {
        name: "past_the_last_port",
        shows: |it| {
            it.returned("0", "EADDRINUSE")
                && asks_for_a_port(it)
                && chosen(it).is_some_and(|local| in_the_way(it, local).is_empty())
        },
    },
    Mistake {
        name: "the_first_one_decides",
        shows: |it| {
            let found = asked(it).map(|asked| in_the_way(it, asked)).unwrap_or_default();
            let first = found.first().zip(it.caller());
            it.returned("0", "EADDRINUSE")
                && first.is_some_and(|(other, caller)| may_share(caller, other))
        },
    },
    Mistake {
        name: "one_reuseport_is_enough",
        shows: |it| {
            it.returned("0", "EADDRINUSE")
                && all_blocking(it, |caller, other| {
                    caller.socket.options.reuseport != other.socket.options.reuseport
                })
        },
    },
    Mistake {
        name: "reuseaddr_shares_with_a_listener",
        shows: |it| {
            it.returned("0", "EADDRINUSE")
                && all_blocking(it, |caller, other| {
                    other.listens()
                        && caller.socket.options.reuseaddr
                        && other.socket.options.reuseaddr
                })
        },
    },
    Mistake {
        name: "one_reuseaddr_is_enough",
        shows: |it| {
            it.returned("0", "EADDRINUSE")
                && all_blocking(it, |caller, other| {
                    caller.socket.options.reuseaddr != other.socket.options.reuseaddr
                })
        },
    },
    Mistake {
        name: "conflict_by_exact_address",
        shows: |it| {
            it.returned("0", "EADDRINUSE")
                && all_blocking(it, |_, other| local(Some(other)) != asked(it))
        },
    },
    Mistake {
        name: "bound_only_does_not_count",
        shows: |it| {
            it.returned("0", "EADDRINUSE")
                && all_blocking(it, |_, other| other.socket.state == State::Closed)
        },
    },
    Mistake {
        name: "time_wait_does_not_count",
        shows: |it| {
            it.returned("0", "EADDRINUSE")
                && all_blocking(it, |_, other| other.socket.state == State::TimeWait)
        },
    },
    Mistake {
        name: "connections_do_not_count",
        shows: |it| {
            it.returned("0", "EADDRINUSE")
                && all_blocking(it, |_, other| other.socket.remote.is_some())
        },
    },
    Mistake {
        name: "two_sockets_share",
        shows: |it| it.returned("0", "EADDRINUSE") && !asks_for_a_port(it),
    },
    // The call fails although no other socket is in the way.
    Mistake {
        name: "reuseport_is_ignored",
        shows: |it| {
            refused_for_another(it, |caller, other| {
                overlaps(it, other)
                    && caller.socket.options.reuseport
                    && other.socket.options.reuseport
            })
        },
    },
    Mistake {
        name: "reuseaddr_is_ignored",
        shows: |it| {
            refused_for_another(it, |caller, other| {
                overlaps(it, other)
                    && holds_port(other)
                    && caller.socket.options.reuseaddr
                    && other.socket.options.reuseaddr
            })
        },
    },
    Mistake {
        name: "what_is_over_counts",
        shows: |it| {
            refused_for_another(it, |_, other| {
                overlaps(it, other) && other.socket.state == State::Closed
            })
        },
    },
    Mistake {
        name: "half_open_counts",
        shows: |it| {
            refused_for_another(it, |_, other| {
                overlaps(it, other) && other.socket.state == State::SynReceived
            })
        },
    },
    Mistake {
        name: "conflict_by_port_alone",
        shows: |it| {
            refused_for_another(it, |_, other| {
                local(Some(other)).map(|local| local.port()) == asked(it).map(|asked| asked.port())
            })
        },
    },
    // The kernel chooses the port.
    Mistake {
        name: "port_zero_is_kept",
        shows: |it| chosen(it).is_some_and(|local| local.port() == 0),
    },
    Mistake {
        name: "options_help_to_choose",
        shows: |it| {
            let Some((local, caller)) = chosen(it).zip(it.caller()) else { return false };
            let taken = in_the_way(it, local);
            !taken.is_empty() && taken.iter().all(|other| may_share(caller, other))
        },
    },
    Mistake {
        name: "the_first_port_always",
        shows: |it| chosen(it).is_some_and(|local| !in_the_way(it, local).is_empty()),
    },
    Mistake {
        name: "free_at_every_address",
        shows: |it| {
            let port = |row: &Row| row.socket.local.map(|local| local.port());
            let expected = it.caller().and_then(|row| port(it.expected().row(row.id)?));
            let mut rows = it.before().into_iter().flat_map(|step| &step.rows);
            asks_for_a_port(it)
                && it.should_return(&Returned::Zero)
                && chosen(it).is_none_or(|local| Some(local.port()) > expected)
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
    yours.filter(|_| asks_for_a_port(it) && yours != expected)
}

/// Whether the call failed, and should not have.
fn refused(it: &Difference) -> bool {
    it.returned("E", "0")
}

/// Whether a socket holds the port of its local end.
fn holds_port(row: &Row) -> bool {
    match row.socket.state {
        State::Closed => row.socket.remote.is_none(),
        State::SynReceived => row.fd.is_some(),
        _ => true,
    }
}

/// Whether a row has this port, at this address or where one of the two is everywhere.
fn overlap(place: SocketAddrV4, row: &Row) -> bool {
    let Some(taken) = row.socket.local else { return false };
    let everywhere = place.ip().is_unspecified() || taken.ip().is_unspecified();
    place.port() == taken.port() && (place.ip() == taken.ip() || everywhere)
}

/// The same for the address that the program asked for.
fn overlaps(it: &Difference, row: &Row) -> bool {
    asked(it).is_some_and(|asked| overlap(asked, row))
}

/// Whether two sockets may be at one address and port.
fn may_share(caller: &Row, other: &Row) -> bool {
    let (ours, theirs) = (caller.socket.options, other.socket.options);
    (ours.reuseaddr && theirs.reuseaddr && !other.listens()) || (ours.reuseport && theirs.reuseport)
}

/// The other sockets that hold a port where `place` is, whether they would share it or not.
fn in_the_way(it: &Difference, place: SocketAddrV4) -> Vec<&Row> {
    let id = it.caller().map(|row| row.id);
    let others = it.before().into_iter().flat_map(|step| &step.rows);
    others.filter(|row| Some(row.id) != id && holds_port(row) && overlap(place, row)).collect()
}

/// Whether this is so for all that keep the socket from being where the program asked for.
fn all_blocking(it: &Difference, is_so: impl Fn(&Row, &Row) -> bool) -> bool {
    let (Some(asked), Some(caller)) = (asked(it), it.caller()) else { return false };
    let mut blocking = in_the_way(it, asked);
    blocking.retain(|other| !may_share(caller, other));
    !blocking.is_empty() && blocking.iter().all(|other| is_so(caller, other))
}

/// Whether a call for a certain port failed with EADDRINUSE and should not have, while this is so
/// for one of the other sockets.
fn refused_for_another(it: &Difference, is_so: impl Fn(&Row, &Row) -> bool) -> bool {
    let Some(caller) = it.caller() else { return false };
    let mut others = it.before().into_iter().flat_map(|step| &step.rows);
    it.returned("EADDRINUSE", "0")
        && !asks_for_a_port(it)
        && others.any(|other| other.id != caller.id && is_so(caller, other))
}

/// A host with few ports and with sockets of all kinds at them. The program binds new sockets, here
/// and there, and closes some of them.
fn story(rng: &mut Rng) -> String {
    let first = rng.u16(30_000..50_000);
    let last = first + [1, 3, 3, 3][rng.usize(..4)];
    let limit = [0, 80, 1023, 1024, 1025, 4000][rng.usize(..6)];
    let mut text = format!("ports: {first}-{last}\nunprivileged: {limit}\ngiven: old sockets\n");
    // Few, so that the sockets meet.
    let port = |rng: &mut Rng| match rng.usize(..4) {
        elsewhere @ 0..3 => [5000, 8080, 8443][elsewhere],
        _ => rng.u16(first..=last),
    };
    let usual = ["reuseaddr", "reuseport"][rng.usize(..2)];
    let options = |rng: &mut Rng| match rng.u8(..8) {
        0..2 => String::new(),
        2 => " options reuseaddr".to_owned(),
        3 => " options reuseport".to_owned(),
        _ => format!(" options {usual}"),
    };
    let mut taken: Vec<(String, u16)> = Vec::new();
    let (mut fd, mut called) = (3, Vec::new());
    for id in 1..=rng.u16(3..7) {
        // Some are alone at their port.
        let port = if rng.bool() { port(rng) } else { 6000 + id };
        let (options, peer) = (options(rng), 1024 + id);
        let server = ["198.18.203.1", "198.18.203.2"][rng.usize(..2)];
        let place = if rng.u8(..4) == 0 { "0.0.0.0" } else { server };
        let row = match rng.u8(..15) {
            0..2 => format!("LISTEN {place}:{port} *:* fd {fd} queue 0/5{options}"),
            2..4 => format!("CLOSED {place}:{port} *:* fd {fd}{options}"),
            4..7 => {
                format!(
                    "CLOSED {server}:{port} 198.18.203.86:{peer} fd {fd}{options} error ECONNRESET"
                )
            }
            7..10 => format!("SYN_RECEIVED {server}:{port} 198.18.203.86:{peer}{options}"),
            10..12 => format!("TIME_WAIT {server}:{port} 198.18.203.86:{peer}{options} timer 60 s"),
            12 => format!("FIN_WAIT_2 {server}:{port} 198.18.203.86:{peer}{options} timer 60 s"),
            13 => format!("SYN_SENT {server}:{port} 198.18.203.86:80 fd {fd}{options}"),
            _ => {
                let state = ["ESTABLISHED", "CLOSE_WAIT", "FIN_WAIT_1"][rng.usize(..3)];
                format!("{state} {server}:{port} 198.18.203.86:{peer} fd {fd}{options}")
            }
        };
        if row.contains(" fd ") {
            // What was reset can be bound again on Linux, under conditions that the model does not
            // know. So nobody tries.
            if !row.contains(" error ") {
                called.push(fd);
            }
            fd += 1;
        }
        let _ = writeln!(text, "  #{id} {row}");
        let near = [server, server, "0.0.0.0", "0.0.0.0", "198.18.203.1"][rng.usize(..5)];
        taken.push((near.to_owned(), port));
    }

    // Two at one port. Who wants to be everywhere has to ask both.
    let _ = writeln!(text, "  #7 CLOSED 198.18.203.1:7000 *:* fd {fd}{}", options(rng));
    let listening = format!("LISTEN 198.18.203.2:7000 *:* fd {} queue 0/5", fd + 1);
    let _ = writeln!(text, "  #8 {listening}{}", options(rng));
    fd += 2;
    taken.extend(["0.0.0.0", "0.0.0.0", "198.18.203.2"].map(|near| (near.to_owned(), 7000)));

    text.push_str("given: new sockets\n");
    let new = 9..rng.u16(18..24);
    let mut fresh: Vec<u16> = (fd..).take(new.len()).collect();
    for (id, fd) in new.clone().zip(&fresh) {
        let _ = writeln!(text, "  #{id} CLOSED *:* *:* fd {fd}{}", options(rng));
    }
    // Nearly every call is for a socket that is new, or for the last one again.
    called.push(fresh[0]);
    let not_open = 99;
    let mut fd = fresh[0];
    let mut place = (String::from("198.18.203.1"), 8080);
    for _ in 0..rng.usize(18..32) {
        let mut again = false;
        match rng.u8(..24) {
            0 => {
                let id = rng.u16(new.clone());
                let _ = writeln!(text, "given: a socket is closed\n  - #{id}");
                continue;
            }
            1 => fd = not_open,
            2..4 => fd = called[rng.usize(..called.len())],
            4..8 if fd != not_open => again = rng.bool(),
            _ => fd = fresh.pop().unwrap_or(fd),
        }
        let address = match rng.u8(..12) {
            0..=4 => "198.18.203.1",
            5..=6 => "198.18.203.2",
            7..=9 => "0.0.0.0",
            10 => "127.0.0.1",
            _ => "198.18.203.86",
        };
        place = match rng.u8(..16) {
            _ if again => place,
            // Where an old socket is.
            0..7 => taken[rng.usize(..taken.len())].clone(),
            7..12 => (address.to_owned(), 0),
            12..14 => (address.to_owned(), [79, 80, limit, limit + 1][rng.usize(..4)].max(1)),
            14 => (address.to_owned(), limit.max(2) - 1),
            _ => (address.to_owned(), if rng.bool() { last + 1 } else { port(rng) }),
        };
        let (address, port) = &place;
        let _ = writeln!(text, "bind({fd}, {address}:{port})");
    }
    text
}
