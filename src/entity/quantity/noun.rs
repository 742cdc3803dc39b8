//! What news count: nouns with their forms, and which unknown word behind a number is one.
//!
//! Owns the list of counted nouns and the shapes of the others; numbers are read by `numeral.rs`.

/// Counted nouns: the singular, then its plurals.
///
/// Accusative, feminine plural and dual follow from the singular. `+` stands before nouns whose plural ends in ين,
/// which looks like a dual.
#[rustfmt::skip]
const NOUNS: &[&str] = &[
    "شخص أشخاص", "قتيل قتلى", "جريح جرحى", "+مصاب", "شهيد شهداء", "ضحية ضحايا", "أسير أسرى", "رهينة رهائن", "طفل أطفال",
    "رجل رجال", "امرأة نساء سيدات", "سيدة", "شاب شبان شباب", "فتاة فتيات", "+لاجئ", "+نازح", "+مهاجر", "فرد أفراد",
    "نسمة", "+مواطن", "+مقيم", "+مدني", "جندي جنود", "ضابط ضباط", "شرطي", "+مسلح", "+مقاتل", "عنصر عناصر", "+إرهابي",
    "+متظاهر", "+معتقل", "+موقوف", "سجين سجناء", "+متهم", "+مشتبه", "طالب طلاب طلبة", "طالبة", "+معلم", "+معلمة", "+موظف",
    "عامل عمال", "طبيب أطباء", "+ممرض", "+مهندس", "+صحفي", "+صحافي", "+لاعب", "حكم حكام", "+مدرب", "+مشجع", "متفرج",
    "+متسابق", "+مشارك", "حاج حجاج", "+معتمر", "زائر زوار", "سائح سياح", "راكب ركاب", "+مسافر", "+مرشح", "+ناخب", "نائب نواب",
    "وزير وزراء", "رئيس رؤساء", "سفير سفراء", "خبير خبراء", "عالم علماء", "باحث", "+مستثمر", "تاجر تجار", "+مستفيد", "عضو أعضاء",
    "مريض مرضى", "حالة", "إصابة", "وفاة وفيات", "أسرة أسر", "عائلة عوائل", "دولة دول", "بلد بلدان بلاد", "مدينة مدن", "قرية قرى", "محافظة",
    "منطقة مناطق", "ولاية", "حي أحياء", "شارع شوارع", "طريق طرق", "جسر جسور", "مبنى مباني مبان", "منزل منازل", "بيت بيوت", "شقة شقق",
    "وحدة وحدات", "غرفة غرف", "سرير أسرة", "فندق فنادق", "مدرسة مدارس", "جامعة", "كلية", "مسجد مساجد", "مستشفى مستشفيات", "عيادة",
    "مركز مراكز", "مصنع مصانع", "شركة", "بنك بنوك", "مصرف مصارف", "فرع فروع", "مؤسسة", "جمعية", "هيئة", "لجنة لجان", "مشروع مشاريع مشروعات",
    "برنامج برامج", "مبادرة", "عقد عقود", "صفقة", "اتفاقية", "قرار", "قانون قوانين", "مادة مواد", "بند بنود", "نقطة نقاط",
    "هدف أهداف", "مباراة مباريات", "جولة", "دورة", "بطولة", "لقب ألقاب", "كأس كؤوس", "ميدالية", "شوط أشواط", "ركلة", "بطاقة",
    "فريق فرق", "+منتخب", "نادي أندية", "ناد", "مرة مرات", "سيارة", "حافلة", "شاحنة", "طائرة", "سفينة سفن", "قارب قوارب", "قطار قطارات", "باص",
    "مركبة", "دراجة", "رحلة", "صاروخ صواريخ", "قذيفة قذائف", "قنبلة قنابل", "دبابة", "غارة", "هجوم هجمات", "عملية", "حادث حوادث",
    "حريق حرائق", "انفجار", "جريمة جرائم", "قضية قضايا", "دعوى دعاوى", "شكوى شكاوى", "بلاغ", "مخالفة", "سهم أسهم", "سند سندات",
    "سلة سلال", "وجبة", "حصة حصص", "طرد طرود", "خيمة خيام", "كتاب كتب", "صفحة", "كلمة", "رسالة رسائل", "صورة صور", "فيلم أفلام",
    "+مسلسل", "حلقة", "أغنية أغاني أغان", "قصيدة قصائد", "رواية", "لوحة", "قطعة قطع", "نسخة نسخ", "عدد أعداد", "صوت أصوات", "مقعد مقاعد",
    "جهاز أجهزة", "هاتف هواتف", "جهة", "موقع مواقع", "حساب", "+متابع", "+مستخدم", "+مشترك", "تغريدة", "مشاهدة", "رقم أرقام", "زجاجة",
    "علبة علب", "كرتون", "صندوق صناديق", "حبة", "قرص أقراص", "جرعة", "رأس رؤوس", "شجرة أشجار", "شتلة", "نخلة", "بئر آبار", "حقل حقول",
    "وظيفة وظائف", "فرصة فرص", "درجة", "محطة", "طابق طوابق", "دور أدوار", "مسار", "ألبوم", "جائزة جوائز", "مسابقة", "فعالية", "ورقة أوراق",
    "ورشة ورش", "محاضرة", "جلسة", "اجتماع", "لقاء", "زيارة", "كوكب كواكب", "نجم نجوم", "قمر أقمار", "فصل فصول", "محور محاور", "سؤال أسئلة",
    "سبب أسباب", "عام", "نوع أنواع", "لغة", "جنسية", "مذهب مذاهب", "طلب", "معاملة", "خطوة", "مرحلة مراحل", "ضربة", "طلقة", "رصاصة",
    "+متقاعد", "+متطوع", "+متدرب", "خريج", "ابن أبناء", "بنت بنات", "أخ إخوة", "زوجة", "قيراط", "كيس أكياس", "خط خطوط", "ملف", "سلعة سلع",
    "منتج", "خدمة", "ناقلة", "حاوية", "كاميرا كاميرات", "بوابة", "برج أبراج", "بندقية بنادق", "بصمة", "بحث أبحاث بحوث", "بقرة أبقار", "بالون", "باب أبواب", "بضاعة بضائع", "براءة", "لقاح",
    "لغم ألغام", "لوح ألواح", "لواء ألوية", "لعبة ألعاب", "لؤلؤة", "بنية أبنية", "بيان", "بائع", "بيضة", "متجر متاجر", "معرض معارض", "مهرجان", "حفل", "ليلة ليالي ليال",
];

