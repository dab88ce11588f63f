//! The host on a real kernel: what its clients see of it, and the server behind it.

use std::net::{Ipv4Addr, Shutdown, TcpStream};

use grader::{Bench, Failure, skip};
use real::kernel::{self, State};
use real::network;
use wire::CLIENTS;

use crate::clients::{Client, Dialling, End, Wrong, carry, hear, pattern, say, sips};
use crate::program::{Host, PLACE};

/// What happens in a check.
struct Scene {
    check: &'static str,
    settings: &'static [&'static str],
    plays: fn(&mut Host) -> Result<(), Wrong>,
    /// A known mistake that it shows. All others are tried in stories: here each would wait until there
    /// is no hope.
    shows: &'static str,
}

const SCENES: &[Scene] = &[
    Scene {
        check: "a_page_arrives_whole",
        settings: &[],
        plays: page,
        shows: "acknowledged_without_delivering",
    },
    Scene {
        check: "two_clients_may_have_one_port",
        settings: &[],
        plays: two_clients,
        shows: "in_lookup",
    },
    Scene {
        check: "a_port_without_a_listener_refuses",
        settings: &[],
        plays: refused,
        shows: "nobody_is_silent",
    },
    Scene {
        check: "who_finds_the_queue_full_comes_again",
        settings: &["--clients", "1", "--backlog", "0"],
        plays: full_queue,
        shows: "the_queue_is_not_asked",
    },
    Scene {
        check: "two_hundred_clients_leave_nothing",
        settings: &[],
        plays: many,
        shows: "copies_are_kept",
    },
    Scene {
        check: "a_slow_reader_gets_every_byte",
        settings: &[],
        plays: slow_reader,
        shows: "acknowledgements_are_not_counted",
    },
    Scene {
        check: "who_goes_in_the_middle_takes_nobody_along",
        settings: &[],
        plays: goes,
        shows: "acknowledged_without_delivering",
    },
    Scene {
        check: "each_side_may_end_first",
        settings: &[],
        plays: half_close,
        shows: "the_fin_is_overlooked",
    },
    Scene {
        check: "one_connection_serves_many_requests",
        settings: &[],
        plays: keep_alive,
        shows: "in_deliver",
    },
    Scene {
        check: "what_is_lost_is_sent_again",
        settings: &["--loss", "10", "--seed", "1"],
        plays: loss,
        shows: "in_send",
    },
];

/// Has a check judged in a network of its own, if this machine has what it needs.
pub fn judge(bench: &Bench<'_>, check: &str) -> Result<(), Failure> {
    if let Err(reason) = wire::device_is_there() {
        return skip(reason.trim_end_matches('.'));
    }
    let scene = SCENES.iter().find(|scene| scene.check == check);
    let scene = scene.ok_or_else(|| format!("{check}: there is no such scene"))?;
    if bench.program.mistake().is_some_and(|mistake| mistake != scene.shows) {
        return Ok(());
    }
    network::inside(bench, check, &[], |program| {
        let mut host = Host::start(program, scene.settings)?;
        (scene.plays)(&mut host).map_err(|wrong| match wrong {
            Wrong::Fault(sentence) => Failure::Fault(sentence),
            Wrong::Seen(words) => host.explain(words, None),
            Wrong::Known(words, mistake) => host.explain(words, Some(mistake)),
        })
    })
}

/// A client asks for a page, and gets it.
fn page(host: &mut Host) -> Result<(), Wrong> {
    let talk = Talk::begins(host, CLIENTS[0], 1025)?;
    talk.asks(host, b"GET / HTTP/1.1\r\nHost: 198.18.203.1\r\n\r\n")?;
    talk.is_answered(host, &pattern(100_000))?;
    drop(talk);
    host.rests("A client has read a page, and both sides have closed.")
}

/// Two clients at the same port are two connections.
fn two_clients(host: &mut Host) -> Result<(), Wrong> {
    let both = CLIENTS.map(|address| Client::dials(host, address, 1025));
    let [first, second] = both;
    let (first, second) = (first?, second?);
    let words = |client: &Client| format!("I am {}\n", client.name).into_bytes();
    for client in [&second, &first] {
        client.says(host, &words(client))?;
    }
    let mut servers = Vec::new();
    for _ in CLIENTS {
        let server = accepted(host, "Two clients are connected, both from port 1025.")?;
        let heard = hear(host, &server, words(&first).len().min(words(&second).len()));
        servers.push((server, heard.data));
    }
    for client in [&first, &second] {
        // Each tells who it is, so its connection is known by that.
        let words = words(client);
        let own = servers.iter().find(|(_, heard)| words.starts_with(heard) && !heard.is_empty());
        let Some((server, _)) = own else {
            return Err(Wrong::Seen(format!(
                "Two clients are connected, both from port 1025. What {} has sent came out of no \
                 connection as it was.",
                client.name
            )));
        };
        if !say(host, server, format!("You are {}\n", client.name).as_bytes()) {
            return Err(Wrong::Seen(format!(
                "The connection of {} does not take an answer.",
                client.name
            )));
        }
    }
    for client in [&first, &second] {
        client.hears(
            host,
            format!("You are {}\n", client.name).as_bytes(),
            "Each of two clients at port 1025 was sent an answer of its own.",
        )?;
    }
    drop(servers);
    Ok(())
}

