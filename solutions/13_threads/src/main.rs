//! Calls the function of `threads.rs`.

#[path = "../../../exercises/13_threads/src/given.rs"]
mod given;
mod threads;

built_from::file!("threads.rs");

fn main() -> std::process::ExitCode {
    given::run(threads::serve)
}
