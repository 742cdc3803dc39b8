//! The clipboard, through the terminal: OSC 52.
//!
//! Owns the escape sequence, which also works over ssh; what is copied is the caller's choice: logical order and the
//! source's own letters. The format: <https://invisible-island.net/xterm/ctlseqs/ctlseqs.html>, "Operating System
//! Commands".

use crate::text::printable;

/// The most bytes of text that are sent: several terminals drop longer sequences without a word.
const LARGEST_BYTES: usize = 74_994;

/// The sequence that puts `text` into the terminal's clipboard, without control characters; `None` when it is too
/// long for a terminal to take.
pub(super) fn copy_sequence(text: &str) -> Option<String> {
    let text = printable(text);
    (text.len() <= LARGEST_BYTES).then(|| format!("\x1b]52;c;{}\x07", base64(text.as_bytes())))
}

/// Base64 with padding (RFC 4648, section 4).
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut written = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |index: usize| u32::from(group.get(index).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..4 {
            let known = digit <= group.len();
            let index = (bits >> (18 - 6 * digit)) & 63;
            written.push(if known { char::from(ALPHABET[index as usize]) } else { '=' });
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::{LARGEST_BYTES, base64, copy_sequence};

    #[test]
    fn the_vectors_of_rfc_4648() {
        for (text, encoded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(text.as_bytes()), encoded);
        }
        assert_eq!(base64(&[0xfb, 0xff, 0xfe]), "+//+");
        assert_eq!(base64("خبر".as_bytes()), "2K7YqNix");
    }

    #[test]
    fn no_control_character_is_copied() {
        assert_eq!(copy_sequence("a\x1b[31m\u{9b}b\x07").as_deref(), Some("\x1b]52;c;YVszMW1i\x07"));
    }

    #[test]
    fn what_is_too_long_is_not_sent() {
        assert!(copy_sequence(&"x".repeat(LARGEST_BYTES)).is_some());
        assert!(copy_sequence(&"x".repeat(LARGEST_BYTES + 1)).is_none());
    }
}
