//! Grades `02_socket`: a new control block, and the lowest free descriptor for it.

mod mistakes;
mod spaces;

use std::fmt::Write;

use grader::Rng;

use mistakes::{FIRST, MISTAKES};
use spaces::SOCKETS;

grader::checks! {
    exercise: "socket",
    mistakes: MISTAKES,
    spaces: &[&SOCKETS],
    generator: story,

    #[points(2)]
    fn a_new_socket_knows_nothing_yet(bench) {
        bench.plays(&["starts_again"])
    }

    #[points(1)]
    fn each_call_makes_a_socket_of_its_own(bench) {
        bench.plays(&["two_sockets", "web_server"])
    }

    #[points(2)]
    fn it_gets_the_lowest_free_descriptor(bench) {
        bench.plays(&["last_is_closed", "first_is_closed"])
    }

    #[points(1)]
    fn the_other_sockets_stay_as_they_are(bench) {
        bench.plays(&["busy_server"])
    }

    #[points(2)]
    fn without_a_descriptor_there_is_no_socket(bench) {
        bench.plays(&["full"])
    }

    #[points(1)]
    fn sockets_do_not_count_against_the_limit(bench) {
        bench.plays(&["crowd"])
    }

    #[points(1)]
    fn the_limit_is_for_the_number(bench) {
        bench.plays(&["lower_limit"])
    }

    #[points(2)]
    fn a_socket_is_made_whatever_is_open(bench) {
        bench.covers(&SOCKETS)
    }

    #[points(2)]
    fn generated_stories_agree(bench) {
        bench.plays_generated(story)
    }
}

/// A server under a low limit. Its program creates sockets and closes descriptors; clients come and
/// are accepted. Some descriptors are from a time when the limit was higher.
fn story(rng: &mut Rng) -> String {
    let limit = rng.u32(FIRST + 2..FIRST + 7);
    let options = ["", " options reuseaddr", " options keepalive,nodelay"][rng.usize(..3)];
    let connection = |state: &str, id: u32, fd: Option<u32>| {
        let fd = fd.map(|fd| format!(" fd {fd}")).unwrap_or_default();
        let (host, port) = ([86, 153][id as usize % 2], 1025 + id);
        format!("  #{id} {state} 198.18.203.1:80 198.18.203.{host}:{port}{fd}\n")
    };
    // The numbers of sockets that are gone are not used again, so the first need not be #1.
    let listener = rng.u32(1..6);
    let mut next_id = listener + 1;
    let mut open: Vec<(u32, u32)> = Vec::new();
    let mut half_open: Vec<u32> = Vec::new();
    // A call that fails may use up a number, or not. So the next number that the story itself gives
    // is higher than all that may have been used up.
    let mut failed = 0;

    let mut text = format!("descriptors: {limit}\ngiven: the limit is {limit}; a server listens\n");
    let _ = writeln!(text, "  #{listener} LISTEN 198.18.203.1:80 *:* fd 3 queue 0/5{options}");
    for above in 0..[0, 0, 1, 3][rng.usize(..4)] {
        let fd = limit + 3 * above + rng.u32(..3);
        text.push_str(&connection("ESTABLISHED", next_id, Some(fd)));
        open.push((next_id, fd));
        next_id += 1;
    }
    for _ in 0..rng.usize(12..24) {
        let is_open = |fd: &u32| open.iter().any(|(_, other)| other == fd);
        let free = (FIRST + 1..limit).find(|fd| !is_open(fd));
        let mut comes = false;
        match (rng.u8(..10), free) {
            (0..=4, Some(fd)) => {
                text.push_str("socket()\n");
                open.push((next_id, fd));
                next_id += 1;
            }
            (0..=4, None) => {
                text.push_str("socket()\n");
                failed += 1;
            }
            (5, _) => {
                text.push_str("given: a client comes\n");
                comes = true;
            }
            (6, Some(fd)) if !half_open.is_empty() => {
                let id = half_open.remove(0);
                text.push_str("given: a client is accepted\n");
                text.push_str(&connection("ESTABLISHED", id, Some(fd)));
                open.push((id, fd));
            }
            (7.., _) if !open.is_empty() => {
                let (id, fd) = open.remove(rng.usize(..open.len()));
                let _ = writeln!(text, "given: descriptor {fd} is closed\n  - #{id}");
                comes = failed > 0;
            }
            _ => {}
        }
        if comes {
            let id = next_id + failed;
            text.push_str(&connection("SYN_RECEIVED", id, None));
            half_open.push(id);
            (next_id, failed) = (id + 1, 0);
        }
    }
    text
}
