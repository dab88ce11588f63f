//! Starts the web server of `web_server.rs`.

#[path = "../../../exercises/20_web_server/src/given.rs"]
mod given;
mod web_server;

fn main() -> std::process::ExitCode {
    built_from::file!("web_server.rs");
    given::run(web_server::listener, web_server::serve, web_server::talk)
}
