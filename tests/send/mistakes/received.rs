//! How mistakes of `received` show. They show only where the found socket counts what it expects.

use grader::{Difference, Mistake};
use netstack::{Flags, Receiving, Returned, Row, Segment};

/// The most telling first: the first that shows is the one that is named.
pub const OF_RECEIVED: &[Mistake] = &[
    Mistake {
        name: "keeps_the_data",
        shows: |it| {
            of(it).is_some()
                && it
                    .any(|row| row.yours.socket.received.len() > row.expected.socket.received.len())
        },
    },
    Mistake {
        name: "ends_the_stream",
        shows: |it| {
            let end = |row: &Row| (row.socket.state, row.socket.ended);
            of(it).is_some() && it.any(|row| end(row.yours) != end(row.expected))
        },
    },
    Mistake {
        name: "looks_at_the_ack_too",
        shows: |it| {
            of(it).is_some()
                && it.any(|row| row.yours.socket.sending != row.expected.socket.sending)
        },
    },
    Mistake {
        name: "plain_comparison",
        shows: |it| of(it).is_some_and(|it| it.goes_round() && it.yours != it.expected),
    },
    // The answer to what is dropped.
    Mistake {
        name: "answer_goes_to_itself",
        shows: |it| {
            answers(it).is_some_and(|(it, yours, _)| {
                (yours.source, yours.destination) == (it.segment.source, it.segment.destination)
            })
        },
    },
    Mistake {
        name: "answer_without_numbers",
        shows: |it| answers(it).is_some_and(|(_, yours, _)| (yours.seq, yours.ack) == (0, 0)),
    },
    Mistake {
        name: "acks_what_is_dropped",
        shows: |it| {
            answers(it).is_some_and(|(it, yours, expected)| {
                let behind = it.segment.seq.wrapping_add(it.segment.length());
                yours.ack != expected.ack && yours.ack == behind
            })
        },
    },
    Mistake {
        name: "answer_has_another_ack",
        shows: |it| answers(it).is_some_and(|(_, yours, expected)| yours.ack != expected.ack),
    },
    Mistake {
        name: "answer_is_no_bare_ack",
        shows: |it| {
            answers(it)
                .is_some_and(|(_, yours, _)| yours.flags != Flags::ACK || !yours.data.is_empty())
        },
    },
    Mistake {
        name: "dropped_but_counted",
        shows: |it| {
            of(it).is_some_and(|it| {
                let dropped = matches!(it.yours, Returned::Sends(_));
                dropped && it.yours == it.expected && it.after != Some(it.before)
            })
        },
    },
    Mistake {
        name: "answer_has_another_seq",
        shows: |it| {
            answers(it).is_some_and(|(_, yours, expected)| {
                yours.seq != expected.seq && yours.ack == expected.ack
            })
        },
    },
    // What passes, and should be dropped or cut.
    Mistake {
        name: "stray_ack_passes",
        shows: |it| passes(it).is_some_and(|(it, _)| it.length == 0),
    },
    Mistake {
        name: "bare_fin_has_no_number",
        shows: |it| {
            of(it).is_some_and(|it| {
                // The FIN came alone, or its data had come before.
                let is_bare = |left: &Segment| left.data.is_empty() && left.flags.fin;
                it.end() > 0
                    && it.after.is_some_and(|after| after == it.before)
                    && matches!(&it.yours, Returned::Delivers(left) if is_bare(left))
            })
        },
    },
    Mistake {
        name: "fin_again_passes",
        shows: |it| {
            passes(it).is_some_and(|(it, yours)| {
                it.length > 0 && it.end() <= 0 && yours.flags.fin && yours.data.is_empty()
            })
        },
    },
    Mistake {
        name: "nothing_left_passes",
        shows: |it| passes(it).is_some_and(|(it, yours)| it.length > 0 && yours.length() == 0),
    },
    Mistake {
        name: "gap_is_skipped",
        shows: |it| passes(it).is_some_and(|(it, _)| it.length > 0 && it.begin > 0),
    },
    Mistake {
        name: "delivered_twice",
        shows: |it| {
            let old = |it: &Receipt<'_>| it.length > 0 && it.begin < 0;
            passes(it).is_some_and(|(it, _)| old(&it) && it.end() <= 0)
                || both_pass(it).is_some_and(|(it, yours, expected)| {
                    old(&it)
                        && yours.data.len() > expected.data.len()
                        && it.segment.data.starts_with(&yours.data)
                })
        },
    },
    Mistake {
        name: "fin_passes_without_room",
        shows: |it| {
            let too_much = |yours: &Segment, fits: &[u8]| yours.flags.fin && yours.data == fits;
            passes(it).is_some_and(|(it, yours)| it.has_no_room() && too_much(yours, &[]))
                || both_pass(it).is_some_and(|(_, yours, expected)| {
                    !expected.flags.fin && too_much(yours, &expected.data)
                })
        },
    },
    Mistake {
        name: "no_room_is_ignored",
        shows: |it| {
            passes(it).is_some_and(|(it, _)| it.has_no_room())
                || both_pass(it).is_some_and(|(_, yours, expected)| {
                    yours.length() > expected.length() && yours.data.starts_with(&expected.data)
                })
        },
    },
    // What is dropped or cut, and should pass.
    Mistake {
        name: "closed_window_drops_acks",
        shows: |it| {
            drops(it)
                .is_some_and(|(it, _)| it.length == 0 && it.begin == 0 && it.before.window == 0)
        },
    },
    Mistake {
        name: "ack_ahead_is_dropped",
        shows: |it| drops(it).is_some_and(|(it, _)| it.length == 0 && it.begin > 0),
    },
    Mistake {
        name: "bare_acks_are_dropped",
        shows: |it| drops(it).is_some_and(|(it, _)| it.length == 0),
    },
    Mistake {
        name: "fin_is_lost",
        shows: |it| {
            let bare = |expected: &Segment| expected.flags.fin && expected.data.is_empty();
            drops(it).is_some_and(|(_, expected)| bare(expected))
                || both_pass(it).is_some_and(|(_, yours, expected)| {
                    expected.flags.fin && !yours.flags.fin && yours.data == expected.data
                })
        },
    },
    Mistake {
        name: "last_number_is_outside",
        shows: |it| {
            let fills = |it: &Receipt<'_>, expected: &Segment| {
                expected.length() > 0 && it.end() >= i64::from(it.before.window)
            };
            drops(it).is_some_and(|(it, expected)| fills(&it, expected) && expected.length() == 1)
                || both_pass(it).is_some_and(|(it, yours, expected)| {
                    fills(&it, expected) && yours.length() + 1 == expected.length()
                })
        },
    },
    Mistake {
        name: "window_from_seq",
        shows: |it| {
            let too_long = |it: &Receipt<'_>| it.begin < 0 && it.length > it.before.window;
            let all_old = |it: &Receipt<'_>| -it.begin >= i64::from(it.before.window);
            drops(it).is_some_and(|(it, _)| too_long(&it) && all_old(&it))
                || both_pass(it).is_some_and(|(it, yours, expected)| {
                    too_long(&it)
                        && yours.length() < expected.length()
                        && expected.data.starts_with(&yours.data)
                })
        },
    },
    Mistake {
        name: "new_part_is_dropped",
        shows: |it| drops(it).is_some_and(|(it, _)| it.length > 0 && it.begin < 0),
    },
    Mistake {
        name: "all_or_nothing_fits",
        shows: |it| {
            drops(it).is_some_and(|(it, _)| it.length > 0 && it.end() > i64::from(it.before.window))
        },
    },
    // What passes is not what is left, or is counted otherwise.
    Mistake {
        name: "seq_is_kept",
        shows: |it| {
            both_pass(it).is_some_and(|(it, yours, expected)| {
                yours.seq == it.segment.seq
                    && Segment { seq: expected.seq, ..yours.clone() } == *expected
            })
        },
    },
    Mistake {
        name: "passes_without_its_ack",
        shows: |it| {
            both_pass(it).is_some_and(|(_, yours, expected)| {
                yours.ack != expected.ack
                    && (yours.seq, &yours.data) == (expected.seq, &expected.data)
            })
        },
    },
    Mistake {
        name: "moves_by_the_whole_segment",
        shows: |it| {
            counts(it).is_some_and(|(it, after, expected)| {
                it.length > expected.nxt.wrapping_sub(it.before.nxt)
                    && after.nxt == it.before.nxt.wrapping_add(it.length)
            })
        },
    },
    Mistake {
        name: "counts_nothing",
        shows: |it| {
            counts(it).is_some_and(|(it, after, expected)| {
                let bytes = expected.nxt.wrapping_sub(it.before.nxt);
                after.nxt == it.before.nxt && bytes > u32::from(it.segment.flags.fin)
            })
        },
    },
    Mistake {
        name: "fin_is_not_counted",
        shows: |it| {
            counts(it).is_some_and(|(it, after, expected)| {
                let nxt = after.nxt == expected.nxt.wrapping_sub(1);
                let window = after.nxt == expected.nxt && after.window == expected.window + 1;
                it.segment.flags.fin && (nxt || window)
            })
        },
    },
    Mistake {
        name: "window_stays",
        shows: |it| {
            counts(it).is_some_and(|(it, after, expected)| {
                after.nxt == expected.nxt && after.window == it.before.window
            })
        },
    },
];

