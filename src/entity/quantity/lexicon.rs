//! The words that numbers, units, currencies and lengths of time are made of.
//!
//! Owns the lists and how a word is read over its particles; `noun.rs` adds what is counted. Next: `numeral.rs`,
//! which puts number words together.

use std::sync::LazyLock;

use super::{currency, noun};
use crate::entity::interest::Interest;
use crate::entity::token::{Class, Tokens, WordMap};
use crate::text::fold;

/// What a word adds to a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Digit {
    /// One to nine, or ten.
    One(u16),
    /// احد, which is eleven before عشر and nothing alone.
    Eleventh,
    /// Twenty to ninety.
    Ten(u16),
    /// One hundred to nine hundred.
    Hundred(u16),
    /// A thousand and above, with how many of them: one, or two for a dual.
    Scale(u64, u64),
    /// A half, third or quarter.
    Part(u64, u64),
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Span {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
    Decade,
    Century,
}

/// What is measured or counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Time(Span),
    /// An index into the currencies.
    Money(u8),
    /// A code that is written behind the number.
    Unit(&'static str),
    /// A canonical noun.
    Noun(&'static str),
    Percent,
}

/// One word's meaning in the grammar of quantities.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Lexeme {
    pub(super) digit: Option<Digit>,
    pub(super) what: Option<What>,
    /// True for a dual, which is two of its kind without a number.
    pub(super) dual: bool,
    /// True for the one form that a measure has when there is one of it.
    pub(super) single: bool,
    /// True for a word that a longer name of a unit begins with.
    pub(super) opens: bool,
}

const ONES: &[(u16, &str)] = &[
    (2, "اثنان|اثنين|اثنتان|اثنتين|اثنا|اثني|اثنتا|اثنتي|إثنان|إثنين|دو|two"),
    (3, "ثلاث|ثلاثة|سه|three"),
    (4, "أربع|أربعة|اربعة|چهار|four"),
    (5, "خمس|خمسة|پنج|five"),
    (6, "ست|ستة|شش|six"),
    (7, "سبع|سبعة|هفت|seven"),
    (8, "ثمان|ثماني|ثمانية|هشت|eight"),
    (9, "تسع|تسعة|نه|nine"),
    (10, "عشر|عشرة|ده|ten"),
];

const TENS: &[(u16, &str)] = &[
    (20, "عشرون|عشرين|twenty"),
    (30, "ثلاثون|ثلاثين|thirty"),
    (40, "أربعون|أربعين|forty"),
    (50, "خمسون|خمسين|fifty"),
    (60, "ستون|ستين|sixty"),
    (70, "سبعون|سبعين|seventy"),
    (80, "ثمانون|ثمانين|eighty"),
    (90, "تسعون|تسعين|ninety"),
];

const HUNDREDS: &[(u16, &str)] = &[
    (1, "مئة|مائة|مية|صد|hundred"),
    (2, "مئتان|مئتين|مئتي|مئتا|مائتان|مائتين|مائتي|مائتا"),
    (3, "ثلاثمئة|ثلاثمائة"),
    (4, "أربعمئة|أربعمائة"),
    (5, "خمسمئة|خمسمائة"),
    (6, "ستمئة|ستمائة"),
    (7, "سبعمئة|سبعمائة"),
    (8, "ثمانمئة|ثمانمائة|ثمانيمئة|ثمانيمائة"),
    (9, "تسعمئة|تسعمائة"),
];

const THOUSAND: u64 = 1_000;
const MILLION: u64 = 1_000_000;
const BILLION: u64 = 1_000_000_000;
const TRILLION: u64 = 1_000_000_000_000;

/// A scale, its forms for one or many, and its duals.
const SCALES: &[(u64, &str, &str)] = &[
    (THOUSAND, "ألف|ألفا|آلاف|الاف|هزار|ہزار|אלף|thousand", "ألفان|ألفين|ألفي"),
    (MILLION, "مليون|مليونا|ملايين|میلیون|ملین|מיליון|million", "مليونان|مليونين|مليوني|مليونا"),
    (
        BILLION,
        "مليار|مليارا|مليارات|بليون|بليونا|بلايين|میلیارد|מיליארד|billion",
        "ملياران|مليارين|ملياري|بليونين|بليوني",
    ),
    (TRILLION, "تريليون|تريليونا|تريليونات|ترليون|ترليونا|trillion", "تريليونان|تريليونين|تريليوني|ترليونين"),
];

