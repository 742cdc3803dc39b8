//! Names out of an encyclopedia: a title, and what the first sentence behind it says that it is.
//!
//! دهب / دهب هي مدينة مصرية …: the first word of a known kind says what the title names. Owns those words.

use std::collections::HashMap;

use khabar::entity::crf::list_bit;

use crate::lists::Lists;

/// What persons are called.
const PERSON: &str = "ممثل ممثلة لاعب لاعبة مغن مغني مغنية مطرب مطربة كاتب كاتبة شاعر شاعرة سياسي سياسية صحفي \
    صحفية صحافي مخرج مخرجة ملك ملكة رئيس رئيسة عالم عالمة فيلسوف قائد ضابط طبيب طبيبة مهندس \
    مهندسة مؤرخ فنان فنانة رسام رسامة موسيقي موسيقار ملحن محام محامي محامية قاض قاضي مفكر أديب \
    أديبة روائي روائية إمام شيخ داعية فقيه محدث صحابي صحابية بابا أسقف بطريرك قديس قديسة راهب \
    كاهن مدرب مدربة حارس مذيع مذيعة إعلامي إعلامية عارضة دبلوماسي اقتصادي رجل امرأة فتاة أمير \
    أميرة سلطان خليفة وزير وزيرة نائب نائبة عسكري لواء جنرال مصور منتج مستكشف مخترع كيميائي \
    فيزيائي رياضياتي مولود مواليد ولد ولدت مترجم أستاذ أستاذة باحث باحثة ناشط ناشطة مقاوم \
    مصارع ملاكم سباح عداء نحات معماري إمبراطور إمبراطورة قيصر فرعون نبي ناقد مسرحي كوميدي \
    راقصة مقدم مقدمة مغنى";

/// What places and buildings are called.
const PLACE: &str = "مدينة قرية بلدة محافظة ولاية مقاطعة جزيرة جزر نهر جبل جبال بحيرة دولة جمهورية منطقة إقليم \
    حي ميناء عاصمة مملكة بحر واد وادي خليج صحراء ناحية قضاء مديرية بلدية مطار ملعب مسجد جامع \
    قصر قلعة جسر متحف كنيسة معبد سد برج شارع حديقة سلسلة هضبة مضيق ضاحية واحة تقع يقع بلد \
    إمارة كاتدرائية دير مقبرة ميدان ساحة سجن مرصد منتجع فندق مستشفى ستاد استاد محمية سهل رأس \
    تل هرم";

/// What organisations are called.
const ORGANIZATION: &str = "شركة حزب نادي ناد منظمة جامعة مؤسسة جمعية محطة صحيفة جريدة مجلة بنك مصرف وكالة اتحاد منتخب \
    فرقة فريق هيئة وزارة حركة جماعة معهد كلية مدرسة إذاعة تنظيم نقابة مجلس لجنة جيش شبكة رابطة \
    مركز مكتب دار أكاديمية تحالف ائتلاف جبهة كتائب سرايا ميليشيا الفريق قناة";

/// What is none of these.
const OTHER: &str = "فيلم مسلسل كتاب رواية أغنية ألبوم برنامج لعبة حرب معركة مرض لغة قبيلة عائلة جنس نوع فصيلة \
    رتبة حدث بطولة كأس دوري مسابقة جائزة ثورة معاهدة اتفاقية مصطلح مفهوم علم نظرية قانون طريقة \
    عملية أسلوب دين مذهب سلاح طائرة سيارة سفينة صاروخ دبابة مادة عنصر مركب نبات حيوان طائر \
    شجرة أكلة طبق مشروب عيد يوم شهر سنة عام سلالة أسرة شعب قوم موقع نظام قصيدة سورة لوحة تمثال \
    أسطورة إله آلهة كوكب نجم مجرة شخصية";

/// How many words behind the title are looked at.
const REACH: usize = 14;

/// The longest title, in words.
const LONGEST: usize = 5;

/// Adds the titles of `lines`, each with the first line of its article behind it, to the lists.
pub(crate) fn add_titles(lines: &[String], lists: &mut Lists) -> usize {
    let mut kinds: HashMap<&str, &str> = HashMap::new();
    for (words, list) in
        [(PERSON, "silver-person"), (PLACE, "silver-place"), (ORGANIZATION, "silver-organization"), (OTHER, "")]
    {
        kinds.extend(words.split_whitespace().map(|word| (word, list)));
    }
    let mut added = 0;
    for two in lines.windows(2) {
        let Some(title) = title_of(&two[0], &two[1]) else { continue };
        let Some(list) = kind(&kinds, &two[1], title.len()).filter(|list| !list.is_empty()) else { continue };
        lists.add(&title.join(" "), list_bit(list).unwrap_or(0));
        added += 1;
    }
    added
}

/// The words of a title without what stands in brackets, when the line behind it begins with it.
fn title_of<'l>(line: &'l str, next: &str) -> Option<Vec<&'l str>> {
    let words: Vec<&str> = line.split('(').next()?.split_whitespace().collect();
    let is_short = line.len() < 140 && line.len() + 20 < next.len() && (1..=LONGEST).contains(&words.len());
    let is_word = |word: &&str| word.chars().all(char::is_alphabetic) && word.chars().nth(2).is_some();
    let begins = next.split_whitespace().next()?.trim_matches(['"', '(', '«']) == *words.first()?;
    (is_short
        && begins
        && words.iter().any(is_word)
        && words.iter().all(|word| word.chars().all(|c| c.is_alphabetic() || c == '-')))
    .then_some(words)
}

/// What the first sentence says that its title is; what stands in brackets is passed over.
fn kind<'k>(kinds: &HashMap<&str, &'k str>, line: &str, title: usize) -> Option<&'k str> {
    let mut depth = 0;
    let mut seen = 0;
    for word in line.split_whitespace().skip(title) {
        depth += word.matches(['(', '[']).count() as i32 - word.matches([')', ']']).count() as i32;
        if depth > 0 || word.ends_with([')', ']']) {
            continue;
        }
        let bare = word.trim_matches(|letter: char| !letter.is_alphabetic());
        if let Some(kind) = kinds.get(bare) {
            return Some(kind);
        }
        seen += 1;
        if seen > REACH || word.ends_with('.') {
            break;
        }
    }
    None
}
