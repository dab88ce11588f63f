//! What the grading needs of the course, built by cargo and put where a sandbox can see it: the compiler,
//! the libraries that exercises are compiled with, the graded tests, and the reference programs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use socklings::Result;
use socklings::course::{Course, Exercise};
use tempfile::TempDir;

use crate::devices;
use crate::sandbox::{self, NOBODY};

/// All that is needed to judge the chosen exercises.
#[derive(Debug, Serialize, Deserialize)]
pub struct Built {
    /// The folder that everything is in, or is linked from. Whom root becomes can read it.
    stage: PathBuf,
    /// It is removed at the end, unless it is to stay, and locked for as long as this process lives.
    #[serde(skip)]
    _temporary: Option<(TempDir, File)>,
    /// Where the compiler and its libraries are.
    pub toolchain: PathBuf,
    /// The target's name: `x86_64-unknown-linux-gnu`.
    pub target: String,
    /// The course's files, as far as tests read them.
    pub course: PathBuf,
    /// Where the libraries are.
    pub libraries: PathBuf,
    /// What starts the judged program alone.
    pub launcher: PathBuf,
    /// Devices, and what they stand for.
    pub devices: Vec<(PathBuf, String)>,
    /// The device by which a test makes a network, and what it stands for.
    pub tun: Option<(PathBuf, String)>,
    /// By the exercise's name.
    pub exercises: BTreeMap<String, Parts>,
}

/// What one exercise needs.
#[derive(Debug, Serialize, Deserialize)]
pub struct Parts {
    /// The graded test.
    pub test: PathBuf,
    /// The reference program, where solutions/ is at hand.
    pub reference: Option<PathBuf>,
    /// The crates that it uses: the name and the library's file name.
    pub externs: Vec<(String, String)>,
    /// What it is compiled from beside its own folder, from the top folder.
    pub reads: Vec<String>,
    /// Whether the file that was given compiles here, once somebody has asked.
    #[serde(skip)]
    pub stub_compiles: OnceLock<Result<()>>,
}

impl Built {
    /// Builds all that is needed, and lays it out.
    ///
    /// # Errors
    ///
    /// A sentence, if something cannot be built.
    pub fn new(course: &Course, chosen: &[&Exercise]) -> Result<Self> {
        remove_what_was_left();
        let stage = tempfile::Builder::new().prefix(STAGE).tempdir();
        let stage = stage.map_err(|error| {
            format!(
                "No temporary folder can be made: {error}. The variable TMPDIR can name another."
            )
        })?;
        let lock = locked(stage.path())
            .map_err(|error| format!("{} cannot be laid out: {error}.", stage.path().display()))?;
        let built = Self::at(course, chosen, stage.path())?;
        Ok(Self { _temporary: Some((stage, lock)), ..built })
    }

