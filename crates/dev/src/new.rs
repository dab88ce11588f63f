//! Lays out a new exercise, of one of the two kinds. It compiles; what is still to be written, `check`
//! says.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::{Command, ExitCode};

use socklings::Result;
use socklings::course::{Course, Exercise};

use crate::files::read;

/// What an exercise works on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The small socket layer, netstack.
    Model,
    /// The machine's own kernel.
    Real,
}

/// A file of an exercise: where it is, and its text, with NAME, NUMBER and so on where its own belong.
type Template = (&'static str, &'static str);

/// What both kinds have.
const BOTH: [Template; 3] = [
    ("exercises/NUMBER_NAME/Cargo.toml", include_str!("../template/exercise.toml")),
    ("solutions/NUMBER_NAME/Cargo.toml", include_str!("../template/solution.toml")),
    ("book/src/NAME.md", include_str!("../template/page.md")),
];

/// What an exercise on the model has besides.
const MODEL: [Template; 9] = [
    ("exercises/NUMBER_NAME/src/main.rs", include_str!("../template/model/main.txt")),
    ("exercises/NUMBER_NAME/src/NAME.rs", include_str!("../template/model/stub.txt")),
    ("tests/stubs/NAME.rs", include_str!("../template/model/stub.txt")),
    ("solutions/NUMBER_NAME/src/main.rs", include_str!("../template/model/main.txt")),
    ("solutions/NUMBER_NAME/src/NAME.rs", include_str!("../template/model/stub.txt")),
    ("tests/NAME.rs", include_str!("../template/model/test.txt")),
    ("tests/stories/NAME/first.story", include_str!("../template/model/first.story")),
    ("tests/mistakes/NAME/main.rs", include_str!("../template/model/mistakes.txt")),
    ("tests/mistakes/NAME/nothing_happens.rs", include_str!("../template/model/mistake.txt")),
];

/// What an exercise on the machine's own kernel has besides.
const REAL: [Template; 9] = [
    ("exercises/NUMBER_NAME/src/main.rs", include_str!("../template/real/main.txt")),
    ("exercises/NUMBER_NAME/src/given.rs", include_str!("../template/real/given.txt")),
    ("exercises/NUMBER_NAME/src/NAME.rs", include_str!("../template/real/stub.txt")),
    ("tests/stubs/NAME.rs", include_str!("../template/real/stub.txt")),
    ("solutions/NUMBER_NAME/src/main.rs", include_str!("../template/real/main.txt")),
    ("solutions/NUMBER_NAME/src/NAME.rs", include_str!("../template/real/stub.txt")),
    ("tests/NAME.rs", include_str!("../template/real/test.txt")),
    ("tests/mistakes/NAME/main.rs", include_str!("../template/real/mistakes.txt")),
    ("tests/mistakes/NAME/nothing_happens.rs", include_str!("../template/real/mistake.txt")),
];

/// How netstack calls the functions of an exercise on the model.
const OPERATIONS: &str = include_str!("../template/model/exercise.txt");

/// Lays out the exercise `03_bind`, and says which files it made.
///
/// # Errors
///
/// A sentence, if the name is not one, or is taken: then nothing has been written. Or if a file can't
/// be written.
pub fn new(course: &Course, folder: &str, kind: Option<Kind>) -> Result<ExitCode> {
    let (number, name) = number_and_name(course, folder)?;
    let kind = kind.map_or_else(ask, Ok)?;
    let texts = Texts::new(course, number, name, kind)?;
    let own: &[Template] = if kind == Kind::Model { &MODEL } else { &REAL };
    let files: Vec<_> = BOTH
        .iter()
        .chain(own)
        .map(|(file, text)| (texts.fill(file), texts.fill_in(file, text)))
        .collect();
    let written = files.iter().find(|(file, _)| course.root.join(file).exists());
    if let Some((file, _)) = written {
        return Err(format!("{file} is there already."));
    }
    let mut changed = Vec::new();
    if kind == Kind::Model {
        changed.extend(texts.operations(course)?);
    }
    let contents = texts.contents(course)?;
    for (file, text) in files.iter().chain(&changed) {
        write(&course.root.join(file), text)?;
        anstream::println!("{file}");
    }
    write(&course.root.join(CONTENTS), &contents)?;
    format(course, files.iter().chain(&changed).map(|(file, _)| file.as_str()));
    anstream::println!(
        "{CONTENTS}: a line behind the exercise before; it may need a heading\n\nWhat is still to be \
         written: cargo run -p dev -- check {name}\nHow: CONTRIBUTING.md"
    );
    Ok(ExitCode::SUCCESS)
}

