//! What the system shows of a process, and the signals that it can be sent.
//!
//! Linux shows it in files (proc(5)). Where a system does not, each answer is `None`: nothing is
//! known, and nothing may be concluded.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

/// Most files of proc(5) are shorter than this.
const ROOM: usize = 4096;

/// No file that is read here is longer.
const LONGEST: u64 = 1 << 20;

/// A process of this machine, by its id. The id is a process's own until its parent has asked how it
/// ended; a program that a [`Running`](crate::Running) has is asked at its end only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Process(u32);

/// What a process does (`State` in proc_pid_status(5)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Activity {
    /// It has a processor, or waits for one, or for a disk.
    Works,
    /// It waits for something that may come or not, in a call that a signal can interrupt.
    Sleeps,
    /// A signal has stopped it.
    Stopped,
    /// It has ended. Until its parent has asked how, it is a zombie.
    Ended,
}

/// A signal that a check sends (signal(7)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// Ctrl-C: please stop.
    Int,
    /// Please stop.
    Term,
    /// The terminal has gone.
    Hangup,
    /// Ends the process, without asking it.
    Kill,
    /// Ctrl-Z: sleep until you are told to go on.
    Stop,
    /// Go on.
    Continue,
}

/// All that a process and its children have done until now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    /// Whether all of their threads sleep, or have ended.
    pub asleep: bool,
    /// Whether one of them sleeps up to a time that it has chosen itself (nanosleep(2)). Not every
    /// system tells where a thread sleeps.
    pub dozes: bool,
    /// How often a thread has fallen asleep.
    pub sleeps: u64,
    /// A number that changes whenever one of them has done anything.
    pub moves: u64,
    /// How long they have had a processor.
    pub processor: Duration,
    /// How long they have had one, or waited for one. Where that does not show, it is the same.
    pub wanted: Duration,
}

impl Process {
    /// The process with this id.
    pub fn new(id: u32) -> Self {
        Self(id)
    }

    /// Its id.
    pub fn id(self) -> u32 {
        self.0
    }

    /// Whether this system shows what a process does.
    pub fn is_shown(self) -> bool {
        self.activity().is_some()
    }

    /// What it does.
    pub fn activity(self) -> Option<Activity> {
        match self.stat() {
            Some(stat) => Some(stat.activity),
            // A sandbox's first process asks at once how a program has ended.
            None => (sandboxes_are_used()).then_some(Activity::Ended),
        }
    }

    /// Whether it has ended, and its parent has not asked how. False where that does not show.
    pub fn is_zombie(self) -> bool {
        self.activity() == Some(Activity::Ended)
    }

    /// How many threads it has.
    pub fn threads(self) -> Option<usize> {
        entries(&self.path("task"))
    }

    /// How many descriptors it has.
    pub fn descriptors(self) -> Option<usize> {
        entries(&self.path("fd"))
    }

    /// How many of its descriptors are sockets.
    pub fn sockets(self) -> Option<usize> {
        let links = fs::read_dir(self.path("fd")).ok()?.flatten();
        Some(links.filter(|link| is_socket(&link.path())).count())
    }

    /// The sockets that it has, by the numbers that the kernel gives them. Several descriptors may be of one.
    pub fn sockets_by_number(self) -> Option<BTreeSet<u64>> {
        let links = fs::read_dir(self.path("fd")).ok()?.flatten();
        let number = |link: fs::DirEntry| {
            let to = fs::read_link(link.path()).ok()?;
            to.to_str()?.strip_prefix("socket:[")?.strip_suffix(']')?.parse().ok()
        };
        Some(links.filter_map(number).collect())
    }

    /// Whether this descriptor of it is a socket.
    pub fn has_socket(self, descriptor: u32) -> bool {
        is_socket(&self.path(&format!("fd/{descriptor}")))
    }

    /// Whether this descriptor of it is a pipe.
    pub fn has_pipe(self, descriptor: u32) -> bool {
        let link = fs::read_link(self.path(&format!("fd/{descriptor}")));
        link.is_ok_and(|link| link.to_string_lossy().starts_with("pipe:"))
    }

