//! Gradescope's autograder: a zip file with all that is needed there, and what is done with it there.
//!
//! ```text
//! /autograder/source/        the zip file: setup.sh, run_autograder, autograder.json, course/
//! /autograder/built/         what setup.sh has built: the tests, the solutions, the compiler
//! /autograder/submission/    what a student has handed in
//! /autograder/submission_metadata.json
//! /autograder/results/       results.json
//! ```
//!
//! Gradescope's containers may make no namespaces. So programs run as another user (`apart.rs`), and every
//! result says so.

use std::fs::{self, Permissions};
use std::io::{Cursor, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

use grader::Outcome as Of;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use socklings::Result;
use socklings::course::{Course, Exercise};
use zip::write::SimpleFileOptions;

use crate::apart;
use crate::built::{self, Built};
use crate::class::{Class, Student, replace};
use crate::collect;
use crate::entries::{entries, shown};
use crate::export::reports;
use crate::grade::{all_files, outcome_of, points_of};
use crate::hand_out;
use crate::judge::{Containment, Judge};
use crate::marks::Rules;
use crate::replay::plain;
use crate::result::{MISSING, Outcome};

/// Gradescope's limit, unless somebody has changed it, is ten minutes. The rest is for what is not judging.
const MOST_SECONDS: u64 = 540;

/// What the zip file says of itself.
#[derive(Debug, Serialize, Deserialize)]
struct Autograder {
    exercises: Vec<String>,
    /// From this, and a submission's number, comes its seed. So nobody knows it before.
    secret: String,
    /// How long all judging of one submission may take.
    seconds: u64,
}

/// Writes the zip file: what to say of it.
///
/// # Errors
///
/// A sentence, if an exercise can't be judged there, or the file cannot be written.
pub fn pack(
    course: &Course,
    chosen: &[&Exercise],
    seconds: Option<u64>,
    to: &Path,
) -> Result<String> {
    let manifests = &course.workspace()?.manifests;
    // One on the model may need a network of its own all the same.
    let is_real = |it: &&&Exercise| {
        let manifest = manifests.get(&it.name);
        manifest.is_some_and(|it| !it.is_model || !it.needs.is_empty())
    };
    let real: Vec<_> = chosen.iter().filter(is_real).map(|it| it.name.as_str()).collect();
    if !real.is_empty() {
        return Err(format!(
            "On Gradescope these can't be judged: {}. Their checks look at a running program, and make networks, \
             which its containers do not allow. Leave them out with --exercises, and grade them at home: \
             `classroom collect` reads the zip file that Gradescope lets you download.",
            real.join(", ")
        ));
    }
    let unsolved = |it: &&&Exercise| !manifests.contains_key(&format!("{}-solution", it.name));
    if let Some(unsolved) = chosen.iter().find(unsolved) {
        return Err(format!(
            "The solution of {} is missing here. Without it, copied answers would not be noticed.",
            unsolved.name
        ));
    }
    let fault = |error: std::io::Error| format!("{}: {error}.", to.display());
    let mut parts = hand_out::parts(course, chosen)?;
    parts.push("crates/classroom".to_owned());
    for exercise in chosen {
        parts.push(format!("solutions/{}", exercise.folder()));
        // The solution's manifest names them.
        parts.push(format!("tests/mistakes/{}", exercise.name));
    }
    let mut files = Vec::new();
    parts.iter().for_each(|part| all_files(&course.root.join(part), &mut files));
    files.sort();
    files.dedup();

    let autograder = Autograder {
        exercises: chosen.iter().map(|it| it.name.clone()).collect(),
        secret: format!("{:016x}{:016x}", grader::Rng::new().u64(..), grader::Rng::new().u64(..)),
        seconds: seconds.unwrap_or(MOST_SECONDS),
    };
    let verbose = built::rustc(course, &["-vV"])?;
    let release = verbose.lines().find_map(|line| line.strip_prefix("release: "));
    let release = release.ok_or("rustc does not tell its version.")?;
    let setup = include_str!("../gradescope/setup.sh").replace("RUST", release);
    let description =
        serde_json::to_string_pretty(&autograder).map_err(|error| error.to_string())?;

    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, mode: u32, bytes: &[u8]| -> Result<()> {
        let options = SimpleFileOptions::default().unix_permissions(mode);
        let written = zip.start_file(name, options).map_err(|error| error.to_string());
        written.and_then(|()| zip.write_all(bytes).map_err(|error| error.to_string()))
    };
    add("setup.sh", 0o755, setup.as_bytes())?;
    add("run_autograder", 0o755, include_bytes!("../gradescope/run_autograder"))?;
    add("autograder.json", 0o600, description.as_bytes())?;
    for file in &files {
        let name = file.strip_prefix(&course.root).unwrap_or(file).to_string_lossy();
        // What was built, and what editors leave, is no part of the course.
        if name.split('/').any(|part| part == "target" || part.starts_with('.')) {
            continue;
        }
        add(&format!("course/{name}"), 0o644, &fs::read(file).map_err(fault)?)?;
    }
    let bytes = zip.finish().map_err(|error| error.to_string())?.into_inner();
    replace(to, &bytes)?;
    let points: u32 = chosen.iter().map(|it| points_of(it)).sum();
    Ok(format!(
        "{} has {} exercises and {} KiB. In Gradescope's settings of the assignment:\n  autograder points {points}, \
         container at least 1 CPU and 1.5 GB, a time limit above {} seconds.\nIt has the solutions in it: do not give it to \
         students.\n",
        to.display(),
        chosen.len(),
        bytes.len() / 1024,
        autograder.seconds
    ))
}

fn read(root: &Path) -> Result<Autograder> {
    let path = root.join("source/autograder.json");
    let text = fs::read(&path).map_err(|error| format!("{}: {error}.", path.display()))?;
    serde_json::from_slice(&text).map_err(|error| format!("{}: {error}.", path.display()))
}

/// Builds all that is needed there, once, and judges the solutions as students will be judged.
///
/// # Errors
///
/// A sentence, if something can't be judged there.
pub fn set_up(course: &Course, root: &Path) -> Result<()> {
    apart::is_possible()?;
    let autograder = read(root)?;
    let chosen = exercises(course, &autograder)?;
    let place = root.join("built");
    let fault = |error: std::io::Error| format!("{}: {error}.", place.display());
    fs::create_dir_all(&place).map_err(fault)?;
    let built = Built::at(course, &chosen, &place)?;
    apart::shut(&built)?;
    let judge = Judge {
        built: &built,
        seed: grader::Rng::new().u64(1..1 << 48),
        containment: Containment::AnotherUser,
        until: None,
    };
    for exercise in &chosen {
        let file = exercise.solution();
        let text =
            fs::read(course.root.join(&file)).map_err(|error| format!("{file}: {error}."))?;
        let outcome = outcome_of(&judge, "", exercise, &text);
        println!(
            "{}: the solution is judged in {} s: {}",
            exercise.name, outcome.seconds, outcome.state
        );
        if outcome.state != "passed" {
            let open = outcome.records().into_iter().filter(|it| it.outcome != Of::Passed);
            let open: Vec<_> = open.map(|it| plain(&it.text().to_string())).collect();
            return Err(format!(
                "Here the solution of {} is not passed, but: {}. {}\n{}",
                exercise.name,
                outcome.state,
                outcome.why.unwrap_or_default(),
                open.join("\n")
            ));
        }
    }
    let own = std::env::current_exe().and_then(|own| fs::copy(own, place.join("classroom")));
    own.map_err(fault)?;
    let text = serde_json::to_vec(&built).map_err(|error| error.to_string())?;
    // This comes last: without it nothing is judged.
    replace(&place.join("built.json"), &text)
}

fn exercises<'a>(course: &'a Course, autograder: &Autograder) -> Result<Vec<&'a Exercise>> {
    autograder.exercises.iter().map(|name| course.exercise(name)).collect()
}

