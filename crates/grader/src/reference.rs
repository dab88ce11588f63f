//! Proves the grader itself, where the reference is at hand.

use std::collections::HashSet;
use std::env;
#[cfg(unix)]
use std::ffi::OsString;
use std::fmt::Write;
use std::iter;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::answers::{self, Told};
use crate::built;
use crate::disguise;
use crate::ended::Ended;
use crate::exercise::{Check, GradedTest};
use crate::generated::{self, Generator};
use crate::lesson;
use crate::libtest::tell_people;
use crate::program::{Program, Run};
use crate::record::Outcome;
use crate::stories::{story_names, story_path};

/// The traces of the reference, each with the name of its snapshot: one for each story, and the
/// answers to the generated ones.
///
/// # Errors
///
/// A sentence, if a story can't be played.
pub fn reference_traces(
    exercise: &GradedTest,
    generator: Option<&Generator>,
) -> Result<Vec<(String, String)>, String> {
    let program = exercise.built()?;
    let name = exercise.name;
    let trace = |what: &str, played: Result<(String, Run), String>| match played {
        Ok((text, run)) if run.ended == Ended::Exited(0) => Ok(text),
        Ok((_, run)) => Err(format!("{what}: {}", lesson::ending(&run.ended))),
        Err(sentence) => Err(format!("{what}: {sentence}")),
    };
    let mut all = Vec::new();
    for story in story_names(name) {
        all.push((
            format!("{name}__{story}"),
            trace(&story, program.play(&story_path(name, &story)))?,
        ));
    }
    for space in exercise.spaces {
        let answers = generated::committed_of_space(name, &program, space)?;
        all.push((format!("{name}__{}", space.snapshot()), answers));
    }
    if let Some(generator) = generator {
        let answers = generated::committed_of_seed(&program, *generator)?;
        all.push((format!("{name}__generated"), answers));
    }
    Ok(all)
}

