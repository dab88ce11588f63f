//! What the tests of the command share: a copy of the course that they may change.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError, TryLockError};

use socklings::course::Course;
use walkdir::{DirEntry, WalkDir};

/// The exercises that the copy has. What the command does is the same for all.
const EXERCISES: [&str; 4] = ["04_listen", "05_listener", "06_accept", "07_lookup"];

/// A copy of the course, as it would be in a fresh clone, with a few exercises. Its path has a space
/// and Korean letters.
pub struct Copy {
    pub root: PathBuf,
    /// One test at a time: they write into the same copy.
    _turn: MutexGuard<'static, Made>,
}

/// Where a copy is.
type Made = Option<PathBuf>;

/// One test builds while another waits for a deadline. Each copy is built once more, so there are no more.
static COPIES: [(&str, Mutex<Made>); 2] =
    [("a course 소켓", Mutex::new(None)), ("another course 소켓", Mutex::new(None))];

/// The folder in which tests write what makes their next run quick. It is this process's, to its end: another run of
/// tests in this clone waits for it, and so does another test where each has a process of its own (cargo-nextest).
pub fn folder() -> &'static Path {
    // One lock for all that is in the folder: who had two could wait for each other.
    static LOCK: OnceLock<File> = OnceLock::new();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    LOCK.get_or_init(|| {
        let lock = File::create(folder.join("tests.lock")).expect("a lock can be made");
        lock.lock().expect("nobody else writes into the folder");
        lock
    });
    folder
}

/// A copy, for one test after the other.
pub fn copy() -> Copy {
    let is_free = |(name, copy): &'static (&str, Mutex<Made>)| match copy.try_lock() {
        Ok(turn) => Some((*name, turn)),
        Err(TryLockError::Poisoned(turn)) => Some((*name, turn.into_inner())),
        Err(TryLockError::WouldBlock) => None,
    };
    let [(first, copy), _] = &COPIES;
    let (name, mut turn) = COPIES
        .iter()
        .find_map(is_free)
        .unwrap_or_else(|| (first, copy.lock().unwrap_or_else(PoisonError::into_inner)));
    Copy { root: turn.get_or_insert_with(|| make_copy(name)).clone(), _turn: turn }
}

/// Both copies: two clones of one course.
#[allow(dead_code, reason = "not every test needs it")]
pub fn both_copies() -> [Copy; 2] {
    // Who waits for the first has none yet, so nobody waits in a circle.
    COPIES.each_ref().map(|(name, copy)| {
        let mut turn = copy.lock().unwrap_or_else(PoisonError::into_inner);
        Copy { root: turn.get_or_insert_with(|| make_copy(name)).clone(), _turn: turn }
    })
}

/// Whether the solutions are there. What a learner is handed may be without them: then the tests that
/// need a solved file are skipped, and say so.
pub fn solutions_are_here() -> bool {
    let are_here = grader::root().join("solutions").is_dir();
    if !are_here {
        assert!(std::env::var_os("CI").is_none(), "there is no solutions/. CI needs it");
        grader::tell_people("skipped: there is no solutions/");
    }
    are_here
}

fn make_copy(name: &str) -> PathBuf {
    let source = grader::root();
    let root = folder().join(name);
    // Whoever runs the tests may have solved a stub by now, be in the middle of it, or have removed it.
    let exercises = Course::find().exercises.into_iter();
    let stubs: HashMap<_, _> = exercises
        .filter(|it| EXERCISES.contains(&&*it.folder()))
        .map(|it| (it.stub(), it.original()))
        .collect();
    let from = |file: &String| source.join(stubs.get(file).unwrap_or(file));
    let mut files = files(&source);
    files.extend(stubs.keys().cloned());
    files.retain(|file| from(file).is_file());
    remove_others(&root, &|path| files.contains(path), "");
    for file in files {
        let (from, to) = (from(&file), root.join(&file));
        let bytes = fs::read(from).expect("a file can be read");
        // One that is the same keeps its time: then cargo does not build it again.
        if fs::read(&to).ok().as_ref() != Some(&bytes) {
            fs::create_dir_all(to.with_file_name("")).expect("a folder can be made");
            fs::write(to, bytes).expect("a file can be copied");
        }
    }
    // A verdict depends on Cargo.lock. Cargo writes it anew, as there are fewer packages.
    let mut cargo = Command::new("cargo");
    cargo.args(["metadata", "--format-version", "1", "--offline"]).current_dir(&root);
    assert!(cargo.output().expect("cargo is installed").status.success());
    root
}

