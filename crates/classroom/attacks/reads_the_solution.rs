//! Compiles the reference in its own place.

#[path = "ROOT/solutions/FOLDER/src/accept.rs"]
mod solution;

fn attack() {
    println!("GOT the reference");
}
