//! Asks the kernel for what no exercise needs, with a program of its own, written byte by byte

fn attack() {
    use std::os::unix::fs::PermissionsExt;
    use std::process::Command;

    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        for (name, number, arguments) in CALLS {
            let path = format!("/tmp/call-{}-{number}", std::process::id());
            let _ = std::fs::write(&path, program(number, arguments));
            let _ = std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755));
            let status = Command::new(&path).status();
            // Its code is the error's number: not permitted, no such call, no such family.
            match status.map(|it| it.code()) {
                Ok(Some(1 | 38 | 97)) | Err(_) => {}
                Ok(how) => println!("GOT {name} ({how:?})"),
            }
            let _ = std::fs::remove_file(&path);
        }
    });
}

#[cfg(target_arch = "x86_64")]
const CALLS: [(&str, i32, [i32; 4]); 21] = [
    ("ptrace", 101, [0, 0, 0, 0]),
    ("process_vm_readv", 310, [1, 0, 0, 0]),
    ("pidfd_getfd", 438, [-1, 0, 0, 0]),
    ("perf_event_open", 298, [0, 0, 0, 0]),
    ("unshare", 272, [0, 0, 0, 0]),
    ("setns", 308, [-1, 0, 0, 0]),
    ("clone in a new user namespace", 56, [0x1000_0011, 0, 0, 0]),
    ("clone3", 435, [0, 0, 0, 0]),
    ("mount", 165, [0, 0, 0, 0]),
    ("fsopen", 430, [0, 0, 0, 0]),
    ("userfaultfd", 323, [1, 0, 0, 0]),
    ("io_uring_setup", 425, [1, 0, 0, 0]),
    ("keyctl", 250, [0, -3, 0, 0]),
    ("add_key", 248, [0, 0, 0, 0]),
    ("bpf", 321, [0, 0, 0, 0]),
    ("personality", 135, [-1, 0, 0, 0]),
    ("open_by_handle_at", 304, [-1, 0, 0, 0]),
    ("a netlink socket", 41, [16, 3, 0, 0]),
    ("a packet socket", 41, [17, 3, 0, 0]),
    ("a socket of the virtual machine", 41, [40, 1, 0, 0]),
    ("a socket for ciphers", 41, [38, 5, 0, 0]),
];
#[cfg(not(target_arch = "x86_64"))]
const CALLS: [(&str, i32, [i32; 4]); 0] = [];

/// A program of Linux for x86_64: makes the call, and ends with the error's number.
fn program(number: i32, arguments: [i32; 4]) -> Vec<u8> {
    let mut code = Vec::new();
    let mut set = |register: [u8; 3], value: i32| {
        code.extend(register);
        code.extend(value.to_le_bytes());
    };
    set([0x48, 0xc7, 0xc0], number); // rax
    set([0x48, 0xc7, 0xc7], arguments[0]); // rdi
    set([0x48, 0xc7, 0xc6], arguments[1]); // rsi
    set([0x48, 0xc7, 0xc2], arguments[2]); // rdx
    set([0x49, 0xc7, 0xc2], arguments[3]); // r10
    code.extend([0x0f, 0x05, 0x48, 0xf7, 0xd8, 0x48, 0x89, 0xc7]); // syscall, neg rax, mov rdi, rax
    code.extend([0xb8, 60, 0, 0, 0, 0x0f, 0x05]); // exit
    let (base, headers) = (0x40_0000_u64, 120_u64);
    let mut file = b"\x7fELF\x02\x01\x01".to_vec();
    file.resize(16, 0);
    file.extend([2, 0, 62, 0, 1, 0, 0, 0]);
    for value in [base + headers, 64, 0] {
        file.extend(value.to_le_bytes());
    }
    file.extend([0, 0, 0, 0, 64, 0, 56, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
    let size = headers + code.len() as u64;
    file.extend([1, 0, 0, 0, 5, 0, 0, 0]);
    for value in [0, base, base, size, size, 4096] {
        file.extend(value.to_le_bytes());
    }
    file.extend(code);
    file
}
