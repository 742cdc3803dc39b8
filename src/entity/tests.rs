use proptest::prelude::*;

use super::event::find_events;
use super::gazetteer::{GazetteerRecogniser, NationalityRecogniser};
use super::pattern::PatternRecogniser;
use super::quantity::ValueRecogniser;
use super::recogniser::Recogniser;
use super::title::TitleRecogniser;
use super::token::Tokens;
use super::{Context, Kind, Mention, census, recognise};
use jiff::civil::date;

fn arabic() -> Context<'static> {
    Context { language: "ar", anchor: None }
}

fn found(text: &str, language: &str) -> Vec<(String, String)> {
    let context = Context { language, ..arabic() };
    let mentions = recognise(&[text], &context).remove(0);
    mentions.into_iter().map(|hit| (text[hit.bytes].to_owned(), hit.id.to_string())).collect()
}

#[track_caller]
fn holds_in(language: &str, text: &str, expected: &[(&str, &str)]) {
    let expected: Vec<_> = expected.iter().map(|(span, id)| ((*span).to_owned(), (*id).to_owned())).collect();
    assert_eq!(found(text, language), expected, "{text}");
}

#[track_caller]
fn holds(text: &str, expected: &[(&str, &str)]) {
    holds_in("ar", text, expected);
}

#[test]
fn particles_stay_outside_the_span() {
    holds(
        "سافر وفد لأذربيجان وبأرمينيا وفرنسا",
        &[("أذربيجان", "place:AZ"), ("أرمينيا", "place:AM"), ("فرنسا", "place:FR")],
    );
    holds("وصل للأردن وبالعراق", &[("لأردن", "place:JO"), ("العراق", "place:IQ")]);
    holds(
        "في الناتو وللناتو",
        &[("الناتو", "organization:حلف شمال الاطلسي"), ("لناتو", "organization:حلف شمال الاطلسي")],
    );
}

#[test]
fn spelling_does_not_matter() {
    holds(
        "مِنْ أَذْرَبِيجَانَ إلى ارمينيا وبيـــروت",
        &[("أَذْرَبِيجَانَ", "place:AZ"), ("ارمينيا", "place:AM"), ("بيـــروت", "place:بيروت")],
    );
}

#[test]
fn the_longest_name_wins() {
    holds("وفي إقليم ناغورنو قره باغ هدوء", &[("إقليم ناغورنو قره باغ", "place:ناغورنو قره باغ")]);
    holds("أغلق ممر لاتشين", &[("ممر لاتشين", "place:ممر لاتشين")]);
    holds("جمهورية الكونغو الديمقراطية", &[("جمهورية الكونغو الديمقراطية", "place:CD")]);
    // The model has learnt whether what a place is belongs to its name.
    holds("محافظة نينوى", &[("نينوى", "place:نينوي")]);
}

#[test]
fn bodies_of_state_take_a_nationality() {
    holds(
        "أعلنت الخارجية الروسية ووزارة الدفاع الأذربيجانية",
        &[
            ("الخارجية الروسية", "organization:وزاره الخارجيه الروسيه"),
            ("وزارة الدفاع الأذربيجانية", "organization:وزاره الدفاع الاذربيجانيه"),
        ],
    );
    holds("قالت وزارة الصحة إن", &[("وزارة الصحة", "organization:وزاره الصحه")]);
    holds("مع الجيش اللبناني", &[("الجيش اللبناني", "organization:الجيش اللبناني")]);
    holds("السياسة الخارجية للبلاد", &[]);
    holds("الفريق الروسي", &[("الروسي", "nationality:RU")]);
    holds("رئيس الحكومة الفرنسي", &[("الفرنسي", "nationality:FR")]);
}

#[test]
fn common_words_need_a_cue() {
    holds("نشرت الصحيفة صور القتلى", &[]);
    holds("في مدينة صور هدوء", &[("صور", "place:صور")]);
    holds("كان المشهد مؤثرا في مشهد آخر", &[]);
    holds("الدعم المالي للبنين", &[]);
    holds("نصف قطر الدائرة", &[]);
    holds("كان عتادا روسيًا وكوبًا من الشاي", &[]);
    holds("الطريق المؤدي إلى البيت", &[]);
    holds("فازت قطر على اليمن", &[("قطر", "place:QA"), ("اليمن", "place:YE")]);
}

