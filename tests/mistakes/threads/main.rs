//! Makes the known mistakes of `16_threads`.

#[macro_use]
#[path = "../mistakes.rs"]
mod mistakes;

/// The program that calls the function.
#[path = "../../../exercises/16_threads/src/given.rs"]
mod given;

mistakes! {
    threads in [
        a_lock_during_the_talk,
        a_panic_ends_the_server,
        accepts_before_there_is_a_place,
        an_accept_error_ends_the_server,
        an_error_ends_the_server,
        asks_again_at_once,
        asks_who_has_gone,
        connections_do_not_wait,
        expects_a_thread,
        first_read_in_the_accepting_thread,
        join_in_the_loop,
        joins_in_order,
        keeps_the_handles,
        keeps_the_places,
        keeps_the_streams,
        no_thread,
        one_current_client,
        resets_at_the_end,
        rests_too_long,
        silent_clients_are_left,
        stops_listening,
        takes_no_place,
        talks_itself,
        the_place_is_dropped_at_once,
        too_few_workers,
        turns_away,
        waits_for_a_thread,
    ] => given::run(threads::serve)
}

/// What each mistake leaves right.
mod right {
    use std::thread;
    use std::time::Duration;

    use socket2::Socket;

    use crate::given::Talk;

    /// Waits for the next client, and survives an error.
    pub fn accept(listener: &Socket) -> Socket {
        loop {
            match listener.accept() {
                Ok((connection, _)) => return connection,
                Err(_) => thread::sleep(Duration::from_millis(10)),
            }
        }
    }

    /// A talk in a thread of its own, which keeps something until it has ended.
    pub fn talk_in_a_thread<T: Send + 'static>(talk: Talk, connection: Socket, keeps: T) {
        let thread = thread::Builder::new().spawn(move || {
            let _ = talk(connection);
            drop(keeps);
        });
        drop(thread);
    }
}
