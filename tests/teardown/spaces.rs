//! What can be given to the two functions of `14_teardown`.

use std::fmt::Write;

use grader::{Case, Dimension, Forbidden, Space};

/// A segment arrives at a connection.
pub const SEGMENTS: Space = Space {
    name: "segments",
    dimensions: &[
        // Who holds the connection: a descriptor, the queue in which it waits, or nobody.
        Dimension::new(
            "at",
            &[
                "ESTABLISHED, held",
                "ESTABLISHED, queued",
                "FIN_WAIT_1, held",
                "FIN_WAIT_1, orphan",
                "FIN_WAIT_2, held",
                "FIN_WAIT_2, orphan",
                "CLOSE_WAIT, held",
                "CLOSE_WAIT, queued",
                "CLOSING, held",
                "CLOSING, orphan",
                "LAST_ACK, held",
                "LAST_ACK, orphan",
                "TIME_WAIT, held",
                "TIME_WAIT, orphan",
            ],
        ),
        Dimension::new(
            "flags",
            &[
                "ACK",
                "FIN+ACK",
                "FIN",
                "SYN",
                "RST",
                "RST+ACK",
                "SYN+ACK",
                "SYN+FIN",
                "SYN+RST",
                "FIN+RST",
                "SYN+FIN+ACK",
            ],
        ),
        Dimension::new("data", &["none", "more"]).rare(&["\\x00"]),
        Dimension::new("timer", &["33", "1", "60"]),
        Dimension::new("seq", &["1000", "0", "4294967295"]),
        Dimension::new("ack", &["77", "0", "4294967295"]),
        Dimension::new("buffer", &["none", "GET /", "\\x00"]),
        Dimension::new(
            "endpoints",
            &["a client of another host", "a server", "loopback", "this host"],
        ),
        Dimension::new(
            "beside",
            &[
                "nobody",
                "its twin before",
                "its twin behind",
                "the peer's end",
                "a listener before",
            ],
        ),
        Dimension::new("options", &["none", "linger0", "keepalive,reuseaddr"]),
        // A connection goes on with an error that a router has reported: IP_RECVERR, ip(7).
        Dimension::new("error", &["none", "ECONNREFUSED"]),
    ],
    decisive: &["at", "flags", "data", "options"],
    forbidden: &[
        Forbidden::new("Only TIME_WAIT and an orphan in FIN_WAIT_2 have a timer.", |it| {
            !has_timer(&it["at"]) && !it.is("timer", "33")
        }),
        Forbidden::new(
            "What was not read when the program closed was answered with an RST.",
            |it| it["at"].ends_with("orphan") && !it.is("buffer", "none"),
        ),
        Forbidden::new(
            "In TIME_WAIT a reset leaves no error, and nothing else could be one.",
            |it| it["at"].starts_with("TIME_WAIT") && !it.is("error", "none"),
        ),
        Forbidden::new("Who is in a queue has not connected itself.", |it| {
            it["at"].ends_with("queued") && it.is("endpoints", "a server")
        }),
        Forbidden::new("A segment without ACK has no number for it.", |it| {
            !it["flags"].contains("ACK") && !it.is("ack", "77")
        }),
    ],
    story: segments,
};

fn segments(it: &Case<'_>) -> String {
    let (local, remote) = match &it["endpoints"] {
        "a client of another host" => ("198.18.203.1:80", "198.18.203.153:1025"),
        "a server" => ("198.18.203.1:40000", "198.18.203.86:80"),
        "loopback" => ("127.0.0.2:65535", "127.0.0.1:80"),
        _ => ("198.18.203.1:80", "198.18.203.1:65535"),
    };
    let data = data(&it["data"]);
    let connection = |id: u32, remote: &str, fd: u32| {
        let (state, holder) = it["at"].split_once(", ").expect("a state and a holder");
        let mut row = format!("  #{id} {state} {local} {remote}");
        if holder == "held" {
            let _ = write!(row, " fd {fd}");
        }
        if !it.is("options", "none") {
            let _ = write!(row, " options {}", &it["options"]);
        }
        // What a segment brings has been put there before.
        let is_new = holder != "orphan" && !has_ended(state) && id == CONNECTION;
        let read = if it.is("buffer", "none") { "" } else { &it["buffer"] };
        let new = if is_new { &data[..] } else { "" };
        let buffer = format!("{read}{new}");
        match (&buffer[..], has_ended(state)) {
            ("", false) => {}
            ("", true) => row.push_str(" received the end"),
            (buffer, ended) => {
                let end = if ended { " the end" } else { "" };
                let _ = write!(row, " received \"{buffer}\"{end}");
            }
        }
        if !it.is("error", "none") {
            let _ = write!(row, " error {}", &it["error"]);
        }
        if has_timer(&it["at"]) {
            let _ = write!(row, " timer {} s", &it["timer"]);
        }
        row + "\n"
    };
    let twin = match &it["beside"] {
        "its twin before" => Some(2),
        "its twin behind" => Some(9),
        _ => None,
    };
    let mut text = String::new();
    let mut rows = String::new();
    if it["at"].ends_with("queued") {
        let mut ids: Vec<u32> = [CONNECTION].into_iter().chain(twin).collect();
        ids.sort_unstable();
        let queue = ids.iter().fold(String::new(), |queue, id| format!("{queue} #{id}"));
        let _ = writeln!(rows, "  #3 LISTEN {local} *:* fd 3 queue {}/5:{queue}", ids.len());
    }
    rows.push_str(&connection(CONNECTION, remote, 4));
    match (&it["beside"], twin) {
        (_, Some(id)) => rows.push_str(&connection(id, "198.18.203.7:7", 7)),
        ("the peer's end", _) => {
            text.push_str("addresses: 198.18.203.1, 198.18.203.86, 198.18.203.153\n");
            let _ = writeln!(rows, "  #2 ESTABLISHED {remote} {local} fd 8");
        }
        ("a listener before", _) => rows.push_str("  #1 LISTEN 0.0.0.0:81 *:* fd 9 queue 0/5\n"),
        _ => {}
    }
    let _ = write!(text, "given: a connection\n{rows}{} {remote} → {local}", &it["flags"]);
    let _ = write!(text, " seq {}", &it["seq"]);
    if it["flags"].contains("ACK") {
        let _ = write!(text, " ack {}", &it["ack"]);
    }
    if !data.is_empty() {
        let _ = write!(text, " \"{data}\"");
    }
    let _ = writeln!(text, ", finds #{CONNECTION}");
    text
}

