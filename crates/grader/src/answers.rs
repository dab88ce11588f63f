//! What the reference made of a story, in short, so that it can be committed: for each operation what
//! it gave back, and the rows that it changed. With the story, the whole trace can be had from it.
//!
//! ```text
//! story: 0210
//! = fd 4, 198.18.203.153:1025
//!  #1 LISTEN 198.18.203.1:80 *:* fd 3 queue 0/5
//!  #2 ESTABLISHED 198.18.203.1:80 198.18.203.153:1025 fd 4
//! ```
//!
//! ` - #2` is a row that has gone.

use netstack::{Action, Returned, Row, SocketTable, Step, Story, Trace};

use crate::built;
use crate::difference::Difference;
use crate::ended::Ended;
use crate::failure::Failure;
use crate::files;
use crate::program::Program;
use crate::stories::{EXPECTED, written_traces};

/// A story and what the reference made of it.
#[derive(Debug)]
pub(crate) struct Told {
    /// The story, with its title.
    pub story: String,
    /// The reference's answer.
    pub answer: String,
}

/// The texts of single traces, or of single answers, without `story: `.
pub(crate) fn single(text: &str) -> impl Iterator<Item = &str> {
    text.split("story: ").skip(1)
}

/// The answer that the text of one trace holds.
pub(crate) fn of(trace: &str) -> String {
    let mut answer = String::new();
    let mut given = true;
    for line in trace.lines().skip(1) {
        let Some(inner) = line.strip_prefix("   ") else {
            given = line.contains(". given: ");
            continue;
        };
        if given {
            continue;
        }
        match inner.split_at_checked(2) {
            Some(("= ", result)) => answer.push_str(&format!("= {result}\n")),
            Some(("+ " | "~ ", row)) => squeeze(row, &mut answer),
            Some(("- ", row)) => {
                let id = row.split_whitespace().next().unwrap_or_default();
                answer.push_str(&format!(" - {id}\n"));
            }
            _ => {}
        }
    }
    answer
}

/// Adds a row without the spaces that make columns. In data they stay.
fn squeeze(row: &str, answer: &mut String) {
    let (before, data) = row.split_at(row.find('"').unwrap_or(row.len()));
    for word in before.split_whitespace().chain(Some(data).filter(|data| !data.is_empty())) {
        answer.push(' ');
        answer.push_str(word);
    }
    answer.push('\n');
}

/// The trace that a story and its answer stand for.
///
/// # Errors
///
/// A sentence, if the two don't fit together.
fn trace(told: &Told) -> Result<Trace, String> {
    let read = |text: &str| {
        let stories = Story::parse_all(text).map_err(|error| format!("{error}:\n{text}"))?;
        stories.into_iter().next().ok_or_else(|| format!("no story in:\n{text}"))
    };
    let story = read(&told.story)?;
    // What an operation did to the table is given, as in a story.
    let given = format!("story: a\n{}", told.answer).replace("\n= ", "\ngiven: ");
    let mut answers = read(&given)?.actions.into_iter();
    let mut table = story.host;
    let mut steps = Vec::new();
    for action in &story.actions {
        let result = match action {
            Action::Given(given) => {
                given.apply(&mut table);
                None
            }
            Action::Do(_) => {
                let Some(Action::Given(answer)) = answers.next() else {
                    return Err(format!("an answer is too short for its story:\n{}", told.story));
                };
                answer.apply(&mut table);
                Some(Returned::read(&answer.what))
            }
        };
        steps.push(Step { event: action.event(), result, rows: rows(&table) });
    }
    Ok(Trace { story: story.title, steps })
}

fn rows(table: &SocketTable) -> Vec<Row> {
    let row = |(id, socket): (_, &netstack::Socket)| {
        let fd = table.descriptor_of(id);
        Row { id, socket: socket.clone(), fd }
    };
    table.iter().map(row).collect()
}

/// How many differences are looked at, to see what they have in common.
const MOST: usize = 64;

