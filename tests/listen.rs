//! Grades `04_listen`: what listen writes into a socket, and when it must not.

use std::fmt::Write;

use grader::{Difference, Mistake, Rng};
use netstack::{Operation, Returned, Row, State};

grader::checks! {
    exercise: "listen",
    mistakes: MISTAKES,
    generator: story,

    #[points(2)]
    fn the_socket_waits_for_connections(bench) {
        bench.plays(&["web_server", "every_address"])
    }

    #[points(1)]
    fn a_small_backlog_stays_as_it_is(bench) {
        bench.plays(&["small_backlogs"])
    }

    #[points(2)]
    fn a_large_backlog_is_cut_to_the_limit(bench) {
        bench.plays(&["another_limit", "large_backlogs"])
    }

    #[points(1)]
    fn a_negative_backlog_is_the_largest(bench) {
        bench.plays(&["negative_backlog"])
    }

    #[points(2)]
    fn a_socket_without_an_address_gets_one(bench) {
        bench.plays(&["no_address"])
    }

    #[points(2)]
    fn a_second_listen_changes_the_limit_alone(bench) {
        bench.plays(&["again"])
    }

    #[points(1)]
    fn a_connection_cannot_listen(bench) {
        bench.plays(&["connected"])
    }

    #[points(2)]
    fn two_sockets_cannot_listen_at_one_address(bench) {
        bench.plays(&["same_address", "one_is_everywhere"])
    }

    #[points(1)]
    fn neighbours_do_not_conflict(bench) {
        bench.plays(&["neighbours", "old_connections"])
    }

    #[points(1)]
    fn sockets_with_reuseport_may_share(bench) {
        bench.plays(&["reuseport"])
    }

    #[points(2)]
    fn generated_stories_agree(bench) {
        bench.plays_generated(story)
    }
}

