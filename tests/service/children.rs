//! The children of a server: which of them has a connection, and whether they are waited for.

use grader::process::Process;
use real::client::{Wrong, seen};
use real::kernel::{self, State};
use real::server::Server;

use crate::service::{Client, came};

/// The processes that have this client's connection, where the kernel shows it: of the server and
/// its children.
pub fn holders(server: &Server, client: &Client) -> Vec<Process> {
    let has_it = |process: &Process| {
        let rows = kernel::rows_of(process.id()).unwrap_or_default();
        let client = client.connection.local;
        rows.iter().any(|row| row.state != State::Listen && row.remote == client)
    };
    let all = [server.process].into_iter().chain(server.process.children());
    all.filter(has_it).collect()
}

/// A client has been silent for a while, has talked, and has gone. Its child must be waited for, too.
pub fn is_waited_for(server: &Server) -> Result<(), Wrong> {
    let left = || server.process.children();
    // Who waits for none at all is looked at in another check.
    if server.wait(|| left().is_empty().then_some(())).is_some()
        || !left().iter().all(|child| child.is_zombie())
        || !a_quick_one_is_waited_for(server)
    {
        return Ok(());
    }
    let words = "A client came, said nothing for a while, then talked and went. Its process has ended, and is a \
                 zombie: nobody has waited for it. But one that ended at once was waited for.";
    Err(seen(words, Some("waits_a_while")))
}

/// Whether a child is waited for that ends at once.
fn a_quick_one_is_waited_for(server: &Server) -> bool {
    // On a busy machine one may not be quick.
    (0..3).any(|_| one_is_waited_for(server))
}

fn one_is_waited_for(server: &Server) -> bool {
    let Ok(mut next) = Client::comes(server) else { return false };
    let its_child = || holders(server, &next).into_iter().find(|it| *it != server.process);
    let Some(child) = server.wait(its_child) else { return false };
    next.says_no_more();
    let is_waited_for = || (!server.process.children().contains(&child)).then_some(());
    next.hears_the_end().is_ok() && server.wait(is_waited_for).is_some()
}

/// Nothing is left of the children of so many clients. The first one still talks.
pub fn no_children(
    server: &Server,
    clients: usize,
    first: &mut Option<Client>,
) -> Result<(), Wrong> {
    if server.wait(|| (server.process.children().len() <= 1).then_some(())).is_some() {
        return Ok(());
    }
    let children = server.process.children();
    let zombies = || server.process.children().iter().filter(|it| it.is_zombie()).count();
    let words = format!("{clients} clients have come and gone, and their talks have ended.");
    if zombies() < children.len() - 1 {
        let words = format!("{words} Your server still has {} children.", children.len());
        return Err(seen(words, None));
    }
    let before = zombies();
    let words = format!("{words} {before} processes are zombies: nobody has waited for them.");
    drop(first.take());
    if server.wait(|| (zombies() == 0).then_some(())).is_some() {
        let words = format!("{words} When the client that came first had gone, they went.");
        return Err(seen(words, Some("waits_in_order")));
    }
    // Does the next client change this?
    for _ in 0..2 {
        Client::talking(server, "next").map_err(came)?;
    }
    let fewer = server.wait(|| (server.process.children().len() < before).then_some(()));
    if fewer.is_some() {
        let words = format!("{words} When further clients came, there were fewer.");
        return Err(seen(words, Some("reaps_at_the_next_client")));
    }
    if a_quick_one_is_waited_for(server) {
        let words = format!("{words} But one that ended at once was waited for.");
        return Err(seen(words, Some("waits_a_while")));
    }
    Err(seen(words, Some("no_wait").filter(|_| before >= clients)))
}

/// For a while no thread could be made, and all clients have gone since. Their processes must be waited for, too.
pub fn without_a_thread(server: &Server) -> Result<(), Wrong> {
    let children = || server.process.children();
    if server.wait(|| children().is_empty().then_some(())).is_some() {
        return Ok(());
    }
    let zombies: Vec<_> = children().into_iter().filter(|child| child.is_zombie()).collect();
    // When one that ended later has been waited for, nobody is about to wait for these.
    if zombies.is_empty() || !a_quick_one_is_waited_for(server) {
        return Ok(());
    }
    let left = zombies.iter().filter(|child| child.is_zombie()).count();
    if left == 0 {
        return Ok(());
    }
    let words = format!(
        "For a while no thread could be made for lack of memory (EAGAIN). The clients of that time have gone. \
         Zombies of their processes: {left}. Nobody has waited for them, but one that ended later was waited for."
    );
    Err(seen(words, Some("nobody_waits_without_a_thread")))
}
