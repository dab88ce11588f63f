//! What can be given to the two functions of `13_close`.

use std::fmt::Write;

use grader::{Case, Dimension, Forbidden, Space};

/// The program closes a socket that does not listen, and then the same descriptor again.
pub const CLOSES: Space = Space {
    name: "closes",
    dimensions: &[
        Dimension::new(
            "state",
            &[
                "ESTABLISHED",
                "CLOSE_WAIT",
                "FIN_WAIT_1",
                "FIN_WAIT_2",
                "CLOSING",
                "LAST_ACK",
                "TIME_WAIT",
                "SYN_SENT",
                "CLOSED, new",
                "CLOSED, bound",
                "CLOSED, over",
            ],
        ),
        BUFFER,
        OPTIONS,
        ERROR,
        TIMER,
        ENDS,
        BESIDE,
        DESCRIPTOR,
    ],
    decisive: &["state", "buffer", "options"],
    forbidden: IMPOSSIBLE,
    story: |it| format!("{}{}", socket(it), format!("close({})\n", &it["descriptor"]).repeat(2)),
};

/// The program calls shutdown, twice.
pub const SHUTDOWNS: Space = Space {
    name: "shutdowns",
    dimensions: &[
        Dimension::new(
            "state",
            &[
                "ESTABLISHED",
                "CLOSE_WAIT",
                "FIN_WAIT_1",
                "FIN_WAIT_2",
                "CLOSING",
                "LAST_ACK",
                "TIME_WAIT",
                "SYN_SENT",
                "SYN_RECEIVED",
                "LISTEN",
                "LISTEN, one queued",
                "CLOSED, new",
                "CLOSED, bound",
                "CLOSED, over",
            ],
        ),
        BUFFER,
        OPTIONS,
        ERROR,
        TIMER,
        ENDS,
        BESIDE,
        DESCRIPTOR,
        Dimension::new("on", &["it"]).rare(&["no descriptor"]),
    ],
    decisive: &["state", "buffer", "options"],
    forbidden: IMPOSSIBLE,
    story: |it| {
        let fd = if it.is("on", "it") { &it["descriptor"] } else { "99" };
        format!("{}{}", socket(it), format!("shutdown({fd}, SHUT_WR)\n").repeat(2))
    },
};

const BUFFER: Dimension = Dimension::new("buffer", &["none", "GET /", "\\x00"]);
const OPTIONS: Dimension = Dimension::new("options", &["none", "linger0", "nodelay,reuseaddr"]);
const ERROR: Dimension = Dimension::new("error", &["none", "ECONNRESET", "EPIPE"]);
const TIMER: Dimension = Dimension::new("timer", &["21", "1", "60"]);
const DESCRIPTOR: Dimension = Dimension::new("descriptor", &["4", "3", "1023"]);
const ENDS: Dimension =
    Dimension::new("endpoints", &["a client of another host", "a server", "loopback"]);

const BESIDE: Dimension = Dimension::new(
    "beside",
    &["the listener", "nobody", "everybody's listener behind", "a twin", "the peer's end"],
);

/// Tables that no kernel has.
const IMPOSSIBLE: &[Forbidden] = &[
    Forbidden::new("Only where there is or was a connection, something has been received.", |it| {
        never_connected(&it["state"]) && !it.is("buffer", "none")
    }),
    Forbidden::new("An error has ended the connection.", |it| {
        !it.is("error", "none") && &it["state"] != "CLOSED, over"
    }),
    Forbidden::new("Only TIME_WAIT has a timer while a program holds the socket.", |it| {
        !it.is("timer", "21") && &it["state"] != "TIME_WAIT"
    }),
    Forbidden::new("Without a connection there is no peer, and no end of it.", |it| {
        let alone = ["CLOSED, new", "CLOSED, bound", "LISTEN", "LISTEN, one queued"];
        alone.contains(&&it["state"])
            && (it.is("beside", "the peer's end")
                || !it.is("endpoints", "a client of another host"))
    }),
];

fn never_connected(state: &str) -> bool {
    let states = ["SYN_SENT", "SYN_RECEIVED", "CLOSED, new", "CLOSED, bound"];
    states.contains(&state) || state.starts_with("LISTEN")
}

