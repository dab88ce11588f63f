//! Writes files without end, wherever it may.

fn attack() {
    for place in ["/tmp", "/dev/shm", "/", "/judged", "/var/tmp", "."] {
        for number in 0..64 {
            if std::fs::write(format!("{place}/fill-{number}"), vec![1; 4 << 20]).is_err() {
                break;
            }
            if number == 32 {
                println!("GOT 128 MiB in {place}");
            }
        }
    }
}
