//! Marks: what the results are worth, by the teacher's own rules in `class.toml`. They are computed each time,
//! and never edited.
//!
//! ```toml
//! title = "Sockets"                          # of the column in a gradebook
//! max = 100                                  # what all points together give; else the points themselves
//! due = "2026-03-01T23:59[Europe/Berlin]"
//!
//! [late]
//! per_day = 10                               # per cent of what was reached, for each day that has begun
//! most = 50                                  # and never more than this
//!
//! [exercises.accept]
//! weight = 2
//! due = "2026-03-08T23:59[Europe/Berlin]"
//!
//! [[extensions]]
//! student = "ada"
//! due = "2026-03-15T23:59[Europe/Berlin]"
//! reason = "was ill"
//!
//! [[overrides]]
//! student = "ben"
//! exercise = "accept"
//! points = 12
//! reason = "shown in person"
//! ```

use std::collections::BTreeMap;
use std::fs;

use jiff::{Timestamp, Zoned};
use serde::Deserialize;
use socklings::Result;

use crate::class::{Class, Student};
use crate::result::{MISSING, Outcome};

/// A teacher's rules.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// The name of the assignment.
    pub title: Option<String>,
    max: Option<f64>,
    due: Option<String>,
    #[serde(default)]
    late: Late,
    #[serde(default)]
    exercises: BTreeMap<String, Rule>,
    #[serde(default)]
    extensions: Vec<Extension>,
    #[serde(default)]
    overrides: Vec<Override>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Late {
    #[serde(default)]
    per_day: f64,
    most: Option<f64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    weight: Option<f64>,
    due: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Extension {
    student: String,
    due: String,
    reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Override {
    student: String,
    exercise: String,
    points: f64,
    reason: String,
}

/// What one exercise gives a student.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// The points that count. `None`: it could not be judged, and is no zero.
    pub points: Option<f64>,
    /// The points that can be reached.
    pub of: f64,
    /// How often it counts.
    pub weight: f64,
    /// Why these are not the points of the checks.
    pub note: String,
}

/// What a student has reached.
#[derive(Debug, Clone)]
pub struct Marks<'a> {
    /// Who.
    pub student: &'a Student,
    /// By exercise, in the class's order.
    pub exercises: Vec<(String, Mark)>,
    /// All together, if all could be judged.
    pub total: Option<f64>,
    /// What can be reached.
    pub max: f64,
}

impl Rules {
    /// Reads the rules of a class. Without a file, points are marks.
    ///
    /// # Errors
    ///
    /// A sentence, if a rule is none, or is about nobody.
    pub fn read(class: &Class) -> Result<Self> {
        let path = class.folder().join("class.toml");
        if !path.exists() {
            return Ok(Self::default());
        }
        let shown = path.display();
        let text = fs::read_to_string(&path)
            .map_err(|error| format!("{shown} cannot be read: {error}."))?;
        let rules: Self = toml::from_str(&text).map_err(|error| format!("{shown}: {error}"))?;
        rules.check(class).map_err(|sentence| format!("{shown}: {sentence}"))?;
        Ok(rules)
    }

    fn check(&self, class: &Class) -> Result<()> {
        let known = |name: &str| {
            let is_known = class.exercises.iter().any(|it| it == name);
            is_known
                .then_some(())
                .ok_or_else(|| format!("this class has no exercise {}.", name.escape_debug()))
        };
        self.exercises.keys().try_for_each(|name| known(name))?;
        let dues = self.exercises.values().filter_map(|it| it.due.as_ref());
        let mut dues = dues.chain(&self.due).chain(self.extensions.iter().map(|it| &it.due));
        dues.try_for_each(|due| time(due).map(drop))?;
        let positive = |what: &str, number: Option<f64>| match number {
            Some(number) if !number.is_finite() || number < 0.0 => {
                Err(format!("{what} is {number}."))
            }
            _ => Ok(()),
        };
        positive("max", self.max)?;
        let per_cent = |what: &str, number: f64| match number {
            0.0..=100.0 => Ok(()),
            _ => Err(format!("{what} is {number}, and not 0 to 100 per cent.")),
        };
        per_cent("late.per_day", self.late.per_day)?;
        per_cent("late.most", self.late.most.unwrap_or_default())?;
        self.exercises.values().try_for_each(|it| positive("a weight", it.weight))?;
        for it in &self.extensions {
            class.student(&it.student)?;
            has_reason(&it.reason)?;
        }
        for it in &self.overrides {
            class.student(&it.student)?;
            known(&it.exercise)?;
            has_reason(&it.reason)?;
            positive("an override's points", Some(it.points))?;
        }
        Ok(())
    }

