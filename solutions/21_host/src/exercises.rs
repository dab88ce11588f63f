//! The files of the exercises that the host joins. `cargo` builds them from where they are.

#[path = "../../06_accept/src/accept.rs"]
pub mod accept;
#[path = "../../08_backlog/src/backlog.rs"]
pub mod backlog;
#[path = "../../13_close/src/close.rs"]
pub mod close;
#[path = "../../11_deliver/src/deliver.rs"]
pub mod deliver;
#[path = "../../04_listen/src/listen.rs"]
pub mod listen;
#[path = "../../07_lookup/src/lookup.rs"]
pub mod lookup;
#[path = "../../15_ports/src/ports.rs"]
pub mod ports;
#[path = "../../12_send/src/send.rs"]
pub mod send;
#[path = "../../09_sharing/src/sharing.rs"]
pub mod sharing;
#[path = "../../02_socket/src/socket.rs"]
pub mod socket;
#[path = "../../14_teardown/src/teardown.rs"]
pub mod teardown;
