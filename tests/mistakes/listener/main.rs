//! Makes the known mistakes of `05_listener`.

#[macro_use]
#[path = "../mistakes.rs"]
mod mistakes;

/// The program that calls the function.
#[path = "../../../exercises/05_listener/src/given.rs"]
mod given;

/// What each mistake leaves right.
#[path = "../../../solutions/05_listener/src/listener.rs"]
mod right;

mistakes! {
    listener in [
        a_limit_of_its_own,
        a_number_of_16_bits,
        accepts_by_itself,
        always_ipv6,
        an_error_ends_the_program,
        an_error_of_its_own,
        another_place_instead,
        bind_opens_the_port,
        connects_to_find_out,
        every_address,
        every_error_is_in_use,
        goes_on_after_an_error,
        ignores_the_backlog,
        listen_without_bind,
        no_reuse_of_the_address,
        one_client_fewer,
        only_ipv4,
        port_0_needs_no_bind,
        port_in_the_other_order,
        port_of_its_own,
        refuses_low_ports,
        reset_instead_of_reuse,
        reuse_after_bind,
        reuse_for_ipv4_only,
        shares_the_port,
        tests_itself,
        waits_for_a_client,
        waits_until_the_port_is_free,
        zero_lets_nobody_in,
    ] => given::run(listener::listener)
}
