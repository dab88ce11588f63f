//! The last word: what a command has to say, printed.

use std::fmt::Display;
use std::io::{self, ErrorKind, Write};

use crate::Result;

/// Prints a text: with colours, where they are shown. A reader that has gone (`| head`) is nobody's fault.
///
/// # Errors
///
/// A sentence, if it can't be written.
pub fn say(text: impl Display) -> Result<()> {
    let mut out = anstream::AutoStream::auto(io::stdout());
    match write!(out, "{text}").and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(format!("The output cannot be written: {error}."))
        }
        _ => Ok(()),
    }
}
