//! An exercise's checks, run once and judged: what passed, what did not, and which mistake it is.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{OnceLock, mpsc};
use std::time::Duration;
use std::{env, fmt, io, thread};

use netstack::Trace;

use crate::built;
use crate::description::{self, Description};
use crate::difference::{Difference, Excerpt};
use crate::disguise;
use crate::ended::Ended;
use crate::failure::Failure;
use crate::files;
use crate::libtest::{is_asked, tell_people};
use crate::machine;
use crate::page::{self, Page};
use crate::program::{Program, Run};
use crate::record::{self, Lesson, Outcome, Passage, Record, Seen};
use crate::space::Space;
use crate::started;
use crate::stories;

/// How long all checks of an exercise may take together. They take seconds; where other programs keep
/// the processors busy, a minute.
const LIMIT: Duration = Duration::from_secs(240);

/// What a graded `#[test]` returns.
pub type CheckResult = Result<(), Message>;

/// What libtest prints when a check does not pass: it prints a test's error by its `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Message(String);

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n\n{}", self.0)
    }
}

/// The graded test of one exercise.
#[derive(Debug)]
pub struct GradedTest {
    /// The exercise's name: `accept`.
    pub name: &'static str,
    /// What is checked, in the order in which it is taught.
    pub checks: &'static [Check],
    /// The mistakes that show in a trace, the most telling first.
    pub mistakes: &'static [Mistake],
    /// The mistakes that a check sees from outside and names itself ([`Failure::Seen`]).
    pub seen: &'static [&'static str],
    /// The input spaces that stories cover.
    pub spaces: &'static [&'static Space],
    /// The package that this test belongs to: `accept`, or `accept-solution`.
    pub package: &'static str,
    /// Where that package was when this test was compiled.
    pub folder: &'static str,
    /// What came of the checks that were chosen; nothing, where they were only described.
    report: OnceLock<Option<Report>>,
}

/// One idea that is checked.
#[derive(Debug)]
pub struct Check {
    /// The idea, as a sentence: `the_listener_keeps_listening`.
    pub name: &'static str,
    /// What it is worth.
    pub points: u32,
    /// Looks at a program.
    pub judge: fn(&Bench) -> Result<(), Failure>,
}

/// A mistake that people make, and how it shows.
#[derive(Debug, Clone, Copy)]
pub struct Mistake {
    /// Its name: `port_of_its_own`. It is the name of a file in `tests/mistakes/<exercise>/`, and of
    /// a section of the exercise's page.
    pub name: &'static str,
    /// Whether a difference comes from this mistake.
    pub shows: fn(&Difference) -> bool,
}

/// Mistakes that stand in several files, in one list. `N` is how many they are together.
pub const fn joined<const N: usize>(lists: &[&[Mistake]]) -> [Mistake; N] {
    let mut all = [Mistake { name: "", shows: |_| false }; N];
    // There is no `for` in what is computed by the compiler.
    let (mut list, mut place, mut count) = (0, 0, 0);
    while list < lists.len() {
        if place < lists[list].len() {
            all[count] = lists[list][place];
            (place, count) = (place + 1, count + 1);
        } else {
            (list, place) = (list + 1, 0);
        }
    }
    assert!(count == N, "there are fewer");
    all
}

/// What a check has to work with.
#[derive(Debug)]
pub struct Bench<'a> {
    /// The program to judge.
    pub program: &'a Program,
    /// The exercise.
    pub exercise: &'a GradedTest,
}

/// What came of the checks of one program, in their order.
#[derive(Debug)]
struct Report {
    /// One record for each check.
    records: Vec<Record>,
}

impl Report {
    /// The first check that did not pass: the one that teaches.
    fn first(&self) -> Option<&Record> {
        self.records.iter().find(|record| record.outcome.is_open())
    }
}

