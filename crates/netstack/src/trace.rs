//! The trace: what happened in a story, step by step, with the socket table after each step.

use std::fmt;

use crate::syntax::Line;
use crate::{Action, Fd, Socket, SocketId, SocketTable, SyntaxError};

/// What one program made of one story.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trace {
    /// The title of the story.
    pub story: String,
    /// What happened, in order.
    pub steps: Vec<Step>,
}

/// One call or packet, what it gave back, and the socket table after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What happened: `accept(3)`.
    pub action: String,
    /// What it gave back: `fd 4, 198.18.203.153:1025`. `None` if the story gives this step, or if
    /// the program ended before it gave anything back.
    pub result: Option<String>,
    /// The rows of the table, in the order of their numbers.
    pub rows: Vec<Row>,
}

/// One row of the table: a socket, its number and its descriptor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The number of the socket.
    pub id: SocketId,
    /// The socket.
    pub socket: Socket,
    /// The descriptor by which the program holds it, if it does.
    pub fd: Option<Fd>,
}

/// What a step did to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Nothing.
    Same,
    /// The row is new.
    Added,
    /// The row was there before, and is different now.
    Changed,
    /// The row was there before.
    Removed,
}

impl Mark {
    /// ` `, `+`, `~` or `-`.
    pub fn sign(self) -> char {
        match self {
            Self::Same => ' ',
            Self::Added => '+',
            Self::Changed => '~',
            Self::Removed => '-',
        }
    }
}

/// How many cells a row has.
const CELLS: usize = 10;

/// Data as it is printed: `"GET / HTTP/1.1\r\n"`.
pub(crate) fn quoted(data: &[u8]) -> String {
    format!("\"{}\"", data.escape_ascii())
}

impl Row {
    /// The names of the cells.
    pub const COLUMNS: [&str; CELLS] = [
        "socket",
        "state",
        "local",
        "remote",
        "descriptor",
        "queue",
        "options",
        "received",
        "error",
        "timer",
    ];

    /// What stands in each column; nothing where the socket has nothing.
    pub fn cells(&self) -> [String; CELLS] {
        let Self { id, socket, fd } = self;
        let address = |address: Option<_>| {
            address.map_or_else(|| "*:*".to_owned(), |a: std::net::SocketAddrV4| a.to_string())
        };
        [
            id.to_string(),
            socket.state.to_string(),
            address(socket.local),
            address(socket.remote),
            fd.map(|fd| fd.to_string()).unwrap_or_default(),
            socket.backlog.as_ref().map(|backlog| format!("queue {backlog}")).unwrap_or_default(),
            if socket.options == crate::Options::default() {
                String::new()
            } else {
                format!("options {}", socket.options)
            },
            match (&socket.received[..], socket.ended) {
                ([], false) => String::new(),
                ([], true) => "received the end".to_owned(),
                (data, false) => format!("received {}", quoted(data)),
                (data, true) => format!("received {} the end", quoted(data)),
            },
            socket.error.map(|error| format!("error {error}")).unwrap_or_default(),
            socket.timer.map(|seconds| format!("timer {seconds} s")).unwrap_or_default(),
        ]
    }

    /// Where each cell begins, and where the row ends, when the row is printed. In characters.
    pub fn columns(&self) -> [usize; CELLS + 1] {
        let mut starts = [0; CELLS + 1];
        for (column, (cell, width)) in self.cells().iter().zip(Self::WIDTHS).enumerate() {
            let width = if cell.is_empty() { 0 } else { cell.chars().count().max(width) + 2 };
            starts[column + 1] = starts[column] + width;
        }
        starts
    }

    const WIDTHS: [usize; CELLS] = [2, 12, 18, 19, 0, 0, 0, 0, 0, 0];
}

/// `#1  LISTEN        198.18.203.1:80     *:*                  fd 3  queue 0/5`
impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cells = self.cells();
        let filled = cells.iter().zip(Self::WIDTHS).filter(|(cell, _)| !cell.is_empty());
        let line = filled.map(|(cell, width)| format!("{cell:<width$}")).collect::<Vec<_>>();
        f.write_str(line.join("  ").trim_end())
    }
}

