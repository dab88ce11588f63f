//! The rendered book: every link, id and image leads somewhere, and nothing is left of the sources.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::{env, fs};

use html5gum::{Token, Tokenizer};

/// What one page has, and what it points to.
#[derive(Default)]
struct Page {
    ids: BTreeSet<String>,
    twice: Vec<String>,
    links: Vec<String>,
    text: String,
}

/// Renders the book, once for all tests. `None` where mdBook is not installed.
fn render() -> Option<PathBuf> {
    static RENDERED: OnceLock<Option<PathBuf>> = OnceLock::new();
    RENDERED.get_or_init(render_once).clone()
}

fn render_once() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("book");
    let mut mdbook = Command::new("mdbook");
    mdbook.arg("build").arg(grader::root().join("book")).arg("--dest-dir").arg(&folder);
    let Ok(output) = mdbook.output() else {
        assert!(env::var_os("CI").is_none(), "mdBook is not installed; CI needs it");
        eprintln!("skipped: mdBook is not installed; `cargo install --locked mdbook` installs it");
        return None;
    };
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(!said.contains("WARN") && !said.contains("ERROR"), "{said}");
    Some(folder)
}

fn read_pages(folder: &Path) -> BTreeMap<PathBuf, Page> {
    let files = fs::read_dir(folder).expect("the book is there").flatten().map(|file| file.path());
    let pages = files.filter(|path| path.extension().is_some_and(|end| end == "html"));
    pages.map(|path| (path.clone(), read_page(&path))).collect()
}

fn read_page(path: &Path) -> Page {
    let html = fs::read_to_string(path).expect("a page can be read");
    let mut page = Page::default();
    for token in Tokenizer::new(html.as_str()) {
        match token.expect("a string can be read") {
            Token::StartTag(tag) => {
                for (name, value) in &tag.attributes {
                    let value = String::from_utf8_lossy(value).into_owned();
                    match &name[..] {
                        b"id" if !page.ids.insert(value.clone()) => page.twice.push(value),
                        b"href" | b"src" => page.links.push(value),
                        _ => {}
                    }
                }
            }
            Token::String(text) => page.text.push_str(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    page
}

#[test]
fn every_link_id_and_image_leads_somewhere() {
    let Some(folder) = render() else { return };
    let pages = read_pages(&folder);
    let mut dead = Vec::new();
    let mut local_links = 0;
    for (path, page) in &pages {
        let shown = path.file_name().unwrap_or_default().display();
        // One page is all pages: it has ids of its own making.
        let is_print = path.ends_with("print.html");
        for id in page.twice.iter().filter(|_| !is_print) {
            dead.push(format!("{shown}: the id {id} stands twice"));
        }
        if page.text.contains("{{#") {
            dead.push(format!("{shown}: an include is left over"));
        }
        let outside = |link: &&String| link.contains("://") || link.starts_with("data:");
        for link in page.links.iter().filter(|link| !outside(link) && !link.is_empty()) {
            local_links += 1;
            let (file, id) = link.split_once('#').unwrap_or((link, ""));
            let file = file.split('?').next().unwrap_or_default();
            let target = if file.is_empty() {
                path.clone()
            } else {
                folder.join(file.trim_start_matches('/'))
            };
            if !target.is_file() {
                dead.push(format!("{shown}: {link} leads nowhere"));
            } else if !id.is_empty()
                && !pages.get(&target).is_some_and(|page| page.ids.contains(id))
            {
                dead.push(format!("{shown}: {link}: there is no such id"));
            }
        }
    }
    assert!(pages.len() > 6 && local_links > 100, "{} pages, {local_links} links", pages.len());
    assert!(dead.is_empty(), "{}", dead.join("\n"));
}

#[test]
fn every_page_loads_in_a_browser_without_an_error() {
    let Some(folder) = render() else { return };
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let found = names.iter().find(|name| Command::new(name).arg("--version").output().is_ok());
    let Some(browser) = found else {
        assert!(env::var_os("CI").is_none(), "Chromium is not installed; CI needs it");
        eprintln!("skipped: there is no Chromium; Debian's package chromium has it");
        return;
    };
    for path in read_pages(&folder).keys() {
        let profile = tempfile::tempdir().expect("a temporary folder");
        let mut command = Command::new(browser);
        command.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"]);
        command.args(["--no-first-run", "--disable-background-networking", "--disable-sync"]);
        command.args(["--disable-component-update", "--enable-logging=stderr", "--dump-dom"]);
        command.arg(format!("--user-data-dir={}", profile.path().display()));
        let output = command.arg(format!("file://{}", path.display())).output();
        let output = output.expect("the browser runs");
        let said = String::from_utf8_lossy(&output.stderr);
        let errors: Vec<_> = said.lines().filter(|line| line.contains("CONSOLE")).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", path.display());
        let page = String::from_utf8_lossy(&output.stdout);
        assert!(page.contains("</main>"), "{}: the page is not there", path.display());
    }
}

#[test]
fn every_figure_has_its_steps_and_its_data() {
    let Some(folder) = render() else { return };
    let mut figures = 0;
    for path in read_pages(&folder).keys().filter(|path| !path.ends_with("print.html")) {
        let html = fs::read_to_string(path).expect("a page can be read");
        for figure in html.split("<figure class=\"trace\"").skip(1) {
            let (figure, _) = figure.split_once("</figure>").expect("a figure ends");
            let (_, data) = figure.split_once("class=\"trace-data\">").expect("its data is there");
            let (data, _) = data.split_once("</script>").expect("its data ends");
            let data: serde_json::Value = serde_json::from_str(data).expect("its data is JSON");
            let steps = figure.matches("<li class=\"step\" id=").count();
            assert_eq!(data["steps"].as_array().map(Vec::len), Some(steps), "{}", path.display());
            assert!(steps > 0, "{}", path.display());
            figures += 1;
        }
    }
    assert!(figures > 0, "there are figures in the book");
}
