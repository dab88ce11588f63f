//! What a program has started ends with it, and all programs end with the process that has started
//! them.
//!
//! A program has a process group of its own. What leaves the group (setsid(2)) and has lost its parent
//! is adopted by this process, on Linux (PR_SET_CHILD_SUBREAPER), and is found among its children.

use std::collections::BTreeMap;
use std::io;
use std::process::{Child, Command, ExitStatus};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::machine;

/// The programs that run, each with its family. Who starts one, or looks for orphans, has the lock: so
/// nobody takes a program that was just started for an orphan.
static RUNNING: Mutex<BTreeMap<u32, String>> = Mutex::new(BTreeMap::new());

/// Whether no other program may start, as the time for all of them is over.
static OVER: AtomicBool = AtomicBool::new(false);

/// The variable that tells which program a process comes from. What a program starts inherits it.
const FAMILY: &str = "SOCKLINGS_FAMILY";

fn lock() -> MutexGuard<'static, BTreeMap<u32, String>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts a program.
///
/// # Errors
///
/// Why the machine does not let it start.
pub(crate) fn start(command: &mut Command) -> io::Result<Child> {
    use std::sync::atomic::AtomicU64;
    static NUMBER: AtomicU64 = AtomicU64::new(0);

    let family = format!("{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    command.env(FAMILY, &family);
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    #[cfg(target_os = "linux")]
    orphans::adopt();
    let mut running = lock();
    if OVER.load(Ordering::Relaxed) {
        return Err(io::Error::new(io::ErrorKind::TimedOut, "the time for all checks is over"));
    }
    let child = command.spawn()?;
    running.insert(child.id(), family);
    Ok(child)
}

/// Whether a program has ended. Its id stays its own, as its exit status is not taken.
#[cfg(unix)]
pub(crate) fn has_ended(child: &mut Child) -> bool {
    use rustix::process::{WaitId, WaitIdOptions, waitid};
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    signals::pid(child.id()).is_some_and(|id| !matches!(waitid(WaitId::Pid(id), options), Ok(None)))
}

/// Whether a program has ended.
#[cfg(not(unix))]
pub(crate) fn has_ended(child: &mut Child) -> bool {
    !matches!(child.try_wait(), Ok(None))
}

/// Kills a program, if it still runs, and everything it has started; then asks how it ended. In this
/// order: once it has been asked, its id may be another's.
pub(crate) fn end(child: &mut Child) -> Option<ExitStatus> {
    #[cfg(unix)]
    if lock().contains_key(&child.id()) {
        signals::kill(child.id());
        signals::wait(child.id());
    }
    let _ = child.kill();
    let mut running = lock();
    let status = child.wait().ok();
    if running.remove(&child.id()).is_some() {
        #[cfg(target_os = "linux")]
        orphans::end(&running);
    }
    status
}

/// Kills all programs, and lets no other one start. Whoever waits for one of them need not wait any more.
pub(crate) fn stop_all() {
    let running = lock();
    OVER.store(true, Ordering::Relaxed);
    #[cfg(unix)]
    running.keys().for_each(|id| signals::kill(*id));
    drop(running);
}

/// This process judges programs, and does nothing else: it starts no other process that makes a group of
/// its own. A signal that ends it ends its programs first, and removes its temporary folders.
pub fn take_charge() {
    machine::raise_limits();
    #[cfg(unix)]
    {
        static ONCE: std::sync::Once = std::sync::Once::new();
        ONCE.call_once(signals::take_charge);
    }
}

#[cfg(unix)]
mod signals {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::{mem, thread};

    use rustix::io::Errno;
    use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    use crate::process::Process;
    use crate::temporary;

    /// Whether this process does nothing else but judge.
    pub static IN_CHARGE: AtomicBool = AtomicBool::new(false);

    pub fn pid(id: u32) -> Option<Pid> {
        i32::try_from(id).ok().and_then(Pid::from_raw)
    }

    /// Kills the process group of a program.
    pub fn kill(id: u32) {
        if let Some(group) = pid(id) {
            let _ = kill_process_group(group, Signal::KILL);
        }
    }

    /// Waits until a program has ended, and does not ask how: so its id stays its own.
    pub fn wait(id: u32) {
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
        if let Some(id) = pid(id) {
            while matches!(waitid(WaitId::Pid(id), options), Err(Errno::INTR)) {}
        }
    }

    pub fn take_charge() {
        IN_CHARGE.store(true, Ordering::Relaxed);
        // Whoever has this process ignore a signal (nohup) does not want it to end.
        let ignored = Process::new(std::process::id()).ignored_signals();
        let signals = [SIGHUP, SIGINT, SIGTERM].into_iter();
        let signals: Vec<_> = signals.filter(|signal| ignored >> (signal - 1) & 1 == 0).collect();
        // Where there can be no thread, a signal ends this process as it always did.
        let _ = thread::Builder::new().name("signals".to_owned()).spawn(move || {
            let Ok(mut signals) = Signals::new(signals) else { return };
            if let Some(signal) = signals.forever().next() {
                end_all();
                let _ = emulate_default_handler(signal);
            }
        });
    }

    /// Ends all that runs. The lock is kept: no other program will start.
    fn end_all() {
        let mut running = super::lock();
        let programs: Vec<_> = mem::take(&mut *running).into_keys().collect();
        programs.iter().for_each(|id| kill(*id));
        programs.iter().for_each(|id| wait(*id));
        #[cfg(target_os = "linux")]
        super::orphans::end(&running);
        temporary::remove_temporary();
        mem::forget(running);
    }
}

#[cfg(target_os = "linux")]
mod orphans {
    use std::collections::BTreeMap;
    use std::sync::Once;
    use std::sync::atomic::Ordering;
    use std::time::{Duration, Instant};

    use rustix::process::{
        Signal, WaitOptions, getpgrp, getpid, kill_process, set_child_subreaper, waitpid,
    };

    use super::FAMILY;
    use super::signals::{IN_CHARGE, pid};
    use crate::process::Process;

    /// Who starts processes faster than they are ended wins after this time.
    const LONGEST: Duration = Duration::from_secs(5);

    /// From now on, what loses its parent is a child of this process.
    pub fn adopt() {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            // A kernel that does not do it leaves them to init.
            let _ = set_child_subreaper(Some(getpid()));
        });
    }

    /// Where one orphan was found, so many looks must find no other. While processes end, the kernel's list
    /// may lack some that are there (proc(5), `/proc/pid/task/tid/children`).
    const LOOKS: u32 = 3;

    /// Ends the orphans whose programs have ended, and what they leave in their turn.
    pub fn end(running: &BTreeMap<u32, String>) {
        let begun = Instant::now();
        let mut looks = 1;
        while looks > 0 && begun.elapsed() < LONGEST {
            let orphans = Process::new(std::process::id()).listed_children();
            let orphans = orphans.into_iter().flatten();
            let orphans = orphans.filter(|orphan| is_left_behind(*orphan, running));
            let orphans = orphans.filter_map(|orphan| pid(orphan.id()));
            let killed: Vec<_> =
                orphans.filter(|id| kill_process(*id, Signal::KILL).is_ok()).collect();
            looks = if killed.is_empty() { looks - 1 } else { LOOKS };
            for id in killed {
                let _ = waitpid(Some(id), WaitOptions::empty());
            }
        }
    }

    fn is_left_behind(child: Process, running: &BTreeMap<u32, String>) -> bool {
        // What the grader starts beside programs (curl, ip) is in its own group.
        let own = u32::try_from(getpgrp().as_raw_nonzero().get()).ok();
        if running.contains_key(&child.id()) || child.group().is_none() || child.group() == own {
            return false;
        }
        match child.variable(FAMILY) {
            Some(family) => !running.values().any(|runs| *runs == family),
            // It has ended, or does not tell. Then it may be any program's.
            None => IN_CHARGE.load(Ordering::Relaxed) && (child.is_zombie() || running.is_empty()),
        }
    }
}
