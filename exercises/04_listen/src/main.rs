//! Hands the function of `listen.rs` to the socket layer.

mod listen;

built_from::file!("listen.rs");

fn main() -> std::process::ExitCode {
    let chapter = include_str!("../../../tests/stories/listen/web_server.story");
    netstack::play(chapter, || netstack::Listen { listen: listen::listen })
}