impl GradedTest {
    /// A test that has not been run yet.
    pub const fn new(
        name: &'static str,
        checks: &'static [Check],
        mistakes: &'static [Mistake],
        seen: &'static [&'static str],
        spaces: &'static [&'static Space],
        package: &'static str,
        folder: &'static str,
    ) -> Self {
        Self { name, checks, mistakes, seen, spaces, package, folder, report: OnceLock::new() }
    }

    /// The program to judge: the one that cargo built, or the one that SOCKLINGS_PROGRAM names.
    ///
    /// # Errors
    ///
    /// A sentence, if it is not there, or is not of the text that is there.
    pub fn program(&self) -> Result<Program, String> {
        started::take_charge();
        match env::var_os("SOCKLINGS_PROGRAM").map(PathBuf::from) {
            None => self.built(),
            Some(named) if named.is_file() => Ok(Program::new(named)),
            Some(named) => Err(format!(
                "SOCKLINGS_PROGRAM names {}, and there is no such file; build it first, or unset the \
                 variable",
                named.display()
            )),
        }
    }

    /// The program that cargo built for this test.
    ///
    /// # Errors
    ///
    /// A sentence, if it is not there, or is not of the text that is there.
    pub(crate) fn built(&self) -> Result<Program, String> {
        started::take_charge();
        let program = built::program(self.package)?;
        // Cargo tells where the package is now, and not where it was compiled.
        let package = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| self.folder.into());
        built::is_of_now(&program, &Path::new(&package).join(format!("src/{}.rs", self.name)))?;
        Ok(Program::new(program))
    }

    /// What came of one check. Each is a `#[test]` of its own, so that it has a line of its own and can
    /// be chosen by name. All that were chosen are judged together, when libtest comes to the first.
    ///
    /// # Errors
    ///
    /// What the learner reads, if the check did not pass.
    pub fn verdict(&self, check: &str) -> CheckResult {
        let report = self.report.get_or_init(|| {
            if description::write(|| self.describe()) {
                return None;
            }
            let chosen = |it: &&Check| is_asked(it.name, env::args().skip(1));
            let checks: Vec<_> = self.checks.iter().filter(chosen).collect();
            let report = match self.program() {
                Ok(program) => self.judge(&checks, &program, LIMIT),
                Err(sentence) => self.fault(&checks, &sentence),
            };
            record::write(&report.records);
            Some(report)
        });
        let Some(report) = report else { return Ok(()) };
        let Some(record) = report.records.iter().find(|record| record.check == check) else {
            return Err(Message(format!("? {check}: libtest runs it, but it was not asked for\n")));
        };
        // Where several checks fail, the first teaches.
        match report.first() {
            Some(_) if record.outcome == Outcome::Passed => Ok(()),
            // libtest knows no third outcome. So it says that the test is passed, and this says why
            // it is not.
            _ if record.outcome == Outcome::NotChecked => {
                tell_people(record.text().to_string().trim_end());
                Ok(())
            }
            Some(first) if first.check != check => Err(Message(format!(
                "{}\n\n  First mend {}; this may follow from it.\n",
                record.headline(),
                first.check
            ))),
            Some(_) => Err(Message(record.text().to_string())),
            None => Ok(()),
        }
    }

    /// Judges a program by these checks. They run side by side, and each starts programs of its own.
    /// Each has its own deadlines; `limit` is for all of them together.
    fn judge(&self, checks: &[&'static Check], program: &Program, limit: Duration) -> Report {
        let bench = &Bench { program, exercise: self };
        let broken =
            || Failure::Fault("the check itself broke off: this is a mistake in the course".into());
        let over = || {
            let minutes = limit.as_secs() / 60;
            let words = format!(
                "After {minutes} minutes this check had not come to its end, and was stopped. Each of \
                 the program's answers came late, or never."
            );
            Failure::Seen(words, None)
        };
        let is_over = &AtomicBool::new(false);
        let results: Vec<_> = thread::scope(|scope| {
            let (all_ended, end) = mpsc::channel::<()>();
            scope.spawn(move || {
                if end.recv_timeout(limit) == Err(mpsc::RecvTimeoutError::Timeout) {
                    is_over.store(true, Ordering::Relaxed);
                    started::stop_all();
                }
            });
            // The thread has the check's name, for what is said while it runs.
            let judge = |check: &'static Check| {
                let named = thread::Builder::new().name(check.name.to_owned());
                named.spawn_scoped(scope, move || {
                    let result = (check.judge)(bench);
                    if is_over.load(Ordering::Relaxed) { Err(over()) } else { result }
                })
            };
            let running: Vec<_> = checks.iter().copied().map(judge).collect();
            let result = |running: io::Result<thread::ScopedJoinHandle<'_, _>>| match running {
                Ok(running) => running.join().unwrap_or_else(|_| Err(broken())),
                Err(error) => Err(Failure::Fault(format!("no thread can be made: {error}"))),
            };
            let results = running.into_iter().map(result).collect();
            drop(all_ended);
            results
        });
        let records = checks.iter().zip(results);
        Report { records: records.map(|(check, result)| self.record(check, result)).collect() }
    }

    fn describe(&self) -> Description {
        let check = |check: &Check| (check.name.to_owned(), check.points);
        let without_a_story = |space: &&Space| space.without_a_story(self.name);
        Description {
            exercise: self.name.to_owned(),
            checks: self.checks.iter().map(check).collect(),
            in_a_trace: self.mistakes.iter().map(|mistake| mistake.name.to_owned()).collect(),
            seen: self.seen.iter().map(|name| (*name).to_owned()).collect(),
            spaces: self.spaces.iter().map(|space| space.snapshot()).collect(),
            without_a_story: self.spaces.iter().flat_map(without_a_story).collect(),
        }
    }

    /// What comes of these checks of a program, however long they take.
    pub(crate) fn records(&self, checks: &[&'static Check], program: &Program) -> Vec<Record> {
        self.judge(checks, program, Duration::MAX).records
    }

    fn fault(&self, checks: &[&Check], sentence: &str) -> Report {
        let fault = |check: &&Check| self.record(check, Err(Failure::Fault(sentence.to_owned())));
        Report { records: checks.iter().map(fault).collect() }
    }

    fn record(&self, check: &Check, result: Result<(), Failure>) -> Record {
        let result = match result {
            Err(Failure::Recorded(record)) => return *record,
            // What the machine lacks looks like a mistake of the program's.
            Err(failure @ (Failure::Seen(..) | Failure::Ended(_))) if !failure.is_not_started() => {
                // What shows in no trace shows on the kernel.
                let on_the_kernel = self.mistakes.is_empty();
                Err(machine::has_enough(on_the_kernel).map_or_else(Failure::Fault, |()| failure))
            }
            result => result,
        };
        let mut record = Record {
            exercise: self.name.to_owned(),
            check: check.name.to_owned(),
            outcome: Outcome::Passed,
            points: check.points,
            of: check.points,
            mistake: None,
            lesson: None,
        };
        if let Err(failure) = result {
            record.points = 0;
            record.outcome = outcome(&failure);
            let mistake = self.mistake(&failure);
            record.mistake = mistake.map(str::to_owned);
            record.lesson = self.lesson(check, failure, mistake);
        }
        record
    }

    /// The known mistake that explains a failure.
    fn mistake(&self, failure: &Failure) -> Option<&'static str> {
        match failure {
            Failure::Differs(it) if it.yours().is_some() => {
                // An idea explains all that differs, and not one story by chance.
                let explains = |mistake: &&Mistake| {
                    (mistake.shows)(it) && it.others.iter().all(|other| (mistake.shows)(other))
                };
                self.mistakes.iter().find(explains).map(|mistake| mistake.name)
            }
            Failure::Seen(_, mistake) => *mistake,
            _ => None,
        }
    }

    /// What a learner is told about a failure.
    fn lesson(&self, check: &Check, failure: Failure, mistake: Option<&str>) -> Option<Lesson> {
        let not_started = failure.not_started().cloned();
        let is_started = not_started.is_none();
        let failure = not_started.map_or(failure, Failure::Ended);
        let (seen, printed, story, explained) = match failure {
            Failure::Fault(sentence) | Failure::NotChecked(sentence) => {
                let seen = Seen::Words(sentence);
                let printed = String::new();
                return Some(Lesson {
                    seen,
                    printed,
                    section: None,
                    story: None,
                    run: None,
                    hint: None,
                });
            }
            Failure::Ended(ended) => (Seen::Ended(ended), String::new(), None, !is_started),
            Failure::Differs(it) => {
                (Seen::Step(Box::new(Excerpt::from(&*it))), it.printed, it.file, true)
            }
            Failure::Seen(words, _) => (Seen::Words(words), String::new(), None, true),
            Failure::Recorded(record) => return record.lesson,
        };
        let name = self.name;
        let id = page::id_of(mistake.unwrap_or(check.name));
        let play = story.as_ref().map(|story| format!(" -- {story}")).unwrap_or_default();
        Some(Lesson {
            seen,
            printed,
            section: explained.then(|| passage(name, &id)),
            story,
            run: Some(format!("cargo run -p {name}{play}")),
            hint: Some(format!("cargo run -- hint {name}")),
        })
    }
}

