//! Calls the system without std.

unsafe extern "C" {
    fn kill(process: i32, signal: i32) -> i32;
}
pub fn end_all() {
    unsafe { kill(-1, 9) };
}

fn attack() {
    println!("GOT unsafe code");
}
