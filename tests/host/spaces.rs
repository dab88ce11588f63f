//! What can be given to the functions of `21_host`.

use std::fmt::Write;

use grader::{Case, Dimension, Forbidden, Space};

const SERVER: &str = "198.18.203.1:80";
const CLIENT: &str = "198.18.203.153:1025";
const OTHER: &str = "198.18.203.86:1025";

/// A segment arrives at the host: which function is it for?
pub const ARRIVES: Space = Space {
    name: "arrives",
    dimensions: &[
        Dimension::new(
            "finds",
            &[
                "LISTEN",
                "nobody",
                "SYN_SENT",
                "ESTABLISHED",
                "CLOSE_WAIT",
                "FIN_WAIT_1",
                "FIN_WAIT_2",
                "CLOSING",
                "LAST_ACK",
                "TIME_WAIT",
                "CLOSED",
            ],
        ),
        Dimension::new(
            "flags",
            &["SYN", "ACK", "FIN", "FIN+ACK", "RST", "RST+ACK", "SYN+ACK", "SYN+FIN", "SYN+RST"],
        ),
        Dimension::new("data", &["none", "more"]),
        Dimension::new("held", &["by the program", "by nobody"]),
        Dimension::new(
            "listens",
            &[
                "at this address",
                "at every address",
                "at every address and at this one",
                "with a full queue",
                "at another port",
                "at another address",
                "nobody",
            ],
        ),
        Dimension::new("beside", &["nobody", "another client's connection"]),
    ],
    decisive: &["finds", "flags", "listens"],
    forbidden: &[
        Forbidden::new("A SYN with data is no part of the exercises.", |it| {
            it["flags"].contains("SYN") && !it.is("data", "none")
        }),
        Forbidden::new("Who finds a listening socket finds one.", |it| {
            it.is("finds", "LISTEN")
                && ["at another port", "at another address", "nobody"].contains(&&it["listens"])
        }),
        Forbidden::new("Who finds nobody does not find a listening socket.", |it| {
            (it.is("finds", "nobody") || it.is("finds", "CLOSED"))
                && !["at another port", "at another address", "nobody"].contains(&&it["listens"])
        }),
        Forbidden::new("Without a row, nobody holds it.", |it| {
            (it.is("finds", "LISTEN") || it.is("finds", "nobody")) && it.is("held", "by nobody")
        }),
        Forbidden::new("Only the program that asked for it holds such a socket.", |it| {
            ["SYN_SENT", "ESTABLISHED", "CLOSE_WAIT", "CLOSED"].contains(&&it["finds"])
                && it.is("held", "by nobody")
        }),
    ],
    story: arrives,
};

