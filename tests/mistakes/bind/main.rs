//! Makes the known mistakes of `03_bind`.

#[macro_use]
#[path = "../mistakes.rs"]
mod mistakes;

/// What each mistake leaves right.
#[path = "../../../solutions/03_bind/src/bind.rs"]
mod right;

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketId, SocketTable};

/// The right bind, but for its idea of which place keeps a new socket from being at an address.
fn bind_unless(
    conflict: fn(SocketAddrV4, SocketAddrV4) -> bool,
    table: &mut SocketTable,
    fd: Fd,
    address: SocketAddrV4,
) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    if address.port() == 0 || refused(table, id, address) {
        return right::bind(table, fd, address);
    }
    if any_other(table, id, |taken| conflict(address, taken)) {
        return Err(Errno::EADDRINUSE);
    }
    table[id].local = Some(address);
    Ok(())
}

/// The right bind, but for its idea of how to choose a port.
fn bind_at(
    choose: impl FnOnce(&SocketTable, SocketId, SocketAddrV4) -> Result<u16, Errno>,
    table: &mut SocketTable,
    fd: Fd,
    address: SocketAddrV4,
) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    if address.port() != 0 || refused(table, id, address) {
        return right::bind(table, fd, address);
    }
    let port = choose(table, id, address)?;
    table[id].local = Some(SocketAddrV4::new(*address.ip(), port));
    Ok(())
}

/// Whether something is wrong before anybody asks for the other sockets.
fn refused(table: &SocketTable, id: SocketId, address: SocketAddrV4) -> bool {
    let own = address.ip().is_unspecified() || table.is_own(*address.ip());
    let low = address.port() != 0 && address.port() < table.limits.unprivileged;
    !own || low || table[id].local.is_some()
}

/// Whether this is so for the place of one of the other sockets.
fn any_other(table: &SocketTable, id: SocketId, is_so: impl Fn(SocketAddrV4) -> bool) -> bool {
    let mut others = table.iter().filter(|(other, _)| *other != id);
    others.any(|(_, other)| other.local.is_some_and(&is_so))
}

/// Whether two places have one port, and one address or one of them is everywhere.
fn overlap(address: SocketAddrV4, taken: SocketAddrV4) -> bool {
    let everywhere = address.ip().is_unspecified() || taken.ip().is_unspecified();
    address.port() == taken.port() && (address.ip() == taken.ip() || everywhere)
}

/// Whether a port of the range is free for a socket at this address.
fn is_free(table: &SocketTable, id: SocketId, address: SocketAddrV4, port: u16) -> bool {
    let place = SocketAddrV4::new(*address.ip(), port);
    !any_other(table, id, |taken| overlap(place, taken))
}

mistakes! {
    bind in [
        a_port_that_is_held,
        all_of_the_loopback_is_one_place,
        another_error_without_a_port,
        another_port_than_the_lowest,
        any_address_will_do,
        any_port_will_do,
        bind_again_moves_the_socket,
        bind_opens_the_port,
        bound_only_does_not_count,
        bound_there_already,
        chosen_by_exact_address,
        conflict_by_exact_address,
        conflict_by_port_alone,
        free_at_every_address,
        half_changed,
        loopback_is_not_own,
        nothing_is_written,
        only_descriptors_count,
        only_one_is_asked,
        options_are_lost,
        past_the_last_port,
        port_zero_is_an_error,
        port_zero_is_kept,
        port_zero_is_low,
        the_address_before_the_descriptor,
        the_last_port_is_left_out,
        the_limit_is_1024,
        the_limit_itself_is_low,
        the_loopback_needs_no_right,
        the_others_first,
        the_right_first,
        the_socket_first,
        the_wildcard_is_not_own,
        the_wildcard_is_resolved,
        the_wildcard_spares_the_loopback,
        two_sockets_share,
        written_as_the_peer,
    ] => netstack::play("", || netstack::Bind { bind: bind::bind })
}
