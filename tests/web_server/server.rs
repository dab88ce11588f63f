//! The server that is judged: it is started, asked, and its end is heard.

use std::io;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use grader::{Bench, Ended, Failure, Program, Rng, Run};
pub use grader::{seen, skip};
use real::client::{self, Client};
use real::{kernel, server};

use socket2::Socket;

use crate::http::{self, NoAnswer, Response, request, shown};
use crate::site::Site;

/// A server of the learner's, which serves a site.
pub struct Server {
    pub program: server::Server,
    pub site: Site,
    /// It makes one of the known mistakes. There are many of them, so less is tried on each.
    pub is_known: bool,
    /// It is the reference. That one does what no learner is asked for, too.
    pub is_reference: bool,
    /// Clients come through it one by one.
    door: Mutex<()>,
}

/// So long a client waits for the one before it to be accepted.
const AT_THE_DOOR: Duration = Duration::from_millis(200);

/// A learner's run has the same requests each time. Where the reference is at hand they are new.
pub fn seed() -> u64 {
    if cfg!(feature = "reference") { Rng::new().u64(..u64::MAX / 2) } else { 17 }
}

/// Starts a server, has it checked, and hears what became of it.
pub fn serving(
    bench: &Bench<'_>,
    settings: &[&str],
    check: impl FnOnce(&Server) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let (result, run) = served(bench, settings, check)?;
    and_the_program(result, &run)
}

/// The same, by a program that may tell of as many requests as it is sent.
pub fn telling(
    bench: &Bench<'_>,
    check: impl FnOnce(&Server) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let start = |program: &Program, arguments: &[String]| {
        server::start(&program.printing_freely(), arguments)
    };
    let (result, run) = served_as(bench, &[], start, check)?;
    and_the_program(result, &run)
}

/// Starts a server, has it checked, and gives back what became of both.
pub fn served(
    bench: &Bench<'_>,
    settings: &[&str],
    check: impl FnOnce(&Server) -> Result<(), Failure>,
) -> Result<(Result<(), Failure>, Run), Failure> {
    let start = |program: &Program, arguments: &[String]| server::start(program, arguments);
    served_as(bench, settings, start, check)
}

/// The same, by a program that may not read what nobody may. Root's may, unless its rights are taken away.
#[cfg(target_os = "linux")]
pub fn serving_without_rights(
    bench: &Bench<'_>,
    check: impl FnOnce(&Server) -> Result<(), Failure>,
) -> Result<(), Failure> {
    if !rustix::process::geteuid().is_root() {
        return serving(bench, &[], check);
    }
    if let Err(reason) = grader::namespaces_are_allowed() {
        return skip(&format!("whether a file may be read: {reason}"));
    }
    let (result, run) = served_as(bench, &[], server::start_without_rights, check)?;
    and_the_program(result, &run)
}

/// Elsewhere it is not tried.
#[cfg(not(target_os = "linux"))]
pub fn serving_without_rights(
    _: &Bench<'_>,
    _: impl FnOnce(&Server) -> Result<(), Failure>,
) -> Result<(), Failure> {
    skip("whether a file may be read is tried on Linux only")
}

fn served_as(
    bench: &Bench<'_>,
    settings: &[&str],
    start: impl FnOnce(&Program, &[String]) -> Result<server::Started, Failure>,
    check: impl FnOnce(&Server) -> Result<(), Failure>,
) -> Result<(Result<(), Failure>, Run), Failure> {
    let site = Site::new()?;
    let root = site.root().display().to_string();
    let mut always = vec!["--root", &root, "--address", "127.0.0.1:0", "--end-with-input"];
    // On a busy machine a client may be slow. Where patience matters, a check says how much there is.
    always.extend(["--patience", "60000"]);
    let arguments: Vec<_> = always.iter().chain(settings).map(ToString::to_string).collect();
    let program = start(bench.program, &arguments)?.waits()?;
    let is_named = |name: &str| bench.program.path().file_stem().is_some_and(|stem| stem == name);
    let is_known = is_named("web_server-mistakes");
    let is_reference = is_named("web_server-solution");
    let door = Mutex::new(());
    let server = Server { program, site, is_known, is_reference, door };
    let result = check(&server);
    Ok((result, server.program.end()))
}

