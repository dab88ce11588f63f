//! Grades `07_lookup`: whose a segment is, and how quickly that is known.

mod mistakes;
mod spaces;

use std::fmt::Write;

use grader::{Bench, Ended, Failure, Rng};
use netstack::Returned;

use mistakes::MISTAKES;
use spaces::{INDEXES, LOOKUPS};

grader::checks! {
    exercise: "lookup",
    mistakes: MISTAKES,
    seen: &SLOW,
    spaces: &[&LOOKUPS, &INDEXES],
    generator: story,

    #[points(1)]
    fn the_destination_is_the_local_endpoint(bench) {
        bench.plays(&["same_machine"])
    }

    #[points(1)]
    fn one_endpoint_is_not_enough(bench) {
        bench.plays(&["one_end"])
    }

    #[points(2)]
    fn all_four_values_count(bench) {
        bench.plays(&["three_values"])
    }

    #[points(2)]
    fn a_connection_comes_before_a_listener(bench) {
        bench.plays(&["new_listener", "old_listener"])
    }

    #[points(2)]
    fn a_connection_counts_in_every_state(bench) {
        bench.plays(&["states"])
    }

    #[points(1)]
    fn a_closed_socket_gets_nothing(bench) {
        bench.plays(&["bound_only", "bound_beside", "was_reset"])
    }

    #[points(1)]
    fn what_fits_nobody_belongs_to_nobody(bench) {
        bench.plays(&["nobody"])
    }

    #[points(1)]
    fn the_wildcard_listens_at_every_address(bench) {
        bench.plays(&["every_address"])
    }

    #[points(1)]
    fn an_exact_address_comes_before_the_wildcard(bench) {
        bench.plays(&["two_listeners"])
    }

    #[points(2)]
    fn both_clients_of_the_chapter_are_found(bench) {
        bench.plays(&["two_clients"])
    }

    #[points(2)]
    fn every_table_gets_the_right_lookup(bench) {
        bench.covers(&LOOKUPS)
    }

    #[points(2)]
    fn the_index_finds_the_same_sockets(bench) {
        bench.plays(&["index_connections", "index_listeners"])
    }

    #[points(2)]
    fn the_index_forgets_what_goes(bench) {
        bench.plays(&["index_goes", "index_listener_goes", "index_shared"])
    }

    #[points(2)]
    fn the_index_is_right_whatever_comes_and_goes(bench) {
        bench.covers(&INDEXES)
    }

    #[points(3)]
    fn the_index_does_not_search(bench) {
        looks_stay_the_same(bench)
    }

    #[points(2)]
    fn generated_stories_agree(bench) {
        bench.plays_generated(story)
    }
}

/// Two more mistakes. They find every socket: no story tells them, only the number of looks does.
const SLOW: [&str; 2] = ["linear_scan", "sorted_order"];

/// How many connections an index holds when its looks are counted, and how many sockets that listen.
const CONNECTIONS: [u32; 3] = [100, 1_000, 10_000];

/// Counts how often the index looks at an address. Time would tell the same, but not reliably.
fn looks_stay_the_same(bench: &Bench) -> Result<(), Failure> {
    let (traces, run) = bench.play(&story_of_counts())?;
    let steps = traces.first().map(|trace| trace.steps.as_slice()).unwrap_or_default();
    let mut looks = Vec::new();
    for (step, connections) in steps.iter().zip(CONNECTIONS) {
        match &step.result {
            Some(Returned::Looks(count)) => looks.push(*count),
            Some(result) => {
                let words = format!("With {connections} connections, the index finds {result}.");
                return Err(Failure::Seen(words, None));
            }
            None => {}
        }
    }
    let [few, more, many] = looks[..] else { return Err(Failure::Ended(run.ended)) };
    // A hash table needs about 400 looks for 100 lookups. Two keys may have similar hashes, so that
    // the number changes from run to run: in 300 runs it stayed between 400 and 420. Sorted trees
    // need at least 1.6 times as many looks for 10,000 entries as for 100.
    if many <= few + few / 4 + 50 {
        return if run.ended == Ended::Exited(0) { Ok(()) } else { Err(Failure::Ended(run.ended)) };
    }
    let [linear_scan, sorted_order] = SLOW;
    let mistake = if many > 20 * few {
        Some(linear_scan)
    } else if many < 5 * few && more > few && many - more < 3 * (more - few) {
        // Ten times as many connections: each time about the same number of looks is added.
        Some(sorted_order)
    } else {
        None
    };
    let words = format!(
        "In 100 lookups your index looks at an address {few} times if it holds 100 connections and \
         as many sockets that listen, {more} times if it holds 1,000 of each, and {many} times if it \
         holds 10,000. Expected: about the same number each time."
    );
    Err(Failure::Seen(words, mistake))
}

