//! The learner's desk: `cargo run` on a terminal. It watches the exercise's file, judges each new
//! version of it, and listens to keys.

use std::path::Path;
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use crossterm::event::{self, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use notify::{EventKind, RecursiveMode, Watcher};
use socklings::Result;
use socklings::check::{self, Verdict};
use socklings::course::{Course, Exercise};
use socklings::say::say;

use crate::page::Place;
use crate::progress::Progress;
use crate::show;
use crate::terminal::{BOLD, DIM, Screen, Signal};
use crate::{reset, trace};

/// What can happen at the desk.
enum Event {
    Key(KeyEvent),
    Resized,
    /// Something was saved in the folder of an exercise.
    Saved,
    /// A verdict on what had this digest.
    Judged(usize, u64, Result<Verdict>),
    Signal(Signal),
    /// The terminal has gone.
    Gone,
}

/// What stands below the verdict.
enum Below {
    Nothing,
    Text(String),
    /// The list, and the digits that were pressed there.
    List(String),
    /// Asks before something is done that cannot be undone by a key.
    ReallyReset,
}

struct Desk<'a> {
    course: &'a Course,
    progress: Progress,
    current: usize,
    /// The verdict on the current exercise, with the digest of what was judged.
    verdict: Option<(u64, Result<Verdict>)>,
    /// The verdict on the version before. It can be read while the newest one is judged.
    last: Option<Result<Verdict>>,
    /// The exercise and the digest that are being judged.
    judging: Option<(usize, u64)>,
    hints: usize,
    below: Below,
    /// The first line that is shown of what does not fit on the screen.
    from: usize,
    events: Sender<Event>,
}

/// Sits down at the desk. Comes back when the learner leaves.
pub fn sit_down(course: &Course) -> Result<ExitCode> {
    let (events, happened) = mpsc::channel();
    let mut desk = Desk {
        course,
        progress: Progress::read(course),
        current: 0,
        verdict: None,
        last: None,
        judging: None,
        hints: 0,
        below: Below::Nothing,
        from: 0,
        events: events.clone(),
    };
    desk.current = desk.first_not_passed();
    let _watcher = watch(course, desk.progress.file(), events.clone())?;
    let mut screen = Screen::open()?;
    read_keys(events.clone());
    screen.on_signal(move |signal| events.send(Event::Signal(signal)).is_ok())?;
    desk.run(&mut screen, &happened);
    drop(screen);
    let passed = desk.passed();
    let all = course.exercises.len();
    say(format!("{passed} of {all} exercises passed. `cargo run` goes on.\n"))?;
    Ok(ExitCode::SUCCESS)
}

/// Tells of every change in the learner's folders, and of what others judge. Editors that write a new
/// file and put it into the place of the old one are seen too, as the folders are watched and not the
/// files.
fn watch(
    course: &Course,
    kept: Option<&Path>,
    events: Sender<Event>,
) -> Result<Box<dyn Watcher + Send>> {
    let exercises = course.root.join("exercises");
    let tell = move |event: notify::Result<notify::Event>| {
        let changed = event.is_ok_and(|event| !matches!(event.kind, EventKind::Access(_)));
        if changed {
            let _ = events.send(Event::Saved);
        }
    };
    let watched = |mut watcher: Box<dyn Watcher + Send>| {
        watcher.watch(&exercises, RecursiveMode::Recursive)?;
        // It is there as soon as something is kept; then the desk itself was the first.
        if let Some(folder) = kept.and_then(Path::parent).filter(|folder| folder.is_dir()) {
            watcher.watch(folder, RecursiveMode::NonRecursive)?;
        }
        Ok(watcher)
    };
    let told = notify::recommended_watcher(tell.clone());
    let told = told.map(|watcher| Box::new(watcher) as Box<dyn Watcher + Send>);
    told.and_then(watched)
        // The system may have no watch left for this program (inotify(7)). Then the files are looked
        // at again and again.
        .or_else(|_: notify::Error| {
            let often = notify::Config::default().with_poll_interval(POLL);
            // Times are compared in whole seconds. Two saves may be closer.
            let often = often.with_compare_contents(true);
            watched(Box::new(notify::PollWatcher::new(tell, often)?))
        })
        .map_err(|error| {
            format!(
                "exercises/ cannot be watched: {error}. `cargo run -- check` works without that."
            )
        })
}

