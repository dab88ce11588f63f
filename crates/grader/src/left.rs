//! What a program has left in a file. It may be anything: a pipe that nobody writes to, a link to a
//! device that never ends, a file that fills the memory.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// How much of a file is read, in bytes. What a right program leaves is far smaller.
const MOST: u64 = 16 * 1024 * 1024;

/// What is at a place where a program should have left a file.
#[derive(Debug, PartialEq, Eq)]
pub enum Left {
    /// A file.
    File(Vec<u8>),
    /// Nothing.
    Nothing,
    /// Something that is not read: "a FIFO".
    Other(String),
}

/// Reads what a program has left, without following a link and without waiting for anybody.
///
/// # Errors
///
/// A sentence, if this machine does not let it be read.
pub fn left(path: &Path) -> Result<Left, String> {
    let fault = |error: io::Error| format!("{} cannot be read: {error}", path.display());
    let seen = match path.symlink_metadata() {
        Ok(seen) => seen,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Left::Nothing),
        Err(error) => return Err(fault(error)),
    };
    if !seen.is_file() {
        return Ok(Left::Other(kind(&seen).to_owned()));
    }
    let file = match open(path) {
        Ok(file) => file,
        // Its owner has forbidden it.
        Err(error) if error.kind() == ErrorKind::PermissionDenied => {
            return Ok(Left::Other("a file that nobody may read".to_owned()));
        }
        Err(error) => return Err(fault(error)),
    };
    // Something that still runs may have put another thing there meanwhile.
    let opened = file.metadata().map_err(fault)?;
    if !opened.is_file() {
        return Ok(Left::Other(kind(&opened).to_owned()));
    }
    let mut bytes = Vec::new();
    file.take(MOST + 1).read_to_end(&mut bytes).map_err(fault)?;
    if bytes.len() as u64 > MOST {
        return Ok(Left::Other(format!("a file of more than {} MiB", MOST / 1024 / 1024)));
    }
    Ok(Left::File(bytes))
}

#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;

    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    OpenOptions::new().read(true).custom_flags(flags.bits().cast_signed()).open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(path)
}

fn kind(seen: &Metadata) -> &'static str {
    let kind = seen.file_type();
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;

        if kind.is_fifo() {
            return "a FIFO";
        } else if kind.is_socket() {
            return "a socket";
        } else if kind.is_char_device() || kind.is_block_device() {
            return "a device";
        }
    }
    match (kind.is_dir(), kind.is_symlink()) {
        (true, _) => "a folder",
        (_, true) => "a symbolic link",
        _ => "no file",
    }
}
