//! Grades `11_deliver`: whose the data is, when a program reads it, where an answer goes, and what
//! is refused.

mod mistakes;
mod spaces;

use std::fmt::Write;

use grader::Rng;

use mistakes::MISTAKES;
use spaces::{RECVS, SEGMENTS, SENDS};

grader::checks! {
    exercise: "deliver",
    mistakes: MISTAKES,
    spaces: &[&SEGMENTS, &RECVS, &SENDS],
    generator: story,

    #[points(2)]
    fn data_is_kept_and_acknowledged(bench) {
        bench.plays(&["request"])
    }

    #[points(2)]
    fn each_connection_has_its_own_data(bench) {
        bench.plays(&["five_connections"])
    }

    #[points(2)]
    fn recv_takes_as_much_as_is_asked_for(bench) {
        bench.plays(&["in_pieces"])
    }

    #[points(1)]
    fn data_before_accept_is_kept(bench) {
        bench.plays(&["before_accept"])
    }

    #[points(2)]
    fn the_end_comes_after_the_data(bench) {
        bench.plays(&["the_end"])
    }

    #[points(2)]
    fn an_error_is_told_once_and_after_the_data(bench) {
        bench.plays(&["reset_after_data", "reset_before_accept", "reset_after_the_end"])
    }

    #[points(1)]
    fn send_reaches_the_peer(bench) {
        bench.plays(&["two_answers"])
    }

    #[points(2)]
    fn each_direction_ends_by_itself(bench) {
        bench.plays(&["peer_has_ended", "own_end"])
    }

    #[points(1)]
    fn without_a_connection_a_call_fails(bench) {
        bench.plays(&["no_peer", "after_the_reset"])
    }

    #[points(1)]
    fn what_is_not_in_the_stream_is_dropped(bench) {
        bench.plays(&["behind_the_end"])
    }

    #[points(2)]
    fn what_belongs_to_nobody_is_refused(bench) {
        bench.plays(&["nobody", "last_numbers"])
    }

    #[points(1)]
    fn a_listening_socket_takes_no_data(bench) {
        bench.plays(&["listener"])
    }

    #[points(1)]
    fn both_clients_of_the_chapter_are_served(bench) {
        bench.plays(&["two_clients"])
    }

    #[points(2)]
    fn every_segment_is_answered_rightly(bench) {
        bench.covers(&SEGMENTS)
    }

    #[points(2)]
    fn recv_is_right_in_every_state(bench) {
        bench.covers(&RECVS)
    }

    #[points(2)]
    fn send_is_right_in_every_state(bench) {
        bench.covers(&SENDS)
    }

    #[points(1)]
    fn generated_stories_agree(bench) {
        bench.plays_generated(story)
    }
}

/// A host with one server and sockets in every state, several times anew. Segments arrive for its
/// connections, for the socket that listens and for nobody; the program reads and sends.
fn story(rng: &mut Rng) -> String {
    let mut text = String::new();
    let mut next_id = 2;
    let mut rows: Vec<Generated> = Vec::new();
    let everywhere = rng.bool();
    for _ in 0..rng.usize(2..5) {
        let gone: Vec<_> = rows.drain(..).map(|row| row.id).collect();
        let mut clients = Vec::new();
        for host in [86, 153] {
            clients.extend((1025..1028).map(|port| format!("198.18.203.{host}:{port}")));
        }
        rng.shuffle(&mut clients);
        for client in clients.drain(2..) {
            rows.push(Generated::new(rng, next_id, rows.len(), client));
            next_id += 1;
        }
        text.push_str("given: old sockets have gone, and others have come\n");
        let waiting: Vec<_> = rows.iter().filter(|row| row.fd.is_none()).collect();
        let ids = waiting.iter().fold(String::new(), |ids, row| format!("{ids} #{}", row.id));
        let colon = if waiting.is_empty() { "" } else { ":" };
        let address = if everywhere { "0.0.0.0" } else { "198.18.203.1" };
        let length = waiting.len();
        let _ = writeln!(text, "  #1 LISTEN {address}:80 *:* fd 3 queue {length}/5{colon}{ids}");
        for id in gone {
            let _ = writeln!(text, "  - #{id}");
        }
        for row in &rows {
            let _ = writeln!(text, "  {}", row.text);
        }
        for _ in 0..rng.usize(8..16) {
            let row = &rows[rng.usize(..rows.len())];
            match rng.u8(..12) {
                0..=3 => row.arrives(rng, &mut text),
                4..=7 => {
                    let fd = row.fd.unwrap_or(3);
                    let _ = writeln!(text, "recv({fd}, {})", [1, 3, 100][rng.usize(..3)]);
                }
                8..=9 => {
                    let _ = writeln!(text, "send({}, \"{}\")", row.fd.unwrap_or(3), data(rng));
                }
                _ => {
                    let client = &clients[rng.usize(..clients.len())];
                    belongs_to_no_connection(rng, &mut text, client);
                }
            }
        }
    }
    text
}