/// The number of the connection at which the segment arrives.
const CONNECTION: u32 = 5;

fn data(value: &str) -> String {
    if value == "none" { String::new() } else { value.to_owned() }
}

/// Whether the peer's FIN has come.
fn has_ended(state: &str) -> bool {
    ["CLOSE_WAIT", "CLOSING", "LAST_ACK", "TIME_WAIT"].contains(&state)
}

fn has_timer(at: &str) -> bool {
    at.starts_with("TIME_WAIT") || at == "FIN_WAIT_2, orphan"
}

/// Time passes for one connection, and for another beside it.
pub const PAUSES: Space = Space {
    name: "pauses",
    dimensions: &[
        Dimension::new("at", TIMED),
        Dimension::new("timer", &["33", "1", "10", "11", "59", "60"]),
        Dimension::new("seconds", &["10", "0", "1", "59", "60", "65537"]),
        Dimension::new(
            "beside",
            &["nobody", "TIME_WAIT, orphan", "TIME_WAIT, held", "FIN_WAIT_2, orphan"],
        ),
        Dimension::new("its timer", &["33", "1", "60"]),
        Dimension::new("stands", &["before", "behind"]),
        Dimension::new(
            "without a timer",
            &[
                "nobody",
                "ESTABLISHED, held",
                "ESTABLISHED, queued",
                "FIN_WAIT_1, held",
                "FIN_WAIT_1, orphan",
                "FIN_WAIT_2, held",
                "CLOSE_WAIT, held",
                "CLOSING, orphan",
                "LAST_ACK, orphan",
                "CLOSED, held",
                "SYN_SENT, held",
                "SYN_RECEIVED, half-open",
            ],
        ),
        Dimension::new("buffer", &["none", "GET /"]),
        Dimension::new("options", &["none", "linger0"]),
    ],
    decisive: &["at", "timer", "seconds"],
    forbidden: &[
        Forbidden::new("Who is not there has no timer, and stands nowhere.", |it| {
            it.is("beside", "nobody") && !(it.is("its timer", "33") && it.is("stands", "before"))
        }),
        Forbidden::new(
            "What was not read when the program closed was answered with an RST.",
            |it| !it.is("buffer", "none") && !it.is("at", "TIME_WAIT, held"),
        ),
    ],
    story: pauses,
};

/// The connections that have a timer.
const TIMED: &[&str] = &["TIME_WAIT, orphan", "TIME_WAIT, held", "FIN_WAIT_2, orphan"];

fn pauses(it: &Case<'_>) -> String {
    const SERVER: &str = "198.18.203.1:80";
    let options = match &it["options"] {
        "none" => String::new(),
        options => format!(" options {options}"),
    };
    let row = |id: u32, at: &str, timer: Option<&str>, buffer: &str| {
        let (state, holder) = at.split_once(", ").expect("a state and a holder");
        let mut row = format!("  #{id} {state} {SERVER} 198.18.203.153:{}", 1000 + id);
        if holder == "held" {
            let _ = write!(row, " fd {id}");
        }
        row.push_str(&options);
        match (buffer, has_ended(state)) {
            ("none", false) => {}
            ("none", true) => row.push_str(" received the end"),
            (buffer, _) => {
                let _ = write!(row, " received \"{buffer}\" the end");
            }
        }
        if let Some(timer) = timer {
            let _ = write!(row, " timer {timer} s");
        }
        row + "\n"
    };
    let mut rows = String::new();
    let still = &it["without a timer"];
    if still == "ESTABLISHED, queued" || still == "SYN_RECEIVED, half-open" {
        let queue = if still.ends_with("queued") { "1/5: #7" } else { "0/5" };
        let _ = writeln!(rows, "  #3 LISTEN {SERVER} *:* fd 3 queue {queue}");
    }
    rows.push_str(&row(5, &it["at"], Some(&it["timer"]), &it["buffer"]));
    if still != "nobody" {
        rows.push_str(&row(7, still, None, "none"));
    }
    if !it.is("beside", "nobody") {
        let id = if it.is("stands", "before") { 4 } else { 8 };
        rows.push_str(&row(id, &it["beside"], Some(&it["its timer"]), "none"));
    }
    format!("given: connections\n{rows}{} s pass\n1 s pass\n", &it["seconds"])
}
