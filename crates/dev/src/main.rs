//! For those who make the course: `cargo run -p dev -- check`, `figures`, `new`.

mod check;
mod figures;
mod new;
mod plot;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use clap::{Arg, ArgAction, Command};
use socklings::Result;
use socklings::course::Course;

fn command() -> Command {
    Command::new("dev")
        .bin_name("cargo run -p dev --")
        .about("For those who make the course")
        .subcommand_required(true)
        .disable_help_subcommand(true)
        .subcommand(Command::new("check").about("Say what is missing in the course"))
        .subcommand(
            Command::new("figures")
                .about("Draw the book's figures from the snapshots and benches/")
                .arg(
                    Arg::new("check")
                        .long("check")
                        .action(ArgAction::SetTrue)
                        .help("Only say which figures are not up to date"),
                ),
        )
        .subcommand(
            Command::new("new")
                .about("Lay out a new exercise")
                .arg(Arg::new("folder").required(true).help("Like `03_bind`")),
        )
}

fn main() -> ExitCode {
    let matches = command().get_matches();
    let course = Course::find();
    let done = match matches.subcommand() {
        Some(("new", arguments)) => {
            let folder = arguments.get_one::<String>("folder").map_or("", String::as_str);
            new::new(&course, folder)
        }
        Some(("figures", arguments)) => figures::draw_all(&course, arguments.get_flag("check")),
        _ => check::check(&course),
    };
    done.unwrap_or_else(|sentence| {
        anstream::eprintln!("{}", sentence.trim_end());
        ExitCode::from(2)
    })
}

/// Reads a file of the course.
fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}