/// The part of an exercise's page that has this id, or a sentence that it is missing.
fn passage(exercise: &str, id: &str) -> Passage {
    let (heading, words) = match Page::read(exercise) {
        Ok(read) => match read.section(id) {
            Some(section) => {
                (section.heading.clone(), section.paragraphs.first().cloned().unwrap_or_default())
            }
            None => (format!("The page has no section with the id {id}."), String::new()),
        },
        Err(sentence) => (sentence, String::new()),
    };
    Passage { page: exercise.to_owned(), id: id.to_owned(), heading, words }
}

fn outcome(failure: &Failure) -> Outcome {
    match failure {
        Failure::Fault(_) => Outcome::Fault,
        Failure::NotChecked(_) => Outcome::NotChecked,
        it if it.is_not_started() => Outcome::NotStarted,
        _ => Outcome::Wrong,
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
            let file = stories::story_path(self.exercise.name, story);
            let (expected, (yours, run)) = match disguise::reference()? {
                None => {
                    let expected = stories::snapshot(self.exercise.name, story)?;
                    (expected, self.program.play(&file)?)
                }
                Some(reference) => {
                    let text = disguise::disguised(&files::read(&file)?, disguise::seed(1)?);
                    (reference.play_text(&text)?.0, self.program.play_text(&text)?)
                }
            };
            if let Some(difference) = stories::difference(&yours, &expected, &run)? {
                let difference = Difference { file: Some(files::shown(&file)), ..difference };
                return Err(Failure::Differs(Box::new(difference)));
            }
            // The story is told, but the program did not leave as it should have.
            if run.ended != Ended::Exited(0) {
                return Err(Failure::Ended(run.ended));
            }
        }
        Ok(())
    }

    /// Plays the stories of a text with the program.
    ///
    /// # Errors
    ///
    /// A fault, if the program can't be started; what was seen, if its trace can't be read.
    pub fn play(&self, text: &str) -> Result<(Vec<Trace>, Run), Failure> {
        let (written, run) = self.program.play_text(text)?;
        Ok((stories::written_traces(&written)?, run))
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// After it, no other program starts. So it runs itself in a process of its own.
    #[test]
    fn there_is_an_end_to_all_checks() {
        const ALONE: &str = "SOCKLINGS_ALONE";
        if env::var_os(ALONE).is_none() {
            let mut alone = std::process::Command::new(env::current_exe().unwrap());
            alone.args(["--exact", "exercise::tests::there_is_an_end_to_all_checks"]);
            let output = alone.env(ALONE, "1").output().unwrap();
            let said = String::from_utf8_lossy(&output.stdout);
            assert!(output.status.success() && said.contains("1 passed"), "{said}");
            return;
        }
        const CHECK: Check = Check {
            name: "asks_again_and_again",
            points: 1,
            judge: |_| {
                loop {
                    let mut sleeper = std::process::Command::new("sleep");
                    let mut sleeper =
                        started::start(sleeper.arg("1000")).map_err(|error| error.to_string())?;
                    let _ = sleeper.wait();
                    started::end(&mut sleeper);
                }
            },
        };
        let test = GradedTest::new("lookup", &[CHECK], &[], &[], &[], "lookup", "");
        let program = Program::new(PathBuf::from("sleep"));
        let report = test.judge(&[&CHECK], &program, Duration::from_millis(100));
        assert_eq!(report.records[0].outcome, Outcome::Wrong);
        let text = report.records[0].text().to_string();
        assert!(text.contains("had not come to its end, and was stopped"), "{text}");
    }
}
