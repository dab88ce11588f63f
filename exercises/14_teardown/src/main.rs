//! Hands the functions of `teardown.rs` to the socket layer.

mod teardown;

fn main() -> std::process::ExitCode {
    built_from::file!("teardown.rs");
    let chapter = include_str!("../../../tests/stories/teardown/both_ends.story");
    netstack::play(chapter, || netstack::Teardown {
        arrives: teardown::arrives,
        pass: teardown::pass,
    })
}
