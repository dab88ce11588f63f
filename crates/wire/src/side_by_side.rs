//! One request, seen from four sides: the packets, the program's calls, the host's rows, and what the
//! client's kernel has of the connection. As a table in Markdown, for a page.

use std::fmt::Write;
use std::net::SocketAddr;

use netstack::{Mark, Operation, Returned, Row, Segment, State, Step};
use real::kernel::{self, Entry};

use crate::Result;
use crate::namespace::HOST;

/// How many lines the table has at most.
const LINES: usize = 40;

/// The head of the table.
const HEAD: &str = "\
| step | packets | calls | the host's sockets | `ss` |
| --: | --- | --- | --- | --- |
";

/// What has been seen until now.
#[derive(Debug, Default)]
pub struct SideBySide {
    lines: Vec<String>,
}

impl SideBySide {
    /// A step has been made: `step` after `before`. `table` is the whole of it, with all its data.
    ///
    /// # Errors
    ///
    /// A sentence, if the kernel does not show its table.
    pub fn step(
        &mut self,
        operation: &Operation,
        result: &Returned,
        step: &Step,
        before: &Step,
    ) -> Result<()> {
        if self.lines.len() == LINES {
            return Ok(());
        }
        let mut packets = Vec::new();
        if let Some(segment) = operation.segment() {
            packets.push(format!("→ {}", short(segment)));
        }
        packets.extend(sent(result.segments()));
        let call = match operation.call() {
            Some(_) => format!("`{}`<br>= `{}`", call(operation), returned(result)),
            None => String::new(),
        };
        let rows = step.marked(Some(before)).into_iter();
        let rows: Vec<_> = rows.filter(|(mark, _)| *mark != Mark::Same).map(row).collect();
        let kernel: Vec<_> =
            kernel::rows()?.iter().filter(|row| is_ours(row)).map(of_the_kernel).collect();
        self.lines.push(format!(
            "| {} | {} | {call} | {} | {} |",
            self.lines.len() + 1,
            packets.join("<br>"),
            rows.join("<br>"),
            kernel.join("<br>")
        ));
        Ok(())
    }

    /// The table.
    pub fn text(&self) -> String {
        let mut text = HEAD.to_owned();
        for line in &self.lines {
            let _ = writeln!(text, "{line}");
        }
        text
    }
}

/// A segment: its flags, and how much it carries.
fn short(segment: &Segment) -> String {
    match segment.data.len() {
        0 => segment.flags.to_string(),
        length => format!("{}, {length} bytes", segment.flags),
    }
}

/// What goes out. Of many segments, how many there are.
fn sent(segments: &[Segment]) -> Vec<String> {
    if segments.len() < 3 {
        return segments.iter().map(|it| format!("← {}", short(it))).collect();
    }
    let bytes: usize = segments.iter().map(|it| it.data.len()).sum();
    vec![format!("← {} segments, {bytes} bytes", segments.len())]
}

/// A call, with how much data it has, and not which.
fn call(operation: &Operation) -> String {
    match operation {
        Operation::Send { fd, data } => format!("send({}, {} bytes)", fd.0, data.len()),
        other => other.to_string(),
    }
}

/// What a call gave back.
fn returned(result: &Returned) -> String {
    match result {
        Returned::Data(data) => format!("{} bytes", data.len()),
        Returned::Accepted(fd, _) => fd.to_string(),
        // It is among the packets.
        Returned::Sends(_) => "0".to_owned(),
        other => other.to_string(),
    }
}

/// A row that is not as it was: what a reader looks for.
fn row((mark, row): (Mark, &Row)) -> String {
    let Row { id, socket, fd } = row;
    let mut text = format!("`{} {id} {}", mark.sign(), socket.state);
    if let Some(fd) = fd {
        let _ = write!(text, " {fd}");
    }
    text += "`";
    if let Some(backlog) = &socket.backlog {
        let _ = write!(text, "<br>`queue {backlog}`");
    }
    if let Some(sending) = socket.sending.as_ref().filter(|it| it.una != it.nxt) {
        let _ = write!(text, "<br>`una {} nxt {}`", sending.una, sending.nxt);
    }
    text
}

/// Whether a row of the kernel's is about the host.
fn is_ours(row: &Entry) -> bool {
    let is_host = |it: SocketAddr| it.ip() == HOST;
    is_host(row.remote) || is_host(row.local)
}

/// A state in the words of `ss`.
fn of_the_kernel(row: &Entry) -> String {
    match row.state {
        State::Established => "ESTAB".to_owned(),
        State::SynReceived => "SYN-RECV".to_owned(),
        other => other.to_string().replace('_', "-"),
    }
}
