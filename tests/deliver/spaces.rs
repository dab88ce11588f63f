//! What can be given to the three functions of `11_deliver`.

use std::fmt::Write;

use grader::{Case, Dimension, Forbidden, Space};

/// A segment arrives, twice.
pub const SEGMENTS: Space = Space {
    name: "segments",
    dimensions: &[
        Dimension::new(
            "finds",
            &[
                "ESTABLISHED",
                "FIN_WAIT_1",
                "FIN_WAIT_2",
                "CLOSE_WAIT",
                "LAST_ACK",
                "CLOSING",
                "LISTEN",
                "nobody",
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
        Dimension::new("data", &["GET /", "none", "\\x00", "\\xff\\r\\n\\\""]).rare(&["long"]),
        Dimension::new("seq", &["1000", "0", "4294967295", "4294967290", "2147483647"]),
        Dimension::new("ack", &["77", "0", "4294967295"]),
        Dimension::new("buffer", &["none", "abc", "\\x00"]),
        Dimension::new("descriptor", &["4", "none"]),
        Dimension::new("client", &["198.18.203.153:1025", "127.0.0.1:80", "198.18.203.1:65535"]),
        Dimension::new("server", &["198.18.203.1:80", "127.0.0.2:65535"]),
        Dimension::new(
            "beside",
            &["nobody", "its other port before", "its other port behind", "another host before"],
        ),
        Dimension::new("listener", &["itself", "0.0.0.0"]),
        Dimension::new("error", &["none", "EPIPE"]),
    ],
    decisive: &["finds", "flags", "data"],
    forbidden: &[
        Forbidden::new("Found a connection, the segment has neither SYN nor RST.", |it| {
            connected(it) && (it["flags"].contains("SYN") || it["flags"].contains("RST"))
        }),
        Forbidden::new("A SYN that finds a listening socket begins a connection.", |it| {
            it.is("finds", "LISTEN") && it.is("flags", "SYN")
        }),
        Forbidden::new("A segment without ACK has no number for it.", |it| {
            !it["flags"].contains("ACK") && !it.is("ack", "0") && !it.is("ack", "77")
        }),
        Forbidden::new("Who has ended both directions has been accepted.", |it| {
            ["FIN_WAIT_1", "FIN_WAIT_2", "LAST_ACK", "CLOSING"].contains(&&it["finds"])
                && it.is("descriptor", "none")
        }),
        Forbidden::new("A connection that can send has no error but after its peer's FIN.", |it| {
            it.is("error", "EPIPE") && !it.is("finds", "LAST_ACK") && !it.is("finds", "CLOSING")
        }),
    ],
    story: segments,
};

fn connected(it: &Case<'_>) -> bool {
    !it.is("finds", "LISTEN") && !it.is("finds", "nobody")
}

fn segments(it: &Case<'_>) -> String {
    let (client, server) = (&it["client"], &it["server"]);
    let (host, _) = client.split_once(':').expect("an address and port");
    let (server_host, port) = server.split_once(':').expect("an address and port");
    let waits = connected(it) && it.is("descriptor", "none");
    let mut rows = String::new();
    if !it.is("finds", "nobody") {
        let queue = if waits { "queue 1/5: #5" } else { "queue 0/5" };
        let local = if it.is("listener", "itself") { server_host } else { "0.0.0.0" };
        let _ = writeln!(rows, "  #1 LISTEN {local}:{port} *:* fd 3 {queue}");
    }
    if connected(it) {
        let fd = if waits { "" } else { " fd 4" };
        let ended = matches!(&it["finds"], "CLOSE_WAIT" | "LAST_ACK" | "CLOSING");
        let received = received(&it["buffer"], ended);
        let error = if it.is("error", "none") { "" } else { " error EPIPE" };
        let _ = writeln!(rows, "  #5 {} {server} {client}{fd}{received}{error}", &it["finds"]);
    }
    let _ = match &it["beside"] {
        "its other port before" => writeln!(rows, "  #2 ESTABLISHED {server} {host}:2000 fd 7"),
        "its other port behind" => writeln!(rows, "  #9 ESTABLISHED {server} {host}:2000 fd 7"),
        "another host before" => {
            let (_, client_port) = client.split_once(':').expect("an address and port");
            writeln!(rows, "  #2 ESTABLISHED {server} 198.18.203.7:{client_port} fd 7")
        }
        _ => Ok(()),
    };
    let flags = &it["flags"];
    let ack = if flags.contains("ACK") { format!(" ack {}", &it["ack"]) } else { String::new() };
    let data = match &it["data"] {
        "none" => String::new(),
        "long" => format!(" \"{}\"", "x".repeat(LONG)),
        data => format!(" \"{data}\""),
    };
    let finds = match &it["finds"] {
        "nobody" => "nobody",
        "LISTEN" => "#1",
        _ => "#5",
    };
    let segment =
        format!("{flags} {client} → {server} seq {}{ack}{data}, finds {finds}\n", &it["seq"]);
    let times = if it.is("data", "long") { 1 } else { 2 };
    format!("given: a segment comes\n{rows}{}", segment.repeat(times))
}

/// More than a segment on an Ethernet carries, than a page of memory, and than 16 bits count.
const LONG: usize = 65537;

/// The program reads, twice.
pub const RECVS: Space = Space {
    name: "recvs",
    dimensions: &[
        Dimension::new("state", STATES),
        Dimension::new("buffer", &["GET /", "none", "a", "\\x00", "\\x00\\xff\\n\\\"\\\\", "  "])
            .rare(&["long"]),
        Dimension::new("most", &["100", "0", "1", "2", "5", "65536", "1024"]),
        Dimension::new("end", &["as usual", "has come"]),
        Dimension::new("error", &["none", "ECONNRESET", "EPIPE", "ECONNREFUSED"]),
        Dimension::new("beside", &["nobody", "full before", "full behind"]),
        Dimension::new("on", &["it"]).rare(&["no descriptor"]),
    ],
    decisive: &["state", "buffer", "most", "end", "error"],
    forbidden: IMPOSSIBLE,
    story: |it| {
        let most = if it.is("buffer", "long") { "65536" } else { &it["most"] };
        calls(it, &format!("recv(4, {most})\n").repeat(2))
    },
};

/// The program sends, twice.
pub const SENDS: Space = Space {
    name: "sends",
    dimensions: &[
        Dimension::new("state", STATES),
        Dimension::new("data", &["hello", "\\x00", "\\xff\\r\\n\\\"", "  "]).rare(&["long"]),
        Dimension::new("buffer", &["none", "GET /"]),
        Dimension::new("end", &["as usual", "has come"]),
        Dimension::new("error", &["none", "ECONNRESET", "EPIPE", "ECONNREFUSED"]),
        Dimension::new("beside", &["nobody", "full before", "full behind"]),
        Dimension::new("on", &["it"]).rare(&["no descriptor"]),
    ],
    decisive: &["state", "error", "beside"],
    forbidden: IMPOSSIBLE,
    story: |it| {
        let long = "x".repeat(LONG);
        let (data, times) = if it.is("data", "long") { (&long[..], 1) } else { (&it["data"], 2) };
        calls(it, &format!("send(4, \"{data}\")\n").repeat(times))
    },
};

/// The states of a socket that the program holds. CLOSED is a connection that is over.
const STATES: &[&str] = &[
    "ESTABLISHED",
    "CLOSED",
    "CLOSE_WAIT",
    "FIN_WAIT_1",
    "FIN_WAIT_2",
    "TIME_WAIT",
    "LAST_ACK",
    "CLOSING",
    "SYN_SENT",
    "SYN_RECEIVED",
    "LISTEN",
    "new",
    "bound",
];

/// Tables that no kernel has.
const IMPOSSIBLE: &[Forbidden] = &[
    Forbidden::new("Only where there is or was a connection, something has been received.", |it| {
        never_connected(it) && (!it.is("buffer", "none") || it.is("end", "has come"))
    }),
    Forbidden::new("In some states the peer's FIN has always come, in others never.", |it| {
        it.is("end", "has come") && !it.is("state", "CLOSED")
    }),
    Forbidden::new(
        "Where nothing was tried, or nothing was left to do, nothing went wrong.",
        |it| !it.is("error", "none") && ["LISTEN", "new", "TIME_WAIT"].contains(&&it["state"]),
    ),
    Forbidden::new("The peer's RST ends the connection.", |it| {
        let broken_off = it.is("error", "ECONNRESET") || it.is("error", "EPIPE");
        broken_off && !it.is("state", "CLOSED")
    }),
    // Others may have it, and go on: what a router reports is an error with IP_RECVERR, ip(7).
    Forbidden::new("What was refused was never connected.", |it| {
        it.is("error", "ECONNREFUSED") && it.is("state", "CLOSED")
    }),
];

fn never_connected(it: &Case<'_>) -> bool {
    ["SYN_SENT", "SYN_RECEIVED", "LISTEN", "new", "bound"].contains(&&it["state"])
}

/// A socket in some state, and calls on it.
fn calls(it: &Case<'_>, calls: &str) -> String {
    const SERVER: &str = "198.18.203.1:80";
    const CLIENT: &str = "198.18.203.153:1025";
    let state = &it["state"];
    let (state, ends) = match state {
        "new" => ("CLOSED", "*:* *:*".to_owned()),
        "bound" => ("CLOSED", "198.18.203.1:81 *:*".to_owned()),
        "LISTEN" => (state, "198.18.203.1:81 *:*".to_owned()),
        "SYN_SENT" => (state, "198.18.203.1:32768 198.18.203.86:80".to_owned()),
        _ => (state, format!("{SERVER} {CLIENT}")),
    };
    let queue = if state == "LISTEN" { " queue 0/5" } else { "" };
    let ended = matches!(state, "CLOSE_WAIT" | "TIME_WAIT" | "LAST_ACK" | "CLOSING");
    let long = "x".repeat(LONG);
    let buffer = if it["buffer"] == *"long" { &long } else { &it["buffer"] };
    let received = received(buffer, ended || it.is("end", "has come"));
    let error = match &it["error"] {
        "none" => String::new(),
        error => format!(" error {error}"),
    };
    let timer = if state == "TIME_WAIT" { " timer 60 s" } else { "" };
    let fd = if it.is("on", "it") { 4 } else { 9 };
    let mut rows = String::from("  #1 LISTEN 0.0.0.0:80 *:* fd 3 queue 0/5\n");
    let _ = writeln!(rows, "  #5 {state} {ends} fd {fd}{queue}{received}{error}{timer}");
    let other = |id: u32| {
        format!("  #{id} ESTABLISHED {SERVER} 198.18.203.86:1025 fd 7 received \"other\"\n")
    };
    match &it["beside"] {
        "full before" => rows.push_str(&other(2)),
        "full behind" => rows.push_str(&other(8)),
        _ => {}
    }
    format!("given: a socket\n{rows}{calls}")
}

fn received(data: &str, ended: bool) -> String {
    let data = if data == "none" { String::new() } else { format!(" \"{data}\"") };
    match (&data[..], ended) {
        ("", false) => String::new(),
        ("", true) => " received the end".to_owned(),
        (data, false) => format!(" received{data}"),
        (data, true) => format!(" received{data} the end"),
    }
}
