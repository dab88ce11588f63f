//! Given: the service. One talk with one client, from its first line to its end.

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};

/// A line has at most so many bytes, without the newline that ends it.
const LONGEST: usize = 1024;

/// Numbered echo: to the k-th line of the client it answers with k, a space, and the line. So it
/// must remember how far the talk has got. It returns when the client's stream ends.
///
/// It waits in `read` for as long as the client is silent, and in `write` if the client does not
/// read.
///
/// It has a bug on purpose, as any program may: it panics at the line `panic`.
///
/// # Errors
///
/// The kernel's error, if the client resets the connection. [`ErrorKind::InvalidData`] for a line
/// that is too long.
pub fn numbered_echo(from: impl Read, mut to: impl Write) -> io::Result<()> {
    let mut from = BufReader::new(from);
    let mut line = Vec::new();
    let mut number: u64 = 1;
    while read_line(&mut from, &mut line)? {
        assert_ne!(line, b"panic\n", "this bug is there on purpose");
        let mut answer = format!("{number} ").into_bytes();
        answer.extend_from_slice(&line);
        to.write_all(&answer)?;
        to.flush()?;
        number += 1;
    }
    Ok(())
}

/// Reads the next line, with its newline. There is none if the stream ends before the newline.
fn read_line(from: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    from.take(LONGEST as u64 + 1).read_until(b'\n', line)?;
    if line.len() > LONGEST && !line.ends_with(b"\n") {
        return Err(io::Error::new(ErrorKind::InvalidData, "a line is too long"));
    }
    Ok(line.ends_with(b"\n"))
}
