//! Bytes in quotation marks: `"GET / HTTP/1.1\r\n"`.

/// Data as it is printed, with the escapes of [`u8::escape_ascii`].
pub(crate) fn write(data: &[u8]) -> String {
    format!("\"{}\"", data.escape_ascii())
}

/// The data that a text begins with, and how long it is in that text.
pub(crate) fn read(text: &str) -> Option<(Vec<u8>, usize)> {
    let mut bytes = text.strip_prefix('"')?.bytes();
    let mut data = Vec::new();
    loop {
        match bytes.next()? {
            b'"' => return Some((data, text.len() - bytes.len())),
            b'\\' => data.push(match bytes.next()? {
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                b'x' => {
                    let digits = [bytes.next()?, bytes.next()?];
                    u8::from_str_radix(str::from_utf8(&digits).ok()?, 16).ok()?
                }
                mark @ (b'"' | b'\'' | b'\\') => mark,
                _ => return None,
            }),
            byte => data.push(byte),
        }
    }
}
