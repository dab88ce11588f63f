//! Hands the functions of `accept.rs` to the socket layer.

mod accept;

fn main() -> std::process::ExitCode {
    built_from::file!("accept.rs");
    let chapter = include_str!("../../../tests/stories/accept/two_clients.story");
    netstack::play(chapter, || netstack::Accept {
        connection_packet: accept::connection_packet,
        accept: accept::accept,
    })
}
