//! Draws the figures that the pages include: traces of stories, pictures of them, and times that were
//! measured. Writes them into the pages as text, too.

use std::fs;
use std::process::ExitCode;

use anstream::println;
use netstack::Trace;
use socklings::course::{Course, Exercise};
use socklings::{Result, figure, sequence, web};

use crate::files::read;
use crate::plot::Times;
use crate::traces::traces;
use crate::{as_text, pictures};

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

/// The figures that the pages include and that are not as they should be; and the pages that do not have them as
/// text.
pub fn stale(course: &Course) -> Vec<Stale> {
    let mut stale = Vec::new();
    for page in web::chapters(course).unwrap_or_default() {
        let file = format!("book/src/{}.md", page.name);
        let Ok(source) = fs::read_to_string(course.root.join(&file)) else { continue };
        let includes = source.split("{{#include ../figures/").skip(1);
        for figure in includes.filter_map(|rest| rest.split("}}").next()) {
            add_if_stale(
                course,
                &mut stale,
                format!("book/figures/{figure}"),
                draw(course, figure),
            );
        }
        let with_text = as_text::write(&source, |included| shown(course, included));
        add_if_stale(course, &mut stale, file, Ok(with_text));
    }
    stale
}

fn add_if_stale(course: &Course, stale: &mut Vec<Stale>, file: String, drawn: Result<String>) {
    let there = fs::read_to_string(course.root.join(&file)).ok();
    if there.is_none() || there != drawn.clone().ok() {
        stale.push(Stale { file, drawn });
    }
}

/// What is shown in the place of something that a page includes, to those who read the Markdown itself; nothing where
/// that is not known.
fn shown(course: &Course, included: &str) -> Option<String> {
    if let Some(figure) = included.strip_prefix("../figures/") {
        let traces = traces(course, figure.strip_suffix(".html").unwrap_or_default());
        return Some(in_words(&draw(course, figure).ok()?, &traces.unwrap_or_default()));
    }
    let path = included.strip_prefix("../../")?;
    let text = || read(&course.root.join(path)).ok();
    match path.rsplit_once('.')?.1 {
        "md" => text(),
        "table" => Some(format!("```text\n{}```\n", text()?)),
        _ => {
            // A page has the stub as it was given, and readers find it where they edit it.
            let is_of = |it: &&Exercise| it.original() == path;
            let stub = course.exercises.iter().find(is_of).map(Exercise::stub);
            let path = stub.as_deref().unwrap_or(path);
            Some(format!("[`{path}`](../../{path})\n"))
        }
    }
}

/// A figure in words: its traces as a terminal shows them, or what a picture says to those who do not see it.
fn in_words(drawn: &str, traces: &[Trace]) -> String {
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
        "html" => {
            let drawn = traces(course, id)?;
            Ok(out_of_comment(drawn.iter().map(|trace| figure::html(trace, id)).collect()))
        }
        "sequence.html" => {
            let id_in_time = format!("{id}-in-time");
            let drawn = traces(course, id)?;
            let drawn = drawn.iter().map(|trace| sequence::figure(trace, &id_in_time));
            let drawn = drawn.collect::<Option<String>>();
            let none = || "no segment goes to and fro in this story".to_owned();
            drawn.map(out_of_comment).ok_or_else(none)
        }
        "drawing.html" => pictures::draw(course, id).map(out_of_comment),
        _ => measured(course, id, kind),
    }
}

/// A page includes a figure in a comment, so that those who read the Markdown itself do not see that. Here the comment
/// ends, and begins again.
fn out_of_comment(figure: String) -> String {
    format!("-->\n{figure}<!--\n")
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
