//! Results and marks in the forms that other systems read.
//!
//! - `sheets`: tables, our own and those that a teacher has downloaded from Canvas and Moodle.
//! - `reports`: one file for each student (Gradescope, GitHub Classroom, Exercism), and JUnit's for all.

pub mod reports;
mod sheets;

use std::path::Path;

use clap::ValueEnum;
use socklings::Result;

use crate::class::{Class, replace};
use crate::marks::Rules;
use crate::result::Outcome;

/// What to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One line of JSON for each student and exercise, as in results.jsonl
    Jsonl,
    /// One row for each student, one column for each check
    Csv,
    /// A gradebook that was downloaded from Canvas, with the marks in it
    Canvas,
    /// A grading worksheet that was downloaded from Moodle, with the marks in it
    Moodle,
    /// Gradescope's results.json, one for each student
    Gradescope,
    /// JUnit's XML
    Junit,
    /// What GitHub Classroom's reporter reads, one for each student
    Github,
    /// Exercism's results.json (version 3), one for each student and exercise
    Exercism,
}

/// Writes the results of a class: what to say of it.
///
/// # Errors
///
/// A sentence, if something is missing, or cannot be written.
pub fn export(
    class: &Class,
    outcomes: &[Outcome],
    format: Format,
    gradebook: Option<&Path>,
    column: Option<&str>,
    to: &Path,
) -> Result<String> {
    let rules = Rules::read(class)?;
    let marks = rules.marks(class, outcomes)?;
    let title = rules.title.as_deref();
    let gradebook =
        || gradebook.ok_or("This form needs --gradebook: the file that was downloaded.");
    let unknown = rules.unknown_times(class);
    let written = |files: usize| {
        format!("{unknown}{} written, to {}.\n", crate::count(files, "file"), to.display())
    };
    let one = |text: String| {
        replace(to, text.as_bytes())?;
        Ok(written(1))
    };
    let filled = |(text, told): (String, String)| Ok(told + &one(text)?);
    match format {
        Format::Jsonl => {
            let lines = outcomes.iter().map(|it| serde_json::to_string(it).map(|line| line + "\n"));
            one(lines.collect::<std::result::Result<_, _>>().map_err(|error| error.to_string())?)
        }
        Format::Csv => one(sheets::csv(outcomes, &marks)?),
        Format::Canvas => filled(sheets::canvas(&marks, gradebook()?, column.or(title))?),
        Format::Moodle => filled(sheets::moodle(&marks, gradebook()?, column, title)?),
        Format::Junit => one(reports::junit(class, outcomes)?),
        Format::Gradescope | Format::Github | Format::Exercism => {
            let mut count = 0;
            for marks in &marks {
                let own: Vec<_> =
                    outcomes.iter().filter(|it| it.student == marks.student.id).collect();
                let folder = to.join(&marks.student.folder);
                let files = match format {
                    Format::Gradescope => {
                        vec![(
                            "results.json".to_owned(),
                            reports::gradescope(&own, marks).to_string(),
                        )]
                    }
                    Format::Github => vec![("result.txt".to_owned(), reports::github(&own))],
                    _ => reports::exercism(&own),
                };
                for (name, text) in files {
                    let path = folder.join(name);
                    replace(&path, text.as_bytes())?;
                    count += 1;
                }
            }
            Ok(written(count))
        }
    }
}
