//! What is between the exercises' socket layer and a real kernel.
//!
//! [`Host`] is a learner's own functions, joined. Where somebody gives a story, the host plays it, on
//! every system. Otherwise it answers a real kernel: `packet.rs` makes segments of what comes through a
//! TUN device, `connection.rs` brings them into their order and has the numbers, `stack.rs` gives them
//! to the host, and `relay.rs` is the program that calls accept, recv, send and close.

mod host;
mod unwritten;

#[cfg(target_os = "linux")]
mod connection;
#[cfg(target_os = "linux")]
mod door;
#[cfg(target_os = "linux")]
mod namespace;
#[cfg(target_os = "linux")]
mod packet;
#[cfg(target_os = "linux")]
mod pcap;
#[cfg(target_os = "linux")]
mod record;
#[cfg(target_os = "linux")]
mod relay;
#[cfg(target_os = "linux")]
mod run;
#[cfg(target_os = "linux")]
mod settings;
#[cfg(target_os = "linux")]
mod shown;
#[cfg(target_os = "linux")]
mod side_by_side;
#[cfg(target_os = "linux")]
mod stack;
#[cfg(target_os = "linux")]
mod timers;
#[cfg(target_os = "linux")]
mod website;

use std::process::ExitCode;

pub use host::{Copies, Host};
#[cfg(target_os = "linux")]
pub use namespace::{CLIENTS, HOST, device, device_is_there};

/// What is wrong, whose fault it is, and what to do: one sentence.
pub type Result<T> = std::result::Result<T, String>;

/// Plays the stories that the command line names; without any, answers a real kernel.
///
/// `chapter` is what is played where there is a file for the trace, and no story.
pub fn main(own: &'static str, chapter: &str, new: impl Fn() -> Host) -> ExitCode {
    let first = std::env::args_os().nth(1);
    let plays = first.is_some_and(|first| {
        let first = first.to_string_lossy();
        !first.starts_with('-') || matches!(&*first, "--trace" | "--format")
    });
    // Who judges the program looks for the panic itself.
    if !std::env::args_os().any(|it| it == "--trace" || it == "--stdin-is-tun") {
        unwritten::tell(own);
    }
    if plays {
        return netstack::play(chapter, || host::Played(new()));
    }
    #[cfg(target_os = "linux")]
    let done = run::run(new());
    #[cfg(not(target_os = "linux"))]
    let done: Result<ExitCode> = Err("Only Linux has the TUN device by which a program can answer the \
                                      kernel's packets. On other systems this exercise plays stories: \
                                      cargo run -p host -- tests/stories/host/…"
        .to_owned());
    done.unwrap_or_else(|sentence| {
        eprintln!("{sentence}");
        ExitCode::FAILURE
    })
}
