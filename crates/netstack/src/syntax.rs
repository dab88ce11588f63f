//! How stories and traces are written: one line at a time, word by word, with line and column.

use std::collections::VecDeque;
use std::fmt;
use std::net::SocketAddrV4;
use std::str::FromStr;

use crate::{
    Backlog, Fd, Flags, FourTuple, Operation, Options, Row, Segment, Socket, SocketId, State,
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

/// One line of text that is read word by word.
#[derive(Clone)]
pub(crate) struct Line<'a> {
    text: &'a str,
    number: usize,
    position: usize,
}

impl<'a> Line<'a> {
    /// All lines that say something: empty ones and those that begin with `//` are left out.
    pub fn all(text: &'a str) -> impl Iterator<Item = Line<'a>> {
        let lines = text.lines().enumerate();
        lines
            .map(|(index, text)| Line { text: text.trim_end(), number: index + 1, position: 0 })
            .filter(|line| !line.rest().is_empty() && !line.rest().starts_with("//"))
    }

    /// Whether the line begins with white space.
    pub fn is_indented(&self) -> bool {
        self.text.starts_with(char::is_whitespace)
    }

    /// What has not been read yet.
    pub fn rest(&self) -> &'a str {
        self.text[self.position..].trim_start()
    }

    /// An error at the next word.
    pub fn error(&self, message: impl Into<String>) -> SyntaxError {
        let read = self.text.len() - self.rest().len();
        let column = self.text[..read].chars().count() + 1;
        SyntaxError { line: self.number, column, message: message.into() }
    }

    /// An error at the next word that says what could stand there.
    fn expected(&self, what: &str) -> SyntaxError {
        match self.rest().split_whitespace().next() {
            Some(word) => self.error(format!("expected {what}, found `{word}`")),
            None => self.error(format!("expected {what}, but the line ends here")),
        }
    }

