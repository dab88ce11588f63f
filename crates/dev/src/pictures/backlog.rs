//! Picture: a listening socket's queue, and the two places where a packet is dropped because it is full.

use netstack::{Flags, Operation, Returned, Segment, State};
use socklings::Result;
use socklings::course::Course;

use super::{Canvas, WIDTH, Words};
use crate::traces::trace;

/// The last step in which a packet is dropped, and what the kernel has then.
pub fn draw(course: &Course, words: &Words) -> Result<String> {
    let trace = trace(course, "backlog-clients-wait")?;
    let mut dropped: [Option<&Segment>; 2] = [None, None];
    let mut full = None;
    for step in &trace.steps {
        let Some(segment) = step.operation().and_then(Operation::segment) else { continue };
        if step.result == Some(Returned::Taken(false)) {
            dropped[usize::from(segment.flags != Flags::SYN)] = Some(segment);
            full = Some(step);
        }
    }
    let (Some(full), [Some(syn), Some(ack)]) = (full, dropped) else {
        return Err("in its trace, not both kinds of packets are dropped".to_owned());
    };
    let listener = full.rows.iter().find(|row| row.listens()).ok_or("nobody listens")?;
    let backlog = listener.socket.backlog.as_ref().ok_or("nobody listens")?;
    let half_open = full.rows.iter().filter(|row| row.socket.state == State::SynReceived);

    let mut canvas = Canvas::default();
    let (x, width) = (8.0, 132.0);
    let middle = x + width / 2.0;
    let aside = x + width + 22.0;
    canvas.text((middle, 16.0), "strong middle", words.get("from-client")?);
    let drop_point = |canvas: &mut Canvas, y: f64, word: &str, segment: &Segment| -> Result<()> {
        canvas.path("packet line", &format!("M{middle} {y}H{:.0}", aside - 14.0));
        canvas.cross((aside - 8.0, y));
        let heading = words.get(word)?;
        canvas.text((aside + 4.0, y - 2.0), "strong small", heading);
        let client = format!("{} {}", words.get("here")?, segment.source);
        canvas.text((aside + 4.0, y + 14.0), "small", &client);
        canvas.tell(format!("{heading}; {client}."));
        Ok(())
    };
    let mut y = 26.0;
    canvas.arrow("packet", (middle, y), (middle, y + 60.0));
    drop_point(&mut canvas, y + 26.0, "dropped-syn", syn)?;
    y += 61.0;
    let place = |canvas: &mut Canvas, y: f64, class: &str, text: &str| {
        canvas.rect(class, (x, y), (width, 28.0));
        canvas.text((middle, y + 19.0), "small middle", text);
    };
    canvas.text((aside, y + 18.0), "strong", words.get("half-open")?);
    for row in half_open {
        let text = format!("{} {}", row.id, row.socket.state);
        place(&mut canvas, y, "box", &text);
        canvas.tell(format!("{}: {text}.", words.get("half-open")?));
        y += 32.0;
    }
    canvas.arrow("packet", (middle, y - 3.0), (middle, y + 62.0));
    canvas.text((middle - 6.0, y + 50.0), "small end", words.get("last")?);
    drop_point(&mut canvas, y + 22.0, "dropped-ack", ack)?;
    y += 63.0;
    // One more than the backlog can wait. Whoever has waited longest is the next, and stands below.
    let places = backlog.limit as usize + 1;
    let queue = format!("{} {}/{}", words.get("queue")?, backlog.waiting.len(), backlog.limit);
    canvas.text((aside, y + 18.0), "strong", &queue);
    canvas.rect("frame", (x - 5.0, y - 3.0), (width + 10.0, places as f64 * 32.0 + 2.0));
    for slot in (0..places).rev() {
        match backlog.waiting.get(slot).and_then(|id| full.row(*id)) {
            Some(row) => {
                let text = format!("{} {}", row.id, row.socket.state);
                place(&mut canvas, y, "box accent", &text);
                canvas.tell(format!("{queue}: {text}."));
            }
            None => place(&mut canvas, y, "frame", words.get("free")?),
        }
        y += 32.0;
    }
    canvas.arrow("packet", (middle, y), (middle, y + 38.0));
    canvas.text((middle + 10.0, y + 22.0), "call", words.get("accept")?);
    y += 39.0;
    place(&mut canvas, y, "box", words.get("program")?);
    debug_assert!(aside < WIDTH);
    canvas.end(words, y + 34.0)
}
