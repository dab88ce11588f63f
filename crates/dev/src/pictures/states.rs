//! Picture: the states of a socket, each arrow with the exercise whose own function makes this step in
//! the reference's traces.

use std::collections::{BTreeMap, BTreeSet};

use netstack::{Operation, State, Step};
use socklings::Result;
use socklings::course::Course;
use socklings::web::{self, Chapter};

use super::{Canvas, LINE, WIDTH, Words};

/// Where each state stands. The last is none: the socket is gone.
const PLACES: [(Option<State>, f64, f64); 12] = [
    (Some(State::Closed), 176.0, 24.0),
    (Some(State::Listen), 64.0, 100.0),
    (Some(State::SynSent), 288.0, 100.0),
    (Some(State::SynReceived), 64.0, 186.0),
    (Some(State::Established), 176.0, 272.0),
    (Some(State::FinWait1), 120.0, 352.0),
    (Some(State::CloseWait), 296.0, 352.0),
    (Some(State::FinWait2), 57.0, 470.0),
    (Some(State::Closing), 183.0, 470.0),
    (Some(State::LastAck), 296.0, 470.0),
    (Some(State::TimeWait), 120.0, 580.0),
    (None, 220.0, 650.0),
];

/// The steps that are drawn, and how far along its arrow the words of each stand.
const ARROWS: [(State, Option<State>, f64); 15] = [
    (State::Closed, Some(State::Listen), 0.5),
    (State::Closed, Some(State::SynSent), 0.5),
    // A copy is made: it is a new row.
    (State::Listen, Some(State::SynReceived), 0.5),
    (State::SynReceived, Some(State::Established), 0.5),
    (State::SynSent, Some(State::Established), 0.5),
    (State::Established, Some(State::FinWait1), 0.5),
    (State::Established, Some(State::CloseWait), 0.5),
    (State::FinWait1, Some(State::FinWait2), 0.5),
    (State::FinWait1, Some(State::Closing), 0.5),
    (State::FinWait1, Some(State::TimeWait), 0.37),
    (State::CloseWait, Some(State::LastAck), 0.5),
    (State::FinWait2, Some(State::TimeWait), 0.35),
    (State::Closing, Some(State::TimeWait), 0.55),
    (State::LastAck, None, 0.5),
    (State::TimeWait, None, 0.5),
];

/// Half the size of a box.
const HALF: (f64, f64) = (54.0, 14.0);

/// From which state to which.
type Change = (Option<State>, Option<State>);

pub fn draw(course: &Course, words: &Words) -> Result<String> {
    let made = made(course, words)?;
    let mut canvas = Canvas::default();
    let name = |state: Option<State>| -> Result<String> {
        state.map_or_else(|| words.get("gone").map(str::to_owned), |it| Ok(it.to_string()))
    };
    let (mut labels, mut exercises) = (Vec::new(), BTreeSet::new());
    for (from, to, part) in ARROWS {
        let is_copy = (from, to) == (State::Listen, Some(State::SynReceived));
        let change = if is_copy { (None, to) } else { (Some(from), to) };
        let Some((exercise, cause)) = made.get(&key(change)) else {
            return Err(format!("in no trace does {from} become {}", name(to)?));
        };
        let (start, end) = edge(place(Some(from)), place(to));
        canvas.arrow("packet", start, end);
        let cause =
            if is_copy { format!("{cause}: {}", words.get("copied")?) } else { cause.clone() };
        let at = (start.0 + (end.0 - start.0) * part, start.1 + (end.1 - start.1) * part);
        canvas.tell(format!("{from} → {}: {exercise}, {cause}.", name(to)?));
        let number = exercise.split(' ').next().unwrap_or_default();
        labels.push((at, format!("{number}: {cause}")));
        exercises.insert(exercise.clone());
    }
    for (state, x, y) in PLACES {
        let class = if state.is_none() { "frame" } else { "box accent" };
        canvas.rect(class, (x - HALF.0, y - HALF.1), (HALF.0 * 2.0, HALF.1 * 2.0));
        canvas.text((x, y + 4.0), "small strong middle", &name(state)?);
    }
    for ((x, y), label) in labels {
        let width = label.chars().count() as f64 * 7.0 + 4.0;
        canvas.rect("paper", (x - width / 2.0, y - 9.0), (width, 18.0));
        canvas.text((x, y + 4.0), "small middle", &label);
    }
    let exercises: Vec<_> = exercises.into_iter().collect();
    for (place, line) in exercises.chunks(3).enumerate() {
        canvas.text((176.0, 690.0 + place as f64 * LINE), "small middle", &line.join(" · "));
    }
    debug_assert!(PLACES.iter().all(|(_, x, _)| x + HALF.0 <= WIDTH));
    canvas.end(words, 716.0)
}

