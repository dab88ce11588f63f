//! A client that does not read its answers, and another that must not be kept waiting.

use std::io::Read;
use std::time::Instant;

use grader::DEADLINE;
use real::client::Wrong;
use real::idle::{self, Idle, InVain};
use real::kernel;
use real::server::Server;

use crate::talk::{Instead, PHASE, SMALL, Talk};

/// What the kernel's buffers and the server's own may hold together is far less than this.
pub const FAR_TOO_MUCH: usize = 4 * 1024 * 1024;

/// Room for what a client says, if it has much to say on a busy machine. Then one read may bring more, too.
pub const ROOM: usize = 200 * 1024;

/// The loop is level-triggered: what was sent before the first of two round trips of another client
/// has been read after the second.
pub fn lets_it_be_read(witness: &mut Talk, story: &str) -> Result<(), Wrong> {
    for _ in 0..2 {
        witness.says("and I am still here\n");
        witness
            .hears()
            .map_err(|it| it.after(&format!("{story} Another client says a line."), |_| None))?;
    }
    Ok(())
}

/// More bytes of answers than the kernel's small buffers take if nobody reads them, and less than the
/// program's limit.
pub const MANY: usize = 12 * SMALL;

/// The client has many lines to say and reads no answer. The program has read all lines and must
/// keep the answers that the kernel does not take.
pub fn piles_up_answers(
    client: &mut Talk,
    witness: &mut Talk,
    server: &Server,
    answers: usize,
) -> Result<(), Wrong> {
    const TURNS: usize = 200;
    // Empty lines: the answers are many times as long.
    while client.answers.len() < answers {
        client.says("\n");
    }
    // Where the kernel does not show its table, so many turns of the loop must do.
    let mut turns = 0;
    let all_read = kernel::until(DEADLINE, || {
        if let waits @ Err(_) = lets_it_be_waited_for(witness, server) {
            return Some(waits);
        }
        turns += 1;
        let is_said = client.client.unsaid().is_empty();
        let read = match client.rows(server) {
            None => turns == TURNS,
            Some([at_server, at_client]) => {
                at_server.is_none_or(|row| row.receive_queue == 0)
                    && at_client.is_none_or(|row| row.send_queue == 0)
            }
        };
        (read && is_said).then_some(Ok(()))
    });
    all_read.unwrap_or(Ok(()))?;
    lets_it_be_waited_for(witness, server)
}

/// The client reads answers until the program has written more, and then no longer: the kernel takes
/// some of what the program keeps, and not all.
pub fn sips(client: &mut Talk, witness: &mut Talk, server: &Server) -> Result<(), Wrong> {
    let written = |client: &Talk| {
        let [at_server, at_client] = client.rows(server)?;
        let [sent, unheard] = [at_server?.send_queue, at_client?.receive_queue];
        Some(client.heard + sent as usize + unheard as usize)
    };
    let before = written(client);
    let mut buffer = [0; 4096];
    let sipped = kernel::until(DEADLINE, || {
        if let Ok(length @ 1..) = client.client.stream.read(&mut buffer)
            && client.compares(&buffer[..length]).is_err()
        {
            // What is wrong will be noticed where all is compared.
            return Some(Ok(()));
        }
        if let waits @ Err(_) = lets_it_be_waited_for(witness, server) {
            return Some(waits);
        }
        // Without a table, or a connection, one sip must do.
        (before.is_none() || written(client) > before).then_some(Ok(()))
    });
    sipped.unwrap_or(Ok(()))?;
    lets_it_be_waited_for(witness, server)
}

/// The client reads so slowly that the kernel still holds answers when the program closes its end.
/// Whoever breaks off the connection there loses them each time, and not now and then.
pub fn sips_to_the_end(client: &mut Talk, server: &Server) {
    let descriptors = || server.process.descriptors();
    let (before, mut buffer) = (descriptors(), [0; 512]);
    kernel::until(DEADLINE, || {
        if before.is_none() || descriptors() < before || client.heard == client.answers.len() {
            return Some(());
        }
        // What is wrong will be noticed where all is compared.
        let length = client.client.stream.read(&mut buffer).unwrap_or_default();
        client.compares(&buffer[..length]).is_err().then_some(())
    });
}

/// Another client is not kept waiting, and the program does what it has to do meanwhile.
pub fn lets_it_be_waited_for(witness: &mut Talk, server: &Server) -> Result<(), Wrong> {
    for _ in 0..2 {
        witness.says("what about me?\n");
        let story = "A client says many lines and does not read all answers. Another client says a \
                     line.";
        let Err(instead) = witness.hears() else { continue };
        let name = match why_nothing(&instead, witness, server) {
            Some(InVain::Rests) => Some("blocks_in_write"),
            Some(InVain::Busy) => Some("waits_until_all_is_written"),
            _ => None,
        };
        return Err(instead.after(story, |_| name));
    }
    Ok(())
}

/// What the program does while nothing comes. On a busy machine the time may be over before that is certain: then it
/// is looked at once more.
pub fn why_nothing(instead: &Instead, client: &mut Talk, server: &Server) -> Option<InVain> {
    match instead {
        Instead::Nothing { why: InVain::Late, .. } => {
            let why = match idle::watch(server.process)? {
                Idle::Rests => InVain::Rests,
                Idle::Busy => InVain::Busy,
                Idle::Naps | Idle::Ended => return None,
            };
            client.client.hears_nothing().then_some(why)
        }
        Instead::Nothing { why, .. } => Some(*why),
        _ => None,
    }
}

/// The client says as much as it can and reads nothing. How many bytes it got rid of, at most `most`; or
/// as many as it could in the time of a [`PHASE`].
pub fn says_without_end(client: &mut Talk, server: &Server, most: usize) -> usize {
    let lines = [[b'-'; 999].as_slice(), b"\n"].concat().repeat(64);
    let start = Instant::now();
    while client.said() < most && start.elapsed() < PHASE {
        if client.client.unsaid().is_empty() {
            client.says(&lines);
        }
        let left = client.client.unsaid().len();
        let says_on = || (client.client.unsaid().len() < left || left == 0).then_some(());
        if idle::until(server.process, says_on).is_err() {
            break;
        }
    }
    client.said()
}
