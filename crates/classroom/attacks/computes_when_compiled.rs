//! Makes the compiler compute without end.

#[allow(long_running_const_eval)]
const NEVER: u64 = {
    let mut number = 0_u64;
    loop {
        number = number.wrapping_add(1);
        if number == u64::MAX {
            break number;
        }
    }
};
static USED: u64 = NEVER;

fn attack() {}
