//! Temporary folders. All that one process makes are in one folder, so that they can be removed at once
//! when a signal ends the process.

use std::io::ErrorKind;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use std::{env, fs, io, thread};

use tempfile::TempDir;

/// The folder in which all others are, while there are any.
static ALL: Mutex<All> = Mutex::new(All { folder: None, used: 0 });

struct All {
    folder: Option<TempDir>,
    /// How many folders are in it.
    used: usize,
}

/// A temporary folder, which is removed when this is dropped.
#[derive(Debug)]
pub struct Folder(Option<TempDir>);

impl Folder {
    /// A new one, which is empty.
    ///
    /// # Errors
    ///
    /// A sentence, if this machine does not let one be made.
    pub fn new() -> Result<Self, String> {
        let mut all = lock();
        let fault = |error| no_room(&error);
        let outer = match all.folder.take() {
            Some(outer) => outer,
            None => tempfile::Builder::new().prefix("socklings-").tempdir().map_err(fault)?,
        };
        let folder = tempfile::tempdir_in(&outer);
        if folder.is_ok() || all.used > 0 {
            all.folder = Some(outer);
        }
        let folder = folder.map_err(fault)?;
        all.used += 1;
        Ok(Self(Some(folder)))
    }

    /// Whether what a program leaves has room here.
    ///
    /// # Errors
    ///
    /// A sentence, if it has none.
    pub fn has_room(&self) -> Result<(), String> {
        /// No trace is larger, and no answer.
        const ENOUGH: usize = 1024 * 1024;
        let file = self.path().join("room");
        let written = fs::write(&file, vec![0; ENOUGH]);
        let _ = fs::remove_file(&file);
        written.map_err(|error| no_room(&error))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.as_ref().map_or(Path::new(""), TempDir::path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(self.0.take());
        let mut all = lock();
        all.used -= 1;
        if all.used == 0 {
            all.folder = None;
        }
    }
}

fn no_room(error: &io::Error) -> String {
    format!(
        "temporary files cannot be written in {}: {error}. Make room there, or let the variable TMPDIR \
         name another folder",
        env::temp_dir().display()
    )
}

/// Removes all temporary folders. There will be no other: to be called when the process ends.
pub fn remove_temporary() {
    /// Somebody may still write into them. Not for long, as no other begins.
    const TRIES: u32 = 100;
    let mut all = lock();
    if let Some(folder) = all.folder.take().map(TempDir::keep) {
        for _ in 0..TRIES {
            let gone = fs::remove_dir_all(&folder);
            if gone.is_ok() || gone.is_err_and(|error| error.kind() == ErrorKind::NotFound) {
                break;
            }
            thread::sleep(Duration::from_millis(10));
        }
    }
    std::mem::forget(all);
}

fn lock() -> MutexGuard<'static, All> {
    ALL.lock().unwrap_or_else(PoisonError::into_inner)
}
