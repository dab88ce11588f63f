//! How each known mistake of `07_lookup` shows in a trace.

use std::collections::HashSet;

use grader::{Difference, Mistake};
use netstack::{FourTuple, Operation, Returned, Row, SocketId, State};

/// The most telling first: the first that shows is the one that is named.
pub const MISTAKES: &[Mistake] = &[
    Mistake {
        name: "removal_is_forgotten",
        shows: |it| answer(it).is_some_and(|it| it.by_index && it.yours == Found::Gone),
    },
    Mistake {
        name: "bound_is_listening",
        shows: |it| {
            yours(it)
                .is_some_and(|row| row.socket.state == State::Closed && row.socket.remote.is_none())
        },
    },
    Mistake {
        name: "closed_is_a_connection",
        shows: |it| {
            yours(it).is_some_and(|row| row.socket.state == State::Closed)
                || answer(it).is_some_and(|answer| {
                    // The old socket was found, and hid the new one.
                    answer.expected.connection().is_some()
                        && answer.goes_past_the_connection()
                        && answer.rows.iter().any(|row| {
                            row.socket.state == State::Closed && answer.has_the_ends_of(row)
                        })
                        && WALKS.iter().all(|walk| !explains(it, *walk))
                })
        },
    },
    Mistake {
        name: "either_way_round",
        // Who swaps the two ends finds no connection as it should be found.
        shows: |it| finds_the_other_end(it) && !connections(it).1.is_empty(),
    },
    Mistake { name: "ends_swapped", shows: finds_the_other_end },
    Mistake {
        name: "near_socket",
        shows: |it| {
            let mut wrong = answers(it).into_iter().filter(Answer::is_wrong);
            answer(it).is_some()
                && wrong.all(|it| {
                    it.expected == Found::Nobody
                        && it.ignores().is_some_and(|it| it & !(CLIENT_ADDRESS | CLIENT_PORT) == 0)
                })
                && answer(it).and_then(|it| it.ignores()) == Some(CLIENT_ADDRESS | CLIENT_PORT)
        },
    },
    Mistake {
        name: "port_is_enough",
        shows: |it| {
            answer(it).is_some_and(|answer| {
                let both = CLIENT_ADDRESS | CLIENT_PORT;
                answer.ignores().is_some_and(|ignored| ignored & both == both)
            }) && !answers(it)
                .iter()
                .any(|it| it.ignores().is_some_and(|ignored| ignored & SERVER_PORT > 0))
        },
    },
    Mistake { name: "client_is_enough", shows: |it| ignores(it, SERVER_ADDRESS | SERVER_PORT) },
    Mistake { name: "ports_are_enough", shows: |it| ignores(it, CLIENT_ADDRESS | SERVER_ADDRESS) },
    Mistake { name: "no_client_address", shows: |it| ignores(it, CLIENT_ADDRESS) },
    Mistake { name: "no_client_port", shows: |it| ignores(it, CLIENT_PORT) },
    Mistake { name: "no_server_address", shows: |it| ignores(it, SERVER_ADDRESS) },
    Mistake { name: "no_server_port", shows: |it| ignores(it, SERVER_PORT) },
    Mistake {
        name: "closed_ends_the_search",
        // Who finds nobody for another reason does not find this socket for others either.
        shows: |it| {
            answer(it).is_some_and(|answer| {
                let mut closed = answer.rows.iter().filter(|row| row.socket.state == State::Closed);
                answer.yours == Found::Nobody
                    && closed.any(|row| answer.has_the_ends_of(row))
                    && answers(it).iter().any(|it| {
                        !it.is_wrong() && it.yours.row().is_some() && it.yours == answer.expected
                    })
            })
        },
    },
    Mistake {
        name: "bound_ends_the_search",
        // Who never finds the wildcard has another idea.
        shows: |it| {
            answer(it).is_some_and(|answer| {
                let mut rows = answer.rows.iter();
                !answer.by_index
                    && answer.misses_the_wildcard()
                    && rows.any(|row| {
                        let socket = &row.socket;
                        socket.state == State::Closed
                            && (socket.local, socket.remote) == (Some(answer.tuple.local), None)
                    })
                    && answers(it).iter().any(|it| it.yours == answer.expected)
            })
        },
    },
    Mistake {
        name: "listener_at_another_port",
        shows: |it| {
            answer(it).is_some_and(|answer| {
                let found = answer.yours.listener().and_then(|row| row.socket.local);
                found.is_some_and(|local| local.port() != answer.tuple.local.port())
            })
        },
    },
    Mistake {
        name: "listener_by_port",
        shows: |it| {
            answer(it).is_some_and(|answer| {
                let dialled = answer.tuple.local;
                answer.yours.listener().and_then(|row| row.socket.local).is_some_and(|local| {
                    local.port() == dialled.port()
                        && local.ip() != dialled.ip()
                        && !local.ip().is_unspecified()
                })
            }) && !explains(it, first_at_the_port)
        },
    },
    // A connection is not found, and something else is, or nobody.
    Mistake {
        name: "one_listener_at_an_endpoint",
        shows: |it| {
            answer(it).is_some_and(|answer| {
                let expected = answer.expected.listener().and_then(|row| row.socket.local);
                let shared = |gone: &&Row| gone.listens() && gone.socket.local == expected;
                answer.by_index && expected.is_some() && gone(it).iter().any(shared)
            }) && was_there(it, answer(it).and_then(|it| it.expected.row()))
        },
    },
    Mistake {
        name: "removal_takes_too_much",
        shows: |it| {
            answer(it).is_some_and(|answer| {
                let expected = answer.expected.row();
                let same_place =
                    |gone: &Row| expected.is_some_and(|it| it.socket.local == gone.socket.local);
                let is_lost = gone(it).into_iter().any(same_place) || was_found(it, expected);
                answer.by_index && is_lost && was_there(it, expected)
            })
        },
    },
    Mistake {
        name: "only_with_a_descriptor",
        shows: |it| {
            let (missed, found) = connections(it);
            let is_held = |row: &&Row| row.fd.is_some();
            // Else its state could be the reason.
            let established = |it: &Difference| {
                passed(it).is_some_and(|row| row.socket.state == State::Established)
            };
            passed(it).is_some()
                && !missed.iter().any(is_held)
                && found.iter().all(is_held)
                && (established(it) || it.others.iter().any(established))
        },
    },
    Mistake { name: "time_wait_is_gone", shows: |it| misses_only(it, &[State::TimeWait]) },
    Mistake {
        name: "both_ends_are_closed",
        shows: |it| misses_only(it, &[State::LastAck, State::Closing]),
    },
    Mistake {
        name: "half_open_is_nobody",
        shows: |it| {
            // Else it could be that only ESTABLISHED counts, or only what a program holds.
            let (_, found) = connections(it);
            misses_only(it, &[State::SynReceived])
                && found.iter().any(|row| row.socket.state != State::Established)
                && found.iter().any(|row| row.fd.is_none())
        },
    },
    Mistake {
        name: "only_established_counts",
        shows: |it| {
            let (missed, found) = connections(it);
            passed(it).is_some()
                && missed.len() > 1
                && missed.iter().all(|row| row.socket.state != State::Established)
                && found.iter().all(|row| row.socket.state == State::Established)
        },
    },
    Mistake {
        name: "one_state_is_left_out",
        shows: |it| {
            let (missed, found) = connections(it);
            let state = |row: &&Row| row.socket.state;
            // The two with which other ideas begin.
            let unclear = [State::Established, State::SynReceived];
            let elsewhere = it.others.iter().filter_map(passed);
            let states: HashSet<_> =
                missed.iter().copied().chain(elsewhere).map(|it| it.socket.state).collect();
            passed(it).is_some()
                && states.len() <= 3
                && !missed.iter().any(|row| unclear.contains(&state(row)))
                && !found.iter().any(|row| states.contains(&state(row)))
        },
    },
    Mistake { name: "first_that_fits", shows: |it| only(it, first_that_fits) },
    Mistake { name: "last_that_fits", shows: |it| only(it, last_that_fits) },
    Mistake {
        name: "listener_first",
        shows: |it| {
            only(it, listener_first)
                || !connections(it).1.is_empty()
                    && answers(it)
                        .iter()
                        .all(|it| it.by_index && it.yours.row() == listener_first(it))
        },
    },
    // Of those that listen another one is found, or nobody.
    Mistake {
        name: "full_one_is_passed_over",
        shows: |it| answer(it).is_some_and(|it| it.expected.room() == Some(0)),
    },
    Mistake {
        name: "more_room",
        shows: |it| {
            answer(it).is_some_and(|it| {
                it.expected.room().is_some() && it.yours.room() > it.expected.room()
            })
        },
    },
    Mistake {
        name: "wildcard_first",
        shows: |it| {
            answer(it).is_some_and(|it| it.yours.is_wildcard() && it.expected.listener().is_some())
                && WALKS.iter().all(|walk| !explains(it, *walk))
        },
    },
    Mistake {
        name: "place_hides_the_wildcard",
        shows: |it| {
            answer(it).is_some_and(|answer| {
                let mut rows = it.expected().rows.iter();
                answer.by_index
                    && answer.misses_the_wildcard()
                    && rows.any(|row| {
                        row.socket.remote.is_some() && row.socket.local == Some(answer.tuple.local)
                    })
            })
        },
    },
    Mistake {
        name: "wildcard_spares_loopback",
        shows: |it| {
            answer(it)
                .is_some_and(|it| it.misses_the_wildcard() && it.tuple.local.ip().is_loopback())
        },
    },
    Mistake {
        name: "index_misses_the_wildcard",
        shows: |it| {
            answer(it).is_some_and(|it| it.by_index && it.misses_the_wildcard())
                && !answers(it).iter().any(|it| it.yours.is_wildcard())
        },
    },
    Mistake {
        name: "wildcard_is_an_address",
        shows: |it| {
            answer(it).is_some_and(|it| it.misses_the_wildcard())
                && !answers(it).iter().any(|it| it.yours.is_wildcard())
        },
    },
    Mistake {
        name: "listeners_are_forgotten",
        shows: |it| {
            answer(it)
                .is_some_and(|it| it.yours == Found::Nobody && it.expected.listener().is_some())
                && !answers(it).iter().any(|it| it.yours.listener().is_some())
                && !connections(it).1.is_empty()
        },
    },
];

