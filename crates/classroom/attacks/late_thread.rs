//! A thread ends the program with success a little later.

fn attack() {
    std::thread::spawn(|| std::process::exit(0));
    loop {
        std::thread::yield_now();
    }
}
