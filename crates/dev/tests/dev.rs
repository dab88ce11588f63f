//! What a maintainer is told: in the course itself, and in a copy of it where something is missing.

#[path = "../../socklings/tests/copy/mod.rs"]
mod copy;

use std::fs;

use assert_cmd::assert::Assert;
use predicates::prelude::*;
use predicates::str::contains;

use crate::copy::{Copy, copy};

/// Runs the maintainers' command in the copy.
fn dev(copy: &Copy, arguments: &[&str]) -> Assert {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_dev"));
    command.args(arguments).current_dir(&copy.root).env("CARGO_MANIFEST_DIR", &copy.root);
    command.env("CARGO_TARGET_DIR", copy.path("target")).env("NO_COLOR", "1").assert()
}

#[test]
fn nothing_is_missing_in_the_course() {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_dev"));
    command.arg("check").assert().code(0).stdout(contains("nothing is missing"));
}

#[test]
fn a_new_exercise_is_laid_out_and_dev_check_says_what_is_to_be_written() {
    let copy = copy();
    dev(&copy, &["new", "19_Peek"]).code(2).stderr(contains("looks like `03_bind`"));
    dev(&copy, &["new", "06_peek"]).code(2).stderr(contains("06_accept is there"));
    copy.with_file("book/src/SUMMARY.md", Some("# Socklings\n"), || {
        dev(&copy, &["new", "19_peek"]).code(0).stdout(contains("tests/peek.rs"));
        assert!(copy.read("book/src/SUMMARY.md").contains("(peek.md)"));
    });
    let missing = dev(&copy, &["check"]).code(1);
    missing
        .stdout(contains("solutions/19_peek/src/peek.rs: a `todo!` is still there"))
        .stdout(contains("tests/mistakes/peek: 0 known mistakes"))
        .stdout(contains("book/src/peek.md: no words under {#story}"))
        .stdout(contains("book/src/peek.md: 0 hints"));
    for made in
        ["exercises/19_peek", "solutions/19_peek", "tests/stories/peek", "tests/mistakes/peek"]
    {
        fs::remove_dir_all(copy.path(made)).expect("a folder can be removed");
    }
    for made in ["tests/peek.rs", "book/src/peek.md"] {
        fs::remove_file(copy.path(made)).expect("a file can be removed");
    }
}

#[test]
fn a_page_that_is_missing_is_named() {
    let copy = copy();
    let page = "book/src/accept.md";
    copy.with_file(page, None, || {
        dev(&copy, &["check"]).code(1).stdout(contains(page));
    });
}

#[test]
fn a_plot_that_does_not_show_what_was_measured_is_drawn_anew() {
    let copy = copy();
    let (figures, plot) = ("benches/lookup.csv", "book/figures/lookup.svg");
    let (measured, drawn) = (copy.read(figures), copy.read(plot));
    let other = "connections,one,two\n10,5,6\n1000,50,7\n";
    copy.with_file(figures, Some(other), || {
        let stale = dev(&copy, &["figures", "--check"]).code(1);
        stale.stdout(contains(plot).and(contains("book/figures/lookup.md")));
        dev(&copy, &["check"]).code(1).stdout(contains(plot));
        assert_eq!(copy.read(plot), drawn, "a check draws nothing");
        dev(&copy, &["figures"]).code(0);
        assert_ne!(copy.read(plot), drawn);
    });
    copy.with_file(figures, Some(&measured.replace("100,", "100,soon,")), || {
        let sentence = "benches/lookup.csv: line 2: not 5 numbers above 0";
        dev(&copy, &["figures"]).code(1).stdout(contains(sentence));
    });
    dev(&copy, &["figures"]).code(0);
    assert_eq!(copy.read(plot), drawn, "the same figures give the same plot");
}
