//! Hands the functions of `ports.rs` to the socket layer.

mod ports;

fn main() -> std::process::ExitCode {
    built_from::file!("ports.rs");
    let chapter = include_str!("../../../tests/stories/ports/few_ports.story");
    netstack::play(chapter, || netstack::Ports { connect: ports::connect, answer: ports::answer })
}
