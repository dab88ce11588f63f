//! The program that cargo built for a graded test: where it is, and whether it is of the text that is
//! there now.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::files;

/// The program of a package, as cargo built it for the test that is running now.
///
/// # Errors
///
/// A sentence, if it isn't there.
pub(crate) fn program(package: &str) -> Result<PathBuf, String> {
    // Where it stood when the test was compiled says nothing: all may have been copied since. Cargo
    // says it to what it runs; without cargo, it is above the test's own folder.
    let told = env::var_os(format!("CARGO_BIN_EXE_{package}")).map(PathBuf::from);
    let test = env::current_exe().map_err(|error| format!("the test's own file: {error}"))?;
    let name = format!("{package}{}", env::consts::EXE_SUFFIX);
    let beside = || test.parent().and_then(Path::parent).map(|folder| folder.join(name));
    told.or_else(beside).filter(|program| program.is_file()).ok_or_else(|| {
        format!(
            "the program of {package} is not beside its test; `cargo test -p {package}` builds it"
        )
    })
}

/// Keeps a file beside what cargo builds, so that it outlives the test. Where it is, if it can be
/// written.
pub(crate) fn keep(name: &str, text: &str) -> Option<PathBuf> {
    // target/debug/deps/accept-1a2b; what is kept stands in target/tmp.
    let folder = env::current_exe().ok()?.ancestors().nth(3)?.join("tmp");
    fs::create_dir_all(&folder).ok()?;
    let file = folder.join(name);
    fs::write(&file, text).ok()?;
    Some(file)
}

/// Whether a program was built from the text that is in this file now.
///
/// # Errors
///
/// A sentence that says how to build it anew, if it was not.
pub(crate) fn is_of_now(program: &Path, source: &Path) -> Result<(), String> {
    let shown = files::shown(source);
    let cannot = |path: &Path| {
        let path = files::shown(path);
        move |error: std::io::Error| format!("{path} cannot be read: {error}")
    };
    let built = fs::read(program).map_err(cannot(program))?;
    let now = files::read_regular(source).map_err(cannot(source))?;
    match built_from::text_in(&built) {
        Some(text) if text == now => return Ok(()),
        // GNU's linker for Windows leaves the text out. Then cargo has to be believed.
        None if !cfg!(target_os = "linux") => return Ok(()),
        _ => {}
    }
    // Cargo builds again what is newer.
    let newer = File::options().write(true).open(source);
    let newer = newer.and_then(|file| file.set_modified(SystemTime::now()));
    Err(match newer {
        Ok(()) => format!(
            "the program was built from another text than {shown} has now: the file came with an old \
             time, so cargo took it for unchanged. It has a new time now. Give the same command once \
             more"
        ),
        Err(error) => format!(
            "the program was built from another text than {shown} has now, and the file's time cannot \
             be changed ({error}). `cargo clean` makes cargo build it anew"
        ),
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_program_of_another_text_is_noticed_and_the_text_gets_a_new_time() {
        let folder = tempfile::tempdir().unwrap();
        let (program, source) = (folder.path().join("program"), folder.path().join("a.rs"));
        let mut built = vec![0; built_from::ALIGNMENT];
        built.extend_from_slice(built_from::MARK);
        built.extend_from_slice(&5_u64.to_le_bytes());
        built.extend_from_slice(b"right and more");
        fs::write(&program, built).unwrap();
        fs::write(&source, "right").unwrap();
        assert_eq!(is_of_now(&program, &source), Ok(()));

        fs::write(&source, "wrong").unwrap();
        let old = SystemTime::now() - Duration::from_secs(1000);
        File::options().write(true).open(&source).unwrap().set_modified(old).unwrap();
        let told = is_of_now(&program, &source).unwrap_err();
        assert!(told.contains("another text"), "{told}");
        assert!(fs::metadata(&source).unwrap().modified().unwrap() > old);
    }
}
