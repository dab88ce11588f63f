//! The program around an exercise: reads stories, lets the exercise do its part, prints the trace.

use std::error::Error;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use crate::{Action, Perform, Step, Story, Trace, row};

const USAGE: &str = "\
Plays a story and prints what becomes of the socket table.

Usage: PROGRAM [STORY] [--format text|json] [--trace FILE]

  STORY          a file with one or more stories; without it, the chapter's own story
  --format json  print JSON instead of text
  --trace FILE   write the trace into a file
";

/// Makes the exercise anew.
type New<'a> = &'a dyn Fn() -> Box<dyn Perform>;

struct Arguments {
    story: Option<PathBuf>,
    json: bool,
    trace: Option<PathBuf>,
}

/// Plays the stories that the command line names, or else the chapter's story, and prints the trace.
///
/// `new` makes the exercise; each story begins with a new one. The exit code is 0, or 2 with one
/// sentence on standard error if the command line or a story is wrong.
pub fn play<E: Perform + 'static>(chapter: &str, new: impl Fn() -> E) -> ExitCode {
    // What is generic is compiled again with every edit of an exercise. So it ends here.
    play_boxed(chapter, &|| Box::new(new()))
}

fn play_boxed(chapter: &str, new: New<'_>) -> ExitCode {
    let arguments = match arguments(std::env::args_os().skip(1)) {
        Ok(Some(arguments)) => arguments,
        Ok(None) => {
            return match io::stdout().write_all(USAGE.as_bytes()) {
                Ok(()) => ExitCode::SUCCESS,
                Err(_) => ExitCode::FAILURE,
            };
        }
        Err(message) => {
            eprintln!("{message}. Try --help.");
            return ExitCode::from(2);
        }
    };
    match run(&arguments, chapter, new) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

/// `None` if help is asked for.
fn arguments(mut words: impl Iterator<Item = OsString>) -> Result<Option<Arguments>, String> {
    let mut arguments = Arguments { story: None, json: false, trace: None };
    while let Some(word) = words.next() {
        match &*word.to_string_lossy() {
            "--help" | "-h" => return Ok(None),
            "--format" => {
                let format = words.next().unwrap_or_default();
                arguments.json = match format.to_str() {
                    Some("json") => true,
                    Some("text") => false,
                    _ => return Err("--format takes `text` or `json`".to_owned()),
                }
            }
            "--trace" => {
                let file = words.next().ok_or("--trace takes the name of a file")?;
                arguments.trace = Some(file.into());
            }
            option if option.starts_with('-') => return Err(format!("there is no {option}")),
            _ if arguments.story.is_some() => return Err("one file of stories at a time".into()),
            _ => arguments.story = Some(word.into()),
        }
    }
    Ok(Some(arguments))
}

fn run(arguments: &Arguments, chapter: &str, new: New<'_>) -> Result<(), Box<dyn Error>> {
    let (name, text) = match &arguments.story {
        None => ("the chapter's story".to_owned(), chapter.to_owned()),
        Some(file) => {
            let text = fs::read_to_string(file).map_err(|error| {
                format!("{}: the story cannot be read: {error}", file.display())
            })?;
            (file.display().to_string(), text)
        }
    };
    let stories = Story::parse_all(&text).map_err(|error| format!("{name}: {error}"))?;
    if stories.is_empty() {
        return Err(format!("{name}: there is no story in it").into());
    }
    let mut out: Box<dyn Write> = match &arguments.trace {
        None => Box::new(io::stdout()),
        Some(file) => {
            let made = File::create(file);
            let made = made.map_err(|error| {
                format!("{}: the trace cannot be written: {error}", file.display())
            })?;
            Box::new(BufWriter::new(made))
        }
    };
    for (index, story) in stories.iter().enumerate() {
        let written = if arguments.json {
            print_json(&perform(story, &mut *new(), &mut io::sink())?, &mut out)
        } else {
            let gap = if index > 0 { "\n" } else { "" };
            let begun = out.write_all(gap.as_bytes());
            begun.and_then(|()| perform(story, &mut *new(), &mut out).map(drop))
        };
        match written.and_then(|()| out.flush()) {
            // The reader has seen enough, as `head` has.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(()),
            other => other?,
        }
    }
    Ok(())
}

/// Plays one story. The trace's text is written out before the exercise does its part, so that what
/// happened before a crash can be read after it.
fn perform(story: &Story, exercise: &mut dyn Perform, out: &mut dyn Write) -> io::Result<Trace> {
    let mut table = story.host.clone();
    let mut played = Trace { story: story.title.clone(), steps: Vec::new() };
    out.write_all(Trace::heading(&story.title).as_bytes())?;
    for action in &story.actions {
        let mut step = Step { event: action.event(), result: None, rows: Vec::new() };
        let line = Trace::first_line(played.steps.len() + 1, &step.event);
        out.write_all(line.as_bytes())?;
        match action {
            Action::Given(given) => given.apply(&mut table),
            Action::Do(operation) => {
                out.flush()?;
                step.result = Some(exercise.perform(&mut table, operation));
            }
        }
        step.rows = row::rows(&table);
        out.write_all(Trace::other_lines(&step, played.steps.last()).as_bytes())?;
        played.steps.push(step);
    }
    Ok(played)
}

#[cfg(feature = "json")]
fn print_json(trace: &Trace, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{:#}", trace.to_json())
}

#[cfg(not(feature = "json"))]
fn print_json(_: &Trace, _: &mut dyn Write) -> io::Result<()> {
    Err(io::Error::new(ErrorKind::Unsupported, "this program was built without JSON"))
}

#[cfg(all(test, feature = "json"))]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::{Create, Fd};

    #[test]
    fn a_trace_as_json_says_what_its_text_says() {
        let chapter = "story: two sockets\nsocket()\ngiven: a client came\n  #2 SYN_RECEIVED \
                       198.18.203.1:80 198.18.203.153:1025\nsocket()\n";
        let new: New<'_> =
            &|| Box::new(Create { socket: |table| Ok(Fd(table.iter().count() as u32)) });
        let folder = std::env::temp_dir().join(format!("netstack-play-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let play = |format: &str| {
            let file = folder.join(format);
            let words = ["--format", format, "--trace", file.to_str().unwrap()];
            let arguments = arguments(words.iter().map(|word| OsString::from(*word))).unwrap();
            run(&arguments.unwrap(), chapter, new).unwrap();
            fs::read_to_string(file).unwrap()
        };
        let json: Value = serde_json::from_str(&play("json")).unwrap();
        let trace = Trace::parse_all(&play("text")).unwrap().remove(0);
        fs::remove_dir_all(folder).unwrap();
        assert_eq!(json, trace.to_json());
        assert_eq!(json["steps"][2]["result"], "fd 1");
    }
}
