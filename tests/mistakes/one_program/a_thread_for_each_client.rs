//! "A thread can remember it all by itself."

use std::io;
use std::net::{TcpListener, TcpStream};
use std::thread;

use crate::right;
pub use crate::right::Talk;

pub fn accept(listener: &TcpListener) -> io::Result<Option<TcpStream>> {
    while let Some(socket) = right::accept(listener)? {
        socket.set_nonblocking(false)?;
        thread::spawn(move || talk(&socket));
    }
    Ok(None)
}

fn talk(socket: &TcpStream) -> io::Result<()> {
    let mut talk = Talk::new();
    while !talk.is_over() {
        if talk.wants().write {
            talk.writable(socket)?;
        } else {
            talk.readable(socket)?;
        }
    }
    Ok(())
}
