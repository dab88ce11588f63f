//! Grades the exercise `one_program`: many clients of one thread, each with its own talk.

mod long;
mod measure;
mod patience;
mod pressure;
mod talk;

use std::sync::{Mutex, PoisonError};
use std::thread;

use grader::{Bench, DEADLINE, Failure, skip};
use long::{
    ALL_THAT_CAME, LONGEST_LINE, counts_all_that_came, long_line_behind_others, long_lines,
};
use measure::{
    accept_fails, answers_what_it_reads, at_the_limit, back_pressure, leaves_lines, reads_once,
    waits_in_accept, writes_at_once,
};
use patience::{THOUGHT, has_a_time_limit, leaves_at_once, why_talks_end};
use pressure::{
    FAR_TOO_MUCH, MANY, lets_it_be_read, lets_it_be_waited_for, piles_up_answers, says_without_end,
    sips, sips_to_the_end, why_nothing,
};
use real::client::Wrong;
use real::idle::{self, Idle, InVain};
use real::kernel;
use real::server::Server;
use socket2::SockRef;
use talk::{GoesOn, Instead, SMALL, Talk, seen, served, served_small, shown};

grader::checks! {
    exercise: "one_program",
    mistakes: &[],
    seen: MISTAKES,

    #[points(1)]
    fn every_line_gets_its_number(bench) {
        served(bench, one_client)
    }

    #[points(1)]
    fn a_silent_client_keeps_nobody_waiting(bench) {
        served(bench, silent_clients)
    }

    #[points(2)]
    fn each_client_has_its_own_talk(bench) {
        served(bench, two_talks)
    }

    #[points(2)]
    fn a_line_may_come_in_pieces(bench) {
        served(bench, pieces)
    }

    #[points(1)]
    fn a_talk_may_have_many_lines(bench) {
        served(bench, many_lines)
    }

    #[points(2)]
    fn a_slow_reader_keeps_nobody_waiting(bench) {
        served_small(bench, slow_reader)
    }

    #[points(2)]
    fn too_many_answers_stop_the_reading(bench) {
        // All of these take a while.
        thread::scope(|scope| {
            let to_the_byte = scope.spawn(|| served_small(bench, at_the_limit));
            let what_was_read = scope.spawn(|| served_small(bench, answers_what_it_reads));
            served_small(bench, back_pressure)?;
            to_the_byte.join().expect("no check panics")?;
            what_was_read.join().expect("no check panics")
        })
    }

    #[points(1)]
    fn one_call_reads_once(bench) {
        served_small(bench, reads_once)
    }

    #[points(1)]
    fn the_end_comes_after_the_last_answer(bench) {
        served_small(bench, ends)
    }

    #[points(1)]
    fn a_line_that_is_too_long_ends_the_talk(bench) {
        served(bench, long_lines)?;
        served_small(bench, long_line_behind_others)
    }

    #[points(1)]
    fn a_reset_client_harms_no_other(bench) {
        served_small(bench, resets)
    }

    #[points(1)]
    fn one_thread_serves_a_thousand_clients(bench) {
        a_thousand_clients(bench)
    }

    #[points(1)]
    fn nothing_is_left_behind(bench) {
        served(bench, all_have_gone)
    }

    #[points(1)]
    fn an_idle_program_takes_no_processor_time(bench) {
        served_small(bench, sleeps)
    }

    #[points(1)]
    fn an_accept_that_fails_harms_nobody(bench) {
        served(bench, accept_fails)
    }
}

/// All of these show from outside; the checks name them.
const MISTAKES: &[&str] = &[
    "counts_from_zero",
    "numbers_are_small",
    "empty_lines_are_nothing",
    "lines_are_text",
    "nobody_waits_is_an_error",
    "blocking_copy",
    "waits_in_accept",
    "nothing_yet_is_the_end",
    "a_time_limit",
    "one_counter_for_all",
    "one_buffer_for_all",
    "one_read_is_one_line",
    "forgets_the_piece",
    "one_line_per_read",
    "blocks_in_write",
    "waits_until_all_is_written",
    "a_full_buffer_is_an_error",
    "drops_the_rest",
    "sends_again",
    "never_asks_to_write",
    "buffers_without_bound",
    "throws_answers_away",
    "counts_answers_not_bytes",
    "too_many_answers_are_an_error",
    "reads_or_writes",
    "never_reads_again",
    "reads_on_too_late",
    "leaves_lines",
    "reads_until_nothing_is_left",
    "one_answer_per_write",
    "the_end_drops_answers",
    "the_end_is_nothing",
    "never_over",
    "half_a_line_is_a_line",
    "waits_for_the_rest",
    "a_line_without_end",
    "the_limit_is_off_by_one",
    "cuts_a_long_line",
    "skips_a_long_line",
    "all_that_came_is_one_line",
    "an_error_ends_the_server",
    "every_error_is_nobody",
    "errors_are_nothing",
    "a_thread_for_each_client",
    "always_wants_to_write",
    "asks_but_does_not_read",
    "reads_on_after_the_end",
];

