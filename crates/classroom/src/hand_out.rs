//! Writes a course for students: the chosen exercises, without solutions, known mistakes and history.

use std::fs;
use std::path::Path;

use serde_json::json;
use socklings::Result;
use socklings::course::{Course, Exercise};

use crate::count;
use crate::for_github;
use crate::grade::points_of;

/// Files and folders that stand as they are, if they are there.
const WHOLE: [&str; 16] = [
    "Cargo.toml",
    "Cargo.lock",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    ".gitattributes",
    ".gitignore",
    ".vscode",
    "rust-analyzer.toml",
    "rustfmt.toml",
    "book",
    "crates/built_from",
    "crates/grader",
    "crates/netstack",
    "crates/real",
    "crates/socklings/Cargo.toml",
    "crates/socklings/src",
];

const NO_TESTS: &str = "//! The command has tests of its own. They are not handed out.\n";

/// What is written beside the course.
#[derive(Debug, Default)]
pub struct More {
    /// A workflow for GitHub Classroom.
    pub github_classroom: bool,
    /// A file for editors that work in a container.
    pub dev_container: bool,
}

/// Writes the course to a new folder: what to say of it.
///
/// # Errors
///
/// A sentence, if it cannot be written.
pub fn hand_out(course: &Course, chosen: &[&Exercise], to: &Path, more: &More) -> Result<String> {
    let fault = |error: std::io::Error| format!("{}: {error}.", to.display());
    if to.exists() && fs::read_dir(to).map_err(fault)?.next().is_some() {
        return Err(format!(
            "{} is there already, and is not empty. Name a new folder.",
            to.display()
        ));
    }
    let with = with_what_they_read(course, chosen)?;
    for part in &parts(course, &with)? {
        copy(&course.root.join(part), &to.join(part)).map_err(fault)?;
    }
    without_tests(&to.join("crates/socklings")).map_err(fault)?;
    // A teacher may have solved an exercise. Students begin with the stub.
    for exercise in &with {
        let stub = course.root.join(exercise.original());
        fs::copy(&stub, to.join(exercise.stub()))
            .map_err(|error| format!("{}: {error}.", stub.display()))?;
    }
    let points: u32 = chosen.iter().map(|it| points_of(it)).sum();
    let manifest = chosen.iter().map(|it| {
        json!({ "exercise": it.name, "title": it.title(), "file": it.stub(), "points": points_of(it) })
    });
    let manifest = json!({ "exercises": manifest.collect::<Vec<_>>(), "points": points });
    let manifest = serde_json::to_string_pretty(&manifest).map_err(|error| error.to_string())?;
    fs::write(to.join("handed-out.json"), manifest + "\n").map_err(fault)?;
    fs::write(to.join("README.md"), readme(chosen)).map_err(fault)?;
    let mut files = Vec::new();
    if more.github_classroom {
        files.push((for_github::WORKFLOW, for_github::workflow(chosen)));
        files.push((for_github::JUDGE_PATH, for_github::JUDGE.to_owned()));
    }
    if more.dev_container {
        files.push((for_github::DEV_CONTAINER, for_github::dev_container()));
    }
    for (path, text) in files {
        let path = to.join(path);
        fs::create_dir_all(path.parent().unwrap_or(to)).map_err(fault)?;
        fs::write(&path, text).map_err(fault)?;
        #[cfg(unix)]
        if path.ends_with(for_github::JUDGE_PATH) {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).map_err(fault)?;
        }
    }
    settle(course, to)?;
    let mut told = format!(
        "{} has {}, {points} points in all.\n",
        to.display(),
        count(chosen.len(), "exercise")
    );
    let more: Vec<_> =
        with.iter().filter(|it| !chosen.contains(it)).map(|it| it.name.as_str()).collect();
    if !more.is_empty() {
        told += &format!(
            "It has these too, without points, for others are built from them: {}.\n",
            more.join(", ")
        );
    }
    let folder = to.display();
    told += &format!("Try it before you hand it out:\n  cd {folder} && cargo test && cargo run\n");
    Ok(told)
}

/// These exercises, and those from whose files they are built, in reading order.
fn with_what_they_read<'a>(course: &'a Course, chosen: &[&Exercise]) -> Result<Vec<&'a Exercise>> {
    let manifests = &course.workspace()?.manifests;
    let mut names: Vec<&str> = chosen.iter().map(|it| it.name.as_str()).collect();
    let mut next = 0;
    while let Some(manifest) = names.get(next).map(|name| manifests.get(*name)) {
        for exercise in &course.exercises {
            let folder = format!("exercises/{}/", exercise.folder());
            let is_read =
                manifest.is_some_and(|it| it.reads.iter().any(|path| path.starts_with(&folder)));
            if is_read && !names.contains(&exercise.name.as_str()) {
                names.push(&exercise.name);
            }
        }
        next += 1;
    }
    Ok(course.exercises.iter().filter(|it| names.contains(&it.name.as_str())).collect())
}