/// How often the files are looked at where the system does not tell of changes.
const POLL: Duration = Duration::from_millis(250);

/// How many lines a text takes on a screen of this width.
fn rows(text: &str, width: usize) -> usize {
    text.lines().map(|line| line_rows(line, width)).sum()
}

/// How many lines of the screen a line of text takes.
fn line_rows(line: &str, width: usize) -> usize {
    textwrap::core::display_width(line).div_ceil(width.max(1)).max(1)
}

/// Where a number is that is pressed digit by digit, and the digits that may be its beginning.
fn found<'a>(
    numbers: impl Iterator<Item = &'a str> + Clone,
    pressed: &str,
    digit: char,
) -> (Option<usize>, String) {
    let place = |pressed: &str| {
        let pressed: u32 = pressed.parse().ok()?;
        numbers.clone().position(|number| number.parse() == Ok(pressed))
    };
    let pressed = [format!("{pressed}{digit}"), digit.to_string()];
    let found = pressed.into_iter().find_map(|pressed| Some((place(&pressed)?, pressed)));
    found.map_or((None, String::new()), |(index, pressed)| (Some(index), pressed))
}

/// Reads keys for as long as there is a terminal.
fn read_keys(events: Sender<Event>) {
    thread::spawn(move || {
        loop {
            let event = match event::read() {
                Ok(event::Event::Key(key)) if key.kind != KeyEventKind::Release => Event::Key(key),
                Ok(event::Event::Resize(..)) => Event::Resized,
                Ok(_) => continue,
                Err(_) => Event::Gone,
            };
            let gone = matches!(event, Event::Gone);
            if events.send(event).is_err() || gone {
                return;
            }
        }
    });
}

