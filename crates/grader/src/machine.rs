//! Whether a failure may be this machine's, where the program cannot say so.

use std::sync::OnceLock;
use std::sync::mpsc;
use std::{io, thread};

/// No check has more threads and processes at a time, its programs' included.
const THREADS: usize = 256;

/// Whether programs can have the threads and processes that they may need: `ulimit -u`, and a limit of a
/// container, hold for the grader too. It tries once, and only if something is wrong.
///
/// # Errors
///
/// A sentence, if they cannot.
pub(crate) fn lets_threads_be_made() -> Result<(), String> {
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
    fn a_machine_that_can_run_these_tests_lets_threads_be_made() {
        assert_eq!(lets_threads_be_made(), Ok(()));
        assert!(sentence(&io::ErrorKind::WouldBlock.into()).contains("ulimit -u"));
    }
}
