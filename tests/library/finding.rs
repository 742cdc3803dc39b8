//! What a query finds in a library.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::civil::{Date, date};
use khabar::article::{Article, ArticleDate, ArticleId, Derivable, Language, SectionPath};
use khabar::entity::{Context, recognise};
use khabar::library::{ArticleMarks, Bounds, EntityScope, Library, prepare};
use khabar::query::{Holds, parse};

const TODAY: Date = date(2024, 6, 1);

struct Made(Library);

/// An article as `(name, section, day, title, body)`.
type Told<'t> = (&'t str, &'t str, Option<Date>, &'t str, &'t str);

fn article((name, section, day, title, body): Told<'_>) -> Article {
    Article {
        id: ArticleId::of_path(name),
        path: name.to_owned(),
        source: if name.len() > 1 { "وكالة الشرق".to_owned() } else { "wire".to_owned() },
        title: Derivable::given(title.to_owned()),
        section: Derivable::given(SectionPath::parse(section)),
        date: day.map(|day| Derivable::given(ArticleDate::day(day))),
        language: Derivable::given(Language::new(if title.is_ascii() { "en" } else { "ar" })),
        author: None,
        url: None,
        tags: if section.is_empty() { Vec::new() } else { vec!["أخبار اليوم".to_owned()] },
        paragraphs: body.split('\n').map(str::to_owned).collect(),
    }
}

