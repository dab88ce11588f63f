//! The learner's own trace beside the reference's: what the code did, and what it should have done.

use std::fmt::Write;
use std::path::PathBuf;
use std::process::Command;

use grader::{Ended, Outcome, Program};
use netstack::Trace;
use socklings::Result;
use socklings::check::Verdict;
use socklings::course::{Course, Exercise};
use socklings::figure;

use crate::progress::Progress;
use crate::show::{BOLD, DIM};

/// Two traces of one story.
struct Both {
    yours: Trace,
    expected: Trace,
    /// How the program ended, in a sentence, if it did not end well.
    ending: String,
}

/// Both traces of a story, as text. Without a name it is the story of the first check that does not
/// pass, or else the chapter's.
///
/// # Errors
///
/// A sentence, if there is no such story, or the program can't be run.
pub fn text(course: &Course, exercise: &Exercise, story: Option<&str>) -> Result<String> {
    let both = both(course, exercise, story)?;
    let mut text = format!("{BOLD}{}{BOLD:#}\n", both.expected.story);
    let same = both.yours.steps == both.expected.steps;
    for (index, expected) in both.expected.steps.iter().enumerate() {
        let _ = write!(text, "\n{}. {}\n", index + 1, expected.action);
        match both.yours.steps.get(index).filter(|step| step.is_finished()) {
            Some(yours) => text.push_str(&grader::compare_steps(yours, expected)),
            None => {
                let _ = writeln!(text, "     {}", both.ending);
                break;
            }
        }
    }
    let verdict = if same { "Every step is as it should be." } else { "^^^ is what differs." };
    let _ = write!(text, "\n{DIM}{verdict}{DIM:#}\n");
    Ok(text)
}

/// Both traces of a story, as one page that needs nothing else.
///
/// # Errors
///
/// As [`text`].
pub fn html(course: &Course, exercise: &Exercise, story: Option<&str>) -> Result<String> {
    let both = both(course, exercise, story)?;
    let style = include_str!("../../../book/theme/figures.css");
    let player = include_str!("../../../book/theme/player.css");
    let script = include_str!("../../../book/theme/player.js");
    let name = &exercise.name;
    let story = &both.expected.story;
    let yours = figure::compared(&both.yours, "yours", &both.expected);
    let expected = figure::html(&both.expected, "expected");
    Ok(format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{name}: {story}</title>\n<style>\n{PAGE_STYLE}{style}{player}</style>\n</head>\n\
         <body>\n<main class=\"content\">\n<h1>{name}: {story}</h1>\n<div class=\"both\">\n\
         <section><h2>Your program</h2>\n{yours}<p>{}</p>\n</section>\n\
         <section><h2>The reference</h2>\n{expected}</section>\n</div>\n</main>\n\
         <script>\n{script}{TOGETHER}</script>\n</body>\n</html>\n",
        both.ending
    ))
}

/// The two figures show the same step.
const TOGETHER: &str = "
const sliders = [...document.querySelectorAll('.player input')];
for (const slider of sliders) {
    const follow = () => {
        for (const other of sliders.filter(other => other.value !== slider.value)) {
            other.value = slider.value;
            other.dispatchEvent(new Event('input', { bubbles: true }));
        }
    };
    const status = slider.closest('.player').querySelector('[role=status]');
    new MutationObserver(follow).observe(status, { childList: true });
    // A link may have led to a step of one figure.
    if (slider.value !== slider.min) follow();
}
";

/// What the book's theme would say.
const PAGE_STYLE: &str = "\
:root { --bg: #fff; --fg: #222; --links: #0a58ca; --table-border-color: #777; --mono-font: monospace; \
--code-font-size: 0.875em; color-scheme: light; }
body { margin: 0; padding: 1rem; background: var(--bg); color: var(--fg); font-family: sans-serif; }
table { border-collapse: collapse; } td, th { border: 1px solid var(--table-border-color); \
padding: 3px 8px; text-align: left; }
.table-wrapper { overflow-x: auto; }
.differs { outline: 2px dashed #9e1c1c; outline-offset: -2px; font-weight: bold; } .differs::after { content: ' \\2260'; }
.both { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(36rem, 100%), 1fr)); }
";

fn both(course: &Course, exercise: &Exercise, story: Option<&str>) -> Result<Both> {
    let name = &exercise.name;
    let folder = course.root.join(format!("tests/stories/{name}"));
    if !folder.is_dir() {
        return Err(format!(
            "{name} works on this machine's own kernel, so there is no story to show. `cargo run -p \
             {name}` runs your program.\n"
        ));
    }
    let story = match story {
        Some(story) => story.trim_end_matches(".story").to_owned(),
        None => telling_story(course, exercise),
    };
    let file = folder.join(format!("{story}.story"));
    if !file.is_file() {
        return Err(format!(
            "There is no story `{story}` for {name}. There are: {}.\n",
            grader::story_names(name).join(", ")
        ));
    }
    let program = build(course, exercise)?;
    let (yours, run) = Program::new(program).play(&file).map_err(|fault| fault.to_string())?;
    let mut yours = grader::traces(&yours).map_err(|fault| fault.to_string())?;
    let expected = grader::snapshot_traces(name, &story).map_err(|fault| fault.to_string())?;
    let ending = match run.ended {
        Ended::Exited(0) => String::new(),
        ended => grader::ending(&ended),
    };
    Ok(Both {
        yours: yours.pop().unwrap_or_default(),
        expected: expected.into_iter().next().unwrap_or_default(),
        ending,
    })
}

/// The story of the first check that does not pass, or else the chapter's.
fn telling_story(course: &Course, exercise: &Exercise) -> String {
    let marker = format!("stories/{}/", exercise.name);
    let between = |text: &str| {
        let (_, rest) = text.split_once(&marker)?;
        rest.split_once(".story").map(|(story, _)| story.to_owned())
    };
    let failed = match Progress::read(course).known(course, exercise) {
        Some(Verdict::Judged(records)) => {
            let mut records = records.iter().filter(|record| record.outcome != Outcome::Passed);
            records.find_map(|record| between(&record.lesson))
        }
        _ => None,
    };
    let main = course.root.join(format!("exercises/{}/src/main.rs", exercise.folder()));
    let main = std::fs::read_to_string(main).unwrap_or_default();
    failed.or_else(|| between(&main)).unwrap_or_default()
}

/// Builds the learner's program and says where it is.
fn build(course: &Course, exercise: &Exercise) -> Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["build", "--quiet", "--package", &exercise.name])
        .current_dir(&course.root)
        .output()
        .map_err(|error| format!("cargo cannot be started: {error}."))?;
    if !output.status.success() {
        return Err(format!(
            "{} does not compile. `cargo run -- check {0}` says why.\n",
            exercise.name
        ));
    }
    let name = format!("{}{}", exercise.name, std::env::consts::EXE_SUFFIX);
    Ok(course.target().join("debug").join(name))
}