/// How many clients are tried at once.
fn how_many_clients() -> usize {
    #[cfg(unix)]
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
    #[cfg(not(unix))]
    let limit: Option<u64> = None;
    // The other checks have files open too.
    let files = limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
    files.saturating_sub(150).clamp(50, 1000)
}

/// The connection may have been closed because nothing had come yet, or not for a while.
fn closed(instead: Instead, story: &str, server: &Server) -> Wrong {
    instead.after(story, |it| match it.is_the_end("nothing_yet_is_the_end") {
        Some(_) if !leaves_at_once(server) => has_a_time_limit(server).then_some("a_time_limit"),
        mistake => mistake,
    })
}

fn one_client(server: &Server) -> Result<(), Wrong> {
    let mut client = Talk::begins(server)?;
    // The third is empty, and some are no text in UTF-8 or have spaces at an end.
    let lines = [
        b"one".as_slice(),
        b"two",
        b"",
        b"caf\xe9",
        b" spaces and a carriage return \r",
        b"\0\x01\xff",
        b"7 ",
    ];
    for line in lines {
        client.says([line, b"\n"].concat());
        client.hears().map_err(|instead| {
            let mut story = format!("A client says `{}\\n`.", shown(line));
            let unread = client.rows(server).and_then(|[at_server, _]| at_server);
            let is_nothing = matches!(instead, Instead::Nothing { .. });
            if is_nothing && line.is_empty() {
                // Is another line answered?
                client.says("x\n");
                let answered = client.hears().is_err_and(|it| matches!(it, Instead::Other { .. }));
                return instead.after(&story, |_| answered.then_some("empty_lines_are_nothing"));
            }
            if is_nothing && waits_in_accept(server.process) {
                story += " The program sleeps in accept.";
                return instead.after(&story, |_| Some("waits_in_accept"));
            }
            if is_nothing && unread.is_some_and(|row| row.receive_queue == 0) {
                story += " The program reads it. Does `wants` ask to write the answer?";
            }
            closed(instead, &story, server)
        })?;
    }
    Ok(())
}

/// More lines than fit into a number of 8 bits, or of 16. Near the end of each, one line at a time.
fn many_lines(server: &Server) -> Result<(), Wrong> {
    let mut client = Talk::begins(server)?;
    let mut said = 0;
    for most in [1 << 8, 1 << 16] {
        let at_once = std::iter::once(most - 5 - said);
        for lines in at_once.chain([1; 10]) {
            client.says(b"\n".repeat(lines));
            said += lines;
            client.hears().map_err(|instead| {
                let over = matches!(instead, Instead::End { .. } | Instead::Other { .. });
                let small = (over && said.abs_diff(most) <= 1).then_some("numbers_are_small");
                let story = format!("A client has said {said} empty lines.");
                let one_line = || {
                    let closed = instead.is_the_end(ALL_THAT_CAME);
                    closed.filter(|_| lines > 1 && counts_all_that_came(server))
                };
                let name = small.or_else(one_line);
                let name = name.or_else(|| leaves_lines(&mut client, server, &instead));
                match instead.after(&story, |_| name) {
                    Wrong::Met { words, broke, mistake, floods, .. } => {
                        Wrong::Met { words, broke, mistake, ended: small, floods }
                    }
                    wrong => wrong,
                }
            })?;
        }
    }
    Ok(())
}