const PARTS: &[(u64, u64, &str)] = &[(1, 2, "نصف|نیم"), (1, 4, "ربع"), (1, 3, "ثلث"), (2, 3, "ثلثا|ثلثي|ثلثين|ثلثان")];

/// Units of time: the singular that can stand without a number, the other forms, the duals.
const TIMES: &[(Span, &str, &str, &str)] = &[
    (Span::Second, "", "ثانية|ثواني|ثوان|ثانیه|seconds", "ثانيتين|ثانيتان"),
    (Span::Minute, "دقيقة", "دقائق|دقایق|دقیقه|minutes|minute|דקות", "دقيقتين|دقيقتان"),
    (Span::Hour, "ساعة", "ساعات|ساعت|گھنٹے|hours|hour|שעות", "ساعتين|ساعتان"),
    (Span::Day, "يوم", "يوما|أيام|ايام|روز|دن|days|day|ימים", "يومين|يومان"),
    (Span::Week, "أسبوع", "أسبوعا|أسابيع|اسبوع|اسابيع|هفته|ہفتے|weeks|week|שבועות", "أسبوعين|أسبوعان"),
    (Span::Month, "شهر", "شهرا|أشهر|شهور|ماه|months|month|חודשים", "شهرين|شهران"),
    (Span::Year, "عام|سنة", "عاما|أعوام|سنوات|سنين|سال|years|year|שנים", "عامين|عامان|سنتين|سنتان"),
    (Span::Decade, "", "عقد|عقدا|عقود|decades", "عقدين"),
    (Span::Century, "قرن", "قرنا|قرون|centuries", "قرنين|قرنان"),
];

