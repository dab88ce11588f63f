//! Draws the figures that the pages include: traces of stories, and times that were measured.

use std::fs;
use std::process::ExitCode;

use anstream::println;
use socklings::course::Course;
use socklings::{Result, figure};

use crate::files::read;
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
    for exercise in &course.exercises {
        let name = &exercise.name;
        let text = fs::read_to_string(course.root.join(exercise.page())).unwrap_or_default();
        let includes = text.split("{{#include ../figures/").skip(1);
        for figure in includes.filter_map(|rest| rest.split("}}").next()) {
            let file = format!("book/figures/{figure}");
            let drawn = draw(course, name, figure);
            if fs::read_to_string(course.root.join(&file)).ok() != drawn.clone().ok()
                || drawn.is_err()
            {
                stale.push(Stale { file, drawn });
            }
        }
    }
    stale
}

/// Draws a figure of an exercise: a trace of its stories, or the times that its benchmark measured.
fn draw(course: &Course, exercise: &str, figure: &str) -> Result<String> {
    let (id, kind) = figure.rsplit_once('.').unwrap_or((figure, ""));
    if kind == "html" {
        let story = id.strip_prefix(&format!("{exercise}-")).unwrap_or(id).replace('-', "_");
        let snapshot = format!("tests/snapshots/{exercise}__{story}.snap");
        if !course.root.join(&snapshot).is_file() {
            return Err(format!("it is drawn from {snapshot}, which is not there yet"));
        }
        let traces = grader::snapshot_traces(exercise, &story)?;
        return Ok(traces.iter().map(|trace| figure::html(trace, id)).collect());
    }
    let file = format!("benches/{id}.csv");
    let times = Times::read(&read(&course.root.join(&file))?);
    let times = times.map_err(|sentence| format!("{file}: {sentence}"))?;
    match kind {
        "svg" => Ok(times.svg(&format!("{id}-plot"))),
        "md" => Ok(times.table()),
        _ => Err("a figure is .html, .svg or .md".to_owned()),
    }
}
