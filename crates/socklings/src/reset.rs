//! Puts a stub back. The learner's file is kept beside it: nothing is ever lost.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use socklings::Result;
use socklings::course::{Course, Exercise};

/// Puts the stub of an exercise back, and says where the learner's file is now.
///
/// # Errors
///
/// A sentence, if the stub isn't known, or a file can't be written. Then nothing has changed.
pub fn reset(course: &Course, exercise: &Exercise) -> Result<String> {
    let stub = exercise.stub();
    let path = course.root.join(&stub);
    let original = original(course, exercise)?;
    let mine = match grader::read_regular(&path) {
        Ok(mine) if mine == original => return Ok(format!("{stub} is the stub already.\n")),
        Ok(mine) => Some(mine),
        // A file that has been deleted needs no copy, and what is no file has no text.
        Err(_) => None,
    };
    let kept = mine.map(|mine| keep(&path, &mine)).transpose()?;
    replace(&path, &original).map_err(|error| format!("{stub} cannot be written: {error}"))?;
    let kept = kept.map(|kept| format!(" Your file is {}.", course.shown(&kept)));
    Ok(format!("{stub} is the stub again.{}\n", kept.unwrap_or_default()))
}

/// The stub as the course has it. Git is not asked: a learner may have a copy without a history, or a
/// history that begins with an answer.
fn original(course: &Course, exercise: &Exercise) -> Result<Vec<u8>> {
    let path = exercise.original();
    fs::read(course.root.join(&path)).map_err(|error| {
        format!("{path}, from which the stub is put back, cannot be read: {error}. Get the course again.")
    })
}

/// Writes the learner's file under a name that nothing has: `accept.mine-1.rs`.
fn keep(path: &Path, mine: &[u8]) -> Result<PathBuf> {
    for number in 1.. {
        let kept = path.with_extension(format!("mine-{number}.rs"));
        match OpenOptions::new().write(true).create_new(true).open(&kept) {
            Ok(mut file) => {
                return match file.write_all(mine).and_then(|()| file.sync_all()) {
                    Ok(()) => Ok(kept),
                    Err(error) => {
                        let _ = fs::remove_file(&kept);
                        Err(format!("Your file cannot be kept: {error}. Nothing has changed."))
                    }
                };
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => {
                return Err(format!("Your file cannot be kept: {error}. Nothing has changed."));
            }
        }
    }
    unreachable!("there are more names than files")
}

/// Puts a new file into the place of an old one: at any moment, one of the two is there, whole.
fn replace(path: &Path, text: &[u8]) -> std::io::Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(path.parent().unwrap_or(Path::new(".")))?;
    file.write_all(text)?;
    if let Ok(old) = fs::metadata(path) {
        file.as_file().set_permissions(old.permissions())?;
    }
    file.persist(path)?;
    Ok(())
}
