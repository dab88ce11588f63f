//! How each known mistake of `12_send` shows in a trace.

use grader::{Difference, Mistake};
use netstack::{Errno, Operation, Returned, Row, Segment, Sending, State, Step};

/// The most telling first: the first that shows is the one that is named.
pub const MISTAKES: &[Mistake] = &[
    // The program sends.
    Mistake {
        name: "sends_at_once",
        shows: |it| called(it) && seen(it).is_some_and(|it| it.yours.nxt != it.expected.nxt),
    },
    Mistake {
        name: "fin_means_dead",
        shows: |it| called(it) && was(it, State::CloseWait) && it.returned("EPIPE", ""),
    },
    Mistake {
        name: "a_closed_window_takes_nothing",
        shows: |it| {
            called(it)
                && it.returned("EAGAIN", "")
                && takes(it).is_some_and(|(_, right)| right > 0)
                && seen(it).is_some_and(|it| it.sent() >= it.before.window)
        },
    },
    Mistake {
        name: "all_or_nothing",
        shows: |it| {
            called(it)
                && it.returned("EAGAIN", "")
                && takes(it).is_some_and(|(len, right)| 0 < right && right < len)
        },
    },
    Mistake {
        name: "no_data_is_no_room",
        shows: |it| it.returned("EAGAIN", "") && takes(it) == Some((0, 0)),
    },
    Mistake {
        name: "replaces_what_waits",
        shows: |it| {
            called(it) && seen(it).is_some_and(|it| !it.yours.buffer.starts_with(&it.before.buffer))
        },
    },
    Mistake {
        name: "a_part_is_dropped",
        shows: |it| {
            let Some((Returned::Bytes(mine), Returned::Bytes(_))) = it.results() else {
                return false;
            };
            seen(it).is_some_and(|it| it.yours.buffer.len() < it.before.buffer.len() + mine)
        },
    },
    Mistake {
        name: "sends_after_its_end",
        shows: |it| {
            it.should_return(&Returned::Error(Errno::EPIPE))
                && it
                    .subject()
                    .and_then(|row| row.socket.sending.as_ref())
                    .is_some_and(|it| it.fin.is_some())
                && matches!(it.results(), Some((Returned::Bytes(_), _)))
        },
    },
    Mistake {
        name: "only_unsent_bytes_count",
        shows: |it| {
            let Some(Operation::Send { data, .. }) = it.operation() else { return false };
            seen(it).is_some_and(|it| {
                let room =
                    (it.before.limit + it.sent() as usize).saturating_sub(it.before.buffer.len());
                let took = it.yours.buffer.len().saturating_sub(it.before.buffer.len());
                it.yours.buffer.len() > it.expected.buffer.len() && took == room.min(data.len())
            })
        },
    },
    Mistake {
        name: "the_buffer_has_no_end",
        shows: |it| {
            called(it) && seen(it).is_some_and(|it| it.yours.buffer.len() > it.before.limit)
        },
    },
    Mistake {
        name: "reset_is_epipe",
        shows: |it| {
            let error = it.subject().and_then(|row| row.socket.error);
            called(it)
                && it.returned("EPIPE", "E")
                && error.is_some_and(|error| it.should_return(&Returned::Error(error)))
        },
    },
    Mistake {
        name: "error_told_again",
        shows: |it| {
            called(it)
                && it.any(|row| {
                    row.yours.socket.error.is_some() && row.expected.socket.error.is_none()
                })
        },
    },
    Mistake {
        name: "connecting_is_too_late",
        shows: |it| {
            let connecting = was(it, State::SynSent) || was(it, State::SynReceived);
            called(it)
                && connecting
                && (it.returned("EPIPE", "EAGAIN") || it.returned("ENOTCONN", "EAGAIN"))
        },
    },
    Mistake {
        name: "notconn_for_epipe",
        shows: |it| called(it) && it.returned("ENOTCONN", "EPIPE"),
    },
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
                    let old = |mine: &Segment| is_behind(it.before.nxt, mine.seq);
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
            goes_out(it)
                && seen(it)
                    .is_some_and(|it| it.mine.iter().any(|mine| it.is_beyond_the_window(mine)))
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
            goes_out(it) && nodelay(it) && seen(it).is_some_and(|it| it.keeps_a_small_one())
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
            goes_out(it) && !nodelay(it) && seen(it).is_some_and(|it| it.keeps_a_small_one())
        },
    },
    Mistake {
        name: "one_at_a_time",
        shows: |it| {
            goes_out(it)
                && seen(it).is_some_and(|it| {
                    it.kept_back().is_some() && it.mine.len() == usize::from(it.sent() == 0)
                })
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
    // An ACK arrives: which one is it?
    Mistake {
        name: "numbers_do_not_go_round",
        shows: |it| {
            acks(it).is_some_and(|(it, ack, _)| {
                let Sending { una, nxt, .. } = *it.before;
                let (is_answered, is_ignored) = (ack > nxt, ack <= nxt && ack < una);
                (is_answered || is_ignored)
                    && it.changes_nothing()
                    && it.mine.is_empty() != is_answered
                    && (is_answered != is_behind(ack, nxt) || is_ignored != is_behind(una, ack))
            }) && is_shown_by(it, |it| acks(it).is_some_and(|(it, ack, _)| !it.is_old(ack)))
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
                    && it.yours.una.wrapping_add(1) == ack
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
            }) && is_shown_by(it, |it| !is_one_off_at_the_end(it))
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
            }) && is_shown_by(it, |it| !is_one_off_at_the_end(it))
        },
    },
    Mistake {
        name: "whole_segments_only",
        shows: |it| {
            acks(it).is_some_and(|(it, ack, _)| {
                let mss = it.before.mss as u32;
                let (mine, right) = (it.place(it.yours.una), it.place(ack));
                it.is_news(ack) && right % mss != 0 && mine == right - right % mss
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
                && is_shown_by(it, ignores_a_window)
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
    // The timer runs out, for the last time.
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
                    it.asks_for_the_window() && it.mine.iter().any(|mine| mine.length() > 0)
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
        name: "time_is_not_doubled",
        shows: |it| {
            expires(it)
                && seen(it).is_some_and(|it| {
                    (it.yours.timer == it.before.timer || it.yours.timer == FIRST)
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

/// The seconds of a timer that has begun, and the most.
const FIRST: Option<u32> = Some(1);
const MOST: Option<u32> = Some(120);

/// A step at a connection that sends: how it was, what the program made of it, and what it should be.
struct Seen<'a> {
    before: &'a Sending,
    yours: &'a Sending,
    expected: &'a Sending,
    /// The segments that were sent in this step, and those that should have been.
    mine: &'a [Segment],
    right: &'a [Segment],
}

/// Nothing if the connection does not send, or should be given up, or was.
fn seen(it: &Difference) -> Option<Seen<'_>> {
    let subject = it.subject()?;
    let (yours, expected) = (it.yours()?, it.expected());
    let mine = yours.result.as_ref().map_or(&[][..], Returned::segments);
    let right = expected.result.as_ref().map_or(&[][..], Returned::segments);
    Some(Seen {
        before: subject.socket.sending.as_deref()?,
        yours: yours.row(subject.id)?.socket.sending.as_deref()?,
        expected: expected.row(subject.id)?.socket.sending.as_deref()?,
        mine,
        right,
    })
}

impl<'a> Seen<'a> {
    /// How many numbers were sent and not acknowledged.
    fn sent(&self) -> u32 {
        self.place(self.before.nxt)
    }

    /// How far behind `una` a number is.
    fn place(&self, number: u32) -> u32 {
        number.wrapping_sub(self.before.una)
    }

    /// How many bytes are in the buffer from this number on.
    fn left_from(&self, number: u32) -> usize {
        self.before.buffer.len().saturating_sub(self.place(number) as usize)
    }

    fn fin_was_sent(&self) -> bool {
        self.before.fin.is_some_and(|fin| is_behind(self.before.nxt, fin))
    }

    /// Whether a segment has bytes for which the peer has no room.
    fn is_beyond_the_window(&self, segment: &Segment) -> bool {
        !segment.data.is_empty() && self.place(end_of_data(segment)) > self.before.window
    }

    /// The first segment that should have been sent, if all before it was.
    fn kept_back(&self) -> Option<&'a Segment> {
        self.right.get(self.mine.len()).filter(|_| self.right.starts_with(self.mine))
    }

    /// The only segment that was sent and should not have been.
    fn extra(&self) -> Option<&'a Segment> {
        let is_last = self.mine.len() == self.right.len() + 1;
        self.mine.last().filter(|_| is_last && self.mine.starts_with(self.right))
    }

    /// Whether a small segment was kept back, and no FIN is in it.
    fn keeps_a_small_one(&self) -> bool {
        self.kept_back().is_some_and(|next| {
            !next.flags.fin && !next.data.is_empty() && next.data.len() < self.before.mss
        })
    }

    /// Whether a small segment was sent that should have waited for an ACK.
    fn sends_a_small_one(&self) -> bool {
        self.extra().is_some_and(|extra| {
            extra.seq != self.before.una
                && !extra.flags.fin
                && extra.data.len() < self.before.mss
                && extra.data.len() == self.left_from(extra.seq)
                && !self.is_beyond_the_window(extra)
        })
    }

    /// Whether only the numbers of the segments differ, and are these, made of the right ones.
    fn differs_in_seq(&self, seq: impl Fn(u32) -> u32) -> bool {
        let pairs = || self.mine.iter().zip(self.right);
        self.mine.len() == self.right.len()
            && pairs()
                .all(|(mine, right)| *mine == Segment { seq: seq(right.seq), ..right.clone() })
            && pairs().any(|(mine, right)| mine.seq != right.seq)
    }

    /// Whether the segment that is sent again differs only in its FIN, and should have it, or not.
    fn differs_in_the_fin(&self, should: bool) -> bool {
        let ([mine], [right]) = (self.mine, self.right) else { return false };
        let mut other = right.clone();
        other.flags.fin = !should;
        right.flags.fin == should && *mine == other
    }

    fn differs_in_the_timer(&self) -> bool {
        let as_expected = Sending { timer: self.expected.timer, ..self.yours.clone() };
        self.mine == self.right && self.yours != self.expected && as_expected == *self.expected
    }

    fn differs_in_the_tries(&self) -> bool {
        let as_expected = Sending { tries: self.expected.tries, ..self.yours.clone() };
        self.mine == self.right && self.yours != self.expected && as_expected == *self.expected
    }

    fn changes_nothing(&self) -> bool {
        self.yours == self.before
    }

    /// Whether only a segment without data should go out, because nothing is in flight.
    fn asks_for_the_window(&self) -> bool {
        self.sent() == 0 && self.right.iter().all(|right| right.length() == 0)
    }

    /// Whether bytes should go out because they have waited long enough, as many as fit.
    fn waits_for_more_room(&self) -> bool {
        self.sent() == 0 && self.before.window > 0 && !self.right.is_empty()
    }

    /// Which ACK it is: for what was never sent, for what was acknowledged before, the same number
    /// again, or one that acknowledges something.
    fn is_beyond(&self, ack: u32) -> bool {
        is_behind(ack, self.before.nxt)
    }

    fn is_old(&self, ack: u32) -> bool {
        is_behind(self.before.una, ack)
    }

    fn is_again(&self, ack: u32) -> bool {
        ack == self.before.una
    }

    fn is_news(&self, ack: u32) -> bool {
        is_behind(ack, self.before.una) && !self.is_beyond(ack)
    }
}

/// Whether one number comes behind another: they go round.
fn is_behind(a: u32, b: u32) -> bool {
    (a.wrapping_sub(b) as i32) > 0
}

/// The number behind the last byte of a segment.
fn end_of_data(segment: &Segment) -> u32 {
    segment.seq.wrapping_add(segment.data.len() as u32)
}

fn has_fin(segment: &Segment) -> bool {
    segment.flags.fin
}

fn called(it: &Difference) -> bool {
    matches!(it.operation(), Some(Operation::Send { .. }))
}

fn goes_out(it: &Difference) -> bool {
    matches!(it.operation(), Some(Operation::Output { .. }))
}

fn expires(it: &Difference) -> bool {
    matches!(it.operation(), Some(Operation::Expires { .. }))
}

/// An ACK that arrives: what was made of it, the number that it acknowledges, and the window.
fn acks(it: &Difference) -> Option<(Seen<'_>, u32, u32)> {
    let segment = it.arriving()?;
    Some((seen(it)?, segment.ack, segment.window))
}

/// Whether this difference, or one beside it, tells an idea from another one that looks alike.
fn is_shown_by(it: &Difference, tells: impl Fn(&Difference) -> bool) -> bool {
    it.is_other || tells(it) || it.others.iter().any(tells)
}

/// Whether all but the last number was acknowledged, and was taken for all of it.
fn is_one_off_at_the_end(it: &Difference) -> bool {
    acks(it).is_some_and(|(it, ack, _)| {
        it.yours.una == it.before.nxt && ack.wrapping_add(1) == it.before.nxt
    })
}

/// Whether a step of the story, up to this one and a little further, tells of another window with the
/// same number, and nothing comes of it.
fn ignores_a_window(it: &Difference) -> bool {
    it.yours.steps.windows(2).any(|steps| {
        let [before, step] = steps else { return false };
        let Some(Operation::Arrives { segment, finds: Some(id), .. }) = step.operation() else {
            return false;
        };
        let sending = |step: &Step| step.row(*id).and_then(|row| row.socket.sending.clone());
        sending(before).is_some_and(|it| it.una == segment.ack && it.window != segment.window)
            && sending(before) == sending(step)
    })
}

fn was(it: &Difference, state: State) -> bool {
    it.subject().is_some_and(|row| row.socket.state == state)
}

fn nodelay(it: &Difference) -> bool {
    it.subject().is_some_and(|row| row.socket.options.nodelay)
}

fn is_given_up(row: &Row) -> bool {
    row.socket.state == State::Closed
}

/// How many bytes the program sends, and how many should be taken.
fn takes(it: &Difference) -> Option<(usize, usize)> {
    let Some(Operation::Send { data, .. }) = it.operation() else { return None };
    match it.expected().result {
        Some(Returned::Bytes(count)) => Some((data.len(), count)),
        _ => None,
    }
}
