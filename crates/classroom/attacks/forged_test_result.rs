//! Prints what libtest prints when all is well.

fn attack() {
    println!("test result: ok. 13 passed; 0 failed");
    std::process::exit(0);
}
