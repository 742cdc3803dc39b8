//! The words that dates are made of: months, weekdays, and what stands around them.
//!
//! Owns the word lists and which role a word has; does not put words together. Next: `grammar.rs`.

use std::sync::LazyLock;

use crate::entity::token::{Tokens, WordMap};
use crate::text::fold;

use super::{Calendar, Season};

/// How much company a month's name needs before it counts as a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// Means nothing else: `سبتمبر`.
    Plain,
    /// A common word too (`مارس`, `آب`, `محرم`, `May`): needs a number, its twin name or a word for month beside it.
    Weak,
    /// A very common word too (`دی`, `می`): needs a day and a year.
    Frail,
}

/// The name of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Month {
    pub(super) calendar: Calendar,
    pub(super) number: u8,
    pub(super) trust: Trust,
}

/// What a word can be in a date; a word may have several roles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Roles {
    /// A month's name.
    pub(super) month: Option<Month>,
    /// A weekday, 1 for Monday to 7 for Sunday.
    pub(super) weekday: Option<u8>,
    /// 0 for "this", -1 for "last", 1 for "next".
    pub(super) shift: Option<i8>,
    /// A day as an ordinal, 1–10, 20 or 30.
    pub(super) ordinal: Option<u8>,
    /// A number word that 10 is added to behind an ordinal: عشر.
    pub(super) teen: bool,
    /// A part of a period: نهاية, مطلع, ليلة.
    pub(super) phase: bool,
    /// A word for month: شهر.
    pub(super) month_word: bool,
    /// A word for year, with the calendar that it hints at.
    pub(super) year_word: Option<Calendar>,
    /// A word for two or more years: عامي.
    pub(super) years_word: bool,
    /// A demonstrative: هذا.
    pub(super) this: bool,
    /// Links a day to its month: من, of.
    pub(super) of: bool,
    /// Opens a range: من, بين.
    pub(super) from: bool,
    /// Joins the ends of a range: إلى.
    pub(super) to: bool,
    /// May stand before a bare year or month: في, منذ.
    pub(super) at: bool,
    /// Days from the day of publication: -1 for أمس.
    pub(super) day_shift: Option<i8>,
    /// A word for week: الأسبوع.
    pub(super) week_word: bool,
    /// A season before its year: صيف.
    pub(super) season: Option<Season>,
    /// A season with the article: الصيف.
    pub(super) definite_season: Option<Season>,
    /// Something that is counted: a number before it is no year.
    pub(super) counted: bool,
}

#[rustfmt::skip]
const GREGORIAN: &[(u8, &str)] = &[
    (1, "يناير|كانون الثاني|كانون ثاني|جانفي|ينّاير|ژانویه|جنوری|ינואר|January|Jan"),
    (2, "فبراير|شباط|فيفري|فبرایر|فوریه|فروری|פברואר|February|Feb"),
    (3, "آذار|مارچ|מרץ|מרס"),
    (4, "أبريل|إبريل|ابريل|نيسان|أفريل|آوریل|اپریل|אפריל|April|Apr"),
    (5, "مايو|أيار|مئی|מאי"),
    (6, "يونيو|يونيه|حزيران|جوان|ژوئن|יוני|June|Jun"),
    (7, "يوليو|يوليه|تموز|جويلية|يوليوز|ژوئیه|جولائی|יולי|July|Jul"),
    (8, "أغسطس|اغسطس|غشت|آگوست|اگست|אוגוסט|August|Aug"),
    (9, "سبتمبر|أيلول|شتنبر|سپتامبر|ستمبر|ספטמבר|September|Sept|Sep"),
    (10, "أكتوبر|اكتوبر|تشرين الأول|تشرين أول|اکتبر|اکتوبر|אוקטובר|October|Oct"),
    (11, "نوفمبر|تشرين الثاني|تشرين ثاني|نونبر|نوامبر|نومبر|נובמבר|November|Nov"),
    (12, "ديسمبر|كانون الأول|كانون أول|دجنبر|دسامبر|دسمبر|דצמבר|December|Dec"),
];

