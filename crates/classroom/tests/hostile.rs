//! What is handed in may be anything. It is told in a sentence, and harms nobody else.

mod common;

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use assert_cmd::Command;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use common::classroom;

fn collect(what: &Path, to: &Path, more: &[&str]) -> (i32, String) {
    let [what, to] = [what, to].map(|it| it.to_str().unwrap());
    let (code, said) =
        classroom(&[&["collect", what, "--to", to, "--exercises", "accept,bind"], more].concat());
    assert!(!said.contains('\u{1b}') && !said.contains('\u{7}'), "{said:?}");
    (code.unwrap(), said)
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in files {
        // A link is written as `name -> target`.
        match name.split_once(" -> ") {
            Some((name, target)) => zip.add_symlink(name, target, options).unwrap(),
            None => {
                zip.start_file(*name, options).unwrap();
                zip.write_all(bytes).unwrap();
            }
        }
    }
    zip.finish().unwrap().into_inner()
}

fn class(to: &Path) -> serde_json::Value {
    serde_json::from_slice(&fs::read(to.join("class.json")).unwrap()).unwrap()
}

#[test]
fn a_zip_file_of_moodle_with_everything_bad_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let (file, to) = (folder.path().join("all.zip"), folder.path().join("class"));
    let bomb = vec![0; 8 << 20];
    let inner = zip(&[("src/accept.rs", b"fn inner() {}"), ("../bind.rs", b"x")]);
    let archive = zip(&[
        ("Ada Lovelace_12_assignsubmission_file_/accept.rs", b"fn ada() {}"),
        ("Ben <b>_13_assignsubmission_file_/accept.rs", &bomb),
        ("Cy_14_assignsubmission_file_/all.zip", &inner),
        ("Dan_15_assignsubmission_file_/../../../../etc/accept.rs", b"x"),
        ("/Eve_16_assignsubmission_file_/accept.rs", b"x"),
        ("Fay\n\u{1b}]0;x\u{7}_17_assignsubmission_file_/accept.rs", b"x"),
        ("Gus_18_assignsubmission_file_/accept.rs", b"\xff\xfe"),
        ("Hal_19_assignsubmission_file_/notes.txt", b"no answer"),
        ("Ida_20_assignsubmission_file_/tests/accept.rs", b"the course's test"),
        ("Ida_20_assignsubmission_file_/exercises/06_accept/src/accept.rs", b"fn ida() {}"),
        ("accept.rs", b"nobody's"),
        ("Jo_21_assignsubmission_file_/accept.rs -> /etc/passwd", b""),
    ]);
    fs::write(&file, archive).unwrap();

    let (code, said) = collect(&file, &to, &[]);
    assert_eq!(code, 0, "{said}");
    for words in [
        "larger than 256 KiB",
        "leads out of the folder",
        "control characters",
        "is a link",
        "no UTF-8",
        "is a whole path",
        "nobody's folder",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let text =
        |name: &str| fs::read_to_string(to.join("submitted").join(name).join("accept.rs")).ok();
    assert_eq!(text("ada-lovelace").as_deref(), Some("fn ada() {}"));
    assert_eq!(text("cy").as_deref(), Some("fn inner() {}"));
    assert_eq!(text("ida").as_deref(), Some("fn ida() {}"));
    assert_eq!((text("ben-b"), text("jo"), text("hal")), (None, None, None));
    let names: Vec<_> = fs::read_dir(to.join("submitted")).unwrap().flatten().collect();
    let is_plain = |it: &fs::DirEntry| {
        it.file_name().to_string_lossy().bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-')
    };
    assert!(names.iter().all(is_plain));
}

