//! The course's command: `cargo run` starts it.

mod check;
mod course;
mod desk;
mod dev;
mod doctor;
mod figure;
mod new;
mod progress;
mod reset;
mod show;
mod terminal;
mod trace;

use std::fs;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::course::Course;

/// What a server's sockets do: a course in small steps.
///
/// Without a command: the next exercise, where its page and its file are, and what is still missing.
#[derive(Debug, Parser)]
#[command(name = "cargo run --", bin_name = "cargo run --", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List all exercises, with what you have passed
    List,
    /// Check one exercise, or all of them
    ///
    /// The exit code is 0 if all is passed, 1 if not yet, and 2 if something is wrong with the
    /// set-up.
    Check {
        /// The exercise: `accept`, `06` or `06_accept`
        name: Option<String>,
        /// Print one line of JSON for each check
        #[arg(long)]
        json: bool,
    },
    /// Print a hint
    Hint {
        /// The exercise
        name: String,
        /// Which hint: each gives more away than the one before
        #[arg(default_value_t = 1)]
        level: usize,
    },
    /// Show what your program does in a story, beside what it should do
    Show {
        /// The exercise
        name: String,
        /// The story: a file in tests/stories/NAME, without its ending. Without it, the story of
        /// the first check that does not pass
        story: Option<String>,
        /// Write a page for a browser instead
        #[arg(long, value_name = "FILE")]
        html: Option<PathBuf>,
    },
    /// Put the stub of an exercise back; your file is kept beside it
    Reset {
        /// The exercise
        name: String,
    },
    /// Say what this machine can and can't do, and what follows
    Doctor,
    /// For those who make the course
    #[command(subcommand)]
    Dev(Dev),
}

#[derive(Debug, Subcommand)]
enum Dev {
    /// Lay out a new exercise
    New {
        /// Its number and name: `03_bind`
        folder: String,
    },
    /// Say what is missing in the course
    Check,
    /// Draw the book's figures from the snapshots
    Figures {
        /// Only say which figures are not up to date
        #[arg(long)]
        check: bool,
    },
}

/// Something is wrong with what was asked for, or with the set-up: one sentence, and what to do.
type Result<T> = std::result::Result<T, String>;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let course = Course::find();
    let done = match arguments.command {
        None => start(&course),
        Some(command) => run(&course, command),
    };
    done.unwrap_or_else(|sentence| {
        anstream::eprintln!("{sentence}");
        ExitCode::from(2)
    })
}

/// At a terminal, the desk; elsewhere, one look at the next exercise.
fn start(course: &Course) -> Result<ExitCode> {
    if course.exercises.is_empty() {
        return Err("There is no exercise in exercises/. Get the course again.".to_owned());
    }
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        desk::sit_down(course)
    } else {
        show::next(course)
    }
}

fn run(course: &Course, command: Command) -> Result<ExitCode> {
    let text = match command {
        Command::List => return show::list(course),
        Command::Check { name, json } => return show::check(course, name.as_deref(), json),
        Command::Hint { name, level } => show::hint(course.exercise(&name)?, level)?,
        Command::Show { name, story, html: None } => {
            trace::text(course, course.exercise(&name)?, story.as_deref())?
        }
        Command::Show { name, story, html: Some(file) } => {
            let page = trace::html(course, course.exercise(&name)?, story.as_deref())?;
            let shown = file.display();
            fs::write(&file, page)
                .map_err(|error| format!("{shown} cannot be written: {error}"))?;
            format!("{shown}\n")
        }
        Command::Reset { name } => reset::reset(course, course.exercise(&name)?)?,
        Command::Doctor => doctor::examine(course),
        Command::Dev(Dev::New { folder }) => new::new(course, &folder)?,
        Command::Dev(Dev::Check) => return dev::check(course),
        Command::Dev(Dev::Figures { check }) => return dev::figures(course, check),
    };
    anstream::print!("{text}");
    Ok(ExitCode::SUCCESS)
}
