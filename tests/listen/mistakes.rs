//! How each known mistake of `04_listen` shows in a trace.

use grader::{Difference, Mistake};
use netstack::{Errno, Operation, Options, Returned, Row, Socket, State};

/// The most telling first: the first that shows is the one that is named.
pub const MISTAKES: &[Mistake] = &[
    Mistake {
        name: "changed_in_spite_of_the_error",
        shows: |it| {
            !it.should_return(&Returned::Zero) && !it.pairs().is_empty() && it.results().is_none()
        },
    },
    // The call succeeds where it should not.
    Mistake {
        name: "heard_of_the_reset",
        shows: |it| goes_on(it) && was_reset(it).is_some_and(|row| row.socket.error.is_none()),
    },
    Mistake { name: "place_before_the_state", shows: place_before_the_state },
    Mistake { name: "reset_one_may_listen", shows: |it| goes_on(it) && was_reset(it).is_some() },
    Mistake {
        name: "connected_may_listen",
        shows: |it| it.returned("0", "EINVAL") && was_reset(it).is_none(),
    },
    Mistake {
        name: "no_port_is_left",
        shows: |it| it.returned("0", "EADDRINUSE") && was_unbound(it),
    },
    // Another socket is in the way, or is not.
    Mistake {
        name: "one_reuseport_is_enough",
        shows: |it| conflict(it, "one_reuseport_is_enough"),
    },
    Mistake {
        name: "wildcard_spares_loopback",
        shows: |it| narrow_conflict(it, "wildcard_spares_loopback"),
    },
    Mistake {
        name: "everywhere_is_another_address",
        shows: |it| conflict(it, "everywhere_is_another_address"),
    },
    Mistake { name: "first_one_decides", shows: |it| narrow_conflict(it, "first_one_decides") },
    Mistake { name: "two_listeners_share", shows: |it| conflict(it, "two_listeners_share") },
    Mistake {
        name: "reuseport_is_ignored",
        shows: |it| conflict(it, "reuseport_is_ignored") || alone(it, "reuseport_is_ignored"),
    },
    Mistake { name: "conflict_by_port_alone", shows: |it| conflict(it, "conflict_by_port_alone") },
    Mistake { name: "bound_is_taken", shows: |it| conflict(it, "bound_is_taken") },
    Mistake {
        name: "old_connections_conflict",
        shows: |it| conflict(it, "old_connections_conflict"),
    },
    // The call fails where it should not.
    Mistake { name: "needs_bind", shows: |it| refused(it) && was_unbound(it) && is_plain(it) },
    Mistake {
        name: "second_listen_is_an_error",
        shows: |it| refused(it) && was_listening(it) && is_plain(it),
    },
    Mistake { name: "zero_backlog_is_an_error", shows: |it| refused(it) && backlog(it) == Some(0) },
    Mistake {
        name: "negative_backlog_is_an_error",
        shows: |it| refused(it) && backlog(it).is_some_and(|backlog| backlog < 0),
    },
    Mistake {
        name: "large_backlog_is_an_error",
        shows: |it| {
            let expected = it.caller().and_then(|row| limit(it.expected().row(row.id)?));
            refused(it) && backlog(it) > expected.map(i64::from)
        },
    },
    // The call succeeds and writes something else.
    Mistake {
        name: "only_the_backlog",
        shows: |it| {
            it.results().is_none() && it.any(|row| row.expected.listens() && !row.yours.listens())
        },
    },
    Mistake {
        name: "zero_needs_no_queue",
        shows: |it| {
            backlog(it) == Some(0) && has_no_queue(it) && !without_a_queue(it, |it| it != 0)
        },
    },
    Mistake {
        name: "only_the_state",
        shows: |it| has_no_queue(it) && without_a_queue(it, |it| it != 0),
    },
    Mistake {
        name: "listens_without_an_address",
        shows: |it| {
            was_unbound(it) && it.any(|row| row.yours.listens() && row.yours.socket.local.is_none())
        },
    },
    Mistake {
        name: "port_zero_is_kept",
        shows: |it| it.any(|row| row.yours.socket.local.is_some_and(|local| local.port() == 0)),
    },
    Mistake {
        name: "only_one_address",
        shows: |it| {
            was_unbound(it)
                && it.any(|row| {
                    row.yours.socket.local.is_some_and(|local| !local.ip().is_unspecified())
                })
        },
    },
    Mistake {
        name: "port_that_is_taken",
        shows: |it| {
            was_unbound(it)
                && it.any(|row| {
                    row.yours.listens() && row.yours.socket.local != row.expected.socket.local
                })
        },
    },
    Mistake {
        name: "options_are_lost",
        shows: |it| it.any(|row| row.expected.listens() && row.lacks_options()),
    },
    Mistake {
        name: "second_listen_empties_the_queue",
        shows: |it| it.any(|row| row.yours.waiting() == 0 && row.expected.waiting() > 0),
    },
    Mistake {
        name: "smaller_limit_sends_clients_away",
        shows: |it| it.any(|row| row.yours.waiting() < row.expected.waiting()),
    },
    Mistake {
        name: "second_listen_changes_nothing",
        shows: |it| {
            was_listening(it)
                && limits(it).is_some_and(|(yours, _)| {
                    it.caller().is_some_and(|row| limit(row) == Some(yours))
                })
        },
    },
    // The limit is another one.
    Mistake {
        name: "one_more_is_written",
        shows: |it| wrote(it, |_, expected| vec![expected.saturating_add(1)]),
    },
    Mistake {
        name: "zero_backlog_means_one",
        shows: |it| {
            backlog(it) == Some(0)
                && wrote(it, |asked, expected| match asked {
                    0 => vec![1, 5, 128, 4096],
                    _ => vec![expected],
                })
        },
    },
    Mistake {
        name: "sixteen_bits",
        shows: |it| {
            wrote(it, |asked, expected| match u16::try_from(asked) {
                Ok(_) => vec![expected],
                Err(_) => vec![expected.min(u32::from(asked as u16)), u32::from(asked as u16)],
            })
        },
    },
    Mistake {
        name: "compared_with_a_sign",
        shows: |it| {
            wrote(it, |asked, expected| match i32::try_from(asked) {
                Ok(asked) if asked < 0 => vec![asked.cast_unsigned()],
                _ => vec![expected],
            })
        },
    },
    Mistake {
        name: "negative_backlog_is_small",
        shows: |it| {
            wrote(it, |asked, expected| if asked < 0 { vec![0, 1] } else { vec![expected] })
                || wrote(it, |asked, expected| match u32::try_from(-asked) {
                    Ok(positive) => vec![positive.min(expected)],
                    Err(_) => vec![expected],
                })
        },
    },
    Mistake {
        name: "one_less_than_allowed",
        shows: |it| {
            let right = it.expected.steps.iter().flat_map(|step| &step.rows).filter_map(limit);
            let most = right.max().unwrap_or_default();
            wrote(it, |asked, expected| {
                // What was asked for was not cut, or it is just as much as is allowed.
                if asked == i64::from(expected) && expected < most {
                    vec![expected]
                } else if asked == i64::from(expected) {
                    vec![expected, expected.saturating_sub(1)]
                } else {
                    vec![expected.saturating_sub(1)]
                }
            })
        },
    },
    Mistake {
        name: "backlog_is_not_cut",
        shows: |it| {
            wrote(it, |asked, expected| {
                // A negative one may have been cut, or not.
                let whole = (asked as i32).cast_unsigned();
                if asked < 0 { vec![expected, whole] } else { vec![whole] }
            })
        },
    },
    Mistake {
        name: "limit_is_a_constant",
        shows: |it| {
            let known = [128, 4096, 65535, 1024, 511, 100];
            known.into_iter().any(|constant| {
                let (yours, expected) = limits(it).unwrap_or_default();
                yours == constant
                    && expected > constant
                    && backlog(it).is_some_and(|it| it < 0 || it > i64::from(constant))
            })
        },
    },
];