#[test]
fn a_family_name_follows_its_full_name() {
    let paragraphs = ["التقى إلهام علييف ضيوفه", "وقال علييف إن", "سأل جونسون عن الموعد"];
    let mentions = recognise(&paragraphs, &arabic());
    assert_eq!(mentions[1].len(), 1);
    assert_eq!(mentions[0][0].id, mentions[1][0].id);
    assert_eq!(&paragraphs[1][mentions[1][0].bytes.clone()], "علييف");
    let other = mentions[2].iter().any(|mention| mention.id == mentions[0][0].id);
    assert!(!other, "no full name, no family name: {:?}", mentions[2]);
}

#[test]
fn two_persons_of_one_family_name_are_not_mixed_up() {
    let paragraphs = ["سعد الحريري ابن رفيق الحريري", "قال الحريري إن"];
    let mentions = recognise(&paragraphs, &arabic());
    assert_eq!(mentions[0].len(), 2);
    let of_one = mentions[1].iter().any(|mention| mentions[0].iter().any(|full| full.id == mention.id));
    assert!(!of_one, "{:?}", mentions[1]);
}

#[test]
fn a_title_leads_a_name() {
    holds(
        "قال وزير الصحة خالد بن فهد العمري أمس",
        &[("خالد بن فهد العمري", "person:خالد بن فهد العمري"), ("أمس", "date:XXXX-XX-XX")],
    );
    let persons = found("قال خالد لأخيه فهد", "ar");
    assert!(persons.iter().all(|(span, id)| !span.contains("قال") && id.starts_with("person:")), "{persons:?}");
    holds("استقبل الأمير عبد العزيز ضيوفه", &[("عبد العزيز", "person:عبد العزيز")]);
    holds(
        "قال الدكتور سالم بن عمر العباد اليوم",
        &[("سالم بن عمر العباد", "person:سالم بن عمر العباد"), ("اليوم", "date:XXXX-XX-XX")],
    );
    holds("رأى الوزير أحمد الذي وصل", &[("أحمد", "person:احمد")]);
}

#[test]
fn dates_are_mentions_with_a_value() {
    let text = "وقع الاتفاق في موسكو يوم 9 تشرين الثاني/ نوفمبر 2020";
    let mentions = recognise(&[text], &arabic()).remove(0);
    let last = &mentions[mentions.len() - 1];
    assert_eq!((last.kind(), last.value.as_deref()), (Kind::Date, Some("2020-11-09")));
    assert_eq!(last.id.to_string(), "date:2020-11-09");
    let anchored = Context { anchor: Some(date(2023, 9, 19)), ..arabic() };
    let mentions = recognise(&["في سبتمبر الجاري"], &anchored).remove(0);
    assert_eq!(mentions[0].value.as_deref(), Some("2023-09"));
}

#[test]
fn names_in_other_languages() {
    holds_in(
        "fa",
        "رئیس‌جمهور روسیه، ولادیمیر پوتین، در تهران",
        &[("روسیه", "place:RU"), ("ولادیمیر پوتین", "person:فلاديمير بوتين"), ("تهران", "place:طهران")],
    );
    holds_in(
        "he",
        "בנימין נתניהו נסע לארה\"ב ומישראל",
        &[("בנימין נתניהו", "person:بنيامين نتنياهو"), ("ארה\"ב", "place:US"), ("ישראל", "place:IL")],
    );
    holds_in(
        "en",
        "Armenia told the United Nations, not us, in Baku",
        &[("Armenia", "place:AM"), ("United Nations", "organization:الامم المتحده"), ("Baku", "place:باكو")],
    );
    holds_in("ur", "پاکستان اور آذربائیجان", &[("پاکستان", "place:PK"), ("آذربائیجان", "place:AZ")]);
}

#[test]
fn the_name_is_in_the_language_of_the_text() {
    let context = Context { language: "en", anchor: None };
    assert_eq!(recognise(&["في باكو"], &context)[0][0].name, "Baku");
    assert_eq!(recognise(&["in Baku"], &arabic())[0][0].name, "باكو");
}

