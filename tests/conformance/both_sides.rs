//! Stories of both ends of a connection, played by the solutions together. The book's pictures of what
//! goes to and fro are drawn from the snapshots.
//!
//! Each segment arrives as soon as it is sent, but in a story that says itself when segments arrive.

use std::collections::VecDeque;
use std::fs;

use conformance::Host;
use netstack::{Action, Event, Operation, Returned, Row, Segment, SocketTable, Step, Story, Trace};

#[test]
fn snapshots_pin_both_sides() {
    let folder = grader::root().join("tests/stories/both_sides");
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|it| it.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let [story] = &Story::parse_all(&text).unwrap()[..] else {
            panic!("one story in {file:?}")
        };
        let name = format!("both_sides__{}", file.file_stem().unwrap().to_str().unwrap());
        insta::with_settings!({
            snapshot_path => grader::root().join("tests/snapshots"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!(name, played(story)) });
    }
}

fn played(story: &Story) -> Trace {
    let mut host = Host::new(Vec::new());
    host.table = story.host.clone();
    host.held = Some(Vec::new());
    let arrival = |action: &Action| matches!(action, Action::Do(Operation::Arrives { .. }));
    let at_once = !story.actions.iter().any(arrival);
    let mut trace = Trace { story: story.title.clone(), steps: Vec::new() };
    for action in &story.actions {
        let result = match action {
            Action::Given(given) => {
                given.apply(&mut host.table);
                None
            }
            Action::Do(Operation::Arrives { segment, .. }) => Some(host.arrives(segment).into()),
            Action::Do(operation) => Some(call(&mut host, operation)),
        };
        let mut on_their_way: VecDeque<Segment> =
            result.iter().flat_map(|result: &Returned| result.segments().to_vec()).collect();
        trace.steps.push(Step { event: action.event(), result, rows: rows(&host.table) });
        while let Some(segment) = on_their_way.pop_front().filter(|_| at_once) {
            let finds = host.lookup((&segment).into());
            let answer = host.arrives(&segment);
            on_their_way.extend(answer.clone());
            let event =
                Event::Operation(Operation::Arrives { segment, window: 0, finds, copy_of: None });
            let (result, rows) = (Some(answer.into()), rows(&host.table));
            trace.steps.push(Step { event, result, rows });
        }
    }
    trace
}

/// A call of a program: the segments that it sends, or else what it is told.
fn call(host: &mut Host, operation: &Operation) -> Returned {
    let held: Vec<_> = rows(&host.table).iter().filter_map(|row| row.fd).collect();
    let told = host.perform(operation);
    let sent = host.held.replace(Vec::new()).unwrap_or_default();
    let is_new = |row: &&Row| row.fd.is_some_and(|fd| !held.contains(&fd));
    match rows(&host.table).iter().find(is_new) {
        _ if !sent.is_empty() => sent.into(),
        // The host tells nothing of descriptors: a real program has others.
        Some(Row { fd: Some(fd), socket, .. }) => match socket.remote {
            Some(peer) => (*fd, peer).into(),
            None => (*fd).into(),
        },
        _ => told,
    }
}

fn rows(table: &SocketTable) -> Vec<Row> {
    let row = |(id, socket): (_, &netstack::Socket)| Row {
        id,
        socket: socket.clone(),
        fd: table.descriptor_of(id),
    };
    table.iter().map(row).collect()
}
