//! The format of the seed documents: the first line is a section path, then one paragraph a line.
//!
//! Owns the marks by which a section line is known; how it is cut is [`SectionPath::parse`].

use crate::article::SectionPath;
use crate::text::fold;

use super::format::{Draft, Format, Line, trim_blank};
use super::{plain, sentence, titled};

/// See [`FORMATS`](super::FORMATS).
pub(super) const FORMAT: Format = Format {
    name: "sectioned",
    doc: "Text whose first line is a section path such as `العالم - أوروبا`; a title line may follow.",
    fixture: "tests/fixtures/sectioned.txt",
    parse: |page| {
        let (section, rest) = split(page.lines())?;
        let (title, rest) = match titled::split(rest, page.is_markdown()) {
            Some((title, rest)) => (Some(title), rest),
            None => (None, rest),
        };
        Some(Draft { title, section: Some(section), ..plain::draft(rest) })
    },
};

/// The longest section line, in characters.
const LINE_LIMIT: usize = 60;
/// The most words in a part that stands beside the name of a known section.
const KNOWN_PART_WORDS: usize = 6;
/// The most words in a part when no part is known: more is a headline with a dash in it.
const UNKNOWN_PART_WORDS: usize = 3;

/// Names of sections in news, as [`fold`] writes them or folded here; one word or a short phrase.
const KNOWN: &[&str] = &[
    "العالم",
    "عالم",
    "دولي",
    "دوليات",
    "الدولية",
    "عربي",
    "عربي ودولي",
    "العالم العربي",
    "شؤون عربية",
    "محلي",
    "محليات",
    "المحلية",
    "أخبار",
    "الأخبار",
    "آخر الأخبار",
    "أخبار العالم",
    "أخبار محلية",
    "أخبار دولية",
    "سياسة",
    "السياسة",
    "اقتصاد",
    "الاقتصاد",
    "مال وأعمال",
    "اقتصاد وأعمال",
    "أعمال",
    "أسواق",
    "رياضة",
    "الرياضة",
    "كرة القدم",
    "ثقافة",
    "الثقافة",
    "ثقافة وفن",
    "ثقافة وفنون",
    "فن",
    "فنون",
    "فن ومشاهير",
    "علوم",
    "العلوم",
    "علوم وتكنولوجيا",
    "تكنولوجيا",
    "التكنولوجيا",
    "تقنية",
    "صحة",
    "الصحة",
    "طب",
    "منوعات",
    "مجتمع",
    "المجتمع",
    "حوادث",
    "رأي",
    "آراء",
    "مقالات",
    "الشرق الأوسط",
    "أوروبا",
    "آسيا",
    "أفريقيا",
    "أمريكا",
    "الأمريكتان",
    "سياحة",
    "سفر",
    "بيئة",
    "مناخ",
    "تعليم",
    "دين",
    "تحقيقات",
    "تقارير",
    "حوارات",
    "مرأة",
    "المرأة",
    "سيارات",
    "فيديو",
    "صور",
    "جهان",
    "ایران",
    "سیاسی",
    "سیاست",
    "اقتصادی",
    "ورزش",
    "ورزشی",
    "فرهنگ",
    "فرهنگی",
    "اجتماعی",
    "جامعه",
    "بین الملل",
    "فناوری",
    "علم و فناوری",
    "سلامت",
    "حوادث",
    "هنر",
    "دنیا",
    "پاکستان",
    "کھیل",
    "معیشت",
    "کاروبار",
    "صحت",
    "سائنس",
    "ٹیکنالوجی",
    "تفریح",
    "شوبز",
    "قومی",
    "بین الاقوامی",
    "עולם",
    "חדשות",
    "בארץ",
    "בעולם",
    "ספורט",
    "כלכלה",
    "תרבות",
    "פוליטיקה",
    "מדע",
    "טכנולוגיה",
    "בריאות",
    "דעות",
    "world",
    "news",
    "world news",
    "politics",
    "business",
    "economy",
    "sport",
    "sports",
    "culture",
    "arts",
    "science",
    "technology",
    "tech",
    "health",
    "opinion",
    "middle east",
    "europe",
    "asia",
    "africa",
    "americas",
    "local",
    "international",
    "environment",
    "climate",
    "travel",
    "education",
    "entertainment",
    "lifestyle",
    "finance",
    "markets",
    "monde",
    "politique",
    "économie",
    "sciences",
    "santé",
    "welt",
    "politik",
    "wirtschaft",
    "kultur",
    "wissenschaft",
    "dünya",
    "spor",
    "ekonomi",
    "siyaset",
];

