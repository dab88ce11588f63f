//! The words of a lesson: what a learner reads when a check does not pass. This is the only place
//! where records become text.

use std::fmt::{self, Write};

use netstack::{Returned, Row, Step};

use crate::difference::Excerpt;
use crate::program::Ended;
use crate::record::{Lesson, Outcome, Record, Seen};
use crate::visible::visible;

/// How wide prose is, in columns.
pub const WIDTH: usize = 78;

/// How many of the steps before the one that differs are shown.
const STEPS_SHOWN: usize = 6;

/// How many lines of what a program printed are shown.
const LINES_SHOWN: usize = 5;

/// Text, line by line, and what each line is for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text(pub Vec<Line>);

/// A line of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is for.
    pub role: Role,
    /// Its words, without a line end.
    pub words: String,
}

/// What a line is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It says which check it is about, and what came of it.
    Headline,
    /// Nothing special.
    Plain,
    /// It marks what differs in the line above.
    Mark,
    /// It says where to read, run or ask more.
    Way,
}

/// The lines alone, each with its end.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|line| writeln!(f, "{}", line.words))
    }
}

impl Text {
    /// Adds lines of the same kind. Some of the words are a program's own, so nothing in them may act.
    fn add(&mut self, role: Role, words: impl AsRef<str>) {
        let words = visible(words.as_ref());
        let lines = words.split('\n');
        self.0.extend(lines.map(|words| Line { role, words: words.to_owned() }));
    }

    fn plain(&mut self, words: impl AsRef<str>) {
        self.add(Role::Plain, words);
    }

    fn gap(&mut self) {
        self.plain("");
    }
}

impl Record {
    /// What came of the check, in one line: `✗ the_listener_keeps_waiting: 0 of 2 points`.
    pub fn headline(&self) -> String {
        let Self { check, points, of, .. } = self;
        match self.outcome {
            Outcome::NotStarted => format!("· {check}: not started"),
            Outcome::NotChecked => format!("- {check}: cannot be checked on this machine"),
            Outcome::Fault => format!("? {check}: cannot be checked"),
            Outcome::Passed => format!("✓ {check}: {points} of {of} points"),
            Outcome::Wrong => format!("✗ {check}: {points} of {of} points"),
        }
    }

    /// All that a learner reads about this check. It fits on one screen of 80 columns.
    pub fn text(&self) -> Text {
        let mut text = Text::default();
        text.add(Role::Headline, self.headline());
        if let Some(lesson) = &self.lesson {
            text.gap();
            text.lesson(self.outcome, lesson);
        }
        text
    }
}

impl Text {
    fn lesson(&mut self, outcome: Outcome, lesson: &Lesson) {
        match &lesson.seen {
            Seen::Step(it) => {
                self.excerpt(it);
                self.printed(&lesson.printed);
            }
            Seen::Ended(ended) => self.plain(paragraph(&ending(ended))),
            Seen::Words(words) => self.plain(paragraph(words)),
        }
        if matches!(outcome, Outcome::Fault | Outcome::NotChecked) {
            self.plain(paragraph("This is not about your program."));
            return;
        }
        self.gap();
        if let Some(passage) = &lesson.section {
            self.plain(format!("  {}", passage.heading));
            self.plain(paragraph(&passage.words));
            self.gap();
            self.add(Role::Way, format!("  Read:   {}#{}", passage.page, passage.id));
        }
        for (name, command) in [("Run it: ", &lesson.run), ("Hint:   ", &lesson.hint)] {
            if let Some(command) = command {
                self.add(Role::Way, format!("  {name}{command}"));
            }
        }
    }

    /// The steps that led to a difference, and the tables at that step.
    fn excerpt(&mut self, it: &Excerpt) {
        self.plain(format!("  {}: step {} of {}", it.story, it.number, it.of));
        self.gap();
        self.steps_before(&it.before);
        self.plain(format!("  {}. {}", it.number, it.expected.event));
        match &it.yours {
            Some(yours) => self.compare(yours, &it.expected),
            None => {
                let ended = it.ended.as_ref().unwrap_or(&Ended::Exited(0));
                self.gap();
                self.plain(paragraph(&ending(ended)));
                self.gap();
                self.plain("  expected:");
                self.table(&it.expected);
            }
        }
    }

    fn steps_before(&mut self, steps: &[Step]) {
        // To hide a single step would save nothing.
        let hidden = steps.len().saturating_sub(STEPS_SHOWN);
        let hidden = if hidden == 1 { 0 } else { hidden };
        if hidden > 0 {
            self.plain(format!("  … steps 1 to {hidden}"));
        }
        for (index, step) in steps.iter().enumerate().skip(hidden) {
            let event = format!("  {}. {}", index + 1, step.event);
            let Some(result) = &step.result else {
                self.plain(event);
                continue;
            };
            let wide = format!("{event} = {result}").chars().count() > WIDTH;
            let gap = if wide { "\n    " } else { "" };
            self.plain(format!("{event}{gap} = {}", in_lines(result)));
        }
    }

