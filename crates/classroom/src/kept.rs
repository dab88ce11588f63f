//! A verdict that is kept: on one content of one file, with one seed.
//!
//! A file of `kept/` has two lines of JSON: in short what came of it, and the whole verdict. The second is a text here,
//! and stays one: a class of 300 has 6000 of them.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use socklings::Result;

use crate::class::replace;
use crate::judge::Judged;
use crate::result::NOT_JUDGED;

/// How a file was judged.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct How {
    /// Whether the program ran in a sandbox.
    pub contained: bool,
    /// Whether the solution was at hand. Without it, stories are those that students have.
    pub with_solution: bool,
    /// From which stories were made.
    pub seed: u64,
}

/// A verdict that is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Kept {
    /// In two words.
    pub state: String,
    /// The points that were reached.
    pub points: u32,
    /// Why it was stopped, or could not be judged.
    pub why: Option<String>,
    /// How it was judged.
    #[serde(flatten)]
    pub how: How,
    /// How long it took.
    pub seconds: f64,
    /// Of the second line.
    digest: String,
    /// The second line, as JSON.
    #[serde(skip)]
    pub verdict: Option<Arc<str>>,
}

impl Kept {
    /// What came of a file.
    pub fn new(judged: Result<Judged>, time: Duration, how: How) -> Self {
        let (state, points, verdict, why) = match judged {
            Ok(Judged::Verdict(verdict)) if verdict.is_fault() => {
                let why = Some("Something went wrong on this machine: see the records.".to_owned());
                (NOT_JUDGED, 0, Some(verdict.to_json()), why)
            }
            Ok(Judged::Verdict(verdict)) => {
                let points = verdict.points().map_or(0, |(points, _)| points);
                (verdict.in_short(), points, Some(verdict.to_json()), None)
            }
            Ok(Judged::Stopped(why)) => ("stopped", 0, None, Some(why)),
            Err(why) => (NOT_JUDGED, 0, None, Some(why)),
        };
        let seconds = (time.as_secs_f64() * 100.0).round() / 100.0;
        let verdict = verdict.map(|it| Arc::from(it.to_string()));
        let digest = digest(verdict.as_deref().unwrap_or_default());
        Self { state: state.to_owned(), points, why, how, seconds, digest, verdict }
    }

    /// Reads one, if it is there, and whole.
    pub fn read(path: &Path) -> Option<Self> {
        let text = fs::read_to_string(path).ok()?;
        let (first, second) = text.split_once('\n')?;
        let kept: Self = serde_json::from_str(first).ok()?;
        let verdict = Some(second).filter(|it| !it.is_empty()).map(Arc::from);
        (kept.digest == digest(second)).then_some(Self { verdict, ..kept })
    }

    /// Keeps it.
    ///
    /// # Errors
    ///
    /// A sentence, if there is no room.
    pub fn write(&self, path: &Path) -> Result<()> {
        let first = serde_json::to_string(self).map_err(|error| error.to_string())?;
        let second = self.verdict.as_deref().unwrap_or_default();
        replace(path, format!("{first}\n{second}").as_bytes())
    }
}

fn digest(text: &str) -> String {
    format!("{:x}", Sha256::digest(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_verdict_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("1a.json");
        let how = How { contained: true, with_solution: true, seed: 7 };
        let kept = Kept::new(Ok(Judged::Stopped("It looped.".into())), Duration::ZERO, how);
        kept.write(&path).unwrap();
        assert_eq!(Kept::read(&path).unwrap().why.as_deref(), Some("It looped."));
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.clone() + "{}").unwrap();
        assert!(Kept::read(&path).is_none());
        fs::write(&path, &text[..text.len() / 2]).unwrap();
        assert!(Kept::read(&path).is_none());
    }
}
