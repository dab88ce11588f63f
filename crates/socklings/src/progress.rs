//! What has been judged already. It is what the checks say, never a claim.
//!
//! A verdict is kept with a digest of all that it depends on: the exercise's files, its test and the
//! course's crates. When one of them changes, the verdict is not used any more. So the file may be
//! lost, damaged or old: then everything is judged anew, and nothing else happens.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use socklings::Result;
use socklings::check::{self, Verdict};
use socklings::course::{Course, Exercise};
use socklings::manifest;

/// The form of the file. Another number in the file means: judge everything anew.
const VERSION: u32 = 1;

/// The verdicts that are known.
#[derive(Debug)]
pub struct Progress {
    file: PathBuf,
    /// A digest of what all verdicts depend on. This program was built with it, so it is read once.
    shared: u64,
    /// By the exercise's name: what its manifest says that it is built from beside its own files.
    reads: BTreeMap<String, Vec<String>>,
    /// By the exercise's name: the digest of what was judged, and the verdict.
    kept: BTreeMap<String, (u64, Verdict)>,
}

impl Progress {
    /// Reads what is known.
    pub fn read(course: &Course) -> Self {
        let file = course.target().join("socklings/progress.json");
        let text = fs::read(&file).unwrap_or_default();
        let kept = serde_json::from_slice(&text).ok().and_then(|value| kept_in(&value));
        let kept = kept.unwrap_or_default();
        // Where cargo does not tell, it judges nothing either.
        let manifests = manifest::read_all(course).unwrap_or_default();
        let reads = manifests.into_iter().map(|(name, manifest)| (name, manifest.reads)).collect();
        Self { file, shared: shared(course), reads, kept }
    }

    /// The verdict on an exercise as it is now, if it is known.
    pub fn known(&self, course: &Course, exercise: &Exercise) -> Option<&Verdict> {
        let (digest, verdict) = self.kept.get(&exercise.name)?;
        (*digest == self.digest(course, exercise)).then_some(verdict)
    }

    /// The verdict on an exercise: what is known, or else what its checks say.
    ///
    /// # Errors
    ///
    /// A sentence, if it can't be judged.
    pub fn verdict(&mut self, course: &Course, exercise: &Exercise) -> Result<Verdict> {
        match self.known(course, exercise) {
            Some(verdict) => Ok(verdict.clone()),
            None => self.judge(course, exercise),
        }
    }

    /// Has an exercise judged.
    ///
    /// # Errors
    ///
    /// A sentence, if it can't be judged.
    pub fn judge(&mut self, course: &Course, exercise: &Exercise) -> Result<Verdict> {
        let before = self.digest(course, exercise);
        let verdict = check::check(course, exercise)?;
        self.keep(course, exercise, before, &verdict);
        Ok(verdict)
    }

    /// Keeps a verdict on what had this digest.
    pub fn keep(&mut self, course: &Course, exercise: &Exercise, before: u64, verdict: &Verdict) {
        // A file that was saved meanwhile may not be the one that was judged. A fault of the machine
        // may be gone next time.
        if before == self.digest(course, exercise) && !verdict.is_fault() {
            let verdict = (before, verdict.clone());
            self.kept.insert(exercise.name.clone(), verdict);
            // Where nothing can be written, everything is judged anew the next time.
            let _ = self.write();
        }
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
        for path in own.iter().chain(self.reads.get(name).into_iter().flatten()) {
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

    /// Writes a new file and puts it into the place of the old one: a kill at any moment leaves one
    /// of the two, whole.
    fn write(&self) -> std::io::Result<()> {
        let folder = self.file.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        let verdict = |(digest, verdict): &(u64, Verdict)| json!({ "digest": digest, "verdict": verdict.to_json() });
        let kept = self.kept.iter().map(|(name, kept)| (name.clone(), verdict(kept)));
        let kept: serde_json::Map<_, _> = kept.collect();
        write!(file, "{}", json!({ "version": VERSION, "verdicts": kept }))?;
        file.persist(&self.file)?;
        Ok(())
    }
}

/// What a file holds; `None` if it is damaged, or of another version.
fn kept_in(value: &Value) -> Option<BTreeMap<String, (u64, Verdict)>> {
    if value["version"] != VERSION {
        return None;
    }
    let read = |(name, kept): (&String, &Value)| {
        let verdict = Verdict::from_json(&kept["verdict"])?;
        Some((name.clone(), (kept["digest"].as_u64()?, verdict)))
    };
    value["verdicts"].as_object()?.iter().map(read).collect()
}

/// A digest of what all verdicts depend on.
fn shared(course: &Course) -> u64 {
    let mut hasher = DefaultHasher::new();
    for path in ["crates/netstack/src", "crates/grader/src", "Cargo.lock"] {
        hash(&course.root.join(path), &mut hasher);
    }
    hasher.finish()
}

/// Hashes a file, or all files below a folder.
fn hash(path: &Path, hasher: &mut DefaultHasher) {
    if path.is_dir() {
        files(path).iter().for_each(|path| hash(path, hasher));
    } else {
        path.hash(hasher);
        fs::read(path).ok().hash(hasher);
    }
}

/// What is in a folder, in a fixed order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<_> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}