/// Units of measure: the code, the forms, the duals; what has a space is read as two or three words.
#[rustfmt::skip]
const UNITS: &[(&str, &str, &str)] = &[
    ("km", "كيلومتر|كيلومترا|كيلومترات|كيلو متر|كيلو مترا|كيلو مترات|كم|كلم|کیلومتر|کلومیٹر|km|kilometers|kilometres|kilometer|קמ", "كيلومترين|كيلومتران"),
    ("m", "متر|مترا|أمتار|امتار|میٹر|meters|metres|meter|metre|מטר", "مترين|متران"),
    ("cm", "سنتيمتر|سنتيمترا|سنتيمترات|سنتمتر|سنتمترا|سم|سنتي متر|سانتي متر|cm", "سنتيمترين"),
    ("mm", "مليمتر|مليمترا|مليمترات|ملليمتر|ملليمترا|ملم|مم|mm", "مليمترين"),
    ("mi", "ميل|ميلا|أميال|miles", "ميلين"),
    ("nmi", "ميل بحري|ميلا بحريا|أميال بحرية", "ميلين بحريين"),
    ("ft", "قدم|قدما|أقدام|feet", "قدمين"),
    ("in", "بوصة|بوصات|إنش|انش", "بوصتين"),
    ("m2", "متر مربع|مترا مربعا|أمتار مربعة|امتار مربعة|م2|م مربع|m2|متر مربعا", "مترين مربعين"),
    ("km2", "كيلومتر مربع|كيلومترا مربعا|كيلومترات مربعة|كيلو متر مربع|كيلو مترا مربعا|كم2|كم مربع|كلم مربع|km2", "كيلومترين مربعين"),
    ("m3", "متر مكعب|مترا مكعبا|أمتار مكعبة|امتار مكعبة|م3|m3", "مترين مكعبين"),
    ("ft3", "قدم مكعب|قدم مكعبة|قدما مكعبا|أقدام مكعبة", ""),
    ("ft2", "قدم مربع|قدم مربعة|قدما مربعا|أقدام مربعة", ""),
    ("ha", "هكتار|هكتارا|هكتارات|hectares", "هكتارين"),
    ("dunam", "دونم|دونما|دونمات", "دونمين"),
    ("feddan", "فدان|فدانا|أفدنة", "فدانين"),
    ("acre", "أكر|acres", ""),
    ("t", "طن|طنا|أطنان|اطنان|tons|tonnes|طن متري|طنا متريا", "طنين"),
    ("kg", "كيلوغرام|كيلوغراما|كيلوغرامات|كيلوجرام|كيلوجراما|كيلوجرامات|كيلو جرام|كيلو غرام|كيلو جراما|كيلو غراما|كجم|كغم|كغ|كيلو|کیلوگرم|kg|kilograms", "كيلوغرامين|كيلوجرامين"),
    ("g", "غرام|غراما|غرامات|جرام|جراما|جرامات|غم|جم|grams", "غرامين|جرامين"),
    ("mg", "مليغرام|مليغراما|ملليغرام|مليجرام|ملليجرام|ملغم|ملجم|ملغ|mg", "مليغرامين"),
    ("lb", "رطل|رطلا|أرطال|pounds", "رطلين"),
    ("oz", "أونصة|أونصات|اونصة|أوقية|أوقيات|ounces", "أونصتين|أوقيتين"),
    ("qintar", "قنطار|قنطارا|قناطير", "قنطارين"),
    ("bbl", "برميل|برميلا|براميل|barrels|بشکه", "برميلين"),
    ("bbl/d", "برميل يوميا|برميلا يوميا|براميل يوميا|برميل في اليوم|برميلا في اليوم|barrels per day", ""),
    ("L", "لتر|لترا|لترات|ليتر|ليترا|ليترات|liters|litres", "لترين|ليترين"),
    ("mL", "مليلتر|مليلترا|ملليلتر|ملل|مل|ml", ""),
    ("gal", "غالون|غالونا|غالونات|جالون|جالونا|جالونات|gallons", ""),
    ("°C", "درجة مئوية|درجات مئوية|درجة سيليزية|درجات سيليزية|درجة سلسيوس|° c|درجة سانتيغراد", "درجتين مئويتين"),
    ("°F", "درجة فهرنهايت|درجات فهرنهايت|° f", ""),
    ("deg", "درجة|درجات", "درجتين|درجتان"),
    ("Ml", "درجة على مقياس ريختر|درجات على مقياس ريختر", ""),
    ("km/h", "كيلومتر في الساعة|كيلومترا في الساعة|كيلومترات في الساعة|كم في الساعة|كلم في الساعة|كم / س|كم / ساعة|كلم / س|كلم / ساعة|كيلومتر / الساعة|كيلومترا / الساعة|km / h", ""),
    ("W", "واط|واطا|وات", ""),
    ("kW", "كيلوواط|كيلوواطا|كيلووات|كيلو واط|كيلو وات", ""),
    ("MW", "ميغاواط|ميغاواطا|ميجاواط|ميغاوات|ميجاوات|ميجا واط|ميجا وات|ميغا واط|ميغا وات|megawatts", ""),
    ("GW", "غيغاواط|جيجاواط|غيغاوات|جيجاوات|جيغاواط|جيجا واط|جيجا وات", ""),
    ("kWh", "كيلوواط ساعة|كيلوواط / ساعة|كيلووات ساعة|كيلو واط ساعة|كيلو وات ساعة|كيلوات ساعة", ""),
    ("V", "فولت|فولط", ""),
    ("Hz", "هرتز|هيرتز", ""),
    ("GB", "غيغابايت|جيجابايت|غيغا بايت|جيجا بايت|gb", ""),
    ("MB", "ميغابايت|ميجابايت|ميغا بايت|ميجا بايت|mb", ""),
    ("TB", "تيرابايت|tb", ""),
    ("MP", "ميغابكسل|ميجابكسل|ميغا بكسل|ميجا بكسل|ميجابيكسل|ميغابيكسل", ""),
    ("cal", "سعرة|سعرات|سعرة حرارية|سعرات حرارية|كالوري", ""),
    ("hp", "حصان|أحصنة", ""),
    ("kt", "عقدة بحرية|عقد بحرية", ""),
    ("ly", "سنة ضوئية|سنوات ضوئية", "سنتين ضوئيتين"),
    ("K", "كلفن", ""),
    ("dB", "ديسيبل|ديسبل", ""),
    ("kt TNT", "كيلوطن|كيلو طن", ""),
    ("BTU", "وحدة حرارية بريطانية|وحدة حرارية", ""),
];

/// Words for a share of a hundred, besides the sign; after في when they carry no particle.
const PERCENTS: &str =
    "بالمئة|بالمائة|في المئة|في المائة|فى المائة|فى المئة|بالمية|في المية|درصد|فیصد|percent|per cent|אחוז|אחוזים";

/// The words by their folded letters.
static LEXICON: LazyLock<WordMap<Box<str>, Lexeme>> = LazyLock::new(build);

