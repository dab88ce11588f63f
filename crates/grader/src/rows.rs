//! A row of the table, in as many lines as a terminal needs that is narrower than the row.

use netstack::Row;

use crate::visible::shortened;

/// By how much the other lines of a row are indented: there the second cell of the first line stands.
const INDENT: usize = 4;

/// A row in lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fitted {
    /// The lines, none wider than it may be.
    pub lines: Vec<String>,
    /// Where each cell stands that is not empty.
    pub cells: Vec<Place>,
}

/// Where a cell stands. One that is wider than a line ends there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Which cell it is, in the order of [`Row::COLUMNS`].
    pub column: usize,
    /// The line.
    pub line: usize,
    /// Where in the line it begins, in characters.
    pub start: usize,
    /// How many characters there are.
    pub width: usize,
}

impl Fitted {
    /// Breaks a row between its cells, and a cell only where it is wider than a whole line.
    pub fn new(row: &Row, width: usize) -> Self {
        let width = width.max(2 * INDENT);
        let (cells, starts) = (row.cells().map(|cell| shortened(&cell)), row.columns());
        let mut fitted = Self { lines: vec![String::new()], cells: Vec::new() };
        // Where the first cell of this line would begin, if all stood in one line.
        let mut first = 0;
        for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let length = cell.chars().count();
            let mut start = starts[column] - first;
            if start + length > width && !fitted.last().trim().is_empty() {
                fitted.lines.push(String::new());
                start = INDENT;
                first = starts[column] - INDENT;
            }
            let mut rest: Vec<char> = cell.chars().collect();
            while start + rest.len() > width {
                let after = rest.split_off(width - start);
                fitted.put(start, &rest);
                rest = after;
                fitted.lines.push(String::new());
                start = INDENT;
            }
            fitted.put(start, &rest);
            let line = fitted.lines.len() - 1;
            fitted.cells.push(Place { column, line, start, width: rest.len() });
            // After a cell that was broken, the next one begins a line too.
            if rest.len() < length {
                first = starts[column + 1].saturating_sub(width + 1);
            }
        }
        fitted
    }

    fn last(&mut self) -> &mut String {
        self.lines.last_mut().expect("there is a line from the beginning")
    }

    fn put(&mut self, start: usize, words: &[char]) {
        let line = self.last();
        let gap = start.saturating_sub(line.chars().count());
        line.extend(std::iter::repeat_n(' ', gap));
        line.extend(words);
    }
}

#[cfg(test)]
mod tests {
    use netstack::Trace;

    use super::*;

    fn row(text: &str) -> Row {
        let text = format!("story: s\n1. given: g\n {text}\n");
        Trace::parse_all(&text).unwrap().remove(0).steps.remove(0).rows.remove(0)
    }

    #[test]
    fn a_row_that_fits_is_one_line() {
        for text in
            ["#1 LISTEN 198.18.203.1:80 *:* fd 3 queue 0/5", "#12 CLOSED *:* *:* timer 60 s"]
        {
            let row = row(text);
            assert_eq!(Fitted::new(&row, 200).lines, [row.to_string()]);
        }
    }

    #[test]
    fn every_cell_is_whole_and_stands_where_it_is_said() {
        let row =
            row("#2 CLOSE_WAIT 198.18.203.1:80 198.18.203.153:1025 fd 6 options linger0 received \
             \"GET / HTTP/1.1\" the end error ECONNRESET");
        assert_eq!(
            Fitted::new(&row, 60).lines,
            [
                "#2  CLOSE_WAIT    198.18.203.1:80     198.18.203.153:1025",
                "    fd 6  options linger0  received \"GET / HTTP/1.1\" the end",
                "    error ECONNRESET",
            ]
        );
        for width in 8..120 {
            let fitted = Fitted::new(&row, width);
            assert!(fitted.lines.iter().all(|line| line.chars().count() <= width), "{fitted:#?}");
            let together: String = fitted.lines.concat().split_whitespace().collect();
            let cells: String = row.cells().concat().split_whitespace().collect();
            assert_eq!(together, cells);
            for place in &fitted.cells {
                let line = fitted.lines[place.line].chars();
                let shown: String = line.skip(place.start).take(place.width).collect();
                assert!(row.cells()[place.column].ends_with(&shown), "{fitted:#?}");
            }
        }
    }
}
