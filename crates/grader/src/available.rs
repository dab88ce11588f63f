//! What a machine may lack, and then some checks are not made: network namespaces, a TUN device, Chromium.

use std::fs;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, TcpListener, TcpStream};
use std::process::{Command, Stdio};

/// Whether a network namespace of one's own can be made here (unshare(1), user_namespaces(7)).
///
/// # Errors
///
/// A sentence that says what is missing.
pub fn namespaces_are_allowed() -> Result<(), String> {
    if !cfg!(target_os = "linux") {
        return Err("a network of its own can be made on Linux only".to_owned());
    }
    let run = |program: &str, arguments: &[&str]| {
        let output = Command::new(program).args(arguments).stdin(Stdio::null()).output();
        let output =
            output.map_err(|error| format!("the command {program} cannot be started: {error}"))?;
        let words = String::from_utf8_lossy(&output.stderr);
        output.status.success().then_some(()).ok_or(format!("{program}: {}", words.trim()))
    };
    run("ip", &["-Version"])?;
    run("unshare", &["--map-root-user", "--net", "--", "true"])
        .map_err(|why| format!("no network namespace can be made here ({why})"))
}

/// Whether a client and a server at this address of the machine's own can meet.
///
/// # Errors
///
/// The kernel's: of socket, bind, listen or connect.
pub fn talks_with_itself(address: IpAddr) -> io::Result<()> {
    let listener = TcpListener::bind((address, 0))?;
    TcpStream::connect(listener.local_addr()?).map(drop)
}

/// The device by which a program sends and receives packets (Linux, networking/tuntap).
const TUN: &str = "/dev/net/tun";

/// Whether this process may use the TUN device.
///
/// # Errors
///
/// A sentence that says why not, and what to do.
pub fn tun_device_is_there() -> Result<(), String> {
    if !cfg!(target_os = "linux") {
        return Err("only Linux has a TUN device like that".to_owned());
    }
    let opened = fs::File::options().read(true).write(true).open(TUN);
    opened.map(drop).map_err(|error| match error.kind() {
        ErrorKind::NotFound => format!(
            "there is no {TUN}: `sudo modprobe tun` loads it, and a container gets it with `--device \
             {TUN}`"
        ),
        ErrorKind::PermissionDenied => format!(
            "{TUN} is not for everybody here: `sudo chmod 666 {TUN}` allows it, as most distributions \
             do. A program can only make devices in a network of its own"
        ),
        _ => format!("{TUN} cannot be opened: {error}"),
    })
}

/// The names of Chromium and of its relatives.
pub const CHROMIUM: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// By which name Chromium, or its relative, can be started here, and the version that it tells.
pub fn chromium() -> Option<(&'static str, String)> {
    CHROMIUM.into_iter().find_map(|name| {
        let output = Command::new(name).arg("--version").stdin(Stdio::null()).output().ok()?;
        let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        output.status.success().then_some((name, version))
    })
}
