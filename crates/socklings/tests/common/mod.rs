//! What the tests of the book share: the rendered book and its pages.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::{env, fs};

use real::browser::Browser;

use crate::copy;

/// Renders the book, once for all tests. `None` where mdBook is not installed.
pub fn render() -> Option<PathBuf> {
    static RENDERED: OnceLock<Option<PathBuf>> = OnceLock::new();
    RENDERED.get_or_init(render_once).clone()
}

fn render_once() -> Option<PathBuf> {
    let folder = copy::folder().join("book");
    let mut mdbook = Command::new("mdbook");
    mdbook.arg("build").arg(grader::root().join("book")).arg("--dest-dir").arg(&folder);
    let Ok(output) = mdbook.output() else {
        skip("mdBook is not installed; `cargo install --locked mdbook` installs it");
        return None;
    };
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(!said.contains("WARN") && !said.contains("ERROR"), "{said}");
    Some(folder)
}

/// The pages of the rendered book, in the order of their names.
pub fn pages(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).expect("the book is there").flatten().map(|file| file.path());
    let mut pages: Vec<_> =
        files.filter(|path| path.extension().is_some_and(|end| end == "html")).collect();
    pages.sort();
    pages
}

/// To look at all pages, or to build all programs, takes minutes. In CI it is done; elsewhere some are taken, and
/// other ones each time.
pub fn some<T>(all: impl Into<Vec<T>>, what: &str) -> Vec<T> {
    const SOME: usize = 2;
    let mut all = all.into();
    let number = all.len();
    if env::var_os("CI").is_none() && number > SOME {
        grader::Rng::new().shuffle(&mut all);
        all.truncate(SOME);
        grader::tell_people(&format!("skipped: {} of {number} {what}", number - SOME));
    }
    all
}

/// A browser. `None` where there is none.
pub fn browser() -> Result<Option<Browser>, String> {
    let browser = Browser::start()?;
    if browser.is_none() {
        skip("there is no Chromium; Debian's package chromium has it");
    }
    Ok(browser)
}

/// Says that a tool is missing. This is no failure, except on the machine that must have all tools.
pub fn skip(why: &str) {
    assert!(env::var_os("CI").is_none(), "{why}. CI needs it");
    grader::tell_people(&format!("skipped: {why}"));
}
