//! Panics with words that act on a terminal, a page and a sheet.

fn attack() {
    panic!(
        "\u{1b}]0;owned\u{7}\u{1b}[2J<script>alert(1)</script>=HYPERLINK(\"http://x\")::set-output name=x::y\r\n::error::"
    );
}
