//! How each known mistake of `02_socket` shows in a trace.

use grader::{Difference, Mistake};
use netstack::{Errno, Fd, Returned, Row, Socket, State, Step};

/// The most telling first: the first that shows is the one that is named.
pub const MISTAKES: &[Mistake] = &[
    Mistake {
        name: "another_one_goes",
        shows: |it| it.missing().into_iter().any(|row| !is_new(it, row)),
    },
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
            made(it).is_some_and(|socket| socket.state == State::Listen || socket.backlog.is_some())
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
        name: "ended_already",
        shows: |it| {
            made(it).is_some_and(|socket| *socket == Socket { ended: true, ..Socket::default() })
        },
    },
    Mistake {
        name: "error_at_once",
        shows: |it| {
            made(it).is_some_and(|socket| {
                let without = Socket { error: None, ..socket.clone() };
                socket.error.is_some() && without == Socket::default()
            })
        },
    },
    Mistake {
        name: "copy_of_another",
        shows: |it| {
            // It may have taken the state and the ends from nobody: then it is more than a copy.
            let new = Socket::default();
            let is_of = |socket: &Socket, other: &Socket| {
                let Socket { options, received, ended, error, timer, .. } = other.clone();
                *socket == Socket { options, received, ended, error, timer, ..new.clone() }
            };
            let is_a_copy = |socket: &Socket| rows(it).iter().any(|row| is_of(socket, &row.socket));
            made(it).is_some_and(|socket| *socket != new && is_a_copy(socket))
        },
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
    Mistake {
        name: "standard_ones_can_be_free",
        shows: |it| full(it) && returned(it).is_some_and(|fd| fd < FIRST),
    },
    Mistake {
        name: "begins_at_zero",
        shows: |it| !full(it) && returned(it).is_some_and(|fd| fd < FIRST),
    },
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
    Mistake {
        name: "limit_is_ignored",
        shows: |it| {
            let (opened, refused) = beyond_the_limit(it);
            it.returned("fd", "EMFILE") && !it.extra().is_empty() && opened > 1 && refused == 0
        },
    },
    Mistake {
        name: "sockets_are_counted",
        shows: |it| {
            // The same number was given when there were fewer sockets.
            let before = it.yours.steps[..it.step].iter();
            let mut given =
                before.filter(|step| descriptor(step).map(|fd| fd.0) == expected_fd(it));
            it.returned("EMFILE", "fd")
                && rows(it).iter().any(|row| row.fd.is_none())
                && highest(it.before()) < expected_fd(it)
                && given.any(|step| step.rows.len() < rows(it).len())
        },
    },
    Mistake {
        name: "limit_is_a_count",
        shows: |it| {
            // The same number was given when fewer were open.
            let open = |step: &Step| step.rows.iter().filter(|row| row.fd.is_some()).count();
            let before = it.yours.steps[..it.step].iter();
            let mut given =
                before.filter(|step| descriptor(step).map(|fd| fd.0) == expected_fd(it));
            it.returned("EMFILE", "fd")
                && given.any(|step| it.before().is_some_and(|before| open(step) <= open(before)))
        },
    },
    Mistake {
        name: "one_too_few",
        shows: |it| {
            // Whether the last descriptor was refused, and all before it were given.
            let last = it.expected.steps.iter().filter_map(descriptor).max();
            it.returned("EMFILE", "fd") && is_single(it) && expected_fd(it) == last.map(|fd| fd.0)
        },
    },
    Mistake {
        name: "highest_free",
        shows: |it| {
            // Without a limit of its own, a story has more than a thousand descriptors.
            let far = |fd: u32| expected_fd(it).is_some_and(|right| fd > right + 100);
            is_single(it) && returned(it).is_some_and(far)
        },
    },
    Mistake {
        name: "after_the_highest",
        shows: |it| {
            // Each number of the story is the one after the highest.
            let mut calls = it.yours.steps.windows(2).filter_map(|pair| {
                let next = highest(Some(&pair[0])).map_or(FIRST, |fd| fd + 1);
                Some(descriptor(&pair[1])?.0 == next)
            });
            expected_fd(it).is_some()
                && returned(it).is_some_and(|fd| Some(fd) != expected_fd(it))
                && is_single(it)
                && calls.all(|is_next| is_next)
                && gave_again(it)
        },
    },
    Mistake {
        name: "only_between_others",
        shows: |it| {
            // Each number of the story is the first behind an open one; some are behind the highest.
            let mut calls = it.yours.steps.windows(2).filter_map(|pair| {
                let open = |fd: u32| pair[0].held_by(Fd(fd)).is_some();
                let lowest = pair[0].rows.iter().filter_map(|row| row.fd).map(|fd| fd.0).min();
                let first = lowest
                    .map_or(FIRST, |lowest| (lowest..).find(|fd| !open(*fd)).unwrap_or(lowest));
                Some(descriptor(&pair[1])?.0 == first)
            });
            let below = |fd: u32| expected_fd(it).is_some_and(|right| right < fd);
            is_single(it) && returned(it).is_some_and(below) && calls.all(|as_said| as_said)
        },
    },
    Mistake {
        name: "never_used_again",
        shows: |it| {
            let before = &it.yours.steps[..it.step];
            let ever = before.iter().filter_map(|step| highest(Some(step))).max();
            ever.is_some()
                && expected_fd(it).is_some()
                && returned(it) == ever.map(|fd| fd + 1)
                && ever > highest(it.before())
                && !gave_again(it)
        },
    },
    Mistake {
        name: "number_of_the_socket",
        shows: |it| {
            // All numbers of the story are those of the sockets, and a little more.
            let given = it.yours.steps.iter().filter_map(|step| {
                let fd = descriptor(step)?;
                Some(fd.0.checked_sub(step.held_by(fd)?.id.0))
            });
            let given: Vec<_> = given.collect();
            let more = given.first().copied().flatten();
            // Else it could be the one after the highest, or all are one too high.
            let next = highest(it.before()).map(|fd| fd + 1);
            let right = it.expected.steps.iter().filter_map(descriptor);
            let mut both = it.yours.steps.iter().filter_map(descriptor).zip(right);
            let one_too_high = both.all(|(yours, right)| yours.0 == right.0 + 1);
            returned(it).is_some()
                && !one_too_high
                && returned(it) != next
                && holder(it).is_some_and(|row| is_new(it, row))
                && given.len() > 1
                && more.is_some_and(|more| more <= FIRST)
                && given.iter().all(|it| *it == more)
        },
    },
];

/// The first descriptor behind standard input, output and error.
pub const FIRST: u32 = 3;

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
    it.missing().iter().any(|row| is_new(it, row)) && it.extra().is_empty()
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

/// Whether it is all that differs. Of several stories, those that fail don't tell which of two ideas it
/// is: in some stories they say the same.
fn is_single(it: &Difference) -> bool {
    !it.is_other && it.others.is_empty()
}

/// Whether the program has given out a descriptor that had been closed.
fn gave_again(it: &Difference) -> bool {
    let steps = &it.yours.steps[..it.step];
    steps.iter().enumerate().any(|(place, step)| {
        let mut before = steps[..place].iter();
        descriptor(step).is_some_and(|fd| before.any(|before| before.held_by(fd).is_some()))
    })
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
