//! A packet as it is on the wire, and the segment that is in it.

use std::net::SocketAddrV4;

use etherparse::{IpNumber, Ipv4Slice, PacketBuilder, TcpHeaderSlice, TcpOptionElement};
use netstack::{Flags, Segment};

/// A segment, and what of a packet the model does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packet {
    /// The segment, with the numbers that are on the wire.
    pub segment: Segment,
    /// How many bytes its sender takes (SEG.WND). This side has no window scale, so the peer has none.
    pub window: u16,
    /// The largest segment that its sender takes: an option of a SYN (RFC 9293, section 3.7.1).
    pub mss: Option<u16>,
}

/// How many routers may pass a packet on. Linux begins with 64 too.
const TIME_TO_LIVE: u8 = 64;

/// The room that the headers need.
const HEADERS: usize = 60;

impl Packet {
    /// Reads a packet of IPv4 and TCP. `None` for all others, and for one that was damaged.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let ip = Ipv4Slice::from_slice(bytes).ok()?;
        if ip.payload_ip_number() != IpNumber::TCP || ip.is_payload_fragmented() {
            return None;
        }
        let whole = ip.payload().payload;
        let tcp = TcpHeaderSlice::from_slice(whole).ok()?;
        let data = &whole[tcp.slice().len()..];
        let header = ip.header();
        let (from, to) = (header.source(), header.destination());
        // In this arithmetic 0 has two forms (RFC 1071). Linux writes the other one (`CSUM_MANGLED_0`).
        let form = |sum: u16| if sum == u16::MAX { 0 } else { sum };
        if form(tcp.calc_checksum_ipv4_raw(from, to, data).ok()?) != form(tcp.checksum()) {
            return None;
        }
        let mss = tcp.options_iterator().find_map(|option| match option {
            Ok(TcpOptionElement::MaximumSegmentSize(size)) => Some(size),
            _ => None,
        });
        let segment = Segment {
            seq: tcp.sequence_number(),
            ack: if tcp.ack() { tcp.acknowledgment_number() } else { 0 },
            data: data.to_vec(),
            ..Segment::new(
                Flags { syn: tcp.syn(), ack: tcp.ack(), fin: tcp.fin(), rst: tcp.rst() },
                SocketAddrV4::new(from.into(), tcp.source_port()),
                SocketAddrV4::new(to.into(), tcp.destination_port()),
            )
        };
        Some(Self { segment, window: tcp.window_size(), mss })
    }

    /// The packet's bytes, with its checksums.
    pub fn write(&self) -> Vec<u8> {
        let Self { segment, window, mss } = self;
        let (source, destination) = (segment.source, segment.destination);
        let mut packet = PacketBuilder::ipv4(
            source.ip().octets(),
            destination.ip().octets(),
            TIME_TO_LIVE,
        )
        .tcp(source.port(), destination.port(), segment.seq, *window);
        let Flags { syn, ack, fin, rst } = segment.flags;
        if syn {
            packet = packet.syn();
        }
        if ack {
            packet = packet.ack(segment.ack);
        }
        if fin {
            packet = packet.fin();
        }
        if rst {
            packet = packet.rst();
        }
        if !segment.data.is_empty() {
            packet = packet.psh();
        }
        let options = mss.map(TcpOptionElement::MaximumSegmentSize);
        let packet = packet.options(options.as_slice()).expect("one option finds room");
        let mut bytes = Vec::with_capacity(HEADERS + segment.data.len());
        packet.write(&mut bytes, &segment.data).expect("a segment fits into a packet");
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packet() -> Packet {
        let [from, to] = ["198.18.203.1:80", "198.18.203.153:1025"].map(|it| it.parse().unwrap());
        let segment = Segment {
            seq: 7,
            ack: u32::MAX,
            data: b"hello".to_vec(),
            ..Segment::new(Flags::FIN | Flags::ACK, from, to)
        };
        Packet { segment, window: 512, mss: None }
    }

    #[test]
    fn what_is_written_can_be_read() {
        let packet = packet();
        assert_eq!(Packet::read(&packet.write()), Some(packet.clone()));
        let Segment { source, destination, .. } = packet.segment;
        let syn = Segment { seq: 9, ..Segment::new(Flags::SYN, source, destination) };
        let syn = Packet { segment: syn, window: 0, mss: Some(1460) };
        assert_eq!(Packet::read(&syn.write()), Some(syn));
    }

    /// Where the checksum stands: behind a header of IPv4 without options (RFC 9293, section 3.1).
    const CHECKSUM: std::ops::Range<usize> = 36..38;

    #[test]
    fn a_checksum_of_0_has_two_forms() {
        let with = |seq| Packet { segment: Segment { seq, ..packet().segment }, ..packet() };
        let is_zero = |packet: &Packet| packet.write()[CHECKSUM] == [0, 0];
        let packet = (0..=u16::MAX.into()).map(with).find(is_zero).expect("one sum in 65,535 is 0");
        let mut bytes = packet.write();
        assert_eq!(Packet::read(&bytes), Some(packet.clone()));
        bytes[CHECKSUM].fill(0xff);
        assert_eq!(Packet::read(&bytes), Some(packet));
    }

    #[test]
    fn what_was_damaged_is_no_packet() {
        let whole = packet().write();
        for place in 20..whole.len() {
            let mut damaged = whole.clone();
            damaged[place] ^= 0x10;
            assert_eq!(Packet::read(&damaged), None, "byte {place}");
        }
        assert_eq!(Packet::read(&whole[..whole.len() - 1]), None);
        assert_eq!(Packet::read(&[]), None);
    }
}
