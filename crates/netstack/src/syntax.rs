//! How stories and traces are written: one line at a time, word by word, with line and column.

use std::collections::VecDeque;
use std::fmt;
use std::net::{Ipv4Addr, SocketAddrV4};
use std::str::FromStr;

use crate::{
    Backlog, Event, Fd, Flags, FourTuple, Operation, Options, Receiving, Returned, Row, Segment,
    Sending, Socket, SocketId, State, quoted,
};

/// A mistake in a story or a trace, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// What is wrong, and what could stand there.
    pub message: String,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for SyntaxError {}

impl Returned {
    /// What an operation gave back, as it stands in a trace.
    pub fn read(text: &str) -> Self {
        Line::new(text, 1).returned()
    }
}

/// One line of text that is read word by word.
#[derive(Clone)]
pub(crate) struct Line<'a> {
    text: &'a str,
    number: usize,
    /// What has not been read yet, from its first word on.
    rest: &'a str,
}

impl<'a> Line<'a> {
    fn new(text: &'a str, number: usize) -> Self {
        Self { text, number, rest: text.trim_start() }
    }

    /// All lines that say something: empty ones and those that begin with `//` are left out.
    pub fn all(text: &'a str) -> impl Iterator<Item = Line<'a>> {
        let lines = text.lines().enumerate();
        lines
            .map(|(index, text)| Line::new(text.trim_end(), index + 1))
            .filter(|line| !line.rest.is_empty() && !line.rest.starts_with("//"))
    }

    /// Whether the line begins with white space.
    pub fn is_indented(&self) -> bool {
        self.text.starts_with(char::is_whitespace)
    }

    /// What has not been read yet.
    pub fn rest(&self) -> &'a str {
        self.rest
    }

    /// An error at the next word.
    pub fn error(&self, message: impl Into<String>) -> SyntaxError {
        let read = self.text.len() - self.rest.len();
        let column = self.text[..read].chars().count() + 1;
        SyntaxError { line: self.number, column, message: message.into() }
    }

    /// An error at the next word that says what could stand there.
    fn expected(&self, what: &str) -> SyntaxError {
        match self.rest.split_whitespace().next() {
            Some(word) => self.error(format!("expected {what}, found `{word}`")),
            None => self.error(format!("expected {what}, but the line ends here")),
        }
    }

    /// Reads `text` if it comes next.
    pub fn skip(&mut self, text: &str) -> bool {
        let Some(rest) = self.rest.strip_prefix(text) else { return false };
        self.rest = rest.trim_start();
        true
    }

    /// Reads `text`, which must come next.
    pub fn expect(&mut self, text: &str) -> Result<(), SyntaxError> {
        if self.skip(text) { Ok(()) } else { Err(self.expected(&format!("`{text}`"))) }
    }

