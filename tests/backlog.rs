//! Grades `08_backlog`: the queue of connections that wait, its order and its limit.

use std::fmt::Write;

use grader::{Difference, Mistake, Pair, Rng};
use netstack::{Flags, Operation, Returned, Row, SocketId, State, Step};

grader::checks! {
    exercise: "backlog",
    mistakes: MISTAKES,
    generator: story,

    #[points(2)]
    fn one_more_than_the_backlog_can_wait(bench) {
        bench.plays(&["full", "left_early"])
    }

    #[points(1)]
    fn with_a_backlog_of_zero_one_can_wait(bench) {
        bench.plays(&["zero"])
    }

    #[points(2)]
    fn accepted_connections_take_no_place(bench) {
        bench.plays(&["served"])
    }

    #[points(1)]
    fn the_last_ack_puts_the_copy_into_the_queue(bench) {
        bench.plays(&["last_ack"])
    }

    #[points(1)]
    fn half_open_connections_take_no_place(bench) {
        bench.plays(&["half_open"])
    }

    #[points(1)]
    fn the_queue_is_in_the_order_of_the_acks(bench) {
        bench.plays(&["order"])
    }

    #[points(2)]
    fn a_full_queue_drops_the_last_ack(bench) {
        bench.plays(&["late_ack"])
    }

    #[points(1)]
    fn each_listening_socket_has_its_own_queue(bench) {
        bench.plays(&["two_listeners", "shared_port"])
    }

    #[points(1)]
    fn a_reset_removes_the_half_open_connection(bench) {
        bench.plays(&["reset"])
    }

    #[points(1)]
    fn the_clients_of_the_chapter_wait_in_order(bench) {
        bench.plays(&["clients_wait"])
    }

    #[points(2)]
    fn generated_stories_agree(bench) {
        bench.plays_generated(story)
    }
}

