//! Draws a trace as a sequence diagram: a line for each side, time goes down, and an arrow for each
//! segment. Beside the lines stand the calls, and the states after them.
//!
//! It is inline SVG without a blank line: one would end the HTML block in a Markdown page.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use netstack::{Event, Fd, Mark, Operation, Returned, Row, Segment, SocketId, Step, Trace};

use crate::figure::{capital, escaped};
use crate::label::{cut, label, numbered, short};
use crate::on_the_way::{Side, is_dropped, is_sent_again, server_ports, side_of};

/// All words that such a figure adds to those of the trace.
mod words {
    pub const CLIENT: &str = "client";
    pub const CLIENTS: &str = "clients";
    pub const SERVER: &str = "server";
    pub const GONE: &str = "gone";
    pub const DROPPED: &str = "dropped";
    pub const LOST: &str = "lost";
    pub const TIMER: &str = "the timer runs out";
    pub const WAITS: &str = "the rest waits";
    pub const TO: &str = "to the";
}

// The two lines, also where numbers stand on the arrows, and how much room there is beside and between them.
const LINES: [f64; 2] = [114.0, 232.0];
const FAR_LINES: [f64; 2] = [92.0, 232.0];
const WIDTH: f64 = 360.0;
const TOP: f64 = 44.0;
const LINE: f64 = 16.0;
/// How far an arrow goes down at least. With numbers it is less, and arrows have a name's height between them.
const FALL: f64 = 20.0;
const FLAT: f64 = 10.0;
const APART: f64 = 27.0;
/// How many letters fit: beside a line, and across both.
const BESIDE: usize = 13;
const ACROSS: usize = 46;

/// A trace as a figure; `None` if nothing goes from one side to the other in it.
pub fn figure(trace: &Trace, id: &str) -> Option<String> {
    let drawn = Drawing::new(trace).draw();
    if drawn.arrows.is_empty() {
        return None;
    }
    Some(drawn.html(id))
}

/// A segment on its way.
struct Arrow {
    from: Side,
    start: f64,
    end: f64,
    label: String,
    ends: Ends,
}

/// How an arrow ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ends {
    /// At the other side.
    Taken,
    /// At the other side, which drops it.
    Dropped,
    /// On the way.
    Lost,
}

struct Drawing<'a> {
    trace: &'a Trace,
    /// The ports of the server's side.
    ports: BTreeSet<u16>,
    /// Each socket's side.
    sides: BTreeMap<SocketId, Side>,
    /// The segments that are on their way, each with its arrow.
    under_way: Vec<(&'a Segment, usize)>,
    /// The arrow of a segment that nobody was seen to send, if it arrived in the step before.
    unsent: Option<usize>,
    /// The clients whose sockets the trace does not show, if there are several.
    strangers: BTreeSet<String>,
    /// The one of them that was named last.
    named: String,
    arrows: Vec<Arrow>,
    /// What stands beside the lines and across them.
    texts: String,
    /// All of it in words.
    told: Vec<String>,
    /// Where the next step begins.
    y: f64,
    /// How many lines of text the step has on each side.
    lines: [usize; 2],
}

impl<'a> Drawing<'a> {
    fn new(trace: &'a Trace) -> Self {
        let ports = server_ports(trace);
        let side = |row: &Row| Some((row.id, side_of(&ports, row.socket.local?.port())));
        let sides = trace.steps.iter().flat_map(|step| &step.rows).filter_map(side).collect();
        let rows = || trace.steps.iter().flat_map(|step| &step.rows);
        let shown: BTreeSet<_> = rows().filter_map(|row| row.socket.local).collect();
        let peers = rows().filter_map(|row| row.socket.remote);
        let strangers = peers.filter(|peer| !shown.contains(peer));
        let strangers = strangers.filter(|peer| side_of(&ports, peer.port()) == Side::Client);
        let strangers = strangers.map(|peer| short(&peer)).collect::<BTreeSet<_>>();
        Self {
            trace,
            ports,
            sides,
            under_way: Vec::new(),
            unsent: None,
            strangers,
            named: String::new(),
            arrows: Vec::new(),
            texts: String::new(),
            told: Vec::new(),
            y: TOP,
            lines: [0; 2],
        }
    }

    fn draw(mut self) -> Self {
        let mut before = None;
        for (index, step) in self.trace.steps.iter().enumerate() {
            self.step(index, step, before);
            before = Some(step);
        }
        self
    }

