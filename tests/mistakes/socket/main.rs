//! Makes the known mistakes of `02_socket`.

#[macro_use]
#[path = "../mistakes.rs"]
mod mistakes;

/// What each mistake leaves right.
#[path = "../../../solutions/02_socket/src/socket.rs"]
mod right;

mistakes! {
    socket in [
        address_at_once,
        after_the_highest,
        another_error,
        another_one_goes,
        begins_at_zero,
        closed_is_free,
        copy_of_another,
        descriptors_are_counted,
        ended_already,
        error_at_once,
        first_three_are_free,
        highest_free,
        left_without_a_descriptor,
        limit_is_a_count,
        limit_is_ignored,
        listens_at_once,
        never_used_again,
        no_control_block,
        not_opened,
        number_of_the_socket,
        old_socket_again,
        one_too_few,
        one_too_many,
        only_between_others,
        open_already,
        sockets_are_counted,
        standard_ones_can_be_free,
        zero_for_no_address,
    ] => netstack::play("", || netstack::Create { socket: socket::socket })
}
