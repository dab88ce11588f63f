//! Calls the function of `acceptor.rs`.

mod acceptor;
mod given;

fn main() -> std::process::ExitCode {
    given::run(acceptor::acceptor)
}