/// The most telling first: the first that shows is the one that is named.
const MISTAKES: &[Mistake] = &[
    Mistake {
        name: "changed_in_spite_of_the_error",
        shows: |it| {
            !it.should_return(&Returned::Zero) && !it.pairs().is_empty() && it.results().is_none()
        },
    },
    // The call succeeds where it should not.
    Mistake { name: "connected_may_listen", shows: |it| it.returned("", "EINVAL") },
    Mistake {
        name: "one_reuseport_is_enough",
        shows: |it| {
            it.returned("0", "EADDRINUSE")
                && in_the_way(it).any(|(caller, other)| {
                    caller.socket.options.reuseport != other.socket.options.reuseport
                })
        },
    },
    Mistake {
        name: "everywhere_is_another_address",
        shows: |it| {
            it.returned("0", "EADDRINUSE")
                && in_the_way(it).all(|(caller, other)| caller.socket.local != other.socket.local)
        },
    },
    Mistake { name: "two_listeners_share", shows: |it| it.returned("0", "EADDRINUSE") },
    // The call fails where it should not.
    Mistake { name: "needs_bind", shows: |it| refused(it) && was_unbound(it) },
    Mistake { name: "second_listen_is_an_error", shows: |it| refused(it) && was_listening(it) },
    Mistake { name: "zero_backlog_is_an_error", shows: |it| refused(it) && backlog(it) == Some(0) },
    Mistake {
        name: "negative_backlog_is_an_error",
        shows: |it| refused(it) && backlog(it).is_some_and(|backlog| backlog < 0),
    },
    Mistake {
        name: "large_backlog_is_an_error",
        shows: |it| {
            let expected = it.caller().and_then(|row| limit(it.expected().row(row.id)?));
            refused(it) && backlog(it) > expected.map(i64::from)
        },
    },
    Mistake {
        name: "reuseport_is_ignored",
        shows: |it| it.returned("EADDRINUSE", "0") && in_the_way(it).next().is_some(),
    },
    Mistake {
        name: "conflict_by_port_alone",
        shows: |it| it.returned("EADDRINUSE", "0") && same_port(it, |state| state == State::Listen),
    },
    Mistake {
        name: "bound_is_taken",
        shows: |it| it.returned("EADDRINUSE", "0") && same_port(it, |state| state == State::Closed),
    },
    Mistake {
        name: "old_connections_conflict",
        shows: |it| it.returned("EADDRINUSE", "0") && same_port(it, |_| true),
    },
    // The call succeeds and writes something else.
    Mistake {
        name: "only_the_backlog",
        shows: |it| {
            it.results().is_none() && it.any(|row| row.expected.listens() && !row.yours.listens())
        },
    },
    Mistake {
        name: "only_the_state",
        shows: |it| it.any(|row| row.yours.listens() && row.yours.socket.backlog.is_none()),
    },
    Mistake {
        name: "listens_without_an_address",
        shows: |it| was_unbound(it) && it.any(|row| row.yours.socket.local.is_none()),
    },
    Mistake {
        name: "port_zero_is_kept",
        shows: |it| it.any(|row| row.yours.socket.local.is_some_and(|local| local.port() == 0)),
    },
    Mistake {
        name: "only_one_address",
        shows: |it| {
            was_unbound(it)
                && it.any(|row| {
                    row.yours.socket.local.is_some_and(|local| !local.ip().is_unspecified())
                })
        },
    },
    Mistake {
        name: "port_that_is_taken",
        shows: |it| {
            was_unbound(it) && it.any(|row| row.yours.socket.local != row.expected.socket.local)
        },
    },
    Mistake {
        name: "second_listen_empties_the_queue",
        shows: |it| it.any(|row| row.yours.waiting() == 0 && row.expected.waiting() > 0),
    },
    Mistake {
        name: "smaller_limit_sends_clients_away",
        shows: |it| it.any(|row| row.yours.waiting() < row.expected.waiting()),
    },
    Mistake {
        name: "second_listen_changes_nothing",
        shows: |it| {
            was_listening(it)
                && limits(it).is_some_and(|(yours, _)| {
                    it.caller().is_some_and(|row| limit(row) == Some(yours))
                })
        },
    },
    Mistake {
        name: "zero_backlog_means_one",
        shows: |it| backlog(it) == Some(0) && limits(it).is_some(),
    },
    Mistake {
        name: "compared_with_a_sign",
        shows: |it| {
            backlog(it).is_some_and(|backlog| backlog < 0)
                && limits(it).is_some_and(|(yours, expected)| yours > expected)
        },
    },
    Mistake {
        name: "negative_backlog_is_small",
        shows: |it| backlog(it).is_some_and(|backlog| backlog < 0) && limits(it).is_some(),
    },
    Mistake {
        name: "one_more_is_written",
        shows: |it| {
            limits(it).is_some_and(|(yours, expected)| {
                yours == expected + 1 && backlog(it) != Some(i64::from(yours))
            })
        },
    },
    Mistake {
        name: "backlog_is_not_cut",
        shows: |it| limits(it).is_some_and(|(yours, expected)| yours > expected),
    },
    Mistake {
        name: "limit_is_a_constant",
        shows: |it| limits(it).is_some_and(|(yours, expected)| yours < expected),
    },
];

/// The backlog that the program asked for.
fn backlog(it: &Difference) -> Option<i64> {
    match it.operation()? {
        Operation::Listen { backlog, .. } => Some(i64::from(*backlog)),
        _ => None,
    }
}

fn was_unbound(it: &Difference) -> bool {
    it.caller().is_some_and(|row| row.socket.local.is_none())
}

fn was_listening(it: &Difference) -> bool {
    it.caller().is_some_and(Row::listens)
}

/// Whether the call failed, and should not have.
fn refused(it: &Difference) -> bool {
    it.returned("E", "0")
}

fn limit(row: &Row) -> Option<u32> {
    row.socket.backlog.as_ref().map(|backlog| backlog.limit)
}

/// The limit that the program wrote, and the expected one, if they differ.
fn limits(it: &Difference) -> Option<(u32, u32)> {
    let limits = |row: grader::Pair| Some((limit(row.yours)?, limit(row.expected)?));
    it.pairs().into_iter().filter_map(limits).find(|(yours, expected)| yours != expected)
}