/// The most telling first: the first that shows is the one that is named.
const MISTAKES: &[Mistake] = &[
    Mistake {
        name: "reset_closes_the_listener",
        shows: |it| {
            let closed = |row: Pair| row.expected.listens() && !row.yours.listens();
            arrives(it, Flags::RST)
                && (it.any(closed) || it.missing().into_iter().any(Row::listens))
        },
    },
    Mistake {
        name: "reset_shortens_the_queue",
        shows: |it| {
            arrives(it, Flags::RST) && it.any(|row| row.yours.waiting() < row.expected.waiting())
        },
    },
    Mistake {
        name: "reset_is_queued",
        shows: |it| {
            arrives(it, Flags::RST) && it.any(|row| row.yours.waiting() > row.expected.waiting())
        },
    },
    Mistake {
        name: "reset_one_stays",
        shows: |it| {
            arrives(it, Flags::RST) && it.extra().iter().any(|row| Some(row.id) == copy(it))
        },
    },
    Mistake {
        name: "descriptor_at_once",
        shows: |it| {
            arrives(it, Flags::ACK)
                && it.any(|row| row.yours.fd.is_some() && row.expected.fd.is_none())
        },
    },
    Mistake {
        name: "queued_everywhere",
        shows: |it| queued_at_another(it) && queued(it, it.yours()),
    },
    Mistake { name: "queue_of_another", shows: queued_at_another },
    Mistake {
        name: "overflow_resets",
        shows: |it| {
            let closed = |row: Pair| row.yours.socket.state == State::Closed;
            let gone = it.missing().iter().any(|row| Some(row.id) == copy(it));
            arrives(it, Flags::ACK) && (gone || it.any(|row| is_copy(it, row.yours) && closed(row)))
        },
    },
    Mistake {
        name: "oldest_makes_room",
        shows: |it| {
            let one_is_gone = |row: Pair| {
                let yours = row.yours.queue();
                let mut waited =
                    row.expected.queue().into_iter().filter(|id| Some(*id) != copy(it));
                waited.any(|id| !yours.contains(&id))
            };
            arrives(it, Flags::ACK) && it.any(one_is_gone)
        },
    },
    Mistake {
        name: "place_is_kept",
        shows: |it| {
            arrives(it, Flags::ACK) && queued(it, it.yours()) && !queued(it, Some(it.expected()))
        },
    },
    Mistake {
        name: "dropped_ack_establishes",
        shows: |it| is_established(it) && !queued(it, Some(it.expected())),
    },
    Mistake {
        name: "established_but_not_queued",
        shows: |it| {
            let fine = |row: &Row| is_copy(it, row) && row.socket.state == State::Established;
            let yours = it.yours().is_some_and(|step| step.rows.iter().any(fine));
            arrives(it, Flags::ACK) && yours && !queued(it, it.yours())
        },
    },
    Mistake {
        name: "queued_but_half_open",
        shows: |it| {
            let half_open = |row: Pair| row.yours.socket.state == State::SynReceived;
            queued(it, it.yours()) && it.any(|row| is_copy(it, row.yours) && half_open(row))
        },
    },
    Mistake {
        name: "enters_at_the_front",
        shows: |it| {
            let at_the_front = |row: Pair| row.yours.queue().first() == copy(it).as_ref();
            arrives(it, Flags::ACK) && it.any(|row| reordered(row) && at_the_front(row))
        },
    },
    Mistake {
        name: "order_of_syns",
        shows: |it| {
            let sorted = |row: Pair| row.yours.queue().is_sorted();
            arrives(it, Flags::ACK) && it.any(|row| reordered(row) && sorted(row))
        },
    },
    Mistake {
        name: "turned_round",
        shows: |it| {
            let alone = it.before().is_some_and(|before| before.rows.iter().all(Row::listens));
            wrongly_dropped(it).is_some_and(|full| full.waiting == 0 && full.limit > 0 && alone)
        },
    },
    Mistake {
        name: "zero_means_none",
        shows: |it| wrongly_dropped(it).is_some_and(|it| it.waiting == 0 && it.limit == 0),
    },
    Mistake {
        name: "one_too_few",
        shows: |it| wrongly_dropped(it).is_some_and(|it| it.waiting == it.limit),
    },
    Mistake {
        name: "half_open_takes_a_place",
        shows: |it| {
            let half_open = count(it, |row| row.socket.state == State::SynReceived);
            wrongly_dropped(it)
                .is_some_and(|it| half_open > 0 && it.waiting + half_open >= it.limit)
        },
    },
    Mistake {
        name: "all_queues_together",
        shows: |it| {
            let rows = it.before().map_or(&[][..], |before| &before.rows);
            let all: usize = rows.iter().map(Row::waiting).sum();
            wrongly_dropped(it).is_some_and(|it| all > it.waiting && all >= it.limit)
        },
    },
    Mistake {
        name: "most_clients_at_once",
        shows: |it| {
            let accepted = count(it, |row| row.fd.is_some() && row.socket.remote.is_some());
            wrongly_dropped(it).is_some_and(|it| accepted > 0 && it.waiting + accepted >= it.limit)
        },
    },
    Mistake {
        name: "zero_means_no_limit",
        shows: |it| wrongly_taken(it).is_some_and(|it| it.limit == 0),
    },
    Mistake {
        name: "closed_ones_do_not_count",
        shows: |it| {
            let Some(before) = it.before() else { return false };
            let ids =
                listener(it).and_then(|id| before.row(id)).map(Row::queue).unwrap_or_default();
            let rows = ids.into_iter().filter_map(|id| before.row(id));
            let connected = rows.filter(|row| row.socket.state == State::Established).count();
            wrongly_taken(it).is_some_and(|it| connected < it.waiting && connected <= it.limit)
        },
    },
    Mistake {
        name: "full_by_equality",
        shows: |it| wrongly_taken(it).is_some_and(|it| it.waiting > it.limit + 1),
    },
    Mistake {
        name: "no_limit",
        shows: |it| {
            // Whether a queue that is far too long is no reason either.
            let steps = it.yours.steps.iter().zip(&it.expected.steps).skip(it.step + 1);
            let is_syn = |step: &Step| {
                step.operation()
                    .and_then(Operation::segment)
                    .is_some_and(|it| it.flags == Flags::SYN)
            };
            let mut packets = steps.filter(|(step, _)| is_syn(step));
            let taken = |(yours, expected): (&Step, &Step)| {
                yours.result == Some(Returned::Taken(true)) && expected.result != yours.result
            };
            wrongly_taken(it).is_some() && packets.any(taken)
        },
    },
    Mistake { name: "one_too_many", shows: |it| wrongly_taken(it).is_some() },
];

