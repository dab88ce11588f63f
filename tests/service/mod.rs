//! What a thread and a process for each client have in common: the clients of the numbered echo, and
//! the checks that do not ask who serves them.

use std::time::{Duration, Instant};

use grader::{Bench, DEADLINE, Failure, skip};
use real::client::{self, End, Name, Trouble, Wrong, seen};
use real::held::{self, Options};
use real::idle::{self, Idle, Watch};
use real::limits;
use real::server::Server;
use real::{inside, kernel};

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

    /// A new client, whose first line is answered. It speaks when the server blocks and waits for that, and not
    /// a moment earlier or later, by luck.
    pub fn talking(server: &Server, words: &str) -> Result<Self, Trouble> {
        let mut client = server.takes_in(|| Self::comes(server))?;
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
    pub fn hears_the_end(&mut self) -> Result<End, Trouble> {
        self.connection.hears_the_end()
    }

    /// Waits to the deadline from now on, even for a server that rests: it may pause for a second.
    #[must_use]
    pub fn patiently(self) -> Self {
        Self { connection: self.connection.patiently(), said: self.said }
    }

    /// What the server, or a child of it, has set on this connection, where that shows.
    pub fn options(&self, server: &Server) -> Option<Options> {
        let options = |process| held::options(process, self.connection.local);
        options(server.process).or_else(|| server.process.children().into_iter().find_map(options))
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

/// Whether the server sleeps, and goes on doing so, although a client is in its queue: it waits for something else,
/// and be it for a second only.
pub fn sleeps_although_one_waits(server: &Server) -> bool {
    idle::sleeps_although(server.process, || server.queue() == Some(1))
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

/// A client may be silent for hours. It is answered when it speaks.
pub fn speaks_later(server: &Server, left: Name) -> Result<(), Wrong> {
    /// Where it is not certain that nothing will wake the server up. Longer than most people's patience.
    const LONG: Duration = Duration::from_secs(7);
    let situation = "A client came and said nothing for a while.";
    let mut silent = Client::comes(server).map_err(came)?;
    let start = Instant::now();
    let (mut watch, mut limit, mut next) = (Watch::new(server.process), None, Duration::ZERO);
    // How long its connection has been there for certain.
    let mut kept = Duration::ZERO;
    let rests = kernel::until(4 * DEADLINE, || {
        let idle = watch.look();
        // To look at its socket costs much, and what is set there stays: the longer it has been there, the
        // rarer are the looks.
        if idle.is_some() || start.elapsed() >= next {
            limit = silent.options(server).and_then(|options| options.receive_limit);
            next = start.elapsed() * 11 / 10;
        }
        let is_there = silent.connection.hears_nothing();
        if is_there {
            kept = start.elapsed();
        }
        match limit.is_some() || !is_there {
            true => Some(false),
            // Who sleeps, with no clock that will wake it, will not grow impatient.
            false => idle.map(|idle| idle == Idle::Rests),
        }
    });
    if let Some(limit) = limit {
        let words = format!(
            "A client came. Your server has set a time limit of {limit:?} for what it receives from it. A \
             client may be silent for longer."
        );
        return Err(seen(words, left));
    }
    if rests != Some(true) {
        let left = LONG.saturating_sub(start.elapsed());
        kernel::until(left, || {
            let is_there = silent.connection.hears_nothing();
            if is_there {
                kept = start.elapsed();
            }
            (!is_there).then_some(())
        });
    }
    // Where it goes at once, nobody has waited for it.
    let patience = kept >= Duration::from_secs(1);
    let ended = silent.connection.end().is_some();
    let left = left.filter(|_| ended && (patience || has_a_limit(server)));
    silent.talks("late").map_err(|it| it.when(format!("{situation} Then"), left, None))
}

/// Whether the server sets a time limit for what it receives. A short one is over before one has looked; a client that
/// talks is there for longer.
fn has_a_limit(server: &Server) -> bool {
    const LOOKS: usize = 5;
    let Ok(mut client) = Client::comes(server) else { return false };
    (0..LOOKS).any(|_| {
        client.talks("x").is_ok()
            && client.options(server).is_some_and(|options| options.receive_limit.is_some())
    })
}

/// Whether a client is left that says nothing, although the server could serve it.
fn leaves_silent_ones(server: &Server) -> bool {
    let Ok(mut silent) = Client::comes(server) else { return false };
    server.wait(|| silent.connection.end()).is_some()
}

/// The mistake, if a client was refused: where the server goes on, nobody listens any more.
fn refused(trouble: &Trouble, stops: Name) -> Name {
    stops.filter(|_| matches!(trouble, Trouble::Refused(_)))
}

/// The names of the mistakes that the number of places shows.
pub struct PlaceMistakes {
    pub takes_none: Name,
    /// Asked while five clients are served, and there are two places.
    pub no_limit: fn(&Server) -> Name,
    /// A third client is served after a while, though two talk.
    pub after_a_while: Name,
    pub accepts_first: Name,
    pub keeps_places: Name,
    pub in_order: Name,
}

/// While all places are taken, the next client waits in the kernel's queue. Then it is served.
pub fn keeps_to_the_places(bench: &Bench<'_>, names: &PlaceMistakes) -> Result<(), Failure> {
    served(bench, 2, &[], |server| {
        let came =
            |trouble: Trouble| trouble.when("There are two places. A client came, but", None, None);
        let mut first = Client::talking(server, "first").map_err(came)?;
        let mut second = Client::talking(server, "second").map_err(came)?;
        let mut third = Client::comes(server).map_err(came)?;
        third.says("third");
        if server.queue().is_some() {
            // A place that is free at once is taken at once.
            let waits = is_kept_waiting(server);
            // Whatever the server does because of the third, it has done when it rests.
            let is_served = || (!third.connection.hears_nothing()).then_some(());
            let is_served = server.wait(is_served).is_some();
            let talk_on = first.connection.hears_nothing() && second.connection.hears_nothing();
            if is_served && talk_on {
                let words =
                    "There are two places, and two clients talk. A third one was served as well.";
                let name = if waits {
                    names.after_a_while.filter(|_| !keeps_all_waiting(bench))
                } else {
                    no_limit(bench, server, names)
                };
                return Err(seen(words, name));
            }
            if !is_served && server.queue() == Some(0) {
                let words = "There are two places, and two clients talk. A third one has come. Nobody \
                             talks with it, but it is no longer in the queue of the listening socket: it \
                             was accepted.";
                return Err(seen(words, names.accepts_first));
            }
        }
        drop(first);
        let situation = "There are two places, and two clients talked. One of them has gone. A third \
                         one waits, but";
        third.hears("third").map_err(|it| it.when(situation, names.keeps_places, None))?;
        let other =
            "One client has gone, and another was served in its place. A third talks on, but";
        second.talks("still here").map_err(|it| it.when(other, None, None))?;
        out_of_order(server, second, third, names.in_order)
    })
}

/// Whether a client stays in the queue for a while, because the server sleeps, or because its first thread waits for
/// another one (futex(2)): in `places.take`.
fn is_kept_waiting(server: &Server) -> bool {
    /// So many looks in a row are no accident.
    const LOOKS: usize = 3;
    let (mut in_a_row, mut most) = (0, 0);
    let sleeps = idle::sleeps_although(server.process, || {
        let is_queued = server.queue() == Some(1);
        let waits = || inside::sleeps_in(server.process).is_some_and(|it| it.contains("futex"));
        in_a_row = if is_queued && waits() { in_a_row + 1 } else { 0 };
        most = most.max(in_a_row);
        is_queued
    });
    sleeps || most >= LOOKS
}

/// Whether a client is kept waiting although there are places.
fn keeps_all_waiting(bench: &Bench<'_>) -> bool {
    let at_once = served(bench, 32, &[], |server| {
        let _first = Client::talking(server, "first").map_err(came)?;
        for _ in 0..3 {
            let mut next = Client::comes(server).map_err(came)?;
            next.says("next");
            if is_kept_waiting(server) {
                return Err(seen("It was kept waiting.", None));
            }
            next.hears("next").map_err(came)?;
        }
        Ok(())
    });
    at_once.is_err()
}

/// All clients are served at the same time. Were the places not taken, or not kept?
fn no_limit(bench: &Bench<'_>, server: &Server, names: &PlaceMistakes) -> Name {
    // Who looks for something now and then may have kept them for a while.
    if idle::watch(server.process).is_some_and(|idle| idle != Idle::Rests) {
        return None;
    }
    let more = [Client::talking(server, "fourth"), Client::talking(server, "fifth")];
    if more.iter().any(Result::is_err) {
        return None;
    }
    // Who takes a place where there is none waits for ever.
    let without =
        served(bench, 0, &[], |server| Client::talking(server, "x").map(drop).map_err(came));
    if without.is_ok() { names.takes_none } else { (names.no_limit)(server) }
}

/// Who has come later may go first.
fn out_of_order(
    server: &Server,
    older: Client,
    younger: Client,
    in_order: Name,
) -> Result<(), Wrong> {
    let mut next = Client::comes(server).map_err(came)?;
    next.says("next");
    drop(younger);
    let words = "There are two places. Of two clients, the one that came later has gone. The next one \
                 waits, but";
    let Err(trouble) = next.hears("next") else { return Ok(()) };
    drop(older);
    let mistake = in_order.filter(|_| next.hears("next").is_ok());
    Err(trouble.when(words, mistake, None))
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
    for client in &mut clients {
        if let Err(trouble) = client.hears_the_end() {
            // Not where somebody only takes long.
            let name = kept_open.filter(|_| client.options(server).is_some());
            let words = "A client's talk has ended. It waited for the end, but";
            return Err(trouble.when(words, name, None));
        }
    }
    Ok(())
}

/// The names of the mistakes that an accept without descriptors shows.
pub struct AcceptMistakes {
    pub ends: Name,
    pub at_once: Name,
    pub turns_away: Name,
    pub too_long: Name,
    pub stops: Name,
}

/// A longer rest is not short.
const LONGEST_REST: Duration = Duration::from_secs(2);

/// For a while the server can have no further descriptor.
pub fn tries_accept_again(server: &Server, names: &AcceptMistakes) -> Result<(), Wrong> {
    let situation = "For some seconds your server could have no further descriptor (EMFILE).";
    // Before anybody comes: later, one that is open for a moment may be taken for the lowest.
    let limit = match limits::no_descriptor(server.process) {
        Ok(limit) => limit,
        Err(reason) => return Ok(skip(&reason)?),
    };
    let starved = limits::accept_fails(server, limit).map_err(|it| {
        let stops = refused(&it, names.stops);
        it.when(format!("{situation} A client came, but"), stops, names.ends)
    })?;
    if starved.idle == Some(Idle::Busy) {
        let words = format!("{situation} It asked again and again, and did nothing else.");
        return Err(seen(words, names.at_once));
    }
    // Whom no clock will wake up waits for something else, and not for the next try.
    let is_paused = starved.idle != Some(Idle::Rests);
    let is_long = |rest: &Duration| starved.idle != Some(Idle::Naps) && *rest >= LONGEST_REST;
    let too_long = starved.rest.filter(is_long).map(|rest| {
        let words = format!(
            "{situation} Meanwhile it rested for {:.0} seconds before it called accept again.",
            rest.as_secs_f32()
        );
        seen(words, names.too_long.filter(|_| is_paused))
    });
    if is_paused
        && !server.process.is_zombie()
        && let Some(too_long) = too_long
    {
        return Err(too_long);
    }
    let mut client = Client { connection: starved.client, said: 0 };
    client.talks("waited").map_err(|it| {
        // A socket that listens no more resets those that are in its queue.
        let is_deaf = matches!(Client::comes(server), Err(Trouble::Refused(_)));
        // Who leaves silent clients has not closed it for want of a descriptor.
        let is_turned_away = starved.is_turned_away && !is_deaf && !leaves_silent_ones(server);
        let name = match is_deaf {
            true => names.stops,
            false => names.turns_away.filter(|_| is_turned_away),
        };
        let situation = format!("{situation} Now it can. The client that waited said a line, but");
        it.when(situation, name, names.ends).or_floods(names.at_once)
    })?;
    too_long.map_or_else(|| other_errors(server, names), Err)
}

/// Another part of the program may share the listening socket, and have set it to return at once: then
/// accept gives EAGAIN.
fn other_errors(server: &Server, names: &AcceptMistakes) -> Result<(), Wrong> {
    if !held::set_nonblocking(server.process, server.address, true) {
        return Ok(());
    }
    let situation = "For a while accept failed with EAGAIN: it did not block.";
    // A call that waits already goes on waiting.
    Client::talking(server, "first")
        .map_err(|it| it.when(format!("{situation} A client came, but"), None, names.ends))?;
    let mut watch = Watch::new(server.process);
    let idle = kernel::until(4 * DEADLINE, || watch.look());
    if idle == Some(Idle::Busy) {
        let words = format!("{situation} Your server asked again and again, and did nothing else.");
        return Err(seen(words, names.at_once));
    }
    held::set_nonblocking(server.process, server.address, false);
    let next = Client::comes(server).map(Client::patiently);
    next.and_then(|mut next| next.talks("next")).map_err(|it| {
        it.when(format!("{situation} Then it did. A client came, but"), None, names.ends)
            .or_floods(names.at_once)
    })
}

/// The names of the mistakes that a thread which cannot be made shows.
pub struct ThreadMistakes {
    pub talks_itself: Name,
    pub waits_for_one: Name,
    pub expects_one: Name,
    pub stops: Name,
}

/// For a while the server's memory is at its limit: there is none for the stack of another thread.
/// Whoever is refused a thread must not keep others waiting, and must not keep its place.
pub fn no_thread(
    server: &Server,
    names: &ThreadMistakes,
    kept_open: impl Fn(&Client) -> Name,
) -> Result<(), Wrong> {
    /// More than a talk needs, and less than a stack: 2 MiB, unless the program asks for another.
    const SPARE: u64 = 1024 * 1024;
    let situation = "For a while no thread could be made for lack of memory (EAGAIN).";
    let mut witness = Client::talking(server, "witness").map_err(came)?;
    let size = server.process.memory().unwrap_or_default();
    let limit = match limits::lower(server.process, limits::Limit::Memory, size + SPARE) {
        Ok(limit) => limit,
        Err(reason) => return Ok(skip(&reason)?),
    };
    // There are two places, and one is free.
    let mut served = Vec::new();
    for _ in 0..3 {
        let mut unlucky = Client::comes(server).map_err(|it| {
            let stops = refused(&it, names.stops);
            it.when(format!("{situation} A client came, but"), stops, names.expects_one)
        })?;
        match unlucky.talks("unlucky") {
            Err(Trouble::End(_)) => {}
            // It was served after all. It is silent from now on, and has the last place.
            Ok(()) => {
                served.push(unlucky);
                break;
            }
            Err(trouble) => {
                let words = format!("{situation} A client came, and must see its end, but");
                let kept = kept_open(&unlucky);
                drop(limit);
                // Who tries again keeps it for that.
                let (words, name) = match unlucky.patiently().hears("unlucky") {
                    Ok(()) => {
                        let again = "It was served when there was memory again: meanwhile";
                        (format!("{words} did not. {again}"), names.waits_for_one)
                    }
                    Err(Trouble::End(_)) => (words, None),
                    Err(_) => (words, kept),
                };
                return Err(trouble.when(words, name, None));
            }
        }
    }
    drop(limit);
    let ended = names.expects_one;
    let words = format!("{situation} Another client talked on, but");
    witness.talks("witness").map_err(|it| it.when(words, None, ended))?;
    // One place is free now, whoever was served.
    drop(witness);
    let words = format!("{situation} Then there was memory again. A client came, but");
    let mut next = Client::comes(server).map_err(|it| {
        let stops = refused(&it, names.stops);
        it.when(&words, stops, ended)
    })?;
    next.talks("next").map_err(|it| {
        let waits = matches!(it, Trouble::Silence(_)) && server.queue() == Some(1);
        let was_served = !served.is_empty();
        drop(std::mem::take(&mut served));
        // Who talked with a client in its accepting thread comes back to accept when that talk ends.
        let is_it = waits && was_served && next.hears("next").is_ok();
        it.when(&words, names.talks_itself.filter(|_| is_it), ended)
    })
}
