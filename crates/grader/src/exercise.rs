//! An exercise's checks, run once and judged: what passed, what did not, and which mistake it is.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::{env, io, thread};

use netstack::Trace;

use crate::difference::Difference;
use crate::generated::{self, Generator};
use crate::lesson::{self, Lesson};
use crate::page;
use crate::program::{self, Ended, Program, Run};
use crate::record::{self, Outcome, Record};
use crate::root;

/// What a graded `#[test]` returns.
pub type Verdict = Result<(), Lesson>;

/// The graded test of one exercise.
#[derive(Debug)]
pub struct Exercise {
    /// The exercise's name: `accept`.
    pub name: &'static str,
    /// What is checked, in the order in which it is taught.
    pub checks: &'static [Check],
    /// The mistakes that show in a trace, the most telling first.
    pub mistakes: &'static [Mistake],
    /// The mistakes that a check sees from outside and names itself ([`Failure::Seen`]).
    pub seen: &'static [&'static str],
    /// The program that cargo built for this test.
    pub program: &'static str,
    /// A folder for files that outlive the test (`CARGO_TARGET_TMPDIR`).
    pub scratch: &'static str,
    report: OnceLock<Report>,
}

/// One idea that is checked.
#[derive(Debug)]
pub struct Check {
    /// The idea, as a sentence: `the_listener_keeps_waiting`.
    pub name: &'static str,
    /// What it is worth.
    pub points: u32,
    /// Looks at a program.
    pub judge: fn(&Bench) -> Result<(), Failure>,
}

/// A mistake that people make, and how it shows.
#[derive(Debug)]
pub struct Mistake {
    /// Its name: `port_of_its_own`. It is the name of a file in `tests/mistakes/<exercise>/`, and of
    /// a section of the exercise's page.
    pub name: &'static str,
    /// Whether a difference comes from this mistake.
    pub shows: fn(&Difference) -> bool,
}

/// Why a check does not pass.
#[derive(Debug)]
pub enum Failure {
    /// The program did something else than it should have done.
    Differs(Box<Difference>),
    /// A step of a generated story is not as it should be.
    Generated {
        /// The story's title.
        story: String,
        /// The step, from 1.
        step: usize,
        /// The last steps, as the program did them.
        steps: String,
        /// Where the story has been written.
        file: String,
    },
    /// The program did not come to its end.
    Ended(Ended),
    /// What was seen from outside, in words, and the known mistake that explains it.
    Seen(String, Option<&'static str>),
    /// This machine, or the course's own files, and not the program.
    Fault(String),
}

/// What a check has to work with.
#[derive(Debug)]
pub struct Bench<'a> {
    /// The program to judge.
    pub program: &'a Program,
    /// The exercise.
    pub exercise: &'a Exercise,
}

/// What came of all checks of one program, in the order of the checks.
#[derive(Debug)]
pub struct Report {
    /// One record for each check.
    pub records: Vec<Record>,
}

impl Report {
    /// The first check that did not pass: the one that teaches.
    pub fn first(&self) -> Option<&Record> {
        self.records.iter().find(|record| record.outcome != Outcome::Passed)
    }
}

