//! Calls the function of `acceptor.rs`.

mod acceptor;
mod given;

fn main() -> std::process::ExitCode {
    built_from::file!("acceptor.rs");
    given::run(acceptor::acceptor)
}
