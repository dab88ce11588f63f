//! What can be given to `listen`.

use std::fmt::Write;

use grader::{Case, Dimension, Forbidden, Space};

/// The program calls listen on all kinds of sockets, and then again.
pub const BACKLOGS: Space = Space {
    name: "backlogs",
    dimensions: &[
        Dimension::new(
            "backlog",
            &[
                "5",
                "0",
                "1",
                "127",
                "128",
                "129",
                "4097",
                "65535",
                "65539",
                "2147483647",
                "-1",
                "-2",
                "-65533",
                "-2147483648",
            ],
        ),
        Dimension::new("somaxconn", &["4096", "128", "9000", "1", "100000"]),
        Dimension::new(
            "on",
            &[
                "bound",
                "new",
                "LISTEN",
                "ESTABLISHED",
                "SYN_SENT",
                "SYN_RECEIVED",
                "FIN_WAIT_1",
                "FIN_WAIT_2",
                "CLOSE_WAIT",
                "CLOSING",
                "LAST_ACK",
                "TIME_WAIT",
                "reset",
                "reset, and heard of it",
            ],
        )
        .rare(&["no descriptor"]),
        Dimension::new("address", ADDRESSES),
        Dimension::new("queued", &["nobody", "two", "three, in another order"]),
        Dimension::new("limit", &["8", "2", "4096"]),
        Dimension::new("options", OPTIONS),
        Dimension::new(
            "ports",
            &["free", "the first is taken", "the first two are taken", "all are taken"],
        ),
        Dimension::new(
            "beside",
            &["nobody", "a server before", "a server behind", "one that shared its endpoint"],
        ),
        Dimension::new("again", &["3", "9999", "0"]),
    ],
    decisive: &[],
    forbidden: &[
        Forbidden::new("Only who listens has a queue.", |it| {
            !it.is("on", "LISTEN") && (!it.is("queued", "nobody") || !it.is("limit", "8"))
        }),
        Forbidden::new("Only who listens already can have shared with one that listens.", |it| {
            !it.is("on", "LISTEN") && it.is("beside", "one that shared its endpoint")
        }),
    ],
    story: backlogs,
};

/// A bound socket shall listen, and other sockets have the same port.
pub const ENDPOINTS: Space = Space {
    name: "endpoints",
    dimensions: &[
        Dimension::new("address", ADDRESSES),
        Dimension::new("options", OPTIONS),
        Dimension::new("other", OTHERS),
        Dimension::new("other's address", &["the same", "every", "another"]),
        Dimension::new("other's options", OPTIONS),
        Dimension::new("third", &["none", "LISTEN", "shares", "is bound", "ESTABLISHED"]),
        Dimension::new("order", &["before", "behind", "between"]),
        Dimension::new(
            "called on",
            &["bound", "a connection at the port", "a socket that listens"],
        ),
    ],
    decisive: &["address", "options", "other", "other's address", "other's options"],
    forbidden: &[
        Forbidden::new("Who listens already has its endpoint.", |it| {
            it.is("called on", "a socket that listens")
                && (it.is("other", "LISTEN")
                    || it.is("third", "LISTEN")
                    || it.is("third", "shares"))
        }),
        Forbidden::new("A connection has an address of its own.", |it| {
            (it["other"].contains('_') || it.is("other", "ESTABLISHED") || it.is("other", "reset"))
                && it.is("other's address", "every")
        }),
        Forbidden::new("Two that listen at one endpoint have SO_REUSEPORT.", |it| {
            let third_listens = it.is("third", "LISTEN") || it.is("third", "shares");
            let shared = it["other's options"].contains("reuseport") && it.is("third", "shares");
            it.is("other", "LISTEN")
                && it.is("other's address", "every")
                && third_listens
                && !shared
        }),
    ],
    story: places,
};

