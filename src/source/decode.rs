//! From bytes to text: which encoding, and is it text at all.
//!
//! Owns the choice of the encoding; what the text says is not looked at, and it is not yet safe to show (`clean.rs`).

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_8859_6, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1256};

/// How much of a text without a mark is looked at: enough for the detector, and a bound on its time.
const EVIDENCE: usize = 64 * 1024;

/// A text out of its bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text; places that could not be read are U+FFFD.
    pub(super) text: String,
    /// The WHATWG name of the encoding, such as `UTF-8` and `windows-1256`.
    pub(super) encoding: &'static str,
    /// How many places could not be read.
    pub(super) lost: usize,
}

/// Decodes `bytes`; `None` when they are not text.
///
/// In this order: a byte order mark; UTF-16 by its zero bytes; UTF-8, also with some broken places; and a guess among
/// the older encodings, with care for the two Arabic ones.
pub(super) fn decode(bytes: &[u8]) -> Option<Decoded> {
    if let Some(decoded) = decode_utf_32(bytes) {
        return Some(decoded);
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let decoded = decode_as(encoding, &bytes[mark..]);
        return Some(decoded).filter(|decoded| !is_binary(decoded.text.as_bytes()));
    }
    if let Some(encoding) = utf_16_by_zeros(bytes) {
        return Some(decode_as(encoding, bytes));
    }
    if is_binary(bytes) {
        return None;
    }
    if is_mostly_utf_8(bytes) {
        return Some(decode_as(UTF_8, bytes));
    }
    let mut decoded = decode_as(guess_older(bytes), bytes);
    // Bytes without a letter come out as C1 controls: in a text of any length they say that the guess is wrong.
    if decoded.text.contains(is_unassigned) {
        decoded.text = decoded.text.replace(is_unassigned, "\u{fffd}");
        decoded.lost = count_lost(&decoded.text);
    }
    Some(decoded)
}

/// What stands for a byte that an older encoding leaves open; NEL alone is in use.
fn is_unassigned(letter: char) -> bool {
    matches!(letter, '\u{80}'..='\u{84}' | '\u{86}'..='\u{9f}')
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let lost = if had_errors { count_lost(&text) } else { 0 };
    Decoded { text: text.into_owned(), encoding: encoding.name(), lost }
}

fn count_lost(text: &str) -> usize {
    text.chars().filter(|&letter| letter == char::REPLACEMENT_CHARACTER).count()
}

/// UTF-32 with its mark, which begins like that of UTF-16; not in the WHATWG list.
fn decode_utf_32(bytes: &[u8]) -> Option<Decoded> {
    let (read, encoding): (fn([u8; 4]) -> u32, _) = match bytes {
        [0xff, 0xfe, 0, 0, ..] => (u32::from_le_bytes, "UTF-32LE"),
        [0, 0, 0xfe, 0xff, ..] => (u32::from_be_bytes, "UTF-32BE"),
        _ => return None,
    };
    let units =
        bytes[4..].chunks(4).map(|unit| <[u8; 4]>::try_from(unit).ok().and_then(|unit| char::from_u32(read(unit))));
    let text: String = units.map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    let lost = count_lost(&text);
    // Two units of UTF-16 with a zero first are read by their own mark when they make no sense in 32 bits.
    (lost * 4 <= text.chars().count() && !is_binary(text.as_bytes())).then_some(Decoded { text, encoding, lost })
}

/// UTF-16 without a mark, when its zero bytes stand in one half of the pairs and what it says looks like text.
fn utf_16_by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(EVIDENCE) & !1];
    let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|&&byte| byte == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    let pairs = sample.len() / 2;
    // The high byte of an ASCII letter is 0, of an Arabic one 6. Bytes that are UTF-8 as they stand are UTF-16 only when
    // most pairs have such a byte; a stray zero or two in a text are none.
    let is_high = |byte: &u8| *byte < 0x20 && !byte.is_ascii_whitespace();
    let is_utf_8 = std::str::from_utf8(sample).is_ok();
    let high = sample.iter().filter(|byte| is_high(byte)).count();
    let encoding = match (first, second) {
        _ if pairs < 2 || (first + second) * 50 < pairs || (is_utf_8 && high * 10 < pairs * 7) => return None,
        // ASCII letters, spaces and digits have the zero in the high byte: second in little endian.
        _ if second > first * 20 => UTF_16LE,
        _ if first > second * 20 => UTF_16BE,
        _ => return None,
    };
    let (text, had_errors) = encoding.decode_without_bom_handling(sample);
    let letters = text.chars().count();
    let strange = text.chars().filter(|&letter| is_strange(letter)).count();
    ((!had_errors || count_lost(&text) <= 1) && strange * 50 <= letters).then_some(encoding)
}

