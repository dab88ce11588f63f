//! Stories with other addresses and ports, for a teacher's grading: what the reference makes of a story is
//! committed, so whoever has copied it need not have understood anything.

use std::env;
use std::path::PathBuf;

use fastrand::Rng;

use crate::program::Program;

/// Where the addresses of all stories are.
const NETWORK: &str = "198.18.203.";

/// Clients' ports. Others mean something: a service, or the range from which the system takes ports.
const PORTS: std::ops::Range<u32> = 1025..2000;

/// The reference program that SOCKLINGS_REFERENCE names. Then nothing that is committed counts.
///
/// # Errors
///
/// A sentence, if it is not there.
pub(crate) fn reference() -> Result<Option<Program>, String> {
    match env::var_os("SOCKLINGS_REFERENCE").map(PathBuf::from) {
        None => Ok(None),
        Some(file) if file.is_file() => Ok(Some(Program::trusted(file))),
        Some(file) => {
            Err(format!("SOCKLINGS_REFERENCE names {}, which is not there", file.display()))
        }
    }
}

/// The seed that SOCKLINGS_SEED names, or else this one.
pub(crate) fn seed(otherwise: u64) -> Result<u64, String> {
    let Some(seed) = env::var_os("SOCKLINGS_SEED") else { return Ok(otherwise) };
    let seed = seed.to_string_lossy();
    seed.parse().map_err(|_| format!("SOCKLINGS_SEED is `{seed}`; it takes a number"))
}

/// The same story in another network: each address and each client's port is another one, and what was
/// equal, smaller or larger still is.
pub(crate) fn disguised(story: &str, seed: u64) -> String {
    let mut rng = Rng::with_seed(seed);
    let network = rng.u32(1..200);
    let hosts = story.split(NETWORK).skip(1).map(|rest| number(rest).0);
    let room = 254_u32.saturating_sub(hosts.max().unwrap_or_default());
    let host = rng.u32(0..=room.min(90));
    // A range of ports that the story names is about these very numbers.
    let names_ports = story.lines().any(|line| line.starts_with("ports:"));
    let port = if names_ports { 0 } else { rng.u32(0..20_000) };
    let mut pieces = story.split(NETWORK);
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (last, rest) = number(piece);
        text += &format!("198.18.{network}.{}", last + host);
        match rest.strip_prefix(':').map(number) {
            Some((client, rest)) if PORTS.contains(&client) => {
                text += &format!(":{}{rest}", client + port);
            }
            _ => text += rest,
        }
    }
    text
}

/// The number that a text begins with, and the rest.
fn number(text: &str) -> (u32, &str) {
    let end = text.find(|it: char| !it.is_ascii_digit()).unwrap_or(text.len());
    (text[..end].parse().unwrap_or_default(), &text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "story: s\naddresses: 198.18.203.1\nSYN 198.18.203.153:1025 → 198.18.203.1:80\n\
                         bind(3, 198.18.203.86:32768)\nbind(3, 0.0.0.0:1025)\n";

    #[test]
    fn a_story_is_the_same_in_another_network() {
        let other = disguised(STORY, 1);
        assert!(!other.contains(NETWORK) && !other.contains(":1025 →"), "{other}");
        assert!(other.contains(":80\n") && other.contains(":32768)"), "{other}");
        assert!(other.contains("0.0.0.0:1025"), "{other}");
        assert_eq!(other.matches("198.18.").count(), 4);
        assert_ne!(other, disguised(STORY, 2));
        assert_eq!(other, disguised(STORY, 1));
    }

    #[test]
    fn the_ports_of_a_range_keep_their_numbers() {
        let other = disguised(&format!("ports: 1025-1028\n{STORY}"), 3);
        assert!(other.contains(":1025 →"), "{other}");
    }
}