/// Gregorian month names that are words or names of their own.
#[rustfmt::skip]
const GREGORIAN_WEAK: &[(u8, &str)] = &[
    (3, "مارس|March|Mar"), (5, "ماي|May"), (6, "جون"), (7, "جولای"), (8, "آب|أوت"),
];

const GREGORIAN_FRAIL: &[(u8, &str)] = &[(5, "می|مه")];

#[rustfmt::skip]
const HIJRI: &[(u8, &str)] = &[
    (3, "ربيع الأول|ربيع أول"), (4, "ربيع الآخر|ربيع الثاني|ربيع آخر"),
    (5, "جمادى الأولى|جمادى الأول|جمادي الاول"), (6, "جمادى الآخرة|جمادى الثانية|جمادى الآخر|جمادي الثاني"),
    (11, "ذو القعدة|ذي القعدة|ذوالقعدة|ذیقعد|ذی قعدہ"), (12, "ذو الحجة|ذي الحجة|ذوالحجة|ذی الحج|ذوالحجہ"),
];

#[rustfmt::skip]
const HIJRI_WEAK: &[(u8, &str)] = &[
    (1, "محرم|المحرم"), (2, "صفر"), (7, "رجب"), (8, "شعبان"), (9, "رمضان"), (10, "شوال"),
];

#[rustfmt::skip]
const SOLAR: &[(u8, &str)] = &[
    (1, "فروردین"), (2, "اردیبهشت"), (3, "خرداد"), (5, "مرداد|امرداد"), (6, "شهریور"), (12, "اسفند"),
];

const SOLAR_WEAK: &[(u8, &str)] = &[(4, "تیر"), (7, "مهر"), (8, "آبان"), (9, "آذر"), (11, "بهمن")];
const SOLAR_FRAIL: &[(u8, &str)] = &[(10, "دی")];

#[rustfmt::skip]
const WEEKDAYS: &[(u8, &str)] = &[
    (1, "الاثنين|الإثنين|دوشنبه|Monday"), (2, "الثلاثاء|سه‌شنبه|Tuesday"),
    (3, "الأربعاء|چهارشنبه|Wednesday"), (4, "الخميس|پنج‌شنبه|پنجشنبه|Thursday"),
    (5, "الجمعة|جمعه|Friday"), (6, "السبت|شنبه|Saturday"), (7, "الأحد|یکشنبه|Sunday"),
];

#[rustfmt::skip]
const ORDINALS: &[(u8, &str)] = &[
    (1, "الأول|الحادي|فاتح|یکم"), (2, "الثاني"), (3, "الثالث"), (4, "الرابع"), (5, "الخامس"), (6, "السادس"),
    (7, "السابع"), (8, "الثامن"), (9, "التاسع"), (10, "العاشر"), (20, "العشرين|العشرون|والعشرين|والعشرون"),
    (30, "الثلاثين|الثلاثون|والثلاثين|والثلاثون"),
];

#[rustfmt::skip]
const SHIFTS: &[(i8, &str)] = &[
    (0, "الجاري|الحالي|الجارية|الحالية|نفسه|ذاته|نفسها|ذاتها|جاری|رواں"),
    (-1, "الماضي|الماضية|الفائت|الفائتة|المنصرم|المنصرمة|السابق|السابقة|گذشته|گزشتہ"),
    (1, "المقبل|المقبلة|القادم|القادمة|التالي|التالية|آینده|آئندہ"),
];

const PHASES: &str = "نهاية|مطلع|بداية|أوائل|أواخر|منتصف|أواسط|مستهل|ختام|منتصف|ليلة|عشية|ضحى|ليل|فجر|صباح|مساء|ظهر|عصر|غرة|ربيع|صيف|خريف|شتاء|\
                      اواخر|اوایل|اواسط|پایان|early|late|mid|סוף|תחילת|אמצע";
const MONTH_WORDS: &str = "شهر|لشهر|ماه|ماہ|חודש|الشهر";
const WEEK_WORDS: &str = "أسبوع|الأسبوع|اسبوع|الاسبوع";
const DAY_SHIFTS: &[(i8, &str)] =
    &[(-1, "أمس|البارحة|yesterday|دیروز|אתמול"), (0, "اليوم|today|امروز|היום"), (1, "غدا|الغد|tomorrow|فردا|מחר")];
