//! Grades `06_accept`: the copy of the listening socket, and how it is handed out.

use std::fmt::Write;

use grader::{Mistake, Rng};
use netstack::State;

grader::checks! {
    exercise: "accept",
    mistakes: MISTAKES,
    generator: story,

    #[points(2)]
    fn a_connection_packet_makes_a_copy(bench) {
        bench.plays(&["one_packet"])
    }

    #[points(2)]
    fn the_listener_keeps_waiting(bench) {
        bench.plays(&["next_client", "busy_queue"])
    }

    #[points(1)]
    fn the_copy_has_the_address_that_was_dialled(bench) {
        bench.plays(&["every_address"])
    }

    #[points(1)]
    fn a_repeated_packet_makes_no_second_copy(bench) {
        bench.plays(&["again"])
    }

    #[points(2)]
    fn accept_hands_out_the_oldest_connection(bench) {
        bench.plays(&["hand_out"])
    }

    #[points(1)]
    fn a_half_open_connection_cannot_be_accepted(bench) {
        bench.plays(&["half_open"])
    }

    #[points(1)]
    fn only_a_listening_socket_accepts(bench) {
        bench.plays(&["wrong_socket"])
    }

    #[points(1)]
    fn without_a_descriptor_nothing_is_lost(bench) {
        bench.plays(&["no_descriptor"])
    }

    #[points(2)]
    fn both_clients_of_the_chapter_are_served(bench) {
        bench.plays(&["two_clients"])
    }

    #[points(2)]
    fn generated_stories_agree(bench) {
        bench.plays_generated(story)
    }
}

/// The most telling first: the first that shows is the one that is named.
const MISTAKES: &[Mistake] = &[
    Mistake {
        name: "listener_becomes_the_connection",
        shows: |it| {
            it.any(|row| {
                is_listener(row.expected.socket.state) && row.yours.socket.state != State::Listen
            })
        },
    },
    Mistake {
        name: "peer_in_the_listener",
        shows: |it| {
            it.any(|row| {
                is_listener(row.expected.socket.state) && row.yours.socket.remote.is_some()
            })
        },
    },
    Mistake {
        name: "ready_at_once",
        shows: |it| {
            it.action().starts_with("SYN")
                && it.any(|row| {
                    row.yours.cells()[5].len() > row.expected.cells()[5].len()
                        && is_listener(row.expected.socket.state)
                })
        },
    },
    Mistake { name: "second_copy", shows: |it| !it.extra().is_empty() },
    Mistake {
        name: "copy_still_listens",
        shows: |it| {
            it.any(|row| {
                row.yours.socket.state == State::Listen && !is_listener(row.expected.socket.state)
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
            it.any(|row| {
                let port = |row: &netstack::Row| row.socket.local.map(|local| local.port());
                port(row.yours) != port(row.expected)
            })
        },
    },
    Mistake {
        name: "options_are_lost",
        shows: |it| it.any(|row| row.yours.socket.options != row.expected.socket.options),
    },
    Mistake { name: "accept_on_any_socket", shows: |it| it.returned("EAGAIN", "EINVAL") },
    Mistake {
        name: "half_open_is_ready",
        shows: |it| it.returned("fd", "EAGAIN") && !queue_is_stale(it),
    },
    Mistake {
        name: "descriptor_of_the_listener",
        shows: |it| {
            it.results().is_some_and(|(yours, _)| {
                let listener = it.action().trim_start_matches("accept(").trim_end_matches(')');
                yours.starts_with(&format!("fd {listener},"))
            })
        },
    },
    Mistake {
        name: "lost_without_a_descriptor",
        shows: |it| it.expected().result.as_deref() == Some("EMFILE"),
    },
    Mistake { name: "stays_in_the_queue", shows: queue_is_stale },
    Mistake {
        name: "returns_its_own_address",
        shows: |it| {
            it.results().is_some_and(|(yours, _)| {
                let mut rows = it.expected().rows.iter();
                rows.any(|row| {
                    row.socket.local.is_some_and(|local| yours.ends_with(&format!(", {local}")))
                })
            })
        },
    },
    Mistake {
        name: "last_in_first_out",
        shows: |it| {
            it.returned("fd", "fd")
                && it.results().is_some_and(|(yours, _)| {
                    let mut rows = it.expected().rows.iter();
                    rows.any(|row| {
                        row.socket
                            .remote
                            .is_some_and(|remote| yours.ends_with(&format!(", {remote}")))
                    })
                })
        },
    },
];

fn is_listener(state: State) -> bool {
    state == State::Listen
}

/// Whether accept has left what it handed out in the queue.
fn queue_is_stale(it: &grader::Difference) -> bool {
    it.action().starts_with("accept")
        && it.any(|row| {
            let length = |row: &netstack::Row| {
                row.socket.backlog.as_ref().map_or(0, |backlog| backlog.waiting.len())
            };
            length(row.yours) > length(row.expected)
        })
}

/// One server, at one address or at every address, a bound socket beside it, and some clients that
/// come, come again, finish their handshakes in any order and are accepted.
fn story(rng: &mut Rng) -> String {
    let port = rng.u16(1..1024);
    let wildcard = rng.bool();
    let local = if wildcard { "0.0.0.0" } else { "198.18.203.1" };
    let options = ["", "  options keepalive", "  options nodelay,reuseaddr"][rng.usize(..3)];
    let limit = rng.u32(1..9);
    let mut queue: Vec<u32> = Vec::new();
    let mut half_open: Vec<(u32, String, String)> = Vec::new();
    let descriptors = rng.u32(6..9);
    let (mut last_id, mut last_fd) = (2, 4);

    let listener = |queue: &[u32]| {
        let ids = queue.iter().fold(String::new(), |ids, id| format!("{ids} #{id}"));
        let colon = if queue.is_empty() { "" } else { ":" };
        let length = queue.len();
        format!("  #1 LISTEN {local}:{port} *:* fd 3 queue {length}/{limit}{colon}{ids}{options}\n")
    };
    let mut text = format!(
        "descriptors: {descriptors}\ngiven: a server waits\n{}  #2 CLOSED 198.18.203.1:1024 *:* fd 4\n",
        listener(&queue)
    );
    for _ in 0..rng.usize(8..16) {
        match rng.u32(..7) {
            0..=2 => {
                last_id += 1;
                let client = format!("198.18.203.{}:{}", rng.u8(2..), rng.u16(1025..));
                let host = if wildcard { rng.u8(1..4) } else { 1 };
                let dialled = format!("198.18.203.{host}:{port}");
                let _ = writeln!(text, "SYN {client} → {dialled}, finds #1");
                half_open.push((last_id, client, dialled));
            }
            3 if !half_open.is_empty() => {
                let (id, client, dialled) = &half_open[rng.usize(..half_open.len())];
                let _ = writeln!(text, "SYN {client} → {dialled}, finds #{id}");
            }
            4 if !half_open.is_empty() && queue.len() <= limit as usize => {
                let (id, client, dialled) = half_open.remove(rng.usize(..half_open.len()));
                queue.push(id);
                let row = format!("  #{id} ESTABLISHED {dialled} {client} {options}\n");
                let _ = write!(text, "given: ACK {client}\n{}{row}", listener(&queue));
            }
            5 => text.push_str("accept(4)\n"),
            _ => {
                text.push_str("accept(3)\n");
                if !queue.is_empty() && last_fd + 1 < descriptors {
                    queue.remove(0);
                    last_fd += 1;
                }
            }
        }
    }
    text
}
