//! Calls the function of `threads.rs`.

mod given;
mod threads;

fn main() -> std::process::ExitCode {
    given::run(threads::serve)
}
