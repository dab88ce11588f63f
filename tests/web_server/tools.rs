//! Clients that others have written: curl, wrk and a browser.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use grader::{DEADLINE, Failure};
use real::browser::{Browser, Tab};
use serde_json::json;

use crate::server::{Server, is_file, seen, skip};

/// Runs a tool; `None` where it is not installed.
fn tool(name: &str, arguments: &[&str]) -> Result<Option<String>, Failure> {
    let mut command = Command::new(name);
    match command.args(arguments).stdin(Stdio::null()).output() {
        Ok(output) if output.status.success() => {
            Ok(Some(String::from_utf8_lossy(&output.stdout).into_owned()))
        }
        Ok(output) => {
            let words = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            Err(seen(format!("`{name} {}` failed: {words}", arguments.join(" ")), None))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::Fault(format!("{name} cannot be started: {error}"))),
    }
}

/// Tries a tool that was not content with a server that is right. If what it says is not right there either,
/// the tool is broken, and not the program that is judged.
fn or_is_broken(
    failure: Failure,
    name: &str,
    arguments: &[&str],
    is_right: impl Fn(&str) -> bool,
) -> Failure {
    if !matches!(failure, Failure::Seen(..)) {
        return failure;
    }
    let why = match with_another_server(name, arguments) {
        Ok(output) if !output.status.success() => {
            String::from_utf8_lossy(&output.stderr).trim().to_owned()
        }
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stdout).into_owned();
            if is_right(&said) {
                return failure;
            }
            format!("it says `{}`", said.trim())
        }
        Err(error) => error.to_string(),
    };
    Failure::Fault(format!("{name} does not work on this machine, whatever the server is: {why}"))
}

/// Runs a tool, with the address of a server that answers each request with five bytes.
fn with_another_server(name: &str, arguments: &[&str]) -> io::Result<Output> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = listener.local_addr()?;
    listener.set_nonblocking(true)?;
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        // Nobody may ever come, so nobody is waited for.
        scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                match listener.accept() {
                    Ok((client, _)) => answer_with_five_bytes(client),
                    Err(_) => thread::sleep(Duration::from_millis(1)),
                }
            }
        });
        let mut command = Command::new(name);
        command.args(arguments).arg(format!("http://{address}/")).stdin(Stdio::null());
        let output = command.output();
        is_over.store(true, Ordering::Relaxed);
        output
    })
}

/// Whatever fails here, the tool says it.
fn answer_with_five_bytes(mut client: TcpStream) {
    let _ = client.set_nonblocking(false);
    let _ = client.set_read_timeout(Some(DEADLINE));
    let _ = client.read(&mut [0; 4096]);
    let _ =
        client.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");
}

pub fn wrk_is_content(server: &Server) -> Result<(), Failure> {
    if server.is_known {
        return Ok(());
    }
    let trial = ["-c1", "-t1", "-d1s", "--timeout", "5s"];
    under_load(server).map_err(|failure| or_is_broken(failure, "wrk", &trial, has_answers))
}

/// Whether wrk says that something was answered: `  812 requests in 1.00s, 4.00KB read`.
fn has_answers(report: &str) -> bool {
    let counted = report.lines().find(|line| line.contains("requests in"));
    counted.is_some_and(|line| !line.trim_start().starts_with("0 "))
}

fn under_load(server: &Server) -> Result<(), Failure> {
    let address = format!("http://{}/index.html", server.program.address);
    let arguments = ["-c16", "-t2", "-d1s", "--timeout", "5s", &address];
    let Some(report) = tool("wrk", &arguments)? else {
        return skip("wrk is not installed, so a load of many requests is not tried");
    };
    let line = |words: &str| report.lines().find(|line| line.contains(words)).map(str::trim);
    let bad = line("Non-2xx").or_else(|| line("Socket errors"));
    match bad {
        Some(line) => {
            Err(seen(format!("wrk sent many requests for /index.html. It says: {line}"), None))
        }
        None if has_answers(&report) => Ok(()),
        None => Err(seen("wrk sent many requests for /index.html. None was answered.", None)),
    }
}

pub fn curl_is_content(server: &Server) -> Result<(), Failure> {
    with_curl(server).map_err(|failure| or_curl_is_broken(failure, "curl"))
}

/// `or_is_broken` for curl. In the test, other programs have its place.
fn or_curl_is_broken(failure: Failure, name: &str) -> Failure {
    let trial = [&CURL[..], &["-w", " %{http_code}"]].concat();
    or_is_broken(failure, name, &trial, |said| said == "hello 200")
}

/// Whatever curl is asked: no settings of the user's, no proxy, an end.
const CURL: [&str; 7] = ["-q", "-s", "-S", "--noproxy", "*", "--max-time", "5"];

