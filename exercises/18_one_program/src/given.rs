//! Given: the loop that asks the kernel which sockets are ready, and calls the functions of `one_program.rs`.
//!
//! There is one call that sleeps: poll(2). It takes a list of sockets, and for each of them what its
//! client's talk wants to do next. It returns as soon as one of them is ready. "Ready" means: this
//! call would not block now.
//!
//! poll is *level-triggered*: it tells what is so, as long as it is so. If you read a part of what
//! has come, the next poll names the socket again, so no news is ever lost. The other side of it:
//! if you ask for what you do not use, poll returns at once, again and again. (Other calls can be
//! *edge-triggered*: they tell once that something has changed. Then one must read until nothing is
//! left. *Oneshot* means: tell once, then be silent until you are asked anew.)

use std::io::{self, ErrorKind, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::ExitCode;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use socket2::{Domain, Socket, Type};

/// What a talk waits for. If it waits for both, whichever comes first counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wants {
    /// To read: bytes of the client, or the end of its stream.
    pub read: bool,
    /// To write: room in the kernel for bytes to the client.
    pub write: bool,
}

/// The functions of `one_program.rs`.
#[derive(Debug)]
pub struct Functions<T> {
    /// The next client in the queue, if there is one.
    pub accept: fn(&TcpListener) -> io::Result<Option<TcpStream>>,
    /// A talk that begins.
    pub new: fn() -> T,
    /// What the talk waits for.
    pub wants: fn(&T) -> Wants,
    /// Called when the client's socket is ready to be read.
    pub readable: fn(&mut T, &TcpStream) -> io::Result<()>,
    /// Called when the client's socket is ready to be written.
    pub writable: fn(&mut T, &TcpStream) -> io::Result<()>,
    /// Whether nothing is left to do.
    pub is_over: fn(&T) -> bool,
}