#[test]
fn a_zip_file_of_canvas_knows_who_is_late_and_whom_the_roster_misses() {
    let folder = tempfile::tempdir().unwrap();
    let (file, to) = (folder.path().join("submissions.zip"), folder.path().join("class"));
    let roster = folder.path().join("roster.csv");
    fs::write(&roster, "Student,ID,SIS Login ID,Section\n    Points Possible,,,\n\"Lovelace, Ada\",7,ada,A\n\"Baker, Ben\",8,ben,A\n\"Gone, Gil\",9,gil,A\n").unwrap();
    let files: [(&str, &[u8]); 4] = [
        ("lovelaceada_7_100_accept.rs", b"one"),
        ("lovelaceada_7_101_accept-1.rs", b"two"),
        ("bakerben_LATE_8_102_bind.rs", b"three"),
        ("strangersam_77_103_bind.rs", b"four"),
    ];
    fs::write(&file, zip(&files)).unwrap();
    let (code, said) = collect(&file, &to, &["--roster", roster.to_str().unwrap()]);
    assert_eq!(code, 0, "{said}");
    for words in [
        "Baker, Ben: late",
        "Gone, Gil: nothing",
        "several files accept.rs",
        "the roster has nobody",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let class = class(&to);
    let students = class["students"].as_array().unwrap();
    assert_eq!(students.len(), 4);
    // The time of the download is nobody's.
    assert!(
        students.iter().all(|it| it["files"]
            .as_object()
            .unwrap()
            .values()
            .all(|it| it["modified"].is_null()))
    );
    let known = students.iter().filter(|it| it["is_known"] == true).count();
    assert_eq!(known, 3);
}

#[test]
fn an_export_of_gradescope_tells_who_has_handed_in() {
    let folder = tempfile::tempdir().unwrap();
    let (file, to) = (folder.path().join("export.zip"), folder.path().join("class"));
    let list = "submission_5:\n  :submitters:\n  - :name: Ada\n    :sid: '1'\n    :email: ada@example.org\n  :created_at: 2026-03-01 12:00:00 +01:00\n";
    let files: [(&str, &[u8]); 2] = [
        ("assignment_9_export/submission_metadata.yml", list.as_bytes()),
        ("assignment_9_export/submission_5/bind.rs", b"x"),
    ];
    fs::write(&file, zip(&files)).unwrap();
    let (code, said) = collect(&file, &to, &[]);
    assert_eq!(code, 0, "{said}");
    let ada = &class(&to)["students"][0];
    assert_eq!(
        (ada["email"].as_str(), ada["submitted"].as_str()),
        (Some("ada@example.org"), Some("2026-03-01T11:00:00Z"))
    );
    assert!(ada["files"]["bind"].is_object());
}

#[test]
fn a_folder_with_everything_bad_in_it() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    let (all, to) = (folder.path().join("in"), folder.path().join("class"));
    fs::create_dir_all(all.join("ada")).unwrap();
    fs::write(all.join("ada/accept.rs"), "fn ada() {}").unwrap();
    fs::create_dir_all(all.join("ben")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", all.join("ben/accept.rs")).unwrap();
    std::os::unix::fs::symlink("/", all.join("cy")).unwrap();
    fs::create_dir_all(all.join("dan\n\u{1b}[2J")).unwrap();
    fs::create_dir_all(all.join(std::ffi::OsStr::from_bytes(b"eve\xff"))).unwrap();
    fs::create_dir_all(all.join("fay/accept.rs")).unwrap();
    fs::create_dir_all(all.join("gus")).unwrap();
    fs::write(all.join("gus/all.zip"), b"PK no zip").unwrap();
    fs::write(all.join("notes.txt"), "nobody's").unwrap();
    fs::create_dir_all(all.join("ada/.git")).unwrap();
    let pipe = std::process::Command::new("mkfifo").arg(all.join("gus/accept.rs")).status();
    assert!(pipe.is_ok_and(|it| it.success()));
    let (code, said) = collect(&all, &to, &[]);
    assert_eq!(code, 0, "{said}");
    for words in ["no plain file", "control characters", "eve\\\\xff: nothing", "no zip file"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(to.join("submitted/ada/accept.rs").is_file());
    assert!(!to.join("submitted/ben").exists() && !to.join("submitted/gus").exists());
    // A clone's files have the time of the clone.
    let ada = &class(&to)["students"][0]["files"]["accept"];
    assert!(ada["size"].is_number() && ada["modified"].is_null(), "{ada}");
    // A file beside the folders is nobody.
    let class = class(&to);
    let names = class["students"].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap());
    assert_eq!(names.collect::<Vec<_>>(), ["ada", "ben", "eve\\xff", "fay", "gus"]);
}

/// What is not judged, but was perhaps meant to be, is told; what comes with the course is not.
#[test]
fn a_file_with_another_name_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (file, to) = (folder.path().join("all.zip"), folder.path().join("class"));
    let inner = zip(&[("bind.rs", b"fn bind() {}")]);
    let windows = zip(&[("XX 1/accept.rs", b"fn fay() {}"), ("deep.zip", &inner)]);
    // Windows writes an Ü as one byte.
    let windows: Vec<u8> = windows.iter().map(|it| if *it == b'X' { 0x9a } else { *it }).collect();
    let archive = zip(&[
        ("Ada_12_assignsubmission_file_/accept (1).rs", b"x"),
        ("Ada_12_assignsubmission_file_/Bind.rs", b"x"),
        ("Ben_13_assignsubmission_file_/accept.rs.txt", b"x"),
        ("Ben_13_assignsubmission_file_/work.7z", b"x"),
        ("Cy_14_assignsubmission_file_/c/book/src/accept.md", b"x"),
        ("Cy_14_assignsubmission_file_/c/crates/netstack/src/accept.rs", b"x"),
        ("Cy_14_assignsubmission_file_/c/tests/snapshots/accept__one.txt", b"x"),
        ("Cy_14_assignsubmission_file_/c/exercises/06_accept/src/accept.mine-1.rs", b"x"),
        ("Cy_14_assignsubmission_file_/c/exercises/06_accept/src/accept.rs", b"fn cy() {}"),
        ("Dan_15_assignsubmission_file_/accept.rs", b"one"),
        ("Dan_15_assignsubmission_file_/exercises/06_accept/src/accept.rs", b"two"),
        ("Fay_16_assignsubmission_file_/fay.zip", &windows),
    ]);
    fs::write(&file, &archive).unwrap();
    let (code, said) = collect(&file, &to, &[]);
    assert_eq!(code, 0, "{said}");
    for words in [
        "Ada: accept (1).rs has another name",
        "Ada: Bind.rs has",
        "Ben: accept.rs.txt has",
        "Ben: work.7z is packed, and no zip file, and was left.",
        "Dan: There are several files accept.rs. exercises/06_accept/src/accept.rs counts.",
        "Fay: fay/deep.zip is a zip file in a zip file",
        "Handed in: bind 0, accept 3.",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(!said.contains("Cy: "), "{said}");
    let text = fs::read_to_string(to.join("submitted/fay/accept.rs"));
    assert_eq!(text.unwrap(), "fn fay() {}");

    // One that was not downloaded to its end. A zip file in it must not be taken for it.
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut class = ZipWriter::new(Cursor::new(Vec::new()));
    for name in ["Ada_12_assignsubmission_file_/all.zip", "Ben_13_assignsubmission_file_/all.zip"] {
        class.start_file(name, stored).unwrap();
        class.write_all(&archive).unwrap();
    }
    let class = class.finish().unwrap().into_inner();
    fs::write(&file, &class[..class.len() - 100]).unwrap();
    let (code, said) = collect(&file, &folder.path().join("other"), &[]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("no whole zip file"), "{said}");
}

/// Two students with one name are two, with a roster and without.
#[test]
fn a_name_that_two_have_is_nobody_s() {
    let folder = tempfile::tempdir().unwrap();
    let (file, roster) = (folder.path().join("all.zip"), folder.path().join("roster.csv"));
    let archive = zip(&[
        ("Sam Smith_12_assignsubmission_file_/accept.rs", b"one"),
        ("Sam Smith_13_assignsubmission_file_/accept.rs", b"two"),
    ]);
    fs::write(&file, archive).unwrap();
    let (code, said) = collect(&file, &folder.path().join("without"), &[]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("2 students, of whom 2 handed in 2 files"), "{said}");

    fs::write(
        &roster,
        "Identifier,Full name\nParticipant 12,Sam Smith\nParticipant 13,Sam Smith\n",
    )
    .unwrap();
    let options = ["--roster", roster.to_str().unwrap()];
    let (_, said) = collect(&file, &folder.path().join("numbers"), &options);
    assert!(said.contains("2 students, of whom 2 handed in 2 files"), "{said}");

    // A worksheet of Moodle knows when.
    fs::write(&roster, "Identifier,Last modified (submission)\nParticipant 12,\"Friday, 27 February 2026, 11:59 PM\"\nParticipant 13,\"Freitag, 27. Februar\"\n").unwrap();
    let to = folder.path().join("times");
    let (_, said) = collect(&file, &to, &options);
    assert!(said.contains("Freitag, 27. Februar is a time in a form that is not known."), "{said}");
    assert!(class(&to)["students"][0]["submitted"].as_str().unwrap().starts_with("2026-02-2"));

    fs::write(&roster, "id,name\nx,Sam Smith\ny,Sam Smith\n").unwrap();
    let to = folder.path().join("names");
    let (_, said) = collect(&file, &to, &options);
    assert!(
        said.contains("Sam Smith (12): the roster has nobody like this, or more than one."),
        "{said}"
    );
    assert!(said.contains("Sam Smith (x): nothing that can be judged."), "{said}");
    assert_eq!(class(&to)["students"].as_array().unwrap().len(), 4);
}

/// Little on the disk, and much in memory.
#[test]
fn a_zip_file_of_one_student_costs_what_it_may() {
    let folder = tempfile::tempdir().unwrap();
    let (file, to) = (folder.path().join("all.zip"), folder.path().join("class"));
    let names: Vec<_> = (0..100).map(|it| format!("{it}/accept.rs")).collect();
    let large = vec![b' '; 250 << 10];
    let files: Vec<_> = names.iter().map(|it| (it.as_str(), large.as_slice())).collect();
    let bomb = zip(&files);
    fs::write(
        &file,
        zip(&[
            ("Ada_12_assignsubmission_file_/a.zip", &bomb),
            ("Ben_13_assignsubmission_file_/accept.rs", b"fn ben() {}"),
        ]),
    )
    .unwrap();
    let (code, said) = collect(&file, &to, &[]);
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("Ada: A zip file has more than 16 MiB in it: the rest was left."),
        "{said}"
    );
    assert!(to.join("submitted/ben/accept.rs").is_file());
}