    fn step(&mut self, index: usize, step: &'a Step, before: Option<&Step>) {
        self.lines = [0; 2];
        let unsent = self.unsent.take();
        // An answer leaves a little below the place where its packet came in.
        let mut gap = 0.0;
        match &step.event {
            Event::Given(words) => self.across(words),
            Event::Operation(operation @ Operation::Pass { .. }) => {
                self.across(&operation.to_string());
            }
            Event::Operation(Operation::Arrives { segment, window, .. }) => {
                self.arrives(segment, *window, is_dropped(step, before), unsent);
                gap = 8.0;
            }
            Event::Operation(Operation::Expires { id }) => {
                self.note(self.side(*id), "small", words::TIMER);
            }
            Event::Operation(Operation::Output { id }) => {
                let sends_nothing = step.result.iter().all(|it| it.segments().is_empty());
                if sends_nothing && step.row(*id).is_some_and(|row| row.socket.has_unsent()) {
                    self.note(self.side(*id), "small", words::WAITS);
                }
            }
            Event::Operation(operation) => self.call(operation, step, before),
        }
        for (mark, row) in step.marked(before) {
            let old = before.and_then(|before| before.row(row.id));
            self.row(mark, row, old);
        }
        let most = self.lines.into_iter().max().unwrap_or_default().max(1);
        let mut next = self.y + most as f64 * LINE + 9.0;
        let sent = step.result.iter().flat_map(Returned::segments);
        let (fall, apart) = if self.has_numbers() { (FLAT, APART) } else { (FALL, LINE) };
        for (place, segment) in sent.enumerate() {
            let from = side_of(&self.ports, segment.source.port());
            let below = self.lines[from as usize].saturating_sub(1) as f64 * LINE;
            let start = self.y - 4.0 + below.max(gap) + place as f64 * apart;
            let later = &self.trace.steps[index + 1..];
            let ends = if is_sent_again(segment, later) { Ends::Lost } else { Ends::Taken };
            let arrow = self.arrow(from, (start, start + fall), (segment, None), ends);
            let arrives =
                |step: &Step| step.operation().and_then(Operation::segment) == Some(segment);
            if later.iter().any(arrives) {
                self.under_way.push((segment, arrow));
            } else {
                next = next.max(start + fall + apart.max(fall + 8.0));
            }
        }
        self.y = next;
    }

    /// An arrow ends here: one that was begun when its segment was sent, or a new one.
    fn arrives(
        &mut self,
        segment: &'a Segment,
        window: u32,
        is_dropped: bool,
        unsent: Option<usize>,
    ) {
        let from = side_of(&self.ports, segment.source.port());
        let ends = if is_dropped { Ends::Dropped } else { Ends::Taken };
        if let Some(place) = self.under_way.iter().position(|(sent, _)| *sent == segment) {
            let (_, arrow) = self.under_way.remove(place);
            self.y = self.y.max(self.arrows[arrow].start + FALL + 4.0);
            self.arrows[arrow].end = self.y - 4.0;
            self.arrows[arrow].ends = ends;
        } else {
            // Two that nobody was seen to send, and that come one after the other, cross.
            let crossed = unsent.map(|it| &self.arrows[it]).filter(|arrow| arrow.from != from);
            let start = match crossed.map(|arrow| arrow.start) {
                Some(start) => start,
                None => {
                    let fall = if self.has_numbers() { FLAT } else { FALL };
                    self.y += 8.0;
                    self.y - 4.0 - fall
                }
            };
            self.unsent =
                Some(self.arrow(from, (start, self.y - 4.0), (segment, Some(window)), ends));
        }
        if is_dropped {
            self.note(Side::Server, "small", words::DROPPED);
        }
    }

    /// Draws an arrow, and says which it is.
    fn arrow(
        &mut self,
        from: Side,
        (start, end): (f64, f64),
        (segment, window): (&Segment, Option<u32>),
        ends: Ends,
    ) -> usize {
        let label = if self.has_numbers() { numbered(segment, window) } else { label(segment) };
        let client = if from == Side::Client { segment.source } else { segment.destination };
        let client = short(&client);
        let to = if from == Side::Client { words::SERVER } else { words::CLIENT };
        if self.strangers.len() > 1 && self.strangers.contains(&client) && self.named != client {
            self.named.clone_from(&client);
            let y = if from == Side::Client { start } else { end };
            self.text(self.x(Side::Client) - 8.0, y + 4.0, "small end", &client);
            self.told.push(format!("{label} {} {to} ({client})", words::TO));
        } else {
            self.told.push(format!("{label} {} {to}", words::TO));
        }
        if ends == Ends::Lost {
            self.told.push(words::LOST.to_owned());
        }
        self.arrows.push(Arrow { from, start, end, label, ends });
        self.arrows.len() - 1
    }

