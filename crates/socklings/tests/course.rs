//! The course as a learner meets it: in a fresh copy, with all that can go wrong.

mod copy;

use std::env;
use std::fs;
use std::process::Command;

use assert_cmd::assert::Assert;
use predicates::prelude::*;
use predicates::str::contains;

use crate::copy::{Copy, copy};

/// Runs the course's command in the copy.
fn socklings(copy: &Copy, arguments: &[&str]) -> Assert {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_socklings"));
    command.args(arguments).current_dir(&copy.root).env("CARGO_MANIFEST_DIR", &copy.root);
    command.env("CARGO_TARGET_DIR", copy.path("target")).env("NO_COLOR", "1").assert()
}

const STUB: &str = "exercises/06_accept/src/accept.rs";

/// A right `connection_packet`, and an `accept` that does this.
fn stub(body: &str) -> String {
    let right = grader::root().join("solutions/06_accept/src/accept.rs");
    let right = fs::read_to_string(right).expect("the solution is there");
    let (packet, _) = right.split_once("/// The program accepts").expect("a doc comment");
    let signature = "pub fn accept(table: &mut SocketTable, listener: Fd) -> \
                     Result<(Fd, SocketAddrV4), Errno>";
    format!("{packet}{signature} {{\n    let _ = (&table, listener);\n    {body}\n}}\n")
}

#[test]
fn every_stub_is_not_started_and_compiles_without_a_warning() {
    let copy = copy();
    for folder in fs::read_dir(copy.path("exercises")).expect("exercises").flatten() {
        let folder = folder.file_name().into_string().expect("a name");
        let name = folder.split_once('_').expect("a number and a name").1;
        let records = socklings(&copy, &["check", name, "--json"]);
        let records = String::from_utf8_lossy(&records.get_output().stdout).into_owned();
        let started = |line: &&str| !line.contains("\"outcome\":\"not_started\"");
        let not_started = !records.is_empty() && records.lines().find(started).is_none();
        if !not_started && env::var_os("CI").is_none() {
            eprintln!("skipped: exercises/{folder} is not the stub any more");
            continue;
        }
        assert!(not_started, "{folder}:\n{records}");
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["check", "--package", name]).current_dir(&copy.root);
        cargo.env("CARGO_TARGET_DIR", copy.path("target"));
        let said = cargo.output().expect("cargo runs").stderr;
        let said = String::from_utf8_lossy(&said);
        assert!(!said.contains("warning") && !said.contains("error"), "{folder}:\n{said}");
    }
}

