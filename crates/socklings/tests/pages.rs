//! The pages in a browser: nothing is cut on any screen, what may differ is folded until a link leads to it,
//! the search finds a term's own entry first, and a page can be used without eyes or a mouse (axe).

use std::fs;
use std::path::{Path, PathBuf};

use real::browser::Browser;
use serde_json::json;

use crate::common;

/// A trouble of the browser's.
type Result<T = ()> = std::result::Result<T, String>;

/// The pages of a rendered book that a reader reads; and a browser's tab.
fn opened() -> Result<Option<(Browser, Vec<PathBuf>)>> {
    let Some(book) = common::render() else { return Ok(None) };
    let Some(browser) = common::browser()? else { return Ok(None) };
    // One page is all pages; and others only lead to a page, or are for a wrong address.
    let is_read = |path: &PathBuf| {
        !["404.html", "index.html", "print.html", "toc.html"]
            .iter()
            .any(|name| path.ends_with(name))
    };
    Ok(Some((browser, common::pages(&book).into_iter().filter(is_read).collect())))
}

fn name(page: &Path) -> String {
    page.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// All that is wider than the box in which it stands, with all folds open and all steps shown.
const CUT: &str = "(() => {
    for (const fold of document.querySelectorAll('details')) fold.open = true;
    for (const all of document.querySelectorAll('.player > button:last-child')) all.click();
    const root = document.documentElement;
    const cut = root.scrollWidth > root.clientWidth ? [`the page itself: ${root.scrollWidth}`] : [];
    for (const part of document.querySelectorAll('main *')) {
        const is_drawn = part.closest('svg') && part.tagName !== 'svg';
        // The first is read aloud only, and so are the headings of a table that has become cards.
        const is_unseen = part.closest('.unseen') || part.closest('thead')?.clientWidth === 1;
        if (is_drawn || is_unseen || part.scrollWidth <= part.clientWidth + 1 || !part.clientWidth) continue;
        const words = part.textContent.trim().slice(0, 60);
        cut.push(`${part.tagName} ${part.scrollWidth} > ${part.clientWidth}: ${words}`);
    }
    return cut; })()";

