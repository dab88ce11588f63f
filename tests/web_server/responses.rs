//! Responses: which status, which file, which type, and nothing outside the root.

use std::fs;
use std::time::SystemTime;

use grader::Failure;
use real::limits;

use crate::conversations::{ends, said_so};
use crate::http::{self, NoAnswer, Response};
use crate::oracle::{self, Asked, Due};
use crate::server::{Server, answer, has_status, is_file, named, seen, trouble};
use crate::site::{ENCODED, SECRET};

pub fn head_is_get_without_its_body(server: &Server) -> Result<(), Failure> {
    let asked = "A client sent HEAD for /index.html.";
    let get = server.asks("GET", "/index.html")?;
    let mut client = server.connect()?;
    http::ask(&mut client, "HEAD", "/index.html");
    let head = http::response(&mut client, "HEAD").map_err(|error| trouble(asked, &error, None))?;
    let is_refused = (get.status, head.status) == (200, 405);
    has_status(asked, &head, &[200], is_refused.then_some("head_is_refused"))?;
    for name in ["content-length", "content-type"] {
        if head.header(name) != get.header(name) {
            let words = format!(
                "{asked} GET gets `{name}: {}`. HEAD gets `{}`. It should be the same.",
                get.header(name).unwrap_or("(none)"),
                head.header(name).unwrap_or("(none)")
            );
            let is_0 = name == "content-length" && head.header(name) == Some("0");
            return Err(seen(words, is_0.then_some("head_says_length_0")));
        }
    }
    http::ask(&mut client, "GET", "/a.txt");
    let asked = format!("{asked} Then it sent GET for /a.txt on the same connection.");
    let next = http::response(&mut client, "GET").map_err(|error| {
        let body = matches!(error, NoAnswer::NoResponse(_));
        trouble(&asked, &error, body.then_some("head_with_a_body"))
    })?;
    is_file(&asked, &next, &server.site.bytes("a.txt")?)?;

    // What is no file has a page of its own, and HEAD gets none either.
    for (path, status) in [("/missing.html", 404), ("/docs", 301)] {
        let asked = format!("A client sent HEAD for {path}, and then GET for /a.txt.");
        let mut client = server.connect()?;
        http::ask(&mut client, "HEAD", path);
        let head =
            http::response(&mut client, "HEAD").map_err(|error| trouble(&asked, &error, None))?;
        // Whether the status is right, and the connection stays, is another check's matter.
        if head.status != status || head.closes() {
            continue;
        }
        let get = server.asks("GET", path)?;
        let [mine, right] = [&head, &get].map(|it| it.header("content-length").unwrap_or("(none)"));
        if mine != right {
            let words = format!("{asked} GET gets `content-length: {right}`. HEAD gets `{mine}`.");
            return Err(seen(words, (mine == "0").then_some("head_says_length_0")));
        }
        http::ask(&mut client, "GET", "/a.txt");
        let next = http::response(&mut client, "GET").map_err(|error| {
            let body = matches!(error, NoAnswer::NoResponse(_));
            trouble(&asked, &error, body.then_some("head_with_a_body"))
        })?;
        is_file(&asked, &next, &server.site.bytes("a.txt")?)?;
    }
    Ok(())
}

pub fn types_are_right(server: &Server) -> Result<(), Failure> {
    let mut wrong = Vec::new();
    let types = [
        ("/index.html", "text/html"),
        ("/style.css", "text/css"),
        ("/script.js", "text/javascript"),
        ("/drawing.svg", "image/svg+xml"),
        ("/picture.png", "image/png"),
        ("/LOUD.PNG", "image/png"),
        ("/a.txt", "text/plain"),
        ("/docs/", "text/html"),
    ];
    for (path, expected) in types {
        let response = server.asks("GET", path)?;
        let given = response.header("content-type").unwrap_or("(none)").to_owned();
        let essence = given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if essence != expected {
            wrong.push((path, expected, given));
        }
    }
    let Some((path, expected, given)) = wrong.first() else { return Ok(()) };
    let words = format!("{path} is {expected}. The response has the Content-Type {given}.");
    let is_html = wrong.iter().all(|(.., given)| given.starts_with("text/html"));
    // Only the page of a folder, whose path has no ending.
    let of_the_path = matches!(wrong[..], [("/docs/", ..)]);
    let mistake = if of_the_path { Some("type_of_the_path") } else { None };
    Err(seen(words, mistake.or(is_html.then_some("everything_is_html"))))
}

