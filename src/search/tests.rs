use proptest::prelude::*;

use super::{TitleEntry, TitleIndex, find};
use crate::text::fold;

/// Spellings that must find each other, both ways.
const SAME: &[(&str, &str)] = &[
    ("أحمد", "احمد"),
    ("مدرسة", "مدرسه"),
    ("علی", "على"),
    ("٢٠٢٤", "2024"),
    ("۲۰۲۴", "2024"),
    ("مُحَمَّد", "محمد"),
    ("عـربي", "عربي"),
    ("ﻻجئ", "لاجئ"),
    ("پاکستان", "باكستان"),
    ("ٹیلی", "تيلي"),
    ("שָׁלוֹם", "שלום"),
    ("Élysée", "elysee"),
    ("BAKU", "baku"),
];

/// An index of a list, the newest title first.
fn titles<'a>(list: impl IntoIterator<Item = &'a str>) -> TitleIndex {
    rows(list.into_iter().map(|title| [title, "", ""]))
}

fn rows<'a>(list: impl IntoIterator<Item = [&'a str; 3]>) -> TitleIndex {
    let mut builder = TitleIndex::builder();
    for (number, [title, section, source]) in list.into_iter().enumerate() {
        builder.push(TitleEntry { key: -(number as i64), title, section, source });
    }
    builder.finish()
}

fn items(index: &TitleIndex, query: &str) -> Vec<usize> {
    index.find(query, usize::MAX).into_iter().map(|hit| hit.place).collect()
}

#[test]
fn spellings_find_each_other_in_titles_and_texts() {
    for (left, right) in SAME {
        for (query, word) in [(left, right), (right, left)] {
            let text = format!("خبر {word} هنا");
            let at = "خبر ".len();
            let span = at..at + word.len();
            assert_eq!(items(&titles([text.as_str()]), query), [0], "{query} in {text}");
            assert_eq!(TitleIndex::marks(query, &text), std::slice::from_ref(&span), "{query} in {text}");
            let found = find(&[&text], query);
            assert_eq!(found.iter().map(|hit| hit.bytes.clone()).collect::<Vec<_>>(), [span], "{query} in {text}");
        }
    }
}

#[test]
fn an_empty_query_leaves_the_list_as_it_is() {
    let index = titles(["A", "B", "C"]);
    for query in ["", "  ", "\u{64e}"] {
        assert_eq!(items(&index, query), [0, 1, 2]);
        assert!(TitleIndex::marks(query, "A").is_empty());
    }
    assert!(titles([]).find("A", 9).is_empty());
}

#[test]
fn a_word_head_beats_the_inside_beats_scattered_letters() {
    let index = titles(["قال صدر رسول همس", "خمدرسهي", "المدرسة القديمة", "مدرسة جديدة", "كتاب"]);
    assert_eq!(items(&index, "مدرسة"), [3, 2, 1]);
    let index = titles(["a b a x c u", "xbaku", "new baku", "the abaku"]);
    assert_eq!(items(&index, "baku"), [2, 1, 3]);
}

#[test]
fn scattered_letters_match_in_their_order() {
    let index = titles(["مجلس النواب", "نواب المجلس"]);
    assert_eq!(items(&index, "مجنب"), [0]);
    let marks = TitleIndex::marks("مجنب", "مجلس النواب");
    let marks: String = marks.into_iter().map(|range| &"مجلس النواب"[range]).collect();
    assert_eq!(marks, "مجنب");
}

#[test]
fn every_word_must_match_somewhere_and_titles_weigh_most() {
    let list = [["باكو اليوم", "العالم", "صحيفة"], ["العالم اليوم", "اقتصاد", "صحيفة"], ["رياضة", "محلي", "العالم"]];
    let index = rows(list);
    assert_eq!(items(&index, "العالم"), [1, 0, 2]);
    assert_eq!(items(&index, "العالم باكو"), [0]);
    let marks = TitleIndex::row_marks("العالم باكو", list[0]);
    assert_eq!((marks[0].len(), marks[1].len(), marks[2].len()), (1, 1, 0));
    assert!(items(&index, "باكو رياضة").is_empty());
}

#[test]
fn ties_keep_the_order_of_the_list() {
    let list: Vec<String> = (0..50).map(|number| format!("خبر عاجل {number:02}")).collect();
    let index = titles(list.iter().map(String::as_str));
    assert_eq!(items(&index, "عاجل"), (0..50).collect::<Vec<_>>());
}

