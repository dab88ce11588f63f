//! Stories made from a seed, so that a memorised answer does not pass.
//!
//! A learner has no reference program. So the answers to the stories of one seed are committed: for
//! each step a short digest of what it should give. A digest tells a right step from a wrong one and
//! shows nothing. Where the reference is at hand, any seed will do.

use std::env;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use fastrand::Rng;
use netstack::{Step, Trace};

use crate::difference::Difference;
use crate::exercise::{self, Bench, Failure};
use crate::lesson;
use crate::program::{Ended, Program};
use crate::root;

/// Makes the text of a story from random numbers.
pub type Generator = fn(&mut Rng) -> String;

/// How many stories a seed makes.
pub const STORIES: u64 = 64;

/// The seed whose answers are committed.
pub const COMMITTED_SEED: u64 = 1;

/// The stories of a seed, as one text.
pub fn stories(generator: Generator, seed: u64) -> String {
    let one = |number| {
        let mut rng = Rng::with_seed(seed.wrapping_mul(STORIES).wrapping_add(number));
        format!("story: generated, seed {seed}, number {number}\n{}\n", generator(&mut rng))
    };
    (0..STORIES).map(one).collect()
}

/// The answers that are committed: a line for each story, a digest for each step.
pub fn answers(traces: &[Trace]) -> String {
    let mut text = String::new();
    for trace in traces {
        let digests: Vec<_> = trace.steps.iter().map(digest).collect();
        let _ = writeln!(text, "{}", digests.join(" "));
    }
    text
}

/// Eight hexadecimal digits of the FNV-1a hash of a step's result and rows. It must stay the same
/// on every machine and with every Rust; std's hashers don't promise that.
fn digest(step: &Step) -> String {
    let mut text = format!("{:?}", step.result);
    for row in &step.rows {
        // The cells, not the row as it is printed: how wide a column is must not matter.
        let _ = write!(text, "\n{}", row.cells().join("|"));
    }
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{:08x}", hash >> 32)
}

/// Judges a program by generated stories: by the reference if SOCKLINGS_REFERENCE names it, with the
/// seed in SOCKLINGS_SEED; by the committed answers otherwise.
pub(crate) fn judge(bench: &Bench<'_>, generator: Generator) -> Result<(), Failure> {
    let Some(reference) = env::var_os("SOCKLINGS_REFERENCE").map(PathBuf::from) else {
        return judge_by_answers(bench, generator);
    };
    let seed = env::var("SOCKLINGS_SEED").unwrap_or_else(|_| COMMITTED_SEED.to_string());
    let seed =
        seed.parse().map_err(|_| format!("SOCKLINGS_SEED is `{seed}`; it takes a number"))?;
    if !reference.is_file() {
        let sentence =
            format!("SOCKLINGS_REFERENCE names {}, which is not there", reference.display());
        return Err(Failure::Fault(sentence));
    }
    let told = Told::by(&Program::new(reference), generator, seed, bench.exercise.scratch)?;
    told.compare(bench.program)
}

/// The stories of a seed, and what the reference made of them.
#[derive(Debug)]
pub struct Told {
    stories: tempfile::NamedTempFile,
    expected: Vec<Trace>,
}

impl Told {
    /// Has the reference play the stories of a seed.
    pub fn by(
        reference: &Program,
        generator: Generator,
        seed: u64,
        scratch: &str,
    ) -> Result<Self, Failure> {
        let file = tempfile::NamedTempFile::new_in(scratch);
        let file = file.map_err(|error| format!("{scratch} cannot be written: {error}"))?;
        write(file.path(), &stories(generator, seed))?;
        let (expected, run) = reference.play(file.path())?;
        if run.ended != Ended::Exited(0) {
            return Err(Failure::Fault(format!("the reference: {}", lesson::ending(&run.ended))));
        }
        Ok(Self { stories: file, expected })
    }

    /// Compares a program with the reference.
    ///
    /// # Errors
    ///
    /// The first difference.
    pub fn compare(&self, program: &Program) -> Result<(), Failure> {
        let (yours, run) = program.play(self.stories.path())?;
        let mut yours = yours.into_iter();
        for expected in &self.expected {
            let yours = yours.next().unwrap_or_default();
            if let Some(difference) = Difference::first(yours, expected.clone(), &run) {
                return Err(Failure::Differs(Box::new(difference)));
            }
        }
        if run.ended == Ended::Exited(0) { Ok(()) } else { Err(Failure::Ended(run.ended)) }
    }
}

fn judge_by_answers(bench: &Bench<'_>, generator: Generator) -> Result<(), Failure> {
    let answers = exercise::snapshot(bench.exercise.name, "generated")?;
    let folder = tempfile::tempdir().map_err(|error| format!("no temporary folder: {error}"))?;
    let file = folder.path().join("stories");
    let text = stories(generator, COMMITTED_SEED);
    write(&file, &text)?;
    let (traces, run) = bench.play(&file)?;
    let mut traces = traces.into_iter();
    for (number, line) in answers.lines().enumerate() {
        let trace = traces.next().unwrap_or_default();
        for (index, answer) in line.split(' ').enumerate() {
            let step = trace.steps.get(index).filter(|step| step.is_finished());
            match step {
                Some(step) if digest(step) == answer => {}
                Some(_) => return Err(wrong_step(bench, &text, number, &trace, index)),
                None => return Err(Failure::Ended(run.ended)),
            }
        }
    }
    if run.ended == Ended::Exited(0) { Ok(()) } else { Err(Failure::Ended(run.ended)) }
}

/// A step that is not as it should be. The right one is not known here.
fn wrong_step(
    bench: &Bench<'_>,
    text: &str,
    number: usize,
    trace: &Trace,
    index: usize,
) -> Failure {
    let name = bench.exercise.name;
    let file = Path::new(bench.exercise.scratch).join(format!("{name}-{number}.story"));
    let story = text.split("story: ").nth(number + 1).unwrap_or_default();
    if let Err(failure) = write(&file, &format!("story: {story}")) {
        return failure;
    }
    let mut shown = Trace { story: trace.story.clone(), steps: trace.steps.clone() };
    shown.steps.truncate(index + 1);
    let kept = shown.steps.len().saturating_sub(3);
    let words = shown.to_string();
    let words: Vec<_> = words.split("\n\n").skip(1 + kept).collect();
    Failure::Generated {
        story: trace.story.clone(),
        step: index + 1,
        steps: words.join("\n\n"),
        file: root::shown(&file),
    }
}

fn write(file: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(file, text).map_err(|error| {
        Failure::Fault(format!("{} cannot be written: {error}", root::shown(file)))
    })
}
