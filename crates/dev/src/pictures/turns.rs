//! Picture: a part of the program for each client, and one processor that does all of them by turns.

use socklings::Result;

use super::{Canvas, WIDTH, Words};

/// When each client comes, and how many turns its part needs.
const CLIENTS: [(usize, usize); 3] = [(0, 6), (2, 5), (5, 4)];
/// Where time begins, and how long a turn is.
const LEFT: f64 = 76.0;
const TURN: f64 = 18.0;
const COLOURS: [&str; 3] = ["packet", "second", ""];

/// Whose turn it is, turn by turn: who has waited longest is next.
fn turns() -> Vec<usize> {
    let mut left = CLIENTS.map(|(_, work)| work);
    let mut last = CLIENTS.map(|(comes, _)| comes as i64 - 1);
    let mut turns = Vec::new();
    while left.iter().any(|left| *left > 0) {
        let now = turns.len();
        let is_there = |client: &usize| left[*client] > 0 && CLIENTS[*client].0 <= now;
        let Some(next) = (0..CLIENTS.len()).filter(is_there).min_by_key(|it| last[*it]) else {
            break;
        };
        left[next] -= 1;
        last[next] = now as i64;
        turns.push(next);
    }
    turns
}

pub fn draw(words: &Words) -> Result<String> {
    let turns = turns();
    let mut canvas = Canvas::default();
    let x = |turn: usize| LEFT + turn as f64 * TURN;
    let bar = |canvas: &mut Canvas, client: usize, turn: usize, y: f64| {
        let at = (x(turn) + 1.0, y);
        canvas.rect(&format!("box {}", COLOURS[client]), at, (TURN - 2.0, 26.0));
        let middle = (at.0 + TURN / 2.0 - 1.0, y + 18.0);
        canvas.text(middle, "small strong middle", &(client + 1).to_string());
    };
    for (client, (comes, _)) in CLIENTS.iter().enumerate() {
        let y = 10.0 + client as f64 * 40.0;
        let name = format!("{} {}", words.get("client")?, client + 1);
        canvas.text((4.0, y + 18.0), "small strong", &name);
        let end = turns.iter().rposition(|turn| *turn == client).unwrap_or_default() + 1;
        canvas.path("line", &format!("M{:.0} {:.0}H{:.0}", x(*comes), y + 13.0, x(end)));
        for turn in (0..turns.len()).filter(|turn| turns[*turn] == client) {
            bar(&mut canvas, client, turn, y);
        }
    }
    let y = 10.0 + CLIENTS.len() as f64 * 40.0 + 22.0;
    canvas.text((LEFT, y - 8.0), "small strong", words.get("processor")?);
    for (turn, client) in turns.iter().enumerate() {
        bar(&mut canvas, *client, turn, y);
    }
    canvas.text((4.0, y + 46.0), "small", words.get("time")?);
    canvas.arrow("", (LEFT, y + 42.0), (x(turns.len()), y + 42.0));
    canvas.rect("box", (LEFT + 1.0, y + 58.0), (TURN - 2.0, 16.0));
    canvas.text((LEFT + TURN + 6.0, y + 71.0), "small", words.get("runs")?);
    canvas.path("line", &format!("M{:.0} {:.0}h{:.0}", LEFT + 1.0, y + 86.0, TURN - 2.0));
    canvas.text((LEFT + TURN + 6.0, y + 91.0), "small", words.get("waits")?);
    debug_assert!(x(turns.len()) <= WIDTH);
    let order: Vec<_> = turns.iter().map(|client| (client + 1).to_string()).collect();
    canvas.tell(format!("{} {}.", words.get("desc")?, order.join(", ")));
    canvas.end(words, y + 98.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_client_has_all_its_turns_and_none_before_it_comes() {
        let turns = turns();
        for (client, (comes, work)) in CLIENTS.iter().enumerate() {
            assert_eq!(turns.iter().filter(|turn| **turn == client).count(), *work);
            assert!(turns.iter().position(|turn| *turn == client) >= Some(*comes));
        }
        assert!(LEFT + turns.len() as f64 * TURN <= WIDTH);
    }
}
