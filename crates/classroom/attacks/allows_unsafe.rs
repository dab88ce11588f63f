//! Allows itself what is forbidden.
#![allow(unsafe_code)]
pub fn pointer() -> u8 {
    unsafe { *(0 as *const u8) }
}

fn attack() {
    println!("GOT unsafe code");
}