impl Exercise {
    /// An exercise that has not been run yet.
    pub const fn new(
        name: &'static str,
        checks: &'static [Check],
        mistakes: &'static [Mistake],
        seen: &'static [&'static str],
        program: &'static str,
        scratch: &'static str,
    ) -> Self {
        Self { name, checks, mistakes, seen, program, scratch, report: OnceLock::new() }
    }

    /// The program to judge: the one that cargo built, or the one that SOCKLINGS_PROGRAM names.
    ///
    /// # Errors
    ///
    /// A sentence, if SOCKLINGS_PROGRAM names what is not there.
    pub fn program(&self) -> Result<Program, String> {
        let path = env::var_os("SOCKLINGS_PROGRAM").map(PathBuf::from);
        match path {
            None => Ok(Program::new(self.program)),
            Some(path) if path.is_file() => Ok(Program::new(path)),
            Some(path) => Err(format!(
                "SOCKLINGS_PROGRAM names {}, and there is no such file; build it first, or unset the \
                 variable",
                path.display()
            )),
        }
    }

    /// What came of one check. All checks run when the first is asked for; each is a `#[test]` of
    /// its own, so that it has a line of its own and can be chosen by name.
    ///
    /// # Errors
    ///
    /// The [`Lesson`], if the check did not pass.
    pub fn verdict(&self, check: &str) -> Verdict {
        let report = self.report.get_or_init(|| {
            let report = match self.program() {
                Ok(program) => self.judge(&program),
                Err(sentence) => self.fault(&sentence),
            };
            record::write(&report.records);
            report
        });
        let record = report.records.iter().find(|record| record.check == check);
        let Some(record) = record.filter(|record| record.outcome != Outcome::Passed) else {
            return Ok(());
        };
        // Where several checks fail, the first teaches. One that was asked for by name teaches too.
        let asked = env::args().skip(1).any(|argument| check.contains(&argument));
        match report.first() {
            Some(first) if first.check != check && !asked => Err(Lesson(format!(
                "{}\n  First mend {}; this may follow from it.\n",
                headline(record),
                first.check
            ))),
            _ => Err(Lesson(record.text())),
        }
    }

    /// Judges a program by all checks. They run side by side, and each starts programs of its own.
    pub fn judge(&self, program: &Program) -> Report {
        let bench = Bench { program, exercise: self };
        let broken =
            || Failure::Fault("the check itself broke off: this is a mistake in the course".into());
        let results: Vec<_> = thread::scope(|scope| {
            // The thread has the check's name, for what is said while it runs.
            let judge = |check: &'static Check| {
                let named = thread::Builder::new().name(check.name.to_owned());
                named.spawn_scoped(scope, || (check.judge)(&bench))
            };
            let running: Vec<_> = self.checks.iter().map(judge).collect();
            let result = |running: io::Result<thread::ScopedJoinHandle<'_, _>>| match running {
                Ok(running) => running.join().unwrap_or_else(|_| Err(broken())),
                Err(error) => Err(Failure::Fault(format!("no thread can be made: {error}"))),
            };
            running.into_iter().map(result).collect()
        });
        let records = self.checks.iter().zip(results);
        Report { records: records.map(|(check, result)| self.record(check, result)).collect() }
    }

    /// Judges a program by one check.
    pub(crate) fn judge_by(&self, check: &Check, program: &Program) -> Record {
        self.record(check, (check.judge)(&Bench { program, exercise: self }))
    }

    fn fault(&self, sentence: &str) -> Report {
        let fault = |check| self.record(check, Err(Failure::Fault(sentence.to_owned())));
        Report { records: self.checks.iter().map(fault).collect() }
    }

    fn record(&self, check: &Check, result: Result<(), Failure>) -> Record {
        let mut record = Record {
            exercise: self.name.to_owned(),
            check: check.name.to_owned(),
            outcome: Outcome::Passed,
            points: check.points,
            of: check.points,
            mistake: None,
            lesson: String::new(),
        };
        if let Err(failure) = result {
            record.points = 0;
            record.outcome = failure.outcome();
            record.mistake = self.mistake(&failure).map(str::to_owned);
            record.lesson = self.explain(check, &failure, record.mistake.as_deref());
        }
        record
    }

    /// The known mistake that explains a failure.
    fn mistake(&self, failure: &Failure) -> Option<&'static str> {
        match failure {
            Failure::Differs(it) if it.yours().is_some() => {
                self.mistakes.iter().find(|mistake| (mistake.shows)(it)).map(|mistake| mistake.name)
            }
            Failure::Seen(_, mistake) => *mistake,
            _ => None,
        }
    }

    fn explain(&self, check: &Check, failure: &Failure, mistake: Option<&str>) -> String {
        let name = self.name;
        let page = lesson::from_page(name, &page::id_of(mistake.unwrap_or(check.name)));
        let story = match failure {
            Failure::Differs(it) if !it.file.is_empty() => format!(" -- {}", it.file),
            Failure::Generated { file, .. } => format!(" -- {file}"),
            _ => String::new(),
        };
        let see =
            format!("  Run it: cargo run -p {name}{story}\n  Hint:   cargo run -- hint {name}\n");
        match failure {
            Failure::Fault(sentence) => format!(
                "{}\n{}\n",
                lesson::paragraph(sentence),
                lesson::paragraph("This is not about your program.")
            ),
            Failure::Ended(ended @ Ended::NotStarted) => not_started(ended, &page, &see),
            Failure::Ended(ended) => {
                format!("{}\n\n{see}", lesson::paragraph(&lesson::ending(ended)))
            }
            Failure::Differs(it) => match &it.ended {
                Some(ended @ Ended::NotStarted) => not_started(ended, &page, &see),
                _ => format!("{}\n{page}\n{see}", lesson::difference(it)),
            },
            Failure::Generated { story, step, steps, .. } => format!(
                "  {story}: step {step} is not as it should be. Yours:\n\n{steps}\n{}\n\n{see}",
                lesson::paragraph(
                    "What it should be is not shown for a generated story. Write down what you \
                     expect, step by step, and compare."
                )
            ),
            Failure::Seen(words, _) => format!("{}\n\n{page}\n{see}", lesson::paragraph(words)),
        }
    }
}

