//! What the command prints.

use std::process::ExitCode;

use anstream::{print, println};
use anstyle::{AnsiColor, Style};
use grader::{Outcome, Page, Record};

use crate::Result;
use crate::check::{self, Verdict};
use crate::course::{Course, Exercise};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default();

/// How wide prose is, in columns.
const WIDTH: usize = 78;

/// How many of the compiler's errors are shown.
const ERRORS_SHOWN: usize = 2;

/// The next exercise: where it is, and what is still missing.
pub fn next(course: &Course) -> Result<ExitCode> {
    let all = course.exercises.len();
    for (passed, exercise) in course.exercises.iter().enumerate() {
        let verdict = check::check(course, exercise)?;
        if !verdict.is_passed() {
            println!("{passed} of {all} exercises passed. The next one:\n");
            place(course, exercise);
            println!();
            show_verdict(&verdict);
            return Ok(ExitCode::SUCCESS);
        }
    }
    println!("{GOOD}All {all} exercises are passed.{GOOD:#} `cargo run -- list` shows them.");
    Ok(ExitCode::SUCCESS)
}

/// All exercises, with what is passed.
pub fn list(course: &Course) -> Result<ExitCode> {
    for exercise in &course.exercises {
        let verdict = check::check(course, exercise);
        summary(exercise, verdict.as_ref());
    }
    Ok(ExitCode::SUCCESS)
}

/// Checks one exercise, or all.
pub fn check(course: &Course, name: Option<&str>, json: bool) -> Result<ExitCode> {
    let chosen: Vec<_> = match name {
        Some(name) => vec![course.exercise(name)?],
        None => course.exercises.iter().collect(),
    };
    let (mut not_yet, mut fault) = (false, false);
    for exercise in &chosen {
        let verdict = check::check(course, exercise);
        match &verdict {
            Ok(verdict) if json => print_json(exercise, verdict),
            Ok(verdict) if name.is_some() => {
                place(course, exercise);
                println!();
                show_verdict(verdict);
            }
            Err(sentence) if json || name.is_some() => return Err(sentence.clone()),
            _ => summary(exercise, verdict.as_ref()),
        }
        match verdict {
            Ok(verdict) if verdict.in_short() == "cannot be checked" => fault = true,
            Ok(verdict) => not_yet |= !verdict.is_passed(),
            Err(_) => fault = true,
        }
    }
    Ok(ExitCode::from(if fault { 2 } else { u8::from(not_yet) }))
}

/// One hint.
pub fn hint(course: &Course, name: &str, level: usize) -> Result<ExitCode> {
    let exercise = course.exercise(name)?;
    let page = Page::read(&exercise.name)?;
    let hints = page.hints();
    let number = hints.len();
    let Some(hint) = level.checked_sub(1).and_then(|index| hints.get(index)) else {
        return Err(match number {
            0 => format!("{} has no hints.", exercise.page()),
            _ => format!("There is no hint {level} for {}: there are {number}.", exercise.name),
        });
    };
    println!("{BOLD}Hint {level} of {number} for {}{BOLD:#}\n", exercise.name);
    for block in &hint.paragraphs {
        // A block of code has lines of its own; prose is one line.
        let block = if block.contains('\n') {
            textwrap::indent(block, "    ")
        } else {
            textwrap::indent(&textwrap::fill(block, WIDTH - 2), "  ")
        };
        println!("{block}\n");
    }
    if level < number {
        println!("{DIM}More: cargo run -- hint {} {}{DIM:#}", exercise.name, level + 1);
    }
    Ok(ExitCode::SUCCESS)
}

/// Where an exercise's page and file are.
fn place(course: &Course, exercise: &Exercise) {
    let Exercise { number, .. } = exercise;
    println!("{BOLD}{number} {}{BOLD:#}", exercise.title());
    println!("  read  {}", exercise.page());
    println!("  edit  {}{}", exercise.stub(), first_todo(course, exercise));
}

/// `:24`, if the first `todo!` stands in line 24.
fn first_todo(course: &Course, exercise: &Exercise) -> String {
    let text = std::fs::read_to_string(course.root.join(exercise.stub())).unwrap_or_default();
    let line = text.lines().position(|line| line.contains("todo!("));
    line.map(|index| format!(":{}", index + 1)).unwrap_or_default()
}

/// One line: `06 accept  not yet  8 of 15 points  Accept: the copy`.
fn summary(exercise: &Exercise, verdict: std::result::Result<&Verdict, &String>) {
    let (words, points) = match verdict {
        Ok(verdict) => (verdict.in_short(), verdict.points()),
        Err(_) => ("cannot be checked", None),
    };
    let style = match words {
        "passed" => GOOD,
        "not started" => DIM,
        _ => BAD,
    };
    let points = points.map(|(points, of)| format!("{points}/{of}")).unwrap_or_default();
    println!(
        "{} {:<12} {style}{words:<17}{style:#} {points:>5}  {}",
        exercise.number,
        exercise.name,
        exercise.title()
    );
    if let Err(sentence) = verdict {
        println!("{}", textwrap::indent(sentence, "     "));
    }
}

fn show_verdict(verdict: &Verdict) {
    let records = match verdict {
        Verdict::DoesNotCompile(errors) => {
            println!("{BAD}Does not compile.{BAD:#} The compiler says:\n");
            errors.iter().take(ERRORS_SHOWN).for_each(|error| print!("{error}"));
            let more = errors.len().saturating_sub(ERRORS_SHOWN);
            if more > 0 {
                println!("and {more} more. Mend the first one first.");
            }
            return;
        }
        Verdict::Judged(records) => records,
    };
    for record in records {
        check_line(record);
    }
    let (points, of) = verdict.points().unwrap_or_default();
    println!();
    if verdict.is_passed() {
        println!("{GOOD}Passed: {points} of {of} points.{GOOD:#}");
        return;
    }
    if let Some(first) = records.iter().find(|record| record.outcome != Outcome::Passed) {
        lesson(first);
    }
    println!("{points} of {of} points.");
}

fn check_line(record: &Record) {
    let Record { check, points, of, .. } = record;
    let (sign, style) = match record.outcome {
        Outcome::Passed => ("✓", GOOD),
        Outcome::NotStarted => ("·", DIM),
        Outcome::Wrong => ("✗", BAD),
        Outcome::Fault => ("?", BAD),
    };
    println!("  {style}{sign}{style:#} {check:<58} {points} of {of}");
}

/// The text of a lesson; the marks under what differs stand out.
fn lesson(record: &Record) {
    for line in record.text().lines() {
        let style = match () {
            () if line.starts_with('✗') => BAD.bold(),
            () if line.trim_start().starts_with("^^") => BAD,
            () if line.starts_with("  Run it:") => DIM,
            () => Style::new(),
        };
        println!("{style}{line}{style:#}");
    }
}

fn print_json(exercise: &Exercise, verdict: &Verdict) {
    match verdict {
        Verdict::Judged(records) => {
            for record in records {
                println!("{}", serde_json::json!(record));
            }
        }
        Verdict::DoesNotCompile(errors) => {
            let outcome = "does_not_compile";
            let name = &exercise.name;
            println!(
                "{}",
                serde_json::json!({ "exercise": name, "outcome": outcome, "lesson": errors.concat() })
            );
        }
    }
}
