//! What can be given to the function of `03_bind`.

use std::fmt::Write;

use grader::{Case, Dimension, Forbidden, Space};

/// A call for a certain port, on a descriptor that is not open and on one that is. More than one thing
/// may be wrong with it.
pub const CALLS: Space = Space {
    name: "calls",
    dimensions: &[
        Dimension::new(
            "address",
            &[
                "198.18.203.1",
                "198.18.203.2",
                "0.0.0.0",
                "127.0.0.1",
                "127.255.255.254",
                "198.18.203.86",
                "128.0.0.1",
            ],
        ),
        Dimension::new("port", &["8080", "the limit", "below the limit", "1", "65535", "0"]),
        Dimension::new("limit", &["1024", "0", "80", "60000"]),
        Dimension::new("socket", &["new", "bound there", "bound elsewhere", "listens"]),
        Dimension::new("others", &["elsewhere", "in the way"]),
        Dimension::new("host", &["198.18.203.1, 198.18.203.2", "198.18.203.86"]),
        Dimension::new("options", &["none", "keepalive,nodelay"]),
        Dimension::new("descriptor", &["4", "3", "1023"]),
    ],
    decisive: &["address", "port", "limit", "socket", "others"],
    forbidden: &[
        Forbidden::new(
            "There is no port below 0, and 0 asks for one of the kernel's choice.",
            |it| it.is("limit", "0") && (it["port"].contains("limit")),
        ),
        Forbidden::new("A socket can't have been bound to port 0.", |it| {
            it.is("port", "0") && (it.is("socket", "bound there") || it.is("others", "in the way"))
        }),
        Forbidden::new("Only at an address of its own can a host have a socket.", |it| {
            it.is("socket", "bound there") && !is_own(it)
        }),
        Forbidden::new("Two sockets are not at one endpoint: here none of them share.", |it| {
            it.is("socket", "bound there") && it.is("others", "in the way")
        }),
    ],
    story: |it| {
        let (address, port, fd) = (&it["address"], port(it), &it["descriptor"]);
        let mut rows = match &it["socket"] {
            "new" => format!("  #5 CLOSED *:* *:* fd {fd}"),
            "bound there" => format!("  #5 CLOSED {address}:{port} *:* fd {fd}"),
            "bound elsewhere" => format!("  #5 CLOSED 127.0.0.1:7000 *:* fd {fd}"),
            _ => format!("  #5 LISTEN 127.0.0.1:7000 *:* fd {fd} queue 0/5"),
        };
        if !it.is("options", "none") {
            let _ = write!(rows, " options {}", &it["options"]);
        }
        let other = if it.is("others", "in the way") { port } else { 7001 };
        let _ = writeln!(rows, "\n  #2 LISTEN 0.0.0.0:{other} *:* fd 9 queue 0/5");
        let (host, limit) = (&it["host"], &it["limit"]);
        format!(
            "addresses: {host}\nunprivileged: {limit}\ngiven: sockets\n{rows}bind(99, {address}:{port})\n\
             bind({fd}, {address}:{port})\n"
        )
    },
};

fn is_own(it: &Case<'_>) -> bool {
    let address = &it["address"];
    address == "0.0.0.0"
        || address.starts_with("127.")
        || it["host"].split(", ").any(|own| own == address)
}

fn port(it: &Case<'_>) -> u16 {
    let limit: u16 = it["limit"].parse().expect("a port");
    match &it["port"] {
        "the limit" => limit,
        "below the limit" => limit.saturating_sub(1),
        port => port.parse().expect("a port"),
    }
}

