//! The pages of the book for a browser, without mdBook. Each is one file that needs nothing else: what
//! it includes, the book's styles and its scripts are in it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use grader::MARKDOWN;
use pulldown_cmark::{BlockQuoteKind, CowStr, Event, Parser, Tag, TagEnd, html};

use crate::Result;
use crate::course::Course;
use crate::figure::escaped;
use crate::include;

/// A page of the book, as the table of contents has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// The file in `book/src`, without its ending: `accept`.
    pub name: String,
    /// `06 Accept`
    pub title: String,
    /// The part that begins with this page: `2.2 Accept`.
    part: Option<String>,
}

/// The pages of the book, in the order of the table of contents.
///
/// # Errors
///
/// A sentence, if the table of contents cannot be read.
pub fn chapters(course: &Course) -> Result<Vec<Chapter>> {
    let text = include::read(&course.root.join("book/src/SUMMARY.md"))?;
    let mut chapters: Vec<Chapter> = Vec::new();
    let (mut part, mut words, mut name) = (None, String::new(), None);
    for event in Parser::new(&text) {
        match event {
            Event::Start(Tag::Heading { .. }) => words.clear(),
            // The first heading is the table's own.
            Event::End(TagEnd::Heading(_)) if !chapters.is_empty() => {
                part = Some(std::mem::take(&mut words));
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                words.clear();
                name = dest_url.strip_suffix(".md").map(str::to_owned);
            }
            Event::End(TagEnd::Link) => {
                if let Some(name) = name.take() {
                    let (title, part) = (std::mem::take(&mut words), part.take());
                    chapters.push(Chapter { name, title, part });
                }
            }
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            _ => {}
        }
    }
    Ok(chapters)
}

/// Which pages are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pages {
    /// All.
    All,
    /// Those that have never been written, or are older than their Markdown.
    Old,
}

/// Writes a page for a browser, and all that it may lead to. Says where it is.
///
/// # Errors
///
/// A sentence, if the page cannot be read or written.
pub fn write(course: &Course, name: &str, which: Pages) -> Result<PathBuf> {
    let folder = course.kept()?.join("book");
    let cannot = |error| format!("{} cannot be written: {error}.", folder.display());
    fs::create_dir_all(&folder).map_err(cannot)?;
    let chapters = chapters(course)?;
    let theme = Theme::read(course)?;
    let written = |file: &Path| fs::metadata(file).and_then(|file| file.modified()).ok();
    for (place, chapter) in chapters.iter().enumerate() {
        let file = folder.join(format!("{}.html", chapter.name));
        let source = course.root.join(format!("book/src/{}.md", chapter.name));
        let is_new = written(&file).is_some_and(|file| written(&source) < Some(file));
        if which == Pages::Old && is_new {
            continue;
        }
        let page = match page(course, &chapters, place, &theme) {
            Ok(page) => page,
            // Another page may not be whole, as where somebody has removed its exercise.
            Err(_) if chapter.name != name => continue,
            Err(sentence) => return Err(sentence),
        };
        // A reader may load it at this moment: a new file takes the place of the old one.
        let mut new = tempfile::NamedTempFile::new_in(&folder).map_err(cannot)?;
        std::io::Write::write_all(&mut new, page.as_bytes()).map_err(cannot)?;
        new.persist(&file).map_err(|error| cannot(error.error))?;
    }
    Ok(folder.join(format!("{name}.html")))
}

/// Writes a small file that leads to a section of a page, and says where it is. Many programs that open
/// files lose what stands behind `#`.
///
/// # Errors
///
/// A sentence, if the file cannot be written.
pub fn write_section(page: &Path, section: &str) -> Result<PathBuf> {
    let name = page.file_name().unwrap_or_default().to_string_lossy();
    let folder = page.with_extension("");
    let file = folder.join(format!("{section}.html"));
    let text = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{name}#{section}</title>\n\
         <meta http-equiv=\"refresh\" content=\"0; url=../{name}#{section}\">\n\
         <a href=\"../{name}#{section}\">{name}#{section}</a>\n</html>\n"
    );
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(&file, text))
        .map_err(|error| format!("{} cannot be written: {error}.", file.display()))?;
    Ok(file)
}

