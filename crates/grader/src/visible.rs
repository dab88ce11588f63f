//! What a program says, so that it can be shown: it must not move the cursor, change the terminal's
//! colours, or turn the direction of a line.

/// How many characters of a message are shown.
const MOST: usize = 600;

/// The text with its control characters as Rust writes them (`\u{1b}`). Lines stay lines.
pub(crate) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        let turns = matches!(character,
            '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if character != '\n' && (character.is_control() || turns) {
            shown.extend(character.escape_debug());
        } else {
            shown.push(character);
        }
    }
    shown
}

/// The beginning of a long message, with a mark where it is cut.
pub fn shortened(message: &str) -> String {
    match message.char_indices().nth(MOST) {
        None => message.to_owned(),
        Some((at, _)) => {
            let more = message[at..].chars().count();
            format!("{} … (and {more} characters more)", &message[..at])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_change_a_terminal_is_spelled_out() {
        assert_eq!(visible("\x1b[2J\rred\t\u{9b}1m\u{202e}\n'é' \\"), {
            "\\u{1b}[2J\\rred\\t\\u{9b}1m\\u{202e}\n'é' \\"
        });
    }

    #[test]
    fn a_long_message_is_cut_between_two_characters() {
        assert_eq!(shortened(&"é".repeat(600)), "é".repeat(600));
        let cut = shortened(&"é".repeat(180_000));
        assert_eq!(cut, format!("{} … (and 179400 characters more)", "é".repeat(600)));
    }
}
