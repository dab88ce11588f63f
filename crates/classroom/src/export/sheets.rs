//! Tables.

use std::collections::BTreeSet;
use std::path::Path;

use csv::StringRecord;
use socklings::Result;

use crate::class::Student;
use crate::entries::shown;
use crate::marks::Marks;
use crate::result::Outcome;

/// A cell that a spreadsheet does not take for a formula.
fn cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

fn write(rows: impl IntoIterator<Item = Vec<String>>) -> Result<String> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in rows {
        writer.write_record(&row).map_err(|error| error.to_string())?;
    }
    let bytes = writer.into_inner().map_err(|error| error.to_string())?;
    String::from_utf8(bytes).map_err(|error| error.to_string())
}

/// One row for each student: who, the marks, and a column for each exercise and each check.
pub fn csv(outcomes: &[Outcome], marks: &[Marks<'_>]) -> Result<String> {
    let mut checks: Vec<(String, String)> = Vec::new();
    let mut known = BTreeSet::new();
    for outcome in outcomes {
        for record in outcome.records() {
            let check = (outcome.exercise.clone(), record.check);
            if known.insert(check.clone()) {
                checks.push(check);
            }
        }
    }
    let place = |exercise: &str| {
        marks.first().and_then(|it| it.exercises.iter().position(|(name, _)| name == exercise))
    };
    checks.sort_by_key(|(exercise, _)| place(exercise));
    let mut head: Vec<_> = ["id", "name", "email", "mark", "of", "contained", "with_solution"]
        .map(str::to_owned)
        .to_vec();
    for (exercise, _) in marks.first().iter().flat_map(|it| &it.exercises) {
        head.extend([exercise.clone(), format!("{exercise} state"), format!("{exercise} note")]);
    }
    head.extend(checks.iter().map(|(exercise, check)| format!("{exercise}: {check}")));
    let row = |marks: &Marks<'_>| {
        let Student { id, name, email, .. } = marks.student;
        let own: Vec<_> = outcomes.iter().filter(|it| it.student == *id).collect();
        let number = |it: Option<f64>| it.map(|it| it.to_string()).unwrap_or_default();
        let contained = own.iter().all(|it| it.contained).to_string();
        let mut row =
            vec![cell(id), cell(name), cell(email), number(marks.total), marks.max.to_string()];
        row.push(contained);
        row.push(own.iter().all(|it| it.with_solution).to_string());
        for (exercise, mark) in &marks.exercises {
            let state = own.iter().find(|it| it.exercise == *exercise).map(|it| it.state.clone());
            row.extend([number(mark.points), state.unwrap_or_default(), cell(&mark.note)]);
        }
        for (exercise, check) in &checks {
            let outcome = own.iter().find(|it| it.exercise == *exercise);
            let record =
                outcome.and_then(|it| it.records().into_iter().find(|it| it.check == *check));
            row.push(record.map(|it| it.points.to_string()).unwrap_or_default());
        }
        row
    };
    write(std::iter::once(head).chain(marks.iter().map(row)))
}

/// A table that a teacher has downloaded.
fn table(path: &Path) -> Result<(Vec<String>, Vec<StringRecord>)> {
    let shown = path.display();
    let bytes = std::fs::read(path).map_err(|error| format!("{shown} cannot be read: {error}."))?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(bytes);
    let rows: std::result::Result<Vec<_>, _> = reader.records().collect();
    let mut rows = rows.map_err(|error| format!("{shown} is no CSV file: {error}."))?.into_iter();
    let head = rows.next().ok_or_else(|| format!("{shown} is empty."))?;
    Ok((head.iter().map(str::to_owned).collect(), rows.collect()))
}

/// The column for the marks.
fn column(head: &[String], wanted: &str, shown: &Path) -> Result<usize> {
    let exactly = head.iter().position(|it| it == wanted);
    // Canvas writes a number behind the name: `Sockets (1234)`.
    let begins = || head.iter().position(|it| it.starts_with(&format!("{wanted} (")));
    exactly.or_else(begins).ok_or_else(|| {
        format!(
            "{} has no column {}. It has: {}. --column names another.",
            shown.display(),
            wanted.escape_debug(),
            head.join(", ").escape_debug()
        )
    })
}

/// Whose row this is. A name that two have is nobody's.
fn find<'a, 'b>(marks: &'a [Marks<'b>], keys: &[&str]) -> Option<&'a Marks<'b>> {
    let is_one = |key: &str, it: &&Marks<'_>| it.student.names().any(|name| name == key);
    keys.iter().filter(|key| !key.is_empty()).find_map(|key| {
        let mut found = marks.iter().filter(|it| is_one(key, it));
        found.next().filter(|_| found.next().is_none())
    })
}

/// A number as a table has it.
fn points(cell: &str) -> Option<f64> {
    cell.replace(',', ".").parse().ok()
}

/// Which of the class's students were found in a table.
#[derive(Default)]
struct Filled<'a> {
    with: BTreeSet<&'a str>,
    /// What can be reached, as the table says.
    most: Option<f64>,
    /// What those rows begin with that are nobody's.
    nobody: Vec<String>,
}

