//! The users that judged programs are, where no sandbox can be made: nobody else is one of them, and all
//! that one of them runs can be ended at once.

use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::time::{Duration, Instant};

/// The first of the users that programs are, and how many those of one file may be. The program that is judged
/// is never root, nor an ordinary user.
pub const FIRST: u32 = 10_000;
pub const EACH: u32 = 400;

/// Who starts processes faster than they are ended wins after this time. They can do nothing any more.
const LONGEST: Duration = Duration::from_secs(20);

/// Ends all processes of these users.
pub fn end_all(users: &Range<u32>) {
    let begun = Instant::now();
    while begun.elapsed() < LONGEST {
        let running = running(users);
        if running.is_empty() {
            return;
        }
        for user in running {
            // All at once: so none can start another one meanwhile.
            let mut kill = Command::new("/bin/sh");
            let _ = kill.args(["-c", "kill -9 -1"]).uid(user).gid(user).status();
        }
    }
}

/// Those of these users who run something.
pub fn running(users: &Range<u32>) -> BTreeSet<u32> {
    let all = fs::read_dir("/proc").into_iter().flatten().flatten();
    let statuses = all.filter_map(|it| fs::read_to_string(it.path().join("status")).ok());
    let user = |status: String| {
        let line = |name: &str| status.lines().find_map(|line| line.strip_prefix(name));
        let is_zombie = line("State:")?.trim().starts_with('Z');
        let user = line("Uid:")?.split_whitespace().next()?.parse().ok()?;
        (!is_zombie && users.contains(&user)).then_some(user)
    };
    statuses.filter_map(user).collect()
}
