//! Grades `14_ports`: what the kernel chooses when a program connects, and how the server's answer
//! changes the socket.

use std::fmt::Write;
use std::net::SocketAddrV4;

use grader::{Difference, Mistake, Rng};
use netstack::{Errno, Flags, Operation, Returned, Row, Segment, State, Step};

grader::checks! {
    exercise: "ports",
    mistakes: MISTAKES,
    generator: story,

    #[points(2)]
    fn connect_sends_a_connection_packet(bench) {
        bench.plays(&["first_port", "gap"])
    }

    #[points(1)]
    fn the_source_is_the_address_towards_the_server(bench) {
        bench.plays(&["same_host", "loopback", "wildcard"])
    }

    #[points(1)]
    fn a_bound_socket_keeps_its_address_and_port(bench) {
        bench.plays(&["bound"])
    }

    #[points(3)]
    fn one_port_reaches_many_servers(bench) {
        bench.plays(&[
            "another_server",
            "same_local_end",
            "another_port",
            "another_address",
            "two_addresses",
        ])
    }

    #[points(1)]
    fn what_bind_has_taken_is_left_alone(bench) {
        bench.plays(&["bound_ports", "bound_elsewhere"])
    }

    #[points(2)]
    fn the_four_values_must_be_new(bench) {
        bench.plays(&["taken", "bound_twice", "over"])
    }

    #[points(1)]
    fn without_a_port_nothing_changes(bench) {
        bench.plays(&["none_left"])
    }

    #[points(1)]
    fn only_a_socket_without_a_peer_connects(bench) {
        bench.plays(&["wrong_socket"])
    }

    #[points(1)]
    fn the_answer_opens_the_connection(bench) {
        bench.plays(&["answered", "few_ports"])
    }

    #[points(2)]
    fn a_refusal_is_kept_as_an_error(bench) {
        bench.plays(&["refused"])
    }

    #[points(1)]
    fn other_segments_open_nothing(bench) {
        bench.plays(&["no_answer", "both_at_once"])
    }

    #[points(2)]
    fn generated_stories_agree(bench) {
        bench.plays_generated(story)
    }
}

