//! Calls the function of `listener.rs`.

mod given;
mod listener;

fn main() -> std::process::ExitCode {
    given::run(listener::listener)
}