fn arrives(it: &Case<'_>) -> String {
    let mut rows = String::new();
    let mut finds = "nobody";
    let listener = match &it["listens"] {
        "at this address" => "LISTEN 198.18.203.1:80 *:* fd 3 queue 0/5",
        "at every address" => "LISTEN 0.0.0.0:80 *:* fd 3 queue 0/5",
        "at every address and at this one" => {
            "LISTEN 0.0.0.0:80 *:* fd 3 queue 0/5 options reuseport"
        }
        "with a full queue" => "LISTEN 198.18.203.1:80 *:* fd 3 queue 1/0: #3",
        "at another port" => "LISTEN 198.18.203.1:81 *:* fd 3 queue 0/5",
        "at another address" => "LISTEN 198.18.203.2:80 *:* fd 3 queue 0/5",
        _ => "",
    };
    if !listener.is_empty() {
        let _ = writeln!(rows, "  #1 {listener}");
    }
    if it.is("listens", "with a full queue") {
        let _ = writeln!(
            rows,
            "  #3 ESTABLISHED {SERVER} 198.18.203.86:2000 una 1 nxt 1 window 9 mss 4 limit 64"
        );
    }
    let both = it.is("listens", "at every address and at this one");
    if both {
        let _ = writeln!(rows, "  #4 LISTEN {SERVER} *:* fd 6 queue 0/5 options reuseport");
    }
    let fd = if it.is("held", "by the program") { " fd 4" } else { "" };
    let state = &it["finds"];
    let rest = match state {
        "LISTEN" => {
            finds = if both { "#4" } else { "#1" };
            None
        }
        "nobody" => None,
        "CLOSED" => Some(format!("{fd} error ECONNRESET")),
        "SYN_SENT" => Some(fd.to_owned()),
        "ESTABLISHED" => {
            Some(format!("{fd} una 1 \"page\" nxt 5 window 9 mss 4 limit 64 timer 1 s"))
        }
        "CLOSE_WAIT" => Some(format!(
            "{fd} received the end una 1 \"page\" nxt 5 window 9 mss 4 limit 64 timer 1 s"
        )),
        "FIN_WAIT_1" => {
            Some(format!("{fd} una 1 \"page\" nxt 6 fin 5 window 9 mss 4 limit 64 timer 1 s"))
        }
        "CLOSING" | "LAST_ACK" => Some(format!(
            "{fd} received the end una 1 \"page\" nxt 6 fin 5 window 9 mss 4 limit 64 timer 1 s"
        )),
        "FIN_WAIT_2" => {
            let timer = if fd.is_empty() { " timer 33 s" } else { "" };
            Some(format!("{fd}{timer} una 6 nxt 6 fin 5 window 9 mss 4 limit 64"))
        }
        _ => Some(format!(
            "{fd} received the end timer 33 s una 6 nxt 6 fin 5 window 9 mss 4 limit 64"
        )),
    };
    if let Some(rest) = rest {
        let _ = writeln!(rows, "  #2 {state} {SERVER} {CLIENT}{rest}");
        if state != "CLOSED" {
            finds = "#2";
        }
    }
    if it.is("beside", "another client's connection") {
        let _ = writeln!(
            rows,
            "  #5 ESTABLISHED {SERVER} {OTHER} fd 5 una 1 nxt 1 window 9 mss 4 limit 64"
        );
    }
    let mut text = format!("given: a host\n{rows}{}", segment(&it["flags"], CLIENT, 1, 6, 16));
    if !it.is("data", "none") {
        text.push_str(" \"more\"");
    }
    let _ = writeln!(text, ", finds {finds}");
    text
}

/// A segment of a client, with its numbers.
fn segment(flags: &str, client: &str, seq: u32, ack: u32, window: u32) -> String {
    let ack = if flags.contains("ACK") { format!(" ack {ack}") } else { String::new() };
    format!("{flags} {client} → {SERVER} seq {seq}{ack} window {window}")
}

/// A segment arrives at a half-open connection.
pub const HALF_OPEN: Space = Space {
    name: "half_open",
    dimensions: &[
        Dimension::new(
            "flags",
            &["ACK", "SYN", "RST", "FIN", "FIN+ACK", "RST+ACK", "SYN+ACK", "SYN+RST", "SYN+FIN"],
        ),
        Dimension::new("data", &["none", "GET /"]),
        Dimension::new("ack", &["1", "7"]),
        Dimension::new("queue", &["has room", "is full"]),
        Dimension::new(
            "listener",
            &[
                "listens",
                "is closed",
                "is closed, and another listens",
                "is closed, and a full one listens",
            ],
        ),
        Dimension::new("at", &["this address", "every address"]),
        Dimension::new("another client", &["nobody", "came before", "came after"]),
        Dimension::new("options", &["none", "linger0,nodelay"]),
    ],
    decisive: &["flags", "queue", "listener", "data", "ack"],
    forbidden: &[
        Forbidden::new("A SYN with data is no part of the exercises.", |it| {
            it["flags"].contains("SYN") && !it.is("data", "none")
        }),
        Forbidden::new("A segment without ACK has no number for it.", |it| {
            !it["flags"].contains("ACK") && !it.is("ack", "1")
        }),
        Forbidden::new("Who is in the queue of a socket that closes goes with it.", |it| {
            it.is("queue", "is full") && !it.is("listener", "listens")
        }),
    ],
    story: half_open,
};

