//! Becomes bubblewrap, which makes the inner sandbox, and starts the program in it.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{Seek, Write};
use std::os::fd::AsRawFd;
use std::os::unix::process::CommandExt;
use std::process::Command;

use rustix::fs::{OFlags, fcntl_setfl};
use rustix::io::{FdFlags, fcntl_setfd};

use crate::filter;
use crate::wanted::{Wanted, limit};

/// The folders of the system that a program needs to start.
const SYSTEM: [&str; 4] = ["/usr/lib", "/usr/lib64", "/usr/lib32", "/usr/libexec"];

/// Programs of the system that a check has a judged program start.
const PROGRAMS: [&str; 2] = ["/usr/bin/sleep", "/bin/sleep"];

/// The name that every machine has, for a program that asks for it. There is no other name here.
const HOSTS: &str = "127.0.0.1 localhost\n::1 localhost\n";

/// A file of these bytes that has no name, and that bubblewrap inherits.
fn handed_over(bytes: &[u8]) -> std::io::Result<File> {
    let mut file = tempfile::tempfile()?;
    file.write_all(bytes)?;
    file.rewind()?;
    fcntl_setfd(&file, FdFlags::empty())?;
    Ok(file)
}

/// Becomes bubblewrap, which starts the program. It comes back only if that is not possible.
pub fn start(wanted: &Wanted) -> Result<std::convert::Infallible, String> {
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
    for path in SYSTEM.iter().chain(&PROGRAMS) {
        bubblewrap.args(["--ro-bind-try", path, path]);
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
    let hosts = handed_over(HOSTS.as_bytes()).map_err(|error| fault("the names", &error))?;
    bubblewrap.arg("--ro-bind-data").arg(hosts.as_raw_fd().to_string()).arg("/etc/hosts");
    // Nothing else may be written: the folders between would have no limit of size.
    bubblewrap.args(["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp"]);
    bubblewrap.arg("--json-status-fd").arg(status.as_raw_fd().to_string());
    let mut filters = Vec::new();
    for filter in filter::filters()? {
        let file = handed_over(&filter::bytes(&filter));
        let file = file.map_err(|error| fault("the filter", &error))?;
        bubblewrap.arg("--add-seccomp-fd").arg(file.as_raw_fd().to_string());
        filters.push(file);
    }
    limit()?;
    Err(fault("bwrap", &bubblewrap.arg("--").args(&wanted.command).exec()))
}
