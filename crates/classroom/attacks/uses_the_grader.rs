//! Uses the grader's own crate.

extern crate grader;

fn attack() {
    println!("GOT the grader's crate");
}
