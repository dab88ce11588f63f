//! What can be given to the two functions of `06_accept`.

use std::fmt::Write;

use grader::{Case, Dimension, Forbidden, Space};

/// A packet arrives, the same packet comes again, and one from the client's next port comes.
pub const PACKETS: Space = Space {
    name: "packets",
    dimensions: &[
        Dimension::new("listener", &["198.18.203.1", "0.0.0.0"]),
        Dimension::new("dialled", &["198.18.203.1", "198.18.203.2", "127.0.0.1", "127.0.0.2"]),
        Dimension::new("port", &["80", "1", "8080", "65535"]),
        Dimension::new(
            "client",
            &["198.18.203.153:1025", "198.18.203.86:80", "127.0.0.1:40000", "198.18.203.1:65534"],
        ),
        Dimension::new(
            "options",
            &["none", "keepalive", "linger0", "nodelay", "reuseaddr", "reuseport", ALL],
        ),
        Dimension::new("queue", &["empty", "one queued", "two queued", "full"]),
        Dimension::new("limit", &["5", "4096"]),
        Dimension::new("descriptors", &["free", "none free"]),
        Dimension::new("number", &["#1", "#9"]),
        Dimension::new(
            "beside",
            &[
                "nobody",
                "its other port",
                "its port, another host",
                "another server port",
                "all the same, but CLOSED",
                "a listener before",
                "a listener behind",
            ],
        ),
        Dimension::new("seq", &["0", "4294967295"]),
        Dimension::new("found", &["the listener"]).rare(&["ESTABLISHED", "CLOSE_WAIT"]),
        Dimension::new("since then", &["the same options", "other options"]),
    ],
    decisive: &["listener", "client", "beside"],
    forbidden: &[Forbidden::new(
        "The lookup finds a socket that listens where the client dials.",
        |it| it["listener"] != it["dialled"] && !it.is("listener", "0.0.0.0"),
    )],
    story: packets,
};

const ALL: &str = "keepalive,linger0,nodelay,reuseaddr,reuseport";

fn packets(it: &Case<'_>) -> String {
    let port = &it["port"];
    let (client, dialled) = (&it["client"], format!("{}:{port}", &it["dialled"]));
    let (host, client_port) = client.split_once(':').expect("an address and port");
    let next = client_port.parse::<u16>().expect("a port") + 1;
    let listener = if it.is("number", "#1") { 1 } else { 9 };
    let mut rows = String::new();
    let mut waiting = Vec::new();
    for (id, host) in [(11, "198.18.203.9"), (10, "198.18.203.8")].iter().take(match &it["queue"] {
        "empty" => 0,
        "one queued" | "full" => 1,
        _ => 2,
    }) {
        waiting.push(*id);
        let _ = writeln!(rows, "  #{id} ESTABLISHED {dialled} {host}:1025");
    }
    let queue = queue(&waiting, if it.is("queue", "full") { "0" } else { &it["limit"] });
    let options = options(&it["options"]);
    let local = format!("{}:{port}", &it["listener"]);
    let _ = writeln!(rows, "  #{listener} LISTEN {local} *:* fd 3 {queue}{options}");
    let other_port = if port == "80" { 81 } else { 80 };
    let _ = match &it["beside"] {
        "its other port" => writeln!(rows, "  #4 SYN_RECEIVED {dialled} {host}:1024"),
        "its port, another host" => {
            writeln!(rows, "  #4 SYN_RECEIVED {dialled} 198.18.203.7:{client_port}")
        }
        "another server port" => {
            writeln!(rows, "  #4 SYN_RECEIVED {}:{other_port} {client}", &it["dialled"])
        }
        "all the same, but CLOSED" => writeln!(rows, "  #4 CLOSED {dialled} {client} fd 4"),
        "a listener before" => {
            writeln!(rows, "  #0 LISTEN {}:{other_port} *:* fd 4 queue 0/7", &it["listener"])
        }
        "a listener behind" => {
            writeln!(rows, "  #12 LISTEN {}:{other_port} *:* fd 4 queue 0/7", &it["listener"])
        }
        _ => Ok(()),
    };
    let arrives = |client: &str, finds: u32| {
        let seq = if it.is("seq", "0") { "" } else { " seq 4294967295" };
        format!("SYN {client} → {dialled}{seq}, finds #{finds}\n")
    };
    let descriptors = if it.is("descriptors", "free") { 16 } else { 4 };
    let mut text = format!("descriptors: {descriptors}\n");
    if !it.is("found", "the listener") {
        let _ = writeln!(rows, "  #20 {} {dialled} {client} fd 5", &it["found"]);
        return format!("{text}given: a server listens\n{rows}{}", arrives(client, 20));
    }
    // A new socket's number is one more than the highest so far.
    let copy =
        rows.split_whitespace().filter_map(|word| word.strip_prefix('#')?.parse().ok()).max();
    let copy = copy.unwrap_or(listener) + 1;
    let _ = write!(text, "given: a server listens\n{rows}{}", arrives(client, listener));
    if it.is("since then", "other options") {
        let now = since_then(it, &options);
        let _ = writeln!(
            text,
            "given: its options are changed\n  #{listener} LISTEN {local} *:* fd 3 {queue}{now}"
        );
    }
    text + &arrives(client, copy) + &arrives(&format!("{host}:{next}"), listener)
}

