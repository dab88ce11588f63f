//! Hands the function of `bind.rs` to the socket layer.

mod bind;

built_from::file!("bind.rs");

fn main() -> std::process::ExitCode {
    let chapter = include_str!("../../../tests/stories/bind/web_server.story");
    netstack::play(chapter, || netstack::Bind { bind: bind::bind })
}
