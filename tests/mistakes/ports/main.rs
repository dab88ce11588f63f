//! Makes the known mistakes of `15_ports`.

#[macro_use]
#[path = "../mistakes.rs"]
mod mistakes;

/// What each mistake leaves right.
#[path = "../../../solutions/15_ports/src/ports.rs"]
mod right;

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Flags, Segment, Socket, SocketId, SocketTable, State};

/// The right connect, but for its idea of which other socket is in the way of a local end.
fn connect_unless(
    in_the_way: fn(&Socket, SocketAddrV4, SocketAddrV4) -> bool,
    table: &mut SocketTable,
    fd: Fd,
    to: SocketAddrV4,
) -> Result<Segment, Errno> {
    let id = table.socket_of(fd)?;
    let socket = &table[id];
    if socket.state != State::Closed || socket.remote.is_some() {
        return right::connect(table, fd, to);
    }
    let bound = socket.local;
    let address = bound.map(|local| *local.ip()).filter(|address| !address.is_unspecified());
    let address = address.unwrap_or_else(|| table.address_towards(*to.ip()));
    let range = table.limits.first_port..=table.limits.last_port;
    let mut ports = bound.map_or(range, |local| local.port()..=local.port());
    let is_free = |port: &u16| {
        let local = SocketAddrV4::new(address, *port);
        // What is bound is in the way of a choice; bind has chosen for this socket.
        let counts = |(other_id, other): &(SocketId, &Socket)| {
            *other_id != id && (bound.is_none() || other.remote.is_some())
        };
        !table.iter().filter(counts).any(|(_, other)| in_the_way(other, local, to))
    };
    let port = ports.find(is_free).ok_or(Errno::EADDRNOTAVAIL)?;
    let local = SocketAddrV4::new(address, port);
    let socket = &mut table[id];
    socket.state = State::SynSent;
    socket.local = Some(local);
    socket.remote = Some(to);
    Ok(Segment::new(Flags::SYN, local, to))
}

/// Whether `other` is bound to this port or listens there, at whatever address.
fn is_bound(other: &Socket, local: SocketAddrV4) -> bool {
    other.remote.is_none() && other.local.is_some_and(|taken| taken.port() == local.port())
}

/// Whether `other` is a connection with these four values.
fn is_connection(other: &Socket, local: SocketAddrV4, to: SocketAddrV4) -> bool {
    other.state != State::Closed && (other.local, other.remote) == (Some(local), Some(to))
}

mistakes! {
    ports in [
        address_in_use,
        always_the_next_port,
        answer_is_not_acknowledged,
        any_ack_opens,
        any_rst_refuses,
        both_at_once_ignored,
        bound_address_replaced,
        bound_at_another_address,
        bound_port_replaced,
        changed_on_failure,
        closed_by_the_program_is_free,
        connect_tells_the_error,
        connecting_is_not_connected,
        connects_again,
        einval_for_a_listener,
        ends_swapped,
        established_at_once,
        fin_is_heard,
        first_address,
        flags_compared_exactly,
        four_values_twice,
        from_the_top,
        half_an_answer,
        half_open_is_free,
        keeps_the_wildcard,
        last_port_left_out,
        listener_connects,
        local_end_alone,
        looked_before_the_address,
        loopback_from_the_same,
        no_error_is_kept,
        no_server_address,
        no_server_port,
        no_source_address,
        nothing_is_written_down,
        numbers_are_checked,
        old_ack_ends_it,
        old_ack_is_ignored,
        over_but_not_free,
        port_alone,
        port_is_taken_by_bind,
        port_outside_the_range,
        real_numbers,
        refusal_forgets_the_ends,
        refusal_is_ignored,
        refusal_removes_the_socket,
        reset_is_not_refused,
        reuseaddr_allows_twice,
        rst_is_answered,
        rst_with_an_ack,
        rst_without_its_number,
        syn_is_not_sent_again,
        time_wait_is_free,
    ] => netstack::play("", || netstack::Ports { connect: ports::connect, answer: ports::answer })
}
