//! Calls the functions of `client.rs`.

mod client;
#[path = "../../../exercises/01_client/src/given.rs"]
mod given;

fn main() -> std::process::ExitCode {
    built_from::file!("client.rs");
    given::run(&given::Client {
        create: client::create,
        connect: client::connect,
        send_and_receive: client::send_and_receive,
        disconnect: client::disconnect,
    })
}