impl Desk<'_> {
    fn exercise(&self) -> &Exercise {
        &self.course.exercises[self.current]
    }

    fn is_passed(&self, exercise: &Exercise) -> bool {
        self.progress.known(self.course, exercise).is_some_and(Verdict::is_passed)
    }

    fn passed(&self) -> usize {
        self.course.exercises.iter().filter(|exercise| self.is_passed(exercise)).count()
    }

    /// The first exercise that is not known to be passed; the last one if all are.
    fn first_not_passed(&self) -> usize {
        let first = self.course.exercises.iter().position(|exercise| !self.is_passed(exercise));
        first.unwrap_or(self.course.exercises.len() - 1)
    }

    fn run(&mut self, screen: &mut Screen, happened: &Receiver<Event>) {
        self.judge_if_new();
        self.draw(screen);
        while let Ok(first) = happened.recv() {
            // What came together is answered together: an editor's save is many events.
            let (mut leave, mut saved) = (false, false);
            for event in std::iter::once(first).chain(happened.try_iter()) {
                saved |= matches!(event, Event::Saved);
                leave |= self.take(event, screen);
            }
            if leave {
                return;
            }
            if saved {
                self.progress.refresh();
            }
            self.judge_if_new();
            self.draw(screen);
        }
    }

    /// Takes in an event; says whether it is time to leave.
    fn take(&mut self, event: Event, screen: &mut Screen) -> bool {
        match event {
            Event::Key(key) => return self.key(key, screen),
            Event::Judged(exercise, digest, verdict) => self.judged(exercise, digest, verdict),
            Event::Signal(Signal::Stop) => screen.suspend(),
            Event::Signal(Signal::Leave) | Event::Gone => return true,
            Event::Saved | Event::Resized => {}
        }
        false
    }

    /// Has the current exercise judged, unless what it says now is judged already, or being judged.
    fn judge_if_new(&mut self) {
        let digest = self.progress.digest(self.course, self.exercise());
        if self.verdict.as_ref().is_some_and(|(judged, _)| *judged == digest) {
            return;
        }
        if let Some((_, verdict)) = self.verdict.take() {
            self.last = Some(verdict);
            // What stood below was about that version.
            if matches!(self.below, Below::Text(_)) {
                self.below = Below::Nothing;
                self.from = 0;
            }
        }
        if let Some(known) = self.progress.known(self.course, self.exercise()) {
            self.tell(digest, Ok(known.clone()));
            return;
        }
        // One at a time: when this one comes back, the newest version is judged.
        if self.judging.is_none() {
            self.judging = Some((self.current, digest));
            let (index, exercise) = (self.current, self.exercise().clone());
            let (course, events) = (self.course.clone(), self.events.clone());
            thread::spawn(move || {
                let verdict = check::check(&course, &exercise);
                let _ = events.send(Event::Judged(index, digest, verdict));
            });
        }
    }

    fn judged(&mut self, index: usize, digest: u64, verdict: Result<Verdict>) {
        self.judging = None;
        let exercise = &self.course.exercises[index];
        if let Ok(verdict) = &verdict {
            self.progress.keep(self.course, exercise, digest, verdict);
        }
        // A verdict on an older version is not shown: the newer one wins.
        let is_newest = digest == self.progress.digest(self.course, exercise);
        if index == self.current && is_newest {
            self.tell(digest, verdict);
        }
    }

    /// Shows a verdict from its beginning. What was opened meanwhile stays where it is.
    fn tell(&mut self, digest: u64, verdict: Result<Verdict>) {
        self.verdict = Some((digest, verdict));
        if matches!(self.below, Below::Nothing) {
            self.from = 0;
        }
    }

    fn go_to(&mut self, index: usize) {
        if index < self.course.exercises.len() {
            self.current = index;
            self.verdict = None;
            self.last = None;
            self.hints = 0;
            self.below = Below::Nothing;
            self.from = 0;
        }
    }

    /// By how many lines a key moves what is longer than the screen; `None` for other keys.
    fn scrolled(&self, code: KeyCode, screen: &Screen) -> Option<isize> {
        if matches!(self.below, Below::List(_) | Below::ReallyReset) {
            return None;
        }
        let page = isize::try_from(screen.height() / 2).unwrap_or(1).max(1);
        match code {
            KeyCode::Down | KeyCode::Char('j') => Some(1),
            KeyCode::Up | KeyCode::Char('k') => Some(-1),
            KeyCode::PageDown | KeyCode::Char(' ') => Some(page),
            KeyCode::PageUp | KeyCode::Char('b') => Some(-page),
            KeyCode::Home => Some(isize::MIN),
            KeyCode::End => Some(isize::MAX),
            _ => None,
        }
    }

    /// Takes in a key; says whether it is time to leave.
    fn key(&mut self, key: KeyEvent, screen: &mut Screen) -> bool {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        if let Some(by) = self.scrolled(key.code, screen) {
            self.from = self.from.saturating_add_signed(by);
            return false;
        }
        self.from = 0;
        let below = std::mem::replace(&mut self.below, Below::Nothing);
        match (key.code, below) {
            (KeyCode::Char('c' | 'd'), _) if control => return true,
            (KeyCode::Char('z'), below) if control => {
                self.below = below;
                screen.suspend();
            }
            (KeyCode::Char('y'), Below::ReallyReset) => {
                let done = reset::reset(self.course, self.exercise());
                self.below = Below::Text(done.unwrap_or_else(|sentence| sentence));
            }
            (KeyCode::Char(digit @ '0'..='9'), Below::List(pressed)) => self.jump(&pressed, digit),
            // As in a pager: it leaves what is read, and from the verdict the desk.
            (KeyCode::Char('q'), below) => return matches!(below, Below::Nothing),
            (KeyCode::Char('n'), _) => self.next(),
            (KeyCode::Char('h'), _) => self.hint(),
            (KeyCode::Char('l'), _) => self.below = Below::List(String::new()),
            (KeyCode::Char('j') | KeyCode::Down, Below::List(_)) => self.step(1),
            (KeyCode::Char('k') | KeyCode::Up, Below::List(_)) => self.step(-1),
            (KeyCode::Char('p'), _) => {
                let place = Place { page: self.exercise().name.clone(), section: None };
                let shown = place.open(self.course).transpose();
                let shown = shown.unwrap_or_else(|| place.text(self.course, screen.width()));
                self.below = Below::Text(shown.unwrap_or_else(|sentence| sentence));
            }
            (KeyCode::Char('t'), _) => {
                let shown = trace::text(self.course, self.exercise(), None, screen.width());
                let (text, first) = shown.unwrap_or_else(|sentence| (sentence, None));
                (self.below, self.from) = (Below::Text(text), first.unwrap_or_default());
            }
            (KeyCode::Char('r'), _) => self.below = Below::ReallyReset,
            (KeyCode::Char('c'), _) => self.check_all(screen),
            _ => {}
        }
        false
    }

    fn step(&mut self, by: isize) {
        self.go_to(self.current.saturating_add_signed(by));
        self.below = Below::List(String::new());
    }

    /// Goes to the exercise of a number, whose digits are pressed one after the other: 1 is 01, and 2
    /// after it makes it 12. Where there is no such exercise, the digit begins a new number.
    fn jump(&mut self, pressed: &str, digit: char) {
        let numbers = self.course.exercises.iter().map(|exercise| exercise.number.as_str());
        let (index, number) = found(numbers, pressed, digit);
        self.go_to(index.unwrap_or(self.current));
        self.below = Below::List(number);
    }

    /// The next exercise that is not passed, or else the next one.
    fn next(&mut self) {
        let count = self.course.exercises.len();
        let after: Vec<_> = (1..count).map(|step| (self.current + step) % count).collect();
        let open = after.iter().find(|index| !self.is_passed(&self.course.exercises[**index]));
        self.go_to(*open.or(after.first()).unwrap_or(&self.current));
    }

    fn hint(&mut self) {
        let hints = grader::Page::read(&self.exercise().name).map_or(0, |page| page.hints().len());
        self.hints = (self.hints + 1).min(hints.max(1));
        let text = show::hint(self.exercise(), self.hints, Some("h"));
        self.below = Below::Text(text.unwrap_or_else(|sentence| sentence));
    }

    fn check_all(&mut self, screen: &mut Screen) {
        let mut text = String::new();
        for exercise in &self.course.exercises {
            screen.draw(&format!("{text}{DIM}… {}{DIM:#}\n", exercise.name));
            let verdict = self.progress.verdict(self.course, exercise);
            text.push_str(&show::summary(exercise, verdict.as_ref()));
        }
        self.below = Below::Text(text);
    }

    fn draw(&mut self, screen: &mut Screen) {
        let (width, height) = (screen.width(), screen.height());
        let top = format!(
            "{}{}\n  {}\n\n",
            self.progress_line(width),
            show::title(self.exercise()),
            show::edit(self.course, self.exercise())
        );
        let keys = self.keys(width);
        let taken = rows(&top, width) + 1 + rows(&keys, width);
        let room = height.saturating_sub(taken).max(1);
        if matches!(self.below, Below::List(_)) {
            // It moves with the exercise that is chosen.
            self.from = self.current.saturating_sub((room - 1) / 2);
        }
        let body = self.body((width, room));
        let body = self.part(&body, (width, room));
        screen.draw(&format!("{top}{body}\n{keys}"));
    }

    /// What stands between the exercise's name and the keys.
    fn body(&self, (width, lines): (usize, usize)) -> String {
        match (&self.below, &self.verdict) {
            (Below::List(_), _) => self.list(),
            (Below::Text(words), _) => words.clone(),
            (Below::ReallyReset, _) => format!(
                "Put the stub back? Your file is kept beside it. {BOLD}y{BOLD:#} yes, any other key no\n"
            ),
            (Below::Nothing, Some((_, verdict))) => self.words(verdict, (width, lines)),
            (Below::Nothing, None) => {
                let Some(last) = &self.last else { return "Checking …\n".to_owned() };
                let checking = "Checking what you have saved … The version before:\n\n";
                let lines = lines.saturating_sub(rows(checking, width));
                format!("{BOLD}{checking}{BOLD:#}{}", self.words(last, (width, lines)))
            }
        }
    }

    /// A verdict in words, made to fit if that can be.
    fn words(&self, verdict: &Result<Verdict>, size: (usize, usize)) -> String {
        let verdict = match verdict {
            Ok(verdict) => verdict,
            Err(sentence) => return format!("{sentence}\n"),
        };
        let mut text = show::fitted(self.course, self.exercise(), verdict, size);
        if verdict.is_passed() && self.passed() == self.course.exercises.len() {
            text.push_str(&format!("\n{}", show::all_passed(self.course)));
        }
        text
    }

    /// As much of a text as there is room for, and how to see the rest.
    fn part(&mut self, text: &str, (width, room): (usize, usize)) -> String {
        let heights: Vec<_> = text.lines().map(|line| line_rows(line, width)).collect();
        if heights.iter().sum::<usize>() <= room {
            self.from = 0;
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
        self.from = self.from.min(last);
        let mut left = room;
        let mut shown = String::new();
        let mut to = self.from;
        for (line, height) in text.lines().zip(&heights).skip(self.from) {
            if *height > left {
                break;
            }
            left -= height;
            to += 1;
            shown.push_str(line);
            shown.push('\n');
        }
        let (from, all) = (self.from + 1, heights.len());
        let space = if matches!(self.below, Below::List(_)) { "" } else { "space, " };
        shown + &format!("{DIM}… lines {from} to {to} of {all}: {space}up and down{DIM:#}\n")
    }

    /// `[####------] 4 of 18`, as wide as there is room.
    fn progress_line(&self, width: usize) -> String {
        let (passed, all) = (self.passed(), self.course.exercises.len());
        let open = self.course.exercises.iter().filter(|exercise| !self.is_passed(exercise));
        let time = show::time_left(open);
        let state = if self.judging.is_some() { "checking …" } else { &time };
        // What stands beside the bar: `[] 14 of 19 · about 10 to 20 hours left`.
        let room = width.saturating_sub(14 + time.chars().count()).min(40);
        let (room, state) = if room < 10 && self.judging.is_none() {
            (width.saturating_sub(12).min(40), "")
        } else {
            (room, state)
        };
        let done = room * passed / all.max(1);
        let bar = format!("{}{}", "#".repeat(done), "-".repeat(room - done));
        let state = if state.is_empty() { "" } else { &format!(" · {state}") };
        format!("{DIM}[{bar}]{DIM:#} {passed} of {all}{DIM}{state}{DIM:#}\n")
    }

    fn list(&self) -> String {
        let line = |(index, exercise): (usize, &Exercise)| {
            let mark = if index == self.current { '>' } else { ' ' };
            let known = self.progress.known(self.course, exercise);
            let words = known.map_or("not checked", Verdict::in_short);
            format!(
                "{mark} {} {:<12} {words:<17} {}\n",
                exercise.number,
                exercise.name,
                exercise.title()
            )
        };
        self.course.exercises.iter().enumerate().map(line).collect()
    }

    fn keys(&self, width: usize) -> String {
        if matches!(self.below, Below::List(_)) {
            return "up and down, or a number: go there; any other key: back".to_owned();
        }
        let passed = self
            .verdict
            .as_ref()
            .is_some_and(|(_, verdict)| verdict.as_ref().is_ok_and(Verdict::is_passed));
        let mut line = 0;
        let mut text = String::new();
        for (key, word) in [
            ("n", if passed { "next exercise" } else { "next" }),
            ("h", "hint"),
            ("l", "list"),
            ("p", "page"),
            ("t", "trace"),
            ("r", "reset"),
            ("c", "check all"),
            ("q", if matches!(self.below, Below::Nothing) { "quit" } else { "back" }),
        ] {
            let length = key.len() + word.len() + 3;
            if line + length > width && line > 0 {
                text.push('\n');
                line = 0;
            }
            line += length;
            text.push_str(&format!("{BOLD}{key}{BOLD:#} {word}  "));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::found;

    #[test]
    fn a_number_is_pressed_digit_by_digit() {
        let numbers = || (1..=17).map(|number| format!("{number:02}"));
        let numbers: Vec<_> = numbers().collect();
        let found = |pressed, digit| {
            let (index, pressed) = found(numbers.iter().map(String::as_str), pressed, digit);
            (index.map(|index| index + 1), pressed)
        };
        assert_eq!(found("", '1'), (Some(1), "1".to_owned()));
        assert_eq!(found("1", '2'), (Some(12), "12".to_owned()));
        // There is no exercise 122, and none 18: a new number begins.
        assert_eq!(found("12", '2'), (Some(2), "2".to_owned()));
        assert_eq!(found("1", '8'), (Some(8), "8".to_owned()));
        assert_eq!(found("", '0'), (None, String::new()));
    }
}
