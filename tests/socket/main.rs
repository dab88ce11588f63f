//! Grades `02_socket`: a new control block, and the lowest free descriptor for it.

use std::fmt::Write;

use grader::{Difference, Mistake, Rng};
use netstack::{Errno, Fd, Returned, Row, Socket, State, Step};

grader::checks! {
    exercise: "socket",
    mistakes: MISTAKES,
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
    fn generated_stories_agree(bench) {
        bench.plays_generated(story)
    }
}

/// The most telling first: the first that shows is the one that is named.
const MISTAKES: &[Mistake] = &[
    // No socket is made.
    Mistake {
        name: "no_control_block",
        shows: |it| nothing_new(it) && returned(it).is_some() && holder(it).is_none(),
    },
    Mistake {
        name: "closed_is_free",
        shows: |it| {
            nothing_new(it)
                && holder(it)
                    .and_then(|row| was(it, row))
                    .is_some_and(|row| row.socket.state == State::Closed)
        },
    },
    Mistake { name: "old_socket_again", shows: |it| nothing_new(it) && holder(it).is_some() },
    // A socket is made, and something is in it.
    Mistake {
        name: "listens_at_once",
        shows: |it| {
            made(it).is_some_and(|socket| socket.state != State::Closed || socket.backlog.is_some())
        },
    },
    Mistake {
        name: "zero_for_no_address",
        shows: |it| {
            made(it).is_some_and(|socket| {
                let mut ends = socket.local.into_iter().chain(socket.remote);
                ends.any(|end| end.ip().is_unspecified() && end.port() == 0)
            })
        },
    },
    Mistake {
        name: "address_at_once",
        shows: |it| made(it).is_some_and(|socket| socket.local.is_some()),
    },
    Mistake {
        name: "copy_of_another",
        shows: |it| made(it).is_some_and(|socket| *socket != Socket::default()),
    },
    // There is no descriptor for it, and still a socket, or none is told so.
    Mistake {
        name: "left_without_a_descriptor",
        shows: |it| full(it) && it.results().is_none() && !it.extra().is_empty(),
    },
    Mistake { name: "another_error", shows: |it| it.returned("E", "EMFILE") },
    // The descriptor is another one.
    Mistake {
        name: "not_opened",
        shows: |it| it.any(|row| is_new(it, row.yours) && row.yours.fd.is_none()),
    },
    Mistake { name: "begins_at_zero", shows: |it| returned(it).is_some_and(|fd| fd < FIRST) },
    Mistake {
        name: "descriptors_are_counted",
        shows: |it| {
            let open = rows(it).iter().filter(|row| row.fd.is_some()).count();
            takes_a_descriptor_away(it) && returned(it) == Some(FIRST + open as u32)
        },
    },
    Mistake { name: "open_already", shows: takes_a_descriptor_away },
    Mistake {
        name: "one_too_many",
        shows: |it| {
            let (opened, refused) = beyond_the_limit(it);
            it.returned("fd", "EMFILE") && opened == 1 && refused > 0
        },
    },
    Mistake {
        name: "first_three_are_free",
        shows: |it| it.returned("fd", "EMFILE") && beyond_the_limit(it).1 > 0,
    },
    Mistake { name: "limit_is_ignored", shows: |it| it.returned("fd", "EMFILE") },
    Mistake {
        name: "sockets_are_counted",
        shows: |it| it.returned("EMFILE", "fd") && rows(it).iter().any(|row| row.fd.is_none()),
    },
    Mistake {
        name: "limit_is_a_count",
        shows: |it| {
            it.returned("EMFILE", "fd")
                && expected_fd(it).is_some_and(|fd| highest(it.before()) > Some(fd))
        },
    },
    Mistake { name: "one_too_few", shows: |it| it.returned("EMFILE", "fd") },
    Mistake {
        name: "after_the_highest",
        shows: |it| {
            let highest = highest(it.before());
            highest.is_some() && returned(it) == highest.map(|fd| fd + 1)
        },
    },
    Mistake {
        name: "never_used_again",
        shows: |it| {
            let before = &it.yours.steps[..it.step];
            let ever = before.iter().filter_map(|step| highest(Some(step))).max();
            ever.is_some() && returned(it) == ever.map(|fd| fd + 1)
        },
    },
    Mistake {
        name: "number_of_the_socket",
        shows: |it| {
            let made = it.pairs().into_iter().find(|row| is_new(it, row.yours));
            made.zip(returned(it)).is_some_and(|(row, fd)| {
                let id = row.yours.id.0;
                (id..=id + FIRST).contains(&fd) || fd == FIRST + rows(it).len() as u32
            })
        },
    },
];

/// The first descriptor behind standard input, output and error.
const FIRST: u32 = 3;

/// The table as it was before the call.
fn rows(it: &Difference) -> &[Row] {
    it.before().map_or(&[], |step| &step.rows)
}

/// A row as it was before the call.
fn was<'a>(it: &'a Difference, row: &Row) -> Option<&'a Row> {
    rows(it).iter().find(|old| old.id == row.id)
}

fn is_new(it: &Difference, row: &Row) -> bool {
    was(it, row).is_none()
}

/// Whether the call should have made a socket, and the table has no new one.
fn nothing_new(it: &Difference) -> bool {
    !it.missing().is_empty() && it.extra().is_empty()
}

/// Whether another socket has lost its descriptor.
fn takes_a_descriptor_away(it: &Difference) -> bool {
    it.any(|row| !is_new(it, row.yours) && row.yours.fd != row.expected.fd)
}

/// The socket that the call made, as it should have, if it is not what it should be.
fn made(it: &Difference) -> Option<&Socket> {
    let new = it.pairs().into_iter().find(|row| is_new(it, row.expected))?;
    Some(&new.yours.socket)
}

/// Whether no descriptor was free.
fn full(it: &Difference) -> bool {
    it.should_return(&FULL)
}

/// What a call returns that finds no free descriptor.
const FULL: Returned = Returned::Error(Errno::EMFILE);

/// The descriptor that a step returned.
fn descriptor(step: &Step) -> Option<Fd> {
    match step.result {
        Some(Returned::Descriptor(fd)) => Some(fd),
        _ => None,
    }
}

/// The descriptor that the program returned.
fn returned(it: &Difference) -> Option<u32> {
    descriptor(it.yours()?).map(|fd| fd.0)
}

fn expected_fd(it: &Difference) -> Option<u32> {
    descriptor(it.expected()).map(|fd| fd.0)
}

/// The socket that the returned descriptor stands for.
fn holder(it: &Difference) -> Option<&Row> {
    let step = it.yours()?;
    step.held_by(descriptor(step)?)
}

/// The highest open descriptor.
fn highest(step: Option<&Step>) -> Option<u32> {
    step?.rows.iter().filter_map(|row| row.fd).map(|fd| fd.0).max()
}

/// Of the calls from here on that should fail: how many gave a descriptor, and how many failed.
fn beyond_the_limit(it: &Difference) -> (usize, usize) {
    let calls = it.expected.steps.iter().zip(&it.yours.steps).skip(it.step);
    let calls = calls.filter(|(expected, _)| expected.result.as_ref() == Some(&FULL));
    let (opened, refused): (Vec<_>, Vec<_>) =
        calls.partition(|(_, yours)| descriptor(yours).is_some());
    (opened.len(), refused.len())
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

    let mut text = format!("descriptors: {limit}\ngiven: the limit is {limit}; a server waits\n");
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
