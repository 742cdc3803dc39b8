//! The questions to the terminal and the reading of its answers between typed keys.
//!
//! Owns the bytes that are sent and the parser of what comes back; it reads nothing itself. What the answers mean is
//! `../detect.rs`.

use crate::text::printable;

/// The questions, all at once: XTVERSION, DA2, the states of mode 8 and of private mode 2026 (DECRQM), and DA1, which
/// every terminal answers.
///
/// Two terminals print a stray character for the third: send them before the screen is cleared for the first time.
pub const VOLLEY: &[u8] = b"\x1b[>q\x1b[>c\x1b[8$p\x1b[?2026$p\x1b[c";

/// The questions of which no terminal shows anything: XTVERSION, DA2 and DA1.
pub const SILENT_VOLLEY: &[u8] = b"\x1b[>q\x1b[>c\x1b[c";

/// The longest control sequence that is taken for an answer; the longest seen has 40 bytes.
const LONGEST_SEQUENCE: usize = 128;

/// The longest XTVERSION answer, its frame included.
const LONGEST_STRING: usize = 512;

/// The most typed-ahead bytes that are kept: more than anyone types or pastes in a second.
const MOST_KEYS: usize = 1 << 20;

/// What the terminal has answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replies {
    /// XTVERSION: name and version as the terminal writes them.
    pub version: Option<String>,
    /// The numbers of the secondary device attributes (DA2).
    pub secondary: Option<Vec<u32>>,
    /// The state of mode 8: 0 unknown to the terminal, 1 set, 2 reset, 3 always set, 4 always reset.
    pub bdsm: Option<u32>,
    /// The state of private mode 2026, synchronized output; the same numbers.
    pub synchronized: Option<u32>,
    /// The numbers of the primary device attributes (DA1), the last answer.
    pub primary: Option<Vec<u32>>,
}

impl Replies {
    /// True when the terminal has not answered anything.
    pub fn is_silent(&self) -> bool {
        *self == Replies::default()
    }
}

/// Reads the answers to [`VOLLEY`] out of what a terminal sends, however it is cut, and keeps what is none of them.
#[derive(Clone, Debug, Default)]
pub struct Volley {
    replies: Replies,
    keys: Vec<u8>,
    /// The beginning of what may become an answer.
    pending: Vec<u8>,
}

/// What the bytes since the last escape character are.
enum Reading {
    /// The beginning of an answer.
    Unfinished,
    /// No answer, as the last byte shows.
    Foreign,
    /// A whole answer.
    Answer(Answer),
}

enum Answer {
    Version(String),
    Secondary(Vec<u32>),
    Bdsm(u32),
    Synchronized(u32),
    Primary(Vec<u32>),
}

impl Volley {
    /// A reader that has not read anything.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes what the terminal has sent. After the last answer everything counts as typed.
    pub fn feed(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            if self.is_complete() {
                self.keep(&[byte]);
            } else {
                self.take(byte);
            }
        }
    }

    /// True when the last question has been answered: nothing is left to wait for.
    pub fn is_complete(&self) -> bool {
        self.replies.primary.is_some()
    }

    /// What has been answered so far.
    pub fn replies(&self) -> &Replies {
        &self.replies
    }

    /// Takes away what has been typed so far; the beginning of what may become an answer is not among it.
    pub fn take_keys(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.keys)
    }

    /// Ends the wait: the answers, and in their order the bytes that were none, the beginning of one among them.
    pub fn finish(mut self) -> (Replies, Vec<u8>) {
        let rest = std::mem::take(&mut self.pending);
        self.keep(&rest);
        (self.replies, self.keys)
    }

    fn keep(&mut self, bytes: &[u8]) {
        let room = MOST_KEYS.saturating_sub(self.keys.len());
        self.keys.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }

    fn take(&mut self, byte: u8) {
        if self.pending.is_empty() && byte != 0x1b {
            return self.keep(&[byte]);
        }
        self.pending.push(byte);
        match read(&self.pending) {
            Reading::Unfinished => {}
            Reading::Answer(answer) => {
                self.pending.clear();
                self.note(answer);
            }
            Reading::Foreign => self.give_back(),
        }
    }

    fn note(&mut self, answer: Answer) {
        match answer {
            Answer::Version(version) => self.replies.version = Some(version),
            Answer::Secondary(numbers) => self.replies.secondary = Some(numbers),
            Answer::Bdsm(state) => self.replies.bdsm = Some(state),
            Answer::Synchronized(state) => self.replies.synchronized = Some(state),
            Answer::Primary(numbers) => self.replies.primary = Some(numbers),
        }
    }

    /// Hands over as typed what turned out to be no answer. An escape character in it may begin one.
    fn give_back(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        let restart = pending.iter().skip(1).rposition(|&byte| byte == 0x1b).map_or(pending.len(), |at| at + 1);
        self.keep(&pending[..restart]);
        // Behind the last escape character stands one byte at most: the one that showed the sequence to be foreign.
        for &byte in &pending[restart..] {
            self.take(byte);
        }
    }
}

