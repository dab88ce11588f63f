//! Pages for a browser: the class at a glance, and a page for each student with their lessons as at the desk.
//!
//! They need no network and no script but their own; every name and every output is text, whatever is in it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use grader::{Outcome as Of, Page, Record};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use socklings::Result;
use socklings::check::Verdict;

use crate::class::{Class, Student, replace};
use crate::entries::shown;
use crate::marks::{Mark, Marks, Rules};
use crate::replay::plain;
use crate::result::{MISSING, Outcome, states};
use crate::similar;

const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("report.js");

/// Writes the pages: the class's is `index.html`.
///
/// # Errors
///
/// A sentence, if they cannot be written.
pub fn report(class: &Class, outcomes: &[Outcome], to: &Path, nameless: bool) -> Result<PathBuf> {
    let rules = Rules::read(class)?;
    let marks = rules.marks(class, outcomes)?;
    let files: Vec<_> = marks
        .iter()
        .enumerate()
        .map(|(number, it)| {
            if nameless {
                format!("student-{}.html", number + 1)
            } else {
                format!("{}.html", it.student.folder)
            }
        })
        .collect();
    for (marks, file) in marks.iter().zip(&files) {
        let own: Vec<_> = outcomes.iter().filter(|it| it.student == marks.student.id).collect();
        // A student whose folder is called index must not take the class's page.
        let file = to.join("students").join(file);
        replace(&file, student(&own, marks).into_string().as_bytes())?;
    }
    let title = rules.title.as_deref().unwrap_or("Socklings");
    let index = to.join("index.html");
    replace(&index, self::class(title, class, outcomes, &marks, &files).into_string().as_bytes())?;
    Ok(index)
}

fn page(title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy"
                    content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";
                meta name="color-scheme" content="light dark";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body { (body) script { (PreEscaped(SCRIPT)) } }
        }
    }
}

/// A part of all, in steps of a tenth: the class of a cell.
fn shade(points: f64, of: f64) -> String {
    let tenths = if of > 0.0 { (points / of * 10.0).floor().clamp(0.0, 10.0) } else { 0.0 };
    format!("h{tenths}")
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "?".to_owned(), |it| it.to_string())
}

fn spoken(name: &str) -> String {
    name.replace('_', " ")
}

/// What a student is called, so that it can do nothing to the words around it.
fn name_of(class: &Class, is_meant: impl Fn(&Student) -> bool, otherwise: &str) -> String {
    let student = class.students.iter().find(|it| is_meant(it));
    shown(student.map_or(otherwise, |it| it.name.as_str()))
}