#[test]
fn what_cannot_be_understood_ends_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (no_zip, nothing) = (file("no.zip", b"PK\x03\x04rubbish"), file("empty", b""));
    let twice = file("twice.csv", b"id,name\n1,Ada\n1,Ben\n");
    let strange = file("strange.csv", b"colour\nred\n");
    let (all, class) = (folder.path().join("in"), folder.path().join("class"));
    fs::create_dir_all(all.join("ada")).unwrap();
    let damaged = folder.path().join("damaged");
    fs::create_dir_all(&damaged).unwrap();
    fs::write(damaged.join("class.json"), "{").unwrap();
    let (all, class, damaged) =
        (all.to_str().unwrap(), class.to_str().unwrap(), damaged.to_str().unwrap());
    for arguments in [
        vec!["collect", &no_zip, "--to", class],
        vec!["collect", &nothing, "--to", class],
        vec!["collect", "/nowhere", "--to", class],
        vec!["collect", all, "--to", class, "--roster", &twice],
        vec!["collect", all, "--to", class, "--roster", &strange],
        vec!["collect", all, "--to", class, "--exercises", "acept"],
        vec!["collect", all, "--to", class, "--exercises", "x-y"],
        vec!["collect", all, "--to", "/proc/nowhere"],
        vec!["grade", class],
        vec!["grade", damaged],
        vec!["grade", damaged, "--shard", "4/3"],
        vec!["export", class, "--format", "csv", "--to", class],
        vec!["report", class, "--html", class],
        vec!["merge", class, &nothing],
        vec!["replay", class, "ada", "accept"],
        vec!["hand-out", all],
        vec!["self-test", "no_such_attack"],
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_classroom"));
        let output = command.args(&arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(!said.trim().is_empty() && !said.contains("panicked"), "{arguments:?}: {said}");
    }
}

