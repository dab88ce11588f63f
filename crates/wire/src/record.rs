//! What has happened, for whoever looks on: printed, as a page, and as a file of packets.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{Write as _, stdout};
use std::path::PathBuf;
use std::time::Instant;

use netstack::{Event, Mark, Operation, Receiving, Returned, Row, Sending, Socket, SocketId};
use netstack::{SocketTable, State, Step, Trace};
use socklings::course::Course;
use socklings::web::Theme;
use socklings::{figure, sequence};

use crate::host::Copies;
use crate::pcap::Capture;
use crate::settings::Settings;
use crate::side_by_side::SideBySide;
use crate::{Result, shown};

/// How many steps of a connection are shown that bring nothing but data.
const STEPS_WITH_DATA: u32 = 12;

/// How many steps a page has.
const STEPS_IN_PAGE: usize = 300;

/// With more than these segments in one step, only the first one and the last one are printed.
const MOST_SEGMENTS: usize = 3;

/// What is kept of what has happened.
#[derive(Debug)]
pub struct Record {
    prints: bool,
    page: Option<PathBuf>,
    request: Option<(PathBuf, SideBySide)>,
    capture: Option<Capture>,
    table: Option<PathBuf>,
    /// Whether the rows have changed since the table was written.
    is_new: bool,
    next_table: Instant,
    /// How many connections the host remembers that are not half open.
    too_many: usize,
    steps: Vec<Step>,
    number: usize,
    rows: BTreeMap<SocketId, (Row, Length)>,
    with_data: BTreeMap<SocketId, u32>,
}

impl Record {
    /// What the settings ask for.
    pub fn new(settings: &Settings) -> Result<Self> {
        let Settings { pcap, html, request, table, quiet, .. } = settings;
        let capture = pcap.as_deref().map(|file| {
            let made = Capture::create(file);
            made.map_err(|error| format!("{} cannot be written: {error}.", file.display()))
        });
        Ok(Self {
            prints: !quiet,
            page: html.clone(),
            request: request.clone().map(|file| (file, SideBySide::default())),
            table: table.clone(),
            capture: capture.transpose()?,
            is_new: false,
            next_table: Instant::now(),
            too_many: 0,
            steps: Vec::new(),
            number: 0,
            rows: BTreeMap::new(),
            with_data: BTreeMap::new(),
        })
    }

    /// Whether anybody looks on.
    pub fn is_kept(&self) -> bool {
        self.is_shown() || self.table.is_some()
    }

    /// Whether steps are shown, and not the table alone.
    fn is_shown(&self) -> bool {
        self.prints || self.page.is_some() || self.request.is_some()
    }

    /// A packet has come, or goes.
    pub fn packet(&mut self, bytes: &[u8]) {
        if let Some(Err(error)) = self.capture.as_mut().map(|capture| capture.write(bytes)) {
            eprintln!("The packets cannot be written any more: {error}.");
            self.capture = None;
        }
    }

    /// Something has happened, and this is the table now.
    pub fn step(&mut self, operation: &Operation, result: &Returned, table: &SocketTable) {
        if !self.is_kept() {
            return;
        }
        let changes = self.changes(operation, table);
        let is_shown = self.is_shown();
        if !(changes || (is_shown && self.is_early(operation, table))) {
            return;
        }
        let before = is_shown.then(|| self.all_rows());
        self.update(Some((operation, result)), table);
        let Some(before) = before else { return };
        let event = Event::Operation(shown::operation(operation));
        let told = Some(shown::result(result));
        let (step, before) = self.show(event, told, before);
        if let Some((_, request)) = &mut self.request
            && let Err(sentence) = request.step(operation, result, &step, &before)
        {
            eprintln!("{sentence}");
            self.request = None;
        }
        if self.page.is_some() && self.steps.len() < STEPS_IN_PAGE {
            self.steps.push(step);
        }
    }

    /// The wire has changed the table itself.
    pub fn given(&mut self, words: &str, table: &SocketTable) {
        let before = self.all_rows();
        self.update(None, table);
        if self.is_shown() {
            let (step, _) = self.show(Event::Given(words.to_owned()), None, before);
            self.steps.extend(self.page.is_some().then_some(step));
        }
    }

