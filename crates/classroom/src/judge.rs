//! Judges one file: compiles it in a sandbox, and has the exercise's test judge the program in another.

use std::ffi::OsString;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use grader::process::Process;
use grader::{Left, left};
use serde_json::Value;
use socklings::Result;
use socklings::check::{self, ERRORS_SHOWN, Verdict};
use socklings::course::Exercise;

use crate::apart;
use crate::built::{Built, Parts, copy_all};
use crate::replay::plain;
use crate::sandbox::{Limit, PATH, Sandbox};
use crate::users;

/// What the compiler may use. The largest exercise takes half of it.
const COMPILER: [Limit; 4] = [("as", 3 << 30), ("cpu", 20), ("fsize", 60 << 20), ("core", 0)];

/// How long the compiler may take. A right answer takes a second.
const COMPILING: Duration = Duration::from_secs(60);

/// How long all checks may take. The test itself stops before.
const JUDGING: Duration = Duration::from_secs(330);

/// So many times as long it may take on a machine that has other things to do.
const LATER: u32 = 4;

/// How much memory the test and its programs may take together, in bytes. A browser takes most of it.
pub const MEMORY: u64 = 2 << 30;

/// Between two looks at what it has taken. Many are judged side by side, and a look is not free.
const BETWEEN: Duration = Duration::from_millis(400);

/// Between two looks whether it has ended, at most.
const LONGEST_PAUSE: Duration = Duration::from_millis(32);

/// How many processes there may be. A right answer that has one for each client has some dozens.
const PROCESSES: usize = 800;

/// How much of what is printed is kept.
const KEPT: u64 = 256 * 1024;

/// Set when the grading is to stop.
pub static STOP: AtomicBool = AtomicBool::new(false);

/// How the files of a class are judged.
#[derive(Debug)]
pub struct Judge<'a> {
    /// What was built.
    pub built: &'a Built,
    /// The number from which stories are made.
    pub seed: u64,
    /// How programs are kept from everything else.
    pub containment: Containment,
    /// When all judging is to be over, if there is such a time.
    pub until: Option<Instant>,
}

/// How programs are kept from everything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Containment {
    /// In a sandbox: the test, and again the program in it.
    Sandboxes,
    /// The program runs as another user (`apart.rs`).
    AnotherUser,
    /// Not at all.
    Nothing,
}

impl Containment {
    /// Whether programs run in sandboxes.
    pub fn is_contained(self) -> bool {
        self == Self::Sandboxes
    }

    /// In sandboxes, or not at all.
    pub fn contained(contained: bool) -> Self {
        if contained { Self::Sandboxes } else { Self::Nothing }
    }
}

/// What came of one file.
#[derive(Debug)]
pub enum Judged {
    /// A verdict.
    Verdict(Verdict),
    /// It was stopped, as it used too much of something: what.
    Stopped(String),
}

