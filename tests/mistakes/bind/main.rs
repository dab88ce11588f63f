//! Makes the known mistakes of `03_bind`.

#[macro_use]
#[path = "../mistakes.rs"]
mod mistakes;

/// What each mistake leaves right.
#[path = "../../../solutions/03_bind/src/bind.rs"]
mod right;

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Socket, SocketId, SocketTable, State};

/// The right bind, but for its idea of which sockets keep a new one from being at an address.
fn bind_unless(
    conflict: fn(&Socket, SocketAddrV4, &Socket) -> bool,
    table: &mut SocketTable,
    fd: Fd,
    address: SocketAddrV4,
) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    if address.port() == 0 || refused(table, id, address) {
        return right::bind(table, fd, address);
    }
    if any_other(table, id, |other| conflict(&table[id], address, other)) {
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

/// Whether this is so for one of the other sockets that hold a port.
fn any_other(table: &SocketTable, id: SocketId, is_so: impl Fn(&Socket) -> bool) -> bool {
    let mut others = table.iter().filter(|(other, _)| *other != id && holds_port(table, *other));
    others.any(|(_, other)| is_so(other))
}

/// Whether a socket holds the port of its local end.
fn holds_port(table: &SocketTable, id: SocketId) -> bool {
    match table[id].state {
        State::Closed => table[id].remote.is_none(),
        State::SynReceived => table.descriptor_of(id).is_some(),
        _ => true,
    }
}

/// Whether `other` has this port, at this address or where one of the two is everywhere.
fn overlap(address: SocketAddrV4, other: &Socket) -> bool {
    let Some(taken) = other.local else { return false };
    let everywhere = address.ip().is_unspecified() || taken.ip().is_unspecified();
    address.port() == taken.port() && (address.ip() == taken.ip() || everywhere)
}

/// Whether two sockets may be at one address and port.
fn may_share(new: &Socket, other: &Socket) -> bool {
    let reuse_address = new.options.reuseaddr && other.options.reuseaddr;
    (reuse_address && other.state != State::Listen)
        || (new.options.reuseport && other.options.reuseport)
}

/// Whether a port of the range is free for a socket at this address.
fn is_free(table: &SocketTable, id: SocketId, address: SocketAddrV4, port: u16) -> bool {
    let place = SocketAddrV4::new(*address.ip(), port);
    !any_other(table, id, |other| overlap(place, other))
}

mistakes! {
    bind in [
        another_error_without_a_port,
        another_port_than_the_lowest,
        any_address_will_do,
        any_port_will_do,
        bind_again_moves_the_socket,
        bind_opens_the_port,
        bound_only_does_not_count,
        bound_there_already,
        conflict_by_exact_address,
        conflict_by_port_alone,
        connections_do_not_count,
        free_at_every_address,
        half_changed,
        half_open_counts,
        loopback_is_not_own,
        nothing_is_written,
        one_reuseaddr_is_enough,
        one_reuseport_is_enough,
        options_help_to_choose,
        past_the_last_port,
        port_zero_is_an_error,
        port_zero_is_kept,
        port_zero_is_low,
        reuseaddr_is_ignored,
        reuseaddr_shares_with_a_listener,
        reuseport_is_ignored,
        the_first_one_decides,
        the_first_port_always,
        the_last_port_is_left_out,
        the_limit_is_1024,
        the_limit_itself_is_low,
        the_others_first,
        the_right_first,
        the_socket_first,
        the_wildcard_is_not_own,
        the_wildcard_is_resolved,
        time_wait_does_not_count,
        two_sockets_share,
        what_is_over_counts,
        written_as_the_peer,
    ] => netstack::play("", || netstack::Bind { bind: bind::bind })
}
