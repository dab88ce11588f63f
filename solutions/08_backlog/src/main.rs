//! Hands the functions of `backlog.rs` to the socket layer.

mod backlog;

fn main() -> std::process::ExitCode {
    built_from::file!("backlog.rs");
    let chapter = include_str!("../../../tests/stories/backlog/clients_wait.story");
    netstack::play(chapter, || netstack::Queue {
        connection_packet: backlog::connection_packet,
        last_ack: backlog::last_ack,
        reset: backlog::reset,
    })
}