/// A segment that arrives at a connection which counts what it expects, and what came of it.
#[derive(Clone, Copy)]
struct Receipt<'a> {
    segment: &'a Segment,
    /// The numbers that the segment takes up.
    length: u32,
    /// Where it begins, counted from `nxt`.
    begin: i64,
    before: Receiving,
    yours: &'a Returned,
    expected: &'a Returned,
    /// What the connection expects afterwards.
    after: Option<Receiving>,
    should_expect: Option<Receiving>,
}

impl Receipt<'_> {
    /// The number behind its last one, counted from `nxt`.
    fn end(&self) -> i64 {
        self.begin + i64::from(self.length)
    }

    /// It is its turn, but the window is closed.
    fn has_no_room(&self) -> bool {
        self.begin <= 0 && self.end() > 0 && self.before.window == 0
    }

    /// Whether the numbers go round within the segment or the window, or between them: then the greater
    /// number is not the later one.
    fn goes_round(&self) -> bool {
        let nxt = i64::from(self.before.nxt);
        let numbers =
            [0, self.begin, self.end(), i64::from(self.before.window)].map(|number| nxt + number);
        numbers.iter().any(|number| u32::try_from(*number).is_err())
    }
}

fn of(it: &Difference) -> Option<Receipt<'_>> {
    let segment = it.arriving()?;
    let found = it.found()?;
    let before = found.socket.receiving?;
    let (yours, expected) = (it.yours()?, it.expected());
    Some(Receipt {
        segment,
        length: segment.length(),
        begin: i64::from(segment.seq.wrapping_sub(before.nxt) as i32),
        before,
        yours: yours.result.as_ref()?,
        expected: expected.result.as_ref()?,
        after: yours.row(found.id)?.socket.receiving,
        should_expect: expected.row(found.id)?.socket.receiving,
    })
}