fn silent_clients(server: &Server) -> Result<(), Wrong> {
    let mut first = Talk::begins(server)?;
    first.says("first\n");
    first.hears().map_err(|it| closed(it, "A client says a line.", server))?;

    let mut silent = [Talk::begins(server)?, Talk::begins(server)?];
    first.says("again\n");
    first.hears().map_err(|instead| {
        let story = "A client talks with the server. Two others connect and say nothing. The first \
                     says a line.";
        match instead.is_nothing("blocking_copy").filter(|_| !waits_in_accept(server.process)) {
            None => closed(instead, story, server),
            mistake => instead.after(story, |_| mistake),
        }
    })?;

    let mut last = Talk::begins(server)?;
    last.says("last\n");
    last.hears().map_err(|instead| {
        let waits = server.queue().unwrap_or_default();
        let mut story = "Two clients say nothing. Another connects and says a line.".to_owned();
        if waits > 0 {
            story += &format!(" {waits} are in the queue and not accepted.");
        }
        let mistake = if waits > 0 { "nobody_waits_is_an_error" } else { "blocking_copy" };
        // Two lines have been said before.
        match instead.is_nothing(mistake).or(instead.counts_all(3)) {
            None => closed(instead, &story, server),
            mistake => instead.after(&story, |_| mistake),
        }
    })?;

    // As long as a person needs to say something.
    thread::sleep(THOUGHT);
    for client in &mut silent {
        client.says("at last\n");
        let story = "A client connects and says nothing for a while. Then it says a line.";
        client.hears().map_err(|it| closed(it, story, server))?;
    }
    Ok(())
}

fn two_talks(server: &Server) -> Result<(), Wrong> {
    let mut one = Talk::begins(server)?;
    let mut other = Talk::begins(server)?;
    let mut lines = 0;
    for line in ["first\n", "second\n"] {
        for client in [&mut one, &mut other] {
            client.says(line);
            lines += 1;
            client
                .hears()
                .map_err(|it| it.after("Two clients speak by turns.", |it| it.counts_all(lines)))?;
        }
    }
    one.says("left");
    let story = "A client says `left`, which is half a line.";
    for _ in 0..2 {
        other.says("and I am still here\n");
        let story = format!("{story} Another client says a line.");
        let mixed = |it: &Instead| it.begins_with(b"left", "one_buffer_for_all");
        other.hears().map_err(|it| it.after(&story, mixed))?;
    }
    one.says("-handed\n");
    one.hears().map_err(|instead| {
        let story = format!("{story} Another one says whole lines. The first says `-handed\\n`.");
        instead.after(&story, |_| None)
    })
}

fn pieces(server: &Server) -> Result<(), Wrong> {
    let mut witness = Talk::goes_on(server)?;
    let mut client = Talk::begins(server)?;
    let bytes = b"byte\n".map(|byte| [byte]);
    let pieces: [&[&[u8]]; 3] = [
        &[b"hel", b"lo\nwor", b"ld\n"],
        &[b"a\nb\n\nc\n"],
        &bytes.each_ref().map(<[u8; 1]>::as_slice),
    ];
    for pieces in pieces {
        let quoted: Vec<_> = pieces.iter().map(|piece| format!("`{}`", shown(piece))).collect();
        let story = format!("A client says {}.", quoted.join(", then "));
        for piece in pieces {
            client.says(piece);
            lets_it_be_read(&mut witness, &story)?;
        }
        client.hears().map_err(|it| it.after(&story, |it| it.is_nothing("one_line_per_read")))?;
    }
    Ok(())
}

fn slow_reader(server: &Server) -> Result<(), Wrong> {
    let mut witness = Talk::goes_on(server)?;
    let mut slow = Talk::begins(server)?;
    piles_up_answers(&mut slow, &mut witness, server, 15 * SMALL)?;
    sips(&mut slow, &mut witness, server)?;

    let story = "A client says many lines and reads the answers only later.";
    let Err(instead) = slow.hears() else { return Ok(()) };
    let (heard, of) = (slow.heard, slow.answers.len());
    let mistake = match instead {
        Instead::Other { goes_on: Some(GoesOn::Earlier), .. } => Some("sends_again"),
        Instead::Other { goes_on, .. } => goes_on.map(|_| "drops_the_rest"),
        Instead::End { .. } => why_talks_end(server).or(Some("a_full_buffer_is_an_error")),
        // What comes after one more line: the rest, or only the answer to this line?
        Instead::Nothing { .. } => {
            slow.says("one more\n");
            match slow.hears() {
                Err(it @ Instead::Other { .. }) if it.is_the_answer_to(b"one more") => {
                    Some("drops_the_rest")
                }
                _ if slow.heard > heard => Some("never_asks_to_write"),
                _ => None,
            }
        }
    };
    // The answers are long, and what they look like is not the point.
    let words = match instead {
        Instead::Other { goes_on: Some(GoesOn::Earlier), .. } => {
            "In the middle, a part of the answers comes again.".to_owned()
        }
        Instead::Other { goes_on: Some(GoesOn::Later), .. } => {
            "In the middle, a part of the answers is missing.".to_owned()
        }
        Instead::Other { .. } => "In the middle, something else comes.".to_owned(),
        Instead::End { .. } => {
            "Before it has them all, the server closes its connection.".to_owned()
        }
        Instead::Nothing { .. } => format!("It gets {heard} bytes of {of}, and then nothing."),
    };
    let (words, broke) = (format!("{story} {words}"), matches!(instead, Instead::End { .. }));
    let ended = Some("a_full_buffer_is_an_error");
    Err(Wrong::Met { words, broke, mistake, ended, floods: None })
}

