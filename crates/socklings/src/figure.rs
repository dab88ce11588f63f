//! Draws a trace as HTML: an ordered list of steps, each with a real table.
//!
//! It is readable without a script and in print. Every step has an id, so that a link can lead to
//! it. There is no blank line in it: one would end the HTML block in a Markdown page.

use std::fmt::Write;

use netstack::{Event, Mark, Row, Step, Trace};

/// A trace as HTML; `id` is the figure's id and the beginning of each step's.
pub fn html(trace: &Trace, id: &str) -> String {
    compared(trace, id, trace)
}

/// A trace as HTML, in which every cell is marked that is not as in another trace.
pub fn compared(trace: &Trace, id: &str, other: &Trace) -> String {
    let mut html = String::new();
    let title = escaped(&capital(&trace.story));
    let columns = columns(trace, other);
    let class = if columns.len() > FIT { "trace many" } else { "trace" };
    let _ = writeln!(
        html,
        "<figure class=\"{class}\" id=\"{id}\" aria-labelledby=\"{id}-title\">\n\
         <figcaption id=\"{id}-title\">{title}</figcaption>\n<ol class=\"steps\">"
    );
    let mut before = None;
    for (index, step) in trace.steps.iter().enumerate() {
        let place = (index + 1, id, &*title);
        html.push_str(&step_html(step, before, other.steps.get(index), place, &columns));
        before = Some(step);
    }
    // `<` can't stand in a script element's text as it is; in JSON it only stands in strings.
    let data = trace.to_json().to_string().replace('<', "\\u003c");
    let _ = writeln!(
        html,
        "</ol>\n<script type=\"application/json\" class=\"trace-data\">{data}</script>\n</figure>"
    );
    html
}

/// So many columns fit into a page. A row with more is shown as a card.
const FIT: usize = 8;

/// The cells of a row.
type Cells = [String; Row::COLUMNS.len()];

/// The columns that some row needs. The first five are in every figure.
fn columns(trace: &Trace, other: &Trace) -> Vec<usize> {
    let steps = || trace.steps.iter().chain(&other.steps);
    let cells: Vec<Cells> = steps().flat_map(|step| &step.rows).map(Row::cells).collect();
    let is_used = |column: &usize| *column < 5 || cells.iter().any(|row| !row[*column].is_empty());
    (0..Row::COLUMNS.len()).filter(is_used).collect()
}

fn step_html(
    step: &Step,
    before: Option<&Step>,
    other: Option<&Step>,
    (number, id, title): (usize, &str, &str),
    columns: &[usize],
) -> String {
    let mut html = format!(
        "<li class=\"step\" id=\"{id}-{number}\"><p class=\"action\"><span \
         class=\"number\">{number}</span> "
    );
    match &step.event {
        Event::Given(words) => html.push_str(&escaped(words)),
        Event::Operation(operation) => {
            let _ = write!(html, "<code>{}</code>", escaped(&operation.to_string()));
        }
    }
    if let Some(result) = &step.result {
        let differs = other.is_some_and(|other| other.result.as_ref() != Some(result));
        let class = if differs { "result differs" } else { "result" };
        let _ = write!(html, " <span class=\"{class}\">= {}</span>", escaped(&result.to_string()));
    }
    // With the figure's title, the name of the region is the only one of its kind in a page.
    let _ = write!(
        html,
        "</p>\n<div class=\"table-wrapper\" tabindex=\"0\" role=\"region\" aria-label=\"The sockets \
         after step {number}: {title}\"><table><thead><tr><td></td>"
    );
    for column in columns {
        let _ = write!(html, "<th scope=\"col\">{}</th>", Row::COLUMNS[*column]);
    }
    html.push_str("</tr></thead><tbody>\n");
    for (mark, row) in step.marked(before) {
        let old = before.and_then(|before| before.row(row.id)).map(Row::cells);
        let other = other.map(|other| other.row(row.id).map(Row::cells).unwrap_or_default());
        let other = other.filter(|_| mark != Mark::Removed);
        html.push_str(&row_html(mark, row, old.as_ref(), other.as_ref(), columns));
    }
    html.push_str("</tbody></table></div></li>\n");
    html
}

fn row_html(
    mark: Mark,
    row: &Row,
    old: Option<&Cells>,
    other: Option<&Cells>,
    columns: &[usize],
) -> String {
    let class = match mark {
        Mark::Same => "same",
        Mark::Added => "added",
        Mark::Changed => "changed",
        Mark::Removed => "removed",
    };
    let sign = match mark {
        Mark::Same => "",
        Mark::Added => "+",
        Mark::Changed => "~",
        Mark::Removed => "−",
    };
    let mut html = format!("<tr class=\"{class}\"><td class=\"mark\">{sign}</td>");
    let cells = row.cells();
    for column in columns.iter().copied() {
        let cell = &cells[column];
        let changed = mark == Mark::Changed && old.is_some_and(|old| old[column] != *cell);
        // The heading of the column says what the text of the cell begins with.
        let name = Row::COLUMNS[column];
        let words = escaped(cell.strip_prefix(name).unwrap_or(cell).trim_start());
        let differs = other.is_some_and(|other| other[column] != *cell);
        let class = match (changed, differs) {
            (_, true) => " class=\"differs\"",
            (true, false) => " class=\"changed\"",
            (false, false) => "",
        };
        let _ = match column {
            0 => write!(html, "<th scope=\"row\"{class}>{words}</th>"),
            // On a telephone, a row is a card, and each cell names its column.
            _ => write!(html, "<td data-column=\"{name}\"{class}>{words}</td>"),
        };
    }
    html.push_str("</tr>\n");
    html
}

/// Text that begins with a capital letter.
pub(crate) fn capital(text: &str) -> String {
    let mut text = text.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

/// Text as it stands in HTML.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
