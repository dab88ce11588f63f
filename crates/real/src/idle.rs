//! What a process does while there is nothing for it to do: the one definition of "it rests", and the
//! one of "it is busy".
//!
//! Nothing is concluded from an instant. Each answer is something that the process has done, counted
//! by the kernel, or has not done for a long time. A machine that is busy with other things makes an
//! answer take longer, and does not change it: who waits for a processor is not asleep.

use std::thread;
use std::time::{Duration, Instant};

use grader::process::{Activity, Done, Process, Signal};
use grader::{DEADLINE, until_next_look};

/// What a process does while nobody wants anything of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idle {
    /// It and its children have slept for [`REST`] without waking up once, and no clock will wake
    /// them. Whatever there was to do has woken them already.
    Rests,
    /// It has woken up by itself and fallen asleep again, [`NAPS`] times, and did little meanwhile.
    Naps,
    /// It has used [`BUSY`] of a processor's time. Or, if it has not got that after [`STARVED`]: it has
    /// wanted one for a quarter of that time.
    Busy,
    /// It has ended.
    Ended,
}

/// Why nothing comes any more, if one waits for something that a process should do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InVain {
    /// It rests, and still did after another [`REST`].
    Rests,
    /// It is busy, and not with this.
    Busy,
    /// The time is over ([`until`]). The process may nap, or have ended, or the system does not show it.
    Late,
}

/// Who has slept for so long without waking up does not wake up by itself.
pub const REST: Duration = Duration::from_millis(500);

/// Who has something to do may need more of a processor's time for it, and be slow and right.
const BUSY_IN_VAIN: Duration = Duration::from_millis(1500);

/// So much later may be who waits for a processor. Who has wanted one all that time, and has not had enough of it, is
/// busy all the same.
const LATER: Duration = Duration::from_secs(8 * DEADLINE.as_secs());

/// Who has slept for so long was not about to wake up.
const A_WHILE: Duration = Duration::from_millis(200);

/// Who has used so much processor time has kept a processor busy.
pub const BUSY: Duration = Duration::from_millis(500);

/// A machine that gives so little of a processor for so long has very much else to do.
pub const STARVED: Duration = Duration::from_secs(3 * DEADLINE.as_secs());

/// So many times must a process wake up by itself to be said to nap.
pub const NAPS: u64 = 10;

/// A nap costs less of a processor's time. Who does more between two sleeps works.
const NAP: Duration = Duration::from_millis(1);

/// Between two looks. To look costs something too: where there are many threads, more.
const BETWEEN: Duration = Duration::from_millis(20);

/// Of the time, so much is left to others, for one part that is used to look; up to [`RARE`].
const COST: u32 = 4;
const RARE: Duration = Duration::from_millis(100);

/// So many looks in a row must find a process asleep, however rarely they are possible.
const LOOKS: u32 = 5;

/// Looks at a process from time to time.
#[derive(Debug)]
pub struct Watch {
    process: Process,
    begun: Option<(Instant, Done)>,
    /// How long the process has had a processor since then, and how long it has waited for one.
    used: Duration,
    starved: Duration,
    asleep: Option<Asleep>,
    /// Whether it sleeps up to a time that it has chosen itself.
    dozes: bool,
    next: Instant,
}

#[derive(Debug, Clone, Copy)]
struct Asleep {
    since: Instant,
    moves: u64,
    looks: u32,
}

impl Watch {
    /// Begins to look at a process and its children. The first look is not at once: most of what one
    /// waits for comes before.
    pub fn new(process: Process) -> Self {
        let (used, starved) = (Duration::ZERO, Duration::ZERO);
        let next = Instant::now() + BETWEEN;
        Self { process, begun: None, used, starved, asleep: None, dozes: false, next }
    }

    /// What the process does, as soon as that is certain. To be asked again and again; most times
    /// this does nothing, as it is too early for another look.
    pub fn look(&mut self) -> Option<Idle> {
        let now = Instant::now();
        if now < self.next {
            return None;
        }
        let found = self.look_at(now);
        // Whoever sleeps cannot hide what it does meanwhile: the kernel counts it.
        let least = if self.asleep.is_some_and(|asleep| asleep.looks > 1) { RARE } else { BETWEEN };
        self.next = Instant::now() + (COST * now.elapsed()).clamp(least, RARE);
        found
    }

