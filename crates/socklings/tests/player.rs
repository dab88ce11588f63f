//! The figures in a browser: stepped through with real clicks and key presses, on every screen and
//! in print; and all pages, without an error.

use std::fs;
use std::path::{Path, PathBuf};

use real::browser::Tab;
use serde_json::{Value, json};

use crate::{common, copy};

/// The figure that is tried: it has eight steps.
const FIGURE: &str = "document.querySelector('#accept-two-clients')";

/// A trouble of the browser's.
type Result<T = ()> = std::result::Result<T, String>;

/// All in one browser, because its start takes longer than any of these.
#[test]
fn the_book_in_a_browser() -> Result {
    let Some(book) = common::render() else { return Ok(()) };
    let Some(browser) = common::browser()? else { return Ok(()) };
    type Check = fn(&Path, &Tab) -> Result;
    let checks: [(&str, Check); 7] = [
        ("clicks step through a figure", clicks),
        ("keys step through a figure and stay on the page", keys),
        ("a link leads to a step", links),
        ("a question comes before its step", questions),
        ("a figure is whole in print and without a script", print),
        ("a figure is readable in every theme and on a telephone", themes),
        ("every page loads without an error", pages),
    ];
    for (name, check) in checks {
        eprintln!("{name}");
        check(&book, &browser.tab()?)?;
    }
    Ok(())
}

/// The `number`th button of the bar: Back, Next, or the one that shows all steps.
fn button(number: usize) -> String {
    format!("{FIGURE}.querySelectorAll('.player button')[{number}]")
}

const BACK: usize = 0;
const NEXT: usize = 1;
const ALL: usize = 2;

/// An element in the figure.
fn part(selector: &str) -> String {
    format!("{FIGURE}.querySelector('{selector}')")
}

/// The numbers of the steps that can be seen.
fn seen(tab: &Tab) -> Result<Value> {
    tab.value(&format!(
        "[...{FIGURE}.querySelectorAll('.step')].filter(step => step.offsetHeight > 0)
            .map(step => Number(step.id.split('-').pop()))"
    ))
}

fn status(tab: &Tab) -> Result<String> {
    let said = tab.value(&format!("{}?.textContent", part("[role=status]")))?;
    Ok(said.as_str().unwrap_or_default().to_owned())
}

/// One step can be seen, and the controls say so.
#[track_caller]
fn assert_step(tab: &Tab, number: usize) -> Result {
    assert_eq!(seen(tab)?, json!([number]));
    let said = status(tab)?;
    assert!(said.starts_with(&format!("Step {number} of 8: ")), "{said}");
    assert_eq!(tab.value(&format!("{}.value", part("input")))?, number.to_string());
    let disabled = [number == 1, number == 8];
    for (name, disabled) in [BACK, NEXT].into_iter().zip(disabled) {
        let said = tab.value(&format!("{}.getAttribute('aria-disabled')", button(name)))?;
        assert_eq!(said, disabled.to_string(), "button {name} at step {number}");
    }
    Ok(())
}

/// Whether the page has gone to another one, or begun to.
fn has_left(tab: &Tab) -> Result<bool> {
    let events = tab.events()?;
    Ok(events.iter().any(|event| event["method"] == "Page.frameRequestedNavigation"))
}

fn clicks(book: &Path, tab: &Tab) -> Result {
    // Who begins at the end is asked no question on the way. Questions are tried elsewhere.
    tab.open_file(&book.join("accept.html"), "#accept-two-clients-8")?;
    tab.click_at(&part("input"), 0.01)?;
    assert_step(tab, 1)?;
    assert_eq!(status(tab)?, "Step 1 of 8: the server listens at port 80");
    tab.click(&button(BACK))?;
    assert_step(tab, 1)?;
    for number in 2..=8 {
        tab.click(&button(NEXT))?;
        assert_step(tab, number)?;
    }
    tab.click(&button(NEXT))?;
    assert_step(tab, 8)?;
    assert_eq!(status(tab)?, "Step 8 of 8: accept(3) = fd 5, 198.18.203.86:1025");
    tab.click(&button(BACK))?;
    assert_step(tab, 7)?;
    tab.click_at(&part("input"), 0.99)?;
    assert_step(tab, 8)?;

    tab.click(&button(ALL))?;
    assert_eq!(seen(tab)?, json!([1, 2, 3, 4, 5, 6, 7, 8]));
    assert_eq!(status(tab)?, "All 8 steps");
    let left =
        format!("[...{FIGURE}.querySelectorAll('.player :is(button, input):not([hidden])')]");
    assert_eq!(tab.value(&format!("{left}.length"))?, 1, "only the way back is left");
    tab.click(&button(ALL))?;
    assert_step(tab, 8)?;
    assert_eq!(tab.errors()?, Vec::<String>::new());
    Ok(())
}

