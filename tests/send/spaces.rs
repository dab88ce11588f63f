//! What can be given to the four functions of `12_send`.

use grader::{Case, Dimension, Forbidden, Space};

use crate::connection::{Connection, Fin};

/// What is in flight, and how often it was sent again. Where nothing is, and the peer is asked for its
/// window, that has no room for what comes next.
const IN_FLIGHT: Dimension = Dimension::new(
    "in flight",
    &[
        "nothing",
        "3 bytes",
        "3 bytes, 3 tries",
        "8 bytes",
        "19 bytes, 1 try",
        "FIN",
        "8 bytes and FIN",
        "8 bytes and FIN, 3 tries",
        "nothing, 0 tries to ask",
        "nothing, 1 try to ask",
        "nothing, 7 tries to ask",
    ],
);

/// What is not sent yet. If the FIN is in flight, these bytes are too.
const LEFT: Dimension =
    Dimension::new("left", &["nothing", "5 bytes", "16 bytes", "16 bytes and FIN", "FIN"]);

/// The state, which depends on the FIN: ESTABLISHED, or FIN_WAIT_1 if the program has ended its data.
const STATE: Dimension = Dimension::new(
    "state",
    &["ESTABLISHED/FIN_WAIT_1", "CLOSE_WAIT/LAST_ACK", "CLOSE_WAIT/CLOSING"],
);

/// The first number that is not acknowledged: also such that the numbers go round, or their halves do.
const UNA: Dimension = Dimension::new(
    "una",
    &["101", "0", "4294967295", "4294967290", "4294967277", "2147483640", "2147483648"],
);

const MSS: Dimension = Dimension::new("mss", &["8", "3", "100"]);

const NODELAY: Dimension = Dimension::new("nodelay", &["off", "on"]);

const RECEIVED: Dimension = Dimension::new("received", &["nothing", "GET /"]);

/// Another connection, with numbers and bytes of its own.
const BESIDE: Dimension = Dimension::new("beside", &["nobody", "before", "behind"]);

/// The program sends, and the connection can.
pub const SENDS: Space = Space {
    name: "sends",
    dimensions: &[
        Dimension::new("bytes", &["some", "none", "one", "as many as fit", "one more than fits"]),
        Dimension::new("room", &["9", "3", "1", "0"]),
        Dimension::new(
            "in flight",
            &["nothing", "3 bytes", "19 bytes, 1 try", "nothing, 1 try to ask"],
        ),
        Dimension::new("left", &["nothing", "5 bytes", "16 bytes"]),
        Dimension::new("window", &["for much more", "closed"]),
        MSS,
        NODELAY,
        RECEIVED,
        STATE,
        UNA,
        BESIDE,
        Dimension::new("on", &["it"]).rare(&["no descriptor"]),
    ],
    decisive: &["bytes", "room", "in flight", "left"],
    forbidden: &[],
    story: |it| {
        let connection = connection(it);
        let room = number(it, "room");
        let limit = connection.in_flight + connection.waiting + room;
        let fd = if it.is("on", "it") { 4 } else { 17 };
        let row = Connection { limit, ..connection }.row();
        format!("given: sockets\n{row}{}{}", beside(it), send(fd, &it["bytes"], room))
    },
};

