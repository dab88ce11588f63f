//! How much the program keeps of a talk, how much it does at a time, and what it does when the machine has
//! no descriptor left.

use std::time::{Duration, Instant};

use grader::process::{Process, Signal};
use grader::{DEADLINE, skip};
use real::client::{Name, Wrong};
use real::idle::{self, Idle, InVain};
use real::server::Server;
use real::{inside, kernel, limits};

use crate::patience::why_talks_end;
use crate::pressure::{FAR_TOO_MUCH, ROOM, lets_it_be_waited_for, says_without_end};
use crate::talk::{GoesOn, Instead, Kept, PHASE, Talk, seen};

/// When so many bytes of answers wait, or more, nothing is read.
const MOST_UNSENT: usize = 64 * 1024;

/// Who still reads then has no bound.
const NO_BOUND: usize = 8 * FAR_TOO_MUCH;

/// What one read may bring more, where the kernel's buffers are small.
const ONE_READ: usize = 32 * 1024;

/// Who reads nothing while any answer waits keeps no more than this.
const LITTLE: usize = 8 * 1024;

/// One read may bring so much, where nothing makes it small. Few have a larger buffer.
const ONE_LARGE_READ: usize = 512 * 1024;

/// A client says lines without end and reads no answer.
pub fn back_pressure(server: &Server) -> Result<(), Wrong> {
    let mut witness = Talk::goes_on(server)?;
    let mut greedy = Talk::begins(server)?;
    let mut before = server.process.memory();
    let mut said = says_without_end(&mut greedy, server, FAR_TOO_MUCH);
    let is_far_more = |kept: Kept| kept.unsent > FAR_TOO_MUCH / 4;
    if said < FAR_TOO_MUCH && greedy.kept(server).is_some_and(is_far_more) {
        // The machine is busy, and the time was over. Who has more room need not have its turn so often.
        greedy = Talk::begins_with(server, Some(ROOM))?;
        before = server.process.memory();
        said = says_without_end(&mut greedy, server, FAR_TOO_MUCH);
    }
    let story = "A client says lines without end and reads no answer.";
    if said >= FAR_TOO_MUCH {
        let grown = before.and_then(|before| Some(server.process.memory()?.saturating_sub(before)));
        return Err(reads_all(&mut greedy, server, grown));
    }
    // Who serves nobody else meanwhile has another idea of it.
    lets_it_be_waited_for(&mut witness, server)?;
    // Who does not rest is looked at in another check.
    let mut was_full = false;
    if idle::watch(server.process) == Some(Idle::Rests) {
        keeps_enough(&mut greedy, server, story, false)?;
        let is_full = |kept: Kept| kept.unread > 0 && kept.unsent >= MOST_UNSENT;
        was_full = greedy.kept(server).is_some_and(is_full);
    }

    // As soon as fewer wait, it reads on: not only when none are left.
    let heard = greedy.heard;
    let more = kernel::until(DEADLINE, || {
        let come = greedy.sips_once().ok()?;
        (!come || greedy.heard >= heard + MOST_UNSENT / 2).then_some(())
    });
    let story = format!("{story} Then it reads {} KiB of the answers.", MOST_UNSENT / 2 / 1024);
    if more.is_some() && idle::watch(server.process) == Some(Idle::Rests) {
        keeps_enough(&mut greedy, server, &story, was_full)?;
    }
    let Err(instead) = greedy.hears() else { return Ok(()) };
    let story = format!("{story} Then it reads all.");
    let has_read_all = greedy.kept(server).is_some_and(|kept| kept.unread == 0);
    let is_cut = instead.goes_on(GoesOn::Later, "throws_answers_away");
    let name = if is_cut.is_some() {
        // Or does it lose some whenever the kernel does not take all?
        is_cut.filter(|_| crate::slow_reader(server).is_ok())
    } else if has_read_all {
        leaves_lines(&mut greedy, server, &instead)
    } else {
        instead.is_nothing("never_reads_again").or_else(|| {
            let too_many = instead.is_the_end("too_many_answers_are_an_error")?;
            why_talks_end(server).or(Some(too_many))
        })
    };
    Err(instead.after(&story, |_| name))
}

/// A client has heard nothing. Has the server read all its lines, and does one more bring their answers?
pub fn leaves_lines(client: &mut Talk, server: &Server, instead: &Instead) -> Name {
    let name = instead.is_nothing("leaves_lines")?;
    client.kept(server).filter(|kept| kept.unread == 0)?;
    let heard = client.heard;
    client.says("\n");
    // Not all need come.
    let _ = client.hears();
    (client.heard > heard).then_some(name)
}