/// A connection of a generated story, or what has become of one.
struct Generated {
    id: u32,
    fd: Option<usize>,
    text: String,
    /// Its two ends as a segment has them, if segments may arrive for it.
    way: Option<String>,
}

impl Generated {
    fn new(rng: &mut Rng, id: u32, place: usize, client: String) -> Self {
        let server = "198.18.203.1:80";
        let buffer = if rng.bool() { format!("\"{}\"", data(rng)) } else { String::new() };
        let received =
            if buffer.is_empty() { String::new() } else { format!(" received {buffer}") };
        let mut fd = Some(place + 4);
        let ended = format!(" received {buffer} the end");
        let (state, has) = match rng.u8(..14) {
            0..=2 => ("ESTABLISHED", received),
            3..=4 => {
                fd = None;
                ("ESTABLISHED", received)
            }
            5 => ("FIN_WAIT_1", received),
            6 => ("FIN_WAIT_2", received),
            7..=8 => ("CLOSE_WAIT", ended),
            9 => (["LAST_ACK", "CLOSING"][rng.usize(..2)], ended),
            10 => ("TIME_WAIT", format!("{ended} timer 60 s")),
            11 => ("CLOSED", format!("{ended}{}", [" error EPIPE", ""][rng.usize(..2)])),
            12 => ("CLOSED", format!("{received} error ECONNRESET")),
            _ => {
                // A client's own sockets, and sockets that are nothing yet.
                let kinds = [
                    format!("SYN_SENT 198.18.203.1:{} 198.18.203.86:80", 40_000 + id),
                    format!("CLOSED 198.18.203.1:{} *:*", 40_000 + id),
                ];
                let kind = &kinds[rng.usize(..2)];
                let text = format!("#{id} {} fd {}", kind, place + 4);
                return Self { id, fd, text, way: None };
            }
        };
        let descriptor = fd.map(|fd| format!(" fd {fd}")).unwrap_or_default();
        let text = format!("#{id} {state} {server} {client}{descriptor}{has}");
        let open = !matches!(state, "CLOSED" | "TIME_WAIT");
        let way = open.then(|| format!("{client} → {server}"));
        Self { id, fd, text, way }
    }

    fn arrives(&self, rng: &mut Rng, text: &mut String) {
        let Self { id, way: Some(way), .. } = self else { return };
        let _ = match rng.u8(..8) {
            0 => writeln!(text, "ACK {way}, finds #{id}"),
            1 => writeln!(text, "FIN {way} \"{}\", finds #{id}", data(rng)),
            _ => writeln!(text, "ACK {way} \"{}\", finds #{id}", data(rng)),
        };
    }
}

/// A segment of a client that has no connection: for nobody, or for the socket that listens.
fn belongs_to_no_connection(rng: &mut Rng, text: &mut String, client: &str) {
    let listens = rng.u8(..3) == 0;
    let all =
        ["ACK", "ACK", "SYN+ACK", "FIN+ACK", "RST", "RST+ACK", "FIN", "FIN", "SYN+FIN", "SYN"];
    // A SYN for a socket that listens begins a connection: this is another exercise.
    let flags = all[rng.usize(..all.len() - usize::from(listens))];
    let number = |rng: &mut Rng| if rng.bool() { rng.u32(..9) } else { u32::MAX - rng.u32(..5) };
    let seq = number(rng);
    let ack = if flags.contains("ACK") { format!(" ack {}", number(rng)) } else { String::new() };
    let data = if rng.bool() { format!(" \"{}\"", data(rng)) } else { String::new() };
    let (server, finds) = if listens { ("80", "#1") } else { ("81", "nobody") };
    let _ = writeln!(
        text,
        "{flags} {client} → 198.18.203.1:{server} seq {seq}{ack}{data}, finds {finds}"
    );
}

/// A few letters.
fn data(rng: &mut Rng) -> String {
    (0..rng.usize(1..6)).map(|_| rng.lowercase()).collect()
}
