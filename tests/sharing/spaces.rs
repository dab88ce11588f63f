//! What can be given to the function of `09_sharing`.

use std::fmt::Write;

use grader::{Case, Dimension, Forbidden, Space};

/// A call for a place at which another socket is.
pub const ENDPOINTS: Space = Space {
    name: "endpoints",
    dimensions: &[
        OTHER,
        OURS,
        THEIRS,
        Dimension::new(
            "overlap",
            &["the same", "asks for all", "the other has all", "elsewhere", "the loopback"],
        ),
        Dimension::new("its port", &["the same", "one more"]),
        Dimension::new(
            "third",
            &["nobody", "one at another port", "one that shares", "one that listens elsewhere"],
        ),
        Dimension::new("stands", &["before", "behind"]),
        Dimension::new("third stands", &["before", "behind"]),
    ],
    decisive: &["other", "ours", "theirs", "overlap"],
    forbidden: &[
        Forbidden::new("A connection is at one address.", |it| {
            it.is("overlap", "the other has all") && !is_alone(it)
        }),
        Forbidden::new("Who is not there stands nowhere.", |it| {
            it.is("third", "nobody") && !it.is("third stands", "before")
        }),
    ],
    story: |it| {
        let (asked, taken) = match &it["overlap"] {
            "the same" => ("198.18.203.1", "198.18.203.1"),
            "asks for all" => ("0.0.0.0", "198.18.203.1"),
            "the other has all" => ("198.18.203.1", "0.0.0.0"),
            "elsewhere" => ("198.18.203.2", "198.18.203.1"),
            _ => ("127.0.0.1", "127.0.0.1"),
        };
        let port = if it.is("its port", "the same") { 8080 } else { 8081 };
        let id = if it.is("stands", "before") { 10 } else { 30 };
        let mut rows = format!("  #20 CLOSED *:* *:* fd 4{}\n", options(&it["ours"]));
        rows.push_str(&holder(id, &it["other"], taken, port, &it["theirs"]));
        let third = if it.is("third stands", "before") { 5 } else { 40 };
        rows.push_str(&match &it["third"] {
            "nobody" => String::new(),
            "one at another port" => holder(third, "bound", "198.18.203.2", 500, "none"),
            // It has the same options as the new one, and does not listen.
            "one that shares" if !it.is("ours", "none") => {
                holder(third, "bound", "198.18.203.1", 8080, &it["ours"])
            }
            "one that shares" => String::new(),
            _ => holder(third, "listens", "127.9.9.9", 8080, "none"),
        });
        format!("given: sockets\n{rows}bind(4, {asked}:8080)\n")
    },
};

/// The kernel chooses a port, and somebody is at the first.
pub const CHOICES: Space = Space {
    name: "choices",
    dimensions: &[
        OTHER,
        Dimension::new(
            "options",
            &["none", "both reuseaddr", "both reuseport", "both both", "ours reuseport"],
        ),
        Dimension::new("asked", &["198.18.203.1", "0.0.0.0", "198.18.203.2", "127.0.0.1"]),
        Dimension::new("at", &["198.18.203.1", "0.0.0.0"]),
        Dimension::new("second", &["nobody", "the same kind", "a listener"]),
        Dimension::new("ports", &["40000-40001", "65534-65535"]),
        Dimension::new("stands", &["before", "behind"]),
    ],
    decisive: &["other", "options", "asked"],
    forbidden: &[Forbidden::new("A connection is at one address.", |it| {
        it.is("at", "0.0.0.0") && !is_alone(it)
    })],
    story: |it| {
        let first: u16 = if it.is("ports", "40000-40001") { 40000 } else { 65534 };
        let (ours, theirs) = match &it["options"] {
            "none" => ("none", "none"),
            "both reuseaddr" => ("reuseaddr", "reuseaddr"),
            "both reuseport" => ("reuseport", "reuseport"),
            "both both" => ("reuseaddr,reuseport", "reuseaddr,reuseport"),
            _ => ("reuseport", "none"),
        };
        let id = if it.is("stands", "before") { 10 } else { 30 };
        let mut rows = format!("  #20 CLOSED *:* *:* fd 4{}\n", options(ours));
        rows.push_str(&holder(id, &it["other"], &it["at"], first, theirs));
        match &it["second"] {
            "the same kind" => {
                rows.push_str(&holder(id + 5, &it["other"], &it["at"], first + 1, theirs));
            }
            "a listener" => rows.push_str(&holder(id + 5, "listens", &it["at"], first + 1, theirs)),
            _ => {}
        }
        let asked = &it["asked"];
        format!("ports: {}\ngiven: sockets\n{rows}bind(4, {asked}:0)\n", &it["ports"])
    },
};

