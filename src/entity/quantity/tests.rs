use proptest::prelude::*;

use super::find_values;

/// Scores the list that KHABAR_EXPRESSIONS names: id, day, context, expression, kind, value.
#[test]
#[ignore = "needs a list of real expressions, which are not in the repository"]
#[expect(clippy::print_stderr, reason = "its result is what it prints")]
fn real_expressions() {
    let path = std::env::var("KHABAR_EXPRESSIONS").expect("KHABAR_EXPRESSIONS names the list");
    let list = std::fs::read_to_string(path).expect("the list is readable");
    let (mut right, mut all) = (0, 0);
    for line in list.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [_, day, context, expression, kind, value] = fields[..] else { panic!("six fields: {line}") };
        let anchor = day.parse().ok();
        let context_of = crate::entity::Context { language: "ar", anchor };
        let found = crate::entity::recognise(&[context], &context_of).remove(0);
        let hit = found.iter().any(|hit| {
            &context[hit.bytes.clone()] == expression
                && hit.kind().name() == kind
                && hit.value.as_deref() == Some(value)
        });
        all += 1;
        right += usize::from(hit);
        if !hit {
            let near: Vec<_> = found
                .iter()
                .filter(|hit| hit.value.is_some())
                .map(|hit| {
                    format!(
                        "[{}|{}|{}]",
                        &context[hit.bytes.clone()],
                        hit.kind().name(),
                        hit.value.clone().unwrap_or_default()
                    )
                })
                .collect();
            eprintln!("{expression} {kind} {value} ({day}) <- {}", near.join(" "));
        }
    }
    eprintln!("{right} of {all}");
}

/// Prints or times what the grammars find in a file of `day TAB text` lines, which KHABAR_LINES names.
#[test]
#[ignore = "needs a file of real paragraphs, which is not in the repository; run with --release to measure"]
#[expect(clippy::print_stderr, reason = "its result is what it prints")]
fn real_paragraphs() {
    use crate::entity::recogniser::Recogniser;
    let path = std::env::var("KHABAR_LINES").expect("KHABAR_LINES names the file");
    let file = std::fs::read_to_string(path).expect("the file is readable");
    let lines: Vec<_> = file.lines().filter_map(|line| line.split_once('\t')).collect();
    let prints = std::env::var("KHABAR_PRINT").is_ok();
    let (mut bytes, mut mentions) = (0, 0);
    let clock = std::time::Instant::now();
    for (day, text) in lines {
        let context = crate::entity::Context { language: "ar", anchor: day.parse().ok() };
        let mut found = Vec::new();
        super::ValueRecogniser.recognise(&crate::entity::token::Tokens::new(text), &context, &mut found);
        bytes += text.len();
        mentions += found.len();
        for hit in found.iter().filter(|_| prints) {
            let before: String =
                text[..hit.bytes.start].chars().rev().take(25).collect::<Vec<_>>().into_iter().rev().collect();
            let after: String = text[hit.bytes.end..].chars().take(25).collect();
            let value = hit.value.clone().unwrap_or_default();
            eprintln!("MENTION\t{}\t{value}\t{before}[{}]{after}", hit.kind().name(), &text[hit.bytes.clone()]);
        }
    }
    let seconds = clock.elapsed().as_secs_f64();
    eprintln!("{mentions} mentions in {bytes} bytes, {:.1} MB/s", bytes as f64 / 1e6 / seconds);
}

