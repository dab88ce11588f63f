//! Calls the functions of `client.rs`.

mod client;
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
