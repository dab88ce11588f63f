//! The course as a learner meets it: in a fresh copy, with all that can go wrong.

use std::fs;
use std::process::Command;
use std::thread;

use assert_cmd::assert::Assert;
use predicates::prelude::*;
use predicates::str::contains;

use crate::common;
use crate::copy::{Copy, copy, solutions_are_here};

/// The course's command, in the copy.
pub fn command(copy: &Copy, arguments: &[&str]) -> assert_cmd::Command {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_socklings"));
    command.args(arguments).current_dir(&copy.root).env("CARGO_MANIFEST_DIR", &copy.root);
    command.env("CARGO_TARGET_DIR", copy.path("target")).env("NO_COLOR", "1");
    command
}

/// Runs the course's command in the copy.
fn socklings(copy: &Copy, arguments: &[&str]) -> Assert {
    command(copy, arguments).assert()
}

/// Lists what is known. What has to be judged shows as `cannot be checked`.
fn list_known(copy: &Copy) -> Assert {
    command(copy, &["list"]).env("SOCKLINGS_PROGRAM", copy.path("nothing")).assert()
}

/// What `check --json` prints of an exercise: one line for each check that its page names.
fn json_lines(copy: &Copy, exercise: &str, code: i32) -> Vec<serde_json::Value> {
    let output = socklings(copy, &["check", exercise, "--json"]).code(code).get_output().clone();
    let text = String::from_utf8(output.stdout).expect("JSON is UTF-8");
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    let named = grader::Page::read(exercise).expect("the page is there").checks();
    let checks: Vec<_> = lines.iter().filter_map(|line| line["check"].as_str()).collect();
    assert_eq!(checks, named.iter().map(|(check, _)| check.as_str()).collect::<Vec<_>>());
    lines
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
fn whatever_a_program_does_has_its_own_sentence_and_the_other_checks_still_run() {
    if !solutions_are_here() {
        return;
    }
    let copy = copy();
    let bodies = [
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
        ("todo!()", "not started"),
    ];
    for (body, sentence) in common::some(bodies, "programs") {
        copy.with_file(STUB, Some(&stub(body)), || {
            socklings(&copy, &["check", "accept"])
                .code(1)
                .stdout(contains(sentence))
                .stdout(contains("✓ the_listener_keeps_listening"))
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
        // A line for each check, whatever came of it.
        let lines = json_lines(&copy, "accept", 1);
        assert!(lines.iter().all(|line| line["outcome"] == "does_not_compile"));
        assert!(lines.iter().all(|line| line["points"] == 0 && line["of"].is_u64()));
        socklings(&copy, &["check", "listen"]).stdout(contains("Does not compile").not());
    });
}

#[test]
fn a_stub_that_is_empty_or_no_text_does_not_compile() {
    let copy = copy();
    copy.with_file(STUB, Some(""), || {
        socklings(&copy, &["check", "accept"]).code(1).stdout(contains("Does not compile."));
        fs::write(copy.path(STUB), b"\xff\xfe no text").expect("a file of the copy can be written");
        let verdict = socklings(&copy, &["check", "accept"]).code(1);
        verdict.stdout(contains("Does not compile.").and(contains("UTF-8")));
    });
}

/// The file of kept verdicts: of several courses that are built here, the one that was judged last.
fn kept(copy: &Copy) -> std::path::PathBuf {
    let folder = fs::read_dir(copy.path("target/socklings")).expect("something is kept");
    let files = folder.flatten().map(|file| file.path());
    let is_kept = |file: &std::path::PathBuf| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("progress-") && name.ends_with(".json")
    };
    let time = |file: &std::path::PathBuf| file.metadata().and_then(|file| file.modified()).ok();
    files.filter(is_kept).max_by_key(time).expect("verdicts are kept")
}

#[test]
fn a_text_at_which_the_compiler_breaks_off_does_not_compile() {
    let copy = copy();
    let deep = format!("const DEEP: u8 = {}1{};\n", "(".repeat(3_000), ")".repeat(3_000));
    copy.with_file(STUB, Some(&(copy.read(STUB) + &deep)), || {
        socklings(&copy, &["check", "accept"]).code(1).stdout(contains("Does not compile"));
    });
}

/// Whoever opens it waits until somebody writes.
#[cfg(unix)]
#[test]
fn a_stub_that_is_a_fifo_is_not_waited_for() {
    let copy = copy();
    let stub = copy.read(STUB);
    copy.with_file(STUB, None, || {
        let made = Command::new("mkfifo").arg(copy.path(STUB)).status();
        assert!(made.expect("mkfifo is there").success());
        let soon = |arguments: &[&str]| {
            command(&copy, arguments).timeout(std::time::Duration::from_secs(120)).assert()
        };
        soon(&["check", "accept"]).code(2).stderr(contains("is missing, or is no file"));
        soon(&["list"]).code(0);
        soon(&["show", "accept"]).code(2);
        // A page has the stub as it was given.
        soon(&["page", "accept", "--text"]).code(0).stdout(contains("pub fn accept("));
        soon(&["reset", "accept"]).code(0).stdout(contains("is the stub again"));
        assert_eq!(copy.read(STUB), stub);
    });
}

#[cfg(unix)]
#[test]
fn a_check_that_is_interrupted_leaves_nothing() {
    let copy = copy();
    let temporary = tempfile::tempdir().expect("a folder can be made");
    let is_empty = || fs::read_dir(temporary.path()).expect("it is there").next().is_none();
    let mut bare = Command::new(env!("CARGO_BIN_EXE_socklings"));
    bare.args(["check", "accept"]).current_dir(&copy.root).env("CARGO_MANIFEST_DIR", &copy.root);
    bare.env("CARGO_TARGET_DIR", copy.path("target")).env("TMPDIR", temporary.path());
    // What is kept would need no check.
    let changed = format!("{}\n// {}\n", copy.read(STUB), std::process::id());
    copy.with_file(STUB, Some(&changed), || {
        let mut check =
            bare.stdout(std::process::Stdio::null()).spawn().expect("it can be started");
        let long = std::time::Duration::from_secs(120);
        let begun = grader::until(long, || (!is_empty()).then_some(()));
        let process = grader::process::Process::new(check.id());
        process.signal(grader::process::Signal::Term).expect("it runs");
        let ended = check.wait().expect("it is waited for");
        assert!(begun.is_some() && ended.code().is_none(), "{ended}");
        // What cargo has started may end a little later.
        assert!(grader::until(long, || is_empty().then_some(())).is_some());
    });
}

#[test]
fn progress_that_is_damaged_or_from_another_version_is_derived_anew() {
    let copy = copy();
    // The first time, cargo may write Cargo.lock, and a verdict is about that too.
    socklings(&copy, &["check", "accept"]);
    socklings(&copy, &["check", "accept"]);
    let file = kept(&copy);
    let whole = fs::read_to_string(&file).expect("it can be read");
    // What is known is used: nothing is judged twice.
    list_known(&copy).stdout(contains("accept       not started"));
    let edited = whole.replace("\"outcome\":\"not_started\"", "\"outcome\":\"passed\"");
    let other = whole.replace("\"version\":3", "\"version\":1");
    for text in common::some(["", "{", "[1, 2]", &edited, &other], "damaged files") {
        assert_ne!(text, whole);
        fs::write(&file, text).expect("it can be written");
        list_known(&copy).stdout(contains("accept       cannot be checked"));
    }
    socklings(&copy, &["list"]).code(0).stdout(contains("accept       not started"));
}

#[test]
fn a_verdict_is_about_what_the_manifest_names_too() {
    let copy = copy();
    let manifest = "exercises/06_accept/Cargo.toml";
    let named = "[package.metadata.socklings]\nreads = [\"shared.txt\"]\n\n[[bin]]";
    let named = copy.read(manifest).replace("[[bin]]", named);
    copy.with_file(manifest, Some(&named), || {
        copy.write("shared.txt", "one");
        // The first time, cargo may write Cargo.lock, and a verdict is about that too.
        socklings(&copy, &["check", "accept"]);
        socklings(&copy, &["check", "accept"]);
        list_known(&copy).stdout(contains("06 accept       not started"));
        copy.write("shared.txt", "another");
        list_known(&copy).stdout(contains("06 accept       cannot be checked"));
        fs::remove_file(copy.path("shared.txt")).expect("a file can be removed");
    });
}

#[test]
fn checks_in_several_terminals_keep_all_their_verdicts() {
    let copy = copy();
    let names = ["accept", "listen", "lookup"];
    thread::scope(|scope| {
        for name in names {
            scope.spawn(|| socklings(&copy, &["check", name]).code(1));
        }
    });
    let text = fs::read_to_string(kept(&copy)).expect("it can be read");
    for name in names {
        assert!(text.contains(&format!("\"{name}\":{{\"digest\"")), "{name} is not kept");
    }
}

#[test]
fn a_file_with_an_old_time_is_judged_by_its_content() {
    if !solutions_are_here() {
        return;
    }
    let copy = copy();
    let right = copy.read("solutions/06_accept/src/accept.rs");
    copy.with_file(STUB, Some(&copy.read(STUB)), || {
        socklings(&copy, &["check", "accept"]).code(1).stdout(contains("not started"));
        // Unpacked, copied, taken out of a stash: it comes with the time that it had.
        copy.write(STUB, &right);
        let old = std::time::SystemTime::now() - std::time::Duration::from_secs(100_000);
        let file = fs::File::options().write(true).open(copy.path(STUB)).expect("it is there");
        file.set_modified(old).expect("its time can be set");
        drop(file);
        socklings(&copy, &["check", "accept"]).code(0).stdout(contains("Passed: "));
    });
}

/// Every file that the course reads for one exercise: its tests compare bytes.
#[test]
fn line_ends_as_on_windows_change_no_verdict() {
    if !solutions_are_here() {
        return;
    }
    let copy = copy();
    let right = copy.read("solutions/06_accept/src/accept.rs");
    let mut read = vec![STUB.to_owned(), "book/src/accept.md".to_owned()];
    for folder in ["tests/stories/accept", "tests/snapshots"] {
        for entry in fs::read_dir(copy.path(folder)).expect("the folder is there").flatten() {
            let name = entry.file_name().into_string().expect("names are UTF-8");
            if folder.ends_with("accept") || name.starts_with("accept__") {
                read.push(format!("{folder}/{name}"));
            }
        }
    }
    let with = |text: &str| text.replace('\n', "\r\n");
    copy.with_files(&read, with, || {
        copy.write(STUB, &with(&right));
        socklings(&copy, &["check", "accept"]).code(0).stdout(contains("Passed: "));
        socklings(&copy, &["show", "accept"]).code(0);
    });
}

#[test]
fn what_cannot_be_printed_is_told_in_a_sentence() {
    let copy = copy();
    let full = fs::File::options().write(true).open("/dev/full");
    let Ok(full) = full else { return grader::tell_people("skipped: there is no /dev/full") };
    let mut command = Command::new(env!("CARGO_BIN_EXE_socklings"));
    command.arg("list").current_dir(&copy.root).env("CARGO_MANIFEST_DIR", &copy.root);
    let output = command.env("CARGO_TARGET_DIR", copy.path("target")).stdout(full).output();
    let output = output.expect("it can be started");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("The output cannot be written") && !told.contains("panicked"), "{told}");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_folder_of_the_learners_own_breaks_nothing() {
    let copy = copy();
    for folder in ["site/docs", "exercises/notes", "crate/docs", "sketches/06_accept"] {
        fs::create_dir_all(copy.path(folder)).expect("a folder can be made");
    }
    socklings(&copy, &["check", "accept"]).code(1).stdout(contains("not started"));
    for folder in ["site", "exercises/notes", "crate", "sketches"] {
        fs::remove_dir_all(copy.path(folder)).expect("a folder can be removed");
    }
}

#[test]
fn a_reset_puts_the_stub_back_and_keeps_every_file() {
    if Command::new("git").arg("--version").output().is_err() {
        return common::skip("git is not installed, so no history is tried");
    }
    let copy = copy();
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=a", "-c", "user.email=a@example.org"]).args(arguments);
        assert!(git.current_dir(&copy.root).output().expect("git is installed").status.success());
    };
    let stub = copy.read(STUB);
    git(&["init", "--quiet"]);
    git(&["add", STUB]);
    git(&["commit", "--quiet", "--message", "the stub"]);
    copy.with_file(STUB, Some("// mine, and committed\n"), || {
        git(&["commit", "--quiet", "--all", "--message", "mine"]);
        copy.write(STUB, "// mine, and newer\n");
        socklings(&copy, &["reset", "accept"]).code(0).stdout(contains("accept.mine-1.rs"));
        assert_eq!(copy.read(STUB), stub);
        copy.write(STUB, "// once more\n");
        socklings(&copy, &["reset", "accept"]).code(0).stdout(contains("accept.mine-2.rs"));
        socklings(&copy, &["reset", "accept"]).code(0).stdout(contains("is the stub already"));
        let kept = |number| copy.read(&STUB.replace(".rs", &format!(".mine-{number}.rs")));
        assert_eq!([kept(1), kept(2)], ["// mine, and newer\n", "// once more\n"]);
    });
    // No history is needed.
    fs::remove_dir_all(copy.path(".git")).expect("a folder can be removed");
    copy.with_file(STUB, Some("// mine\n"), || {
        socklings(&copy, &["reset", "accept"]).code(0).stdout(contains("is the stub again"));
        assert_eq!(copy.read(STUB), copy.read("tests/stubs/accept.rs"));
    });
    copy.with_file("tests/stubs/accept.rs", None, || {
        copy.with_file(STUB, Some("// mine\n"), || {
            socklings(&copy, &["reset", "accept"]).code(2).stderr(contains("Get the course again"));
            assert_eq!(copy.read(STUB), "// mine\n");
        });
    });
}

