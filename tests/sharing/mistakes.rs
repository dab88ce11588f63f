//! How each known mistake of `09_sharing` shows in a trace.
//!
//! Nearly all are ideas of who is in the way. One is named if all calls of the story were decided as it
//! says.

use std::net::{Ipv4Addr, SocketAddrV4};

use grader::{Difference, Mistake};
use netstack::{Errno, Operation, Options, Returned, Row, State, Step};

/// The most telling first: the first that shows is the one that is named.
pub const MISTAKES: &[Mistake] = &[
    Mistake {
        name: "a_connection_can_be_bound",
        shows: |it| {
            it.returned("0", "EINVAL") && it.caller().is_some_and(|row| row.socket.remote.is_some())
        },
    },
    // What the exercise `bind` has, too.
    Mistake {
        name: "the_loopback_needs_no_right",
        shows: |it| it.returned("0", "EACCES") && asks_for_the_loopback(it),
    },
    Mistake {
        name: "the_address_before_the_descriptor",
        shows: |it| it.returned("EADDRNOTAVAIL", "EBADF") || it.returned("EACCES", "EBADF"),
    },
    Mistake {
        name: "loopback_is_not_own",
        shows: |it| {
            (it.returned("EADDRNOTAVAIL", "0") || it.returned("EADDRNOTAVAIL", "EACCES"))
                && asks_for_the_loopback(it)
        },
    },
    Mistake { name: "one_of_them_decides", shows: |it| decided(it, "one_of_them_decides") },
    Mistake { name: "any_option_will_do", shows: |it| decided(it, "any_option_will_do") },
    Mistake {
        name: "reuseaddr_shares_with_a_listener",
        shows: |it| decided(it, "reuseaddr_shares_with_a_listener"),
    },
    Mistake { name: "one_reuseport_is_enough", shows: |it| decided(it, "one_reuseport_is_enough") },
    Mistake { name: "one_reuseaddr_is_enough", shows: |it| decided(it, "one_reuseaddr_is_enough") },
    Mistake { name: "only_descriptors_count", shows: |it| decided(it, "only_descriptors_count") },
    Mistake {
        name: "time_wait_does_not_count",
        shows: |it| decided(it, "time_wait_does_not_count"),
    },
    Mistake { name: "clients_do_not_count", shows: |it| decided(it, "clients_do_not_count") },
    Mistake {
        name: "connections_do_not_count",
        shows: |it| decided(it, "connections_do_not_count"),
    },
    Mistake {
        name: "ending_ones_do_not_count",
        shows: |it| decided(it, "ending_ones_do_not_count"),
    },
    Mistake { name: "bound_only_is_over", shows: |it| decided(it, "bound_only_is_over") },
    Mistake {
        name: "the_wildcard_spares_the_loopback",
        shows: |it| decided(it, "the_wildcard_spares_the_loopback"),
    },
    Mistake {
        name: "conflict_by_exact_address",
        shows: |it| decided(it, "conflict_by_exact_address"),
    },
    Mistake { name: "conflict_by_port_alone", shows: |it| decided(it, "conflict_by_port_alone") },
    Mistake {
        name: "reuseport_for_servers_only",
        shows: |it| decided(it, "reuseport_for_servers_only"),
    },
    Mistake { name: "reuseport_is_ignored", shows: |it| decided(it, "reuseport_is_ignored") },
    Mistake {
        name: "reuseaddr_for_time_wait_only",
        shows: |it| decided(it, "reuseaddr_for_time_wait_only"),
    },
    Mistake {
        name: "reuseaddr_for_the_wildcard_only",
        shows: |it| decided(it, "reuseaddr_for_the_wildcard_only"),
    },
    Mistake { name: "reuseaddr_is_ignored", shows: |it| decided(it, "reuseaddr_is_ignored") },
    Mistake { name: "what_is_over_counts", shows: |it| decided(it, "what_is_over_counts") },
    Mistake { name: "half_open_counts", shows: |it| decided(it, "half_open_counts") },
    // The kernel chooses the port.
    Mistake { name: "options_help_to_choose", shows: |it| decided(it, "options_help_to_choose") },
    Mistake {
        name: "connections_leave_the_choice",
        shows: |it| decided(it, "connections_leave_the_choice"),
    },
    Mistake { name: "chosen_by_exact_address", shows: |it| decided(it, "chosen_by_exact_address") },
    Mistake { name: "free_at_every_address", shows: |it| decided(it, "free_at_every_address") },
];

