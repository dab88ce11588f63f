//! How each known mistake of `08_backlog` shows in a trace.

use grader::{Difference, Mistake, Pair};
use netstack::{Flags, Operation, Returned, Row, SocketId, State, Step};

/// The most telling first: the first that shows is the one that is named.
pub const MISTAKES: &[Mistake] = &[
    Mistake {
        name: "reset_closes_the_listener",
        shows: |it| {
            let limit = |row: &Row| row.socket.backlog.as_ref().map(|backlog| backlog.limit);
            let changed = |row: Pair| {
                row.expected.listens()
                    && (!row.yours.listens() || limit(row.yours) != limit(row.expected))
            };
            arrives(it, Flags::RST)
                && (it.any(changed) || it.missing().into_iter().any(Row::listens))
        },
    },
    Mistake {
        name: "reset_shortens_the_queue",
        shows: |it| {
            arrives(it, Flags::RST) && it.any(|row| row.yours.waiting() < row.expected.waiting())
        },
    },
    Mistake {
        name: "reset_is_queued",
        shows: |it| {
            arrives(it, Flags::RST) && it.any(|row| row.yours.waiting() > row.expected.waiting())
        },
    },
    Mistake {
        name: "reset_one_stays",
        shows: |it| {
            arrives(it, Flags::RST) && it.extra().iter().any(|row| Some(row.id) == copy(it))
        },
    },
    Mistake {
        name: "reset_of_the_client",
        shows: |it| {
            let Some(client) = it.arriving().map(|packet| packet.source) else { return false };
            let is_his = |row: &&Row| row.socket.remote.is_some_and(|it| it.ip() == client.ip());
            arrives(it, Flags::RST) && it.missing().iter().any(is_his)
        },
    },
    Mistake {
        name: "descriptor_at_once",
        shows: |it| {
            arrives(it, Flags::ACK)
                && it.any(|row| row.yours.fd.is_some() && row.expected.fd.is_none())
        },
    },
    Mistake {
        name: "queued_everywhere",
        shows: |it| queued_at_another(it) && queued(it, it.yours()),
    },
    Mistake { name: "queue_of_another", shows: queued_at_another },
    Mistake {
        name: "overflow_resets",
        shows: |it| {
            let closed = |row: Pair| row.yours.socket.state == State::Closed;
            let gone = it.missing().iter().any(|row| Some(row.id) == copy(it));
            arrives(it, Flags::ACK) && (gone || it.any(|row| is_copy(it, row.yours) && closed(row)))
        },
    },
    Mistake {
        name: "oldest_makes_room",
        shows: |it| made_room(it, |waited| waited.first().copied()),
    },
    Mistake {
        name: "newest_makes_room",
        shows: |it| made_room(it, |waited| waited.last().copied()),
    },
    Mistake {
        name: "dead_one_makes_room",
        shows: |it| {
            let is_dead = |id: &SocketId| {
                let row = it.before().and_then(|before| before.row(*id));
                row.is_some_and(|row| row.socket.state == State::Closed)
            };
            made_room(it, |waited| waited.iter().copied().find(is_dead))
        },
    },
    Mistake {
        name: "dropped_ack_establishes",
        shows: |it| {
            is_established(it) && !queued(it, Some(it.expected())) && !queued(it, it.yours())
        },
    },
    Mistake {
        name: "established_but_not_queued",
        shows: |it| {
            let fine = |row: &Row| is_copy(it, row) && row.socket.state == State::Established;
            let yours = it.yours().is_some_and(|step| step.rows.iter().any(fine));
            arrives(it, Flags::ACK) && yours && !queued(it, it.yours())
        },
    },
    Mistake {
        name: "queued_but_half_open",
        shows: |it| {
            let half_open = |row: Pair| row.yours.socket.state == State::SynReceived;
            queued(it, it.yours()) && it.any(|row| is_copy(it, row.yours) && half_open(row))
        },
    },
    Mistake { name: "enters_at_the_front", shows: |it| order(it, entered_at_the_front) },
    Mistake { name: "order_of_syns", shows: |it| order(it, in_the_order_of_syns) },
    Mistake { name: "order_of_addresses", shows: |it| order(it, in_the_order_of_addresses) },
    // Who is let in where there is no room, or not where there is.
    Mistake {
        name: "turned_round",
        shows: |it| {
            let both_ways = || turned_round(it) && it.is_shown_by(took_one_too_many);
            only_told_wrongly(it) || room(it, "turned_round") && both_ways()
        },
    },
    Mistake { name: "zero_means_none", shows: |it| room(it, "zero_means_none") },
    Mistake { name: "one_too_few", shows: |it| room(it, "one_too_few") },
    Mistake { name: "half_open_takes_a_place", shows: |it| room(it, "half_open_takes_a_place") },
    Mistake { name: "all_queues_together", shows: |it| room(it, "all_queues_together") },
    Mistake { name: "most_clients_at_once", shows: |it| room(it, "most_clients_at_once") },
    Mistake { name: "zero_means_no_limit", shows: |it| room(it, "zero_means_no_limit") },
    Mistake { name: "zero_means_one", shows: |it| room(it, "zero_means_one") },
    Mistake { name: "closed_ones_do_not_count", shows: |it| room(it, "closed_ones_do_not_count") },
    Mistake { name: "full_by_equality", shows: |it| room(it, "full_by_equality") },
    Mistake { name: "one_too_many", shows: |it| room(it, "one_too_many") },
    Mistake { name: "no_limit", shows: |it| arrives(it, Flags::SYN) && room(it, "no_limit") },
    Mistake { name: "place_is_kept", shows: |it| arrives(it, Flags::ACK) && room(it, "no_limit") },
];

