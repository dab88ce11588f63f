//! Picture: the host of the last exercise. What a segment finds, and the functions that it goes through;
//! then what a call and a timer do.

use socklings::Result;
use socklings::course::Course;
use socklings::web;

use super::{Canvas, LINE, WIDTH, Words};

/// What the lookup finds and what the segment is, both keys of the words; the host's own function; and
/// those of the other exercises, in their order.
type Way = (&'static str, &'static str, &'static str, &'static [&'static str]);

const SEGMENTS: [Way; 7] = [
    ("nobody", "any", "", &["deliver::deliver"]),
    (
        "LISTEN",
        "syn",
        "connection_packet",
        &["backlog::connection_packet", "accept::connection_packet"],
    ),
    ("LISTEN", "other", "", &["deliver::deliver"]),
    ("SYN_RECEIVED", "any", "half_open", &["backlog::reset", "backlog::last_ack"]),
    ("SYN_SENT", "any", "", &["ports::answer"]),
    ("TIME_WAIT", "syn", "connection_packet", &["lookup::lookup"]),
    (
        "others",
        "any",
        "connected",
        &["send::received", "send::acknowledged", "deliver::deliver", "teardown::arrives"],
    ),
];

const CALLS: [Way; 3] = [
    ("calls", "call", "close, shutdown", &["close::close", "close::shutdown", "send::output"]),
    ("timer", "connection", "expired", &["send::expired"]),
    ("clock", "time", "", &["teardown::pass"]),
];

/// How wide the left column is, and where the right one begins.
const LEFT: f64 = 124.0;
const RIGHT: f64 = 160.0;

pub fn draw(course: &Course, words: &Words) -> Result<String> {
    let exercises: Vec<_> = web::chapters(course)?.into_iter().map(|it| it.name).collect();
    let mut canvas = Canvas::default();
    let mut y = 4.0;
    for (heading, ways) in [("segments", &SEGMENTS[..]), ("others next", &CALLS[..])] {
        canvas.text((8.0, y + 14.0), "strong", words.get(heading)?);
        canvas.tell(format!("{}:", words.get(heading)?));
        y += 26.0;
        for (finds, is, own, functions) in ways {
            let lines = functions.len() + usize::from(!own.is_empty());
            let height = lines.max(2) as f64 * LINE + 12.0;
            canvas.rect("box", (4.0, y), (LEFT, height));
            // A state is called the same in all languages.
            let finds = words.get(finds).unwrap_or(finds);
            canvas.text((12.0, y + 19.0), "small strong", finds);
            canvas.text((12.0, y + 19.0 + LINE), "small", words.get(is)?);
            let class = if own.is_empty() { "box" } else { "box accent" };
            canvas.rect(class, (RIGHT, y), (WIDTH - RIGHT - 4.0, height));
            canvas.arrow("packet", (4.0 + LEFT, y + height / 2.0), (RIGHT - 1.0, y + height / 2.0));
            let mut line = y + 19.0;
            if !own.is_empty() {
                canvas.text((RIGHT + 8.0, line), "small strong", own);
                line += LINE;
            }
            for function in *functions {
                let exercise = function.split("::").next().unwrap_or_default();
                if !exercises.iter().any(|name| name == exercise) {
                    return Err(format!("{function}: there is no exercise of this name"));
                }
                canvas.text((RIGHT + 8.0, line), "small", function);
                line += LINE;
            }
            let own = if own.is_empty() { String::new() } else { format!("{own}: ") };
            canvas.tell(format!("{finds}, {}: {own}{}.", words.get(is)?, functions.join(", ")));
            y += height + 8.0;
        }
        y += 6.0;
    }
    canvas.end(words, y)
}