    /// A step's result and rows, as they should be.
    fn table(&mut self, step: &Step) {
        if let Some(result) = &step.result {
            self.plain(format!("     = {}", in_lines(result)));
        }
        for row in &step.rows {
            self.plain(format!("     {row}"));
        }
    }

    /// A step's result and rows as the program made them; under what differs, what was expected.
    pub fn compare(&mut self, yours: &Step, expected: &Step) {
        if let Some(result) = &yours.result {
            let shown = in_lines(result);
            self.plain(format!("     = {shown}"));
            if let Some(right) = expected.result.as_ref().filter(|right| *right != result) {
                let width = shown.lines().map(|line| line.trim_start().chars().count()).max();
                let marks = format!("       {}", carets(width.unwrap_or_default()));
                let fits = format!("{marks} expected: {right}").chars().count() <= WIDTH;
                let gap = if fits { " expected: " } else { "\n       expected:\n       " };
                self.add(Role::Mark, format!("{marks}{gap}{}", in_lines(right)));
            }
        }
        let missing = expected.rows.iter().filter(|row| yours.row(row.id).is_none());
        let mut rows: Vec<_> = yours.rows.iter().chain(missing).collect();
        rows.sort_by_key(|row| row.id);
        for row in rows {
            match (yours.row(row.id), expected.row(row.id)) {
                (None, _) => {
                    self.plain("     (missing)");
                    self.add(Role::Mark, format!("       expected: {row}"));
                }
                (Some(_), None) => {
                    self.plain(format!("     {row}"));
                    self.add(Role::Mark, format!("     {} not expected", carets(3)));
                }
                (Some(_), Some(expected)) => {
                    self.plain(format!("     {row}"));
                    self.differing_cells(row, expected);
                }
            }
        }
    }

    fn differing_cells(&mut self, yours: &Row, expected: &Row) {
        let (mine, right) = (yours.cells(), expected.cells());
        for (column, start) in yours.columns().into_iter().take(mine.len()).enumerate() {
            if mine[column] != right[column] {
                let indent = " ".repeat(5 + start);
                let marks = carets(mine[column].chars().count());
                let nothing = format!("no {}", Row::COLUMNS[column]);
                let right =
                    Some(&right[column]).filter(|cell| !cell.is_empty()).unwrap_or(&nothing);
                let beside = format!("{indent}{marks} expected: {right}");
                // A mark far to the right leaves no room for words behind it.
                let below = format!("{indent}{marks}\n{:>WIDTH$}", format!("expected: {right}"));
                let fits = beside.chars().count() <= WIDTH;
                self.add(Role::Mark, if fits { beside } else { below });
            }
        }
    }

    /// The last lines that a program printed itself: `println!` is how many people look for a
    /// mistake.
    fn printed(&mut self, printed: &str) {
        let lines: Vec<_> = printed.lines().filter(|line| !line.trim().is_empty()).collect();
        if lines.is_empty() {
            return;
        }
        self.gap();
        self.plain("  Your program printed:");
        let hidden = lines.len().saturating_sub(LINES_SHOWN);
        if hidden > 0 {
            self.plain(format!("     … lines 1 to {hidden}"));
        }
        for line in &lines[hidden..] {
            let short: String = visible(line).chars().take(WIDTH - 5).collect();
            self.plain(format!("     {short}"));
        }
    }
}

/// A paragraph, wrapped and indented by two columns.
fn paragraph(words: &str) -> String {
    let options = textwrap::Options::new(WIDTH).initial_indent("  ").subsequent_indent("  ");
    textwrap::fill(words, options)
}

/// What was given back; where several segments are sent, each of them stands in a line of its own.
fn in_lines(result: &Returned) -> String {
    let Returned::Sends(segments) = result else { return result.to_string() };
    let mut text = String::new();
    for (place, segment) in segments.iter().enumerate() {
        let _ = write!(text, "{}sends {segment}", if place == 0 { "" } else { ";\n       " });
    }
    if segments.is_empty() { result.to_string() } else { text }
}

fn carets(count: usize) -> String {
    "^".repeat(count.max(1))
}

/// One sentence about how a program ended.
pub fn ending(ended: &Ended) -> String {
    match ended {
        Ended::LeftInstead(what) => format!(
            "Where your program's trace should be, it left {what}. The socket layer writes the trace. \
             Does your program write, make or remove files itself?"
        ),
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
