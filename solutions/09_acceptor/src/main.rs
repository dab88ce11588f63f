//! Calls the function of `acceptor.rs`.

mod acceptor;
#[path = "../../../exercises/09_acceptor/src/given.rs"]
mod given;

built_from::file!("acceptor.rs");

fn main() -> std::process::ExitCode {
    given::run(acceptor::acceptor)
}