/// What a lookup was asked, what it found and what it should have found.
struct Answer<'a> {
    /// Whether the index gave it.
    by_index: bool,
    /// What was asked for.
    tuple: FourTuple,
    /// The table.
    rows: &'a [Row],
    /// What the program found.
    yours: Found<'a>,
    /// What it should have found.
    expected: Found<'a>,
}

/// What a lookup found.
#[derive(Clone, Copy, PartialEq)]
enum Found<'a> {
    Nobody,
    Socket(&'a Row),
    /// A socket that was in the table, and is no more.
    Gone,
    /// A socket that was never there.
    Unknown,
}

/// The answer that is not the expected one.
fn answer(it: &Difference) -> Option<Answer<'_>> {
    answer_in(it, it.step).filter(Answer::is_wrong)
}

/// All answers of the story.
fn answers(it: &Difference) -> Vec<Answer<'_>> {
    (0..it.expected.steps.len()).filter_map(|step| answer_in(it, step)).collect()
}

/// The answer that the program gave in some step.
fn answer_in(it: &Difference, step: usize) -> Option<Answer<'_>> {
    let (yours, table) = (it.yours.steps.get(step)?, it.expected.steps.get(step)?);
    let (by_index, tuple) = match table.operation()? {
        Operation::Lookup(tuple) => (false, *tuple),
        Operation::Index(tuple) => (true, *tuple),
        _ => return None,
    };
    let was_there = |id: SocketId| {
        let mut before = it.expected.steps[..step].iter();
        before.any(|step| step.row(id).is_some())
    };
    let found = |result: &Returned| match result {
        Returned::Socket(None) => Some(Found::Nobody),
        Returned::Socket(Some(id)) => Some(match table.row(*id) {
            Some(row) => Found::Socket(row),
            None if was_there(*id) => Found::Gone,
            None => Found::Unknown,
        }),
        _ => None,
    };
    let (yours, expected) = (found(yours.result.as_ref()?)?, found(table.result.as_ref()?)?);
    Some(Answer { by_index, tuple, rows: &table.rows, yours, expected })
}

