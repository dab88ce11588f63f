//! Calls the functions of `client.rs`.

mod client;
mod given;

built_from::file!("client.rs");

fn main() -> std::process::ExitCode {
    given::run(&given::Client {
        create: client::create,
        connect: client::connect,
        send_and_receive: client::send_and_receive,
        disconnect: client::disconnect,
    })
}
