//! Changes what the kernel lets itself be told.

fn attack() {
    for place in [
        "/proc/sys/kernel/core_pattern",
        "/proc/sysrq-trigger",
        "/proc/sys/net/ipv4/ip_unprivileged_port_start",
        "/proc/self/oom_score_adj",
        "/sys/kernel/uevent_helper",
    ] {
        if std::fs::write(place, "-1000").is_ok() {
            println!("GOT {place}");
        }
    }
}