/// How long the queue was before the step, and its limit.
struct Fill {
    waiting: usize,
    limit: usize,
}

/// Whether the step's packet has these flags.
fn arrives(it: &Difference, flags: Flags) -> bool {
    it.arriving().is_some_and(|segment| segment.flags == flags)
}

/// The listening socket that the step is about: the one that was copied, or else the one that the
/// packet finds.
fn listener(it: &Difference) -> Option<SocketId> {
    match it.operation()? {
        Operation::Arrives { finds, copy_of, .. } => copy_of.or(*finds),
        _ => None,
    }
}

/// The half-open connection that the step is about.
fn copy(it: &Difference) -> Option<SocketId> {
    match it.operation()? {
        Operation::Arrives { finds, copy_of: Some(_), .. } => *finds,
        _ => None,
    }
}

fn is_copy(it: &Difference, row: &Row) -> bool {
    copy(it) == Some(row.id)
}

/// How many rows there were before the step that are like this.
fn count(it: &Difference, like_this: impl Fn(&Row) -> bool) -> usize {
    it.before().map_or(0, |before| before.rows.iter().filter(|row| like_this(row)).count())
}

/// Whether the connection that the step is about waits at its own listening socket.
fn queued(it: &Difference, step: Option<&Step>) -> bool {
    let row = listener(it).and_then(|id| step?.row(id));
    copy(it).is_some_and(|copy| row.is_some_and(|row| row.queue().contains(&copy)))
}

/// Whether the connection that the step is about waits at another listening socket.
fn queued_at_another(it: &Difference) -> bool {
    let rows = it.yours().map_or(&[][..], |yours| &yours.rows);
    let mut others = rows.iter().filter(|row| Some(row.id) != listener(it));
    copy(it).is_some_and(|copy| others.any(|row| row.queue().contains(&copy)))
}

/// Whether the connection that the step is about is ESTABLISHED, and should not be.
fn is_established(it: &Difference) -> bool {
    let established = |row: Pair| row.yours.socket.state == State::Established;
    arrives(it, Flags::ACK) && it.any(|row| is_copy(it, row.yours) && established(row))
}

/// Whether the same connections wait, in another order.
fn reordered(row: Pair) -> bool {
    let [mut yours, mut expected] = [row.yours.queue(), row.expected.queue()];
    let differ = yours != expected;
    yours.sort();
    expected.sort();
    differ && yours == expected
}

/// How full the queue was, if the packet was dropped and should have been taken. An ACK whose
/// connection is in the queue was not dropped, whatever was returned.
fn wrongly_dropped(it: &Difference) -> Option<Fill> {
    let dropped = it.returned("dropped", "taken") && !queued(it, it.yours());
    if dropped { fill(it) } else { None }
}

/// How full the queue was, if a SYN was taken and should have been dropped.
fn wrongly_taken(it: &Difference) -> Option<Fill> {
    if arrives(it, Flags::SYN) && it.returned("taken", "dropped") { fill(it) } else { None }
}

fn fill(it: &Difference) -> Option<Fill> {
    let backlog = it.before()?.row(listener(it)?)?.socket.backlog.as_ref()?;
    Some(Fill { waiting: backlog.waiting.len(), limit: backlog.limit as usize })
}

/// A listening socket of a generated story.
struct Listener {
    id: u32,
    local: String,
    dialled: String,
    limit: usize,
    queue: Vec<u32>,
}

/// A connection of a generated story.
struct Connection {
    id: u32,
    client: String,
    listener: usize,
    /// Whether the client has closed.
    ended: bool,
}

impl Listener {
    fn row(&self, options: &str) -> String {
        let Self { id, local, limit, queue, .. } = self;
        let ids = queue.iter().fold(String::new(), |ids, id| format!("{ids} #{id}"));
        let colon = if queue.is_empty() { "" } else { ":" };
        let (fd, length) = (id + 2, queue.len());
        format!("  #{id} LISTEN {local} *:* fd {fd} queue {length}/{limit}{colon}{ids}{options}\n")
    }

    fn has_room(&self) -> bool {
        self.queue.len() <= self.limit
    }
}

