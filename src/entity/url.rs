//! Addresses on the web and of mail.
//!
//! Owns where an address begins and ends in running text and its normal form; opens none. Each is found from a mark
//! that every address has (`://`, `www.`, `@`, a dot between letters), so that a text is looked at once.

use std::ops::Range;

use super::token::is_grapheme_boundary;

/// An address that stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrlMention {
    /// Where it stands in whole grapheme clusters (UAX #29), without the punctuation of the sentence around it.
    pub bytes: Range<usize>,
    /// As written with scheme and host in lower case, and no slash behind a bare host; nothing is invented.
    pub value: String,
}

/// Schemes that make an address.
const SCHEMES: &[&str] = &["https", "http", "ftp", "ftps"];

/// Ends of a host that make an address without a scheme; endings that are words too (`is`, `in`, `to`) are left out.
const DOMAINS: &[&str] = &[
    "com", "net", "org", "edu", "gov", "mil", "info", "biz", "io", "tv", "news", "app", "dev", "ai", "sa", "ae", "qa",
    "kw", "bh", "om", "ye", "jo", "eg", "lb", "sy", "iq", "ly", "tn", "dz", "ma", "mr", "sd", "ps", "ir", "tr", "il",
    "pk", "af", "uk", "fr", "de", "ru", "cn", "jp", "eu", "ca", "au",
];

/// The longest address; what is longer is cut there, and no host or local part reaches further.
const LONGEST: usize = 2_048;

/// The longest host and the longest local part of mail (RFC 5321, 4.5.3.1).
const LONGEST_HOST: usize = 255;
const LONGEST_LOCAL: usize = 64;

/// Finds the addresses in `text`, in their order and without overlap, in time that grows linearly with the text.
pub fn find_urls(text: &str) -> Vec<UrlMention> {
    let mut found: Vec<UrlMention> = Vec::new();
    let bytes = text.as_bytes();
    let mut end = 0;
    let mut from = 0;
    while let Some(at) = memchr::memchr3(b':', b'@', b'.', bytes.get(from..).unwrap_or_default()).map(|at| from + at) {
        from = at + 1;
        if at < end {
            continue;
        }
        let address = match bytes[at] {
            b':' => with_scheme(text, at),
            b'@' => mail(text, at, end),
            _ => bare_host(text, at),
        };
        if let Some(mut address) = address.filter(|address| address.bytes.start >= end) {
            address.bytes = in_whole_clusters(text, address.bytes);
            end = address.bytes.end;
            from = end.max(from);
            found.push(address);
        }
    }
    found
}

/// The span with the marks that stand on its last letter and the prepended sign that its first letter belongs to.
fn in_whole_clusters(text: &str, bytes: Range<usize>) -> Range<usize> {
    let start = (0..=bytes.start).rev().find(|&at| is_grapheme_boundary(text, at)).unwrap_or_default();
    let end = (bytes.end..text.len()).find(|&at| is_grapheme_boundary(text, at)).unwrap_or(text.len());
    start..end
}

/// `https://host/path`, from its colon.
fn with_scheme(text: &str, colon: usize) -> Option<UrlMention> {
    let rest = text[colon..].strip_prefix("://")?;
    let start = back(text, colon, 8, |byte| byte.is_ascii_alphabetic());
    let scheme = text[start..colon].to_ascii_lowercase();
    // A scheme that letters touch is found behind them: الموقعhttp://.
    let scheme = SCHEMES.iter().find(|known| scheme.ends_with(*known))?;
    let start = colon - scheme.len();
    let host_start = colon + 3;
    let host_end = host_start + host_length(rest);
    let host = &text[host_start..host_end];
    let has_host = host.contains('.') || host == "localhost" || host.contains(':');
    let address_end = path_end(text, host_end);
    (has_host && host.chars().next().is_some_and(char::is_alphanumeric)).then(|| UrlMention {
        bytes: start..address_end,
        value: format!("{scheme}://{}{}", host.to_lowercase(), bare_slash(&text[host_end..address_end])),
    })
}

