//! A story: a table to begin with, then what happens.
//!
//! ```text
//! story: two clients reach one server
//! somaxconn: 128
//! descriptors: 16
//! ports: 32768-60999
//! unprivileged: 1024
//! retries: 15
//! addresses: 198.18.203.1, 198.18.203.2
//!
//! // Rows that are given. They are not the exercise's business.
//! given: the server listens
//!   #1  LISTEN  198.18.203.1:80  *:*  fd 3  queue 0/5
//!
//! SYN 198.18.203.153:1025 → 198.18.203.1:80, finds #1
//!
//! given: ACK 198.18.203.153:1025 → 198.18.203.1:80
//!   #1  LISTEN       198.18.203.1:80  *:*  fd 3  queue 1/5: #2
//!   #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025
//!
//! accept(3)
//! ```
//!
//! A row under `given:` replaces the row of that number; `- #2` takes one away. A file may hold
//! several stories. `//` begins a comment.

use crate::syntax::Line;
use crate::{Event, Operation, Row, SocketId, SocketTable, SyntaxError};

/// A table to begin with, then what happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// What the story is about, in a few words.
    pub title: String,
    /// The host before anything happens: its limits and addresses, and no socket.
    pub host: SocketTable,
    /// What happens, in order.
    pub actions: Vec<Action>,
}

/// One thing that happens in a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// The exercise does this.
    Do(Operation),
    /// The story says what came of it.
    Given(Given),
}

/// What happened, and the rows that came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// What happened, in words.
    pub what: String,
    rows: Vec<Row>,
    gone: Vec<SocketId>,
}

impl Given {
    /// Writes the given rows into a table.
    pub fn apply(&self, table: &mut SocketTable) {
        for id in &self.gone {
            table.remove(*id);
        }
        for row in &self.rows {
            table.put(row.id, row.socket.clone());
            table.set_descriptor(row.id, row.fd);
        }
    }
}

impl Action {
    /// What happens, without the rows that a story gives.
    pub fn event(&self) -> Event {
        match self {
            Self::Do(operation) => Event::Operation(operation.clone()),
            Self::Given(given) => Event::Given(given.what.clone()),
        }
    }
}

