//! What can be given to the two parts of `07_lookup`.

use std::fmt::Write;

use grader::{Case, Dimension, Forbidden, Space};

/// Segments arrive at a table of sockets.
pub const LOOKUPS: Space = Space {
    name: "lookups",
    dimensions: &[
        Dimension::new("dialled", DIALLED),
        Dimension::new("port", PORTS),
        Dimension::new("client", CLIENTS),
        Dimension::new(
            "connection",
            &[
                "ESTABLISHED",
                "none",
                "SYN_RECEIVED",
                "SYN_SENT",
                "FIN_WAIT_1",
                "FIN_WAIT_2",
                "CLOSE_WAIT",
                "CLOSING",
                "LAST_ACK",
                "TIME_WAIT",
                "CLOSED",
            ],
        ),
        Dimension::new("descriptor", &["4", "none"]),
        Dimension::new("received", &["none", "GET /"]),
        Dimension::new("connection stands", &["behind", "in front"]),
        Dimension::new("exact", LISTENERS),
        Dimension::new("wildcard", LISTENERS),
        Dimension::new("exact stands", &["before the wildcard", "behind the wildcard"]),
        Dimension::new("near", NEAR),
        Dimension::new("near stands", &["behind", "in front"]),
    ],
    decisive: &["connection", "exact", "wildcard"],
    forbidden: &[SWAPPED, NO_MORE],
    story: |it| {
        let sockets = Sockets::of(it);
        let mut text = format!("given: some sockets\n{}", sockets.rows(it, &it["received"]));
        for tuple in sockets.tuples(it) {
            let _ = writeln!(text, "lookup({tuple})");
        }
        text
    },
};

/// The index is asked; some sockets go, and it is asked again; some come again, and it is asked again.
pub const INDEXES: Space = Space {
    name: "indexes",
    dimensions: &[
        Dimension::new("dialled", DIALLED),
        Dimension::new("port", PORTS),
        Dimension::new("client", CLIENTS),
        Dimension::new("connection", &["ESTABLISHED", "none", "SYN_RECEIVED", "TIME_WAIT"]),
        Dimension::new("descriptor", &["4", "none"]),
        Dimension::new("connection stands", &["behind", "in front"]),
        Dimension::new("exact", &["nobody", "0/5", "full", "is bound only"]),
        Dimension::new("wildcard", &["nobody", "0/5", "full", "is bound only"]),
        Dimension::new("exact stands", &["before the wildcard", "behind the wildcard"]),
        Dimension::new("near", NEAR),
        Dimension::new("near stands", &["behind", "in front"]),
        Dimension::new("goes", &["nobody", "the connection", "exact", "wildcard", "near", "all"]),
        Dimension::new("comes", &["nobody", "the connection", "exact", "wildcard"]),
        Dimension::new("shared before", &["no", "the exact endpoint", "the wildcard's endpoint"]),
        Dimension::new("goes first", &["the older", "the younger"]),
    ],
    decisive: &["connection", "exact", "wildcard", "goes"],
    forbidden: &[
        SWAPPED,
        Forbidden::new("Only what is there can go.", |it| {
            goes(it, "the connection") && it.is("connection", "none")
                || goes(it, "exact") && !listens(it, "exact")
                || goes(it, "wildcard") && !listens(it, "wildcard")
                || goes(it, "near") && it.is("near", "nobody")
        }),
        Forbidden::new("No two connections have the same four values.", |it| {
            it.is("comes", "the connection")
                && !it.is("connection", "none")
                && !goes(it, "the connection")
                && !it.is("goes", "all")
        }),
        Forbidden::new(
            "The stub does not say which of two sockets at one endpoint is found.",
            |it| {
                let stays = |it: &Case<'_>, which| {
                    listens(it, which) && !goes(it, which) && !it.is("goes", "all")
                };
                it.is("comes", "exact") && stays(it, "exact")
                    || it.is("comes", "wildcard") && stays(it, "wildcard")
            },
        ),
    ],
    story: indexes,
};

/// Addresses of this host.
const DIALLED: &[&str] = &["198.18.203.1", "198.18.203.2", "127.0.0.1", "127.0.0.2"];

const PORTS: &[&str] = &["80", "1", "443", "65535"];

/// The endpoints of clients. Some are on this host.
const CLIENTS: &[&str] =
    &["198.18.203.153:1025", "198.18.203.86:80", "127.0.0.1:40000", "198.18.203.1:65534"];

/// Who listens at an endpoint: how many are in the queue, and its limit.
const LISTENERS: &[&str] = &["nobody", "0/5", "2/5", "full", "full of one", "is bound only"];

/// A socket that is nearly the right one: it differs in what is named.
const NEAR: &[&str] = &[
    "nobody",
    "the client's address",
    "the client's port",
    "the client",
    "the server's address",
    "the server's port",
    "the server",
    "both addresses",
    "both ports",
    "the endpoints are swapped",
    "the state is CLOSED",
    "listens at another address",
    "listens at another port",
    "listens everywhere at another port",
];

