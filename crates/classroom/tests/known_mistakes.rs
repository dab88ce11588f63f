//! What is known at the desk is known in the sandbox: each known mistake, handed in by a student, is told
//! its own name by the first check that it fails.
//!
//! `cargo test` asks for some. `cargo test -p classroom --test known_mistakes -- --ignored` asks for all, which takes more than
//! an hour of processor time; SOCKLINGS_EXERCISES names some exercises: `05,threads`.

mod common;

use std::env;
use std::fs;
use std::path::Path;

use serde_json::Value;

use common::{classroom, skip};

#[test]
fn some_are_told_by_their_names() {
    // One on the model; a program without rights; clients that are threads, and processes; a host of its own.
    are_told("accept,listener,threads,processes,host", Some(3));
}

#[test]
#[ignore = "it takes minutes"]
fn all_are_told_by_their_names() {
    let exercises = env::var("SOCKLINGS_EXERCISES").unwrap_or_else(|_| "00-99".to_owned());
    are_told(&exercises, None);
}

/// Hands in the known mistakes of these exercises, or so many of each, and grades them.
fn are_told(exercises: &str, most: Option<usize>) {
    let folder = tempfile::tempdir().unwrap();
    let (all, class) = (folder.path().join("in"), folder.path().join("class"));
    let (written, shown) = (all.to_str().unwrap(), class.to_str().unwrap());
    let (code, said) = classroom(&["example", written, "--exercises", exercises]);
    if said.contains("No such file") {
        return skip("the course has no known mistakes here");
    }
    assert_eq!(code, Some(0), "{said}");
    if let Some(most) = most {
        leave(&all, most);
    }
    let (code, said) = classroom(&["collect", written, "--to", shown, "--exercises", exercises]);
    assert_eq!(code, Some(0), "{said}");
    let (code, said) = classroom(&["grade", shown]);
    if said.contains("bubblewrap cannot be started")
        || said.contains("A sandbox cannot be made here")
    {
        return skip(&said);
    }
    assert_eq!(code, Some(0), "{said}");

    let text = fs::read_to_string(class.join("results.jsonl")).unwrap();
    let results: Vec<Value> = text.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    let handed_in: Vec<_> = results.iter().filter(|it| it["state"] != "missing").collect();
    let not_checked = handed_in.iter().filter(|it| it["state"] == "partly checked").count();
    let wrong: Vec<_> = handed_in.iter().filter_map(|it| is_told_another(it)).collect();
    let (wrong, all) = (wrong.concat(), handed_in.len());
    println!("{all} files; {not_checked} fail only what this machine cannot check");
    assert!(wrong.is_empty(), "{} of {all}:\n{wrong}", wrong.lines().count());
    assert!(all > 4, "{said}");
}

/// What is wrong with what a student was told, if something is: a line.
fn is_told_another(result: &Value) -> Option<String> {
    let [student, exercise, state] =
        ["student", "exercise", "state"].map(|it| result[it].as_str().unwrap());
    let told = match student {
        // It is made with a shell, and a sandbox has none.
        "a_child_of_a_child" => (state != "not yet").then(|| state.to_owned()),
        "right" => (state != "passed").then(|| state.to_owned()),
        "stub" => (state != "not started").then(|| state.to_owned()),
        _ => {
            let records = result["verdict"]["records"].as_array();
            let first = records.into_iter().flatten().find(|it| it["outcome"] == "wrong");
            match first {
                Some(first) if first["mistake"] == student => None,
                Some(first) => Some(format!("{} says {}", first["check"], first["mistake"])),
                // Another machine tells whether it fails.
                None if state == "partly checked" => None,
                None => Some(format!("{state} {}", result["verdict"])),
            }
        }
    };
    told.map(|told| format!("{exercise}, {student}: {told}\n"))
}

/// Leaves only so many files of each exercise. The same ones each time.
fn leave(all: &Path, most: usize) {
    let mut files: Vec<_> = fs::read_dir(all)
        .unwrap()
        .flat_map(|folder| fs::read_dir(folder.unwrap().path()).unwrap())
        .map(|file| file.unwrap().path())
        .filter(|file| {
            !["right", "stub"].map(|it| all.join(it)).contains(&file.parent().unwrap().to_owned())
        })
        .collect();
    files.sort();
    let mut kept = std::collections::BTreeMap::new();
    for file in files {
        let number: &mut usize = kept.entry(file.file_name().unwrap().to_owned()).or_default();
        *number += 1;
        if *number > most {
            fs::remove_file(&file).unwrap();
            // Whoever has handed in nothing is nobody.
            let _ = fs::remove_dir(file.parent().unwrap());
        }
    }
}
