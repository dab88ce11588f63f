//! The course's command: `cargo run` starts it.

mod browser;
mod desk;
mod doctor;
mod needs;
mod page;
mod plain;
mod progress;
mod reset;
mod scroll;
mod show;
mod terminal;
mod trace;
mod watch;

use std::fs;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use grader::WIDTH;
use socklings::Result;
use socklings::course::Course;
use socklings::say::say;

/// Longer lines of words are hard to read.
const WIDEST: usize = 100;

// clap's derive macros would say the same in fewer lines. They take long to build, and the first
// verdict in a fresh clone waits for them.
fn command() -> Command {
    let name = || Arg::new("name").help("The exercise: `accept`, `06` or `06_accept`");
    let or_current = || {
        name().long_help(
            "The exercise: `accept`, `06` or `06_accept`. Without it, the \
                                          first one that is not passed",
        )
    };
    let flag = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
    let level = Arg::new("level").value_parser(value_parser!(usize)).default_value("1");
    Command::new("socklings")
        .bin_name("cargo run --")
        .about("What a server's sockets do: a course in small steps")
        .after_help(
            "Without a command, on a terminal: the desk. It stays, judges the current exercise each \
             time you save its file, and takes keys (q leaves). Where there is no terminal: the next \
             exercise, where its page and its file are, and what is still missing.",
        )
        .disable_help_subcommand(true)
        .subcommand(Command::new("list").about("List all exercises, with what you have passed"))
        .subcommand(
            Command::new("check")
                .about("Check one exercise, or all of them")
                .after_help(
                    "The exit code is 0 if all is passed, 1 if not yet, 2 if something is wrong with \
                     the set-up, and 3 if all passed that this machine can check.",
                )
                .arg(name())
                .arg(flag("json").help("Print one line of JSON for each check")),
        )
        .subcommand(
            Command::new("hint")
                .about("Print a hint")
                .arg(or_current())
                .arg(level.help("Which hint: each gives more away than the one before")),
        )
        .subcommand(
            Command::new("page")
                .about("Open a page of the book in a browser, or print it where there is none")
                .after_help(
                    "BROWSER names the browser, if you want another one than the system's.",
                )
                .arg(or_current().help(
                    "The exercise, or another page (`introduction`), or a section (`accept#hints`)",
                ))
                .arg(flag("text").help("Print it, with its figures as text")),
        )
        .subcommand(
            Command::new("show")
                .about("Show what your program does in a story, beside what it should do")
                .arg(or_current())
                .arg(Arg::new("story").help(
                    "A file in tests/stories/NAME, without its ending. Without it, the story of the \
                     first check that does not pass",
                ))
                .arg(
                    Arg::new("html")
                        .long("html")
                        .value_name("FILE")
                        .value_parser(value_parser!(PathBuf))
                        .help("Write a page for a browser instead"),
                ),
        )
        .subcommand(
            Command::new("reset")
                .about("Put the stub of an exercise back; your file is kept beside it")
                .arg(or_current()),
        )
        .subcommand(
            Command::new("doctor").about("Say what this machine can and can't do, and what follows"),
        )
}

fn main() -> ExitCode {
    let matches = command().get_matches();
    let course = Course::find();
    let done = match matches.subcommand() {
        None => start(&course),
        Some((name, arguments)) => run(&course, name, arguments),
    };
    let code = done.unwrap_or_else(|sentence| {
        anstream::eprintln!("{}", sentence.trim_end());
        ExitCode::from(2)
    });
    // Whoever leaves the desk does not wait for the checks that run.
    grader::remove_temporary();
    code
}

/// At a terminal, the desk; elsewhere, one look at the next exercise.
fn start(course: &Course) -> Result<ExitCode> {
    if course.exercises.is_empty() {
        return Err("There is no exercise in exercises/. Get the course again.".to_owned());
    }
    if io::stdin().is_terminal() && io::stdout().is_terminal() && !terminal::is_dumb() {
        desk::sit_down(course)
    } else {
        show::next(course)
    }
}

fn run(course: &Course, command: &str, arguments: &ArgMatches) -> Result<ExitCode> {
    let word = |name: &str| arguments.get_one::<String>(name).map(String::as_str);
    let exercise = || match word("name") {
        Some(name) => course.exercise(name),
        None => show::current(course),
    };
    // These judge. A signal that ends them leaves nothing.
    if matches!(command, "list" | "check") {
        grader::take_charge();
    }
    let text = match command {
        "list" => return show::list(course),
        "check" => return show::check(course, word("name"), arguments.get_flag("json")),
        "hint" => show::hint(exercise()?, arguments.get_one("level").copied().unwrap_or(1), None)?,
        "page" => {
            let word = match word("name") {
                Some(word) => word,
                None => &show::current(course)?.name,
            };
            let place = page::Place::find(course, word)?;
            let opened = if arguments.get_flag("text") { None } else { place.open(course)? };
            let width = terminal::columns().unwrap_or(WIDTH).min(WIDEST);
            opened.map_or_else(|| place.text(course, width), Ok)?
        }
        "show" => match arguments.get_one::<PathBuf>("html") {
            None => {
                let width = terminal::columns().unwrap_or(WIDTH);
                trace::text(course, exercise()?, word("story"), width)?.0
            }
            Some(file) => {
                let page = trace::html(course, exercise()?, word("story"))?;
                let shown = file.display();
                let written = fs::write(file, page);
                written.map_err(|error| format!("{shown} cannot be written: {error}"))?;
                format!("{shown}\n")
            }
        },
        "reset" => reset::reset(course, exercise()?)?,
        _ => doctor::examine(course),
    };
    say(&text)?;
    Ok(ExitCode::SUCCESS)
}