#[track_caller]
fn holds(text: &str, expected: &[(&str, &str)]) {
    let found: Vec<_> = find_values(text).into_iter().map(|hit| (&text[hit.bytes], hit.value)).collect();
    let expected: Vec<_> = expected.iter().map(|(span, value)| (*span, (*value).to_owned())).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn numbers_in_words() {
    holds("بعد ثلاثة وعشرين يوما", &[("ثلاثة وعشرين يوما", "P23D")]);
    holds("قطع خمسة عشر كيلومترا", &[("خمسة عشر كيلومترا", "15 km")]);
    holds("إحدى عشرة ساعة", &[("إحدى عشرة ساعة", "PT11H")]);
    holds("مئة وخمسة وعشرون طنا", &[("مئة وخمسة وعشرون طنا", "125 t")]);
    holds("ألفان وثلاثمائة وأربعون برميلا", &[("ألفان وثلاثمائة وأربعون برميلا", "2340 bbl")]);
    holds("ثلاثة ملايين ومئتا ألف دولار", &[("ثلاثة ملايين ومئتا ألف دولار", "3200000 USD")]);
    holds("مليون ونصف المليون دولار", &[("مليون ونصف المليون دولار", "1500000 USD")]);
    holds("بنصف مليون يورو", &[("نصف مليون يورو", "500000 EUR")]);
    holds("وبخمسين ألف درهم مغربي", &[("خمسين ألف درهم مغربي", "50000 MAD")]);
    holds("تسعمئة وتسعة وتسعون ألفا و12 شخصا", &[("تسعمئة وتسعة وتسعون ألفا و12 شخصا", "999012 شخص")]);
}

#[test]
fn numbers_in_digits() {
    holds("1,250.75 دولار", &[("1,250.75 دولار", "1250.75 USD")]);
    holds("١٬٢٥٠٫٧٥ يورو", &[("١٬٢٥٠٫٧٥ يورو", "1250.75 EUR")]);
    holds("2.500.000 ريال قطري", &[("2.500.000 ريال قطري", "2500000 QAR")]);
    holds("250.000 ريال و3,5 مليون", &[("250.000 ريال", "250000 SAR")]);
    holds("۲۰۰ کیلومتر", &[("۲۰۰ کیلومتر", "200 km")]);
    holds("1 500 000 نسمة", &[("1 500 000 نسمة", "1500000 نسمه")]);
    holds("بـ85ر3 مليون يورو", &[("85ر3 مليون يورو", "3850000 EUR")]);
    holds("12.345 كيلومترا", &[("12.345 كيلومترا", "12.345 km")]);
}

#[test]
fn money_of_many_lands() {
    holds("10 ملايين جنيه إسترليني", &[("10 ملايين جنيه إسترليني", "10000000 GBP")]);
    holds("500 ليرة تركية و20 ليرة لبنانية", &[("500 ليرة تركية", "500 TRY"), ("20 ليرة لبنانية", "20 LBP")]);
    holds("$5 مليارات أو €3.5 مليون", &[("$5 مليارات", "5000000000 USD"), ("€3.5 مليون", "3500000 EUR")]);
    holds("USD 500 ثم 300 SAR", &[("USD 500", "500 USD"), ("300 SAR", "300 SAR")]);
    holds("ألف دينار جزائري", &[("ألف دينار جزائري", "1000 DZD")]);
    holds("دولارين و50 سنتا", &[("دولارين", "2 USD"), ("50 سنتا", "0.5 USD")]);
    holds("200 تومان", &[("200 تومان", "2000 IRR")]);
    holds("بين 10 و15 مليون دولار", &[("10 و15 مليون دولار", "10000000/15000000 USD")]);
}

#[test]
fn percentages() {
    holds("بنسبة 12.5%", &[("12.5%", "12.5 %")]);
    holds("نحو ١٣٪ و%85", &[("١٣٪", "13 %"), ("%85", "85 %")]);
    holds("خمسة بالمئة وعشرة في المائة", &[("خمسة بالمئة", "5 %"), ("عشرة في المائة", "10 %")]);
    holds("بين 5 و7%", &[("5 و7%", "5/7 %")]);
    holds("2% إلى 3 دولارات", &[("2%", "2 %"), ("3 دولارات", "3 USD")]);
}

#[test]
fn lengths_of_time() {
    holds("عامين ونصف العام", &[("عامين ونصف العام", "P2Y6M")]);
    holds("استمر ساعتين و20 دقيقة", &[("ساعتين و20 دقيقة", "PT2H20M")]);
    holds("منذ عقدين", &[("عقدين", "P20Y")]);
    holds(
        "نصف ساعة ثم ثلث ساعة ثم ثلاثة أرباع الساعة",
        &[("نصف ساعة", "PT30M"), ("ثلث ساعة", "PT20M"), ("ثلاثة أرباع الساعة", "PT45M")],
    );
    holds("لمدة عام، وخلال عام 2015", &[("عام", "P1Y")]);
    holds("في الأيام الثلاثة الماضية", &[("الأيام الثلاثة الماضية", "P3D")]);
    holds("يوم واحد", &[("يوم واحد", "P1D")]);
    holds("من 3 إلى 5 أيام", &[("3 إلى 5 أيام", "P3D/P5D")]);
    holds("12 عقدا مع النادي", &[("12 عقدا", "12 عقد")]);
}

#[test]
fn times_of_the_day() {
    holds("الساعة الثالثة والنصف عصراً", &[("الساعة الثالثة والنصف عصراً", "T15:30")]);
    holds("عند 14:30 بتوقيت غرينتش", &[("14:30 بتوقيت غرينتش", "T14:30Z")]);
    holds("عند منتصف الليل", &[("منتصف الليل", "T00:00")]);
    holds("الساعة الثامنة إلا ربعا مساء", &[("الساعة الثامنة إلا ربعا مساء", "T19:45")]);
    holds("الثانية عشرة ظهرا", &[("الثانية عشرة ظهرا", "T12:00")]);
    holds("في الساعة 9 صباحا وحتى 10:15 م", &[("الساعة 9 صباحا", "T09:00"), ("10:15 م", "T22:15")]);
    holds("الساعة 12 ليلا", &[("الساعة 12 ليلا", "T00:00")]);
    holds("الساعة الخامسة وعشر دقائق فجرا", &[("الساعة الخامسة وعشر دقائق فجرا", "T05:10")]);
    holds("الساعة 7 مساء بتوقيت مكة المكرمة", &[("الساعة 7 مساء بتوقيت مكة المكرمة", "T19:00+03:00")]);
}

#[test]
fn measures_and_counts() {
    holds("مساحتها 300 متر مربع", &[("300 متر مربع", "300 m2")]);
    holds("بسرعة 120 كم/ساعة وحرارة 45 درجة مئوية", &[("120 كم/ساعة", "120 km/h"), ("45 درجة مئوية", "45 °C")]);
    holds("مقتل سبعة أشخاص وثلاث نساء", &[("سبعة أشخاص", "7 شخص"), ("ثلاث نساء", "3 امراه")]);
    holds("قتيلين وطفلان", &[("قتيلين", "2 قتيل"), ("طفلان", "2 طفل")]);
    holds("99 فراشةً و15 حلزونا", &[("99 فراشةً", "99 فراشه"), ("15 حلزونا", "15 حلزون")]);
    holds("5-7 أطنان", &[("5-7 أطنان", "5/7 t")]);
}

#[test]
fn what_counts_nothing() {
    for text in [
        "فاز 3-1 على ضيفه",
        "في الدقيقة 68 من المباراة",
        "طائرة A320 وقمة G-20",
        "لست أفهم ما يقال",
        "من ألف التاريخ",
        "الهاتف 0123-456-789",
        "قرابة 70 من السكان",
        "ربع النهائي ونصف النهائي",
        "نحو 500 ووصل آخرون",
        "الساعات الأولى من فجر",
        "في البلدين",
        "الثلاثة الكبار",
        "1.2.3.4.5 شخص",
        "بضعة أيام",
        "سبع",
        "و",
        "%",
        "$",
    ] {
        holds(text, &[]);
    }
}

/// The lines of a fixture: sentence, day, then span, kind and value of each expression in it.
#[test]
fn sentences_of_the_shapes_that_news_have() {
    let fixture = include_str!("../../../tests/fixtures/expressions.tsv");
    for line in fixture.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('\t');
        let (sentence, day) = (fields.next().unwrap(), fields.next().unwrap());
        let wanted: Vec<String> = fields.map(str::to_owned).collect();
        let context = crate::entity::Context { language: "ar", anchor: day.parse().ok() };
        let found: Vec<String> = crate::entity::recognise(&[sentence], &context)
            .remove(0)
            .into_iter()
            .filter_map(|hit| hit.value.map(|value| (hit.bytes, hit.id.kind, value)))
            .map(|(bytes, kind, value)| format!("{}|{}|{value}", &sentence[bytes], kind.name()))
            .collect();
        assert_eq!(found, wanted, "{sentence}");
    }
}

