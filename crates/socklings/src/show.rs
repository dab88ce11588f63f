//! What the command prints, as text with styles; the printer drops those that nobody can see.

use std::fmt::Write;
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use grader::{Line, Outcome, Page, Record, Role, Seen, Text, WIDTH};
use socklings::Result;
use socklings::check::{ERRORS_SHOWN, Verdict};
use socklings::course::{Course, Exercise};
use socklings::say::say;
use textwrap::core::display_width;

use crate::page::Place;
use crate::progress::Progress;
use crate::terminal::{self, BOLD, DIM, Meanwhile};

const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default();

/// The next exercise: where it is, and what is still missing.
pub fn next(course: &Course) -> Result<ExitCode> {
    let mut progress = Progress::read(course);
    for (passed, exercise) in course.exercises.iter().enumerate() {
        let verdict = progress.verdict(course, exercise)?;
        if !verdict.is_passed() {
            let all = course.exercises.len();
            say(format!("{passed} of {all} exercises passed. The next one:\n\n"))?;
            say(format!("{}\n{}", place(course, exercise), full(course, exercise, &verdict)))?;
            return Ok(ExitCode::SUCCESS);
        }
    }
    say(all_passed(course))?;
    Ok(ExitCode::SUCCESS)
}

/// The first exercise that is not known to be passed.
///
/// # Errors
///
/// A sentence, if there is none.
pub fn current(course: &Course) -> Result<&Exercise> {
    let progress = Progress::read(course);
    let passed =
        |exercise: &&Exercise| progress.known(course, exercise).is_some_and(Verdict::is_passed);
    course
        .exercises
        .iter()
        .find(|exercise| !passed(exercise))
        .ok_or_else(|| "All exercises are passed. Name the one that you mean.".to_owned())
}

/// What stands at the end of the course: the page about it has the words.
pub fn all_passed(course: &Course) -> String {
    let all = course.exercises.len();
    let mut text = format!("{GOOD}All {all} exercises are passed.{GOOD:#}\n\n");
    let end = Page::read("end").unwrap_or_else(|_| Page::parse(""));
    for paragraph in end.section("built").map_or(&[][..], |section| &section.paragraphs) {
        let _ = writeln!(text, "{}\n", textwrap::fill(paragraph, prose()));
    }
    let place = Place { page: "end".to_owned(), section: None };
    let _ = writeln!(text, "Read:   {}", place.link(course, "cargo run -- page end"));
    text
}

/// How long what is not passed takes: `about 9 to 17 hours left`.
pub fn time_left<'a>(left: impl Iterator<Item = &'a Exercise>) -> String {
    let mut sum = [0, 0];
    for exercise in left {
        let page = Page::read(&exercise.name).ok();
        let [least, most] = page.and_then(|page| Some(page.time()?.1)).unwrap_or_default();
        sum = [sum[0] + least, sum[1] + most];
    }
    match sum {
        [_, 0] => String::new(),
        [least, most] if most <= 90 => format!("about {least} to {most} minutes left"),
        [least, most] => format!("about {} to {} hours left", least / 60, most.div_ceil(60)),
    }
}

/// How wide prose is on this terminal.
fn prose() -> usize {
    terminal::columns().unwrap_or(WIDTH).min(WIDTH)
}

