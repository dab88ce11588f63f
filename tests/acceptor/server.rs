//! The learner's program, which goes from step to step, and the clients that come to it.

use std::io;
use std::net::{SocketAddr, TcpListener};

use grader::process::Process;
use grader::{DEADLINE, Ended, Failure, Program, seen};
use real::client::{Client, End, Trouble};
use real::server;
use real::{idle, inside};
use socket2::Socket;

/// The two ends of a connection, as the program sees them: its own address, and the peer's.
pub type Ends = (SocketAddr, SocketAddr);

/// The mistake that explains what the program did instead of accepting a client.
pub type Why = fn(&Server, &Event) -> Option<&'static str>;

/// The program. It waits for an order before it calls `acceptor`, and again whenever `greet` is called.
pub struct Server {
    /// `None`, when it has ended.
    pub running: Option<server::Server>,
    pub process: Process,
    /// What getsockname says of the listening socket.
    pub place: SocketAddr,
    /// Whether it still listened when its time was over.
    listened: bool,
    /// What it has said, and nobody has made use of.
    told: Option<String>,
}

/// What the program does next.
pub enum Event {
    /// It called `greet` with these.
    Client(Ends),
    /// `acceptor` returned. The error's kind, a space, and its text.
    Returned(Option<String>),
    /// It ended, or its time was over.
    Ended(Ended),
}

impl Event {
    /// Whether it is an error of this kind, returned or in the message of a panic.
    pub fn is_error(&self, kinds: &[&str]) -> bool {
        let words = match self {
            Self::Returned(Some(error)) => error,
            Self::Ended(Ended::Panicked { message, .. }) => message,
            _ => return false,
        };
        kinds.iter().any(|kind| words.contains(kind))
    }

    /// Whether the program did not go on after an error, as it should have.
    pub fn is_an_end(&self) -> bool {
        matches!(self, Self::Returned(_) | Self::Ended(Ended::Panicked { .. } | Ended::Exited(_)))
    }
}

/// Why a program does not accept the next client, after it has accepted one.
pub fn why_it_ended(server: &Server, event: &Event) -> Option<&'static str> {
    match event {
        Event::Returned(None) | Event::Ended(Ended::Exited(_)) => Some("one_client_only"),
        _ if event.is_error(&["AddrInUse"]) => Some("a_new_listener_each_time"),
        _ if event.is_error(&["InvalidInput"]) => {
            let listens = server.running.is_some() && server.listens();
            Some(if listens { "accepts_on_the_connection" } else { "the_listener_is_shut" })
        }
        Event::Ended(Ended::Waits | Ended::Loops) if !server.listened => {
            Some("the_listener_is_shut")
        }
        _ => None,
    }
}

impl Server {
    /// Starts a program that listens and has not called `acceptor`.
    pub fn starts(program: &Program, address: SocketAddr) -> Result<Self, Failure> {
        match server::start(program, [address.to_string()])? {
            // The given part listens. Where it cannot, nobody can.
            server::Started::Ended(run) if matches!(run.ended, Ended::Exited(_)) => {
                TcpListener::bind(address)
                    .map_err(|error| format!("no server can listen at {address}: {error}"))?;
                Err(Failure::Ended(run.ended))
            }
            started => {
                let running = started.waits()?;
                let (process, place) = (running.process, running.address);
                Ok(Self { running: Some(running), process, place, listened: true, told: None })
            }
        }
    }

    /// Starts a program, and lets it call `acceptor`.
    pub fn opens(program: &Program, address: SocketAddr) -> Result<Self, Failure> {
        let mut server = Self::starts(program, address)?;
        server.goes_on();
        Ok(server)
    }

    /// Lets the program go on.
    pub fn goes_on(&mut self) {
        self.is_told("go");
    }

    pub fn is_told(&mut self, order: &str) {
        if let Some(running) = &mut self.running {
            running.say(order);
        }
    }

    /// Whether the program says something soon, or has ended: not, if it rests, or is busy with other things.
    pub fn is_about_to_tell(&mut self) -> bool {
        if self.told.is_none() {
            self.told = self.running.as_mut().and_then(server::Server::line_in_time);
        }
        self.told.is_some() || self.running.as_mut().is_none_or(server::Server::has_ended)
    }

    /// Whether the program sleeps, and goes on doing so, although a client waits in its queue. It may have
    /// said something meanwhile, of another client: then it waits for an order.
    pub fn sleeps_although_one_waits(&mut self) -> bool {
        let Some(running) = &mut self.running else { return false };
        let told = &mut self.told;
        idle::sleeps_although(self.process, || {
            *told = told.take().or_else(|| running.line_that_has_come());
            told.is_none() && running.queue() == Some(1)
        })
    }

