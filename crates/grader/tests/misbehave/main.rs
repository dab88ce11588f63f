//! A program that misbehaves in the way that the variable MISTAKE names.

use std::io::{self, Write};
use std::net::TcpStream;
use std::sync::Mutex;
use std::time::Duration;
use std::{env, fs, hint, process, thread};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn main() {
    let kind = env::var("MISTAKE").unwrap_or_default();
    match kind.as_str() {
        "nothing" => println!("@ ready"),
        "todo" => todo!("write me"),
        "panic" => panic!("the table has no socket #7"),
        "late_panic" => {
            let _ = thread::spawn(|| panic!("a thread, and nobody minds")).join();
        }
        "two_panics" => {
            let _ = thread::spawn(|| panic!("a thread, and nobody minds")).join();
            panic!("the main thread, and that is the end");
        }
        "loop" => loop {
            hint::spin_loop();
        },
        "deadlock" => {
            let lock = Mutex::new(());
            let _first = lock.lock();
            let _second = lock.lock();
        }
        "stack_overflow" => println!("{}", deeper(1)),
        "exit" => process::exit(0),
        "abort" => process::abort(),
        "forged" => {
            println!("running 1 test\ntest a_check ... ok\n");
            println!("test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out");
            process::exit(0);
        }
        // In long lines: under Wine each piece that is written takes long.
        "flood" => loop {
            println!("{}", "and on ".repeat(1000));
        },
        "long_line" => {
            let _ = io::stdout().write_all(&vec![b'x'; 512 * 1024]);
        }
        "much" => {
            let _ = io::stdout().write_all(&vec![b'x'; 2 * 1024 * 1024]);
        }
        "not_utf8" => {
            let _ = io::stdout().write_all(b"\xff\xfe\x00 bytes\n");
        }
        "orphan" => {
            // The orphan holds standard output open after its parent has gone.
            let program = env::current_exe().expect("a program knows where it is");
            let _ = process::Command::new(program).env("MISTAKE", "loop").spawn();
        }
        "exit_2" => {
            eprintln!("tests/stories/accept/next_client.story: there is no story in it");
            process::exit(2);
        }
        "long_panic" => panic!("{}", "and on ".repeat(2000)),
        "trace_is_endless" => link("/dev/zero"),
        "trace_is_a_link" => link("/etc/hostname"),
        "trace_is_a_fifo" => {
            let made = process::Command::new("mkfifo").arg(trace()).status();
            assert!(made.expect("there is mkfifo").success());
        }
        "trace_is_a_folder" => fs::create_dir(trace()).expect("a folder can be made"),
        "trace_is_large" => {
            let file = fs::File::create(trace()).expect("a file can be made");
            file.set_len(1 << 40).expect("a file can have holes");
        }
        "trace_is_no_text" => fs::write(trace(), b"\xff\xfe").expect("a file can be written"),
        "sleeps" => sleep(),
        "leaves_sleepers" => {
            for _ in 0..10 {
                start(&mut process::Command::new("setsid"), "sleeps");
            }
        }
        "forks_twice" => start(&mut process::Command::new("setsid"), "leaves_sleepers"),
        "leaves_sleepers_and_sleeps" => {
            start(&mut process::Command::new("setsid"), "forks_twice");
            start(process::Command::new("setsid").env_clear(), "sleeps");
            sleep();
        }
        "has_no_folder" => match grader::Program::new("nothing").play_text("") {
            Ok(_) => println!("played"),
            Err(sentence) => println!("{sentence}"),
        },
        "judges" => {
            grader::take_charge();
            let _folder = grader::Folder::new().expect("a folder can be made");
            let program = env::current_exe().expect("a program knows where it is");
            let program = grader::Program::new(program).with_mistake("leaves_sleepers_and_sleeps");
            let _running = program.start([address()]).expect("a program can be started");
            thread::sleep(DAY);
        }
        other => unreachable!("{other}"),
    }
}

/// Where the grader wants its trace.
fn trace() -> String {
    env::args().skip_while(|word| word != "--trace").nth(1).expect("a place for the trace")
}

#[cfg(unix)]
fn link(to: &str) {
    std::os::unix::fs::symlink(to, trace()).expect("a link can be made");
}

#[cfg(not(unix))]
fn link(_: &str) {}

/// Starts this program again, by another one. It keeps no stream open.
#[expect(clippy::zombie_processes, reason = "it is to be left behind")]
fn start(by: &mut process::Command, kind: &str) {
    let program = env::current_exe().expect("a program knows where it is");
    let by = by.arg(program).arg(address()).env("MISTAKE", kind).stdin(process::Stdio::null());
    let by = by.stdout(process::Stdio::null()).stderr(process::Stdio::null());
    by.spawn().expect("it can be started");
}

/// Where the test waits for those who sleep.
fn address() -> String {
    env::args().nth(1).expect("an address")
}

/// Tells the test so, which sees the end of the connection when this program has ended.
fn sleep() {
    let connection = TcpStream::connect(address()).expect("the test waits");
    thread::sleep(DAY);
    drop(connection);
}

#[expect(unconditional_recursion, reason = "the stack is to overflow")]
fn deeper(depth: u64) -> u64 {
    hint::black_box(deeper(depth + 1)) + depth
}
