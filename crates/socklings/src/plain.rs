//! A page of the book as text for a terminal, with its figures. Nothing is folded there: the answers to
//! its questions stand at its end, and its hints are a command.

use std::fmt::Write;

use grader::{Fitted, MARKDOWN};
use netstack::{Step, Trace};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};
use serde_json::Value;

use crate::terminal::{BOLD, DIM};

/// What a page's Markdown says, in lines of this width; of a page with sections, one of them, if it is
/// named. `None` if there is no such section.
pub fn text(page: &str, name: &str, section: Option<&str>, width: usize) -> Option<String> {
    let mut plain = Plain::new(name, width);
    let mut open: Option<HeadingLevel> = None;
    let mut found = section.is_none();
    // Whether what is read now is shown.
    let mut shown = found;
    for event in grader::events(page, MARKDOWN) {
        if let Event::Start(Tag::Heading { level, id, .. }) = &event {
            let id = id.as_deref().unwrap_or_default();
            if open.is_some_and(|above| *level <= above) {
                open = None;
                shown = section.is_none();
            }
            if section == Some(id) {
                (found, shown, open) = (true, true, Some(*level));
            }
            // A third of a page, and only for whom it concerns.
            if section.is_none() && id == "differs" {
                plain.line(&format!(
                    "{DIM}(What may differ from what you wrote: a verdict names the part of the page \
                     that is about it, and `cargo run -- page {name}#differs` prints all.){DIM:#}"
                ));
                (shown, open) = (false, Some(*level));
            }
            plain.in_hints =
                if *level == HeadingLevel::H2 { id == "hints" } else { plain.in_hints };
        }
        if shown {
            plain.take(event);
        }
    }
    found.then(|| plain.end())
}

/// What is being read.
struct Plain<'a> {
    /// The page's name.
    name: &'a str,
    width: usize,
    text: String,
    /// What stands in front of each line: the marks of lists and quotations around it.
    indent: usize,
    /// What the next line begins with, in the place of spaces.
    bullet: Option<String>,
    /// The words of the paragraph, heading or cell.
    words: String,
    /// The lists around, each with the number of its next item, if its items have numbers.
    lists: Vec<Option<u64>>,
    code: Option<String>,
    table: Vec<Vec<String>>,
    html: String,
    links: Vec<String>,
    /// The answers that were folded.
    answers: Vec<String>,
    /// What was written before the answer that is being read.
    outside: Option<String>,
    in_hints: bool,
    hints: usize,
}

impl<'a> Plain<'a> {
    fn new(name: &'a str, width: usize) -> Self {
        Self {
            name,
            width: width.max(20),
            text: String::new(),
            indent: 0,
            bullet: None,
            words: String::new(),
            lists: Vec::new(),
            code: None,
            table: Vec::new(),
            html: String::new(),
            links: Vec::new(),
            answers: Vec::new(),
            outside: None,
            in_hints: false,
            hints: 0,
        }
    }

