//! What a system shows of a program's inside to the one that has started it: in which of the kernel's
//! functions it sleeps, and for how long.
//!
//! Where a system does not show it, or not to everybody, each answer is `None`: nothing is known.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::time::Duration;

use grader::process::{Process, proc};

/// Whether the process's main thread sleeps up to a time that it has chosen itself (nanosleep(2)). False also
/// where that does not show.
pub fn dozes(process: Process) -> bool {
    sleeps_in(process).is_some_and(|place| place.contains("nanosleep"))
}

/// In which of the kernel's functions the process's main thread sleeps: `do_poll`
/// (proc_pid_wchan(5)).
pub fn sleeps_in(process: Process) -> Option<String> {
    let place = fs::read_to_string(proc(&format!("/proc/{}/wchan", process.id()))).ok()?;
    // Who may not see it is told 0.
    (!place.is_empty() && place != "0").then_some(place)
}

/// How many of the process's threads sleep in accept(2). Each has a descriptor for the next client already.
pub fn accepting(process: Process) -> Option<usize> {
    let threads = fs::read_dir(proc(&format!("/proc/{}/task", process.id()))).ok()?.flatten();
    let accepts = |place: &String| place.contains("accept");
    let places = threads.filter_map(|it| fs::read_to_string(it.path().join("wchan")).ok());
    Some(places.filter(accepts).count())
}

/// For how long the process's main thread may sleep in poll(2), from when it began to: the time that it has
/// given to ppoll (proc_pid_syscall(5), proc_pid_mem(5)). None in there: without end.
pub fn polls_for(process: Process) -> Option<Option<Duration>> {
    let file = |name: &str| format!("/proc/{}/{name}", process.id());
    sleeps_in(process).filter(|place| place.contains("poll"))?;
    let call = fs::read_to_string(proc(&file("syscall"))).ok()?;
    let mut call = call.split_whitespace();
    if call.next()?.parse() != Ok(PPOLL?) {
        return None;
    }
    let time = u64::from_str_radix(call.nth(2)?.strip_prefix("0x")?, 16).ok()?;
    if time == 0 {
        return Some(None);
    }
    let mut memory = File::open(proc(&file("mem"))).ok()?;
    memory.seek(SeekFrom::Start(time)).ok()?;
    let mut number = || {
        let mut bytes = [0; 8];
        memory.read_exact(&mut bytes).ok()?;
        u64::try_from(i64::from_ne_bytes(bytes)).ok()
    };
    let (seconds, nanoseconds) = (number()?, number()?);
    // It sleeps in the same call still, or this was something else's memory.
    sleeps_in(process).filter(|place| place.contains("poll"))?;
    Some(Some(Duration::new(seconds, u32::try_from(nanoseconds).ok()?)))
}

/// The number of ppoll.
const PPOLL: Option<u32> = match () {
    () if cfg!(all(target_arch = "x86_64", target_pointer_width = "64")) => Some(271),
    () if cfg!(target_arch = "aarch64") => Some(73),
    () => None,
};