#[test]
fn whatever_a_program_does_has_its_own_sentence_and_the_other_checks_still_run() {
    let copy = copy();
    for (body, sentence) in [
        (r#"panic!("lost\nmy way")"#, "Your program panicked at exercises/06_accept/src/accept.rs"),
        ("loop { std::hint::spin_loop() }", "was still busy after 5 seconds"),
        (
            "let lock = std::sync::Mutex::new(());
             let _first = lock.lock();
             let _second = lock.lock();
             Err(Errno::EBADF)",
            "still waited after 5 seconds",
        ),
        (
            "fn deeper(n: u32) -> u32 { if n == 0 { 0 } else { std::hint::black_box(deeper(n - 1)) + 1 } }
             Ok((Fd(deeper(u32::MAX)), \"1.2.3.4:5\".parse().expect(\"an address\")))",
            "used up its stack",
        ),
        ("std::process::exit(0)", "ended by itself (exit code 0)"),
        (
            r#"println!("test result: ok. 99 passed; 0 failed"); std::process::exit(0)"#,
            "ended by itself (exit code 0)",
        ),
        (r#"loop { println!("on and on") }"#, "printed more than 1 MiB"),
        (
            r#"use std::io::Write;
               let _ = std::io::stdout().write_all(b"\xff\xfe\x1b[2J");
               Err(Errno::EBADF)"#,
            "Your program printed:",
        ),
        ("todo!()", "Not started"),
    ] {
        copy.with_file(STUB, Some(&stub(body)), || {
            socklings(&copy, &["check", "accept"])
                .code(1)
                .stdout(contains(sentence))
                .stdout(contains("✓ the_listener_keeps_waiting"))
                .stdout(contains("✓ a_connection_packet_makes_a_copy"))
                .stdout(contains("\x1b").or(contains("backtrace")).not());
        });
    }
}

#[test]
fn what_does_not_compile_stops_its_own_exercise_and_no_other() {
    let copy = copy();
    copy.with_file(STUB, Some("pub fn accept() { let a: u32 = \"\"; }"), || {
        socklings(&copy, &["check", "accept"])
            .code(1)
            .stdout(contains("Does not compile.").and(contains("mismatched types")));
        socklings(&copy, &["check", "accept", "--json"])
            .code(1)
            .stdout(contains("\"outcome\":\"does_not_compile\""));
        socklings(&copy, &["check", "listen"]).stdout(contains("Does not compile").not());
    });
}

#[test]
fn what_is_missing_is_named_with_the_way_to_get_it_back() {
    let copy = copy();
    let back = |file: &str| contains(format!("git checkout -- {file}"));
    let (page, snapshot) = ("book/src/accept.md", "tests/snapshots/accept__one_packet.snap");
    copy.with_file(STUB, None, || {
        let missing = socklings(&copy, &["check", "accept"]).code(2);
        missing.stderr(contains("is missing").and(back(STUB)));
    });
    copy.with_file(page, None, || {
        socklings(&copy, &["hint", "accept"]).code(2).stderr(back(page));
        socklings(&copy, &["check", "accept"]).stdout(contains("book/src/accept.md is missing"));
        socklings(&copy, &["dev", "check"]).code(1).stdout(contains(page));
    });
    copy.with_file(snapshot, None, || {
        let fault = socklings(&copy, &["check", "accept"]).code(2);
        fault.stdout(back(snapshot).and(contains("This is not about your program.")));
    });
    copy.with_file(page, Some("# Accept\n\n## Hints {#hints}\n"), || {
        socklings(&copy, &["hint", "accept"]).code(2).stderr(contains("has no hints"));
    });
    socklings(&copy, &["hint", "accept", "9"]).code(2).stderr(contains("There is no hint 9"));
}

#[test]
fn a_wrong_name_is_answered_with_the_nearest() {
    let copy = copy();
    for command in ["check", "hint"] {
        socklings(&copy, &[command, "acept"])
            .code(2)
            .stderr(contains("There is no exercise `acept`. Did you mean `accept`?"));
    }
    socklings(&copy, &["chek"]).code(2).stderr(contains("check"));
}

#[test]
fn a_mistake_in_a_story_is_told_with_line_and_column() {
    let copy = copy();
    copy.write("my.story", "story: mine\n\ngiven: a server\n  #1 LISTENS *:80 *:*\n");
    for (story, sentence) in [
        ("my.story", "my.story: line 4, column 6: expected a state"),
        ("none.story", "none.story: the story cannot be read"),
    ] {
        let mut cargo = assert_cmd::Command::new(env!("CARGO"));
        cargo.args(["run", "--quiet", "--package", "accept", "--", story]);
        cargo.current_dir(&copy.root).env("CARGO_TARGET_DIR", copy.path("target"));
        cargo.assert().code(2).stderr(contains(sentence).and(contains("panicked").not()));
    }
}

#[test]
fn the_course_works_without_its_solutions() {
    let copy = copy();
    let solved = copy.read("solutions/06_accept/src/accept.rs");
    let (here, aside) = (copy.path("solutions"), copy.path("target/solutions"));
    let _ = fs::remove_dir_all(&aside);
    fs::rename(&here, &aside).expect("a folder can be moved");
    copy.with_file(STUB, Some(&solved), || {
        socklings(&copy, &["check", "accept"]).code(0).stdout(contains("Passed: "));
        socklings(&copy, &[]).code(0).stdout(contains("exercises passed. The next one:"));
    });
    fs::rename(&aside, &here).expect("a folder can be moved back");
}

#[test]
fn nothing_is_missing_in_the_course() {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_socklings"));
    command.args(["dev", "check"]).assert().code(0).stdout(contains("nothing is missing"));
}
