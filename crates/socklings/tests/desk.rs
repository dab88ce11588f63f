//! The desk at a terminal of its own: keys, saves, signals, and the terminal left as it was found.
#![cfg(unix)]

use std::fs;
use std::io::{Read, Write};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::copy::{Copy, copy, solutions_are_here};

/// A verdict may have to wait for a build on a busy machine.
const DEADLINE: Duration = Duration::from_secs(120);

const STUB: &str = "exercises/04_listen/src/listen.rs";

/// Somebody who sits at a terminal.
struct Sitter {
    terminal: Box<dyn MasterPty + Send>,
    shell: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    /// All that came.
    bytes: Vec<u8>,
}

/// The shell notes the terminal's settings before and after, and the number of the desk's process.
const SCRIPT: &str = r#"
    stty -g > before
    "$0" & echo $! > pid; fg > /dev/null 2>&1
    stty -g > after
    echo the shell is back
"#;

/// The same, with a rest in between: the desk is stopped, and called back.
const SCRIPT_WITH_A_REST: &str = r#"
    stty -g > before
    "$0" & echo $! > pid; fg > /dev/null 2>&1
    stty -g > resting
    echo it rests; read line; fg > /dev/null 2>&1
    stty -g > after
    echo the shell is back
"#;

impl Sitter {
    fn sit_down(copy: &Copy, columns: u16) -> Self {
        Self::run(copy, columns, SCRIPT)
    }

    fn run(copy: &Copy, columns: u16, script: &str) -> Self {
        Self::run_on(copy, columns, script, |command| {
            command.env("TERM", "xterm-256color");
            command.env("NO_COLOR", "1");
        })
    }

    fn run_on(
        copy: &Copy,
        columns: u16,
        script: &str,
        terminal: impl FnOnce(&mut CommandBuilder),
    ) -> Self {
        for file in ["before", "resting", "after", "pid"] {
            let _ = fs::remove_file(copy.path(file));
        }
        let size = PtySize { rows: 24, cols: columns, ..PtySize::default() };
        let pty = native_pty_system().openpty(size).expect("a terminal");
        let mut command = CommandBuilder::new("bash");
        // Job control, so that the desk can be stopped and called back as in a real shell.
        command.args(["-m", "-c", script, env!("CARGO_BIN_EXE_socklings")]);
        command.cwd(&copy.root);
        command.env("CARGO_MANIFEST_DIR", &copy.root);
        command.env("CARGO_TARGET_DIR", copy.path("target"));
        // Where it is set, colours are written even to what cannot show them.
        command.env_remove("CI");
        terminal(&mut command);
        let shell = pty.slave.spawn_command(command).expect("bash is installed");
        let mut reader = pty.master.try_clone_reader().expect("a terminal can be read");
        let keys = pty.master.take_writer().expect("a terminal can be written");
        let (sender, output) = mpsc::channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(length @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..length].to_vec()).is_err() {
                    return;
                }
            }
        });
        let screen = vt100::Parser::new(24, columns, 0);
        Self { terminal: pty.master, shell, keys, output, screen, bytes: Vec::new() }
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).expect("a terminal can be written");
    }

    /// Waits until the screen shows this, and gives what it shows.
    fn sees(&mut self, words: &str) -> String {
        self.sees_all(&[words])
    }

    /// Waits until the screen shows all of these at once. It comes line by line.
    fn sees_all(&mut self, words: &[&str]) -> String {
        let start = Instant::now();
        loop {
            let shown = self.screen.screen().contents();
            if words.iter().all(|words| shown.contains(words)) {
                return shown;
            }
            let left = DEADLINE.saturating_sub(start.elapsed());
            match self.output.recv_timeout(left) {
                Ok(bytes) => {
                    self.screen.process(&bytes);
                    self.bytes.extend(bytes);
                }
                Err(RecvTimeoutError::Timeout) => panic!("no {words:?} on the screen:\n{shown}"),
                Err(RecvTimeoutError::Disconnected) => panic!("it has left:\n{shown}"),
            }
        }
    }

    /// The desk's process.
    fn desk(&self, copy: &Copy) -> rustix::process::Pid {
        let text = copy.read("pid");
        let number = text.trim().parse().expect("a number");
        rustix::process::Pid::from_raw(number).expect("a process")
    }

    fn signal(&self, copy: &Copy, signal: rustix::process::Signal) {
        rustix::process::kill_process(self.desk(copy), signal).expect("the desk is there");
    }

    /// The shell is back, and the terminal is as it was.
    fn is_as_before(&mut self, copy: &Copy) {
        self.sees("the shell is back");
        assert!(!self.screen.screen().hide_cursor(), "the cursor is hidden");
        assert_eq!(copy.read("before"), copy.read("after"), "the terminal's settings differ");
        let _ = self.shell.wait();
    }
}

