//! What goes out, and what is left behind.

use std::iter;

use grader::{Difference, Mistake};
use netstack::Segment;

use super::seen::{FIRST, Seen, end_of_data, expires, goes_out, has_fin, is_behind, seen};

/// The most telling first: the first that shows is the one that is named.
pub const OF_OUTPUT: &[Mistake] = &[
    // The segments that go out: what they say, and how far they go.
    Mistake {
        name: "sends_to_itself",
        shows: |it| {
            let Some(row) = it.subject() else { return false };
            let swapped = |segment: &Segment| {
                (Some(segment.source), Some(segment.destination))
                    == (row.socket.remote, row.socket.local)
            };
            (goes_out(it) || expires(it)) && seen(it).is_some_and(|it| it.mine.iter().any(swapped))
        },
    },
    Mistake {
        name: "sends_without_ack",
        shows: |it| {
            (goes_out(it) || expires(it))
                && seen(it).is_some_and(|it| {
                    let without = |segment: &Segment| !segment.flags.ack && !segment.flags.rst;
                    it.mine.iter().any(without) && it.right.iter().all(|right| right.flags.ack)
                })
        },
    },
    Mistake {
        name: "one_seq_for_all",
        shows: |it| {
            goes_out(it)
                && seen(it)
                    .is_some_and(|it| it.differs_in_seq(|_| it.right[0].seq) && it.mine.len() > 1)
        },
    },
    Mistake {
        name: "seq_from_zero",
        shows: |it| {
            (goes_out(it) || expires(it))
                && seen(it)
                    .is_some_and(|it| it.differs_in_seq(|right| right.wrapping_sub(it.before.una)))
        },
    },
    Mistake {
        name: "the_front_again",
        shows: |it| {
            goes_out(it)
                && seen(it).is_some_and(|it| {
                    let front = |right: &Segment| it.before.buffer[..right.data.len()].to_vec();
                    let pairs = || it.mine.iter().zip(it.right);
                    it.mine.len() == it.right.len()
                        && pairs().all(|(mine, right)| {
                            *mine == Segment { data: front(right), ..right.clone() }
                        })
                        && it.mine != it.right
                })
        },
    },
    Mistake {
        name: "fin_before_the_bytes",
        shows: |it| {
            goes_out(it)
                && seen(it).is_some_and(|it| {
                    let early = |end| it.before.fin.is_some_and(|fin| is_behind(fin, end));
                    it.mine.iter().any(|mine| mine.flags.fin && early(end_of_data(mine)))
                })
        },
    },
    Mistake {
        name: "fin_again_each_time",
        shows: |it| {
            goes_out(it)
                && seen(it).is_some_and(|it| {
                    it.fin_was_sent()
                        && it.mine.iter().any(has_fin)
                        && it.mine.iter().all(|mine| mine.data.is_empty())
                })
        },
    },
    Mistake {
        name: "fin_needs_no_room",
        shows: |it| {
            goes_out(it)
                && seen(it).is_some_and(|it| {
                    let fin = it.mine.iter().find(|mine| has_fin(mine));
                    let far = |fin: &Segment| it.place(end_of_data(fin)) >= it.before.window;
                    fin.is_some_and(far)
                        && !it.right.iter().any(has_fin)
                        && !it.mine.iter().any(|mine| it.is_beyond_the_window(mine))
                })
        },
    },
    Mistake {
        name: "sent_again_each_time",
        shows: |it| {
            goes_out(it)
                && seen(it).is_some_and(|it| {
                    let old = |mine: &Segment| it.place(mine.seq) < it.sent();
                    it.mine.iter().any(|mine| mine.length() > 0 && old(mine))
                })
        },
    },
    Mistake {
        name: "more_than_mss",
        shows: |it| {
            goes_out(it)
                && seen(it)
                    .is_some_and(|it| it.mine.iter().any(|mine| mine.data.len() > it.before.mss))
        },
    },
    Mistake {
        name: "window_counted_from_nxt",
        shows: |it| {
            goes_out(it)
                && seen(it).is_some_and(|it| {
                    let most = it.sent() + it.before.window;
                    it.sent() > 0
                        && it.mine.iter().any(|mine| it.is_beyond_the_window(mine))
                        && it.mine.iter().all(|mine| it.place(end_of_data(mine)) <= most)
                })
        },
    },
    Mistake {
        name: "window_ignored",
        shows: |it| {
            let is_beyond = |it: Seen<'_>| it.mine.iter().any(|mine| it.is_beyond_the_window(mine));
            // At the last number it may be the comparison that is wrong.
            let goes_round = |it: Seen<'_>| it.before.una.checked_add(it.before.window).is_none();
            goes_out(it)
                && seen(it).is_some_and(is_beyond)
                && it.is_shown_by(|it| seen(it).is_some_and(|it| !goes_round(it)))
        },
    },
    Mistake {
        name: "cut_to_the_window",
        shows: |it| {
            goes_out(it)
                && seen(it).is_some_and(|it| {
                    it.extra().is_some_and(|extra| {
                        let next = it.left_from(extra.seq).min(it.before.mss);
                        extra.data.len() < next && it.place(end_of_data(extra)) == it.before.window
                    })
                })
        },
    },
    Mistake {
        name: "bytes_wait_for_the_fin",
        shows: |it| {
            let waits = |it: &Difference| {
                goes_out(it)
                    && seen(it).is_some_and(|it| {
                        it.kept_back().is_some_and(|next| {
                            let end = end_of_data(next);
                            !next.data.is_empty()
                                && it.before.fin == Some(end)
                                && it.place(end) == it.before.window
                        })
                    })
            };
            it.only(waits, iter::empty::<fn(&Difference) -> bool>())
        },
    },
    Mistake {
        name: "window_is_one_less",
        shows: |it| {
            let fills = |it: &Seen<'_>, next: &Segment| {
                it.place(next.seq.wrapping_add(next.length())) == it.before.window
            };
            // A small segment, and a FIN, may wait for another reason.
            let is_full = |it: Seen<'_>| {
                it.lacks_a_fin().is_some()
                    || it.kept_back().is_some_and(|next| next.data.len() == it.before.mss)
            };
            goes_out(it)
                && seen(it).is_some_and(|it| {
                    it.kept_back().or_else(|| it.lacks_a_fin()).is_some_and(|next| fills(&it, next))
                })
                && it.is_shown_by(|it| seen(it).is_some_and(is_full))
        },
    },
    Mistake {
        name: "small_segments_do_not_wait",
        shows: |it| goes_out(it) && seen(it).is_some_and(|it| it.sends_a_small_one()),
    },
    Mistake {
        name: "fin_only_with_data",
        shows: |it| {
            goes_out(it)
                && seen(it).is_some_and(|it| {
                    it.kept_back().is_some_and(|next| next.flags.fin && next.data.is_empty())
                })
        },
    },
    Mistake {
        name: "nodelay_ignored",
        shows: |it| {
            // After a try it may be this that keeps it back.
            goes_out(it)
                && nodelay(it)
                && seen(it).is_some_and(|it| it.keeps_a_small_one())
                && it.is_shown_by(|it| seen(it).is_some_and(|it| it.before.tries == 0))
        },
    },
    Mistake {
        name: "the_fin_waits_too",
        shows: |it| {
            goes_out(it)
                && seen(it).is_some_and(|it| {
                    it.kept_back().is_some_and(|next| {
                        next.flags.fin
                            && !next.data.is_empty()
                            && next.data.len() < it.before.mss
                            && next.seq != it.before.una
                    })
                })
        },
    },
    Mistake {
        name: "small_segments_always_wait",
        shows: |it| {
            // Where the window has just so much room, it may be this that keeps it back.
            let has_room = |it: Seen<'_>| {
                it.kept_back().is_some_and(|next| {
                    it.place(next.seq) + it.before.mss as u32 <= it.before.window
                })
            };
            goes_out(it)
                && !nodelay(it)
                && seen(it).is_some_and(|it| it.keeps_a_small_one())
                && it.is_shown_by(|it| seen(it).is_some_and(has_room))
        },
    },
    Mistake {
        name: "one_at_a_time",
        shows: |it| {
            goes_out(it)
                && seen(it).is_some_and(|it| {
                    it.kept_back().is_some() && it.mine.len() == usize::from(it.sent() == 0)
                })
                && it.is_shown_by(|it| seen(it).is_some_and(|it| !it.keeps_a_small_one()))
        },
    },
    Mistake {
        name: "fin_always_alone",
        shows: |it| {
            goes_out(it)
                && seen(it).is_some_and(|it| {
                    let with_data = |it: &&Segment| has_fin(it) && !it.data.is_empty();
                    let alone = |it: &&Segment| has_fin(it) && it.data.is_empty();
                    it.right.last().filter(with_data).is_some()
                        && it.mine.last().filter(alone).is_some()
                })
        },
    },
    // What output leaves behind.
    Mistake {
        name: "sent_is_gone",
        shows: |it| {
            goes_out(it)
                && seen(it).is_some_and(|it| it.yours.buffer.len() < it.before.buffer.len())
        },
    },
    Mistake {
        name: "fin_has_no_number",
        shows: |it| {
            goes_out(it)
                && it.results().is_none()
                && seen(it).is_some_and(|it| {
                    it.right.iter().any(has_fin) && it.yours.nxt.wrapping_add(1) == it.expected.nxt
                })
        },
    },
    Mistake {
        name: "nxt_stays",
        shows: |it| {
            (goes_out(it) || expires(it))
                && it.results().is_none()
                && seen(it).is_some_and(|it| {
                    it.yours.nxt == it.before.nxt && it.yours.nxt != it.expected.nxt
                })
        },
    },
    Mistake {
        name: "output_restarts_the_timer",
        shows: |it| {
            goes_out(it)
                && seen(it).is_some_and(|it| {
                    it.before.timer.is_some()
                        && it.yours.timer == FIRST
                        && it.expected.timer == it.before.timer
                        && it.differs_in_the_timer()
                })
        },
    },
    Mistake {
        name: "no_timer_for_the_window",
        shows: |it| {
            goes_out(it)
                && seen(it).is_some_and(|it| {
                    let nothing_is_sent = it.expected.una == it.expected.nxt;
                    nothing_is_sent && it.yours.timer.is_none() && it.differs_in_the_timer()
                })
        },
    },
    Mistake {
        name: "no_timer",
        shows: |it| {
            goes_out(it)
                && seen(it).is_some_and(|it| {
                    let is_sent = it.expected.una != it.expected.nxt;
                    is_sent && it.yours.timer.is_none() && it.differs_in_the_timer()
                })
        },
    },
    Mistake {
        name: "timer_for_nothing",
        shows: |it| {
            goes_out(it)
                && seen(it)
                    .is_some_and(|it| it.expected.timer.is_none() && it.differs_in_the_timer())
        },
    },
];

fn nodelay(it: &Difference) -> bool {
    it.subject().is_some_and(|row| row.socket.options.nodelay)
}