fn keys(book: &Path, tab: &Tab) -> Result {
    let page = book.join("accept.html");
    tab.open_file(&page, "#accept-two-clients-8")?;
    tab.events()?;
    // The tab key alone leads to each control.
    tab.click(&part("figcaption"))?;
    tab.press("Tab")?;
    for control in [button(BACK), button(NEXT), part("input"), button(ALL)] {
        assert_eq!(tab.value(&format!("document.activeElement === {control}"))?, true);
        for (key, number) in [
            ("Home", 1),
            ("ArrowLeft", 1),
            ("ArrowRight", 2),
            ("ArrowRight", 3),
            ("ArrowLeft", 2),
            ("End", 8),
            ("ArrowRight", 8),
        ] {
            tab.press(key)?;
            assert_step(tab, number)?;
        }
        tab.press("Tab")?;
    }
    // After the controls comes the table: there, the arrow keys scroll.
    let table = format!("{FIGURE}.querySelector('#accept-two-clients-8 .table-wrapper')");
    assert_eq!(tab.value(&format!("document.activeElement === {table}"))?, true);
    tab.press("ArrowRight")?;
    assert_step(tab, 8)?;

    tab.value(&format!("{}.focus()", button(BACK)))?;
    tab.press("Enter")?;
    assert_step(tab, 7)?;
    tab.press(" ")?;
    assert_step(tab, 6)?;
    tab.value(&format!("{}.focus()", part("input")))?;
    assert_eq!(tab.value(&format!("{}.ariaLabel", part("input")))?, "Step");
    tab.press("PageUp")?;
    assert!(seen(tab)?[0].as_u64() > Some(6), "the slider's own keys work too");
    tab.value(&format!("{}.focus()", button(ALL)))?;
    tab.press("Enter")?;
    tab.press("ArrowRight")?;
    assert_eq!(seen(tab)?.as_array().map(Vec::len), Some(8));
    assert!(!has_left(tab)?, "an arrow key has turned the page");

    // Outside of a figure, it does: so what is above can fail.
    tab.value("document.activeElement.blur()")?;
    tab.press("ArrowRight")?;
    assert!(has_left(tab)?, "mdBook turns the page");
    Ok(())
}

fn links(book: &Path, tab: &Tab) -> Result {
    let page = book.join("accept.html");
    tab.resize(800, 600)?;
    tab.open_file(&page, "#accept-two-clients-6")?;
    assert_step(tab, 6)?;
    let in_view = format!(
        "[{}, {}].every(element => {{ const box = element.getBoundingClientRect();
            return box.top >= 0 && box.bottom <= innerHeight; }})",
        part(".player"),
        part("#accept-two-clients-6 .action")
    );
    assert_eq!(tab.value(&in_view)?, true, "the step and the controls are in view");
    tab.open_file(&page, "#accept-two-clients-3")?;
    tab.value("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")?;
    assert_step(tab, 3)?;
    assert_eq!(tab.value(&in_view.replace("-6", "-3"))?, true);
    // A link to where the reader has been before leads there again.
    tab.click(&button(NEXT))?;
    assert_step(tab, 4)?;
    tab.value("location.href = '#accept-two-clients-3'")?;
    tab.value("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")?;
    assert_step(tab, 3)?;
    // What the browser's own search finds in a hidden step is shown, too.
    let find = "window.find('198.18.203.86:1025', false, false, true)";
    if tab.value("'onbeforematch' in document.body")? == true && tab.value(find)? == true {
        tab.value("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")?;
        assert_eq!(seen(tab)?.as_array().map(Vec::len), Some(1));
    }
    assert_eq!(tab.errors()?, Vec::<String>::new());
    Ok(())
}

/// A page of its own, with no book around it: the figure, the style and the script.
fn page_of_its_own(before: &str) -> PathBuf {
    let book = grader::root().join("book");
    let read = |file: &str| fs::read_to_string(book.join(file)).expect("the book's file is there");
    let path = copy::folder().join("page.html");
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>A page</title>\n\
         <link rel=\"icon\" href=\"data:,\">\n<style>{}{}</style>\n{before}\n<!-- {} -->\n\
         <script>{}</script>\n",
        read("theme/figures.css"),
        read("theme/player.css"),
        read("figures/accept-two-clients.html"),
        read("theme/player.js"),
    );
    fs::write(&path, page).expect("a page can be written");
    path
}

const QUESTION: &str = "<details class=\"predict\" data-step=\"accept-two-clients-3\">\n\
    <summary>Which port will the copy have?</summary>\n<p>Port 80.</p>\n</details>";

