//! A Chromium without a window, driven through the Chrome DevTools Protocol over two pipes.
//!
//! It gets real key presses and mouse clicks, as from a person. Every wait has a deadline. What is
//! an error here is the browser's trouble or the test's own mistake, and never a page's: what a page
//! does wrong stands in [`Tab::errors`].
//!
//! ```no_run
//! # fn main() -> Result<(), String> {
//! use real::browser::Browser;
//!
//! let Some(browser) = Browser::start()? else { return Ok(()) };
//! let tab = browser.tab()?;
//! tab.open("http://localhost:8080/")?;
//! tab.click("document.querySelector('a')")?;
//! assert_eq!(tab.value("document.title")?, "The second page");
//! assert_eq!(tab.errors()?, Vec::<String>::new());
//! # Ok(())
//! # }
//! ```

use std::cell::RefCell;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::rc::Rc;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use grader::{Folder, chromium};
use serde_json::{Value, json};

use crate::kernel;

/// How long the browser may take for its start, for one answer, or until a page has loaded. It takes
/// far less; but where all processors are busy, a browser of ten processes gets little of them.
const DEADLINE: Duration = Duration::from_secs(60);

/// A browser. It ends when this and all its tabs are dropped, also when a test fails.
pub struct Browser(Rc<RefCell<Process>>);

/// A tab, and the page that is in it.
pub struct Tab {
    browser: Rc<RefCell<Process>>,
    /// The tab's name in the protocol.
    session: String,
}

impl Browser {
    /// Starts a browser; `None` where there is none.
    ///
    /// # Errors
    ///
    /// A sentence, if this machine does not let it start.
    pub fn start() -> Result<Option<Self>, String> {
        let Some((name, _)) = chromium() else { return Ok(None) };
        Ok(Some(Self(Rc::new(RefCell::new(Process::start(name)?)))))
    }

    /// Opens a tab with an empty page.
    ///
    /// # Errors
    ///
    /// A sentence, if the browser has gone or does not answer.
    pub fn tab(&self) -> Result<Tab, String> {
        let call = |method, params| self.0.borrow_mut().call("", method, params);
        let target = call("Target.createTarget", json!({ "url": "about:blank" }))?;
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let attached = call("Target.attachToTarget", attach)?;
        let session = attached["sessionId"].as_str().unwrap_or_default().to_owned();
        let tab = Tab { browser: Rc::clone(&self.0), session };
        for domain in ["Page", "Runtime", "Log", "Network"] {
            tab.call(&format!("{domain}.enable"), json!({}))?;
        }
        tab.call("Page.setLifecycleEventsEnabled", json!({ "enabled": true }))?;
        tab.events()?;
        Ok(tab)
    }
}

#[expect(clippy::missing_errors_doc, reason = "all are of the kind that the file begins with")]
impl Tab {
    /// Opens an address, and waits until the page is there with all its parts.
    pub fn open(&self, address: &str) -> Result<(), String> {
        let opened = self.call("Page.navigate", json!({ "url": address }))?;
        if let Some(error) = opened["errorText"].as_str() {
            return Err(format!("{address}: {error}"));
        }
        // Without a loader, only the part after `#` is new: the page is there already.
        let loader = &opened["loaderId"];
        let has_loaded = |event: &Value| {
            event["method"] == "Page.lifecycleEvent"
                && event["params"]["name"] == "load"
                && event["params"]["loaderId"] == *loader
        };
        if loader.is_null() {
            return Ok(());
        }
        self.browser.borrow_mut().wait_for(&format!("loads {address}"), has_loaded)
    }

    /// Opens a file, at the part after `?` or `#` if there is one.
    pub fn open_file(&self, path: &Path, part: &str) -> Result<(), String> {
        self.open(&format!("file://{}{part}", path.display()))
    }

    /// Sends the page to an address, and does not wait for it to arrive.
    pub fn go(&self, address: &str) -> Result<(), String> {
        self.value(&format!("void (location.href = {})", json!(address))).map(drop)
    }

    /// Asks for the page again, past the cache, and does not wait for it to arrive.
    pub fn reload(&self) -> Result<(), String> {
        // So that the next look does not meet the page that is about to go.
        self.value("document.title = 'about to go'")?;
        self.call("Page.reload", json!({ "ignoreCache": true })).map(drop)
    }