#[test]
fn show_puts_both_traces_side_by_side() {
    if !solutions_are_here() {
        return;
    }
    let copy = copy();
    let wrong = copy.read("solutions/06_accept/src/accept.rs");
    let wrong = wrong.replace("Some(packet.destination)", "table[found].local");
    copy.with_file(STUB, Some(&wrong), || {
        socklings(&copy, &["check", "accept"]).code(1);
        socklings(&copy, &["show", "accept"])
            .code(0)
            .stdout(contains("^^^^^^^^^^ expected: 198.18.203.1:80"));
        socklings(&copy, &["show", "accept", "--html", "both.html"]).code(0);
        let page = copy.read("both.html");
        assert!(page.contains("id=\"yours-1\"") && page.contains("id=\"expected-1\""));
        assert!(page.contains("<strong>It keeps 0.0.0.0.</strong>"), "the mistake's words");
        assert!(page.contains("accept.html#keeps-the-wildcard\">"), "a link to them");
        let links = page.matches("href=").count();
        assert!(!page.contains("src=") && links == 1, "the page needs nothing else: {links} links");
    });
    // Nothing is wrong in the fixed stories: no client there has this port.
    let wrong = copy.read("solutions/06_accept/src/accept.rs");
    let odd = "SocketAddrV4::new(*packet.source.ip(), packet.source.port().min(1027))";
    let wrong = wrong.replace("Some(packet.source)", &format!("Some({odd})"));
    copy.with_file(STUB, Some(&wrong), || {
        let verdict = socklings(&copy, &["check", "accept"]).code(1);
        verdict
            .stdout(contains("✗ every_packet_makes_the_right_copy").and(contains("0 of 2 points")));
        socklings(&copy, &["show", "accept"])
            .code(0)
            .stdout(contains("packets: client 127.0.0.1:40000").and(contains("127.0.0.1:1027")))
            .stdout(contains("^^^^^^^^^^^^^^\n").and(contains("expected: 127.0.0.1:40000")));
        socklings(&copy, &["show", "accept", "--html", "both.html"]).code(0);
        assert!(copy.read("both.html").contains("expected-1"));
    });
    socklings(&copy, &["show", "listener"]).code(2).stderr(contains("this machine's own kernel"));
    socklings(&copy, &["show", "accept", "none"]).code(2).stderr(contains("There are: again,"));
}

