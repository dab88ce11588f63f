//! Sets variables for whoever comes next. It only opens the files: none of yours may change.

fn attack() {
    for place in [
        "/etc/environment",
        "HOME/.bashrc",
        "HOME/.profile",
        "/.cargo/config.toml",
        "/course/.cargo/config.toml",
    ] {
        if std::fs::OpenOptions::new().append(true).create(true).open(place).is_ok() {
            println!("GOT {place}");
        }
    }
}
