//! Settings files, and the program that is started with one.

use std::fs;
use std::io;
use std::path::PathBuf;

use grader::{Bench, Ended, Failure, Folder, Program, Run, seen};
use real::server::{self, Server};

/// A settings file that nothing is wrong with. It begins with so many empty lines that the number of
/// a line is no number that a range ends with.
const SETTINGS: [&str; 8] = [
    "address = \"127.0.0.1\"",
    "port = 0",
    "root = \"site\"",
    "other = 0",
    "[limits]",
    "clients = 100",
    "idle_seconds = 600",
    "stop_seconds = 500",
];
pub const EMPTY_LINES: usize = 20;

/// What a `root` may name.
const FOLDERS: [&str; 3] = ["site", "a site/pages", "s\u{ef}te"];

/// A settings file in a folder of its own, which goes when this is dropped.
pub struct Settings {
    pub folder: Folder,
    pub file: PathBuf,
}

/// The key of a line.
pub fn key_of(line: &str) -> &str {
    line.split_once(" =").map_or(line, |(key, _)| key)
}

/// The settings, with these lines in place of those that have the same key.
pub fn text_of(lines: &[&str]) -> String {
    let changed = SETTINGS.iter().filter_map(|line| {
        let other = lines.iter().find(|other| key_of(other) == key_of(line));
        // A line for a key that nobody knows stands there only if it is asked for.
        other.or((key_of(line) != "other").then_some(line))
    });
    let mut text = "\n".repeat(EMPTY_LINES);
    changed.for_each(|line| text += &format!("{line}\n"));
    text
}

/// The number of a line in the settings: the last one that reads so.
pub fn number_of(line: &str, text: &str) -> Option<usize> {
    text.lines().enumerate().filter(|(_, other)| *other == line).map(|(index, _)| index + 1).last()
}

impl Settings {
    /// The settings, with some lines changed.
    pub fn with(lines: &[&str]) -> Result<Self, Failure> {
        Self::of(text_of(lines).as_bytes())
    }

    /// A file of these bytes, beside some folders and the file `page.html`. Its path has a part that
    /// could be left out: whoever tells it as it was given does not leave it out.
    pub fn of(bytes: &[u8]) -> Result<Self, Failure> {
        let fault = |error: io::Error| format!("no folder for settings can be made: {error}");
        let folder = Folder::new()?;
        let file = folder.path().join(".").join("settings.toml");
        for name in FOLDERS {
            fs::create_dir_all(folder.path().join(name)).map_err(fault)?;
        }
        fs::write(folder.path().join("page.html"), "").map_err(fault)?;
        #[cfg(unix)]
        std::os::unix::fs::symlink(FOLDERS[0], folder.path().join("linked")).map_err(fault)?;
        fs::write(&file, bytes).map_err(fault)?;
        Ok(Self { folder, file })
    }

    /// A program's words, without the path to this folder, which is long and says nothing.
    pub fn short(&self, words: &str) -> String {
        let folder = format!("{}{}", self.folder.path().display(), std::path::MAIN_SEPARATOR);
        words.replace(&folder, "").trim().to_owned()
    }
}

/// What came of a start.
pub enum Started {
    Waits(Server),
    Ended(Run),
}

/// Starts the program with a settings file.
pub fn start(bench: &Bench<'_>, settings: &Settings) -> Result<Started, Failure> {
    came(server::start(bench.program, [&settings.file])?)
}

/// Starts the program in the folder of the settings, with the name of the file alone.
pub fn start_in_its_folder(bench: &Bench<'_>, settings: &Settings) -> Result<Started, Failure> {
    let shell = Program::new("/bin/sh");
    let shell = bench.program.mistake().map_or_else(|| shell.clone(), |it| shell.with_mistake(it));
    let (folder, program) = (settings.folder.path(), bench.program.path());
    let script = "cd \"$1\" && exec \"$2\" settings.toml";
    let arguments = ["-c".as_ref(), script.as_ref(), "sh".as_ref(), folder, program];
    came(server::start(&shell, arguments)?)
}

fn came(started: server::Started) -> Result<Started, Failure> {
    match started {
        server::Started::Ended(run) if run.ended == Ended::NotStarted => {
            Err(Failure::Ended(run.ended))
        }
        server::Started::Ended(run) | server::Started::Silent(_, run) => Ok(Started::Ended(run)),
        started => {
            let server = started.waits()?;
            if server.state == "bound" {
                let words = format!(
                    "Your program said that it listens at {}. The kernel said at that moment: listen \
                     has not been called on this socket.",
                    server.address
                );
                return Err(seen(words, Some("says_so_before_listen")));
            }
            Ok(Started::Waits(server))
        }
    }
}

/// The same, where nothing is wrong.
pub fn waits(bench: &Bench<'_>, settings: &Settings) -> Result<Server, Failure> {
    match start(bench, settings)? {
        Started::Waits(server) => Ok(server),
        Started::Ended(run) => Err(ended_early(&run, settings)),
    }
}

/// Nothing was wrong with the settings, and the server did not wait.
pub fn ended_early(run: &Run, settings: &Settings) -> Failure {
    let said = settings.short(&run.stderr);
    match run.ended {
        Ended::Exited(code) => {
            let words = format!(
                "Nothing is wrong with the settings. Your program ended with exit code {code} before \
                 it said that it waits. {}",
                printed(&said)
            );
            seen(words, None)
        }
        _ => Failure::Ended(run.ended.clone()),
    }
}

/// `It printed to standard error: …`
pub fn printed(said: &str) -> String {
    let line = said.lines().next().unwrap_or_default();
    let more = if said.lines().count() > 1 { " …" } else { "" };
    if line.is_empty() {
        "It printed nothing to standard error.".to_owned()
    } else {
        format!("It printed to standard error: {line}{more}")
    }
}
