//! Hands the functions of `lookup.rs` to the socket layer.

mod lookup;

fn main() -> std::process::ExitCode {
    built_from::file!("lookup.rs");
    let chapter = include_str!("../../../tests/stories/lookup/two_clients.story");
    netstack::play(chapter, || netstack::Lookup::<lookup::Index>::new(lookup::lookup))
}
