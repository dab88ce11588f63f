//! The port of a web server, in a network namespace: there the program has the right to it, and nobody else is there.

use std::net::{Ipv4Addr, SocketAddr};

use grader::{Failure, Program, seen};
use predicates::Predicate;
use predicates::str::starts_with;

use crate::{Answer, binds, call, ends};

/// The chapter's server.
pub const SERVER: Ipv4Addr = Ipv4Addr::new(198, 18, 203, 1);

/// At the chapter's own address, and at every address.
pub fn is_given(program: &Program) -> Result<(), Failure> {
    for ip in [SERVER, Ipv4Addr::UNSPECIFIED] {
        let address = SocketAddr::from((ip, 80));
        binds(address)
            .map_err(|error| format!("this process has no right to {address}: {error}"))?;
        match call(program, address, 5)? {
            Answer::Socket(server) if server.address == address => ends(*server)?,
            Answer::Socket(server) => {
                let local = server.address;
                let words =
                    format!("listener({address}, 5) was called. Your socket listens at {local}.");
                return Err(seen(words, local.is_ipv6().then_some("always_ipv6")));
            }
            Answer::Error(error) => {
                let words = format!(
                    "The program has the right to port 80 here, and nobody has {address}. \
                     listener({address}, 5) gave back the error {error}."
                );
                let is_refused = starts_with("PermissionDenied ").eval(&error);
                return Err(seen(words, is_refused.then_some("refuses_low_ports")));
            }
            Answer::None(ended) => return Err(Failure::Ended(ended)),
        }
    }
    Ok(())
}
