//! Makes the known mistakes of `21_host`.

use std::net::{Ipv4Addr, SocketAddrV4};

use netstack::{Flags, FourTuple, Segment, Sending, SocketId, SocketTable, State};

#[macro_use]
#[path = "../mistakes.rs"]
mod mistakes;

/// The files of the exercises.
#[allow(dead_code, reason = "an exercise has more than the host needs of it")]
#[path = "../../../solutions/21_host/src/exercises.rs"]
mod files;

/// The same, but the lookup may be a mistake's.
mod exercises {
    pub use crate::files::*;

    /// Hides the one above.
    pub mod lookup {
        use netstack::{FourTuple, SocketId, SocketTable};

        pub fn lookup(table: &SocketTable, tuple: FourTuple) -> Option<SocketId> {
            type Lookup = fn(&SocketTable, FourTuple) -> Option<SocketId>;
            let (its, right): (Lookup, Lookup) =
                (crate::in_lookup::lookup, crate::files::lookup::lookup);
            crate::unless("in_lookup", its, right)(table, tuple)
        }
    }
}

/// What each mistake leaves right.
#[path = "../../../solutions/21_host/src/host.rs"]
mod right;

/// The socket that a segment is for, and its state.
fn found(table: &SocketTable, segment: &Segment) -> Option<(SocketId, State)> {
    let id = exercises::lookup::lookup(table, segment.into())?;
    Some((id, table[id].state))
}

/// The connection that a segment is for, if it is one of those that all three functions look at.
fn connection(table: &SocketTable, segment: &Segment) -> Option<SocketId> {
    let (id, state) = found(table, segment)?;
    let opens = matches!(state, State::Listen | State::SynSent | State::SynReceived);
    let is_over = state == State::TimeWait;
    (!opens && !is_over && !segment.flags.rst && !segment.flags.syn).then_some(id)
}

/// The socket that listens where a segment goes, whoever has sent it.
fn listens_for(table: &SocketTable, segment: &Segment) -> Option<SocketId> {
    let nobody = SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, 0);
    let tuple = FourTuple { local: segment.destination, remote: nobody };
    exercises::lookup::lookup(table, tuple)
}

/// What is right for a segment, where nobody counts what is received.
fn without_receiving(
    table: &mut SocketTable,
    copies: &mut right::Copies,
    id: SocketId,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let receiving = table[id].receiving.take();
    let answer = right::arrives(table, copies, segment, window);
    if table.get(id).is_some() {
        table[id].receiving = receiving;
    }
    answer
}

/// Makes a copy of a listening socket, whatever its queue says.
fn makes_a_copy(
    table: &mut SocketTable,
    copies: &mut right::Copies,
    listener: SocketId,
    packet: &Segment,
    window: u32,
) -> Segment {
    let copy = exercises::accept::connection_packet(table, listener, packet);
    copies.insert(copy, listener);
    let sending = Sending { una: 1, nxt: 1, window, ..Sending::default() };
    table[copy].sending = Some(Box::new(sending));
    Segment::new(Flags::SYN | Flags::ACK, packet.destination, packet.source)
}

/// What is right, unless this mistake is to be made.
fn unless<T>(mistake: &str, its: T, right: T) -> T {
    if std::env::var("MISTAKE").is_ok_and(|named| named == mistake) { its } else { right }
}

mistakes! {
    host in [
        a_client_cannot_send,
        a_copy_cannot_send,
        a_fin_has_no_data,
        a_full_queue_ends_it,
        a_full_queue_refuses,
        a_listener_is_silent,
        a_listener_refuses,
        a_reset_is_acknowledged_first,
        a_reset_needs_its_number,
        a_reset_waits_too,
        a_second_copy,
        a_syn_again_is_dropped,
        acknowledged_without_delivering,
        acknowledgements_are_not_counted,
        an_ack_acknowledges_all,
        an_orphan_is_read,
        another_answer,
        any_syn_begins,
        copies_are_kept,
        every_timeout_gives_up,
        half_open_resets_are_ignored,
        in_accept,
        in_deliver,
        in_listen,
        in_lookup,
        in_no_queue,
        in_ports,
        in_send,
        in_sharing,
        in_socket,
        in_teardown,
        it_can_send_too_early,
        its_listener_is_forgotten,
        no_ack_ends_anything,
        no_ack_is_needed,
        nobody_is_silent,
        numbers_begin_with_zero,
        only_a_bare_syn_is_answered,
        output_is_called,
        over_means_gone,
        ports_is_not_asked,
        received_is_not_asked,
        refused_in_time_wait,
        the_client_is_not_told,
        the_copy_stays_half_open,
        the_descriptor_has_gone,
        the_end_has_another_number,
        the_end_is_sent_twice,
        the_end_is_the_next_number,
        the_end_is_written_again,
        the_end_overtakes_the_data,
        the_fin_is_not_sent,
        the_fin_is_overlooked,
        the_last_ack_is_answered,
        the_last_acks_data_is_lost,
        the_listener_is_asked_first,
        the_numbers_begin_elsewhere,
        the_old_row_changes,
        the_queue_is_not_asked,
        the_refusal_is_your_own,
        the_whole_segment_counts,
        the_window_is_forgotten,
        time_wait_answers_a_syn,
        time_wait_ends_for_nobody,
        time_wait_is_not_for_teardown,
        time_wait_keeps_its_row,
        what_comes_twice_counts,
        what_comes_twice_is_dropped,
        what_was_never_sent_is_believed,
        what_was_never_sent_is_dropped,
        who_is_given_up_goes,
        who_is_given_up_stays,
        whoever_listens_there,
        without_ack_it_counts,
    ] => wire::main("host", "", || wire::Host {
        socket: unless("in_socket", in_socket::socket, exercises::socket::socket),
        bind: unless("in_sharing", in_sharing::bind, exercises::sharing::bind),
        listen: unless("in_listen", in_listen::listen, exercises::listen::listen),
        accept: unless("in_accept", in_accept::accept, exercises::accept::accept),
        connect: unless("in_ports", in_ports::connect, exercises::ports::connect),
        lookup: exercises::lookup::lookup,
        recv: unless("in_deliver", in_deliver::recv, exercises::deliver::recv),
        send: exercises::send::send,
        output: unless("in_send", in_send::output, exercises::send::output),
        pass: unless("in_teardown", in_teardown::pass, exercises::teardown::pass),
        arrives: host::arrives,
        shutdown: host::shutdown,
        close: host::close,
        expired: host::expired,
        copies: right::Copies::new(),
    })
}