fn with_curl(server: &Server) -> Result<(), Failure> {
    let base = format!("http://{}", server.program.address);
    let outside = server.site.outside();
    let put = server.site.root().join("book.txt");
    // `%{num_connects}` says how many connections curl made for this file.
    let form = "%{http_code} %{size_download} %{num_connects} ";
    let sizes: Result<Vec<_>, _> = ["a.txt", "index.html", "book.txt"]
        .map(|name| server.site.bytes(name))
        .into_iter()
        .collect();
    let sizes: Vec<_> = sizes?.iter().map(Vec::len).collect();
    let run = |more: &[&str]| tool("curl", &[&CURL, more].concat());
    let two = format!("200 {} 1 200 {} 0 ", sizes[0], sizes[1]);
    let [a, index, book, docs] =
        ["/a.txt", "/", "/book.txt", "/docs"].map(|path| format!("{base}{path}"));
    let up = format!("{base}/../secret.txt");
    let put = put.display().to_string();
    let nothing = outside.with_extension("got").display().to_string();
    let cases: [(&[&str], &str); 7] = [
        (&["-w", form, "-o", &nothing, "-o", &nothing, &a, &index], &two),
        (&["-w", form, "-o", &nothing, "--http1.0", &book], &format!("200 {} 1 ", sizes[2])),
        (&["-w", "%{http_code} %{size_download}", "-o", &nothing, "-I", &book], "200 0"),
        (
            &["-w", "%{http_code} %{url_effective}", "-o", &nothing, "-L", &docs],
            &format!("200 {docs}/"),
        ),
        (&["-w", "%{http_code}", "-o", &nothing, "-d", "a=b", &a], "405"),
        (
            &["-w", "%{http_code}", "-o", &nothing, "-T", &put, "-H", "Expect: 100-continue", &a],
            "4",
        ),
        (&["-w", "%{http_code}", "-o", &nothing, "--path-as-is", &up], "4"),
    ];
    for (arguments, expected) in cases {
        let Some(said) = run(arguments)? else {
            return skip("curl is not installed, so it is not asked");
        };
        // What is refused may be refused in several ways.
        let right = if expected == "4" { said.starts_with('4') } else { said == expected };
        if !right {
            let expected = if expected == "4" { "4…" } else { expected };
            let words = format!(
                "`curl {}` should say `{expected}`. It says `{said}`.",
                arguments.join(" ").replace(&nothing, "…")
            );
            return Err(seen(words, None));
        }
    }
    Ok(())
}

pub fn pages_are_shown(server: &Server) -> Result<(), Failure> {
    // What a browser needs is asked for without one first: that is quicker, and says more.
    let files = ["index.html", "style.css", "script.js", "drawing.svg", "picture.png"];
    for name in files {
        let asked = format!("A client asked for /{name}.");
        is_file(&asked, &server.asks("GET", &format!("/{name}"))?, &server.site.bytes(name)?)?;
    }
    if server.is_known {
        return Ok(());
    }
    let Some(browser) = Browser::start()? else {
        return skip("Chromium is not installed, so no browser shows the pages");
    };
    let tab = browser.tab()?;
    let first = format!("http://{}/", server.program.address);
    tab.go(&first)?;
    shows(&tab, "opened the first page", "The first page", "/")?;
    tab.value("document.getElementById('next').click()")?;
    shows(&tab, "followed a link to the folder docs", "The second page", "/docs/")?;
    tab.value("history.back()")?;
    shows(&tab, "went back", "The first page", "/")?;
    tab.reload()?;
    shows(&tab, "loaded the page again", "The first page", "/")?;
    // Each of them may open several connections, and keeps them.
    let mut tabs = vec![tab];
    for _ in 0..10 {
        let tab = browser.tab()?;
        tab.go(&format!("{first}docs/"))?;
        tabs.push(tab);
    }
    for tab in &tabs[1..] {
        shows(tab, "opened ten pages at a time", "The second page", "/docs/")?;
    }
    for tab in &tabs {
        if let Some(error) = tab.errors()?.first() {
            let words = format!("A browser showed the pages, and complained: {error}");
            return Err(seen(words, None));
        }
    }
    Ok(())
}

/// Whether a page is shown with all its parts: the style, the script, the two pictures.
fn shows(tab: &Tab, did: &str, title: &str, path: &str) -> Result<(), Failure> {
    const LOOK: &str =
        "[document.title, location.pathname, document.documentElement.dataset.script,
        getComputedStyle(document.querySelector('h1')).color,
        document.getElementById('drawing').naturalWidth,
        document.getElementById('picture').naturalWidth]";
    let expected = json!([title, path, "ran", "rgb(1, 2, 3)", 8, 1]);
    let last = tab.comes_to(LOOK, &expected)?;
    if last == expected {
        return Ok(());
    }
    Err(seen(format!("A browser {did}. It should show {expected}. It shows {last}."), None))
}

#[cfg(feature = "reference")]
#[test]
fn a_tool_that_is_broken_is_the_machines_matter() {
    let is_blamed =
        |name| matches!(or_curl_is_broken(seen("wrong", None), name), Failure::Seen(..));
    assert!(!is_blamed("false") && !is_blamed("true") && !is_blamed("no-such-tool"));
    // Where curl is there, it works.
    let curl = Command::new("curl").arg("--version").output();
    assert!(curl.is_err() || is_blamed("curl"));
    assert!(has_answers("  812 requests in 1.00s") && !has_answers("  0 requests in 1.00s"));
}
