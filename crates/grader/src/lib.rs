//! Runs a learner's program, compares what it did with the reference, and explains the difference.
//!
//! The verdict never shares a process with the code that it judges: the learner's [`Program`] is a
//! child process with a deadline, and what it prints is not believed. A graded test is a file of
//! [`checks!`]. What only the checks of real exercises need is in `crates/real`.
//!
//! # Layout
//!
//! Each file uses those above it, and none below.
//!
//! - `files`, `temporary`, `left`: where the course's files are; temporary folders; what a program left
//!   in a file, which may be anything.
//! - `libtest`, `visible`: getting along with libtest; text that can't act on a terminal.
//! - [`process`], `patience`: what the system shows of a process; how long a program is waited for.
//! - `ended`, `started`, `launcher`, `program`: how a program ended; what it starts ends with it; a
//!   sandbox around it; runs a program.
//! - `built`: the program that cargo built, and whether it is of the text that is there now.
//! - `page`: the exercise's page, which owns the words.
//! - `difference`: the first step at which a trace is not the expected one.
//! - `record`, `failure`: what came of a check, as data for everybody; why it does not pass, for the
//!   checks themselves.
//! - `lesson`: the only place where records become text.
//! - `stories`: an exercise's stories and the reference's traces of them.
//! - `space`, `array`: what can be given to an operation, and the cases that cover it.
//! - `answers`: what the reference made of stories that nobody has written; a program judged by them.
//! - `disguise`: the same story in another network, where a copied answer must be worth nothing.
//! - `exercise`: the checks of one exercise, run and judged. `description`: what they are.
//! - `generated`: stories made from a space, or from a seed.
//! - `available`: what a machine may lack, and then some checks are not made.
//! - `reference`: proves all of this with the solutions and the known mistakes.

mod answers;
mod array;
mod available;
mod built;
mod description;
mod difference;
mod disguise;
mod ended;
mod exercise;
mod failure;
mod files;
mod generated;
mod launcher;
mod left;
mod lesson;
mod libtest;
mod machine;
mod page;
mod patience;
pub mod process;
mod program;
mod record;
mod reference;
mod rows;
mod space;
mod started;
mod stories;
mod temporary;
mod visible;

pub use available::{
    CHROMIUM, chromium, namespaces_are_allowed, talks_with_itself, tun_device_is_there,
};
pub use description::Description;
pub use difference::{Difference, Excerpt, Pair};
pub use ended::Ended;
pub use exercise::{Bench, Check, Mistake, joined};
pub use failure::{Failure, seen, skip};
pub use fastrand::Rng;
pub use files::{read_regular, root};
pub use generated::Generator;
pub use left::{Left, left};
pub use lesson::{Line, Role, Text, WIDTH, ending};
pub use libtest::tell_people;
pub use machine::OPEN_FILES;
pub use page::{AS_TEXT, MARKDOWN, Page, Section, events, id_of};
pub use patience::{DEADLINE, until, until_next_look};
pub use program::{Program, Run, Running};
pub use record::{Lesson, Outcome, Passage, Record, Seen, parse as parse_records};
pub use rows::{Fitted, Place};
pub use space::{Case, Dimension, Forbidden, Space};
pub use started::take_charge;
pub use stories::{expected_of, snapshot_traces, story_names, written_traces};
pub use temporary::{Folder, remove_temporary};
pub use visible::shortened;

/// What [`checks!`] needs, and nobody else.
#[doc(hidden)]
pub mod checks_needs {
    pub use crate::exercise::{CheckResult, GradedTest};
    #[cfg(unix)]
    pub use crate::reference::no_text_is_no_panic;
    pub use crate::reference::{mistakes_are_told, reference_traces};
}

/// What the checks of real exercises share (`crates/real`) needs, and nobody else.
#[doc(hidden)]
pub mod real_needs {
    pub use crate::launcher::named as launcher;
}

/// Makes a graded test: a plain `#[test]` for each check.
///
/// ```ignore
/// grader::checks! {
///     exercise: "accept",
///     mistakes: MISTAKES,
///
///     #[points(2)]
///     fn the_listener_keeps_listening(bench) {
///         bench.plays(&["next_client"])
///     }
/// }
/// ```
///
/// In a package with the feature `reference` two more tests prove the grader itself: the reference's
/// traces are pinned by insta, and every known mistake is told its own name.
#[macro_export]
macro_rules! checks {
    (
        exercise: $exercise:literal,
        mistakes: $mistakes:expr,
        $(seen: $seen:expr,)?
        $(spaces: $spaces:expr,)?
        $(generator: $generator:expr,)?

        $(
            #[points($points:literal)]
            fn $name:ident($bench:ident) $body:block
        )*
    ) => {
        static EXERCISE: $crate::checks_needs::GradedTest = $crate::checks_needs::GradedTest::new(
            $exercise,
            &[$($crate::Check {
                name: stringify!($name),
                points: $points,
                judge: |$bench| $body,
            }),*],
            $mistakes,
            {
                let seen: &[&[&str]] = &[$($seen)?];
                match seen { [seen, ..] => seen, [] => &[] }
            },
            {
                let spaces: &[&[&$crate::Space]] = &[$($spaces)?];
                match spaces { [spaces, ..] => spaces, [] => &[] }
            },
            env!("CARGO_PKG_NAME"),
            env!("CARGO_MANIFEST_DIR"),
        );

        $(
            #[test]
            fn $name() -> $crate::checks_needs::CheckResult {
                EXERCISE.verdict(stringify!($name))
            }
        )*

        #[cfg(feature = "reference")]
        mod reference {
            use super::*;

            #[test]
            fn snapshots_pin_the_reference() {
                let generator: &[$crate::Generator] = &[$($generator)?];
                for (name, text) in $crate::checks_needs::reference_traces(&EXERCISE, generator.first()).unwrap() {
                    insta::with_settings!({
                        snapshot_path => $crate::root().join("tests/snapshots"),
                        prepend_module_to_snapshot => false,
                        omit_expression => true,
                    }, { insta::assert_snapshot!(name, text) });
                }
            }

            #[cfg(unix)]
            #[test]
            fn what_is_no_text_is_told_in_a_sentence() {
                let told = $crate::checks_needs::no_text_is_no_panic(&EXERCISE);
                assert!(told.is_ok(), "{}", told.unwrap_err());
            }

            #[test]
            fn every_known_mistake_is_told_its_own_name() {
                let generator: &[$crate::Generator] = &[$($generator)?];
                let told = $crate::checks_needs::mistakes_are_told(&EXERCISE, generator.first());
                assert!(told.is_ok(), "{}", told.unwrap_err());
            }
        }
    };
}
