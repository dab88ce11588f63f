//! Writes over the story that it is given.

fn attack() {
    if let Some(story) = std::env::args().nth(1) {
        if std::fs::write(&story, "no story").is_ok() {
            println!("GOT the story");
        }
    }
    std::process::exit(2);
}
