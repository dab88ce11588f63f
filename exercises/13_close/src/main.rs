//! Hands the functions of `close.rs` to the socket layer.

mod close;

fn main() -> std::process::ExitCode {
    built_from::file!("close.rs");
    let chapter = include_str!("../../../tests/stories/close/both_ends.story");
    netstack::play(chapter, || netstack::Close { close: close::close, shutdown: close::shutdown })
}
