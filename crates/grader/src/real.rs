//! What the checks of real exercises share: what was seen, and what this machine cannot show.

use std::env;
use std::io::{self, Write};
use std::process::{Command, Stdio};

use crate::exercise::Failure;

/// What a check has seen, and the known mistake that explains it.
pub fn seen(words: impl Into<String>, mistake: Option<&'static str>) -> Failure {
    Failure::Seen(words.into(), mistake)
}

/// Leaves out a part that this machine cannot show, and says so.
///
/// # Errors
///
/// In CI on Linux nobody would read that: there it is a fault.
pub fn skip(reason: &str) -> Result<(), Failure> {
    if cfg!(target_os = "linux") && env::var_os("CI").is_some() {
        return Err(Failure::Fault(format!("this cannot be checked here: {reason}")));
    }
    tell_people(&format!("skipped: {reason}"));
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
        let output = output.map_err(|error| format!("there is no {program}: {error}"))?;
        let words = String::from_utf8_lossy(&output.stderr);
        output.status.success().then_some(()).ok_or(format!("{program}: {}", words.trim()))
    };
    run("ip", &["-Version"])?;
    run("unshare", &["--map-root-user", "--net", "--", "true"])
        .map_err(|why| format!("no network namespace can be made here ({why})"))
}