/// A call for a place, where other sockets are at places of their own. Then one for another place.
pub const ENDPOINTS: Space = Space {
    name: "endpoints",
    dimensions: &[
        Dimension::new("asked", ADDRESSES),
        Dimension::new("taken", ADDRESSES),
        Dimension::new("its port", &["the same", "one more", "one less"]),
        Dimension::new("other", &["listens", "is bound"]),
        Dimension::new("held by", &["this program", "another program"]),
        Dimension::new("port", &["8080", "65534", "2"]),
        Dimension::new("stands", &["before", "behind"]),
        Dimension::new(
            "third",
            &[
                "nobody",
                "another port before",
                "another address before",
                "the same port before",
                "the same port behind",
            ],
        ),
        Dimension::new("options", &["none", "keepalive,nodelay"]),
    ],
    decisive: &["asked", "taken", "its port", "other"],
    forbidden: &[Forbidden::new(
        "Two sockets are not at one place: here none of them share.",
        |it| {
            let overlap = it.is("taken", "0.0.0.0") || it.is("taken", THIRD);
            it["third"].starts_with("the same port") && it.is("its port", "the same") && overlap
        },
    )],
    story: |it| {
        let port: u16 = it["port"].parse().expect("a port");
        let taken = match &it["its port"] {
            "the same" => port,
            "one more" => port + 1,
            _ => port - 1,
        };
        let options = if it.is("options", "none") {
            String::new()
        } else {
            format!(" options {}", &it["options"])
        };
        let mut rows = format!("  #5 CLOSED *:* *:* fd 4{options}\n");
        let id = if it.is("stands", "before") { 3 } else { 7 };
        let fd = it.is("held by", "this program").then_some(6);
        rows.push_str(&other(
            id,
            &format!("{}:{taken}", &it["taken"]),
            fd,
            it.is("other", "listens"),
        ));
        match &it["third"] {
            "another port before" => {
                rows.push_str(&other(2, &format!("{}:500", &it["asked"]), Some(7), true))
            }
            "another address before" => rows.push_str(&other(2, "127.9.9.9:9999", Some(7), true)),
            "the same port before" => {
                rows.push_str(&other(2, &format!("{THIRD}:{port}"), Some(7), true))
            }
            "the same port behind" => {
                rows.push_str(&other(9, &format!("{THIRD}:{port}"), Some(7), true))
            }
            _ => {}
        }
        let asked = &it["asked"];
        format!("given: sockets\n{rows}bind(4, {asked}:{port})\nbind(4, {asked}:9000)\n")
    },
};

/// Where a third socket is, beside the one that is asked for and the one that is taken.
const THIRD: &str = "127.3.2.1";

const ADDRESSES: &[&str] = &["198.18.203.1", "198.18.203.2", "0.0.0.0", "127.0.0.1", "127.3.2.1"];

/// The row of a socket that has a place. What another program holds has no descriptor here.
fn other(id: u32, place: &str, fd: Option<u32>, listens: bool) -> String {
    let fd = fd.map(|fd| format!(" fd {fd}")).unwrap_or_default();
    match listens {
        true => format!("  #{id} LISTEN {place} *:*{fd} queue 0/5\n"),
        false => format!("  #{id} CLOSED {place} *:*{fd}\n"),
    }
}

/// The kernel chooses a port for one socket, and then for another.
pub const CHOICES: Space = Space {
    name: "choices",
    dimensions: &[
        Dimension::new("asked", ADDRESSES),
        Dimension::new("first", HOLDERS),
        Dimension::new("second", HOLDERS),
        Dimension::new("third", HOLDERS),
        Dimension::new(
            "ports",
            &["40000-40002", "65533-65535", "1024-1026", "40000-40000", "65535-65535"],
        ),
        Dimension::new("limit", &["0", "1024", "65535"]),
        Dimension::new("others", &["listen", "are bound"]),
        Dimension::new("stand", &["before", "behind"]),
        Dimension::new("outside", &["nobody", "below and above"]),
    ],
    decisive: &["asked", "first", "second"],
    forbidden: &[
        Forbidden::new("One port has no second and no third.", |it| {
            (it.is("ports", "40000-40000") || it.is("ports", "65535-65535"))
                && !(it.is("second", "nobody") && it.is("third", "nobody"))
        }),
        Forbidden::new("There is no port above 65535.", |it| {
            it["ports"].ends_with("65535") && it.is("outside", "below and above")
        }),
    ],
    story: |it| {
        let (first, last) = it["ports"].split_once('-').expect("two ports");
        let [first, last]: [u16; 2] = [first, last].map(|port| port.parse().expect("a port"));
        let mut rows = String::from("  #50 CLOSED *:* *:* fd 4\n  #51 CLOSED *:* *:* fd 5\n");
        let (mut id, listen) =
            (if it.is("stand", "before") { 1 } else { 60 }, it.is("others", "listen"));
        let mut fd = 6;
        let mut add = |place: String| {
            rows.push_str(&other(id, &place, Some(fd), listen));
            (id, fd) = (id + 1, fd + 1);
        };
        for (port, place) in (first..=last).zip(["first", "second", "third"]) {
            if !it.is(place, "nobody") {
                add(format!("{}:{port}", &it[place]));
            }
        }
        if it.is("outside", "below and above") {
            add(format!("0.0.0.0:{}", first - 1));
            add(format!("0.0.0.0:{}", last + 1));
        }
        let asked = &it["asked"];
        format!(
            "ports: {first}-{last}\nunprivileged: {}\ngiven: sockets\n{rows}bind(4, {asked}:0)\n\
             bind(5, {asked}:0)\n",
            &it["limit"]
        )
    },
};

/// Who is at a port of the range.
const HOLDERS: &[&str] = &["nobody", "198.18.203.1", "198.18.203.2", "0.0.0.0", "127.0.0.1"];
