//! Compares what a class has handed in for an exercise, each with each. Dolos does it, which knows Rust's
//! grammar: other names and other comments make no difference to it. What students were given is taken out.
//!
//! Where Dolos is not at hand, its input is written all the same.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::{Deserialize, Serialize};
use socklings::Result;
use socklings::course::{Course, Exercise};

use crate::class::{Class, replace};
use crate::entries::shown;

/// What calls Dolos.
const SCRIPT: &str = include_str!("../similar/compare.mjs");

/// So many pairs are told of each exercise.
const TOLD: usize = 12;

/// Two files, and how much of the smaller one is in the other, from 0 to 1.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
pub struct Pair {
    /// A student's folder.
    pub one: String,
    /// Another one's.
    pub other: String,
    /// What part of both is alike.
    pub similarity: f64,
    /// The longest part that is alike, in pieces of Dolos's.
    pub longest: u32,
}

/// The pairs of one exercise.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
pub struct Compared {
    /// The most alike ones come first.
    pub pairs: Vec<Pair>,
    /// How alike two files of this class usually are: half of all pairs are more so.
    pub usual: f64,
    /// How many pairs there are.
    pub all: usize,
}

/// What Dolos says.
#[derive(Debug, Deserialize)]
struct Said {
    pairs: Vec<Pair>,
    warnings: Vec<String>,
}

/// Compares a class's files: what to say of it. Dolos is looked for in `node_modules` of this folder.
///
/// # Errors
///
/// A sentence, if the files cannot be read or written, or Dolos fails.
pub fn similar(
    course: &Course,
    class: &Class,
    chosen: &[&Exercise],
    to: &Path,
    dolos: Option<&Path>,
) -> Result<String> {
    let script = to.join("compare.mjs");
    replace(&script, SCRIPT.as_bytes())?;
    let mut told = String::new();
    let mut compared = BTreeMap::new();
    for exercise in chosen {
        let name = &exercise.name;
        let folder = to.join(name);
        let count = write_input(course, class, exercise, &folder)?;
        let Some(dolos) = dolos.filter(|_| count > 1) else {
            let _ = writeln!(told, "{name}: {count} files, in {}", folder.display());
            continue;
        };
        let found = compare(&script, dolos, &folder)?;
        tell(class, name, &found, &mut told);
        compared.insert(name.clone(), found);
    }
    if dolos.is_some() {
        let text = serde_json::to_vec_pretty(&compared).map_err(|error| error.to_string())?;
        replace(&class.folder().join("similar.json"), &text)?;
        told += "`classroom report` shows it too. A likeness is no proof: look at both files.\n";
    } else {
        let _ = write!(
            told,
            "Nothing is compared yet. Dolos does it, with Node.js:\n  npm install --prefix dolos @dodona/dolos-lib\n  \
             classroom similar {} --to {} --dolos dolos\nOr give a folder, with info.csv, to a server of Dolos's as a zip \
             file. Only where it is yours: names are in it.\n",
            class.folder().display(),
            to.display()
        );
    }
    Ok(told)
}

/// What was compared, if something was.
pub fn read(class: &Class) -> BTreeMap<String, Compared> {
    let text = fs::read(class.folder().join("similar.json")).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}

/// Writes a file for each student, `given.rs`, and `info.csv` as Dolos reads it: how many students there are.
fn write_input(course: &Course, class: &Class, exercise: &Exercise, to: &Path) -> Result<usize> {
    if to.exists() {
        // They are copies.
        fs::remove_dir_all(to).map_err(|error| format!("{}: {error}.", to.display()))?;
    }
    let read = |path: String| {
        let text = fs::read_to_string(course.root.join(&path));
        text.map_err(|error| format!("{path}: {error}."))
    };
    let stub = read(exercise.original())?;
    let given = format!("{stub}{}", code(&read(exercise.page())?));
    replace(&to.join("given.rs"), given.as_bytes())?;
    let mut table = csv::Writer::from_writer(Vec::new());
    let no = |error: csv::Error| error.to_string();
    table.write_record(["filename", "full_name", "id", "created_at", "ignored"]).map_err(no)?;
    table.write_record(["given.rs", "what was given", "", "", "true"]).map_err(no)?;
    let mut count = 0;
    for student in &class.students {
        let Some(file) = student.files.get(&exercise.name) else { continue };
        let path = class.submission(student, &exercise.name);
        let bytes = fs::read(&path).map_err(|error| format!("{}: {error}.", path.display()))?;
        // Who hands in the stub has copied nobody.
        if String::from_utf8_lossy(&bytes).trim() == stub.trim() {
            continue;
        }
        let name = format!("{}.rs", student.folder);
        replace(&to.join(&name), &bytes)?;
        let time = file.modified.or(student.submitted).map(|it| it.to_string()).unwrap_or_default();
        table.write_record([&name, &student.name, &student.id, &time, ""]).map_err(no)?;
        count += 1;
    }
    let table = table.into_inner().map_err(|error| error.to_string())?;
    replace(&to.join("info.csv"), &table)?;
    Ok(count)
}

