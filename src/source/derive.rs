//! The fields that a source does not give: title, date and language, worked out from the text and the file.
//!
//! Owns the step from a [`Draft`] to an article's fields; where a sentence ends is `sentence.rs`.

use jiff::civil::Date;
use unicode_segmentation::UnicodeSegmentation;

use super::date::parse_date;
use super::language::guess_language;
use super::sentence::{first_sentence, is_dateline, is_furniture};
use super::{Draft, WarningKind};
use crate::article::{ArticleDate, Derivable, Language};
use crate::entity::date::find_dates;

/// The longest derived title, in graphemes: two lines of a list.
const TITLE_LIMIT: usize = 120;
/// The longest derived title in characters: a grapheme may carry any number of marks.
const TITLE_CHARS: usize = 4 * TITLE_LIMIT;

/// All complete calendar dates in a text, in its order.
///
/// Complete is what has day, month and year. This is the one place that finds dates in running text.
pub(super) fn complete_days(text: &str) -> Vec<Date> {
    find_dates(text, None).iter().filter_map(|mention| mention.value.complete_day()).collect()
}

/// The title of a draft: the given one, or its first sentence; empty only where there is no paragraph.
pub(super) fn title(draft: &Draft) -> Derivable<String> {
    match &draft.title {
        Some(title) => Derivable::given(title.clone()),
        None => Derivable::derived(title_of(&draft.paragraphs)),
    }
}

/// A title out of the first paragraph that is prose.
fn title_of(paragraphs: &[String]) -> String {
    let mut seen = paragraphs.iter().map(|paragraph| paragraph.trim()).filter(|text| !super::format::is_blank(text));
    let first = seen.clone().next().unwrap_or_default();
    let prose = seen.by_ref().take(10).find(|text| !is_furniture(text) && !is_dateline(text)).unwrap_or(first);
    let sentence = first_sentence(prose);
    let title = shorten(bare(sentence));
    if super::format::is_blank(&title) { shorten(first) } else { title }
}

/// A sentence without its final stop and without quotation marks around the whole of it.
fn bare(sentence: &str) -> &str {
    let mut text = sentence.trim();
    for (open, close) in [('"', '"'), ('«', '»'), ('“', '”')] {
        let without_stop = text.strip_suffix(['.', '۔']).unwrap_or(text);
        let inner = without_stop.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        text = inner.filter(|inner| !inner.contains([open, close])).unwrap_or(text).trim();
    }
    match text.strip_suffix(['.', '۔', '،', ':', '؛']) {
        Some(rest) if !rest.ends_with('.') && !rest.trim().is_empty() => rest.trim_end(),
        _ => text,
    }
}

/// At most [`TITLE_LIMIT`] graphemes and about [`TITLE_CHARS`] characters; what is longer is cut between words and
/// ends in `…`. A word longer than half of that is cut inside.
fn shorten(text: &str) -> String {
    let room = text.char_indices().nth(TITLE_CHARS).map_or(text, |(at, _)| &text[..at]);
    let starts: Vec<usize> = room.grapheme_indices(true).map(|(at, _)| at).take(TITLE_LIMIT + 1).collect();
    if room.len() == text.len() && starts.len() <= TITLE_LIMIT {
        return text.to_owned();
    }
    // The last grapheme makes room for the ellipsis; a single endless one stays.
    let last = starts.get(TITLE_LIMIT - 1).or(starts.last()).copied().unwrap_or(0);
    let end = if last == 0 { room.len() } else { last };
    let cut = &text[..end];
    let is_between_words = text[end..].starts_with(char::is_whitespace);
    let space = cut.rfind(char::is_whitespace).filter(|at| !is_between_words && at * 2 >= end);
    let whole = &cut[..space.unwrap_or(end)];
    let kept = whole.trim_end_matches(|letter: char| letter.is_whitespace() || "،,؛;:.-–—([{«“\"".contains(letter));
    format!("{}…", if kept.is_empty() { cut } else { kept })
}

/// The date of a draft: the given one; else the latest complete date in it up to `today`; else that of the file.
///
/// A given date that is not understood is added to `problems`.
pub(super) fn date(
    draft: &Draft,
    file_day: Option<Date>,
    today: Date,
    problems: &mut Vec<WarningKind>,
) -> Option<Derivable<ArticleDate>> {
    if let Some(value) = &draft.date {
        match parse_date(value) {
            Some(date) => return Some(Derivable::given(date)),
            None => problems.push(WarningKind::BadDate { value: value.clone() }),
        }
    }
    let texts = draft.title.iter().chain(&draft.paragraphs);
    let latest = texts.flat_map(|text| complete_days(text)).filter(|day| *day <= today).max();
    latest.or(file_day).map(|day| Derivable::derived(ArticleDate::day(day)))
}

