//! What a maintainer is told: in the course itself, and in a copy of it where something is missing.

#[path = "../../socklings/tests/copy/mod.rs"]
mod copy;

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use assert_cmd::assert::Assert;
use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value;

use crate::copy::{Copy, copy, solutions_are_here};

/// Runs the maintainers' command in the copy.
fn dev(copy: &Copy, arguments: &[&str]) -> Assert {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_dev"));
    command.args(arguments).current_dir(&copy.root).env("CARGO_MANIFEST_DIR", &copy.root);
    command.env("CARGO_TARGET_DIR", copy.path("target")).env("NO_COLOR", "1").assert()
}

#[test]
fn nothing_is_missing_in_the_course() {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_dev"));
    // The solutions are judged by their own tests.
    let check = command.args(["check", "--no-solutions"]).assert();
    check.code(0).stdout(contains("nothing is missing"));
}

/// README's first command: of the packages that cargo takes by itself, one alone says what `cargo run` runs.
#[test]
fn cargo_run_knows_what_to_run() {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(grader::root()).args(["metadata", "--locked", "--no-deps"]);
    let told = cargo.args(["--format-version", "1"]).output().expect("cargo is here");
    let told: Value = serde_json::from_slice(&told.stdout).expect("it tells of the workspace");
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let packages = list(&told["packages"]);
    let runs = list(&told["workspace_default_members"]).into_iter().filter_map(|id| {
        let package = packages.iter().find(|package| package["id"] == id)?;
        package["default_run"].as_str().map(str::to_owned)
    });
    // A package that is named twice counts twice.
    assert_eq!(runs.collect::<Vec<_>>(), ["socklings"]);
}

/// What cargo builds for a command, each crate with its features.
fn built_for(selection: &[&str]) -> BTreeMap<String, String> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(grader::root()).args(["tree", "--locked", "--quiet", "--prefix", "none"]);
    let tree = cargo.args(["--format", "{p}|{f}"]).args(selection).output().expect("cargo is here");
    let said = String::from_utf8_lossy(&tree.stderr);
    assert!(tree.status.success(), "{selection:?}: {said}");
    let lines = String::from_utf8_lossy(&tree.stdout).into_owned();
    let lines = lines.lines().map(|line| line.trim_end_matches(" (*)"));
    lines
        .filter_map(|line| line.split_once('|').map(|(a, b)| (a.to_owned(), b.to_owned())))
        .collect()
}

/// Where features differ, cargo builds a crate twice, and all that needs it. A learner waits for that.
#[test]
fn the_command_and_each_exercise_share_what_is_built() {
    let has_wire = |all: &BTreeMap<String, String>| all.keys().any(|it| it.starts_with("wire "));
    let command = built_for(&["--edges", "normal,build"]);
    assert!(command.keys().any(|name| name.starts_with("grader ")), "{command:?}");
    for exercise in fs::read_dir(grader::root().join("exercises")).expect("a folder").flatten() {
        let folder = exercise.file_name().into_string().expect("a name");
        let Some((_, name)) = folder.split_once('_') else { continue };
        let all = built_for(&["--edges", "normal,build,dev", "--package", name]);
        // What is on a wire needs libc with more of its features, and only the last exercise needs that.
        if has_wire(&all) {
            assert!(!has_wire(&command), "{command:?}");
            continue;
        }
        for (built, features) in all {
            let others = command.get(&built).unwrap_or(&features);
            assert_eq!(*others, features, "{built}: for `cargo run`, and for {name}");
        }
    }
}

/// What `check` says of these exercises of the copy. The copy has not all of them, so it says more.
fn missing(copy: &Copy, arguments: &[&str], about: &str) -> Vec<String> {
    let check = dev(copy, &[&["check"], arguments].concat()).code(1);
    let said = String::from_utf8_lossy(&check.get_output().stdout).into_owned();
    said.lines().filter(|line| line.contains(about)).map(str::to_owned).collect()
}

