//! What stands on the arrows of a sequence diagram, and beside them, as short as it must be.

use netstack::Segment;

/// How many letters fit between the lines.
const BETWEEN: usize = 17;

/// `SYN+ACK`, or the data that it carries: `ACK "GET /"`.
pub(crate) fn label(segment: &Segment) -> String {
    if segment.data.is_empty() {
        return segment.flags.to_string();
    }
    let data = String::from_utf8_lossy(&segment.data).escape_debug().to_string();
    cut(&format!("{} \"{data}\"", segment.flags), BETWEEN)
}

/// Its numbers: `101 "HTTP/1.1"`, `117 FIN`, `ACK 117, window 8`. Only of what arrives is the window known.
pub(crate) fn numbered(segment: &Segment, window: Option<u32>) -> String {
    let Segment { flags, seq, ack, data, .. } = segment;
    let data = String::from_utf8_lossy(data).escape_debug().to_string();
    match (data.is_empty(), flags.fin) {
        (false, false) => format!("{seq} \"{data}\""),
        (false, true) => format!("{seq} \"{data}\" FIN"),
        (true, true) => format!("{seq} FIN"),
        (true, false) if *ack == 0 => format!("{seq} {flags}"),
        (true, false) => {
            let window = window.map(|window| format!(", window {window}")).unwrap_or_default();
            format!("{flags} {ack}{window}")
        }
    }
}

/// `…153:1025`
pub(crate) fn short(address: &std::net::SocketAddrV4) -> String {
    format!("…{}:{}", address.ip().octets()[3], address.port())
}

pub(crate) fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}