/// Both are an ACK that answers, and not the same.
fn answers(it: &Difference) -> Option<(Receipt<'_>, &Segment, &Segment)> {
    let it = of(it)?;
    match (it.yours, it.expected) {
        (Returned::Sends(yours), Returned::Sends(expected)) if yours != expected => {
            Some((it, yours.first()?, expected.first()?))
        }
        _ => None,
    }
}

/// Something passes that should be dropped.
fn passes(it: &Difference) -> Option<(Receipt<'_>, &Segment)> {
    let it = of(it)?;
    match (it.yours, it.expected) {
        (Returned::Delivers(yours), Returned::Sends(_)) => Some((it, yours)),
        _ => None,
    }
}

/// Something is dropped that should pass.
fn drops(it: &Difference) -> Option<(Receipt<'_>, &Segment)> {
    let it = of(it)?;
    match (it.yours, it.expected) {
        (Returned::Sends(_), Returned::Delivers(expected)) => Some((it, expected)),
        _ => None,
    }
}

/// Something else passes than should.
fn both_pass(it: &Difference) -> Option<(Receipt<'_>, &Segment, &Segment)> {
    let it = of(it)?;
    match (it.yours, it.expected) {
        (Returned::Delivers(yours), Returned::Delivers(expected)) if yours != expected => {
            Some((it, yours, expected))
        }
        _ => None,
    }
}

/// The right segment passes, but it is counted otherwise.
fn counts(it: &Difference) -> Option<(Receipt<'_>, Receiving, Receiving)> {
    let it = of(it)?;
    let (after, expected) = (it.after?, it.should_expect?);
    let passes = matches!(it.yours, Returned::Delivers(_));
    (passes && it.yours == it.expected && after != expected).then_some((it, after, expected))
}
