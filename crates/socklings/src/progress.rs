//! What has been judged already. It is what the checks say, never a claim.
//!
//! A verdict is kept with a digest of all that it depends on: the exercise's files, its test and its
//! page, the course's crates, the compiler, and where checks could not be made, what this machine
//! lacks. When one of them changes, the verdict is not used any more. It is sealed too: what somebody
//! has written into the file by hand is not used. So the file may be lost, damaged or old: then
//! everything is judged anew, and nothing else happens.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use socklings::Result;
use socklings::check::{self, Verdict};
use socklings::course::{Course, Exercise};
use socklings::manifest;

use crate::needs;

/// The form of the file. Another number in the file means: judge everything anew.
const VERSION: u32 = 3;

/// By the exercise's name: the digest of what was judged, and the verdict.
type Kept = BTreeMap<String, (u64, Verdict)>;

/// The verdicts that are known.
#[derive(Debug)]
pub struct Progress {
    /// Where they are kept. `None`, if nothing can be kept.
    file: Option<PathBuf>,
    /// A digest of what all verdicts depend on. This program was built with it, so it is read once.
    shared: u64,
    /// What this machine has of what exercises need. It is asked once, where that matters.
    machine: OnceCell<Vec<bool>>,
    kept: Kept,
}

impl Progress {
    /// Reads what is known.
    pub fn read(course: &Course) -> Self {
        // Several copies of the course may build into one folder.
        let mut hasher = DefaultHasher::new();
        course.root.hash(&mut hasher);
        let name = format!("progress-{:016x}.json", hasher.finish());
        let file = course.kept().ok().map(|folder| folder.join(name));
        let mut progress =
            Self { file, shared: shared(course), machine: OnceCell::new(), kept: Kept::new() };
        progress.refresh();
        progress
    }

    /// Where the verdicts are kept.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Reads what others have judged meanwhile.
    pub fn refresh(&mut self) {
        let text = self.file.as_ref().and_then(|file| fs::read(file).ok()).unwrap_or_default();
        let written = serde_json::from_slice(&text).ok().and_then(|value| kept_in(&value));
        self.kept.extend(written.unwrap_or_default());
    }

    /// The verdict on an exercise as it is now, if it is known.
    pub fn known(&self, course: &Course, exercise: &Exercise) -> Option<&Verdict> {
        let (digest, verdict) = self.kept.get(&exercise.name)?;
        (*digest == self.with_machine(course, exercise, verdict)).then_some(verdict)
    }

    /// Whether no version of an exercise has been judged here, so that all of it has to be built.
    pub fn is_first(&self, exercise: &Exercise) -> bool {
        !self.kept.contains_key(&exercise.name)
    }

    /// The verdict on an exercise: what is known, or else what its checks say.
    ///
    /// # Errors
    ///
    /// A sentence, if it can't be judged.
    pub fn verdict(&mut self, course: &Course, exercise: &Exercise) -> Result<Verdict> {
        match self.known(course, exercise) {
            Some(verdict) => Ok(verdict.clone()),
            None => self.judge(course, exercise, &|| ()),
        }
    }

    /// Has an exercise judged, and calls `built` as soon as it has been built.
    ///
    /// # Errors
    ///
    /// A sentence, if it can't be judged.
    pub fn judge(
        &mut self,
        course: &Course,
        exercise: &Exercise,
        built: &dyn Fn(),
    ) -> Result<Verdict> {
        let before = self.digest(course, exercise);
        let verdict = check::check(course, exercise, built)?;
        self.keep(course, exercise, before, &verdict);
        Ok(verdict)
    }

    /// Keeps a verdict on what had this digest.
    pub fn keep(&mut self, course: &Course, exercise: &Exercise, before: u64, verdict: &Verdict) {
        // A file that was saved meanwhile may not be the one that was judged. A fault of the machine
        // may be gone next time.
        if before == self.digest(course, exercise) && !verdict.is_fault() {
            // Where nothing can be written, everything is judged anew the next time.
            let digest = self.with_machine(course, exercise, verdict);
            let _ = self.write(exercise, (digest, verdict.clone()));
        }
    }

    /// The digest that a verdict is kept with. Where a check could not be made, it depends on what this
    /// machine has too: it is made as soon as it can be made.
    fn with_machine(&self, course: &Course, exercise: &Exercise, verdict: &Verdict) -> u64 {
        let digest = self.digest(course, exercise);
        if verdict.not_checked().is_empty() {
            return digest;
        }
        let mut hasher = DefaultHasher::new();
        (digest, self.machine.get_or_init(|| needs::what_is_there(course))).hash(&mut hasher);
        hasher.finish()
    }

