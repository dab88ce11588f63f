//! What can be given to the three functions of `08_backlog`.

use std::fmt::Write;

use grader::{Case, Dimension, Forbidden, Space};

/// A connection packet arrives, twice. Then one arrives for the other socket that listens.
pub const PACKETS: Space = Space {
    name: "packets",
    dimensions: &[
        LIMIT,
        WAITING,
        FIRST,
        LAST,
        ORDER,
        HALF_OPEN,
        ACCEPTED,
        BESIDE,
        QUEUED_BESIDE,
        LISTENER,
        STANDS,
        CLIENT,
        DESCRIPTORS,
        SOMAXCONN,
    ],
    decisive: &["limit", "queued", "half open", "accepted"],
    forbidden: IMPOSSIBLE,
    story: |it| {
        let (text, listener) = table(it, "", "");
        let mut text = format!("somaxconn: {}\n{text}", &it["somaxconn"]);
        let client = &it["client"];
        let packet = format!("SYN {client} → {SERVER}:80, finds #{listener}\n");
        text.push_str(&packet.repeat(2));
        if let Some((other, dialled)) = beside(it) {
            let _ = writeln!(text, "SYN {client} → {dialled}, finds #{other}");
        }
        text
    },
};

/// The last ACK arrives for one half-open connection, and then for another.
pub const ACKS: Space = Space {
    name: "acks",
    dimensions: &[
        LIMIT,
        WAITING,
        FIRST,
        LAST,
        ORDER,
        HALF_OPEN,
        ACCEPTED,
        BESIDE,
        QUEUED_BESIDE,
        LISTENER,
        STANDS,
        CLIENT,
        DESCRIPTORS,
        SOMAXCONN,
        COPY,
        OPTIONS,
    ],
    decisive: &["limit", "queued", "half open", "accepted"],
    forbidden: IMPOSSIBLE,
    story: |it| {
        let (rows, copy) = copies(it, &options(it));
        let (text, listener) = table(it, &rows, &options(it));
        let mut text = format!("somaxconn: {}\n{text}", &it["somaxconn"]);
        let ack = |id: u32, client: &str| {
            format!("ACK {client} → {SERVER}:80, finds #{id}, a copy of #{listener}\n")
        };
        text.push_str(&ack(copy, &it["client"]));
        text.push_str(&ack(50, SECOND));
        text
    },
};

/// An RST arrives for a half-open connection. Then another one's last ACK and a packet arrive.
pub const RESETS: Space = Space {
    name: "resets",
    dimensions: &[
        LIMIT,
        WAITING,
        FIRST,
        LAST,
        ORDER,
        HALF_OPEN,
        ACCEPTED,
        BESIDE,
        QUEUED_BESIDE,
        LISTENER,
        STANDS,
        CLIENT,
        DESCRIPTORS,
        COPY,
        OPTIONS,
        ELSEWHERE,
    ],
    decisive: &[],
    forbidden: IMPOSSIBLE,
    story: |it| {
        let (mut rows, copy) = copies(it, &options(it));
        rows.push_str(&elsewhere(it));
        let (mut text, listener) = table(it, &rows, &options(it));
        let from = |id: u32| format!("{SERVER}:80, finds #{id}, a copy of #{listener}");
        let _ = writeln!(text, "RST {} → {}", &it["client"], from(copy));
        let _ = writeln!(text, "ACK {SECOND} → {}", from(50));
        let _ = writeln!(text, "SYN {} → {SERVER}:80, finds #{listener}", &it["client"]);
        text
    },
};

const SERVER: &str = "198.18.203.1";

/// The client of the second half-open connection.
const SECOND: &str = "198.18.203.120:1025";

const LIMIT: Dimension = Dimension::new("limit", &["2", "0", "1", "5", "4096"]);

/// How many wait. Where the backlog has been made smaller, more can wait than one more than the limit.
const WAITING: Dimension =
    Dimension::new("queued", &["nobody", "limit - 1", "limit", "limit + 1", "limit + 2"]);