    /// The marks of everybody.
    ///
    /// # Errors
    ///
    /// A sentence, if a result is missing.
    pub fn marks<'a>(&self, class: &'a Class, outcomes: &[Outcome]) -> Result<Vec<Marks<'a>>> {
        let find = |student: &Student, exercise: &str| {
            outcomes.iter().find(|it| it.student == student.id && it.exercise == exercise)
        };
        let mut all = Vec::new();
        for student in &class.students {
            let mut exercises = Vec::new();
            for exercise in &class.exercises {
                let outcome = find(student, exercise).ok_or_else(|| {
                    format!(
                        "{exercise} of {} was not graded. `classroom grade` goes on.",
                        student.folder
                    )
                })?;
                exercises.push((exercise.clone(), self.mark(class, student, exercise, outcome)?));
            }
            let weighted = |value: fn(&Mark) -> Option<f64>| {
                exercises
                    .iter()
                    .map(|(_, mark)| Some(value(mark)? * mark.weight))
                    .sum::<Option<f64>>()
            };
            let of = weighted(|mark| Some(mark.of)).unwrap_or_default();
            let max = self.max.unwrap_or(of);
            let total = weighted(|mark| mark.points);
            let total = total.map(|points| if of > 0.0 { points / of * max } else { 0.0 });
            all.push(Marks { student, exercises, total: total.map(rounded), max: rounded(max) });
        }
        Ok(all)
    }

    /// What to say where marks depend on times that nobody knows.
    pub fn unknown_times(&self, class: &Class) -> String {
        let is_due = self.due.is_some() || self.exercises.values().any(|it| it.due.is_some());
        let is_unknown = |it: &&Student| {
            it.submitted.is_none() && it.files.values().any(|file| file.modified.is_none())
        };
        let unknown = class.students.iter().filter(is_unknown).count();
        if !is_due || self.late.per_day == 0.0 || unknown == 0 {
            return String::new();
        }
        format!(
            "Nobody knows when {} handed in. Nothing is taken off there. A roster's column `submitted` tells it.\n",
            crate::count(unknown, "student")
        )
    }

    fn mark(
        &self,
        class: &Class,
        student: &Student,
        exercise: &str,
        outcome: &Outcome,
    ) -> Result<Mark> {
        let rule = self.exercises.get(exercise);
        let weight = rule.and_then(|it| it.weight).unwrap_or(1.0);
        let of = f64::from(outcome.of);
        let is_meant = |it: &&Override| {
            it.exercise == exercise
                && class.student(&it.student).is_ok_and(|meant| meant.id == student.id)
        };
        if let Some(it) = self.overrides.iter().find(is_meant) {
            if it.points > of {
                return Err(format!(
                    "class.toml: {} has {of} points, and an override gives {} to {}.",
                    exercise,
                    it.points,
                    it.student.escape_debug()
                ));
            }
            let note = format!("set by the teacher: {}", it.reason);
            return Ok(Mark { points: Some(it.points), of, weight, note });
        }
        if !outcome.is_judged() {
            let note = "could not be judged".to_owned();
            return Ok(Mark { points: None, of, weight, note });
        }
        // What this machine could not check is nobody's fault.
        let made = outcome.verdict().and_then(|it| it.points()).map_or(of, |(_, of)| f64::from(of));
        let points = f64::from(outcome.points);
        let (late, note) = self.late(class, student, exercise, outcome)?;
        let points = rounded(points * (100.0 - late) / 100.0);
        Ok(Mark { points: Some(points), of: made, weight, note })
    }

    /// How many per cent go, and why.
    fn late(
        &self,
        class: &Class,
        student: &Student,
        exercise: &str,
        outcome: &Outcome,
    ) -> Result<(f64, String)> {
        let none = Ok((0.0, String::new()));
        if outcome.state == MISSING {
            return none;
        }
        let own =
            |it: &&Extension| class.student(&it.student).is_ok_and(|meant| meant.id == student.id);
        let extension = self.extensions.iter().find(own).map(|it| &it.due);
        let due = extension.or(self.exercises.get(exercise).and_then(|it| it.due.as_ref()));
        let Some(due) = due.or(self.due.as_ref()) else { return none };
        let due = time(due)?;
        let modified = || student.files.get(exercise).and_then(|it| it.modified);
        let Some(when) = student.submitted.or_else(modified) else {
            let note = if student.is_late { "late, and nobody knows by how much" } else { "" };
            return Ok((0.0, note.to_owned()));
        };
        let seconds = when.duration_since(due).as_secs();
        if seconds <= 0 {
            return none;
        }
        // Each day that has begun.
        let days = (seconds + 86_399) / 86_400;
        let percent =
            (days as f64 * self.late.per_day).min(self.late.most.unwrap_or(100.0)).min(100.0);
        let days = crate::count(usize::try_from(days).unwrap_or_default(), "day");
        Ok((percent, format!("late by {days}: {percent} % less")))
    }
}

fn has_reason(reason: &str) -> Result<()> {
    if reason.trim().is_empty() { Err("a reason is empty.".to_owned()) } else { Ok(()) }
}

