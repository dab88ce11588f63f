//! An ACK arrives.

use grader::{Difference, Mistake};
use netstack::{Operation, Segment, Sending, Step};

use super::seen::{FIRST, acks, goes_out, is_behind, seen};

/// The most telling first: the first that shows is the one that is named.
pub const OF_ACKS: &[Mistake] = &[
    // An ACK arrives: which one is it?
    Mistake {
        name: "numbers_do_not_go_round",
        shows: |it| {
            let by_its_ack = acks(it).is_some_and(|(it, ack, _)| {
                let Sending { una, nxt, .. } = *it.before;
                let (is_answered, is_ignored) = (ack > nxt, ack <= nxt && ack < una);
                (is_answered || is_ignored)
                    && it.changes_nothing()
                    && it.mine.is_empty() != is_answered
                    && it.mine.iter().all(|mine| mine.seq == nxt)
                    && (is_answered != is_behind(ack, nxt) || is_ignored != is_behind(una, ack))
            });
            (by_its_ack || by_the_end_of_the_window(it))
                && it.is_shown_by(|it| acks(it).is_none_or(|(it, ack, _)| !it.is_old(ack)))
        },
    },
    Mistake {
        name: "an_ack_sends",
        shows: |it| acks(it).is_some_and(|(it, ..)| it.yours.nxt != it.before.nxt),
    },
    Mistake {
        name: "an_ack_is_answered",
        shows: |it| {
            acks(it).is_some_and(|(it, ack, _)| {
                let is_answered = !it.mine.is_empty() && it.right.is_empty();
                is_answered && it.yours == it.expected && !it.is_old(ack)
            })
        },
    },
    Mistake {
        name: "old_ack_moves_back",
        shows: |it| acks(it).is_some_and(|(it, ack, _)| it.is_old(ack) && it.yours.una == ack),
    },
    Mistake {
        name: "old_ack_changes_the_window",
        shows: |it| {
            acks(it).is_some_and(|(it, ack, window)| {
                let has_changed = it.yours.window == window && window != it.before.window;
                it.is_old(ack) && it.yours.una == it.before.una && has_changed
            })
        },
    },
    Mistake {
        name: "old_ack_is_answered",
        shows: |it| acks(it).is_some_and(|(it, ack, _)| it.is_old(ack) && !it.mine.is_empty()),
    },
    Mistake {
        name: "ack_beyond_is_believed",
        shows: |it| acks(it).is_some_and(|(it, ack, _)| it.is_beyond(ack) && !it.changes_nothing()),
    },
    Mistake {
        name: "ack_beyond_is_ignored",
        shows: |it| {
            acks(it).is_some_and(|(it, ack, _)| {
                it.is_beyond(ack) && it.changes_nothing() && it.mine.is_empty()
            })
        },
    },
    Mistake {
        name: "the_answer_has_una",
        shows: |it| {
            acks(it).is_some_and(|(it, ack, _)| {
                it.is_beyond(ack) && it.changes_nothing() && it.differs_in_seq(|_| it.before.una)
            })
        },
    },
    // How much does it acknowledge?
    Mistake {
        name: "the_fins_ack_is_not_seen",
        shows: |it| {
            acks(it).is_some_and(|(it, ack, _)| {
                it.before.fin.is_some_and(|fin| fin.wrapping_add(1) == ack)
                    && it.expected.una == ack
                    && it.before.una != ack
                    && (it.yours.una.wrapping_add(1) == ack || it.changes_nothing())
            })
        },
    },
    Mistake {
        name: "ack_is_a_count",
        shows: |it| {
            acks(it).is_some_and(|(it, ack, _)| {
                it.is_news(ack)
                    && it.yours.una == it.before.una.wrapping_add(ack)
                    && it.yours.una != it.expected.una
            })
        },
    },
    Mistake {
        name: "all_is_acknowledged",
        shows: |it| {
            acks(it).is_some_and(|(it, ack, _)| {
                it.is_news(ack) && ack != it.before.nxt && it.yours.una == it.before.nxt
            }) && it.is_shown_by(|it| !is_one_off_at_the_end(it))
        },
    },
    Mistake {
        name: "ack_is_the_last_byte",
        shows: |it| {
            acks(it).is_some_and(|(it, ack, _)| {
                let next = ack.wrapping_add(1);
                match is_behind(next, it.before.nxt) {
                    true => it.changes_nothing() && !it.mine.is_empty() && !it.is_beyond(ack),
                    false => it.yours.una == next && !is_behind(it.before.una, next),
                }
            }) && it.is_shown_by(|it| !is_one_off_at_the_end(it))
        },
    },
    Mistake {
        name: "whole_segments_only",
        shows: |it| {
            acks(it).is_some_and(|(it, ack, _)| {
                let mss = it.before.mss as u32;
                let (mine, right) = (it.place(it.yours.una), it.place(ack));
                it.is_news(ack) && right % mss != 0 && mine == right - right % mss
            }) && it
                .is_shown_by(|it| acks(it).is_some_and(|(it, ..)| it.yours.una != it.before.una))
        },
    },
    Mistake {
        name: "a_part_is_no_news",
        shows: |it| {
            is_a_part_for_nothing(it)
                // Who takes whole segments only does so with less than one.
                && it.is_shown_by(|it| {
                    is_a_part_for_nothing(it)
                        && acks(it).is_some_and(|(it, ack, _)| it.place(ack) >= it.before.mss as u32)
                })
        },
    },
    Mistake {
        name: "acknowledged_bytes_stay",
        shows: |it| {
            acks(it).is_some_and(|(it, ack, _)| {
                it.is_news(ack)
                    && it.yours.una == ack
                    && it.yours.buffer == it.before.buffer
                    && it.yours.buffer != it.expected.buffer
            })
        },
    },
    // What it says of the window.
    Mistake {
        name: "no_news_no_window",
        shows: |it| {
            acks(it).is_some_and(|(it, ack, _)| it.is_again(ack) && it.changes_nothing())
                && it.is_shown_by(ignores_a_window)
        },
    },
    Mistake {
        name: "last_window_stays",
        shows: |it| {
            acks(it).is_some_and(|(it, ..)| {
                it.yours.una == it.expected.una
                    && it.yours.window == it.before.window
                    && it.yours.window != it.expected.window
            })
        },
    },
    // What it means for the timer and for the tries.
    Mistake {
        name: "an_ack_without_news_counts",
        shows: |it| {
            acks(it).is_some_and(|(it, ack, _)| {
                let counts = it.yours.tries == 0 && it.expected.tries > 0;
                let begins = it.yours.timer == FIRST && it.expected.timer != FIRST;
                it.is_again(ack) && it.sent() > 0 && (counts || begins)
            })
        },
    },
    Mistake {
        name: "closed_window_is_silence",
        shows: |it| {
            acks(it).is_some_and(|(it, ack, _)| {
                it.is_again(ack)
                    && it.sent() == 0
                    && it.yours.tries == it.before.tries
                    && it.differs_in_the_tries()
            })
        },
    },
    Mistake {
        name: "closed_window_is_forgotten",
        shows: |it| {
            acks(it).is_some_and(|(it, ack, window)| {
                it.is_again(ack)
                    && it.sent() == 0
                    && window == 0
                    && it.yours.timer.is_none()
                    && it.differs_in_the_timer()
            })
        },
    },
    Mistake {
        name: "open_window_keeps_the_timer",
        shows: |it| {
            acks(it).is_some_and(|(it, ack, window)| {
                it.is_again(ack)
                    && it.sent() == 0
                    && window > 0
                    && it.yours.timer.is_some()
                    && it.differs_in_the_timer()
            })
        },
    },
    Mistake {
        name: "tries_stay",
        shows: |it| {
            acks(it).is_some_and(|(it, ack, _)| {
                it.is_news(ack) && it.yours.tries == it.before.tries && it.differs_in_the_tries()
            })
        },
    },
    Mistake {
        name: "timer_ends_with_any_ack",
        shows: |it| {
            acks(it).is_some_and(|(it, ack, _)| {
                it.is_news(ack) && it.yours.timer.is_none() && it.differs_in_the_timer()
            })
        },
    },
    Mistake {
        name: "timer_never_ends",
        shows: |it| {
            acks(it).is_some_and(|(it, ack, _)| {
                it.is_news(ack) && it.expected.timer.is_none() && it.differs_in_the_timer()
            })
        },
    },
    Mistake {
        name: "timer_not_begun_anew",
        shows: |it| {
            acks(it).is_some_and(|(it, ack, _)| {
                it.is_news(ack) && it.yours.timer == it.before.timer && it.differs_in_the_timer()
            })
        },
    },
];