fn ends(server: &Server) -> Result<(), Wrong> {
    let mut witness = Talk::goes_on(server)?;
    let known = |instead: &Instead| match instead {
        Instead::Nothing { why: InVain::Rests, .. } => Some("never_over"),
        Instead::Nothing { why: InVain::Busy, .. } => Some("the_end_is_nothing"),
        Instead::Other { came, .. } if came.ends_with(b" half\n") => Some("half_a_line_is_a_line"),
        Instead::Nothing { why: InVain::Late, .. } | Instead::Other { .. } => None,
        Instead::End { .. } => why_talks_end(server).or(Some("the_end_drops_answers")),
    };

    let mut silent = Talk::begins(server)?;
    silent.says_no_more();
    let story = "A client says nothing and ends its stream.";
    silent.hears_the_end().map_err(|it| {
        let name = match why_nothing(&it, &mut silent, server) {
            Some(InVain::Rests) => Some("never_over"),
            Some(InVain::Busy) => Some("the_end_is_nothing"),
            _ => known(&it),
        };
        it.after(story, |_| name)
    })?;

    let mut short = Talk::begins(server)?;
    short.says("whole\nhalf");
    short.says_no_more();
    let story = "A client says `whole\\nhalf` and ends its stream.";
    let heard = short.hears().and_then(|()| short.hears_the_end());
    // Who does nothing, or keeps busy, only because of half a line, or of answers, knows the end.
    let known = |it: &Instead| known(it).filter(|_| !matches!(it, Instead::Nothing { .. }));
    heard.map_err(|it| {
        let waits = it.is_nothing("waits_for_the_rest");
        let waits = waits.filter(|_| short.has_heard_all() && whole_line_ends(server));
        it.after(story, |it| waits.or(known(it)))
    })?;

    let mut slow = Talk::begins(server)?;
    piles_up_answers(&mut slow, &mut witness, server, MANY)?;
    slow.says_no_more();
    lets_it_be_waited_for(&mut witness, server)?;
    sips_to_the_end(&mut slow, server);
    let story = "A client says many lines and ends its stream. Then it reads the answers.";
    let heard = slow.hears().and_then(|()| slow.hears_the_end());
    heard.map_err(|it| it.after(story, known))
}

fn resets(server: &Server) -> Result<(), Wrong> {
    let mut witness = Talk::goes_on(server)?;
    let before = server.process.descriptors();
    drop(Talk::begins(server)?);
    let mut in_a_line = Talk::goes_on(server)?;
    in_a_line.says("I will never fin");
    drop(in_a_line);
    let mut with_answers = Talk::begins(server)?;
    piles_up_answers(&mut with_answers, &mut witness, server, MANY)?;
    drop(with_answers);
    let mut with_too_many = Talk::begins(server)?;
    says_without_end(&mut with_too_many, server, FAR_TOO_MUCH);
    drop(with_too_many);
    let story = "Some clients reset their connections.";
    lets_it_be_read(&mut witness, story)?;
    drop(Talk::goes_on(server)?);
    // Their descriptors are not kept, and nobody asks for them again and again.
    let is_busy = idle::watch(server.process) == Some(Idle::Busy);
    if is_busy && server.process.descriptors() > before {
        let words = format!(
            "{story} The program keeps their descriptors, and is busy, although nobody wants anything."
        );
        return Err(seen(words, Some("errors_are_nothing")));
    }
    Ok(())
}