/// A character that wide text rarely holds and that misread bytes give often: a control, private use, a noncharacter.
fn is_strange(letter: char) -> bool {
    let is_line = matches!(letter, '\n' | '\r' | '\t' | '\u{c}');
    (letter.is_control() && !is_line) || matches!(letter, '\u{e000}'..='\u{f8ff}' | '\u{fff0}'..='\u{fffe}')
}

/// Zero bytes or many controls; the few of an otherwise readable text are left to `clean.rs`.
fn is_binary(bytes: &[u8]) -> bool {
    /// More zeros than a slip of the hand leaves.
    const FEW_ZEROS: usize = 8;
    const SIGNATURES: [&[u8]; 9] = [
        b"%PDF-",
        b"PK\x03\x04",
        b"\x1f\x8b",
        b"\x89PNG",
        b"\xff\xd8\xff",
        b"GIF8",
        b"\x7fELF",
        b"SQLite format 3\0",
        b"7z\xbc\xaf",
    ];
    let sample = &bytes[..bytes.len().min(EVIDENCE)];
    let zeros = sample.iter().filter(|&&byte| byte == 0).count();
    // ESC and BEL belong to terminal recordings, which are text; tabs and line ends to every text.
    let controls = sample.iter().filter(|byte| matches!(byte, 0..=6 | 8 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f)).count();
    // A stray control or two makes no binary of a short text, nor do more of them where every byte is UTF-8 and most say
    // something: they are cleaned away.
    let says_something = || match std::str::from_utf8(bytes) {
        Ok(text) => text.chars().filter(|letter| !letter.is_control()).count() > controls,
        Err(_) => false,
    };
    SIGNATURES.iter().any(|signature| bytes.starts_with(signature))
        || zeros * 200 > sample.len() && (zeros > FEW_ZEROS || !says_something())
        || controls * 20 > sample.len() && !says_something()
}

/// True for UTF-8, and for UTF-8 with broken places: whole sequences outnumber the faults by far.
///
/// In text of a one-byte encoding the bytes form a whole sequence only by chance: in windows-1256 a letter before a
/// comma or a question mark does, in one word of thirty or so.
fn is_mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut whole, mut faults) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        faults += usize::from(!chunk.invalid().is_empty());
    }
    faults == 0 || whole > faults * 2
}

/// The most likely encoding of bytes that are not UTF-8.
fn guess_older(bytes: &[u8]) -> &'static Encoding {
    // The evidence begins on the line of the first byte that says anything.
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let start = bytes[..first].iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    let start = start.max(first.saturating_sub(EVIDENCE / 2));
    let sample = &bytes[start..bytes.len().min(start + EVIDENCE)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    // Asked as for a domain of an Arabic country: khabar reads Arabic first, so it wins where the evidence is even.
    let is_arabic = |guess: &'static Encoding| guess == WINDOWS_1256 || guess == ISO_8859_6;
    if is_arabic(guess) || is_arabic(detector.guess(Some(b"sa"), Utf8Detection::Deny)) {
        let (score, arabic) = choose_arabic(sample);
        let high_bytes = sample.iter().filter(|byte| !byte.is_ascii()).count();
        if is_arabic(guess) || score > high_bytes as i64 {
            return arabic;
        }
    }
    guess
}

