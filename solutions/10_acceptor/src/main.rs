//! Calls the function of `acceptor.rs`.

mod acceptor;
#[path = "../../../exercises/10_acceptor/src/given.rs"]
mod given;

fn main() -> std::process::ExitCode {
    built_from::file!("acceptor.rs");
    given::run(acceptor::acceptor)
}
