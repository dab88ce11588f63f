//! The timer runs out.

use grader::Mistake;
use netstack::{Errno, Row, Segment, State};

use super::seen::{MOST, end_of_data, expires, is_behind, seen};

/// The most telling first: the first that shows is the one that is named.
pub const OF_EXPIRIES: &[Mistake] = &[
    // The timer runs out, for the last time.
    Mistake {
        name: "given_up_and_removed",
        shows: |it| expires(it) && it.missing().into_iter().any(is_given_up),
    },
    Mistake {
        name: "given_up_but_open",
        shows: |it| {
            expires(it)
                && it.any(|row| {
                    is_given_up(row.expected)
                        && row.yours.socket.error == Some(Errno::ETIMEDOUT)
                        && row.yours.socket.state != State::Closed
                })
        },
    },
    Mistake {
        name: "given_up_without_a_word",
        shows: |it| {
            expires(it)
                && it.any(|row| {
                    is_given_up(row.expected)
                        && row.yours.socket.error.is_none()
                        && row.yours.socket.state == State::Closed
                })
        },
    },
    Mistake {
        name: "given_up_with_another_error",
        shows: |it| {
            expires(it)
                && it.any(|row| {
                    is_given_up(row.expected)
                        && row.yours.socket.error.is_some()
                        && row.yours.socket.error != row.expected.socket.error
                })
        },
    },
    Mistake {
        name: "given_up_with_its_buffer",
        shows: |it| {
            expires(it)
                && it.any(|row| {
                    is_given_up(row.expected)
                        && row.yours.socket.sending.is_some()
                        && row.yours.socket.state == State::Closed
                })
        },
    },
    Mistake {
        name: "given_up_with_a_reset",
        shows: |it| {
            let closed = |row: &Row| row.socket.state == State::Closed;
            let sent = it.sent().is_some_and(|(mine, right)| !mine.is_empty() && right.is_empty());
            expires(it) && sent && it.expected().rows.iter().any(closed) && it.pairs().is_empty()
        },
    },
    Mistake {
        name: "one_try_more",
        shows: |it| {
            expires(it)
                && it.any(|row| {
                    is_given_up(row.expected)
                        && row.yours.socket.error.is_none()
                        && row.yours.socket.state != State::Closed
                })
        },
    },
    Mistake {
        name: "one_try_fewer",
        shows: |it| {
            expires(it) && it.any(|row| is_given_up(row.yours) && !is_given_up(row.expected))
        },
    },
    // The timer runs out, and something is sent.
    Mistake {
        name: "probe_with_data",
        shows: |it| {
            expires(it)
                && seen(it).is_some_and(|it| {
                    it.asks_for_the_window() && it.mine.iter().any(|mine| !mine.data.is_empty())
                })
        },
    },
    Mistake {
        name: "probe_with_a_new_number",
        shows: |it| {
            expires(it)
                && seen(it).is_some_and(|it| {
                    it.asks_for_the_window() && it.differs_in_seq(|_| it.before.nxt)
                })
        },
    },
    Mistake {
        name: "a_small_window_is_asked",
        shows: |it| {
            expires(it)
                && seen(it).is_some_and(|it| {
                    it.waits_for_more_room() && it.mine.iter().all(|mine| mine.length() == 0)
                })
        },
    },
    Mistake {
        name: "the_timer_opens_the_window",
        shows: |it| {
            expires(it)
                && seen(it).is_some_and(|it| {
                    it.waits_for_more_room()
                        && it.mine.iter().any(|mine| it.is_beyond_the_window(mine))
                })
        },
    },
    Mistake {
        name: "no_probe",
        shows: |it| {
            expires(it) && seen(it).is_some_and(|it| it.asks_for_the_window() && it.mine.is_empty())
        },
    },
    Mistake {
        name: "all_of_it_again",
        shows: |it| {
            expires(it)
                && seen(it)
                    .is_some_and(|it| it.mine.iter().any(|mine| mine.data.len() > it.before.mss))
        },
    },
    Mistake {
        name: "goes_on_from_nxt",
        shows: |it| {
            expires(it)
                && seen(it).is_some_and(|it| {
                    it.sent() > 0 && it.mine.iter().any(|mine| mine.seq == it.before.nxt)
                })
        },
    },
    Mistake {
        name: "more_than_was_sent",
        shows: |it| {
            expires(it)
                && seen(it).is_some_and(|it| {
                    let unsent = |mine: &Segment| is_behind(end_of_data(mine), it.before.nxt);
                    it.sent() > 0
                        && it.mine.iter().any(|mine| mine.seq == it.before.una && unsent(mine))
                })
        },
    },
    Mistake {
        name: "again_without_the_fin",
        shows: |it| expires(it) && seen(it).is_some_and(|it| it.differs_in_the_fin(true)),
    },
    Mistake {
        name: "fin_with_whatever_is_sent_again",
        shows: |it| expires(it) && seen(it).is_some_and(|it| it.differs_in_the_fin(false)),
    },
    Mistake {
        name: "the_window_stops_the_repeat",
        shows: |it| {
            expires(it)
                && seen(it).is_some_and(|it| {
                    let carries = |segment: &Segment| segment.length() > 0;
                    it.sent() > 0
                        && it.before.window < it.sent()
                        && it.right.iter().any(carries)
                        && !it.mine.iter().any(carries)
                })
        },
    },
    // What the timer leaves behind.
    Mistake {
        name: "nxt_goes_back",
        shows: |it| {
            expires(it) && seen(it).is_some_and(|it| is_behind(it.before.nxt, it.yours.nxt))
        },
    },
    Mistake {
        name: "no_timer_any_more",
        shows: |it| {
            expires(it)
                && seen(it).is_some_and(|it| it.yours.timer.is_none() && it.differs_in_the_timer())
        },
    },
    Mistake {
        name: "doubled_without_end",
        shows: |it| {
            expires(it)
                && seen(it).is_some_and(|it| {
                    it.expected.timer == MOST
                        && it.yours.timer == it.before.timer.map(|seconds| 2 * seconds)
                        && it.differs_in_the_timer()
                })
        },
    },
    Mistake {
        name: "another_longest_time",
        shows: |it| {
            expires(it)
                && seen(it).is_some_and(|it| {
                    it.yours.timer.is_some()
                        && it.before.timer >= Some(30)
                        && it.yours.timer < it.expected.timer
                        && it.differs_in_the_timer()
                })
        },
    },
    Mistake {
        name: "time_is_not_doubled",
        shows: |it| {
            expires(it)
                && seen(it).is_some_and(|it| {
                    it.yours.timer.is_some()
                        && it.yours.timer < it.expected.timer
                        && it.differs_in_the_timer()
                })
        },
    },
    Mistake {
        name: "tries_are_not_counted",
        shows: |it| {
            expires(it)
                && seen(it).is_some_and(|it| {
                    it.yours.tries == it.before.tries && it.differs_in_the_tries()
                })
        },
    },
];

fn is_given_up(row: &Row) -> bool {
    row.socket.state == State::Closed
}
