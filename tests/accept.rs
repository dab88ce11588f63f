//! Grades `06_accept`: the copy of the listening socket, and how it is handed out.

use std::fmt::Write;
use std::net::SocketAddrV4;

use grader::{Difference, Mistake, Pair, Rng};
use netstack::{Errno, Operation, Returned, State};

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
        bench.plays(&["again", "one_host"])
    }

    #[points(2)]
    fn accept_hands_out_the_oldest_connection(bench) {
        bench.plays(&["hand_out", "closed_early"])
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
        shows: |it| it.any(|row| row.expected.listens() && !row.yours.listens()),
    },
    Mistake {
        name: "peer_in_the_listener",
        shows: |it| it.any(|row| row.expected.listens() && row.yours.socket.remote.is_some()),
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
    Mistake { name: "second_copy", shows: |it| packet_arrives(it) && !it.extra().is_empty() },
    Mistake {
        name: "mistaken_for_again",
        shows: |it| packet_arrives(it) && !it.missing().is_empty(),
    },
    Mistake {
        name: "accept_makes_the_copy",
        shows: |it| !packet_arrives(it) && !it.extra().is_empty(),
    },
    Mistake {
        name: "copy_still_listens",
        shows: |it| {
            it.any(|row| {
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
            it.any(|row| {
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
        shows: |it| it.any(|row| row.yours.socket.options != row.expected.socket.options),
    },
    Mistake {
        name: "returns_the_listener",
        shows: |it| packet_arrives(it) && it.pairs().is_empty() && it.results().is_some(),
    },
    Mistake {
        name: "accept_on_any_socket",
        shows: |it| it.returned("", "EINVAL") && !it.returned("EBADF", "EINVAL"),
    },
    Mistake { name: "half_open_is_ready", shows: |it| it.returned("fd", "EAGAIN") },
    Mistake {
        name: "descriptor_of_the_listener",
        shows: |it| {
            it.results().is_some_and(|(yours, _)| match yours {
                Returned::Accepted(fd, _) => it.operation() == Some(&Operation::Accept { fd: *fd }),
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
            it.should_return(&Returned::Error(Errno::EMFILE))
                && it.any(|row| row.yours.socket.backlog != row.expected.socket.backlog)
        },
    },
    Mistake {
        name: "stays_in_the_queue",
        shows: |it| it.any(|row| row.yours.waiting() > row.expected.waiting()),
    },
    Mistake {
        name: "established_by_accept",
        shows: |it| {
            it.any(|row| {
                row.yours.socket.state == State::Established
                    && row.expected.socket.state != State::Established
            })
        },
    },
    Mistake {
        name: "returns_its_own_address",
        shows: |it| {
            let rows = &it.expected().rows;
            returned_peer(it)
                .is_some_and(|peer| rows.iter().any(|row| row.socket.local == Some(peer)))
        },
    },
    Mistake {
        name: "last_in_first_out",
        shows: |it| {
            let rows = &it.expected().rows;
            returned_peer(it)
                .is_some_and(|peer| rows.iter().any(|row| row.socket.remote == Some(peer)))
        },
    },
];

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

/// One server, at one address or at every address, a bound socket beside it, and some clients that
/// come, come again, finish their handshakes in any order, leave early and are accepted.
fn story(rng: &mut Rng) -> String {
    let port = rng.u16(1..1024);
    let wildcard = rng.bool();
    let local = if wildcard { "0.0.0.0" } else { "198.18.203.1" };
    let options = ["", "  options keepalive", "  options nodelay,reuseaddr"][rng.usize(..3)];
    let limit = rng.usize(1..9);
    let mut free_descriptors = rng.usize(..4);
    let listener = |queue: &[u32]| {
        let ids = queue.iter().fold(String::new(), |ids, id| format!("{ids} #{id}"));
        let colon = if queue.is_empty() { "" } else { ":" };
        let length = queue.len();
        format!("  #1 LISTEN {local}:{port} *:* fd 3 queue {length}/{limit}{colon}{ids}{options}\n")
    };
    let mut queue: Vec<u32> = Vec::new();
    // Few hosts and few ports, so that clients often have the one or the other in common.
    let servers = if wildcard { 1..4 } else { 1..2 };
    let mut clients = Vec::new();
    for client in 0..12 {
        let client = format!("198.18.203.{}:{}", [86, 153][client % 2], 1025 + client / 2);
        clients.extend(servers.clone().map(|server| (client.clone(), server)));
    }
    rng.shuffle(&mut clients);
    let mut half_open: Vec<(u32, String, String)> = Vec::new();
    let mut established: Vec<(u32, String, String)> = Vec::new();
    let mut next_id = 3;
    // 0, 1 and 2 are always open, and two sockets are.
    let mut text = format!("descriptors: {}\ngiven: a server waits\n", 5 + free_descriptors);
    text.push_str(&listener(&queue));
    text.push_str("  #2 CLOSED 198.18.203.1:1024 *:* fd 4\n");
    for _ in 0..rng.usize(10..20) {
        match rng.u32(..8) {
            // What becomes of a packet that meets a full queue is another exercise's business.
            0..=2 if queue.len() <= limit => {
                let Some((client, server)) = clients.pop() else { continue };
                let dialled = format!("198.18.203.{server}:{port}");
                let _ = writeln!(text, "SYN {client} → {dialled}, finds #1");
                half_open.push((next_id, client, dialled));
                next_id += 1;
            }
            3 => {
                let known: Vec<_> = half_open.iter().chain(&established).collect();
                let Some((id, client, dialled)) = rng.choice(known) else { continue };
                let _ = writeln!(text, "SYN {client} → {dialled}, finds #{id}");
            }
            4..=5 if !half_open.is_empty() && queue.len() <= limit => {
                let (id, client, dialled) = half_open.remove(rng.usize(..half_open.len()));
                queue.push(id);
                let state = if rng.u8(..4) == 0 { "CLOSE_WAIT" } else { "ESTABLISHED" };
                let row = format!("  #{id} {state} {dialled} {client}{options}\n");
                let _ = write!(
                    text,
                    "given: the handshake of {client} ends\n{}{row}",
                    listener(&queue)
                );
                established.push((id, client, dialled));
            }
            // With no free descriptor, Linux looks no further: EMFILE comes before EAGAIN and
            // EINVAL. The model does not say which comes first.
            6 if free_descriptors > 0 => text.push_str("accept(4)\n"),
            _ if free_descriptors > 0 || !queue.is_empty() => {
                text.push_str("accept(3)\n");
                if !queue.is_empty() && free_descriptors > 0 {
                    queue.remove(0);
                    free_descriptors -= 1;
                }
            }
            _ => {}
        }
    }
    text
}
