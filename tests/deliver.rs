//! Grades `10_deliver`: whose the data is, when a program reads it, where an answer goes, and what
//! is refused.

use std::fmt::Write;

use grader::{Difference, Mistake, Pair, Rng};
use netstack::{Errno, Flags, Operation, Returned, Row, Segment, SocketId, State};

grader::checks! {
    exercise: "deliver",
    mistakes: MISTAKES,
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
    fn generated_stories_agree(bench) {
        bench.plays_generated(story)
    }
}

/// The most telling first: the first that shows is the one that is named.
const MISTAKES: &[Mistake] = &[
    // Where arriving data goes.
    Mistake {
        name: "data_opens_a_connection",
        shows: |it| it.arriving().is_some() && !it.extra().is_empty(),
    },
    Mistake {
        name: "listener_keeps_the_data",
        shows: |it| {
            it.arriving().is_some()
                && it.any(|row| row.yours.socket.backlog.is_some() && more(row.yours, row.expected))
        },
    },
    Mistake {
        name: "half_of_the_peer",
        shows: |it| {
            let (Some(remote), Some(arriving)) = (wrong_receiver(it), it.arriving()) else {
                return false;
            };
            let source = arriving.source;
            remote.ip() == source.ip() || remote.port() == source.port()
        },
    },
    Mistake {
        name: "first_connection_gets_it",
        shows: |it| wrong_receiver(it).is_some() && wrong_receiver(it) == peers(it).next(),
    },
    Mistake {
        name: "last_connection_gets_it",
        shows: |it| wrong_receiver(it).is_some() && wrong_receiver(it) == peers(it).last(),
    },
    Mistake {
        name: "replaces_what_was_there",
        shows: |it| {
            it.arriving().is_some_and(|arriving| {
                let data = &arriving.data;
                it.any(|row| row.yours.socket.received == *data && more(row.expected, row.yours))
            })
        },
    },
    Mistake {
        name: "lost_before_accept",
        shows: |it| {
            let unaccepted = |row: &Row| row.fd.is_none();
            loses_data(it) && it.found().is_some_and(unaccepted)
        },
    },
    Mistake {
        name: "own_end_ends_both",
        shows: |it| {
            let ended = |row: &Row| matches!(state(row), State::FinWait1 | State::FinWait2);
            loses_data(it) && it.found().is_some_and(ended)
        },
    },
    Mistake {
        name: "without_ack_is_taken",
        shows: |it| {
            it.arriving().is_some_and(|arriving| !arriving.flags.ack)
                && it.found().is_some_and(|row| row.socket.remote.is_some())
        },
    },
    Mistake {
        name: "takes_data_behind_the_end",
        shows: |it| {
            it.arriving().is_some_and(|arriving| !arriving.data.is_empty())
                && it.found().is_some_and(|row| row.socket.ended)
        },
    },
    // Answers.
    Mistake {
        name: "ends_not_swapped",
        shows: |it| {
            answers(it).is_some_and(|it| {
                let ends = |segment: &Segment| (segment.source, segment.destination);
                it.yours.map(ends) == Some(ends(it.segment))
            })
        },
    },
    Mistake {
        name: "answer_carries_the_data",
        shows: |it| {
            answers(it).is_some_and(|it| it.yours.is_some_and(|yours| !yours.data.is_empty()))
        },
    },
    Mistake {
        name: "rst_answered_by_rst",
        shows: |it| answers(it).is_some_and(|it| it.segment.flags.rst && it.yours.is_some()),
    },
    Mistake {
        name: "listener_is_silent",
        shows: |it| finds_a_listener(it) && answers(it).is_some_and(|it| it.yours.is_none()),
    },
    Mistake {
        name: "listener_like_nobody",
        shows: |it| finds_a_listener(it) && answers(it).is_some_and(|it| it.expected.is_none()),
    },
    Mistake {
        name: "nobody_is_silent",
        shows: |it| answers(it).is_some_and(|it| it.finds.is_none() && it.yours.is_none()),
    },
    Mistake {
        name: "no_ack_for_data",
        shows: |it| answers(it).is_some_and(|it| it.finds.is_some() && it.yours.is_none()),
    },
    Mistake {
        name: "ack_for_an_ack",
        shows: |it| answers(it).is_some_and(|it| it.finds.is_some() && it.expected.is_none()),
    },
    Mistake {
        name: "rst_always_acknowledges",
        shows: |it| {
            refusals(it).is_some_and(|(_, yours, expected)| yours.flags.ack && !expected.flags.ack)
        },
    },
    Mistake {
        name: "rst_acknowledges_nothing",
        shows: |it| {
            refusals(it).is_some_and(|(_, yours, expected)| !yours.flags.ack && expected.flags.ack)
        },
    },
    Mistake {
        name: "rst_has_the_segments_seq",
        shows: |it| {
            refusals(it).is_some_and(|(segment, yours, expected)| {
                yours.seq == segment.seq && yours.seq != expected.seq
            })
        },
    },
    Mistake {
        name: "numbers_do_not_wrap",
        shows: |it| {
            refusals(it).is_some_and(|(segment, yours, expected)| {
                segment.seq.checked_add(segment.length()).is_none() && yours.ack != expected.ack
            })
        },
    },
    Mistake {
        name: "length_without_syn_and_fin",
        shows: |it| {
            refusals(it).is_some_and(|(segment, yours, expected)| {
                yours.ack != expected.ack
                    && yours.ack == segment.seq.wrapping_add(segment.data.len() as u32)
            })
        },
    },
    Mistake {
        name: "length_is_one",
        shows: |it| {
            refusals(it).is_some_and(|(segment, yours, expected)| {
                yours.ack != expected.ack && yours.ack == segment.seq.wrapping_add(1)
            })
        },
    },
    // What recv gives, and what it leaves.
    Mistake {
        name: "error_before_the_end",
        shows: |it| {
            recv(it).is_some_and(|it| {
                let told = it.error().is_some_and(|error| it.tells(&error));
                told && it.misses(&END) && it.row.socket.ended
            })
        },
    },
    Mistake {
        name: "error_before_the_data",
        shows: |it| {
            recv(it)
                .is_some_and(|it| it.error().is_some_and(|error| it.tells(&error)) && it.reads())
        },
    },
    Mistake {
        name: "error_never_told",
        shows: |it| recv(it).is_some_and(|it| it.error().is_some_and(|error| it.misses(&error))),
    },
    Mistake {
        name: "error_told_again",
        shows: |it| {
            let left =
                |row: Pair| row.yours.socket.error.is_some() && row.expected.socket.error.is_none();
            let call = recv(it).or_else(|| send(it));
            it.results().is_none() && it.any(left)
                || call.is_some_and(|it| {
                    *it.yours == error(Errno::ECONNRESET) && it.row.socket.error.is_none()
                })
        },
    },
    Mistake {
        name: "takes_all",
        shows: |it| {
            recv(it).is_some_and(|it| {
                it.reads() && it.tells(&Returned::Data(it.row.socket.received.clone()))
            })
        },
    },
    Mistake {
        name: "throws_the_rest_away",
        shows: |it| recv(it).is_some() && it.any(|row| more(row.expected, row.yours)),
    },
    Mistake {
        name: "stays_in_the_buffer",
        shows: |it| {
            recv(it).is_some_and(|it| it.yours == it.expected)
                && it.any(|row| more(row.yours, row.expected))
        },
    },
    Mistake {
        name: "waits_for_all_it_asked_for",
        shows: |it| {
            recv(it).is_some_and(|it| {
                it.tells(&error(Errno::EAGAIN))
                    && it.reads()
                    && it.row.socket.received.len() < it.most
            })
        },
    },
    Mistake {
        name: "end_before_the_data",
        shows: |it| recv(it).is_some_and(|it| it.tells(&END) && it.reads()),
    },
    Mistake {
        name: "only_established_reads",
        shows: |it| {
            recv(it).is_some_and(|it| {
                *it.yours == error(Errno::ENOTCONN)
                    && it.row.socket.remote.is_some()
                    && (state(it.row) != State::Closed || it.reads())
            })
        },
    },
    Mistake {
        name: "reset_is_not_connected",
        shows: |it| recv(it).is_some_and(|it| it.tells(&error(Errno::ENOTCONN)) && it.misses(&END)),
    },
    Mistake {
        name: "end_is_eagain",
        shows: |it| recv(it).is_some_and(|it| it.tells(&error(Errno::EAGAIN)) && it.misses(&END)),
    },
    Mistake {
        name: "end_only_once",
        shows: |it| {
            recv(it).is_some() && it.any(|row| row.expected.socket.ended && !row.yours.socket.ended)
        },
    },
    Mistake {
        name: "nothing_yet_is_the_end",
        shows: |it| recv(it).is_some_and(|it| it.tells(&END) && it.misses(&error(Errno::EAGAIN))),
    },
    Mistake {
        name: "waits_without_a_peer",
        shows: |it| recv(it).is_some_and(|it| it.misses(&error(Errno::ENOTCONN))),
    },
    // Where send goes, and when it does not.
    Mistake {
        name: "sent_data_is_received",
        shows: |it| send(it).is_some() && it.any(|row| more(row.yours, row.expected)),
    },
    Mistake {
        name: "sends_without_ack",
        shows: |it| {
            sends(it).is_some_and(|(yours, expected)| {
                let without = Flags { ack: false, ..expected.flags };
                *yours == Segment { flags: without, ..expected.clone() } && yours != expected
            })
        },
    },
    Mistake {
        name: "sends_to_itself",
        shows: |it| {
            sends(it).is_some_and(|(yours, expected)| {
                (yours.source, yours.destination) == (expected.destination, expected.source)
            })
        },
    },
    Mistake {
        name: "sends_to_another_client",
        shows: |it| {
            sends(it).is_some_and(|(yours, expected)| yours.destination != expected.destination)
        },
    },
    Mistake {
        name: "sends_from_the_listener",
        shows: |it| {
            sends(it).is_some_and(|(yours, expected)| {
                let mut rows = it.expected().rows.iter();
                yours.source != expected.source
                    && rows.any(|row| {
                        state(row) == State::Listen && row.socket.local == Some(yours.source)
                    })
            })
        },
    },
    Mistake {
        name: "fin_means_dead",
        shows: |it| {
            send(it).is_some_and(|it| state(it.row) == State::CloseWait && it.yours != it.expected)
                && sends(it).is_none()
        },
    },
    Mistake {
        name: "reset_is_epipe",
        shows: |it| {
            send(it).is_some_and(|it| {
                it.tells(&error(Errno::EPIPE)) && it.error().is_some_and(|error| it.misses(&error))
            })
        },
    },
    Mistake {
        name: "sends_after_its_end",
        shows: |it| {
            send(it).is_some_and(|it| {
                matches!(it.yours, Returned::Sends(_)) && it.misses(&error(Errno::EPIPE))
            })
        },
    },
    Mistake {
        name: "connecting_is_too_late",
        shows: |it| send(it).is_some_and(|it| it.misses(&error(Errno::EAGAIN))),
    },
    Mistake { name: "notconn_for_epipe", shows: |it| it.returned("ENOTCONN", "EPIPE") },
];