/// The files of the course, from the top folder. Git is not asked: a course may have come as an archive.
fn files(source: &Path) -> HashSet<String> {
    let built = folder().parent();
    let is_wanted = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        let is_made = [".git", "target"].contains(&&*name)
            || entry.path().ends_with("book/book")
            || Some(entry.path()) == built;
        // A reset keeps what was there: accept.mine-1.rs.
        let is_kept = name.contains(".mine-");
        let folder = entry.path().parent().and_then(Path::file_name).unwrap_or_default();
        let is_package = entry.depth() == 2 && (folder == "exercises" || folder == "solutions");
        !is_made && !is_kept && (!is_package || EXERCISES.contains(&&*name))
    };
    let all = WalkDir::new(source).into_iter().filter_entry(is_wanted).flatten();
    all.filter_map(|entry| {
        Some(entry.path().strip_prefix(source).ok()?.to_str()?.replace('\\', "/"))
    })
    .collect()
}

/// Removes the files that were left in a folder and are not kept. What was built there stays: it makes
/// the next build quick.
fn remove_others(root: &Path, is_kept: &dyn Fn(&str) -> bool, folder: &str) {
    for entry in fs::read_dir(root.join(folder)).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        if path == "target" || is_kept(&path) {
            continue;
        }
        // Not through a link.
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            remove_others(root, is_kept, &path);
        }
        // A folder with something in it stays.
        let _ = fs::remove_file(entry.path()).or_else(|_| fs::remove_dir(entry.path()));
    }
}

impl Copy {
    /// A path in the copy.
    pub fn path(&self, file: &str) -> PathBuf {
        self.root.join(file)
    }

    /// Writes a file of the copy.
    pub fn write(&self, file: &str, text: &str) {
        fs::write(self.path(file), text).expect("a file of the copy can be written");
    }

    /// Reads a file of the copy.
    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).expect("a file of the copy can be read")
    }

    /// Does something while a file says something else, or is not there, and puts it back.
    pub fn with_file(&self, file: &str, text: Option<&str>, act: impl FnOnce()) {
        let _back = PutBack { path: self.path(file), before: self.read(file) };
        match text {
            Some(text) => self.write(file, text),
            None => fs::remove_file(self.path(file)).expect("a file of the copy can be removed"),
        }
        act();
    }

    /// Does something while files are changed, and puts them back.
    #[allow(dead_code, reason = "not every test needs it")]
    pub fn with_files(
        &self,
        files: &[String],
        change: impl Fn(&str) -> String,
        act: impl FnOnce(),
    ) {
        let before = files.iter().map(|file| (file, self.read(file)));
        let before: Vec<_> = before.collect();
        let put_back = |(file, before): &(&String, String)| PutBack {
            path: self.path(file),
            before: before.clone(),
        };
        let _back: Vec<_> = before.iter().map(put_back).collect();
        for (file, text) in &before {
            self.write(file, &change(text));
        }
        act();
    }
}

/// Puts a file back when it goes, even if a test fails meanwhile.
struct PutBack {
    path: PathBuf,
    before: String,
}

impl Drop for PutBack {
    fn drop(&mut self) {
        // Who writes into a FIFO waits for a reader.
        let _ = fs::remove_file(&self.path);
        let _ = fs::write(&self.path, &self.before);
    }
}
