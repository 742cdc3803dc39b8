//! Numbers in as few bytes as they need: LEB128, seven bits a byte, the least first; the eighth bit says that more follow.
//!
//! Owns these bytes; what the numbers mean is said where they stand, in `spans.rs` and `pieces/entries.rs`.

/// Adds a number to `out`.
#[inline]
pub(super) fn put_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Takes a number off `data`, of no more bytes than one of so many bits has; `None` where there is none.
#[inline]
pub(super) fn take_number(data: &mut &[u8], bits: u32) -> Option<u64> {
    let mut number = 0;
    for shift in (0..bits).step_by(7) {
        let (&byte, rest) = data.split_first()?;
        *data = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}
