//! Whatever a program does, the grader comes back with one sentence about it.

use std::thread;
use std::time::Instant;

use grader::{DEADLINE, Ended, Failure, Program, Run};

fn run(kind: &str) -> Run {
    let program = Program::new(env!("CARGO_BIN_EXE_misbehave")).with_mistake(kind);
    let start = Instant::now();
    let run = program.run::<&str>([]).expect("the program starts");
    // The machine may be busy with other tests, and lets it have more time; a hang would last for ever.
    assert!(start.elapsed() < DEADLINE * 13, "{kind} took {:?}", start.elapsed());
    run
}

#[test]
fn a_program_that_ends_well_has_ended_well() {
    assert_eq!(run("nothing").ended, Ended::Exited(0));
}

#[test]
fn todo_is_not_started() {
    assert_eq!(run("todo").ended, Ended::NotStarted);
}

#[test]
fn a_panic_is_told_with_its_place_and_words() {
    let Ended::Panicked { location, message } = run("panic").ended else { panic!("no panic") };
    assert!(location.contains("misbehave/main.rs:16"), "{location}");
    assert_eq!(message, "the table has no socket #7");
}

#[test]
fn a_panic_in_a_thread_that_is_caught_is_not_the_programs_end() {
    assert_eq!(run("late_panic").ended, Ended::Exited(0));
}

#[test]
fn of_two_panics_the_one_that_ended_the_program_is_told() {
    let Ended::Panicked { message, .. } = run("two_panics").ended else { panic!("no panic") };
    assert_eq!(message, "the main thread, and that is the end");
}

/// Each of them takes a whole deadline, so they run side by side.
#[test]
fn what_does_not_end_by_itself_is_ended() {
    let mut cases = vec![("deadlock", Ended::Waits)];
    if cfg!(target_os = "linux") {
        cases.push(("loop", Ended::Loops));
    } else {
        grader::tell_people(
            "skipped: only Linux tells how much processor time another process has used",
        );
    }
    if cfg!(unix) {
        // The program ends, and what it has started does not.
        cases.push(("orphan", Ended::Exited(0)));
    } else {
        grader::tell_people("skipped: what a program has started is ended with it on Unix only");
    }
    thread::scope(|scope| {
        for (kind, ended) in cases {
            scope.spawn(move || assert_eq!(run(kind).ended, ended, "{kind}"));
        }
    });
}

#[test]
fn a_stack_overflow_is_not_just_a_signal() {
    assert_eq!(run("stack_overflow").ended, Ended::StackOverflow);
}

#[test]
fn leaving_early_is_no_success() {
    // The exit code alone says nothing: a story's trace is not there, or a line is missing.
    let program = Program::new(env!("CARGO_BIN_EXE_misbehave")).with_mistake("exit");
    let mut running = program.start::<&str>([]).expect("the program starts");
    assert_eq!(running.line(), None);
    assert_eq!(running.end().ended, Ended::Exited(0));
}

#[test]
fn a_forged_summary_is_output_and_nothing_else() {
    let run = run("forged");
    assert!(run.stdout.contains("test result: ok"));
    assert_eq!(run.ended, Ended::Exited(0));
}

#[test]
#[cfg(unix)]
fn an_abort_is_a_signal() {
    assert_eq!(run("abort").ended, Ended::Signal(6));
}

#[test]
fn printing_without_end_is_stopped_and_little_is_kept() {
    let run = run("flood");
    assert_eq!(run.ended, Ended::Floods);
    assert!(run.stdout.len() <= 16 * 1024);
}

#[test]
fn a_program_may_be_allowed_to_print_freely() {
    assert_eq!(run("much").ended, Ended::Floods);
    let program = Program::new(env!("CARGO_BIN_EXE_misbehave")).with_mistake("much");
    let run = program.printing_freely().run::<&str>([]).expect("the program starts");
    assert_eq!(run.ended, Ended::Exited(0));
    assert!(run.stdout.len() <= 16 * 1024);
}

#[test]
fn a_line_without_end_is_cut() {
    let run = run("long_line");
    assert_eq!(run.ended, Ended::Exited(0));
    assert!(run.stdout.len() <= 16 * 1024);
}