pub fn statuses_are_right(server: &Server) -> Result<(), Failure> {
    let missing = server.asks("GET", "/missing.html")?;
    let asked = "A client asked for a file that is not there.";
    let mistake = (missing.status == 200).then_some("every_answer_is_200");
    has_status(asked, &missing, &[404], mistake)?;
    // The kernel refuses to look for these (ENAMETOOLONG). That they are not there is certain.
    for (what, path) in [
        ("a name of 300 bytes", format!("/{}", "x".repeat(300))),
        ("a path of 4200 bytes", "/x".repeat(2100)),
    ] {
        let asked = format!("A client asked for {what}, which no file can have.");
        let got = server.asks("GET", &path)?;
        has_status(&asked, &got, &[404, 414, 400, 403], is_500(&got))?;
    }
    for method in ["POST", "PUT", "DELETE"] {
        let asked = format!("A client sent {method} for /a.txt.");
        let response = server.asks(method, "/a.txt")?;
        let mistake = (response.status == 200).then_some("any_method_gets_the_file");
        has_status(&asked, &response, &[405], mistake)?;
        let allow = response.header("allow").unwrap_or_default();
        let allowed: Vec<_> = allow.split(',').map(str::trim).collect();
        if !(allowed.contains(&"GET") && allowed.contains(&"HEAD")) {
            let words =
                format!("{asked} A 405 says what is allowed. This one has `Allow: {allow}`.");
            return Err(seen(words, allow.is_empty().then_some("no_allow")));
        }
    }
    // The method alone decides that: nobody may delete what is not there, either.
    let asked = "A client sent DELETE for a file that is not there.";
    let response = server.asks("DELETE", "/missing.html")?;
    let mistake = (response.status == 404).then_some("looks_before_the_method");
    has_status(asked, &response, &[405], mistake)?;
    for (what, text, status) in [
        ("a line that is no request", "HELLO\r\n\r\n", 400),
        ("a request without a host", "GET /a.txt HTTP/1.1\r\n\r\n", 400),
        ("a header line without a colon", "GET / HTTP/1.1\r\nHost: a\r\nhm\r\n\r\n", 400),
        ("a request of HTTP/2.0", "GET /a.txt HTTP/2.0\r\nHost: a\r\n\r\n", 505),
    ] {
        let asked = format!("A client sent {what}.");
        let mut client = server.connect()?;
        client.says(text);
        let mistake = Some("bad_requests_get_no_answer");
        let response = http::response(&mut client, "GET").map_err(|error| match error {
            NoAnswer::Closed | NoAnswer::Reset => seen(format!("{asked} {error}"), mistake),
            error => trouble(&asked, &error, mistake),
        })?;
        has_status(&asked, &response, &[status], None)?;
        ends(&mut client, &asked)?;
        said_so(&asked, &response)?;
    }
    Ok(())
}

/// What is not there was taken for the server's own trouble.
fn is_500(got: &Response) -> Option<&'static str> {
    (got.status == 500).then_some("what_is_not_there_is_500")
}

