//! Pictures of sockets as boxes: the copy, the four values, the way back.

use netstack::{FourTuple, Operation, Returned, Row, Step};
use socklings::Result;
use socklings::course::Course;

use super::{Canvas, LINE, WIDTH, Words};
use crate::traces::trace;

/// How high the box of a socket is.
const BOX: f64 = 3.0 * LINE + 12.0;

/// Which cells of a row stand out: the state, the local end, the remote end.
type Marked = [bool; 3];

/// A socket: its number and state, and its two ends.
fn socket(
    canvas: &mut Canvas,
    words: &Words,
    row: &Row,
    (x, y, width): (f64, f64, f64),
    (class, marked): (&str, Marked),
) -> Result<()> {
    let [id, state, local, remote, ..] = row.cells();
    canvas.rect(&format!("box {class}"), (x, y), (width, BOX));
    let lines = [
        format!("{id} {state}"),
        format!("{}{local}", words.label("local")),
        format!("{}{remote}", words.label("remote")),
    ];
    for (place, line) in lines.iter().enumerate() {
        let weight = match (place, marked[place]) {
            (0, false) => "strong",
            (0, true) => "strong new",
            (_, true) => "small strong new",
            (_, false) => "small",
        };
        canvas.text((x + 8.0, y + 19.0 + place as f64 * LINE), weight, line);
    }
    Ok(())
}

/// Before, when a packet has come, and when it has been accepted.
pub fn copy(course: &Course, words: &Words) -> Result<String> {
    let trace = trace(course, "accept-two-clients")?;
    let mut canvas = Canvas::default();
    let (left, right, width) = (4.0, 138.0, 210.0);
    canvas.text((left, 14.0), "strong", words.get("program")?);
    canvas.text((right + width / 2.0, 14.0), "strong middle", words.get("kernel")?);
    let mut y = 42.0;
    let mut before: Option<&Step> = None;
    for number in [1, 3, 5] {
        let step = trace.steps.get(number - 1).ok_or("the trace is too short")?;
        let heading = words.get(&format!("moment {number}"))?;
        canvas.text((left, y), "strong", heading);
        canvas.tell(format!("{heading}."));
        y += 12.0;
        let found = match step.operation() {
            Some(Operation::Arrives { segment, finds, .. }) => {
                canvas.text((left, y + 8.0), "small", &segment.to_string());
                canvas.tell(format!("{segment}."));
                y += 20.0;
                *finds
            }
            _ => None,
        };
        let height = step.rows.len() as f64 * (BOX + 14.0) - 14.0;
        canvas.rect("box", (left, y), (76.0, height));
        for (place, row) in step.rows.iter().enumerate() {
            let top = y + place as f64 * (BOX + 14.0);
            let origin = found.filter(|found| *found != row.id).and_then(|found| step.row(found));
            let old = before.and_then(|before| before.row(row.id));
            let model = origin.or(old).map(Row::cells);
            let cells = row.cells();
            let differs = |cell: usize| model.as_ref().is_some_and(|it| it[cell] != cells[cell]);
            let is_new = before.is_some() && old.is_none();
            let marked = [differs(1), differs(2), differs(3)];
            let class = if is_new { "accent" } else { "" };
            socket(&mut canvas, words, row, (right, top, width), (class, marked))?;
            canvas.tell(format!("{}.", cells.join(" ").trim_end()));
            if let Some(origin) = origin {
                let from = step.rows.iter().position(|it| it.id == origin.id).unwrap_or_default();
                let from = y + from as f64 * (BOX + 14.0) + BOX / 2.0;
                let x = right - 20.0;
                canvas.path("packet line", &format!("M{right} {from}H{x}V{:.0}", top + BOX / 2.0));
                canvas.arrow("packet", (x, top + BOX / 2.0), (right - 1.0, top + BOX / 2.0));
                canvas.text((x - 4.0, top + 4.0), "small end", words.get("copied")?);
            }
            if let Some(fd) = row.fd {
                let is_new = before.is_some() && old.is_none_or(|old| old.fd != row.fd);
                let (class, weight) =
                    if is_new { ("packet", "call strong new") } else { ("", "call") };
                let middle = top + BOX / 2.0;
                canvas.text((left + 8.0, middle + 4.0), weight, &fd.to_string());
                canvas.arrow(class, (left + 52.0, middle), (right - 1.0, middle));
            }
        }
        y += height + 34.0;
        before = Some(step);
    }
    canvas.end(words, y - 26.0)
}