/// A folder with one student in it, `ada`.
fn handed_in(to: &Path) {
    fs::create_dir_all(to.join("ada")).unwrap();
    fs::write(to.join("ada/accept.rs"), "fn ada() {}").unwrap();
}

#[test]
fn what_was_handed_in_is_never_replaced_by_copies() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("submitted");
    handed_in(&own);
    fs::write(own.join("ada/notes.txt"), "hers").unwrap();
    let (code, said) = collect(&own, folder.path(), &[]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("name another folder with --to"), "{said}");
    assert!(own.join("ada/notes.txt").exists());

    // Nor are the copies of a class their own source.
    let class = folder.path().join("class");
    assert_eq!(collect(&own, &class, &[]).0, 0);
    let (code, said) = collect(&class.join("submitted"), &class, &[]);
    assert_eq!(code, 2, "{said}");
    assert!(class.join("submitted/ada/accept.rs").exists());
}

#[test]
fn nobody_is_no_class_and_everybody_has_a_name() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty");
    fs::create_dir(&empty).unwrap();
    let (code, said) = collect(&empty, &folder.path().join("class"), &[]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("one folder for each student"), "{said}");

    let (own, roster) = (folder.path().join("in"), folder.path().join("roster.csv"));
    handed_in(&own);
    fs::write(&roster, "id\nada\nben\n").unwrap();
    let options = ["--roster", roster.to_str().unwrap()];
    let (code, said) = collect(&own, &folder.path().join("class"), &options);
    assert_eq!(code, 0, "{said}");
    assert!(said.starts_with("ben: nothing"), "{said}");
}

