//! The kernel's own view of its TCP sockets, where it shows one: files under `/proc/net` on Linux.
//!
//! Each reading is taken while the system goes on working. The kernel hands out a long table in
//! pieces, so one that changes meanwhile may lack a row: look again ([`until`]) before you say that
//! something is not there. All of it is about the network namespace that this process is in.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;

use grader::process::proc;
pub use grader::until;
pub use netstack::State;

/// A row of `/proc/net/tcp` or `/proc/net/tcp6` (proc_pid_net(5), `get_tcp4_sock` in Linux).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The socket's own address and port.
    pub local: SocketAddr,
    /// The peer's. All zero, if there is none.
    pub remote: SocketAddr,
    /// Where the connection stands.
    pub state: State,
    /// Bytes that were sent and not yet acknowledged. A SYN counts for one.
    pub send_queue: u32,
    /// Bytes that were received and not yet read. For a socket that listens: *connections* that
    /// wait to be accepted.
    pub receive_queue: u32,
    /// How often the oldest packet without an answer has been sent again.
    pub retransmissions: u32,
    /// The socket's number, as in `/proc/<pid>/fd`. 0, if no process has a descriptor for it.
    pub inode: u64,
}

/// Linux counts the states from 1 in this order (`include/net/tcp_states.h`). A socket that is bound
/// and no more is in no row.
const STATES: [State; 11] = [
    State::Established,
    State::SynSent,
    State::SynReceived,
    State::FinWait1,
    State::FinWait2,
    State::TimeWait,
    State::Closed,
    State::CloseWait,
    State::LastAck,
    State::Listen,
    State::Closing,
];

/// The tables of the namespace that this thread is in. `/proc/net` shows that of the first thread.
const TCP: &str = "/proc/thread-self/net/tcp";
const TCP6: &str = "/proc/thread-self/net/tcp6";

/// `LISTEN 127.0.0.1:80 0.0.0.0:0`
impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.state, self.local, self.remote)
    }
}

/// All rows, of IPv4 and then of IPv6.
///
/// # Errors
///
/// A sentence, if this system does not show its table.
pub fn rows() -> Result<Vec<Entry>, String> {
    let mut rows = parse(&read(TCP)?)?;
    // A kernel may have been built, or started, without IPv6.
    if let Ok(text) = read(TCP6) {
        rows.extend(parse(&text)?);
    }
    Ok(rows)
}

/// The first row of a socket that has this address and port, and is in this state.
///
/// Reads no further than it must. Where memory is plenty the kernel takes some milliseconds for the
/// whole table, even an empty one; sockets that listen come first.
///
/// # Errors
///
/// A sentence, if this system does not show its table.
pub fn row_at(local: SocketAddr, state: State) -> Result<Option<Entry>, String> {
    let path = if local.is_ipv4() { TCP } else { TCP6 };
    let error = |error| cannot_read(path, &error);
    // The kernel fills the whole buffer, if it can. So it is as long as a row.
    let table = BufReader::with_capacity(150, File::open(proc(path)).map_err(error)?);
    for line in table.lines().skip(1) {
        let row = parse_row(&line.map_err(error)?)?;
        if row.local == local && row.state == state {
            return Ok(Some(row));
        }
        if state == State::Listen && row.state != state {
            break;
        }
    }
    Ok(None)
}

/// The rows of the sockets that a process has a descriptor for.
///
/// # Errors
///
/// A sentence, if this system does not show its table, or not whose the sockets are.
pub fn rows_of(process: u32) -> Result<Vec<Entry>, String> {
    let folder = format!("/proc/{process}/fd");
    let entries = fs::read_dir(proc(&folder)).map_err(|error| cannot_read(&folder, &error))?;
    let links = entries.flatten().filter_map(|entry| fs::read_link(entry.path()).ok());
    let inodes: Vec<_> = links.filter_map(|link| inode(&link)).collect();
    Ok(rows()?.into_iter().filter(|row| inodes.contains(&row.inode)).collect())
}

/// A number that the kernel counts up: `counter("TcpExt", "ListenOverflows")`
/// (`/proc/net/netstat`). It counts for the whole network namespace, so others count too.
///
/// # Errors
///
/// A sentence, if this system does not show it.
pub fn counter(group: &str, name: &str) -> Result<u64, String> {
    let text = read("/proc/net/netstat")?;
    value_of(&text, group, name).ok_or_else(|| format!("/proc/net/netstat has no {group} {name}"))
}

fn read(path: &str) -> Result<String, String> {
    fs::read_to_string(proc(path)).map_err(|error| cannot_read(path, &error))
}

fn cannot_read(path: &str, error: &io::Error) -> String {
    format!("this system does not show {path}: {error}")
}

fn parse(table: &str) -> Result<Vec<Entry>, String> {
    table.lines().skip(1).map(parse_row).collect()
}

fn parse_row(line: &str) -> Result<Entry, String> {
    row(line).ok_or_else(|| format!("/proc/net/tcp has the row `{line}`"))
}