/// The address of a file: `file:///a%20course/page.html`.
pub fn address(file: &Path) -> String {
    let mut address = "file://".to_owned();
    let path = file.to_string_lossy().replace('\\', "/");
    if !path.starts_with('/') {
        address.push('/');
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' | b':' => {
                address.push(char::from(byte));
            }
            _ => {
                let _ = write!(address, "%{byte:02X}");
            }
        }
    }
    address
}

/// What all pages look like, and what their scripts do.
pub struct Theme {
    /// CSS.
    pub styles: String,
    /// JavaScript.
    pub scripts: String,
}

impl Theme {
    /// Reads the book's theme: all of its styles and scripts, in the order of their names.
    ///
    /// # Errors
    ///
    /// A sentence, if it cannot be read.
    pub fn read(course: &Course) -> Result<Self> {
        let folder = course.root.join("book/theme");
        let cannot = |error| format!("book/theme cannot be read: {error}. Get the course again.");
        let files = fs::read_dir(&folder).map_err(cannot)?.flatten().map(|file| file.path());
        let mut files: Vec<_> = files.collect();
        files.sort();
        let all = |ending: &str| {
            let files = files.iter().filter(|file| file.extension().is_some_and(|it| it == ending));
            files.map(fs::read_to_string).collect::<std::io::Result<String>>().map_err(cannot)
        };
        Ok(Self { styles: all("css")?, scripts: all("js")? })
    }
}

/// A page, whole.
fn page(course: &Course, chapters: &[Chapter], place: usize, theme: &Theme) -> Result<String> {
    let Chapter { name, title, .. } = &chapters[place];
    let text = include::read(&course.root.join(format!("book/src/{name}.md")))?;
    let main = html(&text);
    let contents = contents(chapters, place);
    let turn = |place: Option<&Chapter>, rel: &str, word: &str| {
        let Some(Chapter { name, title, .. }) = place else { return String::new() };
        let title = escaped(title);
        format!("<a rel=\"{rel}\" href=\"{name}.html\">{word}: {title}</a>\n")
    };
    let before = turn(place.checked_sub(1).and_then(|it| chapters.get(it)), "prev", "Previous");
    let after = turn(chapters.get(place + 1), "next", "Next");
    let Theme { styles, scripts } = theme;
    let title = escaped(title);
    Ok(format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title} - Socklings</title>\n<link rel=\"icon\" href=\"data:,\">\n\
         <style>\n{styles}</style>\n</head>\n<body class=\"alone\">\n{contents}\
         <div class=\"content\">\n<main>\n{main}</main>\n</div>\n\
         <nav class=\"turn\" aria-label=\"Pages\">\n{before}{after}</nav>\n\
         <script>\n{scripts}</script>\n</body>\n</html>\n"
    ))
}

/// The table of contents, folded.
fn contents(chapters: &[Chapter], place: usize) -> String {
    let mut html = "<nav class=\"contents\" aria-label=\"Contents\">\n<details>\n\
                    <summary>Socklings: all pages</summary>\n<ul>\n"
        .to_owned();
    for (index, Chapter { name, title, part }) in chapters.iter().enumerate() {
        if let Some(part) = part {
            let _ = writeln!(html, "<li class=\"part\">{}</li>", escaped(part));
        }
        let current = if index == place { " aria-current=\"page\"" } else { "" };
        let title = escaped(title);
        let _ = writeln!(html, "<li><a href=\"{name}.html\"{current}>{title}</a></li>");
    }
    html.push_str("</ul>\n</details>\n</nav>\n");
    html
}

