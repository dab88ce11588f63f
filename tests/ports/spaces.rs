//! What can be given to the two functions of `15_ports`.

use std::fmt::Write;

use grader::{Case, Dimension, Forbidden, Space};

/// A socket connects, once more, and then another one does.
pub const CONNECTS: Space = Space {
    name: "connects",
    dimensions: &[
        Dimension::new(
            "to",
            &[
                "198.18.203.1:80",
                "198.18.203.87:80",
                "127.0.0.1:80",
                "127.0.0.2:65535",
                "198.18.203.86:1",
            ],
        ),
        Dimension::new(
            "on",
            &[
                "new",
                "bound",
                "bound to the second address",
                "bound to every address",
                "LISTEN",
                "SYN_SENT",
                "SYN_RECEIVED",
                "ESTABLISHED",
                "FIN_WAIT_1",
                "FIN_WAIT_2",
                "CLOSE_WAIT",
                "CLOSING",
                "LAST_ACK",
                "TIME_WAIT",
                "reset",
                "refused, and heard of it",
            ],
        )
        .rare(&["no descriptor"]),
        Dimension::new(
            "ports",
            &["1025-1028", "1025-1026", "65532-65535", "1-2", "1026-1026", "65535-65535"],
        ),
        Dimension::new("taken by", TAKEN_BY),
        Dimension::new("its state", STATES),
        Dimension::new("its descriptor", &["4", "none"]),
        REUSEADDR,
        Dimension::new("stands", &["before", "behind"]),
        Dimension::new("next port", &["free", "the same four values", "is bound"]),
        Dimension::new("last port", &["free", "is bound"]),
    ],
    decisive: &[],
    forbidden: &[
        Forbidden::new("Only a connection has a state here.", |it| {
            !is_connection(it)
                && (!it.is("its state", "ESTABLISHED") || it.is("its descriptor", "none"))
        }),
        Forbidden::new("A CLOSED socket that no program holds is no more.", |it| {
            it.is("its state", "CLOSED") && it.is("its descriptor", "none")
        }),
        Forbidden::new("A socket that is in a connection already has its own endpoints.", |it| {
            it["on"].contains('_') && !it.is("taken by", "nobody")
        }),
        Forbidden::new("Behind the last of all ports there is none.", |it| {
            it.is("ports", "65535-65535") && !it.is("next port", "free")
        }),
    ],
    story: connects,
};

/// A socket connects, and another one has the same four values, or had them.
pub const SAME: Space = Space {
    name: "same",
    dimensions: &[
        Dimension::new("to", &["198.18.203.1:80", "127.0.0.1:80"]),
        Dimension::new("on", &["new", "bound", "bound to every address"]),
        Dimension::new("its state", STATES),
        Dimension::new("its descriptor", &["4", "none"]),
        REUSEADDR,
        Dimension::new("stands", &["before", "behind"]),
    ],
    decisive: &["on", "its state", "its descriptor", "SO_REUSEADDR"],
    forbidden: &[Forbidden::new("A CLOSED socket that no program holds is no more.", |it| {
        it.is("its state", "CLOSED") && it.is("its descriptor", "none")
    })],
    story: |it| {
        let to = &it["to"];
        let source = if it.is("to", "127.0.0.1:80") { "127.0.0.1" } else { "198.18.203.86" };
        let (mine, theirs) = reuseaddr(it);
        let (port, local) = match &it["on"] {
            "new" => (1025, "*:*".to_owned()),
            "bound" => (2000, format!("{source}:2000")),
            _ => (2000, "0.0.0.0:2000".to_owned()),
        };
        let id = if it.is("stands", "before") { 5 } else { 20 };
        let fd = if it.is("its descriptor", "none") { "" } else { " fd 4" };
        format!(
            "addresses: 198.18.203.86\nports: 1025-1026\ngiven: two sockets\n  #10 CLOSED {local} *:* fd \
             3{mine}\n  #{id} {} {source}:{port} {to}{fd}{theirs}\nconnect(3, {to})\n",
            &it["its state"]
        )
    },
};

/// Whose SO_REUSEADDR is set. It does not matter here.
const REUSEADDR: Dimension =
    Dimension::new("SO_REUSEADDR", &["nobody's", "its own", "the other's", "both"]);

