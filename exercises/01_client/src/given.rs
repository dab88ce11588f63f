//! Given: calls the four functions of `client.rs`, one after the other, and says what came of each.

use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::mem::MaybeUninit;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;
use std::{env, fs, thread};

use socket2::{SockAddr, Socket, Type};

/// The functions of `client.rs`.
pub struct Client {
    /// Stage 1.
    pub create: fn(SocketAddr) -> io::Result<Socket>,
    /// Stage 2.
    pub connect: fn(&Socket, SocketAddr) -> io::Result<()>,
    /// Stage 3.
    pub send_and_receive: fn(&mut Socket, &[u8]) -> io::Result<Vec<u8>>,
    /// Stage 4.
    pub disconnect: fn(Socket),
}

/// What is sent to a server if nothing else is asked for.
const REQUEST: &str = r"GET / HTTP/1.0\r\n\r\n";

/// How long a call may wait for the other side.
const PATIENCE: Duration = Duration::from_secs(60);

/// The size of a buffer in the kernel, in bytes.
const SMALL_BUFFER: usize = 64 * 1024;

/// How long the small server waits for the end of a request.
const SERVERS_PATIENCE: Duration = Duration::from_secs(10);

/// Without arguments, talks with a small server of its own. With `ADDRESS:PORT`, talks with the
/// server that is there.
pub fn run(client: &Client) -> ExitCode {
    let words = env::args_os().skip(1);
    let arguments: Vec<_> = words.map(|word| word.to_string_lossy().into_owned()).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let server = arguments.first().map(|server| server.parse());
    let (server, stopped) = match (server, arguments.get(1..).unwrap_or_default()) {
        (None, _) => match start_server() {
            Ok(server) => (server, talk_to_people(client, server, b"Who am I?", true)),
            Err(error) => {
                eprintln!("The small server cannot be started: {error}");
                return ExitCode::FAILURE;
            }
        },
        (Some(Ok(server)), []) => (server, talk_to_people(client, server, &bytes(REQUEST), false)),
        (Some(Ok(server)), [request]) => {
            (server, talk_to_people(client, server, &bytes(request), false))
        }
        // This is for the grader: it neither likes nor needs to read what people read.
        (Some(Ok(server)), ["--files", request, answer]) => {
            (server, talk_to_grader(client, server, Path::new(request), Path::new(answer)))
        }
        _ => {
            eprintln!(
                "This program takes nothing, or the address and port of a server, and what to send:\
                 \n  127.0.0.1:8080 '{REQUEST}'"
            );
            return ExitCode::from(2);
        }
    };
    match stopped {
        Ok(()) => ExitCode::SUCCESS,
        Err(stopped) => {
            eprintln!("{}", stopped.sentence(server));
            ExitCode::FAILURE
        }
    }
}