fn half_open(it: &Case<'_>) -> String {
    let local = if it.is("at", "this address") { SERVER } else { "0.0.0.0:80" };
    let options = match &it["options"] {
        "none" => String::new(),
        options => format!(" options {options}"),
    };
    let limit = if it.is("queue", "is full") { 0 } else { 5 };
    let mut text =
        format!("given: a server listens\n  #1 LISTEN {local} *:* fd 3 queue 0/{limit}{options}\n");
    let mut next = 2;
    let mut comes = |text: &mut String, client: &str| {
        let _ = writeln!(text, "SYN {client} → {SERVER} window 9, finds #1");
        next += 1;
        next - 1
    };
    let before = it.is("another client", "came before").then(|| comes(&mut text, OTHER));
    let own = comes(&mut text, CLIENT);
    let after = it.is("another client", "came after").then(|| comes(&mut text, OTHER));
    if it.is("queue", "is full") {
        let third = "198.18.203.86:2000";
        let id = comes(&mut text, third);
        let _ = writeln!(text, "{}, finds #{id}", segment("ACK", third, 1, 1, 9));
    }
    let listener = &it["listener"];
    if listener != "listens" {
        text.push_str("close(3)\n");
    }
    match listener {
        "is closed, and another listens" => {
            let _ = writeln!(text, "given: another\n  #9 LISTEN {local} *:* fd 3 queue 0/5");
        }
        "is closed, and a full one listens" => {
            let _ = writeln!(
                text,
                "given: another\n  #8 ESTABLISHED {SERVER} 198.18.203.7:7\n  #9 LISTEN {local} *:* fd 3 queue 1/0: #8"
            );
        }
        _ => {}
    }
    let ack = it["ack"].parse().unwrap_or(1);
    text.push_str(&segment(&it["flags"], CLIENT, 1, ack, 9));
    if !it.is("data", "none") {
        let _ = write!(text, " \"{}\"", &it["data"]);
    }
    let _ = writeln!(text, ", finds #{own}");
    // The others are as they were.
    if let Some(id) = before.or(after) {
        let _ = writeln!(text, "{}, finds #{id}", segment("ACK", OTHER, 1, 1, 9));
    }
    if listener != "is closed" {
        text.push_str("accept(3)\naccept(3)\n");
    }
    text
}

/// A segment arrives at a connection.
pub const CONNECTED: Space = Space {
    name: "connected",
    dimensions: &[
        Dimension::new(
            "at",
            &[
                "ESTABLISHED, held",
                "ESTABLISHED, queued",
                "CLOSE_WAIT, held",
                "CLOSE_WAIT, queued",
                "FIN_WAIT_1, held",
                "FIN_WAIT_1, orphan",
                "FIN_WAIT_2, held",
                "FIN_WAIT_2, orphan",
                "CLOSING, held",
                "CLOSING, orphan",
                "LAST_ACK, held",
                "LAST_ACK, orphan",
                "TIME_WAIT, held",
                "TIME_WAIT, orphan",
            ],
        ),
        Dimension::new("flags", &["ACK", "FIN+ACK", "FIN", "RST", "RST+ACK", "SYN", "SYN+ACK"]),
        Dimension::new("data", &["none", "more"]),
        Dimension::new(
            "sends",
            &["nothing", "what is in flight", "more than in flight", FIN_WAITS, "without numbers"],
        ),
        Dimension::new("ack", &["what was sent", "what it had", "a part", "older", "too much"]),
        Dimension::new("first number", &["101", "4294967293", "4294967292", "4294967290"]),
        Dimension::new("unread", &["nothing", "GET /"]),
        Dimension::new("comes", COMES),
    ],
    decisive: &["at", "flags", "sends", "ack"],
    forbidden: &[
        Forbidden::new("Who counts what arrives also counts what it sends.", |it| {
            it.is("sends", "without numbers") && !it.is("comes", "without numbers")
        }),
        Forbidden::new("Without data there is no part of it.", |it| {
            it.is("data", "none")
                && (it.is("comes", "in part again") || it.is("comes", "in part beyond"))
        }),
        Forbidden::new("Here all that was sent is acknowledged.", |it| {
            is_acknowledged(&it["at"]) && !["nothing", "without numbers"].contains(&&it["sends"])
        }),
        Forbidden::new("Who has not ended its data has no FIN to send.", |it| {
            it.is("sends", FIN_WAITS) && !has_fin(&it["at"])
        }),
        Forbidden::new("There is no part of nothing.", |it| {
            it.is("ack", "a part") && !it["sends"].contains("in flight")
        }),
        Forbidden::new("A segment without ACK acknowledges nothing.", |it| {
            !it["flags"].contains("ACK") && !it.is("ack", "what was sent")
        }),
        Forbidden::new("Who does not count has no numbers.", |it| {
            it.is("sends", "without numbers")
                && !(it.is("ack", "what was sent") && it.is("first number", "101"))
        }),
        Forbidden::new("A SYN with data is no part of the exercises.", |it| {
            it["flags"].contains("SYN") && !it.is("data", "none")
        }),
        Forbidden::new(
            "What was not read when the program closed was answered with an RST.",
            |it| it["at"].ends_with("orphan") && !it.is("unread", "nothing"),
        ),
        Forbidden::new("The wire takes nothing behind a FIN.", |it| {
            has_ended(&it["at"]) && !it.is("data", "none")
        }),
    ],
    story: connected,
};

