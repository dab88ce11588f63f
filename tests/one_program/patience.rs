//! A client that says nothing for a while: whether the server goes on with it.

use std::thread;
use std::time::Duration;

use real::client::Name;
use real::server::Server;

use crate::long::{ALL_THAT_CAME, counts_all_that_came};
use crate::talk::{Instead, Talk};

/// So long may a client think before it says something.
pub const THOUGHT: Duration = Duration::from_millis(1500);

/// Whether a client that says nothing is left at once.
pub fn leaves_at_once(server: &Server) -> bool {
    let Ok(mut silent) = Talk::begins(server) else { return false };
    server.wait(|| silent.client.end()).is_some()
}

/// Whether the server goes on with a client that says the next thing at once, and not with one that thinks for a
/// while.
pub fn has_a_time_limit(server: &Server) -> bool {
    const TRIES: usize = 3;
    // On a busy machine nothing is at once. So it has some tries.
    let at_once = (0..TRIES).any(|_| says_two(server, Duration::ZERO).is_some_and(|it| it.is_ok()));
    let thinks = || says_two(server, THOUGHT);
    at_once && (0..TRIES).all(|_| matches!(thinks(), Some(Err(Instead::End { .. }))))
}

/// Why a talk has ended that should go on, if what was said in it does not matter.
pub fn why_talks_end(server: &Server) -> Name {
    if counts_all_that_came(server) {
        return Some(ALL_THAT_CAME);
    }
    has_a_time_limit(server).then_some("a_time_limit")
}

/// What comes of a second line, so long after the answer to the first. `None`, if there is no such answer.
fn says_two(server: &Server, thought: Duration) -> Option<Result<(), Instead>> {
    let mut client = Talk::begins(server).ok()?;
    client.says("first\n");
    client.hears().ok()?;
    thread::sleep(thought);
    client.says("second\n");
    Some(client.hears())
}