fn made(told: &[Told<'_>]) -> Made {
    let mut library = Library::in_memory().expect("memory");
    let prepared: Vec<_> = told
        .iter()
        .map(|&told| {
            let article = article(told);
            let mentions = recognise(&article.paragraphs, &Context { language: "ar", anchor: None });
            prepare(article, Some(mentions))
        })
        .collect();
    library.file(&prepared).expect("filed");
    Made(library)
}

impl Made {
    /// The names of the articles that a query finds, newest first.
    fn find(&self, query: &str) -> Vec<String> {
        let query = parse(query, TODAY);
        let expr = query.expr.unwrap_or_else(|| panic!("{}: nothing asked", query.written));
        let found = self.0.select(&expr, &Bounds::newest(100)).expect("a search");
        assert!(found.complete);
        self.0.rows(&found.keys).expect("rows").into_iter().map(|row| row.path).collect()
    }
}

fn some() -> Made {
    made(&[
        (
            "a",
            "العالم > أوروبا",
            Some(date(2024, 5, 30)),
            "قمة في باريس",
            "اجتمع أحمد والوزراء في باريس.\nثم غادر القطار.",
        ),
        ("b", "العالم", Some(date(2024, 5, 20)), "القطار السريع", "كتب احمد عن القطار السريع إلى فرنسا."),
        ("c", "اقتصاد", Some(date(2023, 9, 5)), "أسعار النفط", "ارتفعت أسعار النفط وغادر القطار محطة باريس."),
        ("d", "", None, "Markets fell", "The markets fell on Monday; oil rose by 3 percent in Paris."),
        ("east", "", Some(date(1950, 1, 1)), "كتاب قديم", "مكتبة وكتاب وكاتب في فرنسا."),
    ])
}

#[test]
fn words_in_any_form_and_order_and_operators() {
    let library = some();
    for (query, expected) in [
        ("القطار", vec!["a", "b", "c"]),
        ("قطار باريس", vec!["a", "c"]),
        ("باريس قطار", vec!["a", "c"]),
        ("قطار -باريس", vec!["b"]),
        ("-قطار", vec!["east", "d"]),
        ("النفط OR oil", vec!["c", "d"]),
        ("title:القطار", vec!["b"]),
        ("body:القطار -title:القطار", vec!["a", "c"]),
        ("\"غادر القطار\"", vec!["a", "c"]),
        ("\"باريس ثم\"", vec![]),
        ("=احمد", vec!["b"]),
        ("أحمد", vec!["a"]),
        ("احمد", vec!["a", "b"]),
        ("mark*", vec!["d"]),
        ("كت*", vec!["b", "east"]),
        ("مكتب*", vec!["east"]),
        ("zzz", vec![]),
    ] {
        assert_eq!(library.find(query), expected, "{query}");
    }
}

#[test]
fn every_beginning_of_every_word_finds_what_the_texts_hold() {
    let library = some();
    let articles: Vec<(String, Vec<String>)> = ["a", "b", "c", "d", "east"]
        .into_iter()
        .map(|name| {
            let key = library.0.key_of(ArticleId::of_path(name)).expect("a look").expect("it is filed");
            let article = library.0.read(key).expect("a look").expect("it is filed").article;
            (name.to_owned(), [vec![article.title.value], article.paragraphs].concat())
        })
        .collect();
    let words: BTreeSet<&str> =
        articles.iter().flat_map(|(_, texts)| texts.iter().flat_map(|text| text.split([' ', '.', ';']))).collect();
    let ends = |word: &&'_ str| word.char_indices().skip(1).map(|(end, _)| end).chain([word.len()]).collect::<Vec<_>>();
    let mut asked = 0;
    for beginning in
        words.iter().filter(|word| !word.is_empty()).flat_map(|word| ends(word).into_iter().map(|end| &word[..end]))
    {
        let query = format!("{beginning}*");
        let wanted = parse(&query, TODAY);
        let [wanted] = wanted.wanted()[..] else { panic!("{query}") };
        let holding = articles.iter().filter(|(_, texts)| texts.iter().any(|text| wanted.holds(text) > Holds::No));
        let expected: BTreeSet<String> = holding.map(|(name, _)| name.clone()).collect();
        assert_eq!(library.find(&query).into_iter().collect::<BTreeSet<_>>(), expected, "{query}");
        asked += 1;
    }
    assert!(asked > 150, "{asked}");
}

#[test]
fn filters_alone_and_with_words() {
    let mut library = some();
    let id = ArticleId::of_path;
    let read = ArticleMarks { read: true, ..ArticleMarks::default() };
    library.0.set_marks(&[(id("a"), ArticleMarks { starred: true, ..read }), (id("d"), read)]).expect("marks");
    library.0.set_note(id("c"), Some("راجع")).expect("a note");
    for (query, expected) in [
        ("section:العالم", vec!["a", "b"]),
        ("section:اوروبا", vec!["a"]),
        ("-section:العالم", vec!["c", "east", "d"]),
        ("source:wire", vec!["a", "b", "c", "d"]),
        ("source:الشرق", vec!["east"]),
        ("tag:\"اخبار اليوم\" قطار", vec!["a", "b", "c"]),
        ("lang:en", vec!["d"]),
        ("is:read", vec!["a", "d"]),
        ("is:unread", vec!["b", "c", "east"]),
        ("is:starred", vec!["a"]),
        ("is:unread قطار", vec!["b", "c"]),
        ("is:read OR has:note", vec!["a", "c", "d"]),
        ("-is:read -has:note", vec!["b", "east"]),
        ("date:2024-05", vec!["a", "b"]),
        ("date:2023-09..2024-05-20 قطار", vec!["b", "c"]),
        ("date:1950", vec!["east"]),
        ("before:2000", vec!["east"]),
        ("since:3d", vec!["a"]),
        ("entity:فرنسا", vec!["b", "east"]),
        ("entity:فرنسا قطار", vec!["b"]),
        ("section:هناك", vec![]),
        ("is:new قطار", vec!["a", "b", "c"]),
    ] {
        assert_eq!(library.find(query), expected, "{query}");
    }
    library.0.visit().expect("a visit");
    library.0.visit().expect("a visit");
    assert_eq!(library.find("is:new"), Vec::<String>::new());
}

#[test]
fn pages_follow_each_other_and_time_ends_a_search() {
    let names: Vec<String> = (0..500).map(|number| format!("{number}")).collect();
    let told: Vec<Told<'_>> =
        names.iter().map(|name| (name.as_str(), "", Some(date(2024, 1, 1)), "خبر", "نص قصير")).collect();
    let library = made(&told).0;
    let expr = parse("نص", TODAY).expr.expect("a word");
    let mut seen = BTreeSet::new();
    let mut before = None;
    loop {
        let page = library.select(&expr, &Bounds { most: 37, before, deadline: None }).expect("a page");
        assert!(page.keys.windows(2).all(|two| two[0] > two[1]));
        assert!(page.keys.iter().all(|&key| seen.insert(key)), "no article twice");
        before = page.keys.last().copied();
        if page.complete {
            break;
        }
    }
    assert_eq!(seen.len(), 500);
    let none = library.select(&expr, &Bounds { most: 0, before: None, deadline: None }).expect("a search");
    assert_eq!((none.keys.len(), none.complete), (0, false));
    let all = parse("-is:read \"نص قصير\"", TODAY).expr.expect("a query");
    let late =
        library.select(&all, &Bounds { most: 500, before: None, deadline: Some(Duration::ZERO) }).expect("a search");
    assert!(!late.complete && late.keys.is_empty());
    assert!(library.select(&all, &Bounds::newest(501)).expect("a search").complete, "a deadline ends with its search");
}

#[test]
fn entities_are_counted_and_found() {
    let library = some().0;
    let all = library.entity_counts(EntityScope::All, 50).expect("counts");
    let france = all.iter().find(|tally| tally.id.to_string() == "place:FR").expect("France is named");
    assert_eq!((france.articles, france.mentions), (2, 2));
    let found = library.mentioning("place:FR", &Bounds::newest(9)).expect("a search");
    assert_eq!(found.keys.len(), 2);
    let listed = library.entity_counts(EntityScope::Keys(&found.keys[..1]), 50).expect("counts");
    assert!(listed.iter().any(|tally| tally.id == france.id && tally.articles == 1));
    let between = library.entity_counts(EntityScope::Between(date(2024, 5, 1), date(2024, 5, 25)), 50).expect("counts");
    assert!(between.iter().all(|tally| tally.articles == 1) && between.iter().any(|tally| tally.id == france.id));
    assert_eq!(library.mentioning("place:XX", &Bounds::newest(9)).expect("a search").keys, []);
    assert_eq!(library.untagged(1, 9).expect("keys"), []);
    assert_eq!(library.untagged(2, 3).expect("keys").len(), 3);
}

#[test]
fn the_same_story_is_one_event_and_rare_words_make_articles_similar() {
    let story = "اصطدم قطاران في ضواحي المدينة صباح الأحد ونقل تسعة جرحى إلى المستشفى المركزي بينما أغلقت الشرطة الطريق \
                 الساحلي حتى المساء وقال شاهد إن الضباب كان كثيفا وإن السائق لم ير الإشارة الحمراء قبل الجسر القديم";
    let again = format!("{story} وأضاف أن الحركة عادت");
    let library = made(&[
        ("a", "", Some(date(2024, 1, 1)), "تصادم قطارين", story),
        ("b", "", Some(date(2024, 1, 2)), "حادث قطار", &again),
        (
            "c",
            "",
            Some(date(2024, 1, 3)),
            "طقس",
            "يتوقع خبراء الأرصاد أن يستمر الضباب الكثيف صباح الأحد في ضواحي المدينة مع رياح خفيفة على الساحل",
        ),
        (
            "d",
            "",
            Some(date(2024, 1, 4)),
            "رياضة",
            "فاز الفريق الضيف بهدف وحيد في مباراة أقيمت مساء الجمعة أمام جمهور كبير من المشجعين في الملعب البلدي",
        ),
    ])
    .0;
    let key = |name| library.key_of(ArticleId::of_path(name)).expect("reads").expect("is filed");
    assert_eq!(library.near_duplicates(key("a")).expect("reads"), [key("b")]);
    assert_eq!(library.near_duplicates(key("d")).expect("reads"), []);
    let copies: Vec<u32> =
        library.rows(&["a", "b", "c"].map(key)).expect("rows").iter().map(|row| row.copies).collect();
    assert_eq!(copies, [2, 2, 1]);
    let similar = library.similar(key("a"), 5).expect("a search");
    assert_eq!(similar.first(), Some(&key("b")), "{similar:?}");
    assert!(similar.contains(&key("c")) && !similar.contains(&key("a")) && !similar.contains(&key("d")), "{similar:?}");
}
