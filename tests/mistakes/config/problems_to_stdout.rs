//! "What a program has to say it prints."

use std::path::Path;
use std::process::ExitCode;

use crate::given::Events;
use crate::{RIGHT, right};

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    match right::settings(file) {
        Err(problems) => {
            problems.iter().for_each(|problem| println!("{problem}"));
            ExitCode::from(2)
        }
        Ok(_) => RIGHT.run(file, events),
    }
}
