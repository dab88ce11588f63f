//! What a thread and a process for each client have in common: the clients of the numbered echo, and
//! the checks that do not ask who serves them.

use grader::real::client::{self, Name, Trouble, Wrong, seen};
use grader::real::idle::Idle;
use grader::real::limits;
use grader::real::server::Server;
use grader::{Bench, Failure, skip};

/// Starts a server with so many places, has it judged, and ends it. `arguments` stand behind these.
pub fn served(
    bench: &Bench<'_>,
    places: usize,
    arguments: &[&str],
    judge: impl FnOnce(&Server) -> Result<(), Wrong>,
) -> Result<(), Failure> {
    let places = places.to_string();
    let arguments = ["127.0.0.1:0", &places].into_iter().chain(arguments.iter().copied());
    Server::start(bench.program, arguments)?.judged(judge).map(drop)
}

/// A client, and how far its talk has got.
pub struct Client {
    pub connection: client::Client,
    said: usize,
}

impl Client {
    /// A new client. It says nothing yet.
    pub fn comes(server: &Server) -> Result<Self, Trouble> {
        Ok(Self { connection: server.connect()?, said: 0 })
    }

    /// A new client, whose first line is answered.
    pub fn talking(server: &Server, words: &str) -> Result<Self, Trouble> {
        let mut client = Self::comes(server)?;
        client.talks(words)?;
        Ok(client)
    }

    /// Says a line.
    pub fn says(&mut self, words: &str) {
        self.connection.says(format!("{words}\n"));
    }

    /// The answer to its next line, which was these words.
    pub fn hears(&mut self, words: &str) -> Result<(), Trouble> {
        let expected = format!("{} {words}", self.said + 1);
        let line = self.connection.hears_a_line()?;
        if line != expected {
            return Err(Trouble::Other(line, expected));
        }
        self.said += 1;
        Ok(())
    }

    /// Says a line and hears the answer.
    pub fn talks(&mut self, words: &str) -> Result<(), Trouble> {
        self.says(words);
        self.hears(words)
    }

    /// Says that it will say no more.
    pub fn says_no_more(&self) {
        self.connection.says_no_more();
    }

    /// Hears the end of the stream; an error is one too.
    pub fn hears_the_end(&mut self) -> Result<(), Trouble> {
        self.connection.hears_the_end().map(drop)
    }

    /// Goes away without a word.
    pub fn resets(self) {
        self.connection.resets();
    }
}

/// A client came, and met this.
pub fn came(trouble: Trouble) -> Wrong {
    trouble.when("A client came, but", None, None)
}

/// Several clients talk at the same time, a line each in turn, and each line says whose it is.
pub fn interleaved(server: &Server, mixed_up: Name) -> Result<Vec<Client>, Wrong> {
    const CLIENTS: usize = 4;
    const LINES: usize = 3;
    let mut clients = Vec::new();
    for client in 0..CLIENTS {
        clients.push(Client::comes(server).map_err(came)?);
        // Each has been accepted before the next one comes.
        let words = format!("client {client}, line 1");
        clients[client].says(&words);
        hears_own(&mut clients, client, &words, mixed_up)?;
    }
    for line in 2..=LINES {
        // All have spoken before the first is heard, and each time another one begins.
        let order: Vec<_> = (0..CLIENTS).map(|client| (client * 3 + line) % CLIENTS).collect();
        let words = |client: usize| format!("client {client}, line {line}");
        order.iter().for_each(|client| clients[*client].says(&words(*client)));
        for client in order {
            hears_own(&mut clients, client, &words(client), mixed_up)?;
        }
    }
    Ok(clients)
}

fn hears_own(
    clients: &mut [Client],
    client: usize,
    words: &str,
    mixed_up: Name,
) -> Result<(), Wrong> {
    let Err(trouble) = clients[client].hears(words) else { return Ok(()) };
    let says_of = |line: &str, whose: usize| line.contains(&format!("client {whose},"));
    let situation =
        format!("Several clients talk at the same time. Client {client} said `{words}`, but");
    if let Trouble::Other(line, _) = &trouble
        && line.contains("client")
        && !says_of(line, client)
    {
        return Err(trouble.when(situation, mixed_up, None));
    }
    // Others may hear what is not theirs.
    for (other, other_client) in clients.iter_mut().enumerate() {
        while let Some(line) = other_client.connection.line() {
            if !says_of(&line, other) {
                let words = format!("{situation} {trouble}. Client {other} heard `{line}`.");
                return Err(seen(words, mixed_up));
            }
        }
    }
    Err(trouble.when(situation, None, None))
}