/// Lays an exercise out in the copy, does something with it, and takes it away again.
fn with_new(copy: &Copy, kind: &str, act: impl FnOnce()) {
    let changed =
        ["book/src/SUMMARY.md", "crates/netstack/src/exercises.rs", "crates/netstack/src/lib.rs"];
    let before = changed.map(|file| copy.read(file));
    dev(copy, &["new", "90_half_open", kind]).code(0).stdout(contains("tests/half_open.rs"));
    let pages = copy.read("book/src/SUMMARY.md");
    assert!(pages.contains("](lookup.md)\n- [90 Half open](half_open.md)\n"), "{pages}");
    act();
    for folder in [
        "exercises/90_half_open",
        "solutions/90_half_open",
        "tests/mistakes/half_open",
        "tests/stories/half_open",
    ] {
        let _ = fs::remove_dir_all(copy.path(folder));
    }
    for file in ["tests/half_open.rs", "tests/stubs/half_open.rs", "book/src/half_open.md"] {
        fs::remove_file(copy.path(file)).expect("a file can be removed");
    }
    // One that was not changed keeps its time: then cargo does not build netstack, and all that needs it, again.
    for (file, text) in changed.iter().zip(&before) {
        if copy.read(file) != *text {
            copy.write(file, text);
        }
    }
}

/// What is still to be written on every new page.
const PAGE: [&str; 15] = [
    "no words under {#story}",
    "no words under {#figure}",
    "no words under {#predict}",
    "no words under {#task}",
    "no words under {#run}",
    "no words under {#kernel}",
    "no words under {#questions}",
    "no words under {#passed}",
    "no words under {#one-idea-as-a-sentence}",
    "no words under {#nothing-happens}",
    "no words under {#hint-1}",
    "no words under {#hint-2}",
    "no words under {#hint-3}",
    "no line under the title like `*About 20 to 60 minutes.*`",
    "no prediction is a `<details class=\"choose\">` with choices",
];

/// Of the lines, those about the page; and the others.
fn of_the_page(lines: Vec<String>) -> (Vec<String>, Vec<String>) {
    let (page, others): (Vec<_>, Vec<_>) =
        lines.into_iter().partition(|line| line.starts_with("book/src/half_open.md: "));
    (page.iter().map(|line| line.replace("book/src/half_open.md: ", "")).collect(), others)
}

#[test]
fn a_new_exercise_on_the_model_compiles_and_what_is_to_be_written_is_named() {
    if !solutions_are_here() {
        return;
    }
    let copy = copy();
    with_new(&copy, "--model", || {
        let (page, others) = of_the_page(missing(&copy, &["half_open"], "half_open"));
        let makes = "`INSTA_UPDATE=always cargo test -p half_open-solution snapshots` makes it";
        assert_eq!(
            others,
            [
                "solutions/90_half_open/src/half_open.rs: a `todo!` is still there".to_owned(),
                format!("tests/stories/half_open/first.story: no snapshot; {makes}"),
                format!(
                    "tests/snapshots/half_open__generated.snap: missing; {makes} if \
                     tests/half_open.rs has a generator"
                ),
                "tests/mistakes/half_open: 1 known mistake; there should be 6".to_owned(),
                "book/figures/half_open-first.html: it is drawn from \
                 tests/snapshots/half_open__first.snap, which is not there yet"
                    .to_owned(),
            ]
        );
        let mut expected = PAGE.to_vec();
        expected.insert(9, "no words under {#generated-stories-agree}");
        assert_eq!(page, expected);
    });
}

#[test]
fn a_new_exercise_on_the_kernel_compiles_and_what_is_to_be_written_is_named() {
    if !solutions_are_here() {
        return;
    }
    let copy = copy();
    with_new(&copy, "--real", || {
        let (page, others) = of_the_page(missing(&copy, &["half_open"], "half_open"));
        assert_eq!(
            others,
            [
                "solutions/90_half_open/src/half_open.rs: a `todo!` is still there",
                "tests/mistakes/half_open: 1 known mistake; there should be 6",
            ]
        );
        assert_eq!(page, PAGE);
    });
}

#[test]
fn a_new_exercise_has_a_name_and_a_kind() {
    if !solutions_are_here() {
        return;
    }
    let copy = copy();
    dev(&copy, &["new", "90_Peek"]).code(2).stderr(contains("looks like `03_bind`"));
    dev(&copy, &["new", "06_peek"]).code(2).stderr(contains("06_accept is there already"));
    dev(&copy, &["new", "90_recv"]).code(2).stderr(contains("`cargo test` leaves out a name"));
    dev(&copy, &["new", "90_peek"]).code(2).stderr(contains("`--model`").and(contains("`--real`")));
    dev(&copy, &["new", "90_peek", "--model", "--real"]).code(2);
    assert!(!copy.path("exercises/90_peek").exists(), "nothing has been written");
}

