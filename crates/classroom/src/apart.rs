//! Where no sandbox can be made, as in Gradescope's containers: a file is compiled and its program runs as
//! another user, who can write nothing of the grading, and cannot read what only root may.
//!
//! `another_user.rs` starts the program. What is not kept from it is said in the page for teachers.

use std::fs::{self, Permissions};
use std::ops::Range;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use socklings::Result;

use crate::built::Built;
use crate::sandbox::{self, Limit, NOBODY, PATH};
use crate::users;

/// Whether this process can start others as other users.
///
/// # Errors
///
/// A sentence, if it cannot.
pub fn is_possible() -> Result<()> {
    let what = "Programs can be judged as another user only by root, on Linux.";
    if !cfg!(target_os = "linux") || !sandbox::is_root() {
        return Err(what.to_owned());
    }
    // All that these users run is ended without asking.
    let all = users::FIRST..users::FIRST + FILES * users::EACH;
    if let Some(user) = users::running(&all).first() {
        return Err(format!(
            "Programs would be judged as the users {} and above, and user {user} runs something here. \
             Use a machine, or a container, in which nobody else works.",
            users::FIRST
        ));
    }
    let mut other = Command::new("/bin/sh");
    let other = other.args(["-c", "exit 0"]).uid(NOBODY).gid(NOBODY).stdin(Stdio::null()).status();
    match other {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{what} Here another user's program ends with {status}.")),
        Err(error) => Err(format!("{what} Here that is not possible: {error}.")),
    }
}

/// Shuts what others must not read: the tests, the solutions, the answers.
///
/// # Errors
///
/// A sentence, if that is not possible.
pub fn shut(built: &Built) -> Result<()> {
    let place = |part: &str| built.place().join(part);
    let answers = ["tests", "references", "course/tests/snapshots"].map(place);
    answers.iter().filter(|it| it.is_dir()).try_for_each(|it| only_roots(it))
}

/// Makes a file or a folder root's alone.
///
/// # Errors
///
/// A sentence, if that is not possible.
pub fn only_roots(path: &Path) -> Result<()> {
    let fault = |error: std::io::Error| format!("{}: {error}.", path.display());
    let mode = if path.is_dir() { 0o700 } else { 0o600 };
    fs::set_permissions(path, Permissions::from_mode(mode)).map_err(fault)?;
    chown(path, Some(0), Some(0)).map_err(fault)
}

/// The compiler's command line, as another user's, who may write in `out`.
pub fn compiler(rustc: &Path, limits: &[Limit], out: &Path) -> Command {
    let mut command = Command::new("prlimit");
    command.args(limits.iter().map(|(name, most)| format!("--{name}={most}")));
    command.arg("--").arg(rustc);
    command.env_clear().env("PATH", PATH).env("TMPDIR", out).uid(NOBODY).gid(NOBODY);
    command
}

/// Makes the compiled program a file that nobody can change.
///
/// # Errors
///
/// A sentence, if that is not possible.
pub fn take(program: &Path) -> Result<()> {
    let fault = |error: std::io::Error| format!("{}: {error}.", program.display());
    for (path, mode) in [(program, 0o755), (program.parent().unwrap_or(program), 0o711)] {
        chown(path, Some(0), Some(0)).map_err(fault)?;
        fs::set_permissions(path, Permissions::from_mode(mode)).map_err(fault)?;
    }
    Ok(())
}

/// How many files can be judged side by side.
const FILES: u32 = 100;

/// The users that the programs of the next file may be: those of files that are judged side by side are not
/// the same. `another_user.rs` takes one of them for each start.
pub fn users() -> Range<u32> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let first = users::FIRST + NEXT.fetch_add(1, Ordering::Relaxed) % FILES * users::EACH;
    first..first + users::EACH
}

/// Has the test start the judged program as one of these users. Its temporary files are in this folder.
///
/// # Errors
///
/// A sentence, if there is no room.
pub fn test(command: &mut Command, built: &Built, folder: &Path, users: &Range<u32>) -> Result<()> {
    only_roots(&folder.join("records"))?;
    let temporary = folder.join("temporary");
    let fault = |error: std::io::Error| format!("{}: {error}.", temporary.display());
    fs::create_dir(&temporary).map_err(fault)?;
    fs::set_permissions(&temporary, Permissions::from_mode(0o711)).map_err(fault)?;
    command.env_clear().env("PATH", PATH).env("TMPDIR", &temporary).env("RUST_BACKTRACE", "0");
    command
        .env("SOCKLINGS_LAUNCHER", &built.launcher)
        .env("SOCKLINGS_ANOTHER_USER", users.start.to_string());
    Ok(())
}