impl<'a> Filled<'a> {
    fn add(&mut self, marks: Option<&Marks<'a>>, row: &str) {
        match marks {
            Some(marks) => _ = self.with.insert(marks.student.id.as_str()),
            None => self.nobody.push(shown(row)),
        }
    }

    /// What a teacher has to know before the table is uploaded.
    fn tell(&self, marks: &[Marks<'_>]) -> String {
        let lost = marks.iter().filter(|it| !self.with.contains(it.student.id.as_str()));
        let lost: Vec<_> = lost.map(|it| shown(&it.student.name)).collect();
        let mut told =
            format!("{} found in the table.\n", crate::count(self.with.len(), "student"));
        let max = marks.first().map(|it| it.max);
        if let (Some(most), Some(max)) = (self.most, max)
            && most != max
        {
            told += &format!(
                "Its marks go up to {most}, and yours up to {max}: `max = {most}` in class.toml makes them fit.\n"
            );
        }
        if !lost.is_empty() {
            told += &format!("Not in it: {}.\n", lost.join(", "));
        }
        if !self.nobody.is_empty() {
            told +=
                &format!("Not in the class, and left as they were: {}.\n", self.nobody.join("; "));
        }
        let open = marks.iter().filter(|it| it.total.is_none()).count();
        if open > 0 {
            told += &format!(
                "Could not be judged, and left as they were: {}.\n",
                crate::count(open, "student")
            );
        }
        told
    }
}

/// A gradebook of Canvas: who a student is, and our column. Canvas changes no other when it is uploaded.
pub fn canvas(
    marks: &[Marks<'_>],
    gradebook: &Path,
    title: Option<&str>,
) -> Result<(String, String)> {
    let (head, rows) = table(gradebook)?;
    let title = title.ok_or("Canvas's column must be named: --column, or title in class.toml.")?;
    let at = column(&head, title, gradebook)?;
    let who = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"];
    let who: Vec<_> =
        head.iter().enumerate().filter(|(_, it)| who.contains(&it.as_str())).collect();
    let kept: Vec<_> = who.iter().map(|(at, _)| *at).collect();
    let value = |row: &StringRecord, at: usize| row.get(at).unwrap_or_default().to_owned();
    let named = |name: &str| head.iter().position(|it| it == name);
    let mut out = vec![kept.iter().copied().chain([at]).map(|at| head[at].clone()).collect()];
    let mut filled = Filled::default();
    for row in &rows {
        let mut line: Vec<_> = kept.iter().map(|at| cell(&value(row, *at))).collect();
        let keys: Vec<_> = ["ID", "SIS User ID", "SIS Login ID", "Student"]
            .iter()
            .filter_map(|name| named(name))
            .map(|at| value(row, at))
            .collect();
        let keys: Vec<_> = keys.iter().map(String::as_str).collect();
        let is_points = value(row, 0).trim_start().starts_with("Points Possible");
        let before = value(row, at);
        line[0] = if is_points { value(row, 0) } else { line[0].clone() };
        let found = find(marks, &keys).filter(|_| !is_points);
        if is_points {
            filled.most = points(&before);
        } else {
            filled.add(found, &value(row, 0));
        }
        line.push(match found {
            // Who is excused stays excused.
            Some(_) if before == "EX" => before,
            Some(marks) => marks.total.map(|it| it.to_string()).unwrap_or(before),
            None => before,
        });
        out.push(line);
    }
    Ok((write(out)?, filled.tell(marks)))
}

/// A grading worksheet of Moodle, whole: only the marks are new. Moodle takes nothing, if one mark is too
/// high; so this says so before. Its column is called Grade; in a table of the gradebook, as the assignment.
pub fn moodle(
    marks: &[Marks<'_>],
    gradebook: &Path,
    named: Option<&str>,
    title: Option<&str>,
) -> Result<(String, String)> {
    let (head, rows) = table(gradebook)?;
    let title = title.filter(|it| head.iter().any(|name| name == it));
    let at = column(&head, named.or(title).unwrap_or("Grade"), gradebook)?;
    let mut filled = Filled::default();
    let most = head.iter().position(|it| it == "Maximum grade" || it == "Maximum Grade");
    let mut out = vec![head.clone()];
    for row in &rows {
        let mut line: Vec<_> = row.iter().map(str::to_owned).collect();
        let participant =
            line.first().and_then(|it| it.strip_prefix("Participant ")).unwrap_or_default();
        let keys: Vec<_> =
            [participant].into_iter().chain(line.iter().take(4).map(String::as_str)).collect();
        let found = find(marks, &keys);
        filled.add(found, &row.iter().take(2).collect::<Vec<_>>().join(", "));
        if let Some(total) = found.and_then(|it| it.total) {
            let most = most.and_then(|at| points(row.get(at)?));
            filled.most = filled.most.or(most);
            if let Some(most) = most.filter(|most| total > *most) {
                return Err(format!(
                    "{}: the mark {total} is more than {most}, and Moodle takes no file with such a mark. `max = \
                     {most}` in class.toml makes it fit.",
                    row.get(0).unwrap_or_default().escape_debug()
                ));
            }
            line.resize(head.len().max(line.len()), String::new());
            line[at] = format!("{total:.2}");
        }
        out.push(line);
    }
    Ok((write(out)?, filled.tell(marks)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(student: &Student, total: Option<f64>) -> Marks<'_> {
        Marks { student, exercises: Vec::new(), total, max: 100.0 }
    }

    fn student(id: &str, name: &str) -> Student {
        let also = vec![format!("login-{id}")];
        Student { id: id.to_owned(), name: name.to_owned(), also, ..Student::default() }
    }

    fn file(text: &str) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        file
    }

    #[test]
    fn a_gradebook_of_canvas_comes_back_with_marks() {
        let book = file(
            "\u{feff}Student,ID,SIS User ID,SIS Login ID,Section,Other (1),Sockets (22),Final Score\n    Points \
             Possible,,,,,10,100,(read only)\n\"Lovelace, Ada\",7,S7,ada,A,5,,50\n\"=Evil, \
             Eve\",8,S8,login-8,A,5,EX,50\n\"Nobody, New\",9,S9,new,A,5,12,50\n",
        );
        let (ada, eve) = (student("7", "Ada"), student("eve", "Eve"));
        let eve = Student { also: vec!["login-8".to_owned()], ..eve };
        let marks = [marks(&ada, Some(81.5)), marks(&eve, Some(3.0))];
        let (text, told) = canvas(&marks, book.path(), Some("Sockets")).unwrap();
        assert!(
            told.starts_with("2 students found")
                && told.contains("left as they were: Nobody, New."),
            "{told}"
        );
        assert_eq!(
            text,
            "Student,ID,SIS User ID,SIS Login ID,Section,Sockets (22)\n    Points \
             Possible,,,,,100\n\"Lovelace, Ada\",7,S7,ada,A,81.5\n\"'=Evil, Eve\",8,S8,login-8,A,EX\n\"Nobody, \
             New\",9,S9,new,A,12\n"
        );
        assert!(canvas(&marks, book.path(), Some("Nothing")).unwrap_err().contains("no column"));
    }

    #[test]
    fn a_worksheet_of_moodle_comes_back_with_marks() {
        let text = "Identifier,Full name,Grade,Maximum grade,Last modified (grade)\nParticipant 12,Ada \
                    Lovelace,,100.00,-\nParticipant 13,Ben Baker,1.00,100.00,-\n";
        let book = file(text);
        let ada = student("12", "Ada Lovelace");
        let filled =
            moodle(&[marks(&ada, Some(81.5))], book.path(), None, Some("Sockets")).unwrap();
        assert!(filled.1.contains("Participant 13, Ben Baker"), "{}", filled.1);
        let filled = filled.0;
        assert_eq!(filled, text.replace("Lovelace,,", "Lovelace,81.50,"));
        let told = moodle(&[marks(&ada, Some(101.0))], book.path(), None, None).unwrap_err();
        assert!(told.contains("max = 100"), "{told}");
        // In another language.
        let other = file(&text.replace("Grade,", "Bewertung,"));
        assert!(moodle(&[marks(&ada, Some(1.0))], other.path(), None, None).is_err());
        assert!(moodle(&[marks(&ada, Some(1.0))], other.path(), Some("Bewertung"), None).is_ok());
    }

    #[test]
    fn marks_of_another_scale_are_told() {
        let ada = student("7", "Ada");
        let marks = [Marks { max: 10.0, ..marks(&ada, Some(8.0)) }];
        let words = "go up to 100, and yours up to 10: `max = 100`";
        let book = file("Student,ID,Sockets (22)\n    Points Possible,,100\nAda,7,\n");
        let (_, told) = canvas(&marks, book.path(), Some("Sockets")).unwrap();
        assert!(told.contains(words), "{told}");
        let book = file("Identifier,Grade,Maximum Grade\nParticipant 7,,\"100,00\"\n");
        let (_, told) = moodle(&marks, book.path(), None, None).unwrap();
        assert!(told.contains(words), "{told}");
    }

    /// Two have the same name, and nothing else tells them apart.
    #[test]
    fn a_mark_goes_to_nobody_rather_than_to_another() {
        let book = file("Full name,Grade\nSam Smith,\nAda,\n");
        let (one, other, ada) =
            (student("1", "Sam Smith"), student("2", "Sam Smith"), student("3", "Ada"));
        let one = Student { folder: "sam-smith".to_owned(), ..one };
        let other = Student { folder: "sam-smith-2".to_owned(), ..other };
        let marks = [marks(&one, Some(1.0)), marks(&other, Some(2.0)), marks(&ada, Some(3.0))];
        let (text, told) = moodle(&marks, book.path(), None, None).unwrap();
        assert_eq!(text, "Full name,Grade\nSam Smith,\nAda,3.00\n");
        assert!(
            told.contains("Not in it: Sam Smith, Sam Smith.")
                && told.contains("left as they were: Sam Smith, ."),
            "{told}"
        );
    }
}
