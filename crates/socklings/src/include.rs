//! `{{#include file}}` in a page, as mdBook understands it: a whole file, some of its lines, or what
//! stands between two anchors.

use std::io;
use std::path::Path;

use crate::Result;

/// How deep what is included may include more. Without a limit, a file could include itself.
const DEPTH: usize = 10;

/// The text of a page with all that it includes.
///
/// # Errors
///
/// A sentence, if the page or a file that it includes cannot be read.
pub fn read(page: &Path) -> Result<String> {
    read_nested(page, DEPTH)
}

fn read_nested(file: &Path, depth: usize) -> Result<String> {
    let text =
        text_of(file).map_err(|error| format!("{} cannot be read: {error}.", file.display()))?;
    resolve(&text, file.parent().unwrap_or(Path::new("")), depth)
}

/// Reads a file, and waits for nobody who might write into it.
fn text_of(file: &Path) -> io::Result<String> {
    String::from_utf8(grader::read_regular(file)?).map_err(io::Error::other)
}

/// Puts files into a text. Their places are told from `folder`.
fn resolve(text: &str, folder: &Path, depth: usize) -> Result<String> {
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, found)) = rest.split_once("{{#") {
        let Some((link, after)) = found.split_once("}}") else { break };
        let mut words = link.split_whitespace();
        let kind = words.next().unwrap_or_default();
        let is_include = matches!(kind, "include" | "rustdoc_include" | "playground");
        match (before.strip_suffix('\\'), words.next()) {
            // So a page shows how an include is written.
            (Some(before), _) => whole.extend([before, "{{#", link, "}}"]),
            (None, Some(place)) if is_include => {
                whole.push_str(before);
                let (file, part) = place.split_once(':').unwrap_or((place, ""));
                let Some(depth) = depth.checked_sub(1) else {
                    return Err(format!("{file} includes itself. Get the course again."));
                };
                let path = folder.join(file);
                let included = text_of(&path).map_err(|error| {
                    format!("{} is included, and cannot be read: {error}.", path.display())
                })?;
                let folder = path.parent().unwrap_or(folder);
                let included = resolve(&selected(&included, part), folder, depth)?;
                whole.push_str(included.trim_end_matches('\n'));
            }
            // `{{#title …}}` names the page's tab, and is no part of its text.
            (None, _) if kind == "title" => whole.push_str(before),
            (None, _) => whole.extend([before, "{{#", link, "}}"]),
        }
        rest = after;
    }
    whole.push_str(rest);
    Ok(whole)
}

/// The part of a file that is meant: all of it, `3` or `3:7` or `:7` (lines), or `name` (an anchor).
fn selected(text: &str, part: &str) -> String {
    let numbers: Vec<_> = part.split(':').collect();
    let is_number = |word: &&str| word.is_empty() || word.parse::<usize>().is_ok();
    let lines: Vec<&str> = if part.is_empty() {
        return text.to_owned();
    } else if numbers.len() <= 2 && numbers.iter().all(is_number) {
        let first = numbers[0].parse().unwrap_or(1_usize).max(1);
        let last = match &numbers[..] {
            [_] => first,
            [_, last, ..] => last.parse().unwrap_or(usize::MAX),
            [] => usize::MAX,
        };
        text.lines().skip(first - 1).take(last.saturating_sub(first - 1)).collect()
    } else {
        let is_at = |line: &str, word: &str| {
            line.split_once(word).is_some_and(|(_, name)| name.trim() == part)
        };
        let inside = text.lines().skip_while(|line| !is_at(line, "ANCHOR:")).skip(1);
        let inside = inside.take_while(|line| !is_at(line, "ANCHOR_END:"));
        // Other anchors in it are for others.
        inside.filter(|line| !line.contains("ANCHOR:") && !line.contains("ANCHOR_END:")).collect()
    };
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_page_gets_what_it_includes() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        write("a.txt", "one\n// ANCHOR: two\ntwo\n// ANCHOR: x\n2\n// ANCHOR_END: two\nthree\n");
        write("b.txt", "before {{#include c.txt}} after\n");
        write("c.txt", "c\n");
        write("d.txt", "{{#include d.txt}}");
        let read = |text: &str| {
            write("page.md", text);
            read(&folder.path().join("page.md"))
        };
        for (text, shown) in [
            ("{{#title It}}no include", "no include"),
            ("[{{#include c.txt}}]\n", "[c]\n"),
            ("{{#include b.txt}}", "before c after"),
            ("{{#include a.txt:two}}", "two\n2"),
            ("{{#rustdoc_include a.txt:3}}", "two"),
            ("{{#include a.txt:6:}}", "// ANCHOR_END: two\nthree"),
            ("{{#include a.txt::1}}", "one"),
            ("{{#include a.txt:nowhere}}", ""),
            (r"\{{#include c.txt}} {{#include c.txt}}", "{{#include c.txt}} c"),
            ("{{#", "{{#"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(shown), "{text}");
        }
        assert!(read("{{#include none.txt}}").unwrap_err().contains("none.txt"));
        assert!(read("{{#include d.txt}}").unwrap_err().contains("itself"));
    }
}
