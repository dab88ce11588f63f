//! What the checks of real exercises share: programs that use this machine's own kernel, seen from
//! outside.
//!
//! - [`process`]: what the system shows of a process, and signals.
//! - [`idle`]: whether it rests or is busy, and waiting for no longer than there is hope.
//! - [`client`]: connects, says, hears, sees the end. Its [`Trouble`](client::Trouble).
//! - [`server`]: starts a program, hears where it waits, and says what became of it.
//! - [`limits`]: what a server does that can have no further descriptor.
//! - [`network`]: a check that is judged in a network namespace.
//! - [`browser`]: a Chromium, which shows what a program serves, and the course's own pages.
//!
//! Each file uses those above it. The kernel's own table of sockets is in [`kernel`](crate::kernel).
//! Here: what a check has seen, and what this machine cannot show.

pub mod browser;
pub mod client;
pub mod idle;
pub mod limits;
pub mod network;
pub mod process;
pub mod server;

use std::env;
use std::io::{self, Write};
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