fn read(bytes: &[u8]) -> Reading {
    match bytes {
        [0x1b] => Reading::Unfinished,
        [0x1b, b'[', rest @ ..] => read_sequence(rest),
        [0x1b, b'P', rest @ ..] => read_string(rest),
        _ => Reading::Foreign,
    }
}

/// Reads a control sequence after its introducer: a sign, numbers, and a final byte.
fn read_sequence(bytes: &[u8]) -> Reading {
    let Some((&last, body)) = bytes.split_last() else { return Reading::Unfinished };
    match last {
        _ if bytes.len() > LONGEST_SEQUENCE => Reading::Foreign,
        b'0'..=b'9' | b';' | b'$' => Reading::Unfinished,
        b'?' | b'>' if body.is_empty() => Reading::Unfinished,
        b'c' => match body {
            [b'?', numbers @ ..] => {
                numbers_of(numbers).map_or(Reading::Foreign, |n| Reading::Answer(Answer::Primary(n)))
            }
            [b'>', numbers @ ..] => {
                numbers_of(numbers).map_or(Reading::Foreign, |n| Reading::Answer(Answer::Secondary(n)))
            }
            _ => Reading::Foreign,
        },
        b'y' => read_mode(body).map_or(Reading::Foreign, Reading::Answer),
        _ => Reading::Foreign,
    }
}

/// Reads the report of a mode without its final byte: `8;1$`, `?2026;2$`.
fn read_mode(body: &[u8]) -> Option<Answer> {
    let body = body.strip_suffix(b"$")?;
    let (is_private, numbers) = body.strip_prefix(b"?").map_or((false, body), |numbers| (true, numbers));
    match (is_private, numbers_of(numbers)?.as_slice()) {
        (false, [8, state]) => Some(Answer::Bdsm(*state)),
        (true, [2026, state]) => Some(Answer::Synchronized(*state)),
        _ => None,
    }
}

/// The numbers between semicolons; an empty one is 0. `None` when something else stands there.
fn numbers_of(bytes: &[u8]) -> Option<Vec<u32>> {
    let text = std::str::from_utf8(bytes).ok()?;
    text.split(';').map(|number| if number.is_empty() { Some(0) } else { number.parse().ok() }).collect()
}

/// Reads a device control string after its introducer: `>|`, a text, and the terminator.
fn read_string(bytes: &[u8]) -> Reading {
    match bytes {
        [] | [b'>'] | [b'>', b'|'] => Reading::Unfinished,
        _ if bytes.len() > LONGEST_STRING => Reading::Foreign,
        [b'>', b'|', text @ .., 0x1b, b'\\'] | [b'>', b'|', text @ .., 0x07] => {
            Reading::Answer(Answer::Version(printable(String::from_utf8_lossy(text).trim())))
        }
        [b'>', b'|', .., 0x1b] => Reading::Unfinished,
        // A control byte, or an escape character that did not end the string: keys in the middle of nothing.
        [b'>', b'|', .., before, last] if *before == 0x1b || *last < 0x20 => Reading::Foreign,
        [b'>', b'|', last] if *last < 0x20 => Reading::Foreign,
        [b'>', b'|', ..] => Reading::Unfinished,
        _ => Reading::Foreign,
    }
}
