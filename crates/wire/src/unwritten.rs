//! Which exercise comes first, where the host meets one that nobody has written yet.

use std::panic::{self, PanicHookInfo};
use std::path::Path;
use std::process;

/// How the program ends where an exercise is not written yet.
const NOT_WRITTEN: i32 = 3;

/// Has a stub's `todo!` told in one sentence. `own` is the exercise whose program this is.
pub fn tell(own: &'static str) {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        let Some((number, name, line)) = exercise_of(panic) else { return usual(panic) };
        let first = if name == own { "is not written yet" } else { "comes first" };
        eprintln!(
            "Exercise {number} {name} {first}: the function at \
             exercises/{number}_{name}/src/{name}.rs:{line} is still a `todo!`. Its page: cargo run -- \
             page {name}"
        );
        process::exit(NOT_WRITTEN);
    }));
}

/// The exercise whose stub this is, and the line: `("06", "accept", 17)`.
fn exercise_of<'a>(panic: &'a PanicHookInfo<'_>) -> Option<(&'a str, &'a str, u32)> {
    let payload = panic.payload();
    let words = payload.downcast_ref::<String>().map(String::as_str);
    // What `todo!` says.
    words.or(payload.downcast_ref().copied())?.strip_prefix("not yet implemented")?;
    let place = panic.location()?;
    let (number, name) = exercise_in(place.file())?;
    Some((number, name, place.line()))
}

/// `exercises/21_host/src/../../06_accept/src/accept.rs` is a file of `06_accept`.
fn exercise_in(file: &str) -> Option<(&str, &str)> {
    let folder = Path::new(file).parent()?.parent()?.file_name()?.to_str()?;
    let (number, name) = folder.split_once('_')?;
    number.parse::<u32>().ok()?;
    Some((number, name))
}

#[cfg(test)]
mod tests {
    use super::exercise_in;

    #[test]
    fn a_file_tells_its_exercise() {
        let file = "exercises/21_host/src/../../06_accept/src/accept.rs";
        assert_eq!(exercise_in(file), Some(("06", "accept")));
        assert_eq!(
            exercise_in("exercises/18_one_program/src/main.rs"),
            Some(("18", "one_program"))
        );
        assert_eq!(exercise_in("src/main.rs"), None);
        assert_eq!(exercise_in("crates/netstack/src/table.rs"), None);
    }
}
