//! The judged program as a host of its own: it answers the kernel through a TUN device.

use std::ffi::OsStr;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use grader::process::Process;
use grader::{DEADLINE, Ended, Failure, Folder, Left, Program, Running, left, seen};
use netstack::{Event, Row, State, Step, Trace};
use real::server::says_nonsense;

use crate::clients::Wrong;

/// How long something is waited for, while nothing else happens. A lost packet is sent again after a
/// second, and then after two more.
const LONGEST: Duration = Duration::from_secs(2 * DEADLINE.as_secs());

/// So much later may be who waits for a processor.
const LATER: Duration = Duration::from_secs(12 * DEADLINE.as_secs());

/// Where the host waits.
pub const PLACE: SocketAddr = SocketAddr::new(IpAddr::V4(wire::HOST), 80);

/// The file of the table.
const TABLE: &str = "table";

/// What stands behind the table, if nothing else is to be said.
const ALL: &str = "that is all";

/// So many rows of it are shown.
const ROWS: usize = 8;

/// The judged program, and the server behind it, which is the test's.
pub struct Host {
    running: Running,
    process: Process,
    server: TcpListener,
    /// It has the file in which the program writes its table.
    folder: Folder,
}

impl Host {
    /// Starts the program on a device of this network.
    pub fn start(program: &Program, settings: &[&str]) -> Result<Self, Failure> {
        let device = wire::device()?;
        let fault = |error| Failure::Fault(format!("the server behind the host: {error}"));
        let server = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(fault)?;
        server.set_nonblocking(true).map_err(fault)?;
        let behind = server.local_addr().map_err(fault)?.to_string();
        let folder = Folder::new()?;
        let table = folder.path().join(TABLE);
        let given = ["--stdin-is-tun", "--quiet", "--clock", "60", "--server", &behind, "--table"];
        let arguments = settings.iter().chain(&given).map(OsStr::new).chain([table.as_os_str()]);
        let mut running = program.writing(&table).start_on(device, arguments)?;
        match running.line().as_deref() {
            Some("waiting") => {}
            Some(line) => return Err(says_nonsense(line)),
            None => return Err(ended(running)),
        }
        let process = Process::new(running.id());
        Ok(Self { running, process, server, folder })
    }

    /// Waits until something has come, for as long as there is hope.
    pub fn until<T>(&self, look: impl FnMut() -> Option<T>) -> Option<T> {
        until(self.process, look)
    }

    /// The server's end of the next connection that the program has accepted.
    pub fn accepted(&self) -> Option<TcpStream> {
        let (stream, _) = self.until(|| self.server.accept().ok())?;
        stream.set_nonblocking(true).ok()?;
        stream.set_nodelay(true).ok()?;
        Some(stream)
    }

    /// Waits until the host has nothing but its listening socket.
    pub fn rests(&mut self, situation: &str) -> Result<(), Wrong> {
        let file = self.folder.path().join(TABLE);
        let (mut rows, mut said) = (Vec::new(), String::new());
        let is_alone = |rows: &[Row]| matches!(rows, [row] if row.socket.state == State::Listen);
        let rests = self.until(|| {
            (rows, said) = table(&file)?;
            (is_alone(&rows) && said == ALL).then_some(())
        });
        if rests.is_some() {
            return Ok(());
        }
        if is_alone(&rows) {
            let words =
                format!("{situation} No connection is left, {}.", said.trim_start_matches(ALL));
            return Err(Wrong::Known(words, "copies_are_kept"));
        }
        let shown: String = rows.iter().take(ROWS).map(|row| format!("\n  {row}")).collect();
        Err(Wrong::Seen(format!(
            "{situation} Only the listening socket should be left in your host's table. There are:{shown}"
        )))
    }

    /// What is wrong: how the program has ended, if it has, or else these words.
    pub fn explain(mut self, words: String, mistake: Option<&'static str>) -> Failure {
        // Where it runs in a sandbox, that ends a little later.
        let is_over = self.process.is_zombie() || self.running.has_ended();
        if is_over { ended(self.running) } else { seen(words, mistake) }
    }
}

/// The rows of the table that the program has written last, and what it says behind them. It may be
/// writing them now: only with the second step they are whole.
fn table(file: &Path) -> Option<(Vec<Row>, String)> {
    let Left::File(bytes) = left(file).ok()? else { return None };
    let traces = Trace::parse_all(&String::from_utf8_lossy(&bytes)).ok()?;
    match <[Step; 2]>::try_from(traces.into_iter().next()?.steps).ok()? {
        [Step { rows, .. }, Step { event: Event::Given(said), .. }] => Some((rows, said)),
        _ => None,
    }
}

/// How the program has ended.
fn ended(running: Running) -> Failure {
    let run = running.end();
    match run.ended {
        Ended::Exited(1) => {
            seen(format!("Your host cannot begin. It says: {}", run.stderr.trim()), None)
        }
        how => Failure::Ended(how),
    }
}

/// Waits until something has come, for as long as there is hope. The time in which the process waits for
/// a processor does not count.
fn until<T>(process: Process, mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let start = Instant::now();
    let mut before = None;
    loop {
        let found = look();
        if found.is_some() || process.is_zombie() {
            return found;
        }
        thread::sleep(Duration::from_millis(1));
        // Most times it has come by now, and nobody need look at the process.
        let before = *before.get_or_insert_with(|| process.waited_for_a_processor());
        if start.elapsed() >= LONGEST {
            let starved = process.waited_for_a_processor().saturating_sub(before);
            if start.elapsed() >= LONGEST + starved.min(LATER) {
                return look();
            }
        }
    }
}
