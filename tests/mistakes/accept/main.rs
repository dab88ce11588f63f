//! Makes the known mistakes of `06_accept`.

#[macro_use]
#[path = "../mistakes.rs"]
mod mistakes;

/// What each mistake leaves right.
#[path = "../../../solutions/06_accept/src/accept.rs"]
mod right;

mistakes! {
    accept in [
        accept_changes_the_connection,
        accept_makes_the_copy,
        accept_on_any_socket,
        another_descriptor,
        copy_still_listens,
        descriptor_at_once,
        descriptor_of_the_listener,
        ends_swapped,
        established_by_accept,
        full_queue_makes_no_copy,
        half_open_is_ready,
        keeps_the_wildcard,
        last_in_first_out,
        listener_becomes_the_connection,
        listener_learns_the_address,
        loses_its_place,
        lost_without_a_descriptor,
        mistaken_for_again,
        options_are_lost,
        options_at_accept,
        passed_over_by_state,
        peer_in_the_listener,
        peer_of_another,
        port_of_its_own,
        ready_at_once,
        repeated_packet_begins_again,
        returns_its_own_address,
        returns_the_listener,
        second_copy,
        stays_in_the_queue,
    ] => netstack::play("", || netstack::Accept {
        connection_packet: accept::connection_packet,
        accept: accept::accept,
    })
}