/// The names of the mistakes that the number of places shows.
pub struct PlaceMistakes {
    pub no_limit: Name,
    pub accepts_first: Name,
    pub keeps_places: Name,
}

/// While all places are taken, the next client waits in the kernel's queue. Then it is served.
pub fn keeps_to_the_places(server: &Server, names: &PlaceMistakes) -> Result<(), Wrong> {
    let came =
        |trouble: Trouble| trouble.when("There are two places. A client came, but", None, None);
    let first = Client::talking(server, "first").map_err(came)?;
    let mut second = Client::talking(server, "second").map_err(came)?;
    let mut third = Client::comes(server).map_err(came)?;
    third.says("third");
    if server.queue().is_some() {
        let words = "There are two places, and two clients talk.";
        // Whatever the server does because of the third, it has done when it rests.
        let is_served = || (!third.connection.hears_nothing()).then_some(());
        if server.wait(is_served).is_some() {
            let words = format!("{words} A third one was served as well.");
            return Err(seen(words, names.no_limit));
        }
        if server.queue() == Some(0) {
            let words = format!(
                "{words} A third one has come. Nobody talks with it, but it is no longer in the \
                 queue of the listening socket: it was accepted."
            );
            return Err(seen(words, names.accepts_first));
        }
    }
    drop(first);
    let situation = "There are two places, and two clients talked. One of them has gone. A third \
                     one waits, but";
    third.hears("third").map_err(|it| it.when(situation, names.keeps_places, None))?;
    let other = "One client has gone, and another was served in its place. A third talks on, but";
    second.talks("still here").map_err(|it| it.when(other, None, None))
}

/// So many clients come, say a line, hear the answer and go. Where `polite`, they hear the end.
/// Otherwise they reset the connection: nothing stays in TIME_WAIT, where each of many would keep a
/// port of this machine for a minute.
pub fn come_and_go(
    server: &Server,
    number: usize,
    polite: bool,
    kept_open: Name,
    ended: Name,
) -> Result<(), Wrong> {
    let came = |trouble: Trouble| {
        let words = format!("Clients came and went, {number} at a time. One came, but");
        trouble.when(words, None, ended)
    };
    let mut clients = Vec::new();
    for _ in 0..number {
        clients.push(Client::comes(server).map_err(came)?);
    }
    clients.iter_mut().for_each(|client| client.says("hello"));
    clients.iter_mut().try_for_each(|client| client.hears("hello")).map_err(came)?;
    if !polite {
        clients.into_iter().for_each(Client::resets);
        return Ok(());
    }
    clients.iter_mut().for_each(|client| client.says_no_more());
    clients.iter_mut().try_for_each(Client::hears_the_end).map_err(|it| {
        it.when("A client's talk has ended. It waited for the end, but", kept_open, None)
    })
}

/// The names of the mistakes that an accept without descriptors shows.
pub struct AcceptMistakes {
    pub ends: Name,
    pub at_once: Name,
}

/// For a while the server can have no further descriptor.
pub fn tries_accept_again(server: &Server, names: &AcceptMistakes) -> Result<(), Wrong> {
    let situation = "For a while your server could have no further descriptor (EMFILE).";
    // Before anybody comes: later, one that is open for a moment may be taken for the lowest.
    let limit = match limits::no_descriptor(server.process) {
        Ok(limit) => limit,
        Err(reason) => return Ok(skip(&reason)?),
    };
    let starved = limits::accept_fails(server, limit)
        .map_err(|it| it.when(format!("{situation} A client came, but"), None, names.ends))?;
    if starved.idle == Some(Idle::Busy) {
        let words = format!("{situation} It asked again and again, and did nothing else.");
        return Err(seen(words, names.at_once));
    }
    let mut client = Client { connection: starved.client, said: 0 };
    client.talks("waited").map_err(|it| {
        let situation = format!("{situation} Now it can. The client that waited said a line, but");
        it.when(situation, None, names.ends).or_floods(names.at_once)
    })
}
