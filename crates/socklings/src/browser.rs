//! Opens a file in the browser that the learner has chosen, or in the system's own.
//!
//! A crate could do it. Those that there are make the first build longer by a second or more, and the
//! first verdict waits for that.

use std::env;
use std::path::Path;
use std::process::{Command, Stdio};

/// Opens a file. Says whether a program took it.
pub fn open(file: &Path) -> bool {
    commands(env::var("BROWSER").ok().as_deref(), has_screen()).iter().any(|words| {
        let (program, arguments) = words.split_first().expect("a program");
        let mut command = Command::new(program);
        for argument in arguments {
            if argument.contains("%s") {
                command.arg(argument.replace("%s", &file.to_string_lossy()));
            } else {
                command.arg(argument);
            }
        }
        if !arguments.iter().any(|argument| argument.contains("%s")) {
            command.arg(file);
        }
        started(command)
    })
}

/// The programs that may open a file, the best one first: what BROWSER says (names, or commands with
/// `%s`, with colons between them), then what the system has.
fn commands(browser: Option<&str>, has_screen: bool) -> Vec<Vec<String>> {
    let words = |command: &str| command.split_whitespace().map(str::to_owned).collect();
    let separator = if cfg!(windows) { ';' } else { ':' };
    let chosen = browser.unwrap_or_default().split(separator).map(words);
    let mut commands: Vec<Vec<String>> = chosen.filter(|it: &Vec<_>| !it.is_empty()).collect();
    if has_screen {
        let system: &[&str] = match env::consts::OS {
            "macos" => &["open"],
            // Other than `start`, it takes every path as it is.
            "windows" => &["rundll32 url.dll,FileProtocolHandler"],
            // Linux under Windows has the first.
            _ => &["wslview", "xdg-open"],
        };
        commands.extend(system.iter().map(|command| words(command)));
    }
    commands
}

/// Whether windows can be shown. Without a screen, xdg-open would look for a browser that takes the
/// terminal.
fn has_screen() -> bool {
    let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(any(windows, target_os = "macos"))
        || ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"].into_iter().any(is_set)
}

/// Whether a program could be started, and did not say at once that it failed.
fn started(mut command: Command) -> bool {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let Ok(mut child) = command.spawn() else { return false };
    let (sender, ended) = std::sync::mpsc::channel();
    std::thread::spawn(move || sender.send(child.wait().is_ok_and(|status| status.success())));
    // A browser goes on for as long as its window is open. A program that only hands the file on ends
    // soon, and says whether it could.
    ended.recv_timeout(HANDED_ON).unwrap_or(true)
}

/// How long it is waited for a program that only hands the file on.
const HANDED_ON: std::time::Duration = std::time::Duration::from_secs(1);

#[cfg(test)]
mod tests {
    use super::commands;

    #[test]
    fn browser_names_programs_and_commands() {
        let list = if cfg!(windows) { "one;;two -n %s" } else { "one::two -n %s" };
        assert_eq!(commands(Some(list), false), [vec!["one"], vec!["two", "-n", "%s"]]);
        assert_eq!(commands(None, false), Vec::<Vec<String>>::new());
        assert!(commands(Some(""), true).iter().all(|words| !words.is_empty()));
        assert!(!commands(None, true).is_empty());
    }
}
