use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::{Expr, Filter, Form, Holds, ProblemKind, Query, Scope, Strictness, TextMatch};
use super::{index_text, index_words, parse, stem};
use crate::text::fold;
use crate::text::segment::graphemes;

const TODAY: Date = date(2026, 11, 22);

fn read(text: &str) -> Query {
    parse(text, TODAY)
}

/// The expression in a short form: `&` `|` `-`, words as they are folded, phrases in quotes, filters by their field.
fn short(expr: &Expr) -> String {
    let join = |parts: &[Expr], sign: &str| format!("({})", parts.iter().map(short).collect::<Vec<_>>().join(sign));
    match expr {
        Expr::All(parts) => join(parts, " & "),
        Expr::Any(parts) => join(parts, " | "),
        Expr::Not(part) => format!("-{}", short(part)),
        Expr::Text(text) => {
            let scope = match text.scope {
                Scope::Anywhere => "",
                Scope::Title => "title:",
                Scope::Body => "body:",
            };
            let folded = |word: &super::Word| match word.strict {
                Strictness::Folded => word.folded.clone(),
                Strictness::Smart => format!("~{}", word.folded),
                Strictness::Exact => format!("={}", word.folded),
            };
            match &text.form {
                Form::Word(word) => format!("{scope}{}", folded(word)),
                Form::Prefix(word) => format!("{scope}{}*", folded(word)),
                Form::Phrase(words) => format!("{scope}\"{}\"", words.iter().map(folded).collect::<Vec<_>>().join(" ")),
            }
        }
        Expr::Filter(filter) => match filter {
            Filter::Section(name) => format!("section:{name}"),
            Filter::Source(name) => format!("source:{name}"),
            Filter::Tag(name) => format!("tag:{name}"),
            Filter::Entity(name) => format!("entity:{name}"),
            Filter::Language(code) => format!("lang:{code}"),
            Filter::Is(state) => format!("is:{state:?}"),
            Filter::HasNote => "has:note".to_owned(),
            Filter::Date { from, until } => {
                let day = |day: &Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
                format!("{}..{}", day(from), day(until))
            }
        },
    }
}

fn shortly(text: &str) -> String {
    read(text).expr.as_ref().map(short).unwrap_or_default()
}

fn text(query: &str) -> TextMatch {
    match read(query).expr {
        Some(Expr::Text(text)) => text,
        other => panic!("{query} is {other:?}"),
    }
}

