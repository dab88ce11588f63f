//! What can be given to `received`, and generated stories of a connection that receives.

use std::fmt::Write;

use grader::{Case, Dimension, Forbidden, Rng, Space};

const SERVER: &str = "198.18.203.1:80";

/// A segment arrives at a connection that counts what it expects, twice.
pub const RECEIPTS: Space = Space {
    name: "receipts",
    dimensions: &[
        Dimension::new(
            "begins",
            &[
                "at nxt",
                "one before",
                "one behind",
                "in the window's middle",
                "at the window's last number",
                "at the window's end",
                "far behind",
                "far before",
                "so that it ends at nxt",
                "so that one number is new",
            ],
        ),
        Dimension::new("data", &["5 bytes", "none", "1 byte"]),
        Dimension::new("fin", &["none", "FIN"]),
        Dimension::new("window", &["24", "0", "1", "4", "5", "6", "65535"]),
        Dimension::new(
            "nxt",
            &["501", "0", "4294967295", "4294967293", "4294967272", "2147483645", "2147483648"],
        ),
        Dimension::new("state", &["ESTABLISHED", "FIN_WAIT_1", "FIN_WAIT_2", "CLOSE_WAIT"]),
        Dimension::new("sends", &["101", "0", "4294967295", "501"]),
        Dimension::new("acknowledges", &["101", "501", "0"]),
        Dimension::new("says", &["64", "0", "7"]),
        Dimension::new("received", &["nothing", "GET /"]),
        Dimension::new("client", &["198.18.203.153:1025", "127.0.0.1:80"]),
        Dimension::new("beside", &["nobody", "before", "behind"]),
    ],
    decisive: &["begins", "data", "fin", "window"],
    forbidden: &[
        Forbidden::new("A window of no number has no middle, and no last number.", |it| {
            (it.is("begins", "in the window's middle") && window(it) < 4)
                || (it.is("begins", "at the window's last number") && window(it) < 2)
                || (it.is("begins", "at the window's end") && window(it) < 1)
        }),
        Forbidden::new("It has no such number: another value says where it begins.", |it| {
            let length = length(it);
            (it.is("begins", "so that it ends at nxt") && length < 2)
                || (it.is("begins", "so that one number is new") && length < 3)
        }),
        Forbidden::new("Nothing comes behind the peer's FIN.", |it| {
            let behind = it["begins"].starts_with("far before")
                || it.is("begins", "so that it ends at nxt")
                || it.is("begins", "one before") && length(it) < 2
                || length(it) == 0;
            it.is("state", "CLOSE_WAIT") && !behind
        }),
    ],
    story: receipts,
};

/// The numbers that the segment takes up.
fn length(it: &Case<'_>) -> u32 {
    let bytes = match &it["data"] {
        "none" => 0,
        "1 byte" => 1,
        _ => 5,
    };
    bytes + u32::from(it.is("fin", "FIN"))
}

fn window(it: &Case<'_>) -> u32 {
    it["window"].parse().expect("the window is a number")
}