/// `www.host/path` or `host.com`, from its first dot.
fn bare_host(text: &str, dot: usize) -> Option<UrlMention> {
    let is_label = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let start = back(text, dot, 63, is_label);
    let follows = text.as_bytes().get(dot + 1).is_some_and(u8::is_ascii_alphanumeric);
    if start == dot || !follows {
        return None;
    }
    let before = text[..start].chars().next_back();
    if before.is_some_and(|letter| letter.is_alphanumeric() && letter.is_ascii() || "@._-/".contains(letter)) {
        return None;
    }
    let host_end = start + ascii_host_length(&text[start..]);
    let host = text.get(start..host_end)?.to_ascii_lowercase();
    let (rest, domain) = host.rsplit_once('.')?;
    let is_www = host.starts_with("www.") && rest.len() > 4;
    // A mail address is found from its @.
    if text.as_bytes().get(host_end) == Some(&b'@') {
        return None;
    }
    let has_letters = rest.bytes().any(|byte| byte.is_ascii_alphabetic());
    if !(is_www && domain.len() >= 2 || DOMAINS.contains(&domain) && has_letters && rest.len() >= 2) {
        return None;
    }
    let end = path_end(text, host_end);
    Some(UrlMention { bytes: start..end, value: format!("{host}{}", bare_slash(&text[host_end..end])) })
}

/// `name@host.org`, from its at sign; `floor` is where the address before it ended.
fn mail(text: &str, at: usize, floor: usize) -> Option<UrlMention> {
    let is_local = |byte: u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(&byte);
    let mut start = back(text, at, LONGEST_LOCAL, is_local).max(floor);
    while text.as_bytes().get(start).is_some_and(|byte| b".-%+".contains(byte)) {
        start += 1;
    }
    let end = at + 1 + ascii_host_length(text.get(at + 1..)?);
    let host = text.get(at + 1..end)?.to_ascii_lowercase();
    let (name, domain) = host.rsplit_once('.')?;
    let is_host = !name.is_empty() && domain.len() >= 2 && domain.bytes().all(|byte| byte.is_ascii_alphabetic());
    let local = text.get(start..at)?;
    (is_host && !local.is_empty() && !local.ends_with('.'))
        .then(|| UrlMention { bytes: start..end, value: format!("{local}@{host}") })
}

/// The first of at most `most` bytes before `end` that `is_part` accepts.
fn back(text: &str, end: usize, most: usize, is_part: impl Fn(u8) -> bool) -> usize {
    let bytes = text.as_bytes();
    let floor = end.saturating_sub(most);
    let mut start = end;
    while start > floor && is_part(bytes[start - 1]) {
        start -= 1;
    }
    start
}

/// Bytes of a host with its port, letters of any script allowed.
fn host_length(text: &str) -> usize {
    let ascii_only = text.starts_with(|letter: char| letter.is_ascii());
    let mut length = 0;
    for (at, letter) in text.char_indices() {
        let is_part =
            letter.is_ascii_alphanumeric() || ".-:".contains(letter) || !ascii_only && letter.is_alphanumeric();
        if !is_part || at > LONGEST_HOST {
            break;
        }
        length = at + letter.len_utf8();
    }
    text[..length].trim_end_matches(['.', '-', ':']).len()
}

/// Bytes of a host of ASCII labels.
fn ascii_host_length(text: &str) -> usize {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'.' || *byte == b'-';
    let length = text.bytes().take(LONGEST_HOST).take_while(is_part).count();
    text[..length].trim_end_matches(['.', '-']).len()
}

/// Where the path, query and fragment behind a host end: before white space, quotes and closing punctuation.
fn path_end(text: &str, host_end: usize) -> usize {
    let rest = &text[host_end..];
    if !rest.starts_with(['/', '?', '#']) {
        return host_end;
    }
    let mut open = 0i32;
    let mut end = host_end;
    for (at, letter) in rest.char_indices() {
        let is_part = letter.is_ascii_alphanumeric()
            || "-._~:/?#[]@!$&'()*+,;=%".contains(letter)
            || letter.is_alphanumeric() && !letter.is_ascii();
        open += i32::from(letter == '(') - i32::from(letter == ')');
        if !is_part || at > LONGEST || open < 0 {
            break;
        }
        // Punctuation ends an address only when nothing of it follows.
        if !".,;:!?'([".contains(letter) {
            end = host_end + at + letter.len_utf8();
        }
    }
    end
}