impl Step {
    /// A step of which nothing is known yet but what is to happen.
    pub(crate) fn begin(action: &Action) -> Self {
        Self { action: action.to_string(), result: None, rows: Vec::new() }
    }

    /// Whether the story gives this step: the program did nothing.
    pub fn is_given(&self) -> bool {
        self.action.starts_with("given:")
    }

    /// Whether the program came to the end of this step.
    pub fn is_finished(&self) -> bool {
        self.is_given() || self.result.is_some()
    }

    /// The row of a socket.
    pub fn row(&self, id: SocketId) -> Option<&Row> {
        self.rows.iter().find(|row| row.id == id)
    }

    /// The rows with what this step did to them, removed ones included, in the order of their
    /// numbers.
    pub fn marked<'a>(&'a self, before: Option<&'a Step>) -> Vec<(Mark, &'a Row)> {
        let old = |id| before.and_then(|step| step.row(id));
        let mark = |row: &Row| match old(row.id) {
            None => Mark::Added,
            Some(old) if old != row => Mark::Changed,
            Some(_) => Mark::Same,
        };
        let gone = before.into_iter().flat_map(|step| &step.rows);
        let gone = gone.filter(|row| self.is_finished() && self.row(row.id).is_none());
        let mut rows: Vec<_> = self.rows.iter().map(|row| (mark(row), row)).collect();
        rows.extend(gone.map(|row| (Mark::Removed, row)));
        rows.sort_by_key(|(_, row)| row.id);
        rows
    }
}

/// The rows of a table, in the order of their numbers.
pub(crate) fn rows(table: &SocketTable) -> Vec<Row> {
    table
        .iter()
        .map(|(id, socket)| Row { id, socket: socket.clone(), fd: table.descriptor_of(id) })
        .collect()
}

/// The rows alone, as in a trace.
impl fmt::Display for SocketTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        rows(self).iter().try_for_each(|row| writeln!(f, "{row}"))
    }
}

impl Trace {
    /// The heading of the trace's text.
    pub(crate) fn heading(story: &str) -> String {
        format!("story: {story}\n")
    }

    /// The first line of a step's text.
    pub(crate) fn first_line(number: usize, action: &str) -> String {
        format!("\n{number}. {action}\n")
    }

    /// The other lines of a step's text: what it gave back, and the rows.
    pub(crate) fn other_lines(step: &Step, before: Option<&Step>) -> String {
        let result = step.result.iter().map(|result| format!("   = {result}\n"));
        let rows = step.marked(before).into_iter();
        result.chain(rows.map(|(mark, row)| format!("   {} {row}\n", mark.sign()))).collect()
    }

    /// Reads the traces that a program printed; the last may be unfinished.
    ///
    /// # Errors
    ///
    /// A [`SyntaxError`] that says where the text stops being a trace.
    pub fn parse_all(text: &str) -> Result<Vec<Self>, SyntaxError> {
        let mut traces: Vec<Self> = Vec::new();
        for mut line in Line::all(text) {
            if line.skip("story:") {
                traces.push(Self { story: line.rest().to_owned(), steps: Vec::new() });
                continue;
            }
            let Some(trace) = traces.last_mut() else {
                return Err(line.error("a trace begins with a line like `story: two clients`"));
            };
            if !line.is_indented() {
                let next = trace.steps.len() + 1;
                let before = line.clone();
                if line.number_before_dot()? != next {
                    return Err(before.error(format!("expected step {next}")));
                }
                let action = line.rest().to_owned();
                trace.steps.push(Step { action, result: None, rows: Vec::new() });
                continue;
            }
            let Some(step) = trace.steps.last_mut() else {
                return Err(line.error("a row belongs under a step"));
            };
            if line.skip("=") {
                step.result = Some(line.rest().to_owned());
            } else if !line.skip("-") {
                let _ = line.skip("+") || line.skip("~");
                step.rows.push(line.row()?);
            }
        }
        Ok(traces)
    }

    /// The trace as JSON: `{"story", "steps": [{"number", "action", "given", "result", "sockets":
    /// [{"mark", "socket", "state", "local", "remote", "descriptor", "queue", "options",
    /// "received", "error", "timer"}]}]}`.
    #[cfg(feature = "json")]
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::{Value, json};

