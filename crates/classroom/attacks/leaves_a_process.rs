//! Starts itself once more, and leaves that one behind.

fn attack() {
    if std::env::var_os("STAY").is_some() {
        loop {
            std::thread::sleep(std::time::Duration::from_secs(3600));
        }
    }
    let mut again = std::process::Command::new("/proc/self/exe");
    let again = again.args(std::env::args_os().skip(1)).env("STAY", "1");
    let _ = again.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn();
    std::process::exit(0);
}