impl Story {
    /// Reads all stories of a text.
    ///
    /// # Errors
    ///
    /// A [`SyntaxError`] that says where the first mistake is and what could stand there.
    pub fn parse_all(text: &str) -> Result<Vec<Self>, SyntaxError> {
        let mut stories: Vec<Self> = Vec::new();
        let mut lines = Line::all(text).peekable();
        while let Some(mut line) = lines.next() {
            if line.is_indented() {
                return Err(line.error("a row belongs under a line that begins with `given:`"));
            }
            if line.skip("story:") {
                let (title, host) = (line.rest().to_owned(), SocketTable::default());
                stories.push(Self { title, host, actions: Vec::new() });
                continue;
            }
            let Some(story) = stories.last_mut() else {
                return Err(line.error("a story begins with a line like `story: two clients`"));
            };
            let limits = &mut story.host.limits;
            if line.skip("somaxconn:") {
                limits.somaxconn = line.number()?;
                line.end()?;
            } else if line.skip("descriptors:") {
                limits.descriptors = line.number()?;
                line.end()?;
            } else if line.skip("ports:") {
                (limits.first_port, limits.last_port) = line.ports()?;
            } else if line.skip("unprivileged:") {
                limits.unprivileged = line.number()?;
                line.end()?;
            } else if line.skip("retries:") {
                limits.retries = line.number()?;
                line.end()?;
            } else if line.skip("addresses:") {
                story.host.addresses = line.addresses()?;
            } else if line.skip("given:") {
                let what = line.rest().to_owned();
                let mut given = Given { what, rows: Vec::new(), gone: Vec::new() };
                while let Some(mut row) = lines.next_if(Line::is_indented) {
                    if row.skip("-") {
                        given.gone.push(row.id()?);
                        row.end()?;
                    } else {
                        given.rows.push(row.row()?);
                    }
                }
                story.actions.push(Action::Given(given));
            } else {
                story.actions.push(Action::Do(line.operation()?));
            }
        }
        Ok(stories)
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    /// Line, column and words of the mistake in a text.
    fn mistake(text: &str) -> String {
        Story::parse_all(text).unwrap_err().to_string()
    }

    #[test]
    fn an_operation_is_printed_as_it_is_read() {
        let operations = [
            "socket()",
            "bind(3, 198.18.203.1:80)",
            "listen(3, -1)",
            "accept(3)",
            "connect(4, 198.18.203.1:80)",
            r#"send(4, "GET / HTTP/1.1\r\n\"\x00\\")"#,
            "recv(4, 100)",
            "shutdown(4, SHUT_WR)",
            "close(4)",
            "60 s pass",
            "#2 may send",
            "#2: the timer runs out",
            "SYN 198.18.203.153:1025 → 198.18.203.1:80, finds #1",
            "ACK 198.18.203.153:1025 → 198.18.203.1:80, finds #2, a copy of #1",
            "ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1 ack 7 window 24, finds #2",
            r#"FIN+ACK 1.2.3.4:5 → 6.7.8.9:10 seq 4294967295 ack 7 "bye", finds nobody"#,
            "lookup(198.18.203.153:1025 → 198.18.203.1:80)",
            "index(198.18.203.153:1025 → 198.18.203.1:80)",
            "count looks(1000)",
        ];
        let text = format!("story: all\n{}\n", operations.join("\n"));
        let stories = Story::parse_all(&text).unwrap();
        let printed: Vec<_> = stories[0].actions.iter().map(|it| it.event().to_string()).collect();
        assert_eq!(printed, operations);
    }

    #[test]
    fn the_host_is_as_the_story_says() {
        let text = "story: s\nports: 40000-40003\nunprivileged: 1024\nretries: 3\naddresses: 10.0.0.1, 10.0.0.2";
        let host = &Story::parse_all(text).unwrap()[0].host;
        let limits = host.limits;
        assert_eq!(
            (limits.first_port, limits.last_port, limits.unprivileged, limits.retries),
            (40000, 40003, 1024, 3)
        );
        assert_eq!(host.addresses, [Ipv4Addr::new(10, 0, 0, 1), Ipv4Addr::new(10, 0, 0, 2)]);
    }

    #[test]
    fn a_mistake_is_told_with_its_line_and_column() {
        for (text, told) in [
            ("listen(3, 5)", "line 1, column 1: a story begins with"),
            ("story: s\n\n  #1 LISTEN *:* *:*", "line 3, column 3: a row belongs under"),
            ("story: s\nlisten(3 5)", "line 2, column 10: expected `,`, found `5)`"),
            ("story: s\nlisten(3, 5", "line 2, column 12: expected `)`, but the line ends here"),
            ("story: s\nlisten(3, 5) now", "line 2, column 14: expected the end of the line"),
            ("story: s\nlisten(3, five)", "line 2, column 11: expected a number, found `five)`"),
            ("story: s\nwait(3)", "line 2, column 1: expected an operation like"),
            (
                "story: s\ngiven: x\n  #1 WAITS *:* *:*",
                "line 3, column 6: expected a state (CLOSED",
            ),
            (
                "story: s\ngiven: x\n  1 LISTEN *:* *:*",
                "line 3, column 3: expected a socket like #1",
            ),
            ("story: s\ngiven: x\n  #1 LISTEN *:80 *:*", "line 3, column 13: expected an address"),
            (
                "story: s\ngiven: x\n  #1 LISTEN *:* *:* queue 2/5: #2",
                "line 3, column 27: the queue's length is 2, but it holds 1",
            ),
            (
                "story: s\ngiven: x\n  #1 CLOSED *:* *:* options fast",
                "line 3, column 29: expected an option",
            ),
            (
                "story: s\nSYN 1.2.3.4:5 → 1.2.3.4, finds #1",
                "line 2, column 17: expected an address",
            ),
            ("story: s\nSYN 1.2.3.4:5 1.2.3.4:6, finds #1", "line 2, column 15: expected `→`"),
            (
                "story: s\nSYM 1.2.3.4:5 → 1.2.3.4:6, finds #1",
                "line 2, column 1: expected an operation",
            ),
            ("story: s\nsomaxconn: lots", "line 2, column 12: expected a number"),
            ("story: s\nports: 4-", "line 2, column 10: expected a number, but the line ends here"),
            ("story: s\nports: 5-4", "line 2, column 8: the last port is below the first"),
            ("story: s\naddresses: 1.2.3", "line 2, column 12: expected an address like"),
            ("story: s\nsend(3, hello)", "line 2, column 9: expected data in quotation marks"),
            ("story: s\nsend(3, \"a\\q\")", "line 2, column 9: expected data in quotation marks"),
            ("story: s\n60 pass", "line 2, column 4: expected `s pass`"),
            ("story: s\n#2 sends", "line 2, column 4: expected `may send`"),
            (
                "story: s\ngiven: x\n  #1 CLOSED *:* *:* una 1 \"a\" window 1",
                "line 3, column 31: expected `nxt`, found `window`",
            ),
            (
                "story: s\ngiven: x\n  #1 CLOSED *:* *:* rcv.nxt 1",
                "line 3, column 30: expected `rcv.wnd`, but the line ends here",
            ),
            ("story: s\nshutdown(3)", "line 2, column 11: expected `,`"),
            (
                "story: s\ngiven: x\n  #1 CLOSED *:* *:* error EWHAT",
                "line 3, column 27: expected an error number like ECONNRESET",
            ),
            ("story: s\nconnect(3)", "line 2, column 10: expected `,`, found `)`"),
        ] {
            assert!(mistake(text).starts_with(told), "{text:?}\n{}", mistake(text));
        }
    }
}
