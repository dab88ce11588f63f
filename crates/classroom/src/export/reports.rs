//! Reports on single students, and JUnit's on all.

use grader::{Outcome as Of, Record};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite, XmlString};
use serde_json::{Value, json};
use socklings::Result;
use socklings::check::Verdict;

use crate::class::Class;
use crate::marks::Marks;
use crate::replay::plain;
use crate::result::Outcome;

/// What a student is told of a check.
fn words(record: &Record) -> String {
    plain(&record.text().to_string())
}

/// Why there is no check to tell of.
fn why(outcome: &Outcome) -> String {
    match (outcome.verdict(), &outcome.why) {
        (Some(Verdict::DoesNotCompile(errors)), _) => plain(&errors.concat()),
        (_, Some(why)) => plain(why),
        _ => outcome.state.clone(),
    }
}

/// The beginning of a text that must not be longer.
fn beginning(text: &str, letters: usize) -> String {
    text.chars().take(letters).collect()
}

/// Gradescope's `results.json`. It does not name what could not be judged by a mark.
pub fn gradescope(outcomes: &[&Outcome], marks: &Marks<'_>) -> Value {
    let mut tests = Vec::new();
    for outcome in outcomes {
        let records = outcome.records();
        for record in &records {
            let status = if record.outcome == Of::Passed { "passed" } else { "failed" };
            tests.push(json!({
                "name": format!("{}: {}", outcome.exercise, record.check),
                "status": status,
                "score": record.points,
                "max_score": record.of,
                "output": beginning(&words(record), 10_000),
                "output_format": "text",
                "visibility": "visible",
            }));
        }
        if records.is_empty() {
            tests.push(json!({
                "name": outcome.exercise,
                "status": "failed",
                "score": 0,
                "max_score": outcome.of,
                "output": beginning(&why(outcome), 10_000),
                "output_format": "text",
                "visibility": "visible",
            }));
        }
    }
    let notes: Vec<_> = marks.exercises.iter().filter(|(_, it)| !it.note.is_empty()).collect();
    let notes: Vec<_> = notes.iter().map(|(name, it)| format!("{name}: {}", it.note)).collect();
    let mut notes = notes;
    let contained = outcomes.iter().all(|it| it.contained);
    if !contained {
        notes.push("This was judged without a sandbox.".to_owned());
    }
    let with_solution = outcomes.iter().all(|it| it.with_solution);
    if !with_solution {
        notes.push("This was judged without the solution.".to_owned());
    }
    let seeds: std::collections::BTreeSet<_> = outcomes.iter().map(|it| it.seed).collect();
    let mut result = json!({
        "output": notes.join("\n"),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "execution_time": outcomes.iter().map(|it| it.seconds).sum::<f64>(),
        "extra_data": {
            "contained": contained, "with_solution": with_solution, "seeds": seeds, "of": marks.max,
        },
        "tests": tests,
    });
    match marks.total {
        Some(total) => result["score"] = json!(total),
        // Without a score of its own, each test's counts: so nothing may look like a mark.
        None => {
            result["output"] = json!("This could not be judged. Nothing of it is a mark.");
            result["tests"] = json!([]);
            result["score"] = json!(0);
        }
    }
    result
}

