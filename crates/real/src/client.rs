//! A client of a program that is judged: it connects, says, hears, and sees the end. It waits with a
//! deadline of its own for each of these, and no longer than there is hope.
//!
//! What it meets in place of what it waits for is a [`Trouble`]. With the situation in words it is
//! [`Wrong`]; what became of the server, this one says ([`Server::explain`](crate::server::Server)).

use std::fmt;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use grader::process::Process;
use grader::{DEADLINE, Failure};
use socket2::{Domain, Socket, Type};

use crate::idle::{self, InVain};
use crate::kernel;

/// A known mistake, if it is one.
pub type Name = Option<&'static str>;

/// One end of a connection with a program. The other is the program's.
#[derive(Debug)]
pub struct Client {
    /// The connection. It does not wait: a read or a write that would have to gives `WouldBlock`.
    pub stream: TcpStream,
    /// The client's own address and port.
    pub local: SocketAddr,
    process: Process,
    unsaid: Vec<u8>,
    heard: Vec<u8>,
    end: Option<End>,
    /// An error is told once: to a write, or to a read.
    reset: Option<ErrorKind>,
    is_patient: bool,
}

/// How a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// By a FIN: nothing more comes.
    Closed,
    /// By an error of this kind: a reset, as a rule.
    Reset(ErrorKind),
}

/// What a client meets in place of what it waits for.
#[derive(Debug)]
pub enum Trouble {
    /// It cannot connect.
    Refused(io::Error),
    /// It hears nothing.
    Silence(InVain),
    /// The stream ends.
    End(End),
    /// It hears this and not that.
    Other(String, String),
    /// It hears far too much.
    TooMuch,
    /// This machine does not let it do its part.
    Fault(String),
}

/// What is wrong with a server, before it is known what became of it.
#[derive(Debug)]
pub enum Wrong {
    /// A client met trouble.
    Met {
        /// What was going on: "A client came, but it heard nothing."
        words: String,
        /// Whether a connection broke. Then the whole server may be about to end.
        broke: bool,
        /// The mistake, if the server still runs.
        mistake: Name,
        /// The mistake, if this has ended the server.
        ended: Name,
        /// The mistake, if the server has printed far too much.
        floods: Name,
    },
    /// What became of the server does not matter.
    Is(Failure),
}

/// How much may have been heard and not been made use of.
const MOST: usize = 16 * 1024 * 1024;

/// Most answers come sooner. Until then nobody looks at the process, and an answer is heard at once.
const MOMENT: Duration = Duration::from_millis(10);

/// How long a client waits while something comes, but never what it waits for.
const LONGEST: Duration = Duration::from_secs(4 * DEADLINE.as_secs());

impl Client {
    /// Connects. The kernel does this without the program.
    ///
    /// # Errors
    ///
    /// The trouble.
    pub fn connect(to: SocketAddr, process: Process) -> Result<Self, Trouble> {
        Self::connect_as(to, process, |_| Ok(()))
    }

    /// Connects a socket that has been made ready for it: it has an address, or small buffers.
    ///
    /// # Errors
    ///
    /// The trouble.
    pub fn connect_as(
        to: SocketAddr,
        process: Process,
        prepare: impl FnOnce(&Socket) -> io::Result<()>,
    ) -> Result<Self, Trouble> {
        let fault = |error: io::Error| Trouble::Fault(format!("a client has no socket: {error}"));
        let socket = Socket::new(Domain::for_address(to), Type::STREAM, None).map_err(fault)?;
        prepare(&socket).map_err(fault)?;
        let outcome = socket.connect_timeout(&to.into(), DEADLINE);
        Self::that_has_called(socket, outcome, to, process)
    }

    /// What a client is when its connect has returned.
    fn that_has_called(
        socket: Socket,
        outcome: io::Result<()>,
        to: SocketAddr,
        process: Process,
    ) -> Result<Self, Trouble> {
        let reset = match outcome {
            Ok(()) => None,
            // It was connected, and the server's reset came before anybody looked.
            Err(error) if error.kind() == ErrorKind::ConnectionReset => Some(error),
            Err(error) => return Err(cannot_connect(to, error)),
        };
        match (Self::of(socket.into(), process), reset) {
            (Ok(client), reset) => Ok(Self { reset: reset.map(|error| error.kind()), ..client }),
            // Not every system has a use for such a socket.
            (Err(_), Some(reset)) => Err(cannot_connect(to, reset)),
            (Err(error), None) => Err(Trouble::Fault(format!("a client has no socket: {error}"))),
        }
    }