/// All exercises, with what is passed.
pub fn list(course: &Course) -> Result<ExitCode> {
    let mut progress = Progress::read(course);
    for exercise in &course.exercises {
        let verdict = progress.verdict(course, exercise);
        say(summary(exercise, verdict.as_ref()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Checks one exercise, or all.
pub fn check(course: &Course, name: Option<&str>, json: bool) -> Result<ExitCode> {
    let mut progress = Progress::read(course);
    let chosen: Vec<_> = match name {
        Some(name) => vec![course.exercise(name)?],
        None => course.exercises.iter().collect(),
    };
    let (mut not_yet, mut lacks, mut fault) = (false, false, false);
    for exercise in &chosen {
        let verdict = judge(&mut progress, course, exercise);
        match &verdict {
            verdict if json => say(json_lines(exercise, verdict))?,
            Ok(verdict) if name.is_some() => {
                say(format!("{}\n{}", place(course, exercise), full(course, exercise, verdict)))?;
                if verdict.is_passed() {
                    say("What is next: cargo run\n")?;
                }
            }
            Err(sentence) if name.is_some() => return Err(sentence.clone()),
            _ => say(summary(exercise, verdict.as_ref()))?,
        }
        match verdict {
            Ok(verdict) if !verdict.is_fault() => {
                not_yet |= !verdict.is_passed();
                lacks |= !verdict.not_checked().is_empty();
            }
            _ => fault = true,
        }
    }
    Ok(ExitCode::from(match () {
        () if fault => 2,
        () if not_yet => 1,
        () if lacks => 3,
        () => 0,
    }))
}

/// Has an exercise judged. On a terminal, a line says meanwhile what is being done.
fn judge(progress: &mut Progress, course: &Course, exercise: &Exercise) -> Result<Verdict> {
    let meanwhile = Meanwhile::new();
    meanwhile.say(if progress.is_first(exercise) { BUILDING } else { CHECKING });
    progress.judge(course, exercise, &|| meanwhile.say(CHECKING))
}

/// Where an exercise has never been built.
pub const BUILDING: &str = "Building … The first time takes a while.";
/// While it is built again, and checked.
pub const CHECKING: &str = "Checking …";

/// One hint of an exercise's page, and how to get the next one: by `more`, or else by a command.
///
/// # Errors
///
/// A sentence, if there is no such hint.
pub fn hint(exercise: &Exercise, level: usize, more: Option<&str>) -> Result<String> {
    let page = Page::read(&exercise.name)?;
    let hints = page.hints();
    let (number, name) = (hints.len(), &exercise.name);
    let Some(hint) = level.checked_sub(1).and_then(|index| hints.get(index)) else {
        return Err(match number {
            0 => format!("{} has no hints.", exercise.page()),
            _ => format!("There is no hint {level} for {name}: there are {number}."),
        });
    };
    let mut text = format!("{BOLD}Hint {level} of {number} for {name}{BOLD:#}\n\n");
    for block in &hint.paragraphs {
        // A block of code has lines of its own; prose is one line.
        let block = if block.contains('\n') {
            textwrap::indent(block, "    ")
        } else {
            textwrap::indent(&textwrap::fill(block, prose() - 2), "  ")
        };
        let _ = write!(text, "{block}\n\n");
    }
    if level < number {
        let command = format!("cargo run -- hint {name} {}", level + 1);
        let _ = writeln!(text, "{DIM}More: {}{DIM:#}", more.unwrap_or(&command));
    }
    Ok(text)
}

/// Where an exercise's page and file are.
pub fn place(course: &Course, exercise: &Exercise) -> String {
    let page = Place { page: exercise.name.clone(), section: None };
    let page = page.link(course, &format!("cargo run -- page {}", exercise.name));
    format!("{}\n  read  {page}\n  {}\n", title(exercise), edit(course, exercise))
}

/// `06 Accept · about 25 to 60 minutes`
pub fn title(exercise: &Exercise) -> String {
    let page = Page::read(&exercise.name).unwrap_or_else(|_| Page::parse(""));
    let time = page.time().map(|(words, _)| format!(" {DIM}· {words}{DIM:#}")).unwrap_or_default();
    format!("{BOLD}{} {}{BOLD:#}{time}", exercise.number, page.title)
}

/// `edit  exercises/06_accept/src/accept.rs:24`
pub fn edit(course: &Course, exercise: &Exercise) -> String {
    format!("edit  {}{}", exercise.stub(), first_todo(course, exercise))
}

/// `:24`, if the first `todo!` stands in line 24.
fn first_todo(course: &Course, exercise: &Exercise) -> String {
    let text = grader::read_regular(&course.root.join(exercise.stub())).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let line = text.lines().position(|line| line.contains("todo!("));
    line.map(|index| format!(":{}", index + 1)).unwrap_or_default()
}

/// One line: `06 accept  not yet  8/15  Accept`.
pub fn summary(exercise: &Exercise, verdict: std::result::Result<&Verdict, &String>) -> String {
    let (words, points) = match verdict {
        Ok(verdict) => (verdict.in_short(), verdict.points()),
        Err(_) => ("cannot be checked", None),
    };
    let style = match words {
        "passed" | "partly checked" => GOOD,
        "not started" => DIM,
        _ => BAD,
    };
    let points = points.map(|(points, of)| format!("{points}/{of}")).unwrap_or_default();
    let Exercise { number, name } = exercise;
    let title = exercise.title();
    let mut text =
        format!("{number} {name:<12} {style}{words:<17}{style:#} {points:>5}  {title}\n");
    if let Err(sentence) = verdict {
        let _ = writeln!(text, "{}", textwrap::indent(sentence, "     "));
    }
    text
}

/// A verdict: a line for each check, the lesson of the first that did not pass, and the points.
pub fn full(course: &Course, exercise: &Exercise, verdict: &Verdict) -> String {
    let width = terminal::columns().unwrap_or(WIDTH + 2);
    report(course, exercise, verdict, (width, None))
}

/// How to see what there is no room for.
const MORE: &str = "  space: more";

/// A verdict on a screen with so many columns and lines: if all of it does not fit, a sign for each check
/// stands for its line, and of the lesson as much is told as there is room for. Who goes down in it reads
/// all of it. Of one that is passed nothing is left out but those lines.
pub fn fitted(
    course: &Course,
    exercise: &Exercise,
    verdict: &Verdict,
    (width, lines): (usize, usize),
    goes_down: bool,
) -> String {
    let full = report(course, exercise, verdict, (width, None));
    if full.lines().count() <= lines {
        return full;
    }
    if goes_down && !verdict.is_passed() {
        // Who has gone down by one line sees the first one.
        return format!("\n{full}");
    }
    report(course, exercise, verdict, (width, Some(lines)))
}

fn report(
    course: &Course,
    exercise: &Exercise,
    verdict: &Verdict,
    (width, lines): (usize, Option<usize>),
) -> String {
    let mut text = String::new();
    let (records, warnings) = match verdict {
        Verdict::DoesNotCompile(errors) => {
            let _ = write!(text, "{BAD}Does not compile.{BAD:#} The compiler says:\n\n");
            text.extend(errors.iter().take(ERRORS_SHOWN).map(String::as_str));
            let more = errors.len().saturating_sub(ERRORS_SHOWN);
            if more > 0 {
                let _ = writeln!(text, "and {more} more. Mend the first one first.");
            }
            return text;
        }
        Verdict::Judged { records, warnings } => (records, warnings),
    };
    for Record { check, outcome, points, of, .. } in records {
        let (sign, style) = sign(*outcome);
        let _ = write!(text, "{style}{sign}{style:#} ");
        if lines.is_none() {
            let _ = writeln!(text, "{check:<60} {points} of {of}");
        }
    }
    let (points, of) = verdict.points().unwrap_or_default();
    let points = format!("{points} of {of} points.");
    let line = display_width(&text) + points.len() + MORE.len();
    let more = if line < width && !verdict.is_passed() { MORE } else { "" };
    text.push_str(&if lines.is_some() { format!(" {points}{more}\n\n") } else { "\n".to_owned() });
    let warned = warned(warnings, width);
    match records.iter().find(|record| record.outcome.is_open()) {
        Some(first) => {
            let above = text.lines().count() + warned.lines().count();
            let room = lines.map_or(usize::MAX, |lines| lines.saturating_sub(above));
            text.push_str(&styled(course, &first.text_in(width, room)));
            text.push_str(&warned);
            if lines.is_none() {
                let _ = writeln!(text, "\n{points}");
            }
        }
        None => {
            let _ = writeln!(text, "{GOOD}Passed: {points}{GOOD:#}");
            text.push_str(&not_checked(verdict));
            let page = Page::read(&exercise.name).unwrap_or_else(|_| Page::parse(""));
            for paragraph in page.passed() {
                let _ = writeln!(text, "\n{}", textwrap::fill(paragraph, width.min(WIDTH)));
            }
            text.push_str(&warned);
            let solution = exercise.solution();
            if grader::root().join(&solution).is_file() {
                let _ =
                    writeln!(text, "\n{DIM}Another answer, with its reasons: {solution}{DIM:#}");
            }
        }
    }
    text
}

/// What the compiler warned of: it may be the clue.
fn warned(warnings: &[String], width: usize) -> String {
    let mut text = String::new();
    for warning in warnings.iter().take(WARNINGS_SHOWN) {
        let options = textwrap::Options::new(width.min(WIDTH)).subsequent_indent("    ");
        let words = textwrap::fill(&format!("  The compiler warns: {warning}"), options);
        let _ = writeln!(text, "{words}");
    }
    let more = warnings.len().saturating_sub(WARNINGS_SHOWN);
    if more > 0 {
        let _ = writeln!(text, "  and {more} more.");
    }
    if text.is_empty() { text } else { format!("\n{text}") }
}

/// How many of the compiler's warnings are shown.
const WARNINGS_SHOWN: usize = 2;

/// What this machine can't check, and why.
fn not_checked(verdict: &Verdict) -> String {
    let records = verdict.not_checked();
    let points: u32 = records.iter().map(|record| record.of).sum();
    let mut text = String::new();
    if points > 0 {
        let _ = writeln!(text, "{points} more can't be checked here:");
    }
    for record in records {
        if let Some(Seen::Words(words)) = record.lesson.as_ref().map(|lesson| &lesson.seen) {
            let words = format!("- {}: {words}", record.check);
            let options = textwrap::Options::new(WIDTH).subsequent_indent("  ");
            let _ = writeln!(text, "{}", textwrap::fill(&words, options));
        }
    }
    text
}

/// The sign of an outcome, and its style: not only the colour tells them apart.
pub fn sign(outcome: Outcome) -> (char, Style) {
    match outcome {
        Outcome::Passed => ('✓', GOOD),
        Outcome::NotStarted => ('·', DIM),
        Outcome::Wrong => ('✗', BAD),
        Outcome::NotChecked => ('-', DIM),
        Outcome::Fault => ('?', BAD),
    }
}

/// Text with styles: the marks under what differs stand out, and what names a page leads to it.
pub fn styled(course: &Course, text: &Text) -> String {
    let line = |line: &Line| {
        let style = match line.role {
            Role::Headline => BAD.bold(),
            Role::Mark => BAD,
            Role::Way => DIM,
            Role::Plain => Style::new(),
        };
        let words = match (&line.link, line.words.split_once("cargo run")) {
            (Some((page, id)), Some((before, command))) => {
                let place = Place { page: page.clone(), section: Some(id.clone()) };
                format!("{before}{}", place.link(course, &format!("cargo run{command}")))
            }
            _ => line.words.clone(),
        };
        format!("{style}{words}{style:#}\n")
    };
    text.lines.iter().map(line).collect()
}

/// A line of JSON for each check, whatever came of the exercise.
fn json_lines(exercise: &Exercise, verdict: &std::result::Result<Verdict, String>) -> String {
    let (outcome, text) = match verdict {
        Ok(Verdict::Judged { records, .. }) => {
            let line = |record: &Record| {
                let mut line = record.to_json();
                line["text"] = record.lesson.is_some().then(|| record.text().to_string()).into();
                format!("{line}\n")
            };
            return records.iter().map(line).collect();
        }
        Ok(Verdict::DoesNotCompile(errors)) => {
            let plain = errors.iter().map(|it| anstream::adapter::strip_str(it).to_string());
            ("does_not_compile", plain.collect::<String>())
        }
        Err(sentence) => ("fault", sentence.clone()),
    };
    let checks = Page::read(&exercise.name).map(|page| page.checks()).unwrap_or_default();
    let line = |(check, of): (String, u32)| {
        let line = serde_json::json!({
            "exercise": exercise.name, "check": check, "outcome": outcome, "points": 0, "of": of,
            "mistake": null, "lesson": null, "text": text,
        });
        format!("{line}\n")
    };
    checks.into_iter().map(line).collect()
}