fn questions(_: &Path, tab: &Tab) -> Result {
    let page = page_of_its_own(QUESTION);
    let asks = |tab: &Tab| -> Result {
        assert_eq!(seen(tab)?, json!([2]), "the step is not shown yet");
        let said = status(tab)?;
        assert_eq!(said, "Step 2 of 8: Predict first: Which port will the copy have?");
        assert_eq!(tab.value(&format!("{}.checkVisibility()", part(".ask")))?, true);
        assert_eq!(tab.value(&format!("{}.open", part(".ask details")))?, false);
        Ok(())
    };
    let answered = |tab: &Tab| -> Result {
        assert_step(tab, 3)?;
        assert_eq!(tab.value(&format!("{}.checkVisibility()", part(".ask")))?, false);
        let fold = part("#accept-two-clients-3 details");
        assert_eq!(tab.value(&format!("{fold}.open && {fold}.checkVisibility()"))?, true);
        let focus = format!("document.activeElement === {}", button(NEXT));
        assert_eq!(tab.value(&focus)?, true, "the keyboard can go on from here");
        Ok(())
    };

    tab.open_file(&page, "")?;
    assert_step(tab, 1)?;
    assert_eq!(tab.value("document.querySelectorAll('.predict').length")?, 1);
    assert_eq!(tab.value(&format!("{}.checkVisibility()", part(".predict")))?, false);
    tab.click(&button(NEXT))?;
    assert_step(tab, 2)?;
    for _ in 0..3 {
        tab.click(&button(NEXT))?;
        asks(tab)?;
    }
    tab.click(&part(".ask button"))?;
    answered(tab)?;
    // It is asked once.
    tab.press("Home")?;
    tab.press("End")?;
    assert_step(tab, 8)?;

    // With keys alone; and no arrow key goes past the question.
    tab.open_file(&page, "?again")?;
    tab.press("Tab")?;
    tab.press("End")?;
    asks(tab)?;
    tab.press("ArrowRight")?;
    tab.press("Enter")?;
    asks(tab)?;
    tab.press("ArrowLeft")?;
    assert_step(tab, 1)?;
    tab.press("End")?;
    asks(tab)?;
    tab.press("Tab")?;
    tab.press("Enter")?;
    answered(tab)?;

    // The slider stops there, too; a link to a step and "all steps" do not ask.
    tab.open_file(&page, "?slider")?;
    tab.click_at(&part("input"), 0.99)?;
    asks(tab)?;
    tab.click(&button(ALL))?;
    assert_eq!(seen(tab)?.as_array().map(Vec::len), Some(8));
    tab.click(&button(ALL))?;
    assert_step(tab, 2)?;
    tab.click(&button(NEXT))?;
    assert_step(tab, 3)?;
    tab.open_file(&page, "?link#accept-two-clients-5")?;
    assert_step(tab, 5)?;
    assert_eq!(tab.errors()?, Vec::<String>::new());
    Ok(())
}

fn print(book: &Path, tab: &Tab) -> Result {
    let all = json!([1, 2, 3, 4, 5, 6, 7, 8]);
    let page = book.join("accept.html");
    tab.open_file(&page, "")?;
    tab.call("Emulation.setEmulatedMedia", json!({ "media": "print" }))?;
    assert_eq!(seen(tab)?, all);
    assert_eq!(tab.value(&format!("{}.offsetHeight", part(".player")))?, 0);
    let heights = "[...document.querySelectorAll('.step table')].map(table => table.offsetHeight)";
    assert_eq!(tab.value(&format!("{heights}.every(height => height > 20)"))?, true);
    tab.call("Emulation.setEmulatedMedia", json!({ "media": "" }))?;

    // Answers are unfolded for the printer alone; hints stay folded, and so does what may differ.
    let folded = "document.querySelectorAll('details:not([open], .hint, .entries)').length";
    let before = tab.value(folded)?;
    assert!(before.as_u64() > Some(3), "{before}");
    tab.value(&format!("addEventListener('beforeprint', () => window.left = {folded})"))?;
    tab.call("Page.printToPDF", json!({ "pageRanges": "1" }))?;
    assert_eq!(tab.value("window.left")?, 0);
    let hints = "[...document.querySelectorAll('.hint, .entries')].filter(it => it.open).length";
    assert_eq!(tab.value(hints)?, 0);
    assert_eq!(tab.value(folded)?, before);
    assert_eq!(seen(tab)?, json!([1]));

    tab.call("Emulation.setScriptExecutionDisabled", json!({ "value": true }))?;
    tab.open_file(&page, "?without")?;
    assert_eq!(seen(tab)?, all);
    assert_eq!(tab.value("document.querySelectorAll('.player').length")?, 0);
    let page = page_of_its_own(QUESTION);
    tab.open_file(&page, "")?;
    assert_eq!(seen(tab)?, all);
    let above = format!("document.querySelector('.predict').nextElementSibling === {FIGURE}");
    assert_eq!(tab.value(&above)?, true, "the question stands where the page has put it");
    Ok(())
}

