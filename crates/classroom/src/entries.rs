//! The files in a folder or a zip file, whatever somebody has put there. What is no plain file with a plain
//! name is told in a sentence, and never read.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{Cursor, Read, Seek};
use std::path::Path;

use jiff::Timestamp;
use socklings::Result;
use zip::ZipArchive;
use zip::read::{ArchiveOffset, Config};

/// The longest file that is read, in bytes. An answer is a tenth of it.
pub const LONGEST: u64 = 256 * 1024;

/// The largest zip file of one student, in bytes.
const LARGEST_ZIP: u64 = 32 << 20;

/// So many files are looked at, and so many bytes are kept.
#[derive(Debug, Clone, Copy)]
struct Most {
    files: usize,
    bytes: u64,
}

/// Of a class.
const MOST: Most = Most { files: 200_000, bytes: 1 << 30 };

/// Of one student's zip file.
const MOST_OF_ONE: Most = Most { files: 20_000, bytes: 16 << 20 };

/// How deep folders may be in each other.
const DEEPEST: usize = 16;

/// Folders that nobody hands in on purpose: what cargo builds, histories.
const SKIPPED: [&str; 4] = ["target", ".git", "node_modules", "__MACOSX"];

/// What is to become of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is read.
    Taken,
    /// Somebody may have meant it to be read: why it is not.
    Told(&'static str),
    /// It is nothing that is handed in.
    Left,
}

/// Tells by a path what is to become of a file.
pub type Wanted<'a> = &'a dyn Fn(&str) -> Fate;

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
    /// The beginnings of all paths, one or two names long, whether or not something in there was wanted. A
    /// folder's ends with `/`.
    pub beginnings: BTreeSet<String>,
    /// The folders that have a history: their files have the time of the clone.
    pub clones: BTreeSet<String>,
    /// What is strange: the path, and a sentence.
    pub problems: Vec<(String, String)>,
}

/// A text that somebody else wrote, so that it can do nothing to a terminal.
pub fn shown(text: &str) -> String {
    let text: String = text.chars().take(120).collect();
    text.escape_debug().to_string().replace("\\'", "'").replace("\\\"", "\"")
}

/// A path as it is told to whoever knows whose it is: without the folder that has their name.
pub fn rest_of(path: &str) -> String {
    shown(path.split_once('/').map_or(path, |(_, own)| own))
}

impl Found {
    fn problem(&mut self, path: &str, sentence: impl Into<String>) {
        self.problems.push((path.to_owned(), sentence.into()));
    }

    /// Takes note of a path. A folder's ends with `/`.
    fn begins(&mut self, path: &str) {
        let mut names = path.split_inclusive('/');
        let (first, second) = (names.next().unwrap_or_default(), names.next().unwrap_or_default());
        self.beginnings.insert(first.to_owned());
        self.beginnings.insert(format!("{first}{second}"));
    }

    /// Takes a file in, if it is wanted: how many bytes it has. Of a zip file, its files are taken in.
    fn take(
        &mut self,
        path: String,
        modified: Option<Timestamp>,
        mut file: impl Read,
        wanted: Wanted<'_>,
        zips: bool,
    ) -> u64 {
        let is_zip = path.to_lowercase().ends_with(".zip");
        match wanted(&path) {
            Fate::Taken => {}
            _ if is_zip && zips => {}
            _ if is_zip => {
                self.problem(
                    &path,
                    format!("{} is a zip file in a zip file, and was left.", rest_of(&path)),
                );
                return 0;
            }
            Fate::Told(why) => {
                self.problem(&path, format!("{} {why}, and was left.", rest_of(&path)));
                return 0;
            }
            Fate::Left => return 0,
        }
        let most = if is_zip { LARGEST_ZIP } else { LONGEST };
        let mut bytes = Vec::new();
        // What is told of a size may be wrong. So no more is read than there may be.
        let read = file.by_ref().take(most + 1).read_to_end(&mut bytes);
        let length = bytes.len() as u64;
        if let Err(error) = read {
            self.problem(&path, format!("{} cannot be read: {error}.", rest_of(&path)));
        } else if length > most {
            let most = most / 1024;
            self.problem(
                &path,
                format!("{} is larger than {most} KiB, and was left.", rest_of(&path)),
            );
        } else if is_zip {
            match archive(Cursor::new(bytes)) {
                Ok(mut archive) => {
                    self.archive(&mut archive, &path[..path.len() - 4], wanted, MOST_OF_ONE)
                }
                Err(error) => {
                    self.problem(&path, format!("{} is no zip file: {error}.", rest_of(&path)))
                }
            }
        } else {
            self.entries.push(Entry { path, modified, bytes });
        }
        length
    }

