//! Whose clone it is and what the machine lacks: neither changes what is said of an answer.

use predicates::str::contains;

#[cfg(target_os = "linux")]
use crate::common::skip;
#[cfg(target_os = "linux")]
use crate::copy::{Copy, copy};
use crate::copy::{both_copies, solutions_are_here};
use crate::course::command;

/// The command, started by a program that changes something first.
#[cfg(target_os = "linux")]
fn started_by(starter: &[&str], copy: &Copy, arguments: &[&str]) -> assert_cmd::Command {
    let bare = command(copy, arguments);
    let mut command = assert_cmd::Command::new(starter[0]);
    command.args(&starter[1..]).arg(bare.get_program()).args(bare.get_args());
    for (name, value) in bare.get_envs() {
        command.env(name, value.expect("it removes no variable"));
    }
    // In CI, what is not checked is a fault.
    command.current_dir(&copy.root).env_remove("CI");
    command
}

/// What was built there is of the clone that was judged last.
#[test]
fn two_clones_that_build_in_one_folder_have_their_own_verdicts() {
    if !solutions_are_here() {
        return;
    }
    const STUB: &str = "exercises/06_accept/src/accept.rs";
    let [solved, begun] = both_copies();
    let does = |copy, arguments: &[&str]| {
        let mut command = command(copy, arguments);
        command.env("CARGO_TARGET_DIR", solved.path("target")).assert()
    };
    let check = |copy| does(copy, &["check", "accept"]);
    solved.with_file(STUB, Some(&solved.read("solutions/06_accept/src/accept.rs")), || {
        check(&solved).code(0).stdout(contains("Passed: "));
        check(&begun).code(1).stdout(contains("not started"));
        check(&solved).code(0).stdout(contains("Passed: "));
        // What is kept stands in one folder too.
        does(&solved, &["list"]).stdout(contains("06 accept       passed"));
        does(&begun, &["list"]).stdout(contains("06 accept       not started"));
    });
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_checked_here_is_neither_passed_nor_wrong() {
    if !solutions_are_here() {
        return;
    }
    if let Err(why) = grader::namespaces_are_allowed() {
        return skip(&why);
    }
    // In a user namespace of its own, where no other can be made (namespaces(7)).
    let alone = ["unshare", "--user", "--map-root-user", "sh", "-c"];
    let no_other = "echo 0 > /proc/sys/user/max_user_namespaces && exec \"$0\" \"$@\"";
    let lacking = [&alone[..], &[no_other]].concat();
    let copy = copy();
    let right = copy.read("solutions/05_listener/src/listener.rs");
    copy.with_file("exercises/05_listener/src/listener.rs", Some(&right), || {
        let says = |starter: &[&str], arguments: &[&str], code, words: &'static str| {
            started_by(starter, &copy, arguments).assert().code(code).stdout(contains(words));
        };
        says(
            &lacking,
            &["check", "listener"],
            3,
            "Passed: 15 of 15 points.\n2 more can't be checked",
        );
        says(&lacking, &["check", "listener", "--json"], 3, "\"not_checked\"");
        says(&lacking, &["list"], 0, "partly checked    15/15");
        // What was lacking is there again.
        says(&["env"], &["check", "listener"], 0, "Passed: 17 of 17 points.");
    });
}