    /// The grader's end of a connection with this process.
    ///
    /// # Errors
    ///
    /// The error of the socket.
    pub fn of(stream: TcpStream, process: Process) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        stream.set_read_timeout(Some(MOMENT))?;
        let local = stream.local_addr()?;
        let (unsaid, heard) = (Vec::new(), Vec::new());
        let (end, reset, is_patient) = (None, None, false);
        Ok(Self { stream, local, process, unsaid, heard, end, reset, is_patient })
    }

    /// Waits to the deadline from now on, even for a program that rests: it may pause for a second. After
    /// the deadline it goes on as long as there is hope.
    #[must_use]
    pub fn patiently(mut self) -> Self {
        self.is_patient = true;
        self
    }

    /// Says something, and waits until the kernel has taken it: so many bytes, if not all. Whether the
    /// connection is broken shows when one listens.
    pub fn says(&mut self, words: impl AsRef<[u8]>) -> usize {
        self.unsaid.extend_from_slice(words.as_ref());
        let all = self.unsaid.len();
        // Each time that some of it is taken is a new hope.
        while !self.unsaid.is_empty() && self.until(Self::says_more).is_ok_and(|said| said) {}
        all - std::mem::take(&mut self.unsaid).len()
    }

    /// Says something in pieces, and gives the program time to take in each of them, where that shows: so
    /// the next piece is another read. Who does not take in one is not waited for again. So many bytes the
    /// kernel has taken.
    pub fn says_in_pieces(&mut self, pieces: &[impl AsRef<[u8]>]) -> usize {
        let (process, mut said, mut takes_in) = (self.process, 0, true);
        for piece in pieces {
            let mut say = || said += self.says(piece);
            if takes_in {
                ((), takes_in) = idle::takes_in(process, say);
            } else {
                say();
            }
        }
        said
    }

    /// Says what the kernel takes of it at once, and the rest while it waits for something.
    pub fn will_say(&mut self, words: impl AsRef<[u8]>) {
        self.unsaid.extend_from_slice(words.as_ref());
        self.unsaid();
    }

    /// What the kernel has not taken yet. It is asked again.
    pub fn unsaid(&mut self) -> &mut Vec<u8> {
        while self.says_more() == Some(true) {}
        &mut self.unsaid
    }

    /// Says a part of what is unsaid. `None`: not now. False: there is nothing, or nobody to hear it.
    fn says_more(&mut self) -> Option<bool> {
        if self.unsaid.is_empty() {
            return Some(false);
        }
        match (&self.stream).write(&self.unsaid) {
            Ok(length) => drop(self.unsaid.drain(..length)),
            Err(error) => match error.kind() {
                ErrorKind::Interrupted => {}
                ErrorKind::WouldBlock => return None,
                kind => {
                    self.reset = self.reset.or((kind != ErrorKind::BrokenPipe).then_some(kind));
                    return Some(false);
                }
            },
        }
        Some(true)
    }

    /// Says that it will say no more.
    pub fn says_no_more(&self) {
        let _ = self.stream.shutdown(Shutdown::Write);
    }

    /// Goes away without a word: the connection is reset.
    pub fn resets(self) {
        // A reset or a plain end: the talk ends by either.
        let _ = Socket::from(self.stream).set_linger(Some(Duration::ZERO));
    }

    /// What has come until now, and has not been made use of. Does not wait.
    pub fn heard(&mut self) -> &mut Vec<u8> {
        self.take_in();
        &mut self.heard
    }

    /// Whether nothing has come until now, not even the end. Does not wait.
    pub fn hears_nothing(&mut self) -> bool {
        self.take_in();
        self.heard.is_empty() && self.end.is_none()
    }

    /// How the stream has ended, if it has. Does not wait.
    pub fn end(&mut self) -> Option<End> {
        self.take_in();
        self.end
    }

    /// Hears until there is what one waits for. `take` looks for it in what has come, and takes it out.
    ///
    /// # Errors
    ///
    /// The trouble.
    pub fn hears<T>(
        &mut self,
        mut take: impl FnMut(&mut Vec<u8>) -> Option<T>,
    ) -> Result<T, Trouble> {
        let start = Instant::now();
        loop {
            if let Some(found) = take(&mut self.heard) {
                return Ok(found);
            }
            match self.end {
                Some(end) => return Err(Trouble::End(end)),
                None if self.heard.len() > MOST => return Err(Trouble::TooMuch),
                None if start.elapsed() >= LONGEST => return Err(Trouble::Silence(InVain::Late)),
                None => self.hears_more()?,
            }
        }
    }

    /// Hears a line, without its end.
    ///
    /// # Errors
    ///
    /// The trouble.
    pub fn hears_a_line(&mut self) -> Result<String, Trouble> {
        self.hears(line)
    }

    /// The next line that has come, if one has. Does not wait.
    pub fn line(&mut self) -> Option<String> {
        self.take_in();
        line(&mut self.heard)
    }

    /// Hears the end of the stream; an error is one too.
    ///
    /// # Errors
    ///
    /// The trouble; something else is one.
    pub fn hears_the_end(&mut self) -> Result<End, Trouble> {
        match self.hears(|heard| (!heard.is_empty()).then(|| std::mem::take(heard))) {
            Err(Trouble::End(end)) => Ok(end),
            Err(trouble) => Err(trouble),
            Ok(heard) => {
                let heard = String::from_utf8_lossy(&heard);
                let line = heard.lines().next().unwrap_or_default().to_owned();
                Err(Trouble::Other(line, "the end".to_owned()))
            }
        }
    }

    fn hears_more(&mut self) -> Result<(), Trouble> {
        let had = self.heard.len();
        let more = self.until(|it| {
            if it.unsaid().is_empty() {
                it.waits_for_a_moment();
            }
            it.take_in();
            (it.end.is_some() || it.heard.len() > had).then_some(())
        });
        more.map_err(Trouble::Silence)
    }

    /// Until something comes, but for no longer than [`MOMENT`].
    fn waits_for_a_moment(&mut self) {
        if self.stream.set_nonblocking(false).is_ok() {
            if let Err(error) = self.stream.peek(&mut [0]) {
                let is_none = [ErrorKind::WouldBlock, ErrorKind::TimedOut, ErrorKind::Interrupted];
                let kind = Some(error.kind()).filter(|kind| !is_none.contains(kind));
                self.reset = self.reset.or(kind);
            }
            let _ = self.stream.set_nonblocking(true);
        }
    }

    fn take_in(&mut self) {
        if self.end.is_none() {
            let end = read(&self.stream, &mut self.heard);
            self.end = end.map(|end| self.reset.map_or(end, End::Reset));
        }
    }

    fn until<T>(&mut self, mut look: impl FnMut(&mut Self) -> Option<T>) -> Result<T, InVain> {
        // Who still works then, or waits for a processor, has not had its pause yet.
        if self.is_patient
            && let Some(found) = kernel::until(DEADLINE, || look(self))
        {
            return Ok(found);
        }
        let (local, peer) = (self.local, self.stream.peer_addr());
        let has_come = || peer.as_ref().is_ok_and(|peer| nothing_is_on_its_way(local, *peer));
        idle::until_all_has_come(self.process, has_come, || look(self))
    }
}

