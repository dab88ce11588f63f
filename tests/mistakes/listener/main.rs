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
        an_error_ends_the_program,
        an_error_of_its_own,
        another_place_instead,
        bind_opens_the_port,
        every_address,
        ignores_the_backlog,
        listen_without_bind,
        no_reuse_of_the_address,
        one_client_fewer,
        only_ipv4,
        port_of_its_own,
        reset_instead_of_reuse,
        reuse_after_bind,
        shares_the_port,
        waits_for_a_client,
        zero_lets_nobody_in,
    ] => given::run(listener::listener)
}