#[test]
fn keys_do_what_they_say() {
    let copy = copy();
    let mut sitter = Sitter::sit_down(&copy, 80);
    sitter.sees("not started");
    sitter.press("h");
    sitter.sees_all(&["Hint 1 of 3", "More: h"]);
    sitter.press("h");
    sitter.sees_all(&["Hint 2 of 3", "q back"]);
    sitter.press("q");
    sitter.sees_all(&["not started", "q quit"]);
    sitter.press("l");
    sitter.sees("> 04 listen");
    sitter.press("6");
    sitter.sees("> 06 accept");
    sitter.press("x");
    sitter.sees("exercises/06_accept/src/accept.rs");
    sitter.press("n");
    sitter.sees("exercises/07_lookup/src/lookup.rs");
    sitter.press("q");
    let shown = sitter.sees("0 of 4 exercises passed. `cargo run` goes on.");
    assert!(shown.contains("\n0 of 4"), "a line of its own: {shown}");
    sitter.is_as_before(&copy);
}

#[test]
fn what_is_chosen_in_the_list_is_on_a_small_screen_too() {
    let copy = copy();
    let mut sitter = Sitter::sit_down(&copy, 80);
    sitter.sees("not started");
    let size = PtySize { rows: 8, cols: 80, ..PtySize::default() };
    sitter.terminal.resize(size).expect("a terminal can be resized");
    sitter.screen = vt100::Parser::new(8, 80, 0);
    // A key that comes at the same moment as the new size is heard only with the next one (crossterm 0.29).
    sitter.sees("… lines 1 to");
    sitter.press("l");
    for chosen in ["> 04 listen", "> 05 listener", "> 06 accept", "> 07 lookup"] {
        let shown = sitter.sees_all(&[chosen, "any other key: back"]);
        assert!(shown.starts_with('['), "the first line is on the screen: {shown}");
        sitter.press("j");
    }
    sitter.press("q");
    sitter.sees("q quit");
    sitter.press("q");
    sitter.is_as_before(&copy);
}

#[test]
fn a_save_is_judged_and_a_reset_loses_nothing() {
    if !solutions_are_here() {
        return;
    }
    let copy = copy();
    let solved = copy.read("solutions/04_listen/src/listen.rs");
    // Whatever happens here, the stub is put back in the end.
    let stub = copy.read(STUB);
    copy.with_file(STUB, Some(&stub), || saves(&copy, &solved));
}