/// A socket shall listen at every address, and others have one address each.
pub const SEVERAL: Space = Space {
    name: "several",
    dimensions: &[
        Dimension::new("options", OPTIONS),
        Dimension::new("first", SEVERAL_OTHERS),
        Dimension::new("second", SEVERAL_OTHERS),
        Dimension::new("third", SEVERAL_OTHERS),
        Dimension::new("stands", &["behind", "in front"]),
    ],
    decisive: &["options", "first", "second", "third"],
    forbidden: &[],
    story: |it| {
        let id = if it.is("stands", "behind") { 10 } else { 1 };
        let mut rows = format!("  #{id} CLOSED 0.0.0.0:80 *:* fd 3{}\n", options(&it["options"]));
        for (id, name) in (4..).zip(["first", "second", "third"]) {
            let address = format!("198.18.203.{id}:80");
            let _ = match &it[name] {
                "nobody" => Ok(()),
                "is bound" => {
                    writeln!(rows, "  #{id} CLOSED {address} *:* fd {id} options reuseaddr")
                }
                listens => {
                    let options = options(listens);
                    writeln!(rows, "  #{id} LISTEN {address} *:* fd {id} queue 0/5{options}")
                }
            };
        }
        format!(
            "addresses: 198.18.203.4, 198.18.203.5, 198.18.203.6\ngiven: some sockets\n{rows}listen(3, 5)\n"
        )
    },
};

/// The options of another socket that listens.
const SEVERAL_OTHERS: &[&str] =
    &["nobody", "reuseport", "reuseaddr", "reuseaddr,reuseport", "none", "is bound"];

const ADDRESSES: &[&str] =
    &["198.18.203.1:80", "0.0.0.0:80", "198.18.203.2:65535", "127.0.0.1:80", "0.0.0.0:1"];

const OPTIONS: &[&str] =
    &["none", "reuseaddr", "reuseport", "reuseaddr,reuseport", "keepalive,linger0,nodelay"];

/// The state of another socket with the port.
const OTHERS: &[&str] = &[
    "LISTEN",
    "is bound",
    "none",
    "listens at another port",
    "ESTABLISHED",
    "SYN_RECEIVED",
    "CLOSE_WAIT",
    "TIME_WAIT",
    "reset",
];

fn options(names: &str) -> String {
    if names == "none" { String::new() } else { format!(" options {names}") }
}

fn backlogs(it: &Case<'_>) -> String {
    let (address, on) = (&it["address"], &it["on"]);
    let options = options(&it["options"]);
    let (host, port) = address.split_once(':').expect("an address and port");
    let host = if host == "0.0.0.0" { "198.18.203.1" } else { host };
    let connected = format!("{host}:{port} 198.18.203.153:1025");
    let ids: &[u32] = match &it["queued"] {
        "nobody" => &[],
        "two" => &[21, 22],
        _ => &[23, 21, 22],
    };
    let mut rows = String::new();
    let _ = match on {
        "bound" => writeln!(rows, "  #10 CLOSED {address} *:* fd 3{options}"),
        "new" => writeln!(rows, "  #10 CLOSED *:* *:* fd 3{options}"),
        "LISTEN" => {
            let colon = if ids.is_empty() { "" } else { ":" };
            let queue = ids.iter().fold(String::new(), |queue, id| format!("{queue} #{id}"));
            let (waiting, limit) = (ids.len(), &it["limit"]);
            writeln!(
                rows,
                "  #10 LISTEN {address} *:* fd 3 queue {waiting}/{limit}{colon}{queue}{options}"
            )
        }
        "reset" => writeln!(rows, "  #10 CLOSED {connected} fd 3{options} error ECONNRESET"),
        "reset, and heard of it" => writeln!(rows, "  #10 CLOSED {connected} fd 3{options}"),
        "no descriptor" => Ok(()),
        state => {
            let ended = matches!(state, "CLOSE_WAIT" | "CLOSING" | "LAST_ACK" | "TIME_WAIT");
            let received = if ended { " received the end" } else { "" };
            let timer = if state == "TIME_WAIT" { " timer 60 s" } else { "" };
            writeln!(rows, "  #10 {state} {connected} fd 3{options}{received}{timer}")
        }
    };
    for id in ids {
        let _ = writeln!(
            rows,
            "  #{id} ESTABLISHED {host}:{port} 198.18.203.86:{}{options}",
            1000 + id
        );
    }
    let ports: &[u32] = match &it["ports"] {
        "free" => &[],
        "the first is taken" => &[40000],
        "the first two are taken" => &[40000, 40001],
        _ => &[40000, 40001, 40002],
    };
    for (id, port) in (30..).zip(ports) {
        let _ = writeln!(rows, "  #{id} CLOSED 198.18.203.2:{port} *:* fd {id}");
    }
    let server = |id: u32| {
        format!(
            "  #{id} LISTEN 198.18.203.1:25 *:* fd 7 queue 1/4: #{}\n  #{} ESTABLISHED \
             198.18.203.1:25 198.18.203.86:25\n",
            id + 1,
            id + 1
        )
    };
    match &it["beside"] {
        "a server before" => rows.push_str(&server(1)),
        "a server behind" => rows.push_str(&server(50)),
        // Both had SO_REUSEPORT, and this one does not have it any more.
        "one that shared its endpoint" => {
            let _ = writeln!(rows, "  #60 LISTEN {address} *:* fd 8 queue 0/4");
        }
        _ => {}
    }
    format!(
        "somaxconn: {}\nports: 40000-40002\ngiven: a socket\n{rows}listen(3, {})\nlisten(3, {})\n",
        &it["somaxconn"], &it["backlog"], &it["again"]
    )
}

