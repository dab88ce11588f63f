//! What stands in no row, and what comes from another exercise.

use grader::Mistake;
use netstack::{Operation, Returned};

use super::seen::{another_has_got_it, arrives, calls, nobody_has_got_it};

pub const OF_OTHERS: &[Mistake] = &[
    // The host says so in words, where a story is played.
    Mistake {
        name: "copies_are_kept",
        shows: |it| matches!(it.results(), Some((Returned::Words(_), _))),
    },
    // Only one function is called in these steps, and it is another exercise's.
    Mistake { name: "in_socket", shows: |it| calls(it, |it| matches!(it, Operation::Socket)) },
    Mistake {
        name: "in_sharing",
        shows: |it| calls(it, |it| matches!(it, Operation::Bind { .. })),
    },
    Mistake {
        name: "in_listen",
        shows: |it| calls(it, |it| matches!(it, Operation::Listen { .. })),
    },
    Mistake {
        name: "in_accept",
        shows: |it| calls(it, |it| matches!(it, Operation::Accept { .. })),
    },
    Mistake {
        name: "in_ports",
        shows: |it| calls(it, |it| matches!(it, Operation::Connect { .. })),
    },
    Mistake {
        name: "in_deliver",
        shows: |it| calls(it, |it| matches!(it, Operation::Recv { .. })),
    },
    Mistake {
        name: "in_send",
        shows: |it| calls(it, |it| matches!(it, Operation::Send { .. } | Operation::Output { .. })),
    },
    Mistake {
        name: "in_teardown",
        shows: |it| calls(it, |it| matches!(it, Operation::Pass { .. })),
    },
    Mistake {
        name: "in_lookup",
        shows: |it| {
            arrives(it)
                .is_some_and(|segment| another_has_got_it(it, segment) || nobody_has_got_it(it))
        },
    },
];