/// The story whose looks are counted. No snapshot can hold the numbers: they differ from run to run.
fn story_of_counts() -> String {
    let mut text = String::from("story: how often the index looks at an address\n");
    for connections in CONNECTIONS {
        let _ = writeln!(text, "count looks({connections})");
    }
    text
}

/// A host with two addresses and two ports, and clients that have little more. Sockets come, change
/// and go; segments arrive from everywhere. One of the two parts has to find whose they are.
fn story(rng: &mut Rng) -> String {
    let mut table: Vec<Entry> = Vec::new();
    let mut text = String::new();
    let mut next_id = 1;
    let operation = if rng.bool() { "lookup" } else { "index" };
    for _ in 0..rng.usize(5..8) {
        text.push_str("given: some time passes\n");
        if table.len() > 2 {
            let gone = table.remove(rng.usize(..table.len()));
            let _ = writeln!(text, "  - #{}", gone.id);
        }
        for entry in table.iter_mut().filter(|entry| entry.remote != "*:*") {
            // What is closed stays closed, and the kernel keeps nothing after TIME_WAIT.
            if rng.bool() && !matches!(entry.state, "CLOSED" | "TIME_WAIT") {
                entry.state = STATES[rng.usize(..STATES.len())];
            }
        }
        for _ in 0..rng.usize(1..4) {
            let entry = new_socket(rng, next_id);
            if table.iter().all(|other| !other.is_in_the_way_of(&entry)) {
                table.push(entry);
                next_id += 1;
            }
        }
        for Entry { id, state, local, remote } in &table {
            let queue = if *state == "LISTEN" { " queue 0/5 options reuseport" } else { "" };
            let _ = writeln!(text, "  #{id} {state} {local} {remote}{queue}");
        }
        for _ in 0..rng.usize(3..6) {
            // Many of the segments are for a socket of the table, or would be if it were open.
            let known = table.get(rng.usize(..table.len() * 3 / 2));
            let (mut local, mut remote) = (server(rng), client(rng));
            if let Some(entry) = known.filter(|entry| !entry.local.starts_with("0.0.0.0")) {
                local.clone_from(&entry.local);
                if entry.remote != "*:*" {
                    remote.clone_from(&entry.remote);
                }
            }
            let _ = writeln!(text, "{operation}({remote} → {local})");
        }
    }
    text
}

/// What a connection comes to. Those that are often forgotten come more often.
const STATES: [&str; 10] = [
    "SYN_RECEIVED",
    "ESTABLISHED",
    "FIN_WAIT_1",
    "FIN_WAIT_2",
    "CLOSE_WAIT",
    "LAST_ACK",
    "TIME_WAIT",
    "TIME_WAIT",
    "CLOSED",
    "CLOSED",
];

/// A row of a generated story.
struct Entry {
    id: u32,
    state: &'static str,
    local: String,
    remote: String,
}

impl Entry {
    /// Two sockets can't listen at one end, and two connections can't have the same four values.
    fn is_in_the_way_of(&self, other: &Self) -> bool {
        let ends = |entry: &Self| (entry.local.clone(), entry.remote.clone());
        self.state != "CLOSED" && ends(self) == ends(other)
    }
}

fn new_socket(rng: &mut Rng, id: u32) -> Entry {
    let (state, local, remote) = match rng.u8(..15) {
        0 | 1 => ("CLOSED", server(rng), "*:*".to_owned()),
        2..=4 => ("LISTEN", server(rng), "*:*".to_owned()),
        5..=7 => ("LISTEN", format!("0.0.0.0:{}", port(rng)), "*:*".to_owned()),
        // The client's socket, where client and server are on this host.
        8 => ("ESTABLISHED", format!("198.18.203.1:{}", rng.u16(1025..1027)), server(rng)),
        _ => ("ESTABLISHED", server(rng), client(rng)),
    };
    Entry { id, state, local, remote }
}

fn port(rng: &mut Rng) -> u16 {
    if rng.bool() { 80 } else { 443 }
}

/// An end of a server: one of this host's two addresses, one of two ports.
fn server(rng: &mut Rng) -> String {
    format!("198.18.203.{}:{}", rng.u8(1..3), port(rng))
}

/// An end of a client: on another host, or on this one.
fn client(rng: &mut Rng) -> String {
    format!("198.18.203.{}:{}", [1, 86, 153][rng.usize(..3)], rng.u16(1025..1027))
}