    fn look_at(&mut self, now: Instant) -> Option<Idle> {
        if self.process.is_zombie() {
            return Some(Idle::Ended);
        }
        let done = self.process.done()?;
        self.dozes = done.asleep && done.dozes;
        let (start, begun) = *self.begun.get_or_insert((now, done));
        self.asleep = match self.asleep {
            _ if !done.asleep => None,
            Some(asleep) if asleep.moves == done.moves => {
                Some(Asleep { looks: asleep.looks + 1, ..asleep })
            }
            _ => Some(Asleep { since: now, moves: done.moves, looks: 1 }),
        };
        let rests = |it: Asleep| it.looks >= LOOKS && now - it.since >= REST;
        let used = done.processor.saturating_sub(begun.processor);
        let naps = done.sleeps.saturating_sub(begun.sleeps);
        let (time, wanted) = (now - start, done.wanted.saturating_sub(begun.wanted));
        (self.used, self.starved) = (used, wanted.saturating_sub(used));
        if used >= BUSY || (time >= STARVED && wanted >= time / 4) {
            Some(Idle::Busy)
        } else if !self.dozes && self.asleep.is_some_and(rests) {
            Some(Idle::Rests)
        } else if naps >= NAPS && used <= NAP * u32::try_from(naps).unwrap_or(u32::MAX) {
            Some(Idle::Naps)
        } else {
            None
        }
    }

    /// Whether it slept at the last look, up to a time that it has chosen itself (nanosleep(2)).
    pub fn dozes(&self) -> bool {
        self.dozes
    }

    /// Since when it has been asleep without waking up.
    fn asleep_since(&self) -> Option<Instant> {
        self.asleep.map(|asleep| asleep.since)
    }
}

/// Looks until it is certain what a process does. To be asked while nobody wants anything of it.
/// `None`, if this system does not show it, or the machine was too slow to tell.
pub fn watch(process: Process) -> Option<Idle> {
    process.is_shown().then_some(())?;
    let mut watch = Watch::new(process);
    crate::kernel::until(4 * DEADLINE, || watch.look())
}

/// Waits for something that a process should do, and gives up as soon as it is certain that nothing will
/// happen. Waits no longer than [`DEADLINE`] if the system shows what the process does instead, else four
/// times as long. The time in which the process waits for a processor does not count.
///
/// # Errors
///
/// Why it was in vain.
pub fn until<T>(process: Process, look: impl FnMut() -> Option<T>) -> Result<T, InVain> {
    until_all_has_come(process, || true, look)
}

/// The same, where a process that rests may still be about to be woken up: `has_come` says whether all
/// that was sent to it has arrived. It is asked only if the process rests, and may take a while.
///
/// # Errors
///
/// Why it was in vain.
pub fn until_all_has_come<T>(
    process: Process,
    mut has_come: impl FnMut() -> bool,
    mut look: impl FnMut() -> Option<T>,
) -> Result<T, InVain> {
    // Most times it is there by now, and the process need not be looked at.
    if let Some(found) = look() {
        return Ok(found);
    }
    let start = Instant::now();
    let mut watch = Watch::new(process);
    let mut known = None;
    // The rest at which all had come, and when that was seen.
    let mut certain: Option<(Option<Instant>, Instant)> = None;
    loop {
        // Before the last look: what came just now must not be missed.
        let idle = watch.look();
        known = idle.or(known);
        let vain = match idle {
            Some(Idle::Busy)
                if watch.used >= BUSY_IN_VAIN || start.elapsed() >= DEADLINE + LATER =>
            {
                Some(InVain::Busy)
            }
            Some(Idle::Rests) => match certain {
                Some((rest, seen)) if rest == watch.asleep_since() => {
                    (seen.elapsed() >= REST).then_some(InVain::Rests)
                }
                _ => {
                    certain = has_come().then(|| (watch.asleep_since(), Instant::now()));
                    None
                }
            },
            // Who naps may do it at the next one. Of who has ended, the connections tell. Who is busy may be
            // busy with this.
            _ => None,
        };
        // Where the system does not show what the process does, or is too busy to tell, the process may
        // not have had its turn.
        let deadline = if known.is_none() { 4 * DEADLINE } else { DEADLINE };
        let deadline = deadline + watch.starved.min(LATER);
        let vain = vain.or_else(|| (start.elapsed() >= deadline).then_some(InVain::Late));
        match (look(), vain) {
            (Some(found), _) => return Ok(found),
            (None, Some(vain)) => return Err(vain),
            (None, None) => thread::sleep(until_next_look(start.elapsed())),
        }
    }
}