    fn archive(
        &mut self,
        archive: &mut ZipArchive<impl Read + Seek>,
        inside: &str,
        wanted: Wanted<'_>,
        most: Most,
    ) {
        if archive.len() > most.files {
            let sentence = format!("A zip file has {} files: it was left.", archive.len());
            return self.problem(inside, sentence);
        }
        let mut taken = 0;
        let mut told = BTreeSet::new();
        for number in 0..archive.len() {
            let file = match archive.by_index(number) {
                Ok(file) => file,
                Err(error) => {
                    self.problem(inside, format!("File {number} cannot be read: {error}."));
                    continue;
                }
            };
            let name = file.name_raw().iter().map(|it| if *it == b'\\' { b'/' } else { *it });
            let name = text_of(&name.collect::<Vec<_>>());
            let path = if inside.is_empty() { name.clone() } else { format!("{inside}/{name}") };
            let modified = file.last_modified().and_then(timestamp);
            if let Some(what) = strange(&name) {
                // Of a folder it is told once.
                if told.insert(name.split('/').next().map(str::to_owned)) {
                    let name = shown(&name);
                    self.problem(inside, format!("A file's name {what}: {name}. It was left."));
                }
            } else if file.is_dir() {
                self.begins(&path);
            } else if file.is_symlink() {
                self.problem(&path, format!("{} is a link, and was left.", rest_of(&path)));
            } else if !name.split('/').any(|part| SKIPPED.contains(&part)) {
                self.begins(&path);
                taken += self.take(path, modified, file, wanted, inside.is_empty());
                if taken > most.bytes {
                    let most = most.bytes >> 20;
                    let sentence =
                        format!("A zip file has more than {most} MiB in it: the rest was left.");
                    return self.problem(inside, sentence);
                }
            }
        }
    }

    fn folder(&mut self, folder: &Path, path: &str, wanted: Wanted<'_>, left: &mut usize) {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                return self.problem(path, format!("{} cannot be read: {error}.", rest_of(path)));
            }
        };
        let mut entries: Vec<_> = entries.flatten().collect();
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            *left = left.saturating_sub(1);
            if *left == 0 {
                let most = MOST.files;
                return self.problem(
                    path,
                    format!("There are more than {most} files: the rest was left."),
                );
            }
            let name = text_of(entry.file_name().as_encoded_bytes());
            let inner = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
            if name == ".git" {
                self.clones.insert(path.to_owned());
            }
            if SKIPPED.contains(&name.as_str()) {
                continue;
            }
            if name.chars().any(char::is_control) {
                let name = shown(&name);
                self.problem(
                    path,
                    format!("A file's name has control characters: {name}. It was left."),
                );
                continue;
            }
            // Links are not followed: this asks about the entry itself.
            match entry.metadata() {
                Ok(it) if it.is_dir() && path.matches('/').count() >= DEEPEST => {
                    self.problem(&inner, format!("{} is too deep, and was left.", rest_of(&inner)));
                }
                Ok(it) if it.is_dir() => {
                    self.begins(&format!("{inner}/"));
                    self.folder(&entry.path(), &inner, wanted, left);
                }
                Ok(it) if it.is_file() => {
                    self.begins(&inner);
                    let modified = it.modified().ok().and_then(|it| Timestamp::try_from(it).ok());
                    match open(&entry.path()) {
                        Ok(file) => _ = self.take(inner, modified, file, wanted, true),
                        Err(error) => {
                            let sentence = format!("{} cannot be read: {error}.", rest_of(&inner));
                            self.problem(&inner, sentence);
                        }
                    }
                }
                Ok(_) => {
                    let sentence =
                        format!("{} is a link or no plain file, and was left.", rest_of(&inner));
                    self.problem(&inner, sentence);
                }
                Err(error) => {
                    self.problem(&inner, format!("{} cannot be read: {error}.", rest_of(&inner)));
                }
            }
        }
    }
}

/// A zip file, whole. In one that was cut off, a zip file inside it would be taken for it.
fn archive<R: Read + Seek>(of: R) -> zip::result::ZipResult<ZipArchive<R>> {
    ZipArchive::with_config(Config { archive_offset: ArchiveOffset::Known(0) }, of)
}

/// A text of bytes that need not be one. Bytes that differ stay different.
fn text_of(bytes: &[u8]) -> String {
    let parts = bytes.utf8_chunks().flat_map(|chunk| {
        let strange = chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}"));
        std::iter::once(chunk.valid().to_owned()).chain(strange)
    });
    parts.collect()
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
pub fn entries(at: &Path, wanted: Wanted<'_>) -> Result<Found> {
    let mut found = Found::default();
    let place = at.display();
    if at.is_dir() {
        found.folder(at, "", wanted, &mut MOST.files.clone());
        return Ok(found);
    }
    let file = File::open(at).map_err(|error| format!("{place} cannot be read: {error}."))?;
    let archive = archive(std::io::BufReader::new(file));
    let mut archive = archive.map_err(|error| {
        format!("{place} is no folder, and no whole zip file: {error}. Download it once more?")
    })?;
    found.archive(&mut archive, "", wanted, MOST);
    Ok(found)
}