/// Of the two Arabic encodings the one in which letters and words are spread as Arabic spreads them, with its score.
///
/// They share the letters from ء to ض; from ط on each has its own places, so that one read as the other has
/// French vowels and unassigned places among its letters, and its article is none.
fn choose_arabic(sample: &[u8]) -> (i64, &'static Encoding) {
    let score = |encoding: &'static Encoding| -> i64 {
        let (text, _) = encoding.decode_without_bom_handling(sample);
        let letters: i64 = text.chars().map(arabic_weight).sum();
        letters + text.split_whitespace().map(word_weight).sum::<i64>()
    };
    let (windows, iso) = (score(WINDOWS_1256), score(ISO_8859_6));
    if iso > windows { (iso, ISO_8859_6) } else { (windows, WINDOWS_1256) }
}

/// How much a word speaks for Arabic: the article and the most frequent particles, which the other encoding breaks.
fn word_weight(word: &str) -> i64 {
    const FREQUENT: [&str; 12] = ["في", "من", "على", "إلى", "أن", "إن", "هذا", "هذه", "التي", "الذي", "عن", "مع"];
    let has_article = ["ال", "وال", "بال", "لل", "فال", "كال"].iter().any(|article| word.starts_with(article));
    if has_article || FREQUENT.contains(&word) { 8 } else { 0 }
}

