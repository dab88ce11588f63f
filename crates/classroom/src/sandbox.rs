//! The outer sandboxes: one in which a student's file is compiled, one in which a graded test runs.
//!
//! They are made by bubblewrap (bwrap(1)), never as root: whoever is root is somebody else in there.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use socklings::Result;

/// Whom root becomes. Nobody has this id; setpriv(1) needs no account.
pub const NOBODY: u32 = 64_321;

/// Whether this process is root.
pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// Whether this machine can contain a program.
///
/// # Errors
///
/// A sentence that says what is missing, and what to install or to allow.
pub fn is_possible() -> Result<()> {
    if !cfg!(target_os = "linux") {
        return Err(
            "Programs are contained on Linux only. Grade on a Linux machine, or in a virtual \
                    one. `--uncontained` judges without a sandbox, and marks every result."
                .to_owned(),
        );
    }
    let help = Command::new("bwrap").arg("--help").stdin(Stdio::null()).output();
    let help = help.map_err(|error| {
        format!(
            "bubblewrap cannot be started ({error}). Install it: `apt-get install bubblewrap`, `dnf install \
             bubblewrap`, or `pacman -S bubblewrap`. `--uncontained` judges without it, and marks every \
             result."
        )
    })?;
    if !String::from_utf8_lossy(&help.stdout).contains("--disable-userns") {
        return Err(
            "This bubblewrap is too old: 0.8 or newer is needed. `--uncontained` judges without \
                    it, and marks every result."
                .to_owned(),
        );
    }
    let mut sandbox = Sandbox::new(&[]);
    // The inner one is in a sandbox too.
    let mut inner = Sandbox::new(&[]);
    inner.system();
    sandbox.system().arguments(["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]);
    let inner =
        inner.arguments(["--proc", "/proc", "--dev", "/dev", "--", "true"]).only_bubblewrap();
    let mut command = sandbox.arguments(["--"]).arguments(inner).command();
    let output = command.stdin(Stdio::null()).output();
    let output = output.map_err(|error| format!("The sandbox cannot be started: {error}."))?;
    if output.status.success() {
        return Ok(());
    }
    let words = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(format!(
        "A sandbox cannot be made here: {words}\nUser namespaces may be forbidden. On Ubuntu 24.04 AppArmor \
         does it: `sysctl kernel.apparmor_restrict_unprivileged_userns=0` allows them. On Debian it may be \
         `sysctl kernel.unprivileged_userns_clone=1`. In a container, it must be allowed from outside. \
         `--uncontained` judges without a sandbox, and marks every result."
    ))
}

/// Where the system's programs are.
pub const PATH: &str = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";

/// What is limited of a process and of all that it starts (setrlimit(2)).
pub type Limit = (&'static str, u64);

/// A sandbox that is being described.
#[derive(Debug)]
pub struct Sandbox {
    before: Vec<OsString>,
    arguments: Vec<OsString>,
}

impl Sandbox {
    /// One in which nothing can be seen, that has no network, and ends with whoever has made it.
    pub fn new(limits: &[Limit]) -> Self {
        let mut before: Vec<OsString> = Vec::new();
        if is_root() {
            let id = NOBODY.to_string();
            let drop = ["setpriv", "--reuid", &id, "--regid", &id, "--clear-groups", "--"];
            before.extend(drop.map(Into::into));
        }
        if !limits.is_empty() {
            before.push("prlimit".into());
            before.extend(limits.iter().map(|(name, most)| format!("--{name}={most}").into()));
            before.push("--".into());
        }
        let mut sandbox = Self { before, arguments: Vec::new() };
        sandbox.arguments(["--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts"]);
        sandbox.arguments(["--unshare-cgroup-try", "--unshare-net", "--new-session"]);
        sandbox.arguments(["--die-with-parent", "--cap-drop", "ALL", "--clearenv"]);
        sandbox.arguments(["--hostname", "sandbox", "--setenv", "HOME", "/tmp"]);
        sandbox
    }

    /// Adds arguments of bubblewrap.
    pub fn arguments<S: Into<OsString>>(&mut self, more: impl IntoIterator<Item = S>) -> &mut Self {
        self.arguments.extend(more.into_iter().map(Into::into));
        self
    }

    /// Shows the system's programs and libraries.
    pub fn system(&mut self) -> &mut Self {
        self.arguments(["--ro-bind", "/usr", "/usr"]);
        self.arguments(["--ro-bind-try", "/etc/alternatives", "/etc/alternatives"]);
        for folder in ["/bin", "/sbin", "/lib", "/lib64", "/lib32"] {
            match fs::read_link(folder) {
                Ok(to) => {
                    self.arguments([OsStr::new("--symlink"), to.as_os_str(), folder.as_ref()])
                }
                Err(_) => self.arguments(["--ro-bind-try", folder, folder]),
            };
        }
        self
    }

    /// Shows the devices that everybody may use: the machine's, but for these.
    pub fn devices(&mut self, own: &[(PathBuf, String)]) -> &mut Self {
        self.arguments(["--dev", "/dev"]).some_devices(own)
    }

    /// Shows these devices too.
    pub fn some_devices(&mut self, some: &[(PathBuf, String)]) -> &mut Self {
        for (device, place) in some {
            self.arguments([OsStr::new("--dev-bind"), device.as_os_str(), place.as_ref()]);
        }
        self
    }

    /// Shows a file or a folder at a place, to be read.
    pub fn reads(&mut self, path: &Path, place: &str) -> &mut Self {
        self.arguments([OsStr::new("--ro-bind"), path.as_os_str(), place.as_ref()])
    }

    /// Shows a folder at a place, to be written.
    pub fn writes(&mut self, path: &Path, place: &str) -> &mut Self {
        self.arguments([OsStr::new("--bind"), path.as_os_str(), place.as_ref()])
    }

    /// Sets a variable.
    pub fn variable(&mut self, name: &str, value: impl AsRef<OsStr>) -> &mut Self {
        self.arguments([OsStr::new("--setenv"), name.as_ref(), value.as_ref()])
    }

    /// Bubblewrap's own command line.
    fn only_bubblewrap(&self) -> Vec<OsString> {
        let own = self.arguments.iter().cloned();
        // Two processes that die with each other's parent are one too many for a trial.
        std::iter::once("bwrap".into()).chain(own.filter(|it| it != "--die-with-parent")).collect()
    }

    /// The command that makes the sandbox, and runs in it what was added last.
    pub fn command(&self) -> Command {
        let mut words = self.before.iter().cloned().chain(["bwrap".into()]);
        let mut command = Command::new(words.next().unwrap_or_default());
        command.args(words).args(&self.arguments).env_clear().env("PATH", PATH);
        command
    }
}
