//! Takes a file of the teacher in when it is compiled.

const FILE: &[u8] = include_bytes!("HOME_FILE");

fn attack() {
    println!("GOT {} bytes of a file at home", FILE.len());
}