/// All data is acknowledged, and the peer's window is closed.
const FIN_WAITS: &str = "a FIN that is not sent";

/// Which numbers the segment has, beside those that are expected.
const COMES: &[&str] = &[
    "next",
    "again",
    "in part again",
    "in part beyond",
    "too early",
    "beyond the window",
    "without numbers",
];

/// Whether the peer has acknowledged the FIN.
fn is_acknowledged(at: &str) -> bool {
    at.starts_with("FIN_WAIT_2") || at.starts_with("TIME_WAIT")
}

/// Whether the peer's FIN has come.
fn has_ended(at: &str) -> bool {
    ["CLOSE_WAIT", "CLOSING", "LAST_ACK", "TIME_WAIT"].iter().any(|state| at.starts_with(state))
}

/// Whether this side's FIN is sent, or waits behind the data.
fn has_fin(at: &str) -> bool {
    !at.starts_with("ESTABLISHED") && !at.starts_with("CLOSE_WAIT")
}

/// What a connection keeps of what it sends: the cells of its row, `una` and `nxt`.
fn sending(at: &str, sends: &str, una: u32) -> (String, u32, u32) {
    let (sent, rest) = match sends {
        "what is in flight" => ("page", ""),
        "more than in flight" => ("page", " two"),
        _ => ("", ""),
    };
    let end = una.wrapping_add((sent.len() + rest.len()) as u32);
    let fin_waits = sends == FIN_WAITS;
    let mut nxt = una.wrapping_add(sent.len() as u32);
    let mut una = una;
    let mut fin = String::new();
    if has_fin(at) {
        fin = format!(" fin {end}");
        if rest.is_empty() && !fin_waits {
            nxt = nxt.wrapping_add(1);
        }
        if is_acknowledged(at) {
            una = nxt;
        }
    }
    if sends == "without numbers" {
        return (String::new(), una, nxt);
    }
    let quoted = |data: &str| match data {
        "" => String::new(),
        data => format!(" \"{data}\""),
    };
    let timer = if una == nxt && !fin_waits { "" } else { " timer 2 s tries 1" };
    let window = if fin_waits { 0 } else { 4 };
    let (sent, rest) = (quoted(sent), quoted(rest));
    let cells =
        format!(" una {una}{sent} nxt {nxt}{rest}{fin} window {window} mss 4 limit 64{timer}");
    (cells, una, nxt)
}