/// The contrast of each text in the figure with what is behind it.
const CONTRASTS: &str = "
    [...FIGURE.querySelectorAll('.player button, .player p, .action, td, th')].map(element => {
        const canvas = document.createElement('canvas').getContext('2d');
        const light = color => {
            canvas.fillStyle = color;
            canvas.fillRect(0, 0, 1, 1);
            const parts = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map(part =>
                part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
        };
        let behind = element;
        const clear = 'rgba(0, 0, 0, 0)';
        while (behind && getComputedStyle(behind).backgroundColor === clear) {
            behind = behind.parentElement;
        }
        const paper = light(behind ? getComputedStyle(behind).backgroundColor : 'white');
        const ink = light(getComputedStyle(element).color);
        return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    })";

fn themes(book: &Path, tab: &Tab) -> Result {
    let page = book.join("accept.html");
    tab.open_file(&page, "")?;
    for theme in common::some(["light", "rust", "coal", "navy", "ayu"], "themes") {
        tab.value(&format!("localStorage.setItem('mdbook-theme', '{theme}')"))?;
        tab.open_file(&page, &format!("?{theme}#accept-two-clients-8"))?;
        let class = format!("document.documentElement.classList.contains('{theme}')");
        assert_eq!(tab.value(&class)?, true, "{theme}");
        assert_step(tab, 8)?;
        let contrasts = tab.value(&CONTRASTS.replace("FIGURE", FIGURE))?;
        let contrasts = contrasts.as_array().expect("a list");
        assert!(contrasts.len() > 30, "{theme}: {contrasts:?}");
        let readable = contrasts.iter().all(|contrast| contrast.as_f64() >= Some(4.5));
        assert!(readable, "{theme}: {contrasts:?}");
    }
    tab.resize(360, 740)?;
    let own = page_of_its_own(QUESTION);
    for page in [page, own] {
        tab.open_file(&page, "?phone")?;
        for way in ["next", "all"] {
            tab.click(&button(if way == "next" { NEXT } else { ALL }))?;
            assert_eq!(tab.value("innerWidth")?, 360);
            let wide = tab.value("document.documentElement.scrollWidth")?;
            assert_eq!(wide, 360, "{}: the page scrolls to the side", page.display());
            let parts = format!("[...{FIGURE}.querySelectorAll('button, .player > *, .step')]");
            let outside = tab.value(&format!(
                "{parts}.map(part => part.getBoundingClientRect())
                    .filter(box => box.left < 0 || box.right > 360).length"
            ))?;
            assert_eq!(outside, 0, "{}: a part is outside of the screen", page.display());
            let small = tab.value(&format!(
                "{parts}.filter(part => part.matches('button, input') && part.offsetHeight)
                    .filter(part => part.offsetHeight < 44 || part.offsetWidth < 44).length"
            ))?;
            assert_eq!(small, 0, "{}: a control is too small for a finger", page.display());
        }
    }
    // The table is wider than the screen: what a step has changed scrolls into view, either way.
    tab.click(&button(ALL))?;
    for (step, cell) in [(5, "td.changed"), (6, "tr.added td:nth-child(3)")] {
        tab.click_at(&part("input"), f64::from(step - 1) / 7.0)?;
        let box_of = |selector: &str| {
            let step = part(&format!("#accept-two-clients-{step} {selector}"));
            format!("{step}.getBoundingClientRect()")
        };
        let (cell, table) = (box_of(cell), box_of(".table-wrapper"));
        let inside = format!("{cell}.left >= {table}.left && {cell}.right <= {table}.right + 1");
        assert_eq!(tab.value(&inside)?, true, "step {step}");
    }
    assert_eq!(tab.errors()?, Vec::<String>::new());
    Ok(())
}

fn pages(book: &Path, tab: &Tab) -> Result {
    for path in common::some(common::pages(book), "pages") {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // The one for a wrong address finds its parts only on a server; the other one prints itself.
        if name == "404.html" || name == "print.html" {
            continue;
        }
        tab.open_file(&path, "")?;
        assert_eq!(tab.errors()?, Vec::<String>::new(), "{name}");
        let main = tab.value("(document.querySelector('main') ?? document.body).innerText")?;
        assert!(main.as_str().is_some_and(|text| text.len() > 5), "{name}: the page is empty");
        let idle = "[...document.querySelectorAll('figure.trace')].filter(figure =>
            figure.querySelectorAll('.step').length > 1 && !figure.querySelector('.player')).length";
        assert_eq!(tab.value(idle)?, 0, "{name}: a figure has no controls");
        let lost = "[...document.querySelectorAll('details.predict')]
            .filter(fold => fold.closest('.step')?.id !== fold.dataset.step).length";
        assert_eq!(tab.value(lost)?, 0, "{name}: a question is not at its step");
    }
    Ok(())
}