/// What has become of those that wait since.
const FIRST: Dimension = Dimension::new("first", &["ESTABLISHED", "CLOSE_WAIT", "CLOSED"]);
const LAST: Dimension = Dimension::new("last", &["ESTABLISHED", "CLOSE_WAIT", "CLOSED"]);

/// The order of the ACKs, beside that of the SYNs.
const ORDER: Dimension = Dimension::new("order", &["rising", "falling"]);
const HALF_OPEN: Dimension = Dimension::new("half open", &["nobody", "one", "six"]);
const ACCEPTED: Dimension = Dimension::new("accepted", &["nobody", "one", "six"]);

/// Another socket that listens.
const BESIDE: Dimension = Dimension::new(
    "beside",
    &[
        "nobody",
        "another address before",
        "another address behind",
        "the same address",
        "another port",
    ],
);
const QUEUED_BESIDE: Dimension = Dimension::new("queued beside", &["nobody", "one", "six, full"]);
const LISTENER: Dimension = Dimension::new("listener", &["itself", "0.0.0.0"]);
const STANDS: Dimension = Dimension::new("listener stands", &["in front", "behind"]);
const CLIENT: Dimension = Dimension::new(
    "client",
    &["198.18.203.153:1025", "198.18.203.2:1", "198.18.203.250:65535", "127.0.0.1:80"],
);
const DESCRIPTORS: Dimension = Dimension::new("descriptors", &["free", "none free"]);
const SOMAXCONN: Dimension = Dimension::new("somaxconn", &["4096", "1"]);
const COPY: Dimension = Dimension::new("copy stands", &["behind", "in front"]);
const OPTIONS: Dimension = Dimension::new("options", &["none", "keepalive", "linger0,nodelay"]);

/// What else the client's host has here.
const ELSEWHERE: Dimension = Dimension::new(
    "elsewhere",
    &["nothing", "at another address", "at another port", "from another port"],
);

const IMPOSSIBLE: &[Forbidden] = &[
    Forbidden::new("A queue has no fewer than none.", |it| {
        it.is("limit", "0") && it.is("queued", "limit - 1")
    }),
    Forbidden::new("4096 rows are too many for a story.", |it| {
        it.is("limit", "4096") && !it.is("queued", "nobody")
    }),
    Forbidden::new("Only those in the queue can have left.", |it| {
        let (first, last) = (!it.is("first", "ESTABLISHED"), !it.is("last", "ESTABLISHED"));
        first && waiting(it) == 0 || last && waiting(it) < 2
    }),
    Forbidden::new("Two sockets at one address are one listening socket.", |it| {
        it.is("beside", "the same address") && it.is("listener", "0.0.0.0")
    }),
];

fn waiting(it: &Case<'_>) -> u32 {
    let limit: u32 = it["limit"].parse().expect("a number");
    match &it["queued"] {
        "nobody" => 0,
        "limit - 1" => limit.saturating_sub(1),
        "limit" => limit,
        "limit + 1" => limit + 1,
        _ => limit + 2,
    }
}

fn options(it: &Case<'_>) -> String {
    if it.is("options", "none") { String::new() } else { format!(" options {}", &it["options"]) }
}