fn cannot_connect(to: SocketAddr, error: io::Error) -> Trouble {
    match error.kind() {
        ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset | ErrorKind::TimedOut => {
            Trouble::Refused(error)
        }
        _ => Trouble::Fault(format!("a client cannot connect to {to}: {error}")),
    }
}

/// Whether a connection carries nothing that could still wake up the peer, or be heard: it has all that
/// was said, or at least something to read, and all that it has written has come.
fn nothing_is_on_its_way(local: SocketAddr, peer: SocketAddr) -> bool {
    let Ok(rows) = kernel::rows() else { return true };
    let queues = |local, remote| {
        let row = rows.iter().find(|row| (row.local, row.remote) == (local, remote));
        row.map_or([0; 2], |row| [row.send_queue, row.receive_queue])
    };
    let ([said, unheard], [sent, unread]) = (queues(local, peer), queues(peer, local));
    (sent, unheard) == (0, 0) && (said == 0 || unread > 0)
}

/// Takes in what has come, and whether that was all. Does not wait.
fn read(mut stream: &TcpStream, heard: &mut Vec<u8>) -> Option<End> {
    let mut buffer = [0; 16 * 1024];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => return Some(End::Closed),
            Ok(length) => {
                heard.extend_from_slice(&buffer[..length]);
                // There may be no end of it.
                if length < buffer.len() || heard.len() > MOST {
                    return None;
                }
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => return None,
            Err(error) => return Some(End::Reset(error.kind())),
        }
    }
}

fn line(heard: &mut Vec<u8>) -> Option<String> {
    let end = heard.iter().position(|byte| *byte == b'\n')?;
    let line: Vec<_> = heard.drain(..=end).collect();
    Some(String::from_utf8_lossy(&line[..end]).into_owned())
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(error) => write!(f, "it could not connect ({error})"),
            Self::Silence(_) => f.write_str("it heard nothing"),
            Self::End(End::Closed) => f.write_str("its stream ended"),
            Self::End(End::Reset(kind)) => write!(f, "its connection broke ({kind})"),
            Self::Other(line, expected) => write!(f, "it heard `{line}`, and not `{expected}`"),
            Self::TooMuch => write!(f, "it heard more than {} MiB", MOST / 1024 / 1024),
            Self::Fault(sentence) => f.write_str(sentence),
        }
    }
}