/// A path without the slash that stands alone behind a host.
fn bare_slash(path: &str) -> &str {
    if path == "/" { "" } else { path }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{find_urls, is_grapheme_boundary};

    #[track_caller]
    fn holds(text: &str, expected: &[(&str, &str)]) {
        let found: Vec<_> = find_urls(text).into_iter().map(|hit| (text[hit.bytes].to_owned(), hit.value)).collect();
        let expected: Vec<_> = expected.iter().map(|(span, value)| ((*span).to_owned(), (*value).to_owned())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn the_sentence_around_an_address_is_left_out() {
        holds("زوروا http://Example.ORG/أخبار/1، ثم", &[("http://Example.ORG/أخبار/1", "http://example.org/أخبار/1")]);
        holds("(انظر https://a.example.com/x_(y).)", &[("https://a.example.com/x_(y)", "https://a.example.com/x_(y)")]);
        holds("عبر www.Example.gov.sa .", &[("www.Example.gov.sa", "www.example.gov.sa")]);
        holds("https://example.com/.", &[("https://example.com/", "https://example.com")]);
        holds(
            "موقعhttp://example.com:8080/?q=1&r=2»",
            &[("http://example.com:8080/?q=1&r=2", "http://example.com:8080/?q=1&r=2")],
        );
        holds("في http://موقع.مصر اليوم", &[("http://موقع.مصر", "http://موقع.مصر")]);
        holds("صفحة example.com/news تنشر", &[("example.com/news", "example.com/news")]);
    }

    #[test]
    fn marks_on_the_last_letter_belong_to_the_span_alone() {
        holds("عبر wwwa.com\u{64e} ثم", &[("wwwa.com\u{64e}", "wwwa.com")]);
        holds("http://a.org/x\u{301}y", &[("http://a.org/x\u{301}", "http://a.org/x")]);
        holds("\u{600}www.b.net\u{301}/x", &[("\u{600}www.b.net\u{301}", "www.b.net")]);
        holds("a@b.org\u{200d}c@d.org", &[("a@b.org\u{200d}", "a@b.org"), ("c@d.org", "c@d.org")]);
    }

    #[test]
    fn mail() {
        holds("على news.desk@Example.com.", &[("news.desk@Example.com", "news.desk@example.com")]);
        holds("راسلونا:a+b@mail.example.org،", &[("a+b@mail.example.org", "a+b@mail.example.org")]);
        holds("حساب @khabar و name@host", &[]);
    }

    #[test]
    fn what_only_looks_like_one() {
        for text in [
            "الساعة 12.30",
            "e.g. this",
            "http://",
            "://x.y",
            "1.2.3.4",
            "a@b",
            "قال.ثم",
            "file.txt",
            "http://-.x",
            "..com",
            "@.com",
        ] {
            holds(text, &[]);
        }
    }

    #[test]
    fn a_flood_takes_linear_time() {
        for unit in ["a.", "@", "http://", "a@", "www.", ":", "(", "http://a.b/(", "\u{600}", "a.com\u{64e}"] {
            let _ = find_urls(&unit.repeat(200_000 / unit.len()));
        }
    }

    proptest! {
        #[test]
        fn spans_are_ordered(text in "(http://|www\\.|[a-z.@/:()%-]|ف| |com|،|\u{64e}|\u{600}|\u{200d}){0,30}") {
            let mut end = 0;
            for hit in find_urls(&text) {
                prop_assert!(hit.bytes.start >= end && hit.bytes.start < hit.bytes.end);
                end = hit.bytes.end;
                prop_assert!(is_grapheme_boundary(&text, hit.bytes.start) && is_grapheme_boundary(&text, end));
            }
        }

        #[test]
        fn nothing_panics(text in any::<String>()) {
            let _ = find_urls(&text);
        }
    }
}