/// Makes `Cargo.toml` and `Cargo.lock` those of what is handed out. Else cargo would warn each time, and change a
/// file that students did not.
fn settle(course: &Course, to: &Path) -> Result<()> {
    let (manifest, lock) = (to.join("Cargo.toml"), to.join("Cargo.lock"));
    let no = |error: std::io::Error| format!("{}: {error}.", to.display());
    let mut cargo = course.cargo();
    let cargo = cargo.current_dir(to).args(["metadata", "--offline", "--format-version", "1"]);
    let output = cargo.output().map_err(|error| format!("cargo cannot be started: {error}."))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!(
            "Cargo does not take what was written to {}:\n{}",
            to.display(),
            said.trim()
        ));
    }
    let packages = fs::read_to_string(lock).map_err(no)?;
    let text = fs::read_to_string(&manifest).map_err(no)?;
    fs::write(manifest, without_profiles(&text, &packages)).map_err(no)
}

/// A manifest without the paragraphs about how to build packages that are not in the lock file.
fn without_profiles(manifest: &str, lock: &str) -> String {
    let is_there = |paragraph: &&str| {
        let mut names = paragraph.lines().filter_map(|line| {
            line.strip_prefix("[profile.dev.package.")?
                .strip_suffix(']')
                .filter(|it| !it.starts_with('"'))
        });
        names.all(|name| lock.contains(&format!("\nname = \"{name}\"\n")))
    };
    manifest.split_inclusive("\n\n").filter(is_there).collect()
}

/// The command's own tests need the whole course.
fn without_tests(command: &Path) -> std::io::Result<()> {
    let manifest = command.join("Cargo.toml");
    let text = fs::read_to_string(&manifest)?;
    fs::write(
        manifest,
        format!("{text}\n# Its tests need the whole course.\n[lib]\ntest = false\n"),
    )?;
    // The manifest names this file.
    fs::create_dir_all(command.join("tests"))?;
    fs::write(command.join("tests/main.rs"), NO_TESTS)
}

/// The files and folders, from the top folder, that students have of these exercises. Not all of them are
/// there.
pub fn parts(course: &Course, chosen: &[&Exercise]) -> Result<Vec<String>> {
    let mut parts: Vec<String> = WHOLE.iter().map(|part| (*part).to_owned()).collect();
    for exercise in chosen {
        let name = &exercise.name;
        parts.push(format!("exercises/{}", exercise.folder()));
        parts.push(format!("tests/{name}.rs"));
        parts.push(format!("tests/{name}"));
        parts.push(format!("tests/stories/{name}"));
        parts.push(format!("tests/stubs/{name}.rs"));
        let manifest = course.workspace()?.manifests.get(name);
        for path in manifest.into_iter().flat_map(|it| &it.reads) {
            // Of a crate, its manifest is needed too.
            parts.push(path.clone());
            parts.extend(path.strip_suffix("/src").map(|it| format!("{it}/Cargo.toml")));
        }
    }
    let snapshots = fs::read_dir(course.root.join("tests/snapshots"))
        .map_err(|error| format!("tests/snapshots: {error}."))?;
    for entry in snapshots.flatten() {
        let file = entry.file_name().to_string_lossy().into_owned();
        if chosen.iter().any(|it| file.starts_with(&format!("{}__", it.name))) {
            parts.push(format!("tests/snapshots/{file}"));
        }
    }
    Ok(parts)
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    if from.is_dir() {
        fs::create_dir_all(to)?;
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
        return Ok(());
    }
    if !from.exists() {
        return Ok(());
    }
    fs::create_dir_all(to.parent().unwrap_or(to))?;
    fs::copy(from, to).map(drop)
}

fn readme(chosen: &[&Exercise]) -> String {
    let mut text = "# Socklings

What happens between the moment a connection packet reaches a web server and the moment the response is
back in the browser: a course in small exercises.

## Start

You need [Rust](https://rustup.rs) 1.89 or newer. In this folder:

```console
cargo run
```

It names the next exercise, its page and its file, and judges the file each time you save it. `cargo test -p \
NAME` does the same for one exercise, in any editor. The pages are in `book/src/`; `cargo install --locked \
mdbook` and `mdbook serve book` show them in a browser.

## Hand in

Only these files are judged. Everything else stays as it is:

| exercise | file | points |
| --- | --- | --- |
"
    .to_owned();
    for exercise in chosen {
        text +=
            &format!("| {} | `{}` | {} |\n", exercise.name, exercise.stub(), points_of(exercise));
    }
    text += "
Hand in the files under their own names, or the whole folder without `target/`. The checks are the same ones
that you have here; what they are given (addresses, ports, stories) is not. What you have at your desk is what
you will get, if your program does what the page says and not what one story shows.
";
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_says_nothing_of_what_is_not_there() {
        let manifest = "[profile.dev]\ndebug = 1\n\n# A.\n[profile.dev.package.\"*\"]\ndebug = false\n\n# B.\n\
                        [profile.dev.package.gone]\nopt-level = 1\n\n[profile.dev.package.here]\nopt-level = 3\n";
        let lock = "[[package]]\nname = \"here\"\nversion = \"1\"\n";
        let left = without_profiles(manifest, lock);
        assert!(left.contains("here") && left.contains("\"*\"") && !left.contains("B."), "{left}");
    }
}
