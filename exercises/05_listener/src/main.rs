//! Calls the function of `listener.rs`.

mod given;
mod listener;

fn main() -> std::process::ExitCode {
    built_from::file!("listener.rs");
    given::run(listener::listener)
}
