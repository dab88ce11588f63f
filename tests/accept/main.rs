//! Grades `06_accept`: the copy of the listening socket, and how it is handed out.

mod mistakes;
mod spaces;

use std::fmt::Write;

use grader::Rng;

use mistakes::MISTAKES;
use spaces::{ACCEPTS, PACKETS};

grader::checks! {
    exercise: "accept",
    mistakes: MISTAKES,
    spaces: &[&PACKETS, &ACCEPTS],
    generator: story,

    #[points(2)]
    fn a_connection_packet_makes_a_copy(bench) {
        bench.plays(&["one_packet"])
    }

    #[points(2)]
    fn the_listener_keeps_listening(bench) {
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
    fn every_packet_makes_the_right_copy(bench) {
        bench.covers(&PACKETS)
    }

    #[points(2)]
    fn accept_is_right_whatever_is_queued(bench) {
        bench.covers(&ACCEPTS)
    }

    #[points(1)]
    fn generated_stories_agree(bench) {
        bench.plays_generated(story)
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
    let mut text = format!("descriptors: {}\ngiven: a server listens\n", 5 + free_descriptors);
    text.push_str(&listener(&queue));
    text.push_str("  #2 CLOSED 198.18.203.1:1024 *:* fd 4\n");
    for _ in 0..rng.usize(10..20) {
        match rng.u32(..8) {
            // Whether there is room for a packet is another exercise's business: here it has been taken.
            0..=2 => {
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
                let (state, received) = match rng.u8(..8) {
                    0..2 => ("CLOSE_WAIT", "  received the end"),
                    2..4 => ("ESTABLISHED", "  received \"GET /\""),
                    _ => ("ESTABLISHED", ""),
                };
                let row = format!("  #{id} {state} {dialled} {client}{options}{received}\n");
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
