//! The host on a real kernel: what its clients see.

use grader::real::network;
use grader::{Bench, Failure, Program, skip};
use wire::CLIENTS;

use crate::clients::{Dialled, Dialling, End, Heard, carry, hear, pattern, say};
use crate::program::{Host, place};

/// Has a check judged in a network of its own, if this machine has what it needs.
pub fn inside(
    bench: &Bench<'_>,
    check: &str,
    judge: fn(&Program) -> Result<(), Failure>,
) -> Result<(), Failure> {
    if let Err(reason) = wire::device_is_there() {
        return skip(reason.trim_end_matches('.'));
    }
    network::inside(bench, check, &[], judge)
}

/// A client asks for a page, and gets it.
pub fn page(program: &Program) -> Result<(), Failure> {
    let host = Host::start(program, &[])?;
    let asked = b"GET / HTTP/1.1\r\nHost: 198.18.203.1\r\n\r\n";
    let page = pattern(100_000);
    let Dialled::Connected(client) = Dialling::begins(CLIENTS[0], 1025, place())?.ends(&host)
    else {
        return Err(
            host.explain("A client dialled 198.18.203.1:80, and was not connected.".into(), None)
        );
    };
    if !say(&host, &client, asked) {
        return Err(host.explain("The client's connection broke.".into(), None));
    }
    let Some(server) = host.accepted() else {
        return Err(
            host.explain("A client is connected, and accept does not hand it out.".into(), None)
        );
    };
    let heard = hear(&host, &server, asked.len());
    if heard.data != asked {
        return Err(host.explain("other".into(), None));
    }
    let heard = carry(&host, &server, &client, &page);
    if heard != (Heard { data: page, end: End::Closed }) {
        return Err(host.explain(
            format!("The client heard {} bytes, {:?}", heard.data.len(), heard.end),
            None,
        ));
    }
    drop(client);
    Ok(())
}