/// A table with the socket that the program calls a function on.
fn socket(it: &Case<'_>) -> String {
    let (state, kind) = it["state"].split_once(", ").unwrap_or((&it["state"], ""));
    let (local, remote) = match &it["endpoints"] {
        "a client of another host" => ("198.18.203.1:80", "198.18.203.153:1025"),
        "a server" => ("198.18.203.1:40000", "198.18.203.86:80"),
        _ => ("127.0.0.2:65535", "127.0.0.1:80"),
    };
    let (ends, queue) = match (state, kind) {
        (_, "new") => ("*:* *:*".to_owned(), ""),
        (_, "bound") => ("198.18.203.1:81 *:*".to_owned(), ""),
        ("LISTEN", "") => ("198.18.203.1:81 *:*".to_owned(), " queue 0/5"),
        ("LISTEN", _) => ("198.18.203.1:81 *:*".to_owned(), " queue 1/5: #8"),
        _ => (format!("{local} {remote}"), ""),
    };
    let mut tail = String::new();
    if !it.is("options", "none") {
        let _ = write!(tail, " options {}", &it["options"]);
    }
    let ended = ["CLOSE_WAIT", "CLOSING", "LAST_ACK", "TIME_WAIT"].contains(&state);
    if ended || !it.is("buffer", "none") {
        tail.push_str(" received");
        if !it.is("buffer", "none") {
            let _ = write!(tail, " \"{}\"", &it["buffer"]);
        }
        tail.push_str(if ended { " the end" } else { "" });
    }
    let error = if it.is("error", "none") { "" } else { &it["error"] };
    if !error.is_empty() {
        let _ = write!(tail, " error {error}");
    }
    if state == "TIME_WAIT" {
        let _ = write!(tail, " timer {} s", &it["timer"]);
    }
    let fd = &it["descriptor"];
    let mut rows = format!("  #5 {state} {ends} fd {fd}{queue}{tail}\n");
    if kind == "one queued" {
        rows.push_str("  #8 ESTABLISHED 198.18.203.1:81 198.18.203.86:1030\n");
    }
    let mut hosts = "";
    match &it["beside"] {
        "the listener" => {
            let _ = writeln!(rows, "  #1 LISTEN {local} *:* fd 9 queue 1/5: #2");
            let _ = writeln!(rows, "  #2 ESTABLISHED {local} 198.18.203.7:7");
        }
        "everybody's listener behind" => {
            let port = local.rsplit(':').next().unwrap_or_default();
            let _ = writeln!(rows, "  #7 LISTEN 0.0.0.0:{port} *:* fd 9 queue 0/5");
        }
        "a twin" if !never_connected(&it["state"]) => {
            let _ = writeln!(rows, "  #2 {state} {local} 198.18.203.7:7 fd 9{tail}");
        }
        "a twin" => rows.push_str("  #2 CLOSED *:* *:* fd 9\n"),
        "the peer's end" => {
            hosts = "addresses: 198.18.203.1, 198.18.203.86, 198.18.203.153\n";
            let _ = writeln!(rows, "  #2 ESTABLISHED {remote} {local} fd 9");
        }
        _ => {}
    }
    format!("{hosts}given: a socket\n{rows}")
}

/// The program closes a socket that listens.
pub const LISTENERS: Space = Space {
    name: "listeners",
    dimensions: &[
        Dimension::new("queued", &["three", "nobody", "one"]),
        Dimension::new("first", &["ESTABLISHED", "CLOSE_WAIT", "CLOSED"]),
        Dimension::new("last", &["ESTABLISHED", "CLOSE_WAIT", "CLOSED"]),
        Dimension::new("order", &["mixed", "rising", "falling"]),
        Dimension::new("buffer", &["none", "GET /"]),
        Dimension::new("half open", &["nobody", "one before", "one behind"]),
        Dimension::new("accepted", &["nobody", "one before", "one behind"]),
        Dimension::new(
            "beside",
            &["nobody", "another address", "the same address", "another port", "a bound socket"],
        ),
        Dimension::new("at", &["198.18.203.1:80", "0.0.0.0:80", "127.0.0.1:80"]),
        OPTIONS,
        DESCRIPTOR,
    ],
    decisive: &["queued", "first", "last"],
    forbidden: &[
        Forbidden::new("Only those in the queue can have been reset, or have left.", |it| {
            let (first, last) = (!it.is("first", "ESTABLISHED"), !it.is("last", "ESTABLISHED"));
            it.is("queued", "nobody") && (first || last) || it.is("queued", "one") && last
        }),
        Forbidden::new("What one connection has for an order shows nothing.", |it| {
            !it.is("queued", "three") && !it.is("order", "mixed")
        }),
        Forbidden::new("Who has not come has sent nothing.", |it| {
            it.is("queued", "nobody") && !it.is("buffer", "none")
        }),
    ],
    story: listeners,
};