fn rounded(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

/// A time with its zone, or with its distance from UTC.
fn time(text: &str) -> Result<Timestamp> {
    let zoned = text.parse::<Zoned>().map(|it| it.timestamp());
    zoned.or_else(|_| text.parse::<Timestamp>()).map_err(|_| {
        format!(
            "{} is no time. It takes a zone: 2026-03-01T23:59[Europe/Berlin], or 2026-03-01T23:59:00+01:00.",
            text.escape_debug()
        )
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::class::Submission;

    fn class() -> Class {
        let modified = Some("2026-03-02T12:00:00Z".parse().unwrap());
        let file = Submission { from: "a".to_owned(), size: 1, modified };
        let student = |id: &str| Student {
            id: id.to_owned(),
            folder: id.to_owned(),
            files: ["accept", "bind"].map(|it| (it.to_owned(), file.clone())).into(),
            ..Student::default()
        };
        let exercises = ["accept", "bind"].map(str::to_owned).to_vec();
        Class::new(Path::new("/nowhere"), exercises, vec![student("ada"), student("ben")])
    }

    fn outcomes(class: &Class) -> Vec<Outcome> {
        let one = |student: &Student, exercise: &String| Outcome {
            student: student.id.clone(),
            exercise: exercise.clone(),
            state: "not yet".to_owned(),
            points: 8,
            of: 10,
            digest: None,
            seed: 1,
            contained: true,
            with_solution: true,
            verdict: None,
            why: None,
            seconds: 0.0,
        };
        let all = class.students.iter();
        all.flat_map(|student| class.exercises.iter().map(move |it| one(student, it))).collect()
    }

    fn marks(rules: &str, change: impl Fn(&mut Vec<Outcome>)) -> Result<Vec<Option<f64>>> {
        let class = class();
        let rules: Rules = toml::from_str(rules).map_err(|error| error.to_string())?;
        rules.check(&class)?;
        let mut outcomes = outcomes(&class);
        change(&mut outcomes);
        Ok(rules.marks(&class, &outcomes)?.iter().map(|it| it.total).collect())
    }

    #[test]
    fn without_rules_points_are_marks() {
        assert_eq!(marks("", |_| {}), Ok(vec![Some(16.0), Some(16.0)]));
    }

    #[test]
    fn weights_late_days_extensions_and_overrides_count() {
        let rules = "max = 100\ndue = \"2026-03-01T13:00[Europe/Berlin]\"\n[late]\nper_day = 10\nmost = 25\n\
                     [exercises.accept]\nweight = 3\n[[extensions]]\nstudent = \"ada\"\ndue = \
                     \"2026-03-03T00:00:00Z\"\nreason = \"ill\"\n[[overrides]]\nstudent = \"ben\"\nexercise \
                     = \"bind\"\npoints = 10\nreason = \"shown\"\n";
        // Ben is one day late, exactly: 8 points less 10 %, three times, and 10 points, once.
        assert_eq!(marks(rules, |_| {}), Ok(vec![Some(80.0), Some(79.0)]));
    }

    /// Whoever has downloaded it late has not handed it in late.
    #[test]
    fn an_unknown_time_takes_nothing_off() {
        let rules: Rules =
            toml::from_str("due = \"2026-01-01T00:00:00Z\"\n[late]\nper_day = 10\n").unwrap();
        let mut class = class();
        assert_eq!(rules.unknown_times(&class), "");
        for student in &mut class.students {
            student.files.values_mut().for_each(|it| it.modified = None);
            student.is_late = student.id == "ada";
        }
        let marks = rules.marks(&class, &outcomes(&class)).unwrap();
        assert_eq!([marks[0].total, marks[1].total], [Some(16.0); 2]);
        assert!(marks[0].exercises[0].1.note.starts_with("late, and nobody knows"));
        assert!(rules.unknown_times(&class).starts_with("Nobody knows when 2 students handed in."));
    }

    #[test]
    fn what_could_not_be_judged_is_no_zero() {
        let rules = marks("", |outcomes| outcomes[0].state = "not judged".to_owned());
        assert_eq!(rules, Ok(vec![None, Some(16.0)]));
    }

    #[test]
    fn rules_that_mean_nothing_are_told() {
        for (rules, word) in [
            ("due = \"tomorrow\"", "no time"),
            ("due = \"2026-03-01T13:00\"", "no time"),
            ("wieghts = 1", "wieghts"),
            ("[exercises.acept]\nweight = 1", "acept"),
            ("[exercises.accept]\nweight = -1", "weight"),
            (
                "[[overrides]]\nstudent = \"cy\"\nexercise = \"bind\"\npoints = 1\nreason = \"x\"",
                "cy",
            ),
            (
                "[[overrides]]\nstudent = \"ben\"\nexercise = \"bind\"\npoints = 1\nreason = \" \"",
                "reason",
            ),
            ("max = nan", "max"),
        ] {
            let told = marks(rules, |_| {}).unwrap_err();
            assert!(told.contains(word), "{rules}: {told}");
        }
    }
}
