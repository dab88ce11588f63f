//! Looks for descriptors that it was not given.

fn attack() {
    for number in 3..64 {
        let path = format!("/proc/self/fd/{number}");
        if let Ok(to) = std::fs::read_link(&path) {
            let to = to.display().to_string();
            // Its own trace is open.
            if !to.contains("/fd")
                && !to.ends_with("/trace")
                && to != "/dev/null"
                && !to.starts_with("pipe:")
                && !to.starts_with("anon")
            {
                println!("GOT {to}");
            }
        }
    }
}