/// The output `result` that GitHub Classroom's reporter reads: JSON in base 64.
pub fn github(outcomes: &[&Outcome]) -> String {
    let mut tests: Vec<Value> = Vec::new();
    let mut max = 0;
    let mut status = "pass";
    for outcome in outcomes {
        max += outcome.of;
        let records = outcome.records();
        let test = |name: &str, passed: bool, score: u32, message: Value| {
            json!({
                "name": name, "status": if passed { "pass" } else { "fail" }, "score": score,
                "message": message, "test_code": name, "filename": "", "line_no": 0, "duration": 0,
            })
        };
        for record in &records {
            let passed = record.outcome == Of::Passed;
            let message = if passed { Value::Null } else { json!(beginning(&words(record), 2000)) };
            let name = format!("{}: {}", outcome.exercise, record.check);
            tests.push(test(&name, passed, record.points, message));
        }
        if records.is_empty() {
            tests.push(test(&outcome.exercise, false, 0, json!(beginning(&why(outcome), 2000))));
        }
        match outcome.is_judged() {
            false => status = "error",
            true if outcome.points < outcome.of && status == "pass" => status = "fail",
            true => {}
        }
    }
    let result = json!({ "version": 1, "status": status, "max_score": max, "tests": tests });
    base64(result.to_string().as_bytes())
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// Exercism's `results.json` of each exercise, with its file's name.
pub fn exercism(outcomes: &[&Outcome]) -> Vec<(String, String)> {
    let one = |outcome: &&Outcome| {
        let records = outcome.records();
        let test = |(number, record): (usize, &Record)| {
            let passed = record.outcome == Of::Passed;
            let message = if passed { Value::Null } else { json!(words(record)) };
            json!({
                "name": record.check.replace('_', " "),
                "test_code": format!("cargo test -p {} {}", outcome.exercise, record.check),
                "status": if passed { "pass" } else { "fail" },
                "message": message,
                "output": Value::Null,
                "task_id": number + 1,
            })
        };
        let tests: Vec<_> = records.iter().enumerate().map(test).collect();
        let passed = !records.is_empty() && records.iter().all(|it| it.outcome == Of::Passed);
        let status = match () {
            () if records.is_empty() => "error",
            () if passed => "pass",
            () => "fail",
        };
        let message = if records.is_empty() { json!(why(outcome)) } else { Value::Null };
        let result = json!({ "version": 3, "status": status, "message": message, "tests": tests });
        (format!("{}/results.json", outcome.exercise), result.to_string())
    };
    outcomes.iter().map(one).collect()
}

/// JUnit's XML, as nextest writes it: a suite for each student and exercise.
pub fn junit(class: &Class, outcomes: &[Outcome]) -> Result<String> {
    let mut report = Report::new("socklings");
    for outcome in outcomes {
        let name =
            class.students.iter().find(|it| it.id == outcome.student).map(|it| it.name.as_str());
        let class_name = format!("{}.{}", name.unwrap_or_default(), outcome.exercise);
        let mut suite = TestSuite::new(class_name.as_str());
        suite.set_time(std::time::Duration::from_secs_f64(outcome.seconds.max(0.0)));
        let mut add = |name: &str, status: TestCaseStatus| {
            let mut case = TestCase::new(name, status);
            case.set_classname(class_name.as_str());
            suite.add_test_case(case);
        };
        let records = outcome.records();
        for record in &records {
            let bad = |kind| {
                let mut status = TestCaseStatus::non_success(kind);
                status.set_message(record.headline()).set_description(words(record));
                status
            };
            add(
                &record.check,
                match record.outcome {
                    Of::Passed => TestCaseStatus::success(),
                    Of::NotChecked => TestCaseStatus::skipped(),
                    Of::Fault => bad(NonSuccessKind::Error),
                    Of::Wrong | Of::NotStarted => bad(NonSuccessKind::Failure),
                },
            );
        }
        if records.is_empty() {
            let kind =
                if outcome.is_judged() { NonSuccessKind::Failure } else { NonSuccessKind::Error };
            let mut status = TestCaseStatus::non_success(kind);
            status
                .set_message(outcome.state.as_str())
                .set_description(XmlString::new(why(outcome)));
            add(&outcome.exercise, status);
        }
        report.add_test_suite(suite);
    }
    report.to_string().map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::class::Student;
    use crate::marks::Mark;

    /// A student who does not compile, in words that mean something elsewhere, and one who has passed.
    fn outcomes() -> Vec<Outcome> {
        let record = json!({
            "exercise": "bind", "check": "it_binds", "outcome": "passed", "points": 2, "of": 2,
            "mistake": null, "lesson": null,
        });
        let hostile = "error: \u{1b}[31m<script>\u{0}]]>\u{7}&\u{1b}[0m\n::error::x";
        let one = |exercise: &str, state: &str, points, verdict| Outcome {
            student: "ada".to_owned(),
            exercise: exercise.to_owned(),
            state: state.to_owned(),
            points,
            of: 2,
            digest: None,
            seed: 1,
            contained: true,
            with_solution: true,
            verdict: Some(serde_json::Value::to_string(&verdict).into()),
            why: None,
            seconds: 0.5,
        };
        vec![
            one("bind", "passed", 2, json!({ "records": [record], "warnings": [] })),
            one("listen", "does not compile", 0, json!({ "errors": [hostile] })),
        ]
    }

    fn is_plain(text: &str) -> bool {
        !text.contains('\u{1b}') && !text.contains('\u{7}') && !text.contains('\u{0}')
    }

    #[test]
    fn junit_can_be_read_again() {
        let student = Student {
            id: "ada".to_owned(),
            name: "A <b> & \"c\"".to_owned(),
            ..Student::default()
        };
        let class = Class::new(Path::new("/nowhere"), Vec::new(), vec![student]);
        let text = junit(&class, &outcomes()).unwrap();
        let read = Report::deserialize_from_str(&text).unwrap();
        assert_eq!((read.tests, read.failures, read.errors), (2, 1, 0));
        assert!(is_plain(&text), "{text}");
    }

    #[test]
    fn gradescope_has_only_fields_that_it_knows() {
        let student = Student::default();
        let mark = Mark { points: Some(2.0), of: 2.0, weight: 1.0, note: "late".to_owned() };
        let exercises = vec![("bind".to_owned(), mark)];
        let outcomes = outcomes();
        let own: Vec<_> = outcomes.iter().collect();
        for total in [Some(2.5), None] {
            let marks = Marks { student: &student, exercises: exercises.clone(), total, max: 4.0 };
            let value = gradescope(&own, &marks);
            let known: BTreeSet<_> = [
                "score",
                "execution_time",
                "output",
                "output_format",
                "visibility",
                "test_output_format",
                "stdout_visibility",
                "extra_data",
                "tests",
                "leaderboard",
            ]
            .into();
            assert!(value.as_object().unwrap().keys().all(|it| known.contains(it.as_str())));
            assert!(value["score"].is_number());
            for test in value["tests"].as_array().unwrap() {
                let known: BTreeSet<_> = [
                    "score",
                    "max_score",
                    "status",
                    "name",
                    "number",
                    "output",
                    "output_format",
                    "tags",
                    "visibility",
                    "extra_data",
                ]
                .into();
                assert!(test.as_object().unwrap().keys().all(|it| known.contains(it.as_str())));
                assert!(["passed", "failed"].contains(&test["status"].as_str().unwrap()));
                assert!(is_plain(test["output"].as_str().unwrap()));
            }
        }
    }

    #[test]
    fn what_github_s_reporter_reads_is_whole() {
        use base64::Engine;
        let outcomes = outcomes();
        let text = github(&outcomes.iter().collect::<Vec<_>>());
        let bytes = base64::engine::general_purpose::STANDARD.decode(text).unwrap();
        let value: Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!((value["version"].as_u64(), value["status"].as_str()), (Some(1), Some("fail")));
        assert_eq!(
            (value["max_score"].as_u64(), value["tests"][0]["score"].as_u64()),
            (Some(4), Some(2))
        );
        assert_eq!(value["tests"][1]["status"], "fail");
    }

    #[test]
    fn exercism_s_results_are_of_version_3() {
        let outcomes = outcomes();
        let files = exercism(&outcomes.iter().collect::<Vec<_>>());
        let value: Vec<Value> =
            files.iter().map(|it| serde_json::from_str(&it.1).unwrap()).collect();
        assert_eq!(
            (value[0]["status"].as_str(), value[0]["version"].as_u64()),
            (Some("pass"), Some(3))
        );
        assert_eq!(value[1]["status"], "error");
        assert!(value[1]["message"].as_str().unwrap().contains("<script>"));
    }
}
