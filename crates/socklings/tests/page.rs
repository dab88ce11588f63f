//! The pages without mdBook: in a browser, from files that the command writes itself, and as text.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use predicates::prelude::*;
use predicates::str::contains;
use real::browser::Tab;
use serde_json::json;

use crate::{common, copy};

/// The command. It builds nothing, and writes into a folder of the test's own.
fn command(arguments: &[&str]) -> assert_cmd::Command {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_socklings"));
    command.args(arguments).current_dir(grader::root()).env("CARGO_MANIFEST_DIR", grader::root());
    command.env("CARGO_TARGET_DIR", target()).env_remove("CI");
    for screen in ["BROWSER", "DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"] {
        command.env_remove(screen);
    }
    command
}

fn target() -> PathBuf {
    // A path that is hard to write into an address.
    copy::folder().join("pages 100% 소켓")
}

/// Asks for a page; gives the file that the learner's browser was given.
fn opened(page: &str) -> PathBuf {
    let folder = tempfile::tempdir().expect("a folder");
    let (script, note) = (folder.path().join("browser"), folder.path().join("note"));
    fs::write(&script, "#!/bin/sh\nprintf %s \"$2\" > \"$1\"\n").expect("it can be written");
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).expect("it can be run");
    // The first one is not there, as may be.
    let browser = format!("no-such-browser:{} {} %s", script.display(), note.display());
    let said = command(&["page", page]).env("BROWSER", browser).assert().code(0);
    said.stdout(contains("In your browser: file:///").and(contains("pages%20100%25%20")));
    PathBuf::from(fs::read_to_string(note).expect("the browser was started"))
}

#[test]
fn every_page_stands_alone_in_a_browser() -> Result<(), String> {
    let accept = opened("accept");
    assert!(accept.ends_with("socklings/book/accept.html"), "{}", accept.display());
    let section = opened("6#port-of-its-own");
    let Some(browser) = common::browser()? else { return Ok(()) };
    let tab = browser.tab()?;
    let folder = accept.parent().expect("a folder");
    let files = fs::read_dir(folder).expect("a folder").flatten().map(|file| file.path());
    let pages: Vec<_> =
        files.filter(|path| path.extension().is_some_and(|ending| ending == "html")).collect();
    assert!(pages.len() > 15, "{pages:?}");
    for page in &common::some(pages, "pages") {
        let name = page.file_name().unwrap_or_default().to_string_lossy();
        let html = fs::read_to_string(page).expect("a page can be read");
        assert!(!html.contains("{{#"), "{name}: an include is left over");
        whole(&tab, page, &name)?;
    }

    // The figures are played as in the book.
    tab.open_file(&accept, "")?;
    let figure = "document.querySelector('#accept-two-clients')";
    let status = format!("{figure}.querySelector('[role=status]').textContent");
    tab.click(&format!("{figure}.querySelectorAll('.player button')[1]"))?;
    let said = tab.value(&status)?;
    assert!(said.as_str().is_some_and(|said| said.starts_with("Step 2 of 8")), "{said}");

    // A prediction is answered, and judged.
    let question = "document.querySelector('fieldset.choose')";
    let said = format!("{question}.querySelector('[role=status]').textContent");
    let answer = format!("{question}.nextElementSibling.open");
    for (choice, words, open) in [(0, "No.", false), (2, "Yes.", true)] {
        tab.click(&format!("{question}.querySelectorAll('input')[{choice}]"))?;
        let said = tab.value(&said)?;
        assert!(said.as_str().is_some_and(|said| said.starts_with(words)), "{said}");
        assert_eq!(tab.value(&answer)?, open, "{choice}");
    }

    // Events are put in order. What comes too early is said to.
    tab.open_file(&accept.with_file_name("end.html"), "")?;
    let events = "[...document.querySelectorAll('fieldset.choose button')]";
    let order =
        "[...document.querySelectorAll('details.order li')].map(it => it.textContent.trim())";
    let said = "document.querySelector('fieldset.choose [role=status]').textContent";
    let press = |words: &str| format!("{events}.find(it => it.textContent.trim() === {words})");
    tab.click(&press(&format!("{order}[1]")))?;
    assert_eq!(tab.value(said)?, "Not yet: something else comes before it.");
    let count = tab.value(&format!("{order}.length"))?.as_u64().unwrap_or_default();
    assert!(count > 5, "{count} events");
    for place in 0..count {
        tab.click(&press(&format!("{order}[{place}]")))?;
    }
    assert_eq!(tab.value(said)?, "Yes, that is the order.");
    assert_eq!(tab.value("document.querySelector('details.order').open")?, true);

    // A link to a section arrives there, whatever lost what stood behind `#`.
    tab.open_file(&section, "")?;
    let arrived = "new Promise(done => { const look = () => {
        const there = document.readyState === 'complete' && document.querySelector(':target');
        there ? done(there.textContent) : setTimeout(look, 20); }; look(); })";
    // The page that leads there goes away while it is asked.
    let words = tab.value(arrived).or_else(|_| tab.value(arrived))?;
    assert_eq!(words, "A port of its own");
    Ok(())
}