    fn end(mut self) -> String {
        if !self.answers.is_empty() {
            let _ = write!(self.text, "{BOLD}Answers{BOLD:#}\n\n");
            for (place, answer) in std::mem::take(&mut self.answers).iter().enumerate() {
                let answer = answer.trim_end();
                let _ = write!(self.text, "{DIM}{}{DIM:#}\n{answer}\n\n", place + 1);
            }
        }
        let end = self.text.trim_end().len();
        self.text.truncate(end);
        self.text.push('\n');
        self.text
    }

    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&text),
                None => self.words.push_str(&text),
            },
            Event::Code(code) => {
                let _ = write!(self.words, "`{code}`");
            }
            Event::SoftBreak | Event::HardBreak => self.words.push(' '),
            Event::Rule => self.line("* * *"),
            Event::Html(html) | Event::InlineHtml(html) => self.html.push_str(&html),
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.finish(tag),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::Heading { .. } => self.words.clear(),
            Tag::List(first) => {
                // The words of the item in which it stands.
                self.paragraph();
                self.lists.push(first);
            }
            Tag::Item => {
                let bullet = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
                self.indent += bullet.len();
                self.bullet = Some(bullet);
            }
            Tag::CodeBlock(kind) => {
                self.paragraph();
                self.code = Some(String::new());
                // A block that shows a command is for a terminal already.
                if let CodeBlockKind::Fenced(_) = kind {
                    self.words.clear();
                }
            }
            Tag::BlockQuote(kind) => {
                if let Some(kind) = kind {
                    self.line(&format!("{BOLD}{}{BOLD:#}", socklings::web::alert(kind).1));
                }
                self.indent += 2;
            }
            Tag::DefinitionListDefinition => self.indent += 4,
            Tag::TableHead | Tag::TableRow => self.table.push(Vec::new()),
            Tag::TableCell => self.words.clear(),
            Tag::Link { dest_url, .. } => self.links.push(dest_url.to_string()),
            _ => {}
        }
    }

    fn finish(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                let words = std::mem::take(&mut self.words);
                for line in textwrap::wrap(&words, self.width) {
                    let _ = writeln!(self.text, "{BOLD}{line}{BOLD:#}");
                }
                self.text.push('\n');
            }
            TagEnd::Paragraph => {
                self.paragraph();
                self.text.push('\n');
            }
            TagEnd::Item => {
                self.paragraph();
                let around = self.bullet_width();
                self.indent = self.indent.saturating_sub(around);
                self.bullet = None;
            }
            TagEnd::List(_) => {
                self.lists.pop();
                if self.lists.is_empty() && !self.text.ends_with("\n\n") {
                    self.text.push('\n');
                }
            }
            TagEnd::CodeBlock => {
                let code = self.code.take().unwrap_or_default();
                for line in code.lines() {
                    let _ = writeln!(self.text, "{:1$}{line}", "", self.indent + 2);
                }
                self.text.push('\n');
            }
            TagEnd::BlockQuote(_) => self.indent = self.indent.saturating_sub(2),
            TagEnd::DefinitionListTitle => self.paragraph(),
            TagEnd::DefinitionListDefinition => {
                self.paragraph();
                self.indent = self.indent.saturating_sub(4);
                self.text.push('\n');
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.words);
                if let Some(row) = self.table.last_mut() {
                    row.push(cell);
                }
            }
            TagEnd::Table => self.table(),
            TagEnd::HtmlBlock => self.html_block(),
            TagEnd::Link => {
                let link = self.links.pop().unwrap_or_default();
                if link.contains("://") && !self.words.ends_with(&link) {
                    let _ = write!(self.words, " <{link}>");
                }
            }
            _ => {}
        }
    }

    /// How wide the mark of an item is, in the list that is read.
    fn bullet_width(&self) -> usize {
        match self.lists.last() {
            Some(Some(next)) => (next - 1).to_string().len() + 2,
            _ => 2,
        }
    }

    /// Writes the words that were read, in lines.
    fn paragraph(&mut self) {
        let words = std::mem::take(&mut self.words);
        if !words.trim().is_empty() {
            self.line(&words);
        }
    }

    /// Writes words in as many lines as they need.
    fn line(&mut self, words: &str) {
        let spaces = " ".repeat(self.indent);
        let first = self.bullet.take().map_or_else(
            || spaces.clone(),
            |bullet| format!("{}{bullet}", " ".repeat(self.indent.saturating_sub(bullet.len()))),
        );
        let options = textwrap::Options::new(self.width);
        let options = options.initial_indent(&first).subsequent_indent(&spaces);
        let _ = writeln!(self.text, "{}", textwrap::fill(words.trim(), options));
    }

    /// Writes the table that was read: in columns, if its last one keeps enough room for words, or else
    /// each row as a paragraph.
    fn table(&mut self) {
        let rows = std::mem::take(&mut self.table);
        let count = rows.iter().map(Vec::len).max().unwrap_or_default();
        let width = |column: usize| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| textwrap::core::display_width(cell)).max().unwrap_or_default()
        };
        let widths: Vec<_> = (0..count).map(width).collect();
        let before: usize =
            widths.iter().take(count.saturating_sub(1)).map(|width| width + 2).sum();
        let room = (self.width - 2).saturating_sub(before);
        let fits = room >= widths.last().copied().unwrap_or_default().min(28);
        for (place, row) in rows.iter().enumerate() {
            let (style, gap) =
                if place == 0 { (BOLD, "") } else { (anstyle::Style::new(), "    ") };
            if fits {
                let mut first = "  ".to_owned();
                for (cell, width) in row.iter().zip(&widths).take(count.saturating_sub(1)) {
                    let fill = width - textwrap::core::display_width(cell);
                    let _ = write!(first, "{cell}{:1$}", "", fill + 2);
                }
                let lines = row.last().map(|cell| textwrap::wrap(cell, room)).unwrap_or_default();
                for (index, line) in lines.iter().enumerate() {
                    let begin = if index == 0 { first.clone() } else { " ".repeat(before + 2) };
                    let _ = writeln!(self.text, "{style}{begin}{line}{style:#}");
                }
            } else if place > 0 {
                for (index, (cell, name)) in row.iter().zip(&rows[0]).enumerate() {
                    let name =
                        if index == 0 || name.is_empty() { "" } else { &format!("{name}: ") };
                    let begin = if index == 0 { "  " } else { gap };
                    let options = textwrap::Options::new(self.width).initial_indent(begin);
                    let options = options.subsequent_indent("    ");
                    let _ = writeln!(
                        self.text,
                        "{}",
                        textwrap::fill(&format!("{name}{cell}"), options)
                    );
                }
            }
        }
        self.text.push('\n');
    }

    /// Writes what a piece of HTML shows: a trace, a picture, a fold.
    fn html_block(&mut self) {
        let html = std::mem::take(&mut self.html);
        for (place, rest) in html.split("class=\"trace-data\">").enumerate().skip(1) {
            let data = rest.split("</script>").next().unwrap_or_default();
            if let Some(trace) = serde_json::from_str(data).ok().as_ref().and_then(trace_in) {
                self.text.push_str(&figure(&trace, self.width));
                self.text.push('\n');
            } else {
                self.line(&format!("(Figure {place} cannot be shown here.)"));
            }
        }
        for (name, words) in [("Figure", "figcaption"), ("It shows", "desc")] {
            let is_picture = html.contains("<svg");
            if let Some(words) = inside(&html, words).filter(|_| is_picture) {
                self.line(&format!("[{name}: {words}]"));
                if name == "It shows" {
                    self.text.push('\n');
                }
            }
        }
        // The fold of what may differ holds no answer.
        if html.contains("class=\"entries\"") {
            return;
        }
        // Each choice of a prediction has a line of its own.
        if let Some(question) = inside(&html.replace("<br>", " · "), "summary") {
            self.fold(&question);
        }
        if html.contains("</details>")
            && let Some(outside) = self.outside.take()
        {
            let inside = std::mem::replace(&mut self.text, outside);
            if !self.in_hints {
                self.answers.push(inside);
            }
        }
    }

    /// A question, or a hint, whose answer is folded.
    fn fold(&mut self, question: &str) {
        if self.in_hints {
            self.hints += 1;
            self.line(&format!("  cargo run -- hint {} {}", self.name, self.hints));
        } else {
            self.line(&format!("? {question} {DIM}(answer {}){DIM:#}", self.answers.len() + 1));
        }
        self.text.push('\n');
        self.outside = Some(std::mem::take(&mut self.text));
    }
}