    /// Builds all that is needed, and lays it out in this folder.
    ///
    /// # Errors
    ///
    /// A sentence, if something cannot be built.
    pub fn at(course: &Course, chosen: &[&Exercise], stage: &Path) -> Result<Self> {
        let fault = |what: &Path| {
            let what = what.display().to_string();
            move |error: std::io::Error| format!("{what} cannot be laid out: {error}.")
        };
        open_to_all(stage).map_err(fault(stage))?;
        let put = |from: &Path, to: &str| -> Result<PathBuf> {
            let to = stage.join(to);
            copy(from, &to).map_err(fault(from))?;
            Ok(to)
        };

        let artifacts = build(course, chosen)?;
        let mut exercises = BTreeMap::new();
        let uses = Uses::read(course)?;
        let libraries = stage.join("libraries");
        fs::create_dir(&libraries).map_err(fault(&libraries))?;
        // Whoever is judged need not read what no exercise uses.
        let used = uses.all(chosen.iter().map(|it| it.name.as_str()));
        for (package, file) in &artifacts.libraries {
            if used.contains(package.as_str()) {
                let to = libraries.join(file.file_name().unwrap_or_default());
                copy(file, &to).map_err(fault(file))?;
            }
        }
        for exercise in chosen {
            let name = &exercise.name;
            let test = artifacts.tests.get(name).ok_or_else(|| format!("{name} has no test."))?;
            let test = put(test, &format!("tests/{name}"))?;
            let reference = artifacts.programs.get(&format!("{name}-solution"));
            let reference =
                reference.map(|it| put(it, &format!("references/{name}"))).transpose()?;
            let mut externs = Vec::new();
            for (krate, package) in uses.of(name) {
                let found = artifacts.libraries.iter().find(|(id, _)| id == package);
                // What only other systems need was not built.
                if let Some((_, file)) = found {
                    let file = file.file_name().unwrap_or_default().to_string_lossy();
                    externs.push((krate.clone(), file.into_owned()));
                }
            }
            let manifest = course.workspace()?.manifests.get(name);
            let reads = manifest.map(|it| it.reads.clone()).unwrap_or_default();
            let reads = reads.into_iter().filter(|it| it.starts_with("exercises/")).collect();
            exercises.insert(
                name.clone(),
                Parts { test, reference, externs, reads, stub_compiles: OnceLock::new() },
            );
        }

        let sysroot = PathBuf::from(rustc(course, &["--print", "sysroot"])?);
        let verbose = rustc(course, &["-vV"])?;
        let target = verbose.lines().find_map(|line| line.strip_prefix("host: "));
        let target = target.ok_or("rustc does not tell its target.")?.to_owned();
        let toolchain = stage.join("toolchain");
        for part in ["bin/rustc".to_owned(), "lib".to_owned()] {
            let wanted =
                |path: &Path| !path.ends_with("rustlib/src") && !path.ends_with("rustlib/etc");
            copy_some(&sysroot.join(&part), &toolchain.join(&part), &wanted)
                .map_err(fault(&sysroot))?;
        }
        for part in ["exercises", "book/src", "tests/stories", "tests/snapshots", "tests/stubs"] {
            let to = stage.join("course").join(part);
            copy_all(&course.root.join(part), &to).map_err(fault(Path::new(part)))?;
        }
        // Where an exercise is built from a learner's other files, each student has the course's own: a
        // mark is for one file. What lies in the stage may be another name of a learner's file.
        let read: BTreeSet<&str> =
            exercises.values().flat_map(|it| &it.reads).map(String::as_str).collect();
        for other in course.exercises.iter().filter(|it| read.contains(it.stub().as_str())) {
            let (own, place) = (course.root.join(other.solution()), other.stub());
            if own.exists() {
                let place = stage.join("course").join(place);
                fs::remove_file(&place).map_err(fault(&place))?;
                fs::copy(&own, &place).map_err(fault(&own))?;
            }
        }
        // By this folder the grader knows the course (`files.rs`).
        let mark = stage.join("course/crates/netstack");
        fs::create_dir_all(&mark).map_err(fault(&mark))?;
        let own = std::env::current_exe();
        let own = own.map_err(|error| format!("This program's own file: {error}."))?;
        let launcher = own.ancestors().skip(1).take(2).map(|it| it.join("launch"));
        let launcher = launcher.into_iter().find(|it| it.is_file()).ok_or(
            "The program `launch` is missing beside this one: `cargo build -p classroom` makes it.",
        )?;
        let launcher = put(&launcher, "launch")?;
        let (devices, tun) = (devices::make(stage), devices::tun(stage));
        let built = Self {
            toolchain,
            devices,
            tun,
            target,
            course: stage.join("course"),
            libraries,
            launcher,
            exercises,
            stage: stage.to_owned(),
            _temporary: None,
        };
        Ok(built)
    }

    /// The folder that everything is in.
    pub fn place(&self) -> &Path {
        &self.stage
    }

    /// A new folder for one program, which whom root becomes may write.
    ///
    /// # Errors
    ///
    /// A sentence, if there is no room.
    pub fn folder(&self) -> Result<TempDir> {
        let fault = |error| format!("No temporary folder can be made: {error}.");
        let folder = TempDir::new_in(&self.stage).map_err(fault)?;
        for part in ["out", "records"] {
            let part = folder.path().join(part);
            fs::create_dir(&part).map_err(fault)?;
            if sandbox::is_root() {
                chown(&part, Some(NOBODY), Some(NOBODY)).map_err(fault)?;
            }
        }
        open_to_all(folder.path()).map_err(fault)?;
        Ok(folder)
    }
}