/// Serves at 127.0.0.1 and a free port, or at `ADDRESS:PORT`. A second argument is the size of the
/// kernel's buffers for each client: with small ones the grader needs fewer bytes to fill them.
pub fn run<T>(functions: &Functions<T>) -> ExitCode {
    let words = std::env::args_os().skip(1);
    let arguments: Vec<_> = words.map(|word| word.to_string_lossy().into_owned()).collect();
    let asked = match arguments.as_slice() {
        [] => Some((SocketAddr::from(([127, 0, 0, 1], 0)), None)),
        [address] => address.parse().ok().map(|address| (address, None)),
        [address, buffer] => address.parse().ok().zip(buffer.parse().ok().map(Some)),
        _ => None,
    };
    let Some((address, buffer)) = asked else {
        eprintln!("This program takes nothing, or an address: 127.0.0.1:8080");
        return ExitCode::from(2);
    };
    match serve(address, buffer, functions) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// A client: its socket, and how far the talk with it has got.
struct Client<T> {
    socket: TcpStream,
    talk: T,
}

fn serve<T>(
    address: SocketAddr,
    buffer: Option<usize>,
    functions: &Functions<T>,
) -> io::Result<()> {
    let mut clients: Vec<Client<T>> = Vec::new();
    // Whatever ends this function drops the listening socket first, and then the clients: who sees
    // its connection end can't connect again.
    let listener = listener(address, buffer)?;
    // The grader reads the line with `@`. The other is for people.
    let address = listener.local_addr()?;
    let (ip, port) = (address.ip(), address.port());
    writeln!(io::stdout(), "@ listening {address}\nBe a client: nc {ip} {port}")?;

    let mut accepting = true;
    loop {
        let ready = wait(accepting.then_some(&listener), &clients, functions)?;
        let (newcomers, ready) = ready.split_first().expect("the listening socket comes first");

        // poll answers in the order of the clients. What is over, or has failed, goes: its
        // socket is closed as it is dropped.
        let (mut ready, before) = (ready.iter(), clients.len());
        clients.retain_mut(|client| {
            ready.next().is_none_or(|ready| client.goes_on(*ready, functions))
        });
        // A descriptor is free again.
        accepting |= clients.len() < before;

        if !newcomers.is_empty() {
            accepting = accept_all(&listener, &mut clients, functions)?;
        }
    }
}

/// Waits until something can be done: what poll says of the listening socket, then of each client.
/// Without a listening socket nobody new is waited for.
fn wait<T>(
    listener: Option<&TcpListener>,
    clients: &[Client<T>],
    functions: &Functions<T>,
) -> io::Result<Vec<PollFlags>> {
    let mut list: Vec<_> = listener.iter().map(|it| PollFd::new(*it, PollFlags::IN)).collect();
    list.extend(clients.iter().map(|client| {
        let Wants { read, write } = (functions.wants)(&client.talk);
        let mut flags = PollFlags::empty();
        flags.set(PollFlags::IN, read);
        flags.set(PollFlags::OUT, write);
        PollFd::new(&client.socket, flags)
    }));
    while let Err(error) = poll(&mut list, None) {
        // A signal came in between. Nothing is ready because of it.
        if error != Errno::INTR {
            return Err(error.into());
        }
    }
    let nothing = listener.is_none().then(PollFlags::empty);
    Ok(nothing.into_iter().chain(list.iter().map(PollFd::revents)).collect())
}

/// Accepts all clients in the queue. Says whether it makes sense to accept more, later.
fn accept_all<T>(
    listener: &TcpListener,
    clients: &mut Vec<Client<T>>,
    functions: &Functions<T>,
) -> io::Result<bool> {
    loop {
        match (functions.accept)(listener) {
            Ok(Some(socket)) => {
                let mut client = Client { socket, talk: (functions.new)() };
                // Many clients have sent something by now. Whoever has not is asked too early.
                if client.does(functions.readable, functions) {
                    clients.push(client);
                }
            }
            Ok(None) => return Ok(true),
            // The client has gone already, or a signal came. The next one may be there.
            Err(error) if is_over_already(&error) => {}
            // Too many open files, for example. It will not be better before one of them is
            // closed. Until then poll would name the listening socket again and again.
            Err(error) if !clients.is_empty() => {
                eprintln!("accept: {error}. Nobody new is accepted until a client has gone.");
                return Ok(false);
            }
            Err(error) => return Err(error),
        }
    }
}

impl<T> Client<T> {
    /// Does what the client's socket is ready for. Says whether the talk goes on.
    fn goes_on(&mut self, ready: PollFlags, functions: &Functions<T>) -> bool {
        let wants = (functions.wants)(&self.talk);
        // poll says of itself, without being asked, that a connection was reset. Then nobody needs
        // to wait any more: the next call tells the error.
        let gone = ready.intersects(PollFlags::HUP | PollFlags::ERR);
        // On Windows IN is two flags, of which poll gives the one that it means.
        let reads = wants.read && (gone || ready.intersects(PollFlags::IN));
        let writes = wants.write && (gone || ready.intersects(PollFlags::OUT));
        if reads && !self.does(functions.readable, functions) {
            return false;
        }
        if writes && !self.does(functions.writable, functions) {
            return false;
        }
        reads || writes || !gone
    }

    /// Calls one of the functions. Says whether the talk goes on.
    fn does(
        &mut self,
        function: fn(&mut T, &TcpStream) -> io::Result<()>,
        functions: &Functions<T>,
    ) -> bool {
        // What goes wrong with one client is no matter of the others.
        function(&mut self.talk, &self.socket).is_ok() && !(functions.is_over)(&self.talk)
    }
}

/// A socket that listens, as in `05_listener`. accept does not block on it.
fn listener(address: SocketAddr, buffer: Option<usize>) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    socket.set_reuse_address(cfg!(not(windows)))?;
    if let Some(buffer) = buffer {
        // The copies have these, as they are copies.
        socket.set_recv_buffer_size(buffer)?;
        socket.set_send_buffer_size(buffer)?;
    }
    socket.bind(&address.into())?;
    socket.listen(1024)?;
    socket.set_nonblocking(true)?;
    Ok(socket.into())
}

/// Whether accept may be called again at once: the client has gone, or a signal came. Linux also hands
/// out a client that has gone. Windows says `WSAECONNRESET` in its place, and Wine `WSAENOTCONN`.
fn is_over_already(error: &io::Error) -> bool {
    use ErrorKind::{ConnectionAborted, ConnectionReset, Interrupted, NotConnected};
    matches!(error.kind(), ConnectionAborted | ConnectionReset | Interrupted | NotConnected)
}
