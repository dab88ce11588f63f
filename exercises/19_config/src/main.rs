//! Calls the function `run` of `config.rs`.

mod config;
#[allow(dead_code, unused_imports, reason = "what config.rs does not use yet is no fault")]
mod given;

fn main() -> std::process::ExitCode {
    built_from::file!("config.rs");
    given::run(config::run)
}