impl Trouble {
    /// What was going on: "A client …, but". The mistake, and the mistake if it has ended the server.
    pub fn when(self, situation: impl fmt::Display, mistake: Name, ended: Name) -> Wrong {
        let broke = matches!(self, Self::Refused(_) | Self::End(_));
        match self {
            Self::Fault(sentence) => Wrong::Is(Failure::Fault(sentence)),
            trouble => {
                let words = format!("{situation} {trouble}.");
                Wrong::Met { words, broke, mistake, ended, floods: None }
            }
        }
    }
}

/// What a check has seen, whatever became of the server.
pub fn seen(words: impl Into<String>, mistake: Name) -> Wrong {
    Wrong::Is(Failure::Seen(words.into(), mistake))
}

impl Wrong {
    /// The mistake, if the server has printed far too much.
    #[must_use]
    pub fn or_floods(mut self, name: Name) -> Self {
        if let Self::Met { floods, .. } = &mut self {
            *floods = name;
        }
        self
    }
}

impl From<Failure> for Wrong {
    fn from(failure: Failure) -> Self {
        Self::Is(failure)
    }
}

/// A sentence about the machine.
impl From<String> for Wrong {
    fn from(sentence: String) -> Self {
        Self::Is(Failure::Fault(sentence))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::{Ipv4Addr, TcpListener};

    /// A client, and the other end of its connection. The process is this one: it does not rest.
    fn connected() -> (Client, TcpStream) {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let process = Process::new(std::process::id());
        let client = Client::connect(listener.local_addr().unwrap(), process).unwrap();
        (client, listener.accept().unwrap().0)
    }

    #[test]
    fn it_hears_line_by_line_up_to_the_end() {
        let (mut client, mut server) = connected();
        assert!(client.hears_nothing() && client.line().is_none());
        server.write_all(b"one\ntwo\nthr").unwrap();
        assert_eq!(client.hears_a_line().unwrap(), "one");
        assert_eq!(client.line().as_deref(), Some("two"));
        server.write_all(b"ee\n").unwrap();
        assert_eq!(client.hears_a_line().unwrap(), "three");
        drop(server);
        assert!(matches!(client.hears_a_line(), Err(Trouble::End(End::Closed))));
        assert_eq!(client.hears_the_end().unwrap(), End::Closed);
    }

    #[test]
    fn a_reset_is_an_end_too() {
        let (mut client, server) = connected();
        Socket::from(server).set_linger(Some(Duration::ZERO)).unwrap();
        let end = client.hears_the_end().unwrap();
        if cfg!(windows) && end == End::Closed {
            grader::tell_people("not checked: Wine shows a reset as a plain end");
            return;
        }
        assert_eq!(end, End::Reset(ErrorKind::ConnectionReset));
        assert_eq!(client.says("a"), 0);
        // The error may be told to a write.
        let (mut client, server) = connected();
        Socket::from(server).set_linger(Some(Duration::ZERO)).unwrap();
        while client.says("a") > 0 {}
        assert_eq!(client.hears_the_end().unwrap(), end);
    }

    #[test]
    fn what_is_not_the_end_is_told() {
        let (mut client, mut server) = connected();
        server.write_all(b"and another thing\n").unwrap();
        let trouble = client.hears_the_end().unwrap_err();
        assert_eq!(trouble.to_string(), "it heard `and another thing`, and not `the end`");
    }

    #[test]
    fn it_says_all_that_is_read() {
        let (mut client, mut server) = connected();
        let many = vec![b'x'; 8 * 1024 * 1024];
        client.will_say(&many);
        assert!(!client.unsaid().is_empty(), "nobody has read");
        let read = std::thread::spawn(move || {
            let mut heard = Vec::new();
            server.read_to_end(&mut heard).unwrap();
            heard.len()
        });
        client.says("x");
        client.says_no_more();
        assert_eq!(read.join().unwrap(), many.len() + 1);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn who_was_reset_before_connect_returned_was_connected() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let to = listener.local_addr().unwrap();
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        socket.connect(&to.into()).unwrap();
        let server = Socket::from(listener.accept().unwrap().0);
        server.set_linger(Some(Duration::ZERO)).unwrap();
        drop(server);
        // The error that connect would give back.
        let error = kernel::until(DEADLINE, || socket.take_error().unwrap()).unwrap();
        let process = Process::new(std::process::id());
        let mut client = Client::that_has_called(socket, Err(error), to, process).unwrap();
        assert_eq!(client.end(), Some(End::Reset(ErrorKind::ConnectionReset)));
    }

    #[test]
    fn nobody_listens() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let refused = Client::connect(address, Process::new(std::process::id()));
        assert!(matches!(refused, Err(Trouble::Refused(_))));
    }
}
