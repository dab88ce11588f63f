//! How long a program is waited for. It has a deadline; but where the machine gave it no processor, the machine is late,
//! and not the program.

use std::thread;
use std::time::{Duration, Instant};

use crate::process::Process;

/// How long a program may take for what it is asked. A right one takes milliseconds; a loaded machine
/// has time to spare.
pub const DEADLINE: Duration = Duration::from_secs(5);

/// Who has used a processor for so long in one phase is busy without end. A right program needs milliseconds.
/// It is no more than this, as the checks of an exercise run beside each other, and a loop may be in all.
const BUSY: Duration = Duration::from_millis(800);

/// Who has waited for a processor for longer than this since the last look was kept waiting.
const KEPT_WAITING: Duration = Duration::from_millis(100);

/// After this it is not waited for any more, whatever the machine does.
const LONGEST: Duration = Duration::from_secs(12 * DEADLINE.as_secs());

/// What a program and its children have had of the processors.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Turns {
    /// How long they have had one.
    used: Duration,
    /// How long they have waited for one, as far as this shows: the present wait does not.
    in_line: Duration,
    /// Whether one of them could go on now.
    ready: bool,
}

impl Turns {
    /// Those of a process; none, where the system does not show them.
    pub fn of(process: Process) -> Self {
        process.done().map_or_else(Self::default, |done| Self {
            used: done.processor,
            in_line: done.wanted.saturating_sub(done.processor),
            ready: !done.asleep,
        })
    }

    /// Those of a program that has done its part, and waits for others.
    #[must_use]
    pub fn kept_waiting(self) -> Self {
        Self { ready: true, ..self }
    }
}

/// How long a program may take for one phase.
#[derive(Debug)]
pub(crate) struct Patience {
    begun: Instant,
    deadline: Instant,
    /// At the beginning: how long it had had a processor.
    used: Duration,
    /// At the last look: how long it had waited for one.
    in_line: Duration,
}

/// What is to be thought of a program that is late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Late {
    /// It had no processor: it is waited for.
    KeptWaiting,
    /// It is busy without end.
    Busy,
    /// It waits for something.
    Waits,
}

impl Patience {
    /// A phase that begins now.
    pub fn new(longest: Duration, turns: Turns) -> Self {
        let begun = Instant::now();
        Self { begun, deadline: begun + longest, used: turns.used, in_line: turns.in_line }
    }

    /// How much time is left.
    pub fn left(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }

    /// The deadline has come: what is to be thought. Whoever was kept waiting has another one.
    pub fn is_over(&mut self, now: Turns) -> Late {
        let late = self.late(now, self.begun.elapsed());
        if late == Late::KeptWaiting {
            self.in_line = now.in_line;
            self.deadline = Instant::now() + DEADLINE;
        }
        late
    }

    fn late(&self, now: Turns, since: Duration) -> Late {
        let kept_waiting = now.ready || now.in_line.saturating_sub(self.in_line) > KEPT_WAITING;
        match now.used.saturating_sub(self.used) > BUSY {
            true => Late::Busy,
            false if !kept_waiting => Late::Waits,
            false if since < LONGEST => Late::KeptWaiting,
            false => Late::Busy,
        }
    }
}

/// Looks until something is there, for as long as `deadline`. The kernel tells nobody that a table
/// has changed, so this looks again and again.
pub fn until<T>(deadline: Duration, mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let start = Instant::now();
    loop {
        // The time is taken first: whoever is late gets a last look.
        let late = start.elapsed() >= deadline;
        match look() {
            None if !late => thread::sleep(until_next_look(start.elapsed())),
            found => return found,
        }
    }
}

/// How long to wait between two looks, for whoever has waited so long: a look costs something, and others are
/// judged at the same time. What comes late is seen a twentieth later.
pub fn until_next_look(waited: Duration) -> Duration {
    (waited / 20).clamp(Duration::from_millis(1), Duration::from_millis(10))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turns(used: u64, in_line: u64, ready: bool) -> Turns {
        Turns { used: Duration::from_millis(used), in_line: Duration::from_millis(in_line), ready }
    }

    #[test]
    fn who_has_had_no_processor_is_waited_for() {
        let mut patience = Patience::new(DEADLINE, turns(10, 5, true));
        let late = |now, since| patience.late(now, Duration::from_secs(since));
        assert_eq!(late(turns(10, 5, true), 5), Late::KeptWaiting);
        assert_eq!(late(turns(20, 900, false), 5), Late::KeptWaiting);
        // It sleeps, and had no reason to wait for a processor.
        assert_eq!(late(turns(20, 20, false), 5), Late::Waits);
        // It had one, and has not come to an end.
        assert_eq!(late(turns(4000, 900, true), 5), Late::Busy);
        assert_eq!(late(turns(20, 900, true), 60), Late::Busy);
        // What it had to wait for before the last look is no reason now.
        assert_eq!(patience.is_over(turns(20, 900, false)), Late::KeptWaiting);
        assert_eq!(patience.is_over(turns(20, 910, false)), Late::Waits);
    }

    #[test]
    fn what_does_not_show_is_no_excuse() {
        let mut patience = Patience::new(DEADLINE, Turns::default());
        assert_eq!(patience.is_over(Turns::default()), Late::Waits);
    }

    #[test]
    fn whoever_is_late_gets_a_last_look() {
        assert_eq!(until(Duration::ZERO, || Some(1)), Some(1));
        assert_eq!(until(Duration::ZERO, || None::<u8>), None);
    }
}