/// `03` and `bind`
fn number_and_name<'a>(course: &Course, folder: &'a str) -> Result<(&'a str, &'a str)> {
    let wrong = || {
        format!(
            "`{folder}` is not the name of an exercise. It looks like `03_bind`: two digits, `_`, \
             and small letters."
        )
    };
    let (number, name) = folder.split_once('_').ok_or_else(wrong)?;
    let is_number = number.len() == 2 && number.bytes().all(|byte| byte.is_ascii_digit());
    let mut bytes = name.bytes();
    let is_name = bytes.next().is_some_and(|byte| byte.is_ascii_lowercase())
        && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if !is_number || !is_name {
        return Err(wrong());
    }
    if LEFT_OUT.iter().any(|end| name.ends_with(end)) {
        return Err(format!(
            "`cargo test` leaves out a name that ends in {}: see `default-members` in Cargo.toml. \
             Choose another one than `{name}`.",
            LEFT_OUT.join(", ")
        ));
    }
    let taken = |exercise: &&Exercise| exercise.name == name || exercise.number == number;
    match course.exercises.iter().find(taken) {
        Some(exercise) => Err(format!(
            "{} is there already. The next free number is {}.",
            exercise.folder(),
            free_number(course)
        )),
        None => Ok((number, name)),
    }
}

/// The number behind that of the last exercise.
fn free_number(course: &Course) -> String {
    let last = course.exercises.iter().filter_map(|it| it.number.parse::<u32>().ok()).max();
    format!("{:02}", last.map_or(0, |last| last + 1))
}

/// Asks a person which kind it is to be.
fn ask() -> Result<Kind> {
    let otherwise = "Say which kind of exercise it is: `--model` (it works on netstack) or `--real` \
                     (on the machine's own kernel).";
    if !io::stdin().is_terminal() {
        return Err(otherwise.to_owned());
    }
    anstream::print!("On the model (netstack), or on the machine's own kernel? model/real: ");
    let mut answer = String::new();
    let heard = io::stdout().flush().and_then(|()| io::stdin().read_line(&mut answer));
    match answer.trim() {
        "model" | "m" if heard.is_ok() => Ok(Kind::Model),
        "real" | "r" if heard.is_ok() => Ok(Kind::Real),
        _ => Err(otherwise.to_owned()),
    }
}

/// What stands for an exercise's own in the templates.
struct Texts<'a> {
    number: &'a str,
    name: &'a str,
    /// `Half open`
    title: String,
    /// `HalfOpen`: what netstack calls an exercise on the model.
    type_name: String,
    kind: Kind,
}

/// How no name may end: the patterns in the workspace's manifest tell packages apart by that.
const LEFT_OUT: [&str; 3] = ["sm", "st", "v"];

/// The book's table of contents.
const CONTENTS: &str = "book/src/SUMMARY.md";

/// Where netstack says which operations are an exercise's own, and where it hands this out.
const EXERCISES: &str = "crates/netstack/src/exercises.rs";
const NETSTACK: &str = "crates/netstack/src/lib.rs";

