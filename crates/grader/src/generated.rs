//! Stories made from a seed, so that a memorised answer does not pass.
//!
//! A learner has no reference program. So the answers to the stories of one seed are committed: for
//! each step a short digest of what it should give. A digest tells a right step from a wrong one and
//! shows nothing. Where the reference is at hand, any seed will do.

use std::env;
use std::path::PathBuf;

use fastrand::Rng;

use crate::built;
use crate::difference::{Excerpt, without_rows};
use crate::exercise::Bench;
use crate::failure::Failure;
use crate::files;
use crate::lesson;
use crate::program::{Ended, Program};
use crate::stories::{difference, snapshot, written_traces};

/// Makes the text of a story from random numbers.
pub type Generator = fn(&mut Rng) -> String;

/// How many stories a fresh seed makes.
pub const STORIES: u64 = 64;

/// How many stories have committed answers. A learner waits for them, so they are fewer.
pub const COMMITTED: u64 = 24;

/// The seed whose answers are committed.
pub const COMMITTED_SEED: u64 = 1;

/// The first stories of a seed, as one text.
pub fn stories(generator: Generator, seed: u64, count: u64) -> String {
    let one = |number| {
        let mut rng = Rng::with_seed(seed.wrapping_mul(STORIES).wrapping_add(number));
        format!("story: generated, seed {seed}, number {number}\n{}\n", generator(&mut rng))
    };
    (0..count).map(one).collect()
}

/// The texts of single traces.
fn single(text: &str) -> impl Iterator<Item = &str> {
    text.split("story: ").skip(1)
}

/// The answers that are committed: a line for each story, a digest for each step.
pub fn answers(text: &str) -> String {
    single(text).map(|trace| digests(trace).join(" ") + "\n").collect()
}

/// A digest for each finished step of a trace's text.
fn digests(trace: &str) -> Vec<String> {
    let steps = trace.split("\n\n").skip(1);
    // A step that the program did not finish has its first line alone. So has a given step after
    // which the table is empty.
    let finished = steps.map_while(|step| match step.trim_end().split_once('\n') {
        Some((_, gave)) => Some(gave),
        None => step.contains(". given: ").then_some(""),
    });
    finished.map(digest).collect()
}

/// Eight hexadecimal digits of the FNV-1a hash of a step's result and rows, word by word: how wide a
/// column is must not matter. It stays the same on every machine and with every Rust; std's hashers
/// don't promise that.
fn digest(gave: &str) -> String {
    let bytes = gave.split_whitespace().flat_map(|word| word.bytes().chain([b' ']));
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{:08x}", hash >> 32)
}

impl Bench<'_> {
    /// Plays generated stories, whose answers are committed, or come from the reference at hand.
    ///
    /// # Errors
    ///
    /// The first difference.
    pub fn plays_generated(&self, generator: Generator) -> Result<(), Failure> {
        judge(self, generator)
    }
}

/// Judges a program by generated stories: by the reference if SOCKLINGS_REFERENCE names it, with the
/// seed in SOCKLINGS_SEED; by the committed answers otherwise.
fn judge(bench: &Bench<'_>, generator: Generator) -> Result<(), Failure> {
    let Some(reference) = env::var_os("SOCKLINGS_REFERENCE").map(PathBuf::from) else {
        return judge_by_answers(bench, generator);
    };
    let seed = seed(COMMITTED_SEED)?;
    if !reference.is_file() {
        let sentence =
            format!("SOCKLINGS_REFERENCE names {}, which is not there", reference.display());
        return Err(Failure::Fault(sentence));
    }
    let told = Told::by(&Program::new(reference), generator, seed)?;
    told.compare(bench.program)
}

/// The seed that SOCKLINGS_SEED names, or else this one.
pub(crate) fn seed(otherwise: u64) -> Result<u64, String> {
    let Some(seed) = env::var_os("SOCKLINGS_SEED") else { return Ok(otherwise) };
    let seed = seed.to_string_lossy();
    seed.parse().map_err(|_| format!("SOCKLINGS_SEED is `{seed}`; it takes a number"))
}

/// The stories of a seed, and what the reference made of them.
#[derive(Debug)]
pub struct Told {
    stories: String,
    expected: String,
}

impl Told {
    /// Has the reference play the stories of a seed.
    pub fn by(reference: &Program, generator: Generator, seed: u64) -> Result<Self, Failure> {
        let stories = stories(generator, seed, STORIES);
        let (expected, run) = reference.play_text(&stories)?;
        if run.ended != Ended::Exited(0) {
            return Err(Failure::Fault(format!("the reference: {}", lesson::ending(&run.ended))));
        }
        Ok(Self { stories, expected })
    }

    /// Compares a program with the reference.
    ///
    /// # Errors
    ///
    /// The first difference.
    pub fn compare(&self, program: &Program) -> Result<(), Failure> {
        let (yours, run) = program.play_text(&self.stories)?;
        let mut yours = single(&yours);
        for expected in single(&self.expected) {
            let [yours, expected] =
                [yours.next().unwrap_or_default(), expected].map(|text| format!("story: {text}"));
            if let Some(difference) = difference(&yours, &expected, &run)? {
                return Err(Failure::Differs(Box::new(difference)));
            }
        }
        if run.ended == Ended::Exited(0) { Ok(()) } else { Err(Failure::Ended(run.ended)) }
    }
}

fn judge_by_answers(bench: &Bench<'_>, generator: Generator) -> Result<(), Failure> {
    let answers = snapshot(bench.exercise.name, "generated")?;
    let text = stories(generator, COMMITTED_SEED, COMMITTED);
    let (yours, run) = bench.program.play_text(&text)?;
    let mut yours = single(&yours);
    for (number, line) in answers.lines().enumerate() {
        let trace = yours.next().unwrap_or_default();
        let digests = digests(trace);
        let answers: Vec<_> = line.split(' ').collect();
        for (index, answer) in answers.iter().enumerate() {
            match digests.get(index) {
                Some(digest) if digest == answer => {}
                Some(_) => {
                    let step = (index, answers.len());
                    return Err(wrong_step(bench, &text, number, trace, step));
                }
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
    trace: &str,
    (index, of): (usize, usize),
) -> Failure {
    let story = single(text).nth(number).unwrap_or_default();
    let name = format!("{}-{number}.story", bench.exercise.name);
    let file = built::keep(&name, &format!("story: {story}"));
    let trace = match written_traces(&format!("story: {trace}")) {
        Ok(traces) => traces.into_iter().next().unwrap_or_default(),
        Err(failure) => return failure,
    };
    let excerpt = Excerpt {
        number: index + 1,
        of,
        before: trace.steps.iter().take(index).map(without_rows).collect(),
        yours: trace.steps.get(index).cloned(),
        expected: None,
        ended: None,
        story: trace.story,
    };
    Failure::Generated(Box::new(excerpt), file.map(|file| files::shown(&file)))
}