    /// Reads everything up to a byte of `ends`, white space, or the end of the line.
    fn word(&mut self, ends: &[u8]) -> &'a str {
        // A verdict waits for a thousand stories, and nothing here is optimized: a loop is quickest.
        let bytes = self.rest.as_bytes();
        let mut end = 0;
        while end < bytes.len() && !bytes[end].is_ascii_whitespace() && !ends.contains(&bytes[end])
        {
            end += 1;
        }
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest.trim_start();
        word
    }

    /// Reads a word that `read` understands; `what` says what could stand there.
    fn parse<T>(
        &mut self,
        ends: &[u8],
        what: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, SyntaxError> {
        let before = self.clone();
        read(self.word(ends)).ok_or_else(|| before.expected(what))
    }

    /// Reads one of these names.
    fn name<T>(
        &mut self,
        ends: &[u8],
        what: &str,
        names: &[&str],
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, SyntaxError> {
        let before = self.clone();
        read(self.word(ends))
            .ok_or_else(|| before.expected(&format!("{what} ({})", names.join(", "))))
    }

    /// Reads a number.
    pub fn number<T: FromStr>(&mut self) -> Result<T, SyntaxError> {
        self.parse(b",)/:;", "a number", |word| word.parse().ok())
    }

    /// Reads `2.`
    pub fn number_before_dot(&mut self) -> Result<usize, SyntaxError> {
        let read = |word: &str| word.strip_suffix('.')?.parse().ok();
        self.parse(b"", "a number like `1.`", read)
    }

    /// The end of the line must come next.
    pub fn end(&self) -> Result<(), SyntaxError> {
        if self.rest.is_empty() { Ok(()) } else { Err(self.expected("the end of the line")) }
    }

    /// `198.18.203.1:80`
    fn address(&mut self) -> Result<SocketAddrV4, SyntaxError> {
        let what = "an address and port like 198.18.203.1:80";
        self.parse(b",);", what, |word| word.parse().ok())
    }

    /// `198.18.203.1:80`, or `*:*` for none.
    fn address_or_none(&mut self) -> Result<Option<SocketAddrV4>, SyntaxError> {
        if self.skip("*:*") { Ok(None) } else { self.address().map(Some) }
    }

    /// `#1`
    pub fn id(&mut self) -> Result<SocketId, SyntaxError> {
        let read = |word: &str| word.strip_prefix('#')?.parse().ok().map(SocketId);
        self.parse(b",", "a socket like #1", read)
    }

    /// `198.18.203.153:1025 → 198.18.203.1:80`; `->` may stand for the arrow.
    fn source_and_destination(&mut self) -> Result<(SocketAddrV4, SocketAddrV4), SyntaxError> {
        let source = self.address()?;
        if !self.skip("→") && !self.skip("->") {
            return Err(self.expected("`→`"));
        }
        Ok((source, self.address()?))
    }

    /// A row: `#1 LISTEN 198.18.203.1:80 *:* fd 3 queue 1/5: #2 options nodelay`, and
    /// `received "GET /" the end error ECONNRESET timer 60 s` where a socket has that. What it sends
    /// and what it expects stand last.
    pub fn row(&mut self) -> Result<Row, SyntaxError> {
        let id = self.id()?;
        let state = self.name(b"", "a state", State::NAMES, State::by_name)?;
        let local = self.address_or_none()?;
        let remote = self.address_or_none()?;
        let mut socket = Socket { state, local, remote, ..Socket::default() };
        let mut fd = None;
        if self.skip("fd") {
            fd = Some(Fd(self.number()?));
        }
        if self.skip("queue") {
            socket.backlog = Some(self.backlog()?);
        }
        if self.skip("options") {
            socket.options = self.options()?;
        }
        if self.skip("received") {
            if self.rest.starts_with('"') {
                socket.received = self.data()?;
            }
            socket.ended = self.skip("the end");
        }
        if self.skip("error") {
            let what = "an error number like ECONNRESET";
            socket.error = Some(self.parse(b"", what, |word| word.parse().ok())?);
        }
        if self.skip("timer") {
            socket.timer = Some(self.number()?);
            self.expect("s")?;
        }
        if self.skip("una") {
            socket.sending = Some(Box::new(self.sending()?));
        }
        if self.skip("rcv.nxt") {
            let nxt = self.number()?;
            self.expect("rcv.wnd")?;
            socket.receiving = Some(Receiving { nxt, window: self.number()? });
        }
        self.end()?;
        Ok(Row { id, socket, fd })
    }

    /// `101 "HTTP/1.1" nxt 109 " 200 OK" fin 116 window 24 mss 8 limit 64 timer 2 s tries 1`. What is
    /// sent stands before `nxt`, and what is not sent yet behind it.
    fn sending(&mut self) -> Result<Sending, SyntaxError> {
        let mut sending = Sending { una: self.number()?, ..Sending::default() };
        if self.rest.starts_with('"') {
            sending.buffer = self.data()?;
        }
        self.expect("nxt")?;
        sending.nxt = self.number()?;
        if self.rest.starts_with('"') {
            sending.buffer.append(&mut self.data()?);
        }
        if self.skip("fin") {
            sending.fin = Some(self.number()?);
        }
        self.expect("window")?;
        sending.window = self.number()?;
        self.expect("mss")?;
        sending.mss = self.number()?;
        self.expect("limit")?;
        sending.limit = self.number()?;
        if self.skip("timer") {
            sending.timer = Some(self.number()?);
            self.expect("s")?;
        }
        if self.skip("tries") {
            sending.tries = self.number()?;
        }
        Ok(sending)
    }

    /// `"GET /"`, with the escapes that [`u8::escape_ascii`] writes.
    fn data(&mut self) -> Result<Vec<u8>, SyntaxError> {
        let rest = self.rest;
        let what = r#"data in quotation marks, like "GET /\r\n""#;
        let (data, length) = quoted::read(rest).ok_or_else(|| self.expected(what))?;
        self.skip(&rest[..length]);
        Ok(data)
    }

    /// `32768-60999`
    pub fn ports(&mut self) -> Result<(u16, u16), SyntaxError> {
        let before = self.clone();
        let first = self.parse(b"-", "a port", |word| word.parse().ok())?;
        self.expect("-")?;
        let last = self.number()?;
        if last < first {
            return Err(before.error("the last port is below the first"));
        }
        self.end()?;
        Ok((first, last))
    }

    /// `198.18.203.1, 198.18.203.2`
    pub fn addresses(&mut self) -> Result<Vec<Ipv4Addr>, SyntaxError> {
        let mut addresses = Vec::new();
        loop {
            let what = "an address like 198.18.203.1";
            addresses.push(self.parse(b",", what, |word| word.parse().ok())?);
            if !self.skip(",") {
                self.end()?;
                return Ok(addresses);
            }
        }
    }

    /// `1/5: #2`
    fn backlog(&mut self) -> Result<Backlog, SyntaxError> {
        let before = self.clone();
        let length: usize = self.number()?;
        self.expect("/")?;
        let limit = self.number()?;
        let mut waiting = VecDeque::new();
        if self.skip(":") {
            while self.rest.starts_with('#') {
                waiting.push_back(self.id()?);
            }
        }
        if waiting.len() != length {
            let message = format!("the queue's length is {length}, but it holds {}", waiting.len());
            return Err(before.error(message));
        }
        Ok(Backlog { limit, waiting })
    }

    /// `keepalive,nodelay`
    fn options(&mut self) -> Result<Options, SyntaxError> {
        let mut options = Options::default();
        loop {
            self.name(b",", "an option", &Options::NAMES, |word| {
                options.by_name(word).map(|on| *on = true)
            })?;
            if !self.skip(",") {
                return Ok(options);
            }
        }
    }

    /// `SYN+ACK`
    fn flags(&mut self) -> Result<Flags, SyntaxError> {
        let mut flags = Flags::default();
        loop {
            self.parse(b"+", "SYN, ACK, FIN or RST", |word| {
                flags.by_name(word).map(|on| *on = true)
            })?;
            if !self.skip("+") {
                return Ok(flags);
            }
        }
    }

    /// Whether a segment comes next.
    fn is_segment(&self) -> bool {
        Flags::NAMES.iter().any(|name| self.rest.starts_with(name))
    }

    /// A segment, as [`Segment`] prints it. It may have no flag at all: a mistake, but it is sent.
    fn segment(&mut self) -> Result<Segment, SyntaxError> {
        let before = self.clone();
        match self.segment_and_window()? {
            (segment, 0) => Ok(segment),
            (..) => Err(before.error("only a segment that arrives tells its window")),
        }
    }

    /// A segment that arrives, and how many bytes its sender has room for.
    fn segment_and_window(&mut self) -> Result<(Segment, u32), SyntaxError> {
        let mut window = 0;
        let flags = if self.is_segment() { self.flags()? } else { Flags::default() };
        let (source, destination) = self.source_and_destination()?;
        let mut segment = Segment::new(flags, source, destination);
        if self.skip("seq") {
            segment.seq = self.number()?;
        }
        if self.skip("ack") {
            segment.ack = self.number()?;
        }
        if self.skip("window") {
            window = self.number()?;
        }
        if self.rest.starts_with('"') {
            segment.data = self.data()?;
        }
        Ok((segment, window))
    }

    /// What happens in a step, as [`Event`] prints it.
    pub fn event(&mut self) -> Result<Event, SyntaxError> {
        if self.skip("given:") {
            return Ok(Event::Given(self.rest.to_owned()));
        }
        self.operation().map(Event::Operation)
    }

    /// What an operation gave back, as [`Returned`] prints it: all that is left of the line.
    pub fn returned(&mut self) -> Returned {
        let mut copy = self.clone();
        let known = copy.known_return().ok().filter(|_| copy.rest.is_empty());
        known.unwrap_or_else(|| Returned::Words(self.rest.to_owned()))
    }

    fn known_return(&mut self) -> Result<Returned, SyntaxError> {
        let words = self.rest;
        let looks = words.strip_suffix(" looks in 100 lookups").and_then(|it| it.parse().ok());
        let whole = match words {
            "0" => Some(Returned::Zero),
            "sends nothing" => Some(Returned::Sends(Vec::new())),
            "taken" => Some(Returned::Taken(true)),
            "dropped" => Some(Returned::Taken(false)),
            "nobody" => Some(Returned::Socket(None)),
            _ => words.parse().ok().map(Returned::Error).or(looks.map(Returned::Looks)),
        };
        if let Some(whole) = whole {
            self.skip(words);
            return Ok(whole);
        }
        if let Some(count) = words.strip_suffix(" bytes").or(words.strip_suffix(" byte")) {
            let before = self.clone();
            self.skip(words);
            return count.parse().map(Returned::Bytes).map_err(|_| before.expected("a number"));
        }
        if words.starts_with('"') {
            return self.data().map(Returned::Data);
        }
        if words.starts_with('#') {
            return self.id().map(|id| Returned::Socket(Some(id)));
        }
        if self.skip("fd") {
            let fd = Fd(self.number()?);
            return Ok(match self.skip(",") {
                true => Returned::Accepted(fd, self.address()?),
                false => Returned::Descriptor(fd),
            });
        }
        if self.skip("delivers") {
            return self.segment().map(Returned::Delivers);
        }
        let mut segments = Vec::new();
        loop {
            self.expect("sends")?;
            segments.push(self.segment()?);
            if !self.skip(";") {
                return Ok(Returned::Sends(segments));
            }
        }
    }

    /// An operation, as [`Operation`] prints it.
    pub fn operation(&mut self) -> Result<Operation, SyntaxError> {
        let operation = if self.skip("socket(") {
            Operation::Socket
        } else if self.skip("bind(") {
            let fd = self.first_of_two()?;
            Operation::Bind { fd, address: self.address()? }
        } else if self.skip("listen(") {
            let fd = self.first_of_two()?;
            Operation::Listen { fd, backlog: self.number()? }
        } else if self.skip("connect(") {
            let fd = self.first_of_two()?;
            Operation::Connect { fd, to: self.address()? }
        } else if self.skip("send(") {
            let fd = self.first_of_two()?;
            Operation::Send { fd, data: self.data()? }
        } else if self.skip("recv(") {
            let fd = self.first_of_two()?;
            Operation::Recv { fd, most: self.number()? }
        } else if self.skip("shutdown(") {
            let fd = self.first_of_two()?;
            self.expect("SHUT_WR")?;
            Operation::Shutdown { fd }
        } else if self.skip("close(") {
            Operation::Close { fd: Fd(self.number()?) }
        } else if self.skip("accept(") {
            Operation::Accept { fd: Fd(self.number()?) }
        } else if self.skip("lookup(") {
            Operation::Lookup(self.tuple()?)
        } else if self.skip("index(") {
            Operation::Index(self.tuple()?)
        } else if self.skip("count looks(") {
            Operation::CountLooks { connections: self.number()? }
        } else if self.is_segment() {
            let (segment, window) = self.segment_and_window()?;
            self.expect(", finds")?;
            let finds = if self.skip("nobody") { None } else { Some(self.id()?) };
            let copy_of = if self.skip(", a copy of") { Some(self.id()?) } else { None };
            self.end()?;
            return Ok(Operation::Arrives { segment, window, finds, copy_of });
        } else if self.rest.starts_with('#') {
            let id = self.parse(b":", "a socket like #1", |word| {
                word.strip_prefix('#')?.parse().ok().map(SocketId)
            })?;
            let operation = if self.skip("may send") {
                Operation::Output { id }
            } else if self.skip(": the timer runs out") {
                Operation::Expires { id }
            } else {
                return Err(self.expected("`may send` or `: the timer runs out`"));
            };
            self.end()?;
            return Ok(operation);
        } else if self.rest.starts_with(|c: char| c.is_ascii_digit()) {
            let seconds = self.number()?;
            self.expect("s pass")?;
            self.end()?;
            return Ok(Operation::Pass { seconds });
        } else {
            return Err(self.expected("an operation like `listen(3, 5)`, `accept(3)` or `SYN …`"));
        };
        self.expect(")")?;
        self.end()?;
        Ok(operation)
    }

    /// A descriptor, and the comma behind it.
    fn first_of_two(&mut self) -> Result<Fd, SyntaxError> {
        let fd = Fd(self.number()?);
        self.expect(",")?;
        Ok(fd)
    }

    fn tuple(&mut self) -> Result<FourTuple, SyntaxError> {
        let (remote, local) = self.source_and_destination()?;
        Ok(FourTuple { local, remote })
    }
}
