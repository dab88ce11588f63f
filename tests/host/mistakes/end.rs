//! How a wrong answer shows where a connection ends: by the program, or by a timer.

use grader::Mistake;
use netstack::{Errno, Returned, Segment, State};

use super::seen::{before, ends, expected, expires, fin, sending, sent, yours};

pub const OF_ENDS: &[Mistake] = &[
    Mistake {
        name: "the_descriptor_has_gone",
        shows: |it| {
            let is_gone = |(yours, _): (&Returned, _)| *yours == Returned::Error(Errno::EBADF);
            ends(it) && it.results().is_some_and(is_gone)
        },
    },
    Mistake {
        name: "the_end_overtakes_the_data",
        shows: |it| {
            ends(it)
                && sent(it, |flags| flags.fin)
                && it.any(|row| fin(row.yours).is_none() && fin(row.expected).is_some())
        },
    },
    Mistake {
        name: "the_end_is_sent_twice",
        shows: |it| ends(it) && sent(it, |flags| flags.fin) && it.pairs().is_empty(),
    },
    Mistake {
        name: "the_end_is_written_again",
        shows: |it| {
            let before = before(it).and_then(fin);
            ends(it)
                && before.is_some()
                && it.any(|row| fin(row.expected) == before && fin(row.yours) != before)
        },
    },
    Mistake {
        name: "the_end_is_the_next_number",
        shows: |it| {
            ends(it)
                && it.any(|row| {
                    fin(row.yours) != fin(row.expected)
                        && fin(row.yours) == sending(row.yours).map(|it| it.nxt)
                })
        },
    },
    Mistake {
        name: "the_end_has_another_number",
        shows: |it| {
            ends(it)
                && it.any(|row| {
                    fin(row.expected).is_some()
                        && fin(row.yours).is_some_and(|mine| Some(mine) != fin(row.expected))
                })
        },
    },
    Mistake {
        name: "a_reset_waits_too",
        shows: |it| {
            let resets = |segment: &Segment| segment.flags.rst;
            ends(it)
                && it
                    .sent()
                    .is_some_and(|(yours, right)| yours.is_empty() && right.iter().any(resets))
        },
    },
    Mistake {
        name: "the_fin_is_not_sent",
        shows: |it| {
            let is_fin = |segment: &Segment| segment.flags.fin;
            ends(it)
                && it.sent().is_some_and(|(yours, right)| {
                    right.iter().any(is_fin) && !yours.iter().any(is_fin)
                })
        },
    },
    Mistake {
        name: "every_timeout_gives_up",
        shows: |it| {
            expires(it)
                && expected(it).is_some_and(|row| row.socket.state != State::Closed)
                && yours(it).is_none()
        },
    },
    Mistake {
        name: "who_is_given_up_stays",
        shows: |it| expires(it) && it.extra().iter().any(|row| row.socket.state == State::Closed),
    },
    Mistake {
        name: "who_is_given_up_goes",
        shows: |it| expires(it) && it.missing().iter().any(|row| row.socket.state == State::Closed),
    },
];
