//! Responses: which status, which file, which type, and nothing outside the root.

use grader::Failure;
use grader::real::client::End;

use crate::http::{self, NoAnswer};
use crate::server::{Server, has_status, is_file, named, seen, trouble};
use crate::site::{ENCODED, SECRET};

pub fn head_is_get_without_its_body(server: &Server) -> Result<(), Failure> {
    let asked = "A client sent HEAD for /index.html.";
    let get = server.asks("GET", "/index.html")?;
    let mut client = server.connect()?;
    http::ask(&mut client, "HEAD", "/index.html");
    let head = http::response(&mut client, "HEAD").map_err(|error| trouble(asked, &error, None))?;
    has_status(asked, &head, &[200], None)?;
    for name in ["content-length", "content-type"] {
        if head.header(name) != get.header(name) {
            let words = format!(
                "{asked} GET gets `{name}: {}`. HEAD gets `{}`. It should be the same.",
                get.header(name).unwrap_or("(none)"),
                head.header(name).unwrap_or("(none)")
            );
            return Err(seen(words, None));
        }
    }
    http::ask(&mut client, "GET", "/a.txt");
    let asked = format!("{asked} Then it sent GET for /a.txt on the same connection.");
    let next = http::response(&mut client, "GET").map_err(|error| {
        let body = matches!(error, NoAnswer::NoResponse(_));
        trouble(&asked, &error, body.then_some("head_with_a_body"))
    })?;
    is_file(&asked, &next, &server.site.bytes("a.txt")?)
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
    Err(seen(words, is_html.then_some("everything_is_html")))
}

pub fn statuses_are_right(server: &Server) -> Result<(), Failure> {
    let missing = server.asks("GET", "/missing.html")?;
    let asked = "A client asked for a file that is not there.";
    let mistake = (missing.status == 200).then_some("every_answer_is_200");
    has_status(asked, &missing, &[404], mistake)?;
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
            return Err(seen(words, None));
        }
    }
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
        match http::end(&mut client) {
            Some(End::Closed) => {}
            Some(End::Reset(_)) => return Err(trouble(&asked, &NoAnswer::Reset, None)),
            None => {
                let words = format!("{asked} After {status} the connection did not end.");
                return Err(seen(words, Some("every_connection_is_kept")));
            }
        }
    }
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
            return Err(seen(words, None));
        }
    }
    let asked = "A client asked for //docs.";
    let response = server.asks("GET", "//docs")?;
    let location = response.header("location").unwrap_or_default();
    if location.starts_with("//") {
        let words = format!("{asked} The folder is there. Location is `{location}`.");
        return Err(seen(words, Some("the_location_is_another_host")));
    }
    has_status(asked, &response, &[301, 404], None)?;
    for (path, what) in [
        ("/bare/", "a folder without index.html"),
        ("/nested/", "a folder without index.html"),
        ("/a.txt/", "a file, with a slash behind its name"),
    ] {
        let asked = format!("A client asked for {path}: {what}.");
        has_status(&asked, &server.asks("GET", path)?, &[403, 404], None)?;
    }
    Ok(())
}

pub fn names_are_decoded(server: &Server) -> Result<(), Failure> {
    for (path, name) in ENCODED {
        let asked = format!("A client asked for {path}. The file's name is `{name}`.");
        let mistake = match name {
            "one+one.txt" => "plus_is_a_space",
            "%41.txt" | "100%.txt" => "decodes_twice",
            _ => "names_are_not_decoded",
        };
        let response = server.asks("GET", path)?;
        is_file(&asked, &response, &server.site.bytes(name)?).map_err(named(mistake))?;
    }
    for path in ["/%zz.txt", "/a.txt%", "/%4"] {
        let asked = format!("A client asked for {path}.");
        has_status(&asked, &server.asks("GET", path)?, &[400], None)?;
    }
    Ok(())
}

pub fn nothing_outside(server: &Server) -> Result<(), Failure> {
    let outside = server.site.outside().display().to_string();
    let mut ways = vec![
        ("/../secret.txt".to_owned(), "dots_leave_the_root"),
        ("/docs/../../secret.txt".to_owned(), "dots_leave_the_root"),
        ("/%2e%2e/secret.txt".to_owned(), "looks_before_decoding"),
        ("/..%2Fsecret.txt".to_owned(), "looks_before_decoding"),
        ("/docs%2f%2E%2e/.%2e/secret.txt".to_owned(), "looks_before_decoding"),
        ("/%252e%252e/secret.txt".to_owned(), "decodes_twice"),
    ];
    if cfg!(unix) {
        ways.push((format!("/{outside}"), "a_slash_replaces_the_root"));
        ways.push((format!("/%2F{}", &outside[1..]), "a_slash_replaces_the_root"));
        ways.push(("/leaves.txt".to_owned(), "links_leave_the_root"));
        ways.push(("/up/secret.txt".to_owned(), "links_leave_the_root"));
        ways.push(("/beside/secret.txt".to_owned(), "a_prefix_is_beneath"));
        let asked = "A client asked for /inside.txt, a link to a file beneath the root.";
        is_file(asked, &server.asks("GET", "/inside.txt")?, &server.site.bytes("a.txt")?)?;
    }
    for (path, mistake) in ways {
        let asked = format!("A client asked for {path}.");
        let response = server.asks("GET", &path)?;
        if response.body.windows(SECRET.len()).any(|part| part == SECRET.as_bytes()) {
            return Err(seen(format!("{asked} It got a file outside the root."), Some(mistake)));
        }
        has_status(&asked, &response, &[400, 403, 404], None)?;
    }
    let asked = "A client asked for /a.txt%00.html, with a zero byte in the name.";
    has_status(asked, &server.asks("GET", "/a.txt%00.html")?, &[400, 404], None)
}