fn state(row: &Row) -> State {
    row.socket.state
}

/// Whether the first row has received more than the second.
fn more(first: &Row, second: &Row) -> bool {
    first.socket.received.len() > second.socket.received.len()
}

fn finds_a_listener(it: &Difference) -> bool {
    it.found().is_some_and(|row| state(row) == State::Listen)
}

/// Whether the arriving data is not where it should be, and nowhere else.
fn loses_data(it: &Difference) -> bool {
    it.arriving().is_some()
        && it.any(|row| more(row.expected, row.yours))
        && !it.any(|row| more(row.yours, row.expected))
}

/// The peers of all connections, in the order of the table.
fn peers(it: &Difference) -> impl Iterator<Item = std::net::SocketAddrV4> {
    it.expected().rows.iter().filter_map(|row| row.socket.remote)
}

/// The peer of the connection that got another one's data.
fn wrong_receiver(it: &Difference) -> Option<std::net::SocketAddrV4> {
    let finds = it.operation()?.finds()?;
    let pairs = it.pairs().into_iter();
    let mut wrong = pairs.filter(|row| row.yours.id != finds && more(row.yours, row.expected));
    wrong.next()?.yours.socket.remote
}

/// An arriving segment, the program's answer to it and the expected one, which differ.
struct Answers<'a> {
    segment: &'a Segment,
    finds: Option<SocketId>,
    yours: Option<&'a Segment>,
    expected: Option<&'a Segment>,
}

