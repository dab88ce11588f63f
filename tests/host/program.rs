//! The judged program as a host of its own: it answers the kernel through a TUN device.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use grader::real::process::Process;
use grader::real::server::says_nonsense;
use grader::{DEADLINE, Ended, Failure, Program, Running, seen};

use crate::clients::Wrong;

/// How long something is waited for, while nothing else happens. A lost packet is sent again after a
/// second, and then after two more.
const LONGEST: Duration = Duration::from_secs(2 * DEADLINE.as_secs());

/// So much later may be who waits for a processor.
const LATER: Duration = Duration::from_secs(12 * DEADLINE.as_secs());

/// Where the host waits.
pub const PLACE: SocketAddr = SocketAddr::new(IpAddr::V4(wire::HOST), 80);

/// The judged program, and the server behind it, which is the test's.
pub struct Host {
    running: Running,
    /// Its process.
    pub process: Process,
    server: TcpListener,
    states: String,
}

impl Host {
    /// Starts the program on a device of this network.
    pub fn start(program: &Program, settings: &[&str]) -> Result<Self, Failure> {
        let device = wire::device()?;
        let fault = |error| Failure::Fault(format!("the server behind the host: {error}"));
        let server = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(fault)?;
        server.set_nonblocking(true).map_err(fault)?;
        let behind = server.local_addr().map_err(fault)?.to_string();
        let given = ["--stdin-is-tun", "--quiet", "--clock", "60", "--server", &behind];
        let mut running = program.start_on(device, given.iter().chain(settings))?;
        match running.line().as_deref() {
            Some("waiting") => {}
            Some(line) => return Err(says_nonsense(line)),
            None => return Err(ended(running)),
        }
        let process = Process::new(running.id());
        Ok(Self { running, process, server, states: String::new() })
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
        const ALONE: &str = "LISTEN 1";
        let Self { running, process, states, .. } = self;
        let rests = until(*process, || {
            while let Some(line) = running.line_that_has_come() {
                if let Some(now) = line.strip_prefix("states ") {
                    *states = now.to_owned();
                }
            }
            (states == ALONE || states.is_empty()).then_some(())
        });
        rests.ok_or_else(|| {
            Wrong::Seen(format!(
                "{situation} Only the listening socket should be left in your host's table. There are: \
                 {states}."
            ))
        })
    }

    /// What is wrong: how the program has ended, if it has, or else these words.
    pub fn explain(mut self, words: String) -> Failure {
        if self.running.has_ended() { ended(self.running) } else { seen(words, None) }
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