impl<'a> Texts<'a> {
    fn new(course: &Course, number: &'a str, name: &'a str, kind: Kind) -> Result<Self> {
        let upper = |word: &str| {
            let mut word = word.to_owned();
            if let Some(first) = word.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            word
        };
        let mut type_name: String = name.split('_').map(upper).collect();
        let netstack = read(&course.root.join(NETSTACK))?;
        if netstack.split(|c: char| !c.is_alphanumeric()).any(|word| word == type_name) {
            type_name.push_str("Exercise");
        }
        Ok(Self { number, name, title: upper(&name.replace('_', " ")), type_name, kind })
    }

    /// A text with this exercise's own words.
    fn fill(&self, text: &str) -> String {
        text.replace("NUMBER", self.number)
            .replace("NAME", self.name)
            .replace("TITLE", &self.title)
            .replace("TYPE", &self.type_name)
    }

    /// The same, with what is not the same in every file or kind.
    fn fill_in(&self, file: &str, text: &str) -> String {
        let (library, shared, proved, figure, generated) = match self.kind {
            Kind::Model => (
                "netstack",
                "",
                "it is pinned by snapshots, and the known mistakes are tried beside it",
                "<!-- {{#include ../figures/NAME-first.html}} -->\n\n",
                "### Generated stories agree: 1 point {#generated-stories-agree}\n\n",
            ),
            Kind::Real => (
                "socket2",
                "real.workspace = true\n",
                "the known mistakes are tried beside it",
                "",
                "",
            ),
        };
        // The given files stand in the exercise alone.
        let given = match file.starts_with("solutions/") {
            true => "#[path = \"../../../exercises/NUMBER_NAME/src/given.rs\"]\n",
            false => "",
        };
        let text =
            text.replace("LIBRARY", library).replace("SHARED\n", shared).replace("PROVED", proved);
        let text = text.replace("FIGURE\n", figure).replace("GENERATED\n", generated);
        self.fill(&text.replace("GIVEN\n", given))
    }

    /// The book's table of contents, with a line for this exercise's page: behind that of the exercise
    /// before, or else at the end.
    fn contents(&self, course: &Course) -> Result<String> {
        let contents = read(&course.root.join(CONTENTS))?;
        let line = format!("- [{} {}]({}.md)\n", self.number, self.title, self.name);
        let before = course.exercises.iter().rev().find(|it| it.number.as_str() < self.number);
        let link = before.map(|exercise| format!("]({}.md)\n", exercise.name));
        let end = link.and_then(|link| Some(contents.find(&link)? + link.len()));
        let (before, behind) = contents.split_at(end.unwrap_or(contents.len()));
        Ok(format!("{before}{line}{behind}"))
    }

    /// The files of netstack, with how it calls this exercise's functions.
    fn operations(&self, course: &Course) -> Result<[(String, String); 2]> {
        let [exercises, netstack] = [EXERCISES, NETSTACK].map(|file| read(&course.root.join(file)));
        let exercises = exercises? + &self.fill(OPERATIONS);
        let netstack = netstack?;
        let list = "pub use exercises::{";
        if !netstack.contains(list) {
            return Err(format!("{NETSTACK}: there is no `{list}`, so the exercise has no place."));
        }
        let netstack = netstack.replacen(list, &format!("{list}{}, ", self.type_name), 1);
        Ok([(EXERCISES.to_owned(), exercises), (NETSTACK.to_owned(), netstack)])
    }
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::create_dir_all(path.with_file_name(""))
        .and_then(|()| fs::write(path, text))
        .map_err(|error| format!("{} cannot be written: {error}", path.display()))
}

/// Puts what has another name in each exercise into rustfmt's order. Without rustfmt it stays as it is.
fn format<'a>(course: &Course, files: impl Iterator<Item = &'a str>) {
    let files = files.filter(|file| file.ends_with(".rs"));
    let mut rustfmt = Command::new("rustfmt");
    rustfmt.args(["--edition", "2024"]).args(files).current_dir(&course.root);
    let _ = rustfmt.output();
}