    fn call(&mut self, operation: &Operation, step: &Step, before: Option<&Step>) {
        let held = |step: &Step, fd: Fd| step.held_by(fd).map(|row| row.id);
        let fd = operation.fd();
        let id = fd.and_then(|fd| before.and_then(|it| held(it, fd)).or_else(|| held(step, fd)));
        let side = id.map_or(Side::Server, |id| self.side(id));
        // Its other arguments stand in the packets and the states.
        let call = match (operation.call(), fd) {
            (Some(call), Some(fd)) => format!("{call}({})", fd.0),
            _ => operation.to_string(),
        };
        self.note(side, "call", &call);
        let told = match &step.result {
            Some(Returned::Accepted(fd, _)) => fd.to_string(),
            Some(
                result @ (Returned::Error(_)
                | Returned::Descriptor(_)
                | Returned::Bytes(_)
                | Returned::Data(_)),
            ) => result.to_string(),
            _ => return,
        };
        self.note(side, "call", &format!("= {told}"));
    }

    fn x(&self, side: Side) -> f64 {
        if self.has_numbers() { FAR_LINES[side as usize] } else { LINES[side as usize] }
    }

    fn side(&self, id: SocketId) -> Side {
        self.sides.get(&id).copied().unwrap_or(Side::Server)
    }

    /// Whether a connection of the trace counts what it sends: then the numbers are what matters.
    fn has_numbers(&self) -> bool {
        let mut rows = self.trace.steps.iter().flat_map(|step| &step.rows);
        rows.any(|row| row.socket.sending.is_some())
    }

    /// What a step made of a socket.
    fn row(&mut self, mark: Mark, row: &Row, old: Option<&Row>) {
        let side = self.side(row.id);
        let (id, socket) = (row.id, &row.socket);
        if mark == Mark::Removed {
            return self.note(side, "small", &format!("{id} {}", words::GONE));
        }
        if old.is_none_or(|old| old.socket.state != socket.state) {
            self.note(side, "small", &format!("{id} {}", socket.state));
        }
        if let Some(backlog) = &socket.backlog
            && old.is_some_and(|old| old.socket.backlog != socket.backlog)
        {
            let waiting = backlog.waiting.len();
            self.note(side, "small", &format!("{id} queue {waiting}/{}", backlog.limit));
        }
        if let Some(error) =
            socket.error.filter(|_| old.is_some_and(|old| old.socket.error.is_none()))
        {
            self.note(side, "small", &error.to_string());
        }
    }

    /// A line of text beside a side's line.
    fn note(&mut self, side: Side, class: &str, text: &str) {
        let who = if side == Side::Client { words::CLIENT } else { words::SERVER };
        self.told.push(format!("{who}: {text}"));
        let y = self.y + self.lines[side as usize] as f64 * LINE;
        self.lines[side as usize] += 1;
        let limit = if class == "call" { BESIDE } else { usize::MAX };
        let text = cut(text, limit);
        match side {
            Side::Client => self.text(self.x(side) - 8.0, y, &format!("{class} end"), &text),
            Side::Server => self.text(self.x(side) + 8.0, y, class, &text),
        }
    }

    /// Words across both lines.
    fn across(&mut self, words: &str) {
        self.told.push(words.to_owned());
        let lowest = self.arrows.iter().map(|arrow| arrow.end).fold(0.0, f64::max);
        self.y = self.y.max(lowest + 16.0);
        let lines = textwrap::wrap(words, ACROSS);
        self.y += 6.0;
        let height = lines.len() as f64 * LINE + 6.0;
        let _ = writeln!(
            self.texts,
            "<rect class=\"paper\" x=\"8\" y=\"{:.0}\" width=\"{:.0}\" height=\"{height:.0}\"/>",
            self.y - 15.0,
            WIDTH - 16.0,
        );
        for line in lines {
            self.text(
                (self.x(Side::Client) + self.x(Side::Server)) / 2.0,
                self.y,
                "small middle",
                &line,
            );
            self.y += LINE;
        }
        self.y += 8.0;
    }

