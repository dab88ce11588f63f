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

/// The figures that the pages include and that are not as they should be; and the text of all of them.
pub fn stale(course: &Course) -> Vec<Stale> {
    let mut stale = Vec::new();
    let mut text = TEXT_BEGINS.to_owned();
    for page in web::chapters(course).unwrap_or_default() {
        let source = course.root.join(format!("book/src/{}.md", page.name));
        let source = fs::read_to_string(source).unwrap_or_default();
        let includes = source.split("{{#include ../figures/").skip(1);
        for figure in includes.filter_map(|rest| rest.split("}}").next()) {
            let drawn = draw(course, figure);
            if let Ok(drawn) = &drawn {
                let traces = traces(course, figure.strip_suffix(".html").unwrap_or_default());
                let words = as_text(drawn, &traces.unwrap_or_default());
                let of = format!("In [{}](../src/{}.md).", page.title, page.name);
                text.push_str(&format!("\n## {figure}\n\n{of}\n\n{words}"));
            }
            add_if_stale(course, &mut stale, figure, drawn);
        }
    }
    add_if_stale(course, &mut stale, "README.md", Ok(text));
    stale
}

fn add_if_stale(course: &Course, stale: &mut Vec<Stale>, figure: &str, drawn: Result<String>) {
    let file = format!("book/figures/{figure}");
    let there = fs::read_to_string(course.root.join(&file)).ok();
    if there.is_none() || there != drawn.clone().ok() {
        stale.push(Stale { file, drawn });
    }
}

const TEXT_BEGINS: &str = "\
# The figures as text

For those who read the Markdown in `book/src` alone: a line such as `{{#include ../figures/start-four-sockets.html}}` stands where
the book shows a figure. Here each of them is text, under its name. `cargo run -p dev -- figures` writes this file.
";

/// A figure in words: its traces as a terminal shows them, or what a picture says to those who do not see it.
fn as_text(drawn: &str, traces: &[Trace]) -> String {
    let is_a_table = drawn.starts_with('|');
    if is_a_table {
        return drawn.to_owned();
    }
    let lines: String = if traces.is_empty() {
        let words = |element| {
            let (_, rest) = drawn.split_once(&format!("<{element} "))?;
            Some(rest.split_once('>')?.1.split_once("</")?.0)
        };
        let said = [words("title"), words("desc")].into_iter().flatten();
        said.map(|words| format!("{}\n", words.replace("; ", "\n").replace(". ", ".\n"))).collect()
    } else {
        traces.iter().map(Trace::to_string).collect()
    };
    let lines = lines
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
    format!("```text\n{lines}```\n")
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
