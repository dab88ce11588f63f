//! Starts the judged program in a sandbox of its own: the inner one of two.
//!
//! The grader starts this as it says in `launcher.rs`, inside the outer sandbox. It sets the limits and
//! becomes bubblewrap. The program sees the system's libraries, itself and what the grader names, can write
//! the files that are meant for it, and shares the network with its test alone.
//!
//! Where no sandbox can be made, it starts the program as another user (`another_user.rs`).

#![cfg(target_os = "linux")]

mod another_user;
mod filter;

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{Seek, Write};
use std::os::fd::AsRawFd;
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

use rustix::fs::{OFlags, fcntl_setfl};
use rustix::io::{FdFlags, fcntl_setfd};
use rustix::process::{Resource, Rlimit, setrlimit};

/// What the program may use, each time that it is started. A right answer uses less: the most is taken by
/// one that has a thread for each of a thousand clients.
const LIMITS: [(Resource, u64); 6] = [
    (Resource::As, 6 << 30),
    (Resource::Core, 0),
    (Resource::Cpu, 120),
    (Resource::Fsize, 8 << 20),
    (Resource::Nofile, 4096),
    (Resource::Nproc, 3000),
];

/// The folders of the system that a program needs to start.
const SYSTEM: [&str; 4] = ["/usr/lib", "/usr/lib64", "/usr/lib32", "/usr/libexec"];

/// What the grader wants.
struct Wanted {
    /// The file that tells what is done.
    status: OsString,
    /// What the program may read.
    reads: Vec<OsString>,
    /// The files that it may write.
    writes: Vec<OsString>,
    /// The program, and its arguments.
    command: Vec<OsString>,
}

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let code = match another_user::first(&arguments) {
        Some(code) => code,
        None => wanted(arguments).and_then(|wanted| {
            if another_user::is_asked_for() {
                return another_user::start(&wanted);
            }
            match become_bubblewrap(&wanted)? {}
        }),
    };
    code.unwrap_or_else(|sentence| {
        eprintln!("{sentence}");
        ExitCode::FAILURE
    })
}

fn wanted(arguments: Vec<OsString>) -> Result<Wanted, String> {
    let mut arguments = arguments.into_iter();
    let (mut status, mut reads, mut writes) = (None, Vec::new(), Vec::new());
    let command: Vec<_> = loop {
        let option = arguments.next().ok_or("no program is named")?;
        if option == "--" {
            break arguments.collect();
        }
        let value = arguments.next().ok_or("an option has no value")?;
        match option.to_str() {
            Some("--status") => status = Some(value),
            Some("--read") => reads.push(value),
            Some("--write") => writes.push(value),
            _ => return Err(format!("there is no option {}", option.display())),
        }
    };
    let status = status.ok_or("--status is missing")?;
    if command.is_empty() {
        return Err("no program is named".to_owned());
    }
    Ok(Wanted { status, reads, writes, command })
}

/// Sets the limits for this process, and for all that it starts.
fn limit() -> Result<(), String> {
    LIMITS.into_iter().try_for_each(|(resource, limit)| {
        let limit = Rlimit { current: Some(limit), maximum: Some(limit) };
        setrlimit(resource, limit).map_err(|error| format!("a limit: {error}"))
    })
}

fn become_bubblewrap(wanted: &Wanted) -> Result<std::convert::Infallible, String> {
    let fault = |what: &str, error: &dyn std::fmt::Display| format!("{what}: {error}");
    let status = File::create(&wanted.status).map_err(|error| fault("the status", &error))?;
    // What is written last stays at the end, whoever writes.
    fcntl_setfl(&status, OFlags::APPEND).map_err(|error| fault("the status", &error))?;
    fcntl_setfd(&status, FdFlags::empty()).map_err(|error| fault("the status", &error))?;

    let mut bubblewrap = Command::new("bwrap");
    bubblewrap
        .args(["--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts"])
        .args(["--unshare-cgroup-try", "--disable-userns", "--new-session"])
        .args(["--cap-drop", "ALL", "--hostname", "sandbox"])
        .args([
            "--clearenv",
            "--setenv",
            "RUST_BACKTRACE",
            "0",
            "--setenv",
            "PATH",
            "/usr/bin:/bin",
        ]);
    if let Some(mistake) = std::env::var_os("MISTAKE") {
        bubblewrap.args([OsStr::new("--setenv"), OsStr::new("MISTAKE"), &mistake]);
    }
    for folder in SYSTEM {
        bubblewrap.args(["--ro-bind-try", folder, folder]);
    }
    for folder in ["/lib", "/lib64", "/lib32"] {
        match fs::read_link(folder) {
            Ok(to) => bubblewrap.args([OsStr::new("--symlink"), to.as_os_str(), folder.as_ref()]),
            Err(_) => bubblewrap.args(["--ro-bind-try", folder, folder]),
        };
    }
    let read_only = |bubblewrap: &mut Command, path: &OsStr| {
        bubblewrap.args([OsStr::new("--ro-bind"), path, path]);
    };
    if let Some(libraries) = std::env::var_os("SOCKLINGS_LIBRARIES") {
        read_only(&mut bubblewrap, &libraries);
    }
    bubblewrap.args(["--proc", "/proc", "--dev", "/dev"]);
    for folder in ["/dev/shm", "/tmp"] {
        bubblewrap.args(["--size", "16777216", "--tmpfs", folder]);
    }
    read_only(&mut bubblewrap, &wanted.command[0]);
    if let Some(judged) = std::env::var_os("SOCKLINGS_PROGRAM") {
        read_only(&mut bubblewrap, &judged);
    }
    // The whole folder first, then what may be written in it.
    for path in &wanted.reads {
        read_only(&mut bubblewrap, path);
    }
    for path in &wanted.writes {
        bubblewrap.args([OsStr::new("--bind"), path, path]);
    }
    // Nothing else may be written: the folders between would have no limit of size.
    bubblewrap.args(["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp"]);
    bubblewrap.arg("--json-status-fd").arg(status.as_raw_fd().to_string());
    let mut filters = Vec::new();
    for filter in filter::filters()? {
        let mut file = tempfile::tempfile().map_err(|error| fault("the filter", &error))?;
        let written = file.write_all(&filter::bytes(&filter)).and_then(|()| file.rewind());
        written.map_err(|error| fault("the filter", &error))?;
        fcntl_setfd(&file, FdFlags::empty()).map_err(|error| fault("the filter", &error))?;
        bubblewrap.arg("--add-seccomp-fd").arg(file.as_raw_fd().to_string());
        filters.push(file);
    }
    limit()?;
    Err(fault("bwrap", &bubblewrap.arg("--").args(&wanted.command).exec()))
}
