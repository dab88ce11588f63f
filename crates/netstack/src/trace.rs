//! The trace: what happened in a story, step by step, with the socket table after each step.

use std::fmt;

use crate::syntax::Line;
use crate::{Event, Fd, Operation, Returned, Row, SocketId, SyntaxError};

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
    /// What happened.
    pub event: Event,
    /// What it gave back. `None` if the story gives this step, or if the program ended before it
    /// gave anything back.
    pub result: Option<Returned>,
    /// The rows of the table, in the order of their numbers.
    pub rows: Vec<Row>,
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

impl Step {
    /// What the exercise did; `None` if the story gives this step.
    pub fn operation(&self) -> Option<&Operation> {
        match &self.event {
            Event::Operation(operation) => Some(operation),
            Event::Given(_) => None,
        }
    }

    /// Whether the story gives this step: the program did nothing.
    pub fn is_given(&self) -> bool {
        self.operation().is_none()
    }

    /// Whether the program came to the end of this step.
    pub fn is_finished(&self) -> bool {
        self.is_given() || self.result.is_some()
    }

    /// The row of a socket.
    pub fn row(&self, id: SocketId) -> Option<&Row> {
        self.rows.iter().find(|row| row.id == id)
    }

    /// The row of the socket that the program holds by this descriptor.
    pub fn held_by(&self, fd: Fd) -> Option<&Row> {
        self.rows.iter().find(|row| row.fd == Some(fd))
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

impl Trace {
    /// The heading of the trace's text.
    pub(crate) fn heading(story: &str) -> String {
        format!("story: {story}\n")
    }

    /// The first line of a step's text.
    pub(crate) fn first_line(number: usize, event: &Event) -> String {
        format!("\n{number}. {event}\n")
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
                let event = line.event()?;
                trace.steps.push(Step { event, result: None, rows: Vec::new() });
                continue;
            }
            let Some(step) = trace.steps.last_mut() else {
                return Err(line.error("a row belongs under a step"));
            };
            if line.skip("=") {
                step.result = Some(line.returned());
            } else if !line.skip("-") {
                let _ = line.skip("+") || line.skip("~");
                step.rows.push(line.row()?);
            }
        }
        Ok(traces)
    }
}

/// As JSON, for figures and tools. What stands in a row is text, as in [`Row::cells`].
#[cfg(feature = "json")]
mod json {
    use serde_json::{Value, json};

    use super::{Mark, Row, Step, Trace};
    use crate::syntax::Line;

    impl Step {
        /// The step as JSON: `{"action", "given", "result", "sockets": [{"mark", "socket", "state",
        /// "local", "remote", "descriptor", "queue", "options", "received", "error", "timer"}]}`; and `"una", "nxt", "window",
        /// "resend timer"` of a connection that sends, `"rcv.nxt", "rcv.wnd"` of one that receives.
        pub fn to_json(&self, before: Option<&Self>) -> Value {
            let socket = |(mark, row): (Mark, &Row)| -> Value {
                let cells = Row::COLUMNS.iter().zip(row.cells());
                // Few sockets have something in the last columns.
                let cells = cells.enumerate().filter(|(column, (_, cell))| {
                    !(Row::OF_NUMBERS.contains(column) && cell.is_empty())
                });
                let cells = cells.map(|(_, (name, cell))| ((*name).to_owned(), Value::from(cell)));
                let mark = ("mark".to_owned(), Value::from(mark.sign().to_string()));
                std::iter::once(mark).chain(cells).collect()
            };
            json!({
                "action": self.event.to_string(),
                "given": self.is_given(),
                "result": self.result.as_ref().map(ToString::to_string),
                "sockets": self.marked(before).into_iter().map(socket).collect::<Vec<_>>(),
            })
        }