/// Whether a socket listens, of the program's own and of the others.
type InTheWay = fn(&Socket, &[&Socket]) -> bool;

/// When the place of a socket is taken, as different people think. Each has the name of its mistake.
const IDEAS: [(&str, InTheWay); 15] = [
    ("one_reuseport_is_enough", |me, all| {
        all.iter().any(|it| {
            listens(it)
                && overlap(me, it)
                && !both(me, it, |it| it.reuseport)
                && !me.options.reuseport
                && !it.options.reuseport
        })
    }),
    ("one_reuseport_is_enough", |me, all| {
        all.iter().any(|it| listens(it) && overlap(me, it) && !me.options.reuseport)
    }),
    ("one_reuseport_is_enough", |me, all| {
        all.iter().any(|it| listens(it) && overlap(me, it) && !it.options.reuseport)
    }),
    ("wildcard_spares_loopback", |me, all| {
        all.iter().any(|it| {
            let loopback = |it: &Socket| it.local.is_some_and(|local| local.ip().is_loopback());
            let spared = me.local != it.local && (loopback(me) || loopback(it));
            in_the_way(me, it) && !spared
        })
    }),
    ("everywhere_is_another_address", |me, all| {
        all.iter().any(|it| in_the_way(me, it) && me.local == it.local)
    }),
    ("first_one_decides", |me, all| {
        let mut here = all.iter().filter(|it| listens(it) && overlap(me, it));
        here.next().is_some_and(|it| in_the_way(me, it))
    }),
    ("first_one_decides", |me, all| {
        let mut here = all.iter().filter(|it| listens(it) && overlap(me, it));
        here.next_back().is_some_and(|it| in_the_way(me, it))
    }),
    ("two_listeners_share", |_, _| false),
    ("two_listeners_share", |me, all| {
        all.iter().any(|it| in_the_way(me, it) && !both(me, it, |it| it.reuseaddr))
    }),
    ("two_listeners_share", |me, all| {
        all.iter().any(|it| in_the_way(me, it) && !me.options.reuseaddr)
    }),
    ("reuseport_is_ignored", |me, all| all.iter().any(|it| listens(it) && overlap(me, it))),
    ("conflict_by_port_alone", |me, all| {
        all.iter().any(|it| listens(it) && same_port(me, it) && !both(me, it, |it| it.reuseport))
    }),
    ("bound_is_taken", |me, all| {
        all.iter()
            .any(|it| it.remote.is_none() && overlap(me, it) && !both(me, it, |it| it.reuseport))
    }),
    ("old_connections_conflict", |me, all| {
        all.iter().any(|it| {
            it.state != State::Closed && overlap(me, it) && !both(me, it, |it| it.reuseport)
        })
    }),
    ("old_connections_conflict", |me, all| {
        all.iter().any(|it| {
            (listens(it) || it.remote.is_some())
                && overlap(me, it)
                && !both(me, it, |it| it.reuseport)
        })
    }),
];