/// A thread that panics ends one talk, and the program goes on. Its words say what happened.
pub fn and_the_program(result: Result<(), Failure>, run: &Run) -> Result<(), Failure> {
    if run.stderr.contains("not yet implemented") {
        return Err(Failure::Ended(Ended::NotStarted));
    }
    let panic = run.panic().map(|(place, message)| {
        let message = message.lines().next().unwrap_or_default();
        format!("Your program panicked at {place}: {message}")
    });
    // What this has led to is no matter of its own.
    let cause = match &panic {
        Some(words) if words.contains("failed to spawn thread") => {
            Some(seen(words.as_str(), Some("a_missing_thread_is_a_panic")))
        }
        None if run.ended == Ended::Floods && run.stderr.contains("os error 24") => {
            let words = "No descriptor was left, and your program printed so again and again, more than \
                         1 MiB.";
            Some(seen(words, Some("asks_again_at_once")))
        }
        _ => None,
    };
    if let (Err(Failure::Seen(..)), Some(cause)) = (&result, cause) {
        return Err(cause);
    }
    let gone = ["ConnectionReset", "BrokenPipe", "NotConnected", "WouldBlock", "UnexpectedEof"];
    match (result, panic) {
        (Err(Failure::Seen(_, None)), None)
            if matches!(run.ended, Ended::Signal(_) | Ended::StackOverflow | Ended::Floods) =>
        {
            Err(Failure::Ended(run.ended.clone()))
        }
        (result, None) => result,
        (Err(Failure::Seen(words, Some(mistake))), Some(panic)) => {
            Err(seen(format!("{words} {panic}"), Some(mistake)))
        }
        (Err(fault @ Failure::Fault(_)), _) => Err(fault),
        (result, Some(panic)) => {
            let words = match result {
                Err(Failure::Seen(words, _)) => format!("{words} {panic}"),
                _ => panic,
            };
            let is_gone = gone.iter().any(|kind| words.contains(kind));
            Err(seen(words, is_gone.then_some("a_gone_client_is_a_panic")))
        }
    }
}

/// What a client saw in place of a response. Three mistakes show in any request.
pub fn trouble(asked: &str, trouble: &NoAnswer, otherwise: Option<&'static str>) -> Failure {
    let mistake = match trouble {
        NoAnswer::Reset => Some("the_close_loses_the_response"),
        NoAnswer::NoLength => Some("no_length"),
        NoAnswer::LineFeed(_) => Some("line_feeds_in_the_response"),
        _ => otherwise,
    };
    seen(format!("{asked} {trouble}"), mistake)
}

/// The response to what was asked, or what the client saw in place of it.
pub fn answer(
    client: &mut Client,
    asked: &str,
    otherwise: Option<&'static str>,
) -> Result<Response, Failure> {
    http::response(client, "GET").map_err(|error| trouble(asked, &error, otherwise))
}

impl Server {
    /// How many of a number of requests are tried.
    pub fn count(&self, all: usize) -> usize {
        if self.is_known { all / 10 } else { all }
    }

    pub fn connect(&self) -> Result<Client, Failure> {
        self.connects_as(|_| Ok(()))
    }

    /// The same, with a socket that has been made ready for it. How many find room in the kernel's queue
    /// is another check's matter, so those who come side by side come in one by one.
    pub fn connects_as(
        &self,
        prepare: impl FnOnce(&Socket) -> io::Result<()>,
    ) -> Result<Client, Failure> {
        let address = self.program.address;
        let _door = self.door.lock().unwrap_or_else(PoisonError::into_inner);
        let is_free = || (self.program.queue().unwrap_or_default() == 0).then_some(());
        let _ = kernel::until(AT_THE_DOOR, is_free);
        let client = Client::connect_as(address, self.program.process, prepare);
        client.map_err(|trouble| match trouble {
            client::Trouble::Fault(sentence) => Failure::Fault(sentence),
            trouble => seen(format!("A client came to {address}, but {trouble}."), None),
        })
    }