/// Whether a process sleeps although there is something for it to do: it has been asleep for 0.2 s
/// without waking up once, and at each look `waits` said that this is still there. Then it waits for
/// something else: for a clock, perhaps. Who waits for a processor is not asleep. False, as soon as
/// nothing waits, and where the system does not show it.
pub fn sleeps_although(process: Process, mut waits: impl FnMut() -> bool) -> bool {
    let mut asleep: Option<Asleep> = None;
    let sleeps = crate::kernel::until(DEADLINE, || {
        let Some(done) = process.done().filter(|_| waits()) else { return Some(false) };
        let now = Instant::now();
        asleep = match asleep {
            _ if !done.asleep => None,
            Some(it) if it.moves == done.moves => Some(Asleep { looks: it.looks + 1, ..it }),
            _ => Some(Asleep { since: now, moves: done.moves, looks: 1 }),
        };
        let sleeps = asleep.is_some_and(|it| it.looks > LOOKS && now - it.since >= A_WHILE);
        thread::sleep(BETWEEN);
        sleeps.then_some(true)
    });
    sleeps == Some(true)
}

/// Gives a process time to take in what it was sent, before it is sent more: until it sleeps. Nothing
/// may be concluded from this. False, where the system does not show it, or the process is busy or has ended.
pub fn settles(process: Process) -> bool {
    process.is_shown() && sleeps(process, |_| true)
}

/// Gives a process something, and time to take it in: until it has woken up and sleeps again. Nothing
/// may be concluded from this. False, where the system does not show it, or it does not sleep, or never woke
/// up, or has ended.
pub fn takes_in<T>(process: Process, give: impl FnOnce() -> T) -> (T, bool) {
    let slept = settles(process);
    let before = process.done().map(|done| done.moves);
    let given = give();
    let takes_in = slept && before.is_some() && sleeps(process, |moves| before != Some(moves));
    (given, takes_in)
}

/// Waits until a process sleeps and has moved as is wanted; or is busy, rests as it is, or has ended.
fn sleeps(process: Process, is_wanted: impl Fn(u64) -> bool) -> bool {
    let mut watch = Watch::new(process);
    let sleeps = crate::kernel::until(DEADLINE, || match watch.look() {
        _ if process.is_zombie() => Some(false),
        Some(Idle::Busy) => Some(false),
        idle => {
            let sleeps = asleep(process).is_some_and(&is_wanted);
            (sleeps || idle == Some(Idle::Rests)).then_some(sleeps)
        }
    });
    sleeps == Some(true)
}

/// Interrupts the call in which a process waits, a few times: it is stopped, and goes on.
pub fn interrupt(process: Process) {
    for _ in 0..3 {
        if !settles(process) || process.signal(Signal::Stop).is_err() {
            return;
        }
        let has_stopped = until(process, || match process.activity() {
            Some(Activity::Stopped) => Some(true),
            None | Some(Activity::Ended) => Some(false),
            Some(_) => None,
        });
        // Whether or not: a program must not be left asleep.
        if process.signal(Signal::Continue).is_err() || has_stopped != Ok(true) {
            return;
        }
    }
}

/// Whether a stop and a start interrupt a call that waits, and the process's state shows when.
///
/// # Errors
///
/// Why not.
pub fn can_interrupt() -> Result<(), String> {
    if !cfg!(target_os = "linux") {
        return Err("interrupted calls are checked on Linux only".to_owned());
    }
    let is_shown = Process::new(std::process::id()).is_shown();
    is_shown.then_some(()).ok_or_else(|| "this system does not show /proc/<pid>/stat".to_owned())
}

