//! Which language a text is in, by its letters.
//!
//! Owns the cues; it weighs shares and not single letters, so that a Persian name leaves an Arabic article Arabic.

use crate::article::Language;

/// How many letters are looked at: the start of an article says it.
const EVIDENCE: usize = 20_000;

/// Letters of one language written in Arabic script and the share (per mille of its Arabic letters) that shows it.
///
/// The first row whose share is reached wins: languages with more letters of their own stand before those that share
/// theirs with them. The shares lie between what names bring into Arabic (below 5 ‰) and what the languages hold.
const ARABIC_SCRIPT: &[(&str, &str, usize)] = &[
    ("ug", "ۇۋۈڭ", 50),
    ("ckb", "ەێڕڵۆ", 50),
    ("sd", "ٻڀٿڄڃڇڏڌڊڍڦڳڱڪ", 30),
    ("ps", "ښځڅڼټډړږۍې", 15),
    ("ur", "ٹڈڑےںھہۂ", 25),
    ("fa", "پچژگک", 15),
    ("fa", "یپچژگک", 40),
];

/// Frequent small words of languages in Latin script; a word that two of them share stands in neither.
const LATIN_SCRIPT: &[(&str, &[&str])] = &[
    ("en", &["the", "of", "and", "to", "that", "was", "with", "for", "is", "its", "has", "by", "from", "said"]),
    ("fr", &["le", "et", "les", "des", "du", "une", "est", "dans", "pour", "qui", "sur", "au", "il", "pas"]),
    ("de", &["der", "und", "das", "den", "von", "ist", "mit", "dem", "nicht", "ein", "eine", "auf", "sich", "zu"]),
    ("es", &["el", "los", "las", "que", "por", "con", "una", "del", "se", "para", "su", "y", "al", "más"]),
    ("it", &["il", "di", "che", "della", "per", "gli", "sono", "nel", "alla", "più", "è", "dei", "ha", "anche"]),
    ("tr", &["ve", "bir", "bu", "için", "ile", "olarak", "da", "daha", "olan", "sonra", "ise", "çok", "gibi", "kadar"]),
];

