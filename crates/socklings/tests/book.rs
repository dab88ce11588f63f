//! The rendered book: every link, id and image leads somewhere, and nothing is left of the sources.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use html5gum::{Token, Tokenizer};

use crate::common::{pages, render};

/// What one page has, and what it points to.
#[derive(Default)]
struct Page {
    ids: BTreeSet<String>,
    twice: Vec<String>,
    links: Vec<String>,
    /// The steps before which something is to be predicted, by their ids.
    predicted: Vec<String>,
    text: String,
}

fn read_pages(folder: &Path) -> BTreeMap<PathBuf, Page> {
    pages(folder).into_iter().map(|path| (path.clone(), read_page(&path))).collect()
}

fn read_page(path: &Path) -> Page {
    let html = fs::read_to_string(path).expect("a page can be read");
    let mut page = Page::default();
    for token in Tokenizer::new(html.as_str()) {
        match token.expect("a string can be read") {
            // What all links of a page begin with is no link itself.
            Token::StartTag(tag) if *tag.name != *b"base" => {
                for (name, value) in &tag.attributes {
                    let value = String::from_utf8_lossy(value).into_owned();
                    match &name[..] {
                        b"id" if !page.ids.insert(value.clone()) => page.twice.push(value),
                        b"href" | b"src" => page.links.push(value),
                        b"data-step" => page.predicted.push(value),
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
        // What is hidden here leads to the files themselves, for those who read the Markdown.
        let outside = |link: &&String| {
            ["data:", "../../"].iter().any(|start| link.starts_with(start)) || link.contains("://")
        };
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
fn every_figure_has_its_steps_and_its_data() {
    let Some(folder) = render() else { return };
    let mut figures = 0;
    for path in read_pages(&folder).keys().filter(|path| !path.ends_with("print.html")) {
        let html = fs::read_to_string(path).expect("a page can be read");
        for figure in html.split("<figure class=\"trace").skip(1) {
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

#[test]
fn every_prediction_belongs_to_a_step() {
    let Some(folder) = render() else { return };
    for (path, page) in read_pages(&folder) {
        let mut seen = BTreeSet::new();
        for step in &page.predicted {
            let place = path.display();
            assert!(page.ids.contains(step), "{place}: there is no step {step} to predict");
            // Nothing stands before the first step, so nothing can be predicted from it.
            assert!(!step.ends_with("-1"), "{place}: {step} is the first step of its figure");
            assert!(seen.insert(step), "{place}: {step} is predicted twice");
        }
    }
}