/// At port 81 nobody listens. A client that comes there must not wait.
fn refused(host: &mut Host) -> Result<(), Wrong> {
    let at_81 = std::net::SocketAddr::new(PLACE.ip(), 81);
    let dialling = Dialling::begins(CLIENTS[0], 1025, at_81)?;
    let became = match host.until(|| dialling.look()) {
        Some(Err(error)) if error.kind() == std::io::ErrorKind::ConnectionRefused => {
            return page(host);
        }
        Some(Ok(())) => "It was connected.".to_owned(),
        Some(Err(error)) => format!("Its kernel says: {error}."),
        None => "It heard nothing, and still waits.".to_owned(),
    };
    Err(Wrong::Seen(format!(
        "A client dialled port 81, where nobody listens. It should be refused at once. {became}"
    )))
}

/// The program talks with one client at a time, and the queue has room for one more.
fn full_queue(host: &mut Host) -> Result<(), Wrong> {
    let first = Talk::begins(host, CLIENTS[0], 1025)?;
    let second = Client::dials(host, CLIENTS[1], 1025)?;
    let third = Dialling::begins(CLIENTS[1], 1026, PLACE)?;
    // Its kernel has heard nothing, and has sent the SYN again.
    let again = |look: &Dialling| {
        if look.look().is_some() {
            return Some(false);
        }
        let rows = kernel::rows().ok()?;
        let asks = |row: &kernel::Entry| row.state == State::SynSent && row.retransmissions > 0;
        rows.iter().any(asks).then_some(true)
    };
    match host.until(|| again(&third)) {
        Some(true) => {}
        Some(false) => {
            return Err(Wrong::Seen(
                "The program talks with one client, and a second is queued: the queue of backlog 0 is \
                 full. A third client's SYN should be dropped, so that it comes again. It was answered."
                    .to_owned(),
            ));
        }
        None => return Err(Wrong::Fault("the kernel did not send a SYN again".to_owned())),
    }
    first.is_answered(host, b"one")?;
    drop(first);
    let second = Talk::with(host, second)?;
    second.asks(host, b"two?")?;
    second.is_answered(host, b"two")?;
    drop(second);
    let third = third.ends(host, CLIENTS[1], 1026)?;
    let third = Talk::with(host, third)?;
    third.asks(host, b"three?")?;
    third.is_answered(host, b"three")?;
    drop(third);
    host.rests("Three clients have come and gone, one after the other.")
}

/// So many clients, one after the other. The host closes first, so each of them leaves a TIME_WAIT.
fn many(host: &mut Host) -> Result<(), Wrong> {
    for number in 0..200 {
        let talk = Talk::begins(host, CLIENTS[number % 2], 0)?;
        talk.asks(host, format!("{number}?").as_bytes())?;
        talk.is_answered(host, format!("{number}!").as_bytes())?;
    }
    host.rests("200 clients have come and gone, and TIME_WAIT is over.")
}

/// A client reads only when nothing more can be sent to it.
fn slow_reader(host: &mut Host) -> Result<(), Wrong> {
    let talk = Talk::begins(host, CLIENTS[0], 1025)?;
    let data = pattern(5_000_000);
    let heard = sips(host, &talk.server, &talk.client.stream, &data);
    talk.client.heard(
        &heard,
        &data,
        End::Closed,
        "A client that reads slowly was sent 5,000,000 bytes.",
    )?;
    drop(talk);
    host.rests("A slow reader has read all, and both sides have closed.")
}

/// One client breaks off while it is sent something. Another is not touched by that.
fn goes(host: &mut Host) -> Result<(), Wrong> {
    let stays = Talk::begins(host, CLIENTS[1], 1025)?;
    let leaves = Talk::begins(host, CLIENTS[0], 1025)?;
    leaves.asks(host, b"much, please")?;
    if !say(host, &leaves.server, &pattern(200_000)) {
        return Err(Wrong::Seen(
            "A connection takes no 200,000 bytes for a client that does not read.".to_owned(),
        ));
    }
    let Talk { client, server } = leaves;
    // What it has not read makes this an RST.
    drop(client);
    let heard = hear(host, &server, 1);
    if matches!(heard.end, End::Goes | End::Silence) {
        return Err(Wrong::Seen(
            "A client broke off while it was sent 200,000 bytes. The program was not told."
                .to_owned(),
        ));
    }
    drop(server);
    stays.asks(host, b"still there?")?;
    stays.is_answered(host, b"yes")?;
    drop(stays);
    host.rests("One client broke off, and one ended in order.")
}

