//! The files in a folder or a zip file, whatever somebody has put there. What is no plain file with a plain
//! name is told in a sentence, and never read.

use std::fs::{self, File};
use std::io::{Cursor, Read, Seek};
use std::path::Path;

use jiff::Timestamp;
use socklings::Result;
use zip::ZipArchive;

/// The longest file that is read, in bytes. An answer is a tenth of it.
pub const LONGEST: u64 = 256 * 1024;

/// The largest zip file of one student, in bytes.
const LARGEST_ZIP: u64 = 32 << 20;

/// So many files are looked at: of a class, and of one student's zip file.
const MOST: usize = 200_000;
const MOST_OF_ONE: usize = 20_000;

/// How deep folders may be in each other.
const DEEPEST: usize = 16;

/// Folders that nobody hands in on purpose: what cargo builds, histories.
const SKIPPED: [&str; 4] = ["target", ".git", "node_modules", "__MACOSX"];

/// One file.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its path, with `/` between the names.
    pub path: String,
    /// When it was changed last, if that is known.
    pub modified: Option<Timestamp>,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// The files that were wanted.
    pub entries: Vec<Entry>,
    /// All first names of paths, whether or not something in there was wanted.
    pub firsts: Vec<String>,
    /// What is strange: the path, and a sentence.
    pub problems: Vec<(String, String)>,
}

/// A text that somebody else wrote, so that it can do nothing to a terminal.
pub fn shown(text: &str) -> String {
    let text: String = text.chars().take(120).collect();
    text.escape_debug().to_string().replace("\\'", "'").replace("\\\"", "\"")
}

impl Found {
    fn problem(&mut self, path: &str, sentence: impl Into<String>) {
        self.problems.push((path.to_owned(), sentence.into()));
    }

    fn first(&mut self, path: &str) {
        let first = path.split('/').next().unwrap_or_default();
        if self.firsts.last().is_none_or(|last| last != first) {
            self.firsts.push(first.to_owned());
        }
    }

    /// Takes a file in, if it is wanted. A zip file is opened, and its files are taken in.
    fn take(
        &mut self,
        path: String,
        modified: Option<Timestamp>,
        mut file: impl Read,
        wanted: &dyn Fn(&str) -> bool,
        zips: bool,
    ) {
        let is_zip = zips && path.to_lowercase().ends_with(".zip");
        if !is_zip && !wanted(&path) {
            return;
        }
        let most = if is_zip { LARGEST_ZIP } else { LONGEST };
        let mut bytes = Vec::new();
        // What is told of a size may be wrong. So no more is read than there may be.
        if let Err(error) = file.by_ref().take(most + 1).read_to_end(&mut bytes) {
            return self.problem(&path, format!("{} cannot be read: {error}.", shown(&path)));
        }
        if bytes.len() as u64 > most {
            let sentence =
                format!("{} is larger than {} KiB, and was left.", shown(&path), most / 1024);
            return self.problem(&path, sentence);
        }
        if is_zip {
            let inner = path[..path.len() - 4].to_owned();
            match ZipArchive::new(Cursor::new(bytes)) {
                Ok(mut archive) => self.archive(&mut archive, &inner, wanted, MOST_OF_ONE, false),
                Err(error) => {
                    self.problem(&path, format!("{} is no zip file: {error}.", shown(&path)));
                }
            }
        } else {
            self.entries.push(Entry { path, modified, bytes });
        }
    }

    fn archive(
        &mut self,
        archive: &mut ZipArchive<impl Read + Seek>,
        inside: &str,
        wanted: &dyn Fn(&str) -> bool,
        most: usize,
        zips: bool,
    ) {
        if archive.len() > most {
            let sentence = format!("A zip file has {} files: it was left.", archive.len());
            return self.problem(inside, sentence);
        }
        for number in 0..archive.len() {
            let file = match archive.by_index(number) {
                Ok(file) => file,
                Err(error) => {
                    self.problem(inside, format!("File {number} cannot be read: {error}."));
                    continue;
                }
            };
            let Ok(name) = std::str::from_utf8(file.name_raw()).map(str::to_owned) else {
                let name = String::from_utf8_lossy(file.name_raw()).into_owned();
                self.problem(inside, format!("A file's name is no UTF-8: {}.", shown(&name)));
                continue;
            };
            let name = name.replace('\\', "/");
            let path = if inside.is_empty() { name.clone() } else { format!("{inside}/{name}") };
            let modified = file.last_modified().and_then(timestamp);
            if file.is_dir() {
                self.first(&path);
            } else if file.is_symlink() {
                self.problem(&path, format!("{} is a link, and was left.", shown(&path)));
            } else if let Some(what) = strange(&name) {
                self.problem(
                    inside,
                    format!("A file's name {what}: {}. It was left.", shown(&name)),
                );
            } else if !name.split('/').any(|part| SKIPPED.contains(&part)) {
                self.first(&path);
                self.take(path, modified, file, wanted, zips);
            }
        }
    }