/// The most telling first: the first that shows is the one that is named.
const MISTAKES: &[Mistake] = &[
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
        name: "first_address",
        shows: |it| {
            let (Some(yours), Some(expected)) = (your_local(it), expected_local(it)) else {
                return false;
            };
            connecting(it) && yours.ip() != expected.ip()
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
        shows: |it| took_from(it, |row| row.socket.remote.is_none()),
    },
    Mistake {
        name: "time_wait_is_free",
        shows: |it| same_four_values(it, |row| row.socket.state == State::TimeWait),
    },
    Mistake { name: "four_values_twice", shows: |it| same_four_values(it, |_| true) },
    Mistake {
        name: "port_outside_the_range",
        shows: |it| {
            let none_is_left = it.should_return(&Returned::Error(Errno::EADDRNOTAVAIL));
            let (Some(yours), None) = (your_port(it), bound_before(it)) else { return false };
            // No range of these stories goes beyond 1100.
            connecting(it) && (none_is_left || yours > 1100 || Some(yours) < expected_port(it))
        },
    },
    Mistake {
        name: "always_the_next_port",
        shows: |it| {
            passed_over(it)
                && your_port(it).is_some()
                && others_at(it, expected_port(it)).is_empty()
        },
    },
    Mistake {
        name: "over_but_not_free",
        shows: |it| passed_over_for(it, |row| row.socket.state == State::Closed),
    },
    Mistake {
        name: "port_alone",
        shows: |it| {
            passed_over_for(it, |row| {
                !same_source(it, row) && !same_server(it, row) && !same_server_port(it, row)
            })
        },
    },
    Mistake {
        name: "local_end_alone",
        shows: |it| {
            passed_over_for(it, |row| {
                same_source(it, row) && !same_server(it, row) && !same_server_port(it, row)
            })
        },
    },
    Mistake {
        name: "no_server_port",
        shows: |it| passed_over_for(it, |row| same_server(it, row) && !same_server_port(it, row)),
    },
    Mistake {
        name: "no_server_address",
        shows: |it| passed_over_for(it, |row| !same_server(it, row) && same_server_port(it, row)),
    },
    Mistake {
        name: "no_source_address",
        shows: |it| passed_over_for(it, |row| !same_source(it, row)),
    },
    // The server's answer.
    Mistake { name: "refusal_removes_the_socket", shows: |it| !it.missing().is_empty() },
    Mistake {
        name: "any_rst_refuses",
        shows: |it| arrives(it, Flags::RST) && became(it, State::Closed, State::SynSent),
    },
    Mistake { name: "refusal_is_ignored", shows: |it| became(it, State::SynSent, State::Closed) },
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
        name: "rst_without_its_number",
        shows: |it| arrives(it, Flags::ACK) && it.returned("sends RST", "sends RST"),
    },
    Mistake {
        name: "answer_is_not_acknowledged",
        shows: |it| {
            arrives(it, Flags::SYN | Flags::ACK)
                && it.sent().is_some_and(|(yours, _)| yours.iter().all(|it| it.flags != Flags::ACK))
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

/// Whether connect chose a port that it should not have chosen, and that a socket of this kind has.
fn took_from(it: &Difference, of_this_kind: impl Fn(&Row) -> bool) -> bool {
    let yours = your_port(it);
    bound_before(it).is_none()
        && yours != expected_port(it)
        && others_at(it, yours).into_iter().any(of_this_kind)
}

/// Whether connect went on, and now a socket of this kind and the caller have the same four values.
fn same_four_values(it: &Difference, of_this_kind: impl Fn(&Row) -> bool) -> bool {
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

/// Whether connect passed over a port, perhaps because a connection of this kind has it.
fn passed_over_for(it: &Difference, of_this_kind: impl Fn(&Row) -> bool) -> bool {
    let connections = others_at(it, expected_port(it)).into_iter();
    passed_over(it) && connections.filter(|row| row.socket.remote.is_some()).any(of_this_kind)
}

fn same_source(it: &Difference, row: &Row) -> bool {
    row.socket.local.map(|local| *local.ip()) == expected_local(it).map(|local| *local.ip())
}

/// The server that connect was called for.
fn server(it: &Difference) -> Option<SocketAddrV4> {
    it.expected().row(it.caller()?.id)?.socket.remote
}

fn same_server(it: &Difference, row: &Row) -> bool {
    row.socket.remote.map(|remote| *remote.ip()) == server(it).map(|server| *server.ip())
}

fn same_server_port(it: &Difference, row: &Row) -> bool {
    row.socket.remote.map(|remote| remote.port()) == server(it).map(|server| server.port())
}

/// A host with two addresses and few ports. Some ports are bound, some have connections, some had
/// one. Its programs connect to a few servers, some of them on the host itself, from new sockets
/// and from bound ones, and segments arrive for sockets that are connecting.
fn story(rng: &mut Rng) -> String {
    const OWN: [&str; 2] = ["198.18.203.86", "198.18.203.87"];
    // No range goes beyond 1100: a rule above counts on it. Of an odd number of ports, Linux may
    // leave one out.
    let ports = 1025..=1026 + 2 * rng.u16(..3);
    let server = |rng: &mut Rng| {
        let address = ["198.18.203.1", "198.18.203.1", "198.18.203.2", OWN[1]][rng.usize(..4)];
        format!("{address}:{}", 80 + rng.u8(..2))
    };
    // Where a kernel that chooses for itself would send from.
    let source = |to: &str| if to.starts_with(OWN[1]) { OWN[1] } else { OWN[0] };

    let mut rows: Vec<String> = Vec::new();
    let mut fds: Vec<u32> = Vec::new();
    let row = |rows: &mut Vec<String>, cells: &str, after: &str| {
        let fd = rows.len() as u32 + 3;
        rows.push(format!("  #{} {cells} fd {fd} {after}\n", fd - 2));
        fd
    };
    for _ in 0..rng.usize(..3) {
        let port = rng.u16(ports.clone());
        let address = [OWN[0], OWN[1], "127.0.0.1", "0.0.0.0"][rng.usize(..4)];
        match rng.u8(..3) {
            0 => row(&mut rows, &format!("LISTEN {address}:{port} *:*"), "queue 0/5"),
            _ => row(&mut rows, &format!("CLOSED {address}:{port} *:*"), "options reuseaddr"),
        };
    }
    let mut used: Vec<(String, String)> = Vec::new();
    let mut asking: Vec<(u32, String, String)> = Vec::new();
    for _ in 0..rng.usize(2..9) {
        let to = server(rng);
        let local = format!("{}:{}", source(&to), rng.u16(ports.clone()));
        if used.contains(&(local.clone(), to.clone())) {
            continue;
        }
        used.push((local.clone(), to.clone()));
        let ends = format!("{local} {to}");
        match rng.u8(..8) {
            0..3 => row(&mut rows, &format!("ESTABLISHED {ends}"), ""),
            3 => row(&mut rows, &format!("CLOSED {ends}"), "error ECONNREFUSED"),
            4 if rng.bool() => row(&mut rows, &format!("TIME_WAIT {ends}"), "timer 60 s"),
            4 => row(&mut rows, &format!("CLOSE_WAIT {ends}"), "received the end"),
            _ => {
                let fd = row(&mut rows, &format!("SYN_SENT {ends}"), "");
                asking.push((fd - 2, local, to));
                fd
            }
        };
    }
    // The program has bound these itself, outside the range. Two of them share their local end.
    for (address, port) in [(OWN[0], 2000), (OWN[1], 2000), ("0.0.0.0", 2000 + rng.u16(..2))] {
        if rng.bool() {
            let cells = format!("CLOSED {address}:{port} *:*");
            fds.push(row(&mut rows, &cells, "options reuseaddr"));
        }
        if rng.bool() && address != "0.0.0.0" {
            let cells = format!("ESTABLISHED {address}:{port} 198.18.203.1:{}", 80 + rng.u8(..2));
            fds.push(row(&mut rows, &cells, "options reuseaddr"));
        }
    }
    for _ in 0..rng.usize(3..8) {
        fds.push(row(&mut rows, "CLOSED *:* *:*", ""));
    }
    let listening = row(&mut rows, &format!("LISTEN {}:80 *:*", OWN[1]), "queue 0/5");
    rng.shuffle(&mut fds);

    let mut text = format!(
        "addresses: {}\nports: {}-{}\ngiven: a host in the middle of its work\n{}",
        OWN.join(", "),
        ports.start(),
        ports.end(),
        rows.concat()
    );
    for _ in 0..rng.usize(8..18) {
        match rng.u8(..8) {
            0..=4 => {
                let Some(fd) = fds.pop() else { continue };
                let _ = writeln!(text, "connect({fd}, {})", server(rng));
                // Once more, for the same server or for another.
                if rng.u8(..6) == 0 {
                    let _ = writeln!(text, "connect({fd}, {})", server(rng));
                }
            }
            5 => {
                let wrong = [listening, listening, 99][rng.usize(..3)];
                let _ = writeln!(text, "connect({wrong}, {})", server(rng));
            }
            _ if !asking.is_empty() => {
                let number = rng.usize(..asking.len());
                let (id, local, to) = &asking[number];
                let (seq, ack) = (rng.u32(1..), rng.u32(1..));
                let (flags, numbers, is_over) = match rng.u8(..9) {
                    0..3 => ("SYN+ACK", format!("seq {seq} ack {ack}"), true),
                    3..5 => ("RST+ACK", format!("ack {ack}"), true),
                    5 => ("SYN", format!("seq {seq}"), true),
                    6 => ("RST", format!("seq {seq}"), false),
                    7 => ("ACK", format!("seq {seq} ack {ack}"), false),
                    _ => ("FIN", format!("seq {seq}"), false),
                };
                let _ = writeln!(text, "{flags} {to} → {local} {numbers}, finds #{id}");
                if is_over {
                    asking.remove(number);
                }
            }
            _ => {}
        }
    }
    text
}
