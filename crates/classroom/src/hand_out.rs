//! Writes a course for students: the chosen exercises, without solutions, known mistakes and history.

use std::fs;
use std::path::Path;

use serde_json::json;
use socklings::Result;
use socklings::course::{Course, Exercise};

use crate::for_github;
use crate::grade::points_of;

/// Files and folders that stand as they are, if they are there.
const WHOLE: [&str; 15] = [
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
    "crates/socklings/Cargo.toml",
    "crates/socklings/src",
];

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
    let parts = parts(course, chosen)?;
    for part in &parts {
        copy(&course.root.join(part), &to.join(part)).map_err(fault)?;
    }
    // A teacher may have solved an exercise. Students begin with the stub.
    for exercise in chosen {
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
    Ok(format!(
        "{} has {} exercises, {points} points in all. Try it before you hand it out:\n  cd {} && cargo test && \
         cargo run\n",
        to.display(),
        chosen.len(),
        to.display()
    ))
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
        parts.extend(manifest.into_iter().flat_map(|it| it.reads.clone()));
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