impl Judge<'_> {
    /// Judges a file. Where something goes wrong on this machine, it is tried once more.
    ///
    /// # Errors
    ///
    /// A sentence, if it can't be judged for a reason that is not in the file.
    pub fn judge(&self, exercise: &Exercise, text: &[u8]) -> Result<Judged> {
        match self.once(exercise, text) {
            Ok(Judged::Verdict(verdict)) if verdict.is_fault() => self.once(exercise, text),
            Err(_) if !STOP.load(Ordering::Relaxed) => self.once(exercise, text),
            judged => judged,
        }
    }

    fn once(&self, exercise: &Exercise, text: &[u8]) -> Result<Judged> {
        let parts = self.built.exercises.get(&exercise.name).ok_or("It was not built.")?;
        let folder = self.built.folder()?;
        let file = folder.path().join("file.rs");
        fs::write(&file, text).map_err(|error| format!("{}: {error}.", file.display()))?;
        let program = folder.path().join("out").join(&exercise.name);
        if let Some(verdict) = self.compile(exercise, parts, folder.path())? {
            self.stub_compiles(exercise, parts)?;
            return Ok(verdict);
        }
        match program.symlink_metadata() {
            Ok(it) if it.is_file() => {}
            _ => return Err("The compiler left no program.".to_owned()),
        }
        if self.containment == Containment::AnotherUser {
            apart::take(&program)?;
        }
        self.run(exercise, parts, folder.path(), &program)
    }

    /// Compiles what was given, once: where not even that is possible, no file is to blame.
    fn stub_compiles(&self, exercise: &Exercise, parts: &Parts) -> Result<()> {
        let compile = || {
            let folder = self.built.folder()?;
            let (stub, file) =
                (self.built.course.join(exercise.original()), folder.path().join("file.rs"));
            fs::copy(&stub, file).map_err(|error| format!("{}: {error}.", stub.display()))?;
            match self.compile(exercise, parts, folder.path())? {
                Some(Judged::Verdict(Verdict::DoesNotCompile(errors))) => Err(format!(
                    "Not even the stub compiles on this machine: {}",
                    plain(&errors.concat()).lines().next().unwrap_or_default()
                )),
                _ => Ok(()),
            }
        };
        parts.stub_compiles.get_or_init(compile).clone()
    }

    /// Compiles the file. What is wrong with it, if something is.
    fn compile(&self, exercise: &Exercise, parts: &Parts, folder: &Path) -> Result<Option<Judged>> {
        let own = format!("exercises/{}", exercise.folder());
        let stories = format!("tests/stories/{}", exercise.name);
        let seen = [format!("{own}/src"), stories].into_iter().chain(parts.reads.iter().cloned());
        let seen = seen.filter(|part| self.built.course.join(part).exists());
        let mut command = if self.containment.is_contained() {
            let mut sandbox = Sandbox::new(&COMPILER);
            sandbox.system().arguments(["--disable-userns", "--proc", "/proc"]);
            sandbox.devices(&self.built.devices);
            sandbox.reads(&self.built.toolchain, "/toolchain");
            sandbox.reads(&self.built.libraries, "/libraries");
            for part in seen {
                sandbox.reads(&self.built.course.join(&part), &format!("/course/{part}"));
            }
            sandbox.reads(&folder.join("file.rs"), &format!("/course/{}", exercise.stub()));
            sandbox.arguments(["--size", "134217728", "--tmpfs", "/tmp"]);
            sandbox.writes(&folder.join("out"), "/out").arguments(["--remount-ro", "/"]);
            sandbox.variable("PATH", "/usr/bin:/bin").variable("TMPDIR", "/tmp");
            sandbox.variable("CARGO_PKG_NAME", &exercise.name);
            sandbox.arguments(["--chdir", "/course", "--", "/toolchain/bin/rustc"]);
            sandbox.arguments(self.rustc(
                exercise,
                parts,
                Path::new("/out"),
                Path::new("/libraries"),
            ));
            sandbox.command()
        } else {
            let course = folder.join("course");
            let fault = |error| format!("{}: {error}.", course.display());
            for part in seen {
                copy_all(&self.built.course.join(&part), &course.join(&part)).map_err(fault)?;
            }
            let file = course.join(exercise.stub());
            // It is another name of the course's own file.
            fs::remove_file(&file)
                .and_then(|()| fs::copy(folder.join("file.rs"), &file))
                .map_err(fault)?;
            let rustc = self.built.toolchain.join("bin/rustc");
            let out = folder.join("out");
            let mut command = match self.containment {
                Containment::AnotherUser => apart::compiler(&rustc, &COMPILER, &out),
                _ => Command::new(rustc),
            };
            command.current_dir(&course).env("CARGO_PKG_NAME", &exercise.name);
            command.args(self.rustc(exercise, parts, &out, &self.built.libraries));
            command
        };
        let done = run_within(&mut command, COMPILING, LATER * COMPILING, None)?;
        if done.code == Some(0) {
            return Ok(None);
        }
        let messages = done.stderr.lines().filter_map(|line| serde_json::from_str(line).ok());
        let errors = messages.filter(|it: &Value| it["level"] == "error");
        // Errors that have a place are about the code; the others say how many there were.
        let (placed, other): (Vec<_>, Vec<_>) =
            errors.partition(|it| it["spans"].as_array().is_some_and(|all| !all.is_empty()));
        let rendered = |it: &Value| it["rendered"].as_str().map(str::to_owned);
        let mut errors: Vec<_> = placed.iter().filter_map(rendered).collect();
        if errors.is_empty() {
            let said: Vec<_> = other.iter().filter_map(rendered).collect();
            let sentence = match done.stopped {
                Some(why) => format!("The compiler {why}, and was stopped."),
                None if done.is_by_signal() => {
                    "The compiler used too much of the processor, the memory or \
                                                the disk, and was stopped."
                        .to_owned()
                }
                None if !said.is_empty() => said.concat(),
                None => return Err(format!("The compiler fails: {}", last(&done.stderr))),
            };
            errors.push(sentence);
        }
        errors.truncate(ERRORS_SHOWN);
        Ok(Some(Judged::Verdict(Verdict::DoesNotCompile(errors))))
    }

    /// What the compiler is asked for.
    fn rustc(
        &self,
        exercise: &Exercise,
        parts: &Parts,
        out: &Path,
        libraries: &Path,
    ) -> Vec<OsString> {
        let main = format!("exercises/{}/src/main.rs", exercise.folder());
        let mut arguments: Vec<OsString> = ["--crate-name", &exercise.name, "--edition", "2024"]
            .into_iter()
            .chain([
                "--crate-type",
                "bin",
                "--emit",
                "link",
                "-C",
                "debuginfo=0",
                "-F",
                "unsafe-code",
            ])
            // The standard library is not linked anew each time, which would take longest.
            .chain(["-C", "prefer-dynamic", "--error-format", "json", "-C"])
            .map(Into::into)
            .collect();
        let mut add = |before: &str, path: PathBuf| {
            let mut argument = OsString::from(before);
            argument.push(path);
            arguments.push(argument);
        };
        add("link-arg=-Wl,-rpath,", self.standard_library());
        add("-Ldependency=", libraries.to_owned());
        for (name, file) in &parts.externs {
            add(&format!("--extern={name}="), libraries.join(file));
        }
        add("-o", out.join(&exercise.name));
        arguments.extend(["--json", "diagnostic-rendered-ansi", &main].map(Into::into));
        arguments
    }

    /// Where the standard library is.
    fn standard_library(&self) -> PathBuf {
        let toolchain: &Path = if self.containment.is_contained() {
            "/toolchain".as_ref()
        } else {
            &self.built.toolchain
        };
        toolchain.join(format!("lib/rustlib/{}/lib", self.built.target))
    }

    /// Has the program judged.
    fn run(
        &self,
        exercise: &Exercise,
        parts: &Parts,
        folder: &Path,
        program: &Path,
    ) -> Result<Judged> {
        let own = format!("exercises/{}", exercise.folder());
        let apart = (self.containment == Containment::AnotherUser).then(apart::users);
        let mut command = if self.containment.is_contained() {
            let place = format!("/judged/{}", exercise.name);
            let mut sandbox = Sandbox::new(&[("core", 0)]);
            sandbox.system().arguments(["--ro-bind", "/etc", "/etc", "--proc", "/proc"]);
            sandbox.devices(&self.built.devices).some_devices(self.built.tun.as_slice());
            sandbox.arguments(["--size", "536870912", "--tmpfs", "/tmp"]);
            sandbox.arguments(["--size", "268435456", "--tmpfs", "/dev/shm"]);
            sandbox.reads(&self.built.course, "/course");
            sandbox.reads(&self.built.toolchain.join("lib"), "/toolchain/lib");
            sandbox.reads(&parts.test, "/grader/test");
            sandbox.reads(&self.built.launcher, "/grader/launch");
            sandbox.reads(program, &place).writes(&folder.join("records"), "/records");
            if let Some(reference) = &parts.reference {
                sandbox.reads(reference, "/grader/reference");
                sandbox.variable("SOCKLINGS_REFERENCE", "/grader/reference");
                sandbox.variable("SOCKLINGS_SEED", self.seed.to_string());
            }
            sandbox.variable("SOCKLINGS_PROGRAM", &place);
            sandbox.variable("SOCKLINGS_RECORDS", "/records/records");
            sandbox.variable("SOCKLINGS_LAUNCHER", "/grader/launch");
            sandbox.variable("SOCKLINGS_LIBRARIES", self.standard_library());
            sandbox.variable("CARGO_MANIFEST_DIR", format!("/course/{own}"));
            sandbox.variable("INSTA_UPDATE", "no").variable("RUST_BACKTRACE", "0");
            sandbox.variable("PATH", PATH);
            sandbox.variable("TMPDIR", "/tmp").arguments(["--remount-ro", "/"]);
            sandbox.arguments(["--chdir", &format!("/course/{own}"), "--", "/grader/test"]);
            sandbox.command()
        } else {
            let mut command = Command::new(&parts.test);
            if let Some(users) = &apart {
                apart::test(&mut command, self.built, folder, users)?;
            }
            if let Some(reference) = &parts.reference {
                command.env("SOCKLINGS_REFERENCE", reference);
                command.env("SOCKLINGS_SEED", self.seed.to_string());
            }
            command.env("SOCKLINGS_PROGRAM", program);
            command.env("SOCKLINGS_RECORDS", folder.join("records/records"));
            command.env("CARGO_MANIFEST_DIR", self.built.course.join(&own));
            command.env("INSTA_UPDATE", "no").env_remove("CI").env_remove("MISTAKE");
            command.current_dir(self.built.course.join(&own));
            command
        };
        let rest = self.until.map(|it| it.saturating_duration_since(Instant::now()));
        let most = rest.unwrap_or(LATER * JUDGING);
        let done = run_within(&mut command, JUDGING.min(most), most, apart.as_ref());
        if let Some(users) = &apart {
            // Whatever has become of the test: nothing that the programs have started is left.
            users::end_all(users);
        }
        let done = done?;
        if let Some(why) = done.stopped {
            return Ok(Judged::Stopped(format!("The program {why}, and was stopped.")));
        }
        let records = match left(&folder.join("records/records"))? {
            Left::File(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            _ => return Err(format!("Nothing was judged: {}", last(&done.stderr))),
        };
        let records = grader::parse_records(&records)?;
        check::are_complete(exercise, &records)?;
        Ok(Judged::Verdict(Verdict::Judged { records, warnings: Vec::new() }))
    }
}

