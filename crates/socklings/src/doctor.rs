//! What this machine can and can't do, and what follows for which exercise.

use std::fmt::Write;
use std::fs;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::path::Path;

use grader::{OPEN_FILES, talks_with_itself};
use socklings::course::Course;

use crate::needs::{in_path, look_for, needs, version, why_not};
use crate::terminal::BOLD;

/// Looks at this machine.
pub fn examine(course: &Course) -> String {
    let mut text = String::new();
    let oldest = option_env!("CARGO_PKG_RUST_VERSION").unwrap_or_default();
    let mut tell = |name: &str, found: Option<String>, otherwise: &str| {
        let (sign, words) = match &found {
            Some(found) => ("yes", found.as_str()),
            None => ("no ", otherwise),
        };
        let _ = writeln!(text, "{BOLD}{sign}{BOLD:#}  {name:<22} {words}");
    };
    tell(
        "Rust",
        version("rustc").map(|found| format!("{found}; the course needs {oldest} or newer")),
        "nothing can be judged; https://rustup.rs",
    );
    tell("Git", version("git"), "the course works without it");
    tell(
        "mdBook",
        version("mdbook"),
        "read the pages in book/src/, or: cargo install --locked mdbook",
    );
    tell(
        "a browser",
        ["xdg-open", "open", "explorer.exe"]
            .iter()
            .find(|name| in_path(name))
            .map(|name| format!("by {name}")),
        "key p shows the page's path instead",
    );
    tell(
        "/proc/net/tcp",
        Path::new("/proc/net/tcp").exists().then(|| "the kernel shows its sockets".to_owned()),
        "the checks of the kernel's own table are skipped; the others still count",
    );
    for (tool, packages) in needs(course) {
        let found = look_for(&tool);
        let why = why_not(&tool).filter(|_| found.is_none());
        let why = why.map(|why| format!(" ({why})")).unwrap_or_default();
        let otherwise = format!("{}: what needs it is skipped{why}", packages.join(", "));
        tell(&tool, found, &otherwise);
    }
    tell(
        "loopback",
        talks_with_itself(Ipv4Addr::LOCALHOST.into())
            .is_ok()
            .then(|| "127.0.0.1 answers".to_owned()),
        "no real exercise can be judged: bring the interface lo up",
    );
    tell(
        "IPv6",
        talks_with_itself(Ipv6Addr::LOCALHOST.into()).is_ok().then(|| "::1 answers".to_owned()),
        "what needs it can't be checked",
    );
    let (descriptors, enough) = (limit("Max open files"), OPEN_FILES);
    tell(
        "open files",
        descriptors.filter(|limit| *limit >= enough).map(|limit| format!("{limit} at a time")),
        &format!("too few, or not known; ulimit -n {enough} allows as many as the checks need"),
    );
    let temporary = std::env::temp_dir();
    tell(
        "temporary files",
        can_be_written(&temporary).then(|| format!("in {}", temporary.display())),
        &format!("{} cannot be written, or is full: nothing can be judged", temporary.display()),
    );
    let writable = tempfile::tempfile_in(&course.root).is_ok();
    tell(
        "this folder",
        writable.then(|| "can be written".to_owned()),
        "it cannot be written: copy the course to a place of your own",
    );
    text
}

/// A limit of this process (proc_pid_limits(5)), where the system shows it.
fn limit(name: &str) -> Option<u64> {
    let limits = fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Whether as much as a trace needs can be written there.
fn can_be_written(folder: &Path) -> bool {
    let written = tempfile::NamedTempFile::new_in(folder)
        .and_then(|file| fs::write(file.path(), vec![b'.'; 1024 * 1024]));
    written.is_ok()
}