/// The socket that the program found.
fn yours(it: &Difference) -> Option<&Row> {
    answer(it)?.yours.row()
}

/// The connections of the story that were not found, where the socket that listens or nobody was; and
/// those that were found.
fn connections(it: &Difference) -> (Vec<&Row>, Vec<&Row>) {
    let (mut missed, mut found) = (Vec::new(), Vec::new());
    for answer in answers(it) {
        let Some(row) = answer.expected.connection() else { continue };
        if answer.yours == answer.expected {
            found.push(row);
        } else if answer.goes_past_the_connection() {
            missed.push(row);
        }
    }
    (missed, found)
}

/// The connection that was not found.
fn passed(it: &Difference) -> Option<&Row> {
    let answer = answer(it).filter(Answer::goes_past_the_connection)?;
    answer.expected.connection()
}

/// Whether connections in these states were not found, and all others were.
fn misses_only(it: &Difference, states: &[State]) -> bool {
    let is_one = |row: &&Row| states.contains(&row.socket.state);
    let (missed, found) = connections(it);
    passed(it).is_some() && missed.iter().all(is_one) && !found.iter().any(is_one)
}

/// The sockets that the story has taken away before this step.
fn gone(it: &Difference) -> Vec<&Row> {
    let rows = it.expected.steps[..it.step].iter().flat_map(|step| &step.rows);
    rows.filter(|row| it.expected().row(row.id).is_none()).collect()
}

