//! What the checks of real exercises share: what was seen, and what this machine cannot show.

use std::env;
use std::fs;
use std::io::{self, Write};
use std::process::{Command, Stdio};
use std::thread;

use crate::failure::Failure;

/// What a check has seen, and the known mistake that explains it.
pub fn seen(words: impl Into<String>, mistake: Option<&'static str>) -> Failure {
    Failure::Seen(words.into(), mistake)
}

/// Leaves out a part that this machine cannot show, and says so, with the check's name.
///
/// # Errors
///
/// In CI on Linux nobody would read that: there it is a fault.
pub fn skip(reason: &str) -> Result<(), Failure> {
    if cfg!(target_os = "linux") && env::var_os("CI").is_some() {
        return Err(Failure::Fault(format!("this cannot be checked here: {reason}")));
    }
    let thread = thread::current();
    let check = thread.name().map(|name| format!("{name}: ")).unwrap_or_default();
    tell_people(&format!("skipped: {check}{reason}"));
    Ok(())
}

/// Says something even if the test passes: libtest keeps what `eprintln!` prints.
pub fn tell_people(sentence: &str) {
    let _ = writeln!(io::stderr(), "{sentence}");
}

/// Whether a network namespace of one's own can be made here (unshare(1), user_namespaces(7)).
///
/// # Errors
///
/// A sentence that says what is missing.
pub fn namespaces_are_allowed() -> Result<(), String> {
    if !cfg!(target_os = "linux") {
        return Err("a network of its own can be made on Linux only".to_owned());
    }
    let run = |program: &str, arguments: &[&str]| {
        let output = Command::new(program).args(arguments).stdin(Stdio::null()).output();
        let output =
            output.map_err(|error| format!("the command {program} cannot be started: {error}"))?;
        let words = String::from_utf8_lossy(&output.stderr);
        output.status.success().then_some(()).ok_or(format!("{program}: {}", words.trim()))
    };
    run("ip", &["-Version"])?;
    run("unshare", &["--map-root-user", "--net", "--", "true"])
        .map_err(|why| format!("no network namespace can be made here ({why})"))
}

/// By which name Chromium, or its relative, can be started here, and the version that it tells.
pub fn chromium() -> Option<(&'static str, String)> {
    ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(|name| {
        let output = Command::new(name).arg("--version").stdin(Stdio::null()).output().ok()?;
        let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        output.status.success().then_some((name, version))
    })
}

/// What a process may have only so much of (getrlimit(2)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// No descriptor may have this number or a higher one (`RLIMIT_NOFILE`).
    Descriptors,
    /// How many bytes of addresses it may have (`RLIMIT_AS`).
    Memory,
}

/// Sets a limit of another process, and gives back the one that it had (prlimit(2)). `None` is no
/// limit.
///
/// # Errors
///
/// A sentence, if it cannot be set; only Linux can do this.
#[cfg(target_os = "linux")]
pub fn limit(process: u32, of: Limit, to: Option<u64>) -> Result<Option<u64>, String> {
    use rustix::process::{Pid, Resource, Rlimit, getrlimit, prlimit};

    let id = i32::try_from(process).ok().and_then(Pid::from_raw);
    let id = id.ok_or_else(|| format!("{process} is no process id"))?;
    let resource = match of {
        Limit::Descriptors => Resource::Nofile,
        Limit::Memory => Resource::As,
    };
    // A program that was started here has the maximum of this process.
    let new = Rlimit { current: to, maximum: getrlimit(resource).maximum };
    let old = prlimit(Some(id), resource, new);
    old.map(|old| old.current).map_err(|error| format!("no limit can be set: {error}"))
}

#[cfg(not(target_os = "linux"))]
#[expect(missing_docs, reason = "it has them for Linux")]
pub fn limit(_: u32, _: Limit, _: Option<u64>) -> Result<Option<u64>, String> {
    Err("the limits of another process can be set on Linux only".to_owned())
}

/// The number that the next descriptor of a process will have. As the limit of its descriptors, it
/// lets the process open no further one.
pub fn lowest_free_descriptor(process: u32) -> u64 {
    let taken = fs::read_dir(format!("/proc/{process}/fd")).into_iter().flatten().flatten();
    let taken: Vec<u64> =
        taken.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect();
    (0..).find(|descriptor| !taken.contains(descriptor)).unwrap_or_default()
}