const SWAPPED: Forbidden = Forbidden::new(
    "Both endpoints of a connection are in the table only if it is to this host.",
    |it| it.is("near", "the endpoints are swapped") && !on_this_host(it),
);

const NO_MORE: Forbidden =
    Forbidden::new("Whose connection was reset is CLOSED until it is closed.", |it| {
        it.is("connection", "CLOSED") && it.is("descriptor", "none")
    });

fn goes(it: &Case<'_>, what: &str) -> bool {
    it.is("goes", what)
}

fn listens(it: &Case<'_>, which: &str) -> bool {
    !it.is(which, "nobody") && !it.is(which, "is bound only")
}

fn on_this_host(it: &Case<'_>) -> bool {
    it["client"].starts_with("127.") || it["client"].starts_with("198.18.203.1:")
}

/// The numbers of a story's sockets, and the ends of the segments that arrive.
struct Sockets {
    connection: u32,
    exact: u32,
    wildcard: u32,
    near: u32,
    dialled: String,
}

impl Sockets {
    fn of(it: &Case<'_>) -> Self {
        let (exact, wildcard) =
            if it.is("exact stands", "before the wildcard") { (10, 20) } else { (20, 10) };
        Self {
            connection: if it.is("connection stands", "behind") { 30 } else { 5 },
            exact,
            wildcard,
            near: if it.is("near stands", "behind") { 40 } else { 2 },
            dialled: format!("{}:{}", &it["dialled"], &it["port"]),
        }
    }

    fn rows(&self, it: &Case<'_>, received: &str) -> String {
        let dialled = &self.dialled;
        let mut rows = String::new();
        rows.push_str(&row_of_listener(&it["exact"], self.exact, dialled, dialled, 7));
        let everywhere = format!("0.0.0.0:{}", &it["port"]);
        rows.push_str(&row_of_listener(&it["wildcard"], self.wildcard, &everywhere, dialled, 8));
        if !it.is("connection", "none") {
            rows.push_str(&connection(it, self.connection, dialled, received));
        }
        if let Some((state, local, remote)) = near(it, dialled) {
            let queue = if state == "LISTEN" { "queue 0/5 options reuseport" } else { "" };
            let _ = writeln!(rows, "  #{} {state} {local} {remote} fd 9 {queue}", self.near);
        }
        rows
    }

    /// From where to where segments go: for the connection, from another client, for the socket that is
    /// nearly the right one, and for a place next to it.
    fn tuples(&self, it: &Case<'_>) -> Vec<String> {
        let (client, dialled) = (&it["client"], &self.dialled);
        let stranger = "198.18.203.200:5000";
        let mut tuples = vec![format!("{client} → {dialled}"), format!("{stranger} → {dialled}")];
        if let Some((_, local, remote)) = near(it, dialled) {
            let from = if remote == "*:*" { client.to_owned() } else { remote };
            let local = local.replace("0.0.0.0", &it["dialled"]);
            if local != *dialled || from != *client {
                tuples.push(format!("{from} → {local}"));
            }
        }
        let elsewhere = if it.is("dialled", "198.18.203.1") { 2 } else { 1 };
        tuples.push(format!("{client} → 198.18.203.{elsewhere}:{}", &it["port"]));
        tuples
    }
}

/// The row of a socket that listens at `local`, and of those in its queue.
fn row_of_listener(how: &str, id: u32, local: &str, dialled: &str, fd: u32) -> String {
    let (waiting, limit) = match how {
        "nobody" => return String::new(),
        "is bound only" => {
            return format!("  #{id} CLOSED {local} *:* fd {fd} options reuseport\n");
        }
        "2/5" => (2, 5),
        "full" => (2, 1),
        "full of one" => (1, 0),
        _ => (0, 5),
    };
    let ids = id + 1..=id + waiting;
    let queue = ids.clone().fold(String::new(), |queue, id| format!("{queue} #{id}"));
    let colon = if waiting == 0 { "" } else { ":" };
    let mut rows = format!(
        "  #{id} LISTEN {local} *:* fd {fd} queue {waiting}/{limit}{colon}{queue} options reuseport\n"
    );
    for id in ids {
        let _ = writeln!(rows, "  #{id} ESTABLISHED {dialled} 198.18.203.77:{}", 1000 + id);
    }
    rows
}