fn listens(it: &Socket) -> bool {
    it.state == State::Listen
}

fn same_port(a: &Socket, b: &Socket) -> bool {
    matches!((a.local, b.local), (Some(a), Some(b)) if a.port() == b.port())
}

/// Whether a packet can be for both.
fn overlap(a: &Socket, b: &Socket) -> bool {
    let everywhere = |it: &Socket| it.local.is_some_and(|local| local.ip().is_unspecified());
    same_port(a, b) && (a.local == b.local || everywhere(a) || everywhere(b))
}

fn both(a: &Socket, b: &Socket, have: fn(&Options) -> bool) -> bool {
    have(&a.options) && have(&b.options)
}

/// What is right.
fn in_the_way(me: &Socket, other: &Socket) -> bool {
    listens(other) && overlap(me, other) && !both(me, other, |it| it.reuseport)
}

/// Whether a wrong idea of who is in the way explains what differs in a story, and no other idea does.
///
/// Of the stories that cover a space, those are at hand that fail. A wide idea explains all that a
/// narrow one does, and they don't tell which of the two it is: so no wide one is told there.
fn conflict(it: &Difference, name: &str) -> bool {
    let (mine, rivals): (Vec<_>, Vec<_>) = IDEAS.iter().partition(|(idea, _)| *idea == name);
    let single = !it.is_other && it.others.is_empty();
    single
        && mine.iter().any(|(_, idea)| explains(it, *idea))
        && !rivals.iter().any(|(_, idea)| explains(it, *idea))
}

/// Whether an idea explains what differs in all stories, and no other idea does.
fn alone(it: &Difference, name: &str) -> bool {
    let (mine, rivals): (Vec<_>, Vec<_>) = IDEAS.iter().partition(|(idea, _)| *idea == name);
    let one = |(_, idea): &(&str, InTheWay)| {
        let idea = *idea;
        move |it: &Difference| explains(it, idea)
    };
    mine.iter().map(one).any(|idea| it.only(idea, rivals.iter().map(one)))
}

/// Whether a narrow idea explains what differs. In most stories it says what is right.
fn narrow_conflict(it: &Difference, name: &str) -> bool {
    IDEAS.iter().any(|(idea, taken)| *idea == name && explains(it, *taken))
}

/// Whether an idea explains this call, and all others of the story on a socket that is bound only.
fn explains(it: &Difference, idea: InTheWay) -> bool {
    const TAKEN: Returned = Returned::Error(Errno::EADDRINUSE);
    let calls = (1..it.expected.steps.len()).filter_map(|step| {
        let fd = it.expected.steps[step].operation()?.fd()?;
        let before = it.yours.steps.get(step - 1)?;
        let caller = before.held_by(fd).filter(|row| is_bound_only(row))?;
        let others = before.rows.iter().filter(|row| row.id != caller.id);
        let others: Vec<_> = others.map(|row| &row.socket).collect();
        let taken = it.yours.steps.get(step)?.result.as_ref()? == &TAKEN;
        Some(taken == idea(&caller.socket, &others))
    });
    let is_wrong =
        it.results().is_some_and(|(yours, expected)| *yours == TAKEN || *expected == TAKEN);
    is_wrong && it.caller().is_some_and(is_bound_only) && calls.into_iter().all(|as_said| as_said)
}