/// Words that make a line a date and not a section.
const CALENDAR: &[&str] = &[
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
    "كانون",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين",
    "السبت",
    "الأحد",
    "الاثنين",
    "الثلاثاء",
    "الأربعاء",
    "الخميس",
    "الجمعة",
    "محرم",
    "صفر",
    "رمضان",
    "شوال",
    "شعبان",
    "رجب",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Cuts a section line off; `None` when the first line is none or nothing follows it.
pub(super) fn split<'p, 'a>(lines: &'p [Line<'a>]) -> Option<(SectionPath, &'p [Line<'a>])> {
    let (first, rest) = lines.split_first()?;
    let rest = trim_blank(rest);
    let section = section_of_line(first.text.trim())?;
    (!rest.is_empty()).then_some((section, rest))
}

/// The path that a line states, when it is a section line and nothing else.
///
/// It is short, has no sentence punctuation, no date and no address in it, and either separators between parts of a
/// few words or the name of a known section alone.
fn section_of_line(line: &str) -> Option<SectionPath> {
    let bare: String = line.chars().filter(|&letter| !is_bidi_control(letter)).collect();
    let line = bare.trim();
    if line.chars().count() > LINE_LIMIT || line.contains(is_foreign) || sentence::is_furniture(line) {
        return None;
    }
    let is_edge = |letter: char| "-–—›»>/\\|*#+=•".contains(letter);
    if line.starts_with(is_edge) || line.ends_with(is_edge) {
        return None;
    }
    let path = SectionPath::parse(line);
    let is_known = path.parts().iter().any(|part| is_known_section(part));
    let is_likely = is_known || path.parts().iter().any(|part| begins_as_section(part));
    // Two names with a dash between blanks are a dateline more often than a path; the other separators, and a dash
    // with a blank before it only, hardly stand in one (13 of 20,705 news articles begin with such a line).
    let has_strong_separator = line.contains(['›', '»', '>', '/', '\\', '|']) || has_leaning_dash(line);
    let parts_fit = match path.parts() {
        [] => false,
        [_] => is_known,
        parts => {
            (is_likely || has_strong_separator)
                && parts.iter().all(|part| part_fits(part, is_known, is_tight(line) && !is_likely))
        }
    };
    (parts_fit && !has_date(line)).then_some(path)
}

/// True for the dash of `العالم -أوروبا`: a blank before it and none behind it.
fn has_leaning_dash(line: &str) -> bool {
    let letters: Vec<char> = line.chars().collect();
    letters.windows(3).any(|three| three[0] == ' ' && matches!(three[1], '-' | '–' | '—') && three[2].is_alphabetic())
}

/// Punctuation of sentences, quotations, addresses and dates: none of it stands in a section line.
fn is_foreign(letter: char) -> bool {
    ".؟?!۔…:;؛،,\"«“”„()[]{}<@%$€=٫٬*_".contains(letter)
}