/// The Rust code that a page shows.
fn code(page: &str) -> String {
    let mut code = String::new();
    let mut is_code = false;
    for line in page.lines() {
        match line.trim().strip_prefix("```") {
            Some(language) => is_code = !is_code && language.starts_with("rust"),
            None if is_code => code += &format!("{line}\n"),
            None => {}
        }
    }
    code
}

fn compare(script: &Path, dolos: &Path, folder: &Path) -> Result<Compared> {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or(PathBuf::from(path));
    let mut node = Command::new("node");
    let node = node.arg(absolute(script)).arg(absolute(dolos)).arg(absolute(folder));
    let output = node.stdin(Stdio::null()).output();
    let output = output.map_err(|error| format!("Node.js cannot be started: {error}."))?;
    let said: Option<Said> = serde_json::from_slice(&output.stdout).ok();
    let Some(said) = said.filter(|_| output.status.success()) else {
        let words = String::from_utf8_lossy(&output.stderr);
        let words = words.lines().find(|line| line.contains("Error")).unwrap_or("it says nothing");
        return Err(format!(
            "Dolos does not compare: {}\nIs it in {}? `npm install --prefix {} @dodona/dolos-lib` puts it there.",
            shown(words),
            dolos.display(),
            dolos.display()
        ));
    };
    said.warnings.iter().for_each(|warning| eprintln!("Dolos: {}", shown(warning)));
    Ok(sorted(said.pairs))
}

fn sorted(mut pairs: Vec<Pair>) -> Compared {
    pairs.sort_by(|a, b| {
        let by = |it: &Pair| (it.similarity, it.longest);
        by(b).partial_cmp(&by(a)).unwrap_or(std::cmp::Ordering::Equal)
    });
    for pair in &mut pairs {
        for name in [&mut pair.one, &mut pair.other] {
            *name = name.rsplit('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned();
        }
    }
    let usual = pairs.get(pairs.len() / 2).map_or(0.0, |it| it.similarity);
    let all = pairs.len();
    pairs.truncate(200);
    Compared { pairs, usual, all }
}

fn tell(class: &Class, exercise: &str, compared: &Compared, told: &mut String) {
    let name = |folder: &str| {
        let student = class.students.iter().find(|it| it.folder == folder);
        student.map_or_else(|| folder.to_owned(), |it| shown(&it.name))
    };
    let usual = compared.usual * 100.0;
    let _ = writeln!(told, "{exercise}: {} pairs, usually {usual:.0} % alike", compared.all);
    for Pair { one, other, similarity, longest } in compared.pairs.iter().take(TOLD) {
        let part = similarity * 100.0;
        let _ = writeln!(
            told,
            "  {part:3.0} %, longest {longest:3}: {} and {}",
            name(one),
            name(other)
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_s_code_is_what_is_rust() {
        let page = "text\n```rust\nfn a() {}\n```\n```console\n$ ls\n```\n  ```rust,ignore\n  fn b() {}\n  ```\n";
        assert_eq!(code(page), "fn a() {}\n  fn b() {}\n");
    }

    #[test]
    fn the_most_alike_come_first() {
        let pair = |one: &str, similarity| Pair {
            one: format!("{one}.rs"),
            other: "b.rs".to_owned(),
            similarity,
            longest: 1,
        };
        let compared = sorted(vec![pair("x", 0.1), pair("y", 0.9), pair("z", 0.3)]);
        let names: Vec<_> = compared.pairs.iter().map(|it| it.one.as_str()).collect();
        assert_eq!((names, compared.usual, compared.all), (vec!["y", "z", "x"], 0.3, 3));
    }
}