#[test]
fn a_flood_takes_linear_time() {
    // A reading that goes back over what it has read would take minutes.
    for unit in [
        "5 ",
        "مئة و",
        "ألف و",
        "1,000,",
        "و3 ",
        "1.",
        "5-",
        "من 5 إلى ",
        "ساعة ونصف و",
        "الساعة ",
        "$",
        "%5",
        "(5",
        "1/",
        "قبل ",
        "3 متر في ",
        "أيلول/",
        "الثلاثاء، ",
    ] {
        let text = unit.repeat(60_000 / unit.len());
        let context = crate::entity::Context { language: "ar", anchor: Some(jiff::civil::date(2020, 5, 5)) };
        let (tokens, mut found) = (crate::entity::token::Tokens::new(&text), Vec::new());
        crate::entity::recogniser::Recogniser::recognise(&super::ValueRecogniser, &tokens, &context, &mut found);
    }
}

proptest! {
    #[test]
    fn spans_are_ordered_whole_and_the_same_again(
        text in "([0-9٠-٩]{1,4}|[ /.,:()%$\\-–]|ألف|مئة|ثلاثة|وعشرين|عشر|نصف|ونصف|مليون|أيام|ساعتين|دولار|كم|متر مربع|في المائة|و|ب|الساعة|الثالثة|مساء|قبل|إلى|شخصا|سبتمبر|أمس|الأسبوع|الماضي|القرن|العشرين|الربع|الأول|www.a.com|\u{64e}|\u{200d}|\u{600}|\u{200f}){0,16}",
        anchored in any::<bool>(),
    ) {
        use crate::entity::recogniser::Recogniser;
        let context = crate::entity::Context { language: "ar", anchor: anchored.then(|| jiff::civil::date(2024, 2, 29)) };
        let run = || {
            let mut found = Vec::new();
            super::ValueRecogniser.recognise(&crate::entity::token::Tokens::new(&text), &context, &mut found);
            found.sort_by_key(|hit| hit.bytes.start);
            found
        };
        let found = run();
        prop_assert_eq!(&found, &run());
        let mut end = 0;
        for hit in found {
            prop_assert!(hit.bytes.start >= end && hit.bytes.start < hit.bytes.end, "{:?} in {}", hit, text);
            prop_assert!(crate::entity::token::is_grapheme_boundary(&text, hit.bytes.start));
            prop_assert!(crate::entity::token::is_grapheme_boundary(&text, hit.bytes.end));
            end = hit.bytes.end;
        }
    }

    #[test]
    fn nothing_panics(text in any::<String>()) {
        let _ = find_values(&text);
    }
}