/// The program calls accept, and then again.
pub const ACCEPTS: Space = Space {
    name: "accepts",
    dimensions: &[
        Dimension::new("queue", &["one queued", "two queued", "three queued", "nobody"]),
        Dimension::new("order", &["rising", "falling"]),
        Dimension::new("first", &["ESTABLISHED", "CLOSE_WAIT", "CLOSED"]),
        Dimension::new("second", &["ESTABLISHED", "CLOSE_WAIT", "CLOSED"]),
        Dimension::new("data", &["none", "GET /", "\\x00\\xff"]),
        Dimension::new(
            "client",
            &["198.18.203.153:1025", "198.18.203.86:65535", "127.0.0.1:1", "198.18.203.1:80"],
        ),
        Dimension::new("server", &["198.18.203.1", "127.0.0.1"]),
        Dimension::new("listener", &["itself", "0.0.0.0"]),
        Dimension::new("options", &["none", "linger0", "nodelay", ALL]),
        Dimension::new("since then", &["the same options", "other options"]),
        Dimension::new("half open", &["nobody", "an early one", "a late one"]),
        Dimension::new(
            "descriptors",
            &["4 and more", "a hole at 4", "a hole at 5", "a hole at 3", "only 5", "none"],
        ),
        Dimension::new("limit", &["5", "2", "0"]),
        Dimension::new("beside", &["nobody", "a listener before", "a listener behind"]),
        Dimension::new("on", &["the listener"]).rare(&[
            "no descriptor",
            "a connection",
            "a bound socket",
            "a new socket",
            "a connecting socket",
            "a broken connection",
        ]),
    ],
    decisive: &["queue", "first", "descriptors"],
    forbidden: &[
        Forbidden::new("The stub does not say which comes first, EAGAIN or EMFILE.", |it| {
            it.is("queue", "nobody") && it.is("descriptors", "none")
        }),
        Forbidden::new(
            "A queue holds one more than its limit, and not more.",
            |it| match &it["limit"] {
                "0" => it.is("queue", "two queued") || it.is("queue", "three queued"),
                _ => false,
            },
        ),
    ],
    story: accept_calls,
};

