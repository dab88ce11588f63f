//! For those who make the course: `cargo run -p dev -- check`, `figures`, `new`.

mod as_text;
mod built;
mod check;
mod figures;
mod files;
mod new;
mod pages;
mod pictures;
mod plot;
mod traces;

use std::fs;
use std::process::ExitCode;

use clap::{Arg, ArgAction, Command};
use socklings::course::Course;

use crate::new::Kind;

fn command() -> Command {
    let flag = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
    Command::new("dev")
        .bin_name("cargo run -p dev --")
        .about("For those who make the course")
        .subcommand_required(true)
        .disable_help_subcommand(true)
        .subcommand(
            Command::new("check")
                .about("Say what is missing in the course, or in some of its exercises")
                .arg(Arg::new("names").num_args(0..).help("Exercises; without a name, all"))
                .arg(
                    flag("no-solutions")
                        .help("Leave the solutions out, which `cargo test` judges too"),
                ),
        )
        .subcommand(
            Command::new("figures")
                .about("Draw the book's figures from the snapshots and benches/")
                .arg(flag("check").help("Only say which figures are not up to date")),
        )
        .subcommand(Command::new("stubs").about(
            "Copy the stubs of all exercises to tests/stubs/, from where `reset` takes them",
        ))
        .subcommand(
            Command::new("new")
                .about("Lay out a new exercise")
                .arg(Arg::new("folder").required(true).help("Like `03_bind`"))
                .arg(flag("model").help("It works on netstack").conflicts_with("real"))
                .arg(flag("real").help("It works on the machine's own kernel")),
        )
}

fn main() -> ExitCode {
    let matches = command().get_matches();
    let course = Course::find();
    let done = match matches.subcommand() {
        Some(("new", arguments)) => {
            let folder = arguments.get_one::<String>("folder").map_or("", String::as_str);
            let kind = match ["model", "real"].map(|kind| arguments.get_flag(kind)) {
                [true, _] => Some(Kind::Model),
                [_, true] => Some(Kind::Real),
                _ => None,
            };
            new::new(&course, folder, kind)
        }
        Some(("stubs", _)) => stubs(&course),
        Some(("figures", arguments)) => figures::draw_all(&course, arguments.get_flag("check")),
        Some((_, arguments)) => {
            let names = arguments.get_many::<String>("names").into_iter().flatten();
            let names: Vec<_> = names.map(String::as_str).collect();
            check::check(&course, &names, !arguments.get_flag("no-solutions"))
        }
        None => unreachable!("clap asks for a command"),
    };
    done.unwrap_or_else(|sentence| {
        anstream::eprintln!("{}", sentence.trim_end());
        ExitCode::from(2)
    })
}

/// Copies the stubs to where they are put back from.
fn stubs(course: &Course) -> socklings::Result<ExitCode> {
    for exercise in &course.exercises {
        let (from, to) = (exercise.stub(), exercise.original());
        fs::copy(course.root.join(&from), course.root.join(&to))
            .map_err(|error| format!("{from} cannot be copied to {to}: {error}"))?;
    }
    anstream::println!("{} stubs are in tests/stubs/.", course.exercises.len());
    Ok(ExitCode::SUCCESS)
}