/// Judges one submission, and writes `results.json`. Where it can't be judged there is none: Gradescope then
/// tells that the autograder has failed, and gives no mark.
///
/// # Errors
///
/// A sentence, if it can't be judged.
pub fn run(course: &Course, root: &Path) -> Result<()> {
    let begun = Instant::now();
    apart::is_possible()?;
    let results = root.join("results/results.json");
    let _ = fs::remove_file(&results);
    let metadata = root.join("submission_metadata.json");
    for part in ["source", "results", "submission", "submission_metadata.json"] {
        apart::only_roots(&root.join(part))?;
    }
    let autograder = read(root)?;
    let text = fs::read(root.join("built/built.json")).map_err(|error| {
        format!("setup.sh has not come to its end ({error}). The log of the image says why.")
    })?;
    let built: Built =
        serde_json::from_slice(&text).map_err(|error| format!("built.json: {error}."))?;
    apart::shut(&built)?;
    let metadata =
        fs::read(&metadata).map_err(|error| format!("{}: {error}.", metadata.display()))?;
    let metadata: Value = serde_json::from_slice(&metadata)
        .map_err(|error| format!("submission_metadata.json: {error}."))?;
    let chosen = exercises(course, &autograder)?;
    let points: u32 = chosen.iter().map(|it| points_of(it)).sum();
    let total = &metadata["assignment"]["total_points"];
    let total = total.as_f64().or_else(|| total.as_str()?.parse().ok());
    if let Some(total) = total.filter(|it| (it - f64::from(points)).abs() > 0.001) {
        println!(
            "This assignment has {total} points on Gradescope. These exercises have {points}."
        );
    }

    let judge = Judge {
        built: &built,
        seed: seed(&autograder, &metadata),
        containment: Containment::AnotherUser,
        until: None,
    };
    let student = &metadata["users"][0];
    let words = |field: &str| student[field].as_str().unwrap_or_default().to_owned();
    let id = student["id"].as_u64().map_or_else(String::new, |it| it.to_string());
    let student = Student { id, name: words("name"), email: words("email"), ..Student::default() };

    let submission = root.join("submission");
    let wanted = |path: &str| collect::fate(path, &chosen);
    let found = entries(&submission, &wanted)?;
    let mut notes: Vec<_> = found.problems.into_iter().map(|(_, sentence)| sentence).collect();
    let until = begun + Duration::from_secs(autograder.seconds);
    let mut outcomes = Vec::new();
    for (number, exercise) in chosen.iter().enumerate() {
        let (file, problems) = collect::best(&found.entries, &exercise.name);
        notes.extend(problems);
        outcomes.push(match file {
            None => missing(exercise, &judge, &student),
            Some(file) => {
                // Whoever takes long at one exercise takes nothing from the others.
                let left = until.saturating_duration_since(Instant::now());
                let share = left / u32::try_from(chosen.len() - number).unwrap_or(1);
                let judge = Judge { until: Some(Instant::now() + share), ..judge };
                outcome_of(&judge, &student.id, exercise, &file.bytes)
            }
        });
    }
    if let Some(fault) = outcomes.iter().find(|it| !it.is_judged()) {
        let why = fault.why.as_deref().unwrap_or_default();
        return Err(format!("{} could not be judged: {why}", fault.exercise));
    }
    let class = Class::new(root, autograder.exercises.clone(), vec![student]);
    let marks = Rules::default().marks(&class, &outcomes)?;
    let marks = marks.first().ok_or("Nobody has handed in.")?;
    let own: Vec<_> = outcomes.iter().collect();
    let mut value = reports::gradescope(&own, marks);
    value["extra_data"]["containment"] = json!("another user");
    let said = value["output"].as_str().unwrap_or_default().to_owned();
    let notes: Vec<_> = notes.iter().take(20).map(|it| shown(it)).chain([said]).collect();
    value["output"] = json!(notes.join("\n"));
    replace(&results, value.to_string().as_bytes())?;
    // Whoever uploads it may be another user.
    let open = |path: &Path, mode| fs::set_permissions(path, Permissions::from_mode(mode));
    open(&results, 0o644).map_err(|error| format!("{}: {error}.", results.display()))
}

/// A number that nobody knows before, and that is the same when a submission is judged again.
fn seed(autograder: &Autograder, metadata: &Value) -> u64 {
    let mut hasher = Sha256::new();
    hasher.update(&autograder.secret);
    hasher.update(metadata["id"].to_string());
    let digest: [u8; 32] = hasher.finalize().into();
    let number = digest.iter().take(6).fold(0, |number, byte| number << 8 | u64::from(*byte));
    number.max(1)
}

fn missing(exercise: &Exercise, judge: &Judge<'_>, student: &Student) -> Outcome {
    Outcome {
        student: student.id.clone(),
        exercise: exercise.name.clone(),
        state: MISSING.to_owned(),
        points: 0,
        of: points_of(exercise),
        digest: None,
        seed: judge.seed,
        contained: false,
        with_solution: true,
        verdict: None,
        why: Some(format!("There is no file {}.rs.", exercise.name)),
        seconds: 0.0,
    }
}
