//! Plays Gradescope: its folders, its metadata, its limits, and a container that may make no namespaces.
//!
//! The container is bubblewrap's, as root and without a user namespace, with the capabilities and the
//! refusals that Docker's containers have. In there the zip file's course is where this one is, its files are
//! as old, and cargo builds into the same folder: so it builds only what differs.

#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::fs::{self, File, Permissions};
use std::io::{Seek, Write};
use std::os::fd::AsRawFd;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule,
};
use serde_json::{Value, json};

/// Gradescope's own limits, unless somebody has changed them: ten minutes, 768 MB.
const TIME: Duration = Duration::from_secs(600);

/// What root may in a container of Docker's (capabilities(7)).
const CAPABILITIES: [&str; 14] = [
    "CHOWN",
    "DAC_OVERRIDE",
    "FSETID",
    "FOWNER",
    "MKNOD",
    "NET_RAW",
    "SETGID",
    "SETUID",
    "SETFCAP",
    "SETPCAP",
    "NET_BIND_SERVICE",
    "SYS_CHROOT",
    "KILL",
    "AUDIT_WRITE",
];

/// An answer of `accept` whose functions do this first.
fn attack(what: &str) -> String {
    format!(
        "fn attack() {{ {what} }}
pub fn connection_packet(_: &mut netstack::SocketTable, found: netstack::SocketId, _: &netstack::Segment)
-> netstack::SocketId {{ attack(); found }}
pub fn accept(_: &mut netstack::SocketTable, _: netstack::Fd)
-> Result<(netstack::Fd, std::net::SocketAddrV4), netstack::Errno> {{ attack(); Err(netstack::Errno::EAGAIN) }}
"
    )
}

/// What Docker refuses, as far as it matters here.
fn refused() -> BpfProgram {
    let mut calls: BTreeMap<i64, Vec<SeccompRule>> = BTreeMap::new();
    for call in [libc::SYS_unshare, libc::SYS_setns, libc::SYS_mount, libc::SYS_clone3] {
        calls.insert(call, Vec::new());
    }
    let flag = libc::CLONE_NEWUSER as u64;
    let is = SeccompCmpOp::MaskedEq(flag);
    let condition = SeccompCondition::new(0, SeccompCmpArgLen::Qword, is, flag).unwrap();
    calls.insert(libc::SYS_clone, vec![SeccompRule::new(vec![condition]).unwrap()]);
    let refuse = SeccompAction::Errno(libc::ENOSYS as u32);
    let here = std::env::consts::ARCH.try_into().unwrap();
    SeccompFilter::new(calls, SeccompAction::Allow, refuse, here).unwrap().try_into().unwrap()
}

/// Runs a command as Gradescope does: in a new container, whose folder is this one.
fn in_a_container(autograder: &Path, command: &str) -> (Option<i32>, String) {
    let root = grader::root();
    let target = PathBuf::from(env!("CARGO_BIN_EXE_classroom"));
    let target = target.ancestors().nth(2).unwrap();
    let mut filter = tempfile::tempfile().unwrap();
    for it in refused() {
        let code = it.code.to_ne_bytes();
        filter.write_all(&[code[0], code[1], it.jt, it.jf]).unwrap();
        filter.write_all(&it.k.to_ne_bytes()).unwrap();
    }
    filter.rewind().unwrap();
    rustix::io::fcntl_setfd(&filter, rustix::io::FdFlags::empty()).unwrap();

    let mut bwrap = Command::new("bwrap");
    bwrap.args(["--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-net"]);
    bwrap.args(["--die-with-parent", "--new-session", "--cap-drop", "ALL"]);
    CAPABILITIES.iter().for_each(|it| _ = bwrap.args(["--cap-add", &format!("CAP_{it}")]));
    for entry in fs::read_dir("/").unwrap().flatten() {
        let path = entry.path();
        match entry.file_name().to_str() {
            Some("proc" | "dev" | "sys" | "tmp" | "run" | "autograder") => {}
            _ if path.is_symlink() => {
                bwrap.arg("--symlink").arg(fs::read_link(&path).unwrap()).arg(&path);
            }
            _ => _ = bwrap.arg("--ro-bind").args([&path, &path]),
        }
    }
    bwrap.args(["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--perms", "1777"]);
    bwrap.args(["--tmpfs", "/var/tmp"]);
    bwrap.arg("--bind").arg(autograder.join("source/course")).arg(&root);
    bwrap.arg("--bind").args([target, target]).arg("--bind").arg(autograder).arg("/autograder");
    bwrap.arg("--seccomp").arg(filter.as_raw_fd().to_string());
    bwrap.args(["--chdir", "/autograder", "--", "/bin/bash", "-c", command]);
    bwrap
        .env("AUTOGRADER_COURSE", &root)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_NET_OFFLINE", "true");
    for name in ["CARGO", "CARGO_MANIFEST_DIR", "RUSTC", "TMPDIR"] {
        bwrap.env_remove(name);
    }
    bwrap.stdin(Stdio::null());
    let output = bwrap.output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&said).into_owned())
}

