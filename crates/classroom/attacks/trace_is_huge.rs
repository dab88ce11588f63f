//! Fills its trace without end.

fn attack() {
    let trace = std::env::args().skip_while(|it| it != "--trace").nth(1).unwrap_or_default();
    use std::io::Write;
    if let Ok(mut file) = std::fs::OpenOptions::new().write(true).open(&trace) {
        while file.write_all(&[b'x'; 65536]).is_ok() {}
    }
    std::process::exit(0);
}
