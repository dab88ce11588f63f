//! What several tests of the command share.

use assert_cmd::Command;

/// Runs the command to its end: its exit code, and all that it says.
pub fn classroom(arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_classroom"));
    let output = command.args(arguments).output().unwrap();
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(!said.contains("panicked"), "{said}");
    (output.status.code(), said)
}

/// Where this machine lacks something: in CI nobody would read it.
#[allow(dead_code, reason = "not every test needs something")]
pub fn skip(reason: &str) {
    assert!(std::env::var_os("CI").is_none(), "{reason}");
    eprintln!("skipped: {reason}");
}