#[test]
fn after_the_last_exercise_there_is_an_ending() {
    if !solutions_are_here() {
        return;
    }
    let copy = copy();
    let stub = |folder: &str| {
        let (_, name) = folder.split_once('_').expect("a number and a name");
        format!("{folder}/src/{name}.rs")
    };
    let folders = ["04_listen", "05_listener", "06_accept", "07_lookup"].map(stub);
    let before: Vec<_> = folders.iter().map(|it| copy.read(&format!("exercises/{it}"))).collect();
    for stub in &folders {
        copy.write(&format!("exercises/{stub}"), &copy.read(&format!("solutions/{stub}")));
    }
    let output = command(&copy, &[]).output().expect("it runs");
    for (stub, text) in folders.iter().zip(before) {
        copy.write(&format!("exercises/{stub}"), &text);
    }
    let said = String::from_utf8(output.stdout).expect("text");
    assert!(said.contains("All 4 exercises are passed.\n\nA packet reaches port 80."), "{said}");
    assert!(said.ends_with("Read:   cargo run -- page end\n"), "{said}");
}

#[test]
fn without_a_home_the_course_works_too() {
    let copy = copy();
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_socklings"));
    command.args(["hint", "accept"]).current_dir(&copy.root).env_remove("HOME");
    command.env("CARGO_MANIFEST_DIR", &copy.root).assert().code(0).stdout(contains("Hint 1 of 3"));
}

#[test]
fn the_doctor_says_what_follows() {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_socklings"));
    command
        .arg("doctor")
        .env("CARGO", env!("CARGO"))
        .env("PATH", "")
        .assert()
        .code(0)
        .stdout(contains("nothing can be judged").and(contains("cargo install --locked mdbook")))
        .stdout(contains("wrk                    web_server: what needs it is skipped"));
}

#[test]
fn what_is_missing_is_named_with_the_way_to_get_it_back() {
    let copy = copy();
    let back = |file: &str| contains(format!("git checkout -- {file}"));
    let (page, snapshot) = ("book/src/accept.md", "tests/snapshots/accept__one_packet.snap");
    copy.with_file(STUB, None, || {
        let missing = socklings(&copy, &["check", "accept"]).code(2);
        missing.stderr(contains("is missing").and(contains("cargo run -- reset accept")));
    });
    copy.with_file(page, None, || {
        socklings(&copy, &["hint", "accept"]).code(2).stderr(back(page));
        socklings(&copy, &["check", "accept"]).code(2).stderr(back(page));
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
    if !solutions_are_here() {
        return;
    }
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