/// Whether an address was asked for that begins with 127.
fn asks_for_the_loopback(it: &Difference) -> bool {
    matches!(it.operation(), Some(Operation::Bind { address, .. }) if address.ip().is_loopback())
}

/// Whether another socket is in the way.
type Idea = fn(&Call) -> bool;

/// When somebody is in the way, as different people think. Each has the name of its mistake; several have
/// the same where people mean the same in more than one way.
const IDEAS: &[(&str, Idea)] = &[
    ("one_of_them_decides", |it| {
        let share = it.in_the_way().map(|row| shares(it.ours, row)).collect::<Vec<_>>();
        !share.is_empty() && (it.chooses || !share.contains(&true))
    }),
    ("one_of_them_decides", |it| {
        it.in_the_way().next().is_some_and(|row| it.chooses || !shares(it.ours, row))
    }),
    ("one_of_them_decides", |it| {
        it.in_the_way().last().is_some_and(|row| it.chooses || !shares(it.ours, row))
    }),
    ("any_option_will_do", |it| {
        it.unless(|ours, row| {
            let theirs = row.socket.options;
            (ours.reuseaddr || ours.reuseport) && (theirs.reuseaddr || theirs.reuseport)
        })
    }),
    ("any_option_will_do", |it| {
        it.unless(|ours, row| {
            let theirs = row.socket.options;
            let crossed = ours.reuseaddr && theirs.reuseport || ours.reuseport && theirs.reuseaddr;
            shares(ours, row) || crossed
        })
    }),
    ("any_option_will_do", |it| {
        it.unless(|ours, row| {
            let theirs = row.socket.options;
            let crossed = ours.reuseaddr && theirs.reuseport || ours.reuseport && theirs.reuseaddr;
            shares(ours, row) || crossed && !row.listens()
        })
    }),
    ("reuseaddr_shares_with_a_listener", |it| {
        it.unless(|ours, row| {
            ours.reuseaddr && row.socket.options.reuseaddr || by_reuseport(ours, row)
        })
    }),
    // As on BSD.
    ("reuseaddr_shares_with_a_listener", |it| {
        it.others.iter().any(|row| {
            let both = it.ours.reuseaddr && row.socket.options.reuseaddr;
            let elsewhere = row.socket.local.is_some_and(|taken| taken.ip() != it.place.ip());
            overlap(it.place, row)
                && holds(row)
                && (it.chooses || !(both && elsewhere || shares(it.ours, row)))
        })
    }),
    ("one_reuseport_is_enough", |it| {
        it.unless(|ours, row| {
            by_reuseaddr(ours, row) || ours.reuseport || row.socket.options.reuseport
        })
    }),
    ("one_reuseport_is_enough", |it| {
        it.unless(|ours, row| by_reuseaddr(ours, row) || ours.reuseport)
    }),
    ("one_reuseport_is_enough", |it| {
        it.unless(|ours, row| by_reuseaddr(ours, row) || row.socket.options.reuseport)
    }),
    ("one_reuseaddr_is_enough", |it| {
        it.unless(|ours, row| {
            let one = ours.reuseaddr || row.socket.options.reuseaddr;
            one && !row.listens() || by_reuseport(ours, row)
        })
    }),
    ("one_reuseaddr_is_enough", |it| {
        it.unless(|ours, row| ours.reuseaddr && !row.listens() || by_reuseport(ours, row))
    }),
    ("one_reuseaddr_is_enough", |it| {
        it.unless(|ours, row| {
            row.socket.options.reuseaddr && !row.listens() || by_reuseport(ours, row)
        })
    }),
    ("only_descriptors_count", |it| it.among(|row| holds(row) && row.fd.is_some())),
    ("only_descriptors_count", |it| {
        it.chooses && it.is_taken() || it.among(|row| holds(row) && row.fd.is_some())
    }),
    ("only_descriptors_count", |it| it.among(|row| holds(row) && !it.waiting.contains(&row.id))),
    ("time_wait_does_not_count", |it| it.but_for(|state| state == State::TimeWait)),
    ("clients_do_not_count", |it| {
        it.but_for(|state| matches!(state, State::SynSent | State::SynReceived))
    }),
    ("clients_do_not_count", |it| it.but_for(|state| state == State::SynSent)),
    ("clients_do_not_count", |it| it.but_for(|state| state == State::SynReceived)),
    ("connections_do_not_count", |it| it.among(|row| holds(row) && row.socket.remote.is_none())),
    ("connections_do_not_count", |it| {
        it.chooses && it.is_taken() || it.among(|row| holds(row) && row.socket.remote.is_none())
    }),
    ("connections_do_not_count", |it| it.but_for(|state| state == State::Established)),
    ("connections_do_not_count", |it| {
        it.but_for(|state| matches!(state, State::Established | State::CloseWait))
    }),
    ("connections_do_not_count", |it| {
        it.but_for(|state| ENDING.contains(&state) || state == State::Established)
    }),
    ("ending_ones_do_not_count", |it| it.but_for(|state| ENDING.contains(&state))),
    ("ending_ones_do_not_count", |it| {
        it.but_for(|state| ENDING.contains(&state) || state == State::TimeWait)
    }),
    ("ending_ones_do_not_count", |it| {
        it.but_for(|state| ENDING.contains(&state) && state != State::CloseWait)
    }),
    ("ending_ones_do_not_count", |it| {
        it.but_for(|state| matches!(state, State::FinWait1 | State::FinWait2))
    }),
    ("ending_ones_do_not_count", |it| it.but_for(|state| state == State::FinWait2)),
    ("ending_ones_do_not_count", |it| {
        it.among(|row| holds(row) && (row.socket.state != State::FinWait2 || row.fd.is_some()))
    }),
    ("ending_ones_do_not_count", |it| it.but_for(|state| state == State::LastAck)),
    ("ending_ones_do_not_count", |it| {
        it.but_for(|state| matches!(state, State::Closing | State::LastAck))
    }),
    ("ending_ones_do_not_count", |it| it.but_for(|state| state == State::CloseWait)),
    ("ending_ones_do_not_count", |it| {
        it.but_for(|state| matches!(state, State::CloseWait | State::LastAck))
    }),
    ("ending_ones_do_not_count", |it| it.among(|row| holds(row) && row.socket.timer.is_none())),
    ("bound_only_is_over", |it| it.but_for(|state| state == State::Closed)),
    ("the_wildcard_spares_the_loopback", |it| {
        it.where_they(|a, b| {
            let everywhere = a.is_unspecified() || b.is_unspecified();
            a == b || everywhere && !a.is_loopback() && !b.is_loopback()
        })
    }),
    ("conflict_by_exact_address", |it| it.where_they(|a, b| a == b)),
    ("conflict_by_exact_address", |it| it.where_they(|a, b| a == b || a.is_unspecified())),
    ("conflict_by_exact_address", |it| it.where_they(|a, b| a == b || b.is_unspecified())),
    ("conflict_by_port_alone", |it| it.where_they(|_, _| true)),
    ("conflict_by_port_alone", |it| {
        let blocks = |row: &&&Row| holds(row) && !shares(it.ours, row);
        it.is_taken() || it.others.iter().filter(blocks).any(|row| row.socket.remote.is_some())
    }),
    ("reuseport_for_servers_only", |it| {
        it.unless(|ours, row| {
            by_reuseaddr(ours, row) || by_reuseport(ours, row) && row.socket.remote.is_none()
        })
    }),
    ("reuseport_for_servers_only", |it| {
        it.unless(|ours, row| by_reuseaddr(ours, row) || by_reuseport(ours, row) && row.listens())
    }),
    ("reuseport_is_ignored", |it| it.unless(by_reuseaddr)),
    ("reuseport_is_ignored", |it| {
        it.unless(|ours, row| by_reuseaddr(ours, row) || by_reuseport(ours, row) && !row.listens())
    }),
    ("reuseaddr_for_time_wait_only", |it| {
        it.unless(|ours, row| {
            let over = row.socket.state == State::TimeWait;
            by_reuseaddr(ours, row) && over || by_reuseport(ours, row)
        })
    }),
    ("reuseaddr_for_time_wait_only", |it| {
        it.unless(|ours, row| {
            let open = row.socket.state == State::Established;
            by_reuseaddr(ours, row) && !open || by_reuseport(ours, row)
        })
    }),
    ("reuseaddr_for_time_wait_only", |it| {
        it.unless(|ours, row| {
            by_reuseaddr(ours, row) && row.fd.is_none() || by_reuseport(ours, row)
        })
    }),
    ("reuseaddr_for_time_wait_only", |it| {
        it.unless(|ours, row| {
            by_reuseaddr(ours, row) && row.socket.remote.is_some() || by_reuseport(ours, row)
        })
    }),
    ("reuseaddr_for_the_wildcard_only", |it| {
        it.unless(|ours, row| {
            let beside = row.socket.local != Some(it.place);
            by_reuseaddr(ours, row) && beside || by_reuseport(ours, row)
        })
    }),
    ("reuseaddr_is_ignored", |it| it.unless(by_reuseport)),
    ("what_is_over_counts", |it| it.among(|row| holds(row) || is_over(row))),
    ("what_is_over_counts", |it| {
        it.among(|row| holds(row) || is_over(row) && row.socket.error.is_none())
    }),
    ("what_is_over_counts", |it| it.is_taken() || it.chooses && it.among(is_over)),
    ("what_is_over_counts", |it| it.is_taken() || it.chooses && it.among(|_| true)),
    ("what_is_over_counts", |it| it.is_taken() || !it.chooses && it.among(is_over)),
    ("half_open_counts", |it| it.among(|row| holds(row) || is_half_open(row))),
    ("half_open_counts", |it| it.is_taken() || it.chooses && it.among(is_half_open)),
    ("half_open_counts", |it| it.is_taken() || !it.chooses && it.among(is_half_open)),
    ("options_help_to_choose", |it| it.in_the_way().any(|row| !shares(it.ours, row))),
    ("connections_leave_the_choice", |it| {
        it.but_for_the_choice(|row| {
            overlap(it.place, row) && holds(row) && row.socket.remote.is_none()
        })
    }),
    ("chosen_by_exact_address", |it| {
        it.but_for_the_choice(|row| row.socket.local == Some(it.place) && holds(row))
    }),
    ("free_at_every_address", |it| it.but_for_the_choice(|_| true)),
    ("free_at_every_address", |it| it.but_for_the_choice(holds)),
];