/// `0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 544 1 …`
fn row(line: &str) -> Option<Entry> {
    let fields: Vec<_> = line.split_whitespace().collect();
    let hex = |text: &str| u32::from_str_radix(text, 16).ok();
    let (send_queue, receive_queue) = fields.get(4)?.split_once(':')?;
    let number = hex(fields.get(3)?)?;
    Some(Entry {
        local: address(fields.get(1)?)?,
        remote: address(fields.get(2)?)?,
        state: *STATES.get(number.checked_sub(1)? as usize)?,
        send_queue: hex(send_queue)?,
        receive_queue: hex(receive_queue)?,
        retransmissions: hex(fields.get(6)?)?,
        inode: fields.get(9)?.parse().ok()?,
    })
}

/// `0100007F:1F90`. The port is a plain number. The address is printed in words of four bytes, each
/// as this machine would read it from memory as a number.
fn address(text: &str) -> Option<SocketAddr> {
    let (address, port) = text.split_once(':')?;
    let word = |at: usize| {
        let word = address.get(at * 8..at * 8 + 8)?;
        Some(u32::from_str_radix(word, 16).ok()?.to_ne_bytes())
    };
    let port = u16::from_str_radix(port, 16).ok()?;
    match address.len() {
        8 => Some((Ipv4Addr::from(word(0)?), port).into()),
        32 => {
            let words = [word(0)?, word(1)?, word(2)?, word(3)?];
            let bytes: [u8; 16] = words.concat().try_into().ok()?;
            Some((Ipv6Addr::from(bytes), port).into())
        }
        _ => None,
    }
}

/// The number in `socket:[12345]`.
fn inode(link: &Path) -> Option<u64> {
    link.to_str()?.strip_prefix("socket:[")?.strip_suffix(']')?.parse().ok()
}

/// Each group has two lines: `TcpExt: SyncookiesSent …` and `TcpExt: 0 …`.
fn value_of(text: &str, group: &str, name: &str) -> Option<u64> {
    let mut lines = text.lines().filter_map(|line| line.split_once(':'));
    let (_, names) = lines.find(|(first, _)| *first == group)?;
    let (_, values) = lines.find(|(first, _)| *first == group)?;
    let column = names.split_whitespace().position(|word| word == name)?;
    values.split_whitespace().nth(column)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt\n";

    #[cfg(target_endian = "little")]
    #[test]
    fn the_rows_are_read() {
        let table = format!(
            "{HEAD}   0: 0100007F:1F90 00000000:0000 0A 00000000:00000002 00:00000000 00000000     \
             0        0 544 1 00000000d289d97c 100 0 0 10 0                       \n   1: 0200007F:A2C4 \
             0100007F:1F90 02 00000001:00000000 01:0000002A 00000003     0        0 0 2 \
             00000000d289d97c 800 0 0 10 0\n"
        );
        let rows = parse(&table).unwrap();
        assert_eq!(rows[0].to_string(), "LISTEN 127.0.0.1:8080 0.0.0.0:0");
        assert_eq!((rows[0].receive_queue, rows[0].inode), (2, 544));
        assert_eq!(rows[1].to_string(), "SYN_SENT 127.0.0.2:41668 127.0.0.1:8080");
        assert_eq!((rows[1].send_queue, rows[1].retransmissions), (1, 3));
    }

    #[cfg(target_endian = "little")]
    #[test]
    fn an_ipv6_address_is_four_words() {
        let loopback = address("00000000000000000000000001000000:0050").unwrap();
        assert_eq!(loopback.to_string(), "[::1]:80");
        let fd00 = address("000000FD000000000000000002000000:0050").unwrap();
        assert_eq!(fd00.to_string(), "[fd00::2]:80");
    }

    #[test]
    fn what_is_no_row_is_an_error() {
        for line in ["", "nonsense", "0: 0100007F:1F90 0:0 0A 0:0 0:0 0 0 0 544"] {
            assert_eq!(row(line), None, "{line}");
        }
        assert!(parse(&format!("{HEAD}nonsense\n")).is_err());
    }

    #[test]
    fn a_counter_is_found_by_its_name() {
        let text = "TcpExt: A B\nTcpExt: 1 22\nIpExt: B\nIpExt: 3\n";
        assert_eq!(value_of(text, "TcpExt", "B"), Some(22));
        assert_eq!(value_of(text, "IpExt", "B"), Some(3));
        assert_eq!(value_of(text, "IpExt", "A"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_socket_of_this_process_is_found() -> Result<(), String> {
        if let Err(reason) = read(TCP) {
            return crate::skip_test(&reason);
        }
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let local = listener.local_addr().unwrap();
        let row = until(grader::DEADLINE, || {
            rows_of(std::process::id()).unwrap().into_iter().find(|row| row.local == local)
        });
        assert_eq!(row.as_ref().map(|row| row.state), Some(State::Listen));
        let found = until(grader::DEADLINE, || row_at(local, State::Listen).unwrap());
        assert_eq!(found, row);
        assert_eq!(row_at(local, State::SynSent), Ok(None));
        Ok(())
    }
}