/// The language of a draft: the given one, or the one that its letters tell.
pub(super) fn language(draft: &Draft) -> Derivable<Language> {
    match &draft.language {
        Some(language) => Derivable::given(language.clone()),
        None => Derivable::derived(guess_language(draft.title.iter().chain(&draft.paragraphs).map(String::as_str))),
    }
}

#[cfg(test)]
mod tests {
    use super::{Draft, TITLE_CHARS, TITLE_LIMIT, WarningKind, date, title_of};
    use jiff::civil;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    fn title(paragraphs: &[&str]) -> String {
        title_of(&paragraphs.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn a_title_is_the_first_sentence_without_its_stop() {
        for (text, expected) in [
            ("وصل القطار. ثم غادر.", "وصل القطار"),
            ("هل وصل القطار؟ نعم.", "هل وصل القطار؟"),
            ("وصل القطار... ثم غادر", "وصل القطار..."),
            ("«وصل القطار».", "وصل القطار"),
            ("قالت الوزارة: \"ندعو الجميع إلى السلم. الآن\". وأضافت.", "قالت الوزارة: \"ندعو الجميع إلى السلم. الآن\""),
            ("قال الوزير: «لن نقبل بأقل من ذلك» في رده.", "قال الوزير: «لن نقبل بأقل من ذلك» في رده"),
            ("قال الوزير: «نعم». وسكت.", "قال الوزير: «نعم»"),
            ("النتيجة: وصل القطار.", "النتيجة: وصل القطار"),
            (".", "."),
            ("…", "…"),
        ] {
            assert_eq!(title(&[text]), expected, "{text}");
        }
        assert_eq!(title(&["باكو - رويترز", "سامي الراوي – بيروت", "2023/09/19", "وصل القطار."]), "وصل القطار");
        assert_eq!(title(&["2023/09/19"]), "2023/09/19");
        assert_eq!(title(&[]), "");
    }

    #[test]
    fn a_long_sentence_is_cut_between_words() {
        let long = title(&["كلمة، ".repeat(40).trim()]);
        assert!(long.ends_with("كلمة…") && long.graphemes(true).count() <= TITLE_LIMIT, "{long}");
        let word = title(&["ـ".repeat(1000).as_str()]);
        assert_eq!(word.graphemes(true).count(), TITLE_LIMIT);
        let exact = "ا".repeat(TITLE_LIMIT);
        assert_eq!(title(&[&exact]), exact);
        let marks = title(&[&format!("ا{}", "\u{64b}".repeat(5000))]);
        assert!(marks.chars().count() <= TITLE_CHARS + 1);
    }

    #[test]
    fn the_latest_complete_day_that_is_not_in_the_future() {
        let today = civil::date(2024, 1, 1);
        let draft = |text: &str| Draft { paragraphs: vec![text.to_owned()], ..Draft::default() };
        let mut problems = Vec::new();
        let mut day =
            |draft: &Draft| date(draft, Some(civil::date(2000, 1, 1)), today, &mut problems).map(|date| date.value.day);
        assert_eq!(day(&draft("في 9/11/2020 ثم 2023-09-19 ثم 1/1/2030.")), Some(civil::date(2023, 9, 19)));
        assert_eq!(day(&draft("في 2024-01-01 و2024-01-02")), Some(today));
        assert_eq!(day(&draft("في سبتمبر 2023")), Some(civil::date(2000, 1, 1)));
        assert_eq!(
            day(&Draft { date: Some("قريبا".to_owned()), ..draft("2023-09-19") }),
            Some(civil::date(2023, 9, 19))
        );
        assert_eq!(problems, [WarningKind::BadDate { value: "قريبا".to_owned() }]);
    }

    proptest! {
        #[test]
        fn a_title_is_short_and_never_empty(text in "[ء-ي\u{64b}-\u{652} .،:؟\"«»()a-z0-9\u{200f}]{1,400}") {
            let title = title(&[&text]);
            prop_assert!(title.chars().count() <= TITLE_CHARS + 1);
            prop_assert!(title.graphemes(true).count() <= TITLE_LIMIT);
            prop_assert_eq!(title.is_empty(), super::super::format::is_blank(&text));
        }
    }
}
