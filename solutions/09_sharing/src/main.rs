//! Hands the function of `sharing.rs` to the socket layer.

mod sharing;

fn main() -> std::process::ExitCode {
    built_from::file!("sharing.rs");
    let chapter = include_str!("../../../tests/stories/sharing/restart.story");
    netstack::play(chapter, || netstack::Bind { bind: sharing::bind })
}
