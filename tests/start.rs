//! Grades `00_start`: whose is a packet?

use std::net::SocketAddrV4;

use grader::{Difference, Mistake, Rng};
use netstack::{FourTuple, Operation, Returned, State};

grader::checks! {
    exercise: "start",
    mistakes: MISTAKES,
    generator: story,

    #[points(1)]
    fn each_packet_finds_its_socket(bench) {
        bench.plays(&["four_sockets"])?;
        bench.plays_generated(story)
    }
}

/// An idea of when a packet, with its source and destination, belongs to a connection.
type Idea = fn(SocketAddrV4, SocketAddrV4, FourTuple) -> bool;

/// Each is an idea of whose a packet is. It is named only if it explains every answer of the program.
/// Each story tells any two of them apart, so their order does not matter.
const MISTAKES: &[Mistake] = &[
    Mistake { name: "no_packet_belongs", shows: |it| all_as(it, |_, _, _| false) },
    Mistake { name: "every_packet_belongs", shows: |it| all_as(it, |_, _, _| true) },
    Mistake {
        name: "ends_swapped",
        shows: |it| {
            all_as(it, |source, destination, it| source == it.local && destination == it.remote)
        },
    },
    Mistake {
        name: "either_direction",
        shows: |it| {
            all_as(it, |source, destination, it| {
                right(source, destination, it) || right(destination, source, it)
            })
        },
    },
    Mistake {
        name: "one_end_is_enough",
        shows: |it| {
            all_as(it, |source, destination, it| source == it.remote || destination == it.local)
                || all_as(it, |source, destination, it| {
                    [source, destination].iter().any(|end| [it.local, it.remote].contains(end))
                })
        },
    },
    Mistake {
        name: "destination_alone",
        shows: |it| all_as(it, |_, destination, it| destination == it.local),
    },
    Mistake { name: "source_alone", shows: |it| all_as(it, |source, _, it| source == it.remote) },
    Mistake { name: "one_value_alone", shows: |it| ONE_VALUE.iter().any(|idea| all_as(it, *idea)) },
    Mistake {
        name: "ports_alone",
        shows: |it| {
            all_as(it, |source, destination, it| {
                source.port() == it.remote.port() && destination.port() == it.local.port()
            })
        },
    },
    Mistake {
        name: "addresses_alone",
        shows: |it| {
            all_as(it, |source, destination, it| {
                source.ip() == it.remote.ip() && destination.ip() == it.local.ip()
            })
        },
    },
    Mistake {
        name: "client_port_left_out",
        shows: |it| {
            all_as(it, |source, destination, it| {
                source.ip() == it.remote.ip() && destination == it.local
            })
        },
    },
    Mistake {
        name: "client_address_left_out",
        shows: |it| {
            all_as(it, |source, destination, it| {
                source.port() == it.remote.port() && destination == it.local
            })
        },
    },
    Mistake {
        name: "server_port_left_out",
        shows: |it| {
            all_as(it, |source, destination, it| {
                source == it.remote && destination.ip() == it.local.ip()
            })
        },
    },
    Mistake {
        name: "server_address_left_out",
        shows: |it| {
            all_as(it, |source, destination, it| {
                source == it.remote && destination.port() == it.local.port()
            })
        },
    },
];

/// One of the four values is compared, and no other.
const ONE_VALUE: [Idea; 4] = [
    |source, _, it| source.port() == it.remote.port(),
    |source, _, it| source.ip() == it.remote.ip(),
    |_, destination, it| destination.port() == it.local.port(),
    |_, destination, it| destination.ip() == it.local.ip(),
];

/// Both ends, and each where it belongs.
fn right(source: SocketAddrV4, destination: SocketAddrV4, it: FourTuple) -> bool {
    source == it.remote && destination == it.local
}

/// Whether all that the program has found is what somebody with this idea finds.
fn all_as(it: &Difference, idea: Idea) -> bool {
    it.yours.steps.len() == it.expected.steps.len()
        && it.yours.steps.iter().all(|step| {
            let Some(Operation::Lookup(FourTuple { local: destination, remote: source })) =
                step.operation()
            else {
                return true;
            };
            let belongs = |local: Option<_>, remote: Option<_>| {
                let ends = local.zip(remote);
                ends.is_some_and(|(local, remote)| {
                    idea(*source, *destination, FourTuple { local, remote })
                })
            };
            let mut rows = step.rows.iter();
            let connection = rows.find(|row| belongs(row.socket.local, row.socket.remote));
            let waits = || {
                step.rows.iter().find(|row| {
                    row.socket.state == State::Listen && row.socket.local == Some(*destination)
                })
            };
            let found = connection.or_else(waits).map(|row| row.id);
            step.result == Some(Returned::Socket(found))
        })
}

/// The picture with other addresses and ports, and the packets in any order. A client may have the port of the
/// server, or be on its host.
fn story(rng: &mut Rng) -> String {
    let mut two = |from: u16, to: u16| {
        let first = rng.u16(from..to);
        [first, rng.u16(to..2 * to - from)]
    };
    let [web, other] = two(20, 500);
    let [port, new] = two(1025, 30_000);
    let [a, b] = two(2, 120);
    let (a, port) = match rng.u16(0..3) {
        0 => (a, web),
        1 => (1, port),
        _ => (a, port),
    };
    let other_network = format!("198.18.204.{a}");
    let [a, b] = [a, b].map(|last| format!("198.18.203.{last}"));
    let server = "198.18.203.1";
    let mut packets = [
        format!("lookup({a}:{port} → {server}:{web})"),
        format!("lookup({b}:{port} → {server}:{web})"),
        format!("lookup({b}:{new} → {server}:{web})"),
        format!("lookup({a}:{port} → {server}:{other})"),
        format!("lookup({a}:{port} → 198.18.203.254:{web})"),
        format!("lookup({other_network}:{port} → {server}:{other})"),
        format!("lookup({server}:{web} → {a}:{port})"),
    ];
    rng.shuffle(&mut packets);
    format!(
        "given: a server with three connections\n  #1 LISTEN {server}:{web} *:* fd 3 queue 0/5\n  \
         #2 ESTABLISHED {server}:{web} {a}:{port} fd 4\n  #3 ESTABLISHED {server}:{web} {b}:{port} \
         fd 5\n  #4 ESTABLISHED {server}:{other} {a}:{port} fd 6\n{}\n",
        packets.join("\n")
    )
}
