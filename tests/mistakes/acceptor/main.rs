//! Makes the known mistakes of `10_acceptor`.

#[macro_use]
#[path = "../mistakes.rs"]
mod mistakes;

/// The program that calls the function.
#[path = "../../../exercises/10_acceptor/src/given.rs"]
mod given;

/// What each mistake leaves right.
#[path = "../../../solutions/10_acceptor/src/acceptor.rs"]
mod right;

/// Has the words for a client.
type Greet<'a> = &'a dyn Fn(&socket2::SockAddr, &socket2::SockAddr) -> String;

/// Serves one client after the other. What most of the mistakes are about is the talk.
fn each_client(
    listener: &socket2::Socket,
    greet: Greet<'_>,
    talk: impl Fn(socket2::Socket, &socket2::SockAddr, Greet<'_>) -> std::io::Result<()>,
) -> std::io::Result<()> {
    loop {
        match listener.accept() {
            Ok((connection, peer)) => {
                let _ = talk(connection, &peer, greet);
            }
            Err(error) if error.kind() == std::io::ErrorKind::InvalidInput => return Err(error),
            Err(_) => std::thread::sleep(std::time::Duration::from_millis(50)),
        }
    }
}

mistakes! {
    acceptor in [
        a_gone_client_is_tried_again,
        a_limit_for_sending,
        a_new_listener_each_time,
        a_second_descriptor,
        a_thread_for_each,
        accepts_all_first,
        accepts_on_the_connection,
        adds_to_the_words,
        an_error_is_the_end,
        an_error_of_its_own,
        asks_again_and_again,
        closed_by_the_next,
        ends_swapped,
        greets_twice,
        keeps_the_connections,
        looks_now_and_then,
        no_error_is_the_end,
        one_client_ends_all,
        one_client_only,
        one_write_is_enough,
        reads_before_it_greets,
        resets_at_the_end,
        rests_too_long,
        shut_down_but_not_closed,
        talks_on_the_listener,
        the_connection_does_not_block,
        the_end_is_ok,
        the_last_one_first,
        the_listener_is_shut,
        the_listeners_address,
        the_listeners_peer,
        the_peer_is_asked_too_late,
        tries_again_at_once,
        turns_away,
        waits_for_the_clients_end,
        waits_for_the_next,
        without_the_line_end,
    ] => given::run(acceptor::acceptor)
}