fn a_thousand_clients(bench: &Bench<'_>) -> Result<(), Failure> {
    // Where several programs are judged, one after the other: all clients are in this process.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);

    served(bench, |server| {
        let many = how_many_clients();
        let clients = (0..many).map(|_| Talk::begins(server)).collect::<Result<Vec<_>, _>>();
        let mut clients = clients?;
        let story = format!("{many} clients connect. Then each says a line.");
        for client in &mut clients {
            client.says("one of many\n");
        }
        for client in &mut clients {
            client.hears().map_err(|it| it.after(&story, |_| None))?;
        }
        writes_at_once(server)?;
        match server.process.threads() {
            None => Ok(skip("this system does not show how many threads a program has")?),
            Some(1) => Ok(()),
            Some(threads) => {
                let words =
                    format!("{story} All get their answers. Your program has {threads} threads.");
                let for_each = (threads >= many).then_some("a_thread_for_each_client");
                Err(seen(words, for_each))
            }
        }
    })
}

/// Whether a client that has said whole lines sees the end.
fn whole_line_ends(server: &Server) -> bool {
    let Ok(mut client) = Talk::goes_on(server) else { return false };
    client.says_no_more();
    client.hears_the_end().is_ok()
}

fn all_have_gone(server: &Server) -> Result<(), Wrong> {
    let mut witness = Talk::goes_on(server)?;
    let Some(before) = server.process.descriptors() else {
        return Ok(skip("this system does not show which descriptors a program has")?);
    };
    let clients = (0..40).map(|_| Talk::goes_on(server)).collect::<Result<Vec<_>, _>>()?;
    let mut half_closed = Vec::new();
    for (number, mut client) in clients.into_iter().enumerate() {
        match number % 4 {
            0 => drop(client),
            1 => {
                let closed = SockRef::from(&client.client.stream).set_linger(None);
                closed.map_err(|error| format!("a client cannot close: {error}"))?;
            }
            2 => {
                client.says_no_more();
                half_closed.push(client);
            }
            _ => {
                client.says([b'z'; LONGEST_LINE + 1]);
                half_closed.push(client);
            }
        }
    }
    lets_it_be_read(&mut witness, "40 clients go.")?;
    let mut now = 0;
    let all_gone = server.wait(|| {
        now = server.process.descriptors()?;
        (now == before).then_some(())
    });
    all_gone.ok_or_else(|| {
        let words = format!(
            "40 clients connected, got an answer and went. Before, your program had {before} \
             descriptors. Now it has {now}."
        );
        seen(words, None)
    })
}

fn sleeps(server: &Server) -> Result<(), Wrong> {
    let mut witness = Talk::goes_on(server)?;
    if !server.process.is_shown() {
        return Ok(skip("this system does not show whether a program sleeps")?);
    }
    let _silent = Talk::begins(server)?;
    let mut in_a_line = Talk::begins(server)?;
    in_a_line.says("I will fin");
    lets_it_be_read(&mut witness, "A client says half a line.")?;
    let story = "Three clients are connected and say nothing.";
    falls_asleep(server, story, "always_wants_to_write")?;

    let mut greedy = Talk::begins(server)?;
    if says_without_end(&mut greedy, server, FAR_TOO_MUCH) < FAR_TOO_MUCH {
        // Who serves nobody else meanwhile is not in poll.
        lets_it_be_waited_for(&mut witness, server)?;
        let story = "A client has said very many lines and reads no answer.";
        falls_asleep(server, story, "asks_but_does_not_read")?;
    }

    let mut slow = Talk::begins(server)?;
    piles_up_answers(&mut slow, &mut witness, server, MANY)?;
    slow.says_no_more();
    let story = "A client has ended its stream and has not read its answers yet.";
    falls_asleep(server, story, "reads_on_after_the_end")
}

/// A program that has nothing to do sleeps, and nothing wakes it up.
fn falls_asleep(server: &Server, story: &str, mistake: &'static str) -> Result<(), Wrong> {
    // The client's kernel may take some more, bit by bit, and wake the program up each time.
    let busy_or_at_rest = || idle::watch(server.process).filter(|idle| *idle != Idle::Naps);
    match kernel::until(2 * DEADLINE, busy_or_at_rest) {
        Some(Idle::Rests) => Ok(()),
        Some(idle) => {
            let words = format!(
                "{story} The server has nothing to do, but it does not sleep: poll returns at once, \
                 again and again."
            );
            Err(seen(words, (idle != Idle::Ended).then_some(mistake)))
        }
        // It has slept in between, so poll has not returned at once each time.
        None => Ok(()),
    }
}