/// A file that is there, and cannot be opened for want of a descriptor (EMFILE).
pub fn cannot_be_opened(server: &Server) -> Result<(), Failure> {
    let mut client = server.connect()?;
    http::ask(&mut client, "GET", "/a.txt");
    answer(&mut client, "A client asked for /a.txt.", None)?;
    // Whether this is allowed here is said by the check of errors.
    let Ok(limit) = limits::no_descriptor(server.program.process) else { return Ok(()) };
    http::ask(&mut client, "GET", "/b.txt");
    let got = http::response(&mut client, "GET");
    drop(limit);
    let asked =
        "A client asked for /b.txt when your program could have no further descriptor (EMFILE).";
    match got {
        Ok(got) if got.status != 200 => {
            let mistake = (got.status == 404).then_some("what_cannot_be_opened_is_not_there");
            has_status(asked, &got, &[500], mistake)
        }
        // It may have had the file already. Whoever ends the connection has said nothing that is wrong.
        _ => Ok(()),
    }
}

/// A file that nobody may read, and one in a folder that nobody may enter.
pub fn may_not_be_read(server: &Server) -> Result<(), Failure> {
    let is_forbidden = |path: &str, what: &str| {
        let asked = format!("A client asked for {path}, {what}.");
        let got = server.asks("GET", path)?;
        let mistake = (got.status == 404).then_some("what_may_not_be_read_is_not_there");
        has_status(&asked, &got, &[403], mistake)
    };
    is_forbidden("/locked.txt", "a file that your program may not read")?;
    in_a_closed_folder(server, || {
        is_forbidden("/closed/a.txt", "a file in a folder that your program may not enter")
    })
}

/// A folder that nobody may enter cannot be taken away with the site. So it is open again at the end.
#[cfg(unix)]
fn in_a_closed_folder(
    server: &Server,
    check: impl FnOnce() -> Result<(), Failure>,
) -> Result<(), Failure> {
    use std::os::unix::fs::PermissionsExt;

    let folder = server.site.root().join("closed");
    let fault = |error| Failure::Fault(format!("{}: {error}", folder.display()));
    let may = |mode| fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).map_err(fault);
    fs::create_dir(&folder).and_then(|()| fs::write(folder.join("a.txt"), "a")).map_err(fault)?;
    may(0o000)?;
    let result = check();
    may(0o755)?;
    result
}

/// Elsewhere it is not tried.
#[cfg(not(unix))]
fn in_a_closed_folder(_: &Server, _: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
    Ok(())
}

pub fn folders_are_right(server: &Server) -> Result<(), Failure> {
    for (path, name) in [
        ("/", "index.html"),
        ("/docs/", "docs/index.html"),
        ("/docs/?page=1", "docs/index.html"),
        ("/nested/deeper/", "nested/deeper/index.html"),
    ] {
        let asked = format!("A client asked for the folder {path}.");
        is_file(&asked, &server.asks("GET", path)?, &server.site.bytes(name)?)?;
    }
    for path in ["/docs", "/nested/deeper"] {
        let asked = format!("A client asked for {path}, which is a folder.");
        let response = server.asks("GET", path)?;
        let mistake = (response.status == 200).then_some("a_folder_without_its_slash");
        has_status(&asked, &response, &[301], mistake)?;
        let location = response.header("location").unwrap_or_default();
        let absolute = format!("http://localhost{path}/");
        if location != format!("{path}/") && location != absolute {
            let words = format!("{asked} Location should be {path}/. It is `{location}`.");
            let mistake = match () {
                () if location.is_empty() => Some("no_location"),
                () => has_the_root(server, location).then_some(ON_THE_DISK),
            };
            return Err(seen(words, mistake));
        }
    }
    // Linux takes two slashes for one. Who does not is asked no more here.
    let path = "/nested//deeper";
    let response = server.asks("GET", path)?;
    let location = response.header("location").unwrap_or_default();
    if response.status == 301 && !location.ends_with(&format!("{path}/")) {
        let words = format!(
            "A client asked for {path}, which is a folder. Location should be {path}/. It is \
             `{location}`."
        );
        let is_tidied = location.ends_with("/nested/deeper/");
        return Err(seen(words, is_tidied.then_some("the_location_is_tidied")));
    }
    for (path, what) in
        [("/bare/", "a folder without index.html"), ("/nested/", "a folder without index.html")]
    {
        let asked = format!("A client asked for {path}: {what}.");
        let got = server.asks("GET", path)?;
        let mistake = (got.status == 403).then_some("a_folder_without_index_is_forbidden");
        has_status(&asked, &got, &[404], mistake)?;
    }
    Ok(())
}

