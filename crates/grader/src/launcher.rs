//! A launcher: what starts the judged program in a sandbox of its own, where a teacher grades a class.
//!
//! SOCKLINGS_LAUNCHER names it. It is started as
//!
//! ```text
//! launcher --status FILE [--read PATH]... [--write PATH]... -- PROGRAM [ARGUMENT]...
//! ```
//!
//! and becomes bubblewrap, which tells in FILE what it does (`--json-status-fd` in bwrap(1)). The program
//! sees of this machine's files what is named here, and no more. Between the grader and the program are
//! two processes: the monitor, which ends as the program ends, and the sandbox's first process, which
//! takes all others with it. A launcher that is no bubblewrap tells the program's id too (`program-pid`).

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};
use std::{env, fs, io, thread};

use serde_json::Value;

use crate::process::{Process, Signal};
use crate::started;
use crate::temporary::Folder;
use crate::visible::shortened;

/// Starting takes milliseconds.
const LONGEST: Duration = Duration::from_secs(60);

/// Between two looks whether it has started. Many start at the same time, and a look is not free.
const BETWEEN: Duration = Duration::from_millis(4);

/// The launcher that SOCKLINGS_LAUNCHER names.
pub fn named() -> Option<PathBuf> {
    env::var_os("SOCKLINGS_LAUNCHER").map(PathBuf::from)
}

/// One start of a program in a sandbox.
#[derive(Debug)]
pub(crate) struct Launch {
    /// It has the file in which bubblewrap tells what it does.
    folder: Folder,
}

/// A program in its sandbox.
#[derive(Debug)]
pub(crate) struct Contained {
    /// The sandbox's first process.
    first: Process,
    /// The program itself, unless it had ended before it was seen.
    program: Option<Process>,
}

impl Launch {
    /// Prepares a start.
    ///
    /// # Errors
    ///
    /// A sentence, if there is no room for files.
    pub fn new() -> Result<Self, String> {
        Ok(Self { folder: Folder::new()? })
    }

    fn status(&self) -> PathBuf {
        self.folder.path().join("status")
    }

    /// The command that starts a program in a sandbox. It may read what its arguments name, and write the
    /// files that are meant for it, which are made here: so they stay regular files.
    ///
    /// # Errors
    ///
    /// A sentence, if such a file cannot be made.
    pub fn command(
        &self,
        launcher: &Path,
        program: &Path,
        arguments: &[OsString],
        written: &[PathBuf],
    ) -> Result<Command, String> {
        let mut command = Command::new(launcher);
        command.arg("--status").arg(self.status());
        for path in arguments.iter().filter_map(|argument| named_by(argument)) {
            command.arg("--read").arg(path);
        }
        for path in written {
            fs::write(path, "").map_err(|error| format!("{}: {error}", path.display()))?;
            command.arg("--write").arg(path);
        }
        command.arg("--").arg(program).args(arguments);
        Ok(command)
    }

    /// Waits until the program runs.
    ///
    /// # Errors
    ///
    /// A sentence, if it does not, and then all is ended. This is never the program's fault.
    pub fn wait(&self, monitor: &mut Child) -> Result<Contained, String> {
        let begun = Instant::now();
        let mut first = None;
        while begun.elapsed() < LONGEST {
            // In this order: what is told before the end can be read after it.
            let over = started::has_ended(monitor);
            let told = fs::read_to_string(self.status()).unwrap_or_default();
            first = first.or_else(|| number(&told, "child-pid").map(Process::new));
            if let Some(first) = first {
                let program = number(&told, "program-pid").map(Process::new).or_else(|| {
                    // It has one thread. Many sandboxes start at the same time, and only where a kernel has no
                    // such list does each of them look through all processes.
                    let children = first.listed_children().unwrap_or_else(|| first.children());
                    children.into_iter().find(|it| is_another(*it, first))
                });
                // bubblewrap tells the exit code of what has run, and of nothing else.
                if program.is_some() || number(&told, "exit-code").is_some() {
                    return Ok(Contained { first, program });
                }
            }
            if over {
                break;
            }
            thread::sleep(BETWEEN);
        }
        if let Some(first) = first {
            let _ = first.signal(Signal::Kill);
        }
        let said = monitor.stderr.take();
        started::end(monitor);
        let said = said.map(io::read_to_string).and_then(Result::ok).unwrap_or_default();
        Err(format!("the sandbox for the program cannot be made: {}", shortened(said.trim())))
    }
}

impl Contained {
    /// The id of the program.
    pub fn id(&self) -> u32 {
        self.program.map_or(u32::MAX, Process::id)
    }

    /// Whether the program has ended. Its sandbox may not have.
    pub fn has_ended(&self) -> bool {
        self.program.is_none_or(Process::is_zombie)
    }

    /// Ends all that is in the sandbox.
    pub fn end(&self) {
        // It may have ended by itself.
        let _ = self.first.signal(Signal::Kill);
    }
}

/// Whether a process runs another program than this one: it is not bubblewrap any more.
fn is_another(process: Process, first: Process) -> bool {
    let program = |it: Process| fs::read_link(format!("/proc/{}/exe", it.id())).ok();
    program(process).is_some_and(|it| Some(it) != program(first))
}

/// What an argument names for the program to read: a temporary folder of a check, with all that is in it,
/// or another file.
fn named_by(argument: &OsStr) -> Option<PathBuf> {
    let path = Path::new(argument);
    if !path.is_absolute() {
        return None;
    }
    let temporary = env::temp_dir();
    if let Ok(below) = path.strip_prefix(&temporary) {
        // All folders of a process are in one (`temporary.rs`).
        let folder = temporary.join(below.iter().take(2).collect::<PathBuf>());
        return folder.is_dir().then_some(folder);
    }
    path.is_file().then(|| path.to_owned())
}

/// The number of this name in what bubblewrap tells: objects of JSON, one after the other.
fn number(told: &str, name: &str) -> Option<u32> {
    let objects = serde_json::Deserializer::from_str(told).into_iter::<Value>();
    let mut numbers = objects.map_while(Result::ok).filter_map(|it| it[name].as_u64());
    u32::try_from(numbers.next()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_bubblewrap_tells_is_read_as_far_as_it_is_written() {
        let told =
            "{ \"child-pid\": 12, \"net-namespace\": 4026531840 }\n{ \"exit-code\": 139 }\n{";
        assert_eq!(number(told, "child-pid"), Some(12));
        assert_eq!(number(told, "exit-code"), Some(139));
        assert_eq!(number("{ \"child-p", "child-pid"), None);
    }

    #[test]
    fn a_program_may_read_the_folder_that_was_made_for_it() {
        let folder = Folder::new().unwrap();
        let site = folder.path().join("site/index.html");
        assert_eq!(named_by(site.as_os_str()), Some(folder.path().to_owned()));
        assert_eq!(named_by(OsStr::new("127.0.0.1:80")), None);
        assert_eq!(named_by(OsStr::new("/nowhere")), None);
    }
}
