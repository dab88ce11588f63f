//! The words of a lesson: what a learner reads when a check does not pass. This is the only place
//! where records become text.

use std::fmt::{self, Write};

use netstack::{Returned, Row, Step};

use crate::difference::Excerpt;
use crate::ended::Ended;
use crate::record::{Lesson, Outcome, Record, Seen};
use crate::rows::{Fitted, Place};
use crate::visible::{shortened, visible};

/// How wide prose is, in columns.
pub const WIDTH: usize = 78;

/// How wide rows of a table are where nobody says how wide the terminal is.
const ROWS: usize = 80;

/// How much is told of a lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Detail {
    /// How many of the steps before the one that differs.
    steps: usize,
    /// Whether the rows are shown that are as they should be.
    same_rows: bool,
    /// How many lines of what a program printed.
    printed: usize,
    /// How many lines of what the mistake means.
    words: usize,
    /// Whether the commands are named.
    commands: bool,
    /// Whether empty lines stand between the parts.
    is_airy: bool,
}

/// All of it.
const WHOLE: Detail = Detail {
    steps: 6,
    same_rows: true,
    printed: 5,
    words: usize::MAX,
    commands: true,
    is_airy: true,
};

/// From all to the least. What differs, and how the mistake is named, is always told.
const DETAILS: [Detail; 6] = [
    WHOLE,
    Detail { commands: false, steps: 2, ..WHOLE },
    Detail { commands: false, steps: 0, is_airy: false, ..WHOLE },
    Detail { commands: false, steps: 0, is_airy: false, same_rows: false, ..WHOLE },
    Detail { same_rows: false, words: 3, printed: 2, steps: 0, commands: false, is_airy: false },
    Detail { same_rows: false, words: 1, printed: 0, steps: 0, commands: false, is_airy: false },
];

/// Text, line by line, and what each line is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The lines.
    pub lines: Vec<Line>,
    /// How many columns a row of a table may have.
    width: usize,
    detail: Detail,
}

/// A line of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is for.
    pub role: Role,
    /// Its words, without a line end.
    pub words: String,
    /// The part of the book that it names: the page, `accept`, and the part's id.
    pub link: Option<(String, String)>,
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
        self.lines.iter().try_for_each(|line| writeln!(f, "{}", line.words))
    }
}

impl Text {
    /// No text yet; rows of tables will be this wide at most.
    pub fn new(width: usize) -> Self {
        Self { lines: Vec::new(), width, detail: WHOLE }
    }

    /// How wide prose is here.
    fn prose(&self) -> usize {
        self.width.min(WIDTH)
    }

    /// Adds lines of the same kind. Some of the words are a program's own, so nothing in them may act.
    fn add(&mut self, role: Role, words: impl AsRef<str>) {
        let words = visible(words.as_ref());
        let lines = words.split('\n');
        let line = |words: &str| Line { role, words: words.to_owned(), link: None };
        self.lines.extend(lines.map(line));
    }

    fn plain(&mut self, words: impl AsRef<str>) {
        self.add(Role::Plain, words);
    }

    /// An empty line.
    fn gap(&mut self) {
        self.plain("");
    }

    /// An empty line, where there is room for one.
    fn air(&mut self) {
        if self.detail.is_airy {
            self.gap();
        }
    }

    /// A paragraph, wrapped and indented by two columns.
    fn paragraph(&mut self, words: &str) {
        let options = textwrap::Options::new(self.prose());
        let options = options.initial_indent("  ").subsequent_indent("  ");
        self.plain(textwrap::fill(words, options));
    }

    /// The beginning of a paragraph, as far as there is room.
    fn beginning(&mut self, words: &str) {
        let before = self.lines.len();
        self.paragraph(words);
        let room = before.saturating_add(self.detail.words);
        if self.lines.len() > room {
            self.lines.truncate(room);
            let last = self.lines.last_mut().map(|line| &mut line.words);
            last.into_iter().for_each(|words| words.push_str(" …"));
        }
    }

    /// What happens in a step.
    fn event(&mut self, number: usize, step: &Step) {
        let options = textwrap::Options::new(self.width).subsequent_indent("     ");
        let event = shortened(&step.event.to_string());
        self.plain(textwrap::fill(&format!("  {number}. {event}"), options));
    }
}