/// How the names of the folders begin in which something is laid out.
const STAGE: &str = "socklings-class-";

/// The file in such a folder that is locked while somebody uses the folder.
const LOCK: &str = "in-use";

/// Says that a folder is in use.
fn locked(folder: &Path) -> std::io::Result<File> {
    // Where there is a file of this name, it is locked.
    let new = folder.join("new");
    let file = File::create(&new)?;
    file.lock()?;
    fs::rename(new, folder.join(LOCK))?;
    Ok(file)
}

/// Removes the folders of those who were killed before they could do so.
fn remove_what_was_left() {
    for entry in fs::read_dir(std::env::temp_dir()).into_iter().flatten().flatten() {
        let is_one = entry.file_name().to_string_lossy().starts_with(STAGE);
        // This asks about the entry itself, and not about where a link leads.
        let is_ours = entry
            .metadata()
            .is_ok_and(|it| it.is_dir() && it.uid() == rustix::process::geteuid().as_raw());
        if !is_one || !is_ours {
            continue;
        }
        // Who has no such file has only begun.
        let Ok(lock) = File::open(entry.path().join(LOCK)) else { continue };
        if lock.try_lock().is_ok() {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Others may go through the folder. They don't see what is in it.
fn open_to_all(folder: &Path) -> std::io::Result<()> {
    if sandbox::is_root() {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o711))?;
    }
    Ok(())
}

/// Another name for a file, or a copy where there can be none.
fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to.parent().unwrap_or(to))?;
    if fs::hard_link(from, to).is_err() {
        fs::copy(from, to)?;
    }
    Ok(())
}

/// The same for all files of a folder.
pub fn copy_all(from: &Path, to: &Path) -> std::io::Result<()> {
    copy_some(from, to, &|_| true)
}

fn copy_some(from: &Path, to: &Path, wanted: &dyn Fn(&Path) -> bool) -> std::io::Result<()> {
    if !from.is_dir() {
        return if from.exists() { copy(from, to) } else { Ok(()) };
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        if wanted(&entry.path()) {
            copy_some(&entry.path(), &to.join(entry.file_name()), wanted)?;
        }
    }
    Ok(())
}

