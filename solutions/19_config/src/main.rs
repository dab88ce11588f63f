//! Calls the function `run` of `config.rs`.

mod config;
#[path = "../../../exercises/19_config/src/given.rs"]
mod given;

fn main() -> std::process::ExitCode {
    built_from::file!("config.rs");
    given::run(config::run)
}