fn connection(it: &Case<'_>, id: u32, dialled: &str, received: &str) -> String {
    let (client, state) = (&it["client"], &it["connection"]);
    let fd = if it.is("descriptor", "none") { "" } else { " fd 4" };
    let ended = matches!(state, "CLOSE_WAIT" | "CLOSING" | "LAST_ACK" | "TIME_WAIT");
    let data = if received == "none" { String::new() } else { format!(" \"{received}\"") };
    let received = if data.is_empty() && !ended { "" } else { " received" };
    let end = if ended { " the end" } else { "" };
    let error = if state == "CLOSED" { " error ECONNRESET" } else { "" };
    let timer = if state == "TIME_WAIT" { " timer 60 s" } else { "" };
    format!("  #{id} {state} {dialled} {client}{fd}{received}{data}{end}{error}{timer}\n")
}

/// The state and the ends of the socket that is nearly the right one.
fn near(it: &Case<'_>, dialled: &str) -> Option<(&'static str, String, String)> {
    let client = &it["client"];
    let (host, client_port) = client.split_once(':').expect("an address and port");
    let (address, port) = (&it["dialled"], &it["port"]);
    // An address of this host, and a port, that are no others' in the story.
    let other_address = if address.starts_with("127.") { "127.0.0.9" } else { "198.18.203.3" };
    let (local, remote) = match &it["near"] {
        "nobody" => return None,
        "the client's address" => (dialled.to_owned(), format!("198.18.203.7:{client_port}")),
        "the client's port" => (dialled.to_owned(), format!("{host}:7")),
        "the client" => (dialled.to_owned(), "198.18.203.7:7".to_owned()),
        "the server's address" => (format!("{other_address}:{port}"), client.to_owned()),
        "the server's port" => (format!("{address}:8"), client.to_owned()),
        "the server" => (format!("{other_address}:8"), client.to_owned()),
        "both addresses" => {
            (format!("{other_address}:{port}"), format!("198.18.203.7:{client_port}"))
        }
        "both ports" => (format!("{address}:8"), format!("{host}:7")),
        "the endpoints are swapped" => (client.to_owned(), dialled.to_owned()),
        "the state is CLOSED" => return Some(("CLOSED", dialled.to_owned(), client.to_owned())),
        "listens at another address" => {
            return Some(("LISTEN", format!("{other_address}:{port}"), "*:*".to_owned()));
        }
        "listens at another port" => {
            return Some(("LISTEN", format!("{address}:8"), "*:*".to_owned()));
        }
        _ => return Some(("LISTEN", "0.0.0.0:8".to_owned(), "*:*".to_owned())),
    };
    Some(("ESTABLISHED", local, remote))
}

fn indexes(it: &Case<'_>) -> String {
    let sockets = Sockets::of(it);
    let Sockets { dialled, .. } = &sockets;
    let everywhere = format!("0.0.0.0:{}", &it["port"]);
    let asks =
        sockets.tuples(it).iter().fold(String::new(), |all, it| format!("{all}index({it})\n"));
    let mut text = String::new();
    // Two sockets share a place, and go one after the other. Which of the two gets a packet is left open, so
    // nobody asks at this place while both are there.
    if !it.is("shared before", "no") {
        let place =
            if it.is("shared before", "the exact endpoint") { dialled } else { &everywhere };
        let row = |id: u32| {
            format!("  #{id} LISTEN {place} *:* fd {} queue 0/5 options reuseport\n", id - 40)
        };
        let _ = write!(text, "given: two share an endpoint\n{}{}", row(50), row(51));
        let _ = writeln!(text, "index({} → {}:9)", &it["client"], &it["dialled"]);
        let first = if it.is("goes first", "the older") { 50 } else { 51 };
        for id in [first, 101 - first] {
            let _ = writeln!(text, "given: one goes\n  - #{id}");
            let _ = writeln!(text, "index({} → {dialled})", &it["client"]);
        }
    }
    let _ = write!(text, "given: some sockets\n{}{asks}", sockets.rows(it, "none"));
    // Who is in a queue goes with it.
    let queue = |id: u32| [id, id + 1, id + 2];
    let going = match &it["goes"] {
        "nobody" => vec![],
        "the connection" => vec![sockets.connection],
        "exact" => queue(sockets.exact).to_vec(),
        "wildcard" => queue(sockets.wildcard).to_vec(),
        "near" => vec![sockets.near],
        _ => {
            let queues = [queue(sockets.exact), queue(sockets.wildcard)].concat();
            [vec![sockets.connection, sockets.near], queues].concat()
        }
    };
    if !going.is_empty() {
        text.push_str("given: it goes\n");
        going.iter().for_each(|id| text.push_str(&format!("  - #{id}\n")));
        text.push_str(&asks);
    }
    let comes = match &it["comes"] {
        "nobody" => String::new(),
        "the connection" => format!("  #60 SYN_RECEIVED {dialled} {}\n", &it["client"]),
        "exact" => row_of_listener("0/5", 60, dialled, dialled, 12),
        _ => row_of_listener("0/5", 60, &everywhere, dialled, 12),
    };
    if !comes.is_empty() {
        let _ = write!(text, "given: it comes\n{comes}{asks}");
    }
    text
}