/// A page's Markdown as HTML, as mdBook makes it.
fn html(text: &str) -> String {
    let raw = |html: &str| Event::Html(html.to_owned().into());
    let mut events = Vec::new();
    let mut link = None;
    for event in grader::events(text, MARKDOWN) {
        match event {
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let dest_url = rendered(&dest_url);
                events.push(Event::Start(Tag::Link { link_type, dest_url, title, id }));
            }
            Event::Start(Tag::Heading { level, id, classes, attrs }) => {
                link = id.clone();
                events.push(Event::Start(Tag::Heading { level, id, classes, attrs }));
                if let Some(id) = &link {
                    events.push(raw(&format!("<a class=\"header\" href=\"#{id}\">")));
                }
            }
            Event::End(TagEnd::Heading(level)) => {
                events.extend(link.take().map(|_| raw("</a>")));
                events.push(Event::End(TagEnd::Heading(level)));
            }
            Event::Start(Tag::Table(columns)) => {
                events.push(raw("<div class=\"table-wrapper\">"));
                events.push(Event::Start(Tag::Table(columns)));
            }
            Event::End(TagEnd::Table) => {
                events.push(Event::End(TagEnd::Table));
                events.push(raw("</div>\n"));
            }
            Event::Start(Tag::BlockQuote(Some(kind))) => {
                let (class, word) = alert(kind);
                events.push(raw(&format!(
                    "<blockquote class=\"alert {class}\">\n<p class=\"alert-title\">{word}</p>\n"
                )));
            }
            Event::End(TagEnd::BlockQuote(Some(_))) => events.push(raw("</blockquote>\n")),
            event => events.push(event),
        }
    }
    let mut page = String::new();
    html::push_html(&mut page, events.into_iter());
    page
}

/// Where a link leads, once the pages are HTML.
fn rendered<'a>(link: &CowStr<'a>) -> CowStr<'a> {
    let (file, id) = link.split_once('#').map_or((&**link, None), |(file, id)| (file, Some(id)));
    match file.strip_suffix(".md").filter(|file| !file.contains("://")) {
        None => link.clone(),
        Some(file) => {
            let id = id.map(|id| format!("#{id}")).unwrap_or_default();
            format!("{file}.html{id}").into()
        }
    }
}

/// The class and the title of an alert.
pub fn alert(kind: BlockQuoteKind) -> (&'static str, &'static str) {
    match kind {
        BlockQuoteKind::Note => ("note", "Note"),
        BlockQuoteKind::Tip => ("tip", "Tip"),
        BlockQuoteKind::Important => ("important", "Important"),
        BlockQuoteKind::Warning => ("warning", "Warning"),
        BlockQuoteKind::Caution => ("caution", "Caution"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_becomes_what_mdbook_makes_of_it() {
        let page = html(
            "## A *port* {#port}\n\n> [!NOTE]\n> So it -- \"is\".\n\n[a](b.md#c) [d](#e) [f](https://g.md)\n\n\
             | a | b |\n| - | -: |\n| 1 | 2 |\n\nterm\n: what it is\n",
        );
        for html in [
            "<h2 id=\"port\"><a class=\"header\" href=\"#port\">A <em>port</em></a></h2>",
            "<blockquote class=\"alert note\">\n<p class=\"alert-title\">Note</p>\n<p>So it – “is”.</p>",
            "<a href=\"b.html#c\">a</a> <a href=\"#e\">d</a> <a href=\"https://g.md\">f</a>",
            "<div class=\"table-wrapper\"><table>",
            "</table>\n</div>",
            "<dt>term</dt>\n<dd>what it is</dd>",
        ] {
            assert!(page.contains(html), "no {html} in {page}");
        }
    }

    #[test]
    fn an_address_has_no_spaces() {
        let file = Path::new("/a course/소.html");
        assert_eq!(address(file), "file:///a%20course/%EC%86%8C.html");
    }
}