/// Lets a program play some stories, so many `at_a_time`, and compares what it did with the reference's
/// answers. Each start has its own deadline; all differences are looked at together. What is shown is the
/// shortest story that differs; it is kept under `name`, so that it can be played again.
///
/// # Errors
///
/// The difference.
pub(crate) fn judge(
    program: &Program,
    told: &[Told],
    at_a_time: usize,
    name: &str,
) -> Result<(), Failure> {
    let mut played = Vec::new();
    for part in told.chunks(at_a_time.max(1)) {
        let text: String = part.iter().map(|told| told.story.as_str()).collect();
        let (yours, run) = program.play_text(&text)?;
        let is_broken = run.ended != Ended::Exited(0);
        played.push((part, yours, run));
        if is_broken {
            // It would end in the same way each time.
            break;
        }
    }
    let (mut differing, mut answered) = (Vec::new(), 0);
    for (part, yours, run) in &played {
        for (told, yours) in part.iter().zip(single(yours)) {
            answered += 1;
            if of(yours) != told.answer {
                differing.push((yours, told, run));
            }
        }
    }
    let ended = played.last().map_or(Ended::Exited(0), |(_, _, run)| run.ended.clone());
    if differing.is_empty() {
        return match ended {
            Ended::Exited(0) if answered == told.len() => Ok(()),
            Ended::Exited(0) => {
                let words = format!(
                    "Your program ended as if all were done, after {answered} of the {} stories. Does \
                     your code end it?",
                    told.len()
                );
                Err(Failure::Seen(words, None))
            }
            ended => Err(Failure::Ended(ended)),
        };
    }
    // A short story is read before a long one.
    differing.sort_by_key(|(_, told, _)| told.story.lines().count());
    let mut differences = Vec::new();
    for (yours, told, run) in differing.iter().take(MOST) {
        let yours = written_traces(&format!("story: {yours}"))?.into_iter().next();
        let expected = trace(told)?;
        if let Some(it) = Difference::first(yours.unwrap_or_default(), expected, run) {
            differences.push((*told, it));
        }
    }
    // What the program did is told before how it ended.
    differences.sort_by_key(|(_, it)| (it.ended.is_some(), it.step));
    let mut differences = differences.into_iter();
    let Some((told, mut first)) = differences.next() else {
        return if ended == Ended::Exited(0) { Ok(()) } else { Err(Failure::Ended(ended)) };
    };
    let file = built::keep(&format!("{name}.story"), &told.story);
    built::keep(&format!("{name}.{EXPECTED}"), &first.expected.to_string());
    first.file = file.map(|file| files::shown(&file));
    let others = differences.map(|(_, it)| Difference { is_other: true, ..it });
    first.others = others.filter(|it| it.ended.is_none()).collect();
    Err(Failure::Differs(Box::new(first)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "story: s\nsomaxconn: 5\ngiven: a server listens\n  #1 LISTEN 198.18.203.1:80 *:* \
                         fd 3 queue 1/5: #2\n  #2 ESTABLISHED 198.18.203.1:80 198.18.203.86:1025 \
                         received \"a  b\" the end\naccept(3)\ngiven: it goes\n  - #1\nclose(4)\n";

    const TRACE: &str = r#"story: s

1. given: a server listens
   + #1  LISTEN        198.18.203.1:80     *:*                  fd 3  queue 1/5: #2
   + #2  ESTABLISHED   198.18.203.1:80     198.18.203.86:1025   received "a  b" the end

2. accept(3)
   = fd 4, 198.18.203.86:1025
   ~ #1  LISTEN        198.18.203.1:80     *:*                  fd 3  queue 0/5
   ~ #2  ESTABLISHED   198.18.203.1:80     198.18.203.86:1025   fd 4  received "a  b" the end

3. given: it goes
   - #1  LISTEN        198.18.203.1:80     *:*                  fd 3  queue 0/5
     #2  ESTABLISHED   198.18.203.1:80     198.18.203.86:1025   fd 4  received "a  b" the end

4. close(4)
   = sends FIN+ACK 198.18.203.1:80 → 198.18.203.86:1025
   - #2  ESTABLISHED   198.18.203.1:80     198.18.203.86:1025   fd 4  received "a  b" the end
"#;

    #[test]
    fn the_whole_trace_can_be_had_from_a_story_and_its_answer() {
        let answer = of(single(TRACE).next().unwrap());
        assert_eq!(
            answer,
            "= fd 4, 198.18.203.86:1025\n #1 LISTEN 198.18.203.1:80 *:* fd 3 queue 0/5\n #2 \
             ESTABLISHED 198.18.203.1:80 198.18.203.86:1025 fd 4 received \"a  b\" the end\n= sends \
             FIN+ACK 198.18.203.1:80 → 198.18.203.86:1025\n - #2\n"
        );
        let told = Told { story: STORY.to_owned(), answer };
        assert_eq!(trace(&told).unwrap().to_string(), TRACE);
        let short = Told { story: STORY.to_owned(), answer: "= EAGAIN\n".to_owned() };
        assert!(trace(&short).unwrap_err().contains("too short"));
    }
}