const ON_THE_DISK: &str = "the_location_is_on_the_disk";

/// The root's name is made for this server alone: it is there by no accident.
fn has_the_root(server: &Server, location: &str) -> bool {
    location.contains(&*server.site.root().to_string_lossy())
}

pub fn names_are_decoded(server: &Server) -> Result<(), Failure> {
    for (path, name) in ENCODED {
        let asked = format!("A client asked for {path}. The file's name is `{name}`.");
        let mistake = match name {
            "one+one.txt" => Some("plus_is_a_space"),
            "%41.txt" | "100%.txt" => Some("decodes_twice"),
            "two words.txt" => Some("names_are_not_decoded"),
            "안녕.txt" => Some("each_byte_is_a_character"),
            _ => None,
        };
        let response = server.asks("GET", path)?;
        let mistake = mistake.filter(|_| matches!(response.status, 200 | 400 | 403 | 404));
        is_file(&asked, &response, &server.site.bytes(name)?).map_err(|failure| match mistake {
            Some(mistake) => named(mistake)(failure),
            None => failure,
        })?;
    }
    let asked = "A client asked for /two%20folders, which is a folder.";
    let response = server.asks("GET", "/two%20folders")?;
    let location = response.header("location").unwrap_or_default();
    if response.status == 301 && location.contains(' ') {
        let words = format!("{asked} Location should be /two%20folders/. It is `{location}`.");
        let path = location.trim_start_matches("http://localhost");
        let is_decoded = path == "/two folders/";
        return Err(seen(words, is_decoded.then_some("the_location_is_decoded")));
    }
    no_names(server)
}

/// Names that look dangerous and are not, and paths that look like files and are none.
pub fn names_are_taken_as_they_are(server: &Server) -> Result<(), Failure> {
    let mut cases = vec![
        ("/docs/../a.txt", "dots_inside_are_followed"),
        ("/docs/%2e%2e/a.txt", "dots_inside_are_followed"),
        ("/docs/..", "dots_inside_are_followed"),
        ("/a.txt/", "a_slash_after_a_file_is_nothing"),
        ("/a.txt/b", "a_slash_after_a_file_is_nothing"),
    ];
    if cfg!(unix) {
        cases.extend([
            ("/a..b.txt", "two_dots_anywhere"),
            ("/.hidden.txt", "names_with_a_dot_are_secret"),
            ("/..two.txt", "two_dots_anywhere"),
            ("/what%3f.txt", "a_coded_sign_ends_the_path"),
            ("/number%231.txt", "a_coded_sign_ends_the_path"),
            ("/inside.txt", "every_link_is_forbidden"),
            ("/absolute.txt", "an_absolute_link_leads_out"),
            ("/linked/", "every_link_is_forbidden"),
            ("/linked", "every_link_is_forbidden"),
        ]);
    }
    if cfg!(target_os = "linux") {
        cases.push(("/pipe", "opens_what_is_no_file"));
    }
    for (path, mistake) in cases {
        let asked = Asked::new("GET", path);
        let words = match mistake {
            "every_link_is_forbidden" | "an_absolute_link_leads_out" => {
                format!("A client asked for {path}, a link to what is beneath the root.")
            }
            "opens_what_is_no_file" => {
                format!("A client asked for {path}, a pipe that nobody writes into (fifo(7)).")
            }
            _ => format!("A client asked for {path}."),
        };
        let asked_at = SystemTime::now();
        let mut client = server.connect()?;
        client.says(asked.text());
        let got = http::response(&mut client, "GET").map_err(|error| {
            let waits = error == NoAnswer::Silence && mistake == "opens_what_is_no_file";
            trouble(&words, &error, waits.then_some(mistake))
        })?;
        let due = oracle::due(&server.site, &asked)?;
        // It is the mistake if what is there is refused, or what is not there is sent.
        let refused = matches!(got.status, 400 | 403 | 404);
        // Who follows a link to a file does not refuse every one.
        let is_every_link = mistake != "every_link_is_forbidden" || path == "/inside.txt";
        let is_told = match (&due, mistake) {
            (Due::Refused(_), "opens_what_is_no_file") => got.status == 200,
            (Due::Refused(_), _) => matches!(got.status, 200 | 301),
            // The name was cut. One that cannot be decoded is refused with 400.
            (_, "a_coded_sign_ends_the_path") => got.status == 404,
            _ => refused && is_every_link,
        };
        let is_nothing = mistake == "a_slash_after_a_file_is_nothing";
        let mistake = if is_told { Some(mistake) } else { is_500(&got).filter(|_| is_nothing) };
        oracle::is_due(&words, &asked, &due, &got, asked_at).map_err(|failure| match mistake {
            Some(mistake) => named(mistake)(failure),
            None => failure,
        })?;
    }
    // Nobody follows them by now. The task says how that is said.
    for path in ["/..", "/../a.txt", "/docs/../a.txt", "/docs/%2e%2e/a.txt"] {
        let asked = format!("A client asked for {path}.");
        let got = server.asks("GET", path)?;
        let mistake = matches!(got.status, 400 | 403).then_some("dots_have_another_status");
        has_status(&asked, &got, &[404], mistake)?;
    }
    Ok(())
}

