//! Long responses: to clients that read slowly, of files that change meanwhile; and short ones, which
//! must not wait for an acknowledgement.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::Path;
use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};

use grader::{DEADLINE, Failure};
use real::client::Client;
use socket2::SockRef;

use crate::http::{self, request};
use crate::patience::{PATIENCE, WORDS, at_a_time, in_time_twice};
use crate::server::{Server, answer, is_file, seen, skip, trouble};

/// Far more than the kernel's buffers hold.
const LENGTH: usize = 8 * 1024 * 1024;

/// Each four bytes of the file say where they stand, so a piece that is missing shows.
static COUNTED: LazyLock<Vec<u8>> =
    LazyLock::new(|| (0..LENGTH as u32 / 4).flat_map(u32::to_be_bytes).collect());

fn write(path: &Path) -> Result<(), Failure> {
    fs::write(path, &*COUNTED)
        .map_err(|error| Failure::Fault(format!("{}: {error}", path.display())))
}

/// A client whose kernel keeps little for it, so that the server must wait for it.
fn with_little_room(server: &Server) -> Result<Client, Failure> {
    server.connects_as(|socket| socket.set_recv_buffer_size(16 * 1024))
}

pub fn slow_readers_have_it_whole(server: &Server) -> Result<(), Failure> {
    for name in ["pauses.bin", "slow.bin"] {
        write(&server.site.root().join(name))?;
    }
    at_a_time(server, &[pauses, reads_slowly])
}

/// For these, the server has much patience: they must not be left before they ask again.
pub fn files_may_change(server: &Server) -> Result<(), Failure> {
    for name in ["grows.bin", "shrinks.bin"] {
        write(&server.site.root().join(name))?;
    }
    write(&server.site.root().join("later.bin"))?;
    at_a_time(server, &[the_file_grows, the_file_shrinks, reads_later])
}

/// What a client has of a response to GET: it takes in a part of it at a time.
struct Reading {
    client: Client,
    body: Vec<u8>,
    has_ended: bool,
}

impl Reading {
    fn begins(mut client: Client, path: &str, words: &str) -> Result<Self, Failure> {
        client.says(request("GET", path));
        let _ = client.stream.set_nonblocking(false);
        let _ = client.stream.set_read_timeout(Some(DEADLINE));
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") && head.len() < 16 * 1024 {
            match client.stream.read(&mut byte) {
                Ok(1) => head.push(byte[0]),
                _ => return Err(seen(format!("{words} No response began."), None)),
            }
        }
        let head = String::from_utf8_lossy(&head).to_ascii_lowercase();
        let length = head.split("content-length:").nth(1);
        let length = length.and_then(|rest| rest.lines().next()?.trim().parse().ok());
        // So long was the file when it was asked for.
        if length != Some(LENGTH) || !head.starts_with("http/1.1 200") {
            return Err(seen(format!("{words} The response begins with `{head}`."), None));
        }
        Ok(Self { client, body: Vec::new(), has_ended: false })
    }

    /// Reads so many bytes, if they come.
    fn more(&mut self, most: usize) {
        let mut piece = vec![0; 16 * 1024];
        let end = (self.body.len() + most).min(LENGTH);
        while !self.has_ended && self.body.len() < end {
            let room = (end - self.body.len()).min(piece.len());
            match self.client.stream.read(&mut piece[..room]) {
                Ok(length @ 1..) => self.body.extend_from_slice(&piece[..length]),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                _ => self.has_ended = true,
            }
        }
    }

    /// Whether no more will come, and not only nothing comes.
    fn is_closed(&self) -> bool {
        let waits = [ErrorKind::WouldBlock, ErrorKind::TimedOut];
        self.client
            .stream
            .peek(&mut [0])
            .map_or_else(|it| !waits.contains(&it.kind()), |it| it == 0)
    }

    /// Where the body first differs from the file, and what stands there: which place of the file.
    fn differs(&self) -> Option<(usize, usize)> {
        if self.body == COUNTED[..self.body.len()] {
            return None;
        }
        let mut fours = self.body.chunks_exact(4).enumerate();
        let value = |four: &[u8]| four.try_into().map(u32::from_be_bytes).unwrap_or_default();
        let (at, four) = fours.find(|(at, four)| value(four) as usize != *at)?;
        Some((4 * at, 4 * value(four) as usize))
    }

    /// Whether what has come is what stands at the beginning of the file.
    fn is_right(&self, words: &str) -> Result<(), Failure> {
        let Some((at, place)) = self.differs() else { return Ok(()) };
        let words = format!(
            "{words} Behind the first {at} bytes of the file there came bytes that are no part of it, or \
             of another place."
        );
        // A hole need not be as long as a whole number of fours.
        let later = place > at || self.body.len() < LENGTH;
        Err(seen(words, later.then_some("one_write_sends_it_all")))
    }
}