/// Whether there is room.
type Room = fn(&Fill) -> bool;

/// When there is room, as different people think. Each has the name of its mistake.
const IDEAS: [(&str, Room); 14] = [
    ("turned_round", |it| it.waiting > it.limit),
    ("zero_means_none", |it| it.limit > 0 && it.waiting <= it.limit),
    ("one_too_few", |it| it.waiting < it.limit),
    ("half_open_takes_a_place", |it| it.waiting + it.half_open <= it.limit),
    ("all_queues_together", |it| it.everywhere <= it.limit),
    ("most_clients_at_once", |it| it.waiting + it.accepted <= it.limit),
    ("most_clients_at_once", |it| it.clients <= it.limit),
    ("zero_means_no_limit", |it| it.limit == 0 || it.waiting <= it.limit),
    ("zero_means_one", |it| it.waiting <= it.limit.max(1)),
    ("closed_ones_do_not_count", |it| it.established <= it.limit),
    ("closed_ones_do_not_count", |it| it.not_reset <= it.limit),
    ("full_by_equality", |it| it.waiting != it.limit + 1),
    ("one_too_many", |it| it.waiting <= it.limit + 1),
    ("no_limit", |_| true),
];

/// What a queue was like before a step, and what else could be counted.
struct Fill {
    waiting: usize,
    limit: usize,
    /// Those of them that are in ESTABLISHED.
    established: usize,
    /// Those of them that have not been reset.
    not_reset: usize,
    /// All that wait at any socket.
    everywhere: usize,
    half_open: usize,
    accepted: usize,
    /// Those who are connected to the port.
    clients: usize,
}

/// Whether the step's packet has these flags.
fn arrives(it: &Difference, flags: Flags) -> bool {
    it.arriving().is_some_and(|segment| segment.flags == flags)
}

/// The listening socket that the step is about: the one that was copied, or else the one that the
/// packet finds.
fn listener(it: &Difference) -> Option<SocketId> {
    match it.operation()? {
        Operation::Arrives { finds, copy_of, .. } => copy_of.or(*finds),
        _ => None,
    }
}