    /// Prints a step, if somebody wants it. The step, and the one before it.
    fn show(&mut self, event: Event, result: Option<Returned>, before: Vec<Row>) -> (Step, Step) {
        let step = Step { event, result, rows: self.all_rows() };
        let before = Step { event: Event::Given(String::new()), result: None, rows: before };
        self.number += 1;
        if self.prints {
            // The reader has seen enough, as `head` has.
            self.prints = write!(stdout(), "{}", text(self.number, &step, &before)).is_ok();
        }
        (step, before)
    }

    /// Whether more has changed than what is in buffers.
    fn changes(&self, operation: &Operation, table: &SocketTable) -> bool {
        let mut both = self.rows.iter().zip(table.iter());
        matches!(operation, Operation::Close { .. } | Operation::Shutdown { .. })
            || table.iter().count() != self.rows.len()
            || both.any(|((known, (row, _)), (id, socket))| {
                *known != id || !is_same(&row.socket, socket)
            })
    }

    /// Whether this is one of the first steps of its connection.
    fn is_early(&mut self, operation: &Operation, table: &SocketTable) -> bool {
        let of_fd = || operation.fd().and_then(|fd| table.socket_of(fd).ok());
        let id = operation.connection().or_else(|| operation.finds()).or_else(of_fd);
        // What belongs to nobody changes nothing, and is shown for that.
        let Some(id) = id else { return operation.segment().is_some() };
        let count = self.with_data.entry(id).or_default();
        *count += 1;
        *count <= STEPS_WITH_DATA
    }

    fn update(&mut self, done: Option<(&Operation, &Returned)>, table: &SocketTable) {
        self.is_new = self.table.is_some();
        self.rows.retain(|id, _| table.get(*id).is_some());
        self.with_data.retain(|id, _| table.get(*id).is_some());
        // That a descriptor was opened or closed is seen by no other change. To look for that of each
        // socket would take long where there are many.
        let opened = match done {
            Some((_, Returned::Descriptor(fd) | Returned::Accepted(fd, _))) => Some(*fd),
            _ => None,
        };
        let opened = opened.and_then(|fd| table.socket_of(fd).ok());
        let named = done.and_then(|(operation, _)| operation.fd());
        for (id, socket) in table.iter() {
            let length = length(socket);
            let is_known = self.rows.get(&id).is_some_and(|(row, known)| {
                *known == length
                    && is_same(&row.socket, socket)
                    && row.socket.timer == socket.timer
                    && (named.is_none() || row.fd != named)
                    && opened != Some(id)
            });
            if !is_known {
                let row = Row { id, socket: shown::socket(socket), fd: table.descriptor_of(id) };
                self.rows.insert(id, (row, length));
            }
        }
    }

    fn all_rows(&self) -> Vec<Row> {
        self.rows.values().map(|(row, _)| row.clone()).collect()
    }

    /// What the host remembers of half-open connections. Some of it may be too much.
    pub fn remembers(&mut self, copies: &Copies, table: &SocketTable) {
        let is_half_open =
            |id: &SocketId| table.get(*id).is_some_and(|socket| socket.state == State::SynReceived);
        let too_many = copies.keys().filter(|id| !is_half_open(id)).count();
        self.is_new |= self.table.is_some() && too_many != self.too_many;
        self.too_many = too_many;
    }

    /// When the table is to be written, if a state in it has changed.
    pub fn next(&self) -> Option<Instant> {
        self.is_new.then_some(self.next_table)
    }