/// The last words of some output.
fn last(text: &str) -> String {
    let text = text.trim();
    let text = text.lines().last().unwrap_or("it says nothing");
    text.chars().filter(|it| !it.is_control()).take(300).collect()
}

/// What came of a command.
struct Done {
    code: Option<i32>,
    stderr: String,
    stopped: Option<&'static str>,
}

impl Done {
    fn is_by_signal(&self) -> bool {
        self.code.is_none_or(|code| code > 128)
    }
}

/// Runs a command to its end, but no longer than this, and with no more memory than it may have. The time in
/// which it waits for a processor does not count, until there is no more time at all. Programs that it starts
/// may be these users'.
fn run_within(
    command: &mut Command,
    limit: Duration,
    most: Duration,
    users: Option<&std::ops::Range<u32>>,
) -> Result<Done> {
    std::os::unix::process::CommandExt::process_group(command, 0);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child =
        command.spawn().map_err(|error| format!("The sandbox cannot be started: {error}."))?;
    let process = Process::new(child.id());
    let pipe = child.stderr.take();
    let reader = thread::spawn(move || {
        let mut kept = Vec::new();
        if let Some(mut pipe) = pipe {
            let _ = pipe.by_ref().take(KEPT).read_to_end(&mut kept);
            let _ = std::io::copy(&mut pipe, &mut std::io::sink());
        }
        String::from_utf8_lossy(&kept).into_owned()
    });
    let begun = Instant::now();
    let mut looked = begun;
    let (mut waited, mut starved) = (Duration::ZERO, Duration::ZERO);
    let mut pause = Duration::from_millis(1);
    let mut stopped = None;
    let status = loop {
        let status = child.try_wait().map_err(|error| format!("The sandbox: {error}."))?;
        if let Some(status) = status {
            break Some(status);
        }
        if STOP.load(Ordering::Relaxed) {
            end(&mut child);
            return Err("The grading was stopped.".to_owned());
        }
        if begun.elapsed() > (limit + starved).min(most) {
            stopped = Some("had not come to its end in time");
        } else if looked.elapsed() > BETWEEN {
            // Several may have waited at the same time.
            let before = std::mem::replace(&mut waited, process.waited_for_a_processor());
            starved += waited.saturating_sub(before).min(looked.elapsed());
            looked = Instant::now();
            let mut used = Used::default();
            used.add(process);
            if used.memory > MEMORY {
                stopped = Some("took more memory than it may have");
            } else if used.processes > PROCESSES {
                stopped = Some("made more processes than it may have");
            }
        }
        if stopped.is_some() {
            // Who starts processes without end is quicker than whoever ends them one by one.
            users.into_iter().for_each(users::end_all);
            end(&mut child);
            break None;
        }
        thread::sleep(pause);
        pause = (pause * 2).min(LONGEST_PAUSE);
    };
    let stderr = reader.join().unwrap_or_default();
    Ok(Done { code: status.and_then(|it| it.code()), stderr, stopped })
}

/// Kills a sandbox: with its first process, all others end.
fn end(child: &mut Child) {
    Process::new(child.id()).end_with_descendants();
    let _ = child.wait();
}

/// What a process and all that it has started use.
#[derive(Default)]
struct Used {
    processes: usize,
    /// In bytes, without what they share.
    memory: u64,
}

impl Used {
    fn add(&mut self, process: Process) {
        self.processes += 1;
        if self.processes > PROCESSES {
            return;
        }
        let folder = format!("/proc/{}", process.id());
        let status = fs::read_to_string(format!("{folder}/status")).unwrap_or_default();
        let number = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.trim().strip_suffix(" kB")?.parse::<u64>().ok()
        };
        let kilobytes =
            number("RssAnon:").unwrap_or_default() + number("RssShmem:").unwrap_or_default();
        self.memory += kilobytes * 1024;
        // A thread has children of its own.
        for thread in fs::read_dir(format!("{folder}/task")).into_iter().flatten().flatten() {
            let ids = fs::read_to_string(thread.path().join("children")).unwrap_or_default();
            let ids = ids.split_whitespace().filter_map(|id| id.parse().ok());
            ids.map(Process::new).for_each(|child| self.add(child));
        }
    }
}
