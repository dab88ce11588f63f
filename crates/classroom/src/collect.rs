//! Collects what was handed in: who, which files, and what is strange about it. What was handed in is never
//! changed; copies are made of the files that are judged.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

use jiff::Timestamp;
use socklings::Result;
use socklings::course::Exercise;

use crate::class::{Class, Student, Submission, folder_name, replace};
use crate::entries::{Entry, Fate, Found, entries, rest_of, shown};
use crate::gradescope;
use crate::roster;

/// So much of what is strange is told of one student.
const TOLD: usize = 20;

/// What one student has sent.
#[derive(Debug, Default)]
struct Parcel {
    /// By what they may be known, the surest first.
    keys: Vec<String>,
    /// Their name, if it was found.
    name: String,
    email: String,
    submitted: Option<Timestamp>,
    is_late: bool,
    /// Whether its files have the time at which a teacher has downloaded them, and no other.
    is_without_times: bool,
    entries: Vec<Entry>,
    problems: Vec<String>,
}

/// Makes a class of what was handed in: what is to be told of it.
///
/// # Errors
///
/// A sentence, if nothing can be read, or written.
pub fn collect(
    exercises: &[&Exercise],
    what: &[impl AsRef<Path>],
    to: &Path,
    roster: Option<&Path>,
) -> Result<String> {
    let wanted = |path: &str| fate(path, exercises);
    let submitted = to.join("submitted");
    let is_inside = |place: &Path| match (place.canonicalize(), submitted.canonicalize()) {
        (Ok(place), Ok(submitted)) => place.starts_with(submitted),
        _ => false,
    };
    if submitted.exists() && !to.join("class.json").exists()
        || what.iter().any(|place| is_inside(place.as_ref()))
    {
        return Err(format!(
            "{} has what was handed in. It would be replaced by copies: name another folder with --to.",
            submitted.display()
        ));
    }
    let mut parcels: BTreeMap<String, Parcel> = BTreeMap::new();
    let mut told = String::new();
    for place in what {
        let place = place.as_ref();
        let found = entries(place, &wanted)?;
        let is_zip = place.is_file();
        sort(found, is_zip, &mut parcels, &mut told);
    }
    let (mut students, note) = roster.map(roster::read).transpose()?.unwrap_or_default();
    told += &note;
    let listed = students.len();
    let mut given: BTreeMap<usize, (String, Parcel)> = BTreeMap::new();
    for (key, parcel) in parcels {
        let place = match place_of(&students[..listed], &parcel) {
            Some(place) => place,
            None => {
                let mut id = parcel.keys.first().unwrap_or(&key).clone();
                let name = if parcel.name.is_empty() { id.clone() } else { parcel.name.clone() };
                while students.iter().any(|it| it.id == id) {
                    id += "?";
                }
                let is_known = roster.is_none();
                if !is_known {
                    let (who, id) = (shown(&name), shown(&id));
                    let who = if who == id { who } else { format!("{who} ({id})") };
                    let _ =
                        writeln!(told, "{who}: the roster has nobody like this, or more than one.");
                }
                let email = parcel.email.clone();
                students.push(Student { id, name, email, is_known, ..Student::default() });
                students.len() - 1
            }
        };
        match given.remove(&place) {
            None => _ = given.insert(place, (key, parcel)),
            Some((other, before)) => {
                let _ = writeln!(
                    told,
                    "{}: handed in twice, as {} and as {}. The later one counts.",
                    shown(&students[place].name),
                    shown(&other),
                    shown(&key)
                );
                let later =
                    if when(&parcel) >= when(&before) { (key, parcel) } else { (other, before) };
                given.insert(place, later);
            }
        }
    }
    if students.is_empty() {
        return Err("Nobody has handed in anything there. A folder needs one folder for each student, with \
                    the files in it."
            .to_owned());
    }
    name_folders(&mut students);
    if submitted.exists() {
        // They are copies. What was handed in stays where it is.
        fs::remove_dir_all(&submitted)
            .map_err(|error| format!("{}: {error}.", submitted.display()))?;
    }
    for (place, (_, parcel)) in given {
        let student = &mut students[place];
        student.submitted = parcel.submitted.or(student.submitted);
        student.is_late = parcel.is_late;
        student.problems = parcel.problems.iter().take(TOLD).cloned().collect();
        if parcel.problems.len() > TOLD {
            student
                .problems
                .push(format!("{} more things were strange.", parcel.problems.len() - TOLD));
        }
        for exercise in exercises {
            let (best, problems) = best(&parcel.entries, &exercise.name);
            student.problems.extend(problems);
            let Some(best) = best else { continue };
            let copy = submitted.join(&student.folder).join(format!("{}.rs", exercise.name));
            replace(&copy, &best.bytes)?;
            let submission = Submission {
                from: best.path.clone(),
                size: best.bytes.len() as u64,
                modified: best.modified.filter(|_| !parcel.is_without_times),
            };
            student.files.insert(exercise.name.clone(), submission);
        }
    }
    students.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    let names = exercises.iter().map(|it| it.name.clone()).collect();
    let mut class = Class::new(to, names, students);
    // Collected anew, it is the same class.
    let before = Class::read(to).ok().and_then(|before| before.seed);
    // It is read as a number of JSON, and by people.
    class.seed = before.or_else(|| Some(grader::Rng::new().u64(1..1 << 48)));
    class.write()?;
    Ok(tell(&class, &told))
}