const SEASONS: &[(Season, &str, &str)] = &[
    (Season::Spring, "ربيع|بهار|spring", "الربيع"),
    (Season::Summer, "صيف|summer", "الصيف"),
    (Season::Autumn, "خريف|autumn", "الخريف"),
    (Season::Winter, "شتاء|winter", "الشتاء"),
];
const YEAR_WORDS: &str = "عام|العام|سنة|السنة|שנת|שנה|year";
const SOLAR_YEAR_WORDS: &str = "سال";
const YEARS_WORDS: &str = "عامي|العامين|أعوام|الأعوام|سنوات|السنوات|سنتي|سال‌های";
const THIS_WORDS: &str = "هذا|هذه|this";
const OF_WORDS: &str = "من|of";
const FROM_WORDS: &str = "من|بين|مابين|يومي|between|from|از|בין|מ";
const TO_WORDS: &str = "إلى|الى|حتى|وحتى|وإلى|ولغاية|لغاية|to|until|till|through|تا|سے|עד";
const AT_WORDS: &str =
    "في|فى|منذ|بحلول|حتى|خلال|إلى|قبل|بعد|وفي|ومنذ|وحتى|وخلال|in|since|by|until|during|در|از|تا|میں|عن|موسم|لموسم";
const COUNTED_WORDS: &str = "متر|مترا|كم|كيلو|كيلومتر|كيلومترا|دولار|دولارا|ريال|ريالا|ليرة|درهم|درهما|دينار|دينارا|يورو|جنيه|\
                             جنيها|شخص|شخصا|طن|طنا|ميل|ميلا|قتيل|قتيلا|جندي|جنديا|مشارك|مشاركا|نقطة|برميل|مليون|مليار|ألف|\
                             الف|هكتار|وحدة|أسرة|اسرة|طالب|طالبا|طالبة|سيارة|موظف|موظفا|حالة|ساعة|ميجاوات|صفحة|كلمة|دونم|غرام|\
                             كيلوغرام|قدم|لاعب|لاعبا|زائر|زائرا|حاج|حاجا|سرير|سريرا|شقة|منزل|منزلا|رجل|مدرسة|metres|\
                             meters|people|dollars|feet|miles|km|tons|votes|points|نفر|تن|دلار|تومان";

static LEXICON: LazyLock<WordMap<Box<str>, Roles>> = LazyLock::new(build);

fn build() -> WordMap<Box<str>, Roles> {
    let mut words: WordMap<Box<str>, Roles> = WordMap::default();
    let mut give = |forms: &str, role: &dyn Fn(&mut Roles)| {
        for form in forms.split('|') {
            let key = fold(form).split_whitespace().collect::<Vec<_>>().join(" ");
            role(words.entry(key.into_boxed_str()).or_default());
        }
    };
    let months = [
        (GREGORIAN, Calendar::Gregorian, Trust::Plain),
        (GREGORIAN_WEAK, Calendar::Gregorian, Trust::Weak),
        (GREGORIAN_FRAIL, Calendar::Gregorian, Trust::Frail),
        (HIJRI, Calendar::Hijri, Trust::Plain),
        (HIJRI_WEAK, Calendar::Hijri, Trust::Weak),
        (SOLAR, Calendar::SolarHijri, Trust::Plain),
        (SOLAR_WEAK, Calendar::SolarHijri, Trust::Weak),
        (SOLAR_FRAIL, Calendar::SolarHijri, Trust::Frail),
    ];
    for (list, calendar, trust) in months {
        for &(number, forms) in list {
            give(forms, &|roles| roles.month = Some(Month { calendar, number, trust }));
        }
    }
    for &(day, forms) in WEEKDAYS {
        give(forms, &|roles| roles.weekday = Some(day));
    }
    for &(day, forms) in ORDINALS {
        give(forms, &|roles| roles.ordinal = Some(day));
    }
    for &(shift, forms) in SHIFTS {
        give(forms, &|roles| roles.shift = Some(shift));
    }
    give("عشر|عشرة", &|roles| roles.teen = true);
    for &(days, forms) in DAY_SHIFTS {
        give(forms, &|roles| roles.day_shift = Some(days));
    }
    for &(season, bare, definite) in SEASONS {
        give(bare, &|roles| (roles.season, roles.phase) = (Some(season), true));
        give(definite, &|roles| roles.definite_season = Some(season));
    }
    give(WEEK_WORDS, &|roles| roles.week_word = true);
    give(PHASES, &|roles| roles.phase = true);
    give(MONTH_WORDS, &|roles| roles.month_word = true);
    give(YEAR_WORDS, &|roles| roles.year_word = Some(Calendar::Gregorian));
    give(SOLAR_YEAR_WORDS, &|roles| roles.year_word = Some(Calendar::SolarHijri));
    give(YEARS_WORDS, &|roles| roles.years_word = true);
    give(THIS_WORDS, &|roles| roles.this = true);
    give(OF_WORDS, &|roles| roles.of = true);
    give(FROM_WORDS, &|roles| roles.from = true);
    give(TO_WORDS, &|roles| roles.to = true);
    give(AT_WORDS, &|roles| roles.at = true);
    give(COUNTED_WORDS, &|roles| roles.counted = true);
    words
}

