//! The learner's desk: `cargo run` on a terminal. It watches the exercise's file, judges each new
//! version of it, and listens to keys.

use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use crossterm::event::{self, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use socklings::Result;
use socklings::check::{self, Verdict};
use socklings::course::{Course, Exercise};
use socklings::say::say;

use crate::page::Place;
use crate::progress::Progress;
use crate::scroll::{self, rows};
use crate::show;
use crate::terminal::{BOLD, DIM, Screen, Signal};
use crate::{reset, trace, watch};

/// What can happen at the desk.
enum Event {
    Key(KeyEvent),
    Resized,
    /// Something was saved in the folder of an exercise.
    Saved,
    /// What is being judged has been built, for the first time.
    Built,
    /// A verdict on what had this digest.
    Judged(usize, u64, Result<Verdict>),
    /// What the key with this number asked for, and the first line of it that is shown.
    Answer(usize, String, usize),
    Signal(Signal),
    /// The terminal has gone.
    Gone,
}

/// What stands below the verdict.
enum Below {
    Nothing,
    Text(String),
    /// What is being done for the key with this number.
    Awaited(usize, &'static str),
    /// Every exercise in a line, as far as they have been checked, and how many these are.
    All(String, usize),
    /// The list, and the digits that were pressed there.
    List(String),
    /// Asks before something is done that cannot be undone by a key.
    ReallyReset,
}

struct Desk<'a> {
    course: &'a Course,
    progress: Progress,
    /// Whether each exercise is passed. To know that, all its files are read.
    passed: Vec<bool>,
    current: usize,
    /// The verdict on the current exercise, with the digest of what was judged.
    verdict: Option<(u64, Result<Verdict>)>,
    /// The verdict on the version before. It can be read while the newest one is judged.
    last: Option<Result<Verdict>>,
    /// Whether what is being judged is built for the first time; nothing if nothing is judged.
    judging: Option<bool>,
    /// How many keys asked for something that takes its time.
    asked: usize,
    hints: usize,
    below: Below,
    /// The first line that is shown of what does not fit on the screen.
    from: usize,
    events: Sender<Event>,
}

/// Sits down at the desk. Comes back when the learner leaves.
pub fn sit_down(course: &Course) -> Result<ExitCode> {
    let (events, happened) = mpsc::channel();
    let mut desk = Desk::new(course, events.clone());
    let saves = events.clone();
    let saved = move || drop(saves.send(Event::Saved));
    let _watcher = watch::watch(course, desk.progress.file(), saved)?;
    let mut screen = Screen::open()?;
    read_keys(events.clone());
    screen.on_signal(move |signal| events.send(Event::Signal(signal)).is_ok())?;
    desk.run(&mut screen, &happened);
    drop(screen);
    let passed = desk.count_passed();
    let all = course.exercises.len();
    say(format!("{passed} of {all} exercises passed. `cargo run` goes on.\n"))?;
    Ok(ExitCode::SUCCESS)
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

impl<'a> Desk<'a> {
    /// A desk at which nothing has happened yet.
    fn new(course: &'a Course, events: Sender<Event>) -> Self {
        let mut desk = Desk {
            course,
            progress: Progress::read(course),
            passed: Vec::new(),
            current: 0,
            verdict: None,
            last: None,
            judging: None,
            asked: 0,
            hints: 0,
            below: Below::Nothing,
            from: 0,
            events,
        };
        desk.see_what_is_passed();
        // The last one, if all are.
        let first = desk.passed.iter().position(|passed| !passed);
        desk.current = first.unwrap_or(course.exercises.len() - 1);
        desk
    }

    fn exercise(&self) -> &Exercise {
        &self.course.exercises[self.current]
    }

    fn see_what_is_passed(&mut self) {
        let verdict = |exercise| self.progress.known(self.course, exercise);
        let is_passed = |exercise| verdict(exercise).is_some_and(Verdict::is_passed);
        self.passed = self.course.exercises.iter().map(is_passed).collect();
    }

    fn count_passed(&self) -> usize {
        self.passed.iter().filter(|passed| **passed).count()
    }

    fn run(&mut self, screen: &mut Screen, happened: &Receiver<Event>) {
        self.go_on();
        self.draw(screen);
        while let Ok(first) = happened.recv() {
            // What came together is answered together: an editor's save is many events.
            let (mut leave, mut changed) = (false, false);
            for event in std::iter::once(first).chain(happened.try_iter()) {
                changed |= matches!(event, Event::Saved | Event::Judged(..));
                leave |= self.take(event, screen);
            }
            if leave {
                return;
            }
            if changed {
                self.progress.refresh();
            }
            self.go_on();
            if changed {
                self.see_what_is_passed();
            }
            self.draw(screen);
        }
    }

    /// Has judged what is to be judged: first the current exercise.
    fn go_on(&mut self) {
        self.judge_if_new();
        self.check_next();
    }

    /// Takes in an event; says whether it is time to leave.
    fn take(&mut self, event: Event, screen: &mut Screen) -> bool {
        match event {
            Event::Key(key) => return self.key(key, screen),
            Event::Built => self.judging = Some(false),
            Event::Judged(exercise, digest, verdict) => self.judged(exercise, digest, verdict),
            Event::Answer(number, text, from) => self.answer(number, text, from),
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
            if matches!(self.below, Below::Text(_) | Below::Awaited(..) | Below::All(..)) {
                self.below = Below::Nothing;
                self.from = 0;
            }
        }
        if let Some(known) = self.progress.known(self.course, self.exercise()) {
            self.tell(digest, Ok(known.clone()));
            return;
        }
        self.judge(self.current, digest);
    }

    /// Has an exercise judged. One at a time: when this one comes back, the newest version is judged.
    fn judge(&mut self, index: usize, digest: u64) {
        if self.judging.is_some() {
            return;
        }
        let exercise = self.course.exercises[index].clone();
        let is_first = self.progress.is_first(&exercise);
        self.judging = Some(is_first);
        let events = self.events.clone();
        self.beside(move |course| {
            // To draw takes time, and an edit is built in a moment.
            let built = || drop(is_first.then(|| events.send(Event::Built)));
            Event::Judged(index, digest, check::check(course, &exercise, &built))
        });
    }

    /// Does beside the desk what takes its time. Meanwhile the desk is drawn, and hears keys.
    fn beside(&self, work: impl FnOnce(&Course) -> Event + Send + 'static) {
        let (course, events) = (self.course.clone(), self.events.clone());
        thread::spawn(move || events.send(work(&course)));
    }

    /// Answers a key with a text, which is shown from a line, as soon as it is there. Until then, `words` are shown.
    fn ask(
        &mut self,
        words: &'static str,
        text: impl FnOnce(&Course, &Exercise) -> Result<(String, usize)> + Send + 'static,
    ) {
        self.asked += 1;
        self.below = Below::Awaited(self.asked, words);
        let (number, exercise) = (self.asked, self.exercise().clone());
        self.beside(move |course| {
            let (text, from) = text(course, &exercise).unwrap_or_else(|sentence| (sentence, 0));
            Event::Answer(number, text, from)
        });
    }

    /// Shows an answer, unless another key has been pressed meanwhile.
    fn answer(&mut self, number: usize, text: String, from: usize) {
        if matches!(self.below, Below::Awaited(awaited, _) if awaited == number) {
            (self.below, self.from) = (Below::Text(text), from);
        }
    }

    /// Goes on to check all exercises. What is known is told at once.
    fn check_next(&mut self) {
        while let Below::All(_, next) = self.below
            && let Some(exercise) = self.course.exercises.get(next)
        {
            let Some(known) = self.progress.known(self.course, exercise).cloned() else {
                return self.judge(next, self.progress.digest(self.course, exercise));
            };
            self.tell_in_short(next, &Ok(known));
        }
    }

    /// Tells of an exercise in a line, if all are checked and it is the next one.
    fn tell_in_short(&mut self, index: usize, verdict: &Result<Verdict>) {
        if let Below::All(text, next) = &mut self.below
            && *next == index
        {
            text.push_str(&show::summary(&self.course.exercises[index], verdict.as_ref()));
            *next += 1;
            // The end of the text stays on the screen.
            self.from = usize::MAX;
        }
    }

    fn judged(&mut self, index: usize, digest: u64, verdict: Result<Verdict>) {
        self.judging = None;
        let exercise = &self.course.exercises[index];
        if let Ok(verdict) = &verdict {
            self.progress.keep(self.course, exercise, digest, verdict);
        }
        // A verdict on an older version is not shown: the newer one wins.
        if digest != self.progress.digest(self.course, exercise) {
            return;
        }
        self.tell_in_short(index, &verdict);
        if index == self.current {
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
                let width = screen.width();
                self.ask("Opening the page …", move |course, exercise| {
                    let place = Place { page: exercise.name.clone(), section: None };
                    let opened = place.open(course).transpose();
                    Ok((opened.unwrap_or_else(|| place.text(course, width))?, 0))
                });
            }
            (KeyCode::Char('t'), _) => {
                let width = screen.width();
                self.ask("Building, and playing the story …", move |course, exercise| {
                    let (text, first) = trace::text(course, exercise, None, width)?;
                    Ok((text, first.unwrap_or_default()))
                });
            }
            (KeyCode::Char('r'), _) => self.below = Below::ReallyReset,
            (KeyCode::Char('c'), _) => self.below = Below::All(String::new(), 0),
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
        let open = after.iter().find(|index| !self.passed[**index]);
        self.go_to(*open.or(after.first()).unwrap_or(&self.current));
    }

    fn hint(&mut self) {
        let hints = grader::Page::read(&self.exercise().name).map_or(0, |page| page.hints().len());
        self.hints = (self.hints + 1).min(hints.max(1));
        let text = show::hint(self.exercise(), self.hints, Some("h"));
        self.below = Below::Text(text.unwrap_or_else(|sentence| sentence));
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
        let how = if matches!(self.below, Below::List(_)) { "" } else { "space, " };
        let body = scroll::part(&body, &mut self.from, (width, room), how);
        screen.draw(&format!("{top}{body}\n{keys}"));
    }

    /// What stands between the exercise's name and the keys.
    fn body(&self, (width, lines): (usize, usize)) -> String {
        match (&self.below, &self.verdict) {
            (Below::List(_), _) => self.list(),
            (Below::Text(words), _) => words.clone(),
            (Below::Awaited(_, words), _) => format!("{words}\n"),
            (Below::All(text, next), _) => match self.course.exercises.get(*next) {
                Some(exercise) => format!("{text}{DIM}… {}{DIM:#}\n", exercise.name),
                None => text.clone(),
            },
            (Below::ReallyReset, _) => format!(
                "Put the stub back? Your file is kept beside it. {BOLD}y{BOLD:#} yes, any other key no\n"
            ),
            (Below::Nothing, Some((_, verdict))) => self.words(verdict, (width, lines)),
            (Below::Nothing, None) => {
                let is_built = self.judging != Some(true);
                let Some(last) = &self.last else {
                    return format!("{}\n", if is_built { show::CHECKING } else { show::BUILDING });
                };
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
        let mut text = show::fitted(self.course, self.exercise(), verdict, size, self.from > 0);
        if verdict.is_passed() && self.count_passed() == self.course.exercises.len() {
            text.push_str(&format!("\n{}", show::all_passed(self.course)));
        }
        text
    }

    /// `[####------] 4 of 18`, as wide as there is room.
    fn progress_line(&self, width: usize) -> String {
        let (passed, all) = (self.count_passed(), self.course.exercises.len());
        let open = self.course.exercises.iter().zip(&self.passed).filter(|(_, passed)| !**passed);
        let time = show::time_left(open.map(|(exercise, _)| exercise));
        let state = match self.judging {
            Some(true) => "building …",
            Some(false) => "checking …",
            None => &time,
        };
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
    use std::sync::mpsc;

    use socklings::course::Course;

    use super::{Below, Desk, Event, found};

    #[test]
    fn a_key_is_not_answered_by_an_older_one() {
        let (course, (events, happened)) = (Course::find(), mpsc::channel());
        let mut desk = Desk::new(&course, events);
        let answers = |desk: &mut Desk, number| {
            for event in happened.iter().take(number) {
                let Event::Answer(number, text, from) = event else { panic!("nothing else") };
                desk.answer(number, text, from);
            }
        };
        desk.ask("…", |_, _| Ok(("the older one".to_owned(), 0)));
        desk.ask("…", |_, _| Ok(("the newer one".to_owned(), 3)));
        answers(&mut desk, 2);
        assert!(matches!(&desk.below, Below::Text(text) if text == "the newer one"));
        assert_eq!(desk.from, 3);
        desk.ask("…", |_, _| Ok(("of the exercise before".to_owned(), 0)));
        desk.go_to(0);
        answers(&mut desk, 1);
        assert!(matches!(desk.below, Below::Nothing));
    }

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