fn saves(copy: &Copy, solved: &str) {
    let mut sitter = Sitter::sit_down(copy, 80);
    sitter.sees("not started");
    copy.write(STUB, solved);
    sitter.sees("Passed: ");
    // What has been built, and where it stands, in the page's words; and how far the whole has got.
    sitter.sees("the second half of the server's stage 2.1");
    let shown = sitter.sees("1 of 4 · about ");
    assert!(shown.contains("hours left") && shown.contains("04 Listen · About 30 to 100 minutes"));
    // An editor may write a new file and put it into the place of the old one.
    copy.write("exercises/04_listen/src/new", &solved.replace("State::Listen", "State::Closed"));
    fs::rename(copy.path("exercises/04_listen/src/new"), copy.path(STUB)).expect("a rename");
    sitter.sees("✗ the_socket_listens_for_connections");
    // What is saved in the middle of a check wins.
    let slow = "let limit = { std::thread::park(); 5 };";
    let slow = solved.replacen(
        "let id = table.socket_of(fd)?;",
        &format!("{slow} let id = table.socket_of(fd)?; let _ = limit;"),
        1,
    );
    copy.write(STUB, &slow);
    // Meanwhile the verdict on the version before can be read.
    let saved = "Checking what you have saved …";
    let shown = sitter.sees_all(&[saved, "✗ the_socket_listens_for_connections", "q quit"]);
    assert!(shown.lines().next().is_some_and(|line| line.ends_with("checking …")), "{shown}");
    copy.write(STUB, "no Rust \u{1F980} at all");
    sitter.sees("Does not compile.");
    sitter.press("t");
    sitter.sees("does not compile. `cargo run -- check listen` says why.");
    copy.write(STUB, solved);
    sitter.sees("Passed: ");
    sitter.press("r");
    sitter.sees("Put the stub back?");
    sitter.press("n");
    assert_eq!(copy.read(STUB), solved);
    sitter.press("q");
    sitter.is_as_before(copy);
}

/// Cargo, which waits at a gate before it builds.
const CARGO_AT_THE_GATE: &str = r#"#!/bin/sh
case "$1" in build|test) read -r line < gate; echo > passed ;; esac
exec cargo "$@"
"#;

/// Lets one cargo through the gate. Waits until it is there, and until it has passed.
fn open_the_gate(copy: &Copy) {
    let [gate, passed] = ["gate", "passed"].map(|file| copy.path(file));
    let (sender, has_passed) = mpsc::channel();
    // To open a FIFO waits for the other side, which may never come.
    thread::spawn(move || sender.send(fs::write(gate, "\n").and_then(|()| fs::read(passed))));
    let read = has_passed.recv_timeout(DEADLINE).expect("cargo comes to the gate");
    read.expect("a FIFO can be read");
}

#[test]
fn keys_are_heard_while_cargo_builds() {
    use std::os::unix::fs::PermissionsExt;

    let copy = copy();
    copy.write("cargo", CARGO_AT_THE_GATE);
    let runs = fs::Permissions::from_mode(0o755);
    fs::set_permissions(copy.path("cargo"), runs).expect("a script can be made");
    for file in ["gate", "passed"] {
        let _ = fs::remove_file(copy.path(file));
        let made = std::process::Command::new("mkfifo").arg(copy.path(file)).status();
        assert!(made.expect("mkfifo is installed").success());
    }
    // Nothing has been judged yet.
    let _ = fs::remove_dir_all(copy.path("target/socklings"));
    let mut sitter = Sitter::run_on(&copy, 80, SCRIPT, |command| {
        command.env("TERM", "xterm-256color");
        command.env("CARGO", copy.path("cargo"));
    });
    let shown = sitter.sees_all(&["Building … The first time takes a while.", "q quit"]);
    assert!(shown.lines().next().is_some_and(|line| line.ends_with("building …")), "{shown}");
    sitter.press("h");
    sitter.sees_all(&["Hint 1 of 3", "q back"]);
    sitter.press("l");
    sitter.sees("> 04 listen");
    sitter.press("x");
    open_the_gate(&copy);
    sitter.sees_all(&["not started", "q quit"]);
    sitter.press("t");
    sitter.sees_all(&["Building, and playing", "q back"]);
    sitter.press("h");
    sitter.sees("Hint 2 of 3");
    open_the_gate(&copy);
    sitter.press("t");
    sitter.sees("Building, and playing");
    open_the_gate(&copy);
    sitter.sees("1. ");
    // All are checked, until another key is pressed.
    sitter.press("c");
    sitter.sees_all(&["04 listen       not started", "… listener"]);
    sitter.press("q");
    sitter.sees_all(&["· the_socket_listens", "q quit"]);
    // What had begun is known; nothing else begins.
    open_the_gate(&copy);
    sitter.press("l");
    sitter.sees("05 listener     not started");
    sitter.press("qq");
    sitter.is_as_before(&copy);
}