/// The words of a form, folded, with one space between them.
pub(super) fn key(form: &str) -> String {
    fold(form).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn build() -> WordMap<Box<str>, Lexeme> {
    let mut words: WordMap<Box<str>, Lexeme> = WordMap::default();
    let mut give = |forms: &str, role: &dyn Fn(&mut Lexeme)| {
        for form in forms.split('|').filter(|form| !form.is_empty()) {
            let key = key(form);
            for (at, _) in key.match_indices(' ') {
                words.entry(key[..at].into()).or_default().opens = true;
            }
            role(words.entry(key.into_boxed_str()).or_default());
        }
    };
    noun::each(&mut |form, name, dual| {
        give(form, &|word| {
            (word.what, word.dual) = (Some(What::Noun(name)), dual);
        });
    });
    for &(code, forms, duals) in UNITS {
        give(forms, &|word| word.what = Some(What::Unit(code)));
        give(duals, &|word| (word.what, word.dual) = (Some(What::Unit(code)), true));
    }
    for (forms, index, dual) in currency::forms() {
        give(&forms, &|word| (word.what, word.dual) = (Some(What::Money(index)), dual));
    }
    for &(span, single, forms, duals) in TIMES {
        give(single, &|word| (word.what, word.single) = (Some(What::Time(span)), true));
        give(forms, &|word| word.what = Some(What::Time(span)));
        give(duals, &|word| (word.what, word.dual) = (Some(What::Time(span)), true));
    }
    give(PERCENTS, &|word| word.what = Some(What::Percent));
    for (list, digit) in [(ONES, Digit::One as fn(u16) -> Digit), (TENS, Digit::Ten), (HUNDREDS, Digit::Hundred)] {
        for &(value, forms) in list {
            give(forms, &|word| word.digit = Some(digit(value)));
        }
    }
    give("أحد|إحدى|احدى", &|word| word.digit = Some(Digit::Eleventh));
    give("واحد|واحدة", &|word| word.digit = Some(Digit::One(1)));
    for &(value, forms, duals) in SCALES {
        give(duals, &|word| word.digit = Some(Digit::Scale(value, 2)));
        give(forms, &|word| word.digit = Some(Digit::Scale(value, 1)));
    }
    for &(numerator, denominator, forms) in PARTS {
        give(forms, &|word| word.digit = Some(Digit::Part(numerator, denominator)));
    }
    words
}

/// The meaning of a folded word or phrase.
pub(super) fn lexeme(phrase: &str) -> Option<Lexeme> {
    LEXICON.get(phrase).copied()
}

/// True for a folded word that a number before it measures or counts.
pub(in crate::entity) fn is_measure(word: &str) -> bool {
    lexeme(word).is_some_and(|lexeme| lexeme.what.is_some() || matches!(lexeme.digit, Some(Digit::Scale(..))))
}

/// A word as the grammar reads it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    pub(super) lexeme: Lexeme,
    /// Folded letters of the particles before it, the article not counted.
    pub(super) skipped: usize,
    /// True when the first particle is و.
    pub(super) is_and: bool,
    /// True when it carries the article.
    pub(super) is_definite: bool,
}

/// Reads a word as it stands, then over at most two particles (و ف ب ل ك) and the article.
fn reading(word: &str) -> Option<Reading> {
    // I am not, which is no six.
    if word == "لست" {
        return None;
    }
    let mut rest = word;
    for skipped in 0..=2 {
        let is_and = skipped > 0 && word.starts_with('و');
        if let Some(lexeme) = lexeme(rest) {
            return Some(Reading { lexeme, skipped, is_and, is_definite: false });
        }
        if let Some(bare) = rest.strip_prefix("ال")
            && let Some(lexeme) = lexeme(bare)
        {
            return Some(Reading { lexeme, skipped, is_and, is_definite: true });
        }
        // لل is ل with the article, whose alef is not written.
        if let Some(bare) = rest.strip_prefix("لل")
            && let Some(lexeme) = lexeme(bare)
        {
            return Some(Reading { lexeme, skipped: skipped + 1, is_and, is_definite: true });
        }
        rest = rest.strip_prefix(['و', 'ف', 'ب', 'ل', 'ك', 'ו', 'ב', 'ל'])?;
        if rest.len() < 4 {
            return None;
        }
    }
    None
}

/// True for a folded word that the grammar reads, particles before it.
pub(in crate::entity) fn is_listed(word: &str) -> bool {
    reading(word).is_some()
}

/// The words of a paragraph as the grammar reads them, one entry a token.
pub(super) fn readings(tokens: &Tokens) -> Vec<Option<Reading>> {
    let is_word = |at| tokens.is(at, Class::Word) && tokens.may_be(at, Interest::NUMBER);
    (0..tokens.len()).map(|at| if is_word(at) { reading(tokens.folded(at)) } else { None }).collect()
}