fn places(it: &Case<'_>) -> String {
    let address = &it["address"];
    let (host, port) = address.split_once(':').expect("an address and port");
    let everywhere = host == "0.0.0.0";
    let own = if everywhere { "198.18.203.1" } else { host };
    // An address of this host that neither this socket nor the third one has.
    let another = format!("198.18.203.3:{port}");
    let other = match &it["other's address"] {
        "the same" => address.to_owned(),
        "every" => format!("0.0.0.0:{port}"),
        _ => another,
    };
    let mut rows = String::new();
    let mine = options(&it["options"]);
    let _ = match &it["called on"] {
        "bound" => writeln!(rows, "  #10 CLOSED {address} *:* fd 3{mine}"),
        "a socket that listens" => {
            writeln!(rows, "  #10 LISTEN {address} *:* fd 3 queue 0/5{mine}")
        }
        _ => writeln!(rows, "  #10 ESTABLISHED {own}:{port} 198.18.203.153:1025 fd 3{mine}"),
    };
    let (second, third) = match &it["order"] {
        "before" => (5, 6),
        "behind" => (20, 21),
        _ => (20, 5),
    };
    let theirs = options(&it["other's options"]);
    let connected = format!("{} 198.18.203.86:1025", other.replace("0.0.0.0", own));
    let _ = match &it["other"] {
        "none" => Ok(()),
        "LISTEN" => writeln!(rows, "  #{second} LISTEN {other} *:* fd 4 queue 0/5{theirs}"),
        "is bound" => writeln!(rows, "  #{second} CLOSED {other} *:* fd 4{theirs}"),
        "listens at another port" => {
            let other = other.replace(&format!(":{port}"), ":7");
            writeln!(rows, "  #{second} LISTEN {other} *:* fd 4 queue 0/5{theirs}")
        }
        "reset" => writeln!(rows, "  #{second} CLOSED {connected} fd 4{theirs} error ECONNRESET"),
        "CLOSE_WAIT" => {
            writeln!(rows, "  #{second} CLOSE_WAIT {connected} fd 4{theirs} received the end")
        }
        "TIME_WAIT" => writeln!(rows, "  #{second} TIME_WAIT {connected}{theirs} timer 60 s"),
        "SYN_RECEIVED" => writeln!(rows, "  #{second} SYN_RECEIVED {connected}{theirs}"),
        state => writeln!(rows, "  #{second} {state} {connected} fd 4{theirs}"),
    };
    // It has an address of its own, so it is in the way of a socket at every address only.
    let place = format!("198.18.203.4:{port}");
    let _ = match &it["third"] {
        "none" => Ok(()),
        "LISTEN" => {
            writeln!(rows, "  #{third} LISTEN {place} *:* fd 5 queue 0/5 options reuseaddr")
        }
        "shares" => {
            writeln!(rows, "  #{third} LISTEN {place} *:* fd 5 queue 0/5 options reuseport")
        }
        "is bound" => writeln!(rows, "  #{third} CLOSED {place} *:* fd 5 options reuseaddr"),
        _ => writeln!(rows, "  #{third} ESTABLISHED {place} 198.18.203.86:1026 fd 5"),
    };
    format!(
        "addresses: 198.18.203.1, 198.18.203.2, 198.18.203.3, 198.18.203.4\ngiven: some sockets\n{rows}listen(3, \
         5)\n"
    )
}