    fn text(&mut self, x: f64, y: f64, class: &str, text: &str) {
        let text = escaped(text);
        let _ =
            writeln!(self.texts, "<text x=\"{x:.0}\" y=\"{y:.0}\" class=\"{class}\">{text}</text>");
    }

    fn html(&self, id: &str) -> String {
        let title = escaped(&capital(&self.trace.story));
        let told = escaped(&self.told.join("; "));
        let height = self.arrows.iter().map(|arrow| arrow.end + 8.0).fold(self.y, f64::max);
        let clients = self.sides.values().filter(|side| **side == Side::Client).count();
        let client =
            if clients > 1 || self.strangers.len() > 1 { words::CLIENTS } else { words::CLIENT };
        let mut html = format!(
            "<figure class=\"drawing sequence\" id=\"{id}\">\n<figcaption>{title}</figcaption>\n\
             <svg viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">\n\
             <title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-desc\">{told}.</desc>\n\
             <path class=\"line\" d=\"M{} 24V{height:.0}M{} 24V{height:.0}\"/>\n",
            self.x(Side::Client),
            self.x(Side::Server),
        );
        for (side, name) in [(Side::Client, client), (Side::Server, words::SERVER)] {
            let _ = writeln!(
                html,
                "<text x=\"{}\" y=\"16\" class=\"strong middle\">{name}</text>",
                self.x(side)
            );
        }
        html.push_str(&self.texts);
        for arrow in &self.arrows {
            html.push_str(&self.arrow_svg(arrow));
        }
        html.push_str("</svg>\n</figure>\n");
        html
    }

    fn arrow_svg(&self, arrow: &Arrow) -> String {
        let Arrow { from, start, end, label, ends } = arrow;
        let (left, right) = (self.x(Side::Client), self.x(Side::Server));
        let (mut x1, mut x2) = if *from == Side::Client { (left, right) } else { (right, left) };
        let forward = (x2 - x1).signum();
        let crosses = |other: &&Arrow| {
            other.from != *from && other.start < *end - 1.0 && *start < other.end - 1.0
        };
        let crosses = self.arrows.iter().any(|other| crosses(&other));
        // The names of two that cross stand where each begins.
        let width = label.chars().count() as f64 * 7.0;
        let begin = (width / 2.0 + 6.0) / (right - left);
        let part = if crosses { begin.clamp(0.18, 0.5) } else { 0.5 };
        let (middle, height) = (x1 + (x2 - x1) * part, start + (end - start) * part);
        // The arrow is higher at one end of its name.
        let above = (4.0 + (end - start) / (right - left) * width / 2.0).max(8.0);
        x1 += forward * 2.0;
        let mut end = *end;
        match ends {
            Ends::Taken => x2 -= forward * 2.0,
            // A segment that is dropped gets as far as the line. One that is lost does not.
            Ends::Dropped => x2 -= forward * 12.0,
            Ends::Lost => {
                x2 -= (x2 - x1) * 0.25;
                end -= (end - start) * 0.25;
            }
        }
        let is_taken = *ends == Ends::Taken;
        let mut svg = arrow_path("packet", (x1, *start), (x2, end), is_taken);
        if !is_taken {
            let _ = writeln!(
                svg,
                "<path class=\"packet line\" d=\"M{0:.0} {1:.0}l10 10m0 -10l-10 10\"/>",
                x2 - 5.0,
                end - 5.0
            );
        }
        let _ = writeln!(
            svg,
            "<text x=\"{middle:.0}\" y=\"{:.0}\" class=\"small middle\">{}</text>",
            height - above,
            escaped(label)
        );
        svg
    }
}

