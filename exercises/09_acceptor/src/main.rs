//! Calls the function of `acceptor.rs`.

mod acceptor;
mod given;

built_from::file!("acceptor.rs");

fn main() -> std::process::ExitCode {
    given::run(acceptor::acceptor)
}