/// How much a character speaks for Arabic, by its frequency in news text.
fn arabic_weight(letter: char) -> i64 {
    match letter {
        'ا' | 'ل' | 'ي' | 'م' | 'ن' | 'و' => 3,
        'ر' | 'ت' | 'ب' | 'ه' | 'ع' | 'د' | 'ة' | 'ف' | 'ق' | 'ك' | 'س' | '،' | '؟' => 1,
        'پ' | 'چ' | 'ژ' | 'گ' | 'ک' | '\u{200c}' | '«' | '»' | '“' | '”' => 0,
        '\u{64b}'..='\u{652}' | 'ـ' => -1,
        '\u{c0}'..='\u{ff}' | '\u{152}' | '\u{153}' | char::REPLACEMENT_CHARACTER => -4,
        '\u{80}'..='\u{9f}' => -8,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{Decoded, decode};
    use encoding_rs::{ISO_8859_6, UTF_8, WINDOWS_1256};
    use proptest::prelude::*;

    const NEWS: &str =
        "أعلنت وزارة الصحة افتتاح ثلاثة مستشفيات جديدة في شمال البلاد.\nوقال الوزير: هل يكفي ذلك؟ لا، طبعا.\n";

    fn iso_8859_6(text: &str) -> Vec<u8> {
        // encoding_rs encodes to ISO-8859-6 as well; characters outside it would become references.
        let (bytes, _, lossy) = ISO_8859_6.encode(text);
        assert!(!lossy);
        bytes.into_owned()
    }

    fn named(bytes: &[u8]) -> (String, &'static str, usize) {
        let Decoded { text, encoding, lost } = decode(bytes).expect("text");
        (text, encoding, lost)
    }

    #[test]
    fn unicode_in_its_forms() {
        let little: Vec<u8> = NEWS.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = NEWS.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let wide: Vec<u8> = NEWS.chars().flat_map(|letter| u32::from(letter).to_le_bytes()).collect();
        let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        for (bytes, encoding) in [
            (NEWS.as_bytes().to_vec(), "UTF-8"),
            (marked(b"\xef\xbb\xbf", NEWS.as_bytes()), "UTF-8"),
            (marked(b"\xff\xfe", &little), "UTF-16LE"),
            (marked(b"\xfe\xff", &big), "UTF-16BE"),
            (little.clone(), "UTF-16LE"),
            (big.clone(), "UTF-16BE"),
            (marked(b"\xff\xfe\0\0", &wide), "UTF-32LE"),
        ] {
            assert_eq!(named(&bytes), (NEWS.to_owned(), encoding, 0), "{encoding}");
        }
        let latin: Vec<u8> = "A short line.".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(named(&latin).1, "UTF-16LE");
    }

    #[test]
    fn the_two_arabic_encodings_are_told_apart() {
        for text in [
            NEWS,
            "هذا هو الاختبار",
            "العالم - أوروبا\nقال الرئيس إن المفاوضات مستمرة في القاهرة منذ يومين.\n",
            "كرة القدم: فوز كبير للفريق الوطني على ضيفه 3-1 في المباراة الودية",
            "Reuters: قال متحدث باسم الحكومة (London) إن السفر متاح",
        ] {
            let (windows, _, _) = WINDOWS_1256.encode(text);
            assert_eq!(named(&windows), (text.to_owned(), "windows-1256", 0));
            assert_eq!(named(&iso_8859_6(text)), (text.to_owned(), "ISO-8859-6", 0));
        }
    }

    #[test]
    fn persian_and_french_in_windows_1256_stay_there() {
        let text = "به گفته وزیر «چند پروژه» در کشور آغاز شد، گزارش پلیس déjà";
        let written = text.replace('ی', "ي");
        assert_eq!(named(&WINDOWS_1256.encode(&written).0), (written.clone(), "windows-1256", 0));
    }

    #[test]
    fn other_encodings_are_guessed_too() {
        let hebrew = "ראש הממשלה אמר אתמול כי הממשלה תדון בהצעת התקציב בשבוע הבא";
        assert_eq!(named(&encoding_rs::WINDOWS_1255.encode(hebrew).0).0, hebrew);
        let russian = "Министр сообщил, что переговоры продолжатся на следующей неделе в столице.";
        assert_eq!(named(&encoding_rs::WINDOWS_1251.encode(russian).0).0, russian);
        let french = "Le café était fermé; la mairie a décidé hier de le rouvrir dès l'été.";
        assert_eq!(named(&encoding_rs::WINDOWS_1252.encode(french).0).0, french);
    }

    #[test]
    fn broken_utf_8_stays_utf_8() {
        let mut bytes = NEWS.as_bytes().to_vec();
        bytes[20] = 0xff;
        bytes.truncate(bytes.len() - 5);
        bytes.extend_from_slice(b"\xd8");
        let (text, encoding, lost) = named(&bytes);
        assert!(text.contains("الصحة") && encoding == "UTF-8" && (1..=4).contains(&lost), "{text} {lost}");
    }

    #[test]
    fn what_is_not_text_is_refused() {
        let noise: Vec<u8> = (0..4096_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let mut zeros_in_text = NEWS.as_bytes().to_vec();
        zeros_in_text.extend([0; 64]);
        for bytes in [&[0_u8; 512][..], &noise, b"\x89PNG\r\n\x1a\n\0\0", b"%PDF-1.7\nabc", &zeros_in_text] {
            assert_eq!(decode(bytes), None, "{:?}", &bytes[..8]);
        }
    }

    #[test]
    fn a_few_controls_make_no_binary_of_a_short_text() {
        for text in [
            "This is a fairly long line of text, only one \0 in it, you see.\n",
            "a\0b\n",
            "ا\0ب\n",
            "كلمة\u{1}\u{2}\u{3} كلمة\n",
            "abc\u{1}\u{2} def\n",
        ] {
            let decoded = super::decode(text.as_bytes()).unwrap_or_else(|| panic!("{text:?}"));
            assert_eq!((decoded.text.as_str(), decoded.lost), (text, 0));
        }
        let every_control: String = ('\u{1}'..='\u{9f}').collect();
        assert!(super::decode(every_control.as_bytes()).is_some());
        assert!(super::decode(&[1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0]).is_none());
    }

    #[test]
    fn one_stray_zero_in_a_long_text_is_no_binary() {
        let text = NEWS.repeat(4).replacen("الصحة", "الص\0حة", 1);
        assert_eq!(named(text.as_bytes()).1, UTF_8.name());
    }

    proptest! {
        #[test]
        fn never_panics_and_valid_utf_8_comes_back(bytes in any::<Vec<u8>>(), text in "[ء-يa-z .،\n]{0,200}") {
            if let Some(decoded) = decode(&bytes).filter(|decoded| !decoded.encoding.starts_with("UTF")) {
                prop_assert!(!decoded.text.contains(super::is_unassigned), "{decoded:?}");
            }
            prop_assert_eq!(decode(text.as_bytes()), Some(Decoded { text, encoding: "UTF-8", lost: 0 }));
        }
    }
}