fn not_started(ended: &Ended, page: &str, see: &str) -> String {
    format!("{}\n\n{page}\n{see}", lesson::paragraph(&lesson::ending(ended)))
}

/// `✗ the_listener_keeps_waiting: 0 of 2 points`, or what else came of it.
fn headline(record: &Record) -> String {
    let Record { check, points, of, .. } = record;
    match record.outcome {
        Outcome::NotStarted => format!("· {check}: not started\n"),
        Outcome::Fault => format!("? {check}: cannot be checked\n"),
        _ => format!("✗ {check}: {points} of {of} points\n"),
    }
}

impl Record {
    /// All that a learner reads about this check.
    pub fn text(&self) -> String {
        format!("{}\n{}", headline(self), self.lesson)
    }
}

impl Failure {
    fn outcome(&self) -> Outcome {
        match self {
            Self::Ended(Ended::NotStarted) => Outcome::NotStarted,
            Self::Differs(it) if matches!(it.ended, Some(Ended::NotStarted)) => Outcome::NotStarted,
            Self::Fault(_) => Outcome::Fault,
            _ => Outcome::Wrong,
        }
    }
}

/// A sentence about the machine or the course's files.
impl From<String> for Failure {
    fn from(sentence: String) -> Self {
        Self::Fault(sentence)
    }
}

impl Bench<'_> {
    /// Plays stories of this exercise (`tests/stories/<exercise>/<story>.story`) and compares each
    /// trace with the reference's snapshot (`tests/snapshots/<exercise>__<story>.snap`).
    ///
    /// # Errors
    ///
    /// The first difference.
    pub fn plays(&self, stories: &[&str]) -> Result<(), Failure> {
        for story in stories {
            let expected = snapshot(self.exercise.name, story)?;
            let file = story_path(self.exercise.name, story);
            let (yours, run) = self.program.play(&file)?;
            if let Some(difference) = difference(&yours, &expected, &run)? {
                let difference = Difference { file: root::shown(&file), ..difference };
                return Err(Failure::Differs(Box::new(difference)));
            }
            // The story is told, but the program did not leave as it should have.
            if run.ended != Ended::Exited(0) {
                return Err(Failure::Ended(run.ended));
            }
        }
        Ok(())
    }

    /// Plays the stories of a file with the program.
    ///
    /// # Errors
    ///
    /// A fault, if the program can't be started or its trace can't be read.
    pub fn play(&self, file: &Path) -> Result<(Vec<Trace>, Run), Failure> {
        let (text, run) = self.program.play(file)?;
        Ok((traces(&text)?, run))
    }

    /// Plays generated stories, whose answers are committed, or come from the reference at hand.
    ///
    /// # Errors
    ///
    /// The first difference.
    pub fn plays_generated(&self, generator: Generator) -> Result<(), Failure> {
        generated::judge(self, generator)
    }
}

/// The first difference between two texts of one trace. What is the same need not be read.
pub(crate) fn difference(
    yours: &str,
    expected: &str,
    run: &Run,
) -> Result<Option<Difference>, Failure> {
    if yours.trim() == expected.trim() {
        return Ok(None);
    }
    let [yours, expected] =
        [traces(yours)?, traces(expected)?].map(|traces| traces.into_iter().next());
    Ok(Difference::first(yours.unwrap_or_default(), expected.unwrap_or_default(), run))
}

/// Reads a text of traces.
///
/// # Errors
///
/// A fault, if it is none.
pub fn traces(text: &str) -> Result<Vec<Trace>, Failure> {
    Trace::parse_all(text)
        .map_err(|error| Failure::Fault(format!("a trace cannot be read: {error}")))
}

/// What the reference made of a story, as its snapshot has it.
///
/// # Errors
///
/// A fault, if the snapshot can't be read.
pub fn snapshot_traces(exercise: &str, story: &str) -> Result<Vec<Trace>, Failure> {
    traces(&snapshot(exercise, story)?)
}

/// The file of a story.
pub(crate) fn story_path(exercise: &str, story: &str) -> PathBuf {
    root::root().join(format!("tests/stories/{exercise}/{story}.story"))
}

/// What an insta snapshot holds, without its header.
pub(crate) fn snapshot(exercise: &str, name: &str) -> Result<String, Failure> {
    let path = root::root().join(format!("tests/snapshots/{exercise}__{name}.snap"));
    let text = program::read(&path)?;
    let body = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    body.map(|(_, body)| body.to_owned())
        .ok_or_else(|| Failure::Fault(format!("{} is not a snapshot of insta", root::shown(&path))))
}