/// A call for a place, or a place that the kernel could choose.
struct Call<'a> {
    place: SocketAddrV4,
    chooses: bool,
    ours: Options,
    /// The other sockets with this port.
    others: Vec<&'a Row>,
    /// The connections that wait in some queue.
    waiting: Vec<netstack::SocketId>,
}

impl Call<'_> {
    fn any(&self, is_so: impl Fn(&Row) -> bool) -> bool {
        self.others.iter().any(|row| is_so(row))
    }

    fn in_the_way(&self) -> impl Iterator<Item = &Row> {
        let others = self.others.iter().copied();
        others.filter(|row| overlap(self.place, row) && holds(row))
    }

    /// Whether somebody is in the way, as it is right.
    fn is_taken(&self) -> bool {
        self.among(holds)
    }

    /// The same with another idea of who shares.
    fn unless(&self, shares: impl Fn(Options, &Row) -> bool) -> bool {
        self.in_the_way().any(|row| self.chooses || !shares(self.ours, row))
    }

    /// The same with another idea of who holds a port.
    fn among(&self, holds: impl Fn(&Row) -> bool) -> bool {
        self.any(|row| {
            overlap(self.place, row) && holds(row) && (self.chooses || !shares(self.ours, row))
        })
    }

    fn but_for(&self, holds_nothing: fn(State) -> bool) -> bool {
        self.among(|row| holds(row) && !holds_nothing(row.socket.state))
    }

    /// The same with another idea of which addresses, asked and taken, are in each other's way.
    fn where_they(&self, meet: fn(Ipv4Addr, Ipv4Addr) -> bool) -> bool {
        self.any(|row| {
            let taken = row.socket.local.map_or(Ipv4Addr::UNSPECIFIED, |local| *local.ip());
            meet(*self.place.ip(), taken) && holds(row) && (self.chooses || !shares(self.ours, row))
        })
    }

    fn but_for_the_choice(&self, is_so: impl Fn(&Row) -> bool) -> bool {
        if self.chooses { self.any(is_so) } else { self.is_taken() }
    }
}