        let socket = |(mark, row): (Mark, &Row)| -> Value {
            let cells = Row::COLUMNS.iter().zip(row.cells());
            let cells = cells.map(|(name, cell)| ((*name).to_owned(), Value::from(cell)));
            let mark = ("mark".to_owned(), Value::from(mark.sign().to_string()));
            std::iter::once(mark).chain(cells).collect()
        };
        let step = |(index, step): (usize, &Step)| {
            let before = index.checked_sub(1).map(|before| &self.steps[before]);
            json!({
                "number": index + 1,
                "action": step.action,
                "given": step.is_given(),
                "result": step.result,
                "sockets": step.marked(before).into_iter().map(socket).collect::<Vec<_>>(),
            })
        };
        let steps: Vec<_> = self.steps.iter().enumerate().map(step).collect();
        json!({ "story": self.story, "steps": steps })
    }
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Self::heading(&self.story))?;
        let mut before = None;
        for (index, step) in self.steps.iter().enumerate() {
            f.write_str(&Self::first_line(index + 1, &step.action))?;
            f.write_str(&Self::other_lines(step, before))?;
            before = Some(step);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"story: everything that a row can have

1. given: a listener, a copy and a socket without an address
   + #1  LISTEN        0.0.0.0:80          *:*                  fd 3  queue 1/5: #2  options nodelay,reuseaddr
   + #2  SYN_RECEIVED  198.18.203.1:80     198.18.203.153:1025
   + #3  CLOSED        *:*                 *:*                  fd 4
   + #4  CLOSE_WAIT    198.18.203.1:80     198.18.203.86:1025   fd 6  options linger0  received "a \"b\"\r\n, \xc3\xa9" the end
   + #5  CLOSED        198.18.203.1:80     198.18.203.86:1026   fd 7  received the end  error ECONNRESET
   + #6  TIME_WAIT     198.18.203.1:80     198.18.203.86:1027   timer 60 s

2. accept(3)
   = fd 5, 198.18.203.153:1025
   ~ #1  LISTEN        0.0.0.0:80          *:*                  fd 3  queue 0/5  options nodelay,reuseaddr
   ~ #2  ESTABLISHED   198.18.203.1:80     198.18.203.153:1025  fd 5
   - #3  CLOSED        *:*                 *:*                  fd 4
     #4  CLOSE_WAIT    198.18.203.1:80     198.18.203.86:1025   fd 6  options linger0  received "a \"b\"\r\n, \xc3\xa9" the end
     #5  CLOSED        198.18.203.1:80     198.18.203.86:1026   fd 7  received the end  error ECONNRESET
     #6  TIME_WAIT     198.18.203.1:80     198.18.203.86:1027   timer 60 s

3. accept(3)
"#;

    #[test]
    fn what_is_printed_can_be_read_again() {
        let traces = Trace::parse_all(TEXT).unwrap();
        let [trace] = &traces[..] else { panic!("one trace, not {}", traces.len()) };
        assert_eq!(trace.to_string(), TEXT);
        assert!(trace.steps[1].is_finished() && !trace.steps[2].is_finished());
    }

    #[test]
    fn a_cell_stands_where_columns_says() {
        for row in &Trace::parse_all(TEXT).unwrap()[0].steps[0].rows {
            let text = row.to_string();
            for (cell, start) in row.cells().iter().zip(row.columns()) {
                assert!(text.get(start..).unwrap_or_default().starts_with(cell.as_str()), "{cell}");
            }
        }
    }

    #[test]
    fn what_is_no_trace_is_told_with_its_line() {
        for (text, told) in [
            ("1. accept(3)", "line 1, column 1: a trace begins with"),
            ("story: s\n2. accept(3)", "line 2, column 1: expected step 1"),
            ("story: s\n   = 0", "line 2, column 4: a row belongs under a step"),
            ("story: s\nhello", "line 2, column 1: expected a number"),
        ] {
            let error = Trace::parse_all(text).unwrap_err().to_string();
            assert!(error.starts_with(told), "{error}");
        }
    }
}
