//! A text that is longer than the screen.

use crate::terminal::DIM;

/// How many lines a text takes on a screen of this width.
pub fn rows(text: &str, width: usize) -> usize {
    text.lines().map(|line| line_rows(line, width)).sum()
}

/// How many lines of the screen a line of text takes.
fn line_rows(line: &str, width: usize) -> usize {
    textwrap::core::display_width(line).div_ceil(width.max(1)).max(1)
}

/// As much of a text as there is room for, from a line on, and how to see the rest: by `how`, and by up and down.
pub fn part(text: &str, from: &mut usize, (width, room): (usize, usize), how: &str) -> String {
    let heights: Vec<_> = text.lines().map(|line| line_rows(line, width)).collect();
    if heights.iter().sum::<usize>() <= room {
        *from = 0;
        return text.to_owned();
    }
    // The last line says that there is more.
    let room = room.saturating_sub(1).max(1);
    // The end of the text stays at the end of the screen.
    let mut last = heights.len();
    let mut left = room;
    while last > 0 && heights[last - 1] <= left {
        last -= 1;
        left -= heights[last];
    }
    *from = (*from).min(last);
    let mut left = room;
    let mut shown = String::new();
    let mut to = *from;
    for (line, height) in text.lines().zip(&heights).skip(*from) {
        if *height > left {
            break;
        }
        left -= height;
        to += 1;
        shown.push_str(line);
        shown.push('\n');
    }
    let (from, all) = (*from + 1, heights.len());
    shown + &format!("{DIM}… lines {from} to {to} of {all}: {how}up and down{DIM:#}\n")
}