#[test]
fn what_is_claimed_of_a_stub_and_a_solution_is_tried() {
    if !solutions_are_here() {
        return;
    }
    let copy = copy();
    let (stub, solution) =
        ("exercises/04_listen/src/listen.rs", "solutions/04_listen/src/listen.rs");
    let (unsolved, solved) = (copy.read(stub), copy.read(solution));
    assert_eq!(missing(&copy, &["listen"], "04_listen/"), [""; 0]);
    let says = |text: &str, file: &str, about: &str, expected: &str| {
        copy.with_file(file, Some(text), || {
            let said = missing(&copy, &["listen"], about);
            assert!(said.iter().any(|line| line.contains(expected)), "{expected}:\n{said:#?}");
        });
    };
    says(
        &format!("{unsolved}fn unused() {{}}\n"),
        stub,
        stub,
        "warning: function `unused` is never used",
    );
    says(&format!("{unsolved}fn unfinished(\n"), stub, stub, "error: ");
    // Elsewhere than in CI somebody may have solved it, so the stub itself is another one here.
    let other = format!("{solved}// todo!()\n");
    copy.with_file("tests/stubs/listen.rs", Some(&other), || {
        says(&other, stub, stub, "not `not started`: ");
    });
    says(&solved.replace("Ok(())", "Err(Errno::EBADF)"), solution, "04_listen", "not `passed`: ");
    let included = format!("{unsolved}const _: &str = include_str!(\"../../../README.md\");\n");
    says(&included, stub, "README", "Cargo.toml: no README.md in `reads`");
}

#[test]
fn a_known_mistake_has_a_file_a_name_and_a_rule() {
    if !solutions_are_here() {
        return;
    }
    let copy = copy();
    let folder = "tests/mistakes/listen";
    let new = format!("{folder}/of_nobody.rs");
    copy.write(&new, "//! Nobody makes this mistake.\n");
    assert_eq!(
        missing(&copy, &["listen"], "of_nobody"),
        [
            "tests/listen/main.rs: no rule for the mistake of_nobody".to_owned(),
            format!("{folder}/main.rs: it does not name of_nobody"),
        ]
    );
    fs::remove_file(copy.path(&new)).expect("a file can be removed");
    let old = fs::read_dir(copy.path(folder)).expect("a folder").flatten();
    let mut old = old.filter_map(|file| file.file_name().into_string().ok());
    let old = old.find(|file| file != "main.rs").expect("a mistake");
    copy.with_file(&format!("{folder}/{old}"), None, || {
        let said = missing(&copy, &["listen"], &old);
        let expected = format!("{folder}/{old}: missing; tests/listen/main.rs has a rule for it");
        assert!(said.contains(&expected), "{said:#?}");
    });
}

#[test]
fn a_page_that_is_missing_is_named() {
    if !solutions_are_here() {
        return;
    }
    let copy = copy();
    let page = "book/src/accept.md";
    copy.with_file(page, None, || {
        dev(&copy, &["check", "accept", "--no-solutions"]).code(1).stdout(contains(page));
    });
}

#[test]
fn a_plot_that_does_not_show_what_was_measured_is_drawn_anew() {
    if !solutions_are_here() {
        return;
    }
    let copy = copy();
    let (figures, plot) = ("benches/lookup.csv", "book/figures/lookup.svg");
    let (measured, drawn) = (copy.read(figures), copy.read(plot));
    let other = "connections,one,two\n10,5,6\n1000,50,7\n";
    copy.with_file(figures, Some(other), || {
        let stale = dev(&copy, &["figures", "--check"]).code(1);
        let page = "book/src/lookup.md: `cargo run -p dev -- figures` draws it anew";
        stale.stdout(contains(plot).and(contains("book/figures/lookup.md")).and(contains(page)));
        dev(&copy, &["check", "lookup", "--no-solutions"]).code(1).stdout(contains(plot));
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
