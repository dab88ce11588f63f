//! What a judged program may not ask the kernel for (seccomp(2)): calls that no exercise needs, and that are
//! known as ways to other processes, to other namespaces, or to faults of the kernel.
//!
//! All other calls are allowed: which ones a right answer makes is for its author to choose.

use std::collections::BTreeMap;

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule,
};

/// Refused as "not permitted".
const REFUSED: &[i64] = &[
    // Other processes.
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_process_madvise,
    libc::SYS_pidfd_getfd,
    libc::SYS_kcmp,
    libc::SYS_perf_event_open,
    // Namespaces and mounts.
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_open_tree,
    libc::SYS_move_mount,
    libc::SYS_mount_setattr,
    libc::SYS_fsopen,
    libc::SYS_fsconfig,
    libc::SYS_fsmount,
    libc::SYS_fspick,
    // Files by another way than their path.
    libc::SYS_name_to_handle_at,
    libc::SYS_open_by_handle_at,
    libc::SYS_fanotify_init,
    libc::SYS_fanotify_mark,
    libc::SYS_quotactl,
    // Large parts of the kernel that are seldom needed, and often had faults.
    libc::SYS_bpf,
    libc::SYS_userfaultfd,
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_keyctl,
    // The machine itself.
    libc::SYS_kexec_load,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_reboot,
    libc::SYS_swapon,
    libc::SYS_swapoff,
    libc::SYS_syslog,
    libc::SYS_acct,
    libc::SYS_settimeofday,
    libc::SYS_clock_settime,
    libc::SYS_adjtimex,
    libc::SYS_clock_adjtime,
    libc::SYS_sethostname,
    libc::SYS_setdomainname,
    libc::SYS_vhangup,
    libc::SYS_personality,
];

#[cfg(target_arch = "x86_64")]
const REFUSED_HERE: &[i64] =
    &[libc::SYS_iopl, libc::SYS_ioperm, libc::SYS_modify_ldt, libc::SYS_kexec_file_load];
#[cfg(not(target_arch = "x86_64"))]
const REFUSED_HERE: &[i64] = &[];

/// The kinds of sockets that exercises are about. All others are refused.
const FAMILIES: [i32; 3] = [libc::AF_UNIX, libc::AF_INET, libc::AF_INET6];

/// What clone(2) may not make.
const NAMESPACES: [i32; 7] = [
    libc::CLONE_NEWUSER,
    libc::CLONE_NEWNS,
    libc::CLONE_NEWPID,
    libc::CLONE_NEWNET,
    libc::CLONE_NEWIPC,
    libc::CLONE_NEWUTS,
    libc::CLONE_NEWCGROUP,
];

/// The filters, in the order in which they are installed.
///
/// # Errors
///
/// A sentence, if the processor is of a kind that nobody has thought of.
pub fn filters() -> Result<[BpfProgram; 2], String> {
    let mut refused: BTreeMap<i64, Vec<SeccompRule>> = BTreeMap::new();
    for call in REFUSED.iter().chain(REFUSED_HERE) {
        refused.insert(*call, Vec::new());
    }
    let others = FAMILIES.map(|it| condition(0, SeccompCmpOp::Ne, it));
    refused.insert(libc::SYS_socket, vec![rule(others.into_iter().collect())?]);
    let namespaces = NAMESPACES.map(|flag| {
        // A flag is one bit of many.
        let mask = u64::from(flag.cast_unsigned());
        condition(0, SeccompCmpOp::MaskedEq(mask), flag).and_then(|it| rule(Ok(vec![it])))
    });
    refused.insert(libc::SYS_clone, namespaces.into_iter().collect::<Result<_, _>>()?);
    // It puts letters into a terminal, as if somebody had typed them.
    let types = condition(1, SeccompCmpOp::Eq, TIOCSTI)?;
    refused.insert(libc::SYS_ioctl, vec![rule(Ok(vec![types]))?]);

    // What clone3(2) is to do stands in memory, where no filter looks. Who is told that it is missing takes
    // clone(2).
    let missing = BTreeMap::from([(libc::SYS_clone3, Vec::new())]);
    Ok([filter(refused, libc::EPERM)?, filter(missing, libc::ENOSYS)?])
}

/// ioctl_tty(2).
const TIOCSTI: i32 = 0x5412;

fn filter(calls: BTreeMap<i64, Vec<SeccompRule>>, error: i32) -> Result<BpfProgram, String> {
    let fault = |error: seccompiler::BackendError| format!("the filter of calls: {error}");
    let mut all = calls.clone();
    // The same calls under the numbers of x32 (syscall(2)), where a kernel has it.
    if cfg!(target_arch = "x86_64") {
        all.extend(calls.into_iter().map(|(number, rules)| (number | 0x4000_0000, rules)));
    }
    let here = std::env::consts::ARCH.try_into().map_err(fault)?;
    let refuse = SeccompAction::Errno(error.cast_unsigned());
    let filter = SeccompFilter::new(all, SeccompAction::Allow, refuse, here).map_err(fault)?;
    filter.try_into().map_err(fault)
}

fn condition(argument: u8, is: SeccompCmpOp, value: i32) -> Result<SeccompCondition, String> {
    let value = u64::from(value.cast_unsigned());
    SeccompCondition::new(argument, SeccompCmpArgLen::Dword, is, value)
        .map_err(|error| error.to_string())
}

fn rule(conditions: Result<Vec<SeccompCondition>, String>) -> Result<SeccompRule, String> {
    SeccompRule::new(conditions?).map_err(|error| error.to_string())
}

/// A filter as the kernel, and bubblewrap, read it: the bytes of `struct sock_filter`.
pub fn bytes(filter: &BpfProgram) -> Vec<u8> {
    let one = |it: &seccompiler::sock_filter| {
        let code = it.code.to_ne_bytes();
        [code[0], code[1], it.jt, it.jf].into_iter().chain(it.k.to_ne_bytes())
    };
    filter.iter().flat_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_as_long_as_the_kernel_allows() {
        for filter in filters().unwrap() {
            assert!((4..4096).contains(&filter.len()));
            assert_eq!(bytes(&filter).len(), filter.len() * 8);
        }
    }
}
