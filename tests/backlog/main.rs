//! Grades `08_backlog`: the queue of connections that wait, its order and its limit.

mod mistakes;
mod spaces;

use std::fmt::Write;

use grader::Rng;

use mistakes::MISTAKES;
use spaces::{ACKS, PACKETS, RESETS};

grader::checks! {
    exercise: "backlog",
    mistakes: MISTAKES,
    spaces: &[&PACKETS, &ACKS, &RESETS],
    generator: story,

    #[points(2)]
    fn one_more_than_the_backlog_is_queued(bench) {
        bench.plays(&["full", "left_early"])
    }

    #[points(1)]
    fn with_a_backlog_of_zero_one_is_queued(bench) {
        bench.plays(&["zero"])
    }

    #[points(2)]
    fn accepted_connections_take_no_slot(bench) {
        bench.plays(&["served"])
    }

    #[points(1)]
    fn the_last_ack_puts_the_copy_into_the_queue(bench) {
        bench.plays(&["last_ack"])
    }

    #[points(1)]
    fn half_open_connections_take_no_slot(bench) {
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
    fn the_clients_of_the_chapter_are_queued_in_order(bench) {
        bench.plays(&["clients_wait"])
    }

    #[points(2)]
    fn a_packet_is_taken_while_there_is_room(bench) {
        bench.covers(&PACKETS)
    }

    #[points(2)]
    fn the_last_ack_is_right_whatever_is_queued(bench) {
        bench.covers(&ACKS)
    }

    #[points(1)]
    fn a_reset_is_right_whatever_is_queued(bench) {
        bench.covers(&RESETS)
    }

    #[points(2)]
    fn generated_stories_agree(bench) {
        bench.plays_generated(story)
    }
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

    let mut text = String::from("given: a server listens\n");
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