#[test]
fn every_page_fits_every_screen_and_every_reader() -> Result {
    let Some((browser, pages)) = opened()? else { return Ok(()) };
    let pages = common::some(pages, "pages");
    let axe = axe();
    if axe.is_none() {
        let get = "`npm install --prefix target/axe axe-core` installs it";
        common::skip(&format!("axe-core is not there, and looks at no page; {get}"));
    }
    let tab = browser.tab()?;
    let violations = || match &axe {
        Some(axe) => tab.value(&format!("{axe}; {VIOLATIONS}")),
        None => Ok(json!([])),
    };
    // So that what follows can fail.
    tab.resize(375, 800)?;
    tab.open(
        "data:text/html,<main><pre style='width: 9em; color: silver'>a line that is longer than its box</pre></main>",
    )?;
    assert_eq!(tab.value(&format!("{CUT}.length"))?, 1);
    let seen = violations()?.to_string();
    assert!(axe.is_none() || seen.contains("color-contrast"), "{seen}");
    let mut wrong = Vec::new();
    for (theme, width) in [("light", 1280), ("navy", 375)] {
        tab.resize(width, 800)?;
        tab.open_file(&pages[0], "?theme")?;
        tab.value(&format!("localStorage.setItem('mdbook-theme', '{theme}')"))?;
        for page in &pages {
            tab.open_file(page, &format!("?{theme}"))?;
            for (what, found) in [
                ("has these in its side bar", tab.value(IN_SIDE_BAR)?),
                ("does not fold", tab.value(NOT_FOLDED)?),
                ("cuts", tab.value(CUT)?),
                ("is hard to use", violations()?),
            ] {
                let found = found.as_array().expect("a list");
                let page = name(page);
                wrong.extend(found.iter().map(|it| format!("{page} {what}, {width} wide: {it}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

/// What stands behind the heading of what may differ, and not in its fold.
const NOT_FOLDED: &str = "[...document.querySelectorAll('main > #differs ~ h3')].filter(it =>
    it.compareDocumentPosition(document.getElementById('kernel')) & Node.DOCUMENT_POSITION_FOLLOWING)
    .map(it => it.id)";

const IN_SIDE_BAR: &str = "[...document.querySelectorAll('.entries > h3')].map(it => it.id)
    .filter(id => document.querySelector(`.header-in-summary[href=\"#${id}\"]`))";

/// What axe finds in the page's own part, with all folds open.
const VIOLATIONS: &str = "(() => {
    for (const fold of document.querySelectorAll('details')) fold.open = true;
    return axe.run('main', { resultTypes: ['violations'] }).then(({ violations }) => violations
        .flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 120)}`))); })()";

/// Where `npm install` has put axe-core.
fn axe() -> Option<String> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent()?;
    fs::read_to_string(target.join("axe/node_modules/axe-core/axe.min.js")).ok()
}

/// The words that are shown of what may differ.
const SHOWN: &str = "[...document.querySelectorAll('.entries > :not(summary, h3)')]
    .filter(part => part.checkVisibility()).map(part => part.textContent)";

#[test]
fn what_may_differ_is_shown_to_whom_it_concerns() -> Result {
    let Some((browser, pages)) = opened()? else { return Ok(()) };
    let tab = browser.tab()?;
    let accept = pages.iter().find(|page| name(page) == "accept").expect("the page of accept");
    for script in ["with a script", "without a script"] {
        let is_off = json!({ "value": script.starts_with("without") });
        tab.call("Emulation.setScriptExecutionDisabled", is_off)?;
        let query = script.replace(' ', "-");
        tab.open_file(accept, &format!("?{query}"))?;
        assert_eq!(tab.value(SHOWN)?, json!([]), "{script}");
        for entry in ["port-of-its-own", "second-copy"] {
            tab.open_file(accept, &format!("?{query}-2#{entry}"))?;
            tab.comes_to("document.querySelector('.entries').open", &json!(true))?;
            let shown = tab.value(SHOWN)?;
            let own =
                tab.value("document.querySelector(':target').nextElementSibling.textContent")?;
            assert_eq!(shown, json!([own]), "{script}: {entry} alone");
            let place = "document.querySelector(':target').getBoundingClientRect().top";
            let top = tab.comes_to(&format!("{place} >= 0 && {place} < 300"), &json!(true))?;
            assert_eq!(top, true, "{script}: {entry} is in view");
        }
    }
    tab.call("Emulation.setScriptExecutionDisabled", json!({ "value": false }))?;
    Ok(())
}

#[test]
fn the_search_finds_a_term_s_own_entry_first() -> Result {
    let Some((browser, pages)) = opened()? else { return Ok(()) };
    let tab = browser.tab()?;
    let accept = pages.iter().find(|page| name(page) == "accept").expect("the page of accept");
    let found = "[...document.querySelectorAll('#mdbook-searchresults a')]
        .map(link => link.getAttribute('href').replace(/^.*[/]/, '').replace(/[?].*#/, '#'))";
    for (words, first) in [
        ("TIME_WAIT", "glossary.html#time-wait"),
        ("half+open", "glossary.html#half-open"),
        ("backlog", "glossary.html#backlog"),
        ("eaddrinuse", "glossary.html#eaddrinuse"),
    ] {
        tab.open_file(accept, &format!("?search={words}"))?;
        let said = tab.comes_to(&format!("{found}[0]"), &json!(first))?;
        assert_eq!(said, first, "{words}");
    }
    // The words of an entry find other places, if any.
    tab.open_file(accept, "?search=second+copy")?;
    let ready = tab.comes_to(&format!("{found}.length > 0"), &json!(true))?;
    assert_eq!(ready, true, "something is found");
    let all = tab.value(found)?;
    assert!(!all.to_string().contains("#second-copy"), "{all}");
    Ok(())
}
