//! For teachers: `cargo run -p classroom -- --help`.
//!
//! - `class`, `result`: what is kept of a class, and of one exercise of one student.
//! - `collect`: what was handed in, found in folders and zip files.
//! - `sandbox`, `built`, `judge`, `grade`: how programs are contained; what judging needs; one file; all files.
//! - `apart`, `autograder`: the same without a sandbox, as another user; Gradescope's zip file.
//! - `kept`: what is known, and is not judged again.

mod apart;
mod autograder;
mod built;
mod class;
mod collect;
mod devices;
mod entries;
mod example;
mod export;
mod for_github;
mod grade;
mod gradescope;
mod hand_out;
mod judge;
mod kept;
mod marks;
mod pace;
mod replay;
mod report;
mod result;
mod roster;
mod sandbox;
mod self_test;
mod shards;
mod similar;
mod users;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::Ordering;

use clap::{Parser, Subcommand};
use socklings::Result;
use socklings::course::{Course, Exercise};
use socklings::say::say;

use class::Class;
use grade::Options;
use judge::Containment;

/// Hands the course out to a class, collects, grades contained, and tells what came of it.
#[derive(Debug, Parser)]
#[command(name = "classroom", bin_name = "cargo run -p classroom --")]
struct Arguments {
    #[command(subcommand)]
    command: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Write a course for students: without solutions and known mistakes
    HandOut {
        /// A new folder
        folder: PathBuf,
        /// The exercises: `00-07`, `accept`, `03,accept`. All, if none are named
        #[arg(long)]
        exercises: Option<String>,
        /// With a workflow that tells GitHub Classroom the points
        #[arg(long)]
        github_classroom: bool,
        /// With a file for editors that work in a container
        #[arg(long)]
        dev_container: bool,
    },
    /// Find what was handed in: in folders, or in the zip files of Moodle, Canvas and Gradescope
    Collect {
        /// Folders with one folder for each student, and zip files
        #[arg(required = true)]
        what: Vec<PathBuf>,
        /// The class's folder
        #[arg(long, value_name = "FOLDER")]
        to: PathBuf,
        /// A CSV file with the class's students: Moodle's, Canvas's, GitHub Classroom's, or id,name,email
        #[arg(long, value_name = "FILE")]
        roster: Option<PathBuf>,
        /// The exercises: `00-07`, `accept`, `03,accept`. All, if none are named
        #[arg(long)]
        exercises: Option<String>,
    },
    /// Judge everything that was collected, in sandboxes
    Grade {
        /// The class's folder
        folder: PathBuf,
        /// Only these exercises
        #[arg(long)]
        exercises: Option<String>,
        /// How many programs are judged side by side. If it is not said: two more than there are processors,
        /// and others beside them while a processor has nothing to do
        #[arg(long, value_name = "NUMBER")]
        jobs: Option<NonZeroUsize>,
        /// Make stories from this number, and not from the class's own
        #[arg(long, value_name = "NUMBER")]
        seed: Option<u64>,
        /// Judge without sandboxes. Every result says so
        #[arg(long)]
        uncontained: bool,
        /// Only one part of all: `3/16`. The results are in results-3-of-16.jsonl, for `merge`
        #[arg(long, value_name = "PART")]
        shard: Option<String>,
    },
    /// Show what a student saw of an exercise
    Replay {
        /// The class's folder
        folder: PathBuf,
        /// The student's id, name, address or folder
        student: String,
        /// The exercise
        exercise: String,
        /// Judge once more, with the same seed, and keep nothing
        #[arg(long)]
        again: bool,
    },
    /// Compare what students have handed in, each with each
    Similar {
        /// The class's folder
        folder: PathBuf,
        /// Only these exercises
        #[arg(long)]
        exercises: Option<String>,
        /// The folder for what Dolos reads
        #[arg(long, value_name = "FOLDER")]
        to: PathBuf,
        /// The folder in whose node_modules Dolos is: @dodona/dolos-lib
        #[arg(long, value_name = "FOLDER")]
        dolos: Option<PathBuf>,
    },
    /// Write pages for a browser: the class, and each student
    Report {
        /// The class's folder
        folder: PathBuf,
        /// The folder for the pages
        #[arg(long, value_name = "FOLDER")]
        html: PathBuf,
        /// No student's name is in a file's name
        #[arg(long)]
        nameless: bool,
    },
    /// Write results and marks in the form that another system reads
    Export {
        /// The class's folder
        folder: PathBuf,
        /// The form
        #[arg(long)]
        format: export::Format,
        /// The table that was downloaded from Canvas or Moodle
        #[arg(long, value_name = "FILE")]
        gradebook: Option<PathBuf>,
        /// The table's column for the marks. Else it is called as `title` in class.toml says, or Grade
        #[arg(long)]
        column: Option<String>,
        /// The file to write, or the folder where each student has a file
        #[arg(long, value_name = "PATH")]
        to: PathBuf,
    },
    /// Write a made-up class, to try these commands: each known mistake is a student
    Example {
        /// A new folder, for `collect`
        folder: PathBuf,
        /// The exercises: `00-07`, `accept`, `03,accept`. All, if none are named
        #[arg(long)]
        exercises: Option<String>,
        /// So many students instead: right answers, wrong ones, and stubs
        #[arg(long, value_name = "NUMBER")]
        students: Option<NonZeroUsize>,
        /// More answers for them: a folder for each exercise, with files `right_….rs` and `wrong_….rs`
        #[arg(long, value_name = "FOLDER", requires = "students")]
        answers: Option<PathBuf>,
    },
    /// Try attacks on this machine: what is contained, and what is not
    SelfTest {
        /// Only the attacks whose names have this in them, or one of `these,words`
        only: Option<String>,
        /// How many are tried side by side
        #[arg(long, value_name = "NUMBER", default_value = "3")]
        jobs: NonZeroUsize,
        /// Not in sandboxes, but as another user, as on Gradescope
        #[arg(long)]
        another_user: bool,
    },
    /// Write the zip file that Gradescope wants as an autograder
    Gradescope {
        /// The zip file to write
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// The exercises, all of them on the model: `02-04`, `accept`, `03,accept`
        #[arg(long)]
        exercises: String,
        /// How long the judging of one submission may take: a minute less than Gradescope's limit
        #[arg(long)]
        seconds: Option<u64>,
    },
    /// For setup.sh
    #[command(hide = true)]
    GradescopeSetUp {
        /// Gradescope's folder
        #[arg(long, default_value = "/autograder")]
        root: PathBuf,
    },
    /// For run_autograder
    #[command(hide = true)]
    GradescopeRun {
        /// Gradescope's folder
        #[arg(long, default_value = "/autograder")]
        root: PathBuf,
    },
    /// Write what grades the class on several machines, for Slurm or GitHub Actions
    Shards {
        /// The class's folder
        folder: PathBuf,
        /// How many parts there are
        #[arg(long, value_name = "NUMBER")]
        parts: usize,
        /// Who has the machines
        #[arg(long)]
        form: shards::Form,
        /// The file to write
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
    },
    /// Put the results of several machines together
    Merge {
        /// The class's folder
        folder: PathBuf,
        /// The files that `grade --shard` wrote
        #[arg(required = true)]
        parts: Vec<PathBuf>,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(code) => code,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: Arguments) -> Result<ExitCode> {
    let course = Course::find();
    match arguments.command {
        Action::HandOut { folder, exercises, github_classroom, dev_container } => {
            let chosen = chosen(&course, exercises.as_deref())?;
            let more = hand_out::More { github_classroom, dev_container };
            say(hand_out::hand_out(&course, &chosen, &folder, &more)?)?;
            Ok(ExitCode::SUCCESS)
        }
        Action::Collect { what, to, roster, exercises } => {
            let chosen = chosen(&course, exercises.as_deref())?;
            let told = collect::collect(&chosen, &what, &to, roster.as_deref())?;
            say(told)?;
            Ok(ExitCode::SUCCESS)
        }
        Action::Example { folder, exercises, students, answers } => {
            let chosen = chosen(&course, exercises.as_deref())?;
            let (more, to) = (answers.as_deref(), folder.as_path());
            let students = students.map(NonZeroUsize::get);
            say(example::example(&course, &chosen, students, more, to)?)?;
            Ok(ExitCode::SUCCESS)
        }
        Action::Grade { folder, exercises, jobs, seed, uncontained, shard } => {
            let class = Class::read(&folder)?;
            let exercises = match exercises {
                None => Vec::new(),
                some => {
                    chosen(&course, some.as_deref())?.iter().map(|it| it.name.clone()).collect()
                }
            };
            let options = Options {
                jobs,
                exercises,
                seed,
                contained: !uncontained,
                shard: shard.as_deref().map(part).transpose()?,
            };
            stop_on_signals()?;
            let mut graded = grade::grade(&course, &class, &options)?;
            let before = result::read(&class).unwrap_or_default();
            let changes = result::changes(&class, &before, &graded.outcomes);
            if !options.exercises.is_empty() && options.shard.is_none() {
                // What was graded before of other exercises stays.
                let before =
                    before.into_iter().filter(|it| !options.exercises.contains(&it.exercise));
                graded.outcomes.extend(before);
            }
            let file = match options.shard {
                Some((this, of)) => format!("results-{this}-of-{of}.jsonl"),
                None => "results.jsonl".to_owned(),
            };
            result::write(&folder.join(file), &graded.outcomes)?;
            tell(&class, &graded, &changes)
        }
        Action::SelfTest { only, jobs, another_user } => {
            stop_on_signals()?;
            let containment =
                if another_user { Containment::AnotherUser } else { Containment::Sandboxes };
            let (table, is_contained) =
                self_test::self_test(&course, only.as_deref(), jobs.get(), containment)?;
            say(table)?;
            Ok(ExitCode::from(u8::from(!is_contained)))
        }
        Action::Export { folder, format, gradebook, column, to } => {
            let class = Class::read(&folder)?;
            let outcomes = result::read(&class)?;
            let (gradebook, column) = (gradebook.as_deref(), column.as_deref());
            say(export::export(&class, &outcomes, format, gradebook, column, &to)?)?;
            Ok(ExitCode::SUCCESS)
        }
        Action::Similar { folder, exercises, to, dolos } => {
            let class = Class::read(&folder)?;
            let exercises = exercises.unwrap_or_else(|| class.exercises.join(","));
            let chosen = chosen(&course, Some(&exercises))?;
            say(similar::similar(&course, &class, &chosen, &to, dolos.as_deref())?)?;
            Ok(ExitCode::SUCCESS)
        }
        Action::Gradescope { out, exercises, seconds } => {
            let chosen = chosen(&course, Some(&exercises))?;
            say(autograder::pack(&course, &chosen, seconds, &out)?)?;
            Ok(ExitCode::SUCCESS)
        }
        Action::GradescopeSetUp { root } => {
            autograder::set_up(&course, &root)?;
            Ok(ExitCode::SUCCESS)
        }
        Action::GradescopeRun { root } => {
            autograder::run(&course, &root)?;
            Ok(ExitCode::SUCCESS)
        }
        Action::Report { folder, html, nameless } => {
            let class = Class::read(&folder)?;
            let index = report::report(&class, &result::read(&class)?, &html, nameless)?;
            let unknown = marks::Rules::read(&class)?.unknown_times(&class);
            say(format!("{unknown}{}\n", index.display()))?;
            Ok(ExitCode::SUCCESS)
        }
        Action::Shards { folder, parts, form, to } => {
            let class = Class::read(&folder)?;
            let text = shards::shards(&course, &class, parts, form)?;
            if form == shards::Form::Slurm {
                // Else each machine would wait for the first.
                eprintln!("Building the tests …");
                built::build(&course, &grade::chosen(&course, &class, &[])?)?;
            }
            std::fs::write(&to, text)
                .map_err(|error| format!("{} cannot be written: {error}.", to.display()))?;
            say(format!("{} was written.\n", to.display()))?;
            Ok(ExitCode::SUCCESS)
        }
        Action::Merge { folder, parts } => {
            let class = Class::read(&folder)?;
            let merged = grade::merge(&class, &parts)?;
            result::write(&folder.join("results.jsonl"), &merged)?;
            say(format!("{} results of {}.\n", merged.len(), count(parts.len(), "part")))?;
            Ok(ExitCode::SUCCESS)
        }
        Action::Replay { folder, student, exercise, again } => {
            let class = Class::read(&folder)?;
            let student = class.student(&student)?;
            let exercise = course.exercise(&exercise)?;
            let outcomes = result::read(&class)?;
            let is_meant =
                |it: &&result::Outcome| it.student == student.id && it.exercise == exercise.name;
            let outcome = outcomes.iter().find(is_meant).ok_or("This exercise was not graded.")?;
            let outcome = if again {
                stop_on_signals()?;
                grade::again(&course, &class, student, exercise, outcome)?
            } else {
                outcome.clone()
            };
            say(replay::replay(&class, student, &outcome))?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// So many changed results are told.
const CHANGES: usize = 50;

/// So many of something, which is called like this.
fn count(number: usize, one: &str) -> String {
    format!("{number} {one}{}", if number == 1 { "" } else { "s" })
}

/// Says what was graded.
fn tell(class: &Class, graded: &grade::Graded, changes: &[String]) -> Result<ExitCode> {
    let outcomes = &graded.outcomes;
    let states = result::states(outcomes).map(|(state, count)| format!("{count} {state}"));
    let states: Vec<_> = states.collect();
    let mut text = format!("{}: {}.\n", count(outcomes.len(), "result"), states.join(", "));
    text += &format!("Judged now: {}; known: {}.\n", count(graded.judged, "file"), graded.known);
    let faults: Vec<_> = outcomes.iter().filter(|it| !it.is_judged()).collect();
    // Where it was stopped, the rest is to come.
    for fault in faults.iter().take(if graded.stopped { 0 } else { 5 }) {
        let why = fault.why.as_deref().unwrap_or_default();
        let student = class.students.iter().find(|it| it.id == fault.student);
        let name = student.map_or(&fault.student, |it| &it.name);
        text += &format!("Not judged: {}, {}: {why}\n", entries::shown(name), fault.exercise);
    }
    if !changes.is_empty() {
        text += &format!("Other than before: {}.\n", count(changes.len(), "result"));
        changes.iter().take(CHANGES).for_each(|it| text += &format!("  {it}\n"));
        if changes.len() > CHANGES {
            text += "  …\n";
        }
    }
    if outcomes.iter().any(|it| !it.contained) {
        text += "The programs were not contained. Every result says so.\n";
    }
    if outcomes.iter().any(|it| !it.with_solution) {
        text += "Some solutions are missing here, so the stories were those that students have: whoever has \
                 copied the answers is not noticed. Every result says so.\n";
    }
    if graded.stopped {
        text += "The grading was stopped. Give the same command to go on.\n";
    }
    say(text)?;
    Ok(ExitCode::from(u8::from(!faults.is_empty() || graded.stopped)))
}

/// Ctrl-C ends what is being judged, and keeps what was judged.
fn stop_on_signals() -> Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM]);
    let mut signals = signals.map_err(|error| format!("Signals cannot be received: {error}."))?;
    std::thread::spawn(move || {
        signals.forever().for_each(|_| judge::STOP.store(true, Ordering::Relaxed));
    });
    Ok(())
}

/// The part that somebody means by `3/16`.
fn part(text: &str) -> Result<(usize, usize)> {
    let numbers =
        text.split_once('/').and_then(|(this, of)| Some((this.parse().ok()?, of.parse().ok()?)));
    match numbers {
        Some((this, of)) if (1..=of).contains(&this) => Ok((this, of)),
        _ => Err(format!("{} is no part. 3/16 is the third of sixteen.", text.escape_debug())),
    }
}

/// The exercises that somebody means by `00-07`, `accept` or `03,accept`.
fn chosen<'a>(course: &'a Course, meant: Option<&str>) -> Result<Vec<&'a Exercise>> {
    let Some(meant) = meant else { return Ok(course.exercises.iter().collect()) };
    let mut chosen: Vec<&Exercise> = Vec::new();
    for part in meant.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        match part.split_once('-') {
            Some((from, to)) => {
                let number = |name: &str| name.parse::<u32>().ok();
                let (Some(first), Some(last)) = (number(from), number(to)) else {
                    return Err(format!("{} is no range. 03-07 is one.", part.escape_debug()));
                };
                let range = |it: &&Exercise| {
                    it.number.parse().is_ok_and(|it: u32| (first..=last).contains(&it))
                };
                chosen.extend(course.exercises.iter().filter(range));
            }
            None => chosen.push(course.exercise(part)?),
        }
    }
    // In reading order, each once.
    let chosen: Vec<_> = course.exercises.iter().filter(|it| chosen.contains(it)).collect();
    if chosen.is_empty() {
        return Err(format!(
            "--exercises \"{}\" names no exercise. `06`, `accept`, `00-07` and `03,accept` do.",
            meant.escape_debug()
        ));
    }
    Ok(chosen)
}