/// Whether all but the last number was acknowledged, and was taken for all of it.
fn is_one_off_at_the_end(it: &Difference) -> bool {
    acks(it).is_some_and(|(it, ack, _)| {
        it.yours.una == it.before.nxt && ack.wrapping_add(1) == it.before.nxt
    })
}

/// Whether a part of what was sent has been acknowledged, and nothing comes of it.
fn is_a_part_for_nothing(it: &Difference) -> bool {
    acks(it).is_some_and(|(it, ack, _)| {
        it.is_news(ack) && ack != it.before.nxt && it.yours.una == it.before.una
    })
}

/// Whether a step of the story, up to this one and a little further, tells of another window with the
/// same number, and nothing comes of it.
fn ignores_a_window(it: &Difference) -> bool {
    it.yours.steps.windows(2).any(|steps| {
        let [before, step] = steps else { return false };
        let Some(Operation::Arrives { segment, window, finds: Some(id), .. }) = step.operation()
        else {
            return false;
        };
        let sending = |step: &Step| step.row(*id).and_then(|row| row.socket.sending.clone());
        sending(before).is_some_and(|it| it.una == segment.ack && it.window != *window)
            && sending(before) == sending(step)
    })
}

/// Whether output took for the window what is before `una` + `window` by `<`, where the numbers go round.
fn by_the_end_of_the_window(it: &Difference) -> bool {
    goes_out(it)
        && seen(it).is_some_and(|it| {
            let end = it.before.una.wrapping_add(it.before.window);
            let fits = |segment: &Segment| segment.seq.wrapping_add(segment.length()) <= end;
            it.kept_back().is_some_and(|next| !fits(next))
                || it.extra().is_some_and(|next| it.is_beyond_the_window(next) && fits(next))
        })
}