#[test]
fn bytes_that_are_no_text_are_shown_as_far_as_they_can_be() {
    assert!(run("not_utf8").stdout.ends_with(" bytes\n"));
}

#[test]
fn a_long_panic_is_cut() {
    let Ended::Panicked { message, .. } = run("long_panic").ended else { panic!("no panic") };
    assert!(message.starts_with("and on and on") && message.ends_with(" characters more)"));
    assert!(message.len() < 700, "{message}");
}

const STORY: &str = "story: a socket\nsocket()\n";

/// Has a program play a story.
fn play(kind: &str) -> (String, Run) {
    let program = Program::new(env!("CARGO_BIN_EXE_misbehave")).with_mistake(kind);
    let start = Instant::now();
    let played = program.play_text(STORY).expect("it is the program's own fault");
    assert!(start.elapsed() < DEADLINE * 13, "{kind} took {:?}", start.elapsed());
    played
}

#[test]
#[cfg(unix)]
fn what_is_no_file_is_no_trace() {
    for (kind, what) in [
        ("trace_is_endless", "a symbolic link"),
        ("trace_is_a_link", "a symbolic link"),
        ("trace_is_a_fifo", "a FIFO"),
        ("trace_is_a_folder", "a folder"),
        ("trace_is_large", "a file of more than 16 MiB"),
    ] {
        let (text, run) = play(kind);
        assert_eq!((text.as_str(), &run.ended), ("", &Ended::LeftInstead(what.into())), "{kind}");
        assert!(grader::ending(&run.ended).contains(what));
    }
}

#[test]
fn a_trace_that_is_no_text_is_no_trace() {
    let (text, run) = play("trace_is_no_text");
    assert_eq!(run.ended, Ended::Exited(0));
    assert!(matches!(grader::written_traces(&text), Err(Failure::Seen(..))), "{text}");
}

#[test]
fn an_exit_code_is_the_programs_own_whatever_it_says() {
    let (text, run) = play("exit_2");
    assert_eq!((text.as_str(), run.ended), ("", Ended::Exited(2)));
}

#[test]
fn a_file_that_is_no_story_is_not_the_programs_fault() {
    let program = Program::new(env!("CARGO_BIN_EXE_misbehave")).with_mistake("exit_2");
    for stories in ["", "nonsense"] {
        assert!(program.play_text(stories).is_err());
    }
}

#[test]
#[cfg(unix)]
fn a_temporary_folder_that_cannot_be_made_is_told() {
    let mut grader = std::process::Command::new(env!("CARGO_BIN_EXE_misbehave"));
    grader.env("MISTAKE", "has_no_folder").env("TMPDIR", "/nonexistent");
    let said = grader.output().expect("the program starts").stdout;
    let said = String::from_utf8_lossy(&said);
    assert!(said.contains("/nonexistent") && said.contains("TMPDIR"), "{said}");
}

#[cfg(target_os = "linux")]
mod left_behind {
    use std::io::{ErrorKind, Read};
    use std::net::{Ipv4Addr, TcpListener, TcpStream};
    use std::os::unix::process::ExitStatusExt;
    use std::process::{Command, Stdio};

    use grader::process::{Process, Signal};
    use grader::until;

    use super::*;

    /// Where those who sleep connect.
    struct Bed(TcpListener);

    impl Bed {
        fn new() -> Self {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
            listener.set_nonblocking(true).unwrap();
            Self(listener)
        }

        fn address(&self) -> String {
            self.0.local_addr().unwrap().to_string()
        }

        /// The connections of so many who sleep.
        fn sleepers(&self, count: usize) -> Vec<TcpStream> {
            let next = || until(DEADLINE * 2, || self.0.accept().ok());
            (0..count).map(|_| next().expect("somebody sleeps").0).collect()
        }
    }

    fn are_gone(sleepers: Vec<TcpStream>) {
        for mut sleeper in sleepers {
            sleeper.set_nonblocking(true).unwrap();
            match sleeper.read(&mut [0]) {
                Ok(0) => {}
                Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
                other => panic!("somebody still sleeps: {other:?}"),
            }
        }
    }