/// A wrong answer that the compiler warns of, too.
fn wrong_accept(copy: &Copy) -> String {
    let solved = copy.read("solutions/06_accept/src/accept.rs");
    let wrong = solved.replacen("Some(packet.destination)", "table[found].local", 1);
    let wrong = wrong.replacen("-> SocketId {", "-> SocketId {\n    let clue = 3;", 1);
    assert!(wrong.contains("table[found].local") && wrong.contains("let clue"));
    wrong
}

#[test]
fn a_verdict_fits_on_the_screen_and_names_its_check_and_what_differs() {
    if !solutions_are_here() {
        return;
    }
    let copy = copy();
    let wrong = wrong_accept(&copy);
    copy.with_file("exercises/06_accept/src/accept.rs", Some(&wrong), || {
        for columns in [80, 60] {
            let mut sitter = Sitter::sit_down(&copy, columns);
            sitter.sees("q quit");
            sitter.press("l6x");
            let warned = "The compiler warns: exercises/06_accept/src/accept.rs:";
            let shown = sitter.sees_all(&[warned, "q quit"]);
            let lines: Vec<_> = shown.lines().collect();
            assert!(lines[0].starts_with('['), "the first line is on the screen: {shown}");
            let has = |words: &str| lines.iter().position(|line| line.contains(words));
            assert!(has("✗ the_copy_has_the_address_that_was_dialled: 0 of 1 point").is_some());
            assert!(has("clue").is_some() && has("It keeps 0.0.0.0").is_some(), "{shown}");
            // The mark stands under the cell that differs.
            let marked = has("^^^^^^^^^^ expected: 198.18.203.1:80").expect(&shown);
            let start = lines[marked].find('^').expect("a mark");
            assert_eq!(lines[marked - 1][start..].split_whitespace().next(), Some("0.0.0.0:80"));
            // There is more than fits.
            sitter.press("    ");
            sitter.sees_all(&["Hint:   cargo run -- hint accept", "down"]);
            sitter.press("kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk");
            sitter.sees_all(&["✗ ", warned, "q quit"]);
            // The trace begins at what differs, and leads to the rest.
            sitter.press("t");
            let shown = sitter.sees(": space, up and down");
            let body: Vec<_> = shown.lines().skip(4).collect();
            assert!(body[0].starts_with("2. SYN 198.18.203.153:1025"), "{shown}");
            assert!(shown.contains("^^^^^^^^^^ expected: 198.18.203.1:80"), "{shown}");
            sitter.press("kkkkk");
            sitter.sees_all(&["1. given: a server listens", "q back"]);
            // It leaves the trace, and not the desk.
            sitter.press("q");
            sitter.sees_all(&[warned, "q quit"]);
            sitter.press("q");
            sitter.is_as_before(&copy);
        }
    });
}

#[test]
fn a_page_opens_or_is_read_at_the_desk() {
    let copy = copy();
    let quiet = |command: &mut CommandBuilder| {
        command.env("TERM", "xterm-256color");
        ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"]
            .iter()
            .for_each(|it| command.env_remove(it));
    };
    let mut sitter = Sitter::run_on(&copy, 80, SCRIPT, |command| {
        quiet(command);
        command.env("BROWSER", "true");
    });
    sitter.sees("not started");
    sitter.press("p");
    sitter.sees("In your browser: file:///");
    assert!(copy.read("target/socklings/book/listen.html").contains("id=\"listen-web-server\""));
    sitter.press("qq");
    sitter.is_as_before(&copy);

    // Where there is none, the desk shows the page, and each key of it still works.
    let mut sitter = Sitter::run_on(&copy, 60, SCRIPT, |command| {
        quiet(command);
        command.env_remove("BROWSER");
    });
    sitter.sees("not started");
    sitter.press("p");
    sitter.sees("… lines 1 to ");
    sitter.press(" ");
    sitter.sees("… lines 13 to ");
    sitter.press("h");
    sitter.sees("Hint 1 of 3");
    sitter.press("qq");
    sitter.is_as_before(&copy);
}