fn class(
    title: &str,
    class: &Class,
    outcomes: &[Outcome],
    marks: &[Marks<'_>],
    files: &[String],
) -> Markup {
    let find = |student: &Student, exercise: &str| {
        outcomes.iter().find(|it| it.student == student.id && it.exercise == exercise)
    };
    let never: Vec<_> = class
        .students
        .iter()
        .filter(|student| {
            let mut own = class.exercises.iter().filter_map(|it| find(student, it));
            own.all(|it| it.state == MISSING || it.state == "not started")
        })
        .collect();
    let strange: Vec<_> = class.students.iter().filter(|it| !it.problems.is_empty()).collect();
    let mut slow: Vec<_> = outcomes.iter().filter(|it| it.seconds > 0.0).collect();
    slow.sort_by(|a, b| b.seconds.total_cmp(&a.seconds));
    page(
        title,
        &html! {
            h1 { (title) }
            p {
                (crate::count(class.students.len(), "student")) ", "
                (crate::count(class.exercises.len(), "exercise")) ". "
                @for (state, count) in states(outcomes) { span.state { (count) " " (state) } " " }
            }
            @if outcomes.iter().any(|it| !it.contained) {
                p.warning { "These programs were not contained. A program may have changed any mark." }
            }
            @if outcomes.iter().any(|it| !it.with_solution) {
                p.warning {
                    "Some solutions were not at hand. So the stories were those that students have, and copied "
                    "answers were not noticed."
                }
            }
            @if outcomes.iter().any(|it| !it.is_judged()) {
                p.warning { "Some files could not be judged. They have no mark, and that is no zero: grade again." }
            }
            h2 #marks { "Marks" }
            p.hint {
                "A column's head sorts by it. – nothing was handed in, · not started, ! does not compile or was "
                "stopped, ? could not be judged, * a rule of class.toml has changed it: the student's page says why."
            }
            table.sortable {
                thead { tr {
                    th scope="col" { button { "Student" } }
                    th scope="col" { button { "Mark" } }
                    @for exercise in &class.exercises { th scope="col" { button { (exercise) } } }
                } }
                tbody {
                    @for (marks, file) in marks.iter().zip(files) {
                        tr {
                            th scope="row" { a href={ "students/" (file) } { (shown(&marks.student.name)) } }
                            td data-sort=(marks.total.unwrap_or(-1.0)) { (number(marks.total)) " / " (marks.max) }
                            @for (exercise, mark) in &marks.exercises {
                                (points(mark, find(marks.student, exercise)))
                            }
                        }
                    }
                }
            }
            h2 #points { "How the marks are spread" }
            (spread(marks))
            h2 #ideas { "The ideas that went wrong" }
            (ideas(class, outcomes))
            h2 #checks { "Students and checks" }
            p.hint { "✓ passed, ✗ wrong, · not started, ? not checked. The last row counts who passed." }
            @for exercise in &class.exercises { (heat(class, outcomes, exercise)) }
            h2 #never { "Who did not start" }
            @if never.is_empty() { p { "Everybody started." } }
            ul { @for student in &never { li { (shown(&student.name)) } } }
            @if !strange.is_empty() { h2 #strange { "What is strange about what was handed in" } }
            @for student in &strange {
                h3 { (shown(&student.name)) }
                ul { @for problem in &student.problems { li { (problem) } } }
            }
            (alike(class))
            h2 #slow { "What took long" }
            ol { @for it in slow.iter().take(5) {
                li {
                    (name_of(class, |student| student.id == it.student, &it.student)) ", " (it.exercise) ": "
                    (it.seconds) " s"
                }
            } }
        },
    )
}

/// A cell: the points of one exercise, or why there are none.
fn points(mark: &Mark, outcome: Option<&Outcome>) -> Markup {
    let state = outcome.map_or("", |it| it.state.as_str());
    let sign = match state {
        _ if mark.points.is_none_or(|it| it > 0.0) => "",
        MISSING => "–",
        "not started" => "·",
        "does not compile" | "stopped" => "!",
        _ => "",
    };
    let shade = if state == MISSING || mark.points.is_none() {
        "unknown".to_owned()
    } else {
        shade(mark.points.unwrap_or_default(), mark.of)
    };
    let title = [state, &mark.note].join(if mark.note.is_empty() { "" } else { ": " });
    html! {
        td class=(shade) data-sort=(mark.points.unwrap_or(-1.0)) title=(title) {
            @if sign.is_empty() { (number(mark.points)) } @else { (sign) }
            @if !mark.note.is_empty() && mark.points.is_some() { "*" }
        }
    }
}

/// Who has handed in what is most like another's, if that was compared.
fn alike(class: &Class) -> Markup {
    let compared = similar::read(class);
    let name = |folder: &str| name_of(class, |it| it.folder == folder, folder);
    let per_cent = |part: f64| format!("{:.0} %", part * 100.0);
    html! {
        @if !compared.is_empty() {
            h2 #alike { "Most alike" }
            p.hint { "A likeness is no proof: small exercises have few right answers. Look at both files." }
        }
        @for (exercise, compared) in &compared {
            h3 { (exercise) }
            p { "Two files are usually " (per_cent(compared.usual)) " alike." }
            ol { @for pair in compared.pairs.iter().take(10) {
                li { (per_cent(pair.similarity)) ": " (name(&pair.one)) " and " (name(&pair.other)) }
            } }
        }
    }
}

/// A bar for each tenth.
fn spread(marks: &[Marks<'_>]) -> Markup {
    let mut bars = [0_usize; 10];
    for marks in marks {
        if let Some(total) = marks.total.filter(|_| marks.max > 0.0) {
            bars[((total / marks.max * 10.0).floor().clamp(0.0, 9.0)) as usize] += 1;
        }
    }
    let most = bars.iter().max().copied().unwrap_or_default().max(1);
    html! {
        table.bars {
            caption { "Students, by per cent of what can be reached" }
            @for (tenth, count) in bars.iter().enumerate() {
                tr {
                    th scope="row" { (tenth * 10) "–" (tenth * 10 + 10) " %" }
                    td { meter min="0" max=(most) value=(count) { (count) } " " (count) }
                }
            }
        }
    }
}

/// An idea, as the exercise and its name; and by whom it was had.
type Idea<'a> = ((String, String), Vec<&'a str>);

/// Which known mistakes were made by whom, the most usual first. It is the first that a student was told: what other
/// checks say may follow from it.
fn made_by(outcomes: &[Outcome]) -> Vec<Idea<'_>> {
    let mut counts: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for outcome in outcomes {
        if let Some(mistake) = outcome.records().into_iter().find_map(|it| it.mistake) {
            let who = counts.entry((outcome.exercise.clone(), mistake)).or_default();
            who.push(outcome.student.as_str());
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, who)| std::cmp::Reverse(who.len()));
    counts
}

/// By how many students each known mistake was made, with the page's words.
fn ideas(class: &Class, outcomes: &[Outcome]) -> Markup {
    let counts = made_by(outcomes);
    let words = |exercise: &str, mistake: &str| {
        let page = Page::read(exercise).ok()?;
        let section = page.section(&grader::id_of(mistake))?;
        Some((section.heading.clone(), section.paragraphs.first().cloned().unwrap_or_default()))
    };
    let all = class.students.len();
    html! {
        @if counts.is_empty() { p { "No known mistake was seen." } }
        ol.ideas {
            @for ((exercise, mistake), who) in &counts {
                @let (heading, text) = words(exercise, mistake).unwrap_or((spoken(mistake), String::new()));
                li {
                    strong { (heading) } " " span.state { (exercise) } " "
                    br;
                    (text)
                    details {
                        summary { (who.len()) " of " (all) }
                        @for (number, id) in who.iter().enumerate() {
                            @if number > 0 { ", " }
                            (name_of(class, |it| it.id == *id, id))
                        }
                        br;
                        span.hint { "Read: cargo run -- page " (exercise) "#" (grader::id_of(mistake)) }
                    }
                }
            }
        }
    }
}

/// Students and the checks of one exercise.
fn heat(class: &Class, outcomes: &[Outcome], exercise: &str) -> Markup {
    let own = outcomes.iter().filter(|it| it.exercise == exercise);
    let (missing, own): (Vec<_>, Vec<_>) = own.partition(|it| it.state == MISSING);
    let judged: Vec<_> = own.iter().map(|it| (it, it.records())).collect();
    let checks: Vec<String> = match judged.iter().find(|(_, it)| !it.is_empty()) {
        Some((_, records)) => records.iter().map(|it| it.check.clone()).collect(),
        None => Vec::new(),
    };
    let name = |id: &str| name_of(class, |it| it.id == id, id);
    let passed = |check: &str| {
        let records = judged.iter().flat_map(|(_, records)| records);
        records.filter(|it| it.check == check && it.outcome == Of::Passed).count()
    };
    html! {
        h3 { (exercise) }
        @if checks.is_empty() { p { "Nothing was judged." } } @else {
            table.sortable.heat {
                thead { tr {
                    th scope="col" { button { "Student" } }
                    @for check in &checks { th scope="col" { button { (spoken(check)) } } }
                } }
                tbody { @for (outcome, records) in &judged { tr {
                    th scope="row" { (name(&outcome.student)) }
                    @if records.is_empty() { td colspan=(checks.len()) { (outcome.state) } }
                    @for record in records { (mark(record)) }
                } } }
                tfoot { tr {
                    th scope="row" { "passed, of " (judged.len()) }
                    @for check in &checks { td { (passed(check)) } }
                } }
            }
        }
        @if !missing.is_empty() {
            p.hint { "Missing: " @for (number, it) in missing.iter().enumerate() {
                @if number > 0 { ", " }
                (name(&it.student))
            } "." }
        }
    }
}

fn mark(record: &Record) -> Markup {
    let (class, sign, words) = match record.outcome {
        Of::Passed => ("h10", "✓", "passed"),
        Of::NotChecked | Of::Fault => ("unknown", "?", "not checked"),
        Of::NotStarted => ("h0", "·", "not started"),
        Of::Wrong => ("h0", "✗", "wrong"),
    };
    html! { td class=(class) title=(words) data-sort=(record.points) { (sign) } }
}

fn student(outcomes: &[&Outcome], marks: &Marks<'_>) -> Markup {
    let student = marks.student;
    page(
        &shown(&student.name),
        &html! {
            p { a href="../index.html" { "The class" } }
            h1 { (shown(&student.name)) }
            p { (number(marks.total)) " of " (marks.max) }
            @for problem in &student.problems { p.warning { (problem) } }
            @for (outcome, (_, mark)) in outcomes.iter().zip(&marks.exercises) {
                h2 id=(outcome.exercise) { (outcome.exercise) }
                p {
                    span.state { (outcome.state) } " " (number(mark.points)) " of " (mark.of) " points. "
                    @if !mark.note.is_empty() { (shown(&mark.note)) "." }
                }
                @if !outcome.contained { p.warning { "This program was not contained." } }
                @if !outcome.with_solution { p.warning { "Judged without the solution." } }
                @if let Some(why) = &outcome.why { p { (plain(why)) } }
                @if let Some(Verdict::DoesNotCompile(errors)) = outcome.verdict() {
                    @for error in &errors { pre { (plain(error)) } }
                }
                @for record in outcome.records() {
                    @let headline = plain(&record.headline()).replacen(&record.check, &spoken(&record.check), 1);
                    @if record.outcome == Of::Passed {
                        p.check { (headline) }
                    } @else {
                        details { summary { (headline) } pre { (plain(&record.text().to_string())) } }
                    }
                }
            }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A client that asks at the wrong endpoint fails the check of the given server, and all others behind it.
    #[test]
    fn what_follows_from_an_idea_is_none_of_its_own() {
        let failed = |check: &str, mistake: Option<&str>| {
            serde_json::json!({"exercise": "client", "check": check, "outcome": "wrong", "points": 0, "of": 1,
                               "mistake": mistake, "lesson": null})
        };
        let records = [
            failed("the_new_socket_has_no_address", None),
            failed("the_given_server_is_called", Some("port_in_the_other_order")),
            failed("an_ipv6_server_works_too", Some("only_ipv4")),
        ];
        let outcome = |student: &str| Outcome {
            student: student.to_owned(),
            exercise: "client".to_owned(),
            state: "not yet".to_owned(),
            points: 0,
            of: 3,
            digest: None,
            seed: 1,
            contained: true,
            with_solution: true,
            why: None,
            seconds: 0.0,
            verdict: Some(
                serde_json::json!({ "records": records, "warnings": [] }).to_string().into(),
            ),
        };
        let outcomes = [outcome("ada"), outcome("ben")];
        let idea = ("client".to_owned(), "port_in_the_other_order".to_owned());
        assert_eq!(made_by(&outcomes), [(idea, vec!["ada", "ben"])]);
    }
}
