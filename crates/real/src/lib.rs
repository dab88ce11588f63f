//! What the checks of real exercises share: programs that use this machine's own kernel, seen from
//! outside.
//!
//! No exercise on the model needs any of it, nor does the course's command. So the first verdict in a
//! fresh clone does not wait for it. What the system shows of a process is in [`grader::process`].
//!
//! # Layout
//!
//! Each file uses those above it, and none below.
//!
//! - [`kernel`]: the kernel's own table of sockets.
//! - [`idle`]: whether a process rests or is busy, and waiting for no longer than there is hope.
//! - [`held`]: what a process has set on a socket of its own.
//! - [`client`]: connects, says, hears, sees the end. Its [`Trouble`](client::Trouble).
//! - [`server`]: starts a program, hears where it waits, and says what became of it.
//! - [`inside`]: where in the kernel a program sleeps, and for how long.
//! - [`limits`]: what a server does that can have no further descriptor.
//! - [`network`]: a check that is judged in a network namespace.
//! - [`browser`]: a Chromium, which shows what a program serves, and the course's own pages.

pub mod browser;
pub mod client;
pub mod held;
pub mod idle;
pub mod inside;
pub mod kernel;
pub mod limits;
pub mod network;
pub mod server;

/// Ends a test that this machine cannot make. libtest knows no third outcome, so this says it.
///
/// # Errors
///
/// In CI on Linux, as nobody would read it.
#[cfg(test)]
pub(crate) fn skip_test(reason: &str) -> Result<(), String> {
    match grader::skip(reason) {
        Err(grader::Failure::NotChecked(reason)) => {
            grader::tell_people(&format!("not checked: {reason}"));
            Ok(())
        }
        other => other.map_err(|failure| failure.to_string()),
    }
}
