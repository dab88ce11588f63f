//! Takes in a file that has no end when it is compiled.

static ZEROS: &[u8] = include_bytes!("/dev/zero");

fn attack() {}