/// The text that gives a table, and the number of the socket that listens.
fn table(it: &Case<'_>, copies: &str, options: &str) -> (String, u32) {
    let listener = if it.is("listener stands", "in front") { 10 } else { 80 };
    let mut ids: Vec<u32> = (20..20 + waiting(it)).collect();
    if it.is("order", "falling") {
        ids.reverse();
    }
    let local = if it.is("listener", "itself") { SERVER } else { "0.0.0.0" };
    let mut rows = listens(listener, &format!("{local}:80"), 3, &it["limit"], &ids, options);
    let last = ids.len().saturating_sub(1);
    for (place, id) in ids.iter().enumerate() {
        let state = match place {
            0 => &it["first"],
            place if place == last => &it["last"],
            _ => "ESTABLISHED",
        };
        let end = match state {
            "CLOSE_WAIT" => " received the end",
            "CLOSED" => " error ECONNRESET",
            _ => "",
        };
        // The clients' addresses are in no order.
        let client = 101 + id * 37 % 100;
        let _ =
            writeln!(rows, "  #{id} {state} {SERVER}:80 198.18.203.{client}:1025{options}{end}");
    }
    rows.push_str(copies);
    for id in 40..40 + many(&it["half open"]) {
        let _ =
            writeln!(rows, "  #{id} SYN_RECEIVED {SERVER}:80 198.18.203.60:{}{options}", 1000 + id);
    }
    let accepted = many(&it["accepted"]);
    for fd in 5..5 + accepted {
        let id = fd - 4;
        let _ = writeln!(
            rows,
            "  #{id} ESTABLISHED {SERVER}:80 198.18.203.70:{} fd {fd}{options}",
            1000 + id
        );
    }
    if let Some((id, dialled)) = beside(it) {
        let (waiting, limit) = match &it["queued beside"] {
            "nobody" => (0, "5"),
            "one" => (1, "5"),
            _ => (6, "5"),
        };
        let ids: Vec<_> = (90..90 + waiting).collect();
        rows.push_str(&listens(id, &dialled, 4, limit, &ids, options));
        for id in ids {
            let _ = writeln!(
                rows,
                "  #{id} ESTABLISHED {dialled} 198.18.203.80:{}{options}",
                1000 + id
            );
        }
    }
    let descriptors = if it.is("descriptors", "free") { 1024 } else { 5 + accepted };
    (format!("descriptors: {descriptors}\ngiven: a server listens\n{rows}"), listener)
}

/// The other socket that listens: its number, and where.
fn beside(it: &Case<'_>) -> Option<(u32, String)> {
    let (id, end) = match &it["beside"] {
        "nobody" => return None,
        "another address before" => (9, "198.18.203.2:80"),
        "another address behind" => (89, "198.18.203.2:80"),
        "the same address" => (9, "198.18.203.1:80"),
        _ => (9, "198.18.203.1:81"),
    };
    Some((id, end.to_owned()))
}

fn many(number: &str) -> u32 {
    match number {
        "nobody" => 0,
        "one" => 1,
        _ => 6,
    }
}

/// The rows of the two half-open connections to which something happens, and the number of the first.
fn copies(it: &Case<'_>, options: &str) -> (String, u32) {
    let id = if it.is("copy stands", "behind") { 60 } else { 15 };
    let row =
        |id: u32, client: &str| format!("  #{id} SYN_RECEIVED {SERVER}:80 {client}{options}\n");
    (row(id, &it["client"]) + &row(50, SECOND), id)
}

/// The row of another connection of the same host.
fn elsewhere(it: &Case<'_>) -> String {
    let client = &it["client"];
    match &it["elsewhere"] {
        "nothing" => String::new(),
        "at another address" => {
            format!("  #61 ESTABLISHED 198.18.203.2:80 {client} fd 12\n")
        }
        "at another port" => format!("  #61 ESTABLISHED {SERVER}:8080 {client} fd 12\n"),
        _ => {
            let host = client.split(':').next().expect("an address");
            format!("  #61 SYN_RECEIVED {SERVER}:80 {host}:2\n")
        }
    }
}

/// The row of a socket that listens.
fn listens(id: u32, local: &str, fd: u32, limit: &str, ids: &[u32], options: &str) -> String {
    let colon = if ids.is_empty() { "" } else { ":" };
    let queue = ids.iter().fold(String::new(), |queue, id| format!("{queue} #{id}"));
    // So that another one can listen at the same address.
    let options = match options {
        "" => " options reuseport".to_owned(),
        options => format!("{options},reuseport"),
    };
    format!(
        "  #{id} LISTEN {local} *:* fd {fd} queue {}/{limit}{colon}{queue}{options}\n",
        ids.len()
    )
}
