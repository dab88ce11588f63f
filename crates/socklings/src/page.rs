//! `page`: a page of the book, in a browser or, where there is none, as text.

use socklings::course::Course;
use socklings::web::Pages;
use socklings::{Result, include, web};

use crate::{browser, plain, terminal};

/// A page, or a section of one: `accept`, `06#hints`, `introduction`.
pub struct Place {
    /// The name of the page.
    pub page: String,
    /// The section's id.
    pub section: Option<String>,
}

impl Place {
    /// What somebody means by a word.
    ///
    /// # Errors
    ///
    /// A sentence, if there is no such page.
    pub fn find(course: &Course, word: &str) -> Result<Self> {
        let (page, section) = word.split_once('#').unwrap_or((word, ""));
        let section = Some(section.to_owned()).filter(|section| !section.is_empty());
        let page = page.trim_end_matches(".md").trim_end_matches(".html");
        if web::chapters(course)?.iter().any(|chapter| chapter.name == page) {
            return Ok(Self { page: page.to_owned(), section });
        }
        Ok(Self { page: course.exercise(page)?.name.clone(), section })
    }

    /// Opens the page in a browser, and says so; `None` where there is no browser.
    ///
    /// # Errors
    ///
    /// A sentence, if the page cannot be read or written.
    pub fn open(&self, course: &Course) -> Result<Option<String>> {
        let mut file = web::write(course, &self.page, Pages::All)?;
        if let Some(section) = &self.section {
            file = web::write_section(&file, section)?;
        }
        let shown = web::address(&file);
        Ok(browser::open(&file).then(|| format!("In your browser: {shown}\n")))
    }

    /// Words that a terminal makes a link of, to this place; the words alone where it makes none.
    pub fn link(&self, course: &Course, words: &str) -> String {
        if !terminal::takes_links() {
            return words.to_owned();
        }
        let file =
            web::write(course, &self.page, Pages::Old).and_then(|page| match &self.section {
                Some(section) => web::write_section(&page, section),
                None => Ok(page),
            });
        match file {
            // OSC 8. A terminal that does not know it shows the words alone.
            Ok(file) => format!("\x1b]8;;{}\x1b\\{words}\x1b]8;;\x1b\\", web::address(&file)),
            Err(_) => words.to_owned(),
        }
    }

    /// The page as text.
    ///
    /// # Errors
    ///
    /// A sentence, if it cannot be read, or has no such section.
    pub fn text(&self, course: &Course, width: usize) -> Result<String> {
        let Self { page, section } = self;
        let file = format!("book/src/{page}.md");
        let text = include::read(&course.root.join(&file))?;
        plain::text(&text, page, section.as_deref(), width).ok_or_else(|| {
            let section = section.as_deref().unwrap_or_default();
            format!(
                "{file} has no section `{section}`. `cargo run -- page {page}` shows all of it."
            )
        })
    }
}