/// What is no path at all.
fn no_names(server: &Server) -> Result<(), Failure> {
    for (path, mistake) in [
        ("/%zz.txt", None),
        ("/a.txt%", None),
        ("/%4", None),
        ("/%\u{e9}.txt", None),
        ("/%+1.txt", Some("a_sign_is_a_digit")),
        ("/%ff.txt", Some("any_bytes_are_a_name")),
        ("/%c3(.txt", Some("any_bytes_are_a_name")),
        ("/a.txt%00", Some("a_zero_byte_is_for_the_kernel")),
        ("/%00", Some("a_zero_byte_is_for_the_kernel")),
    ] {
        let asked = format!("A client asked for {path}.");
        let got = server.asks("GET", path)?;
        let mistake = match (path, got.status) {
            ("/%zz.txt", 404) => Some(itself_or_nothing(server, path)?),
            _ => mistake,
        };
        has_status(&asked, &got, &[400], mistake)?;
    }
    Ok(())
}

/// Whether a percent sign that begins no byte is looked for as it is, or whether nothing is.
fn itself_or_nothing(server: &Server, path: &str) -> Result<&'static str, Failure> {
    let file = server.site.root().join(&path[1..]);
    fs::write(&file, "a")
        .map_err(|error| Failure::Fault(format!("{}: {error}", file.display())))?;
    Ok(match server.asks("GET", path)?.status {
        200 => "a_percent_stands_for_itself",
        _ => "what_cannot_be_decoded_is_not_there",
    })
}

/// Tells of files outside the root that are opened (inotify(7)). To ask the kernel where a link leads opens none.
struct Opened {
    #[cfg(target_os = "linux")]
    events: std::os::fd::OwnedFd,
}

impl Opened {
    /// `None`, where a system does not tell that.
    #[cfg(target_os = "linux")]
    fn watch(server: &Server) -> Option<Self> {
        use rustix::fs::inotify::{CreateFlags, WatchFlags, add_watch, init};

        let events = init(CreateFlags::NONBLOCK | CreateFlags::CLOEXEC).ok()?;
        for file in [server.site.outside(), server.site.beside()] {
            add_watch(&events, file, WatchFlags::OPEN).ok()?;
        }
        Some(Self { events })
    }

    #[cfg(not(target_os = "linux"))]
    fn watch(_: &Server) -> Option<Self> {
        None
    }

    /// Whether one has been opened.
    #[cfg(target_os = "linux")]
    fn has_been(&self) -> bool {
        rustix::io::read(&self.events, &mut [0; 4096]).is_ok_and(|length| length > 0)
    }