    /// What a JavaScript expression is in the page; a promise is waited for.
    pub fn value(&self, expression: &str) -> Result<Value, String> {
        let params =
            json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let mut answer = self.call("Runtime.evaluate", params)?;
        match &answer["exceptionDetails"] {
            Value::Null => Ok(answer["result"]["value"].take()),
            exception => Err(format!("`{expression}` throws {}", thrown(exception))),
        }
    }

    /// What an expression comes to: waits until the page has loaded with all its parts, and the
    /// expression is `expected` in it. If that does not come, gives what it was last.
    pub fn comes_to(&self, expression: &str, expected: &Value) -> Result<Value, String> {
        self.comes_to_within(DEADLINE / 2, expression, expected)
    }

    fn comes_to_within(
        &self,
        limit: Duration,
        expression: &str,
        expected: &Value,
    ) -> Result<Value, String> {
        // What cannot be told of a wrong page is no trouble of the browser's.
        let expression = format!(
            "(() => {{ try {{ return document.readyState === 'complete' ? {expression} : null }}
                catch (error) {{ return String(error) }} }})()"
        );
        let mut last = Ok(Value::Null);
        // A page that changes to the next one has no answer in between.
        kernel::until(limit, || {
            last = self.value(&expression);
            last.as_ref().is_ok_and(|value| value == expected).then_some(())
        });
        last
    }

    /// Clicks into the middle of the element that `expression` is.
    pub fn click(&self, expression: &str) -> Result<(), String> {
        self.click_at(expression, 0.5)
    }

    /// Clicks into an element, `along` of its width from the left.
    pub fn click_at(&self, expression: &str, along: f64) -> Result<(), String> {
        let place = self.value(&format!(
            "(element => {{ element.scrollIntoView({{ block: 'center' }});
               const box = element.getBoundingClientRect();
               return [box.x + {along} * box.width, box.y + box.height / 2]; }})({expression})"
        ))?;
        for kind in ["mouseMoved", "mousePressed", "mouseReleased"] {
            let mut params = json!({ "type": kind, "x": place[0], "y": place[1] });
            if kind != "mouseMoved" {
                params["button"] = json!("left");
                params["clickCount"] = json!(1);
            }
            self.call("Input.dispatchMouseEvent", params)?;
        }
        Ok(())
    }

    /// Presses a key, by its name in JavaScript's KeyboardEvent, and lets it go.
    pub fn press(&self, key: &str) -> Result<(), String> {
        let (code, text) = match key {
            "Tab" => (9, ""),
            "Enter" => (13, "\r"),
            "Escape" => (27, ""),
            " " => (32, " "),
            "PageUp" => (33, ""),
            "PageDown" => (34, ""),
            "End" => (35, ""),
            "Home" => (36, ""),
            "ArrowLeft" => (37, ""),
            "ArrowUp" => (38, ""),
            "ArrowRight" => (39, ""),
            "ArrowDown" => (40, ""),
            _ => return Err(format!("the key `{key}` is not known to browser.rs: add it")),
        };
        let name = if key == " " { "Space" } else { key };
        for kind in ["keyDown", "keyUp"] {
            let mut params = json!({ "type": kind, "key": key, "code": name });
            params["windowsVirtualKeyCode"] = json!(code);
            if kind == "keyDown" && !text.is_empty() {
                params["text"] = json!(text);
            }
            self.call("Input.dispatchKeyEvent", params)?;
        }
        Ok(())
    }

    /// Makes the window so large, in pixels. One that is narrower than 600 is a telephone's.
    pub fn resize(&self, width: u32, height: u32) -> Result<(), String> {
        let params = json!({ "width": width, "height": height, "deviceScaleFactor": 1,
            "mobile": width < 600 });
        self.call("Emulation.setDeviceMetricsOverride", params).map(drop)
    }

    /// A picture of what the window shows, as PNG.
    pub fn screenshot(&self) -> Result<Vec<u8>, String> {
        // What is behind another tab is not drawn.
        self.call("Page.bringToFront", json!({}))?;
        let answer = self.call("Page.captureScreenshot", json!({ "format": "png" }))?;
        let picture = answer["data"].as_str().and_then(from_base64);
        picture.ok_or_else(|| "the browser made no picture".to_owned())
    }

    /// What went wrong since this was last asked, as the developer's console shows it, and each
    /// response that is neither right nor from the cache.
    pub fn errors(&self) -> Result<Vec<String>, String> {
        Ok(self.events()?.iter().filter_map(error_in).collect())
    }

    /// What the tab has said without being asked, since this or `errors` was last called: the
    /// events of the protocol, as they came.
    pub fn events(&self) -> Result<Vec<Value>, String> {
        // What was said before this answer has arrived before it.
        self.value("new Promise(done => setTimeout(done))")?;
        let is_own = |event: &mut Value| event["sessionId"] == self.session;
        Ok(self.browser.borrow_mut().events.extract_if(.., is_own).collect())
    }

    /// Calls any method of the protocol, and gives what it answers.
    pub fn call(&self, method: &str, params: Value) -> Result<Value, String> {
        self.browser.borrow_mut().call(&self.session, method, params)
    }
}

