//! Hands the functions of `deliver.rs` to the socket layer.

mod deliver;

fn main() -> std::process::ExitCode {
    built_from::file!("deliver.rs");
    let chapter = include_str!("../../../tests/stories/deliver/two_clients.story");
    netstack::play(chapter, || netstack::Deliver {
        deliver: deliver::deliver,
        recv: deliver::recv,
        send: deliver::send,
    })
}
