//! Writes over its own program.

fn attack() {
    let own = std::env::current_exe().unwrap_or_default();
    if std::fs::remove_file(&own).is_ok() || std::fs::write(&own, "#!/bin/sh\nexit 0\n").is_ok() {
        println!("GOT the program");
    }
}
