//! Hands the functions of `lookup.rs` to the socket layer.

mod lookup;

built_from::file!("lookup.rs");

fn main() -> std::process::ExitCode {
    let chapter = include_str!("../../../tests/stories/lookup/two_clients.story");
    netstack::play(chapter, || netstack::Lookup::<lookup::Index>::new(lookup::lookup))
}