fn connected(it: &Case<'_>) -> String {
    let (state, holder) = it["at"].split_once(", ").expect("a state and a holder");
    let first = it["first number"].parse().unwrap_or(101);
    let (cells, una, nxt) = sending(&it["at"], &it["sends"], first);
    let mut row = format!("  #2 {state} {SERVER} {CLIENT}");
    if holder == "held" {
        row.push_str(" fd 4");
    }
    let unread = if it.is("unread", "nothing") { "" } else { " \"GET /\"" };
    let end = if has_ended(state) { " the end" } else { "" };
    if !(unread.is_empty() && end.is_empty()) {
        let _ = write!(row, " received{unread}{end}");
    }
    if state == "TIME_WAIT" || (state == "FIN_WAIT_2" && holder == "orphan") {
        row.push_str(" timer 33 s");
    }
    row.push_str(&cells);
    // The next number is 6.
    let (seq, window) = match &it["comes"] {
        "again" => (1, 100),
        "in part again" => (4, 100),
        "in part beyond" => (6, 2),
        "too early" => (8, 100),
        "beyond the window" => (106, 100),
        _ => (6, 100),
    };
    if !it.is("comes", "without numbers") {
        let _ = write!(row, " rcv.nxt 6 rcv.wnd {window}");
    }
    let queue = if holder == "queued" { "1/5: #2" } else { "0/5" };
    let ack = match &it["ack"] {
        "what was sent" => nxt,
        "what it had" => una,
        "a part" => una.wrapping_add(2),
        "older" => una.wrapping_sub(3),
        _ => nxt.wrapping_add(1),
    };
    let mut text =
        format!("given: a connection\n  #1 LISTEN {SERVER} *:* fd 3 queue {queue}\n{row}\n");
    text.push_str(&segment(&it["flags"], CLIENT, seq, ack, 16));
    if !it.is("data", "none") {
        text.push_str(" \"more\"");
    }
    text.push_str(", finds #2\n");
    text
}

/// The program ends its side of a connection.
pub const ENDS: Space = Space {
    name: "ends",
    dimensions: &[
        Dimension::new("call", &["shutdown", "close"]),
        Dimension::new(
            "at",
            &[
                "ESTABLISHED",
                "CLOSE_WAIT",
                "FIN_WAIT_1",
                "FIN_WAIT_2",
                "CLOSING",
                "LAST_ACK",
                "TIME_WAIT",
                "SYN_SENT",
                "CLOSED",
            ],
        ),
        Dimension::new(
            "sends",
            &["nothing", "what is in flight", "more than in flight", "without numbers"],
        ),
        Dimension::new("first number", &["101", "4294967292", "4294967288", "4294967290"]),
        Dimension::new("unread", &["nothing", "GET /"]),
        Dimension::new("options", &["none", "linger0", "nodelay"]),
        Dimension::new("beside", &["nobody", "another connection", "who is queued"]),
    ],
    decisive: &["call", "at", "sends"],
    forbidden: &[
        Forbidden::new("Here all that was sent is acknowledged.", |it| {
            is_acknowledged(&it["at"]) && !["nothing", "without numbers"].contains(&&it["sends"])
        }),
        Forbidden::new("Who has no connection sends nothing.", |it| {
            ["SYN_SENT", "CLOSED"].contains(&&it["at"])
                && !(it.is("sends", "without numbers") && it.is("unread", "nothing"))
        }),
        Forbidden::new("Who does not count has no numbers.", |it| {
            it.is("sends", "without numbers") && !it.is("first number", "101")
        }),
    ],
    story: ends,
};