    /// Writes the table, if it is time.
    pub fn write_table(&mut self) {
        let now = Instant::now();
        if self.next().is_none_or(|time| time > now) {
            return;
        }
        let Some(file) = self.table.as_deref() else { return };
        let step =
            |words: &str, rows| Step { event: Event::Given(words.to_owned()), result: None, rows };
        // Somebody may read it at this moment, and sees by the second step that the first is whole.
        let all = match self.too_many {
            0 => "that is all".to_owned(),
            count => format!("that is all, but copies remembers {count} more"),
        };
        let steps = vec![step("the table", self.all_rows()), step(&all, Vec::new())];
        let trace = Trace { story: "the table".to_owned(), steps };
        if let Err(error) = fs::write(file, trace.to_string()) {
            eprintln!("{} cannot be written: {error}.", file.display());
        }
        self.is_new = false;
        // A long table takes long. Packets come first.
        self.next_table = Instant::now() + 10 * now.elapsed();
    }

    /// Writes the page and the table of the first request, if there are to be any.
    pub fn finish(self) -> Result<()> {
        if let Some((file, request)) = &self.request {
            fs::write(file, request.text())
                .map_err(|error| format!("{} cannot be written: {error}.", file.display()))?;
        }
        let Some(file) = self.page else { return Ok(()) };
        let Theme { styles, scripts } = Theme::read(&Course::find())?;
        let title = "your host answers a real kernel";
        let trace = Trace { story: title.to_owned(), steps: self.steps };
        let steps = figure::html(&trace, "host");
        let in_time = sequence::figure(&trace, "host-in-time").unwrap_or_default();
        let page = format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}</title>\n<style>\n{styles}</style>\n</head>\n<body class=\"alone\">\n\
             <div class=\"content\">\n<main>\n<h1>{title}</h1>\n{steps}{in_time}</main>\n</div>\n\
             <script>\n{scripts}</script>\n</body>\n</html>\n"
        );
        fs::write(&file, page)
            .map_err(|error| format!("{} cannot be written: {error}.", file.display()))
    }
}

/// Whether two sockets are the same, but for what is in their buffers and the time.
fn is_same(one: &Socket, other: &Socket) -> bool {
    one.state == other.state
        && one.ended == other.ended
        && one.error == other.error
        && one.options == other.options
        && one.backlog == other.backlog
}

/// How much is in a socket's buffers, and how far it has sent.
type Length = (usize, Option<[u32; 5]>, Option<Receiving>);

fn length(socket: &Socket) -> Length {
    let sent = |it: &Sending| {
        [it.una, it.nxt, it.window, it.tries, it.buffer.len() as u32 + u32::from(it.fin.is_some())]
    };
    (socket.received.len(), socket.sending.as_deref().map(sent), socket.receiving)
}

/// A step as text: what happened, what came of it, and the rows that are not as they were.
fn text(number: usize, step: &Step, before: &Step) -> String {
    let mut text = format!("\n{number}. {}\n", step.event);
    match &step.result {
        Some(Returned::Sends(segments)) if segments.len() > MOST_SEGMENTS => {
            let (first, last) = (&segments[0], &segments[segments.len() - 1]);
            let others = segments.len() - 2;
            let _ = writeln!(text, "   = sends {first}\n     and {others} more\n     sends {last}");
        }
        Some(result) => {
            let _ = writeln!(text, "   = {result}");
        }
        None => {}
    }
    for (mark, row) in step.marked(Some(before)) {
        if mark != Mark::Same {
            let _ = writeln!(text, "   {} {row}", mark.sign());
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use netstack::{Flags, Segment};

    use super::*;

    #[test]
    fn of_many_segments_the_first_and_the_last_are_printed() {
        let (server, client) = ("198.18.203.1:80", "198.18.203.153:1025");
        let (server, client) = (server.parse().unwrap(), client.parse().unwrap());
        let segment = |seq| Segment { seq, ..Segment::new(Flags::ACK, server, client) };
        let printed = |count| {
            let result = Some(Returned::Sends((0..count).map(segment).collect()));
            let step = Step { event: Event::Given("a step".to_owned()), result, rows: Vec::new() };
            text(1, &step, &step)
        };
        assert_eq!(printed(3).matches("sends").count(), 3);
        let many = printed(45);
        assert!(many.contains("and 43 more\n") && many.contains("seq 44"), "{many}");
        assert_eq!(many.lines().count(), 5, "{many}");
    }
}