/// The server rests, and keeps as many answers as it may, to the byte. Does it read one more line?
pub fn at_the_limit(server: &Server) -> Result<(), Wrong> {
    let mut client = Talk::begins(server)?;
    if fills_up(&mut client, server, MOST_UNSENT).is_none() {
        return Ok(());
    }
    client.says("\n");
    match kept_at_rest(&mut client, server) {
        Some(kept) if kept.unsent > MOST_UNSENT => {
            let words = format!(
                "A client reads no answer, and {MOST_UNSENT} bytes of answers wait to be written. Then it \
                 says a line. The server reads it. When as many or more wait, it must read no more."
            );
            Err(seen(words, None))
        }
        _ => Ok(()),
    }
}

/// The server keeps nearly as many answers as it may. Then some short lines come at once: it reads them all, and so
/// it must answer them all.
pub fn answers_what_it_reads(server: &Server) -> Result<(), Wrong> {
    const ROOM: usize = 100;
    const LINES: usize = 50;
    let mut client = Talk::begins(server)?;
    if fills_up(&mut client, server, MOST_UNSENT - ROOM).is_none() {
        return Ok(());
    }
    client.says(b"\n".repeat(LINES));
    // Whatever it does because of them, it has done when it rests.
    let _ = kept_at_rest(&mut client, server);
    let Err(instead) = client.hears() else { return Ok(()) };
    let story = format!(
        "A client reads no answer, and nearly {MOST_UNSENT} bytes of answers are unsent. It says {LINES} empty \
         lines at once. Then it reads all."
    );
    let name = leaves_lines(&mut client, server, &instead);
    Err(instead.after(&story, |_| name))
}

/// The client reads nothing, and says lines until the server rests and keeps so many bytes of answers. `None`, if
/// it does not come to that: who keeps more, or does not rest, is looked at elsewhere.
fn fills_up(client: &mut Talk, server: &Server, to: usize) -> Option<()> {
    let mut unsent = 0;
    // The kernel takes some of the first answers, so the number is not met at once.
    for _ in 0..4 {
        client.is_answered_with(to - unsent);
        let kept = kept_at_rest(client, server)?;
        (kept.unread == 0 && kept.unsent <= to).then_some(())?;
        unsent = kept.unsent;
        if unsent == to {
            return Some(());
        }
    }
    None
}

/// What the server keeps when it rests, and all that the client has said has come.
fn kept_at_rest(client: &mut Talk, server: &Server) -> Option<Kept> {
    kernel::until(DEADLINE, || client.client.unsaid().is_empty().then_some(()))?;
    (idle::watch(server.process) == Some(Idle::Rests)).then_some(())?;
    client.kept(server)
}

/// The server rests, and something that the client has said waits for it: so it keeps as many answers as it
/// may, and no more. It may have kept as many before: `was_full`.
fn keeps_enough(
    client: &mut Talk,
    server: &Server,
    story: &str,
    was_full: bool,
) -> Result<(), Wrong> {
    let Some(Kept { read, unread, unsent }) = client.kept(server) else { return Ok(()) };
    // With more than one thread it is looked at in another check, what they are for.
    if server.process.threads() != Some(1) {
        return Ok(());
    }
    let story = format!(
        "{story} The server has read {read} bytes, and sleeps. It keeps {unsent} bytes of answers; when \
         {MOST_UNSENT} or more wait, it must read no more."
    );
    let met =
        |words, mistake| Wrong::Met { words, broke: true, mistake, ended: None, floods: None };
    if unread > 0 && unsent < MOST_UNSENT {
        // Does it read on when all have been written?
        let words = format!("{story} These are fewer, and there is more to read.");
        let mistake = match client.hears() {
            Ok(()) if was_full => Some("reads_on_too_late"),
            Ok(()) if read > 0 && unsent <= LITTLE => {
                waits_with_any_answer(server).then_some("reads_or_writes")
            }
            Err(it) if read > MOST_UNSENT / 2 => it.is_nothing("never_reads_again"),
            _ => None,
        };
        return Err(met(words, mistake));
    }
    if unsent > MOST_UNSENT + ONE_READ {
        return Err(met(format!("{story} These are far more."), None));
    }
    Ok(())
}

/// Another client says short lines, one after the other, and reads no answer: until the server reads no more. Is
/// it a part of one answer that waits then?
fn waits_with_any_answer(server: &Server) -> bool {
    const LINE: usize = 100;
    const MOST: usize = 2000;
    let Ok(mut client) = Talk::begins(server) else { return false };
    for _ in 0..MOST {
        client.says([[b'-'; LINE - 1].as_slice(), b"\n"].concat());
        let is_read = || client.kept(server).filter(|kept| kept.unread == 0).map(drop);
        if server.wait(is_read).is_none() {
            return client.kept(server).is_some_and(|kept| (1..2 * LINE).contains(&kept.unsent));
        }
    }
    false
}

