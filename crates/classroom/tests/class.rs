//! A small class, from folders to marks: contained as at a teacher's desk, and shown in a browser.

mod common;

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use real::browser::Browser;
use serde_json::{Value, json};

use common::{classroom, skip};

/// The file of an exercise in a folder whose name has a number before it.
fn file(of: &str, exercise: &str) -> Option<String> {
    let folders = fs::read_dir(grader::root().join(of)).ok()?.flatten();
    let mut folders =
        folders.filter(|it| it.file_name().to_string_lossy().ends_with(&format!("_{exercise}")));
    fs::read_to_string(folders.next()?.path().join(format!("src/{exercise}.rs"))).ok()
}

fn results(class: &Path) -> Vec<Value> {
    let text = fs::read_to_string(class.join("results.jsonl")).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

const HOSTILE: &str = "<script>document.title = 'owned'<&amp;script>=1+1";

#[test]
fn a_class_from_folders_to_marks() {
    let folder = tempfile::tempdir().unwrap();
    let (all, class) = (folder.path().join("in"), folder.path().join("class"));
    let stub = file("exercises", "accept").unwrap();
    let endless = "pub fn connection_packet(_: &mut netstack::SocketTable, f: netstack::SocketId, _: \
                   &netstack::Segment) -> netstack::SocketId { println!(\"{}\", \"</script>\\u{1b}[2J\"); f }\n\
                   pub fn accept(_: &mut netstack::SocketTable, _: netstack::Fd) -> Result<(netstack::Fd, \
                   std::net::SocketAddrV4), netstack::Errno> { std::process::exit(0) }\n";
    let hand_in = |who: &str, text: &str| {
        fs::create_dir_all(all.join(who)).unwrap();
        fs::write(all.join(who).join("accept.rs"), text).unwrap();
    };
    let solution = file("solutions", "accept");
    if let Some(solution) = &solution {
        hand_in("ada", solution);
    }
    hand_in("ben", &stub);
    hand_in("ben's twin", &stub);
    hand_in(HOSTILE, endless);
    hand_in("eve", "#[path = \"/etc/passwd\"] mod users; <script>alert(1)</script>");
    fs::create_dir_all(all.join("nil")).unwrap();
    let shown = class.to_str().unwrap();
    let (code, said) =
        classroom(&["collect", all.to_str().unwrap(), "--to", shown, "--exercises", "accept"]);
    assert_eq!(code, Some(0), "{said}");

    let (code, said) = classroom(&["grade", shown]);
    if said.contains("bubblewrap cannot be started")
        || said.contains("A sandbox cannot be made here")
    {
        assert_eq!(code, Some(2));
        return skip(&said);
    }
    assert_eq!(code, Some(0), "{said}");
    let found = results(&class);
    let state = |who: &str| {
        found.iter().find(|it| it["student"] == who).map(|it| it["state"].as_str().unwrap())
    };
    assert_eq!(state("ben"), Some("not started"));
    assert_eq!(state("ben's twin"), Some("not started"));
    assert_eq!(state(HOSTILE), Some("not yet"));
    assert_eq!(state("eve"), Some("does not compile"));
    assert_eq!(state("nil"), Some("missing"));
    if solution.is_some() {
        assert_eq!(state("ada"), Some("passed"));
    }
    assert!(found.iter().all(|it| it["contained"] == true));

    // Nothing is judged twice; and a damaged verdict is judged anew.
    let before = fs::read(class.join("results.jsonl")).unwrap();
    let (_, said) = classroom(&["grade", shown]);
    assert!(said.contains("Judged now: 0 files"), "{said}");
    assert_eq!(before, fs::read(class.join("results.jsonl")).unwrap());

    // Somebody hands in something else: a grading says what is not as it was.
    let copy = class.join("submitted/ben-s-twin/accept.rs");
    let own = fs::read(&copy).unwrap();
    fs::write(&copy, "no Rust").unwrap();
    let (_, said) = classroom(&["grade", shown]);
    let told = "Other than before: 1 result.\n  ben's twin, accept: 0 (not started) → 0 (does not compile)";
    assert!(said.contains(told), "{said}");
    fs::write(&copy, own).unwrap();
    assert!(classroom(&["grade", shown]).1.contains("(does not compile) → 0 (not started)"));
    assert_eq!(before, fs::read(class.join("results.jsonl")).unwrap());

    // The parts are the whole.
    for part in ["1/2", "2/2"] {
        assert_eq!(classroom(&["grade", shown, "--shard", part]).0, Some(0));
    }
    let parts =
        ["1", "2"].map(|it| class.join(format!("results-{it}-of-2.jsonl")).display().to_string());
    let (code, said) = classroom(&["merge", shown, &parts[1], &parts[0]]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(before, fs::read(class.join("results.jsonl")).unwrap());
    assert_eq!(classroom(&["merge", shown, &parts[0]]).0, Some(2));

    let (code, said) = classroom(&["replay", shown, HOSTILE, "accept"]);
    assert!(code == Some(0) && !said.contains('\u{1b}'), "{said:?}");
    let out = folder.path().join("out");
    for format in ["jsonl", "csv", "junit", "gradescope", "github", "exercism"] {
        let to = out.join(format);
        let (code, said) =
            classroom(&["export", shown, "--format", format, "--to", to.to_str().unwrap()]);
        assert_eq!(code, Some(0), "{format}: {said}");
    }
    let table = fs::read_to_string(out.join("csv")).unwrap();
    let rows = csv::Reader::from_reader(table.as_bytes()).records().count();
    assert_eq!(rows, found.len());

    let pages = out.join("pages");
    let (code, said) =
        classroom(&["report", shown, "--html", pages.to_str().unwrap(), "--nameless"]);
    assert_eq!(code, Some(0), "{said}");
    in_a_browser(&pages.join("index.html")).unwrap();

    let (code, said) = classroom(&["grade", shown, "--uncontained"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("not contained") && results(&class).iter().all(|it| it["contained"] == false)
    );
}

fn in_a_browser(index: &Path) -> Result<(), String> {
    let Some(browser) = Browser::start()? else {
        skip("there is no Chromium; Debian's package chromium has it");
        return Ok(());
    };
    let tab = browser.tab()?;
    tab.open_file(index, "")?;
    let ours = json!("Socklings");
    assert_eq!(tab.comes_to("document.title", &ours)?, ours, "a name is a script");
    let first = "document.querySelector('tbody th').textContent";
    let head = "document.querySelector('thead button')";
    tab.click(head)?;
    let up = tab.value(first)?;
    // By keyboard, the other way round.
    tab.value(&format!("{head}.focus()"))?;
    tab.press("Enter")?;
    let sorted = "document.querySelector('thead th').getAttribute('aria-sort')";
    assert_eq!(tab.comes_to(sorted, &json!("descending"))?, json!("descending"));
    assert_ne!(tab.value(first)?, up);
    let wide = "document.documentElement.scrollWidth <= innerWidth";
    tab.resize(375, 800)?;
    assert_eq!(tab.comes_to(wide, &json!(true))?, json!(true), "a telephone has to scroll");
    // A word is not one letter a line.
    let heads = "[...document.querySelectorAll('#marks ~ table thead')].map(it => it.offsetHeight)";
    assert!(tab.value(heads)?[0].as_f64().is_some_and(|it| it < 60.0), "{}", tab.value(heads)?);
    let text = tab.value("document.body.innerText")?;
    let text = text.as_str().unwrap_or_default();
    for words in [" students, 1 exercise.", "Missing: nil.", "passed, of"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert_eq!(tab.value("document.querySelectorAll('script').length")?, json!(1));
    assert_eq!(tab.errors()?, Vec::<String>::new());
    let links =
        tab.value("[...document.querySelectorAll('tbody a')].map(it => it.getAttribute('href'))")?;
    for link in links.as_array().into_iter().flatten().filter_map(Value::as_str) {
        assert!(link.starts_with("students/student-"), "{link}");
        tab.open_file(&index.with_file_name(link), "")?;
        assert_eq!(tab.value("document.querySelectorAll('script').length")?, json!(1));
        assert_eq!(tab.errors()?, Vec::<String>::new());
    }
    Ok(())
}

#[test]
fn what_is_handed_out_is_of_the_published_form() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("course");
    let shown = to.to_str().unwrap();
    let (code, said) = classroom(&[
        "hand-out",
        shown,
        "--exercises",
        "start,accept,one_program",
        "--github-classroom",
        "--dev-container",
    ]);
    assert_eq!(code, Some(0), "{said}");
    assert!(!to.join("solutions").exists() && !to.join("tests/mistakes").exists());
    let text = fs::read_to_string(to.join(".github/workflows/classroom.yml")).unwrap();
    for words in ["ONE_PROGRAM_RESULTS:", "runners: start,accept,one_program", "id: accept"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let container = fs::read(to.join(".devcontainer/devcontainer.json")).unwrap();
    let container: Value = serde_json::from_slice(&container).unwrap();
    assert!(container["image"].is_string() && container["runArgs"].is_array());

    // Published schemas: check-jsonschema has the workflow's with it.
    let mut check = std::process::Command::new("check-jsonschema");
    let check = check.args(["--builtin-schema", "vendor.github-workflows"]);
    match check.arg(to.join(".github/workflows/classroom.yml")).output() {
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(output.status.success(), "{said}");
        }
        Err(error) => skip(&format!("check-jsonschema cannot be started: {error}")),
    }
}

/// Cargo takes what is handed out as it is: it has no word to say of it, and nothing to change.
#[test]
fn what_is_handed_out_is_whole() {
    // All; some; one that is built from another one's files; one that has a crate of its own.
    for exercises in [None, Some("00-07"), Some("processes"), Some("host")] {
        let folder = tempfile::tempdir().unwrap();
        let shown = folder.path().to_str().unwrap();
        let chosen: Vec<_> = exercises.iter().flat_map(|it| ["--exercises", it]).collect();
        let (code, said) = classroom(&[&["hand-out", shown], &chosen[..]].concat());
        assert_eq!(code, Some(0), "{said}");
        let mut cargo = Command::new("cargo");
        let asked = ["metadata", "--offline", "--locked", "--format-version", "1"];
        let output = cargo.current_dir(folder.path()).args(asked).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && !said.contains("warning"), "{exercises:?}: {said}");
        let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
        let packages = metadata["packages"].as_array().unwrap().iter();
        let own = packages.filter(|it| it["source"].is_null());
        let targets = own.flat_map(|it| it["targets"].as_array().unwrap());
        let paths: Vec<_> = targets.map(|it| it["src_path"].as_str().unwrap()).collect();
        let lost: Vec<_> = paths.iter().filter(|path| !Path::new(path).is_file()).collect();
        assert!(paths.len() > 8 && lost.is_empty(), "{exercises:?}: {lost:?}");
    }
}

/// The script of the workflow's steps makes what GitHub Classroom's reporter reads.
#[test]
fn a_step_of_the_workflow_tells_the_points() {
    use base64::Engine;

    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("cargo");
    // Says what `cargo run -- check accept` would say.
    let cargo = "#!/bin/sh
case \"$*\" in
*--json) echo '{\"check\":\"a\",\"outcome\":\"passed\",\"points\":2,\"of\":2}'
    echo '{\"check\":\"b\",\"outcome\":\"wrong\",\"points\":0,\"of\":1}'
    exit 1 ;;
*check*) echo '::error::forged' ;;
esac
";
    fs::write(&program, cargo).unwrap();
    let judge = grader::root().join("crates/classroom/github/judge");
    let output = folder.path().join("output");
    let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap());
    let made = std::process::Command::new("chmod").arg("755").arg(&program).status();
    assert!(made.is_ok_and(|it| it.success()));
    let mut step = Command::new("bash");
    let step = step.arg(judge).args(["accept", "3"]).current_dir(folder.path());
    let said = step.env("PATH", path).env("GITHUB_OUTPUT", &output).output().unwrap();
    let said = String::from_utf8_lossy(&[said.stdout, said.stderr].concat()).into_owned();
    if said.contains("jq: command not found") {
        return skip("there is no jq");
    }
    assert!(said.starts_with("::stop-commands::") && said.contains("::error::forged"), "{said}");
    let text = fs::read_to_string(&output).unwrap();
    let text = text.strip_prefix("result=").unwrap().trim();
    let bytes = base64::engine::general_purpose::STANDARD.decode(text).unwrap();
    let value: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!((&value["version"], &value["max_score"]), (&json!(1), &json!(3)));
    assert_eq!((&value["status"], &value["tests"][0]["score"]), (&json!("fail"), &json!(2)));
    assert_eq!(value["tests"][1]["status"], "fail");
}