/// How far a talk has come.
enum Done<'a> {
    Created(&'a Socket),
    Connected(&'a Socket),
    Answered(&'a Socket, &'a [u8]),
    Disconnected,
}

/// The stages, by their numbers.
const STAGES: [&str; 5] = ["", "create", "connect", "send_and_receive", "disconnect"];

/// A stage gave back an error.
struct Stopped {
    /// 1 to 4; 0 is before the first stage.
    stage: usize,
    error: io::Error,
}

impl Stopped {
    fn at(stage: usize) -> impl Fn(io::Error) -> Self {
        move |error| Self { stage, error }
    }

    /// What people read.
    fn sentence(&self, server: SocketAddr) -> String {
        match (self.stage, self.error.kind()) {
            (0, _) => self.error.to_string(),
            (2, ErrorKind::ConnectionRefused) => {
                format!("{server} refused the connection: nobody listens there.")
            }
            (3, ErrorKind::ConnectionReset) => {
                format!("{server} reset the connection before the answer had ended.")
            }
            (3, ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                format!("{server} kept this program waiting for {} seconds.", PATIENCE.as_secs())
            }
            (stage, _) => {
                format!("Stage {stage}, {}, gave back an error: {}", STAGES[stage], self.error)
            }
        }
    }
}

/// The four stages.
fn talk(
    client: &Client,
    server: SocketAddr,
    request: &[u8],
    mut tell: impl FnMut(Done<'_>) -> io::Result<()>,
) -> Result<(), Stopped> {
    let mut socket = (client.create)(server).map_err(Stopped::at(1))?;
    tell(Done::Created(&socket)).map_err(Stopped::at(0))?;

    (client.connect)(&socket, server).map_err(Stopped::at(2))?;
    tell(Done::Connected(&socket)).map_err(Stopped::at(0))?;

    // Nobody should wait for ever. This has a second effect, on Linux: a call with a time limit that is
    // interrupted (EINTR) says so. Without the limit the kernel makes it again by itself.
    socket.set_read_timeout(Some(PATIENCE)).map_err(Stopped::at(0))?;
    socket.set_write_timeout(Some(PATIENCE)).map_err(Stopped::at(0))?;
    let answer = (client.send_and_receive)(&mut socket, request).map_err(Stopped::at(3))?;
    tell(Done::Answered(&socket, &answer)).map_err(Stopped::at(0))?;

    (client.disconnect)(socket);
    tell(Done::Disconnected).map_err(Stopped::at(0))
}

/// Shows the stages to a person, on standard error; only the answer goes to standard output. With
/// `pauses`, one can look at the socket after some of them.
fn talk_to_people(
    client: &Client,
    server: SocketAddr,
    request: &[u8],
    pauses: bool,
) -> Result<(), Stopped> {
    let port = server.port();
    talk(client, server, request, |done| {
        match done {
            Done::Created(socket) => {
                eprintln!("1 create: the socket's own endpoint is {}.", name(socket.local_addr()));
            }
            Done::Connected(socket) => {
                let local = name(socket.local_addr());
                eprintln!("2 connect: {local} is connected to {}.", name(socket.peer_addr()));
                pause(pauses, "-tn", port)?;
            }
            Done::Answered(_, answer) => {
                eprintln!(
                    "3 send and receive: {} bytes were sent. The answer has {} bytes:",
                    request.len(),
                    answer.len()
                );
                let mut out = io::stdout().lock();
                out.write_all(answer)?;
                out.flush()?;
            }
            Done::Disconnected => {
                eprintln!("4 disconnect: the program has no socket any more.");
                pause(pauses, "-tan", port)?;
            }
        }
        Ok(())
    })
}

fn name(address: io::Result<SockAddr>) -> String {
    match address.map(|address| address.as_socket()) {
        Ok(Some(address)) => address.to_string(),
        Ok(None) => "neither IPv4 nor IPv6".to_owned(),
        Err(error) => format!("not known ({error})"),
    }
}

fn pause(pauses: bool, options: &str, port: u16) -> io::Result<()> {
    if pauses {
        let look = match cfg!(target_os = "linux") {
            true => format!("ss {options} '( sport = :{port} or dport = :{port} )'"),
            false => "netstat -an".to_owned(),
        };
        eprintln!("    Look, in a second terminal: {look}");
        eprintln!("    Press Enter to go on.");
        io::stdin().lock().read_line(&mut String::new())?;
    }
    Ok(())
}

/// `\r`, `\n`, `\t`, `\0` and `\\` stand for the bytes that they stand for in Rust.
fn bytes(text: &str) -> Vec<u8> {
    let escapes = [("\\r", '\r'), ("\\n", '\n'), ("\\t", '\t'), ("\\0", '\0'), ("\\\\", '\\')];
    let mut read = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let escape = escapes.iter().find(|(escape, _)| rest.starts_with(escape));
        let (length, meant) =
            escape.map_or((first.len_utf8(), first), |(escape, meant)| (escape.len(), *meant));
        read.push(meant);
        rest = &rest[length..];
    }
    read.into_bytes()
}

/// A server for one client, on any free port of this machine. It reads the request to its end, and
/// then answers.
fn start_server() -> io::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        if let Err(error) = serve(&listener) {
            eprintln!("The small server: {error}");
        }
    });
    eprintln!("A small server listens at {address}. It is a part of this program.");
    Ok(address)
}

fn serve(listener: &TcpListener) -> io::Result<()> {
    let (mut stream, client) = listener.accept()?;
    stream.set_read_timeout(Some(SERVERS_PATIENCE))?;
    let mut request = Vec::new();
    if let Err(error) = stream.read_to_end(&mut request) {
        let got = request.len();
        return Err(io::Error::other(format!(
            "I have {got} bytes of a request, and no end of it. I go now. ({error})"
        )));
    }
    writeln!(stream, "You are {client}.")?;
    writeln!(stream, "You sent: {}", String::from_utf8_lossy(&request))
}

/// Tells the grader, and leaves the answer in a file. The program goes on until its standard input
/// ends, so that the grader can look at what it has left open.
fn talk_to_grader(
    client: &Client,
    server: SocketAddr,
    request: &Path,
    answer_file: &Path,
) -> Result<(), Stopped> {
    let request = fs::read(request).map_err(Stopped::at(0))?;
    let told = talk(client, server, &request, |done| match done {
        Done::Created(socket) => {
            // What follows means nothing for a socket that carries no stream.
            let kind = match socket.r#type()? {
                Type::STREAM if socket.peer_addr().is_ok() => "connected",
                Type::STREAM => "stream",
                _ => "other",
            };
            tell(&format!("created {kind} {}", name(socket.local_addr())))
        }
        Done::Connected(socket) => {
            // A large request must not fit into it.
            socket.set_send_buffer_size(SMALL_BUFFER)?;
            // Is there a connection, or only the beginning of one?
            let how = if socket.peer_addr().is_ok() { "connected" } else { "connecting" };
            tell(&format!("{how} {}", name(socket.local_addr())))
        }
        Done::Answered(socket, answer) => {
            fs::write(answer_file, answer)?;
            // Whether a receive finds the end now. It may be the server's, or the program's own.
            socket.set_nonblocking(true)?;
            let found = socket.peek(&mut [MaybeUninit::uninit()]);
            let found = if matches!(found, Ok(0)) { "end" } else { "other" };
            tell(&format!("answered {found} {}", name(socket.local_addr())))
        }
        Done::Disconnected => tell("disconnected"),
    });
    if let Err(Stopped { stage, error }) = &told {
        // Whether the kernel has a number for it: then it is the kernel's own error.
        let origin = error.raw_os_error().map_or("own", |_| "kernel");
        tell(&format!("error {stage} {:?} {origin} {error}", error.kind()))
            .map_err(Stopped::at(0))?;
    }
    io::copy(&mut io::stdin().lock(), &mut io::sink()).map_err(Stopped::at(0))?;
    told
}

/// The grader reads the lines that begin with `@`. It waits for each, so none may stay in a buffer.
fn tell(words: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "@ {words}")?;
    out.flush()
}
