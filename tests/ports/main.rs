//! Grades `15_ports`: what the kernel chooses when a program connects, and how the server's answer
//! changes the socket.

mod mistakes;
mod spaces;

use std::fmt::Write;

use grader::Rng;

use mistakes::MISTAKES;
use spaces::{ANSWERS, CONNECTS, SAME};

grader::checks! {
    exercise: "ports",
    mistakes: MISTAKES,
    spaces: &[&CONNECTS, &SAME, &ANSWERS],
    generator: story,

    #[points(2)]
    fn connect_sends_a_connection_packet(bench) {
        bench.plays(&["first_port", "gap"])
    }

    #[points(1)]
    fn the_source_is_the_address_towards_the_server(bench) {
        bench.plays(&["same_host", "loopback", "wildcard"])
    }

    #[points(1)]
    fn a_bound_socket_keeps_its_address_and_port(bench) {
        bench.plays(&["bound"])
    }

    #[points(3)]
    fn one_port_reaches_many_servers(bench) {
        bench.plays(&[
            "another_server",
            "same_local_end",
            "another_port",
            "another_address",
            "two_addresses",
        ])
    }

    #[points(1)]
    fn what_bind_has_taken_is_left_alone(bench) {
        bench.plays(&["bound_ports", "bound_elsewhere"])
    }

    #[points(2)]
    fn the_four_values_must_be_new(bench) {
        bench.plays(&["taken", "option_cleared", "bound_twice", "over"])
    }

    #[points(1)]
    fn without_a_port_nothing_changes(bench) {
        bench.plays(&["none_left"])
    }

    #[points(1)]
    fn only_a_socket_without_a_peer_connects(bench) {
        bench.plays(&["wrong_socket"])
    }

    #[points(1)]
    fn the_answer_opens_the_connection(bench) {
        bench.plays(&["answered", "few_ports"])
    }

    #[points(2)]
    fn a_refusal_is_kept_as_an_error(bench) {
        bench.plays(&["refused"])
    }

    #[points(1)]
    fn other_segments_open_nothing(bench) {
        bench.plays(&["no_answer", "both_at_once"])
    }

    #[points(2)]
    fn connect_is_right_whatever_is_taken(bench) {
        bench.covers(&CONNECTS)
    }

    #[points(1)]
    fn the_same_four_values_are_taken_or_over(bench) {
        bench.covers(&SAME)
    }

    #[points(1)]
    fn every_segment_gets_its_answer(bench) {
        bench.covers(&ANSWERS)
    }

    #[points(2)]
    fn generated_stories_agree(bench) {
        bench.plays_generated(story)
    }
}

