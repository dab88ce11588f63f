//! Hands the functions of `deliver.rs` to the socket layer.

mod deliver;

built_from::file!("deliver.rs");

fn main() -> std::process::ExitCode {
    let chapter = include_str!("../../../tests/stories/deliver/two_clients.story");
    netstack::play(chapter, || netstack::Deliver {
        deliver: deliver::deliver,
        recv: deliver::recv,
        send: deliver::send,
    })
}