/// An arrow of a drawing.
pub fn arrow_path(class: &str, from: (f64, f64), to: (f64, f64), head: bool) -> String {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.hypot(dy).max(0.1);
    let (ux, uy) = (dx / length, dy / length);
    let back = if head { 6.0 } else { 0.0 };
    let mut svg = format!(
        "<path class=\"{class} line\" d=\"M{:.1} {:.1}L{:.1} {:.1}\"/>\n",
        from.0,
        from.1,
        to.0 - ux * back,
        to.1 - uy * back
    );
    if head {
        let corner = |side: f64| (to.0 - ux * 8.0 - uy * side, to.1 - uy * 8.0 + ux * side);
        let ((ax, ay), (bx, by)) = (corner(4.0), corner(-4.0));
        let _ = writeln!(
            svg,
            "<path class=\"{}\" d=\"M{:.1} {:.1}L{ax:.1} {ay:.1}L{bx:.1} {by:.1}Z\"/>",
            if class.contains("packet") { "head" } else { "tip" },
            to.0,
            to.1
        );
    }
    svg
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::Course;

    /// All stories of the course that something goes to and fro in, drawn.
    fn drawn() -> Vec<(String, String)> {
        let course = Course::find();
        let mut names: Vec<_> = course.exercises.iter().map(|it| it.name.clone()).collect();
        names.push("both_sides".to_owned());
        let mut all = Vec::new();
        for name in names {
            for story in grader::story_names(&name) {
                for trace in grader::snapshot_traces(&name, &story).unwrap_or_default() {
                    all.extend(figure(&trace, "id").map(|svg| (format!("{name} {story}"), svg)));
                }
            }
        }
        assert!(all.len() > 50, "{}", all.len());
        all
    }

    fn both_sides(story: &str) -> String {
        let traces = grader::snapshot_traces("both_sides", story).unwrap();
        figure(&traces[0], "id").unwrap()
    }

    /// Where a piece of text begins and ends, and on which height.
    fn place(line: &str) -> Option<((f64, f64), f64)> {
        let value = |name: &str| {
            let (_, rest) = line.split_once(&format!("{name}=\""))?;
            rest.split('"').next()
        };
        let (x, y): (f64, f64) = (value(" x")?.parse().ok()?, value(" y")?.parse().ok()?);
        let text = line.split_once('>')?.1.split("</text>").next()?;
        let width = text.replace("&quot;", "\"").chars().count() as f64 * 6.0;
        let begin = match value("class")?.split(' ').next_back()? {
            "end" => x - width,
            "middle" => x - width / 2.0,
            _ => x,
        };
        Some(((begin, begin + width), y))
    }

    #[test]
    fn no_text_is_cut_or_lies_on_another() {
        for (name, svg) in drawn() {
            assert!(svg.lines().all(|line| !line.trim().is_empty()), "{name}: {svg}");
            let texts = svg.lines().filter(|line| line.starts_with("<text"));
            let texts: Vec<_> = texts.filter_map(|line| Some((line, place(line)?))).collect();
            for (index, (line, ((left, right), y))) in texts.iter().enumerate() {
                assert!(*left >= -4.0 && *right <= WIDTH + 4.0, "{name}: {line}");
                for (other, ((its_left, its_right), its_y)) in &texts[..index] {
                    let apart = right <= its_left || its_right <= left;
                    assert!(apart || (y - its_y).abs() >= 11.0, "{name}:\n{line}\n{other}");
                }
            }
        }
    }

    /// From where to where an arrow goes.
    fn arrow(line: &str) -> Option<[f64; 4]> {
        let path = line.strip_prefix("<path class=\"packet line\" d=\"M")?;
        let numbers = path.split(['L', ' ', '"']).filter_map(|number| number.parse().ok());
        numbers.collect::<Vec<_>>().try_into().ok()
    }

    #[test]
    fn no_arrow_crosses_its_name() {
        for (name, svg) in drawn() {
            let mut last = None;
            for line in svg.lines() {
                last = arrow(line).or(last);
                let Some(((left, right), y)) = place(line) else { continue };
                let Some([x1, y1, x2, y2]) = last.take() else { continue };
                for x in [left.max(x1.min(x2)), right.min(x1.max(x2))] {
                    let height = y1 + (y2 - y1) * (x - x1) / (x2 - x1);
                    assert!(y + 3.0 <= height, "{name}: {line}");
                }
            }
        }
    }

    #[test]
    fn each_segment_has_one_arrow() {
        let count = |svg: &str| svg.matches("class=\"head\"").count();
        for (story, arrows) in [("connect", 3), ("refused", 2), ("server_first", 4), ("at_once", 4)]
        {
            assert_eq!(count(&both_sides(story)), arrows, "{story}");
        }
        // The last client's SYN comes to no head: it is dropped.
        let full = both_sides("backlog");
        assert_eq!((count(&full), full.matches(">dropped<").count()), (6, 1));
        assert!(full.contains(">clients<"), "{full}");
    }

    #[test]
    fn it_is_told_in_words_too() {
        let svg = both_sides("refused");
        let told =
            "SYN to the server; RST+ACK to the client; client: #2 CLOSED; client: ECONNREFUSED.";
        assert!(svg.contains(told), "{svg}");
        assert_eq!(figure(&Trace::default(), "id"), None);
    }
}
