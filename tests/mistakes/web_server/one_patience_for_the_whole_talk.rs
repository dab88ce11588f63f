//! "The patience is how long a talk may take."

use std::cell::Cell;
use std::net::TcpStream;
use std::time::Instant;

use crate::given::{Next, Settings};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

thread_local! {
    static BEGUN: Cell<Option<Instant>> = const { Cell::new(None) };
}

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { next_request, ..RIGHT });
}

fn next_request(client: &mut TcpStream, buffer: &mut Vec<u8>, settings: &Settings) -> Next {
    let begun = BEGUN.get().unwrap_or_else(Instant::now);
    BEGUN.set(Some(begun));
    let patience = settings.patience.saturating_sub(begun.elapsed());
    if patience.is_zero() {
        return Next::End;
    }
    let _ = client.set_read_timeout(Some(patience));
    right::next_request(client, buffer, &Settings { patience, ..settings.clone() })
}