impl Connection {
    /// The row of a connection whose handshake has ended.
    fn row(&self, local: &str, more: &str) -> String {
        let Self { id, client, ended, .. } = self;
        let (state, end) =
            if *ended { ("CLOSE_WAIT", "  received the end") } else { ("ESTABLISHED", "") };
        format!("  #{id} {state} {local} {client}{more}{end}\n")
    }
}

/// One or two listening sockets with short queues. Clients come, finish their handshakes in any
/// order, give up, leave while they wait, and are accepted now and then.
fn story(rng: &mut Rng) -> String {
    let port = rng.u16(1..1024);
    let (first, second) = [
        ("198.18.203.1", "198.18.203.2"),
        ("198.18.203.1", "198.18.203.1"),
        ("0.0.0.0", "0.0.0.0"),
    ][rng.usize(..3)];
    // Two sockets can listen at one address if both have this option.
    let options = if first == second { "  options reuseport" } else { "" };
    let mut listeners = Vec::new();
    for (id, address) in [(1, first), (2, second)].into_iter().take(rng.usize(1..3)) {
        let dialled = if address == "0.0.0.0" { "198.18.203.1" } else { address };
        let [local, dialled] = [address, dialled].map(|address| format!("{address}:{port}"));
        listeners.push(Listener { id, local, dialled, limit: rng.usize(..4), queue: Vec::new() });
    }
    let mut clients: Vec<_> = (0..40)
        .map(|number| format!("198.18.203.{}:{}", [86, 153][number % 2], 1025 + number / 2))
        .collect();
    rng.shuffle(&mut clients);
    let mut half_open: Vec<Connection> = Vec::new();
    let mut established: Vec<Connection> = Vec::new();
    let mut next_id = 3;
    let mut next_fd = 5;

    let mut text = String::from("given: a server waits\n");
    listeners.iter().for_each(|listener| text.push_str(&listener.row(options)));
    for _ in 0..rng.usize(16..28) {
        let which = rng.usize(..listeners.len());
        let listener = &mut listeners[which];
        let (at, id, dialled) = (which, listener.id, listener.dialled.clone());
        match rng.u32(..12) {
            0..=4 => {
                let Some(client) = clients.pop() else { continue };
                let _ = writeln!(text, "SYN {client} → {dialled}, finds #{id}");
                if listener.has_room() {
                    let row = format!("  #{next_id} SYN_RECEIVED {dialled} {client}{options}");
                    let _ = writeln!(text, "given: the copy is made\n{row}");
                    half_open.push(Connection { id: next_id, client, listener: at, ended: false });
                    next_id += 1;
                }
            }
            5..=8 if !half_open.is_empty() => {
                let chosen = rng.usize(..half_open.len());
                let Connection { id, client, listener, .. } = &half_open[chosen];
                let listener = &mut listeners[*listener];
                let (dialled, original) = (&listener.dialled, listener.id);
                let _ =
                    writeln!(text, "ACK {client} → {dialled}, finds #{id}, a copy of #{original}");
                if listener.has_room() {
                    listener.queue.push(*id);
                    established.push(half_open.remove(chosen));
                }
            }
            9 if !half_open.is_empty() => {
                let reset = half_open.remove(rng.usize(..half_open.len()));
                let Connection { id, client, listener, .. } = reset;
                let Listener { dialled, id: original, .. } = &listeners[listener];
                let _ =
                    writeln!(text, "RST {client} → {dialled}, finds #{id}, a copy of #{original}");
            }
            10 if !listener.queue.is_empty() => {
                let first = listener.queue.remove(0);
                let accepted = established.iter().find(|connection| connection.id == first);
                let Some(connection) = accepted else { continue };
                let row = connection.row(&dialled, &format!("  fd {next_fd}{options}"));
                let _ = write!(text, "given: #{first} is accepted\n{}{row}", listener.row(options));
                next_fd += 1;
            }
            11 if rng.bool() => {
                listener.limit = rng.usize(..4);
                let row = listener.row(options);
                let _ = write!(text, "given: the backlog of #{id} is another now\n{row}");
            }
            11 => {
                let mut waiting =
                    established.iter_mut().filter(|one| listener.queue.contains(&one.id));
                let Some(connection) = waiting.next() else { continue };
                connection.ended = true;
                let row = connection.row(&dialled, options);
                let _ = write!(text, "given: the client of #{} has closed\n{row}", connection.id);
            }
            _ => {}
        }
    }
    text
}