    #[cfg(not(target_os = "linux"))]
    fn has_been(&self) -> bool {
        false
    }
}

pub fn nothing_outside(server: &Server) -> Result<(), Failure> {
    let outside = server.site.outside().display().to_string();
    let watched = Opened::watch(server);
    let mut ways = vec![
        ("/../secret.txt".to_owned(), "dots_leave_the_root"),
        ("/docs/../../secret.txt".to_owned(), "dots_leave_the_root"),
        ("/%2e%2e/secret.txt".to_owned(), "looks_before_decoding"),
        ("/docs/..%2F../secret.txt".to_owned(), "a_coded_slash_leaves_the_root"),
        ("/..%2Fsecret.txt".to_owned(), "a_coded_slash_leaves_the_root"),
        ("/docs%2f%2E%2e/.%2e/secret.txt".to_owned(), "looks_before_decoding"),
        ("/%252e%252e/secret.txt".to_owned(), "decodes_twice"),
    ];
    if cfg!(unix) {
        ways.push((format!("/{outside}"), "a_slash_replaces_the_root"));
        ways.push((format!("/%2F{}", &outside[1..]), "a_slash_replaces_the_root"));
        ways.push(("/leaves.txt".to_owned(), "links_leave_the_root"));
        ways.push(("/chain.txt".to_owned(), "links_leave_the_root"));
        ways.push(("/up/secret.txt".to_owned(), "links_leave_the_root"));
        ways.push(("/beside/secret.txt".to_owned(), "a_prefix_is_beneath"));
        ways.push(("/sly/".to_owned(), "the_index_is_not_looked_at"));
        let asked = "A client asked for /inside.txt, a link to a file beneath the root.";
        let response = server.asks("GET", "/inside.txt")?;
        let mistake = (response.status == 403).then_some("every_link_is_forbidden");
        has_status(asked, &response, &[200], mistake)?;
        is_file(asked, &response, &server.site.bytes("a.txt")?)?;
    }
    for (path, mistake) in ways {
        let asked = format!("A client asked for {path}.");
        let response = server.asks("GET", &path)?;
        if response.body.windows(SECRET.len()).any(|part| part == SECRET.as_bytes()) {
            return Err(seen(format!("{asked} It got a file outside the root."), Some(mistake)));
        }
        has_status(&asked, &response, &[400, 403, 404], None)?;
        // Another program may open all files that are new, but it does so once.
        let opens = || Ok(watched.as_ref().is_some_and(Opened::has_been));
        if opens()? && server.asks("GET", &path).and_then(|_| opens())? {
            let words = format!("{asked} Your server opened a file outside the root.");
            return Err(seen(words, Some("opens_and_then_looks")));
        }
    }
    let asked = "A client asked for //docs.";
    let response = server.asks("GET", "//docs")?;
    let location = response.header("location").unwrap_or_default();
    if location.starts_with("//") {
        let words = format!("{asked} The folder is there. Location is `{location}`.");
        let is_on_the_disk = has_the_root(server, location);
        let mistake = if is_on_the_disk { ON_THE_DISK } else { "the_location_is_another_host" };
        return Err(seen(words, Some(mistake)));
    }
    has_status(asked, &response, &[301, 403, 404], None)?;
    let asked = "A client asked for //a.txt.";
    let response = server.asks("GET", "//a.txt")?;
    has_status(asked, &response, &[200, 301, 403, 404], None)?;
    if cfg!(unix) {
        for path in ["/leaves.txt", "/chain.txt", "/up/secret.txt", "/beside/secret.txt", "/sly/"] {
            let asked = format!("A client asked for {path}, a link that leads out of the root.");
            let response = server.asks("GET", path)?;
            let mistake = (response.status == 404).then_some("a_link_out_is_not_there");
            has_status(&asked, &response, &[403], mistake)?;
        }
    }
    Ok(())
}