/// The file that counts of all that somebody has handed in for an exercise, and what is strange about it.
pub fn best<'a>(entries: &'a [Entry], exercise: &str) -> (Option<&'a Entry>, Vec<String>) {
    let mut own: Vec<_> = entries.iter().filter(|it| is_file_of(&it.path, exercise)).collect();
    own.sort_by_key(|it| (rank(&it.path), it.modified, it.path.clone()));
    let Some(best) = own.last() else { return (None, Vec::new()) };
    let path = rest_of(&best.path);
    let mut problems = Vec::new();
    let others = own.iter().filter(|it| rank(&it.path) > 0 && it.bytes != best.bytes);
    if rank(&best.path) > 0 && others.count() > 0 {
        problems.push(format!("There are several files {exercise}.rs. {path} counts."));
    }
    if std::str::from_utf8(&best.bytes).is_err() {
        problems.push(format!("{path} is no UTF-8. It does not compile."));
    }
    (Some(best), problems)
}

fn when(parcel: &Parcel) -> Option<Timestamp> {
    let modified = || parcel.entries.iter().filter_map(|it| it.modified).max();
    parcel.submitted.or_else(modified).filter(|_| !parcel.is_without_times)
}

/// What is to become of a file that somebody has handed in.
pub fn fate(path: &str, exercises: &[&Exercise]) -> Fate {
    let is_wanted = |it: &&Exercise| is_file_of(path, &it.name);
    if path.ends_with("submission_metadata.yml") {
        return Fate::Taken;
    }
    // What comes with the course is nobody's answer.
    if path.split('/').any(|it| ["benches", "book", "crates"].contains(&it)) {
        return Fate::Left;
    }
    if exercises.iter().any(is_wanted) {
        return Fate::Taken;
    }
    let name = own_name(path.rsplit('/').next().unwrap_or_default()).to_lowercase();
    let is_packed =
        [".7z", ".rar", ".tar", ".gz", ".tgz", ".xz", ".bz2"].iter().any(|it| name.ends_with(it));
    // `accept (1).rs`, `Accept.rs`, `accept.rs.txt`; but `reset` keeps `accept.mine-1.rs`.
    let is_near = |it: &&Exercise| {
        let rest = name.strip_prefix(it.name.as_str());
        rest.is_some_and(|it| !it.starts_with(char::is_alphanumeric) && !it.starts_with(".mine-"))
    };
    let is_text = [".rs", ".txt", ".rs.bak"].iter().any(|it| name.ends_with(it));
    match () {
        () if is_packed => Fate::Told("is packed, and no zip file"),
        () if is_text && rank(path) > 0 && exercises.iter().any(is_near) => {
            Fate::Told("has another name than what is judged")
        }
        () => Fate::Left,
    }
}

/// A student as others tell them from somebody with the same name.
fn label(class: &Class, student: &Student) -> String {
    let name = shown(&student.name);
    let is_twice = class.students.iter().filter(|it| it.name == student.name).count() > 1;
    if is_twice { format!("{name} ({})", shown(&student.id)) } else { name }
}

