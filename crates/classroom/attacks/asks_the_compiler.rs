//! Looks for a compiler and a shell.

fn attack() {
    for program in ["rustc", "cargo", "cc", "sh", "bash", "python3", "perl", "bwrap", "unshare"] {
        if std::process::Command::new(program).arg("--version").output().is_ok() {
            println!("GOT {program}");
        }
    }
}
