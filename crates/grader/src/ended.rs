//! How a program ended, as its exit status and its standard error tell it.

use std::process::ExitStatus;

use serde_json::{Value, json};

use crate::visible::shortened;

/// How a program ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// It left with this exit code.
    Exited(i32),
    /// It met a `todo!`: nobody has written this part yet.
    NotStarted,
    /// It met the `todo!` of another exercise, whose file it is built from too: `06_accept`.
    ComesFirst(String),
    /// It panicked: where and why.
    Panicked {
        /// `src/accept.rs:12:5`
        location: String,
        /// The panic's message.
        message: String,
    },
    /// It needed more stack than it has.
    StackOverflow,
    /// A signal ended it.
    Signal(i32),
    /// It was stopped at the deadline, and had kept a processor busy.
    Loops,
    /// It was stopped at the deadline, and had waited for something.
    Waits,
    /// It was stopped because it printed too much.
    Floods,
    /// It came to its end, and something else was where its trace should have been: "a FIFO".
    LeftInstead(String),
}

impl Ended {
    /// Reads the exit status, and from standard error what a Rust program says when it fails.
    pub fn of(status: ExitStatus, stderr: &str) -> Self {
        if stderr.contains("has overflowed its stack") {
            return Self::StackOverflow;
        }
        if status.code() == Some(101)
            && let Some((location, message)) = panic_message(stderr)
        {
            return if !message.starts_with("not yet implemented") {
                Self::Panicked { location, message }
            } else if let Some(exercise) = other_exercise(&location) {
                Self::ComesFirst(exercise.to_owned())
            } else {
                Self::NotStarted
            };
        }
        #[cfg(unix)]
        if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
            return Self::Signal(signal);
        }
        Self::Exited(status.code().unwrap_or(-1))
    }

    /// How a program ended that its sandbox says has left with this code: bubblewrap tells of a signal as a
    /// shell does.
    pub fn of_the_sandbox(code: i32) -> Self {
        let signal = code - 128;
        if (1..=64).contains(&signal) { Self::Signal(signal) } else { Self::Exited(code) }
    }

    // By hand: serde's derive macros are a third of what a first build takes.
    /// As JSON: `{"how": "exited", "code": 3}`.
    pub fn to_json(&self) -> Value {
        match self {
            Self::Exited(code) => json!({ "how": "exited", "code": code }),
            Self::NotStarted => json!({ "how": "not_started" }),
            Self::ComesFirst(exercise) => json!({ "how": "comes_first", "exercise": exercise }),
            Self::Panicked { location, message } => {
                json!({ "how": "panicked", "location": location, "message": message })
            }
            Self::StackOverflow => json!({ "how": "stack_overflow" }),
            Self::Signal(signal) => json!({ "how": "signal", "signal": signal }),
            Self::Loops => json!({ "how": "loops" }),
            Self::Waits => json!({ "how": "waits" }),
            Self::Floods => json!({ "how": "floods" }),
            Self::LeftInstead(what) => json!({ "how": "left_instead", "what": what }),
        }
    }

    /// The end that some JSON is, if it is one.
    pub fn from_json(value: &Value) -> Option<Self> {
        let number = |name: &str| i32::try_from(value[name].as_i64()?).ok();
        let text = |name: &str| value[name].as_str().map(str::to_owned);
        Some(match value["how"].as_str()? {
            "exited" => Self::Exited(number("code")?),
            "not_started" => Self::NotStarted,
            "comes_first" => Self::ComesFirst(text("exercise")?),
            "panicked" => Self::Panicked { location: text("location")?, message: text("message")? },
            "stack_overflow" => Self::StackOverflow,
            "signal" => Self::Signal(number("signal")?),
            "loops" => Self::Loops,
            "waits" => Self::Waits,
            "floods" => Self::Floods,
            "left_instead" => Self::LeftInstead(text("what")?),
            _ => return None,
        })
    }
}

/// The exercise, if a program has panicked in a file that is not its own: it is named from there,
/// `exercises/21_host/src/../../06_accept/src/accept.rs:12:5`.
fn other_exercise(location: &str) -> Option<&str> {
    let (_, other) = location.rsplit_once("../")?;
    other.split_once("/src/").map(|(exercise, _)| exercise)
}

/// `thread 'main' (123) panicked at exercises/06_accept/src/accept.rs:12:5:`, then the message.
///
/// Where several threads panicked, it was the main thread's panic that ended the program.
pub fn panic_message(stderr: &str) -> Option<(String, String)> {
    let panics = || stderr.match_indices("thread '").filter_map(|(at, _)| panic_at(&stderr[at..]));
    let (_, location, message) =
        panics().find(|(name, ..)| name == "main").or_else(|| panics().next())?;
    Some((location, message))
}

/// The thread's name, the location and the message of the panic that this text begins with.
fn panic_at(text: &str) -> Option<(String, String, String)> {
    let (first, after) = text.split_once('\n')?;
    let (thread, location) = first.split_once(" panicked at ")?;
    let name = thread.strip_prefix("thread '")?.split_once('\'')?.0;
    let message: Vec<_> = after
        .lines()
        .take_while(|line| !line.starts_with("note: ") && !line.starts_with("thread '"))
        .collect();
    let location = location.trim_end_matches(':').to_owned();
    let message = shortened(message.join("\n").trim());
    Some((name.to_owned(), shortened(&location), message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_another_exercise_is_named_from_here() {
        let other = "exercises/21_host/src/../../06_accept/src/accept.rs:12:5";
        assert_eq!(other_exercise(other), Some("06_accept"));
        assert_eq!(other_exercise("exercises/21_host/src/host.rs:12:5"), None);
    }

    #[test]
    fn a_sandbox_tells_of_a_signal_as_a_shell_does() {
        assert_eq!(Ended::of_the_sandbox(139), Ended::Signal(11));
        assert_eq!(Ended::of_the_sandbox(101), Ended::Exited(101));
    }
}
