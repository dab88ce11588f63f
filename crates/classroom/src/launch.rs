//! Starts the judged program in a sandbox of its own: the inner one of two.
//!
//! The grader starts this as it says in `launcher.rs`, inside the outer sandbox. It sets the limits and
//! becomes bubblewrap. The program sees the system's libraries, itself and what the grader names, can write
//! the files that are meant for it, and shares the network with its test alone.
//!
//! Where no sandbox can be made, it starts the program as another user (`another_user.rs`).

#[cfg(target_os = "linux")]
mod another_user;
#[cfg(target_os = "linux")]
mod bubblewrap;
#[cfg(target_os = "linux")]
mod filter;
#[cfg(target_os = "linux")]
mod users;
#[cfg(target_os = "linux")]
mod wanted;

use std::process::ExitCode;

#[cfg(target_os = "linux")]
fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let code = match another_user::first(&arguments) {
        Some(code) => code,
        None => wanted::Wanted::read(arguments).and_then(|wanted| {
            if another_user::is_asked_for() {
                return another_user::start(&wanted);
            }
            match bubblewrap::start(&wanted)? {}
        }),
    };
    code.unwrap_or_else(|sentence| {
        eprintln!("{sentence}");
        ExitCode::FAILURE
    })
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    eprintln!("Programs are contained on Linux only.");
    ExitCode::FAILURE
}