/// What was collected, in words.
fn tell(class: &Class, told: &str) -> String {
    let mut text = told.to_owned();
    let missing: Vec<_> = class.students.iter().filter(|it| it.files.is_empty()).collect();
    for student in &class.students {
        let who = label(class, student);
        for problem in &student.problems {
            let _ = writeln!(text, "{who}: {problem}");
        }
        if student.is_late {
            let _ = writeln!(text, "{who}: late.");
        }
    }
    for student in &missing {
        let _ = writeln!(text, "{}: nothing that can be judged.", label(class, student));
    }
    let count =
        |name: &String| class.students.iter().filter(|it| it.files.contains_key(name)).count();
    let counts: Vec<_> = class.exercises.iter().map(|it| format!("{it} {}", count(it))).collect();
    let _ = writeln!(text, "Handed in: {}.", counts.join(", "));
    let files: usize = class.students.iter().map(|it| it.files.len()).sum();
    let (all, some) = (class.students.len(), class.students.len() - missing.len());
    let _ = writeln!(
        text,
        "{}, of whom {some} handed in {} for {}.",
        crate::count(all, "student"),
        crate::count(files, "file"),
        crate::count(class.exercises.len(), "exercise")
    );
    text
}

/// Whether a path is that of an exercise's file: `accept.rs`. Canvas writes `accept-1.rs` for the second
/// time.
pub fn is_file_of(path: &str, exercise: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let Some(stem) = own_name(name).strip_suffix(".rs") else { return false };
    let number = stem.strip_prefix(exercise).and_then(|rest| rest.strip_prefix('-'));
    stem == exercise
        || number.is_some_and(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()))
}

/// A file's name without what Canvas and Moodle write before it.
fn own_name(name: &str) -> &str {
    let name = canvas(name).map_or(name, |it| it.rest);
    moodle(name).map_or(name, |it| it.2)
}

/// How likely it is that this is the file that counts. The course has others of the same name.
fn rank(path: &str) -> u8 {
    let parts: Vec<_> = path.split('/').collect();
    match () {
        () if parts.iter().any(|it| ["tests", "solutions", "stubs", "mistakes"].contains(it)) => 0,
        () if parts.contains(&"exercises") => 2,
        () => 1,
    }
}

/// What Canvas calls a file: `lovelaceada_LATE_12_345_accept.rs`.
struct Canvas<'a> {
    name: &'a str,
    is_late: bool,
    id: &'a str,
    rest: &'a str,
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit())
}

fn canvas(file: &str) -> Option<Canvas<'_>> {
    let (name, rest) = file.split_once('_')?;
    let (is_late, rest) = match rest.strip_prefix("LATE_") {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let (id, rest) = rest.split_once('_')?;
    let (number, rest) = rest.split_once('_')?;
    (is_number(id) && is_number(number)).then_some(Canvas { name, is_late, id, rest })
}

/// What Moodle calls a folder, or a file: `Ada Lovelace_12_assignsubmission_file_accept.rs`. The name, the
/// number, and the rest.
fn moodle(first: &str) -> Option<(&str, &str, &str)> {
    let at = first.find("_assignsubmission_file")?;
    let (name, id) = first[..at].rsplit_once('_')?;
    let rest = first[at + "_assignsubmission_file".len()..].trim_start_matches('_');
    is_number(id).then_some((name, id, rest))
}