    /// A digest of everything that the verdict on an exercise depends on.
    pub fn digest(&self, course: &Course, exercise: &Exercise) -> u64 {
        let Exercise { name, .. } = exercise;
        let mut hasher = DefaultHasher::new();
        self.shared.hash(&mut hasher);
        let own = [
            format!("exercises/{}", exercise.folder()),
            format!("tests/{name}.rs"),
            // What a test is made of, if it has more than one file.
            format!("tests/{name}"),
            format!("tests/stories/{name}"),
            exercise.page(),
        ];
        let manifest = course.workspace().ok().and_then(|it| it.manifests.get(name));
        for path in own.iter().chain(manifest.into_iter().flat_map(|it| &it.reads)) {
            hash(&course.root.join(path), &mut hasher);
        }
        let snapshots = files(&course.root.join("tests/snapshots"));
        let own = |path: &&PathBuf| {
            let file = path.file_name().unwrap_or_default().to_string_lossy();
            file.starts_with(&format!("{name}__"))
        };
        snapshots.iter().filter(own).for_each(|path| hash(path, &mut hasher));
        hasher.finish()
    }

    /// Keeps a verdict beside those that others keep: one at a time reads and writes. A new file
    /// takes the place of the old one, so a kill at any moment leaves one of the two, whole.
    fn write(&mut self, exercise: &Exercise, kept: (u64, Verdict)) -> std::io::Result<()> {
        let file = self.file.clone();
        let Some((file, folder)) = file.as_ref().and_then(|file| Some((file, file.parent()?)))
        else {
            self.kept.insert(exercise.name.clone(), kept);
            return Ok(());
        };
        fs::create_dir_all(folder)?;
        let turn = File::create(file.with_extension("lock"))?;
        turn.lock()?;
        self.refresh();
        self.kept.insert(exercise.name.clone(), kept);
        let mut new = tempfile::NamedTempFile::new_in(folder)?;
        let verdict = |(digest, verdict): &(u64, Verdict)| {
            let verdict = verdict.to_json();
            json!({ "digest": digest, "seal": seal(*digest, &verdict), "verdict": verdict })
        };
        let kept = self.kept.iter().map(|(name, kept)| (name.clone(), verdict(kept)));
        let kept: serde_json::Map<_, _> = kept.collect();
        // In one piece: open desks are told of each write.
        let text = json!({ "version": VERSION, "verdicts": kept }).to_string();
        new.write_all(text.as_bytes())?;
        new.persist(file)?;
        Ok(())
    }
}

/// What a file holds, as far as it is whole; `None` if it is damaged, or of another version.
fn kept_in(value: &Value) -> Option<Kept> {
    if value["version"] != VERSION {
        return None;
    }
    let read = |(name, kept): (&String, &Value)| {
        let digest = kept["digest"].as_u64()?;
        let is_whole = kept["seal"] == seal(digest, &kept["verdict"]);
        let verdict = Verdict::from_json(&kept["verdict"]).filter(|_| is_whole)?;
        Some((name.clone(), (digest, verdict)))
    };
    Some(value["verdicts"].as_object()?.iter().filter_map(read).collect())
}

/// Shows whether a verdict still is what the checks said of what had this digest.
fn seal(digest: u64, verdict: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    (digest, verdict.to_string()).hash(&mut hasher);
    hasher.finish()
}

/// A digest of what all verdicts depend on.
fn shared(course: &Course) -> u64 {
    let mut hasher = DefaultHasher::new();
    for path in manifest::SHARED {
        hash(&course.root.join(path), &mut hasher);
    }
    let compiler = Command::new("rustc").arg("-vV").current_dir(&course.root).output();
    compiler.map(|output| output.stdout).ok().hash(&mut hasher);
    hasher.finish()
}

/// Hashes a file, or all files below a folder.
fn hash(path: &Path, hasher: &mut DefaultHasher) {
    if path.is_dir() {
        files(path).iter().for_each(|path| hash(path, hasher));
    } else {
        path.hash(hasher);
        grader::read_regular(path).ok().hash(hasher);
    }
}

/// What is in a folder, in a fixed order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<_> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}