/// A client ends its data and goes on reading; then it is the other way round.
fn half_close(host: &mut Host) -> Result<(), Wrong> {
    let talk = Talk::begins(host, CLIENTS[0], 1025)?;
    talk.asks(host, b"all?")?;
    let _ = talk.client.stream.shutdown(Shutdown::Write);
    let heard = hear(host, &talk.server, 1);
    if heard.end != End::Closed {
        return Err(Wrong::Seen(
            "A client has ended its data, and goes on reading. The program did not hear the end."
                .to_owned(),
        ));
    }
    talk.is_answered(host, &pattern(1_000_000))?;
    drop(talk);

    let talk = Talk::begins(host, CLIENTS[1], 1025)?;
    let sent = say(host, &talk.server, b"tell me all");
    let _ = talk.server.shutdown(Shutdown::Write);
    let situation = "The program has sent something, and ended its data.";
    if !sent {
        return Err(Wrong::Seen("A connection takes no data.".to_owned()));
    }
    let heard = hear(host, &talk.client.stream, usize::MAX);
    talk.client.heard(&heard, b"tell me all", End::Closed, situation)?;
    let data = pattern(300_000);
    let heard = carry(host, &talk.client.stream, &talk.server, &data);
    if heard.data != data || heard.end != End::Closed {
        return Err(Wrong::Seen(format!(
            "The program has ended its data, and goes on reading. A client sent it 300,000 bytes and \
             ended. It heard {}.",
            heard.told(&data)
        )));
    }
    drop(talk);
    host.rests("Two clients have come; each side has ended first once.")
}

/// Many requests on one connection, and each gets its answer.
fn keep_alive(host: &mut Host) -> Result<(), Wrong> {
    let talk = Talk::begins(host, CLIENTS[0], 1025)?;
    for number in 0..50 {
        talk.asks(host, format!("request {number}\n").as_bytes())?;
        let answer = pattern(100 + 400 * (number % 7));
        if !say(host, &talk.server, &answer) {
            return Err(Wrong::Seen(format!(
                "After {number} requests a connection takes no answer."
            )));
        }
        talk.client.hears(
            host,
            &answer,
            "A client has asked, and was answered, on a connection that stays.",
        )?;
    }
    talk.is_answered(host, b"the end")?;
    drop(talk);
    host.rests("A client has asked 50 times on one connection, and both sides have closed.")
}

/// One packet in a hundred is lost, in both directions.
fn loss(host: &mut Host) -> Result<(), Wrong> {
    for (address, port) in [(CLIENTS[0], 1025), (CLIENTS[1], 1025), (CLIENTS[0], 1026)] {
        let talk = Talk::begins(host, address, port)?;
        talk.asks(host, b"much, please")?;
        let data = pattern(500_000);
        let heard = carry(host, &talk.client.stream, &talk.server, &data[..200_000]);
        if heard.data != data[..200_000] || heard.end != End::Closed {
            return Err(Wrong::Seen(format!(
                "One packet in a hundred is lost. A client sent 200,000 bytes and ended. The program \
                 heard {}.",
                heard.told(&data[..200_000])
            )));
        }
        talk.is_answered(host, &data)?;
    }
    host.rests("One packet in a hundred is lost. Three clients have come and gone.")
}

/// A connection of a client, and what the program has of it.
struct Talk {
    client: Client,
    server: TcpStream,
}

impl Talk {
    /// A client connects, and is accepted.
    fn begins(host: &Host, address: Ipv4Addr, port: u16) -> Result<Self, Wrong> {
        Self::with(host, Client::dials(host, address, port)?)
    }

    /// A client that is connected is accepted.
    fn with(host: &Host, client: Client) -> Result<Self, Wrong> {
        let server = accepted(host, &format!("{} is connected.", client.name))?;
        Ok(Self { client, server })
    }

    /// The client says this, and the program hears it.
    fn asks(&self, host: &Host, data: &[u8]) -> Result<(), Wrong> {
        self.client.says(host, data)?;
        let heard = hear(host, &self.server, data.len());
        if heard.data == data {
            return Ok(());
        }
        let (name, told) = (&self.client.name, heard.told(data));
        Err(Wrong::Seen(format!("{name} sent {} bytes. The program heard {told}.", data.len())))
    }

    /// The program says this and ends its data. The client hears all of it.
    fn is_answered(&self, host: &Host, data: &[u8]) -> Result<(), Wrong> {
        let heard = carry(host, &self.server, &self.client.stream, data);
        let situation =
            format!("The program sent {} bytes to {}, and closed.", data.len(), self.client.name);
        self.client.heard(&heard, data, End::Closed, &situation)
    }
}

/// The program's end of the next connection.
fn accepted(host: &Host, situation: &str) -> Result<TcpStream, Wrong> {
    let none = || Wrong::Seen(format!("{situation} The program did not get it from accept."));
    host.accepted().ok_or_else(none)
}
