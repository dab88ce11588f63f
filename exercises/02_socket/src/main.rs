//! Hands the function of `socket.rs` to the socket layer.

mod socket;

built_from::file!("socket.rs");

fn main() -> std::process::ExitCode {
    let chapter = include_str!("../../../tests/stories/socket/web_server.story");
    netstack::play(chapter, || netstack::Create { socket: socket::socket })
}