fn place(state: Option<State>) -> (f64, f64) {
    let found = PLACES.iter().find(|(it, _, _)| *it == state);
    found.map_or((0.0, 0.0), |(_, x, y)| (*x, *y))
}

/// Where the line between the middles of two boxes leaves the one and reaches the other.
fn edge(from: (f64, f64), to: (f64, f64)) -> ((f64, f64), (f64, f64)) {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let part = (HALF.0 / dx.abs().max(0.01)).min(HALF.1 / dy.abs().max(0.01));
    let gap = 1.5 / dx.hypot(dy);
    let at = |part: f64| (from.0 + dx * part, from.1 + dy * part);
    (at(part), at(1.0 - part - gap))
}

fn key((from, to): Change) -> String {
    format!("{from:?} {to:?}")
}

/// Which exercise makes which change, and by what: what does it most often in its stories.
fn made(course: &Course, words: &Words) -> Result<BTreeMap<String, (String, String)>> {
    let mut seen: BTreeMap<String, BTreeMap<(String, String), usize>> = BTreeMap::new();
    // A page is there even where its exercise is not: a teacher may hand out some of them.
    for chapter in web::chapters(course)? {
        // Who joins the others' functions makes none of these steps itself.
        if joins(course, &chapter.name)? {
            continue;
        }
        for story in grader::story_names(&chapter.name) {
            let snapshot = format!("tests/snapshots/{}__{story}.snap", chapter.name);
            if !course.root.join(snapshot).is_file() {
                // Whoever makes an exercise is told so elsewhere.
                continue;
            }
            for trace in grader::snapshot_traces(&chapter.name, &story)? {
                for pair in trace.steps.windows(2) {
                    count(&mut seen, &chapter, words.get("time")?, &pair[0], &pair[1]);
                }
            }
        }
    }
    let most = |counts: BTreeMap<(String, String), usize>| {
        counts.into_iter().max_by_key(|(_, count)| *count).map(|(label, _)| label)
    };
    Ok(seen.into_iter().filter_map(|(change, counts)| Some((change, most(counts)?))).collect())
}

/// Whether this exercise is built from more than one of the others.
fn joins(course: &Course, exercise: &str) -> Result<bool> {
    let manifest = course.workspace()?.manifests.get(exercise);
    let reads = manifest.map_or(&[][..], |manifest| &manifest.reads);
    Ok(reads.iter().filter(|file| file.starts_with("exercises/")).count() > 1)
}

fn count(
    seen: &mut BTreeMap<String, BTreeMap<(String, String), usize>>,
    chapter: &Chapter,
    time: &str,
    before: &Step,
    step: &Step,
) {
    // What the story gives, no exercise does.
    let Some(operation) = step.operation() else { return };
    let cause = match operation {
        Operation::Arrives { segment, .. } => segment.flags.to_string(),
        Operation::Pass { .. } => time.to_owned(),
        call => call.call().unwrap_or_default().to_owned(),
    };
    let number = chapter.title.split(' ').next().unwrap_or_default();
    let label = (format!("{number} {}", chapter.name), cause);
    let state = |step: &Step, id| step.row(id).map(|row| row.socket.state);
    for (_, row) in step.marked(Some(before)) {
        let change = (state(before, row.id), state(step, row.id));
        if change.0 != change.1 {
            *seen.entry(key(change)).or_default().entry(label.clone()).or_default() += 1;
        }
    }
}
