//! The devices that everybody may use, such as /dev/null, and the one that makes others: /dev/net/tun.
//!
//! A sandbox shows the machine's own. On some machines only root may write to /dev/null, and then whatever
//! opens it in the sandbox fails there: Chromium does. So root makes another one, where it can.

use std::path::{Path, PathBuf};

/// The name, and the numbers (null(4), full(4), random(4)).
#[cfg(target_os = "linux")]
const DEVICES: [(&str, u32, u32); 5] =
    [("null", 1, 3), ("zero", 1, 5), ("full", 1, 7), ("random", 1, 8), ("urandom", 1, 9)];

/// The same of the device by which a program sends and receives packets (Linux, networking/tuntap).
#[cfg(target_os = "linux")]
const TUN: (&str, u32, u32) = ("net/tun", 10, 200);

/// Makes those that this machine does not let everybody use: where they are, and what they stand for.
#[cfg(target_os = "linux")]
pub fn make(folder: &Path) -> Vec<(PathBuf, String)> {
    DEVICES.into_iter().filter_map(|device| another(device, folder)).collect()
}

/// The TUN device for a graded test, if there is one. It is in no sandbox by itself. The judged program does
/// not see it: it is given the open device, if anything.
///
/// Whoever may open it can make a device in a network of one's own, and nowhere else.
#[cfg(target_os = "linux")]
pub fn tun(folder: &Path) -> Option<(PathBuf, String)> {
    let place = place(TUN);
    // Where everybody may not use the machine's own, the test says so.
    another(TUN, folder)
        .or_else(|| Path::new(&place).exists().then(|| (place.clone().into(), place)))
}

#[cfg(target_os = "linux")]
fn place((name, ..): (&str, u32, u32)) -> String {
    format!("/dev/{name}")
}

/// Another device that everybody may use, where everybody may not use the machine's.
#[cfg(target_os = "linux")]
fn another(device: (&str, u32, u32), folder: &Path) -> Option<(PathBuf, String)> {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;

    use rustix::fs::{CWD, FileType, Mode, makedev, mknodat};

    let everybody = 0o666;
    let ((name, major, minor), place) = (device, place(device));
    let mode = fs::metadata(&place).ok()?.permissions().mode();
    if mode & everybody == everybody {
        return None;
    }
    let own = folder.join(Path::new(name).file_name()?);
    let bits = Mode::from_raw_mode(everybody);
    // Who is not root may not. Then the machine's own must do.
    mknodat(CWD, &own, FileType::CharacterDevice, bits, makedev(major, minor)).ok()?;
    // The mode above is less what umask(2) takes away.
    fs::set_permissions(&own, Permissions::from_mode(everybody)).ok()?;
    Some((own, place))
}

/// Only Linux has sandboxes.
#[cfg(not(target_os = "linux"))]
pub fn make(_: &Path) -> Vec<(PathBuf, String)> {
    Vec::new()
}

/// Only Linux has sandboxes.
#[cfg(not(target_os = "linux"))]
pub fn tun(_: &Path) -> Option<(PathBuf, String)> {
    None
}
