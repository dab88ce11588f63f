//! Stories that nobody has written: those that cover an exercise's spaces, and those that are made from
//! a seed, so that a memorised answer does not pass.
//!
//! A learner has no reference program. So the reference's answers to the covering stories, and to the
//! stories of one seed, are committed. Where the reference is at hand, any seed will do.

use fastrand::Rng;

use crate::answers::{self, Told, single};
use crate::array;
use crate::disguise::{disguised, reference, seed};
use crate::ended::Ended;
use crate::exercise::{Bench, GradedTest};
use crate::failure::Failure;
use crate::lesson;
use crate::program::Program;
use crate::space::{self, Case, Space};
use crate::stories::snapshot;

/// Makes the text of a story from random numbers.
pub type Generator = fn(&mut Rng) -> String;

/// How many stories a fresh seed makes.
pub const STORIES: u64 = 64;

/// How many stories have committed answers. A learner waits for them, so they are fewer.
pub const COMMITTED: u64 = 24;

/// The seed whose answers are committed.
pub const COMMITTED_SEED: u64 = 1;

/// The first stories of a seed.
fn stories(generator: Generator, seed: u64, count: u64) -> Vec<String> {
    let one = |number| {
        let mut rng = Rng::with_seed(seed.wrapping_mul(STORIES).wrapping_add(number));
        format!("story: generated, seed {seed}, number {number}\n{}\n", generator(&mut rng))
    };
    (0..count).map(one).collect()
}

/// So many stories are played by one start, where a fresh seed makes many.
const PART: usize = 64;

/// Each of some stories with the reference's answer to it. Each time that it is started it has its own
/// deadline, so it is given a part of them at a time.
fn told_by(reference: &Program, stories: Vec<String>) -> Result<Vec<Told>, String> {
    let mut all = Vec::new();
    for part in stories.chunks(PART) {
        let (traces, run) = reference.play_text(&part.concat())?;
        if run.ended != Ended::Exited(0) {
            return Err(format!("the reference: {}", lesson::ending(&run.ended)));
        }
        let told = |(story, trace): (&String, _)| Told {
            story: story.clone(),
            answer: answers::of(trace),
        };
        all.extend(part.iter().zip(single(&traces)).map(told));
    }
    Ok(all)
}

/// The stories of a seed, with the reference's answers. Beside the generator's own there are some of
/// each space.
pub(crate) fn told_of_seed(
    exercise: &GradedTest,
    reference: &Program,
    generator: Generator,
    seed: u64,
) -> Result<Vec<Told>, String> {
    let mut all = stories(generator, seed, STORIES);
    for space in exercise.spaces {
        let cases = array::by_chance(space, &mut Rng::with_seed(seed), STORIES as usize);
        all.extend(cases.iter().map(|case| Case::new(space, case).story()));
    }
    told_by(reference, all)
}

/// What is committed of the generated stories.
pub(crate) fn committed_of_seed(
    reference: &Program,
    generator: Generator,
) -> Result<String, String> {
    let told = told_by(reference, stories(generator, COMMITTED_SEED, COMMITTED))?;
    let one = |(number, told): (usize, &Told)| format!("story: {number}\n{}", told.answer);
    Ok(told.iter().enumerate().map(one).collect())
}

/// What is committed of a space: its cases, with the reference's answers. Cases that are committed are
/// kept for as long as they cover it.
pub(crate) fn committed_of_space(
    exercise: &str,
    reference: &Program,
    space: &Space,
) -> Result<String, String> {
    let kept = space.cases(exercise).ok().filter(|cases| array::covers(space, cases));
    let cases = kept.unwrap_or_else(|| array::cases(space));
    let stories = cases.iter().map(|case| Case::new(space, case).story()).collect();
    let told = told_by(reference, stories)?;
    let one = |(case, told): (&Vec<u8>, &Told)| {
        format!("story: {}\n{}", space::digits(case), told.answer)
    };
    Ok(cases.iter().zip(&told).map(one).collect())
}

impl Bench<'_> {
    /// Plays generated stories, whose answers are committed, or come from the reference at hand.
    ///
    /// # Errors
    ///
    /// The first difference.
    pub fn plays_generated(&self, generator: Generator) -> Result<(), Failure> {
        let name = self.exercise.name;
        let told = match reference()? {
            Some(reference) => {
                told_of_seed(self.exercise, &reference, generator, seed(COMMITTED_SEED)?)?
            }
            None => {
                let text = committed(name, "generated")?;
                let stories = stories(generator, COMMITTED_SEED, COMMITTED).into_iter();
                let answers = single(&text).map(answer);
                stories.zip(answers).map(|(story, answer)| Told { story, answer }).collect()
            }
        };
        self.answers(&told, &format!("{name}-generated"))
    }

    /// Plays the stories that cover a space.
    ///
    /// # Errors
    ///
    /// The shortest one that differs.
    pub fn covers(&self, space: &Space) -> Result<(), Failure> {
        let name = self.exercise.name;
        let text = committed(name, &space.snapshot())?;
        let told = single(&text).map(|one| {
            let case = space.case(one.lines().next().unwrap_or_default())?;
            Ok(Told { story: Case::new(space, &case).story(), answer: answer(one) })
        });
        let mut told: Vec<_> = told.collect::<Result<_, String>>()?;
        if let Some(reference) = reference()? {
            let seed = seed(COMMITTED_SEED)?;
            let stories = told.iter().map(|it| disguised(&it.story, seed)).collect();
            told = told_by(&reference, stories)?;
        }
        self.answers(&told, &format!("{name}-{}", space.name))
    }

    /// A teacher's machine may be busy with many programs, a learner's is not.
    fn answers(&self, told: &[Told], name: &str) -> Result<(), Failure> {
        let at_a_time = if reference()?.is_some() { PART } else { told.len() };
        answers::judge(self.program, told, at_a_time, name)
    }
}

/// The text of committed answers. Insta keeps no more than one line's end behind them.
fn committed(exercise: &str, name: &str) -> Result<String, String> {
    Ok(format!("{}\n", snapshot(exercise, name)?.trim_end()))
}

/// An answer without its first line.
fn answer(one: &str) -> String {
    one.split_once('\n').map_or("", |(_, answer)| answer).to_owned()
}