/// What is told goes to a file that takes nothing, or to a reader that has gone.
#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_printed_is_no_panic() {
    use std::process::Stdio;

    let folder = tempfile::tempdir().unwrap();
    let (own, class) = (folder.path().join("in"), folder.path().join("class"));
    handed_in(&own);
    let told = |to: Stdio| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_classroom"));
        command.arg("collect").arg(&own).arg("--to").arg(&class).args(["--exercises", "accept"]);
        let child = command.stdout(to).stderr(Stdio::piped()).spawn().unwrap();
        let output = child.wait_with_output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, said) = told(fs::File::options().write(true).open("/dev/full").unwrap().into());
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("cannot be written: No space left"), "{said}");
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    assert_eq!(told(writer.into()), (Some(0), String::new()));
}

/// Whoever is root could put a file into the place of a device.
#[cfg(target_os = "linux")]
#[test]
fn a_device_or_a_pipe_is_written_to_and_not_replaced() {
    use std::os::unix::fs::FileTypeExt;

    let folder = tempfile::tempdir().unwrap();
    let (own, class) = (folder.path().join("in"), folder.path().join("class"));
    handed_in(&own);
    assert_eq!(collect(&own, &class, &[]).0, 0);
    let missing = |exercise: &str| {
        format!(
            r#"{{"student":"ada","exercise":"{exercise}","state":"missing","points":0,"of":1,"digest":null,"seed":1,"contained":true,"with_solution":true,"verdict":null,"why":null,"seconds":0.0}}"#
        )
    };
    let results = [missing("accept"), missing("bind")].join("\n");
    fs::write(class.join("results.jsonl"), results).unwrap();
    let pipe = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|it| it.success()));
    // Both ends are open, so that neither waits.
    let _both = fs::File::options().read(true).write(true).open(&pipe).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_classroom"));
    let command = command.args(["export", "--format", "jsonl", "--to"]).arg(&pipe).arg(&class);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(pipe.symlink_metadata().unwrap().file_type().is_fifo());
}