/// The socket that shall listen, with each other that listens and could get the same packets.
fn in_the_way(it: &Difference) -> impl Iterator<Item = (&Row, &Row)> {
    let others = it.before().into_iter().flat_map(|step| &step.rows).filter(|row| row.listens());
    it.caller()
        .into_iter()
        .flat_map(move |caller| others.clone().map(move |other| (caller, other)))
        .filter(|(caller, other)| {
            let (Some(a), Some(b)) = (caller.socket.local, other.socket.local) else {
                return false;
            };
            let everywhere = a.ip().is_unspecified() || b.ip().is_unspecified();
            caller.id != other.id && a.port() == b.port() && (a.ip() == b.ip() || everywhere)
        })
}

/// Whether another socket in such a state has the port of the one that shall listen.
fn same_port(it: &Difference, state: impl Fn(State) -> bool) -> bool {
    let Some(caller) = it.caller() else { return false };
    let port = |row: &Row| row.socket.local.map(|local| local.port());
    let mut rows = it.before().into_iter().flat_map(|step| &step.rows);
    rows.any(|row| row.id != caller.id && port(row) == port(caller) && state(row.socket.state))
}

/// A host with a server that listens already, and with sockets that are new, bound or connected.
/// Several have one port. The program calls listen on them in any order, with any backlog.
fn story(rng: &mut Rng) -> String {
    let somaxconn = [16, 128, 4096, 9000][rng.usize(..4)];
    let clients = rng.u32(..6);
    let limit = rng.u32(clients..9);
    let mut text = format!("somaxconn: {somaxconn}\ngiven: a server listens\n");
    let ids = (2..2 + clients).fold(String::new(), |ids, id| format!("{ids} #{id}"));
    let colon = if clients == 0 { "" } else { ":" };
    let _ =
        writeln!(text, "  #1 LISTEN 198.18.203.1:25 *:* fd 3 queue {clients}/{limit}{colon}{ids}");
    for id in 2..2 + clients {
        let _ = writeln!(text, "  #{id} ESTABLISHED 198.18.203.1:25 198.18.203.153:{}", 1023 + id);
    }

    text.push_str("given: other sockets\n");
    let first = 2 + clients;
    let (mut id, mut fd) = (first, 4);
    for _ in 0..rng.usize(6..12) {
        // Linux lets sockets be bound to one address if all of them have SO_REUSEADDR.
        let options = if rng.bool() { "reuseaddr,reuseport" } else { "reuseaddr" };
        let address = ["0.0.0.0", "198.18.203.1", "198.18.203.2"][rng.usize(..3)];
        let port = [80, 80, 443, 32768][rng.usize(..4)];
        let row = match rng.u8(..10) {
            0..=5 => format!("CLOSED {address}:{port} *:* fd {fd} options {options}"),
            6 => format!("CLOSED *:* *:* fd {fd}"),
            7 => format!("CLOSED 198.18.203.1:{} *:* fd {fd}", 1000 + id),
            8 => format!(
                "TIME_WAIT 198.18.203.1:{port} 198.18.203.86:{} options {options}",
                1024 + id
            ),
            _ => {
                let states = [
                    "ESTABLISHED",
                    "FIN_WAIT_1",
                    "FIN_WAIT_2",
                    "CLOSE_WAIT",
                    "CLOSING",
                    "LAST_ACK",
                ];
                let state = rng.choice(states).unwrap_or_default();
                let client = 1024 + id;
                format!(
                    "{state} 198.18.203.2:{port} 198.18.203.86:{client} fd {fd} options {options}"
                )
            }
        };
        fd += u32::from(row.contains(" fd "));
        let _ = writeln!(text, "  #{id} {row}");
        id += 1;
    }
    for _ in 0..rng.usize(16..28) {
        let backlog = match rng.u8(..12) {
            0 => 0,
            1 => 1,
            2 => somaxconn - 1,
            3 => somaxconn,
            4 => somaxconn + 1,
            5 => i32::MAX,
            6 => -1,
            7 => i32::MIN,
            8 => -rng.i32(2..50_000),
            9 => rng.i32(1..50_000),
            _ => rng.i32(2..9),
        };
        if rng.u8(..12) == 0 {
            let _ = writeln!(text, "given: a socket goes away\n  - #{}", rng.u32(first..id));
        } else {
            let called = if rng.u8(..4) == 0 { 3 } else { rng.u32(4..=fd) };
            let _ = writeln!(text, "listen({called}, {backlog})");
        }
    }
    text
}