impl Record {
    /// What came of the check, in one line: `✗ the_listener_keeps_listening: 0 of 2 points`.
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
        self.text_in(ROWS, usize::MAX)
    }

    /// What a learner reads about this check on a screen with so much room. The check, its points and
    /// what differs are always there; the rest as far as it fits.
    pub fn text_in(&self, width: usize, lines: usize) -> Text {
        let mut texts = DETAILS.into_iter().map(|detail| {
            let mut text = Text { detail, ..Text::new(width) };
            text.add(Role::Headline, self.headline());
            if let Some(lesson) = &self.lesson {
                text.air();
                text.lesson(self.outcome, lesson);
            }
            text
        });
        let least = texts.next_back().unwrap_or_else(|| Text::new(width));
        texts.find(|text| text.lines.len() <= lines).unwrap_or(least)
    }
}

impl Text {
    fn lesson(&mut self, outcome: Outcome, lesson: &Lesson) {
        match &lesson.seen {
            Seen::Step(it) => {
                self.excerpt(it);
                self.printed(&lesson.printed);
            }
            Seen::Ended(ended) => self.paragraph(&ending(ended)),
            Seen::Words(words) => self.paragraph(words),
        }
        if matches!(outcome, Outcome::Fault | Outcome::NotChecked) {
            self.paragraph("This is not about your program.");
            return;
        }
        self.gap();
        if let Some(passage) = &lesson.section {
            self.plain(format!("  {}", passage.heading));
            self.beginning(&passage.words);
            self.air();
            let (page, id) = (&passage.page, &passage.id);
            self.add(Role::Way, format!("  Read:   cargo run -- page {page}#{id}"));
            if let Some(line) = self.lines.last_mut() {
                line.link = Some((page.clone(), id.clone()));
            }
        }
        for (name, command) in [("Run it: ", &lesson.run), ("Hint:   ", &lesson.hint)] {
            if let Some(command) = command.as_ref().filter(|_| self.detail.commands) {
                self.add(Role::Way, format!("  {name}{command}"));
            }
        }
    }

    /// The steps that led to a difference, and the tables at that step.
    fn excerpt(&mut self, it: &Excerpt) {
        let words = format!("  {}: step {} of {}", it.story, it.number, it.of);
        self.plain(textwrap::fill(
            &words,
            textwrap::Options::new(self.width).subsequent_indent("  "),
        ));
        self.air();
        self.steps_before(&it.before);
        self.event(it.number, &it.expected);
        match &it.yours {
            Some(yours) => self.compare(yours, &it.expected),
            None => {
                let ended = it.ended.as_ref().unwrap_or(&Ended::Exited(0));
                self.air();
                self.paragraph(&ending(ended));
                self.air();
                self.plain("  expected:");
                self.table(&it.expected);
            }
        }
    }

    fn steps_before(&mut self, steps: &[Step]) {
        // To hide a single step would save nothing.
        let hidden = steps.len().saturating_sub(self.detail.steps);
        let hidden = if hidden == 1 && self.detail.steps > 0 { 0 } else { hidden };
        if hidden > 0 && self.detail.steps > 0 {
            self.plain(format!("  … steps 1 to {hidden}"));
        }
        for (index, step) in steps.iter().enumerate().skip(hidden) {
            let event = format!("  {}. {}", index + 1, step.event);
            let Some(result) = &step.result else {
                self.event(index + 1, step);
                continue;
            };
            if format!("{event} = {result}").chars().count() <= self.prose() {
                self.plain(format!("{event} = {}", in_lines(result)));
            } else {
                self.event(index + 1, step);
                self.result(result);
            }
        }
    }

    /// What a step gave back.
    fn result(&mut self, result: &Returned) {
        let options = textwrap::Options::new(self.width).subsequent_indent("       ");
        for (place, line) in in_lines(result).lines().enumerate() {
            let first = if place == 0 { "     = " } else { "       " };
            let options = options.clone().initial_indent(first);
            self.plain(textwrap::fill(&shortened(line.trim_start()), options));
        }
    }

    /// A step's result and rows, as they should be.
    fn table(&mut self, step: &Step) {
        if let Some(result) = &step.result {
            self.result(result);
        }
        for row in &step.rows {
            let fitted = self.fitted(row);
            fitted.lines.iter().for_each(|line| self.plain(format!("     {line}")));
        }
    }

    /// A row in lines that fit, behind an indent of five columns.
    fn fitted(&self, row: &Row) -> Fitted {
        Fitted::new(row, self.width.saturating_sub(5))
    }