/// The server has read far too much. What has it done with it?
fn reads_all(client: &mut Talk, server: &Server, grown: Option<u64>) -> Wrong {
    let mib = |bytes: usize| bytes / 1024 / 1024;
    let story = "A client says lines without end and reads no answer.";
    let said = client.said();
    if grown.is_some_and(|grown| grown < said as u64 / 4) {
        let story = format!(
            "{story} After {} MiB the server still reads, and its memory has not grown. Then the client \
             reads the answers.",
            mib(said)
        );
        return match client.hears() {
            Err(instead) => {
                let lost = "throws_answers_away";
                instead.after(&story, |it| it.goes_on(GoesOn::Later, lost).or(it.is_nothing(lost)))
            }
            Ok(()) => seen(story, None),
        };
    }
    let words = format!(
        "{story} After {} MiB the server still reads, and keeps all answers in its memory.",
        mib(said)
    );
    match lines_until_it_rests(server) {
        Some(None) => {
            // Or has it a bound, which is far too high?
            let stops = says_without_end(client, server, NO_BOUND) < NO_BOUND
                && idle::watch(server.process) == Some(Idle::Rests)
                && client.kept(server).is_none_or(|kept| kept.unread > 0);
            // Or does it read on for as long as there is more?
            let is_it = grown.is_some() && !stops && !keeps_to_the_limit(server);
            seen(words, is_it.then_some("buffers_without_bound"))
        }
        Some(Some(lines)) => {
            let words = format!(
                "{words} When another one says empty lines, it reads no more after {lines} of them."
            );
            let counted = (MOST_UNSENT..MOST_UNSENT + MOST_UNSENT / 8).contains(&lines);
            seen(words, counted.then_some("counts_answers_not_bytes"))
        }
        None => seen(words, None),
    }
}

/// A client says empty lines, far more of them than a server may keep answers in bytes, and reads no answer. How
/// many are read before the server reads no more; `None` in there, if it reads all. Nothing, if that is not certain.
fn lines_until_it_rests(server: &Server) -> Option<Option<usize>> {
    const LINES: usize = 200_000;
    let mut client = Talk::begins(server).ok()?;
    client.says(b"\n".repeat(LINES));
    let start = Instant::now();
    let mut come = Ok(());
    while come.is_ok() && !client.client.unsaid().is_empty() && start.elapsed() < PHASE {
        let left = client.client.unsaid().len();
        let says_on = || (client.client.unsaid().len() < left).then_some(());
        come = idle::until(server.process, says_on);
    }
    let is_read = |client: &mut Talk| (client.kept(server)?.read == LINES).then_some(());
    match come.and_then(|()| idle::until(server.process, || is_read(&mut client))) {
        Ok(()) => Some(None),
        Err(InVain::Rests) => Some(Some(client.kept(server)?.read)),
        Err(_) => None,
    }
}

/// Much has come before the server looks. One read takes a part of it, and then the others have their turn.
pub fn reads_once(server: &Server) -> Result<(), Wrong> {
    const MUCH: usize = 3 * 1024 * 1024;
    let _witness = Talk::goes_on(server)?;
    let mut greedy = Talk::begins_with(server, None)?;
    if server.process.signal(Signal::Stop).is_err() {
        return Ok(skip("this system has no signal that lets a program pause")?);
    }
    let lines = [[b'-'; 999].as_slice(), b"\n"].concat().repeat(MUCH / 1000);
    greedy.says(&lines);
    let said = greedy.said();
    let _ = server.process.signal(Signal::Continue);
    if idle::watch(server.process) != Some(Idle::Rests) {
        return Ok(());
    }
    match greedy.kept(server) {
        Some(kept) if kept.unsent > MOST_UNSENT + ONE_LARGE_READ => {
            let words = format!(
                "A client has said {} KiB before the server looks, and reads no answer. The server has \
                 read {} KiB, and keeps {} KiB of answers. After one read the limit of {} KiB would have \
                 counted.",
                said / 1024,
                kept.read / 1024,
                kept.unsent / 1024,
                MOST_UNSENT / 1024
            );
            // Who has only a higher limit leaves something.
            let nothing_is_left = kept.unread == 0 && kept.read >= said;
            let is_it = nothing_is_left && keeps_to_the_limit(server);
            Err(seen(words, is_it.then_some("reads_until_nothing_is_left")))
        }
        _ => Ok(()),
    }
}

