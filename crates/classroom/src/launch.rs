//! Starts the judged program in a sandbox of its own: the inner one of two.
//!
//! The grader starts this as it says in `launcher.rs`, inside the outer sandbox. It sets the limits and
//! becomes bubblewrap. The program sees the system's libraries, itself and what the grader names, can write
//! the files that are meant for it, and shares the network with its test alone.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
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

fn main() -> ExitCode {
    match become_bubblewrap(std::env::args_os().skip(1).collect()) {
        Ok(never) => match never {},
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

fn become_bubblewrap(arguments: Vec<OsString>) -> Result<std::convert::Infallible, String> {
    let fault = |what: &str, error: &dyn std::fmt::Display| format!("{what}: {error}");
    let mut arguments = arguments.into_iter();
    let (mut status, mut named) = (None, Vec::new());
    let command: Vec<_> = loop {
        let option = arguments.next().ok_or("no program is named")?;
        if option == "--" {
            break arguments.collect();
        }
        let value = arguments.next().ok_or("an option has no value")?;
        match option.to_str() {
            Some("--status") => status = Some(value),
            Some("--read") => named.push(("--ro-bind", value)),
            Some("--write") => named.push(("--bind", value)),
            _ => return Err(format!("there is no option {}", option.display())),
        }
    };
    let program = command.first().ok_or("no program is named")?;
    let status = File::create(status.ok_or("--status is missing")?);
    let status = status.map_err(|error| fault("the status", &error))?;
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
    read_only(&mut bubblewrap, program);
    if let Some(judged) = std::env::var_os("SOCKLINGS_PROGRAM") {
        read_only(&mut bubblewrap, &judged);
    }
    // The whole folder first, then what may be written in it.
    named.sort_by_key(|(how, _)| *how != "--ro-bind");
    for (how, path) in &named {
        bubblewrap.args([OsStr::new(how), path, path]);
    }
    // Nothing else may be written: the folders between would have no limit of size.
    bubblewrap.args(["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp"]);
    bubblewrap.arg("--json-status-fd").arg(status.as_raw_fd().to_string());
    for (resource, limit) in LIMITS {
        let limit = Rlimit { current: Some(limit), maximum: Some(limit) };
        setrlimit(resource, limit).map_err(|error| fault("a limit", &error))?;
    }
    Err(fault("bwrap", &bubblewrap.arg("--").args(&command).exec()))
}