    /// Reads `text` if it comes next.
    pub fn skip(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.position = self.text.len() - self.rest().len() + text.len();
        }
        found
    }

    /// Reads `text`, which must come next.
    pub fn expect(&mut self, text: &str) -> Result<(), SyntaxError> {
        if self.skip(text) { Ok(()) } else { Err(self.expected(&format!("`{text}`"))) }
    }

    /// Reads everything up to a character of `ends`, white space, or the end of the line.
    fn word(&mut self, ends: &[char]) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c: char| c.is_whitespace() || ends.contains(&c));
        let word = &rest[..end.unwrap_or(rest.len())];
        self.skip(word);
        word
    }

    /// Reads a word that `read` understands; `what` says what could stand there.
    fn parse<T>(
        &mut self,
        ends: &[char],
        what: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, SyntaxError> {
        let before = self.clone();
        read(self.word(ends)).ok_or_else(|| before.expected(what))
    }

    /// Reads a number.
    pub fn number<T: FromStr>(&mut self) -> Result<T, SyntaxError> {
        self.parse(&[',', ')', '/', ':'], "a number", |word| word.parse().ok())
    }

    /// Reads `2.`
    pub fn number_before_dot(&mut self) -> Result<usize, SyntaxError> {
        let read = |word: &str| word.strip_suffix('.')?.parse().ok();
        self.parse(&[], "a number like `1.`", read)
    }

    /// The end of the line must come next.
    pub fn end(&self) -> Result<(), SyntaxError> {
        if self.rest().is_empty() { Ok(()) } else { Err(self.expected("the end of the line")) }
    }

    /// `198.18.203.1:80`
    fn address(&mut self) -> Result<SocketAddrV4, SyntaxError> {
        let what = "an address and port like 198.18.203.1:80";
        self.parse(&[',', ')'], what, |word| word.parse().ok())
    }

    /// `198.18.203.1:80`, or `*:*` for none.
    fn address_or_none(&mut self) -> Result<Option<SocketAddrV4>, SyntaxError> {
        if self.skip("*:*") { Ok(None) } else { self.address().map(Some) }
    }

    /// `#1`
    pub fn id(&mut self) -> Result<SocketId, SyntaxError> {
        let read = |word: &str| word.strip_prefix('#')?.parse().ok().map(SocketId);
        self.parse(&[','], "a socket like #1", read)
    }

    /// `198.18.203.153:1025 → 198.18.203.1:80`; `->` may stand for the arrow.
    fn source_and_destination(&mut self) -> Result<(SocketAddrV4, SocketAddrV4), SyntaxError> {
        let source = self.address()?;
        if !self.skip("→") && !self.skip("->") {
            return Err(self.expected("`→`"));
        }
        Ok((source, self.address()?))
    }

    /// A row: `#1 LISTEN 198.18.203.1:80 *:* fd 3 queue 1/5: #2 options nodelay`
    pub fn row(&mut self) -> Result<Row, SyntaxError> {
        let id = self.id()?;
        let states = format!("a state ({})", State::NAMES.join(", "));
        let state = self.parse(&[], &states, State::by_name)?;
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
        self.end()?;
        Ok(Row { id, socket, fd })
    }

    /// `1/5: #2`
    fn backlog(&mut self) -> Result<Backlog, SyntaxError> {
        let before = self.clone();
        let length: usize = self.number()?;
        self.expect("/")?;
        let limit = self.number()?;
        let mut waiting = VecDeque::new();
        if self.skip(":") {
            while self.rest().starts_with('#') {
                waiting.push_back(self.id()?);
            }
        }
        if waiting.len() != length {
            let message = format!("the queue's length is {length}, but {} wait", waiting.len());
            return Err(before.error(message));
        }
        Ok(Backlog { limit, waiting })
    }

    /// `keepalive,nodelay`
    fn options(&mut self) -> Result<Options, SyntaxError> {
        let mut options = Options::default();
        let what = format!("an option ({})", Options::NAMES.join(", "));
        loop {
            self.parse(&[','], &what, |word| options.by_name(word).map(|on| *on = true))?;
            if !self.skip(",") {
                return Ok(options);
            }
        }
    }

    /// `SYN+ACK`
    fn flags(&mut self) -> Result<Flags, SyntaxError> {
        let mut flags = Flags::default();
        loop {
            self.parse(&['+'], "SYN, ACK, FIN or RST", |word| {
                flags.by_name(word).map(|on| *on = true)
            })?;
            if !self.skip("+") {
                return Ok(flags);
            }
        }
    }

    /// An operation, as [`Operation`] prints it.
    pub fn operation(&mut self) -> Result<Operation, SyntaxError> {
        let operation = if self.skip("listen(") {
            let fd = Fd(self.number()?);
            self.expect(",")?;
            Operation::Listen { fd, backlog: self.number()? }
        } else if self.skip("accept(") {
            Operation::Accept { fd: Fd(self.number()?) }
        } else if self.skip("lookup(") {
            Operation::Lookup(self.tuple()?)
        } else if self.skip("index(") {
            Operation::Index(self.tuple()?)
        } else if self.skip("count looks(") {
            Operation::CountLooks { connections: self.number()? }
        } else if Flags::NAMES.iter().any(|name| self.rest().starts_with(name)) {
            let flags = self.flags()?;
            let (source, destination) = self.source_and_destination()?;
            self.expect(", finds")?;
            let finds = self.id()?;
            self.end()?;
            let segment = Segment { flags, source, destination };
            return Ok(Operation::Arrives { segment, finds });
        } else {
            return Err(self.expected("an operation like `listen(3, 5)`, `accept(3)` or `SYN …`"));
        };
        self.expect(")")?;
        self.end()?;
        Ok(operation)
    }

    fn tuple(&mut self) -> Result<FourTuple, SyntaxError> {
        let (remote, local) = self.source_and_destination()?;
        Ok(FourTuple { local, remote })
    }
}
