//! A door into the network of this process: who comes to a port of the ordinary network is a client in
//! there. So a browser reads through the learner's host.

use std::io;
use std::net::{Ipv4Addr, Shutdown, SocketAddr, SocketAddrV4, TcpListener, TcpStream};
use std::thread;

use socket2::{Domain, Socket, Type};

use crate::namespace::{CLIENTS, HOST};

/// The port of the chapter's server.
pub const PORT: u16 = 80;

/// Opens a port of the ordinary network. A socket stays in the network in which it was made, so this
/// comes before the process leaves that.
pub fn open() -> io::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
}

/// Serves who comes, for as long as the process lives.
pub fn serve(door: TcpListener) -> io::Result<()> {
    thread::Builder::new().name("door".to_owned()).spawn(move || {
        for outside in door.incoming().flatten() {
            // Who finds no thread, or no host, is told by the end of the connection.
            let _ = thread::Builder::new().spawn(move || join(outside));
        }
    })?;
    Ok(())
}

/// Hands on what each of the two sides sends, until both have ended.
fn join(outside: TcpStream) -> io::Result<()> {
    let inside = dial()?;
    let (mut from_outside, mut to_inside) = (outside.try_clone()?, inside.try_clone()?);
    let way_in = thread::Builder::new().spawn(move || {
        let copied = io::copy(&mut from_outside, &mut to_inside);
        let _ = to_inside.shutdown(Shutdown::Write);
        copied
    })?;
    let copied = io::copy(&mut &inside, &mut &outside);
    let _ = outside.shutdown(Shutdown::Write);
    if copied.is_err() {
        // The way in must not wait for what nobody answers any more.
        let _ = outside.shutdown(Shutdown::Both);
    }
    let _ = way_in.join();
    Ok(())
}

/// A connection of the first client to the host.
fn dial() -> io::Result<TcpStream> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    let client: SocketAddr = SocketAddrV4::new(CLIENTS[0], 0).into();
    socket.bind(&client.into())?;
    let host: SocketAddr = SocketAddrV4::new(HOST, PORT).into();
    socket.connect(&host.into())?;
    Ok(socket.into())
}
