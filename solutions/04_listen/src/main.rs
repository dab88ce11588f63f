//! Hands the function of `listen.rs` to the socket layer.

mod listen;

fn main() -> std::process::ExitCode {
    built_from::file!("listen.rs");
    let chapter = include_str!("../../../tests/stories/listen/web_server.story");
    netstack::play(chapter, || netstack::Listen { listen: listen::listen })
}