    /// Those of its descriptors that are sockets.
    #[cfg(target_os = "linux")]
    pub fn socket_descriptors(self) -> Vec<i32> {
        let entries = fs::read_dir(self.path("fd")).into_iter().flatten().flatten();
        let number = |entry: fs::DirEntry| entry.file_name().to_str()?.parse().ok();
        entries.filter(|entry| is_socket(&entry.path())).filter_map(number).collect()
    }

    /// The descriptor that it has for the socket with this number.
    #[cfg(target_os = "linux")]
    pub fn descriptor_of(self, inode: u64) -> Option<i32> {
        let link = PathBuf::from(format!("socket:[{inode}]"));
        let mut entries = fs::read_dir(self.path("fd")).ok()?.flatten();
        let entry = entries.find(|entry| fs::read_link(entry.path()).is_ok_and(|it| it == link));
        entry?.file_name().to_str()?.parse().ok()
    }

    /// The number that its next descriptor will have.
    pub fn lowest_free_descriptor(self) -> Option<u64> {
        let entries = fs::read_dir(self.path("fd")).ok()?.flatten();
        let taken: Vec<u64> =
            entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect();
        (0..).find(|descriptor| !taken.contains(descriptor))
    }

    /// Its children, zombies too. Empty where they don't show.
    pub fn children(self) -> Vec<Self> {
        let processes = fs::read_dir(proc("/proc")).into_iter().flatten().flatten();
        let ids = processes.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        let is_child =
            |process: &Self| process.stat().is_some_and(|stat| stat.parent == Some(self.0));
        ids.map(Self).filter(is_child).collect()
    }

    /// Kills it, and all that it has started, where that shows.
    pub fn end_with_descendants(self) {
        // What has no parent any more is nobody's child, so the children are asked for first.
        let children = self.children();
        // It may have ended by itself.
        let _ = self.signal(Signal::Kill);
        children.into_iter().for_each(Self::end_with_descendants);
    }

    /// The children that the kernel lists for its main thread: what that has started, and what the process has
    /// adopted (PR_SET_CHILD_SUBREAPER). Nobody else's processes are looked at. `None`, where there is no such
    /// list (proc(5), `/proc/pid/task/tid/children`).
    pub(crate) fn listed_children(self) -> Option<Vec<Self>> {
        let children = fs::read_to_string(self.path(&format!("task/{}/children", self.0))).ok()?;
        Some(children.split_whitespace().filter_map(|id| id.parse().ok()).map(Self).collect())
    }

    /// Its process group.
    #[cfg(target_os = "linux")]
    pub(crate) fn group(self) -> Option<u32> {
        self.stat()?.group
    }

    /// A variable of the environment that its program was started with.
    #[cfg(target_os = "linux")]
    pub(crate) fn variable(self, name: &str) -> Option<String> {
        let all = fs::read(self.path("environ")).ok()?;
        let all = all.split(|byte| *byte == 0).map(String::from_utf8_lossy);
        let value =
            |variable: &str| Some(variable.strip_prefix(name)?.strip_prefix('=')?.to_owned());
        all.into_iter().find_map(|variable| value(&variable))
    }

    /// The signals that it ignores, a bit for each, from number 1 on. None, where they don't show.
    #[cfg(unix)]
    pub fn ignored_signals(self) -> u64 {
        let status = fs::read_to_string(self.path("status")).unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default()
    }

