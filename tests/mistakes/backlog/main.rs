//! Makes the known mistakes of `08_backlog`.

use netstack::{SocketId, SocketTable, State};

#[macro_use]
#[path = "../mistakes.rs"]
mod mistakes;

/// What each mistake leaves right.
#[path = "../../../solutions/08_backlog/src/backlog.rs"]
mod right;

mistakes! {
    backlog in [
        all_queues_together,
        closed_ones_do_not_count,
        dead_one_makes_room,
        descriptor_at_once,
        dropped_ack_establishes,
        enters_at_the_front,
        established_but_not_queued,
        full_by_equality,
        half_open_takes_a_place,
        most_clients_at_once,
        newest_makes_room,
        no_limit,
        oldest_makes_room,
        one_too_few,
        one_too_many,
        order_of_addresses,
        order_of_syns,
        overflow_resets,
        place_is_kept,
        queue_of_another,
        queued_but_half_open,
        queued_everywhere,
        reset_closes_the_listener,
        reset_is_queued,
        reset_of_the_client,
        reset_one_stays,
        reset_shortens_the_queue,
        turned_round,
        zero_means_no_limit,
        zero_means_none,
        zero_means_one,
    ] => netstack::play("", || netstack::Queue {
        connection_packet: backlog::connection_packet,
        last_ack: backlog::last_ack,
        reset: backlog::reset,
    })
}

/// What is right about the last ACK, once somebody has said whether there is room.
fn finish_if(room: bool, table: &mut SocketTable, listener: SocketId, copy: SocketId) -> bool {
    if room {
        table[copy].state = State::Established;
        enqueue(table, listener, copy);
    }
    room
}

/// Puts a connection at the end of a queue, whether there is room or not.
fn enqueue(table: &mut SocketTable, listener: SocketId, copy: SocketId) {
    if let Some(queue) = &mut table[listener].backlog {
        queue.waiting.push_back(copy);
    }
}
