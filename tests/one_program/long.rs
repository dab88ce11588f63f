//! Lines that are too long: their talk ends, and nobody else notices.

use grader::DEADLINE;
use real::client::{Name, Wrong};
use real::kernel;
use real::server::Server;

use crate::pressure::{MANY, lets_it_be_read, piles_up_answers};
use crate::talk::{Instead, Talk, seen};

/// The longest line that a client may send, without its `\n`.
pub const LONGEST_LINE: usize = 1024;

/// The mistake of a server that counts short lines together.
pub const ALL_THAT_CAME: &str = "all_that_came_is_one_line";

pub fn long_lines(server: &Server) -> Result<(), Wrong> {
    let mut witness = Talk::goes_on(server)?;
    let mut client = Talk::begins(server)?;
    let longest = [[b'x'; LONGEST_LINE].as_slice(), b"\n"].concat();
    for lines in [1, 3] {
        client.says(longest.repeat(lines));
        let story = format!(
            "A client says, {lines} times at once, a line of {LONGEST_LINE} bytes. That is allowed."
        );
        client.hears().map_err(|it| {
            let name = it.is_the_end("the_limit_is_off_by_one");
            let name = name.filter(|_| is_answered(server, LONGEST_LINE - 1));
            let all = (lines > 1 && name.is_some() && counts_all_that_came(server))
                .then_some(ALL_THAT_CAME);
            let name = all.or(name);
            it.after(&story, |_| name)
        })?;
    }
    // In two pieces.
    client.says(&longest[..600]);
    lets_it_be_read(&mut witness, "A client says 600 bytes.")?;
    client.says(&longest[600..]);
    let story =
        format!("A client says a line of {LONGEST_LINE} bytes in two pieces. That is allowed.");
    client.hears().map_err(|it| it.after(&story, |_| None))?;
    client.says([b'y'; LONGEST_LINE + 1]);
    let story = format!("A client says {} bytes without a `\\n`.", LONGEST_LINE + 1);
    client.hears_the_end().map_err(|it| {
        let is_off = || {
            it.is_nothing("the_limit_is_off_by_one")
                .filter(|_| is_closed_at(server, LONGEST_LINE + 2))
        };
        let cut = [b'y'; LONGEST_LINE];
        let cuts = it.is_the_answer_to(&cut).then_some("cuts_a_long_line");
        let is_nothing = matches!(it, Instead::Nothing { .. });
        let goes_on = || if is_nothing { goes_on_with_it(&mut client) } else { None };
        let name = cuts.or_else(is_off).or_else(goes_on);
        it.after(&story, |_| name)
    })?;

    let too_long = [[b'z'; LONGEST_LINE + 1].as_slice(), b"\n"].concat();
    let mut at_once = Talk::begins(server)?;
    at_once.client.will_say(&too_long);
    let story =
        format!("A client says a line of {} bytes and its `\\n` at once.", LONGEST_LINE + 1);
    at_once.hears_the_end().map_err(|it| it.after(&story, |_| None))?;

    let mut in_pieces = Talk::begins(server)?;
    in_pieces.client.will_say(&too_long[..600]);
    lets_it_be_read(&mut witness, "A client says 600 bytes.")?;
    in_pieces.client.will_say(&too_long[600..]);
    let story = format!("A client says a line of {} bytes in two pieces.", LONGEST_LINE + 1);
    in_pieces.hears_the_end().map_err(|it| it.after(&story, |_| None))?;
    let story = "Another client said a line that is too long.";
    lets_it_be_read(&mut witness, story)
}

/// A line that is too long goes on, and then ends. Is it kept, however long it is? Or is a part of it answered? Or is it
/// thrown away, and the next one is answered? Who has another limit has one.
fn goes_on_with_it(client: &mut Talk) -> Name {
    client.says(vec![b'y'; 64 * 1024]);
    if client.hears_the_end().is_ok() {
        return None;
    }
    client.says("\n");
    match client.hears() {
        Ok(()) | Err(Instead::End { .. }) => return Some("a_line_without_end"),
        Err(it) if it.is_shorter() => return Some("cuts_a_long_line"),
        Err(_) => {}
    }
    client.says("next\n");
    let next = client.hears().is_err_and(|it| it.is_the_answer_to(b"next"));
    next.then_some("skips_a_long_line")
}

/// Whether a line of so many bytes is answered.
fn is_answered(server: &Server, length: usize) -> bool {
    let Ok(mut client) = Talk::begins(server) else { return false };
    client.says([vec![b'x'; length], vec![b'\n']].concat());
    client.hears().is_ok()
}

/// Whether the connection is closed when so many bytes have come without a `\n`, and not before.
fn is_closed_at(server: &Server, length: usize) -> bool {
    let Ok(mut client) = Talk::begins(server) else { return false };
    client.client.will_say(vec![b'x'; length]);
    client.hears_the_end().is_ok()
}

/// Whether short lines end the talk if they come at once, and are answered if each waits for the answer to the
/// one before.
pub fn counts_all_that_came(server: &Server) -> bool {
    let line = [[b'x'; LONGEST_LINE / 3].as_slice(), b"\n"].concat();
    let (Ok(mut at_once), Ok(mut by_turns)) = (Talk::begins(server), Talk::begins(server)) else {
        return false;
    };
    at_once.says(line.repeat(4));
    let is_closed = matches!(at_once.hears(), Err(Instead::End { .. }));
    is_closed
        && (0..4).all(|_| {
            by_turns.says(&line);
            by_turns.hears().is_ok()
        })
}

/// The connection is closed at once, although its client has not read the answers to the lines before.
pub fn long_line_behind_others(server: &Server) -> Result<(), Wrong> {
    let mut witness = Talk::goes_on(server)?;
    let mut client = Talk::begins(server)?;
    piles_up_answers(&mut client, &mut witness, server, MANY)?;
    let Some(before) = server.process.descriptors() else { return Ok(()) };
    // With more than one thread it is looked at in another check, what they are for.
    if server.process.threads() != Some(1) {
        return Ok(());
    }
    client.client.will_say([b'z'; LONGEST_LINE + 1]);
    let is_said = || client.client.unsaid().is_empty().then_some(());
    let is_closed = || (server.process.descriptors()? < before).then_some(());
    // Where there is no room for what it says, nobody can know.
    if kernel::until(DEADLINE, is_said).is_none() || server.wait(is_closed).is_some() {
        return Ok(());
    }
    let words = "A client has not read all answers, and says a line that is too long. Its connection must be \
                 closed. The server keeps it.";
    Err(seen(words, None))
}
