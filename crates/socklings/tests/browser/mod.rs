//! A Chromium without a window, driven through the Chrome DevTools Protocol.
//!
//! It gets real key presses and mouse clicks, as from a person. Every wait has a deadline.

use std::fs;
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;
use tungstenite::{Message, WebSocket};

/// How long the browser may take for its start, or for one answer.
const DEADLINE: Duration = Duration::from_secs(20);

/// A browser with one page. It ends when this value is dropped, also when a test fails.
pub struct Browser {
    process: Process,
    socket: WebSocket<TcpStream>,
    /// The page, in the browser's own words.
    session: String,
    last_id: u64,
    /// What the page has said without being asked, since `take_events`.
    events: Vec<Value>,
}

/// Chromium's process and its folder, which are gone when this is dropped.
struct Process {
    child: Child,
    profile: TempDir,
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Browser {
    /// Starts a browser; `None` where Chromium is not installed.
    pub fn start() -> Option<Self> {
        let process = Process::start()?;
        let (port, path) = process.address();
        let stream = TcpStream::connect(("127.0.0.1", port)).expect("the browser listens");
        stream.set_read_timeout(Some(DEADLINE)).expect("a socket has a deadline");
        stream.set_nodelay(true).expect("a socket can send at once");
        let address = format!("ws://127.0.0.1:{port}{path}");
        let (socket, _) = tungstenite::client(address, stream).expect("the browser answers");
        let session = String::new();
        let mut browser = Self { process, socket, session, last_id: 0, events: Vec::new() };
        browser.new_page();
        Some(browser)
    }

    /// Leaves the page, and what was set for it, for a new and empty one.
    pub fn new_page(&mut self) {
        self.session.clear();
        let target = self.call("Target.createTarget", json!({ "url": "about:blank" }));
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let attached = self.call("Target.attachToTarget", attach);
        self.session = attached["sessionId"].as_str().expect("a page is there").to_owned();
        for domain in ["Page", "Runtime", "Log"] {
            self.call(&format!("{domain}.enable"), json!({}));
        }
        self.call("Page.setLifecycleEventsEnabled", json!({ "enabled": true }));
        self.events.clear();
    }

    /// Calls a method of the protocol and returns what it answers.
    pub fn call(&mut self, method: &str, params: Value) -> Value {
        self.last_id += 1;
        let mut message = json!({ "id": self.last_id, "method": method, "params": params });
        if !self.session.is_empty() {
            message["sessionId"] = json!(self.session);
        }
        self.socket.send(Message::text(message.to_string())).expect("the browser is there");
        loop {
            let mut answer = self.receive();
            if answer["id"] == self.last_id {
                assert!(answer["error"].is_null(), "{method}: {}", answer["error"]);
                return answer["result"].take();
            }
            self.events.push(answer);
        }
    }

    fn receive(&mut self) -> Value {
        let message = self.socket.read().expect("the browser answers within the deadline");
        serde_json::from_str(message.to_text().expect("the browser writes text")).expect("JSON")
    }

    /// Opens an address, and waits until the page is there with all its parts.
    pub fn open(&mut self, address: &str) {
        let opened = self.call("Page.navigate", json!({ "url": address }));
        assert!(opened["errorText"].is_null(), "{address}: {opened}");
        // Without a loader, only the part after `#` is new: the page is there already.
        let loader = &opened["loaderId"];
        let loaded = |event: &Value| {
            event["method"] == "Page.lifecycleEvent"
                && event["params"]["name"] == "load"
                && event["params"]["loaderId"] == *loader
        };
        while !loader.is_null() && !self.events.iter().any(loaded) {
            let event = self.receive();
            self.events.push(event);
        }
    }

    /// Opens a file, at the part after `#` if there is one.
    pub fn open_file(&mut self, path: &Path, part: &str) {
        self.open(&format!("file://{}{part}", path.display()));
    }

    /// What a JavaScript expression is, in the page.
    pub fn value(&mut self, expression: &str) -> Value {
        let params =
            json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let mut answer = self.call("Runtime.evaluate", params);
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {answer}");
        answer["result"]["value"].take()
    }

    /// As `value`, for an expression that is a text.
    pub fn text(&mut self, expression: &str) -> String {
        self.value(expression).as_str().unwrap_or_default().to_owned()
    }

    /// Clicks into the element that `expression` is: `along` of its width from the left.
    pub fn click_at(&mut self, expression: &str, along: f64) {
        let place = self.value(&format!(
            "(element => {{ element.scrollIntoView({{ block: 'center' }});
               const box = element.getBoundingClientRect();
               return [box.x + {along} * box.width, box.y + box.height / 2]; }})({expression})"
        ));
        for kind in ["mouseMoved", "mousePressed", "mouseReleased"] {
            let mut params = json!({ "type": kind, "x": place[0], "y": place[1] });
            if kind != "mouseMoved" {
                params["button"] = json!("left");
                params["clickCount"] = json!(1);
            }
            self.call("Input.dispatchMouseEvent", params);
        }
    }

    /// Clicks into the middle of the element that `expression` is.
    pub fn click(&mut self, expression: &str) {
        self.click_at(expression, 0.5);
    }

    /// Presses a key and lets it go.
    pub fn press(&mut self, key: &str) {
        let (code, text) = match key {
            "Tab" => (9, ""),
            "Enter" => (13, "\r"),
            " " => (32, " "),
            "PageUp" => (33, ""),
            "End" => (35, ""),
            "Home" => (36, ""),
            "ArrowLeft" => (37, ""),
            "ArrowRight" => (39, ""),
            _ => panic!("the key {key} is not known here"),
        };
        let name = if key == " " { "Space" } else { key };
        for kind in ["keyDown", "keyUp"] {
            let mut params = json!({ "type": kind, "key": key, "code": name });
            params["windowsVirtualKeyCode"] = json!(code);
            if kind == "keyDown" && !text.is_empty() {
                params["text"] = json!(text);
            }
            self.call("Input.dispatchKeyEvent", params);
        }
    }

    /// Makes the window as wide as a telephone, or what is asked for.
    pub fn resize(&mut self, width: u32, height: u32) {
        let params = json!({ "width": width, "height": height, "deviceScaleFactor": 1,
            "mobile": width < 600 });
        self.call("Emulation.setDeviceMetricsOverride", params);
    }

    /// What the page has said without being asked: errors, and where it went.
    pub fn take_events(&mut self) -> Vec<Value> {
        // What was said before this answer has arrived before it.
        self.value("new Promise(done => setTimeout(done))");
        std::mem::take(&mut self.events)
    }

    /// The page's errors, as the developer's console would show them.
    pub fn take_errors(&mut self) -> Vec<Value> {
        let mut events = self.take_events();
        events.retain(|event| match event["method"].as_str().unwrap_or_default() {
            "Runtime.exceptionThrown" => true,
            "Runtime.consoleAPICalled" => event["params"]["type"] == "error",
            "Log.entryAdded" => event["params"]["entry"]["level"] == "error",
            _ => false,
        });
        events
    }

    /// A folder that is there as long as the browser.
    pub fn folder(&self) -> &Path {
        self.process.profile.path()
    }
}