/// Whether every known mistake fails and is told its own name, every check of the exercise is failed
/// by one of them, and generated stories catch the mistakes too. In CI all mistakes are tried;
/// elsewhere the first of them, as many as half a second allows, or one.
///
/// # Errors
///
/// All that does not hold, a line each.
pub fn mistakes_are_told(
    exercise: &GradedTest,
    generator: Option<&Generator>,
) -> Result<(), String> {
    let mut wrong = String::new();
    let name = exercise.name;
    let in_a_trace = exercise.mistakes.iter().map(|mistake| mistake.name);
    let mistakes: Vec<_> = in_a_trace.chain(exercise.seen.iter().copied()).collect();
    if mistakes.is_empty() {
        let _ = writeln!(wrong, "{name}: no known mistake; tests/mistakes/{name}/ is for them");
    }
    let seed = disguise::seed(FIXED_SEED)?;
    let right = exercise.built()?;
    let program = Program::new(built::program(&format!("{name}-mistakes"))?);
    let told =
        generator.map(|generator| generated::told_of_seed(exercise, &right, *generator, seed));
    let told = told.transpose()?;
    // In CI all are tried. Elsewhere the first are, and no other ones by luck: one that waits long would be
    // long for whoever draws it.
    let all = env::var_os("CI").is_some();
    let start = Instant::now();
    // Each mistake is a program of its own, so they can be tried beside each other.
    let (next, failed_checks) = (AtomicUsize::new(0), Mutex::new(HashSet::new()));
    let work = || -> Vec<(usize, String)> {
        let numbers = iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed));
        // One that is judged on the real kernel may wait for a deadline, so one must do.
        let in_time =
            |number: &usize| all || *number == 0 || (told.is_some() && start.elapsed() < BUDGET);
        let mine = numbers.take_while(in_time);
        let mine = mine.map_while(|number| Some((number, *mistakes.get(number)?)));
        let told = told.as_deref().map(|told| (told, seed));
        let tried = mine.map(|(number, mistake)| {
            let once = || try_mistake(exercise, &program, mistake, told, &failed_checks, all);
            let complaints = once();
            // A busy machine may hide once what happens on the real kernel. That is said: where it
            // happens often, the check is to be mended.
            let again = told.is_none() && !complaints.is_empty();
            let complaints = if again { once() } else { complaints };
            if again && complaints.is_empty() {
                tell_people(&format!("{name}, {mistake}: told only when it was tried again"));
            }
            (number, complaints)
        });
        tried.collect()
    };
    let mut tried: Vec<_> = thread::scope(|scope| {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        // What is judged on the real kernel waits for most of its time. With more of them at once, the clocks
        // of some checks say again and again that the machine was too slow.
        let workers = if told.is_none() { 2 * cores } else { cores };
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a worker")).collect()
    });
    tried.sort();
    tried.iter().for_each(|(_, complaints)| wrong.push_str(complaints));
    let failed_checks = failed_checks.into_inner().unwrap_or_default();
    let (tried, known) = (tried.len(), mistakes.len());
    if tried < known {
        tell_people(&format!("skipped: {name}: {} of {known} known mistakes", known - tried));
    } else if all {
        let is_idle = |check: &&Check| !failed_checks.contains(check.name);
        for check in exercise.checks.iter().filter(is_idle) {
            let _ = writeln!(wrong, "{name}: no known mistake fails {}", check.name);
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// Whether a program that is told something that is no text says so, and does not panic.
///
/// # Errors
///
/// A sentence, if not.
#[cfg(unix)]
pub fn no_text_is_no_panic(exercise: &GradedTest) -> Result<(), String> {
    use std::os::unix::ffi::OsStringExt;
    let no_text = || OsString::from_vec(vec![0xff]);
    for arguments in [vec![no_text()], vec!["--root".into(), no_text()]] {
        let run = exercise.built()?.run(arguments)?;
        let has_said = !run.stderr.is_empty() && run.panic().is_none();
        if !has_said || !matches!(run.ended, Ended::Exited(1 | 2)) {
            return Err(format!(
                "{}: {}\n{}",
                exercise.name,
                lesson::ending(&run.ended),
                run.stderr
            ));
        }
    }
    Ok(())
}

/// The seed of the stories that each known mistake must fail, unless SOCKLINGS_SEED names another.
/// What `cargo test` asks must not depend on luck.
const FIXED_SEED: u64 = 2;

/// How long known mistakes are tried where not all need to be.
const BUDGET: Duration = Duration::from_millis(500);

/// So many checks on the kernel look at one known mistake side by side.
const AT_ONCE: usize = 4;

/// Judges a known mistake: by the checks, up to the first that fails, and by the generated stories of
/// a seed. Returns what is wrong with that, a line each.
///
/// What is behind the first that fails is of interest only if `all` mistakes are tried: then no check
/// on the model may tell another name, and on the kernel, where a check takes long, those are run that
/// no mistake has failed yet.
fn try_mistake(
    exercise: &GradedTest,
    program: &Program,
    mistake: &str,
    told: Option<(&[Told], u64)>,
    failed_checks: &Mutex<HashSet<&'static str>>,
    all: bool,
) -> String {
    let name = exercise.name;
    let program = program.with_mistake(mistake);
    let lock = || failed_checks.lock().unwrap_or_else(PoisonError::into_inner);
    let (mut first, mut not_checked) = (None, false);
    let mut others = String::new();
    // Where one mistake stands for all, its checks need not wait for each other.
    let at_once = if all || !exercise.spaces.is_empty() { 1 } else { AT_ONCE };
    for checks in exercise.checks.chunks(at_once) {
        let is_known = |check: &Check| exercise.spaces.is_empty() && lock().contains(check.name);
        let is_of_interest = |check: &&Check| first.is_none() || (all && !is_known(check));
        let checks: Vec<_> = checks.iter().filter(is_of_interest).collect();
        for (check, record) in checks.iter().zip(exercise.records(&checks, &program)) {
            if record.outcome == Outcome::NotChecked {
                // Another machine tells whether a mistake fails it.
                not_checked = true;
                lock().insert(check.name);
            } else if record.outcome != Outcome::Passed {
                lock().insert(check.name);
                if let Some(other) = record.mistake.as_deref().filter(|told| *told != mistake) {
                    others.push_str(&format!("{name}, {mistake}: {} tells {other}\n", check.name));
                }
                first.get_or_insert(record);
            }
        }
    }
    let mut wrong = String::new();
    match first {
        None if not_checked => {
            tell_people(&format!("not checked here: {name}, {mistake}"));
        }
        None => {
            let _ = writeln!(wrong, "{name}, {mistake}: passes all checks");
        }
        Some(first) if first.mistake.as_deref() != Some(mistake) => {
            let told = first.mistake.as_deref().unwrap_or("nothing");
            let _ = writeln!(wrong, "{name}, {mistake}: is told {told}\n{}", first.text());
        }
        // Another name is wrong, whichever check tells it. On the kernel a check sees what it can see.
        Some(_) if !exercise.spaces.is_empty() => wrong.push_str(&others),
        Some(_) => {}
    }
    if let Some((told, seed)) = told
        && !exercise.seen.contains(&mistake)
        && answers::judge(&program, told, told.len(), &format!("{name}-{mistake}")).is_ok()
    {
        let _ = writeln!(wrong, "{name}, {mistake}: passes the generated stories of seed {seed}");
    }
    wrong
}