fn reuseaddr(it: &Case<'_>) -> (&'static str, &'static str) {
    const SET: &str = " options reuseaddr";
    match &it["SO_REUSEADDR"] {
        "its own" => (SET, ""),
        "the other's" => ("", SET),
        "both" => (SET, SET),
        _ => ("", ""),
    }
}

/// Who has the port that comes first: the lowest of the range, or the one that was bound.
const TAKEN_BY: &[&str] = &[
    "nobody",
    "the same four values",
    "another server's address",
    "another server's port",
    "another server",
    "another source",
    "another source and server",
    "a bound socket",
    "a bound socket at another address",
    "a bound socket at every address",
    "a socket that listens",
];

const STATES: &[&str] = &[
    "ESTABLISHED",
    "SYN_SENT",
    "SYN_RECEIVED",
    "FIN_WAIT_1",
    "FIN_WAIT_2",
    "CLOSE_WAIT",
    "CLOSING",
    "LAST_ACK",
    "TIME_WAIT",
    "CLOSED",
];

fn is_connection(it: &Case<'_>) -> bool {
    !it.is("taken by", "nobody") && !it["taken by"].starts_with("a ")
}

/// A segment arrives for a socket that is connecting, and one for another.
pub const ANSWERS: Space = Space {
    name: "answers",
    dimensions: &[
        Dimension::new(
            "flags",
            &[
                "SYN+ACK",
                "RST+ACK",
                "RST",
                "SYN",
                "ACK",
                "FIN",
                "FIN+ACK",
                "SYN+FIN",
                "SYN+RST",
                "SYN+FIN+ACK",
                "SYN+RST+ACK",
                "FIN+RST+ACK",
                "FIN+RST",
            ],
        ),
        Dimension::new("seq", &["7000", "0", "4294967295"]),
        Dimension::new("ack", &["301", "0", "1", "4294967295"]),
        Dimension::new("server", &["198.18.203.1:80", "127.0.0.1:65535", "198.18.203.86:1025"]),
        Dimension::new("client", &["198.18.203.86:1025", "127.0.0.1:1", "198.18.203.87:65535"]),
        Dimension::new("descriptor", &["3", "none"]),
        Dimension::new("options", &["none", "keepalive,nodelay", "reuseaddr"]),
        Dimension::new("beside", &["nobody", "another server before", "another server behind"]),
        Dimension::new("and then", &["SYN+ACK", "RST+ACK", "ACK"]),
    ],
    decisive: &["flags", "seq", "ack"],
    forbidden: &[
        Forbidden::new("A segment without ACK has no number for it.", |it| {
            !it["flags"].contains("ACK") && !it.is("ack", "301")
        }),
        Forbidden::new("A connection has two endpoints.", |it| {
            it.is("server", "198.18.203.86:1025") && it.is("client", "198.18.203.86:1025")
        }),
    ],
    story: |it| {
        let (client, server) = (&it["client"], &it["server"]);
        let options = options(&it["options"]);
        let fd = if it.is("descriptor", "3") { " fd 3" } else { "" };
        let mut rows = format!("  #5 SYN_SENT {client} {server}{fd}{options}\n");
        let _ = match &it["beside"] {
            "another server before" => {
                writeln!(rows, "  #4 SYN_SENT {client} 198.18.203.9:80 fd 4")
            }
            "another server behind" => {
                writeln!(rows, "  #6 SYN_SENT {client} 198.18.203.9:80 fd 4")
            }
            _ => Ok(()),
        };
        let _ = writeln!(rows, "  #8 SYN_SENT 198.18.203.86:2000 198.18.203.1:81 fd 8");
        let segment = |flags: &str, from: &str, to: &str, finds: u32| {
            let ack =
                if flags.contains("ACK") { format!(" ack {}", &it["ack"]) } else { String::new() };
            format!("{flags} {from} → {to} seq {}{ack}, finds #{finds}\n", &it["seq"])
        };
        let first = segment(&it["flags"], server, client, 5);
        let second = segment(&it["and then"], "198.18.203.1:81", "198.18.203.86:2000", 8);
        format!(
            "addresses: 198.18.203.86, 198.18.203.87\ngiven: sockets connect\n{rows}{first}{second}"
        )
    },
};

fn options(names: &str) -> String {
    if names == "none" { String::new() } else { format!(" options {names}") }
}