/// Clients that read nothing for longer than the patience, and then go on. They may have been left. Whether a write
/// has taken a part when its time is over, and not nothing, depends on where they stop: so they stop in many places.
fn pauses(server: &Server) -> Result<(), Failure> {
    at_a_time(
        server,
        &[
            |server| pauses_after(server, 200_000),
            |server| pauses_after(server, 77_777),
            |server| pauses_after(server, 333_333),
            |server| pauses_after(server, 1_000_000),
        ],
    )
}

fn pauses_after(server: &Server, bytes: usize) -> Result<(), Failure> {
    let words = format!(
        "{WORDS} A client asked for a file of {} MiB, and did not read for {} milliseconds now and \
         then.",
        LENGTH / 1024 / 1024,
        PAUSE.as_millis()
    );
    const PAUSE: Duration = Duration::from_millis(800);
    let mut reading = Reading::begins(with_little_room(server)?, "/pauses.bin", &words)?;
    for _ in 0..2 {
        reading.more(bytes);
        thread::sleep(PAUSE);
    }
    reading.more(LENGTH);
    reading.is_right(&words)
}

/// A client that reads nothing for a time, which is far shorter than the patience.
fn reads_later(server: &Server) -> Result<(), Failure> {
    const PAUSE: Duration = Duration::from_millis(1200);
    let words = format!(
        "The patience is a minute. A client asked for a file of {} MiB, and did not read for {} milliseconds.",
        LENGTH / 1024 / 1024,
        PAUSE.as_millis()
    );
    let mut reading = Reading::begins(with_little_room(server)?, "/later.bin", &words)?;
    thread::sleep(PAUSE);
    loop {
        reading.has_ended = false;
        reading.more(LENGTH);
        if reading.body.len() == LENGTH || reading.is_closed() {
            break;
        }
        // On a machine that is busy with other things, more may come a while later.
        let more = || reading.client.stream.peek(&mut [0]).is_ok().then_some(());
        if server.program.wait(more).is_none() {
            break;
        }
    }
    reading.is_right(&words)?;
    if reading.body.len() == LENGTH {
        return Ok(());
    }
    Err(seen(format!("{words} It got {} bytes.", reading.body.len()), None))
}

/// A client that reads all the time, but takes longer for it than the patience.
fn reads_slowly(server: &Server) -> Result<(), Failure> {
    const PAUSE: Duration = Duration::from_millis(100);
    let words = format!(
        "{WORDS} A client read a file of {} MiB, a part of it every {} milliseconds.",
        LENGTH / 1024 / 1024,
        PAUSE.as_millis()
    );
    in_time_twice(|| {
        let mut reading = Reading::begins(with_little_room(server)?, "/slow.bin", &words)?;
        let mut longest = Duration::ZERO;
        while !reading.has_ended && reading.body.len() < LENGTH {
            let begun = Instant::now();
            thread::sleep(PAUSE);
            reading.more(LENGTH / 10);
            longest = longest.max(begun.elapsed());
        }
        reading.is_right(&words)?;
        if reading.body.len() == LENGTH {
            return Ok(Some(()));
        }
        if !reading.is_closed() {
            let words = format!("{words} It got {} bytes, and no more.", reading.body.len());
            return Err(seen(words, None));
        }
        // Its own machine was slow. It is not said whose fault it is.
        if longest > PATIENCE / 2 {
            return Ok(None);
        }
        let words =
            format!("{words} It got {} bytes. Then the connection ended.", reading.body.len());
        Err(seen(words, Some("a_slow_reader_is_cut_off")))
    })
}

fn the_file_grows(server: &Server) -> Result<(), Failure> {
    const MORE: &[u8] = b"These bytes are new.\n";
    let words = "A client asked for a file. While it was sent, the file became longer.";
    let mut reading = Reading::begins(with_little_room(server)?, "/grows.bin", words)?;
    let path = server.site.root().join("grows.bin");
    let file = OpenOptions::new().append(true).open(&path);
    file.and_then(|mut file| file.write_all(MORE))
        .map_err(|error| Failure::Fault(format!("{}: {error}", path.display())))?;
    reading.more(LENGTH);
    let _ = reading.client.stream.set_nonblocking(true);
    http::ask(&mut reading.client, "GET", "/a.txt");
    reading.is_right(words)?;
    if reading.body.len() < LENGTH {
        return Err(seen(format!("{words} Not all of its first bytes came."), None));
    }
    let mut client = reading.client;
    let words = format!("{words} On the same connection it then asked for /a.txt.");
    match http::response(&mut client, "GET") {
        Ok(got) => is_file(&words, &got, &server.site.bytes("a.txt")?),
        Err(error) => {
            let is_new = client.heard().starts_with(MORE);
            Err(trouble(&words, &error, is_new.then_some("the_file_is_sent_to_its_end")))
        }
    }
}

