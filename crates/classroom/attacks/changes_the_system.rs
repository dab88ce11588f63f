//! Changes what the kernel lets itself be told. Of what is not its own, it only opens the files.

fn attack() {
    for place in [
        "/proc/sys/kernel/core_pattern",
        "/proc/sysrq-trigger",
        "/proc/sys/net/ipv4/ip_unprivileged_port_start",
        "/sys/kernel/uevent_helper",
    ] {
        if std::fs::OpenOptions::new().write(true).open(place).is_ok() {
            println!("GOT {place}");
        }
    }
    if std::fs::write("/proc/self/oom_score_adj", "-1000").is_ok() {
        println!("GOT /proc/self/oom_score_adj");
    }
}