/// The words inside the first element of this name, in one line.
fn inside(html: &str, name: &str) -> Option<String> {
    let (_, rest) = html.split_once(&format!("<{name}"))?;
    let (_, rest) = rest.split_once('>')?;
    let (words, _) = rest.split_once(&format!("</{name}>"))?;
    let mut plain = String::new();
    let mut is_tag = false;
    for character in words.chars() {
        match character {
            '<' => is_tag = true,
            '>' => is_tag = false,
            _ if !is_tag => plain.push(character),
            _ => {}
        }
    }
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    let plain = entities.iter().fold(plain, |text, (entity, sign)| text.replace(entity, sign));
    Some(plain.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The trace that a figure carries as data.
fn trace_in(data: &Value) -> Option<Trace> {
    let steps = data["steps"].as_array()?.iter().map(Step::from_json).collect::<Option<_>>()?;
    Some(Trace { story: data["story"].as_str()?.to_owned(), steps })
}

/// A trace in lines of this width. `+`, `~` and `-` mark the rows that a step added, changed or removed.
fn figure(trace: &Trace, width: usize) -> String {
    let mut text = format!("{BOLD}{}{BOLD:#}\n", textwrap::fill(&trace.story, width));
    let mut before = None;
    for (index, step) in trace.steps.iter().enumerate() {
        let result = step.result.as_ref().map(|it| format!(" = {it}")).unwrap_or_default();
        let event = format!("{}. {}{result}", index + 1, step.event);
        let options = textwrap::Options::new(width).subsequent_indent("   ");
        let _ = writeln!(text, "\n{}", textwrap::fill(&event, options));
        for (mark, row) in step.marked(before) {
            for (place, line) in Fitted::new(row, width.saturating_sub(4)).lines.iter().enumerate()
            {
                let sign = if place == 0 { mark.sign() } else { ' ' };
                let _ = writeln!(text, "  {sign} {line}");
            }
        }
        before = Some(step);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# Title {#t}\n\nWords that `are` many enough to be folded.\n\n## One {#one}\n\n\
        1. first\n2. second\n   - inner\n\n<details>\n<summary>Is it <b>so</b>?</summary>\n\nYes.\n\n\
        </details>\n\n| a | long | words |\n| - | - | - |\n| 1 | a longer cell | and many words in a cell \
        that is the last |\n\n```text\ncode   stays\n```\n\n> [!NOTE]\n> Mind.\n\n\
        ## Differs {#differs}\n\n<details class=\"entries\">\n<summary>Show</summary>\n\n\
        ### Spoiler {#spoiler}\n\nIt is wrong.\n\n</details>\n\n## Hints {#hints}\n\n\
        <details>\n<summary>Show</summary>\n\nSecret.\n\n</details>\n";

    fn plain(section: Option<&str>, width: usize) -> Option<String> {
        let text = text(PAGE, "it", section, width)?;
        Some(anstream::adapter::strip_str(&text).to_string())
    }

    #[test]
    fn a_page_is_text() {
        let text = plain(None, 40).unwrap();
        for words in [
            "Title\n\nWords that `are` many enough to be\nfolded.\n\nOne\n\n1. first\n2. second\n   - inner\n",
            "? Is it so? (answer 1)\n",
            "  1\n    long: a longer cell\n",
            "  code   stays\n",
            "Note\n  Mind.\n",
            "cargo run -- hint it 1\n",
            "Answers\n\n1\nYes.\n",
        ] {
            assert!(text.contains(words), "no {words:?} in\n{text}");
        }
        assert!(!text.contains("Secret") && !text.contains("It is wrong"), "{text}");
        let wide = plain(None, 80).unwrap();
        assert!(
            wide.contains("  a  long           words\n  1  a longer cell  and many words"),
            "{wide}"
        );
    }

    #[test]
    fn a_section_alone_is_shown_whatever_it_is() {
        assert_eq!(plain(Some("spoiler"), 40).unwrap(), "Spoiler\n\nIt is wrong.\n");
        assert_eq!(plain(Some("differs"), 40).unwrap(), "Differs\n\nSpoiler\n\nIt is wrong.\n");
        assert_eq!(plain(Some("nowhere"), 40), None);
    }
}
