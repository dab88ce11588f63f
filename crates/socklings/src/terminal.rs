//! The terminal: the styles of what is printed, and its state while somebody sits at the desk. However it
//! is left, it is as it was before.

use std::io::{self, IsTerminal, Write};
use std::panic;

use anstyle::Style;
use crossterm::style::Print;
use crossterm::{cursor, execute, terminal};
use socklings::Result;

/// For headings.
pub const BOLD: Style = Style::new().bold();
/// For what matters less.
pub const DIM: Style = Style::new().dimmed();

/// What the system asks of a program at a terminal (signal(7)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(unix), expect(dead_code, reason = "only Unix has these signals"))]
pub enum Signal {
    /// Somebody wants to do something else meanwhile (SIGTSTP).
    Stop,
    /// The program is to end (SIGINT, SIGTERM), or the terminal has been closed (SIGHUP).
    Leave,
}

/// A terminal that gives each key at once.
#[derive(Debug)]
pub struct Screen;

impl Screen {
    /// Takes the terminal.
    ///
    /// # Errors
    ///
    /// A sentence, if it can't be set up.
    pub fn open() -> Result<Self> {
        // A panic would leave a terminal that shows nothing of what is typed.
        let tell = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            give_back();
            tell(info);
        }));
        take().map_err(|error| format!("This terminal cannot be set up: {error}."))?;
        Ok(Self)
    }

    /// Calls `tell` for each signal, until it says that nobody listens any more.
    ///
    /// # Errors
    ///
    /// A sentence, if signals can't be received.
    #[cfg(unix)]
    pub fn on_signal(&self, tell: impl Fn(Signal) -> bool + Send + 'static) -> Result<()> {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGTSTP};

        let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM, SIGTSTP])
            .map_err(|error| format!("Signals cannot be received: {error}."))?;
        std::thread::spawn(move || {
            for signal in &mut signals {
                let signal = if signal == SIGTSTP { Signal::Stop } else { Signal::Leave };
                if !tell(signal) {
                    return;
                }
            }
        });
        Ok(())
    }

    /// Other systems have no signals.
    #[cfg(not(unix))]
    pub fn on_signal(&self, _: impl Fn(Signal) -> bool + Send + 'static) -> Result<()> {
        Ok(())
    }

    /// Gives the terminal back, rests until somebody calls the program back, and takes it again.
    pub fn suspend(&mut self) {
        #[cfg(unix)]
        {
            give_back();
            // SIGTSTP is caught here; SIGSTOP does what it would have done.
            let _ = signal_hook::low_level::raise(signal_hook::consts::SIGSTOP);
            let _ = take();
        }
    }

    /// How many columns there are.
    pub fn width(&self) -> usize {
        columns().unwrap_or(80)
    }

    /// How many lines there are.
    pub fn height(&self) -> usize {
        terminal::size().map_or(24, |(_, lines)| usize::from(lines))
    }

    /// Shows a text, and nothing else.
    pub fn draw(&mut self, text: &str) {
        let mut out = anstream::AutoStream::auto(io::stdout()).lock();
        // The terminal is in raw mode: a line feed alone does not go back to the first column.
        let text = text.replace('\n', "\r\n");
        // A terminal that has gone is noticed by the one who reads its keys.
        let _ =
            execute!(io::stdout(), terminal::Clear(terminal::ClearType::All), cursor::MoveTo(0, 0));
        let _ = out.write_all(text.as_bytes());
        let _ = out.flush();
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

/// A line that says what is being done, and is taken back in the end. Where that is no terminal, or one that can't
/// take it back, nothing is said.
pub struct Meanwhile {
    is_shown: bool,
}

impl Meanwhile {
    /// Says nothing yet.
    pub fn new() -> Self {
        Self { is_shown: io::stdout().is_terminal() && !is_dumb() }
    }

    /// Says this, instead of what it said before.
    pub fn say(&self, words: &str) {
        if self.is_shown {
            let line = terminal::Clear(terminal::ClearType::CurrentLine);
            let _ = execute!(io::stdout(), cursor::MoveToColumn(0), line, Print(words));
        }
    }
}

impl Drop for Meanwhile {
    fn drop(&mut self) {
        self.say("");
    }
}

/// Whether the terminal says that it is dumb. It can't be drawn on.
pub fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb")
}

/// Whether the output may have links in it: on a terminal that is neither dumb nor Linux's own.
pub fn takes_links() -> bool {
    let terminal = std::env::var_os("TERM").unwrap_or_default();
    let has_none = ["dumb", "linux"].iter().any(|it| terminal == *it);
    let is_named = cfg!(windows) || !terminal.is_empty();
    io::stdout().is_terminal() && is_named && !has_none
}

/// How many columns the terminal has; `None` if the output goes elsewhere.
pub fn columns() -> Option<usize> {
    let size = io::stdout().is_terminal().then(terminal::size)?.ok()?;
    Some(usize::from(size.0)).filter(|columns| *columns > 0)
}

fn take() -> io::Result<()> {
    terminal::enable_raw_mode()?;
    execute!(io::stdout(), cursor::Hide)
}

fn give_back() {
    let _ = execute!(io::stdout(), cursor::Show);
    let _ = terminal::disable_raw_mode();
    // What comes next does not go on in the last line of what was shown.
    let _ = io::stdout().write_all(b"\n");
}
