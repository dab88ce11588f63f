//! Grades `12_send`: what is sent, when, how often, and what becomes of it.

mod mistakes;

use std::fmt::Write;

use grader::Rng;

use mistakes::MISTAKES;

grader::checks! {
    exercise: "send",
    mistakes: MISTAKES,
    generator: story,

    #[points(2)]
    fn a_response_goes_in_segments(bench) {
        bench.plays(&["five_segments"])
    }

    #[points(1)]
    fn generated_stories_agree(bench) {
        bench.plays_generated(story)
    }
}

fn story(rng: &mut Rng) -> String {
    let mut text = String::new();
    let una = rng.u32(..);
    let _ = write!(
        text,
        "given: a connection\n  #2 ESTABLISHED 198.18.203.1:80 198.18.203.153:1025 \
        fd 4 una {una} nxt {una} window 64 mss 8 limit 64\nsend(4, \"abcdefghij\")\n#2 may send\n"
    );
    text
}
