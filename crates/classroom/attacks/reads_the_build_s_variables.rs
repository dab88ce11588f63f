//! Takes a variable of the grader in when it is compiled.

const SEED: &str = env!("SOCKLINGS_SEED");

fn attack() {
    println!("GOT the seed {SEED}");
}
