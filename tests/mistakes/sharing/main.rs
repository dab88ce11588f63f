//! Makes the known mistakes of `09_sharing`.

#[macro_use]
#[path = "../mistakes.rs"]
mod mistakes;

/// What each mistake leaves right.
#[path = "../../../solutions/09_sharing/src/sharing.rs"]
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

/// The other sockets that hold a port.
fn others(table: &SocketTable, id: SocketId) -> impl Iterator<Item = &Socket> {
    let others = table.iter().filter(move |(other, _)| *other != id && holds_port(table, *other));
    others.map(|(_, other)| other)
}

/// Whether this is so for one of the other sockets that hold a port.
fn any_other(table: &SocketTable, id: SocketId, is_so: impl Fn(&Socket) -> bool) -> bool {
    others(table, id).any(is_so)
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

mistakes! {
    sharing in [
        a_connection_can_be_bound,
        any_option_will_do,
        bound_only_is_over,
        chosen_by_exact_address,
        clients_do_not_count,
        conflict_by_exact_address,
        conflict_by_port_alone,
        connections_do_not_count,
        connections_leave_the_choice,
        ending_ones_do_not_count,
        free_at_every_address,
        half_open_counts,
        loopback_is_not_own,
        one_of_them_decides,
        one_reuseaddr_is_enough,
        one_reuseport_is_enough,
        only_descriptors_count,
        options_help_to_choose,
        reuseaddr_for_the_wildcard_only,
        reuseaddr_for_time_wait_only,
        reuseaddr_is_ignored,
        reuseaddr_shares_with_a_listener,
        reuseport_for_servers_only,
        reuseport_is_ignored,
        the_address_before_the_descriptor,
        the_loopback_needs_no_right,
        the_wildcard_spares_the_loopback,
        time_wait_does_not_count,
        what_is_over_counts,
    ] => netstack::play("", || netstack::Bind { bind: sharing::bind })
}
