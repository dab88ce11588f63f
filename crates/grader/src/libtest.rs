//! How to get along with libtest: which tests it was asked for, and how to be heard.

use std::io::{self, Write};

use crate::visible::visible;

/// Whether libtest runs a test of this name: `accept-1a2b hands_out --exact`. Without names it runs
/// all. What nobody asks for is not judged.
pub fn is_asked(name: &str, command_line: impl IntoIterator<Item = String>) -> bool {
    let (mut names, mut skipped, mut exact) = (Vec::new(), Vec::new(), false);
    let mut words = command_line.into_iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--exact" => exact = true,
            "--skip" => skipped.extend(words.next()),
            // These options have a value, which is no test's name.
            "--logfile" | "--test-threads" | "--color" | "--format" | "--shuffle-seed" | "-Z" => {
                words.next();
            }
            option if option.starts_with("--skip=") => skipped.push(option[7..].to_owned()),
            option if option.starts_with('-') => {}
            _ => names.push(word),
        }
    }
    let is_meant = |word: &String| if exact { name == word } else { name.contains(word.as_str()) };
    (names.is_empty() || names.iter().any(is_meant)) && !skipped.iter().any(is_meant)
}

/// Says something even if the test passes: libtest keeps what `eprintln!` prints.
pub fn tell_people(sentence: &str) {
    let _ = writeln!(io::stderr(), "{}", visible(sentence));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(command_line: &str) -> bool {
        is_asked("hands_out", command_line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn a_test_is_asked_for_as_libtest_reads_it() {
        for line in ["", "hands", "listen hands", "hands_out --exact", "--test-threads 1 -q"] {
            assert!(asked(line), "{line}");
        }
        for line in
            ["listen", "hands --exact", "--skip hands", "--skip=out", "--format pretty listen"]
        {
            assert!(!asked(line), "{line}");
        }
    }
}