        /// The step that some JSON is, if it is one.
        pub fn from_json(value: &Value) -> Option<Self> {
            fn line(text: &str) -> Option<Line<'_>> {
                Line::all(text).next()
            }
            let mut rows = Vec::new();
            for socket in value["sockets"].as_array()? {
                if socket["mark"] != Mark::Removed.sign().to_string() {
                    let cells = Row::COLUMNS.iter().filter_map(|name| socket[*name].as_str());
                    rows.push(line(&cells.collect::<Vec<_>>().join(" "))?.row().ok()?);
                }
            }
            let result = match &value["result"] {
                Value::Null => None,
                result => Some(line(result.as_str()?)?.returned()),
            };
            Some(Self { event: line(value["action"].as_str()?)?.event().ok()?, result, rows })
        }
    }

    impl Trace {
        /// The trace as JSON: `{"story", "steps"}`, each step with its `"number"`.
        pub fn to_json(&self) -> Value {
            let step = |(index, step): (usize, &Step)| {
                let before = index.checked_sub(1).map(|before| &self.steps[before]);
                let mut step = step.to_json(before);
                step["number"] = Value::from(index + 1);
                step
            };
            let steps: Vec<_> = self.steps.iter().enumerate().map(step).collect();
            json!({ "story": self.story, "steps": steps })
        }
    }
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Self::heading(&self.story))?;
        let mut before = None;
        for (index, step) in self.steps.iter().enumerate() {
            f.write_str(&Self::first_line(index + 1, &step.event))?;
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
   + #7  ESTABLISHED   198.18.203.1:80     198.18.203.86:1028   una 101 "HTTP/1.1"  nxt 109 " 200 OK" fin 116  window 24 mss 8 limit 64  timer 2 s tries 1
   + #8  FIN_WAIT_2    198.18.203.1:80     198.18.203.86:1029   timer 60 s  una 102  nxt 102 fin 101  window 0 mss 536 limit 16384  rcv.nxt 501  rcv.wnd 0
   + #9  ESTABLISHED   198.18.203.1:80     198.18.203.86:1030   rcv.nxt 4294967295  rcv.wnd 24

2. accept(3)
   = fd 5, 198.18.203.153:1025
   ~ #1  LISTEN        0.0.0.0:80          *:*                  fd 3  queue 0/5  options nodelay,reuseaddr
   ~ #2  ESTABLISHED   198.18.203.1:80     198.18.203.153:1025  fd 5
   - #3  CLOSED        *:*                 *:*                  fd 4
     #4  CLOSE_WAIT    198.18.203.1:80     198.18.203.86:1025   fd 6  options linger0  received "a \"b\"\r\n, \xc3\xa9" the end
     #5  CLOSED        198.18.203.1:80     198.18.203.86:1026   fd 7  received the end  error ECONNRESET
     #6  TIME_WAIT     198.18.203.1:80     198.18.203.86:1027   timer 60 s
   ~ #7  ESTABLISHED   198.18.203.1:80     198.18.203.86:1028   una 4294967295 "HTTP/1.1 "  nxt 117 fin 116  window 24 mss 8 limit 64  tries 1
     #8  FIN_WAIT_2    198.18.203.1:80     198.18.203.86:1029   timer 60 s  una 102  nxt 102 fin 101  window 0 mss 536 limit 16384  rcv.nxt 501  rcv.wnd 0
   ~ #9  ESTABLISHED   198.18.203.1:80     198.18.203.86:1030   rcv.nxt 2  rcv.wnd 21

3. accept(3)
"#;

    #[test]
    fn what_is_printed_can_be_read_again() {
        let traces = Trace::parse_all(TEXT).unwrap();
        let [trace] = &traces[..] else { panic!("one trace, not {}", traces.len()) };
        assert_eq!(trace.to_string(), TEXT);
        assert!(trace.steps[1].is_finished() && !trace.steps[2].is_finished());
    }

    #[cfg(feature = "json")]
    #[test]
    fn a_step_is_the_same_after_its_way_through_json() {
        let trace = &Trace::parse_all(TEXT).unwrap()[0];
        let mut before = None;
        for step in &trace.steps {
            assert_eq!(Step::from_json(&step.to_json(before)).as_ref(), Some(step));
            before = Some(step);
        }
        assert_eq!(trace.to_json()["steps"][1]["number"], 2);
        assert_eq!(Step::from_json(&serde_json::json!({ "action": "accept(3)" })), None);
    }

    #[test]
    fn what_is_returned_is_data_again() {
        use std::net::SocketAddrV4;

        use crate::{Errno, Flags, Segment};

        let [client, server]: [SocketAddrV4; 2] =
            ["198.18.203.153:1025", "198.18.203.1:80"].map(|address| address.parse().unwrap());
        // Data may look like what separates two segments.
        let answer =
            Segment { data: b"a; sends \"b\"".to_vec(), seq: 7, ..segment(server, client) };
        fn segment(from: SocketAddrV4, to: SocketAddrV4) -> Segment {
            Segment::new(Flags::FIN | Flags::ACK, from, to)
        }
        for returned in [
            Returned::Zero,
            Returned::Error(Errno::EADDRINUSE),
            Returned::Descriptor(Fd(4)),
            Returned::Accepted(Fd(4), client),
            Returned::Bytes(0),
            Returned::Bytes(1),
            Returned::Bytes(24),
            Returned::Data(Vec::new()),
            Returned::Data(b" bytes".to_vec()),
            Returned::Data(b"GET /\r\n \xff".to_vec()),
            Returned::Sends(Vec::new()),
            Returned::Sends(vec![answer, segment(client, server), segment(server, client)]),
            Returned::Sends(vec![Segment { ack: 8, ..segment(client, server) }; 2]),
            Returned::Sends(vec![Segment::new(Flags::default(), server, client)]),
            Returned::Delivers(Segment { data: b"; sends".to_vec(), ..segment(client, server) }),
            Returned::Taken(true),
            Returned::Taken(false),
            Returned::Socket(Some(SocketId(2))),
            Returned::Socket(None),
            Returned::Looks(120),
            Returned::Words("#3 instead of #2".to_owned()),
        ] {
            let text = format!("story: s\n1. accept(3)\n   = {returned}\n");
            let step = &Trace::parse_all(&text).unwrap()[0].steps[0];
            assert_eq!(step.result.as_ref(), Some(&returned));
        }
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
