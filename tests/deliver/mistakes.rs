//! How each known mistake of `11_deliver` shows in a trace.

mod seen;

use grader::{Mistake, Pair};
use netstack::{Errno, Flags, Returned, Row, Segment, State};

use seen::{
    Call, END, answers, error, finds_a_listener, is_connecting, is_half, loses_data, more, peers,
    recv, refusals, send, sends, state, wrong_receiver,
};

/// The most telling first: the first that shows is the one that is named.
pub const MISTAKES: &[Mistake] = &[
    // Where arriving data goes.
    Mistake {
        name: "data_opens_a_connection",
        shows: |it| it.arriving().is_some() && !it.extra().is_empty(),
    },
    Mistake {
        name: "listener_keeps_the_data",
        shows: |it| {
            it.arriving().is_some()
                && it.any(|row| row.yours.socket.backlog.is_some() && more(row.yours, row.expected))
        },
    },
    Mistake {
        name: "half_of_the_peer",
        shows: |it| {
            let at_an_end = |remote| peers(it).next() == remote || peers(it).last() == remote;
            wrong_receiver(it).is_some_and(|remote| is_half(it, remote) && !at_an_end(Some(remote)))
        },
    },
    Mistake {
        name: "first_connection_gets_it",
        shows: |it| {
            wrong_receiver(it)
                .is_some_and(|remote| peers(it).next() == Some(remote) && !is_half(it, remote))
        },
    },
    Mistake {
        name: "last_connection_gets_it",
        shows: |it| {
            wrong_receiver(it)
                .is_some_and(|remote| peers(it).last() == Some(remote) && !is_half(it, remote))
        },
    },
    Mistake {
        name: "replaces_what_was_there",
        shows: |it| {
            it.arriving().is_some_and(|arriving| {
                let data = &arriving.data;
                it.any(|row| row.yours.socket.received == *data && more(row.expected, row.yours))
            })
        },
    },
    Mistake {
        name: "order_is_turned",
        shows: |it| {
            let (Some(arriving), Some(old)) = (it.arriving(), it.found()) else { return false };
            let (old, new) = (&old.socket.received[..], &arriving.data[..]);
            let (right, turned) = ([old, new].concat(), [new, old].concat());
            it.any(|row| {
                row.expected.socket.received == right
                    && row.yours.socket.received == turned
                    && right != turned
            })
        },
    },
    Mistake {
        name: "lost_before_accept",
        shows: |it| {
            let unaccepted = |row: &Row| row.fd.is_none();
            loses_data(it) && it.found().is_some_and(unaccepted)
        },
    },
    Mistake {
        name: "own_end_ends_both",
        shows: |it| {
            let ended = |row: &Row| matches!(state(row), State::FinWait1 | State::FinWait2);
            loses_data(it) && it.found().is_some_and(ended)
        },
    },
    Mistake {
        name: "fin_takes_its_data_along",
        shows: |it| loses_data(it) && it.arriving().is_some_and(|arriving| arriving.flags.fin),
    },
    Mistake {
        name: "fin_ends_the_stream",
        shows: |it| {
            it.arriving().is_some_and(|arriving| arriving.flags.fin)
                && it.any(|row| {
                    let (yours, expected) = (&row.yours.socket, &row.expected.socket);
                    yours.ended != expected.ended || yours.state != expected.state
                })
        },
    },
    Mistake {
        name: "other_bytes_are_kept",
        shows: |it| {
            let (Some(arriving), Some(old)) = (it.arriving(), it.found()) else { return false };
            let (id, old) = (old.id, &old.socket.received);
            it.any(|row| {
                let (yours, expected) = (&row.yours.socket.received, &row.expected.socket.received);
                let is_new = yours.len() > old.len() || arriving.data.contains(&0);
                row.yours.id == id
                    && yours != expected
                    && expected != old
                    && yours.starts_with(old)
                    && is_new
            })
        },
    },
    Mistake {
        name: "without_ack_is_taken",
        shows: |it| {
            it.arriving().is_some_and(|arriving| !arriving.flags.ack)
                && it.found().is_some_and(|row| row.socket.remote.is_some())
        },
    },
    Mistake {
        name: "takes_data_behind_the_end",
        shows: |it| {
            it.arriving().is_some_and(|arriving| !arriving.data.is_empty())
                && it.found().is_some_and(|row| row.socket.ended)
                && wrong_receiver(it).is_none()
                && !it.sent().is_some_and(|(yours, _)| yours.iter().any(|sent| sent.flags.rst))
        },
    },
    // Answers.
    Mistake {
        name: "ends_not_swapped",
        shows: |it| {
            answers(it).is_some_and(|it| {
                let ends = |segment: &Segment| (segment.source, segment.destination);
                it.yours.map(ends) == Some(ends(it.segment))
            })
        },
    },
    Mistake {
        name: "answer_carries_the_data",
        shows: |it| {
            answers(it).is_some_and(|it| it.yours.is_some_and(|yours| !yours.data.is_empty()))
        },
    },
    Mistake {
        name: "rst_answered_by_rst",
        shows: |it| answers(it).is_some_and(|it| it.segment.flags.rst && it.yours.is_some()),
    },
    Mistake {
        name: "listener_is_silent",
        shows: |it| finds_a_listener(it) && answers(it).is_some_and(|it| it.yours.is_none()),
    },
    Mistake {
        name: "listener_like_nobody",
        shows: |it| finds_a_listener(it) && answers(it).is_some_and(|it| it.expected.is_none()),
    },
    Mistake {
        name: "nobody_is_silent",
        shows: |it| answers(it).is_some_and(|it| it.finds.is_none() && it.yours.is_none()),
    },
    Mistake {
        name: "ack_of_zero",
        shows: |it| {
            it.arriving().is_some_and(|it| it.flags.ack && it.ack == 0)
                && refusals(it)
                    .is_some_and(|(_, yours, expected)| yours.flags.ack && !expected.flags.ack)
        },
    },
    Mistake {
        name: "no_ack_for_data",
        shows: |it| answers(it).is_some_and(|it| it.finds.is_some() && it.yours.is_none()),
    },
    Mistake {
        name: "ack_for_an_ack",
        shows: |it| {
            answers(it).is_some_and(|it| {
                it.finds.is_some()
                    && it.expected.is_none()
                    && it.segment.flags == Flags::ACK
                    && it.segment.data.is_empty()
            })
        },
    },
    Mistake {
        name: "fin_is_acknowledged",
        shows: |it| {
            answers(it).is_some_and(|it| {
                it.finds.is_some()
                    && it.expected.is_none()
                    && it.segment.flags.fin
                    && it.yours.is_some_and(|yours| yours.flags == Flags::ACK)
            }) && !it.found().is_some_and(|row| row.socket.ended)
        },
    },
    Mistake {
        name: "rst_always_acknowledges",
        shows: |it| {
            refusals(it).is_some_and(|(_, yours, expected)| yours.flags.ack && !expected.flags.ack)
                && it.is_shown_by(|it| it.arriving().is_some_and(|it| it.ack != 0))
        },
    },
    Mistake {
        name: "rst_acknowledges_nothing",
        shows: |it| {
            refusals(it).is_some_and(|(_, yours, expected)| !yours.flags.ack && expected.flags.ack)
        },
    },
    Mistake {
        name: "rst_has_the_segments_seq",
        shows: |it| {
            refusals(it).is_some_and(|(segment, yours, expected)| {
                yours.seq == segment.seq && yours.seq != expected.seq
            })
        },
    },
    Mistake {
        name: "numbers_do_not_wrap",
        shows: |it| {
            refusals(it).is_some_and(|(segment, yours, expected)| {
                segment.seq.checked_add(segment.length()).is_none()
                    && yours.ack != expected.ack
                    && yours.ack == u32::MAX
            })
        },
    },
    Mistake {
        name: "length_without_syn_and_fin",
        shows: |it| {
            refusals(it).is_some_and(|(segment, yours, expected)| {
                expected.flags.ack
                    && yours.ack != expected.ack
                    && yours.ack == segment.seq.wrapping_add(segment.data.len() as u32)
            })
        },
    },
    Mistake {
        name: "length_is_one",
        shows: |it| {
            refusals(it).is_some_and(|(segment, yours, expected)| {
                expected.flags.ack
                    && yours.ack != expected.ack
                    && yours.ack == segment.seq.wrapping_add(1)
            }) && it.is_shown_by(|it| it.arriving().is_some_and(|it| !it.data.is_empty()))
        },
    },
    Mistake {
        name: "another_length",
        shows: |it| {
            refusals(it).is_some_and(|(_, yours, expected)| {
                yours.flags.ack && expected.flags.ack && yours.ack != expected.ack
            })
            // At the last number it may be the addition that is wrong.
            && it.is_shown_by(|it| it.arriving().is_some_and(|it| it.seq < u32::MAX / 2))
        },
    },
    Mistake {
        name: "number_without_a_name",
        shows: |it| {
            answers(it).is_some_and(|it| {
                let (Some(yours), Some(expected)) = (it.yours, it.expected) else { return false };
                let Flags { rst, ack, .. } = expected.flags;
                let seq = if rst && !ack { yours.seq } else { 0 };
                let ack = if rst && ack { yours.ack } else { 0 };
                Segment { seq, ack, ..yours.clone() } == *expected
            })
        },
    },
    // What recv gives, and what it leaves.
    Mistake {
        name: "error_before_the_end",
        shows: |it| {
            recv(it).is_some_and(|it| {
                let told = it.error().is_some_and(|error| it.tells(&error));
                told && it.misses(&END) && it.row.socket.ended
            })
        },
    },
    Mistake {
        name: "error_empties_the_buffer",
        shows: |it| {
            let lost = |it: &Call| it.row.socket.error.is_some() && it.yours != it.expected;
            let reads = |it: &Call| matches!(it.yours, Returned::Data(data) if !data.is_empty());
            recv(it).is_some_and(|it| lost(&it) && !reads(&it))
                && it.any(|row| {
                    more(row.expected, row.yours) && row.yours.socket.received.is_empty()
                })
                || recv(it).is_some_and(|it| {
                    it.reads() && it.error().is_some_and(|error| it.tells(&error))
                }) && it.yours().is_some_and(|yours| {
                    let row = it.caller().and_then(|caller| yours.row(caller.id));
                    row.is_some_and(|row| row.socket.received.is_empty())
                })
        },
    },
    Mistake {
        name: "error_taken_untold",
        shows: |it| {
            recv(it).is_some_and(|it| it.yours == it.expected)
                && it.any(|row| {
                    row.expected.socket.error.is_some() && row.yours.socket.error.is_none()
                })
        },
    },
    Mistake {
        name: "zero_asks_for_nothing",
        shows: |it| {
            recv(it).is_some_and(|it| {
                it.most == 0 && it.tells(&END) && matches!(it.expected, Returned::Error(_))
            })
        },
    },
    Mistake {
        name: "error_before_the_data",
        shows: |it| {
            recv(it)
                .is_some_and(|it| it.error().is_some_and(|error| it.tells(&error)) && it.reads())
        },
    },
    Mistake {
        name: "error_never_told",
        shows: |it| recv(it).is_some_and(|it| it.error().is_some_and(|error| it.misses(&error))),
    },
    Mistake {
        name: "error_told_again",
        shows: |it| {
            let left =
                |row: Pair| row.yours.socket.error.is_some() && row.expected.socket.error.is_none();
            let call = recv(it).or_else(|| send(it));
            it.results().is_none() && it.any(left)
                || call.is_some_and(|it| {
                    *it.yours == error(Errno::ECONNRESET) && it.row.socket.error.is_none()
                })
        },
    },
    Mistake {
        name: "takes_all",
        shows: |it| {
            recv(it).is_some_and(|it| {
                let all = &it.row.socket.received;
                all.len() > it.most && it.tells(&Returned::Data(all.clone()))
            })
        },
    },
    Mistake {
        name: "takes_from_the_back",
        shows: |it| {
            recv(it).is_some_and(|it| match (it.yours, it.expected) {
                (Returned::Data(yours), Returned::Data(expected)) => {
                    yours != expected
                        && yours.len() == expected.len()
                        && it.row.socket.received.ends_with(yours)
                }
                _ => false,
            })
        },
    },
    Mistake {
        name: "throws_the_rest_away",
        shows: |it| {
            recv(it).is_some_and(|it| it.yours == it.expected)
                && it.any(|row| more(row.expected, row.yours))
        },
    },
    Mistake {
        name: "stays_in_the_buffer",
        shows: |it| {
            recv(it).is_some_and(|it| it.yours == it.expected)
                && it.any(|row| more(row.yours, row.expected))
        },
    },
    Mistake {
        name: "waits_for_all_it_asked_for",
        shows: |it| {
            recv(it).is_some_and(|it| {
                it.tells(&error(Errno::EAGAIN))
                    && it.reads()
                    && it.row.socket.received.len() < it.most
            })
        },
    },
    Mistake {
        name: "connecting_has_no_peer",
        shows: |it| {
            let several = it.is_other || !it.others.is_empty();
            several
                && recv(it)
                    .is_some_and(|it| it.tells(&error(Errno::ENOTCONN)) && is_connecting(it.row))
        },
    },
    Mistake {
        name: "end_before_the_data",
        shows: |it| recv(it).is_some_and(|it| it.tells(&END) && it.reads()),
    },
    Mistake {
        name: "takes_less",
        shows: |it| {
            recv(it).is_some_and(|it| match (it.yours, it.expected) {
                (Returned::Data(yours), Returned::Data(expected)) => {
                    yours.len() < expected.len() && expected.starts_with(yours)
                }
                _ => false,
            })
        },
    },
    Mistake {
        name: "only_established_reads",
        shows: |it| {
            recv(it).is_some_and(|it| {
                *it.yours == error(Errno::ENOTCONN)
                    && it.row.socket.remote.is_some()
                    && (state(it.row) != State::Closed || it.reads())
            }) && it.is_shown_by(|it| recv(it).is_some_and(|it| !is_connecting(it.row)))
        },
    },
    Mistake {
        name: "reset_is_not_connected",
        shows: |it| recv(it).is_some_and(|it| it.tells(&error(Errno::ENOTCONN)) && it.misses(&END)),
    },
    Mistake {
        name: "end_is_eagain",
        shows: |it| recv(it).is_some_and(|it| it.tells(&error(Errno::EAGAIN)) && it.misses(&END)),
    },
    Mistake {
        name: "end_only_once",
        shows: |it| {
            recv(it).is_some() && it.any(|row| row.expected.socket.ended && !row.yours.socket.ended)
        },
    },
    Mistake {
        name: "nothing_yet_is_the_end",
        shows: |it| recv(it).is_some_and(|it| it.tells(&END) && it.misses(&error(Errno::EAGAIN))),
    },
    Mistake {
        name: "waits_without_a_peer",
        shows: |it| {
            let other_error = it.results().is_some_and(|(yours, _)| {
                matches!(yours, Returned::Error(_)) && *yours != error(Errno::EAGAIN)
            });
            !other_error && recv(it).is_some_and(|it| it.misses(&error(Errno::ENOTCONN)))
        },
    },
    // Where send goes, and when it does not.
    Mistake {
        name: "sent_data_is_received",
        shows: |it| send(it).is_some() && it.any(|row| more(row.yours, row.expected)),
    },
    Mistake {
        name: "send_reads",
        shows: |it| send(it).is_some() && it.any(|row| more(row.expected, row.yours)),
    },
    Mistake {
        name: "sends_a_part",
        shows: |it| {
            sends(it).is_some_and(|(yours, expected)| {
                yours.data.len() < expected.data.len() && expected.data.starts_with(&yours.data)
            })
        },
    },
    Mistake {
        name: "sends_without_ack",
        shows: |it| {
            sends(it).is_some_and(|(yours, expected)| {
                let without = Flags { ack: false, ..expected.flags };
                *yours == Segment { flags: without, ..expected.clone() } && yours != expected
            })
        },
    },
    Mistake {
        name: "sends_a_fin",
        shows: |it| {
            sends(it).is_some_and(|(yours, expected)| yours.flags.fin && !expected.flags.fin)
        },
    },
    Mistake {
        name: "unread_stops_sending",
        shows: |it| {
            send(it).is_some_and(|it| {
                !it.row.socket.received.is_empty()
                    && matches!(it.yours, Returned::Error(_))
                    && matches!(it.expected, Returned::Sends(_))
            })
        },
    },
    Mistake {
        name: "sends_to_itself",
        shows: |it| {
            sends(it).is_some_and(|(yours, expected)| {
                (yours.source, yours.destination) == (expected.destination, expected.source)
            })
        },
    },
    Mistake {
        name: "sends_to_another_client",
        shows: |it| {
            sends(it).is_some_and(|(yours, expected)| yours.destination != expected.destination)
        },
    },
    Mistake {
        name: "sends_from_the_listener",
        shows: |it| {
            sends(it).is_some_and(|(yours, expected)| {
                let mut rows = it.expected().rows.iter();
                yours.source != expected.source
                    && rows.any(|row| {
                        state(row) == State::Listen && row.socket.local == Some(yours.source)
                    })
            })
        },
    },
    Mistake {
        name: "fin_means_dead",
        shows: |it| {
            send(it).is_some_and(|it| state(it.row) == State::CloseWait && it.yours != it.expected)
                && sends(it).is_none()
        },
    },
    Mistake {
        name: "reset_is_epipe",
        shows: |it| {
            send(it).is_some_and(|it| {
                it.tells(&error(Errno::EPIPE))
                    && state(it.row) == State::Closed
                    && it.error().is_some_and(|error| it.misses(&error))
            })
        },
    },
    Mistake {
        name: "error_is_asked_last",
        shows: |it| send(it).is_some_and(|it| it.error().is_some_and(|error| it.misses(&error))),
    },
    Mistake {
        name: "sends_after_its_end",
        shows: |it| {
            send(it).is_some_and(|it| {
                matches!(it.yours, Returned::Sends(_)) && it.misses(&error(Errno::EPIPE))
            })
        },
    },
    Mistake {
        name: "connecting_is_too_late",
        shows: |it| {
            let fails = it.results().is_some_and(|(it, _)| matches!(it, Returned::Error(_)));
            fails && send(it).is_some_and(|it| it.misses(&error(Errno::EAGAIN)))
        },
    },
    Mistake { name: "notconn_for_epipe", shows: |it| it.returned("ENOTCONN", "EPIPE") },
    Mistake {
        name: "a_call_changes_the_state",
        shows: |it| it.any(|row| row.yours.socket.state != row.expected.socket.state),
    },
];