    fn folder(
        &mut self,
        folder: &Path,
        path: &str,
        wanted: &dyn Fn(&str) -> bool,
        left: &mut usize,
    ) {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                return self.problem(path, format!("{} cannot be read: {error}.", shown(path)));
            }
        };
        let mut entries: Vec<_> = entries.flatten().collect();
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            *left = left.saturating_sub(1);
            if *left == 0 {
                return self.problem(
                    path,
                    format!("There are more than {MOST} files: the rest was left."),
                );
            }
            let name = entry.file_name();
            let Some(name) = name.to_str() else {
                let name = name.to_string_lossy();
                self.problem(path, format!("A file's name is no UTF-8: {}.", shown(&name)));
                continue;
            };
            let inner = if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
            if SKIPPED.contains(&name) {
                continue;
            }
            if name.chars().any(char::is_control) {
                let sentence = format!("A file's name has control characters: {}.", shown(name));
                self.problem(path, sentence);
                continue;
            }
            // Links are not followed: this asks about the entry itself.
            match entry.metadata() {
                Ok(it) if it.is_dir() && path.matches('/').count() >= DEEPEST => {
                    self.problem(&inner, format!("{} is too deep, and was left.", shown(&inner)));
                }
                Ok(it) if it.is_dir() => {
                    self.first(&inner);
                    self.folder(&entry.path(), &inner, wanted, left);
                }
                Ok(it) if it.is_file() => {
                    self.first(&inner);
                    let modified = it.modified().ok().and_then(|it| Timestamp::try_from(it).ok());
                    match open(&entry.path()) {
                        Ok(file) => self.take(inner, modified, file, wanted, true),
                        Err(error) => {
                            let sentence = format!("{} cannot be read: {error}.", shown(&inner));
                            self.problem(&inner, sentence);
                        }
                    }
                }
                Ok(_) => {
                    let sentence =
                        format!("{} is a link or no plain file, and was left.", shown(&inner));
                    self.problem(&inner, sentence);
                }
                Err(error) => {
                    self.problem(&inner, format!("{} cannot be read: {error}.", shown(&inner)));
                }
            }
        }
    }
}

/// Opens a file that may have become a link or a FIFO meanwhile.
fn open(path: &Path) -> std::io::Result<File> {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed();
    fs::OpenOptions::new().read(true).custom_flags(flags).open(path)
}

/// What is strange about a path in a zip file.
fn strange(path: &str) -> Option<&'static str> {
    if path.chars().any(char::is_control) {
        return Some("has control characters");
    }
    if path.starts_with('/') || path.get(1..2) == Some(":") {
        return Some("is a whole path");
    }
    path.split('/').any(|part| part == "..").then_some("leads out of the folder")
}

fn timestamp(of: zip::DateTime) -> Option<Timestamp> {
    let number = |it: u8| i8::try_from(it).ok();
    let date = jiff::civil::DateTime::new(
        i16::try_from(of.year()).ok()?,
        number(of.month())?,
        number(of.day())?,
        number(of.hour())?,
        number(of.minute())?,
        number(of.second())?,
        0,
    );
    // A zip file has the local time of whoever made it.
    date.ok()?.to_zoned(jiff::tz::TimeZone::system()).ok().map(|it| it.timestamp())
}

/// The files at a place that are wanted.
///
/// # Errors
///
/// A sentence, if there is nothing that can be read.
pub fn entries(at: &Path, wanted: &dyn Fn(&str) -> bool) -> Result<Found> {
    let mut found = Found::default();
    let place = at.display();
    if at.is_dir() {
        found.folder(at, "", wanted, &mut MOST.clone());
        return Ok(found);
    }
    let file = File::open(at).map_err(|error| format!("{place} cannot be read: {error}."))?;
    let archive = ZipArchive::new(std::io::BufReader::new(file));
    let mut archive =
        archive.map_err(|error| format!("{place} is no folder and no zip file: {error}."))?;
    found.archive(&mut archive, "", wanted, MOST, true);
    Ok(found)
}