/// The last step in which both clients are connected, and the lookups after it.
pub fn four_values(course: &Course, words: &Words) -> Result<String> {
    let trace = trace(course, "lookup-two-clients")?;
    let most = trace.steps.iter().map(|step| step.rows.len()).max().unwrap_or_default();
    let mut found: Vec<(FourTuple, &Step, &Row)> = Vec::new();
    for step in trace.steps.iter().filter(|step| step.rows.len() == most) {
        let lookup = (step.operation(), &step.result);
        let (Some(Operation::Lookup(tuple)), Some(Returned::Socket(Some(id)))) = lookup else {
            continue;
        };
        let row = step.row(*id).ok_or("a lookup finds what is not in the table")?;
        if !found.iter().any(|(_, _, other)| other.id == row.id) {
            found.push((*tuple, step, row));
        }
    }
    found.sort_by_key(|(_, _, row)| row.id);
    let mut canvas = Canvas::default();
    let (left, width) = (2.0, 160.0);
    let right = WIDTH - width - 2.0;
    for (x, column, ends) in [(left, "segments", "from-to"), (right, "sockets", "ends")] {
        canvas.text((x, 14.0), "strong", words.get(column)?);
        canvas.text((x, 32.0), "small", words.get(ends)?);
    }
    // The first finds the socket that waits; the others have a colour each.
    let colours = ["", "packet", "second"];
    for (place, (tuple, _, row)) in found.iter().enumerate() {
        let colour = colours[place % colours.len()];
        let y = 42.0 + place as f64 * (BOX + 18.0);
        let kind = words.get(if row.listens() { "new" } else { "known" })?;
        canvas.rect(&format!("box {colour}"), (left, y), (width, BOX));
        canvas.text((left + 7.0, y + 19.0), "small", kind);
        canvas.text((left + 7.0, y + 19.0 + LINE), "small strong", &tuple.remote.to_string());
        let to = format!("→ {}", tuple.local);
        canvas.text((left + 7.0, y + 19.0 + 2.0 * LINE), "small strong", &to);
        let matches =
            [false, row.socket.local == Some(tuple.local), row.socket.remote == Some(tuple.remote)];
        socket(&mut canvas, words, row, (right, y, width), (colour, matches))?;
        let middle = y + BOX / 2.0;
        canvas.arrow(colour, (left + width, middle), (right - 1.0, middle));
        canvas.tell(format!("{kind}: {} → {}: {}.", tuple.remote, tuple.local, row.id));
        canvas.tell(format!("{}.", row.cells().join(" ").trim_end()));
    }
    canvas.end(words, 42.0 + found.len() as f64 * (BOX + 18.0) - 10.0)
}

