//! The devices that everybody may use, such as /dev/null.
//!
//! A sandbox shows the machine's own. On some machines only root may write to /dev/null, and then whatever
//! opens it in the sandbox fails there: Chromium does. So root makes another one, where it can.

use std::path::{Path, PathBuf};

/// The name, and the numbers (null(4), full(4), random(4)).
#[cfg(target_os = "linux")]
const DEVICES: [(&str, u32, u32); 5] =
    [("null", 1, 3), ("zero", 1, 5), ("full", 1, 7), ("random", 1, 8), ("urandom", 1, 9)];

/// Makes those that this machine does not let everybody use: where they are, and what they stand for.
#[cfg(target_os = "linux")]
pub fn make(folder: &Path) -> Vec<(PathBuf, String)> {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;

    use rustix::fs::{CWD, FileType, Mode, makedev, mknodat};

    let everybody = 0o666;
    let make = |(name, major, minor): (&str, u32, u32)| {
        let place = format!("/dev/{name}");
        let mode = fs::metadata(&place).ok()?.permissions().mode();
        if mode & everybody == everybody {
            return None;
        }
        let own = folder.join(name);
        let bits = Mode::from_raw_mode(everybody);
        // Who is not root may not. Then the machine's own must do.
        mknodat(CWD, &own, FileType::CharacterDevice, bits, makedev(major, minor)).ok()?;
        // The mode above is less what umask(2) takes away.
        fs::set_permissions(&own, Permissions::from_mode(everybody)).ok()?;
        Some((own, place))
    };
    DEVICES.into_iter().filter_map(make).collect()
}

/// Only Linux has sandboxes.
#[cfg(not(target_os = "linux"))]
pub fn make(_: &Path) -> Vec<(PathBuf, String)> {
    Vec::new()
}