#[test]
fn the_language() {
    for (written, expected) in [
        ("", ""),
        ("  \u{200f} ", ""),
        ("مصر", "مصر"),
        ("مصر سوريا", "(مصر & سوريا)"),
        ("\"وزارة الدفاع\"", "\"وزاره الدفاع\""),
        ("«وزارة الدفاع» مصر", "(\"وزاره الدفاع\" & مصر)"),
        ("“وزارة الدفاع”", "\"وزاره الدفاع\""),
        ("\"مصر\"", "مصر"),
        ("انتخاب*", "انتخاب*"),
        ("-مصر", "-مصر"),
        ("غزة -\"وقف النار\" -(a b)", "(غزه & -\"وقف النار\" & -(a & b))"),
        ("a - b", "(a & b)"),
        ("a NOT b", "(a & -b)"),
        ("a AND b", "(a & b)"),
        ("a OR b", "(a | b)"),
        ("a|b", "(a | b)"),
        ("a || b", "(a | b)"),
        ("مصر أو سوريا", "(مصر | سوريا)"),
        ("أو", "~او"),
        ("a b OR c", "((a & b) | c)"),
        ("a (b OR c)", "(a & (b | c))"),
        ("(a)", "a"),
        ("a()b", "(a & b)"),
        ("or", "or"),
        ("title:غزة", "title:غزه"),
        ("عنوان:غزة نص:هدنة", "(title:غزه & body:هدنه)"),
        ("title:(a OR \"b c\") d", "((title:a | title:\"b c\") & d)"),
        ("title:غز*", "title:غز*"),
        ("section:العالم", "section:العالم"),
        ("قسم:\"العالم العربي\"", "section:العالم العربي"),
        ("source:(ynet | bbc)", "(source:ynet | source:bbc)"),
        ("SOURCE:bbc TAG:x وسم:y", "(source:bbc & tag:x & tag:y)"),
        ("-lang:he كيان:«محمد صلاح»", "(-lang:he & entity:محمد صلاح)"),
        ("is:unread is:read", "(is:Unread & is:Read)"),
        ("is:starred حالة:جديد حالة:غير-مقروء", "(is:Starred & is:New & is:Unread)"),
        ("has:note", "has:note"),
        ("date:2023-09..2023-10", "2023-09-01..2023-10-31"),
        ("تاريخ:٢٠٢٣-٠٩..٢٠٢٣-١٠", "2023-09-01..2023-10-31"),
        ("date:۲۰۲۳", "2023-01-01..2023-12-31"),
        ("date:19/9/2023", "2023-09-19..2023-09-19"),
        ("date:2023-10..2023-09", "2023-09-01..2023-10-31"),
        ("date:2023-09..", "2023-09-01.."),
        ("date:..2024-02", "..2024-02-29"),
        ("since:7d", "2026-11-15.."),
        ("منذ:٢w", "2026-11-08.."),
        ("since:yesterday", "2026-11-21.."),
        ("before:2023-09", "..2023-08-31"),
        ("until:2023-09 after:2022", "(..2023-09-30 & 2023-01-01..)"),
        ("=أحمد", "=احمد"),
        ("أحمد مُدَرِّس احمد", "(~احمد & ~مدرس & احمد)"),
        ("بن-علي", "\"بن علي\""),
        ("covid-19*", "(covid & 19*)"),
        ("10:30", "\"10 30\""),
        ("http://a.b", "\"http a b\""),
        ("قال: نعم", "(قال & نعم)"),
        ("צה\"ל", "צהל"),
        ("\"צה\"ל אמר\"", "\"צהל אמר\""),
        ("١٬٢٣٤ 1,234", "(1234 & 1234)"),
        ("* ! ، -", ""),
    ] {
        let query = read(written);
        assert_eq!(query.expr.as_ref().map(short).unwrap_or_default(), expected, "{written}");
        assert_eq!(query.problems, [], "{written}");
        assert_eq!(query.written, written);
    }
}

#[test]
fn problems_stand_where_they_are_and_the_rest_counts() {
    let field = |name: &str| name.to_owned();
    for (written, expected, at, kind) in [
        ("a \"b c", "(a & \"b c\")", 2..3, ProblemKind::UnclosedQuote),
        ("«b c", "\"b c\"", 0..2, ProblemKind::UnclosedQuote),
        ("a (b OR c", "(a & (b | c))", 2..3, ProblemKind::UnclosedBracket),
        ("a) b", "(a & b)", 1..2, ProblemKind::UnopenedBracket),
        ("a OR", "a", 2..4, ProblemKind::LoneOr),
        ("OR a", "a", 0..2, ProblemKind::LoneOr),
        ("a | | b", "(a | b)", 2..3, ProblemKind::LoneOr),
        ("a sorce:b", "a", 2..8, ProblemKind::UnknownField(field("sorce"))),
        ("a section:", "a", 2..10, ProblemKind::EmptyField(field("section"))),
        ("title: a", "a", 0..6, ProblemKind::EmptyField(field("title"))),
        ("a is:blue", "a", 2..9, ProblemKind::UnknownState(field("blue"))),
        ("a has:wings", "a", 2..11, ProblemKind::UnknownPossession(field("wings"))),
        ("a date:2023-13", "a", 2..14, ProblemKind::BadDate(field("2023-13"))),
        ("a since:soon b", "(a & b)", 2..12, ProblemKind::BadDate(field("soon"))),
    ] {
        let query = read(written);
        assert_eq!(shortly(written), expected, "{written}");
        let problems: Vec<_> = query.problems.into_iter().map(|problem| (problem.bytes, problem.kind)).collect();
        assert_eq!(problems, [(at, kind)], "{written}");
    }
    let deep = format!("a {}b", "(".repeat(5000));
    assert!(read(&deep).problems.iter().any(|problem| problem.kind == ProblemKind::TooDeep));
    assert_eq!(shortly(&deep), "a");
    let many = format!("{} (\"{}\" OR section:c OR (d", "a ".repeat(200), "b ".repeat(57));
    let problems: Vec<_> = read(&many).problems.into_iter().map(|problem| (problem.bytes, problem.kind)).collect();
    assert_eq!(problems, [(402..many.len(), ProblemKind::TooMany)]);
    assert!(!shortly(&many).contains(['b', 'c', 'd']));
    assert!(read(&"a ".repeat(256)).problems.is_empty());
    let _ = read(&"-".repeat(5000));
    let _ = read(&"NOT ".repeat(5000));
}