/// All that a process has done until now, if it has been asleep for a moment.
fn asleep(process: Process) -> Option<u64> {
    let moves = || process.done().filter(|done| done.asleep).map(|done| done.moves);
    let before = moves()?;
    thread::sleep(Duration::from_millis(5));
    moves().filter(|now| *now == before)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use std::io::Write;
    use std::process::{Child, Command, Stdio};

    /// A shell that does something, and ends with the test.
    struct Shell(Child);

    impl Shell {
        fn new(script: &str) -> Self {
            let mut command = Command::new("sh");
            Self(command.args(["-c", script]).stdin(Stdio::piped()).spawn().unwrap())
        }

        fn process(&self) -> Process {
            Process::new(self.0.id())
        }
    }

    impl Drop for Shell {
        fn drop(&mut self) {
            // Its children end with its standard input, or by themselves.
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }

    #[test]
    fn who_waits_rests() {
        assert_eq!(watch(Shell::new("read line").process()), Some(Idle::Rests));
        // The shell only waits for its child.
        assert_eq!(watch(Shell::new("cat; true").process()), Some(Idle::Rests));
    }

    #[test]
    fn who_asks_again_and_again_is_busy() {
        assert_eq!(watch(Shell::new("while :; do :; done").process()), Some(Idle::Busy));
        // $$ is the shell, and it is its child that works.
        let script = "(while kill -0 $$; do :; done) 2> /dev/null; true";
        assert_eq!(watch(Shell::new(script).process()), Some(Idle::Busy));
    }

    #[test]
    fn who_looks_now_and_then_naps() {
        // With inotify(7) it would rest.
        let script = "exec tail -f -s 0.02 ---disable-inotify /dev/null";
        assert_eq!(watch(Shell::new(script).process()), Some(Idle::Naps));
    }

    #[test]
    fn who_has_ended_has_ended() {
        let shell = Shell::new("exit 0");
        assert_eq!(watch(shell.process()), Some(Idle::Ended));
        assert_eq!(watch(Process::new(u32::MAX)), None);
    }

    #[test]
    fn who_is_given_something_takes_it_in() {
        let mut shell = Shell::new("read line; echo $line; read line");
        let mut input = shell.0.stdin.take().unwrap();
        let process = shell.process();
        assert!(takes_in(process, || writeln!(input, "a").unwrap()).1);
        // Now it waits for the second line, and nobody gives it one.
        assert!(!takes_in(process, || {}).1);
    }

    #[test]
    fn nobody_waits_for_who_has_ended() {
        let shell = Shell::new("exit 0");
        let process = shell.process();
        assert_eq!(watch(process), Some(Idle::Ended));
        let start = Instant::now();
        assert!(!settles(process) && !takes_in(process, || {}).1);
        assert!(start.elapsed() < DEADLINE);
    }

    #[test]
    fn who_sleeps_although_something_waits_is_seen() {
        let shell = Shell::new("read line");
        assert!(sleeps_although(shell.process(), || true));
        let mut looks = 0;
        let is_soon_done = || {
            looks += 1;
            looks < 3
        };
        assert!(!sleeps_although(shell.process(), is_soon_done));
    }

    /// Each of these waits for a whole deadline, so they wait side by side.
    #[test]
    fn nothing_is_said_before_the_deadline() {
        thread::scope(|scope| {
            scope.spawn(|| {
                let busy = Shell::new("while :; do :; done");
                assert!(!sleeps_although(busy.process(), || true));
            });
            // What was sent has not come, so nobody gives up.
            let shell = Shell::new("read line");
            let late = until_all_has_come(shell.process(), || false, || None::<()>);
            assert_eq!(late, Err(InVain::Late));
        });
    }

    #[test]
    fn one_waits_no_longer_than_there_is_hope() {
        let shell = Shell::new("read line");
        let start = Instant::now();
        assert_eq!(until(shell.process(), || None::<()>), Err(InVain::Rests));
        assert!(start.elapsed() >= 2 * REST && start.elapsed() < DEADLINE);
        assert_eq!(until(shell.process(), || Some(1)), Ok(1));
    }
}
