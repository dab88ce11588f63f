//! What a learner reads when a check does not pass. It fits on one screen of 80 columns.

use std::fmt::{self, Write};

use netstack::{Row, Step};

use crate::difference::Difference;
use crate::page::Page;
use crate::program::Ended;

/// What a learner reads when a check does not pass.
///
/// libtest prints a test's error by its `Debug`; this one prints the words themselves.
#[derive(Clone, PartialEq, Eq)]
pub struct Lesson(pub String);

impl fmt::Debug for Lesson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n\n{}", self.0)
    }
}

impl fmt::Display for Lesson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How wide a lesson is, in columns.
const WIDTH: usize = 78;

/// How many of the steps before the one that differs are shown.
const STEPS_SHOWN: usize = 6;

/// A paragraph, wrapped and indented by two columns.
pub fn paragraph(words: &str) -> String {
    let options = textwrap::Options::new(WIDTH).initial_indent("  ").subsequent_indent("  ");
    textwrap::fill(words, options)
}

/// The steps that led to a difference, and the two tables at that step.
pub fn difference(it: &Difference) -> String {
    let mut text = String::new();
    let number = it.step + 1;
    let of = it.expected.steps.len();
    let _ = writeln!(text, "  {}: step {number} of {of}\n", it.expected.story);
    steps_before(&mut text, &it.expected.steps[..it.step]);
    let _ = writeln!(text, "  {number}. {}", it.action());
    match (it.yours(), &it.ended) {
        (Some(yours), _) => text.push_str(&compare_steps(yours, it.expected())),
        (None, ended) => {
            let ended = ended.as_ref().unwrap_or(&Ended::Exited(0));
            let _ = writeln!(text, "\n{}\n\n  expected:", paragraph(&ending(ended)));
            table(&mut text, it.expected());
        }
    }
    text + &printed(&it.printed)
}

/// How many lines of what a program printed are shown.
const LINES_SHOWN: usize = 5;

/// The last lines that a program printed itself: `println!` is how many people look for a mistake.
pub fn printed(text: &str) -> String {
    let lines: Vec<_> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    if lines.is_empty() {
        return String::new();
    }
    let hidden = lines.len().saturating_sub(LINES_SHOWN);
    let mut shown = String::from("\n  Your program printed:\n");
    if hidden > 0 {
        let _ = writeln!(shown, "     … lines 1 to {hidden}");
    }
    for line in &lines[hidden..] {
        // What is no text could move the cursor, or change the terminal's colours.
        let line: String = line.chars().map(|c| if c.is_control() { '·' } else { c }).collect();
        let short: String = line.chars().take(WIDTH - 5).collect();
        let _ = writeln!(shown, "     {short}");
    }
    shown
}

fn steps_before(text: &mut String, steps: &[Step]) {
    // To hide a single step would save nothing.
    let hidden = steps.len().saturating_sub(STEPS_SHOWN);
    let hidden = if hidden == 1 { 0 } else { hidden };
    if hidden > 0 {
        let _ = writeln!(text, "  … steps 1 to {hidden}");
    }
    for (index, step) in steps.iter().enumerate().skip(hidden) {
        let action = format!("  {}. {}", index + 1, step.action);
        let result = step.result.iter().map(|result| format!(" = {result}")).collect::<String>();
        let gap =
            if (action.chars().count() + result.chars().count()) > WIDTH { "\n    " } else { "" };
        let _ = writeln!(text, "{action}{gap}{}", in_lines(&result));
    }
}

/// A result; where several segments are sent, each of them stands in a line of its own.
fn in_lines(result: &str) -> String {
    result.replace("; sends ", ";\n       sends ")
}

/// A step's result and rows, as they should be.
pub fn table(text: &mut String, step: &Step) {
    if let Some(result) = &step.result {
        let _ = writeln!(text, "     = {}", in_lines(result));
    }
    for row in &step.rows {
        let _ = writeln!(text, "     {row}");
    }
}