/// The half-open connection that the step is about.
fn copy(it: &Difference) -> Option<SocketId> {
    match it.operation()? {
        Operation::Arrives { finds, copy_of: Some(_), .. } => *finds,
        _ => None,
    }
}

fn is_copy(it: &Difference, row: &Row) -> bool {
    copy(it) == Some(row.id)
}

/// Whether the connection that the step is about waits at its own listening socket.
fn queued(it: &Difference, step: Option<&Step>) -> bool {
    let row = listener(it).and_then(|id| step?.row(id));
    copy(it).is_some_and(|copy| row.is_some_and(|row| row.queue().contains(&copy)))
}

/// Whether the connection that the step is about waits at another listening socket.
fn queued_at_another(it: &Difference) -> bool {
    let rows = it.yours().map_or(&[][..], |yours| &yours.rows);
    let mut others = rows.iter().filter(|row| Some(row.id) != listener(it));
    copy(it).is_some_and(|copy| others.any(|row| row.queue().contains(&copy)))
}

/// Whether the connection that the step is about is ESTABLISHED, and should not be.
fn is_established(it: &Difference) -> bool {
    let established = |row: Pair| row.yours.socket.state == State::Established;
    arrives(it, Flags::ACK) && it.any(|row| is_copy(it, row.yours) && established(row))
}

/// Whether the queue was full, and this one of those who waited has gone, to make room for the copy.
fn made_room(it: &Difference, which: impl Fn(&[SocketId]) -> Option<SocketId>) -> bool {
    let queue = |step: Option<&Step>| {
        listener(it).and_then(|id| step?.row(id)).map(Row::queue).unwrap_or_default()
    };
    let (waited, yours) = (queue(it.before()), queue(it.yours()));
    let Some(gone) = which(&waited) else { return false };
    let mut rest: Vec<_> = waited.iter().copied().filter(|id| *id != gone).collect();
    if queued(it, it.yours()) {
        rest.extend(copy(it));
    }
    arrives(it, Flags::ACK) && yours == rest && !queued(it, Some(it.expected()))
}

/// Whether the same connections wait, in another order.
fn reordered(row: Pair) -> bool {
    let [mut yours, mut expected] = [row.yours.queue(), row.expected.queue()];
    let differ = yours != expected;
    yours.sort();
    expected.sort();
    differ && yours == expected
}

/// Whether this order explains what differs, and no other does.
fn order(it: &Difference, order: fn(&Difference) -> bool) -> bool {
    const ORDERS: [fn(&Difference) -> bool; 3] =
        [entered_at_the_front, in_the_order_of_syns, in_the_order_of_addresses];
    let rivals = ORDERS.into_iter().filter(|other| !std::ptr::fn_addr_eq(*other, order));
    arrives(it, Flags::ACK) && it.only(order, rivals)
}

fn entered_at_the_front(it: &Difference) -> bool {
    it.any(|row| {
        let others = row.expected.queue().into_iter().filter(|id| Some(*id) != copy(it));
        reordered(row) && row.yours.queue().into_iter().eq(copy(it).into_iter().chain(others))
    })
}

fn in_the_order_of_syns(it: &Difference) -> bool {
    // The copies are numbered in the order of their SYNs.
    it.any(|row| reordered(row) && row.yours.queue().is_sorted())
}

fn in_the_order_of_addresses(it: &Difference) -> bool {
    let client = |id| it.expected().row(id).and_then(|row| row.socket.remote);
    it.any(|row| reordered(row) && row.yours.queue().into_iter().map(client).is_sorted())
}

/// Whether a wrong idea of when there is room explains what differs, and no other idea does.
fn room(it: &Difference, name: &str) -> bool {
    let (mine, rivals): (Vec<_>, Vec<_>) = IDEAS.iter().partition(|(idea, _)| *idea == name);
    let explains = |(_, idea): &(&str, Room)| {
        let idea = *idea;
        move |it: &Difference| explains(it, idea)
    };
    let mut mine = mine.iter().map(explains);
    mine.any(|idea| it.only(idea, rivals.iter().map(explains)))
}

