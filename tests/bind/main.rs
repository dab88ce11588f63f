//! Grades `03_bind`: what bind writes into a socket, and when it must not.

mod mistakes;
mod spaces;

use std::fmt::Write;

use grader::Rng;

use mistakes::MISTAKES;
use spaces::{CALLS, CHOICES, ENDPOINTS};

grader::checks! {
    exercise: "bind",
    mistakes: MISTAKES,
    spaces: &[&CALLS, &ENDPOINTS, &CHOICES],
    generator: story,

    #[points(2)]
    fn the_address_is_written_and_nothing_else(bench) {
        bench.plays(&["web_server", "every_address"])
    }

    #[points(1)]
    fn the_address_must_be_this_hosts_own(bench) {
        bench.plays(&["own_address", "another_host"])
    }

    #[points(1)]
    fn a_low_port_needs_a_right(bench) {
        bench.plays(&["low_ports", "another_limit"])
    }

    #[points(1)]
    fn a_socket_is_bound_once(bench) {
        bench.plays(&["again"])
    }

    #[points(1)]
    fn the_first_error_counts(bench) {
        bench.plays(&["order"])
    }

    #[points(2)]
    fn an_endpoint_belongs_to_one_socket(bench) {
        bench.plays(&["taken", "another_program", "one_is_everywhere"])
    }

    #[points(1)]
    fn neighbours_are_not_in_the_way(bench) {
        bench.plays(&["neighbours"])
    }

    #[points(2)]
    fn port_zero_lets_the_kernel_choose(bench) {
        bench.plays(&["port_zero", "port_zero_without_rights", "port_zero_elsewhere"])
    }

    #[points(1)]
    fn the_ports_can_run_out(bench) {
        bench.plays(&["no_port"])
    }

    #[points(1)]
    fn a_failed_bind_changes_nothing(bench) {
        bench.plays(&["try_again"])
    }

    #[points(2)]
    fn each_call_is_judged_rightly(bench) {
        bench.covers(&CALLS)
    }

    #[points(1)]
    fn each_endpoint_is_judged_rightly(bench) {
        bench.covers(&ENDPOINTS)
    }

    #[points(1)]
    fn the_right_port_is_chosen(bench) {
        bench.covers(&CHOICES)
    }

    #[points(1)]
    fn generated_stories_agree(bench) {
        bench.plays_generated(story)
    }
}

/// A host with few ports, and with sockets at some of them. The program binds new sockets, here and
/// there, and closes some of them.
fn story(rng: &mut Rng) -> String {
    let first = rng.u16(30_000..50_000);
    let last = first + [1, 3, 3, 3][rng.usize(..4)];
    let limit = [0, 80, 1023, 1024, 1025, 4000, 60_000][rng.usize(..7)];
    let mut text = format!("ports: {first}-{last}\nunprivileged: {limit}\ngiven: old sockets\n");
    // Few, so that the sockets meet.
    let ports = |rng: &mut Rng| match rng.usize(..4) {
        elsewhere @ 0..3 => [5000, 8080, 8443][elsewhere],
        _ => rng.u16(first..=last),
    };
    const ADDRESSES: [&str; 5] =
        ["198.18.203.1", "198.18.203.2", "0.0.0.0", "127.0.0.1", "127.3.2.1"];
    let mut taken: Vec<(&str, u16)> = vec![("198.18.203.1", 8080)];
    let mut fd = 3;
    for id in 1..=rng.u16(3..8) {
        // Some are alone at their port.
        let port = if rng.bool() { ports(rng) } else { 6000 + id };
        let place = ADDRESSES[rng.usize(..5)];
        let row = match rng.bool() {
            true => format!("LISTEN {place}:{port} *:* fd {fd} queue 0/5"),
            false => format!("CLOSED {place}:{port} *:* fd {fd}"),
        };
        fd += 1;
        let _ = writeln!(text, "  #{id} {row}");
        taken.push((place, port));
    }
    text.push_str("given: new sockets\n");
    let bound = 3..fd;
    let new = 9..rng.u16(18..24);
    let mut fresh: Vec<u16> = (fd..).take(new.len()).collect();
    for (id, fd) in new.clone().zip(&fresh) {
        let _ = writeln!(text, "  #{id} CLOSED *:* *:* fd {fd}");
    }
    let mut fd = fresh[0];
    for _ in 0..rng.usize(18..32) {
        match rng.u8(..24) {
            0 => {
                let id = rng.u16(new.clone());
                let _ = writeln!(text, "given: a socket is closed\n  - #{id}");
                continue;
            }
            1 => fd = 99,
            2..4 => fd = rng.u16(bound.clone()),
            4..8 => {}
            _ => fd = fresh.pop().unwrap_or(fd),
        }
        let near = taken[rng.usize(..taken.len())];
        let address = match rng.u8(..12) {
            0 => "198.18.203.86",
            1..4 => near.0,
            _ => ADDRESSES[rng.usize(..5)],
        };
        let port = match rng.u8(..12) {
            0..5 => near.1,
            5..9 => 0,
            9 => [79, 80, limit, limit + 1][rng.usize(..4)].max(1),
            10 => limit.max(2) - 1,
            _ => last + 1,
        };
        let _ = writeln!(text, "bind({fd}, {address}:{port})");
    }
    text
}