/// Gives each student what is theirs.
fn sort(found: Found, is_zip: bool, parcels: &mut BTreeMap<String, Parcel>, told: &mut String) {
    let metadata = found.entries.iter().find(|it| it.path.ends_with("submission_metadata.yml"));
    let gradescope = metadata.map(|it| (it.path.clone(), gradescope::export(&it.bytes)));
    let root = match &gradescope {
        Some((path, _)) => {
            path.strip_suffix("submission_metadata.yml").unwrap_or_default().to_owned()
        }
        // A zip file of one folder: it is the class's.
        None if is_zip => match found.beginnings.first() {
            Some(only)
                if only.ends_with('/')
                    && moodle(only).is_none()
                    && found.beginnings.iter().all(|it| it.starts_with(only))
                    && found.entries.iter().all(|it| it.path.split('/').count() > 2) =>
            {
                only.clone()
            }
            _ => String::new(),
        },
        None => String::new(),
    };
    let submissions = match gradescope {
        None => BTreeMap::new(),
        Some((_, Ok(submissions))) => submissions,
        Some((path, Err(sentence))) => {
            let _ = writeln!(told, "{}: {sentence}", shown(&path));
            BTreeMap::new()
        }
    };
    let parcel_of = |path: &str, parcels: &mut BTreeMap<String, Parcel>| -> Option<String> {
        let path = path.strip_prefix(&root)?;
        let first = path.split('/').next()?;
        let mut parcel = Parcel::default();
        if let Some((name, id, _)) = moodle(first) {
            parcel.keys = vec![id.to_owned(), name.to_owned()];
            parcel.name = name.to_owned();
            parcel.is_without_times = true;
        } else if let Some(canvas) =
            canvas(first).filter(|_| !path.contains('/') || first.contains('.'))
        {
            parcel.keys = vec![canvas.id.to_owned(), canvas.name.to_owned()];
            parcel.name = canvas.name.to_owned();
            parcel.is_late = canvas.is_late;
            parcel.is_without_times = true;
        } else if let Some(submitter) = submissions.get(first) {
            parcel.keys =
                vec![submitter.sid.clone(), submitter.email.clone(), submitter.name.clone()];
            parcel.keys.retain(|it| !it.is_empty());
            parcel.name = submitter.name.clone();
            parcel.email = submitter.email.clone();
            parcel.submitted = submitter.submitted;
        } else if path.contains('/') {
            parcel.keys = vec![first.to_owned()];
            parcel.is_without_times = found.clones.contains(first);
        } else {
            return None;
        }
        let key = parcel.keys.first()?.clone();
        let is_late = parcel.is_late;
        let entry = parcels.entry(key.clone()).or_insert(parcel);
        entry.is_late |= is_late;
        Some(key)
    };
    for path in &found.beginnings {
        // Whoever has handed in a folder without anything is somebody too.
        if path.strip_prefix(&root).is_some_and(|it| !it.is_empty()) {
            parcel_of(path, parcels);
        }
    }
    for entry in found.entries {
        if entry.path.ends_with("submission_metadata.yml") {
            continue;
        }
        match parcel_of(&entry.path, parcels) {
            Some(key) => parcels.entry(key).or_default().entries.push(entry),
            None => {
                let _ = writeln!(
                    told,
                    "{}: this is in nobody's folder, and was left.",
                    shown(&entry.path)
                );
            }
        }
    }
    for (path, sentence) in found.problems {
        match parcel_of(&path, parcels).filter(|_| path.contains('/')) {
            Some(key) => parcels.entry(key).or_default().problems.push(sentence),
            None => _ = writeln!(told, "{sentence}"),
        }
    }
}

/// The place of the student in the roster to whom a parcel belongs: by what is surest. What is true of two
/// is nobody's.
fn place_of(roster: &[Student], parcel: &Parcel) -> Option<usize> {
    let same = |a: &str, b: &str| plain(a) == plain(b);
    let only = |is_one: &dyn Fn(&Student) -> bool| {
        let mut places =
            roster.iter().enumerate().filter(|(_, it)| is_one(it)).map(|(place, _)| place);
        places.next().filter(|_| places.next().is_none())
    };
    for key in &parcel.keys {
        let exactly = only(&|it| it.names().any(|name| same(name, key)));
        // Canvas writes `lovelaceada`; a clone's folder is `assignment-ada`.
        let turned = || {
            only(&|it| {
                let words: Vec<_> = it.name.split_whitespace().collect();
                let turned: String = words.iter().rev().copied().collect();
                let behind = |name: &str| plain(key).ends_with(&format!("-{}", plain(name)));
                same(&turned, key) || it.also.iter().any(|name| behind(name))
            })
        };
        if let Some(place) = exactly.or_else(turned) {
            return Some(place);
        }
    }
    None
}

fn plain(name: &str) -> String {
    name.to_lowercase().replace([' ', ','], "")
}

/// Gives every student a folder's name of their own.
fn name_folders(students: &mut [Student]) {
    let mut taken = BTreeSet::new();
    for student in students {
        let plain = folder_name(if student.name.is_empty() { &student.id } else { &student.name });
        let more = (2..).map(|number| format!("{plain}-{number}"));
        let free = std::iter::once(plain.clone()).chain(more).find(|it| !taken.contains(it));
        student.folder = free.unwrap_or(plain);
        taken.insert(student.folder.clone());
    }
}