/// Gives each form of each noun with its canonical name, folded, and whether it is a dual.
pub(super) fn each(give: &mut dyn FnMut(&str, &'static str, bool)) {
    use std::collections::HashMap;
    use std::sync::LazyLock;
    static NAMES: LazyLock<HashMap<&'static str, String>> =
        LazyLock::new(|| NOUNS.iter().map(|row| (*row, crate::text::fold(singular(row)))).collect());
    for row in NOUNS {
        let name: &'static str = NAMES[row].as_str();
        let is_sound = row.starts_with('+');
        for plural in row.split(' ').skip(1) {
            give(plural, name, false);
        }
        // عام is a year; its row would shadow it.
        if name == "عام" {
            continue;
        }
        give(name, name, false);
        if let Some(stem) = name.strip_suffix('ه') {
            give(&format!("{stem}ات"), name, false);
            give(&format!("{stem}تين"), name, true);
            give(&format!("{stem}تان"), name, true);
        } else {
            give(&format!("{name}ا"), name, false);
            give(&format!("{name}ات"), name, false);
            give(&format!("{name}ين"), name, !is_sound);
            give(&format!("{name}ان"), name, true);
            if is_sound {
                give(&format!("{name}ون"), name, false);
            }
        }
    }
}

fn singular(row: &str) -> &str {
    row.split(' ').next().unwrap_or_default().trim_start_matches('+')
}

/// Words that stand behind numbers and are not counted by them.
const OTHERS: &[&str] = &[
    "من",
    "في",
    "فى",
    "الي",
    "علي",
    "عن",
    "مع",
    "هذا",
    "هذه",
    "ذلك",
    "تلك",
    "التي",
    "الذي",
    "الذين",
    "ان",
    "كان",
    "كانت",
    "قد",
    "حتي",
    "بعد",
    "قبل",
    "او",
    "ثم",
    "لكن",
    "حيث",
    "خلال",
    "منذ",
    "ضد",
    "بين",
    "تحت",
    "فوق",
    "عند",
    "لدي",
    "كل",
    "بعض",
    "غير",
    "اكثر",
    "اقل",
    "فقط",
    "ايضا",
    "اي",
    "ما",
    "لا",
    "لم",
    "لن",
    "هو",
    "هي",
    "هم",
    "قال",
    "قالت",
    "كما",
    "بينما",
    "لان",
    "فان",
    "اذا",
    "بلغ",
    "بلغت",
    "وصل",
    "وصلت",
    "تم",
    "يتم",
    "مقابل",
    "نحو",
    "حوالي",
    "تقريبا",
    "سنويا",
    "شهريا",
    "يوميا",
    "اسبوعيا",
    "عالميا",
    "محليا",
    "مقارنه",
    "مساء",
    "صباحا",
    "ليلا",
    "ظهرا",
    "عصرا",
    "فجرا",
    "هجريه",
    "هجري",
    "ميلادي",
    "ميلاديه",
    "هجريا",
    "ميلاديا",
    "وفقا",
    "فاكثر",
    "فاقل",
    "دوليا",
    "رسميا",
    "تباعا",
    "قياسا",
    "بدلا",
    "اضافه",
    "نظرا",
    "مشيرا",
    "موضحا",
    "مبينا",
    "موكدا",
    "مضيفا",
    "لافتا",
    "معتبرا",
    "منها",
    "منهم",
    "فيها",
    "فيه",
    "عليها",
    "عليه",
    "عنها",
    "لها",
    "له",
    "لهم",
    "بها",
    "به",
    "هنا",
    "هناك",
    "سوي",
    "الا",
    "امام",
    "داخل",
    "خارج",
    "ضمن",
    "وسط",
    "حول",
    "رغم",
    "بسبب",
    "عبر",
    "سيتم",
    "سيكون",
    "يكون",
    "تكون",
    "ليس",
    "ليست",
    "انها",
    "انه",
    "لدينا",
    "مما",
    "مره",
    "ايام",
    "متوسط",
    "اخر",
    "اخري",
    "اخرين",
    "اخرون",
    "جديده",
    "جديد",
    "مبنيه",
    "مكرر",
    "حسب",
    "بحسب",
    "طبقا",
    "معا",
    "كذلك",
    "ايضًا",
    "يوم",
    "وذلك",
    "وهو",
    "وهي",
    "حاليا",
    "سابقا",
    "لاحقا",
    "نهائيا",
    "تحديدا",
    "خصوصا",
    "خاصه",
    "عامه",
    "كامله",
    "متتاليه",
    "متر",
    "للهجره",
    "للميلاد",
    "عندما",
    "كانوا",
    "اصبح",
    "اعلن",
    "فاز",
    "جاء",
    "فقد",
    "سجل",
    "ضمت",
    "تحت",
    "فما",
    "كم",
    "سبق",
    "امس",
    "غدا",
    "اليوم",
    "الان",
    "كي",
    "لكي",
    "بل",
    "اما",
    "سواء",
    "نفس",
    "مثل",
    "دون",
    "بدون",
    "برصيد",
    "بفارق",
    "بنتيجه",
    "بواقع",
    "بنسبه",
    "بقيمه",
    "بمعدل",
    "بزياده",
    "مليون",
    "الف",
    "مستوي",
    "مقارنة",
    "توالي",
    "صفر",
    "مكررا",
    "وايضا",
    "رابعا",
    "خامسا",
    "سادسا",
    "اولا",
    "ثانيا",
    "ثالثا",
    "مثلا",
    "طبعا",
    "ابدا",
    "جدا",
    "دائما",
    "احيانا",
    "غالبا",
    "فضلا",
];

/// True for a folded word that can follow a number without being counted.
fn is_other(word: &str) -> bool {
    use std::sync::LazyLock;
    static SET: LazyLock<crate::entity::token::WordMap<String, ()>> =
        LazyLock::new(|| OTHERS.iter().map(|word| (crate::text::fold(word), ())).collect());
    SET.contains_key(word)
}

/// How a number governs what it counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Governs {
    /// 3 to 10: an indefinite plural.
    Plural,
    /// 11 to 99: a singular in the accusative.
    Accusative,
    /// Round hundreds and above: a singular.
    Genitive,
    /// Anything else, decimals among them.
    Nothing,
}

