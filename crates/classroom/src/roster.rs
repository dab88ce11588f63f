//! A class's list of students, as Moodle, Canvas and GitHub Classroom write it, or with the columns id, name
//! and email.

use std::path::Path;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use socklings::Result;

use crate::class::Student;
use crate::entries::shown;

/// Reads a roster, and what to say of it. What the columns mean is told by their names.
///
/// # Errors
///
/// A sentence, if it is none.
pub fn read(path: &Path) -> Result<(Vec<Student>, String)> {
    let place = path.display();
    let bytes = std::fs::read(path).map_err(|error| format!("{place} cannot be read: {error}."))?;
    // Excel writes a mark before UTF-8.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(bytes);
    let no = |error: csv::Error| format!("{place} is no CSV file: {error}.");
    let headers: Vec<_> = reader.headers().map_err(no)?.iter().map(str::to_lowercase).collect();
    let column = |names: &[&str]| {
        names.iter().find_map(|name| headers.iter().position(|header| header == name))
    };
    let identifier = column(&["identifier", "sis user id", "id", "student id", "id number", "sid"]);
    let name = column(&["name", "full name", "student", "student name"]);
    let (first, last) =
        (column(&["first name", "firstname"]), column(&["last name", "surname", "lastname"]));
    let email = column(&["email", "email address", "e-mail"]);
    let submitted = column(&["submitted", "last modified (submission)"]);
    let others = [
        "id",
        "sis login id",
        "sis user id",
        "login",
        "username",
        "github_username",
        "github",
        "sid",
    ];
    if identifier.is_none() && name.is_none() && email.is_none() && first.is_none() {
        return Err(format!(
            "{place} has no column that says who a student is. It may be called id, name or email; it has: {}.",
            headers.join(", ").escape_debug()
        ));
    }
    let mut students = Vec::new();
    let mut note = String::new();
    for (number, row) in reader.records().enumerate() {
        let row = row.map_err(no)?;
        let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).unwrap_or_default().to_owned();
        // Canvas's second row has the points.
        if cell(name).trim_start().starts_with("Points Possible") || row.iter().all(str::is_empty) {
            continue;
        }
        let both = format!("{} {}", cell(first), cell(last)).trim().to_owned();
        let name = if name.is_some() { cell(name) } else { both };
        // `Participant 12` in Moodle's worksheet: the number is what its zip file has.
        let id = cell(identifier);
        let participant = id.strip_prefix("Participant ").map(str::to_owned);
        let also = others.iter().map(|other| cell(column(&[other]))).chain(participant);
        let also: Vec<_> = also.filter(|it| !it.is_empty() && *it != id).collect();
        let email = cell(email);
        let id = [&id, &email, &name].into_iter().find(|it| !it.is_empty()).cloned();
        let id = id.ok_or_else(|| format!("{place}, row {}: nobody is named.", number + 2))?;
        let name = if name.is_empty() { id.clone() } else { name };
        let when = cell(submitted);
        let submitted = time(&when);
        if submitted.is_none() && note.is_empty() && !["", "-"].contains(&when.as_str()) {
            note = format!("{place}: {} is a time in a form that is not known.\n", shown(&when));
        }
        let is_known = true;
        students.push(Student { id, name, email, also, is_known, submitted, ..Student::default() });
    }
    let mut ids: Vec<_> = students.iter().map(|it| it.id.as_str()).collect();
    ids.sort_unstable();
    if let Some(twice) = ids.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(format!("{place} has {} twice.", twice[0].escape_debug()));
    }
    Ok((students, note))
}

/// A time with its zone; or as Moodle writes it in English, in the zone of this machine.
fn time(text: &str) -> Option<Timestamp> {
    let zoned = || text.parse::<Zoned>().ok().map(|it| it.timestamp());
    let moodle = |form: &str| {
        let time = DateTime::strptime(form, text).ok()?;
        Some(time.to_zoned(TimeZone::system()).ok()?.timestamp())
    };
    let forms = ["%A, %d %B %Y, %I:%M %p", "%d %B %Y, %I:%M %p"];
    text.parse().ok().or_else(zoned).or_else(|| forms.into_iter().find_map(moodle))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_far_as_they_say_what_they_mean() {
        let utc: Timestamp = "2026-02-27T11:00:00Z".parse().unwrap();
        assert_eq!(time("2026-02-27T12:00:00+01:00"), Some(utc));
        assert_eq!(time("2026-02-27T12:00[Europe/Berlin]"), Some(utc));
        let here: Zoned = "2026-02-27T23:59[UTC]".parse().unwrap();
        let here = here.datetime().to_zoned(TimeZone::system()).unwrap().timestamp();
        assert_eq!(time("Friday, 27 February 2026, 11:59 PM"), Some(here));
        assert_eq!(time("27 February 2026, 11:59 PM"), Some(here));
        for none in ["-", "", "Freitag, 27. Februar 2026, 23:59", "2026-02-27"] {
            assert_eq!(time(none), None, "{none}");
        }
    }
}
