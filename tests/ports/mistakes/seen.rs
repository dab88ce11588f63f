//! What the rules of `15_ports` ask of a step.

use std::net::SocketAddrV4;

use grader::Difference;
use netstack::{Errno, Flags, Operation, Returned, Row, Segment, Socket, State, Step};

pub fn connecting(it: &Difference) -> bool {
    matches!(it.operation(), Some(Operation::Connect { .. }))
}

/// Whether a socket is in one state, and should be in the other.
pub fn became(it: &Difference, yours: State, expected: State) -> bool {
    it.any(|row| row.yours.socket.state == yours && row.expected.socket.state == expected)
}

/// Whether a segment with these flags arrives.
pub fn arrives(it: &Difference, flags: Flags) -> bool {
    it.arriving().is_some_and(|segment| segment.flags == flags)
}

/// Whether nothing was done with a segment that has one flag more than the stub's list names, and
/// something should have been.
pub fn drops_for_one_flag_more(it: &Difference) -> bool {
    let named = [Flags::RST | Flags::ACK, Flags::SYN | Flags::ACK, Flags::SYN, Flags::ACK];
    let untouched = || it.yours().map(|yours| &yours.rows) == it.before().map(|step| &step.rows);
    it.arriving().is_some_and(|it| !named.contains(&it.flags))
        && it
            .yours()
            .and_then(|step| step.result.as_ref())
            .is_some_and(|it| it.segments().is_empty())
        && untouched()
}

/// Whether an answer was not taken, and its number is not the one that a real answer would have.
pub fn does_not_take_its_number(it: &Difference) -> bool {
    let untouched = || it.yours().map(|yours| &yours.rows) == it.before().map(|step| &step.rows);
    let rst_or_nothing = |step: &Step| {
        step.result.as_ref().is_some_and(|it| it.segments().iter().all(|it| it.flags.rst))
    };
    let arrives = |it: &Difference| it.arriving().map(|it| it.flags).unwrap_or_default();
    let is_answer = |it: &Segment| it.flags.ack && (it.flags.syn || it.flags.rst);
    // Who ignores each refusal does not look at its number.
    let a_yes = arrives(it).syn || it.others.iter().any(|it| arrives(it).syn);
    (a_yes || it.is_other)
        && it.arriving().is_some_and(|it| is_answer(it) && it.ack != 1)
        && it.yours().is_some_and(rst_or_nothing)
        && untouched()
}

/// Whether something was sent.
pub fn sends(step: &Step) -> bool {
    matches!(step.result, Some(Returned::Sends(_)))
}

/// Whether connect sent something for a socket of this kind, and should have failed.
pub fn let_in(it: &Difference, of_this_kind: impl Fn(&Row) -> bool) -> bool {
    it.returned("sends ", "E") && it.caller().is_some_and(of_this_kind)
}

/// The local end that bind had written into the caller.
pub fn bound_before(it: &Difference) -> Option<SocketAddrV4> {
    it.caller()?.socket.local
}

/// The caller's local end after a connect that sent something.
pub fn your_local(it: &Difference) -> Option<SocketAddrV4> {
    sends(it.yours()?).then_some(())?;
    it.yours()?.row(it.caller()?.id)?.socket.local
}

pub fn expected_local(it: &Difference) -> Option<SocketAddrV4> {
    sends(it.expected()).then_some(())?;
    it.expected().row(it.caller()?.id)?.socket.local
}

pub fn your_port(it: &Difference) -> Option<u16> {
    your_local(it).map(|local| local.port())
}

pub fn expected_port(it: &Difference) -> Option<u16> {
    expected_local(it).map(|local| local.port())
}

/// The segment that was sent, and the one that should have been, if it is one each.
pub fn only_sent(it: &Difference) -> Option<(&Segment, &Segment)> {
    match it.sent()? {
        ([yours], [expected]) => Some((yours, expected)),
        _ => None,
    }
}

/// From where to where a segment went.
type Ends = (SocketAddrV4, SocketAddrV4);

/// From where to where a segment went, and should have gone.
pub fn sent(it: &Difference) -> Option<(Ends, Ends)> {
    let ends = |sent: &[Segment]| sent.first().map(|it| (it.source, it.destination));
    let (yours, expected) = it.sent()?;
    Some((ends(yours)?, ends(expected)?))
}

/// The other sockets that had this port before connect was called.
pub fn others_at(it: &Difference, port: Option<u16>) -> Vec<&Row> {
    let (Some(before), Some(caller), Some(port)) = (it.before(), it.caller(), port) else {
        return Vec::new();
    };
    let others = before.rows.iter().filter(|row| row.id != caller.id);
    others.filter(|row| row.socket.local.is_some_and(|local| local.port() == port)).collect()
}