    /// A step's result and rows as the program made them; under what differs, what was expected.
    pub fn compare(&mut self, yours: &Step, expected: &Step) {
        if let Some(result) = &yours.result {
            let before = self.lines.len();
            self.result(result);
            if let Some(right) = expected.result.as_ref().filter(|right| *right != result) {
                let shown = self.lines[before..].iter().map(|line| line.words.chars().count());
                let width = shown.max().unwrap_or_default().saturating_sub(7);
                let marks = format!("       {}", carets(width));
                let fits = format!("{marks} expected: {right}").chars().count() <= self.width;
                let gap = if fits { " expected: " } else { "\n       expected:\n       " };
                let right = in_lines(right);
                let right = right.lines().map(shortened).collect::<Vec<_>>().join("\n");
                self.add(Role::Mark, format!("{marks}{gap}{right}"));
            }
        }
        let missing = expected.rows.iter().filter(|row| yours.row(row.id).is_none());
        let mut rows: Vec<_> = yours.rows.iter().chain(missing).collect();
        rows.sort_by_key(|row| row.id);
        let mut hidden = 0;
        for row in rows {
            let fitted = self.fitted(row);
            match (yours.row(row.id), expected.row(row.id)) {
                (None, _) => {
                    self.plain("     (missing)");
                    let mut begin = "       expected: ";
                    for line in Fitted::new(row, self.width.saturating_sub(begin.len())).lines {
                        self.add(Role::Mark, format!("{begin}{line}"));
                        begin = "                 ";
                    }
                }
                (Some(_), None) => {
                    fitted.lines.iter().for_each(|line| self.plain(format!("     {line}")));
                    self.add(Role::Mark, format!("     {} not expected", carets(3)));
                }
                (Some(_), Some(expected)) if row == expected && !self.detail.same_rows => {
                    hidden += 1;
                }
                (Some(_), Some(expected)) => self.cells(&fitted, row, expected),
            }
        }
        if hidden > 0 {
            let rows =
                if hidden == 1 { "1 more row is" } else { &format!("{hidden} more rows are") };
            self.plain(format!("     … {rows} as expected"));
        }
    }

    /// A row; under each cell that differs, what was expected.
    fn cells(&mut self, fitted: &Fitted, yours: &Row, expected: &Row) {
        let (mine, right) = (yours.cells(), expected.cells());
        let differs = |column: &usize| mine[*column] != right[*column];
        // What is missing would stand behind the cell before it.
        let place = |column: usize| {
            let there = fitted.cells.iter().find(|place| place.column == column);
            there.copied().unwrap_or_else(|| {
                let before = fitted.cells.iter().rfind(|place| place.column < column);
                let (line, start) = before.map_or((0, 0), |it| (it.line, it.start + it.width + 2));
                Place { column, line, start, width: 1 }
            })
        };
        let places: Vec<_> = (0..mine.len()).filter(differs).map(place).collect();
        for (number, line) in fitted.lines.iter().enumerate() {
            self.plain(format!("     {line}"));
            for place in places.iter().filter(|place| place.line == number) {
                let nothing = format!("no {}", Row::COLUMNS[place.column]);
                let right =
                    Some(&right[place.column]).filter(|cell| !cell.is_empty()).unwrap_or(&nothing);
                let start = (5 + place.start).min(self.width.saturating_sub(1));
                let marks = format!("{}{}", " ".repeat(start), carets(place.width));
                let words = format!("expected: {}", shortened(right));
                // A mark far to the right leaves no room for words behind it.
                if marks.chars().count() + 1 + words.chars().count() <= self.width {
                    self.add(Role::Mark, format!("{marks} {words}"));
                } else {
                    self.add(Role::Mark, marks);
                    let width = self.prose();
                    let options = textwrap::Options::new(width - 5);
                    for line in textwrap::wrap(&words, options) {
                        self.add(Role::Mark, format!("{line:>width$}"));
                    }
                }
            }
        }
    }

    /// The last lines that a program printed itself: `println!` is how many people look for a
    /// mistake.
    fn printed(&mut self, printed: &str) {
        let lines: Vec<_> = printed.lines().filter(|line| !line.trim().is_empty()).collect();
        if lines.is_empty() || self.detail.printed == 0 {
            return;
        }
        self.air();
        self.plain("  Your program printed:");
        let hidden = lines.len().saturating_sub(self.detail.printed);
        if hidden > 0 {
            self.plain(format!("     … lines 1 to {hidden}"));
        }
        for line in &lines[hidden..] {
            let short: String = visible(line).chars().take(self.prose() - 5).collect();
            self.plain(format!("     {short}"));
        }
    }
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
        Ended::NotStarted => {
            "The stub's todo! is still there. Put your code in its place.".to_owned()
        }
        Ended::ComesFirst(exercise) => {
            let name = exercise.split_once('_').map_or(exercise.as_str(), |(_, name)| name);
            format!(
                "Exercise {name} comes first: this one is built from your \
                 exercises/{exercise}/src/{name}.rs too, and a todo! is still there."
            )
        }
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
