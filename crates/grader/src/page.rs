//! Reads an exercise's page. The page owns the words: what a check is about, what a mistake means,
//! and the hints.

use std::path::PathBuf;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::files;

/// What Markdown means in the pages: what it means to mdBook.
pub const MARKDOWN: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_SMART_PUNCTUATION)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_DEFINITION_LIST);

/// What stands in a page's Markdown, but what only those see who read the Markdown itself, and not the book.
pub fn events(text: &str, options: Options) -> impl Iterator<Item = Event<'_>> {
    let mut is_seen = true;
    Parser::new_ext(text, options).filter(move |event| {
        let was_seen = is_seen;
        if let Event::Html(html) = event {
            is_seen &= !html.starts_with(AS_TEXT);
            is_seen |= html.starts_with("</div>");
        }
        was_seen && is_seen
    })
}

/// What only those see who read the Markdown itself begins with this, and ends with `</div>`.
pub const AS_TEXT: &str = "<div class=\"as-text\">";

/// The page of one exercise.
#[derive(Debug, Clone)]
pub struct Page {
    /// The page's title, without the exercise's number.
    pub title: String,
    /// What stands between the title and the first section.
    pub front: Vec<String>,
    /// The sections, in order.
    pub sections: Vec<Section>,
}

/// A heading with an explicit id, and what stands under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The id: `port-of-its-own`.
    pub id: String,
    /// The words of the heading.
    pub heading: String,
    /// The id of the section that this one is a part of.
    pub part_of: Option<String>,
    /// The paragraphs, list items and blocks of code, without markup.
    pub paragraphs: Vec<String>,
}

impl Page {
    /// Where the page of an exercise is.
    pub fn path(exercise: &str) -> PathBuf {
        files::root().join(format!("book/src/{exercise}.md"))
    }

    /// Reads the page of an exercise.
    ///
    /// # Errors
    ///
    /// A sentence, if the page cannot be read.
    pub fn read(exercise: &str) -> Result<Self, String> {
        Ok(Self::parse(&files::read(&Self::path(exercise))?))
    }

    /// Reads a page from its Markdown text.
    pub fn parse(text: &str) -> Self {
        let mut page = Self { title: String::new(), front: Vec::new(), sections: Vec::new() };
        let mut words = String::new();
        let mut open: Vec<(HeadingLevel, String)> = Vec::new();
        let mut heading = None;
        for event in events(text, Options::ENABLE_HEADING_ATTRIBUTES | Options::ENABLE_TABLES) {
            match event {
                Event::Start(Tag::Heading { level, id, .. }) => {
                    heading = Some((level, id.map(|id| id.to_string())));
                    words.clear();
                }
                Event::End(TagEnd::Heading(_)) => {
                    let words = std::mem::take(&mut words);
                    match heading.take() {
                        Some((HeadingLevel::H1, _)) => {
                            let is_number = |letter: char| letter.is_ascii_digit();
                            words
                                .trim_start_matches(is_number)
                                .trim_start()
                                .clone_into(&mut page.title);
                        }
                        Some((level, id)) => {
                            let id = id.unwrap_or_default();
                            open.retain(|(above, _)| *above < level);
                            let part_of = open.last().map(|(_, id)| id.clone());
                            open.push((level, id.clone()));
                            let paragraphs = Vec::new();
                            page.sections.push(Section { id, heading: words, part_of, paragraphs });
                        }
                        None => {}
                    }
                }
                Event::Text(text) | Event::Code(text) => words.push_str(&text),
                Event::SoftBreak => words.push(' '),
                Event::HardBreak => words.push('\n'),
                Event::End(
                    TagEnd::Paragraph | TagEnd::Item | TagEnd::CodeBlock | TagEnd::TableRow,
                ) => {
                    let paragraph = std::mem::take(&mut words).trim_end().to_owned();
                    let paragraphs = match page.sections.last_mut() {
                        Some(section) => &mut section.paragraphs,
                        None => &mut page.front,
                    };
                    paragraphs.extend(Some(paragraph).filter(|paragraph| !paragraph.is_empty()));
                }
                Event::End(TagEnd::TableCell) => words.push_str("  "),
                _ => {}
            }
        }
        page
    }

    /// The section with this id.
    pub fn section(&self, id: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.id == id)
    }

    /// The parts of a section, in order.
    pub fn parts(&self, id: &str) -> impl Iterator<Item = &Section> {
        self.sections.iter().filter(move |section| section.part_of.as_deref() == Some(id))
    }

    /// The checks that the page describes, in their order, each with its points: the part with the
    /// heading `The listener keeps listening: 2 points` and the id `the-listener-keeps-listening`.
    pub fn checks(&self) -> Vec<(String, u32)> {
        let points = |heading: &str| {
            let (_, points) = heading.rsplit_once(": ")?;
            points.split_once(" point")?.0.parse().ok()
        };
        let check = |part: &Section| Some((part.id.replace('-', "_"), points(&part.heading)?));
        self.parts("graded").filter_map(check).collect()
    }

    /// How long the exercise takes, as the line under the title says it, and its minutes: at least
    /// and at most.
    pub fn time(&self) -> Option<(&str, [u32; 2])> {
        self.front.iter().find_map(|line| {
            let words = line.split(|character: char| !character.is_ascii_digit());
            let mut numbers = words.filter_map(|word| word.parse().ok());
            Some((line.trim_end_matches('.'), [numbers.next()?, numbers.next()?]))
        })
    }

    /// What somebody who has passed has built.
    pub fn passed(&self) -> &[String] {
        self.section("passed").map_or(&[], |section| &section.paragraphs)
    }

    /// The hints, each giving more away than the one before.
    pub fn hints(&self) -> Vec<&Section> {
        self.parts("hints").collect()
    }
}

/// The id under which the page explains a check or a mistake: `port_of_its_own`, `port-of-its-own`.
pub fn id_of(name: &str) -> String {
    name.replace('_', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_by_its_ids() {
        let page = Page::parse(
            "# 06 Accept\n\nBefore.\n\n## Mistakes {#mistakes}\n\n### A *port* {#port}\n\nThe `copy`\nkeeps \
             [it](x.md).\n\n- one\n- two\n\n## Hints {#hints}\n\n### First {#hint-1}\n\n<details>\n\n```rust\nlet a;\n```\n\n</details>\n",
        );
        assert_eq!(page.title, "Accept");
        assert_eq!((&page.front[..], page.time()), (&["Before.".to_owned()][..], None));
        let timed = Page::parse("# A\n\n*About 20 to 45 minutes.*\n\n## P {#passed}\n\nDone.\n");
        assert_eq!(timed.time(), Some(("About 20 to 45 minutes", [20, 45])));
        assert_eq!(timed.passed(), ["Done."]);
        let port = page.section("port").unwrap();
        assert_eq!((port.heading.as_str(), port.part_of.as_deref()), ("A port", Some("mistakes")));
        assert_eq!(port.paragraphs, ["The copy keeps it.", "one", "two"]);
        let graded = Page::parse(
            "## G {#graded}\n\n### It waits: 2 points {#it-waits}\n\n### A note {#note}\n",
        );
        assert_eq!(graded.checks(), [("it_waits".to_owned(), 2)]);
        let drawn = Page::parse(
            "# A\n\n<!-- -->\n<figure>\n</figure>\n<!-- -->\n<div class=\"as-text\">\n\n```text\na\n```\n\n</div>\n\nb\n",
        );
        assert_eq!(drawn.front, ["b"]);
        assert_eq!(page.hints().len(), 1);
        assert_eq!(page.hints()[0].paragraphs, ["let a;"]);
    }
}
