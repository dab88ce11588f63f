//! A small class, from folders to marks: contained as at a teacher's desk, and shown in a browser.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use grader::real::browser::Browser;
use serde_json::{Value, json};

fn classroom(arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_classroom"));
    let output = command.args(arguments).output().unwrap();
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(!said.contains("panicked"), "{said}");
    (output.status.code(), said)
}

/// Where this machine lacks something: in CI nobody would read it.
fn skip(reason: &str) {
    assert!(std::env::var_os("CI").is_none(), "{reason}");
    eprintln!("skipped: {reason}");
}

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
    assert!(said.contains("0 files were judged now"), "{said}");
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
    tab.resize(400, 800)?;
    assert_eq!(tab.comes_to(wide, &json!(true))?, json!(true), "a telephone has to scroll");
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