/// Calls with which something may be wrong before anybody asks for the others.
pub const CALLS: Space = Space {
    name: "calls",
    dimensions: &[
        Dimension::new(
            "socket",
            &["new", "bound", "listens", "ESTABLISHED", "CLOSE_WAIT", "SYN_SENT", "TIME_WAIT"],
        ),
        Dimension::new(
            "address",
            &["198.18.203.1", "0.0.0.0", "127.255.255.254", "198.18.203.86", "128.0.0.1"],
        ),
        Dimension::new("port", &["8080", "1024", "1023", "0"]),
        Dimension::new("others", &["elsewhere", "in the way"]),
        Dimension::new("options", &["none", "reuseaddr,reuseport"]),
    ],
    decisive: &["socket", "address", "port", "others"],
    forbidden: &[Forbidden::new("No socket is at port 0.", |it| {
        it.is("port", "0") && it.is("others", "in the way")
    })],
    story: |it| {
        let (address, port, options) = (&it["address"], &it["port"], options(&it["options"]));
        let ends = "198.18.203.1:500 198.18.203.153:1025";
        let row = match &it["socket"] {
            "new" => format!("CLOSED *:* *:* fd 4{options}"),
            "bound" => format!("CLOSED 198.18.203.1:500 *:* fd 4{options}"),
            "listens" => format!("LISTEN 198.18.203.1:500 *:* fd 4 queue 0/5{options}"),
            "TIME_WAIT" => format!("TIME_WAIT {ends} fd 4{options} received the end timer 60 s"),
            "CLOSE_WAIT" => format!("CLOSE_WAIT {ends} fd 4{options} received the end"),
            state => format!("{state} {ends} fd 4{options}"),
        };
        let other = if it.is("others", "in the way") { port } else { "501" };
        format!(
            "unprivileged: 1024\ngiven: sockets\n  #2 LISTEN 0.0.0.0:{other} *:* fd 6 queue 0/5\n  \
             #5 {row}\nbind(99, {address}:{port})\nbind(4, {address}:{port})\n"
        )
    },
};

/// Who is there.
const OTHER: Dimension = Dimension::new(
    "other",
    &[
        "listens",
        "bound",
        "over",
        "over, and heard of it",
        "ESTABLISHED, held",
        "ESTABLISHED, queued",
        "CLOSE_WAIT, held",
        "FIN_WAIT_1, orphan",
        "FIN_WAIT_2, orphan",
        "FIN_WAIT_2, held",
        "CLOSING, orphan",
        "LAST_ACK, orphan",
        "TIME_WAIT, orphan",
        "TIME_WAIT, held",
        "SYN_SENT, held",
        "SYN_RECEIVED, half-open",
        "SYN_RECEIVED, held",
    ],
);
const OURS: Dimension =
    Dimension::new("ours", &["none", "reuseaddr", "reuseport", "reuseaddr,reuseport"]);
const THEIRS: Dimension =
    Dimension::new("theirs", &["none", "reuseaddr", "reuseport", "reuseaddr,reuseport"]);

/// Whether the other one has no peer, so that it can be at every address.
fn is_alone(it: &Case<'_>) -> bool {
    it.is("other", "listens") || it.is("other", "bound")
}

fn options(options: &str) -> String {
    if options == "none" { String::new() } else { format!(" options {options}") }
}

/// The rows of a socket that has a place, and of what belongs to it.
fn holder(id: u32, kind: &str, address: &str, port: u16, its: &str) -> String {
    let (options, fd) = (options(its), 100 + id);
    let peer = format!("198.18.203.153:{}", 1000 + id);
    let row = match kind {
        "listens" => format!("LISTEN {address}:{port} *:* fd {fd} queue 0/5{options}"),
        "bound" => format!("CLOSED {address}:{port} *:* fd {fd}{options}"),
        "over" => format!("CLOSED {address}:{port} {peer} fd {fd}{options} error ECONNRESET"),
        "over, and heard of it" => format!("CLOSED {address}:{port} {peer} fd {fd}{options}"),
        _ => {
            let (state, holder) = kind.split_once(", ").expect("a state and a holder");
            let mut row = format!("{state} {address}:{port} {peer}");
            if holder == "held" {
                let _ = write!(row, " fd {fd}");
            }
            row.push_str(&options);
            if ["CLOSE_WAIT", "CLOSING", "LAST_ACK", "TIME_WAIT"].contains(&state) {
                row.push_str(" received the end");
            }
            if state == "TIME_WAIT" || (state, holder) == ("FIN_WAIT_2", "orphan") {
                row.push_str(" timer 60 s");
            }
            row
        }
    };
    // It is in the queue of a socket that listens there, at an endpoint of that one's own.
    let queue = if kind.ends_with("queued") {
        let fd = fd + 100;
        format!("  #{} LISTEN 0.0.0.0:{port} *:* fd {fd} queue 1/5: #{id}{options}\n", id + 1)
    } else {
        String::new()
    };
    format!("  #{id} {row}\n{queue}")
}