/// One side has ended its data, and the connection is not over.
const ENDING: [State; 5] =
    [State::FinWait1, State::FinWait2, State::CloseWait, State::Closing, State::LastAck];

fn overlap(place: SocketAddrV4, row: &Row) -> bool {
    row.socket.local.is_some_and(|taken| {
        let everywhere = place.ip().is_unspecified() || taken.ip().is_unspecified();
        place.port() == taken.port() && (place.ip() == taken.ip() || everywhere)
    })
}

fn holds(row: &Row) -> bool {
    !is_over(row) && !is_half_open(row)
}

/// Whether a connection is over, and its socket is not closed.
fn is_over(row: &Row) -> bool {
    row.socket.state == State::Closed && row.socket.remote.is_some()
}

/// Whether a row is a copy that waits for its client's last ACK.
fn is_half_open(row: &Row) -> bool {
    row.socket.state == State::SynReceived && row.fd.is_none()
}

fn shares(ours: Options, row: &Row) -> bool {
    by_reuseaddr(ours, row) || by_reuseport(ours, row)
}

fn by_reuseaddr(ours: Options, row: &Row) -> bool {
    ours.reuseaddr && row.socket.options.reuseaddr && !row.listens()
}

fn by_reuseport(ours: Options, row: &Row) -> bool {
    ours.reuseport && row.socket.options.reuseport
}