#[test]
fn plain_words_are_words_and_nothing_else() {
    for (written, plain) in [
        (" مصر  سوريا ", Some("مصر سوريا")),
        ("أحمد، غزة", Some("أحمد، غزة")),
        ("بن-علي", Some("بن-علي")),
        ("a OR b", None),
        ("مصر أو سوريا", None),
        ("\"a b\"", None),
        ("a*", None),
        ("=a", None),
        ("-a", None),
        ("(a)", None),
        ("title:a", None),
        ("a AND b", None),
        ("sorce:a", None),
        ("", None),
        ("!", None),
    ] {
        assert_eq!(read(written).plain_words().as_deref(), plain, "{written}");
    }
}

#[test]
fn what_an_index_is_given() {
    for (text, stems) in [
        ("والمدرسة، ٢٠٢٣ Élysée!", "مدرس 2023 elysee"),
        ("المدارس والمدارس للمدارس", "مدارس مدارس مدارس"),
        ("و٢٠ 2018م 1,234.5 don't L'eau", "20 2018 م 1234 5 dont l eau"),
        ("צה\"ל ובממשלה", "צהל ממשל"),
        ("کتاب‌ها کتاب", "كتاب كتاب"),
        ("新聞 ไทย", "新 聞 ไ ท ย"),
        ("ء ـ \u{64e}", ""),
        ("Straße STRASSE", "strasse strasse"),
    ] {
        let mut out = String::new();
        index_text(text, &mut out);
        assert_eq!(out, stems, "{text}");
    }
}

#[test]
fn forms_of_a_word_share_a_stem() {
    for forms in [
        &["مدرسة", "المدرسة", "والمدرسة", "بالمدرسة", "للمدرسة", "مدرسته", "مدرستها", "مدرسه"][..],
        &["مسلم", "مسلمون", "المسلمين", "للمسلمين", "مسلمات"],
        &["سيارة", "سيارات", "وسياراتهم", "السيارات", "بسيارة"],
        &["وزير", "الوزير", "والوزير", "للوزير", "ووزير", "بوزير"],
        &["كتاب", "الكتاب", "بكتاب", "وكتابها", "كتابهم", "كتابا"],
        &["وطن", "الوطن", "وطني", "الوطنية", "بوطنه"],
        &["لبنان", "بلبنان", "ولبنان", "لبناني", "اللبنانية", "اللبنانيين"],
        &["لجنة", "اللجنة", "للجنة", "ولجنة"],
        &["فلسطين", "بفلسطين", "الفلسطينيين", "فلسطينية"],
        &["قطر", "وقطر", "لقطر", "بقطر", "القطري"],
        &["ممشلה", "ממשלה"][1..],
        &["ממשלה", "בממשלה", "ממשלת", "ממשלות"],
        &["city", "cities"],
        &["reports", "report"],
    ] {
        let stems: Vec<String> = forms.iter().map(|form| stem(&fold(form)).into_owned()).collect();
        assert!(stems.iter().all(|other| *other == stems[0]), "{forms:?} are {stems:?}");
    }
    for (one, other) in [("كتاب", "كاتب"), ("بحرين", "بحر"), ("وزير", "زير"), ("لبنان", "لبن"), ("فريق", "ريق")]
    {
        assert_ne!(stem(one), stem(other), "{one} and {other}");
    }
}