/// Whether the limit counts, if a client reads no answer and what it says comes bit by bit.
fn keeps_to_the_limit(server: &Server) -> bool {
    const MUCH: usize = 1024 * 1024;
    let Ok(mut client) = Talk::begins(server) else { return false };
    says_without_end(&mut client, server, MUCH) < MUCH
        && idle::watch(server.process) == Some(Idle::Rests)
        && (client.kept(server))
            .is_some_and(|kept| kept.unread > 0 && kept.unsent <= MOST_UNSENT + ONE_READ)
}

/// How long a program has had a processor because of something.
fn costs(
    server: &Server,
    mut does: impl FnMut() -> Result<(), Wrong>,
) -> Result<Option<Duration>, Wrong> {
    let used = || server.process.used_processor();
    let mut least = None;
    // Something else may cost time meanwhile. Not each time.
    for _ in 0..3 {
        let before = used();
        does()?;
        let cost = before.and_then(|before| Some(used()?.saturating_sub(before)));
        least = match (least, cost) {
            (Some(least), Some(cost)) => Some(std::cmp::min(least, cost)),
            (least, cost) => least.or(cost),
        };
    }
    Ok(least)
}

/// Many clients are connected, so each turn of the loop costs something. Many short answers must not need
/// as many turns: as much is written as the kernel takes.
pub fn writes_at_once(server: &Server) -> Result<(), Wrong> {
    // Not so many that a program which needs a turn for each has no time for them on a busy machine.
    const LINES: u32 = 1000;
    /// Who writes what the kernel takes needs about three.
    const FAR_MORE: u32 = 250;
    /// A turn with fewer clients costs so little that nothing can be seen.
    const SEEN: Duration = Duration::from_micros(30);
    let mut client = Talk::goes_on(server)?;
    let mut says = |bytes: &[u8], times: u32| {
        for _ in 0..times {
            client.says(bytes);
            client.hears().map_err(|it| it.after("A client of many says some lines.", |_| None))?;
        }
        Ok(())
    };
    // A line and its answer are two turns.
    let turns = costs(server, || says(b"\n", 20))?.map(|cost| cost / 40);
    let Some(turn) = turns.filter(|turn| *turn >= SEEN) else { return Ok(()) };
    let few = [[b'-'; LINES as usize - 1].as_slice(), b"\n"].concat();
    let of = |cost: Option<Duration>| {
        cost.map(|cost| u32::try_from(cost.as_nanos() / turn.as_nanos()).unwrap_or(u32::MAX))
    };
    let many_lines = of(costs(server, || says(&[b'\n'; LINES as usize], 1))?);
    let as_many_bytes = of(costs(server, || says(&few, 1))?);
    match (many_lines, as_many_bytes) {
        // Who reads little at a time needs as many for those few lines.
        (Some(many), Some(few)) if many > FAR_MORE && many > 4 * few => {
            let words = format!(
                "A client of many says {LINES} empty lines at once, and reads the answers. This costs as \
                 much of a processor as {many} turns of the loop. As many bytes in one line cost {few}."
            );
            Err(seen(words, (many > LINES / 3 && few < 40).then_some("one_answer_per_write")))
        }
        _ => Ok(()),
    }
}

/// For a while the program can have no further descriptor: accept fails with EMFILE, and goes on failing.
pub fn accept_fails(server: &Server) -> Result<(), Wrong> {
    let mut witness = Talk::goes_on(server)?;
    let goes = Talk::goes_on(server)?;
    let limit = match limits::no_descriptor(server.process) {
        Ok(limit) => limit,
        Err(reason) => return Ok(skip(&reason)?),
    };
    let story = "The program can have no further descriptor (EMFILE). A client connects.";
    let mut waiting = Talk::begins(server)?;
    waiting.says("at last\n");
    match idle::watch(server.process) {
        Some(Idle::Busy) => {
            let words =
                format!("{story} The program calls accept again and again, and never sleeps.");
            return Err(seen(words, Some("every_error_is_nobody")));
        }
        Some(Idle::Ended) => {
            let words = format!("{story} The program ends.");
            return Err(Wrong::Met {
                words,
                broke: true,
                mistake: None,
                ended: None,
                floods: None,
            });
        }
        _ => {}
    }
    witness.says("and I?\n");
    witness
        .hears()
        .map_err(|it| it.after(&format!("{story} Another one says a line."), |_| None))?;
    drop(limit);
    drop(goes);
    waiting.hears().map_err(|it: Instead| {
        let story = format!("{story} Then another one goes. The one that waited has said a line.");
        it.after(&story, |_| None)
    })
}

/// In which of the kernel's functions a program waits that answers nobody.
pub fn waits_in_accept(process: Process) -> bool {
    inside::sleeps_in(process).is_some_and(|place| place.contains("accept"))
}
