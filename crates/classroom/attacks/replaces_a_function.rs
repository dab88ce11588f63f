//! Puts its own function in the place of the system's.

#[unsafe(no_mangle)]
pub extern "C" fn write(_: i32, _: *const u8, length: usize) -> isize {
    length as isize
}

fn attack() {
    println!("GOT a function of the system's");
}