#[test]
fn many_scattered_matches_all_stay_in_the_list() {
    let list: Vec<String> = (0..3000).map(|number| format!("ق{} ف ن", number % 7)).collect();
    let index = titles(list.iter().map(String::as_str));
    assert_eq!(items(&index, "قفن").len(), 3000);
}

#[test]
fn marks_of_neighbouring_words_are_merged() {
    for query in ["ab cd", "abc bcd"] {
        assert_eq!(TitleIndex::marks(query, "abcd"), std::slice::from_ref(&(0..4)), "{query}");
    }
}

#[test]
fn a_common_beginning_gives_the_newest() {
    let list: Vec<String> = (0..6000).map(|number| format!("خبر {number}")).collect();
    let index = titles(list.iter().map(String::as_str));
    assert_eq!(items(&index, "خب").len(), 6000);
    let newest: Vec<usize> = index.find("خب", 20).into_iter().map(|hit| hit.place).collect();
    assert_eq!(newest, (0..20).collect::<Vec<_>>());
}

#[test]
fn titles_are_added_replaced_and_taken_out_where_they_belong() {
    let entry = |key, title| TitleEntry { key, title, section: "العالم", source: "" };
    let mut builder = TitleIndex::builder();
    builder.push(entry(8, "h"));
    builder.push(entry(2, "b"));
    builder.push(entry(5, "e"));
    let mut index = builder.finish();
    assert_eq!(index.keys(), [8, 5, 2]);
    index.insert_all(&[entry(9, "i"), entry(5, "x"), entry(1, "a"), entry(5, "f"), entry(3, "c")]);
    assert_eq!(index.keys(), [9, 8, 5, 3, 2, 1]);
    index.insert(entry(4, "d"));
    index.insert(entry(8, "hh"));
    assert!(index.remove(1) && !index.remove(1));
    assert_eq!(index.keys(), [9, 8, 5, 4, 3, 2]);
    let found = |letter: &str| index.find(letter, 9).iter().map(|hit| hit.key).collect::<Vec<_>>();
    for (letter, key) in [("i", 9), ("hh", 8), ("f", 5), ("d", 4), ("c", 3), ("b", 2)] {
        assert_eq!(found(letter), [key], "{letter}");
    }
    assert!(found("e").is_empty() && found("a").is_empty());
    assert_eq!(found("عالم").len(), 6);
}

#[test]
fn white_space_in_a_query_matches_any_run_of_it() {
    let text = "وزارة  \u{a0}\tالدفاع، وزارة الدفاع";
    let found = find(&[text], "وزارة الدفاع ");
    assert_eq!(found.len(), 2);
    assert_eq!(&text[found[0].bytes.clone()], "وزارة  \u{a0}\tالدفاع");
    assert!(find(&[text], "").is_empty() && find(&[text], " \u{64e}").is_empty());
}

#[test]
fn matches_do_not_overlap() {
    let found = find(&["aaaa", "", "aa"], "aa");
    let places: Vec<_> = found.into_iter().map(|hit| (hit.paragraph, hit.bytes)).collect();
    assert_eq!(places, [(0, 0..2), (0, 2..4), (2, 0..2)]);
    assert_eq!(find(&["ﷲ"], "ل").len(), 1);
}

#[test]
fn vocalised_matches_take_their_marks_along() {
    let text = "قَالَ الرَّئِيسُ نعم";
    let found = find(&[text], "الرئيس");
    assert_eq!(&text[found[0].bytes.clone()], "الرَّئِيسُ");
}

/// True when the letters of `word` stand in `text` in their order.
fn is_subsequence(word: &str, text: &str) -> bool {
    let mut rest = text.chars();
    word.chars().all(|letter| rest.any(|other| other == letter))
}

