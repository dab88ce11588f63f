//! Grades `09_sharing`: which sockets hold a port, and which of them share it.

mod mistakes;
mod spaces;

use std::fmt::Write;

use grader::Rng;

use mistakes::MISTAKES;
use spaces::{CALLS, CHOICES, ENDPOINTS};

grader::checks! {
    exercise: "sharing",
    mistakes: MISTAKES,
    spaces: &[&ENDPOINTS, &CHOICES, &CALLS],
    generator: story,

    #[points(1)]
    fn what_bind_did_before_still_holds(bench) {
        bench.plays(&["as_before"])
    }

    #[points(2)]
    fn old_connections_hold_their_port(bench) {
        bench.plays(&["old_connections", "time_wait"])
    }

    #[points(1)]
    fn what_is_over_holds_no_port(bench) {
        bench.plays(&["over"])
    }

    #[points(1)]
    fn a_half_open_copy_holds_no_port(bench) {
        bench.plays(&["half_open"])
    }

    #[points(2)]
    fn both_must_have_reuseaddr(bench) {
        bench.plays(&["reuseaddr", "restart", "one_reuseaddr"])
    }

    #[points(1)]
    fn who_listens_does_not_share_by_reuseaddr(bench) {
        bench.plays(&["reuseaddr_listener"])
    }

    #[points(2)]
    fn both_must_have_reuseport(bench) {
        bench.plays(&["reuseport", "one_reuseport"])
    }

    #[points(1)]
    fn one_option_does_not_stand_for_the_other(bench) {
        bench.plays(&["different_options"])
    }

    #[points(1)]
    fn every_one_in_the_way_is_asked(bench) {
        bench.plays(&["every_one_is_asked"])
    }

    #[points(2)]
    fn port_zero_shares_with_nobody(bench) {
        bench.plays(&["port_zero_options", "port_zero_connections"])
    }

    #[points(2)]
    fn each_endpoint_is_shared_rightly(bench) {
        bench.covers(&ENDPOINTS)
    }

    #[points(1)]
    fn the_right_port_is_chosen(bench) {
        bench.covers(&CHOICES)
    }

    #[points(1)]
    fn each_call_is_judged_rightly(bench) {
        bench.covers(&CALLS)
    }

    #[points(1)]
    fn generated_stories_agree(bench) {
        bench.plays_generated(story)
    }
}

