//! A class's list of students, as Moodle, Canvas and GitHub Classroom write it, or with the columns id, name
//! and email.

use std::path::Path;

use socklings::Result;

use crate::class::Student;

/// Reads a roster. What the columns mean is told by their names.
///
/// # Errors
///
/// A sentence, if it is none.
pub fn read(path: &Path) -> Result<Vec<Student>> {
    let shown = path.display();
    let bytes = std::fs::read(path).map_err(|error| format!("{shown} cannot be read: {error}."))?;
    // Excel writes a mark before UTF-8.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(bytes);
    let no = |error: csv::Error| format!("{shown} is no CSV file: {error}.");
    let headers: Vec<_> = reader.headers().map_err(no)?.iter().map(str::to_lowercase).collect();
    let column = |names: &[&str]| {
        names.iter().find_map(|name| headers.iter().position(|header| header == name))
    };
    let identifier = column(&["identifier", "sis user id", "id", "student id", "id number", "sid"]);
    let name = column(&["name", "full name", "student", "student name"]);
    let (first, last) =
        (column(&["first name", "firstname"]), column(&["last name", "surname", "lastname"]));
    let email = column(&["email", "email address", "e-mail"]);
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
            "{shown} has no column that says who a student is. It may be called id, name or email; it has: {}.",
            headers.join(", ").escape_debug()
        ));
    }
    let mut students = Vec::new();
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
        let id = id.ok_or_else(|| format!("{shown}, row {}: nobody is named.", number + 2))?;
        let name = if name.is_empty() { id.clone() } else { name };
        students.push(Student { id, name, email, also, is_known: true, ..Student::default() });
    }
    let mut ids: Vec<_> = students.iter().map(|it| it.id.as_str()).collect();
    ids.sort_unstable();
    if let Some(twice) = ids.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(format!("{shown} has {} twice.", twice[0].escape_debug()));
    }
    Ok(students)
}