#[test]
fn how_well_a_text_holds_a_query() {
    use Holds::{Exact, Folded, No, Stem};
    for (query, there, holds) in [
        ("مدرسة", "في مدرسة", Exact),
        ("مدرسه", "في مدرسة", Folded),
        ("مدرسة", "في والمدرسة", Stem),
        ("مدرسة", "مدير", No),
        ("احمد", "أحمد", Folded),
        ("احمد", "وأَحمد", Stem),
        // What a query marks it asks for.
        ("أحمد", "أحمد", Exact),
        ("أحمد", "وأحمد", Stem),
        ("أحمد", "احمد", No),
        ("إن", "أن", No),
        ("رئيس", "الرييس", No),
        ("رئيس", "الرئيس", Stem),
        ("مُدَرِّسَة", "مدرسة", Exact),
        ("مُدَرِّسَة", "مَدْرَسَة", No),
        ("مدرسة", "مَدْرَسَة", Exact),
        ("مُدَرِّسة", "مدرّسة", Exact),
        ("شكراً", "شكرًا", Exact),
        ("שָׁלוֹם", "שלום", Exact),
        ("שלום", "שָׁלוֹם", Exact),
        ("שָׁלוֹם", "שִׁלּוּם", No),
        // The exact letters.
        ("=مدرسة", "مدرسه", No),
        ("=مدرسة", "المدرسة", No),
        ("=مدرسة", "مـدرسة", Exact),
        ("=كتاب", "کتاب", No),
        ("كتاب", "کتاب", Folded),
        ("=Baku", "baku", No),
        ("baku", "BAKU", Folded),
        ("cafe", "Café", Folded),
        // Beginnings.
        ("انتخاب*", "الانتخابات", Stem),
        ("انتخاب*", "انتخابات", Exact),
        ("الانتخاب*", "انتخابات", Stem),
        ("أنت*", "انتخابات", No),
        ("بيرو*", "بيروت", Exact),
        ("خاب*", "انتخاب", No),
        // Phrases.
        ("\"وزارة الدفاع\"", "قالت وزارة الدفاع", Exact),
        ("\"وزارة الدفاع\"", "قالت وزارة، الدفاع", Exact),
        ("\"وزارة الدفاع\"", "قالت ووزارة الدفاع", Stem),
        ("\"وزارة الدفاع\"", "الدفاع وزارة", No),
        ("\"وزارة الدفاع\"", "وزارة", No),
        ("=\"وزارة الدفاع\"", "وزاره الدفاع", No),
    ] {
        assert_eq!(text(query).holds(there), holds, "{query} in {there}");
    }
}

#[test]
fn marks_stand_on_whole_words_of_the_source() {
    let source = "قَالَ الرَّئِيسُ إن رئيسهم…";
    let marked: Vec<&str> = text("رئيس").marks(source).into_iter().map(|mark| &source[mark]).collect();
    assert_eq!(marked, ["الرَّئِيسُ", "رئيسهم"]);
    let source = "في وزارة «الدفاع» ووزارة الدفاع";
    let marked: Vec<&str> = text("\"وزارة الدفاع\"").marks(source).into_iter().map(|mark| &source[mark]).collect();
    assert_eq!(marked, ["وزارة «الدفاع", "ووزارة الدفاع"]);
}

#[test]
fn heads_hold_the_stem_of_every_word_that_begins_so() {
    let words = ["انتخابات", "بيروت", "كتابها", "وسائل", "المدرسة", "ممثلين", "بالانتخابات", "cities", "لبنانيون"];
    for word in words.map(fold) {
        for (end, letter) in word.char_indices() {
            let stem = stem(&word);
            // Two letters behind the particles: before them, anything may follow.
            let root: String = stem.chars().take(3).collect();
            let begins = word.find(&root).unwrap_or_default();
            if end < begins + 2 {
                continue;
            }
            let query = format!("{}*", &word[..end + letter.len_utf8()]);
            let TextMatch { form: Form::Prefix(prefix), .. } = text(&query) else { panic!("{query}") };
            assert!(prefix.heads().iter().any(|head| stem.starts_with(head.as_str())), "{query}: {stem}");
        }
    }
}