/// The program sends, and the socket cannot.
pub const REFUSALS: Space = Space {
    name: "refusals",
    dimensions: &[
        Dimension::new(
            "state",
            &[
                "FIN_WAIT_1",
                "FIN_WAIT_2",
                "CLOSING",
                "LAST_ACK",
                "TIME_WAIT",
                "CLOSED",
                "SYN_SENT",
                "SYN_RECEIVED",
                "LISTEN",
                "new",
                "ESTABLISHED",
                "CLOSE_WAIT",
            ],
        ),
        Dimension::new("error", &["none", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ECONNREFUSED"]),
        Dimension::new("bytes", &["some", "none", "one"]),
        Dimension::new("more", &["nothing", "nodelay", "received"]),
        BESIDE,
    ],
    decisive: &["state", "error", "bytes"],
    forbidden: &[
        Forbidden::new(
            "Where nothing was tried, or nothing was left to do, nothing went wrong.",
            |it| !it.is("error", "none") && ["LISTEN", "new", "TIME_WAIT"].contains(&&it["state"]),
        ),
        // ECONNREFUSED lets it live, if it is one that a router reports: IP_RECVERR, ip(7).
        Forbidden::new("Only a connection that is over was given up, or broken off.", |it| {
            let over = ["ECONNRESET", "EPIPE", "ETIMEDOUT"].contains(&&it["error"]);
            over && !it.is("state", "CLOSED")
        }),
        Forbidden::new("Without an error these can send.", |it| {
            it.is("error", "none") && ["ESTABLISHED", "CLOSE_WAIT"].contains(&&it["state"])
        }),
        Forbidden::new("Only a connection has received something.", |it| {
            it.is("more", "received") && ["LISTEN", "new", "SYN_SENT"].contains(&&it["state"])
        }),
    ],
    story: refusals,
};

fn refusals(it: &Case<'_>) -> String {
    let state = &it["state"];
    let options = if it.is("more", "nodelay") { " options nodelay" } else { "" };
    let ended = matches!(state, "CLOSE_WAIT" | "CLOSING" | "LAST_ACK" | "TIME_WAIT");
    let received = match (it.is("more", "received"), ended) {
        (true, true) => " received \"GET /\" the end",
        (true, false) => " received \"GET /\"",
        (false, true) => " received the end",
        (false, false) => "",
    };
    let ends = match state {
        "new" => "CLOSED *:* *:*".to_owned(),
        "LISTEN" => "LISTEN 198.18.203.1:81 *:*".to_owned(),
        "SYN_SENT" => "SYN_SENT 198.18.203.1:32768 198.18.203.86:80".to_owned(),
        _ => format!("{state} {ENDS}"),
    };
    let error = match &it["error"] {
        "none" => String::new(),
        error => format!(" error {error}"),
    };
    let sending = match state {
        // Some bytes are on their way; behind them perhaps its FIN.
        "ESTABLISHED" | "CLOSE_WAIT" => {
            " una 101 \"abc\" nxt 104 window 64 mss 8 limit 64 timer 1 s"
        }
        "FIN_WAIT_1" | "CLOSING" | "LAST_ACK" => {
            " una 101 \"abc\" nxt 105 fin 104 window 64 mss 8 limit 64 timer 1 s"
        }
        "FIN_WAIT_2" => " una 105 nxt 105 fin 104 window 64 mss 8 limit 64",
        _ => "",
    };
    let row = match state {
        "LISTEN" => format!("  #{ID} {ends} fd 4 queue 0/5{options}\n"),
        _ => format!("  #{ID} {ends} fd 4{options}{received}{error}{sending}\n"),
    };
    format!("given: sockets\n{row}{}{}", beside(it), send(4, &it["bytes"], 9))
}

/// The same call twice.
fn send(fd: u32, bytes: &str, room: u32) -> String {
    let count = match bytes {
        "some" => 5,
        "none" => 0,
        "one" => 1,
        "as many as fit" => room,
        _ => room + 1,
    };
    format!("send({fd}, \"{}\")\n", &"0123456789"[..count as usize]).repeat(2)
}

/// The connection may send.
pub const OUTPUTS: Space = Space {
    name: "outputs",
    dimensions: &[
        IN_FLIGHT,
        Dimension::new(
            "left",
            &[
                "19 bytes",
                "nothing",
                "3 bytes",
                "8 bytes",
                "11 bytes",
                "16 bytes",
                "3 bytes and FIN",
                "8 bytes and FIN",
                "11 bytes and FIN",
                "FIN",
            ],
        ),
        Dimension::new(
            "window",
            &[
                "for much more",
                "for all",
                "for all but one",
                "for a segment",
                "for a segment and a half",
                "full",
                "closed",
                "taken back",
            ],
        ),
        NODELAY,
        MSS,
        RECEIVED,
        STATE,
        UNA,
        BESIDE,
    ],
    decisive: &["left", "window", "nodelay"],
    forbidden: &[],
    story: |it| format!("{}#{ID} may send\n#{ID} may send\n", table(it)),
};

/// An ACK arrives.
pub const ACKS: Space = Space {
    name: "acks",
    dimensions: &[
        IN_FLIGHT,
        LEFT,
        Dimension::new(
            "ack",
            &[
                "all",
                "una again",
                "one more, if there is one",
                "all but one, if there is one",
                "one too much",
                "far too much",
                "one too old",
                "far too old",
            ],
        ),
        Dimension::new("says", &["64", "0", "5"]),
        Dimension::new("window", &["for much more", "full", "closed", "taken back"]),
        Dimension::new("carries", &["nothing", "data", "a FIN"]),
        Dimension::new("seq", &["501", "0", "4294967295"]),
        NODELAY,
        MSS,
        RECEIVED,
        STATE,
        UNA,
        BESIDE,
    ],
    decisive: &["in flight", "ack", "says"],
    forbidden: &[],
    story: acks,
};

fn acks(it: &Case<'_>) -> String {
    let una = number(it, "una");
    let sent = connection(it).sent();
    let ack = match &it["ack"] {
        "all" => una.wrapping_add(sent),
        "una again" => una,
        "one more, if there is one" => una.wrapping_add(sent.min(1)),
        "all but one, if there is one" => una.wrapping_add(sent.saturating_sub(1)),
        "one too much" => una.wrapping_add(sent + 1),
        "far too much" => una.wrapping_add(sent + 1_000_000_000),
        "one too old" => una.wrapping_sub(1),
        _ => una.wrapping_sub(1_000_000_000),
    };
    let (flags, data) = match &it["carries"] {
        "nothing" => ("ACK", ""),
        "data" => ("ACK", " \"more\""),
        _ => ("FIN+ACK", ""),
    };
    let (seq, window) = (&it["seq"], &it["says"]);
    let ends = "198.18.203.153:1025 → 198.18.203.1:80";
    let ack = format!("{flags} {ends} seq {seq} ack {ack} window {window}{data}, finds #{ID}\n");
    format!("{}{ack}{ack}", table(it))
}

/// The timer runs out.
pub const EXPIRIES: Space = Space {
    name: "expiries",
    dimensions: &[
        Dimension::new(
            "in flight",
            &[
                "19 bytes, 1 try",
                "3 bytes",
                "8 bytes",
                "FIN",
                "8 bytes and FIN",
                "3 bytes and FIN, 3 tries",
                "nothing, 0 tries to ask",
                "nothing, 7 tries to ask",
            ],
        ),
        LEFT,
        // What becomes of a window that was taken back, but is not closed, the stub does not say.
        Dimension::new("window", &["for much more", "full", "closed"]),
        Dimension::new("timer", &["1", "2", "59", "60", "61", "64", "120"]),
        Dimension::new("tries left", &["2", "1", "0", "15"]),
        NODELAY,
        MSS,
        RECEIVED,
        STATE,
        UNA,
        BESIDE,
    ],
    decisive: &["in flight", "left", "mss"],
    forbidden: &[],
    story: |it| {
        let connection = Connection { timer: Some(number(it, "timer")), ..connection(it) };
        let retries = connection.tries + number(it, "tries left");
        // Behind the last try there is no connection whose timer could run.
        let expires = format!("#{ID}: the timer runs out\n");
        let again = if it.is("tries left", "0") { "" } else { &expires };
        let rows = format!("{}{}", connection.row(), beside(it));
        format!("retries: {retries}\ngiven: sockets\n{rows}{expires}{again}")
    },
};

const ID: u32 = 5;
const ENDS: &str = "198.18.203.1:80 198.18.203.153:1025";

fn number(it: &Case<'_>, dimension: &str) -> u32 {
    it[dimension].parse().expect("the value is a number")
}

/// A connection that sends, and perhaps another.
fn table(it: &Case<'_>) -> String {
    format!("given: sockets\n{}{}", connection(it).row(), beside(it))
}

/// The connection of a case.
fn connection(it: &Case<'_>) -> Connection {
    let (in_flight, left) = (&it["in flight"], &it["left"]);
    let is_asked = in_flight.ends_with("to ask");
    let tries = in_flight.split_once(", ").map_or(0, |(_, tries)| first_number(tries));
    let (sent, fin_is_sent) = (first_number(in_flight), in_flight.contains("FIN"));
    // Only for something that waits the peer is asked.
    let waiting = first_number(left) + if is_asked { 6 } else { 0 };
    let fin = match (fin_is_sent, left.ends_with("FIN")) {
        (true, _) => Fin::Sent,
        (false, true) => Fin::Waits,
        (false, false) => Fin::None,
    };
    let (open, ended) = it["state"].split_once('/').expect("a state with and one without a FIN");
    let state = if fin == Fin::None { open } else { ended };
    let end = if open == "CLOSE_WAIT" { " the end" } else { "" };
    let options = if it.is("nodelay", "on") { " options nodelay" } else { "" };
    let buffer = if it.is("received", "nothing") { "" } else { " \"GET /\"" };
    let received = if buffer.is_empty() && end.is_empty() { "" } else { " received" };
    let runs = is_asked || sent > 0 || fin_is_sent;
    let mut connection = Connection {
        id: ID,
        head: format!("{state} {ENDS}"),
        fd: 4,
        more: format!("{options}{received}{buffer}{end}"),
        una: number(it, "una"),
        in_flight: if fin_is_sent { sent + waiting } else { sent },
        waiting: if fin_is_sent { 0 } else { waiting },
        fin,
        window: 0,
        mss: number(it, "mss"),
        limit: 64,
        timer: runs.then_some((1 << tries).min(120)),
        tries,
    };
    connection.window = window(&it["window"], &connection);
    if is_asked && connection.is_open() {
        connection.window = connection.waiting.min(connection.mss) - 1;
    }
    connection
}

fn window(value: &str, it: &Connection) -> u32 {
    let (sent, mss) = (it.sent(), it.mss);
    let all = sent + it.waiting + u32::from(it.fin == Fin::Waits);
    match value {
        "for much more" => all + 50,
        "for all" => all,
        "for all but one" => all.saturating_sub(1),
        "for a segment" => sent + mss,
        "for a segment and a half" => sent + mss + mss.div_ceil(2),
        "full" => sent,
        "closed" => 0,
        "taken back" => sent / 2,
        other => panic!("no window is {other}"),
    }
}

/// `19 bytes`: 19; 0 where the words begin with no number.
fn first_number(words: &str) -> u32 {
    words.split(' ').next().and_then(|word| word.parse().ok()).unwrap_or_default()
}

/// Another connection, which has bytes in flight, and bytes that may go out.
fn beside(it: &Case<'_>) -> String {
    let id = match &it["beside"] {
        "nobody" => return String::new(),
        "before" => 2,
        _ => 9,
    };
    Connection {
        id,
        head: "ESTABLISHED 198.18.203.1:80 198.18.203.86:1025".to_owned(),
        fd: id + 1,
        more: String::new(),
        una: 90,
        in_flight: 16,
        waiting: 9,
        fin: Fin::None,
        window: 64,
        mss: 8,
        limit: 40,
        timer: Some(2),
        tries: 1,
    }
    .row()
}
