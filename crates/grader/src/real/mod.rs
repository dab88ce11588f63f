//! What the checks of real exercises share: programs that use this machine's own kernel, seen from
//! outside.
//!
//! - [`process`]: what the system shows of a process, and signals.
//! - [`idle`]: whether it rests or is busy, and waiting for no longer than there is hope.
//! - [`held`]: what a process has set on a socket of its own.
//! - [`client`]: connects, says, hears, sees the end. Its [`Trouble`](client::Trouble).
//! - [`server`]: starts a program, hears where it waits, and says what became of it.
//! - [`limits`]: what a server does that can have no further descriptor.
//! - [`inside`]: an option of a program's socket, and where in the kernel it sleeps.
//! - [`network`]: a check that is judged in a network namespace.
//! - [`browser`]: a Chromium, which shows what a program serves, and the course's own pages.
//!
//! Each file uses those above it. The kernel's own table of sockets is in [`kernel`](crate::kernel).
//! Here: what a check has seen, and what this machine cannot show.

pub mod browser;
pub mod client;
pub mod held;
pub mod idle;
pub mod inside;
pub mod limits;
pub mod network;
pub mod process;
pub mod server;

use std::env;

use crate::failure::Failure;

/// What a check has seen, and the known mistake that explains it.
pub fn seen(words: impl Into<String>, mistake: Option<&'static str>) -> Failure {
    Failure::Seen(words.into(), mistake)
}

/// Ends a check that this machine cannot make, and says what it lacks.
///
/// # Errors
///
/// Always: what is not checked is not passed. In CI on Linux it is a fault, as nobody would read it.
pub fn skip(reason: &str) -> Result<(), Failure> {
    if cfg!(target_os = "linux") && env::var_os("CI").is_some() {
        return Err(Failure::Fault(format!("this cannot be checked here: {reason}")));
    }
    Err(Failure::NotChecked(format!("{reason}. cargo run -- doctor says what follows.")))
}

/// The same for a test of the grader itself. libtest knows no third outcome, so this says it.
///
/// # Errors
///
/// In CI on Linux, as nobody would read it.
#[cfg(test)]
pub(crate) fn skip_test(reason: &str) -> Result<(), String> {
    match skip(reason) {
        Err(Failure::NotChecked(reason)) => {
            crate::tell_people(&format!("not checked: {reason}"));
            Ok(())
        }
        other => other.map_err(|failure| failure.to_string()),
    }
}
