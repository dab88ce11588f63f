//! Hands the function of `start.rs` to the socket layer.

mod start;

fn main() -> std::process::ExitCode {
    built_from::file!("start.rs");
    let chapter = include_str!("../../../tests/stories/start/four_sockets.story");
    netstack::play(chapter, || netstack::Start { belongs: start::belongs })
}