/// A host with two addresses and few ports. Some ports are bound, some have connections, some had
/// one. Its programs connect to a few servers, some of them on the host itself, from new sockets
/// and from bound ones, and segments arrive for sockets that are connecting.
fn story(rng: &mut Rng) -> String {
    const OWN: [&str; 2] = ["198.18.203.86", "198.18.203.87"];
    // No range goes beyond 1100: a rule above counts on it. Of an odd number of ports, Linux may
    // leave one out.
    let ports = 1025..=1026 + 2 * rng.u16(..3);
    let server = |rng: &mut Rng| {
        let address = ["198.18.203.1", "198.18.203.1", "198.18.203.2", OWN[1]][rng.usize(..4)];
        format!("{address}:{}", 80 + rng.u8(..2))
    };
    // Where a kernel that chooses for itself would send from.
    let source = |to: &str| if to.starts_with(OWN[1]) { OWN[1] } else { OWN[0] };

    let mut rows: Vec<String> = Vec::new();
    let mut fds: Vec<u32> = Vec::new();
    let row = |rows: &mut Vec<String>, cells: &str, after: &str| {
        let fd = rows.len() as u32 + 3;
        rows.push(format!("  #{} {cells} fd {fd} {after}\n", fd - 2));
        fd
    };
    for _ in 0..rng.usize(..3) {
        let port = rng.u16(ports.clone());
        let address = [OWN[0], OWN[1], "127.0.0.1", "0.0.0.0"][rng.usize(..4)];
        match rng.u8(..3) {
            0 => row(&mut rows, &format!("LISTEN {address}:{port} *:*"), "queue 0/5"),
            _ => row(&mut rows, &format!("CLOSED {address}:{port} *:*"), "options reuseaddr"),
        };
    }
    let mut used: Vec<(String, String)> = Vec::new();
    let mut asking: Vec<(u32, String, String)> = Vec::new();
    for _ in 0..rng.usize(2..9) {
        let to = server(rng);
        let local = format!("{}:{}", source(&to), rng.u16(ports.clone()));
        if used.contains(&(local.clone(), to.clone())) {
            continue;
        }
        used.push((local.clone(), to.clone()));
        let ends = format!("{local} {to}");
        match rng.u8(..8) {
            0..3 => row(&mut rows, &format!("ESTABLISHED {ends}"), ""),
            3 => row(&mut rows, &format!("CLOSED {ends}"), "error ECONNREFUSED"),
            4 if rng.bool() => row(&mut rows, &format!("TIME_WAIT {ends}"), "timer 60 s"),
            4 => row(&mut rows, &format!("CLOSE_WAIT {ends}"), "received the end"),
            _ => {
                let fd = row(&mut rows, &format!("SYN_SENT {ends}"), "");
                asking.push((fd - 2, local, to));
                fd
            }
        };
    }
    // The program has bound these itself, outside the range. Two of them share their local end.
    for (address, port) in [(OWN[0], 2000), (OWN[1], 2000), ("0.0.0.0", 2000 + rng.u16(..2))] {
        if rng.bool() {
            let cells = format!("CLOSED {address}:{port} *:*");
            fds.push(row(&mut rows, &cells, "options reuseaddr"));
        }
        if rng.bool() && address != "0.0.0.0" {
            let cells = format!("ESTABLISHED {address}:{port} 198.18.203.1:{}", 80 + rng.u8(..2));
            fds.push(row(&mut rows, &cells, "options reuseaddr"));
        }
    }
    for _ in 0..rng.usize(3..8) {
        fds.push(row(&mut rows, "CLOSED *:* *:*", ""));
    }
    let listening = row(&mut rows, &format!("LISTEN {}:80 *:*", OWN[1]), "queue 0/5");
    rng.shuffle(&mut fds);

    let mut text = format!(
        "addresses: {}\nports: {}-{}\ngiven: a host in the middle of its work\n{}",
        OWN.join(", "),
        ports.start(),
        ports.end(),
        rows.concat()
    );
    for _ in 0..rng.usize(8..18) {
        match rng.u8(..8) {
            0..=4 => {
                let Some(fd) = fds.pop() else { continue };
                let _ = writeln!(text, "connect({fd}, {})", server(rng));
                // Once more, for the same server or for another.
                if rng.u8(..6) == 0 {
                    let _ = writeln!(text, "connect({fd}, {})", server(rng));
                }
            }
            5 => {
                let wrong = [listening, listening, 99][rng.usize(..3)];
                let _ = writeln!(text, "connect({wrong}, {})", server(rng));
            }
            _ if !asking.is_empty() => {
                let number = rng.usize(..asking.len());
                let (id, local, to) = &asking[number];
                let (seq, ack) = (rng.u32(1..), rng.u32(1..));
                let (flags, numbers, is_over) = match rng.u8(..11) {
                    0..3 => ("SYN+ACK", format!("seq {seq} ack {ack}"), true),
                    3..5 => ("RST+ACK", format!("ack {ack}"), true),
                    5 => ("SYN", format!("seq {seq}"), true),
                    6 => ("RST", format!("seq {seq}"), false),
                    7 => ("ACK", format!("seq {seq} ack {ack}"), false),
                    8 => ("SYN+FIN+ACK", format!("seq {seq} ack {ack}"), true),
                    9 => ("FIN+RST+ACK", format!("ack {ack}"), true),
                    _ => ("FIN", format!("seq {seq}"), false),
                };
                let _ = writeln!(text, "{flags} {to} → {local} {numbers}, finds #{id}");
                if is_over {
                    asking.remove(number);
                }
            }
            _ => {}
        }
    }
    text
}
