//! Makes the known mistakes of `07_lookup`.

#[macro_use]
#[path = "../mistakes.rs"]
mod mistakes;

/// What each mistake leaves right.
#[path = "../../../solutions/07_lookup/src/lookup.rs"]
mod right;

mistakes! {
    lookup in [
        both_ends_are_closed,
        bound_ends_the_search,
        bound_is_listening,
        client_is_enough,
        closed_ends_the_search,
        closed_is_a_connection,
        either_way_round,
        ends_swapped,
        first_that_fits,
        full_one_is_passed_over,
        half_open_is_nobody,
        index_misses_the_wildcard,
        last_that_fits,
        linear_scan,
        listener_at_another_port,
        listener_by_port,
        listener_first,
        listeners_are_forgotten,
        more_room,
        near_socket,
        no_client_address,
        no_client_port,
        no_server_address,
        no_server_port,
        one_listener_at_an_endpoint,
        one_state_is_left_out,
        only_established_counts,
        only_with_a_descriptor,
        place_hides_the_wildcard,
        port_is_enough,
        ports_are_enough,
        removal_is_forgotten,
        removal_takes_too_much,
        sorted_order,
        time_wait_is_gone,
        wildcard_first,
        wildcard_is_an_address,
        wildcard_spares_loopback,
    ] => netstack::play("", || netstack::Lookup::<lookup::Index>::new(lookup::lookup))
}
