//! Plain text whose first line is its title.
//!
//! Owns the marks by which a title line is known; a title out of a sentence is `derive.rs`.

use super::format::{Draft, Format, Line, trim_blank};
use super::{plain, sentence};

/// See [`FORMATS`](super::FORMATS).
pub(super) const FORMAT: Format = Format {
    name: "titled",
    doc: "Plain text whose first line is the title, then one paragraph a line.",
    fixture: "tests/fixtures/titled.txt",
    parse: |page| {
        let (title, rest) = split(page.lines(), page.is_markdown())?;
        Some(Draft { title: Some(title), ..plain::draft(rest) })
    },
};

/// The longest title line, in characters: a headline has 60 to 90, a vocalised one up to twice that.
const TITLE_LIMIT: usize = 160;

/// Cuts a title line off; `None` when the first line is no title or nothing follows it.
///
/// A title ends without punctuation, holds no second sentence, and is set off by a blank line or followed by a
/// paragraph that is half as long again. A question or an exclamation needs the blank line. In Markdown, a `#` is enough.
pub(super) fn split<'p, 'a>(lines: &'p [Line<'a>], is_markdown: bool) -> Option<(String, &'p [Line<'a>])> {
    let (first, after) = lines.split_first()?;
    let rest = trim_blank(after);
    let next = rest.first()?.text.trim();
    let line = first.text.trim();
    if is_markdown && let Some(heading) = heading(line) {
        return Some((heading.to_owned(), rest));
    }
    let is_set_off = after.len() > rest.len() && after.first().is_some_and(|line| line.text.is_empty());
    let length = |text: &str| text.chars().count();
    if !is_title_like(line, is_set_off) || length(line) > TITLE_LIMIT {
        return None;
    }
    let is_shorter = length(next) * 2 >= length(line) * 3;
    // Set off from the text, and the text is more than another such line: a poem's first stanza is no title.
    let has_prose = rest.iter().any(|line| length(line.text) > length(first.text) || ends_sentence(line.text.trim()));
    (is_shorter || (is_set_off && has_prose)).then(|| (line.to_owned(), rest))
}

/// The text of an ATX heading of the first level.
fn heading(line: &str) -> Option<&str> {
    let text = line.strip_prefix("# ")?.trim().trim_end_matches('#').trim_end();
    (!text.is_empty()).then_some(text)
}

fn is_title_like(line: &str, is_set_off: bool) -> bool {
    let bare = line.trim_end_matches(sentence::is_closing);
    let ends_open = match bare.chars().next_back() {
        None | Some('.' | '۔' | '…' | ':' | '،' | ',' | '؛' | ';' | '。') => true,
        Some('?' | '؟' | '!') => !is_set_off,
        _ => false,
    };
    let begins_as_list = line.starts_with(['-', '*', '•', '>', '|', '#', '+', '=', '،', ',']);
    let has_letters = line.chars().filter(|letter| letter.is_alphabetic()).count() >= 2;
    !ends_open
        && !begins_as_list
        && has_letters
        && !holds_full_stop(line)
        && !sentence::is_furniture(line)
        && (is_set_off || !sentence::is_dateline(line))
}

/// True when a sentence ends inside the line with a full stop; headlines do ask first and answer then.
fn holds_full_stop(line: &str) -> bool {
    let mut rest = line;
    loop {
        let sentence = sentence::first_sentence(rest);
        if sentence.len() == rest.len() || sentence.is_empty() {
            return false;
        }
        if sentence.trim_end_matches(sentence::is_closing).ends_with(['.', '۔']) {
            return true;
        }
        rest = rest[sentence.len()..].trim_start();
    }
}

fn ends_sentence(line: &str) -> bool {
    let bare = line.trim_end_matches(sentence::is_closing);
    bare.ends_with(['.', '؟', '?', '!', '۔', '…'])
}

#[cfg(test)]
mod tests {
    use super::super::format::Page;
    use super::split;

    const PROSE: &str =
        "أعلنت وزارة النقل اليوم افتتاح الخط الجديد الذي يربط العاصمة بالمدن الساحلية بعد سنوات من العمل.";

    fn title(text: &str) -> Option<String> {
        split(Page::new(text, false).lines(), false).map(|(title, _)| title)
    }

    #[test]
    fn a_headline_above_prose_is_a_title() {
        for line in [
            "افتتاح خط القطار الجديد",
            "Asia-Pacific leaders meet in Lima",
            "«باكو» تستعد للقمة",
            "الأهلي 2 - 1 الزمالك",
        ] {
            assert_eq!(title(&format!("{line}\n{PROSE}\n{PROSE}")).as_deref(), Some(line));
            assert_eq!(title(&format!("{line}\n\nجملة.")).as_deref(), Some(line));
        }
        assert_eq!(title(&format!("هل يصل القطار في موعده؟\n\n{PROSE}")).as_deref(), Some("هل يصل القطار في موعده؟"));
    }

    #[test]
    fn what_only_looks_like_one_is_not() {
        for text in [
            format!("جملة قصيرة.\n{PROSE}"),
            format!("وقال في بيان:\n\n{PROSE}"),
            format!("أولا، وصل القطار،\n{PROSE}"),
            format!("2023/09/19\n{PROSE}"),
            format!("https://example.org/a\n\n{PROSE}"),
            format!("باكو - رويترز\n{PROSE}"),
            format!("سامي الراوي – الرياض\n{PROSE}"),
            format!("- بند أول\n{PROSE}"),
            format!("هل يصل؟\n{PROSE}"),
            "عنوان بلا نص".to_owned(),
            "بيت أول من القصيدة\nبيت ثان من القصيدة\nبيت ثالث منها".to_owned(),
            format!("وصل القطار. ثم غادر\n{PROSE}"),
            format!("{PROSE}\n{PROSE}"),
            String::new(),
        ] {
            assert_eq!(title(&text), None, "{text}");
        }
    }

    #[test]
    fn a_heading_needs_its_sign_only_in_markdown() {
        let text = format!("# خبر\n\n{PROSE}");
        let page = Page::new(&text, true);
        assert_eq!(split(page.lines(), true).map(|(title, _)| title).as_deref(), Some("خبر"));
        assert_eq!(title(&text), None);
    }
}
