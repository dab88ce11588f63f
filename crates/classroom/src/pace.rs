//! How many programs are judged side by side. Some tests need a processor for all of their time; others wait
//! for most of it, to see that nothing happens. So beside a few that are always judged, one more begins
//! whenever a processor of this machine has nothing to do, and there is memory for it.

use std::fs;
use std::num::NonZeroUsize;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Between two looks at the processors. Whoever has begun since the last one has something to do by then.
const BETWEEN: Duration = Duration::from_millis(100);

/// So many times as many programs as always may be judged at most: most of them wait, but each takes memory.
const MOST: usize = 8;

/// Less of a processor is not worth giving to anybody.
const LITTLE: f64 = 0.1;

/// So many fewer may be judged after each look that finds nothing free.
const FEWER: f64 = 0.1;

/// How often the kernel counts, in a second (`USER_HZ` in time(7)).
const TICKS: f64 = 100.0;

/// How many programs are judged side by side, and how many may be.
#[derive(Debug)]
pub struct Pace {
    least: usize,
    most: usize,
    /// How much memory must be left when one more begins, in bytes.
    memory: u64,
    now: Mutex<Now>,
    has_ended: Condvar,
}

#[derive(Debug)]
struct Now {
    running: usize,
    looked: Instant,
    idle: Option<u64>,
    /// So many may be judged now, and a part of one more.
    may: f64,
}

/// One program is being judged, until this is dropped.
#[derive(Debug)]
pub struct Turn<'a>(&'a Pace);

impl Pace {
    /// As many as this machine can judge, or exactly so many. `memory`: what one may take, in bytes.
    pub fn new(exactly: Option<NonZeroUsize>, memory: u64) -> Self {
        let processors = thread::available_parallelism().map_or(1, usize::from);
        let (least, most) = match exactly {
            Some(number) => (number.get(), number.get()),
            // Where not all processors are this process's, it does not show whether its own are idle.
            None if processors_of_all() != Some(processors) => (processors + 2, processors + 2),
            None => (processors + 2, MOST * (processors + 2)),
        };
        let now = Now { running: 0, looked: Instant::now(), idle: idle(), may: least as f64 };
        Self { least, most, memory, now: Mutex::new(now), has_ended: Condvar::new() }
    }

    /// How many there may ever be side by side.
    pub fn most(&self) -> usize {
        self.most
    }

    /// Waits until one more may begin.
    pub fn turn(&self) -> Turn<'_> {
        let mut now = self.lock();
        while !self.may_begin(&mut now) {
            let waited = self.has_ended.wait_timeout(now, BETWEEN);
            now = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        now.running += 1;
        Turn(self)
    }

    fn may_begin(&self, now: &mut Now) -> bool {
        let time = now.looked.elapsed();
        if time >= BETWEEN {
            let before = std::mem::replace(&mut now.idle, idle());
            let ticks = before.zip(now.idle).map_or(0, |(before, now)| now.saturating_sub(before));
            now.looked = Instant::now();
            let free = ticks as f64 / TICKS / time.as_secs_f64();
            // Two may grow before anybody looks again.
            let is_room = free_memory().is_none_or(|free| free >= 2 * self.memory);
            now.may = self.next(now.may, free, is_room);
        }
        now.running < now.may as usize
    }

    /// How many may be judged, where so many processors had nothing to do. Fewer, if none: but slowly, as the next
    /// one that ends leaves some idle again.
    fn next(&self, may: f64, free: f64, is_room: bool) -> f64 {
        let may = match free >= LITTLE {
            _ if !is_room => may - 1.0,
            true => may + free,
            false => may - FEWER,
        };
        may.clamp(self.least as f64, self.most as f64)
    }

    fn lock(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.lock().running -= 1;
        self.0.has_ended.notify_one();
    }
}

/// For how long all processors together have had nothing to do, in ticks (proc_stat(5)). `None`, where the
/// system does not show it.
fn idle() -> Option<u64> {
    let stat = fs::read_to_string("/proc/stat").ok()?;
    // `cpu user nice system idle iowait …`
    let numbers = stat.lines().next()?.split_whitespace().skip(4).take(2);
    Some(numbers.filter_map(|number| number.parse::<u64>().ok()).sum())
}

/// How many processors the machine has.
fn processors_of_all() -> Option<usize> {
    let stat = fs::read_to_string("/proc/stat").ok()?;
    let has_number = |it: &str| it.starts_with(|it: char| it.is_ascii_digit());
    let is_one = |line: &&str| line.strip_prefix("cpu").is_some_and(has_number);
    Some(stat.lines().filter(is_one).count())
}

/// How much memory programs can be given (`MemAvailable` in proc_meminfo(5)), in bytes.
fn free_memory() -> Option<u64> {
    let all = fs::read_to_string("/proc/meminfo").ok()?;
    let line = all.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    fn pace(least: usize, most: usize) -> Pace {
        let now = Now { running: 0, looked: Instant::now(), idle: None, may: least as f64 };
        Pace { least, most, memory: 0, now: Mutex::new(now), has_ended: Condvar::new() }
    }

    #[test]
    fn whoever_is_one_too_many_begins_when_another_has_ended() {
        let pace = pace(1, 1);
        let first = pace.turn();
        let (said, heard) = mpsc::channel();
        thread::scope(|scope| {
            scope.spawn(|| {
                let _turn = pace.turn();
                said.send("begins").unwrap();
            });
            assert!(heard.recv_timeout(2 * BETWEEN).is_err());
            drop(first);
            assert_eq!(heard.recv(), Ok("begins"));
        });
    }

    #[test]
    fn more_are_judged_until_no_processor_is_free() {
        let pace = pace(2, 6);
        assert_eq!(pace.next(4.0, 0.5, true), 4.5);
        assert_eq!(pace.next(5.0, 2.0, true), 6.0);
        assert_eq!((pace.next(4.0, 0.0, true), pace.next(4.0, 2.0, false)), (3.9, 3.0));
        assert_eq!((pace.next(2.0, 0.0, true), pace.next(2.0, 2.0, false)), (2.0, 2.0));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_machine_shows_what_is_asked() {
        assert!(idle().is_some() && processors_of_all().is_some_and(|it| it > 0));
        assert!(free_memory().is_some_and(|it| it > 0));
    }
}
