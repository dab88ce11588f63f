//! "A server knows its clients."

use std::net::TcpStream;
use std::sync::{Mutex, PoisonError};

use crate::given::Settings;
use crate::right;
pub use crate::right::{listener, serve};

static CLIENTS: Mutex<Vec<TcpStream>> = Mutex::new(Vec::new());

pub fn talk(client: TcpStream, settings: &Settings) {
    let mut clients = CLIENTS.lock().unwrap_or_else(PoisonError::into_inner);
    clients.extend(client.try_clone());
    drop(clients);
    right::talk(client, settings);
}