#[test]
fn what_names_a_page_is_a_link_where_the_terminal_takes_one() {
    if !solutions_are_here() {
        return;
    }
    let copy = copy();
    let wrong = wrong_accept(&copy);
    let script = r#"
        stty -g > before
        "$0" check accept
        stty -g > after
        echo the shell is back
    "#;
    copy.with_file("exercises/06_accept/src/accept.rs", Some(&wrong), || {
        let bytes = |name: &str| {
            let mut sitter = Sitter::run_on(&copy, 80, script, |command| {
                command.env("TERM", name);
                command.env_remove("NO_COLOR");
            });
            sitter.is_as_before(&copy);
            let shown = sitter.screen.screen().contents();
            assert!(
                shown.contains("Read:   cargo run -- page accept#keeps-the-wildcard"),
                "{shown}"
            );
            String::from_utf8_lossy(&sitter.bytes).into_owned()
        };
        let with = bytes("xterm-256color");
        let (_, link) = with.split_once("Read:   \x1b]8;;file://").expect(&with);
        let (link, _) = link.split_once("\x1b\\cargo run").expect(&with);
        assert!(link.ends_with("/socklings/book/accept/keeps-the-wildcard.html"), "{link}");
        let leads = copy.read("target/socklings/book/accept/keeps-the-wildcard.html");
        assert!(leads.contains("url=../accept.html#keeps-the-wildcard"), "{leads}");
        let page = copy.read("target/socklings/book/accept.html");
        assert!(page.contains("id=\"keeps-the-wildcard\""));
        assert!(!bytes("dumb").contains('\x1b'));
    });
}

#[test]
fn signals_leave_the_terminal_as_it_was() {
    use rustix::process::Signal;

    let copy = copy();
    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        let mut sitter = Sitter::sit_down(&copy, 80);
        sitter.sees("q quit");
        sitter.signal(&copy, signal);
        sitter.is_as_before(&copy);
    }
}

#[test]
fn the_desk_can_rest() {
    use rustix::process::Signal;

    let copy = copy();
    for from_outside in [false, true] {
        let mut sitter = Sitter::run(&copy, 80, SCRIPT_WITH_A_REST);
        sitter.sees("q quit");
        if from_outside {
            sitter.signal(&copy, Signal::TSTP);
        } else {
            sitter.press("\x1a");
        }
        sitter.sees("it rests");
        assert_eq!(copy.read("before"), copy.read("resting"), "the terminal's settings differ");
        sitter.screen = vt100::Parser::new(24, 80, 0);
        sitter.press("\n");
        sitter.sees("q quit");
        sitter.press("q");
        sitter.is_as_before(&copy);
    }
}

#[test]
fn two_desks_judge_the_same_file() {
    if !solutions_are_here() {
        return;
    }
    let copy = copy();
    let (solved, stub) = (copy.read("solutions/04_listen/src/listen.rs"), copy.read(STUB));
    copy.with_file(STUB, Some(&stub), || {
        let mut sitters = [Sitter::sit_down(&copy, 80), Sitter::sit_down(&copy, 80)];
        for sitter in &mut sitters {
            sitter.sees("not started");
        }
        copy.write(STUB, &solved);
        for sitter in &mut sitters {
            sitter.sees("Passed: ");
            sitter.press("q");
            sitter.sees("the shell is back");
        }
    });
}

