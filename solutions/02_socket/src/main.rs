//! Hands the function of `socket.rs` to the socket layer.

mod socket;

fn main() -> std::process::ExitCode {
    built_from::file!("socket.rs");
    let chapter = include_str!("../../../tests/stories/socket/web_server.story");
    netstack::play(chapter, || netstack::Create { socket: socket::socket })
}