/// What an event tells of something that went wrong.
fn error_in(event: &Value) -> Option<String> {
    let params = &event["params"];
    match event["method"].as_str()? {
        "Runtime.exceptionThrown" => Some(thrown(&params["exceptionDetails"])),
        "Runtime.consoleAPICalled" if params["type"] == "error" => {
            let words = &params["args"][0]["value"];
            Some(words.as_str().map_or_else(|| words.to_string(), str::to_owned))
        }
        "Log.entryAdded" if params["entry"]["level"] == "error" => {
            let [text, url] = ["text", "url"].map(|name| params["entry"][name].as_str());
            Some(format!("{} {}", text.unwrap_or_default(), url.unwrap_or_default()))
        }
        "Network.loadingFailed" if params["canceled"] != true => {
            Some(format!("a file did not load: {}", params["errorText"]))
        }
        "Network.responseReceived" if params["response"]["status"].as_u64()? >= 400 => {
            Some(format!("{} {}", params["response"]["status"], params["response"]["url"]))
        }
        _ => None,
    }
}

/// What an exception says.
fn thrown(details: &Value) -> String {
    let words = details["exception"]["description"].as_str().or(details["text"].as_str());
    words.unwrap_or("an exception without words").to_owned()
}

/// The bytes that a text in base64 stands for (RFC 4648). The protocol sends a picture in no other
/// way.
fn from_base64(text: &str) -> Option<Vec<u8>> {
    let value = |letter: u8| match letter {
        b'A'..=b'Z' => Some(letter - b'A'),
        b'a'..=b'z' => Some(letter - b'a' + 26),
        b'0'..=b'9' => Some(letter - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let mut bytes = Vec::new();
    for letters in text.trim_end_matches('=').as_bytes().chunks(4) {
        let mut bits = 0_u32;
        for at in 0..4 {
            bits = bits << 6 | u32::from(letters.get(at).map_or(Some(0), |it| value(*it))?);
        }
        // Two letters are one byte and a rest, three are two.
        bytes.extend(&bits.to_be_bytes()[1..letters.len()]);
    }
    Some(bytes)
}

/// Chromium's process, with the two pipes.
struct Process {
    child: Child,
    commands: ChildStdin,
    messages: Receiver<Value>,
    last_id: u64,
    /// What the tabs have said without being asked.
    events: Vec<Value>,
    /// The browser's own folder goes when the browser has gone.
    _profile: Folder,
}

/// What Chromium adds to its temporary folder: `/org.chromium.Chromium.XXXXXX/SingletonSocket`.
const SINGLETON: usize = 45;

/// `sun_path` has 108 bytes on Linux and 104 on macOS, and the last one is 0.
const LONGEST_SOCKET: usize = 103;

impl Process {
    fn start(name: &str) -> Result<Self, String> {
        let profile = Folder::new()?;
        // Chromium reads commands from its descriptor 3 and answers to its descriptor 4. A shell
        // puts the pipes there, as Rust's standard library gives a child only 0, 1 and 2.
        let mut command = Command::new("sh");
        command.args(["-c", "exec \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1", "sh", name]);
        command.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"]);
        command.args(["--no-first-run", "--disable-background-networking", "--disable-sync"]);
        // What is drawn needs no process of its own.
        command.args(["--disable-component-update", "--no-proxy-server", "--in-process-gpu"]);
        command.args(["--disable-software-rasterizer", "--remote-debugging-pipe"]);
        command.arg(format!("--user-data-dir={}", profile.path().display()));
        // It makes a folder with a socket, and leaves it when it is killed. So it is made in the one that is
        // removed. Where the socket's path would be too long for the kernel (unix(7)), Chromium would end.
        if profile.path().as_os_str().len() + SINGLETON <= LONGEST_SOCKET {
            command.env("TMPDIR", profile.path());
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| format!("{name}: {error}"))?;
        let (Some(commands), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("the browser has no pipes".to_owned());
        };
        let (sender, messages) = mpsc::channel();
        // Ends with the pipe, and so with the browser.
        thread::spawn(move || {
            for message in BufReader::new(answers).split(0).map_while(Result::ok) {
                let Ok(message) = serde_json::from_slice(&message) else { break };
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        Ok(Self { child, commands, messages, last_id: 0, events: Vec::new(), _profile: profile })
    }

    /// Calls a method of the protocol, for a tab or, without a session, for the browser.
    fn call(&mut self, session: &str, method: &str, params: Value) -> Result<Value, String> {
        self.last_id += 1;
        let id = self.last_id;
        let mut message = json!({ "id": id, "method": method, "params": params });
        if !session.is_empty() {
            message["sessionId"] = json!(session);
        }
        write!(self.commands, "{message}\0").map_err(|error| format!("{method}: {error}"))?;
        let begun = Instant::now();
        loop {
            let mut answer = self.message(begun, &format!("answers {method}"))?;
            if answer["id"] != id {
                self.events.push(answer);
            } else if answer["error"].is_null() {
                return Ok(answer["result"].take());
            } else {
                return Err(format!("{method}: {}", answer["error"]["message"]));
            }
        }
    }

    /// Waits until an event has come.
    fn wait_for(&mut self, what: &str, is_it: impl Fn(&Value) -> bool) -> Result<(), String> {
        let begun = Instant::now();
        while !self.events.iter().any(&is_it) {
            let event = self.message(begun, what)?;
            self.events.push(event);
        }
        Ok(())
    }

    /// The next message, if it comes in time.
    fn message(&self, begun: Instant, what: &str) -> Result<Value, String> {
        let left = DEADLINE.saturating_sub(begun.elapsed());
        self.messages.recv_timeout(left).map_err(|error| match error {
            mpsc::RecvTimeoutError::Timeout => {
                format!("no browser {what} within {} seconds", DEADLINE.as_secs())
            }
            mpsc::RecvTimeoutError::Disconnected => {
                format!("the browser has ended; no browser {what}")
            }
        })
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Asked to, it takes its children along.
        let _ = self.call("", "Browser.close", json!({}));
        let ended = || self.child.try_wait().ok().flatten();
        if kernel::until(DEADLINE / 4, ended).is_none() {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_opened_used_and_seen() -> Result<(), String> {
        let Some(browser) = Browser::start()? else {
            return crate::skip_test("there is no Chromium");
        };
        let [tab, other] = [browser.tab()?, browser.tab()?];
        tab.open("data:text/html,<title>A page</title><button onclick='this.id = 1'>one</button>")?;
        tab.resize(700, 200)?;
        tab.click("document.querySelector('button')")?;
        assert_eq!(
            tab.value("[document.title, innerWidth, document.activeElement.id]")?.to_string(),
            r#"["A page",700,"1"]"#
        );
        tab.value("document.activeElement.id = 2")?;
        tab.press("Enter")?;
        assert_eq!(tab.value("document.activeElement.id")?, "1");
        // In the head of a PNG stand its width and height.
        let picture = tab.screenshot()?;
        assert_eq!(picture.get(..8), Some(&b"\x89PNG\r\n\x1a\n"[..]));
        assert_eq!(picture.get(16..24), Some(&[0, 0, 2, 188, 0, 0, 0, 200][..]));

        assert_eq!(tab.errors()?, Vec::<String>::new());
        other.value("setTimeout(() => nobody.knows)")?;
        tab.value("console.error('a word')")?;
        assert_eq!(tab.errors()?, ["a word"]);
        let [error] = &other.errors()?[..] else { return Err("one error".to_owned()) };
        assert!(error.starts_with("ReferenceError: nobody is not defined"), "{error}");
        assert!(tab.value("nobody").is_err_and(|error| error.contains("ReferenceError")));
        // However short the time, it looks once.
        let last = tab.comes_to_within(Duration::ZERO, "nobody", &json!(1))?;
        assert_eq!(last, "ReferenceError: nobody is not defined");
        assert!(tab.open("http://localhost:1/").is_err_and(|error| error.contains("net::ERR_")));
        Ok(())
    }

    #[test]
    fn base64_is_read() {
        for (text, bytes) in
            [("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYmE=", "fooba")]
        {
            assert_eq!(from_base64(text).as_deref(), Some(bytes.as_bytes()), "{text}");
        }
        assert_eq!(from_base64("+/+/"), Some(vec![0xfb, 0xff, 0xbf]));
        assert_eq!(from_base64("Zm9*"), None);
    }
}
