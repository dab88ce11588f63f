//! A network namespace with addresses of its own (network_namespaces(7)): a server may listen at every
//! address without being seen from outside, it and its clients can have the chapter's own addresses
//! and ports, and the kernel's table has nobody else's sockets.

use std::io::Write;
use std::net::Ipv4Addr;
use std::process::{Command, Stdio};
use std::{env, fs};

use grader::real_needs::launcher;
use grader::{
    Bench, DEADLINE, Failure, Folder, Program, namespaces_are_allowed, parse_records, skip,
};

/// Set in the process inside a namespace.
const INSIDE: &str = "SOCKLINGS_INSIDE";

/// Has a check judged in a network namespace that has these addresses. For this, the test is started
/// again by the check's name, in the namespace, and judges this check alone.
///
/// # Errors
///
/// What the process in there has recorded, or why there is no such process.
pub fn inside(
    bench: &Bench<'_>,
    check: &str,
    addresses: &[Ipv4Addr],
    judge: impl FnOnce(&Program) -> Result<(), Failure>,
) -> Result<(), Failure> {
    if env::var_os(INSIDE).is_some() {
        set_up(addresses)?;
        return judge(bench.program);
    }
    if let Err(reason) = namespaces_are_allowed() {
        return skip(&reason);
    }
    let text = judge_inside(bench, check)?;
    let records = parse_records(&text)?;
    let record = records.into_iter().find(|record| record.check == check);
    let missing = || Failure::Fault(format!("the process in the namespace did not judge {check}"));
    Err(Failure::Recorded(Box::new(record.ok_or_else(missing)?)))
}

/// Starts this test again, in a namespace: the records that it has written.
fn judge_inside(bench: &Bench<'_>, check: &str) -> Result<String, String> {
    /// There is a deadline for each thing that is waited for in there.
    const LONG: u32 = 12;
    let fault = |what: &str, error: std::io::Error| format!("{what}: {error}");
    let test = env::current_exe().map_err(|error| fault("the test's own file", error))?;
    let folder = Folder::new()?;
    let records = folder.path().join("records");
    let mut unshare = Program::trusted("unshare");
    if let Some(mistake) = bench.program.mistake() {
        unshare = unshare.with_mistake(mistake);
    }
    let setting = |name: &str, value: &std::path::Path| {
        let mut setting = std::ffi::OsString::from(format!("{name}="));
        setting.push(value);
        setting
    };
    let arguments = ["--map-root-user", "--net", "--", "env"].map(Into::into).into_iter();
    let arguments = arguments.chain([
        setting(INSIDE, check.as_ref()),
        setting("SOCKLINGS_PROGRAM", bench.program.path()),
        setting("SOCKLINGS_RECORDS", &records),
        test.into(),
        check.into(),
        "--exact".into(),
    ]);
    let run = unshare.start::<std::ffi::OsString>(arguments)?.end_within(LONG * DEADLINE);
    fs::read_to_string(&records).map_err(|_| {
        format!(
            "nothing was judged in the namespace ({:?}): {}{}",
            run.ended, run.stdout, run.stderr
        )
    })
}

/// Gives the namespace that this process is in some addresses of its own.
///
/// # Errors
///
/// A sentence, if ip(8) cannot do it.
pub fn set_up(addresses: &[Ipv4Addr]) -> Result<(), String> {
    let mut batch = "link set lo up\n".to_owned();
    for address in addresses {
        batch += &format!("address add {address}/32 dev lo\n");
    }
    let fault = |error| format!("ip: {error}");
    let mut ip = Command::new("ip");
    let mut ip = ip.args(["-batch", "-"]).stdin(Stdio::piped()).spawn().map_err(fault)?;
    if let Some(mut input) = ip.stdin.take() {
        input.write_all(batch.as_bytes()).map_err(fault)?;
    }
    let status = ip.wait().map_err(fault)?;
    if !status.success() {
        return Err(format!("ip: {status}"));
    }
    if launcher().is_some() {
        // A program in a sandbox has no more rights here than others. So port 80 is everybody's.
        fs::write("/proc/sys/net/ipv4/ip_unprivileged_port_start", "0")
            .map_err(|error| format!("port 80 cannot be everybody's: {error}"))?;
    }
    Ok(())
}
