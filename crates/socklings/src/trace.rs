//! The learner's own trace beside the reference's: what the code did, and what it should have done.

use std::path::PathBuf;

use grader::{Ended, Passage, Program, Record, Text};
use netstack::Trace;
use socklings::check::{Verdict, build};
use socklings::course::{Course, Exercise};
use socklings::web::{self, Pages, Theme};
use socklings::{Result, figure, sequence};

use crate::progress::Progress;
use crate::show::styled;
use crate::terminal::{BOLD, DIM};

/// What a program did in a story, and what it should have done.
struct Both {
    yours: Trace,
    expected: Trace,
    /// How the program ended, in a sentence, if it did not end well.
    ending: String,
    /// What the page says of it, if a check has seen a known mistake in the story that it has shown.
    passage: Option<Passage>,
}

/// Both traces of a story, as text. Without a name it is the story of the first check that does not
/// pass, or else the chapter's. Says too in which line the first difference is.
///
/// # Errors
///
/// A sentence, if there is no such story, or the program can't be run.
pub fn text(
    course: &Course,
    exercise: &Exercise,
    story: Option<&str>,
    width: usize,
) -> Result<(String, Option<usize>)> {
    let Both { yours, expected, ending, .. } = both(course, exercise, story)?;
    let mut text = format!("{BOLD}{}{BOLD:#}\n", textwrap::fill(&yours.story, width));
    let mut first = None;
    for (index, expected) in expected.steps.iter().enumerate() {
        let is_same = yours.steps.get(index).is_some_and(|step| step == expected);
        if !is_same && first.is_none() {
            first = Some(text.lines().count() + 1);
        }
        let options = textwrap::Options::new(width).subsequent_indent("   ");
        let event = format!("{}. {}", index + 1, expected.event);
        text.push_str(&format!("\n{}\n", textwrap::fill(&event, options)));
        match yours.steps.get(index).filter(|step| step.is_finished()) {
            Some(yours) => {
                let mut both = Text::new(width);
                both.compare(yours, expected);
                text.push_str(&styled(course, &both));
            }
            None => {
                let options = textwrap::Options::new(width).initial_indent("     ");
                let options = options.subsequent_indent("     ");
                text.push_str(&format!("{}\n", textwrap::fill(&ending, options)));
                break;
            }
        }
    }
    let verdict = if yours.steps == expected.steps {
        "Every step is as it should be."
    } else {
        "^^^ is what differs."
    };
    text.push_str(&format!("\n{DIM}{verdict}{DIM:#}\n"));
    Ok((text, first))
}

/// Both traces of a story, as one page that needs nothing else.
///
/// # Errors
///
/// As [`text`].
pub fn html(course: &Course, exercise: &Exercise, story: Option<&str>) -> Result<String> {
    let both = both(course, exercise, story)?;
    let Theme { styles, scripts } = Theme::read(course)?;
    let name = &exercise.name;
    let story = &both.yours.story;
    let mut yours = figure::compared(&both.yours, "yours", &both.expected);
    // So both have the same columns.
    let mut expected = figure::compared(&both.expected, "expected", &both.yours);
    let words = both.passage.as_ref().map(|passage| words(course, passage)).unwrap_or_default();
    yours.extend(sequence::figure(&both.yours, "yours-in-time"));
    expected.extend(sequence::figure(&both.expected, "expected-in-time"));
    Ok(format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{name}: {story}</title>\n<style>\n{styles}</style>\n</head>\n\
         <body class=\"alone\">\n<div class=\"content\">\n<main>\n<h1>{name}: {story}</h1>\n{words}<div class=\"both\">\n\
         <section><h2>Your program</h2>\n{yours}<p>{}</p>\n</section>\n\
         <section><h2>The reference</h2>\n{expected}</section>\n</div>\n</main>\n</div>\n\
         <script>\n{scripts}{TOGETHER}</script>\n</body>\n</html>\n",
        both.ending
    ))
}

/// What a mistake means, with a link to the page.
fn words(course: &Course, Passage { page, id, heading, words }: &Passage) -> String {
    let [heading, words] = [heading, words].map(|text| figure::escaped(text));
    // Without the page's own file, it is still known where it stands.
    let place = match web::write(course, page, Pages::Old) {
        Ok(file) => format!("<a href=\"{}#{id}\">{page}#{id}</a>", web::address(&file)),
        Err(_) => format!("{page}#{id}"),
    };
    format!("<p><strong>{heading}.</strong> {words} {place}</p>\n")
}

/// The two figures show the same step, and first the one that differs.
const TOGETHER: &str = "
const differs = document.querySelector('#yours .differs')?.closest('.step');
if (differs && !location.hash) location.replace(`#${differs.id}`);
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

fn both(course: &Course, exercise: &Exercise, story: Option<&str>) -> Result<Both> {
    let name = &exercise.name;
    let folder = course.root.join(format!("tests/stories/{name}"));
    let stories = grader::story_names(name);
    if stories.is_empty() {
        return Err(format!(
            "{name} works on this machine's own kernel, so there is no story to show. `cargo run -p \
             {name}` runs your program.\n"
        ));
    }
    let named = story.map(|story| story.trim_end_matches(".story"));
    if let Some(story) = named.filter(|story| !stories.iter().any(|known| known == story)) {
        return Err(format!(
            "There is no story `{story}` for {name}. There are: {}.\n",
            stories.join(", ")
        ));
    }
    let file = named.map(|story| folder.join(format!("{story}.story")));
    // Who names a story needs no verdict, which may have to be made first.
    let (file, passage) = match file {
        Some(file) => (Some(file), None),
        None => failing_story(course, exercise).unzip(),
    };
    let passage = passage.flatten();
    let program = Program::new(build(course, exercise)?);
    let (written, run) = match &file {
        Some(file) => program.play(file)?,
        None => program.play_chapter()?,
    };
    let yours = grader::written_traces(&written).map_err(|failure| failure.to_string())?;
    let yours = yours.into_iter().next_back().unwrap_or_default();
    let expected = match file {
        Some(file) => {
            let traces = grader::expected_of(name, &file)?;
            traces.into_iter().next().unwrap_or_default()
        }
        None => by_title(name, &stories, &yours.story)?,
    };
    let ending = match run.ended {
        Ended::Exited(0) => String::new(),
        ended => grader::ending(&ended),
    };
    Ok(Both { yours, expected, ending, passage })
}

/// The story of the first check that does not pass, and what the page says of the mistake.
fn failing_story(course: &Course, exercise: &Exercise) -> Option<(PathBuf, Option<Passage>)> {
    let verdict = Progress::read(course).verdict(course, exercise).ok()?;
    let Verdict::Judged { records, .. } = verdict else { return None };
    let open = records.iter().filter(|record| record.outcome.is_open());
    let told = |record: &Record| {
        let lesson = record.lesson.as_ref()?;
        Some((course.root.join(lesson.story.as_ref()?), lesson.section.clone()))
    };
    open.filter_map(told).next()
}

/// What the reference made of the story with this title.
fn by_title(exercise: &str, stories: &[String], title: &str) -> Result<Trace> {
    for story in stories {
        let traces = grader::snapshot_traces(exercise, story)?;
        if let Some(trace) = traces.into_iter().find(|trace| trace.story == title) {
            return Ok(trace);
        }
    }
    Err(format!("No snapshot in tests/snapshots/ has the story `{title}`."))
}
