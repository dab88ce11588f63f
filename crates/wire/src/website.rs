//! The web server behind the host: the learner's own, if that is written, or else the solution.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

use serde_json::Value;
use socklings::course::Course;
use socklings::web::{self, Pages};

use crate::Result;

/// The exercise whose program answers requests.
const EXERCISE: &str = "web_server";

/// A built web server.
#[derive(Debug)]
pub struct Website {
    program: PathBuf,
    /// Whose it is, in words.
    pub whose: &'static str,
}

impl Website {
    /// Builds the web server: the learner's, or the solution where that is still a stub.
    ///
    /// # Errors
    ///
    /// A sentence, if it can't be built.
    pub fn build(course: &Course) -> Result<Self> {
        let exercise = course.exercise(EXERCISE)?;
        let stub = fs::read_to_string(course.root.join(exercise.stub())).unwrap_or_default();
        let (package, whose) = match stub.contains("todo!(") {
            false => (EXERCISE.to_owned(), "your own web server"),
            true => (
                format!("{EXERCISE}-solution"),
                "the solution's web server, until you have written yours",
            ),
        };
        let output = course
            .cargo()
            .args(["build", "--quiet", "--package", &package, "--message-format", "json"])
            .args(["--bin", &package])
            .stderr(Stdio::inherit())
            .output()
            .map_err(|error| format!("cargo cannot be started: {error}."))?;
        let messages = String::from_utf8_lossy(&output.stdout);
        let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let mut programs = messages.filter_map(|it| it["executable"].as_str().map(PathBuf::from));
        let program = programs.next().filter(|_| output.status.success());
        let program = program.ok_or_else(|| {
            format!("{package} does not compile. `cargo build -p {package}` says why.")
        })?;
        Ok(Self { program, whose })
    }

    /// Starts it, in the network that this process is in. It ends with this process.
    ///
    /// # Errors
    ///
    /// A sentence, if it does not wait for clients.
    pub fn start(&self, root: &Path) -> Result<(Child, SocketAddr)> {
        let mut command = Command::new(&self.program);
        command.arg("--root").arg(root).args([
            "--address",
            "127.0.0.1:0",
            "--clients",
            "2000",
            "--patience",
            "60000",
        ]);
        command.arg("--end-with-input").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut server = command
            .spawn()
            .map_err(|error| format!("{} cannot be started: {error}.", self.program.display()))?;
        let lines = server.stdout.take().map(BufReader::new).into_iter().flat_map(BufRead::lines);
        let mut addresses = lines.map_while(|line| line.ok()).filter_map(|line| {
            line.strip_prefix("@ listening ").and_then(|address| address.parse().ok())
        });
        let first = addresses.next();
        // What it prints later is not lost on a closed pipe: for `println!` that would be a panic.
        let rest = thread::Builder::new().spawn(move || addresses.for_each(drop));
        rest.map_err(|error| format!("No thread can be made: {error}."))?;
        match first {
            Some(address) => Ok((server, address)),
            None => Err(format!(
                "The web server behind your host has ended, and waits for nobody. It is {}. See: cargo run -p \
                 web_server",
                self.whose
            )),
        }
    }
}

/// The pages of this course's book, as files. Says in which folder they are.
///
/// # Errors
///
/// A sentence, if they can't be written.
pub fn book(course: &Course) -> Result<PathBuf> {
    let first = web::write(course, "introduction", Pages::Old)?;
    let folder = first.with_file_name("");
    fs::copy(&first, folder.join("index.html"))
        .map_err(|error| format!("{} cannot be written: {error}.", folder.display()))?;
    Ok(folder)
}