/// Whether a socket had this port in an earlier step of the story, or has it.
pub fn was_taken(it: &Difference, port: Option<u16>) -> bool {
    let mut rows = it.yours.steps.iter().take(it.step).flat_map(|step| &step.rows);
    rows.any(|row| port.is_some() && row.socket.local.map(|local| local.port()) == port)
}

/// Whether connect chose a port that it should not have chosen, and that a socket of this kind has.
pub fn took_from(it: &Difference, of_this_kind: impl Fn(&Row) -> bool) -> bool {
    let yours = your_port(it);
    bound_before(it).is_none()
        && yours != expected_port(it)
        && others_at(it, yours).into_iter().any(of_this_kind)
}

/// Whether connect went on, and now a socket of this kind and the caller have the same four values.
pub fn same_four_values(it: &Difference, of_this_kind: impl Fn(&Row) -> bool) -> bool {
    // Who looked before the address was known has found another one.
    let is_known = |it: &Difference| !bound_before(it).is_some_and(|it| it.ip().is_unspecified());
    it.is_shown_by(is_known) && now_twice(it, of_this_kind)
}

/// Whether the program has refused the four values of a socket that was bound to one address.
pub fn has_refused(it: &Difference) -> bool {
    (1..it.step).any(|step| {
        let (before, now) = (&it.yours.steps[step - 1], &it.yours.steps[step]);
        let caller = now.operation().and_then(Operation::fd).and_then(|fd| before.held_by(fd));
        now.result == Some(Returned::Error(Errno::EADDRNOTAVAIL))
            && caller
                .is_some_and(|row| row.socket.local.is_some_and(|it| !it.ip().is_unspecified()))
    })
}

/// Whether a socket of this kind and the caller have the same four values after connect.
pub fn now_twice(it: &Difference, of_this_kind: impl Fn(&Row) -> bool) -> bool {
    let (Some(local), Some(caller), Some(yours)) = (your_local(it), it.caller(), it.yours()) else {
        return false;
    };
    let Some(remote) = yours.row(caller.id).and_then(|row| row.socket.remote) else { return false };
    let others = yours.rows.iter().filter(|row| row.id != caller.id);
    connecting(it)
        && others
            .filter(|row| row.socket.state != State::Closed && of_this_kind(row))
            .any(|row| (row.socket.local, row.socket.remote) == (Some(local), Some(remote)))
}

/// Whether connect passed over the port that it should have taken: it took a higher one, or said
/// that there is none.
pub fn passed_over(it: &Difference) -> bool {
    let Some(expected) = expected_port(it) else { return false };
    let higher = your_port(it).is_some_and(|yours| yours > expected);
    let none = it.returned("EADDR", "");
    higher || none
}

/// Whether a connection keeps a socket from a local end, from which it shall go to a server.
type InTheWay = fn(&Socket, SocketAddrV4, SocketAddrV4) -> bool;

/// Which connection is in the way, as different people think. Each has the name of its mistake.
const IDEAS: [(&str, InTheWay); 6] = [
    ("over_but_not_free", |it, local, to| (it.local, it.remote) == (Some(local), Some(to))),
    ("port_alone", |it, local, _| it.local.is_some_and(|it| it.port() == local.port())),
    ("local_end_alone", |it, local, _| it.local == Some(local)),
    ("no_server_port", |it, local, to| {
        it.local == Some(local) && it.remote.is_some_and(|it| it.ip() == to.ip())
    }),
    ("no_server_address", |it, local, to| {
        it.local == Some(local) && it.remote.is_some_and(|it| it.port() == to.port())
    }),
    ("no_source_address", |it, local, to| {
        it.local.is_some_and(|it| it.port() == local.port()) && it.remote == Some(to)
    }),
];

/// Whether connect passed over a port because of a wrong idea of what is in the way, and no other idea
/// explains it.
pub fn passes_over(it: &Difference, name: &str) -> bool {
    let (mine, rivals): (Vec<_>, Vec<_>) = IDEAS.iter().partition(|(idea, _)| *idea == name);
    let explains = |(_, idea): &(&str, InTheWay)| {
        let idea = *idea;
        move |it: &Difference| passed_over(it) && explains(it, idea)
    };
    let counted = counts_up(it) && it.others.iter().all(counts_up);
    let mut mine = mine.iter().map(explains);
    (it.is_other || !counted) && mine.any(|idea| it.only(idea, rivals.iter().map(explains)))
}

