//! How each known mistake of `14_teardown` shows in a trace.

mod seen;

use grader::Mistake;
use netstack::{Errno, Flags, Row, Segment, Socket, State};

use seen::{
    a_fin_arrives, ages, arrives, becomes, before, ends_no_held_one, ends_one_of_several,
    ends_time_wait_alone, error_is, expected, goes_on, has_answered_a_fin, has_data, in_state,
    orphan_stays, passes, sends_less, sends_more, sent, syn_arrives, timer, waits_in_a_queue, was,
    yours,
};

/// The most telling first: the first that shows is the one that is named.
pub const MISTAKES: &[Mistake] = &[
    // A connection packet.
    Mistake { name: "syn_is_welcome", shows: |it| syn_arrives(it) && sends_more(it, Flags::SYN) },
    Mistake {
        name: "syn_breaks_off",
        shows: |it| {
            syn_arrives(it)
                && (yours(it).is_none_or(|row| in_state(row, State::Closed))
                    || sends_more(it, Flags::RST))
        },
    },
    Mistake {
        name: "syn_unanswered",
        shows: |it| {
            syn_arrives(it)
                && it.sent().is_some_and(|(yours, _)| yours.is_empty())
                && it.pairs().is_empty()
                && it.missing().is_empty()
        },
    },
    Mistake {
        name: "syn_renews_time_wait",
        shows: |it| {
            syn_arrives(it)
                && was(it, State::TimeWait)
                && it.results().is_none()
                && it.any(|row| timer(row.yours) > timer(row.expected))
        },
    },
    Mistake {
        name: "flags_compared_whole",
        shows: |it| {
            let alone = |flag| it.arriving().is_some_and(|segment| segment.flags == flag);
            syn_arrives(it) && !alone(Flags::SYN) || arrives(it, Flags::RST) && !alone(Flags::RST)
        },
    },
    // A reset.
    Mistake {
        name: "reset_is_answered",
        shows: |it| {
            arrives(it, Flags::RST) && sent(it, Flags::default()).is_some_and(|it| it.0 > 0)
        },
    },
    Mistake {
        name: "reset_leaves_the_queue",
        shows: |it| {
            let queue = |row: &Row| row.socket.backlog.clone();
            arrives(it, Flags::RST)
                && waits_in_a_queue(it)
                && (yours(it).is_none() || it.any(|row| queue(row.yours) != queue(row.expected)))
        },
    },
    Mistake {
        name: "reset_removes_the_row",
        shows: |it| {
            arrives(it, Flags::RST)
                && before(it, |row| row.fd.is_some())
                && expected(it).is_some()
                && yours(it).is_none()
        },
    },
    Mistake {
        name: "time_wait_ignores_a_reset",
        shows: |it| {
            arrives(it, Flags::RST)
                && was(it, State::TimeWait)
                && yours(it).is_some_and(|row| in_state(row, State::TimeWait))
        },
    },
    Mistake { name: "reset_ignored", shows: |it| arrives(it, Flags::RST) && goes_on(it) },
    Mistake {
        name: "reset_leaves_a_ghost",
        shows: |it| arrives(it, Flags::RST) && orphan_stays(it),
    },
    Mistake {
        name: "closed_with_a_timer",
        shows: |it| {
            it.any(|row| {
                in_state(row.yours, State::Closed)
                    && timer(row.yours).is_some()
                    && timer(row.expected).is_none()
            })
        },
    },
    Mistake {
        name: "reset_loses_data",
        shows: |it| {
            arrives(it, Flags::RST)
                && it.any(|row| {
                    let (yours, expected) = (&row.yours.socket, &row.expected.socket);
                    yours.received.len() < expected.received.len()
                        || (expected.ended && !yours.ended)
                })
        },
    },
    Mistake {
        name: "over_is_forgotten",
        shows: |it| {
            it.any(|row| {
                let (yours, expected) = (&row.yours.socket, &row.expected.socket);
                let kept =
                    |socket: &Socket| (socket.local, socket.remote, socket.options, socket.ended);
                yours.state == State::Closed
                    && expected.state == State::Closed
                    && kept(yours) != kept(expected)
            })
        },
    },
    Mistake {
        name: "reset_without_an_error",
        shows: |it| arrives(it, Flags::RST) && error_is(it, None),
    },
    Mistake {
        name: "one_error_for_all",
        shows: |it| arrives(it, Flags::RST) && error_is(it, Some(Errno::ECONNRESET)),
    },
    Mistake {
        name: "epipe_after_every_fin",
        shows: |it| {
            let ended = [State::Closing, State::LastAck, State::TimeWait];
            arrives(it, Flags::RST)
                && before(it, |row| ended.contains(&row.socket.state))
                && error_is(it, Some(Errno::EPIPE))
        },
    },
    Mistake {
        name: "old_error_stays",
        shows: |it| {
            let old = it.subject().and_then(|row| row.socket.error);
            arrives(it, Flags::RST) && old.is_some() && error_is(it, old)
        },
    },
    // Late data.
    Mistake {
        name: "rst_without_its_number",
        shows: |it| {
            it.sent().is_some_and(|(yours, expected)| match (yours, expected) {
                ([yours], [expected]) => {
                    let with_its_number = Segment { seq: expected.seq, ..yours.clone() };
                    expected.flags.rst && with_its_number == *expected
                }
                _ => false,
            })
        },
    },
    Mistake {
        name: "rst_with_an_ack",
        shows: |it| {
            it.sent().is_some_and(|(yours, expected)| match (yours, expected) {
                ([yours], [expected]) => {
                    yours.flags == Flags::RST | Flags::ACK && expected.flags == Flags::RST
                }
                _ => false,
            })
        },
    },
    Mistake {
        name: "late_data_after_the_fin",
        shows: |it| {
            let ended = [State::Closing, State::LastAck, State::TimeWait];
            has_data(it)
                && before(it, |row| ended.contains(&row.socket.state))
                && sends_more(it, Flags::RST)
        },
    },
    Mistake {
        name: "data_is_taken_twice",
        shows: |it| {
            has_data(it)
                && it
                    .any(|row| row.yours.socket.received.len() > row.expected.socket.received.len())
        },
    },
    Mistake {
        name: "data_is_answered_again",
        shows: |it| {
            let Some(segment) = it.arriving() else { return false };
            let Flags { syn, fin, rst, .. } = segment.flags;
            let open = [State::Established, State::FinWait1, State::FinWait2];
            has_data(it)
                && !(syn || fin || rst)
                && before(it, |row| open.contains(&row.socket.state))
                && expected(it).is_some()
                && sends_more(it, Flags::ACK)
        },
    },
    Mistake {
        name: "data_for_a_reader",
        shows: |it| {
            has_data(it)
                && before(it, |row| row.fd.is_some())
                && (sends_more(it, Flags::RST) || yours(it).is_none())
        },
    },
    Mistake {
        name: "late_data_taken",
        shows: |it| {
            let early = was(it, State::FinWait1) || was(it, State::FinWait2);
            has_data(it) && early && yours(it).is_some() && sends_less(it, Flags::RST)
        },
    },
    Mistake {
        name: "late_data_leaves_a_ghost",
        shows: |it| {
            let refused = it.yours().and_then(|step| step.result.as_ref());
            let refused = refused.is_some_and(|it| it.segments().iter().any(|it| it.flags.rst));
            has_data(it)
                && refused
                && expected(it).is_none()
                && yours(it).is_some()
                && it.results().is_none()
        },
    },
    Mistake {
        name: "fin_is_late_data",
        shows: |it| {
            arrives(it, Flags::FIN)
                && !has_data(it)
                && !arrives(it, Flags::SYN)
                && !arrives(it, Flags::RST)
                && sends_more(it, Flags::RST)
        },
    },
    // The states.
    Mistake {
        name: "fin_closes_both",
        shows: |it| {
            let closed = [State::Closed, State::LastAck, State::TimeWait];
            arrives(it, Flags::FIN)
                && was(it, State::Established)
                && yours(it).is_none_or(|row| closed.contains(&row.socket.state))
        },
    },
    Mistake {
        name: "fin_for_a_fin",
        shows: |it| arrives(it, Flags::FIN) && sends_more(it, Flags::FIN),
    },
    Mistake {
        name: "closing_is_time_wait",
        shows: |it| {
            was(it, State::FinWait1)
                && arrives(it, Flags::FIN)
                && becomes(it, State::Closing, State::TimeWait)
        },
    },
    Mistake {
        name: "a_fin_counts_as_an_ack",
        shows: |it| {
            arrives(it, Flags::FIN)
                && !arrives(it, Flags::ACK)
                && !arrives(it, Flags::SYN)
                && (was(it, State::Closing)
                    && yours(it).is_none_or(|row| in_state(row, State::TimeWait))
                    || was(it, State::LastAck)
                        && yours(it).is_none_or(|row| in_state(row, State::Closed)))
        },
    },
    Mistake {
        name: "no_time_wait",
        shows: |it| {
            it.arriving().is_some()
                && !was(it, State::TimeWait)
                && expected(it).is_some_and(|row| in_state(row, State::TimeWait))
                && yours(it).is_none_or(|row| in_state(row, State::Closed))
        },
    },
    Mistake {
        name: "time_wait_for_everyone",
        shows: |it| {
            was(it, State::LastAck) && yours(it).is_some_and(|row| in_state(row, State::TimeWait))
        },
    },
    Mistake {
        name: "ack_overlooked",
        shows: |it| {
            let before_the_ack = [State::FinWait1, State::Closing, State::LastAck];
            arrives(it, Flags::ACK)
                && !arrives(it, Flags::SYN)
                && !arrives(it, Flags::RST)
                && before(it, |row| before_the_ack.contains(&row.socket.state))
                && yours(it).is_some_and(|row| before_the_ack.contains(&row.socket.state))
                && match expected(it) {
                    Some(row) => !before_the_ack.contains(&row.socket.state),
                    None => was(it, State::LastAck),
                }
        },
    },
    Mistake {
        name: "the_fin_overlooked",
        shows: |it| {
            was(it, State::FinWait1)
                && arrives(it, Flags::FIN | Flags::ACK)
                && yours(it).is_some_and(|row| in_state(row, State::FinWait2) && !row.socket.ended)
        },
    },
    Mistake {
        name: "no_end",
        shows: |it| {
            a_fin_arrives(it) && it.any(|row| row.expected.socket.ended && !row.yours.socket.ended)
        },
    },
    // The answers.
    Mistake {
        name: "an_ack_is_answered",
        shows: |it| {
            it.arriving().is_some_and(|segment| segment.length() == 0 && !segment.flags.rst)
                && it.sent().is_some_and(|(yours, expected)| {
                    yours.iter().any(|it| !it.flags.rst) && expected.is_empty()
                })
        },
    },
    Mistake {
        name: "the_last_ack_is_answered",
        shows: |it| {
            let waits = was(it, State::Closing) || was(it, State::LastAck);
            waits
                && arrives(it, Flags::ACK)
                && !arrives(it, Flags::SYN)
                && it.arriving().is_some_and(|segment| segment.length() > 0)
                && sends_more(it, Flags::ACK)
        },
    },
    Mistake {
        name: "answer_has_numbers",
        shows: |it| {
            it.sent().is_some_and(|(yours, expected)| match (yours, expected) {
                ([yours], [expected]) => {
                    expected.flags == Flags::ACK
                        && Segment { seq: 0, ack: 0, ..yours.clone() } == *expected
                }
                _ => false,
            })
        },
    },
    Mistake {
        name: "fin_again_unanswered",
        shows: |it| {
            a_fin_arrives(it)
                && !arrives(it, Flags::SYN)
                && before(it, |row| row.socket.ended)
                && sends_less(it, Flags::ACK)
        },
    },
    Mistake {
        name: "fin_unanswered",
        shows: |it| a_fin_arrives(it) && !arrives(it, Flags::SYN) && sends_less(it, Flags::ACK),
    },
    Mistake {
        name: "fin_without_ack_is_dropped",
        shows: |it| {
            // That another FIN was answered, in this story or beside it, tells it from all FINs.
            let several = it.is_other || !it.others.is_empty();
            (several || has_answered_a_fin(it))
                && arrives(it, Flags::FIN)
                && !arrives(it, Flags::ACK)
                && !arrives(it, Flags::SYN)
                && (sends_less(it, Flags::ACK) || sends_less(it, Flags::RST))
        },
    },
    Mistake {
        name: "data_again_unanswered",
        shows: |it| was(it, State::TimeWait) && has_data(it) && sends_less(it, Flags::ACK),
    },
    // The timers.
    Mistake {
        name: "waits_for_ever",
        shows: |it| {
            it.any(|row| {
                in_state(row.yours, State::FinWait2)
                    && timer(row.yours).is_none()
                    && timer(row.expected).is_some()
            })
        },
    },
    Mistake {
        name: "given_up_while_held",
        shows: |it| {
            it.any(|row| {
                in_state(row.yours, State::FinWait2)
                    && row.yours.fd.is_some()
                    && timer(row.yours).is_some()
                    && timer(row.expected).is_none()
            })
        },
    },
    Mistake {
        name: "timer_where_none_runs",
        shows: |it| {
            use State::{CloseWait, Closing, Established, FinWait1, LastAck};
            let without = [Established, CloseWait, FinWait1, Closing, LastAck];
            it.any(|row| {
                let (yours, expected) = (&row.yours.socket, &row.expected.socket);
                yours.timer.is_some()
                    && yours.state == expected.state
                    && without.contains(&expected.state)
            })
        },
    },
    Mistake {
        name: "each_ack_renews_the_time",
        shows: |it| {
            was(it, State::FinWait2)
                && it.any(|row| {
                    in_state(row.yours, State::FinWait2)
                        && in_state(row.expected, State::FinWait2)
                        && timer(row.yours) > timer(row.expected)
                })
        },
    },
    Mistake {
        name: "timer_goes_on",
        shows: |it| {
            was(it, State::TimeWait)
                && it.arriving().is_some()
                && yours(it).is_some_and(|row| before(it, |before| timer(before) == timer(row)))
                && it.any(|row| timer(row.yours) != timer(row.expected))
        },
    },
    Mistake {
        name: "the_old_timer_goes_on",
        shows: |it| {
            let seconds = it.subject().and_then(timer);
            was(it, State::FinWait2)
                && seconds.is_some()
                && expected(it).is_some_and(|row| in_state(row, State::TimeWait))
                && yours(it)
                    .is_some_and(|row| in_state(row, State::TimeWait) && timer(row) == seconds)
        },
    },
    Mistake {
        name: "another_time_than_sixty",
        shows: |it| {
            it.arriving().is_some()
                && it.any(|row| {
                    let (yours, expected) = (timer(row.yours), timer(row.expected));
                    row.yours.socket.state == row.expected.socket.state
                        && yours.is_some()
                        && expected == Some(60)
                        && yours != expected
                        && before(it, |row| timer(row) != yours)
                })
        },
    },
    Mistake {
        name: "over_means_gone",
        shows: |it| it.missing().iter().any(|row| in_state(row, State::Closed) && row.fd.is_some()),
    },
    Mistake {
        name: "an_end_with_an_error",
        shows: |it| {
            !arrives(it, Flags::RST)
                && it.any(|row| {
                    in_state(row.yours, State::Closed)
                        && row.yours.socket.error.is_some()
                        && row.expected.socket.error.is_none()
                })
        },
    },
    Mistake {
        name: "an_orphan_stays",
        shows: |it| !arrives(it, Flags::RST) && it.pairs().is_empty() && orphan_stays(it),
    },
    Mistake {
        name: "one_end_at_a_time",
        shows: |it| it.only(ends_one_of_several, [ends_no_held_one, ends_time_wait_alone].iter()),
    },
    Mistake {
        name: "one_second_more",
        shows: |it| {
            passes(it).is_some_and(|seconds| {
                ages(it).any(|(before, yours)| {
                    before <= seconds && yours.is_some_and(|row| timer(row) == Some(0))
                })
            })
        },
    },
    Mistake {
        name: "past_the_end",
        shows: |it| {
            passes(it).is_some_and(|seconds| {
                ages(it).any(|(before, yours)| {
                    before < seconds && yours.is_some_and(|row| !in_state(row, State::Closed))
                })
            })
        },
    },
    Mistake {
        name: "held_ones_do_not_age",
        shows: |it| {
            let stands = |(before, yours): (u32, Option<&Row>)| {
                yours.filter(|row| timer(row) == Some(before)).map(|row| row.fd.is_some())
            };
            passes(it).is_some()
                && ages(it).any(|age| stands(age) == Some(true))
                && ages(it).all(|age| stands(age) != Some(false))
        },
    },
    Mistake {
        name: "only_time_wait_ages",
        shows: |it| {
            let stands = |(before, yours): (u32, Option<&Row>)| {
                yours
                    .filter(|row| timer(row) == Some(before))
                    .map(|row| in_state(row, State::FinWait2))
            };
            // Where another one has ended in this step, it may be that which kept these from ageing.
            let none_has_ended =
                || ages(it).all(|(_, yours)| yours.is_some_and(|row| timer(row).is_some()));
            passes(it).is_some_and(|seconds| seconds > 0)
                && ages(it).any(|age| stands(age) == Some(true))
                && ages(it).all(|age| stands(age) != Some(false))
                && (it.is_other || !it.others.is_empty() || none_has_ended())
        },
    },
    Mistake {
        name: "time_wait_never_ends",
        shows: |it| {
            let without = |row: &Row| in_state(row, State::TimeWait) && timer(row).is_none();
            let stands = |(before, yours): (u32, Option<&Row>)| {
                yours
                    .is_some_and(|row| in_state(row, State::TimeWait) && timer(row) == Some(before))
            };
            yours(it).is_some_and(without) || passes(it).is_some() && ages(it).any(stands)
        },
    },
    Mistake {
        name: "ends_at_once",
        shows: |it| {
            passes(it).is_some_and(|seconds| {
                ages(it).any(|(before, yours)| {
                    before > seconds && yours.is_none_or(|row| in_state(row, State::Closed))
                })
            })
        },
    },
];