    /// Whether the program has accepted a client, and waits for what this one says: for longer than a moment. It
    /// says nothing meanwhile, and sleeps neither where it would wait for an order, nor for a time of its own.
    pub fn waits_for_a_client(&mut self) -> bool {
        let (process, told) = (self.process, &mut self.told);
        let Some(running) = &mut self.running else { return false };
        // An order comes from another thread: who waits for it, waits for that one (futex(2)).
        let place = || inside::sleeps_in(process).unwrap_or_default();
        let waits = |place: &str| {
            place.is_empty() || ["wait_woken", "poll"].iter().any(|it| place.contains(it))
        };
        idle::sleeps_although(process, || {
            *told = told.take().or_else(|| running.line_that_has_come());
            told.is_none() && waits(&place())
        }) && !place().is_empty()
    }

    /// Whether the program sleeps in accept, and nobody is in its queue: whoever came was accepted. It has said
    /// nothing meanwhile.
    pub fn sleeps_in_accept_again(&mut self) -> bool {
        let (process, told) = (self.process, &mut self.told);
        let Some(running) = &mut self.running else { return false };
        idle::sleeps_although(process, || {
            *told = told.take().or_else(|| running.line_that_has_come());
            let accepts = || inside::sleeps_in(process).is_some_and(|it| it.contains("accept"));
            told.is_none() && running.queue() == Some(0) && accepts()
        })
    }

    /// Waits for what the program does next.
    pub fn next(&mut self) -> Result<Event, Failure> {
        let Some(running) = &mut self.running else { return Ok(Event::Ended(Ended::Waits)) };
        let Some(line) = self.told.take().or_else(|| running.line()) else {
            self.listened = self.listens();
            let ended = self.running.take().map_or(Ended::Waits, |running| running.end().ended);
            return Ok(Event::Ended(ended));
        };
        let words: Vec<_> = line.splitn(2, ' ').collect();
        match words.as_slice() {
            ["client", ends] => {
                let mut ends = ends.split(' ').map(str::parse);
                match (ends.next(), ends.next()) {
                    (Some(Ok(local)), Some(Ok(peer))) => Ok(Event::Client((local, peer))),
                    _ => Err(seen(
                        "Your function called greet with an address that is neither IPv4 nor IPv6.",
                        None,
                    )),
                }
            }
            ["returned"] => Ok(Event::Returned(None)),
            ["error", error] => Ok(Event::Returned(Some((*error).to_owned()))),
            _ => Err(server::says_nonsense(&line)),
        }
    }

    /// Whether a client is let in.
    fn listens(&self) -> bool {
        Client::connect(self.place, self.process).is_ok()
    }

    /// A client comes to the program's own place. The kernel connects it without the program.
    pub fn client(&mut self) -> Result<Client, Failure> {
        self.client_that_dials(self.place)
    }

    pub fn client_that_dials(&mut self, address: SocketAddr) -> Result<Client, Failure> {
        self.client_as(address, |_| Ok(()))
    }

    /// The same, with a socket that has been made ready for it.
    pub fn client_as(
        &mut self,
        address: SocketAddr,
        prepare: impl FnOnce(&Socket) -> io::Result<()>,
    ) -> Result<Client, Failure> {
        Client::connect_as(address, self.process, prepare).map_err(|trouble| match trouble {
            Trouble::Refused(_) => self.does_not_listen(),
            trouble => Failure::Fault(trouble.to_string()),
        })
    }

    /// Why nobody listens.
    fn does_not_listen(&mut self) -> Failure {
        let situation = "A client was refused: nobody listens.";
        match self.next() {
            Ok(Event::Client(..)) => seen(situation, Some("the_listener_is_shut")),
            Ok(event) => self.unexpected(&event, situation, why_it_ended),
            Err(failure) => failure,
        }
    }

    /// The program accepts a client: the two addresses that it tells.
    pub fn accepts(&mut self, situation: &str, why: Why) -> Result<Ends, Failure> {
        match self.next()? {
            Event::Client(ends) => Ok(ends),
            event => Err(self.unexpected(&event, situation, why)),
        }
    }

    /// The program accepts this client.
    pub fn accepts_client(
        &mut self,
        client: &Client,
        situation: &str,
        why: Why,
    ) -> Result<(), Failure> {
        let (_, peer) = self.accepts(situation, why)?;
        let expected = client.local;
        if peer == expected {
            return Ok(());
        }
        let words = format!("{situation} This client is {expected}. greet was called for {peer}.");
        Err(seen(words, None))
    }

    /// The program accepts this client and greets it, and goes on.
    pub fn serves(&mut self, client: &mut Client, situation: &str) -> Result<(), Failure> {
        self.accepts_client(client, situation, why_it_ended)?;
        self.goes_on();
        self.is_heard(client)
    }

