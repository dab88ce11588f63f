//! Makes the known mistakes of `00_start`.

#[macro_use]
#[path = "../mistakes.rs"]
mod mistakes;

mistakes! {
    start in [
        addresses_alone,
        client_address_left_out,
        client_port_left_out,
        destination_alone,
        either_direction,
        ends_swapped,
        every_packet_belongs,
        no_packet_belongs,
        one_end_is_enough,
        one_value_alone,
        ports_alone,
        server_address_left_out,
        server_port_left_out,
        source_alone,
    ] => netstack::play("", || netstack::Start { belongs: start::belongs })
}