    /// How many bytes of addresses it has (`VmSize`).
    pub fn memory(self) -> Option<u64> {
        let status = fs::read_to_string(self.path("status")).ok()?;
        let size = status.lines().find_map(|line| line.strip_prefix("VmSize:"))?;
        Some(size.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
    }

    /// Of how many pieces its memory is (proc_pid_maps(5)).
    pub fn pieces_of_memory(self) -> Option<usize> {
        Some(fs::read_to_string(self.path("maps")).ok()?.lines().count())
    }

    /// How long it and its children have had a processor.
    pub fn used_processor(self) -> Option<Duration> {
        Some(self.done()?.processor)
    }

    /// Sends a signal.
    ///
    /// # Errors
    ///
    /// A sentence, if there is no such process, or this system has no signals.
    #[cfg(unix)]
    pub fn signal(self, signal: Signal) -> Result<(), String> {
        use rustix::process::{self, Pid};

        let signal = match signal {
            Signal::Int => process::Signal::INT,
            Signal::Term => process::Signal::TERM,
            Signal::Hangup => process::Signal::HUP,
            Signal::Kill => process::Signal::KILL,
            Signal::Stop => process::Signal::STOP,
            Signal::Continue => process::Signal::CONT,
        };
        let id = i32::try_from(self.0).ok().and_then(Pid::from_raw);
        let id = id.ok_or_else(|| format!("{} is no process id", self.0))?;
        process::kill_process(id, signal)
            .map_err(|error| format!("process {} cannot be sent a signal: {error}", self.0))
    }

    /// Sends a signal.
    ///
    /// # Errors
    ///
    /// A sentence: this system has none.
    #[cfg(not(unix))]
    pub fn signal(self, signal: Signal) -> Result<(), String> {
        Err(format!("{} cannot be sent on this system", signal.name()))
    }

    /// How long it and its children have waited for a processor until now. Nothing, where the system does
    /// not show it.
    pub fn waited_for_a_processor(self) -> Duration {
        self.done().map_or(Duration::ZERO, |done| done.wanted.saturating_sub(done.processor))
    }

    /// What it and its children have done until now.
    pub fn done(self) -> Option<Done> {
        let mut all = Done {
            asleep: true,
            dozes: false,
            sleeps: 0,
            moves: 0,
            processor: Duration::ZERO,
            wanted: Duration::ZERO,
        };
        let mut processes = vec![self];
        while let Some(process) = processes.pop() {
            // A child may be gone by now. Then there are fewer: something has been done.
            if process.add_to(&mut all, &mut processes).is_none() && process == self {
                return None;
            }
        }
        Some(all)
    }

    fn add_to(self, all: &mut Done, processes: &mut Vec<Self>) -> Option<()> {
        for task in fs::read_dir(self.path("task")).ok()?.flatten() {
            let read = |file: &str| read(&task.path().join(file));
            // A thread may be gone too.
            let Ok(status) = read("status") else { continue };
            let mut moves = 1;
            for (name, value) in status.lines().filter_map(|line| line.split_once(':')) {
                let value = value.trim();
                let number = || value.parse::<u64>().unwrap_or_default();
                match name {
                    "State" => all.asleep &= value.starts_with(['S', 'Z', 'X']),
                    "voluntary_ctxt_switches" => {
                        all.sleeps += number();
                        moves += number();
                    }
                    "nonvoluntary_ctxt_switches" => moves += number(),
                    _ => {}
                }
            }
            all.moves += moves;
            all.dozes |= read("wchan").is_ok_and(|place| place.contains("nanosleep"));
            let [processor, waited] = times(&read("schedstat").unwrap_or_default())
                .or_else(|| Some([parse_stat(&read("stat").ok()?)?.processor, Duration::ZERO]))
                .unwrap_or_default();
            all.processor += processor;
            all.wanted += processor + waited;
            let children = read("children").unwrap_or_default();
            let ids = children.split_whitespace().filter_map(|id| id.parse().ok());
            processes.extend(ids.map(Self));
        }
        Some(())
    }

    fn stat(self) -> Option<Stat> {
        parse_stat(&read(&self.path("stat")).ok()?)
    }

    fn path(self, file: &str) -> PathBuf {
        proc(&format!("/proc/{}/{file}", self.0)).to_owned()
    }
}

/// A file of proc(5). Elsewhere than on Linux it is no file at all: the `/proc` that a Windows program
/// sees under Wine is that of the system below, where a process id is another process's.
#[doc(hidden)]
pub fn proc(path: &str) -> &Path {
    Path::new(if cfg!(target_os = "linux") { path } else { "" })
}

/// Whether programs are started in sandboxes (`launcher.rs`). Only Linux has them, and shows processes.
fn sandboxes_are_used() -> bool {
    static ARE_USED: OnceLock<bool> = OnceLock::new();
    *ARE_USED.get_or_init(|| std::env::var_os("SOCKLINGS_LAUNCHER").is_some())
}

impl Signal {
    /// Its name: `SIGTERM`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Int => "SIGINT",
            Self::Term => "SIGTERM",
            Self::Hangup => "SIGHUP",
            Self::Kill => "SIGKILL",
            Self::Stop => "SIGSTOP",
            Self::Continue => "SIGCONT",
        }
    }
}

