//! Given: all that a server waits for, in one place: a signal, the end of a talk, a client, a time.
//!
//! A signal comes at any moment, and little may be done in its handler (signal-safety(7)). So the
//! handler only writes a byte into a pipe. The loop waits for the pipe, as it waits for the listening
//! socket: with poll(2). A talk that ends writes a byte into another pipe. This is known as the
//! self-pipe trick.

use std::io::{self, ErrorKind, Read, Write};
#[cfg(not(unix))]
use std::net::TcpStream as Pipe;
#[cfg(unix)]
use std::os::unix::net::UnixStream as Pipe;
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use socket2::Socket;

/// What has happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A signal has come: SIGINT (Ctrl-C) or SIGTERM (`kill`).
    Signal,
    /// A talk has ended, and its connection is closed.
    TalkEnded,
    /// A client is in the queue of the listening socket.
    Client,
    /// It is as late as the deadline.
    Deadline,
}

/// Where events come from.
#[derive(Debug)]
pub struct Events {
    /// A byte for each signal. There are none on Windows.
    signals: Option<Pipe>,
    /// A byte for each talk that has ended.
    ended: Pipe,
    /// The other end of it. Each talk has a copy.
    end: Pipe,
    talks: usize,
}

impl Events {
    /// From now on signals are events.
    pub(super) fn new() -> io::Result<Self> {
        let signals = signals()?;
        let (ended, end) = pipe()?;
        Ok(Self { signals, ended, end, talks: 0 })
    }

    /// Waits until something happens, and takes it: it is not told again. Where several things have
    /// happened, they are told one by one, in the order in which [`Event`] names them.
    ///
    /// [`Event::Client`] is told only if a `listener` is given, and as long as a client is in its
    /// queue. [`Event::Deadline`] is told only if a `deadline` is given and nothing else has
    /// happened.
    ///
    /// # Errors
    ///
    /// The error of poll(2).
    pub fn next(
        &mut self,
        listener: Option<&Socket>,
        deadline: Option<Instant>,
    ) -> io::Result<Event> {
        loop {
            let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            let [signal, ended, client] = self.ready(listener, left)?;
            if signal && let Some(signals) = &mut self.signals {
                signals.read_exact(&mut [0])?;
                return Ok(Event::Signal);
            }
            if ended {
                self.ended.read_exact(&mut [0])?;
                self.talks -= 1;
                return Ok(Event::TalkEnded);
            }
            if client {
                return Ok(Event::Client);
            }
            if deadline.is_some_and(|deadline| deadline <= Instant::now()) {
                return Ok(Event::Deadline);
            }
        }
    }

    /// How many talks go on. One that has ended counts until `next` has told of it.
    pub fn talks(&self) -> usize {
        self.talks
    }

    /// Begins a talk with a client that was accepted, in a thread of its own, and returns at once.
    ///
    /// This service is an echo: whatever the client sends comes back. The talk ends when the client
    /// ends its stream, or is silent for as long as `idle`. Then its connection is closed.
    ///
    /// # Errors
    ///
    /// The error of the socket, or of the thread that cannot be made. The connection is closed.
    pub fn begin_talk(&mut self, client: Socket, idle: Duration) -> io::Result<()> {
        // On some systems the copy of a nonblocking socket is nonblocking too.
        client.set_nonblocking(false)?;
        client.set_read_timeout(Some(idle))?;
        client.set_write_timeout(Some(idle))?;
        let ended = Ended(self.end.try_clone()?);
        self.talks += 1;
        thread::Builder::new().spawn(move || {
            // The last is dropped first: the connection is closed, and then this is told. So it is
            // after a panic too.
            let _ended = ended;
            let client = client;
            // An error is the end of this talk and of no other.
            let _ = echo(&client);
        })?;
        Ok(())
    }

    /// Waits for as long as `left`. Says what is ready: a signal, the end of a talk, a client.
    fn ready(&self, listener: Option<&Socket>, left: Option<Duration>) -> io::Result<[bool; 3]> {
        // A time that has no place in a timespec is as good as none.
        let left = left.and_then(|left| Timespec::try_from(left).ok());
        let mut list = vec![PollFd::new(&self.ended, PollFlags::IN)];
        list.extend(self.signals.iter().map(|signals| PollFd::new(signals, PollFlags::IN)));
        list.extend(listener.map(|listener| PollFd::new(listener, PollFlags::IN)));
        match poll(&mut list, left.as_ref()) {
            // The handler of a signal has run. Its byte is there now.
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let ready: Vec<_> = list.iter().map(|it| !it.revents().is_empty()).collect();
        let signals = usize::from(self.signals.is_some());
        let client = ready.get(1 + signals).copied().unwrap_or_default();
        Ok([signals == 1 && ready[1], ready[0], client])
    }
}

/// Tells of a talk's end when it is dropped.
struct Ended(Pipe);

impl Drop for Ended {
    fn drop(&mut self) {
        // Nobody reads it any more if the program ends.
        let _ = self.0.write_all(&[0]);
    }
}

/// Sends back whatever comes, until the client ends its stream.
fn echo(mut client: &Socket) -> io::Result<()> {
    let mut buffer = [0; 1024];
    loop {
        match client.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(length) => client.write_all(&buffer[..length])?,
            // A signal may come to any thread of a process. A read that has a time limit is not begun
            // anew after it, as others are (signal(7)).
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Has the handlers of SIGINT and SIGTERM write into a pipe, and gives its other end.
#[cfg(unix)]
fn signals() -> io::Result<Option<Pipe>> {
    use signal_hook::consts::{SIGINT, SIGTERM};

    let (signals, write) = pipe()?;
    signal_hook::low_level::pipe::register(SIGINT, write.try_clone()?)?;
    signal_hook::low_level::pipe::register(SIGTERM, write)?;
    Ok(Some(signals))
}

/// Windows has no signals that one could wait for in this way: Ctrl-C ends the program at once.
#[cfg(not(unix))]
fn signals() -> io::Result<Option<Pipe>> {
    Ok(None)
}

#[cfg(unix)]
fn pipe() -> io::Result<(Pipe, Pipe)> {
    Pipe::pair()
}

/// poll of Windows takes sockets alone, and a pair of connected sockets is made by hand.
#[cfg(not(unix))]
fn pipe() -> io::Result<(Pipe, Pipe)> {
    let listener = std::net::TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, 0))?;
    let write = Pipe::connect(listener.local_addr()?)?;
    loop {
        let (read, peer) = listener.accept()?;
        if peer == write.local_addr()? {
            return Ok((read, write));
        }
    }
}