/// What the compiler says.
///
/// # Errors
///
/// A sentence, if there is none.
pub fn rustc(course: &Course, arguments: &[&str]) -> Result<String> {
    let mut rustc = Command::new("rustc");
    let rustc = rustc.args(arguments).current_dir(&course.root).stdin(Stdio::null());
    let output = rustc.output().map_err(|error| format!("rustc cannot be started: {error}."))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// What cargo has made.
#[derive(Debug, Default)]
pub struct Artifacts {
    tests: BTreeMap<String, PathBuf>,
    programs: BTreeMap<String, PathBuf>,
    /// By the ids of their packages.
    libraries: Vec<(String, PathBuf)>,
}

/// Has cargo build all that is needed.
///
/// # Errors
///
/// A sentence, if something cannot be built.
pub fn build(course: &Course, chosen: &[&Exercise]) -> Result<Artifacts> {
    let mut artifacts = Artifacts::default();
    let names = || chosen.iter().map(|it| it.name.as_str());
    let packages = names().flat_map(|name| ["--package".to_owned(), name.to_owned()]);
    run(course, ["test", "--no-run"].map(Into::into).into_iter().chain(packages), &mut artifacts)?;
    let manifests = &course.workspace()?.manifests;
    let solutions: Vec<_> = names().map(|name| format!("{name}-solution")).collect();
    let solutions = solutions.iter().filter(|name| manifests.contains_key(*name));
    let packages: Vec<_> = solutions
        .flat_map(|name| ["--package".to_owned(), name.clone(), "--bin".to_owned(), name.clone()])
        .collect();
    if !packages.is_empty() {
        // Its libraries may be others: with other features.
        let mut others = Artifacts::default();
        run(course, ["build".to_owned()].into_iter().chain(packages), &mut others)?;
        artifacts.programs = others.programs;
    }
    Ok(artifacts)
}

fn run(
    course: &Course,
    arguments: impl Iterator<Item = String>,
    artifacts: &mut Artifacts,
) -> Result<()> {
    let mut cargo = course.cargo();
    cargo.args(arguments).args(["--quiet", "--message-format", "json"]);
    let output = cargo.stdin(Stdio::null()).output();
    let output = output.map_err(|error| format!("cargo cannot be started: {error}."))?;
    let stdout = String::from_utf8_lossy(&output.stdout);
    let messages = stdout.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut errors = BTreeSet::new();
    for message in messages {
        if message["message"]["level"] == "error" {
            errors.extend(message["message"]["rendered"].as_str().map(str::to_owned));
        }
        if message["reason"] != "compiler-artifact" {
            continue;
        }
        let target = &message["target"];
        let name = target["name"].as_str().unwrap_or_default().to_owned();
        let executable = message["executable"].as_str().map(PathBuf::from);
        match (target["kind"][0].as_str(), executable) {
            (Some("test"), Some(file)) => _ = artifacts.tests.insert(name, file),
            (Some("bin"), Some(file)) => _ = artifacts.programs.insert(name, file),
            (_, Some(_)) => {}
            (_, None) => {
                let package = message["package_id"].as_str().unwrap_or_default();
                let files = message["filenames"].as_array().into_iter().flatten();
                let files = files.filter_map(Value::as_str).map(PathBuf::from);
                let library =
                    |it: &PathBuf| it.extension().is_some_and(|it| it == "rlib" || it == "so");
                let files = files.filter(library).map(|file| (package.to_owned(), file));
                artifacts.libraries.extend(files);
            }
        }
    }
    if output.status.success() {
        return Ok(());
    }
    let said: String = errors.into_iter().take(2).collect();
    let said =
        if said.is_empty() { String::from_utf8_lossy(&output.stderr).into_owned() } else { said };
    Err(format!("The course cannot be built. Cargo says:\n{}", said.trim()))
}

/// What packages use.
struct Uses {
    /// The ids of the course's own packages, by their names.
    own: BTreeMap<String, String>,
    /// What each package uses: the name in the code, and the id of the package.
    packages: BTreeMap<String, Vec<(String, String)>>,
}

impl Uses {
    /// Asks cargo.
    fn read(course: &Course) -> Result<Self> {
        let mut cargo = course.cargo();
        let output = cargo.args(["metadata", "--format-version", "1", "--locked"]).output();
        let output = output.map_err(|error| format!("cargo cannot be started: {error}."))?;
        let metadata: Value = serde_json::from_slice(&output.stdout).map_err(|_| {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            format!("Cargo does not tell what exercises use:\n{}", said.trim())
        })?;
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let members = list(&metadata["workspace_members"]);
        let own = list(&metadata["packages"]).into_iter().filter(|it| members.contains(&it["id"]));
        let own = own.map(|it| (text(&it["name"]), text(&it["id"]))).collect();
        let is_normal =
            |it: &Value| list(&it["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
        let node = |node: Value| {
            let used = list(&node["deps"]).into_iter().filter(is_normal);
            (text(&node["id"]), used.map(|it| (text(&it["name"]), text(&it["pkg"]))).collect())
        };
        let packages = list(&metadata["resolve"]["nodes"]).into_iter().map(node).collect();
        Ok(Self { own, packages })
    }

    /// What one of the course's packages uses itself.
    fn of(&self, name: &str) -> &[(String, String)] {
        self.own.get(name).and_then(|id| self.packages.get(id)).map_or(&[], Vec::as_slice)
    }

    /// The ids of all that these packages use, and of what that uses.
    fn all<'a>(&self, names: impl Iterator<Item = &'a str>) -> BTreeSet<&str> {
        let mut all = BTreeSet::new();
        let mut next: Vec<_> = names.flat_map(|name| self.of(name)).collect();
        while let Some((_, id)) = next.pop() {
            if all.insert(id.as_str()) {
                next.extend(self.packages.get(id).into_iter().flatten());
            }
        }
        all
    }
}
