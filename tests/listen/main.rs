//! Grades `04_listen`: what listen writes into a socket, and when it must not.

mod mistakes;
mod spaces;

use std::fmt::Write;

use grader::Rng;

use mistakes::MISTAKES;
use spaces::{BACKLOGS, ENDPOINTS, SEVERAL};

grader::checks! {
    exercise: "listen",
    mistakes: MISTAKES,
    spaces: &[&BACKLOGS, &ENDPOINTS, &SEVERAL],
    generator: story,

    #[points(2)]
    fn the_socket_listens_for_connections(bench) {
        bench.plays(&["web_server", "every_address"])
    }

    #[points(1)]
    fn a_small_backlog_stays_as_it_is(bench) {
        bench.plays(&["small_backlogs"])
    }

    #[points(2)]
    fn a_large_backlog_is_cut_to_the_limit(bench) {
        bench.plays(&["another_limit", "large_backlogs"])
    }

    #[points(1)]
    fn a_negative_backlog_is_the_largest(bench) {
        bench.plays(&["negative_backlog"])
    }

    #[points(2)]
    fn a_socket_without_an_address_gets_one(bench) {
        bench.plays(&["no_address"])
    }

    #[points(2)]
    fn a_second_listen_changes_the_limit_alone(bench) {
        bench.plays(&["again"])
    }

    #[points(1)]
    fn a_connection_cannot_listen(bench) {
        bench.plays(&["connected"])
    }

    #[points(2)]
    fn two_sockets_cannot_listen_at_one_address(bench) {
        bench.plays(&["same_address", "one_is_everywhere"])
    }

    #[points(1)]
    fn neighbours_do_not_conflict(bench) {
        bench.plays(&["neighbours", "old_connections"])
    }

    #[points(1)]
    fn sockets_with_reuseport_may_share(bench) {
        bench.plays(&["reuseport"])
    }

    #[points(2)]
    fn each_socket_gets_the_right_limit(bench) {
        bench.covers(&BACKLOGS)
    }

    #[points(2)]
    fn only_who_is_in_the_way_is_in_the_way(bench) {
        bench.covers(&ENDPOINTS)
    }

    #[points(1)]
    fn all_who_listen_are_asked(bench) {
        bench.covers(&SEVERAL)
    }

    #[points(2)]
    fn generated_stories_agree(bench) {
        bench.plays_generated(story)
    }
}

/// A host with a server that listens already, and with sockets that are new, bound or connected.
/// Several have one port. The program calls listen on them in any order, with any backlog.
fn story(rng: &mut Rng) -> String {
    let somaxconn = [16, 128, 4096, 9000][rng.usize(..4)];
    let clients = rng.u32(..6);
    let limit = rng.u32(clients..9);
    // Now and then there are few ports to choose from, and then none.
    let last = 32768 + [0, 1, 1000][rng.usize(..3)];
    let mut text =
        format!("somaxconn: {somaxconn}\nports: 32768-{last}\ngiven: a server listens\n");
    let ids = (2..2 + clients).fold(String::new(), |ids, id| format!("{ids} #{id}"));
    let colon = if clients == 0 { "" } else { ":" };
    let _ =
        writeln!(text, "  #1 LISTEN 198.18.203.1:25 *:* fd 3 queue {clients}/{limit}{colon}{ids}");
    for id in 2..2 + clients {
        let _ = writeln!(text, "  #{id} ESTABLISHED 198.18.203.1:25 198.18.203.153:{}", 1023 + id);
    }

    text.push_str("given: other sockets\n");
    let first = 2 + clients;
    let (mut id, mut fd) = (first, 4);
    for _ in 0..rng.usize(6..12) {
        // Linux lets sockets be bound to one address if all of them have SO_REUSEADDR.
        let options = if rng.bool() { "reuseaddr,reuseport" } else { "reuseaddr" };
        let address = ["0.0.0.0", "198.18.203.1", "198.18.203.2", "127.0.0.1"][rng.usize(..4)];
        let port = [80, 80, 443, 32768][rng.usize(..4)];
        let row = match rng.u8(..10) {
            0..=5 => format!("CLOSED {address}:{port} *:* fd {fd} options {options}"),
            6 => format!("CLOSED *:* *:* fd {fd}"),
            7 => format!("CLOSED 198.18.203.1:{} *:* fd {fd}", 1000 + id),
            8 => format!(
                "TIME_WAIT 198.18.203.1:{port} 198.18.203.86:{} options {options}",
                1024 + id
            ),
            _ => {
                let states = [
                    "ESTABLISHED",
                    "FIN_WAIT_1",
                    "FIN_WAIT_2",
                    "CLOSE_WAIT",
                    "CLOSING",
                    "LAST_ACK",
                ];
                let state = rng.choice(states).unwrap_or_default();
                let client = 1024 + id;
                format!(
                    "{state} 198.18.203.2:{port} 198.18.203.86:{client} fd {fd} options {options}"
                )
            }
        };
        fd += u32::from(row.contains(" fd "));
        let _ = writeln!(text, "  #{id} {row}");
        id += 1;
    }
    for _ in 0..rng.usize(16..28) {
        let backlog = match rng.u8(..12) {
            0 => 0,
            1 => 1,
            2 => somaxconn - 1,
            3 => somaxconn,
            4 => somaxconn + 1,
            5 => i32::MAX,
            6 => -1,
            7 => i32::MIN,
            8 => -rng.i32(2..50_000),
            9 => rng.i32(1..50_000),
            _ => rng.i32(2..9),
        };
        if rng.u8(..12) == 0 {
            let _ = writeln!(text, "given: a socket goes away\n  - #{}", rng.u32(first..id));
        } else {
            let called = if rng.u8(..4) == 0 { 3 } else { rng.u32(4..=fd) };
            let _ = writeln!(text, "listen({called}, {backlog})");
        }
    }
    text
}