fn is_bidi_control(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// True when a slash or bar stands without a blank on either side, as in `and/or` as well as in `World/Europe`.
fn is_tight(line: &str) -> bool {
    let letters: Vec<char> = line.chars().collect();
    letters.windows(3).any(|three| {
        matches!(three[1], '/' | '\\' | '|' | '>' | '»' | '›') && !three[0].is_whitespace() && !three[2].is_whitespace()
    })
}

fn part_fits(part: &str, is_known: bool, is_tight: bool) -> bool {
    let words = part.split_whitespace().count();
    let most = match (is_known, is_tight) {
        (true, _) => KNOWN_PART_WORDS,
        (false, false) => UNKNOWN_PART_WORDS,
        (false, true) => 2,
    };
    let letters = part.chars().filter(|letter| letter.is_alphabetic()).count();
    let is_conjunction = matches!(fold(part).as_str(), "and" | "or" | "او");
    (1..=most).contains(&words) && letters >= 2 && !is_conjunction
}

fn is_known_section(part: &str) -> bool {
    let part = fold(part);
    let part = part.trim();
    KNOWN.iter().any(|known| fold(known) == part)
}

/// True for `كرة القدم العالمية` and its like: a known name and what narrows it.
fn begins_as_section(part: &str) -> bool {
    let words: Vec<&str> = part.split_whitespace().collect();
    (1..words.len()).any(|end| is_known_section(&words[..end].join(" ")))
}

/// Digits with a calendar word, or any number that is not a year: a date, a score, a count.
fn has_date(line: &str) -> bool {
    let folded = fold(line);
    let mut words = folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.any(|word| {
        let has_digits = word.contains(|letter: char| letter.is_ascii_digit());
        let is_year = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
        (has_digits && !is_year) || CALENDAR.iter().any(|name| fold(name) == word)
    })
}

#[cfg(test)]
mod tests {
    use super::super::format::Page;
    use super::{section_of_line, split};

    #[test]
    fn paths_with_separators_are_sections() {
        for (line, parts) in [
            ("العالم -أوروبا", vec!["العالم", "أوروبا"]),
            ("العالم - أوروبا", vec!["العالم", "أوروبا"]),
            ("العالم- أوروبا", vec!["العالم", "أوروبا"]),
            ("العالم – آسيا والمحيط الهادئ", vec!["العالم", "آسيا والمحيط الهادئ"]),
            ("رياضة › كرة القدم › كأس العالم 2022", vec!["رياضة", "كرة القدم", "كأس العالم 2022"]),
            ("اقتصاد/أسواق", vec!["اقتصاد", "أسواق"]),
            ("أخبار | مصر", vec!["أخبار", "مصر"]),
            ("World > Asia-Pacific", vec!["World", "Asia-Pacific"]),
            ("اجتماع > سفر", vec!["اجتماع", "سفر"]),
            ("\u{200f}العالم - أوروبا\u{200f}", vec!["العالم", "أوروبا"]),
            ("חדשות » בארץ", vec!["חדשות", "בארץ"]),
            ("رياضة عالمية - تنس الطاولة", vec!["رياضة عالمية", "تنس الطاولة"]),
            ("القوقاز | أرمينيا", vec!["القوقاز", "أرمينيا"]),
            ("القوقاز -أرمينيا", vec!["القوقاز", "أرمينيا"]),
            ("رياضة", vec!["رياضة"]),
            ("الشرق الأوسط", vec!["الشرق الأوسط"]),
            ("Science", vec!["Science"]),
        ] {
            let path = section_of_line(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!(path.parts(), parts, "{line}");
        }
    }

    #[test]
    fn what_only_has_a_separator_is_none() {
        for line in [
            "2023/09/19",
            "٢٠٢٣/٩/١٩",
            "19 سبتمبر / أيلول 2023",
            "الثلاثاء - أيلول 2023",
            "https://example.org/world/europe",
            "www.example.org/world",
            "Asia-Pacific leaders meet",
            "Asia-Pacific",
            "باكو - رويترز",
            "سامي الراوي - الرياض",
            "لندن – متابعات",
            "(باكو - رويترز) قال الرئيس",
            "«باكو - رويترز»",
            "باكو - رويترز - قالت وزارة الدفاع الأذربيجانية إن العملية بدأت",
            "عاجل - مقتل ثلاثة جنود في انفجار قرب الحدود",
            "الأهلي 2 - 1 الزمالك",
            "تحليل | لماذا تتقاتل أرمينيا وأذربيجان مرة أخرى؟",
            "- بند أول - بند ثان",
            "/home/someone/news",
            "> اقتباس > من رسالة",
            "and/or",
            "وزير/ة",
            "24/7",
            "قال: نعم - لا",
            "أرمينيا",
            "---",
            "",
            "بين الحرب والسلام في القوقاز الجنوبي - قراءة في مستقبل المنطقة",
        ] {
            assert_eq!(section_of_line(line), None, "{line}");
        }
    }

    #[test]
    fn a_section_line_alone_is_no_article() {
        assert!(split(Page::new("العالم - أوروبا\n\n", false).lines()).is_none());
        assert!(split(Page::new("العالم - أوروبا\nنص.", false).lines()).is_some());
    }
}