/// Whether connect found no port where one is left, and no idea of what is in the way explains it. In
/// one story at least, nobody has that port, and nobody has a connection to that server.
pub fn leaves_a_port_out(it: &Difference) -> bool {
    let finds_none = |it: &Difference| {
        bound_before(it).is_none()
            && expected_port(it).is_some()
            && it.returned("EADDRNOTAVAIL", "sends ")
    };
    let is_free = |it: &Difference| {
        let mut rows = it.before().into_iter().flat_map(|step| &step.rows);
        let is_alone = rows.all(|row| row.socket.remote != server(it));
        is_alone && others_at(it, expected_port(it)).is_empty()
    };
    let explains = |(_, idea): (&str, InTheWay)| move |it: &Difference| explains(it, idea);
    let counted = counts_up(it) && it.others.iter().all(counts_up);
    !counted && it.is_shown_by(is_free) && it.only(finds_none, IDEAS.into_iter().map(explains))
}

/// A connect that is right to send something.
pub struct Sent<'a> {
    /// The table before it.
    pub before: &'a Step,
    pub caller: &'a Row,
    pub to: SocketAddrV4,
    /// The right local end.
    pub right: SocketAddrV4,
    /// The program's, if it sent something.
    pub yours: Option<SocketAddrV4>,
}

pub fn all_sent(it: &Difference) -> Vec<Sent<'_>> {
    let steps = (1..it.expected.steps.len()).filter_map(|step| {
        let expected = &it.expected.steps[step];
        let Operation::Connect { fd, to } = expected.operation()? else { return None };
        let (before, yours) = (it.yours.steps.get(step - 1)?, it.yours.steps.get(step)?);
        let source = |step: &Step| {
            let sent = step.result.as_ref().filter(|_| sends(step))?;
            sent.segments().first().map(|it| it.source)
        };
        let caller = before.held_by(*fd)?;
        Some(Sent { before, caller, to: *to, right: source(expected)?, yours: source(yours) })
    });
    steps.collect()
}

/// Whether an idea explains all local ends of the story.
fn explains(it: &Difference, idea: InTheWay) -> bool {
    all_sent(it).into_iter().all(|Sent { before, caller, to, right, yours }| {
        let others: Vec<_> = before.rows.iter().filter(|row| row.id != caller.id).collect();
        let blocked = |local: SocketAddrV4| {
            others.iter().any(|row| row.socket.remote.is_some() && idea(&row.socket, local, to))
        };
        let bound = |local: SocketAddrV4| {
            others.iter().any(|row| {
                let taken = row.socket.local.map(|it| it.port()) == Some(local.port());
                row.socket.remote.is_none() && taken
            })
        };
        let Some(yours) = yours else { return blocked(right) };
        let mut passed =
            (right.port()..yours.port()).map(|port| SocketAddrV4::new(*right.ip(), port));
        yours.port() >= right.port()
            && passed.all(|local| blocked(local) || bound(local))
            && !blocked(yours)
    })
}

/// Whether each socket got the port after the highest one.
fn counts_up(it: &Difference) -> bool {
    let sent = all_sent(it);
    let mut chosen = sent.iter().filter(|it| it.caller.socket.local.is_none());
    let unbound = it.caller().is_some_and(|row| row.socket.local.is_none());
    unbound
        && chosen.all(|Sent { before, right, yours, .. }| {
            let ports = before.rows.iter().filter_map(|row| row.socket.local).map(|it| it.port());
            let near = right.port()..right.port().saturating_add(100);
            let highest = ports.filter(|port| near.contains(port)).max();
            match (yours, highest) {
                (Some(yours), Some(highest)) => yours.port() == highest.saturating_add(1),
                (None, highest) => highest.is_some(),
                (Some(yours), None) => yours == right,
            }
        })
}

/// Whether a socket did not get a port that nobody had, and another one got this port, which is higher.
/// Who begins at the top would have taken it for the first of them.
pub fn left_a_higher(it: &Difference) -> bool {
    let sent = all_sent(it);
    let unbound = || sent.iter().filter(|sent| sent.caller.socket.local.is_none());
    let chosen = || unbound().filter_map(|sent| Some((sent, sent.yours?.port())));
    let nobody_had = |sent: &Sent<'_>, port: u16| {
        let mut ports = sent.before.rows.iter().filter_map(|row| row.socket.local);
        ports.all(|local| local.port() != port)
    };
    chosen()
        .any(|(sent, port)| chosen().any(|(_, higher)| port < higher && nobody_had(sent, higher)))
}

/// The server that connect was called for.
pub fn server(it: &Difference) -> Option<SocketAddrV4> {
    it.expected().row(it.caller()?.id)?.socket.remote
}
