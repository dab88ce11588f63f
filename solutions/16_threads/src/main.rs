//! Calls the function of `threads.rs`.

#[path = "../../../exercises/16_threads/src/given.rs"]
mod given;
mod threads;

fn main() -> std::process::ExitCode {
    built_from::file!("threads.rs");
    given::run(threads::serve)
}
