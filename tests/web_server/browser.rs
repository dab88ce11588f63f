//! A Chromium without a window, driven through the Chrome DevTools Protocol over two pipes.
//!
//! Chromium reads commands from its descriptor 3 and answers to its descriptor 4. A shell puts the
//! two pipes there, as Rust's standard library gives a child only 0, 1 and 2.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use grader::kernel;
use serde_json::{Value, json};
use tempfile::TempDir;

/// How long the browser may take for its start, or for one answer.
const DEADLINE: Duration = Duration::from_secs(20);

/// A browser. It ends when this is dropped.
pub struct Browser {
    process: Child,
    commands: ChildStdin,
    messages: Receiver<Value>,
    last_id: u64,
    /// What the browser has said without being asked.
    events: Vec<Value>,
    _profile: TempDir,
}

/// A page in the browser, by its session.
pub struct Tab(String);

impl Browser {
    /// Starts a browser; `None` where there is none.
    pub fn start() -> Result<Option<Self>, String> {
        let profile = tempfile::tempdir().map_err(|error| error.to_string())?;
        let Some((name, _)) = grader::chromium() else { return Ok(None) };
        let mut command = Command::new("sh");
        command.args(["-c", "exec \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1", "sh", name]);
        command.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"]);
        command.args(["--no-first-run", "--disable-background-networking", "--disable-sync"]);
        command.args(["--disable-component-update", "--no-proxy-server", "--in-process-gpu"]);
        command.args(["--disable-software-rasterizer", "--remote-debugging-pipe"]);
        command.arg(format!("--user-data-dir={}", profile.path().display()));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().map_err(|error| format!("{name}: {error}"))?;
        let (Some(commands), Some(answers)) = (process.stdin.take(), process.stdout.take()) else {
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
        let (last_id, events) = (0, Vec::new());
        Ok(Some(Self { process, commands, messages, last_id, events, _profile: profile }))
    }

    /// Opens an empty page.
    pub fn tab(&mut self) -> Result<Tab, String> {
        let none = Tab(String::new());
        let target = self.call(&none, "Target.createTarget", json!({ "url": "about:blank" }))?;
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let attached = self.call(&none, "Target.attachToTarget", attach)?;
        let tab = Tab(attached["sessionId"].as_str().unwrap_or_default().to_owned());
        for domain in ["Page", "Runtime", "Log", "Network"] {
            self.call(&tab, &format!("{domain}.enable"), json!({}))?;
        }
        Ok(tab)
    }

    /// Calls a method of the protocol and returns what it answers.
    fn call(&mut self, tab: &Tab, method: &str, params: Value) -> Result<Value, String> {
        self.last_id += 1;
        let mut message = json!({ "id": self.last_id, "method": method, "params": params });
        if !tab.0.is_empty() {
            message["sessionId"] = json!(tab.0);
        }
        write!(self.commands, "{message}\0").map_err(|error| format!("{method}: {error}"))?;
        let begun = Instant::now();
        loop {
            let left = DEADLINE.saturating_sub(begun.elapsed());
            let mut answer = self.messages.recv_timeout(left).map_err(|_| {
                format!("the browser gives no answer to {method} within {DEADLINE:?}")
            })?;
            if answer["id"] == self.last_id {
                if !answer["error"].is_null() {
                    return Err(format!("{method}: {}", answer["error"]));
                }
                return Ok(answer["result"].take());
            }
            self.events.push(answer);
        }
    }

    /// Sends a page somewhere, without waiting for it to arrive.
    pub fn navigate(&mut self, tab: &Tab, address: &str) -> Result<(), String> {
        self.call(tab, "Page.navigate", json!({ "url": address })).map(drop)
    }

    /// Asks a page for itself again.
    pub fn reload(&mut self, tab: &Tab) -> Result<(), String> {
        // So that the next look does not meet the page that is about to go.
        self.value(tab, "document.title = 'about to go'")?;
        self.call(tab, "Page.reload", json!({ "ignoreCache": true })).map(drop)
    }

    /// What a JavaScript expression is in a page; null where it cannot be told.
    pub fn value(&mut self, tab: &Tab, expression: &str) -> Result<Value, String> {
        let params = json!({ "expression": expression, "returnByValue": true });
        let mut answer = self.call(tab, "Runtime.evaluate", params)?;
        Ok(answer["result"]["value"].take())
    }

    /// Waits until a page has loaded with all its parts, and an expression is `expected` in it. What
    /// it was last, if the deadline came before.
    pub fn waits_for(
        &mut self,
        tab: &Tab,
        expression: &str,
        expected: &Value,
    ) -> Result<Result<(), Value>, String> {
        let expression = format!("document.readyState === 'complete' ? {expression} : null");
        let mut last = Ok(Value::Null);
        // A page that changes to the next one has no answer in between.
        let found = kernel::until(DEADLINE / 2, || {
            last = self.value(tab, &expression);
            last.as_ref().is_ok_and(|value| value == expected).then_some(())
        });
        match found {
            Some(()) => Ok(Ok(())),
            None => last.map(Err),
        }
    }

    /// What went wrong in the pages, as the developer's console shows it, and each response that is
    /// neither right nor from the cache.
    pub fn complaints(&mut self, tab: &Tab) -> Result<Vec<String>, String> {
        // What was said before this answer has arrived before it.
        self.value(tab, "0")?;
        let complaint = |event: &Value| {
            let params = &event["params"];
            match event["method"].as_str()? {
                "Runtime.exceptionThrown" => Some(params["exceptionDetails"]["text"].to_string()),
                "Runtime.consoleAPICalled" if params["type"] == "error" => {
                    Some(params["args"][0]["value"].to_string())
                }
                "Log.entryAdded" if params["entry"]["level"] == "error" => {
                    Some(format!("{} {}", params["entry"]["text"], params["entry"]["url"]))
                }
                "Network.loadingFailed" if params["canceled"] != true => {
                    Some(format!("a file did not load: {}", params["errorText"]))
                }
                "Network.responseReceived" if params["response"]["status"].as_u64()? >= 400 => {
                    Some(format!("{} {}", params["response"]["status"], params["response"]["url"]))
                }
                _ => None,
            }
        };
        Ok(self.events.drain(..).filter_map(|event| complaint(&event)).collect())
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Asked to, it takes its children along.
        let _ = self.call(&Tab(String::new()), "Browser.close", json!({}));
        let ended = || self.process.try_wait().ok().flatten();
        if kernel::until(DEADLINE / 4, ended).is_none() {
            let _ = self.process.kill();
            let _ = self.process.wait();
        }
    }
}
