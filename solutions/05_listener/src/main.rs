//! Calls the function of `listener.rs`.

#[path = "../../../exercises/05_listener/src/given.rs"]
mod given;
mod listener;

built_from::file!("listener.rs");

fn main() -> std::process::ExitCode {
    given::run(listener::listener)
}