    /// This client hears the words for it.
    pub fn is_heard(&self, client: &mut Client) -> Result<(), Failure> {
        let ends = (self.place, client.local);
        hears(client, ends)
    }

    pub fn unexpected(&self, event: &Event, situation: &str, why: Why) -> Failure {
        let mistake = why(self, event);
        let words = match event {
            Event::Ended(Ended::NotStarted) => return Failure::Ended(Ended::NotStarted),
            Event::Client((_, peer)) => format!("greet was called for {peer}."),
            Event::Returned(None) => "acceptor() returned Ok.".to_owned(),
            Event::Returned(Some(error)) => format!("acceptor() returned the error {error}."),
            Event::Ended(Ended::Waits | Ended::Loops) => {
                format!("Within {} seconds greet was not called.", DEADLINE.as_secs())
            }
            Event::Ended(ended) => grader::ending(ended),
        };
        seen(format!("{situation} {words}"), mistake)
    }

    /// Whether so many connections stay in the queue, where the kernel shows it.
    pub fn keeps_queued(&self, connections: u32) -> bool {
        let Some(running) = &self.running else { return true };
        let is_it = || running.queue().is_none_or(|queue| queue == connections);
        running.wait(|| is_it().then_some(())).is_some()
    }

    /// Waits until so many connections are in the queue, where the kernel shows it.
    pub fn has_queued(&self, connections: u32) -> Result<(), Failure> {
        match &self.running {
            Some(running) => Ok(running.has_queued(connections)?),
            None => Ok(()),
        }
    }
}

/// The two ends that the program told are those of the connection.
pub fn told_rightly(told: Ends, expected: Ends) -> Result<(), Failure> {
    let mistake = match told {
        _ if told == expected => return Ok(()),
        (local, peer) if (peer, local) == expected => Some("ends_swapped"),
        (local, _) if local.ip().is_unspecified() => Some("the_listeners_address"),
        _ => None,
    };
    let words = format!(
        "{} connected to {}. greet was called with the local address {} and the peer {}.",
        expected.1, expected.0, told.0, told.1
    );
    Err(seen(words, mistake))
}

/// What the given program says to a client.
pub fn words((local, peer): Ends) -> String {
    format!("{local} greets {peer}.\n")
}

/// Hears as many bytes as there should be, or up to the end.
pub fn hear(client: &mut Client, expected: &str) -> Result<String, Failure> {
    let length = expected.len();
    let whole =
        client.hears(|heard| (heard.len() >= length).then(|| heard.drain(..length).collect()));
    let (heard, trouble): (Vec<u8>, _) = match whole {
        Ok(heard) => (heard, None),
        Err(Trouble::End(End::Closed)) => (client.heard().clone(), None),
        Err(trouble) => (client.heard().clone(), Some(trouble)),
    };
    let heard = String::from_utf8_lossy(&heard).into_owned();
    let Some(trouble) = trouble else { return Ok(heard) };
    let words = format!(
        "A client should hear {expected:?}. It heard {heard:?}. When it waited for more, {trouble}."
    );
    Err(seen(words, None))
}

/// The client hears the words that greet gave back for these two addresses.
pub fn hears(client: &mut Client, ends: Ends) -> Result<(), Failure> {
    let expected = words(ends);
    let heard = hear(client, &expected)?;
    if heard == expected {
        return Ok(());
    }
    let mistake = without_the_line_end(&heard, &expected);
    Err(seen(format!("A client should hear {expected:?}. It heard {heard:?}."), mistake))
}

/// The mistake, if a client heard all words but the line end behind them.
pub fn without_the_line_end(heard: &str, expected: &str) -> Option<&'static str> {
    (expected.strip_suffix('\n') == Some(heard)).then_some("without_the_line_end")
}

/// After its words a client sees the end of its stream.
pub fn hears_the_end(client: &mut Client, situation: &str) -> Result<(), Failure> {
    let (words, mistake) = match client.hears_the_end() {
        Ok(End::Closed) => return Ok(()),
        // It has said nothing, so nothing is unread.
        Ok(End::Reset(_)) => {
            ("Then it saw no end of the stream, but a reset.", Some("resets_at_the_end"))
        }
        Err(Trouble::Silence(_)) => (
            "But it does not see the end of its stream: its connection is still open.",
            Some("keeps_the_connections"),
        ),
        Err(Trouble::Other(..)) => {
            ("It heard more than the words from greet.", Some("adds_to_the_words"))
        }
        Err(_) => ("Then it waited for the end in vain.", None),
    };
    Err(seen(format!("{situation} {words}"), mistake))
}