fn listeners(it: &Case<'_>) -> String {
    let options = if it.is("options", "none") {
        String::new()
    } else {
        format!(" options {}", &it["options"])
    };
    let ids: &[u32] = match (&it["queued"], &it["order"]) {
        ("nobody", _) => &[],
        ("one", _) => &[21],
        (_, "rising") => &[20, 21, 22],
        (_, "falling") => &[22, 21, 20],
        _ => &[21, 22, 20],
    };
    let at = &it["at"];
    // Who is at every address was dialled at one of them.
    let dialled = at.replace("0.0.0.0", "198.18.203.2");
    let mut rows = listens(10, at, &it["descriptor"], ids, &options);
    for (place, id) in ids.iter().enumerate() {
        let state = match place {
            0 => &it["first"],
            2 => &it["last"],
            _ => "ESTABLISHED",
        };
        let read = if it.is("buffer", "none") { "" } else { " received \"GET /\"" };
        let received = match (state, read) {
            ("CLOSE_WAIT", "") => " received the end".to_owned(),
            ("CLOSE_WAIT", read) => format!("{read} the end"),
            ("CLOSED", read) => format!("{read} error ECONNRESET"),
            (_, read) => read.to_owned(),
        };
        // The clients' addresses are in no order.
        let client = 101 + id * 37 % 100;
        let _ =
            writeln!(rows, "  #{id} {state} {dialled} 198.18.203.{client}:1025{options}{received}");
    }
    let stands = |place: &str, before: u32| match place {
        "nobody" => None,
        "one before" => Some(before),
        _ => Some(before + 50),
    };
    if let Some(id) = stands(&it["half open"], 4) {
        let _ = writeln!(rows, "  #{id} SYN_RECEIVED {dialled} 198.18.203.60:1025{options}");
    }
    if let Some(id) = stands(&it["accepted"], 5) {
        let _ = writeln!(rows, "  #{id} ESTABLISHED {dialled} 198.18.203.70:1025 fd 7{options}");
    }
    let beside = match &it["beside"] {
        "another address" => Some("127.0.0.2:80"),
        "the same address" => Some(at),
        "another port" => Some("198.18.203.1:81"),
        "a bound socket" => {
            rows.push_str("  #6 CLOSED 198.18.203.1:82 *:* fd 8\n");
            None
        }
        _ => None,
    };
    if let Some(beside) = beside {
        rows.push_str(&listens(30, beside, "8", &[31], &options));
        let dialled = beside.replace("0.0.0.0", "198.18.203.2");
        let _ = writeln!(rows, "  #31 ESTABLISHED {dialled} 198.18.203.80:1025{options}");
    }
    format!("given: a server listens\n{rows}close({})\n", &it["descriptor"])
}

/// The row of a socket that listens, and that lets another one listen at its place.
fn listens(id: u32, local: &str, fd: &str, ids: &[u32], options: &str) -> String {
    let colon = if ids.is_empty() { "" } else { ":" };
    let queue = ids.iter().fold(String::new(), |queue, id| format!("{queue} #{id}"));
    let options = match options {
        "" => " options reuseport".to_owned(),
        options => format!("{options},reuseport"),
    };
    format!("  #{id} LISTEN {local} *:* fd {fd} queue {}/5{colon}{queue}{options}\n", ids.len())
}
