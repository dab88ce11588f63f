//! Writes packets into a file that Wireshark and tcpdump read (draft-ietf-opsawg-pcap).

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// The first bytes of a file whose times have microseconds. A reader sees from them in which order a
/// number's bytes stand.
const MAGIC: u32 = 0xa1b2_c3d4;

/// Each packet begins with the header of IP, and nothing stands before it (LINKTYPE_RAW).
const RAW: u32 = 101;

/// A file of packets.
#[derive(Debug)]
pub struct Capture(File);

impl Capture {
    /// Makes the file.
    pub fn create(path: &Path) -> io::Result<Self> {
        let mut file = File::create(path)?;
        // Version 2.4, no time zone, no accuracy; the longest packet.
        let [version, zone, accuracy, longest] = [2 | 4 << 16, 0, 0, u32::from(u16::MAX)];
        file.write_all(&numbers([MAGIC, version, zone, accuracy, longest, RAW]))?;
        Ok(Self(file))
    }

    /// Writes a packet. It is in the file at once, whatever becomes of this program.
    pub fn write(&mut self, packet: &[u8]) -> io::Result<()> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let length = packet.len() as u32;
        let mut bytes = numbers([now.as_secs() as u32, now.subsec_micros(), length, length]);
        bytes.extend_from_slice(packet);
        self.0.write_all(&bytes)
    }
}

fn numbers<const N: usize>(numbers: [u32; N]) -> Vec<u8> {
    numbers.into_iter().flat_map(u32::to_le_bytes).collect()
}