impl Process {
    fn start() -> Option<Self> {
        let names = ["chromium", "chromium-browser", "google-chrome"];
        let profile = tempfile::tempdir().expect("a temporary folder");
        for name in names {
            let mut command = Command::new(name);
            command.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"]);
            command.args(["--no-first-run", "--disable-background-networking", "--disable-sync"]);
            command.args(["--disable-component-update", "--remote-debugging-port=0"]);
            // What is drawn is of no interest here, so nothing of it needs a process of its own.
            command.args(["--in-process-gpu", "--disable-software-rasterizer"]);
            command.arg(format!("--user-data-dir={}", profile.path().display()));
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            if let Ok(child) = command.spawn() {
                return Some(Self { child, profile });
            }
        }
        None
    }

    /// Where the browser listens: a port, and the path of its WebSocket.
    fn address(&self) -> (u16, String) {
        let file = self.profile.path().join("DevToolsActivePort");
        let begin = Instant::now();
        loop {
            let text = fs::read_to_string(&file).unwrap_or_default();
            let lines = text.split_once('\n').map(|(port, path)| (port.parse(), path.trim()));
            if let Some((Ok(port), path)) = lines
                && !path.is_empty()
            {
                return (port, path.to_owned());
            }
            assert!(begin.elapsed() < DEADLINE, "the browser has not started in {DEADLINE:?}");
            thread::sleep(Duration::from_millis(20));
        }
    }
}
