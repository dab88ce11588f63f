//! Calls the function `run` of `config.rs`.

mod config;
#[allow(dead_code, unused_imports, reason = "what config.rs does not use yet is no fault")]
mod given;

built_from::file!("config.rs");

fn main() -> std::process::ExitCode {
    given::run(config::run)
}