fn connects(it: &Case<'_>) -> String {
    const FIRST: &str = "198.18.203.86";
    const SECOND: &str = "198.18.203.87";
    let (to, on) = (&it["to"], &it["on"]);
    let (to_host, to_port) = to.split_once(':').expect("an address and port");
    let (first, last) = it["ports"].split_once('-').expect("two ports");
    // What `address_towards` says.
    let towards = if to_host.starts_with("127.") {
        "127.0.0.1"
    } else if [FIRST, SECOND].contains(&to_host) {
        to_host
    } else {
        FIRST
    };
    let bound = on.starts_with("bound");
    let (address, source) = match on {
        "bound" => (FIRST, FIRST),
        "bound to the second address" => (SECOND, SECOND),
        _ => ("0.0.0.0", towards),
    };
    let port = if bound { "2000" } else { first };
    let (options_mine, theirs) = reuseaddr(it);
    let mut rows = String::new();
    let ends = "198.18.203.86:3000 198.18.203.9:80";
    let _ = match on {
        "new" => writeln!(rows, "  #10 CLOSED *:* *:* fd 3{options_mine}"),
        "no descriptor" => Ok(()),
        _ if bound => writeln!(rows, "  #10 CLOSED {address}:2000 *:* fd 3{options_mine}"),
        "LISTEN" => {
            writeln!(rows, "  #10 LISTEN 0.0.0.0:3000 *:* fd 3 queue 0/5{options_mine}")
        }
        "reset" => writeln!(rows, "  #10 CLOSED {ends} fd 3{options_mine} error ECONNRESET"),
        "refused, and heard of it" => writeln!(rows, "  #10 CLOSED {ends} fd 3{options_mine}"),
        state => writeln!(rows, "  #10 {state} {ends} fd 3{options_mine}"),
    };
    let id = if it.is("stands", "before") { 5 } else { 20 };
    let other_source = if source == SECOND { FIRST } else { SECOND };
    let other_port = if to_port == "81" { "82" } else { "81" };
    let ends = match &it["taken by"] {
        "the same four values" => Some((source, to_host, to_port)),
        "another server's address" => Some((source, "198.18.203.7", to_port)),
        "another server's port" => Some((source, to_host, other_port)),
        "another server" => Some((source, "198.18.203.7", other_port)),
        "another source" => Some((other_source, to_host, to_port)),
        "another source and server" => Some((other_source, "198.18.203.7", other_port)),
        _ => None,
    };
    let _ = match (ends, &it["taken by"]) {
        (Some((source, host, host_port)), _) => {
            let state = &it["its state"];
            let fd = if it.is("its descriptor", "none") { "" } else { " fd 4" };
            writeln!(rows, "  #{id} {state} {source}:{port} {host}:{host_port}{fd}{theirs}")
        }
        (None, "nobody") => Ok(()),
        (None, "a bound socket") => {
            writeln!(rows, "  #{id} CLOSED {source}:{port} *:* fd 4{theirs}")
        }
        (None, "a bound socket at another address") => {
            writeln!(rows, "  #{id} CLOSED {other_source}:{port} *:* fd 4{theirs}")
        }
        (None, "a bound socket at every address") => {
            writeln!(rows, "  #{id} CLOSED 0.0.0.0:{port} *:* fd 4{theirs}")
        }
        _ => writeln!(rows, "  #{id} LISTEN {source}:{port} *:* fd 4 queue 0/5{theirs}"),
    };
    let next = first.parse::<u16>().expect("a port").saturating_add(1);
    let _ = match &it["next port"] {
        "the same four values" => {
            writeln!(rows, "  #22 ESTABLISHED {source}:{next} {to} fd 22")
        }
        "is bound" => writeln!(rows, "  #22 CLOSED 198.18.203.87:{next} *:* fd 22"),
        _ => Ok(()),
    };
    if it.is("last port", "is bound") {
        let _ = writeln!(rows, "  #23 CLOSED 198.18.203.86:{last} *:* fd 23");
    }
    let _ = writeln!(rows, "  #30 CLOSED *:* *:* fd 9");
    format!(
        "addresses: {FIRST}, {SECOND}\nports: {first}-{last}\ngiven: some sockets\n{rows}connect(3, \
         {to})\nconnect(3, {to})\nconnect(9, {to})\n"
    )
}
