//! What can be given to `socket`.

use std::fmt::Write;

use grader::{Case, Dimension, Forbidden, Space};

/// The program calls socket, twice if it can, then a descriptor is closed, and it calls again.
pub const SOCKETS: Space = Space {
    name: "sockets",
    dimensions: &[
        Dimension::new("descriptors", &["16", "1024", "8", "7", "6", "5", "4", "3"]),
        Dimension::new(
            "open",
            &[
                "3",
                "none",
                "4",
                "3 4 5",
                "3 5",
                "4 5 6",
                "3 4 6 7",
                "3 4 5 6 7",
                "3 20",
                "3 4 1100",
            ],
        ),
        Dimension::new(
            "state",
            &[
                "ESTABLISHED",
                "LISTEN",
                "new",
                "bound",
                "SYN_SENT",
                "TIME_WAIT",
                "CLOSE_WAIT",
                "reset",
            ],
        ),
        Dimension::new("numbers", &["rising", "falling", "far apart"]),
        Dimension::new(
            "without one",
            &["nobody", "half open", "twenty", "two queued", "one was reset"],
        ),
        Dimension::new(
            "options",
            &["none", "reuseaddr", "keepalive,linger0,nodelay,reuseaddr,reuseport"],
        ),
        Dimension::new("closes", &["nobody", "the first", "the last", "a high one"]),
    ],
    decisive: &["descriptors", "open", "closes"],
    forbidden: &[Forbidden::new("Only what is open can be closed.", |it| {
        !it.is("closes", "nobody") && it.is("open", "none")
            || it.is("closes", "a high one") && open(it).iter().all(|fd| *fd < 20)
    })],
    story: sockets,
};

fn open(it: &Case<'_>) -> Vec<u32> {
    let numbers = it["open"].split(' ').filter_map(|fd| fd.parse().ok());
    numbers.collect()
}

fn sockets(it: &Case<'_>) -> String {
    let open = open(it);
    let descriptors: u32 = it["descriptors"].parse().expect("a number");
    let options = if it.is("options", "none") {
        String::new()
    } else {
        format!(" options {}", &it["options"])
    };
    let mut rows = String::new();
    let mut ids = Vec::new();
    for (place, fd) in open.iter().enumerate() {
        let place = place as u32;
        let id = match &it["numbers"] {
            "rising" => 1 + place,
            "falling" => 8 - place,
            _ => 7 + 11 * place,
        };
        ids.push(id);
        let client = format!("198.18.203.153:{}", 1025 + place);
        let server = "198.18.203.1:80";
        let _ = match &it["state"] {
            "LISTEN" => {
                writeln!(
                    rows,
                    "  #{id} LISTEN 198.18.203.1:{} *:* fd {fd} queue 0/5{options}",
                    80 + place
                )
            }
            "new" => writeln!(rows, "  #{id} CLOSED *:* *:* fd {fd}{options}"),
            "bound" => {
                writeln!(rows, "  #{id} CLOSED 198.18.203.1:{} *:* fd {fd}{options}", 80 + place)
            }
            "CLOSE_WAIT" => {
                writeln!(
                    rows,
                    "  #{id} CLOSE_WAIT {server} {client} fd {fd}{options} received \"GET /\" the end"
                )
            }
            "TIME_WAIT" => {
                writeln!(
                    rows,
                    "  #{id} TIME_WAIT {server} {client} fd {fd}{options} received the end timer 60 s"
                )
            }
            "reset" => {
                writeln!(rows, "  #{id} CLOSED {server} {client} fd {fd}{options} error ECONNRESET")
            }
            state => writeln!(rows, "  #{id} {state} {server} {client} fd {fd}{options}"),
        };
    }
    let state = match &it["without one"] {
        "two queued" => "ESTABLISHED",
        "one was reset" => "CLOSED",
        _ => "SYN_RECEIVED",
    };
    let without = match &it["without one"] {
        "nobody" => 0,
        "half open" | "one was reset" => 1,
        "two queued" => 2,
        _ => 20,
    };
    for id in 100..100 + without {
        let _ =
            writeln!(rows, "  #{id} {state} 198.18.203.1:80 198.18.203.86:{}{options}", 1000 + id);
    }
    let mut text = format!("descriptors: {descriptors}\ngiven: a program\n{rows}");
    // A call that fails may use up a socket's number. So it is the last one.
    let free = (3..descriptors).filter(|fd| !open.contains(fd)).count();
    text.push_str(&"socket()\n".repeat(free.min(2)));
    let closed = match &it["closes"] {
        "nobody" => None,
        "the first" => Some(0),
        "the last" => open.len().checked_sub(1),
        _ => open.iter().position(|fd| *fd >= 20),
    };
    if let Some(closed) = closed {
        let _ =
            writeln!(text, "given: descriptor {} is closed\n  - #{}", open[closed], ids[closed]);
    }
    text.push_str("socket()\n");
    text
}