/// What is needed of proc_pid_stat(5).
struct Stat {
    activity: Activity,
    parent: Option<u32>,
    #[cfg_attr(not(target_os = "linux"), allow(dead_code, reason = "only Linux shows groups"))]
    group: Option<u32>,
    processor: Duration,
}

fn parse_stat(stat: &str) -> Option<Stat> {
    // The second field is the program's name in parentheses; it may hold spaces.
    let fields: Vec<_> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let activity = match *fields.first()? {
        "S" | "I" => Activity::Sleeps,
        "T" | "t" => Activity::Stopped,
        "Z" | "X" => Activity::Ended,
        _ => Activity::Works,
    };
    let number = |at: usize| fields.get(at)?.parse().ok();
    let ticks = |at: usize| fields.get(at)?.parse::<u64>().ok();
    Some(Stat {
        activity,
        parent: number(1),
        group: number(2),
        processor: Duration::from_millis((ticks(11)? + ticks(12)?) * 10),
    })
}

/// How long a thread has had a processor, and has waited for one: the first two numbers in
/// `/proc/<pid>/schedstat`, in nanoseconds.
fn times(schedstat: &str) -> Option<[Duration; 2]> {
    let mut numbers = schedstat.split(' ').map(|number| number.parse().map(Duration::from_nanos));
    Some([numbers.next()?.ok()?, numbers.next()?.ok()?])
}

/// A short file of proc(5). Its length does not show beforehand, so there is room for it: else the kernel is
/// asked four times, and checks ask often.
fn read(path: &Path) -> io::Result<String> {
    let mut text = String::with_capacity(ROOM);
    File::open(path)?.take(LONGEST).read_to_string(&mut text)?;
    Ok(text)
}

fn entries(folder: &Path) -> Option<usize> {
    Some(fs::read_dir(folder).ok()?.count())
}

fn is_socket(descriptor: &Path) -> bool {
    fs::read_link(descriptor).is_ok_and(|link| link.to_string_lossy().starts_with("socket:"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_hold_spaces_and_parentheses() {
        let stat = parse_stat("7 (a ) b) S 5 7 7 0 -1 0 0 0 0 0 12 3 0 0 20 0 1 0").unwrap();
        assert_eq!((stat.activity, stat.parent), (Activity::Sleeps, Some(5)));
        assert_eq!(stat.group, Some(7));
        assert_eq!(stat.processor, Duration::from_millis(150));
        assert!(parse_stat("nonsense").is_none());
    }

    #[test]
    fn what_is_not_there_is_not_known() {
        let nobody = Process::new(u32::MAX);
        assert!(!nobody.is_shown() && !nobody.is_zombie() && nobody.children().is_empty());
        assert_eq!((nobody.threads(), nobody.descriptors(), nobody.done()), (None, None, None));
        assert!(nobody.signal(Signal::Term).is_err());
    }

    #[cfg(target_os = "linux")]
    mod on_linux {
        use super::*;
        use std::net::{Ipv4Addr, TcpListener};
        use std::process::Command;

        #[test]
        fn a_child_is_shown_until_it_has_been_waited_for() {
            let mut child = Command::new("sleep").arg("60").spawn().unwrap();
            let (this, process) = (Process::new(std::process::id()), Process::new(child.id()));
            assert!(process.is_shown() && this.children().contains(&process));
            process.signal(Signal::Kill).unwrap();
            let ended = crate::until(crate::DEADLINE, || process.is_zombie().then_some(()));
            assert!(ended.is_some() && this.children().contains(&process));
            child.wait().unwrap();
            assert!(!process.is_shown());
        }

        #[test]
        fn descriptors_and_sockets_are_counted() {
            let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
            let mut sleep = Command::new("sleep");
            let sleep = sleep.arg("60").stdin(std::os::fd::OwnedFd::from(socket));
            let mut child = sleep.spawn().unwrap();
            let process = Process::new(child.id());
            let seen = (process.sockets(), process.has_socket(0), process.has_socket(1));
            child.kill().unwrap();
            child.wait().unwrap();
            assert_eq!(seen, (Some(1), true, false));
        }
    }
}
