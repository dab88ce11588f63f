//! Whether a failure may be this machine's, where the program cannot say so.

use std::io::ErrorKind;
use std::net::Ipv4Addr;
use std::sync::OnceLock;
use std::sync::mpsc;
use std::{io, thread};

use crate::available::talks_with_itself;

/// No check has more threads and processes at a time, its programs' included.
const THREADS: usize = 256;

/// With so many open files every check can be made, in the grader and in its program.
pub const OPEN_FILES: u64 = 1024;
/// The same, for a check of the model.
const FEW_OPEN_FILES: u64 = 128;

/// As many open files as the checks need, if this process may allow itself so many (setrlimit(2)). Its
/// programs have them too.
pub(crate) fn raise_limits() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let limit = getrlimit(Resource::Nofile);
        let most = limit.maximum.map_or(OPEN_FILES, |maximum| maximum.min(OPEN_FILES));
        if limit.current.is_some_and(|current| current < most) {
            // If it cannot be, a failure is not the program's: see below.
            let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(most), ..limit });
        }
    }
}

/// Whether programs and the grader can have what they may need. What is wrong `on_the_kernel` needs more
/// than what is wrong in the model.
///
/// # Errors
///
/// A sentence, if they cannot.
pub(crate) fn has_enough(on_the_kernel: bool) -> Result<(), String> {
    lets_files_be_opened(if on_the_kernel { OPEN_FILES } else { FEW_OPEN_FILES })?;
    if on_the_kernel {
        is_in_its_network()?;
    }
    lets_threads_be_made()
}

fn is_in_its_network() -> Result<(), String> {
    use ErrorKind::{AddrNotAvailable, HostUnreachable, NetworkDown, NetworkUnreachable};
    match talks_with_itself(Ipv4Addr::LOCALHOST.into()) {
        Err(error)
            if matches!(
                error.kind(),
                AddrNotAvailable | HostUnreachable | NetworkDown | NetworkUnreachable
            ) =>
        {
            Err(format!(
                "this machine cannot reach itself at 127.0.0.1 ({error}), so the program may be right. \
                 Bring the interface lo up"
            ))
        }
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn lets_files_be_opened(needed: u64) -> Result<(), String> {
    use rustix::process::{Resource, getrlimit};
    match getrlimit(Resource::Nofile).current {
        Some(files) if files < needed => Err(format!(
            "this machine lets {files} files be open at a time, and the checks need up to {needed}, so the \
             program may be right. `ulimit -n` shows the limit, and `ulimit -n {needed}` raises it where \
             that is allowed"
        )),
        _ => Ok(()),
    }
}

#[cfg(not(unix))]
fn lets_files_be_opened(_: u64) -> Result<(), String> {
    Ok(())
}

/// `ulimit -u`, and a limit of a container, hold for the grader too. It is tried once.
fn lets_threads_be_made() -> Result<(), String> {
    static TRIED: OnceLock<Result<(), String>> = OnceLock::new();
    TRIED.get_or_init(|| try_threads().map_err(|error| sentence(&error))).clone()
}

fn try_threads() -> io::Result<()> {
    thread::scope(|scope| {
        // Each thread waits until this is gone: so all are there at the same time.
        let mut held = Vec::new();
        for _ in 0..THREADS {
            let (sender, receiver) = mpsc::channel::<()>();
            held.push(sender);
            let small = thread::Builder::new().stack_size(64 * 1024);
            small.spawn_scoped(scope, move || receiver.recv())?;
        }
        Ok(())
    })
}

fn sentence(error: &io::Error) -> String {
    format!(
        "this machine does not let {THREADS} threads be made ({error}), so the program may be right. \
         `ulimit -u` shows the limit of processes and threads; a container may have its own"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_that_can_run_these_tests_has_enough() {
        raise_limits();
        assert_eq!(has_enough(true), Ok(()));
        assert!(sentence(&io::ErrorKind::WouldBlock.into()).contains("ulimit -u"));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn too_few_open_files_are_the_machines_matter() {
        let few = lets_files_be_opened(u64::MAX).expect_err("nobody may have so many");
        assert!(few.contains("ulimit -n"), "{few}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_network_that_is_down_is_the_machines_matter() {
        if let Err(why) = crate::namespaces_are_allowed() {
            assert!(std::env::var_os("CI").is_none(), "{why}. CI needs it");
            return crate::tell_people(&format!("skipped: {why}"));
        }
        let mut apart = std::process::Command::new("unshare");
        apart
            .args(["--map-root-user", "--net", "--"])
            .arg(std::env::current_exe().expect("a path"));
        apart.args(["--exact", "machine::tests::in_a_network_that_is_down", "--ignored"]);
        let output = apart.output().expect("unshare is there");
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(said.contains("1 passed"), "{said}");
    }

    /// In a network namespace that is new, the interface lo is down (network_namespaces(7)).
    #[test]
    #[ignore = "it needs a network that is down, and another test starts it there"]
    fn in_a_network_that_is_down() {
        let down = has_enough(true).expect_err("there is no network");
        assert!(down.contains("127.0.0.1") && down.contains("interface lo"), "{down}");
        assert_eq!(has_enough(false), Ok(()));
    }
}
