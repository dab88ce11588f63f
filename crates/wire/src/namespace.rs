//! A network of this process's own (network_namespaces(7)): in it are the two clients of the chapter,
//! who are the kernel's, and a TUN device, behind which is the learner's host.

use std::fs;
use std::io;
use std::net::Ipv4Addr;
use std::os::fd::{AsFd, OwnedFd};
use std::process::Command;

use nix::sched::{CloneFlags, unshare};
use tappers::{AddAddressV4, DeviceState, Tun};

use crate::Result;

/// The learner's host: the chapter's server.
pub const HOST: Ipv4Addr = Ipv4Addr::new(198, 18, 203, 1);

/// The clients of the chapter. They are the kernel's own addresses.
pub const CLIENTS: [Ipv4Addr; 2] =
    [Ipv4Addr::new(198, 18, 203, 153), Ipv4Addr::new(198, 18, 203, 86)];

/// Whether this process may use the device.
///
/// # Errors
///
/// A sentence that says why not, and what to do.
pub fn device_is_there() -> Result<()> {
    grader::tun_device_is_there()
        .map_err(|why| format!("Your host needs a TUN device to answer a real kernel, but {why}."))
}

/// Moves this process, which has one thread, into a network of its own.
///
/// # Errors
///
/// A sentence that says what is not allowed here, and what to do.
pub fn enter() -> Result<()> {
    // Asked before, because nobody has an id in the new namespace until it is given one.
    let (user, group) = (rustix::process::getuid(), rustix::process::getgid());
    unshare(CloneFlags::CLONE_NEWUSER | CloneFlags::CLONE_NEWNET).map_err(|errno| {
        format!(
            "This process cannot make a network of its own ({errno}). It needs user namespaces \
             (user_namespaces(7)): where `unshare --map-root-user --net true` fails too, the \
             administrator has forbidden them."
        )
    })?;
    // In here it is root, outside it is who it was. Only root keeps its rights when it starts a program.
    let maps = [
        ("setgroups", "deny".to_owned()),
        ("uid_map", format!("0 {} 1", user.as_raw())),
        ("gid_map", format!("0 {} 1", group.as_raw())),
    ];
    for (file, text) in maps {
        let file = format!("/proc/self/{file}");
        fs::write(&file, text).map_err(|error| format!("{file} cannot be written: {error}."))?;
    }
    Ok(())
}

/// Makes the device in the network that this process is in. What the kernel sends to the host can be
/// read from it, and what is written to it has come from the host.
///
/// # Errors
///
/// A sentence that says what is not allowed here, and what to do.
pub fn device() -> Result<OwnedFd> {
    device_is_there()?;
    make().map_err(|error| {
        format!(
            "No TUN device can be made in a network of one's own: {error}. Some distributions allow user \
             namespaces, but no rights in them; on Ubuntu, `sudo sysctl -w \
             kernel.apparmor_restrict_unprivileged_userns=0` allows them until the next start."
        )
    })
}

fn make() -> io::Result<OwnedFd> {
    let mut tun = Tun::new()?;
    for client in CLIENTS {
        let mut address = AddAddressV4::new(client);
        address.set_netmask(24);
        tun.add_addr(address)?;
    }
    tun.set_state(DeviceState::Up)?;
    tun.set_nonblocking(true)?;
    // The web server listens at 127.0.0.1.
    let status = Command::new("ip").args(["link", "set", "lo", "up"]).status()?;
    if !status.success() {
        return Err(io::Error::other("`ip link set lo up` has failed"));
    }
    tun.as_fd().try_clone_to_owned()
}
