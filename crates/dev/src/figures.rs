//! Draws the figures that the pages include: traces of stories, pictures of them, and times that were
//! measured.

use std::fs;
use std::process::ExitCode;

use anstream::println;
use netstack::Trace;
use socklings::course::Course;
use socklings::{Result, figure, sequence, web};

use crate::files::read;
use crate::pictures;
use crate::plot::Times;

/// Draws the figures that the pages include, from the snapshots and from what was measured; or says
/// which are not up to date.
pub fn draw_all(course: &Course, only_check: bool) -> Result<ExitCode> {
    let stale = stale(course);
    for figure in &stale {
        match &figure.drawn {
            Ok(drawn) if !only_check => {
                let path = course.root.join(&figure.file);
                fs::create_dir_all(path.with_file_name(""))
                    .and_then(|()| fs::write(&path, drawn))
                    .map_err(|error| format!("{} cannot be written: {error}", figure.file))?;
                println!("{}", figure.file);
            }
            _ => println!("{figure}"),
        }
    }
    if stale.is_empty() {
        println!("All figures are up to date.");
    }
    let wrong = stale.iter().any(|figure| only_check || figure.drawn.is_err());
    Ok(ExitCode::from(u8::from(wrong)))
}

/// A figure that is not as it should be.
pub struct Stale {
    /// The file, from the top folder.
    file: String,
    /// What it should be, or why that is not known.
    drawn: Result<String>,
}

impl std::fmt::Display for Stale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.drawn {
            Ok(_) => write!(f, "{}: `cargo run -p dev -- figures` draws it anew", self.file),
            Err(sentence) => write!(f, "{}: {sentence}", self.file),
        }
    }
}

/// The figures that the pages include and that are not as they should be.
pub fn stale(course: &Course) -> Vec<Stale> {
    let mut stale = Vec::new();
    for page in web::chapters(course).unwrap_or_default() {
        let page = course.root.join(format!("book/src/{}.md", page.name));
        let text = fs::read_to_string(page).unwrap_or_default();
        let includes = text.split("{{#include ../figures/").skip(1);
        for figure in includes.filter_map(|rest| rest.split("}}").next()) {
            let file = format!("book/figures/{figure}");
            let drawn = draw(course, figure);
            if fs::read_to_string(course.root.join(&file)).ok() != drawn.clone().ok()
                || drawn.is_err()
            {
                stale.push(Stale { file, drawn });
            }
        }
    }
    stale
}

/// Draws a figure: `accept-two-clients.html` is the trace of a story, `accept-two-clients.sequence.html`
/// the same as a sequence diagram, `copy.drawing.html` a picture, `lookup.svg` the times that a benchmark measured.
fn draw(course: &Course, figure: &str) -> Result<String> {
    let (id, kind) = figure.split_once('.').unwrap_or((figure, ""));
    match kind {
        "html" => Ok(traces(course, id)?.iter().map(|trace| figure::html(trace, id)).collect()),
        "sequence.html" => {
            let id_in_time = format!("{id}-in-time");
            let drawn = traces(course, id)?;
            let drawn = drawn.iter().map(|trace| sequence::figure(trace, &id_in_time));
            let drawn = drawn.collect::<Option<String>>();
            drawn.ok_or_else(|| "no segment goes to and fro in this story".to_owned())
        }
        "drawing.html" => pictures::draw(course, id),
        _ => measured(course, id, kind),
    }
}

/// What the reference made of the story that a figure is named after: `accept-two-clients`.
fn traces(course: &Course, id: &str) -> Result<Vec<Trace>> {
    let (exercise, story) = id.split_once('-').unwrap_or((id, ""));
    let story = story.replace('-', "_");
    let snapshot = format!("tests/snapshots/{exercise}__{story}.snap");
    if !course.root.join(&snapshot).is_file() {
        return Err(format!("it is drawn from {snapshot}, which is not there yet"));
    }
    grader::snapshot_traces(exercise, &story)
}

/// The only trace of the story that a figure is named after.
pub fn trace(course: &Course, id: &str) -> Result<Trace> {
    traces(course, id)?.into_iter().next().ok_or_else(|| format!("{id} has no trace"))
}

/// Draws times that were measured: a plot, or a table.
fn measured(course: &Course, id: &str, kind: &str) -> Result<String> {
    let file = format!("benches/{id}.csv");
    let times = Times::read(&read(&course.root.join(&file))?);
    let times = times.map_err(|sentence| format!("{file}: {sentence}"))?;
    match kind {
        "svg" => Ok(times.svg(&format!("{id}-plot"))),
        "md" => Ok(times.table()),
        _ => Err("a figure is .html, .svg or .md".to_owned()),
    }
}