/// Whether a socket was there before the last one went.
fn was_there(it: &Difference, row: Option<&Row>) -> bool {
    let Some(row) = row else { return false };
    let last = it.expected.steps[..it.step]
        .iter()
        .rev()
        .find(|step| step.rows.iter().any(|other| it.expected().row(other.id).is_none()));
    last.is_some_and(|step| step.row(row.id).is_some())
}

/// Whether the index has found this socket when it was asked for it, and does not find it any more.
fn was_found(it: &Difference, row: Option<&Row>) -> bool {
    let Some(row) = row else { return false };
    let finds = |step: usize| {
        let answer = answer_in(it, step).filter(|it| it.by_index && !it.is_wrong());
        answer.and_then(|it| it.yours.row()).is_some_and(|found| found.id == row.id)
    };
    (0..it.step).any(finds) && !(it.step..it.expected.steps.len()).any(finds)
}

/// Whether a socket was found whose ends are those that were asked for, swapped.
fn finds_the_other_end(it: &Difference) -> bool {
    answer(it).is_some_and(|answer| {
        let FourTuple { local, remote } = answer.tuple;
        let ends = answer.yours.row().map(|row| (row.socket.local, row.socket.remote));
        ends == Some((Some(remote), Some(local)))
    })
}

impl<'a> Found<'a> {
    fn row(self) -> Option<&'a Row> {
        match self {
            Self::Socket(row) => Some(row),
            _ => None,
        }
    }

    fn listener(self) -> Option<&'a Row> {
        self.row().filter(|row| row.listens())
    }

    fn connection(self) -> Option<&'a Row> {
        self.row().filter(|row| !matches!(row.socket.state, State::Listen | State::Closed))
    }

    fn is_wildcard(self) -> bool {
        let local = self.listener().and_then(|row| row.socket.local);
        local.is_some_and(|local| local.ip().is_unspecified())
    }

    /// How many more the queue of the socket that listens can take.
    fn room(self) -> Option<usize> {
        let backlog = self.listener()?.socket.backlog.as_ref()?;
        Some((backlog.limit as usize + 1).saturating_sub(backlog.waiting.len()))
    }
}

const CLIENT_ADDRESS: u8 = 1;
const CLIENT_PORT: u8 = 2;
const SERVER_ADDRESS: u8 = 4;
const SERVER_PORT: u8 = 8;

