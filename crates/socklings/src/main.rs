//! The course's command: `cargo run` starts it.

mod check;
mod course;
mod dev;
mod figure;
mod show;

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
    /// For those who make the course
    #[command(subcommand)]
    Dev(Dev),
}

#[derive(Debug, Subcommand)]
enum Dev {
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
        None => show::next(&course),
        Some(Command::List) => show::list(&course),
        Some(Command::Check { name, json }) => show::check(&course, name.as_deref(), json),
        Some(Command::Hint { name, level }) => show::hint(&course, &name, level),
        Some(Command::Dev(Dev::Check)) => dev::check(&course),
        Some(Command::Dev(Dev::Figures { check })) => dev::figures(&course, check),
    };
    done.unwrap_or_else(|sentence| {
        anstream::eprintln!("{sentence}");
        ExitCode::from(2)
    })
}
