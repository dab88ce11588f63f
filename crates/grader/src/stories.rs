//! The stories of an exercise, and what the reference made of them.

use std::fs;
use std::path::{Path, PathBuf};

use netstack::Trace;

use crate::difference::Difference;
use crate::failure::Failure;
use crate::files;
use crate::program::Run;

/// The stories of an exercise, in alphabetical order.
pub fn story_names(exercise: &str) -> Vec<String> {
    let folder = files::root().join("tests/stories").join(exercise);
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = files.filter_map(|file| file.file_name().into_string().ok());
    let mut names: Vec<_> =
        names.filter_map(|name| name.strip_suffix(".story").map(str::to_owned)).collect();
    names.sort();
    names
}

/// The file of a story.
pub(crate) fn story_path(exercise: &str, story: &str) -> PathBuf {
    files::root().join(format!("tests/stories/{exercise}/{story}.story"))
}

/// What an insta snapshot holds, without its header.
///
/// # Errors
///
/// A sentence, if it can't be read.
pub(crate) fn snapshot(exercise: &str, name: &str) -> Result<String, String> {
    let path = files::root().join(format!("tests/snapshots/{exercise}__{name}.snap"));
    let text = files::read(&path)?;
    let body = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    body.map(|(_, body)| body.to_owned())
        .ok_or_else(|| format!("{} is not a snapshot of insta", files::shown(&path)))
}

/// What the reference made of a story, as its snapshot has it.
///
/// # Errors
///
/// A sentence, if the snapshot can't be read.
pub fn snapshot_traces(exercise: &str, story: &str) -> Result<Vec<Trace>, String> {
    expected_traces(&snapshot(exercise, story)?)
}

/// What the reference made of a story in a file: a story of the exercise has a snapshot, and beside one
/// that was kept stands what was expected.
///
/// # Errors
///
/// A sentence, if that can't be read.
pub fn expected_of(exercise: &str, file: &Path) -> Result<Vec<Trace>, String> {
    let kept = file.with_extension(EXPECTED);
    if kept.is_file() {
        return expected_traces(&files::read(&kept)?);
    }
    snapshot_traces(exercise, &file.file_stem().unwrap_or_default().to_string_lossy())
}

/// What the reference made of `a.story` stands in `a.expected`, where no snapshot has it.
pub(crate) const EXPECTED: &str = "expected";

/// Reads the traces of the reference.
fn expected_traces(text: &str) -> Result<Vec<Trace>, String> {
    Trace::parse_all(text).map_err(|error| format!("the reference's trace cannot be read: {error}"))
}

/// Reads the traces that a program wrote.
///
/// # Errors
///
/// What was seen, if the program wrote something else.
pub fn written_traces(text: &str) -> Result<Vec<Trace>, Failure> {
    Trace::parse_all(text).map_err(|error| {
        let words = format!(
            "Your program's trace cannot be read: {error}. The socket layer writes it. Does your \
             program write into a file too?"
        );
        Failure::Seen(words, None)
    })
}

/// The first difference between two texts of one trace. What is the same need not be read.
///
/// # Errors
///
/// What was seen, if the program's text is no trace; a fault, if the expected one is none.
pub(crate) fn difference(
    yours: &str,
    expected: &str,
    run: &Run,
) -> Result<Option<Difference>, Failure> {
    if yours.trim() == expected.trim() {
        return Ok(None);
    }
    let yours = written_traces(yours)?.into_iter().next().unwrap_or_default();
    let expected = expected_traces(expected)?.into_iter().next().unwrap_or_default();
    Ok(Difference::first(yours, expected, run))
}