#[test]
fn a_narrow_terminal_is_enough() {
    let copy = copy();
    let mut sitter = Sitter::sit_down(&copy, 20);
    sitter.sees("q quit");
    let size = PtySize { rows: 10, cols: 7, ..PtySize::default() };
    sitter.terminal.resize(size).expect("a terminal can be resized");
    sitter.screen = vt100::Parser::new(10, 7, 0);
    sitter.sees("quit");
    let size = PtySize { rows: 24, cols: 100, ..PtySize::default() };
    sitter.terminal.resize(size).expect("a terminal can be resized");
    sitter.screen = vt100::Parser::new(24, 100, 0);
    sitter.sees("q quit");
    sitter.press("q");
    sitter.is_as_before(&copy);
}

#[test]
fn a_terminal_that_is_closed_ends_the_desk() {
    let copy = copy();
    let mut sitter = Sitter::sit_down(&copy, 80);
    sitter.sees("q quit");
    let desk = sitter.desk(&copy);
    drop(sitter.keys);
    drop(sitter.terminal);
    let start = Instant::now();
    while rustix::process::test_kill_process(desk).is_ok() {
        assert!(start.elapsed() < DEADLINE, "the desk is still there");
        thread::yield_now();
    }
}

#[test]
fn a_dumb_terminal_gets_no_escape_codes() {
    let copy = copy();
    let mut sitter = Sitter::run_on(&copy, 80, SCRIPT, |command| {
        command.env("TERM", "dumb");
        command.env_remove("NO_COLOR");
    });
    sitter.is_as_before(&copy);
    let shown = sitter.screen.screen().contents();
    assert!(shown.contains("not started"), "{shown}");
    assert!(!sitter.bytes.contains(&0x1b), "{}", sitter.bytes.escape_ascii());
}

/// The desk, in a user namespace that may not watch a single file (namespaces(7), inotify(7)).
#[cfg(target_os = "linux")]
const SCRIPT_WITHOUT_WATCHES: &str = r#"
    stty -g > before
    unshare --user --map-root-user sh -c '
        echo 0 > /proc/sys/user/max_inotify_instances && exec "$0"' "$0"
    stty -g > after
    echo the shell is back
"#;

#[test]
#[cfg(target_os = "linux")]
fn where_no_file_can_be_watched_the_desk_looks_again_and_again() {
    if !solutions_are_here() {
        return;
    }
    let mut unshare = std::process::Command::new("unshare");
    let namespaces = unshare.args(["--user", "--map-root-user", "true"]).status();
    if !namespaces.is_ok_and(|status| status.success()) {
        assert!(std::env::var_os("CI").is_none(), "no user namespaces. CI needs them");
        return grader::tell_people("skipped: no user namespaces");
    }
    let copy = copy();
    let (solved, stub) = (copy.read("solutions/04_listen/src/listen.rs"), copy.read(STUB));
    copy.with_file(STUB, Some(&stub), || {
        let mut sitter = Sitter::run(&copy, 80, SCRIPT_WITHOUT_WATCHES);
        sitter.sees("not started");
        copy.write(STUB, &solved);
        sitter.sees("Passed: ");
        sitter.press("q");
        sitter.is_as_before(&copy);
    });
}

#[test]
#[cfg(target_os = "linux")]
fn an_idle_desk_takes_no_processor_time() {
    let copy = copy();
    let mut sitter = Sitter::sit_down(&copy, 80);
    sitter.sees("not started");
    let stat = format!("/proc/{}/stat", sitter.desk(&copy).as_raw_nonzero());
    // Processor time in hundredths of a second: fields 14 and 15 (proc_pid_stat(5)).
    let used = || -> u64 {
        let text = fs::read_to_string(&stat).expect("the desk is there");
        let fields: Vec<_> = text.rsplit(')').next().unwrap_or_default().split(' ').collect();
        [12, 13].iter().filter_map(|field| fields[*field].parse::<u64>().ok()).sum()
    };
    let before = used();
    // Not to wait for something: the time itself is what is looked at.
    thread::sleep(Duration::from_secs(2));
    let spent = used() - before;
    assert!(spent <= 2, "{spent} hundredths of a second in two seconds");
    sitter.press("q");
    sitter.is_as_before(&copy);
}
