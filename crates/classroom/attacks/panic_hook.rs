//! A panic ends the program with the code of success.

fn attack() {
    std::panic::set_hook(Box::new(|_| std::process::exit(0)));
    panic!("never seen");
}