impl Governs {
    fn of(count: Option<u64>) -> Self {
        match count {
            Some(count) => match count % 100 {
                3..=10 => Self::Plural,
                11..=99 => Self::Accusative,
                0 if count > 0 => Self::Genitive,
                _ => Self::Nothing,
            },
            None => Self::Nothing,
        }
    }
}

/// The name of a word that no list holds when its shape says that `count` of it are counted.
///
/// `word` is folded, `source` is as written; `in_words` tells that the number was written in words, which makes a
/// counted noun behind it all but sure.
pub(super) fn unlisted(word: &str, source: &str, count: Option<u64>, in_words: bool) -> Option<String> {
    let letters = word.chars().count();
    let is_arabic = word.chars().all(|letter| ('\u{621}'..='\u{64a}').contains(&letter));
    if !is_arabic || letters < 3 || is_other(word) || word.starts_with("ال") || word.starts_with("لل") {
        return None;
    }
    // وقال, وأصيب: what و is written onto goes on with the sentence.
    if word.starts_with(['و', 'ب', 'ل']) || word.starts_with("كال") || word.ends_with("وا") {
        return None;
    }
    let is_feminine = source.trim_end_matches(is_mark).ends_with('ة');
    let has_tanwin = source.contains('\u{64b}') || source.contains('\u{64c}') || source.contains('\u{64d}');
    match Governs::of(count) {
        Governs::Accusative if is_feminine => Some(word.to_owned()),
        Governs::Accusative if letters >= 4 && word.ends_with('ا') => word.strip_suffix('ا').map(str::to_owned),
        Governs::Plural if has_plural_shape(word) || is_feminine => Some(word.to_owned()),
        Governs::Plural | Governs::Accusative if in_words && !looks_like_verb(word) => Some(word.to_owned()),
        Governs::Genitive if is_feminine || !looks_like_verb(word) => Some(word.to_owned()),
        _ if has_tanwin && letters >= 4 => Some(word.strip_suffix('ا').unwrap_or(word).to_owned()),
        _ => None,
    }
}