fn accept_calls(it: &Case<'_>) -> String {
    let server = format!("{}:80", &it["server"]);
    let mut ids = match &it["queue"] {
        "nobody" => vec![],
        "one queued" => vec![6],
        "two queued" => vec![6, 7],
        _ => vec![6, 7, 8],
    };
    if it.is("order", "falling") {
        ids.reverse();
    }
    let options = options(&it["options"]);
    let mut rows = String::new();
    for (place, id) in ids.iter().enumerate() {
        let state = match place {
            0 => &it["first"],
            1 => &it["second"],
            _ => "ESTABLISHED",
        };
        let client =
            if place == 0 { it["client"].to_owned() } else { format!("198.18.203.{id}:1025") };
        let received = match (&it["data"], state) {
            ("none", "CLOSE_WAIT") => " received the end".to_owned(),
            ("none", _) => String::new(),
            (data, "CLOSE_WAIT") => format!(" received \"{data}\" the end"),
            (data, _) => format!(" received \"{data}\""),
        };
        let error = if state == "CLOSED" { " error ECONNRESET" } else { "" };
        let _ = writeln!(rows, "  #{id} {state} {server} {client}{options}{received}{error}");
    }
    let mut fd = 3;
    let (mut most, mut taken) = (16, vec![]);
    match &it["descriptors"] {
        "a hole at 4" => taken = vec![5],
        "a hole at 5" => taken = vec![4, 6],
        "a hole at 3" => fd = 5,
        "only 5" => (most, taken) = (6, vec![4]),
        "none" => (most, taken) = (5, vec![4]),
        _ => {}
    }
    let local = if it.is("listener", "itself") { &it["server"] } else { "0.0.0.0" };
    let queue = queue(&ids, &it["limit"]);
    let now = since_then(it, &options);
    let _ = writeln!(rows, "  #4 LISTEN {local}:80 *:* fd {fd} {queue}{now}");
    for taken in &taken {
        let _ = writeln!(
            rows,
            "  #{} ESTABLISHED {server} 198.18.203.50:{taken} fd {taken}",
            20 + taken
        );
    }
    let _ = match &it["half open"] {
        "an early one" => writeln!(rows, "  #5 SYN_RECEIVED {server} 198.18.203.40:1025{options}"),
        "a late one" => writeln!(rows, "  #9 SYN_RECEIVED {server} 198.18.203.40:1025{options}"),
        _ => Ok(()),
    };
    let other = |id: u32, waits: u32| {
        format!(
            "  #{id} LISTEN {local}:81 *:* fd 11 queue 1/5: #{waits}\n  #{waits} ESTABLISHED \
             {}:81 198.18.203.60:1025\n",
            &it["server"]
        )
    };
    match &it["beside"] {
        "a listener before" => rows.push_str(&other(1, 2)),
        "a listener behind" => rows.push_str(&other(30, 31)),
        _ => {}
    }
    let on = match &it["on"] {
        "the listener" => fd,
        "no descriptor" => 12,
        other => {
            let _ = match other {
                "a connection" => {
                    writeln!(rows, "  #40 ESTABLISHED {server} 198.18.203.70:1025 fd 12")
                }
                "a bound socket" => writeln!(rows, "  #40 CLOSED 198.18.203.1:82 *:* fd 12"),
                "a new socket" => writeln!(rows, "  #40 CLOSED *:* *:* fd 12"),
                "a connecting socket" => {
                    writeln!(rows, "  #40 SYN_SENT 198.18.203.1:32768 198.18.203.70:80 fd 12")
                }
                _ => writeln!(
                    rows,
                    "  #40 CLOSED {server} 198.18.203.70:1025 fd 12 error ECONNRESET"
                ),
            };
            12
        }
    };
    // With no descriptor and no connection, the stub leaves open which error comes.
    let left_open = it.is("descriptors", "only 5") && ids.len() < 2;
    let calls = format!("accept({on})\n").repeat(if left_open { 1 } else { 2 });
    format!("descriptors: {most}\ngiven: a server listens\n{rows}{calls}")
}

/// `queue 2/5: #6 #7`
fn queue(ids: &[u32], limit: &str) -> String {
    let colon = if ids.is_empty() { "" } else { ":" };
    let ids: String = ids.iter().map(|id| format!(" #{id}")).collect();
    format!("queue {}/{limit}{colon}{ids}", ids.matches('#').count())
}

/// The options of the listening socket since its copy was made. The program can set them at any time:
/// the copies keep theirs.
fn since_then<'a>(it: &Case<'_>, options: &'a str) -> &'a str {
    match (&it["since then"], options) {
        ("the same options", same) => same,
        (_, "") => " options keepalive",
        _ => "",
    }
}

fn options(names: &str) -> String {
    if names == "none" { String::new() } else { format!(" options {names}") }
}