/// A host with few ports and with sockets of all kinds at them. The program binds new sockets, here
/// and there, and closes some of them.
fn story(rng: &mut Rng) -> String {
    let first = rng.u16(30_000..50_000);
    let last = first + [1, 3, 3, 3][rng.usize(..4)];
    let limit = [0, 80, 1023, 1024, 1025, 4000][rng.usize(..6)];
    let mut text = format!("ports: {first}-{last}\nunprivileged: {limit}\ngiven: old sockets\n");
    // Few, so that the sockets meet.
    let port = |rng: &mut Rng| match rng.usize(..4) {
        elsewhere @ 0..3 => [5000, 8080, 8443][elsewhere],
        _ => rng.u16(first..=last),
    };
    let usual = ["reuseaddr", "reuseport"][rng.usize(..2)];
    let options = |rng: &mut Rng| match rng.u8(..8) {
        0..2 => String::new(),
        2 => " options reuseaddr".to_owned(),
        3 => " options reuseport".to_owned(),
        _ => format!(" options {usual}"),
    };
    let mut taken: Vec<(String, u16)> = Vec::new();
    let (mut fd, mut called) = (3, Vec::new());
    for id in 1..=rng.u16(3..7) {
        // Some are alone at their port.
        let port = if rng.bool() { port(rng) } else { 6000 + id };
        let (options, peer) = (options(rng), 1024 + id);
        let server = ["198.18.203.1", "198.18.203.2"][rng.usize(..2)];
        let place = if rng.u8(..4) == 0 { "0.0.0.0" } else { server };
        let row = match rng.u8(..15) {
            0..2 => format!("LISTEN {place}:{port} *:* fd {fd} queue 0/5{options}"),
            2..4 => format!("CLOSED {place}:{port} *:* fd {fd}{options}"),
            4..7 => {
                format!(
                    "CLOSED {server}:{port} 198.18.203.86:{peer} fd {fd}{options} error ECONNRESET"
                )
            }
            7..10 => format!("SYN_RECEIVED {server}:{port} 198.18.203.86:{peer}{options}"),
            10..12 => format!("TIME_WAIT {server}:{port} 198.18.203.86:{peer}{options} timer 60 s"),
            12 => format!("FIN_WAIT_2 {server}:{port} 198.18.203.86:{peer}{options} timer 60 s"),
            13 => format!("SYN_SENT {server}:{port} 198.18.203.86:80 fd {fd}{options}"),
            _ => {
                let state = ["ESTABLISHED", "CLOSE_WAIT", "FIN_WAIT_1"][rng.usize(..3)];
                format!("{state} {server}:{port} 198.18.203.86:{peer} fd {fd}{options}")
            }
        };
        if row.contains(" fd ") {
            // What was reset can be bound again on Linux, under conditions that the model does not
            // know. So nobody tries.
            if !row.contains(" error ") {
                called.push(fd);
            }
            fd += 1;
        }
        let _ = writeln!(text, "  #{id} {row}");
        let near = [server, server, "0.0.0.0", "0.0.0.0", "198.18.203.1"][rng.usize(..5)];
        taken.push((near.to_owned(), port));
    }

    // Two at one port. Who wants to be everywhere has to ask both.
    let _ = writeln!(text, "  #7 CLOSED 198.18.203.1:7000 *:* fd {fd}{}", options(rng));
    let listening = format!("LISTEN 198.18.203.2:7000 *:* fd {} queue 0/5", fd + 1);
    let _ = writeln!(text, "  #8 {listening}{}", options(rng));
    fd += 2;
    taken.extend(["0.0.0.0", "0.0.0.0", "198.18.203.2"].map(|near| (near.to_owned(), 7000)));

    text.push_str("given: new sockets\n");
    let new = 9..rng.u16(18..24);
    let mut fresh: Vec<u16> = (fd..).take(new.len()).collect();
    for (id, fd) in new.clone().zip(&fresh) {
        let _ = writeln!(text, "  #{id} CLOSED *:* *:* fd {fd}{}", options(rng));
    }
    // Nearly every call is for a socket that is new, or for the last one again.
    called.push(fresh[0]);
    let not_open = 99;
    let mut fd = fresh[0];
    let mut place = (String::from("198.18.203.1"), 8080);
    for _ in 0..rng.usize(18..32) {
        let mut again = false;
        match rng.u8(..24) {
            0 => {
                let id = rng.u16(new.clone());
                let _ = writeln!(text, "given: a socket is closed\n  - #{id}");
                continue;
            }
            1 => fd = not_open,
            2..4 => fd = called[rng.usize(..called.len())],
            4..8 if fd != not_open => again = rng.bool(),
            _ => fd = fresh.pop().unwrap_or(fd),
        }
        let address = match rng.u8(..12) {
            0..=4 => "198.18.203.1",
            5..=6 => "198.18.203.2",
            7..=9 => "0.0.0.0",
            10 => "127.0.0.1",
            _ => "198.18.203.86",
        };
        place = match rng.u8(..16) {
            _ if again => place,
            // Where an old socket is.
            0..7 => taken[rng.usize(..taken.len())].clone(),
            7..12 => (address.to_owned(), 0),
            12..14 => (address.to_owned(), [79, 80, limit, limit + 1][rng.usize(..4)].max(1)),
            14 => (address.to_owned(), limit.max(2) - 1),
            _ => (address.to_owned(), if rng.bool() { last + 1 } else { port(rng) }),
        };
        let (address, port) = &place;
        let _ = writeln!(text, "bind({fd}, {address}:{port})");
    }
    text
}
