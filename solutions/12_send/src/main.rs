//! Hands the functions of `send.rs` to the socket layer.

mod send;

fn main() -> std::process::ExitCode {
    built_from::file!("send.rs");
    let chapter = include_str!("../../../tests/stories/send/five_segments.story");
    netstack::play(chapter, || netstack::Send {
        send: send::send,
        output: send::output,
        acknowledged: send::acknowledged,
        expired: send::expired,
        received: send::received,
    })
}