#[test]
fn a_country_its_capital_and_its_nationality_lead_to_one_country() {
    let text = "قالت أذربيجان إن الجيش وصل، وفي باكو تحدث الوفد الأذربيجاني عن وزارة الدفاع الأذربيجانية والأذربيجانيين";
    let mentions = recognise(&[text], &arabic()).remove(0);
    let ids: Vec<_> = mentions.iter().map(|mention| (mention.id.to_string(), mention.id.country())).collect();
    let led: Vec<_> = ids.iter().filter(|(_, country)| *country == Some("AZ")).map(|(id, _)| id.as_str()).collect();
    assert_eq!(led, ["place:AZ", "place:باكو", "nationality:AZ", "nationality:AZ"], "{ids:?}");
}

#[test]
fn generated_places_are_found_where_they_are_meant() {
    holds("وصل إلى نواذيبو ومن تمبكتو", &[("نواذيبو", "place:نواذيبو"), ("تمبكتو", "place:تمبكتو")]);
    let places = found("صباح النور وسلام عليكم، والحي هادئ", "ar");
    assert!(places.iter().all(|(_, id)| !id.starts_with("place:")), "{places:?}");
    holds("وقع انفجار في سوق المدينة الجديدة", &[]);
    holds_in("en", "He was reading in a nice orange bar in Split and Nancy", &[]);
    holds_in("en", "the road to Kilimanjaro", &[("Kilimanjaro", "place:كليمنجارو")]);
}

#[test]
fn the_census_counts_by_kind_and_number() {
    let paragraphs = ["موسكو وباكو وموسكو", "قال إلهام علييف في باكو وباكو 9 نوفمبر 2020"];
    let counts = census(&recognise(&paragraphs, &arabic()));
    let summary: Vec<_> = counts.iter().map(|count| (count.name.as_str(), count.count)).collect();
    assert_eq!(summary, [("إلهام علييف", 1), ("باكو", 3), ("موسكو", 2), ("9 نوفمبر 2020", 1)]);
    assert_eq!(counts[1].mentions, [(0, 1), (1, 1), (1, 2)]);
}

proptest! {
    #[test]
    fn mentions_are_ordered_and_cut_no_grapheme(
        text in "([وفبكل]{0,2}(ال)?(قره باغ|أذربيجان|بوتين|فلاديمير بوتين|الأردن|صور)|[ \u{64e}\u{200d}\u{600}،\"]|مدينة|الخارجية|الروسية|الرئيس|محمد|بن|9|نوفمبر|Baku|ישראל){0,14}",
    ) {
        let mentions: Vec<Mention> = recognise(&[text.as_str()], &arabic()).remove(0);
        let mut end = 0;
        for mention in mentions {
            prop_assert!(mention.bytes.start >= end && mention.bytes.start < mention.bytes.end);
            prop_assert!(super::token::is_grapheme_boundary(&text, mention.bytes.start));
            prop_assert!(super::token::is_grapheme_boundary(&text, mention.bytes.end));
            end = mention.bytes.end;
        }
    }

    #[test]
    fn a_rule_passes_over_only_what_is_nothing_to_it(
        text in "([وفبكل]{0,2}(ال|لل)?(قره باغ|بوتين|أردن|روسي|كوري جنوبي|وزارة|دفاع|حرب|قمة|عالمية|مؤتمر|محمد|عبد|ثالثة|مساء|\
                 ساعة|منتصف|ليل|ثلاثة|ألف|دولار|سبتمبر|تشرين|أمس|ربع|أول|تسعينيات|أسبوع|ماضي|رئيس|جيش)|[ \u{64e}،\"]|9|2020|USD|\\$){0,14}",
    ) {
        let context = Context { anchor: Some(date(2020, 5, 5)), ..arabic() };
        let rules: [&dyn Recogniser; 5] =
            [&ValueRecogniser, &GazetteerRecogniser, &NationalityRecogniser, &PatternRecogniser, &TitleRecogniser];
        let (whole, looked_up) = (Tokens::new(&text), Tokens::new(&text).looked_up());
        for rule in rules {
            let (mut found, mut expected) = (Vec::new(), Vec::new());
            rule.recognise(&looked_up, &context, &mut found);
            rule.recognise(&whole, &context, &mut expected);
            prop_assert_eq!(found, expected);
        }
        prop_assert_eq!(find_events(&looked_up, &[]), find_events(&whole, &[]));
    }

    #[test]
    fn nothing_panics(text in any::<String>()) {
        let _ = recognise(&[text], &arabic());
    }
}