proptest! {
    #[test]
    fn every_hit_holds_the_query_and_its_marks_are_boundaries(
        list in prop::collection::vec("[أاإةهىيبرسلﻻ\u{64e}ـaAéשׁ٢2 ]{0,12}", 0..8),
        query in "[اةيبرسلﻻ\u{64e}aEש2 ]{0,4}",
    ) {
        let index = titles(list.iter().map(String::as_str));
        let hits = index.find(&query, usize::MAX);
        prop_assert_eq!(&hits, &index.find(&query, usize::MAX));
        let words: Vec<String> = fold(&query).split_whitespace().map(str::to_owned).collect();
        let holds = |title: &String| words.iter().all(|word| is_subsequence(word, &fold(title)));
        let mut found: Vec<usize> = hits.iter().map(|hit| hit.place).collect();
        found.sort_unstable();
        let expected: Vec<usize> = (0..list.len()).filter(|&item| holds(&list[item])).collect();
        prop_assert_eq!(found, expected);
        for hit in &hits {
            let title = &list[hit.place];
            let marks = TitleIndex::marks(&query, title);
            let mut end = None;
            let mut marked = String::new();
            for mark in &marks {
                prop_assert!(mark.start < mark.end && end.is_none_or(|end| mark.start > end));
                prop_assert!(title.get(mark.clone()).is_some());
                marked.push_str(&title[mark.clone()]);
                end = Some(mark.end);
            }
            for word in &words {
                prop_assert!(is_subsequence(word, &fold(&marked)), "{} in {:?} of {}", word, marks, title);
            }
        }
    }

    #[test]
    fn what_is_found_folds_to_the_query(text in any::<String>(), at in any::<usize>()) {
        let words: Vec<&str> = text.split_whitespace().collect();
        let Some(word) = (!words.is_empty()).then(|| words[at % words.len()]) else { return Ok(()) };
        let found = find(&[&text], word);
        prop_assert!(!found.is_empty() || fold(word).trim().is_empty());
        for hit in found {
            prop_assert!(text.get(hit.bytes.clone()).is_some_and(|span| fold(span).contains(fold(word).trim())));
        }
    }
}

mod snippets {
    use jiff::civil::date;
    use proptest::prelude::*;

    use crate::query::{Query, parse};
    use crate::search::snippet;
    use crate::text::segment::graphemes;

    fn read(query: &str) -> Query {
        parse(query, date(2026, 11, 22))
    }

    fn paragraphs() -> Vec<String> {
        let first = "بدأ اللقاء صباحا في العاصمة. وقال الرئيس إن الميناء سيفتح بعد شهر. ثم تحدث الوزير عن الطرق.";
        let second = "أما الصيادون فينتظرون منذ سنين. وعد المهندس بأن يكون الميناء الجديد أكبر من القديم وأن تدخله السفن \
                      الكبيرة في كل فصول السنة. وفي المساء عاد الوفد إلى بيته.";
        vec![first.to_owned(), second.to_owned()]
    }

    #[test]
    fn the_passage_that_holds_most_is_taken_from_its_sentence() {
        let found = snippet(&paragraphs(), &read("ميناء سفن"), 90).expect("a passage");
        assert_eq!(found.paragraph, 1, "{found:?}");
        assert!(found.text.starts_with("… وعد المهندس"), "{found:?}");
        let marked: Vec<&str> = found.marks.iter().map(|mark| &found.text[mark.clone()]).collect();
        assert_eq!(marked, ["الميناء", "السفن"]);
        let found = snippet(&paragraphs(), &read("رئيس"), 200).expect("a passage");
        assert_eq!((found.paragraph, found.text.as_str()), (0, paragraphs()[0].as_str()));
    }

    #[test]
    fn what_is_only_asked_of_titles_or_not_there_has_none() {
        for query in ["", "title:ميناء", "-ميناء", "طائرة", "is:read"] {
            assert_eq!(snippet(&paragraphs(), &read(query), 80), None, "{query}");
        }
    }

    proptest! {
        #[test]
        fn any_passage_is_as_long_as_asked_and_marked_inside(
            list in prop::collection::vec("[أابرسل\u{64e} .؟a]{0,80}|\\PC{0,60}", 0..4),
            query in "[ابرسلa ]{0,6}",
            width in 0..90_usize,
        ) {
            let Some(found) = snippet(&list, &read(&query), width) else { return Ok(()) };
            prop_assert!(graphemes(&found.text).count() <= width.max(12), "{:?}", found);
            let source = &list[found.paragraph];
            let inner = found.text.trim_start_matches("… ").trim_end_matches(" …");
            prop_assert!(source.contains(inner));
            for mark in &found.marks {
                prop_assert!(!mark.is_empty() && found.text.get(mark.clone()).is_some());
            }
        }
    }
}
