//! Part (a) of a server: it reads its settings, starts, listens for clients, and stops.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use socket2::Socket;

use crate::given::{Events, Settings};

/// Runs the server, in this order:
///
/// 1. reads the settings,
/// 2. starts: creates a socket, binds it, makes it listen,
/// 3. tells that it listens ([`tell_that_it_listens`](crate::given::tell_that_it_listens)),
/// 4. serves until it is told to stop.
///
/// What goes wrong is printed to standard error, a problem of the settings as [`settings`] gave it back.
/// Returns the exit code
///
/// - 0, if it was told to stop and did so, even if clients had to be cut off;
/// - 2, if the settings are wrong. Every problem has a line of its own. Nothing was started;
/// - 1, if anything else went wrong: the socket, or an event.
pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    // What you call here. This line can go.
    let _ = (settings, start, serve);
    todo!("run by the settings in {file:?}, with {events:?}")
}

/// Reads the settings from a file. [`parse`](crate::given::parse) reads its text as TOML.
///
/// - `address`, a string: an IPv4 or an IPv6 address.
/// - `port`: an integer from 0 to 65535.
/// - `root`, a string: a folder that is there.
/// - `limits`: a table. It can be left out, and so can each key in it:
///   - `limits.clients`: an integer from 1 to 10000; 100 if left out.
///   - `limits.idle_seconds`: an integer from 1 to 3600; 60 if left out.
///   - `limits.stop_seconds`: an integer from 0 to 600; 10 if left out.
///
/// `address`, `port` and `root` must be there: if one is missing, it is a problem.
///
/// The path in `root` begins at the folder in which the settings file is, not at the folder in which
/// the program was started.
///
/// # Errors
///
/// The problems, at least one. Each is a line that begins with the file, as it was given:
///
/// - `FILE:LINE: KEY: …` for a wrong value. It says what is allowed: both ends of a range, `IPv4`
///   and `IPv6`, a `folder`;
/// - `FILE:LINE: KEY: …` for a key that is not in the list above;
/// - `FILE: KEY: …` for a key that is missing;
/// - `FILE:LINE: …` where the file is no TOML;
/// - `FILE: …` if the file cannot be read, with the kernel's reason, or if it is no UTF-8. A line is
///   welcome there.
///
/// Whether it gives back all problems or only the first is free.
pub fn settings(file: &Path) -> Result<Settings, Vec<String>> {
    todo!("the settings in {file:?}")
}

/// Creates a TCP socket that listens for clients at the address and port of the settings: created,
/// bound, listening, as in the exercise `listener`. A server that is started again gets its port back at
/// once, though the kernel still keeps an old connection in TIME_WAIT (SO_REUSEADDR in socket(7)).
///
/// # Errors
///
/// A sentence for a person: the address and port, and the kernel's reason.
///
/// See socket(2), bind(2), listen(2).
pub fn start(settings: &Settings) -> Result<Socket, String> {
    todo!("a socket that listens, by {settings:?}")
}

/// Serves clients until the server is told to stop.
///
/// Until the first signal it accepts clients and begins a talk with each ([`Events::begin_talk`]),
/// which ends when the client is silent for `settings.idle`. At most `settings.clients` talks go on at
/// a time. Further clients are not accepted: they stay in the queue of `listener` until a talk has
/// ended.
///
/// After the first signal nobody new is let in: `listener` is closed at once. The talks that go on may
/// finish. It returns
///
/// - as soon as no talk goes on,
/// - or after `settings.stop`, counted from the first signal,
/// - or at a second signal.
///
/// Talks that still go on then are cut off: the process ends, and the kernel closes their
/// connections.
///
/// # Errors
///
/// The error of [`Events::next`]. An error of accept may be about one client that has gone already
/// (ECONNABORTED), or about descriptors that are free again later (EMFILE): these are no reason to
/// end, and neither is an error of `begin_talk`. A server that tries again rests for a moment before,
/// and a signal counts during this moment too. See accept(2).
pub fn serve(listener: Socket, settings: &Settings, events: &mut Events) -> io::Result<()> {
    todo!("serve clients of {listener:?} by {settings:?}, with {events:?}")
}
