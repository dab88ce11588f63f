//! What a page includes, as text below it, for those who read the Markdown itself. The book hides it.

use grader::AS_TEXT;

/// Where an include ends that those do not see who read the Markdown itself: it stands in a comment.
const ENDS: &str = "}} -->";

/// A page with a text below each such include. What stood there before goes. An include of which nothing is `shown` has
/// no text.
pub fn write(page: &str, shown: impl Fn(&str) -> Option<String>) -> String {
    let mut written = String::new();
    let mut included = "";
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        written.extend([line, "\n"]);
        included = includes(line).unwrap_or(included);
        if !line.ends_with(ENDS) {
            continue;
        }
        // Where its end is missing, the words behind it are not its own.
        let mut behind = lines.clone();
        if behind.next_if_eq(&AS_TEXT).is_some()
            && behind.find(|line| ["</div>", AS_TEXT].contains(line)) == Some("</div>")
        {
            lines = behind;
        }
        if let Some(text) = shown(included) {
            written.push_str(&format!("{AS_TEXT}\n\n{}\n\n</div>\n", text.trim_end()));
        }
    }
    written
}

/// What a line of a page includes, but what only ends the comment.
fn includes(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once("{{#include ")?;
    let (file, _) = rest.split_once("}}")?;
    (!file.starts_with("../includes/")).then_some(file)
}

#[cfg(test)]
mod tests {
    use super::write;

    const PAGE: &str = "\
# A page

{{#include seen.md}}

<!-- {{#include one.html}} -->

<!-- {{#include ../includes/rust.begins}}
{{#include two.rs}}
{{#include ../includes/ends}} -->
The end.
";

    #[test]
    fn each_include_has_its_text_once() {
        let shown = |included: &str| Some(format!("the text of {included}\n"));
        let once = write(PAGE, shown);
        let text =
            |of: &str| format!("-->\n<div class=\"as-text\">\n\nthe text of {of}\n\n</div>\n");
        assert!(once.contains(&text("one.html")), "{once}");
        assert!(once.contains(&format!("{}The end.\n", text("two.rs"))), "{once}");
        assert_eq!(once.matches("the text of").count(), 2);
        assert_eq!(write(&once, shown), once);
        assert_eq!(write(&once, |_| None), PAGE);
    }

    #[test]
    fn nothing_is_lost_where_a_text_has_no_end() {
        let page = write(PAGE, |included| Some(included.to_owned()));
        let without_its_end = page.replacen("\n</div>\n", "\nA sentence.\n", 1);
        let written = write(&without_its_end, |included| Some(included.to_owned()));
        assert!(written.contains("\nA sentence.\n"), "{written}");
    }
}