#[test]
fn an_endless_beginning_has_few_heads() {
    let TextMatch { form: Form::Prefix(prefix), .. } = text(&format!("{}*", "ف".repeat(50_000))) else { panic!() };
    assert!(prefix.heads().len() <= 11);
}

/// Queries with the signs of the language in them.
fn queries() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "[()|\"«»“”*=: -]{0,3}",
        "(OR|أو|NOT|AND|title:|قسم:|is:|date:|since:|sorce:|7d|2023-09|\\.\\.)",
        "[أاةهىيبرسلكو\u{64e}\u{651}ـaAéשל\"٢2\u{200c}\u{600}\u{e33}ก新 ]{0,8}",
        any::<String>(),
    ];
    prop::collection::vec(part, 0..8).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn any_query_is_read_and_its_places_are_in_it(written in queries()) {
        let query = read(&written);
        prop_assert_eq!(&query, &read(&query.written));
        for problem in &query.problems {
            prop_assert!(!problem.bytes.is_empty() && written.get(problem.bytes.clone()).is_some(), "{:?}", problem);
        }
        for text in query.wanted() {
            prop_assert!(written.get(text.bytes.clone()).is_some_and(|text| !text.is_empty()));
            let words = match &text.form {
                Form::Word(word) | Form::Prefix(word) => std::slice::from_ref(word),
                Form::Phrase(words) => words,
            };
            prop_assert!(!words.is_empty());
            prop_assert!(words.iter().all(|word| !word.folded.is_empty() && !word.stem.is_empty()));
        }
        if let Some(plain) = query.plain_words() {
            prop_assert!(!plain.is_empty() && query.problems.is_empty());
        }
    }

    #[test]
    fn marks_are_whole_graphemes_and_agree_with_holds(written in queries(), there in queries()) {
        let boundaries: Vec<usize> = graphemes(&there).map(|(at, _)| at).chain([there.len()]).collect();
        for text in read(&written).wanted() {
            let marks = text.marks(&there);
            prop_assert_eq!(marks.is_empty(), text.holds(&there) == Holds::No);
            let mut end = 0;
            for mark in marks {
                prop_assert!(end <= mark.start && mark.start < mark.end);
                prop_assert!(boundaries.contains(&mark.start) && boundaries.contains(&mark.end), "{:?}", mark);
                end = mark.end;
            }
        }
    }

    #[test]
    fn a_word_finds_itself(there in "[أاةهىيبرسلكوفaAéשלמ٢2\u{64e}\u{651} ]{1,20}") {
        for word in index_words(&there) {
            let query = parse(word.written, TODAY);
            for text in query.wanted() {
                prop_assert_ne!(text.holds(&there), Holds::No, "{} in {}", word.written, there);
            }
            let exact = parse(&format!("={}", word.written), TODAY);
            prop_assert!(exact.wanted().iter().all(|text| text.holds(&there) == Holds::Exact), "={}", word.written);
        }
    }

    #[test]
    fn an_index_is_given_letters_digits_and_single_blanks(there in any::<String>()) {
        let mut out = String::new();
        index_text(&there, &mut out);
        prop_assert!(out.chars().all(|letter| letter == ' ' || letter.is_alphanumeric()), "{}", out);
        prop_assert!(!out.contains("  ") && !out.starts_with(' ') && !out.ends_with(' '));
        let stems: Vec<String> = index_words(&there).map(|word| word.stem).collect();
        prop_assert_eq!(out, stems.join(" "));
        let mut end = 0;
        for word in index_words(&there) {
            prop_assert!(end <= word.bytes.start && there.get(word.bytes.clone()) == Some(word.written));
            end = word.bytes.end;
        }
    }

    #[test]
    fn stems_are_parts_and_never_empty(word in "[ابتجدرسعفقكلمنهوي]{1,12}") {
        let stem = stem(&word);
        prop_assert!(word.contains(stem.as_ref()) && !stem.is_empty());
    }
}