    #[test]
    fn whoever_left_the_group_ends_with_the_program() {
        for (kind, count) in [("leaves_sleepers", 10), ("forks_twice", 10)] {
            let bed = Bed::new();
            let program = Program::new(env!("CARGO_BIN_EXE_misbehave")).with_mistake(kind);
            let running = program.start([bed.address()]).expect("the program starts");
            let sleepers = bed.sleepers(count);
            drop(running);
            are_gone(sleepers);
        }
    }

    #[test]
    fn another_programs_end_is_not_the_end_of_its_neighbours() {
        let bed = Bed::new();
        let program = Program::new(env!("CARGO_BIN_EXE_misbehave")).with_mistake("forks_twice");
        let running = program.start([bed.address()]).expect("the program starts");
        let mut sleepers = bed.sleepers(10);
        assert_eq!(run("nothing").ended, Ended::Exited(0));
        for sleeper in &mut sleepers {
            sleeper.set_nonblocking(true).unwrap();
            let heard = sleeper.read(&mut [0]);
            assert!(heard.is_err_and(|error| error.kind() == ErrorKind::WouldBlock));
        }
        drop(running);
        are_gone(sleepers);
    }

    #[test]
    fn a_grader_that_is_interrupted_ends_its_programs_and_leaves_nothing() {
        let signals = [(Signal::Int, 2), (Signal::Term, 15), (Signal::Hangup, 1)];
        // Under nohup(1), SIGHUP is ignored by this process, and by what it starts.
        let ignored = Process::new(std::process::id()).ignored_signals();
        for (signal, number) in signals {
            if ignored >> (number - 1) & 1 == 1 {
                grader::tell_people(&format!("skipped: signal {number} is ignored here"));
                continue;
            }
            let bed = Bed::new();
            let folder = tempfile::tempdir().unwrap();
            let mut grader = Command::new(env!("CARGO_BIN_EXE_misbehave"));
            grader.arg(bed.address()).env("MISTAKE", "judges").env("TMPDIR", folder.path());
            let mut grader = grader.stdin(Stdio::null()).spawn().unwrap();
            // One of them has not even its variables.
            let sleepers = bed.sleepers(12);
            assert_eq!(folder.path().read_dir().unwrap().count(), 1);
            Process::new(grader.id()).signal(signal).unwrap();
            let status = grader.wait().unwrap();
            assert_eq!(status.signal(), Some(number));
            are_gone(sleepers);
            assert_eq!(folder.path().read_dir().unwrap().count(), 0);
        }
    }
}

/// A launcher whose sandbox is still there when the program has ended.
#[cfg(target_os = "linux")]
const SLOW_LAUNCHER: &str = r#"#!/bin/sh
while [ "$1" != -- ]; do
    [ "$1" = --status ] && status=$2
    shift
done
shift
"$@" &
program=$!
echo "{\"child-pid\": $$, \"program-pid\": $program}" > "$status"
wait $program
code=$?
sleep 2
exit $code
"#;

#[test]
#[cfg(target_os = "linux")]
fn a_program_is_not_late_because_its_sandbox_is() {
    use std::os::unix::fs::PermissionsExt;
    use std::process::Command;
    use std::time::Duration;

    if std::env::var_os("SOCKLINGS_LAUNCHER").is_some() {
        let program = Program::new(env!("CARGO_BIN_EXE_misbehave")).with_mistake("nothing");
        let running = program.start::<&str>([]).expect("the program starts");
        return assert_eq!(running.end_within(Duration::from_secs(1)).ended, Ended::Exited(0));
    }
    let folder = tempfile::tempdir().unwrap();
    let launcher = folder.path().join("launcher");
    std::fs::write(&launcher, SLOW_LAUNCHER).unwrap();
    std::fs::set_permissions(&launcher, std::fs::Permissions::from_mode(0o755)).unwrap();
    let mut this = Command::new(std::env::current_exe().unwrap());
    this.args(["--exact", "a_program_is_not_late_because_its_sandbox_is"]);
    let output = this.env("SOCKLINGS_LAUNCHER", &launcher).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
