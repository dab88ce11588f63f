//! Joins the functions of all exercises, and lets them answer.

#[allow(dead_code, reason = "an exercise has more than the host needs of it")]
mod exercises;
mod host;

use exercises::{accept, deliver, listen, lookup, ports, send, sharing, socket, teardown};

fn main() -> std::process::ExitCode {
    built_from::file!("host.rs");
    let chapter = include_str!("../../../tests/stories/host/first.story");
    wire::main("host", chapter, || wire::Host {
        socket: socket::socket,
        bind: sharing::bind,
        listen: listen::listen,
        accept: accept::accept,
        connect: ports::connect,
        lookup: lookup::lookup,
        recv: deliver::recv,
        send: send::send,
        output: send::output,
        pass: teardown::pass,
        arrives: host::arrives,
        shutdown: host::shutdown,
        close: host::close,
        expired: host::expired,
        copies: host::Copies::new(),
    })
}