/// Whether an ACK was dealt with as it should be, and the opposite was returned.
fn only_told_wrongly(it: &Difference) -> bool {
    let same_rows = it.yours().is_some_and(|yours| yours.rows == it.expected().rows);
    arrives(it, Flags::ACK) && it.results().is_some() && same_rows
}

/// Whether both kinds of packets were let in where there is no room, and nowhere else.
fn turned_round(it: &Difference) -> bool {
    let as_said = |step: usize| match (taken(it, step), fill(it, step)) {
        (Some(taken), Some(fill)) => taken == (fill.waiting > fill.limit),
        _ => true,
    };
    (0..it.expected.steps.len()).all(as_said)
}

/// Whether a packet of the story was let in where there is no room.
fn took_one_too_many(it: &Difference) -> bool {
    (0..it.expected.steps.len()).any(|step| {
        taken(it, step) == Some(true) && fill(it, step).is_some_and(|it| it.waiting > it.limit)
    })
}

/// Whether an idea explains this step, and all others of the story at which the same kind of packet
/// arrives.
fn explains(it: &Difference, idea: Room) -> bool {
    let Some(flags) = it.arriving().map(|segment| segment.flags) else { return false };
    let same_kind = |step: &usize| {
        let segment = it.expected.steps[*step].operation().and_then(Operation::segment);
        segment.is_some_and(|it| it.flags == flags)
    };
    let as_said = |step: usize| match (taken(it, step), fill(it, step)) {
        (Some(taken), Some(fill)) => taken == idea(&fill),
        _ => false,
    };
    let is_wrong = it.results().is_some() && taken(it, it.step).is_some();
    is_wrong && (0..it.expected.steps.len()).filter(same_kind).all(as_said)
}

/// Whether the packet of a step was taken. An ACK whose connection is in the queue was not dropped,
/// whatever was returned.
fn taken(it: &Difference, step: usize) -> Option<bool> {
    let (yours, operation) = (it.yours.steps.get(step)?, it.expected.steps[step].operation()?);
    let Operation::Arrives { finds: Some(found), copy_of, .. } = operation else { return None };
    let Some(Returned::Taken(taken)) = yours.result else { return None };
    let queued = copy_of.and_then(|listener| yours.row(listener));
    let queued = queued.map(|row| row.queue().contains(found));
    (queued.is_none() || queued == Some(taken)).then_some(taken)
}

fn fill(it: &Difference, step: usize) -> Option<Fill> {
    let before = it.yours.steps.get(step.checked_sub(1)?)?;
    let Operation::Arrives { finds, copy_of, .. } = it.expected.steps[step].operation()? else {
        return None;
    };
    let listener = before.row(copy_of.or(*finds)?)?;
    let waiting = listener.queue();
    let count =
        |like_this: &dyn Fn(&Row) -> bool| before.rows.iter().filter(|row| like_this(row)).count();
    let waits = |row: &Row| waiting.contains(&row.id);
    let port = listener.socket.local?.port();
    let at_the_port = |row: &Row| row.socket.local.is_some_and(|local| local.port() == port);
    let connected =
        |row: &Row| row.socket.remote.is_some() && row.socket.state != State::SynReceived;
    Some(Fill {
        waiting: waiting.len(),
        limit: listener.socket.backlog.as_ref()?.limit as usize,
        established: count(&|row| waits(row) && row.socket.state == State::Established),
        not_reset: count(&|row| waits(row) && row.socket.state != State::Closed),
        everywhere: before.rows.iter().map(Row::waiting).sum(),
        half_open: count(&|row| row.socket.state == State::SynReceived),
        accepted: count(&|row| row.fd.is_some() && row.socket.remote.is_some()),
        clients: count(&|row| at_the_port(row) && connected(row)),
    })
}
