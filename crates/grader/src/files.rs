//! Where the course's files are, and how they are read.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// The top folder of the course.
pub fn root() -> PathBuf {
    // Cargo sets this for what it runs: the course may have been moved since it was compiled.
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let package = package.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    let marked = package.ancestors().find(|folder| folder.join("crates/netstack").is_dir());
    marked.unwrap_or(&package).to_owned()
}

/// A path as it is shown: from the top folder of the course.
pub(crate) fn shown(path: &Path) -> String {
    let path = path.strip_prefix(root()).unwrap_or(path);
    path.display().to_string().replace('\\', "/")
}

/// Reads a file, or what a link to it names. Who opens a FIFO waits for somebody, and a device may have no end.
///
/// # Errors
///
/// The kernel's, or `InvalidInput`, if it is no regular file.
pub fn read_regular(path: &Path) -> io::Result<Vec<u8>> {
    if !path.metadata()?.is_file() {
        return Err(io::Error::new(ErrorKind::InvalidInput, "it is no regular file"));
    }
    fs::read(path)
}

/// Reads a file. Its lines end as on Unix, whatever Git made of them.
///
/// # Errors
///
/// A sentence that says why it can't be read, and what to do.
pub(crate) fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map(|text| text.replace("\r\n", "\n")).map_err(|error| {
        match error.kind() {
            ErrorKind::NotFound => {
                let path = shown(path);
                format!("{path} is missing. This brings it back:\n  git checkout -- {path}")
            }
            _ => format!("{} cannot be read: {error}", shown(path)),
        }
    })
}