/// A step's result and rows as the program made them; under what differs, what was expected.
pub fn compare_steps(yours: &Step, expected: &Step) -> String {
    let mut text = String::new();
    if let Some(result) = &yours.result {
        let shown = in_lines(result);
        let _ = writeln!(text, "     = {shown}");
        if let Some(right) = expected.result.as_ref().filter(|right| *right != result) {
            let width = shown.lines().map(|line| line.trim_start().chars().count()).max();
            let marks = format!("       {}", carets(width.unwrap_or_default()));
            let fits = marks.chars().count() + right.chars().count() + 11 <= WIDTH;
            let gap = if fits { " expected: " } else { "\n       expected:\n       " };
            let _ = writeln!(text, "{marks}{gap}{}", in_lines(right));
        }
    }
    let missing = expected.rows.iter().filter(|row| yours.row(row.id).is_none());
    let mut rows: Vec<_> = yours.rows.iter().chain(missing).collect();
    rows.sort_by_key(|row| row.id);
    for row in rows {
        match (yours.row(row.id), expected.row(row.id)) {
            (None, _) => {
                let _ = writeln!(text, "     (missing)\n       expected: {row}");
            }
            (Some(_), None) => {
                let _ = writeln!(text, "     {row}\n     {} not expected", carets(3));
            }
            (Some(_), Some(expected)) => {
                let _ = writeln!(text, "     {row}");
                differing_cells(&mut text, row, expected);
            }
        }
    }
    text
}

fn differing_cells(text: &mut String, yours: &Row, expected: &Row) {
    let (mine, right) = (yours.cells(), expected.cells());
    for (column, start) in yours.columns().into_iter().take(mine.len()).enumerate() {
        if mine[column] != right[column] {
            let indent = " ".repeat(5 + start);
            let marks = carets(mine[column].chars().count());
            let nothing = format!("no {}", Row::COLUMNS[column]);
            let right = Some(&right[column]).filter(|cell| !cell.is_empty()).unwrap_or(&nothing);
            let after = format!("{indent}{marks} expected: {right}");
            // A mark far to the right leaves no room for words behind it.
            if after.chars().count() <= WIDTH {
                let _ = writeln!(text, "{after}");
            } else {
                let words = format!("{indent}{marks}");
                let words =
                    format!("{words}\n{:>width$}", format!("expected: {right}"), width = WIDTH);
                let _ = writeln!(text, "{words}");
            }
        }
    }
}

fn carets(count: usize) -> String {
    "^".repeat(count.max(1))
}

/// One sentence about how a program ended.
pub fn ending(ended: &Ended) -> String {
    match ended {
        Ended::Exited(code) => format!(
            "Your program ended by itself (exit code {code}) before it was done. Does it call \
             std::process::exit? Return from your function instead."
        ),
        Ended::NotStarted => "Not started: the stub's todo! is still there.".to_owned(),
        Ended::Panicked { location, message } => {
            format!("Your program panicked at {location}: {message}")
        }
        Ended::StackOverflow => {
            "Your program used up its stack. Does a function call itself without \
             end?"
                .to_owned()
        }
        Ended::Signal(6) => "Your program aborted (signal 6, SIGABRT). Does it call \
             std::process::abort, or panic while it panics?"
            .to_owned(),
        Ended::Signal(signal) => {
            format!("A signal ended your program: number {signal}, see signal(7).")
        }
        Ended::Loops => "Your program was still busy after 5 seconds and was stopped. Does a loop \
             have no end?"
            .to_owned(),
        Ended::Waits => {
            "Your program still waited after 5 seconds and was stopped. Does it wait for \
             something that never comes (a lock, a thread, input)?"
                .to_owned()
        }
        Ended::Floods => "Your program printed more than 1 MiB and was stopped. Does a loop print \
             without end?"
            .to_owned(),
    }
}

/// What the page says under this id: the heading, the first paragraph, and where it stands.
pub fn from_page(exercise: &str, id: &str) -> String {
    let found = Page::read(exercise).and_then(|page| {
        let missing = || format!("book/src/{exercise}.md has no section with the id {id}.");
        page.section(id).cloned().ok_or_else(missing)
    });
    match found {
        Ok(section) => {
            let first = section.paragraphs.first().map(String::as_str).unwrap_or_default();
            let words = paragraph(first);
            format!("  {}\n{words}\n\n  Read:   book/src/{exercise}.md#{id}", section.heading)
        }
        Err(sentence) => paragraph(&sentence) + "\n",
    }
}