fn answers(it: &Difference) -> Option<Answers<'_>> {
    let (yours, expected) = it.sent()?;
    let finds = it.operation()?.finds();
    Some(Answers {
        segment: it.arriving()?,
        finds,
        yours: yours.first(),
        expected: expected.first(),
    })
}

/// A segment, the RST by which the program refused it and the expected one, which differ.
fn refusals(it: &Difference) -> Option<(&Segment, &Segment, &Segment)> {
    let Answers { segment, yours, expected, .. } = answers(it)?;
    let (yours, expected) = (yours?, expected?);
    (yours.flags.rst && expected.flags.rst).then_some((segment, yours, expected))
}

/// A call of recv or send: its socket as it was before, and what it returned.
struct Call<'a> {
    row: &'a Row,
    most: usize,
    yours: &'a Returned,
    expected: &'a Returned,
}

impl Call<'_> {
    /// Whether the call should have returned data.
    fn reads(&self) -> bool {
        matches!(self.expected, Returned::Data(data) if !data.is_empty())
    }

    /// Whether the program returned this, where something else was right.
    fn tells(&self, yours: &Returned) -> bool {
        self.yours == yours && self.yours != self.expected
    }

    /// Whether the program returned something else, where this was right.
    fn misses(&self, expected: &Returned) -> bool {
        self.expected == expected && self.yours != self.expected
    }

    /// The error that the socket had, as the call should tell it.
    fn error(&self) -> Option<Returned> {
        self.row.socket.error.map(Returned::Error)
    }
}

/// What recv returns at the end of the stream.
const END: Returned = Returned::Data(Vec::new());

const fn error(errno: Errno) -> Returned {
    Returned::Error(errno)
}

fn call(it: &Difference, most: usize) -> Option<Call<'_>> {
    let (yours, expected) = (it.yours()?.result.as_ref()?, it.expected().result.as_ref()?);
    Some(Call { row: it.caller()?, most, yours, expected })
}

fn recv(it: &Difference) -> Option<Call<'_>> {
    match it.operation()? {
        Operation::Recv { most, .. } => call(it, *most),
        _ => None,
    }
}

fn send(it: &Difference) -> Option<Call<'_>> {
    match it.operation()? {
        Operation::Send { .. } => call(it, 0),
        _ => None,
    }
}

/// The segment that the program sent and the expected one, which differ.
fn sends(it: &Difference) -> Option<(&Segment, &Segment)> {
    send(it)?;
    let (yours, expected) = it.sent()?;
    Some((yours.first()?, expected.first()?))
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
    let number = |rng: &mut Rng| if rng.bool() { rng.u32(1..9) } else { u32::MAX - rng.u32(..5) };
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
