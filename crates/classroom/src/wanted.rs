//! What the grader wants a launcher to start (`launcher.rs`), and what that may use.

use std::ffi::OsString;

use rustix::process::{Resource, Rlimit, setrlimit};

/// What the program may use, each time that it is started. A right answer uses less: the most is taken by
/// one that has a thread for each of a thousand clients.
const LIMITS: [(Resource, u64); 6] = [
    (Resource::As, 6 << 30),
    (Resource::Core, 0),
    (Resource::Cpu, 120),
    (Resource::Fsize, 8 << 20),
    (Resource::Nofile, 4096),
    (Resource::Nproc, 3000),
];

/// What the grader wants.
pub struct Wanted {
    /// The file that tells what is done.
    pub status: OsString,
    /// What the program may read.
    pub reads: Vec<OsString>,
    /// The files that it may write.
    pub writes: Vec<OsString>,
    /// The program, and its arguments.
    pub command: Vec<OsString>,
}

impl Wanted {
    /// Reads the command line.
    pub fn read(arguments: Vec<OsString>) -> Result<Self, String> {
        let mut arguments = arguments.into_iter();
        let (mut status, mut reads, mut writes) = (None, Vec::new(), Vec::new());
        let command: Vec<_> = loop {
            let option = arguments.next().ok_or("no program is named")?;
            if option == "--" {
                break arguments.collect();
            }
            let value = arguments.next().ok_or("an option has no value")?;
            match option.to_str() {
                Some("--status") => status = Some(value),
                Some("--read") => reads.push(value),
                Some("--write") => writes.push(value),
                _ => return Err(format!("there is no option {}", option.display())),
            }
        };
        let status = status.ok_or("--status is missing")?;
        if command.is_empty() {
            return Err("no program is named".to_owned());
        }
        Ok(Self { status, reads, writes, command })
    }
}

/// Sets the limits for this process, and for all that it starts.
pub fn limit() -> Result<(), String> {
    LIMITS.into_iter().try_for_each(|(resource, limit)| {
        let limit = Rlimit { current: Some(limit), maximum: Some(limit) };
        setrlimit(resource, limit).map_err(|error| format!("a limit: {error}"))
    })
}
