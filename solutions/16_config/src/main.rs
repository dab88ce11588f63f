//! Calls the function `run` of `config.rs`.

mod config;
#[path = "../../../exercises/16_config/src/given.rs"]
mod given;

built_from::file!("config.rs");

fn main() -> std::process::ExitCode {
    given::run(config::run)
}
