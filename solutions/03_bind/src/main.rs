//! Hands the function of `bind.rs` to the socket layer.

mod bind;

fn main() -> std::process::ExitCode {
    built_from::file!("bind.rs");
    let chapter = include_str!("../../../tests/stories/bind/web_server.story");
    netstack::play(chapter, || netstack::Bind { bind: bind::bind })
}