/// Compares the files, and makes those of the zip file as old.
fn are_the_same(copy: &Path, course: &Path) {
    for entry in fs::read_dir(copy).unwrap().flatten() {
        let (path, own) = (entry.path(), course.join(entry.file_name()));
        if path.is_dir() {
            are_the_same(&path, &own);
            continue;
        }
        assert_eq!(fs::read(&path).unwrap(), fs::read(&own).unwrap(), "{}", path.display());
        let changed = fs::metadata(&own).unwrap().modified().unwrap();
        File::options().write(true).open(&path).unwrap().set_modified(changed).unwrap();
    }
}

/// Judges one submission: `results.json`, and what was said.
fn submit(autograder: &Path, number: u64, files: &[(&str, &str)]) -> (Option<Value>, String) {
    let submission = autograder.join("submission");
    let _ = fs::remove_dir_all(&submission);
    fs::create_dir_all(submission.join("src")).unwrap();
    files.iter().for_each(|(name, text)| fs::write(submission.join(name), text).unwrap());
    let metadata = json!({
        "id": number,
        "created_at": "2026-03-01T12:00:00.000000+01:00",
        "assignment": {
            "due_date": "2026-03-02T00:00:00.000000+01:00", "group_size": 1, "id": 9, "course_id": 8,
            "late_due_date": null, "release_date": "2026-02-01T00:00:00.000000+01:00",
            "title": "Sockets", "total_points": "100.0",
        },
        "submission_method": "upload",
        "users": [{ "email": "ada@example.org", "id": 7, "name": "Ada <script>" }],
        "previous_submissions": [{ "score": 1.0, "results": { "secret": "PREVIOUS" } }],
    });
    fs::write(autograder.join("submission_metadata.json"), metadata.to_string()).unwrap();
    let results = autograder.join("results");
    let _ = fs::remove_dir_all(&results);
    fs::create_dir_all(&results).unwrap();
    let begun = Instant::now();
    let (_, said) = in_a_container(autograder, "/autograder/run_autograder");
    assert!(begun.elapsed() < TIME, "{said}");
    let text = fs::read(results.join("results.json")).ok();
    (text.map(|it| serde_json::from_slice(&it).unwrap()), said)
}