impl Answer<'_> {
    /// The values in which the connection that the program found is another one.
    fn ignores(&self) -> Option<u8> {
        let socket = &self.yours.connection()?.socket;
        let (local, remote) = (socket.local?, socket.remote?);
        let FourTuple { local: dialled, remote: client } = self.tuple;
        let differs = [
            (CLIENT_ADDRESS, remote.ip() != client.ip()),
            (CLIENT_PORT, remote.port() != client.port()),
            (SERVER_ADDRESS, local.ip() != dialled.ip()),
            (SERVER_PORT, local.port() != dialled.port()),
        ];
        let differing = differs.into_iter().filter(|(_, differs)| *differs);
        Some(differing.fold(0, |all, (value, _)| all | value))
    }

    fn is_wrong(&self) -> bool {
        self.yours != self.expected
    }

    /// Whether a socket's ends are what was asked for.
    fn has_the_ends_of(&self, row: &Row) -> bool {
        let FourTuple { local, remote } = self.tuple;
        (row.socket.local, row.socket.remote) == (Some(local), Some(remote))
    }

    /// Whether a listening socket was found, or nobody.
    fn goes_past_the_connection(&self) -> bool {
        self.yours == Found::Nobody || self.yours.listener().is_some()
    }

    fn misses_the_wildcard(&self) -> bool {
        self.yours == Found::Nobody && self.expected.is_wildcard()
    }

    /// Whether what was asked for could be for this socket, whichever comes first.
    fn fits(&self, row: &Row) -> bool {
        let FourTuple { local: dialled, remote: client } = self.tuple;
        let Some(local) = row.socket.local else { return false };
        let everywhere = row.listens() && local.ip().is_unspecified();
        let is_here = local == dialled || everywhere && local.port() == dialled.port();
        let is_its_peer = row.listens() || row.socket.remote == Some(client);
        is_here && is_its_peer && row.socket.state != State::Closed
    }
}

/// Whether the program found a connection that differs in these values, and in the whole story none
/// that differs in others.
fn ignores(it: &Difference, values: u8) -> bool {
    let others = |answer: Answer<'_>| answer.ignores().is_some_and(|ignored| ignored & !values > 0);
    answer(it).is_some_and(|answer| answer.ignores() == Some(values))
        && !answers(it).into_iter().any(others)
}

/// A wrong way to walk through the table.
type Walk = for<'a> fn(&Answer<'a>) -> Option<&'a Row>;

/// Ways that find the same in many tables: which one it was is said only where no other explains it.
const WALKS: [Walk; 4] = [first_that_fits, last_that_fits, listener_first, first_at_the_port];

fn first_that_fits<'a>(it: &Answer<'a>) -> Option<&'a Row> {
    it.rows.iter().find(|row| it.fits(row))
}

fn last_that_fits<'a>(it: &Answer<'a>) -> Option<&'a Row> {
    it.rows.iter().rfind(|row| it.fits(row))
}

fn listener_first<'a>(it: &Answer<'a>) -> Option<&'a Row> {
    let mut listeners = it.rows.iter().filter(|row| row.listens() && it.fits(row));
    let exact = listeners.clone().find(|row| row.socket.local == Some(it.tuple.local));
    exact.or_else(|| listeners.next()).or_else(|| first_that_fits(it))
}

fn first_at_the_port<'a>(it: &Answer<'a>) -> Option<&'a Row> {
    let port = it.tuple.local.port();
    let mut open = it.rows.iter().filter(|row| row.socket.state != State::Closed);
    open.find(|row| row.socket.local.is_some_and(|local| local.port() == port))
}

/// Whether the program gave all answers of the story as this walk does.
fn explains(it: &Difference, walk: Walk) -> bool {
    let same = |answer: &Answer<'_>| !answer.by_index && answer.yours.row() == walk(answer);
    answers(it).iter().all(same)
}

/// Whether this walk explains all answers of the story, and no other walk does.
fn only(it: &Difference, walk: Walk) -> bool {
    let explaining = WALKS.iter().filter(|walk| explains(it, **walk)).count();
    answer(it).is_some() && explains(it, walk) && explaining == 1
}
