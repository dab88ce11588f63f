//! Where the course's files are, and how they are read.

use std::fs;
use std::io::ErrorKind;
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