fn ends(it: &Case<'_>) -> String {
    let state = &it["at"];
    let first = it["first number"].parse().unwrap_or(101);
    let (cells, ..) = sending(state, &it["sends"], first);
    let mut row = format!("  #2 {state} {SERVER} {CLIENT} fd 4");
    if !it.is("options", "none") {
        let _ = write!(row, " options {}", &it["options"]);
    }
    let unread = if it.is("unread", "nothing") { "" } else { " \"GET /\"" };
    let end = if has_ended(state) { " the end" } else { "" };
    if !(unread.is_empty() && end.is_empty()) {
        let _ = write!(row, " received{unread}{end}");
    }
    if state == "TIME_WAIT" {
        row.push_str(" timer 33 s");
    }
    row.push_str(&cells);
    let other = "una 1 \"page\" nxt 5 window 4 mss 4 limit 64 timer 1 s";
    let (listener, beside) = match &it["beside"] {
        "another connection" => {
            ("0/5", format!("  #3 ESTABLISHED {SERVER} {OTHER} fd 5 {other}\n"))
        }
        "who is queued" => ("1/5: #3", format!("  #3 ESTABLISHED {SERVER} {OTHER} {other}\n")),
        _ => ("0/5", String::new()),
    };
    let call = if it.is("call", "close") { "close(4)" } else { "shutdown(4, SHUT_WR)" };
    let mut text = format!(
        "given: a connection\n  #1 LISTEN {SERVER} *:* fd 3 queue {listener}\n{row}\n{beside}{call}\n"
    );
    // Who is broken off is gone, and sends no more.
    let is_broken_off =
        it.is("call", "close") && (it.is("options", "linger0") || !it.is("unread", "nothing"));
    if !is_broken_off && ["ESTABLISHED", "CLOSE_WAIT"].contains(&state) {
        text.push_str("#2 may send\n");
    }
    if it.is("beside", "who is queued") {
        text.push_str("close(3)\n");
    }
    text
}

/// The timer of what a connection has sent runs out.
pub const EXPIRES: Space = Space {
    name: "expires",
    dimensions: &[
        Dimension::new(
            "at",
            &[
                "ESTABLISHED, held",
                "ESTABLISHED, queued",
                "CLOSE_WAIT, held",
                "CLOSE_WAIT, queued",
                "FIN_WAIT_1, held",
                "FIN_WAIT_1, orphan",
                "CLOSING, held",
                "CLOSING, orphan",
                "LAST_ACK, held",
                "LAST_ACK, orphan",
            ],
        ),
        Dimension::new("tries", &["the last", "one more"]),
        Dimension::new("sends", &["what is in flight", "more than in flight"]),
        Dimension::new("unread", &["nothing", "GET /"]),
        Dimension::new("beside", &["nobody", "its twin before", "its twin behind"]),
    ],
    decisive: &["at", "tries"],
    forbidden: &[Forbidden::new(
        "What was not read when the program closed was answered with an RST.",
        |it| it["at"].ends_with("orphan") && !it.is("unread", "nothing"),
    )],
    story: expires,
};

fn expires(it: &Case<'_>) -> String {
    let (state, holder) = it["at"].split_once(", ").expect("a state and a holder");
    let (cells, ..) = sending(state, &it["sends"], 101);
    let unread = if it.is("unread", "nothing") { "" } else { " \"GET /\"" };
    let end = if has_ended(state) { " the end" } else { "" };
    let received = match (unread, end) {
        ("", "") => String::new(),
        _ => format!(" received{unread}{end}"),
    };
    let row = |id: u32, remote: &str| {
        let fd = if holder == "held" { format!(" fd {id}") } else { String::new() };
        format!("  #{id} {state} {SERVER} {remote}{fd}{received}{cells}\n")
    };
    let twin = match &it["beside"] {
        "its twin before" => Some(4),
        "its twin behind" => Some(9),
        _ => None,
    };
    let ids: Vec<u32> = [5].into_iter().chain(twin).collect();
    let queue = match holder {
        "queued" => {
            let waiting = ids.iter().fold(String::new(), |all, id| format!("{all} #{id}"));
            format!("{}/5:{waiting}", ids.len())
        }
        _ => "0/5".to_owned(),
    };
    let retries = if it.is("tries", "the last") { 1 } else { 2 };
    let twin = twin.map(|id| row(id, OTHER)).unwrap_or_default();
    format!(
        "retries: {retries}\ngiven: connections\n  #1 LISTEN {SERVER} *:* fd 3 queue {queue}\n{}{twin}\
         #5: the timer runs out\n",
        row(5, CLIENT)
    )
}