/// From the file to the browser: the server's last `send`, its segment, and what finds it.
pub fn way_back(course: &Course, words: &Words) -> Result<String> {
    let trace = trace(course, "both_sides-request")?;
    let mut steps = trace.steps.iter().enumerate();
    let sends = |step: &Step| matches!(step.operation(), Some(Operation::Send { .. }));
    let (index, send) = steps.rfind(|(_, step)| sends(step)).ok_or("no send")?;
    let after = &trace.steps[index..];
    let segment = send.result.iter().flat_map(Returned::segments).next().ok_or("no segment")?;
    let arrives = |step: &&Step| step.operation().and_then(Operation::segment) == Some(segment);
    let arrival = after.iter().find(arrives).ok_or("it does not arrive")?;
    let receives = |step: &&Step| matches!(step.operation(), Some(Operation::Recv { .. }));
    let recv = after.iter().find(receives).ok_or("nobody reads it")?;
    let call = |step: &Step| step.operation().map(ToString::to_string).unwrap_or_default();
    let held = |step: &Step| {
        let row = step.operation().and_then(Operation::fd).and_then(|fd| step.held_by(fd));
        row.cloned().ok_or("the socket is not held")
    };
    let (mine, theirs) = (held(send)?, held(recv)?);
    let Some(Operation::Arrives { finds, .. }) = arrival.operation() else {
        return Err("it does not arrive".to_owned());
    };
    if *finds != Some(theirs.id) {
        return Err("the segment finds another socket".to_owned());
    }

    let mut canvas = Canvas::default();
    let (x, width, middle) = (68.0, 216.0, WIDTH / 2.0);
    // The words stand at the left, the arrows beside them.
    let aside = x + width - 20.0;
    let mut y = 0.0;
    let down = |canvas: &mut Canvas, y: &mut f64, gap: f64| {
        canvas.arrow("packet", (aside, *y), (aside, *y + gap - 1.0));
        *y += gap;
    };
    let inside = |canvas: &mut Canvas, y: &mut f64, word: &str, height: f64| -> Result<()> {
        canvas.rect("frame", (4.0, *y), (WIDTH - 8.0, height));
        canvas.text((14.0, *y + 20.0), "strong", words.get(word)?);
        Ok(())
    };
    let actor = |canvas: &mut Canvas, y: &mut f64, word: &str, call: &str| -> Result<()> {
        canvas.rect("box accent", (x, *y), (width, 50.0));
        canvas.text((middle, *y + 20.0), "strong middle", words.get(word)?);
        canvas.text((middle, *y + 39.0), "call middle", call);
        *y += 50.0;
        Ok(())
    };
    y += 2.0;
    inside(&mut canvas, &mut y, "server", 242.0)?;
    y += 30.0;
    canvas.rect("box", (x, y), (width, 30.0));
    canvas.text((middle, y + 20.0), "middle", words.get("file")?);
    y += 30.0;
    down(&mut canvas, &mut y, 24.0);
    actor(&mut canvas, &mut y, "part", &call(send))?;
    down(&mut canvas, &mut y, 24.0);
    socket(&mut canvas, words, &mine, (x, y, width), ("", [false, true, true]))?;
    y += BOX;
    canvas.text((14.0, y + 48.0), "small", words.get("segment")?);
    down(&mut canvas, &mut y, 56.0);
    canvas.rect("box packet", (x, y), (width, BOX));
    let data = String::from_utf8_lossy(&segment.data);
    let lines = [
        format!("{} \"{}\"", segment.flags, data.escape_debug()),
        format!("{} {}", words.get("source")?, segment.source),
        format!("{} {}", words.get("destination")?, segment.destination),
    ];
    for (place, line) in lines.iter().enumerate() {
        let weight = if place == 0 { "strong" } else { "small strong new" };
        canvas.text((x + 8.0, y + 19.0 + place as f64 * LINE), weight, line);
    }
    y += BOX;
    let mut top = y + 18.0;
    inside(&mut canvas, &mut top, "client", 200.0)?;
    canvas.text((14.0, top + 39.0), "small", words.get("found")?);
    down(&mut canvas, &mut y, 66.0);
    socket(&mut canvas, words, &theirs, (x, y, width), ("", [false, true, true]))?;
    y += BOX;
    down(&mut canvas, &mut y, 24.0);
    actor(&mut canvas, &mut y, "browser", &call(recv))?;
    for (word, told) in [
        ("server", call(send)),
        ("segment", segment.to_string()),
        ("found", theirs.cells().join(" ").trim_end().to_owned()),
        ("browser", call(recv)),
    ] {
        canvas.tell(format!("{}: {told}.", words.get(word)?));
    }
    canvas.end(words, top + 204.0)
}
