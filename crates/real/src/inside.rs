//! What a system shows of a program's inside to the one that has started it: an option of one of its
//! sockets, and in which of the kernel's functions it sleeps.
//!
//! Where a system does not show it, or not to everybody, each answer is `None`: nothing is known.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::net::SocketAddr;
use std::time::Duration;

use crate::kernel;
use grader::process::{Process, proc};

/// How long a read may wait on the process's end of a connection (SO_RCVTIMEO in socket(7)). None in
/// there: without end.
pub fn read_timeout(
    process: Process,
    local: SocketAddr,
    remote: SocketAddr,
) -> Option<Option<Duration>> {
    let rows = kernel::rows_of(process.id()).ok()?;
    let row = rows.into_iter().find(|row| (row.local, row.remote) == (local, remote))?;
    copy_of_socket(process, row.inode)?.read_timeout().ok()
}

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

/// Another descriptor of the process's socket (pidfd_getfd(2)). It must be closed soon: as long as it is
/// open, the connection is.
#[cfg(target_os = "linux")]
fn copy_of_socket(process: Process, inode: u64) -> Option<socket2::Socket> {
    use rustix::process::{Pid, PidfdFlags, PidfdGetfdFlags, pidfd_getfd, pidfd_open};

    let link = format!("socket:[{inode}]");
    let entries = fs::read_dir(format!("/proc/{}/fd", process.id())).ok()?.flatten();
    let entry = entries.into_iter().find(|entry| {
        fs::read_link(entry.path()).is_ok_and(|to| to.as_os_str() == link.as_str())
    })?;
    let descriptor = entry.file_name().to_str()?.parse().ok()?;
    let id = Pid::from_raw(i32::try_from(process.id()).ok()?)?;
    let process = pidfd_open(id, PidfdFlags::empty()).ok()?;
    Some(pidfd_getfd(process, descriptor, PidfdGetfdFlags::empty()).ok()?.into())
}

#[cfg(not(target_os = "linux"))]
fn copy_of_socket(_: Process, _: u64) -> Option<socket2::Socket> {
    None
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use std::net::{Ipv4Addr, TcpListener, TcpStream};

    #[test]
    fn a_socket_tells_its_time_limit() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (server, peer) = listener.accept().unwrap();
        let this = Process::new(std::process::id());
        let limit = || read_timeout(this, listener.local_addr().unwrap(), peer);
        // Not everywhere may a process do this.
        if limit().is_some() {
            assert_eq!(limit(), Some(None));
            server.set_read_timeout(Some(Duration::from_secs(7))).unwrap();
            assert_eq!(limit(), Some(Some(Duration::from_secs(7))));
        }
        drop(client);
        assert_eq!(read_timeout(this, peer, peer), None);
    }
}
