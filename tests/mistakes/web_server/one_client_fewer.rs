//! "The limit is the first number that is too many."

use socket2::Socket;

use crate::given::{Settings, Talk};
use crate::right;
pub use crate::right::{listener, talk};

pub fn serve(listener: &Socket, settings: &'static Settings, talk: Talk) -> ! {
    let clients = settings.clients - 1;
    right::serve(listener, Box::leak(Box::new(Settings { clients, ..settings.clone() })), talk)
}
