//! Starts the web server of `web_server.rs`.

#[allow(dead_code, reason = "what web_server.rs does not use yet is no fault")]
mod given;
mod web_server;

fn main() -> std::process::ExitCode {
    built_from::file!("web_server.rs");
    given::run(web_server::listener, web_server::serve, web_server::talk)
}
