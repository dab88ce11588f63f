//! The pages of the book: the sections of an exercise's page, words for every check and every known
//! mistake, the table of contents, and what pages include.

use std::collections::BTreeSet;
use std::fs;

use grader::{Description, Page, id_of};
use socklings::Result;
use socklings::course::{Course, Exercise};

use crate::files::read;

/// The sections that every page has, by their ids, in the order in which they stand.
const SECTIONS: [&str; 11] = [
    "story",
    "figure",
    "predict",
    "task",
    "run",
    "graded",
    "differs",
    "kernel",
    "questions",
    "hints",
    "passed",
];

/// How many hints an exercise has.
const HINTS: usize = 3;

/// What the page of an exercise does not have. Without a description it is not known what is graded.
pub fn missing(exercise: &Exercise, description: Option<&Description>) -> Vec<String> {
    let path = exercise.page();
    let page = match Page::read(&exercise.name) {
        Ok(page) => page,
        Err(sentence) => return vec![sentence],
    };
    let mut missing = sections(&path, &page);
    if let Some(description) = description {
        missing.extend(described(&path, &page, description));
    }
    for part in ["graded", "differs", "hints"].iter().flat_map(|id| page.parts(id)) {
        if part.paragraphs.is_empty() {
            missing.push(format!("{path}: no words under {{#{}}}", part.id));
        }
    }
    if page.time().is_none() {
        missing.push(format!("{path}: no line under the title like `*About 20 to 60 minutes.*`"));
    }
    missing.extend(choices(
        &path,
        &fs::read_to_string(grader::root().join(&path)).unwrap_or_default(),
    ));
    let hints = page.hints().len();
    if hints != HINTS {
        missing.push(format!("{path}: {hints} hints; there should be {HINTS}"));
    }
    missing
}

/// At least one prediction can be answered on the page: of its choices, one is right.
fn choices(path: &str, text: &str) -> Vec<String> {
    let questions = text.split("<details class=\"choose\">").skip(1);
    let questions: Vec<_> =
        questions.map(|rest| rest.split("</summary>").next().unwrap_or_default()).collect();
    let is_wrong = |question: &&&str| {
        let all = question.matches("<span class=\"choice").count();
        all < 2 || question.matches("<span class=\"choice right\">").count() != 1
    };
    let mut missing = Vec::new();
    if questions.is_empty() {
        missing
            .push(format!("{path}: no prediction is a `<details class=\"choose\">` with choices"));
    }
    for question in questions.iter().filter(is_wrong) {
        let line = question.trim().lines().next().unwrap_or_default();
        missing.push(format!("{path}: not two choices and one of them right: {line}"));
    }
    missing
}

/// The sections are all there, in their order, with words, and each with an id of its own.
fn sections(path: &str, page: &Page) -> Vec<String> {
    let mut missing = Vec::new();
    let top = page.sections.iter().map(|section| section.id.as_str());
    let top: Vec<_> = top.filter(|id| SECTIONS.contains(id)).collect();
    for id in SECTIONS.iter().filter(|id| !top.contains(id)) {
        missing.push(format!("{path}: no section {{#{id}}}"));
    }
    if missing.is_empty() && top != SECTIONS {
        missing.push(format!("{path}: the sections stand in this order: {}", SECTIONS.join(", ")));
    }
    let is_empty = |id: &&&str| {
        page.section(id).is_none_or(|section| section.paragraphs.is_empty())
            && page.parts(id).next().is_none()
    };
    // The hints are counted.
    for id in top.iter().filter(|id| **id != "hints").filter(is_empty) {
        missing.push(format!("{path}: no words under {{#{id}}}"));
    }
    let without = page.sections.iter().filter(|section| section.id.is_empty());
    missing.extend(without.map(|section| format!("{path}: `{}` has no id", section.heading)));
    let mut seen = BTreeSet::new();
    let twice = page.sections.iter().filter(|section| !seen.insert(&section.id));
    missing.extend(twice.map(|section| format!("{path}: the id {} stands twice", section.id)));
    missing
}

/// Each check and each known mistake has its part, and no part describes what is not there.
fn described(path: &str, page: &Page, description: &Description) -> Vec<String> {
    let mut missing = Vec::new();
    let checks = description.checks.iter().map(|(check, _)| id_of(check)).collect();
    let mistakes = description.mistakes().map(id_of).collect();
    for (section, ids) in [("graded", checks), ("differs", mistakes)] {
        let ids: Vec<String> = ids;
        let there: Vec<_> = page.parts(section).map(|part| &part.id).collect();
        for id in ids.iter().filter(|id| !there.contains(id)) {
            missing.push(format!("{path}: no part {{#{id}}} in {{#{section}}}"));
        }
        for id in there.iter().filter(|id| !ids.contains(id)) {
            missing.push(format!("{path}: {{#{id}}} in {{#{section}}} describes nothing"));
        }
    }
    for (check, points) in &description.checks {
        let id = id_of(check);
        let ending = format!(": {points} point{}", if *points == 1 { "" } else { "s" });
        if page.section(&id).is_some_and(|section| !section.heading.ends_with(&ending)) {
            missing.push(format!("{path}: the heading {{#{id}}} does not end with `{ending}`"));
        }
    }
    missing
}

/// Whether all pages are in the table of contents, and all that they include is there.
pub fn of_the_book(course: &Course) -> Result<Vec<String>> {
    let folder = course.root.join("book/src");
    let summary = read(&folder.join("SUMMARY.md"))?;
    let mut missing = Vec::new();
    let pages = fs::read_dir(&folder).map_err(|error| format!("book/src: {error}"))?;
    let mut pages: Vec<_> = pages.flatten().map(|page| page.path()).collect();
    pages.sort();
    for path in pages.iter().filter(|path| path.extension().is_some_and(|end| end == "md")) {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let text = read(path)?;
        if name != "SUMMARY.md" && !summary.contains(&format!("({name})")) {
            missing.push(format!("book/src/SUMMARY.md: no link to {name}"));
        }
        let of_an_exercise =
            course.exercises.iter().any(|it| it.page().ends_with(&format!("/{name}")));
        let includes = text.split("{{#include ").skip(1);
        for include in includes.filter_map(|rest| rest.split("}}").next()) {
            // Figures are drawn, and those that an exercise lacks are named there.
            if of_an_exercise && include.starts_with("../figures/") {
                continue;
            }
            let (file, anchor) = include.split_once(':').unwrap_or((include, ""));
            let Ok(included) = fs::read_to_string(folder.join(file)) else {
                missing.push(format!("book/src/{name}: it includes {file}, which is not there"));
                continue;
            };
            let has = |word: &str| included.contains(&format!("{word}: {anchor}\n"));
            let is_anchor = anchor.starts_with(|c: char| c.is_alphabetic());
            if is_anchor && !(has("ANCHOR") && has("ANCHOR_END")) {
                missing.push(format!("book/src/{name}: {file} has no anchor {anchor}"));
            }
        }
    }
    Ok(missing)
}
