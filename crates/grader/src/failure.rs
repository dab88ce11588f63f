//! Why a check does not pass.

use std::{env, fmt};

use crate::difference::Difference;
use crate::ended::Ended;
use crate::record::Record;

/// Why a check does not pass.
#[derive(Debug)]
pub enum Failure {
    /// The program did something else than it should have done.
    Differs(Box<Difference>),
    /// The program did not come to its end.
    Ended(Ended),
    /// What was seen from outside, in words, and the known mistake that explains it.
    Seen(String, Option<&'static str>),
    /// This machine lacks what the check needs: what it is. The program may be right or wrong.
    NotChecked(String),
    /// Something went wrong on this machine, or in the course's own files, and not in the program.
    Fault(String),
    /// A process in a network namespace has judged the check, and recorded what came of it: not only a
    /// failure, also that it passed.
    Recorded(Box<Record>),
}

impl Failure {
    /// The end of the program, if it met a `todo!`: the stub's own, or that of an exercise that comes
    /// first.
    pub fn not_started(&self) -> Option<&Ended> {
        let ended = match self {
            Self::Ended(ended) => Some(ended),
            Self::Differs(it) => it.ended.as_ref(),
            _ => None,
        };
        ended.filter(|ended| matches!(ended, Ended::NotStarted | Ended::ComesFirst(_)))
    }

    /// Whether the program met a `todo!`.
    pub fn is_not_started(&self) -> bool {
        self.not_started().is_some()
    }
}

/// A sentence about the machine or the course's files.
impl From<String> for Failure {
    fn from(sentence: String) -> Self {
        Self::Fault(sentence)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fault(words) | Self::NotChecked(words) | Self::Seen(words, _) => {
                f.write_str(words)
            }
            other => write!(f, "{other:?}"),
        }
    }
}

/// What a check has seen, and the known mistake that explains it.
pub fn seen(words: impl Into<String>, mistake: Option<&'static str>) -> Failure {
    Failure::Seen(words.into(), mistake)
}

/// Ends a check that this machine cannot make, and says what it lacks.
///
/// # Errors
///
/// Always: what is not checked is not passed. In CI on Linux it is a fault, as nobody would read it.
pub fn skip(reason: &str) -> Result<(), Failure> {
    if cfg!(target_os = "linux") && env::var_os("CI").is_some() {
        return Err(Failure::Fault(format!("this cannot be checked here: {reason}")));
    }
    Err(Failure::NotChecked(format!("{reason}. cargo run -- doctor says what follows.")))
}