fn is_mark(letter: char) -> bool {
    ('\u{64b}'..='\u{652}').contains(&letter)
}

/// ي and ت open verbs (يصل, تعمل), as does the alef of most that have more than three letters (أعلن, استبعد).
fn looks_like_verb(word: &str) -> bool {
    let is_short = word.chars().count() <= 5;
    let is_verbal_noun =
        word.contains('ا') && word.starts_with('ا') && word.chars().skip(2).any(|letter| letter == 'ا');
    is_short && word.starts_with(['ي', 'ت', 'س']) && !word.ends_with('ه')
        || word.starts_with('ي') && word.ends_with("ون")
        || word.starts_with('ا') && !is_verbal_noun && !word.ends_with('ه')
}

/// Sound and broken plurals: ات, ين, أفعال, مفاعل, مفاعيل, فعول, فعال, فعائل, أفعلة, فعلاء.
fn has_plural_shape(word: &str) -> bool {
    let letters: Vec<char> = word.chars().take(8).collect();
    match letters.as_slice() {
        [.., 'ا', 'ت'] | [.., 'ي', 'ن'] => letters.len() >= 5,
        ['ا', _, _, 'ا', _] | ['ا', _, _, _, 'ه' | 'ا'] => true,
        ['م' | 'ت' | 'ف', _, 'ا', _, _] | [_, _, 'ا', _, 'ي' | 'و', _] | [_, 'و', 'ا', _, _] => true,
        [_, _, 'و' | 'ا', _] | [_, _, 'ا', 'ي', _] => true,
        [_, _, _, 'ا'] => false,
        _ => false,
    }
}
