//! Starts the judged program as another user, where no sandbox can be made: in a container that is not
//! allowed to make one.
//!
//! Three processes, as with bubblewrap: this one, which is root's and waits; the first one, which starts the
//! program and adopts what it leaves; and the program, as a user whom nobody else is. It cannot change or
//! read what is root's alone, cannot send signals to others, has the limits and the filter of a sandbox, and
//! ends with all that it has started. But it sees all that everybody may read, and the network.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, ExitStatus};

use rustix::io::Errno;
use rustix::process::{WaitOptions, getpid, set_child_subreaper, wait};

use crate::wanted::{Wanted, limit};
use crate::{filter, users};

/// The variable that asks for this: the first of the users that programs may be.
const ASKS: &str = "SOCKLINGS_ANOTHER_USER";

/// Whether this is asked for.
pub fn is_asked_for() -> bool {
    std::env::var_os(ASKS).is_some()
}

/// The process that waits: the exit code of the program.
pub fn start(wanted: &Wanted) -> Result<ExitCode, String> {
    let fault = |error: std::io::Error| format!("the program's user: {error}");
    let (user, taken) = take_user()?;
    for path in &wanted.reads {
        show(Path::new(path)).map_err(fault)?;
    }
    for path in &wanted.writes {
        // The folder stays the grader's. So the file can't become a link, or anything else.
        let path = Path::new(path);
        pass(path.parent()).map_err(fault)?;
        chown(path, Some(user), Some(user)).map_err(fault)?;
        fs::set_permissions(path, Permissions::from_mode(0o600)).map_err(fault)?;
    }
    adopt();
    // Once the grader has seen the program, it removes the file.
    let mut told = told(&wanted.status)?;
    let own = std::env::current_exe().map_err(fault)?;
    let mut first = Command::new(own);
    first.arg(FIRST).arg(user.to_string()).arg(&wanted.status).args(&wanted.command);
    let status = first.status().map_err(fault)?;
    if status.code().is_none() {
        // The grader has ended the first process. So this one does the rest.
        users::end_all(&(user..user + 1));
    }
    fs::remove_dir(taken).map_err(fault)?;
    let code = code_of(status);
    tell(&mut told, &format!("{{ \"exit-code\": {code} }}\n"))?;
    Ok(ExitCode::from(code))
}

/// A user whom no other program is now: whoever has made the folder of this number has it.
fn take_user() -> Result<(u32, PathBuf), String> {
    let first = std::env::var(ASKS).ok().and_then(|it| it.parse::<u32>().ok());
    // Never root: whoever ends all that a user runs would end everything.
    let first = first.filter(|it| *it >= users::FIRST);
    let first = first.ok_or_else(|| format!("{ASKS} is no user of a program's"))?;
    for user in first..first + users::EACH {
        let folder = std::env::temp_dir().join(format!("user-{user}"));
        match fs::create_dir(&folder) {
            Ok(()) => return Ok((user, folder)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(format!("{}: {error}", folder.display())),
        }
    }
    Err("all users are taken".to_owned())
}

const FIRST: &str = "--first";

/// The first process: starts the program, and waits for it. Nothing, if this is not the first process.
pub fn first(arguments: &[OsString]) -> Option<Result<ExitCode, String>> {
    match arguments {
        [what, user, status, program, arguments @ ..] if what == FIRST => {
            Some(start_program(user, status, program, arguments))
        }
        _ => None,
    }
}

fn start_program(
    user: &OsString,
    status: &OsString,
    program: &OsString,
    arguments: &[OsString],
) -> Result<ExitCode, String> {
    let user = user.to_str().and_then(|it| it.parse().ok()).ok_or("the user has no number")?;
    adopt();
    limit()?;
    let mut command = Command::new(program);
    // Whoever is given another user's id has no other groups, and no rights of root's (setuid(2)).
    command.args(arguments).uid(user).gid(user).current_dir("/");
    command.env_clear().env("PATH", "/usr/bin:/bin").env("RUST_BACKTRACE", "0");
    if let Some(mistake) = std::env::var_os("MISTAKE") {
        command.env("MISTAKE", mistake);
    }
    for filter in filter::filters()? {
        seccompiler::apply_filter(&filter).map_err(|error| format!("the filter: {error}"))?;
    }
    let child = command.spawn().map_err(|error| format!("the program: {error}"))?;
    let own = std::process::id();
    let mut told = told(status)?;
    tell(&mut told, &format!("{{ \"child-pid\": {own}, \"program-pid\": {} }}\n", child.id()))?;
    loop {
        match wait(WaitOptions::empty()) {
            Ok(Some((pid, status))) if pid.as_raw_nonzero().get().cast_unsigned() == child.id() => {
                if !matches!(wait(WaitOptions::NOHANG), Err(Errno::CHILD)) {
                    // It has left others behind.
                    users::end_all(&(user..user + 1));
                }
                return Ok(ExitCode::from(code_of(ExitStatus::from_raw(status.as_raw()))));
            }
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(format!("the program: {error}")),
        }
    }
}

/// As a shell tells it, and bubblewrap.
fn code_of(status: ExitStatus) -> u8 {
    let code = status.code().or_else(|| status.signal().map(|it| 128 + it));
    code.and_then(|code| u8::try_from(code & 0xff).ok()).unwrap_or(u8::MAX)
}

/// What loses its parent is a child of this process.
fn adopt() {
    // A kernel that does not do it leaves them to the container's first process.
    let _ = set_child_subreaper(Some(getpid()));
}

/// The file that tells the grader what is done.
fn told(status: &OsString) -> Result<File, String> {
    let file = OpenOptions::new().create(true).append(true).open(status);
    file.map_err(|error| format!("the status: {error}"))
}

fn tell(told: &mut File, words: &str) -> Result<(), String> {
    told.write_all(words.as_bytes()).map_err(|error| format!("the status: {error}"))
}

/// Lets everybody read a file, or all that is in a folder, and go to it.
fn show(path: &Path) -> std::io::Result<()> {
    pass(path.parent())?;
    let metadata = path.symlink_metadata()?;
    if metadata.is_dir() {
        fs::set_permissions(path, Permissions::from_mode(0o755))?;
        for entry in fs::read_dir(path)? {
            show(&entry?.path())?;
        }
    } else if metadata.is_file() {
        let mode = metadata.permissions().mode();
        fs::set_permissions(path, Permissions::from_mode(mode | 0o444))?;
    }
    Ok(())
}

/// Lets everybody go through the folders that the grader has made, and see nothing there.
fn pass(folder: Option<&Path>) -> std::io::Result<()> {
    let temporary = std::env::temp_dir();
    let made = folder.into_iter().flat_map(Path::ancestors);
    for folder in made.take_while(|it| it.starts_with(&temporary) && *it != temporary) {
        let mode = fs::metadata(folder)?.permissions().mode();
        fs::set_permissions(folder, Permissions::from_mode(mode | 0o111))?;
    }
    Ok(())
}