#[test]
fn gradescope_judges_as_another_user() {
    if !rustix::process::geteuid().is_root() {
        assert!(std::env::var_os("CI").is_none(), "Gradescope's container is root's");
        return eprintln!("skipped: Gradescope's container is root's, and this is not root");
    }
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
    let zip = folder.path().join("autograder.zip");
    let mut pack = Command::new(env!("CARGO_BIN_EXE_classroom"));
    let pack = pack.args(["gradescope", "--exercises", "start,accept", "--out"]).arg(&zip);
    assert!(pack.status().unwrap().success());

    let autograder = folder.path().join("autograder");
    let source = autograder.join("source");
    zip::ZipArchive::new(File::open(&zip).unwrap()).unwrap().extract(&source).unwrap();
    are_the_same(&source.join("course"), &grader::root());
    fs::copy(source.join("run_autograder"), autograder.join("run_autograder")).unwrap();
    let (code, said) = in_a_container(&autograder, "/autograder/source/setup.sh");
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("accept: the solution is judged"), "{said}");

    let read = |path: &str| fs::read_to_string(grader::root().join(path)).unwrap();
    let (start, accept) =
        (read("solutions/00_start/src/start.rs"), read("solutions/06_accept/src/accept.rs"));
    let (right, said) = submit(&autograder, 1, &[("src/accept.rs", &accept), ("start.rs", &start)]);
    let right = right.unwrap_or_else(|| panic!("{said}"));
    let max: f64 =
        right["tests"].as_array().unwrap().iter().filter_map(|it| it["max_score"].as_f64()).sum();
    assert!(max > 10.0 && right["score"].as_f64() == Some(max), "{right:#}");
    assert_eq!(right["extra_data"]["contained"], false);
    assert_eq!(right["extra_data"]["containment"], "another user");
    assert!(right["output"].as_str().unwrap().contains("without a sandbox"));
    assert!(said.contains("100 points on Gradescope"), "{said}");
    // A submission that is judged again is judged by the same stories; another one is not.
    let seeds = &right["extra_data"]["seeds"];

    let nothing = attack("");
    let (nothing, said) = submit(&autograder, 2, &[("accept.rs", &nothing)]);
    let nothing = nothing.unwrap_or_else(|| panic!("{said}"));
    assert_ne!(&nothing["extra_data"]["seeds"], seeds);
    let score = nothing["score"].as_f64().unwrap();
    assert!(score < max / 4.0, "{nothing:#}");
    let missing = nothing["tests"].as_array().unwrap().iter().find(|it| it["name"] == "start");
    assert!(missing.unwrap()["output"].as_str().unwrap().contains("There is no file start.rs"));

    // None of these gains a point, or gets what is not its own.
    let writes = "let _ = std::fs::write(\"/autograder/results/results.json\", \"{\\\"score\\\": 100}\");
        if std::fs::write(\"/autograder/built/stolen\", \"\").is_ok() { println!(\"GOT the tests' folder\"); }";
    let reads = "for path in [\"/autograder/source/autograder.json\", \"/autograder/submission_metadata.json\",
            \"/autograder/built/course/tests/snapshots\", \"/autograder/built/references/accept\",
            \"/autograder/built/tests/accept\", \"/autograder/submission\", \"/autograder/results\",
            \"/root\", \"/proc/1/environ\", \"/proc/1/mem\"] {
            if std::fs::File::open(path).is_ok() { println!(\"GOT {path}\"); }
        }";
    let kills = "let _ = std::process::Command::new(\"/bin/sh\").args([\"-c\", \"kill -9 -1\"]).status();
        for id in 2..400 { let _ = std::process::Command::new(\"/bin/kill\").args([\"-9\", &id.to_string()]).status(); }";
    let stays = "if std::env::var_os(\"STAY\").is_none() {
            let mut again = std::process::Command::new(\"/bin/sh\");
            let _ = again.args([\"-c\", \"sleep 1000; echo late > /autograder/results/results.json\"])
                .env(\"STAY\", \"1\").stdout(std::process::Stdio::null()).spawn();
        } std::process::exit(0);";
    let all = format!(
        "static ONCE: std::sync::Once = std::sync::Once::new(); ONCE.call_once(|| {{ {writes} {reads} }});"
    );
    for (number, what) in [(3, all.as_str()), (4, kills), (5, stays)] {
        let (value, said) = submit(&autograder, number, &[("accept.rs", &attack(what))]);
        let value = value.unwrap_or_else(|| panic!("{what}: {said}"));
        assert!(value["score"].as_f64().unwrap() <= score, "{what}: {value:#}");
        assert!(!value.to_string().contains("GOT"), "{what}: {value:#}");
    }
    let included =
        "pub const STOLEN: &str = include_str!(\"/autograder/submission_metadata.json\");
        pub const TOO: &[u8] = include_bytes!(\"/autograder/built/references/accept\");";
    let (value, said) = submit(&autograder, 6, &[("accept.rs", &(attack("") + included))]);
    let value = value.unwrap_or_else(|| panic!("{said}"));
    let text = value.to_string();
    assert!(text.contains("Permission denied") && !text.contains("PREVIOUS"), "{value:#}");
    assert_eq!(value["score"].as_f64(), Some(0.0));
}
