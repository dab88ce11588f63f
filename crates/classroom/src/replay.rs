//! What a student saw of one exercise, as at the desk.

use std::fmt::Write;

use grader::Outcome as Of;
use socklings::check::Verdict;

use crate::class::{Class, Student};
use crate::entries::shown;
use crate::result::{MISSING, Outcome};

/// The words for one result.
pub fn replay(class: &Class, student: &Student, outcome: &Outcome) -> String {
    let mut text = String::new();
    let Outcome { exercise, state, points, of, seed, .. } = outcome;
    let _ =
        writeln!(text, "{}, {exercise}: {state}, {points} of {of} points", shown(&student.name));
    if outcome.state == MISSING {
        return text;
    }
    let path = class.submission(student, exercise);
    let contained = if outcome.contained { "contained" } else { "NOT CONTAINED" };
    let solution = if outcome.with_solution { "" } else { ", WITHOUT THE SOLUTION" };
    let _ = writeln!(text, "{}, seed {seed}, {contained}{solution}\n", path.display());
    if let Some(why) = &outcome.why {
        let _ = writeln!(text, "{}", shown(why));
    }
    if let Some(Verdict::DoesNotCompile(errors)) = outcome.verdict() {
        for error in errors {
            let _ = writeln!(text, "{}", plain(&error));
        }
    }
    // Where several checks fail, the first teaches.
    let mut teaches = true;
    for record in outcome.records() {
        if teaches && record.outcome != Of::Passed {
            let _ = writeln!(text, "{}", record.text());
            teaches = false;
        } else {
            let _ = writeln!(text, "{}", record.headline());
        }
    }
    text
}

/// A text without what acts on a terminal: the compiler quotes what a student has written.
pub fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            // Colours: ESC [ … m.
            if letters.next_if_eq(&'[').is_some() {
                while letters.next().is_some_and(|it| !it.is_ascii_alphabetic()) {}
            }
        } else if letter == '\n' || letter == '\t' || !letter.is_control() {
            plain.push(letter);
        }
    }
    plain
}