fn the_file_shrinks(server: &Server) -> Result<(), Failure> {
    let words = "A client asked for a file. While it was sent, the file became shorter.";
    let mut reading = Reading::begins(with_little_room(server)?, "/shrinks.bin", words)?;
    let path = server.site.root().join("shrinks.bin");
    File::options()
        .write(true)
        .open(&path)
        .and_then(|file| file.set_len(LENGTH as u64 * 3 / 4))
        .map_err(|error| Failure::Fault(format!("{}: {error}", path.display())))?;
    reading.more(LENGTH);
    if reading.differs().is_some() {
        let words = format!("{words} Its last bytes came in other ones' place.");
        return Err(seen(words, Some("a_short_file_is_filled_up")));
    }
    // A server may have read all of it before. If not, an error is an end, unless it is that of waiting.
    if reading.body.len() < LENGTH && !reading.is_closed() {
        let words = format!(
            "{words} {} bytes came, of {LENGTH} that were promised, and the connection did not end.",
            reading.body.len()
        );
        return Err(seen(words, Some("a_short_file_is_filled_up")));
    }
    Ok(())
}

/// Whether the head of a response waits for an acknowledgement of its own first bytes. The client's kernel
/// delays one by some 40 milliseconds, unless it is told to send it at once (TCP_QUICKACK). So both are
/// tried in turn: on a busy machine both become slower.
///
/// A body that is sent by a call of its own may wait, too. That is slow, and no more: nothing is said.
pub fn heads_do_not_wait(server: &Server) -> Result<(), Failure> {
    const EACH: usize = 12;
    const ROUNDS: usize = 3;
    const SLOW: Duration = Duration::from_millis(20);
    const RATIO: u32 = 5;
    if !cfg!(target_os = "linux") {
        return skip("whether a response waits for an acknowledgement is seen on Linux only");
    }
    let mut slow = (Duration::ZERO, Duration::ZERO);
    for _ in 0..ROUNDS {
        let mut client = server.connect()?;
        // In the beginning the kernel acknowledges at once.
        for _ in 0..4 {
            head_takes(&mut client, false)?;
        }
        let mut times = [Vec::new(), Vec::new()];
        for number in 0..2 * EACH {
            times[number % 2].push(head_takes(&mut client, number % 2 == 1)?);
        }
        let [delayed, at_once] = times.map(|mut times| {
            times.sort_unstable();
            // Other work on this machine makes some of them slower, and none quicker.
            times[EACH / 4]
        });
        if delayed < SLOW || delayed < RATIO * at_once {
            return Ok(());
        }
        slow = (delayed, at_once);
    }
    let words = format!(
        "A client asked for /a.txt again and again, on one connection. From the first byte of the response \
         to the end of its head it took {} ms. When the client's kernel acknowledged each segment at once, \
         it took {:.1} ms.",
        slow.0.as_millis(),
        slow.1.as_secs_f64() * 1000.0
    );
    Err(seen(words, Some("many_small_writes")))
}

/// How long a head takes, from its first byte to its last, with delayed acknowledgements or without.
fn head_takes(client: &mut Client, at_once: bool) -> Result<Duration, Failure> {
    let fault = |error| Failure::Fault(format!("TCP_QUICKACK cannot be set: {error}"));
    let acknowledge = |client: &Client| -> std::io::Result<()> {
        #[cfg(target_os = "linux")]
        SockRef::from(&client.stream).set_tcp_quickack(at_once)?;
        #[cfg(not(target_os = "linux"))]
        let _ = SockRef::from(&client.stream);
        Ok(())
    };
    acknowledge(client).map_err(fault)?;
    http::ask(client, "GET", "/a.txt");
    let (start, mut begun) = (Instant::now(), None);
    let is_whole = |heard: &[u8]| heard.windows(4).any(|four| four == b"\r\n\r\n");
    while start.elapsed() < DEADLINE && client.end().is_none() && !is_whole(client.heard()) {
        if !client.heard().is_empty() {
            begun.get_or_insert_with(Instant::now);
        }
        // What has come is acknowledged when this is set. So it is set again and again.
        if at_once {
            acknowledge(client).map_err(fault)?;
        }
        thread::sleep(Duration::from_millis(1));
    }
    let took = begun.map(|begun| begun.elapsed()).unwrap_or_default();
    answer(client, "A client asked for /a.txt.", None)?;
    Ok(took)
}
