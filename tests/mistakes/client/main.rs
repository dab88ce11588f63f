//! Makes the known mistakes of `01_client`.

#[macro_use]
#[path = "../mistakes.rs"]
mod mistakes;

/// The program that calls the functions.
#[path = "../../../exercises/01_client/src/given.rs"]
mod given;

/// What each mistake leaves right.
#[path = "../../../solutions/01_client/src/client.rs"]
mod right;

mistakes! {
    client in [
        a_failed_send_is_no_error,
        a_length_is_the_end,
        a_part_is_an_error,
        a_port_of_its_own,
        a_zero_byte_is_the_end,
        adds_a_line_end,
        always_ipv6,
        an_answer_has_a_limit,
        an_answer_is_lines,
        an_empty_line_ends_the_request,
        an_empty_request_is_no_talk,
        an_error_ends_the_program,
        an_error_is_the_end,
        an_error_of_its_own,
        an_interruption_begins_anew,
        an_interruption_is_an_error,
        another_place,
        another_socket,
        binds_first,
        bytes_are_text,
        create_connects,
        does_not_wait,
        every_error_is_a_refusal,
        gives_up_early,
        ignores_a_refused_connection,
        in_progress_is_connected,
        leaves_the_socket_open,
        never_says_the_end,
        no_room_to_receive,
        one_read_is_the_answer,
        one_write_is_the_request,
        only_ipv4,
        only_the_last_piece,
        port_in_the_other_order,
        reads_before_it_sends,
        shuts_down_both_directions,
        stops_at_an_empty_line,
        the_end_comes_first,
        the_end_is_a_byte,
        the_end_is_an_error,
        waits_for_a_server,
        whole_buffer_each_time,
        zero_means_try_again,
    ] => given::run(&given::Client {
        create: client::create,
        connect: client::connect,
        send_and_receive: client::send_and_receive,
        disconnect: client::disconnect,
    })
}