/// A page loads nothing else, has no error, leads to files that are there, and nothing of it is cut.
fn whole(tab: &Tab, page: &Path, name: &str) -> Result<(), String> {
    for width in [1280, 375] {
        tab.resize(width, 800)?;
        tab.open_file(page, &format!("?{width}"))?;
        assert_eq!(tab.errors()?, Vec::<String>::new(), "{name}");
        let wide = "[...document.querySelectorAll('main pre, main > p, main svg')].filter(it =>
            it.scrollWidth > it.clientWidth + 1 && it.clientWidth > 0).map(it => it.textContent.slice(0, 60))";
        assert_eq!(tab.value(wide)?, json!([]), "{name} at {width}: cut");
        let page = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
        assert_eq!(tab.value(page)?, 0, "{name} at {width}: the page is wider than its window");
    }
    let outside = "performance.getEntriesByType('resource').map(it => it.name)
        .filter(name => !name.startsWith('data:'))";
    assert_eq!(tab.value(outside)?, json!([]), "{name}: something else was loaded");
    let idle = "[...document.querySelectorAll('figure.trace')].filter(figure =>
        figure.querySelectorAll('.step').length > 1 && !figure.querySelector('.player')).length";
    assert_eq!(tab.value(idle)?, 0, "{name}: a figure has no controls");
    let silent = "document.querySelectorAll('details.choose, details.order').length -
        document.querySelectorAll('fieldset.choose').length";
    assert_eq!(tab.value(silent)?, 0, "{name}: a prediction cannot be answered");
    let links = tab.value(
        "[...document.querySelectorAll('a[href]')].map(link => link.getAttribute('href'))",
    )?;
    for link in links.as_array().into_iter().flatten().filter_map(|link| link.as_str()) {
        if !link.contains("://") {
            let (file, id) = link.split_once('#').unwrap_or((link, ""));
            let file = if file.is_empty() { page.to_owned() } else { page.with_file_name(file) };
            let text = fs::read_to_string(&file).unwrap_or_default();
            let has_id = id.is_empty() || text.contains(&format!("id=\"{id}\""));
            assert!(!text.is_empty() && has_id, "{name}: {link} leads nowhere");
        }
    }
    Ok(())
}

#[test]
fn where_there_is_no_browser_a_page_is_text() {
    let shown = command(&["page", "accept"]).assert().code(0);
    shown
        .stdout(contains(
            "two clients reach one server\n\n1. given: the server listens at port 80\n",
        ))
        .stdout(contains("  + #2  SYN_RECEIVED  198.18.203.1:80     198.18.203.153:1025\n"))
        .stdout(contains("pub fn accept(").and(contains("cargo run -- hint accept 1")))
        .stdout(contains("\x1b").or(contains("{{#")).or(contains("<figure")).not());
    let passage = command(&["page", "accept#port-of-its-own", "--text"]).assert().code(0);
    passage.stdout(predicates::str::starts_with("A port of its own\n\nYour copy has another port"));
    command(&["page", "picture"]).assert().stdout(contains("[Figure: The two parts of a server]"));
    command(&["page", "accept#nowhere"])
        .assert()
        .code(2)
        .stderr(contains("has no section `nowhere`"));
    command(&["page", "acept"]).assert().code(2).stderr(contains("Did you mean `accept`?"));
}
