//! Makes the known mistakes of `04_listen`.

#[macro_use]
#[path = "../mistakes.rs"]
mod mistakes;

/// What each mistake leaves right.
#[path = "../../../solutions/04_listen/src/listen.rs"]
mod right;

use std::net::{Ipv4Addr, SocketAddrV4};

use netstack::{Backlog, Errno, Fd, Socket, SocketId, SocketTable, State};

/// The right listen, but for its idea of which other socket is in the way.
fn listen_unless(
    conflict: fn(&Socket, SocketAddrV4, &Socket) -> bool,
    table: &mut SocketTable,
    fd: Fd,
    backlog: i32,
) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    if table[id].state != State::Closed || table[id].remote.is_some() {
        return right::listen(table, fd, backlog);
    }
    let local = match table[id].local {
        Some(local) => local,
        None => SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, table.free_port()?),
    };
    let in_the_way = |(other_id, other): (SocketId, &Socket)| {
        other_id != id && conflict(&table[id], local, other)
    };
    if table.iter().any(in_the_way) {
        return Err(Errno::EADDRINUSE);
    }
    let limit = backlog.cast_unsigned().min(table.limits.somaxconn);
    let socket = &mut table[id];
    socket.state = State::Listen;
    socket.local = Some(local);
    socket.backlog = Some(Backlog { limit, ..Backlog::default() });
    Ok(())
}

/// Whether `other` has this port, at this address or at every address.
fn overlap(address: SocketAddrV4, other: &Socket) -> bool {
    let Some(taken) = other.local else { return false };
    let everywhere = address.ip().is_unspecified() || taken.ip().is_unspecified();
    address.port() == taken.port() && (address.ip() == taken.ip() || everywhere)
}

mistakes! {
    listen in [
        backlog_is_not_cut,
        bound_is_taken,
        changed_in_spite_of_the_error,
        compared_with_a_sign,
        conflict_by_port_alone,
        connected_may_listen,
        everywhere_is_another_address,
        first_one_decides,
        heard_of_the_reset,
        large_backlog_is_an_error,
        limit_is_a_constant,
        listens_without_an_address,
        needs_bind,
        negative_backlog_is_an_error,
        negative_backlog_is_small,
        no_port_is_left,
        old_connections_conflict,
        one_less_than_allowed,
        one_more_is_written,
        one_reuseport_is_enough,
        only_one_address,
        only_the_backlog,
        only_the_state,
        options_are_lost,
        place_before_the_state,
        port_that_is_taken,
        port_zero_is_kept,
        reset_one_may_listen,
        reuseport_is_ignored,
        second_listen_changes_nothing,
        second_listen_empties_the_queue,
        second_listen_is_an_error,
        sixteen_bits,
        smaller_limit_sends_clients_away,
        two_listeners_share,
        wildcard_spares_loopback,
        zero_backlog_is_an_error,
        zero_backlog_means_one,
        zero_needs_no_queue,
    ] => netstack::play("", || netstack::Listen { listen: listen::listen })
}
