//! Picture: the descriptors of two processes, from accept to the new program. Each step is done to the
//! tables, so the picture shows what comes of it.

use std::collections::BTreeMap;

use socklings::Result;

use super::{Canvas, LINE, WIDTH, Words};

/// What a descriptor stands for: a key of the words.
type Table = BTreeMap<u32, &'static str>;

/// A process that has a listening socket and a connection, and the one that it starts.
#[derive(Clone, Default)]
struct Processes {
    first: Table,
    second: Option<Table>,
}

impl Processes {
    fn second(&mut self) -> &mut Table {
        self.second.get_or_insert_default()
    }

    fn dup2(&mut self, from: u32, to: u32) {
        let what = self.second()[&from];
        self.second().insert(to, what);
    }
}

/// A step, and what it does.
type Step = (&'static str, fn(&mut Processes));

const STEPS: [Step; 6] = [
    ("accept", |it| it.first = Table::from([(3, "listener"), (4, "connection")])),
    ("try_clone", |it| {
        it.first.insert(5, it.first[&4]);
    }),
    ("fork", |it| it.second = Some(it.first.clone())),
    ("dup2", |it| {
        it.dup2(4, 0);
        it.dup2(5, 1);
    }),
    // All but 0, 1 and 2 are marked close-on-exec.
    ("exec", |it| it.second().retain(|fd, _| *fd < 3)),
    ("close", |it| it.first.retain(|fd, _| *fd != 4 && *fd != 5)),
];

pub fn draw(words: &Words) -> Result<String> {
    let mut canvas = Canvas::default();
    let width = 164.0;
    let columns = [8.0, WIDTH - 8.0 - width];
    for (x, word) in columns.iter().zip(["first", "second"]) {
        canvas.text((x + width / 2.0, 14.0), "strong middle", words.get(word)?);
    }
    let mut y = 42.0;
    let mut now = Processes::default();
    for (step, does) in STEPS {
        let before = now.clone();
        does(&mut now);
        let heading = words.get(step)?;
        canvas.text((8.0, y), "small strong", heading);
        canvas.tell(format!("{heading}."));
        y += 9.0;
        let tables = [
            (Some(&now.first), Some(&before.first)),
            (now.second.as_ref(), before.second.as_ref()),
        ];
        let most = tables.iter().flat_map(|(table, _)| table.map(BTreeMap::len)).max().unwrap_or(1);
        let height = most as f64 * LINE + 12.0;
        for ((x, (table, old)), word) in columns.iter().zip(tables).zip(["first", "second"]) {
            let Some(table) = table else {
                canvas.rect("frame", (*x, y), (width, height));
                canvas.text(
                    (x + width / 2.0, y + height / 2.0 + 4.0),
                    "small middle",
                    words.get("none")?,
                );
                continue;
            };
            canvas.rect("box", (*x, y), (width, height));
            for (place, (fd, what)) in table.iter().enumerate() {
                let is_new = step != "accept" && old.is_none_or(|old| !old.contains_key(fd));
                let weight = if is_new { "small strong new" } else { "small" };
                let text = format!("{fd}: {}", words.get(what)?);
                canvas.text((x + 12.0, y + 18.0 + place as f64 * LINE), weight, &text);
            }
            let fds: Vec<_> = table.keys().map(ToString::to_string).collect();
            canvas.tell(format!("{}: {}.", words.get(word)?, fds.join(", ")));
        }
        y += height + 28.0;
    }
    canvas.end(words, y - 18.0)
}
