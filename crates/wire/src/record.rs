//! What has happened, for whoever looks on: printed, as a page, and as a file of packets.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use netstack::{Event, Mark, Operation, Returned, Row, Segment, Sending, Socket, SocketId};
use netstack::{SocketTable, Step, Trace};
use socklings::course::Course;
use socklings::web::Theme;
use socklings::{figure, sequence};

use crate::Result;
use crate::pcap::Capture;
use crate::settings::Settings;

/// How many steps of a connection are shown that bring nothing but data.
const STEPS_WITH_DATA: u32 = 12;

/// How many steps a page has.
const STEPS_IN_PAGE: usize = 300;

/// How many bytes of data are shown.
const BYTES: usize = 48;

/// What is kept of what has happened.
#[derive(Debug, Default)]
pub struct Record {
    prints: bool,
    page: Option<PathBuf>,
    capture: Option<Capture>,
    table: Option<PathBuf>,
    /// Whether the rows have changed since the table was written.
    is_new: bool,
    steps: Vec<Step>,
    number: usize,
    rows: BTreeMap<SocketId, Row>,
    with_data: BTreeMap<SocketId, u32>,
}

impl Record {
    /// What the settings ask for.
    pub fn new(settings: &Settings) -> Result<Self> {
        let Settings { pcap, html, table, quiet, .. } = settings;
        let capture = pcap.as_deref().map(|file| {
            let made = Capture::create(file);
            made.map_err(|error| format!("{} cannot be written: {error}.", file.display()))
        });
        Ok(Self {
            prints: !quiet,
            page: html.clone(),
            table: table.clone(),
            capture: capture.transpose()?,
            ..Self::default()
        })
    }

    /// Whether anybody looks on.
    pub fn is_kept(&self) -> bool {
        self.prints || self.page.is_some() || self.table.is_some()
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
        let is_shown = self.prints || self.page.is_some();
        if !(changes || (is_shown && self.is_early(operation, table))) {
            return;
        }
        let before =
            Step { event: Event::Given(String::new()), result: None, rows: self.all_rows() };
        self.update(operation, table);
        self.is_new = true;
        if !is_shown {
            return;
        }
        let step = Step {
            event: Event::Operation(shown(operation)),
            result: Some(shown_result(result)),
            rows: self.all_rows(),
        };
        self.number += 1;
        if self.prints {
            print!("{}", text(self.number, &step, &before));
        }
        if self.page.is_some() && self.steps.len() < STEPS_IN_PAGE {
            self.steps.push(step);
        }
    }

    /// Whether more has changed than what is in buffers.
    fn changes(&self, operation: &Operation, table: &SocketTable) -> bool {
        let same = |(row, socket): (&Row, &Socket)| {
            let before = &row.socket;
            before.state == socket.state
                && before.ended == socket.ended
                && before.error == socket.error
                && before.backlog == socket.backlog
        };
        let both = self.rows.iter().zip(table.iter());
        matches!(operation, Operation::Close { .. } | Operation::Shutdown { .. })
            || table.iter().count() != self.rows.len()
            || !both
                .map(|((one, row), (other, socket))| (one == &other, (row, socket)))
                .all(|(is_same_socket, both)| is_same_socket && same(both))
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

    fn update(&mut self, operation: &Operation, table: &SocketTable) {
        self.rows.retain(|id, _| table.get(*id).is_some());
        self.with_data.retain(|id, _| table.get(*id).is_some());
        let closed = operation.fd();
        for (id, socket) in table.iter() {
            let socket = shown_socket(socket);
            let known = self.rows.get(&id);
            // To look for a socket's descriptor takes long where there are many.
            if known.is_none_or(|row| row.socket != socket || row.fd == closed || row.fd.is_none())
            {
                self.rows.insert(id, Row { id, socket, fd: table.descriptor_of(id) });
            }
        }
    }

    fn all_rows(&self) -> Vec<Row> {
        self.rows.values().cloned().collect()
    }

    /// Writes the table, if a state in it has changed.
    pub fn write_table(&mut self) {
        let Some(file) = self.table.as_deref().filter(|_| std::mem::take(&mut self.is_new)) else {
            return;
        };
        let step =
            |words: &str, rows| Step { event: Event::Given(words.to_owned()), result: None, rows };
        // Somebody may read it at this moment, and sees by the second step that the first is whole.
        let steps = vec![step("the table", self.all_rows()), step("that is all", Vec::new())];
        let trace = Trace { story: "the table".to_owned(), steps };
        if let Err(error) = fs::write(file, trace.to_string()) {
            eprintln!("{} cannot be written: {error}.", file.display());
        }
    }

    /// Writes the page, if there is to be one.
    pub fn finish(self) -> Result<()> {
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

/// A step as text: what happened, what came of it, and the rows that are not as they were.
fn text(number: usize, step: &Step, before: &Step) -> String {
    let mut text = format!("\n{number}. {}\n", step.event);
    if let Some(result) = &step.result {
        let _ = writeln!(text, "   = {result}");
    }
    for (mark, row) in step.marked(Some(before)) {
        if mark != Mark::Same {
            let _ = writeln!(text, "   {} {row}", mark.sign());
        }
    }
    text
}

/// Data, as far as a line has room for it.
fn cut(data: &[u8]) -> Vec<u8> {
    if data.len() <= BYTES {
        return data.to_vec();
    }
    let mut cut = data[..BYTES / 2].to_vec();
    cut.extend_from_slice(format!("... ({} bytes)", data.len()).as_bytes());
    cut
}

fn shown_segment(segment: &Segment) -> Segment {
    let Segment { flags, source, destination, seq, ack, window, data } = segment;
    let (seq, ack, window) = (*seq, *ack, *window);
    Segment { seq, ack, window, data: cut(data), ..Segment::new(*flags, *source, *destination) }
}

fn shown(operation: &Operation) -> Operation {
    match operation {
        Operation::Arrives { segment, finds, copy_of } => {
            Operation::Arrives { segment: shown_segment(segment), finds: *finds, copy_of: *copy_of }
        }
        Operation::Send { fd, data } => Operation::Send { fd: *fd, data: cut(data) },
        other => other.clone(),
    }
}

fn shown_result(result: &Returned) -> Returned {
    match result {
        Returned::Data(data) => Returned::Data(cut(data)),
        Returned::Sends(segments) => Returned::Sends(segments.iter().map(shown_segment).collect()),
        other => other.clone(),
    }
}

fn shown_socket(socket: &Socket) -> Socket {
    let Socket { state, local, remote, backlog, options, received, ended, error, timer, sending } =
        socket;
    Socket {
        state: *state,
        local: *local,
        remote: *remote,
        backlog: backlog.clone(),
        options: *options,
        received: cut(received),
        ended: *ended,
        error: *error,
        timer: *timer,
        sending: sending.as_deref().map(shown_sending).map(Box::new),
    }
}

fn shown_sending(sending: &Sending) -> Sending {
    let Sending { una, nxt, window, mss, buffer, limit, fin, timer, tries } = sending;
    Sending {
        una: *una,
        nxt: *nxt,
        window: *window,
        mss: *mss,
        buffer: cut(buffer),
        limit: *limit,
        fin: *fin,
        timer: *timer,
        tries: *tries,
    }
}
