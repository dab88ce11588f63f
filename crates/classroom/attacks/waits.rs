//! Waits for a lock that it has.

fn attack() {
    let lock = std::sync::Mutex::new(());
    let first = lock.lock();
    let second = lock.lock();
    drop((first, second));
}
