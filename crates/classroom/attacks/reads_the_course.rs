//! Takes a file of the course in when it is compiled.

const MANIFEST: &str = include_str!("ROOT/Cargo.toml");

fn attack() {
    println!("GOT {} bytes of the course", MANIFEST.len());
}