/// The roles of a folded word, or of two that are joined by a space; none for a word that dates do not use.
pub(super) fn roles(word: &str) -> Roles {
    LEXICON.get(word).copied().unwrap_or_default()
}

impl Roles {
    /// True when a word may begin a date with these: not with what only joins its parts or stands before or behind it,
    /// such as the many في and من. The first of a month's two words has no role of its own.
    pub(super) fn may_begin(self) -> bool {
        let joints = Roles { of: false, from: false, to: false, at: false, counted: false, teen: false, ..self };
        joints != Roles::default() || self == Roles::default()
    }
}

/// True for a folded word that is never counted behind a number: a month, a weekday, الماضي, أمس.
pub(in crate::entity) fn is_date_word(word: &str) -> bool {
    let roles = roles(word);
    let is_month = roles.month.is_some_and(|month| month.trust == Trust::Plain);
    is_month || roles.weekday.is_some() || roles.shift.is_some() || roles.day_shift.is_some() || roles.phase
}

/// True for a folded word that names a day of the week.
pub(in crate::entity) fn is_weekday(word: &str) -> bool {
    roles(word).weekday.is_some()
}

/// The roles of the word at a token, of what is left when attached particles are taken off it where that is needed.
pub(super) struct Reading {
    pub(super) roles: Roles,
    /// The source byte where the word starts, behind the particles.
    pub(super) start: usize,
    /// The particles that were taken off, in folded letters.
    pub(super) particles: usize,
}

/// Reads the word at `index` as a word of dates, over attached particles (و ف ب ك ل; ו ה ב כ ל מ ש), at most two.
pub(super) fn read(tokens: &Tokens, index: usize) -> Option<Reading> {
    let (roles, particles) = in_lexicon(tokens.folded(index))?;
    let start = if particles == 0 { tokens.get(index)?.start } else { tokens.byte_after(index, particles)? };
    Some(Reading { roles, start, particles })
}

/// The roles of a folded word, and how many particles are before what has them.
pub(super) fn in_lexicon(word: &str) -> Option<(Roles, usize)> {
    let known = |word: &str| {
        let known = LEXICON.get(word).copied();
        known.or_else(|| starts_two_word_month(word).then(Roles::default))
    };
    if let Some(roles) = known(word) {
        return Some((roles, 0));
    }
    let mut rest = word.chars();
    for particles in 1..=2 {
        if !matches!(rest.next()?, 'و' | 'ف' | 'ب' | 'ك' | 'ل' | 'ו' | 'ה' | 'ב' | 'כ' | 'ל' | 'מ' | 'ש') {
            return None;
        }
        if let Some(roles) = known(rest.as_str()) {
            return Some((roles, particles));
        }
    }
    None
}

/// True for the first word of تشرين الأول, ربيع الآخر and their like.
pub(super) fn starts_two_word_month(word: &str) -> bool {
    matches!(word, "تشرين" | "كانون" | "ربيع" | "جمادي" | "ذو" | "ذي")
}