/// The ideas that are about the kernel's choice. Only where it chooses can they be seen, and no others but
/// these three can be seen there.
const OF_THE_CHOICE: [&str; 4] = [
    "options_help_to_choose",
    "connections_leave_the_choice",
    "chosen_by_exact_address",
    "free_at_every_address",
];
const OF_BOTH: [&str; 3] = ["what_is_over_counts", "half_open_counts", "clients_do_not_count"];

/// Whether a wrong idea of who is in the way explains what differs, and no other idea does.
fn decided(it: &Difference, name: &str) -> bool {
    let (mine, others): (Vec<_>, Vec<_>) = IDEAS.iter().partition(|(idea, _)| *idea == name);
    let explains_one = |(name, idea): &(&'static str, Idea)| {
        let (name, idea) = (*name, *idea);
        move |it: &Difference| can_be_seen(it, name) && explains(it, idea)
    };
    let mut mine = mine.iter().map(explains_one);
    mine.any(|idea| it.only(idea, others.iter().map(explains_one)))
}

/// Whether a step can show an idea.
fn can_be_seen(it: &Difference, name: &str) -> bool {
    let Some(Operation::Bind { address, .. }) = it.operation() else { return false };
    let chooses = address.port() == 0;
    let crossed = |ours: Options, theirs: Options| {
        ours.reuseaddr && theirs.reuseport || ours.reuseport && theirs.reuseaddr
    };
    let has_crossed = || {
        let ours = it.caller().map(|row| row.socket.options).unwrap_or_default();
        let mut rows = it.before().into_iter().flat_map(|step| &step.rows);
        rows.any(|row| overlap(*address, row) && crossed(ours, row.socket.options))
    };
    OF_BOTH.contains(&name)
        || OF_THE_CHOICE.contains(&name) == chooses
            && (name != "any_option_will_do" || has_crossed())
}

/// Whether an idea explains this step, and all others of the story.
fn explains(it: &Difference, idea: Idea) -> bool {
    let is_wrong = it.results().is_some() || !it.pairs().is_empty();
    is_wrong
        && it.yours().is_some()
        && (1..it.expected.steps.len()).all(|step| as_said(it, step, idea))
}

/// Whether a step was decided as an idea says. One that is decided by something else says nothing.
fn as_said(it: &Difference, step: usize, idea: Idea) -> bool {
    let expected = &it.expected.steps[step];
    let (Some(before), Some(yours)) = (it.yours.steps.get(step - 1), it.yours.steps.get(step))
    else {
        return true;
    };
    let Some(Operation::Bind { fd, address }) = expected.operation() else { return true };
    let Some(caller) = before.held_by(*fd) else { return true };
    let found_taken = |step: &Step| match step.result.as_ref()? {
        Returned::Zero => Some(false),
        other => (*other == Returned::Error(Errno::EADDRINUSE)).then_some(true),
    };
    let Some(taken) = found_taken(yours) else { return step != it.step };
    if caller.socket.local.is_some() || step <= it.step && found_taken(expected).is_none() {
        return step != it.step;
    }
    let waiting = before.rows.iter().flat_map(Row::queue).collect::<Vec<_>>();
    let is_taken = |port: u16| {
        let has_the_port = |row: &&Row| {
            row.id != caller.id && row.socket.local.is_some_and(|local| local.port() == port)
        };
        idea(&Call {
            place: SocketAddrV4::new(*address.ip(), port),
            chooses: address.port() == 0,
            ours: caller.socket.options,
            others: before.rows.iter().filter(has_the_port).collect(),
            waiting: waiting.clone(),
        })
    };
    if address.port() != 0 {
        return taken == is_taken(address.port());
    }
    // Behind the first difference, what was expected is about another table.
    if step > it.step {
        return true;
    }
    let port = |step: &Step| {
        let local = step.row(caller.id)?.socket.local?;
        (local.ip() == address.ip()).then_some(local.port())
    };
    match (port(yours), port(expected)) {
        // The range begins with the right one, or before it.
        (Some(mine), Some(right)) => !is_taken(mine) && (right.min(mine)..mine).all(is_taken),
        (Some(mine), None) => !is_taken(mine),
        (None, Some(right)) => is_taken(right),
        (None, None) => true,
    }
}