fn receipts(it: &Case<'_>) -> String {
    let nxt: u32 = it["nxt"].parse().expect("a number");
    let window = window(it);
    let seq = match &it["begins"] {
        "at nxt" => nxt,
        "one before" => nxt.wrapping_sub(1),
        "one behind" => nxt.wrapping_add(1),
        "in the window's middle" => nxt.wrapping_add(window / 2),
        "at the window's last number" => nxt.wrapping_add(window - 1),
        "at the window's end" => nxt.wrapping_add(window),
        "far behind" => nxt.wrapping_add(1_000_000_000),
        "far before" => nxt.wrapping_sub(1_000_000_000),
        "so that it ends at nxt" => nxt.wrapping_sub(length(it)),
        _ => nxt.wrapping_sub(length(it) - 1),
    };
    let (state, client, ack) = (&it["state"], &it["client"], &it["acknowledges"]);
    let received = match (&it["received"], state) {
        ("nothing", "CLOSE_WAIT") => " received the end",
        ("nothing", _) => "",
        (_, "CLOSE_WAIT") => " received \"GET /\" the end",
        _ => " received \"GET /\"",
    };
    let snd: u32 = it["sends"].parse().expect("a number");
    let una = match state {
        "FIN_WAIT_1" => {
            format!("una {} nxt {snd} fin {}", snd.wrapping_sub(1), snd.wrapping_sub(1))
        }
        "FIN_WAIT_2" => format!("una {snd} nxt {snd} fin {}", snd.wrapping_sub(1)),
        _ => format!("una {snd} nxt {snd}"),
    };
    let timer = if state == "FIN_WAIT_1" { " timer 1 s" } else { "" };
    let beside = match &it["beside"] {
        "nobody" => String::new(),
        place => format!(
            "  #{} ESTABLISHED {SERVER} 198.18.203.86:1025 fd 7 una 90 nxt 90 window 64 mss 8 limit 64 \
             rcv.nxt 700 rcv.wnd 9\n",
            if place == "before" { 2 } else { 9 }
        ),
    };
    let data = match &it["data"] {
        "none" => "",
        "1 byte" => " \"a\"",
        _ => " \"abcde\"",
    };
    let flags = if it.is("fin", "FIN") { "FIN+ACK" } else { "ACK" };
    let says = &it["says"];
    let segment =
        format!("{flags} {client} → {SERVER} seq {seq} ack {ack} window {says}{data}, finds #5\n");
    format!(
        "given: a connection\n  #5 {state} {SERVER} {client} fd 4{received} {una} window 64 mss 8 \
         limit 64{timer} rcv.nxt {nxt} rcv.wnd {window}\n{beside}{segment}{segment}"
    )
}

/// A connection that receives, and segments of its peer: some are lost, some come again, and now and
/// then the program reads.
pub fn story(rng: &mut Rng, text: &mut String) {
    let _ = writeln!(text, "given: a connection that counts what it expects");
    let mut nxt = if rng.bool() { rng.u32(..) } else { u32::MAX - rng.u32(..30) };
    let mut room = [8, 24, 30][rng.usize(..3)];
    let row = |text: &mut String, nxt: u32, room: u32| {
        let _ = writeln!(
            text,
            "  #9 ESTABLISHED {SERVER} 198.18.203.86:1025 fd 9 una 90 nxt 90 window 64 mss 8 limit 64 \
             rcv.nxt {nxt} rcv.wnd {room}"
        );
    };
    row(text, nxt, room);
    for _ in 0..14 {
        let count = rng.u32(..9);
        let fin = rng.u8(..6) == 0;
        let length = count + u32::from(fin);
        // How far before `nxt` it begins, or behind.
        let (before, behind) = match rng.u8(..12) {
            0..=3 => (0, 0),
            4..=5 => (length, 0),
            6..=7 => (rng.u32(..=length), 0),
            8 => (length + 1, 0),
            9..=10 => (0, rng.u32(1..10)),
            _ => (0, room + rng.u32(..2)),
        };
        let data: String = (0..count).map(|_| rng.lowercase()).collect();
        let data = if data.is_empty() { data } else { format!(" \"{data}\"") };
        let flags = if fin { "FIN+ACK" } else { "ACK" };
        let seq = nxt.wrapping_sub(before).wrapping_add(behind);
        let _ = writeln!(
            text,
            "{flags} 198.18.203.86:1025 → {SERVER} seq {seq} ack 90 window {}{data}, finds #9",
            rng.u32(..65)
        );
        let passes = if behind == 0 { length.saturating_sub(before).min(room) } else { 0 };
        if fin && passes > 0 && passes == length - before {
            break;
        }
        nxt = nxt.wrapping_add(passes);
        room -= passes;
        if rng.u8(..5) == 0 {
            room += rng.u32(1..12);
            text.push_str("given: the program has read\n");
            row(text, nxt, room);
        }
    }
}