fn is_bound_only(row: &Row) -> bool {
    let Socket { state, local, remote, .. } = &row.socket;
    *state == State::Closed && local.is_some() && remote.is_none()
}

/// The backlog that the program asked for.
fn backlog(it: &Difference) -> Option<i64> {
    match it.operation()? {
        Operation::Listen { backlog, .. } => Some(i64::from(*backlog)),
        _ => None,
    }
}

fn was_unbound(it: &Difference) -> bool {
    it.caller().is_some_and(|row| row.socket.local.is_none())
}

fn was_listening(it: &Difference) -> bool {
    it.caller().is_some_and(Row::listens)
}

/// Whether nothing about the backlog of the call is special.
fn is_plain(it: &Difference) -> bool {
    let right = it.caller().and_then(|row| limit(it.expected().row(row.id)?));
    backlog(it).is_some_and(|it| it > 0) && backlog(it) == right.map(i64::from)
}

/// The socket that listen was called on, if its connection was reset.
fn was_reset(it: &Difference) -> Option<&Row> {
    it.caller().filter(|row| row.socket.state == State::Closed && row.socket.remote.is_some())
}

/// Whether the call should have ended with EINVAL, and went on to other questions.
fn goes_on(it: &Difference) -> bool {
    it.returned("0", "EINVAL") || it.returned("EADDRINUSE", "EINVAL")
}

/// Whether all sockets that can't listen were told that their place is taken, where it is.
fn place_before_the_state(it: &Difference) -> bool {
    let calls = (1..it.expected.steps.len()).filter_map(|step| {
        let expected = &it.expected.steps[step];
        let before = it.yours.steps.get(step - 1)?;
        let caller = before.held_by(expected.operation()?.fd()?)?;
        let mut others = before.rows.iter().filter(|row| row.id != caller.id);
        let taken = others.any(|row| in_the_way(&caller.socket, &row.socket));
        let cannot = expected.result == Some(Returned::Error(Errno::EINVAL));
        (taken && cannot).then(|| {
            it.yours
                .steps
                .get(step)
                .is_some_and(|yours| yours.result == Some(Returned::Error(Errno::EADDRINUSE)))
        })
    });
    it.returned("EADDRINUSE", "EINVAL") && calls.into_iter().all(|as_said| as_said)
}

/// Whether the call failed, and should not have.
fn refused(it: &Difference) -> bool {
    it.returned("E", "0")
}

fn limit(row: &Row) -> Option<u32> {
    row.socket.backlog.as_ref().map(|backlog| backlog.limit)
}

/// The limit that the program wrote, and the expected one, if they differ.
fn limits(it: &Difference) -> Option<(u32, u32)> {
    let limits = |row: grader::Pair| Some((limit(row.yours)?, limit(row.expected)?));
    it.pairs().into_iter().filter_map(limits).find(|(yours, expected)| yours != expected)
}

/// Whether the program wrote another limit, and all limits of the story as an idea says: it is told
/// what was asked for and what is right.
fn wrote(it: &Difference, idea: impl Fn(i64, u32) -> Vec<u32>) -> bool {
    let calls = it.expected.steps.iter().zip(&it.yours.steps).filter_map(|(expected, yours)| {
        let Operation::Listen { fd, backlog } = expected.operation()? else { return None };
        let written = limit(yours.held_by(*fd)?)?;
        let right = limit(expected.held_by(*fd)?)?;
        let succeeded = |result: &Option<Returned>| *result == Some(Returned::Zero);
        (succeeded(&expected.result) && succeeded(&yours.result))
            .then(|| idea(i64::from(*backlog), right).contains(&written))
    });
    limits(it).is_some() && calls.into_iter().all(|as_said| as_said)
}

/// Whether a socket listens, and has no queue.
fn has_no_queue(it: &Difference) -> bool {
    it.any(|row| row.yours.listens() && row.yours.socket.backlog.is_none())
}

/// Whether some listen of the story with such a backlog made no queue.
fn without_a_queue(it: &Difference, of_these: fn(i32) -> bool) -> bool {
    it.yours.steps.iter().any(|step| {
        let Some(Operation::Listen { fd, backlog }) = step.operation() else { return false };
        let row = step.held_by(*fd);
        of_these(*backlog) && row.is_some_and(|row| row.listens() && row.socket.backlog.is_none())
    })
}