    /// Whether the server has a descriptor for its end of a client's connection. `None`, where this
    /// system does not show it.
    pub fn holds(&self, client: &Client) -> Option<bool> {
        let rows = kernel::rows_of(self.program.process.id()).ok()?;
        Some(rows.iter().any(|row| row.remote == client.local))
    }

    /// A client is still connected. If the server has not even accepted it, this is not that mistake.
    pub fn keeps(&self, client: &Client, words: String, mistake: &'static str) -> Failure {
        seen(words, Some(mistake).filter(|_| self.holds(client) != Some(false)))
    }

    /// Asks with a connection of its own.
    pub fn asks(&self, method: &str, path: &str) -> Result<Response, Failure> {
        self.says(method, &request(method, path))
    }

    /// The same, word for word.
    pub fn says(&self, method: &str, text: &str) -> Result<Response, Failure> {
        let mut client = self.connect()?;
        client.says(text);
        let asked = format!("A client sent `{}`.", shown(text.as_bytes()));
        http::response(&mut client, method).map_err(|error| trouble(&asked, &error, None))
    }

    /// Whether what begins so is refused with this status. The client then ends its side.
    pub fn refuses(&self, text: &str, status: u16) -> Result<bool, Failure> {
        let mut client = self.connect()?;
        client.says(text);
        client.says_no_more();
        Ok(http::response(&mut client, "GET").is_ok_and(|got| got.status == status))
    }

    /// Sends something, and gives the server time to read it before anything else comes. Where the
    /// system does not show that, a pause has to do. A server that treats a read as a request may be
    /// missed there. A right one is never blamed.
    pub fn reads(&self, client: &mut Client, bytes: &str) {
        client.says_in_pieces(&[bytes]);
        if !self.program.process.is_shown() {
            thread::sleep(Duration::from_millis(500));
        }
    }

    /// Whether a new client is answered. The server may pause before it tries to accept again.
    pub fn still_answers(&self) -> Result<(), Failure> {
        let asked = "After all this, a client asked for /a.txt.";
        let mut client = self.connect()?.patiently();
        http::ask(&mut client, "GET", "/a.txt");
        is_file(asked, &answer(&mut client, asked, None)?, &self.site.bytes("a.txt")?)
    }
}

/// Gives a name to what was seen, if it has none yet.
pub fn named(mistake: &'static str) -> impl Fn(Failure) -> Failure + Copy {
    move |failure| match failure {
        Failure::Seen(words, None) => seen(words, Some(mistake)),
        other => other,
    }
}

/// Whether a response is this file.
pub fn is_file(asked: &str, response: &Response, expected: &[u8]) -> Result<(), Failure> {
    let Response { status, body, .. } = response;
    if *status != 200 {
        let words = format!("{asked} The file is there. The response has the status {status}.");
        return Err(seen(words, None));
    }
    if body != expected {
        let same = body.iter().zip(expected).take_while(|(one, other)| one == other).count();
        let words = format!(
            "{asked} The file has {} bytes. The body has {}, and they differ from byte {} on.",
            expected.len(),
            body.len(),
            same + 1
        );
        return Err(seen(words, None));
    }
    Ok(())
}

/// Whether a response has this status.
pub fn has_status(
    asked: &str,
    response: &Response,
    expected: &[u16],
    mistake: Option<&'static str>,
) -> Result<(), Failure> {
    let status = response.status;
    if expected.contains(&status) {
        return Ok(());
    }
    let expected: Vec<_> = expected.iter().map(ToString::to_string).collect();
    let expected = expected.join(" or ");
    let words = format!("{asked} The status should be {expected}. The response has {status}.");
    Err(seen(words, mistake))
}