/// The language that a script stands for, and whether a letter is in it.
type Script = (&'static str, fn(char) -> bool);

/// The scripts that are told apart, and the language that stands for each where no letters say more.
const SCRIPTS: &[Script] = &[
    (
        "ar",
        |letter| matches!(letter, '\u{620}'..='\u{64a}' | '\u{66e}'..='\u{6d5}' | '\u{6ee}'..='\u{6ef}' | '\u{6fa}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{8a0}'..='\u{8c9}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'),
    ),
    ("he", |letter| matches!(letter, '\u{5d0}'..='\u{5ea}' | '\u{5ef}'..='\u{5f2}' | '\u{fb1d}'..='\u{fb4f}')),
    ("en", |letter| letter.is_ascii_alphabetic() || matches!(letter, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')),
    ("ru", |letter| matches!(letter, '\u{400}'..='\u{52f}')),
    ("el", |letter| matches!(letter, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}')),
    ("ja", |letter| matches!(letter, '\u{3040}'..='\u{30ff}')),
    ("zh", |letter| matches!(letter, '\u{4e00}'..='\u{9fff}')),
    ("ko", |letter| matches!(letter, '\u{ac00}'..='\u{d7a3}')),
    ("hy", |letter| matches!(letter, '\u{531}'..='\u{587}')),
    ("syr", |letter| matches!(letter, '\u{710}'..='\u{72f}')),
    ("dv", |letter| matches!(letter, '\u{780}'..='\u{7a5}')),
];

/// Guesses the language of a text from the first 20,000 characters; `und` when there is no letter that tells.
pub fn guess_language<'a>(texts: impl IntoIterator<Item = &'a str>) -> Language {
    let mut sample = String::new();
    let mut room = EVIDENCE;
    for text in texts {
        let before = sample.len();
        sample.extend(text.chars().take(room));
        room -= sample[before..].chars().count();
        if room == 0 {
            break;
        }
        sample.push('\n');
    }
    let count = |is_in: fn(char) -> bool| sample.chars().filter(|&letter| is_in(letter)).count();
    let counts = SCRIPTS.iter().map(|(code, is_in)| (count(*is_in), *code));
    // The first of equal scripts wins: `max_by_key` alone would take the last.
    let (letters, script) = counts.rev().max_by_key(|(letters, _)| *letters).unwrap_or((0, "und"));
    let code = match (letters, script) {
        (0, _) => "und",
        (_, "ar") => arabic_script(&sample, letters),
        (_, "en") => latin_script(&sample),
        (_, "ru") if sample.contains(['і', 'ї', 'є']) => "uk",
        (_, "zh") if sample.contains(|letter| matches!(letter, '\u{3040}'..='\u{30ff}')) => "ja",
        (_, "he") if sample.matches(['ײ', 'ױ', 'װ']).count() * 100 > letters => "yi",
        (_, code) => code,
    };
    Language::new(code)
}

fn arabic_script(sample: &str, letters: usize) -> &'static str {
    let share = |cues: &str| sample.chars().filter(|&letter| cues.contains(letter)).count() * 1000 / letters.max(1);
    // The final yeh of Persian also stands in Arabic typed on other keyboards, but then beside the Arabic one.
    let has_arabic_letters = share("يكة") > 20;
    let row = ARABIC_SCRIPT
        .iter()
        .find(|(_, cues, least)| share(cues) >= *least && !(cues.starts_with('ی') && has_arabic_letters));
    row.map_or("ar", |(code, _, _)| *code)
}

fn latin_script(sample: &str) -> &'static str {
    let lower = sample.to_lowercase();
    let words: Vec<&str> =
        lower.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let score = |list: &[&str]| words.iter().filter(|word| list.contains(word)).count();
    let scores = LATIN_SCRIPT.iter().rev().map(|(code, list)| (score(list), *code));
    // Of the words of a text more than a tenth stand in its list: less is a name, a code, another language.
    let is_enough = |score: usize| score > 1 && score * 12 > words.len();
    scores.max_by_key(|(score, _)| *score).filter(|(score, _)| is_enough(*score)).map_or("en", |(_, code)| code)
}

/// The language that a field names: a tag such as `ar-EG`, a code of three letters, or its name in English or its own.
pub(super) fn language_named(value: &str) -> Language {
    let name = value.trim().to_lowercase();
    let code = match name.split(['-', '_']).next().unwrap_or_default() {
        "arabic" | "ara" | "arb" | "العربية" | "عربي" | "عربية" => "ar",
        "persian" | "farsi" | "fas" | "per" | "pes" | "prs" | "فارسی" | "فارسي" => "fa",
        "urdu" | "urd" | "اردو" => "ur",
        "hebrew" | "heb" | "iw" | "עברית" => "he",
        "english" | "eng" => "en",
        "pashto" | "pus" | "پښتو" => "ps",
        "kurdish" | "sorani" | "کوردی" => "ckb",
        "uyghur" | "uighur" | "uig" | "ئۇيغۇرچە" => "ug",
        "french" | "fra" | "fre" => "fr",
        "german" | "deu" | "ger" => "de",
        "turkish" | "tur" => "tr",
        _ => return Language::new(&name),
    };
    Language::new(code)
}

#[cfg(test)]
mod tests {
    use super::{guess_language, language_named};
    use proptest::prelude::*;

    fn code(text: &str) -> String {
        guess_language([text]).code().to_owned()
    }

    #[test]
    fn each_language_by_its_letters() {
        for (text, expected) in [
            ("أعلنت الوزارة افتتاح المدرسة الجديدة", "ar"),
            ("وزیر امور خارجه گفت که مذاکرات ادامه دارد", "fa"),
            ("وزیر خارجه درباره این موضوع سخنرانی نمود", "fa"),
            ("وزیر خارجہ نے کہا ہے کہ مذاکرات جاری رہیں گے", "ur"),
            ("שר החוץ אמר כי השיחות נמשכות", "he"),
            ("وەزیری دەرەوە گوتی دانوستانەکان بەردەوامن لە هەولێر", "ckb"),
            ("تاشقى ئىشلار مىنىستىرى سۆھبەتنىڭ داۋاملىشىدىغانلىقىنى ئېيتتى ۋە بۇ ئۇچۇرنى تارقاتتى", "ug"),
            ("د بهرنیو چارو وزیر وویل چې خبرې به روانې وي او ښه پایله به ولري", "ps"),
            ("The minister said that talks continue", "en"),
            ("Kabul Baku Cairo", "en"),
            ("Der Minister sagte, dass die Gespräche mit den Nachbarn nicht beendet sind und weitergehen", "de"),
            (
                "Le ministre a dit que les discussions dans la capitale se poursuivent et sont difficiles pour tous",
                "fr",
            ),
            ("Министр сказал", "ru"),
            ("123 … !", "und"),
            ("", "und"),
        ] {
            assert_eq!(code(text), expected, "{text}");
        }
    }

    #[test]
    fn foreign_names_leave_an_arabic_article_arabic() {
        let article = "قالت وكالة الأنباء إن الوزير التقى نظيره في العاصمة وبحث معه سبل التعاون بين البلدين في مجالات الطاقة والنقل والتعليم. ";
        assert_eq!(code(&format!("{}زار پارک چمران", article.repeat(4))), "ar");
        assert_eq!(code(&format!("{article}نيكول پاشينيان")), "ar");
        assert_eq!(code(&format!("{article} The prime minister of the country said so")), "ar");
        assert_eq!(code(&article.replace('ي', "ی")), "ar");
    }

    #[test]
    fn languages_by_name_and_by_tag() {
        for (value, expected) in
            [("ar-EG", "ar"), ("Arabic", "ar"), ("FAS", "fa"), ("العربية", "ar"), ("iw", "he"), ("??", "und")]
        {
            assert_eq!(language_named(value).code(), expected, "{value}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in any::<String>()) {
            let _ = code(&text);
        }
    }
}
