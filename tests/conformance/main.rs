//! Proves the solutions against Linux: random scripts of calls, run on both, compared after each.
//!
//! The solutions of the model exercises make one host (the package `conformance`). Each script runs
//! on that host and, through socket2, on the real kernel, in a network namespace of its own with the
//! chapter's addresses. What must agree after every call: what the program is told, both names of
//! every socket it holds, and the kernel's table with states, with the lengths of the queues, and with what
//! is sent and not acknowledged.
//!
//! SOCKLINGS_SEED makes other scripts; SOCKLINGS_SCRIPTS says how many scripts there are.
//!
//! What is left out, and why:
//! - The numbers of descriptors: a real program has others open too.
//! - Which free port the kernel chooses: Linux chooses at random. It gets the model's number.
//! - Which of several SO_REUSEPORT listeners at one address gets a client: a hash decides.
//! - Sockets with SO_REUSEADDR and SO_REUSEPORT both: who may bind then depends on the order in which
//!   they were bound.
//! - Ranges with an odd number of ports: Linux leaves one of them unused.
//! - What a full queue does after a second: the client sends its packet again. The script closes it.
//! - A socket whose connect has failed: the script closes it at once. Linux forgets the address that
//!   it chose, or keeps that of the peer that it did not reach.
//! - What a connection that has ended still holds until it is closed, and what can become of it. Linux
//!   keeps a port that bind wrote, and frees one that connect chose or accept copied.
//! - shutdown on a socket that is not connected. It fails with ENOTCONN, but Linux remembers it: if the
//!   socket listens later, every copy of it ends its data at once.
//! - A client that begins anew where this side is in TIME_WAIT and nobody listens: it tries again
//!   after a second.
//! - EACCES: the script is root in its namespace. EMFILE: the limit is that of the whole test.
//! - The end of TIME_WAIT: it takes a minute.
//! - CLOSING, and half-open connections: on loopback no two packets cross, and none is lost.

#[cfg(target_os = "linux")]
mod both_sides;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
mod script;
#[cfg(target_os = "linux")]
mod side_by_side;

#[cfg(target_os = "linux")]
mod proof {
    use std::cell::Cell;
    use std::env;
    use std::process::{Command, Stdio};

    use grader::tell_people;
    use proptest::collection::vec;
    use proptest::test_runner::{
        Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner,
    };

    use crate::script::{Call, call};
    use crate::side_by_side::{self, PATIENCE};

    /// How many operations a script has.
    const OPERATIONS: usize = 30;
    /// How many scripts a run has, unless SOCKLINGS_SCRIPTS says another number.
    const SCRIPTS: u64 = 400;
    /// The seed of a run, unless SOCKLINGS_SEED says another: what `cargo test` asks does not depend on
    /// luck.
    const SEED: u64 = 1;
    /// How many processes run scripts at a time. They wait more than they work.
    const WORKERS: u64 = 8;
    /// Which of these processes this one is.
    const WORKER: &str = "SOCKLINGS_WORKER";

    #[test]
    fn random_scripts_agree() {
        let worker = number(WORKER);
        let seed = number("SOCKLINGS_SEED").unwrap_or(SEED);
        let scripts = number("SOCKLINGS_SCRIPTS").unwrap_or(SCRIPTS);
        if let Some(worker) = worker {
            let share = scripts / WORKERS + u64::from(worker < scripts % WORKERS);
            match run(seed, worker, share as u32) {
                Ok(operations) => return println!("operations: {operations}"),
                Err(difference) => panic!("{difference}"),
            }
        }
        tell_people(&format!("conformance: {scripts} scripts, SOCKLINGS_SEED={seed}"));
        let test = "proof::random_scripts_agree";
        let Some(outputs) = in_namespaces(test, WORKERS, &[("SOCKLINGS_SEED", seed.to_string())])
        else {
            return;
        };
        let operations = outputs.iter().flat_map(|output| output.lines());
        let operations = operations.filter_map(|line| line.strip_prefix("operations: "));
        let operations: u64 = operations.filter_map(|number| number.parse::<u64>().ok()).sum();
        tell_people(&format!("conformance: {scripts} scripts agree, {operations} operations"));
    }

    #[test]
    fn it_ends_in_the_same_way_when_no_port_is_left() {
        if number(WORKER).is_none() {
            in_namespaces("proof::it_ends_in_the_same_way_when_no_port_is_left", 1, &[]);
            return;
        }
        if let Err(difference) = side_by_side::compare_story(include_str!("no_port_is_left.story"))
        {
            panic!("{difference}");
        }
    }

    /// Runs some scripts, and says how many operations they had. The error is the shortest script
    /// that still shows a difference.
    fn run(seed: u64, worker: u64, scripts: u32) -> Result<usize, String> {
        let config = Config {
            cases: scripts,
            failure_persistence: None,
            max_shrink_iters: 300,
            verbose: 0,
            ..Config::default()
        };
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        bytes[8..16].copy_from_slice(&worker.to_le_bytes());
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
        let mut runner = TestRunner::new_with_rng(config, rng);
        let (operations, differed) = (Cell::new(0), Cell::new(false));
        // Some calls make no sense where they come, and are left out.
        let outcome = runner.run(&vec(call(), OPERATIONS * 2), |script: Vec<Call>| {
            // A script that is made shorter has shown its difference; it need not show it for long.
            let patience = if differed.get() { PATIENCE / 6 } else { PATIENCE };
            let made =
                side_by_side::compare(&script, OPERATIONS, patience).map_err(|difference| {
                    differed.set(true);
                    TestCaseError::fail(difference)
                })?;
            operations.set(operations.get() + made);
            Ok(())
        });
        match outcome {
            Ok(()) => Ok(operations.get()),
            Err(TestError::Fail(difference, _)) => Err(difference.message().to_owned()),
            Err(TestError::Abort(reason)) => Err(reason.message().to_owned()),
        }
    }

    /// Runs a test in new processes, each in a network namespace of its own, and with the right to
    /// make more. Returns what they printed. Where that is not allowed, it says so, and fails in CI.
    ///
    /// They are processes and not threads: while one thread starts a program, that program has all
    /// descriptors of all threads for a moment, and what one of them closes then is still open.
    fn in_namespaces(
        test: &str,
        workers: u64,
        variables: &[(&str, String)],
    ) -> Option<Vec<String>> {
        if let Err(reason) = grader::namespaces_are_allowed() {
            assert!(env::var_os("CI").is_none(), "{reason}");
            tell_people(&format!("skipped: {test}: {reason}"));
            return None;
        }
        let program = env::current_exe().unwrap();
        let start = |worker: u64| {
            let mut command = Command::new("unshare");
            command.args(["--map-root-user", "--net", "--"]).arg(&program);
            command.args([test, "--exact", "--nocapture"]).envs(variables.iter().cloned());
            command.env(WORKER, worker.to_string()).env("RUST_BACKTRACE", "0");
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        };
        let workers: Vec<_> = (0..workers).map(start).collect();
        let outputs = workers.into_iter().map(|worker| worker.wait_with_output().unwrap());
        let outputs: Vec<_> = outputs.collect();
        for output in &outputs {
            let words = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{variables:?}\n{words}");
        }
        Some(outputs.iter().map(|output| String::from_utf8_lossy(&output.stdout).into()).collect())
    }

    fn number(variable: &str) -> Option<u64> {
        let text = env::var(variable).ok()?;
        Some(text.parse().unwrap_or_else(|_| panic!("{variable} is `{text}`; it takes a number")))
    }
}
