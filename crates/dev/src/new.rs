//! Lays out a new exercise. What is still to be written, `check` says.

use std::fs;
use std::process::ExitCode;

use socklings::Result;
use socklings::course::{Course, Exercise};

/// The files of an exercise, with NAME, NUMBER and TITLE where its own belong.
const FILES: [(&str, &str); 10] = [
    ("exercises/NUMBER_NAME/Cargo.toml", include_str!("../template/exercise.toml")),
    ("exercises/NUMBER_NAME/src/main.rs", include_str!("../template/main.txt")),
    ("exercises/NUMBER_NAME/src/NAME.rs", include_str!("../template/stub.txt")),
    ("solutions/NUMBER_NAME/Cargo.toml", include_str!("../template/solution.toml")),
    ("solutions/NUMBER_NAME/src/main.rs", include_str!("../template/main.txt")),
    ("solutions/NUMBER_NAME/src/NAME.rs", include_str!("../template/stub.txt")),
    ("tests/NAME.rs", include_str!("../template/test.txt")),
    ("tests/stories/NAME/first.story", include_str!("../template/first.story")),
    ("tests/mistakes/NAME/main.rs", include_str!("../template/mistakes.txt")),
    ("book/src/NAME.md", include_str!("../template/page.md")),
];

/// Lays out the exercise `03_bind`, and says which files it made.
///
/// # Errors
///
/// A sentence, if the name is not one, is taken, or a file can't be written.
pub fn new(course: &Course, folder: &str) -> Result<ExitCode> {
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
    let taken = |exercise: &&Exercise| exercise.name == name || exercise.number == number;
    if let Some(exercise) = course.exercises.iter().find(taken) {
        return Err(format!("{} is there already.", exercise.folder()));
    }
    let mut title = name.replace('_', " ");
    title[..1].make_ascii_uppercase();
    let fill =
        |text: &str| text.replace("NUMBER", number).replace("NAME", name).replace("TITLE", &title);
    let mut made = String::new();
    for (file, text) in FILES.map(|(file, text)| (fill(file), fill(text))) {
        let path = course.root.join(&file);
        if path.exists() {
            return Err(format!("{file} is there already."));
        }
        fs::create_dir_all(path.with_file_name(""))
            .and_then(|()| fs::write(&path, text))
            .map_err(|error| format!("{file} cannot be written: {error}"))?;
        made.push_str(&format!("{file}\n"));
    }
    let summary = course.root.join("book/src/SUMMARY.md");
    let text = fs::read_to_string(&summary).unwrap_or_default();
    fs::write(&summary, format!("{}\n- [{number} {title}]({name}.md)\n", text.trim_end()))
        .map_err(|error| format!("book/src/SUMMARY.md cannot be written: {error}"))?;
    anstream::print!(
        "{made}book/src/SUMMARY.md: a line at the end; move it to its place\n\nWhat is still to be \
         written: cargo run -p dev -- check\n"
    );
    Ok(ExitCode::SUCCESS)
}
