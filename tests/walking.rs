//! Walking along entities with keys: pages, lists, kinds, dates, and what the reader says about names.

mod stage;

use khabar::action::Effect;
use khabar::article::{Article, ArticleDate, ArticleId, Derivable, Language, SectionPath};
use khabar::desk::{Answer, Ask, Listing};
use khabar::entity::{Aliases, Kind};
use khabar::message::InterfaceLanguage::{self, Arabic, English};
use khabar::panes::{Brightness, ColorSupport, Role, Theme};
use ratatui::style::Style;
use stage::{Scene, Stage, scene};

const WIDE: (u16, u16) = (150, 44);

/// Three articles about the same places, one of weeks before; the newest first.
fn articles() -> Vec<Article> {
    let drafts = [
        (
            "2024-03-20",
            "وصل وفد إلى باكو",
            "وصل وفد من أذربيجان إلى باكو في 9 نوفمبر 2020، ثم عاد الوفد من باكو إلى روسيا بعد 3 ساعات.",
        ),
        (
            "2024-03-18",
            "قمة في روسيا",
            "بدأت في روسيا قمة حضرتها أذربيجان وفرنسا. وقالت روسيا إن القمة ستعقد في باكو عام 2025.",
        ),
        ("2024-03-15", "معرض في باكو", "افتتح في باكو معرض للكتاب تشارك فيه فرنسا، في تشرين الثاني/نوفمبر 2020."),
        ("2024-02-25", "خبر قديم", "زار وفد من فرنسا تونس في عام 2022."),
    ];
    let article = |(index, (day, title, text)): (usize, &(&str, &str, &str))| {
        let path = format!("/names/{index}.txt");
        let day = ArticleDate::day(day.parse().expect("a date"));
        Article {
            id: ArticleId::of_path(&path),
            path,
            source: "أخبار".to_owned(),
            title: Derivable::given((*title).to_owned()),
            section: Derivable::given(SectionPath::parse("العالم")),
            date: Some(Derivable::given(day)),
            language: Derivable::given(Language::new("ar")),
            author: None,
            url: None,
            tags: Vec::new(),
            paragraphs: vec![(*text).to_owned(), "وهذه فقرة قصيرة بلا أسماء.".to_owned()],
        }
    };
    drafts.iter().enumerate().map(article).collect()
}

/// A stage whose articles were all looked through for names.
fn stage(interface: InterfaceLanguage, size: (u16, u16)) -> Stage {
    let mut stage = Stage::with(Scene { articles: articles(), ..scene(interface, size) });
    let untagged = stage.desk.untagged(100).expect("memory");
    let tagged = untagged.into_iter().map(|(key, article)| {
        let mentions = khabar::desk::mentions_of(&article);
        khabar::desk::Tagged { key, article, mentions }
    });
    let tagged = tagged.collect();
    stage.desk.set_mentions(tagged).expect("memory");
    stage.app.mentions_changed();
    stage.draw();
    stage
}

/// Selects an entity in the pane of the article in the reader.
fn select(stage: &mut Stage, name: &str) {
    for _ in 0..40 {
        if on_ground_of(stage, Role::Selected).contains(name) {
            return;
        }
        stage.keys("j");
    }
    panic!("{name} is not there:\n{}", stage.reads_rtl());
}

/// What stands on the ground of a role, each row in logical order.
fn on_ground_of(stage: &Stage, role: Role) -> String {
    let ground = Theme::builtin(ColorSupport::TrueColor, Brightness::Dark).style(role).bg;
    let buffer = stage.buffer();
    let width = usize::from(buffer.area.width);
    let rows = buffer.content.chunks(width).map(|row| {
        row.iter()
            .filter(|cell| Style::default().bg(cell.bg).bg == ground)
            .map(|cell| cell.symbol())
            .collect::<String>()
    });
    rows.map(|row| stage::logical(&row)).collect::<Vec<_>>().join(" ")
}

fn titles(stage: &mut Stage) -> Vec<String> {
    let Answer::Rows(rows) = stage.desk.answer(&Ask::Rows(0..20)) else { panic!("no rows") };
    let title = |entry: &khabar::desk::Entry| match entry {
        khabar::desk::Entry::Article(hit) => hit.row.title.clone(),
        khabar::desk::Entry::Heading { .. } => String::new(),
    };
    rows.entries.iter().map(title).collect()
}

fn found(stage: &mut Stage, query: &str) -> usize {
    let listing = Listing { query: query.to_owned(), ..Listing::default() };
    match stage.desk.answer(&Ask::List { listing, keep: None }) {
        Answer::Listed(listed) => listed.articles,
        other => panic!("{other:?}"),
    }
}

fn aliases_stored(stage: &Stage) -> String {
    let mut texts = stage.effects.iter().filter_map(|effect| match effect {
        Effect::StoreAliases(text) => Some(text.clone()),
        _ => None,
    });
    texts.next_back().unwrap_or_default()
}

#[test]
fn enter_lists_all_articles_of_an_entity_and_escape_leads_back() {
    let mut stage = stage(Arabic, WIDE);
    stage.keys("<Enter>e");
    select(&mut stage, "باكو");
    stage.keys("<Enter>");
    assert_eq!(titles(&mut stage), ["وصل وفد إلى باكو", "قمة في روسيا", "معرض في باكو"]);
    let shown = stage.reads_rtl();
    assert!(shown.contains("باكو:place") && shown.contains("3 مقالات") && shown.contains("2024-03-15"), "{shown}");
    assert!(shown.contains("روسيا") && shown.contains("أذربيجان"), "{shown}");
    assert!(shown.contains('█'), "the bar of the day with most mentions");
    stage.keys("<Esc>");
    assert_eq!(titles(&mut stage).len(), 4);
    assert!(!stage.reads_rtl().contains("باكو:place"));
    assert!(on_ground_of(&stage, Role::Selected).contains("باكو"), "back among the names: {}", stage.reads_rtl());
}

#[test]
fn one_walks_on_to_companions_and_back() {
    let mut stage = stage(English, WIDE);
    stage.keys("<Enter>e");
    select(&mut stage, "باكو");
    stage.keys("<Enter><Shift-Tab>");
    select(&mut stage, "فرنسا");
    stage.keys("<Enter>");
    assert_eq!(titles(&mut stage), ["قمة في روسيا", "معرض في باكو", "خبر قديم"]);
    assert!(stage.reads_ltr().contains("place:FR"), "{}", stage.reads_ltr());
    stage.keys("<Esc>");
    assert_eq!(titles(&mut stage).len(), 3);
    assert!(
        stage.reads_rtl().contains("باكو:place") || stage.reads_rtl().contains("place:باكو"),
        "{}",
        stage.reads_rtl()
    );
    stage.keys("<Esc>");
    assert_eq!(titles(&mut stage).len(), 4);
}

#[test]
fn mentions_are_visited_from_the_names_and_from_the_list_of_an_entity() {
    let mut stage = stage(Arabic, WIDE);
    stage.keys("<Enter>e");
    select(&mut stage, "باكو");
    stage.keys("n");
    let first = stage.buffer().clone();
    assert!(on_ground_of(&stage, Role::MentionCurrent).contains("باكو"));
    stage.keys("n");
    assert_ne!(*stage.buffer(), first);
    stage.keys("N");
    assert_eq!(*stage.buffer(), first);
    stage.keys("<Enter><Enter>n");
    assert!(on_ground_of(&stage, Role::MentionCurrent).contains("باكو"));
}

#[test]
fn a_kind_is_switched_off_and_on_again() {
    let mut stage = stage(Arabic, WIDE);
    stage.keys("<Enter>e");
    let place = Theme::builtin(ColorSupport::TrueColor, Brightness::Dark).entity(Kind::Place).fg;
    let coloured = |stage: &Stage| stage.styled(|cell| Some(cell.fg) == place).chars().count();
    let before = coloured(&stage);
    assert!(before > 8, "names and their mentions");
    select(&mut stage, "باكو");
    stage.keys("<Space>");
    assert_eq!(coloured(&stage), 0);
    assert!(on_ground_of(&stage, Role::Selected).contains('4'), "the heading with its count: {}", stage.reads_rtl());
    let Some(Effect::StoreKinds(kinds)) = stage.effects.last() else { panic!("{:?}", stage.effects) };
    assert!(kinds.contains(&Kind::Place) && kinds.contains(&Kind::Quantity) && !kinds.contains(&Kind::Date));
    stage.keys("<Space>");
    assert_eq!(coloured(&stage), before);
}

#[test]
fn lengths_of_time_are_folded_at_first() {
    let mut stage = stage(Arabic, WIDE);
    stage.keys("<Enter>e");
    let shown = stage.reads_rtl();
    assert!(shown.contains("المدد") || shown.contains("مدد"), "{shown}");
    let duration = Theme::builtin(ColorSupport::TrueColor, Brightness::Dark).entity(Kind::Duration);
    let marked = stage.styled(|cell| Some(cell.fg) == duration.fg && cell.modifier.contains(duration.add_modifier));
    assert!(!marked.contains('3'), "{marked}");
}

#[test]
fn names_of_the_library_stand_below_the_sections() {
    let mut stage = stage(Arabic, WIDE);
    stage.keys("<Shift-Tab>G<Space>");
    let shown = stage.reads_rtl();
    assert!(shown.contains("صاعدة") && shown.contains("باكو"), "{shown}");
    // باكو is in three of the articles of the week, and in none before.
    stage.keys("jj");
    assert_eq!(titles(&mut stage).len(), 3, "{}", stage.reads_rtl());
    stage.keys("<Enter>");
    assert!(stage.reads_rtl().contains("باكو:place"), "{}", stage.reads_rtl());
    stage.keys("<Esc><Left><Left><Left>");
}

#[test]
fn rising_is_a_share_and_not_a_count() {
    let mut stage = stage(Arabic, WIDE);
    let entities = stage.desk.entities().expect("memory");
    assert_eq!(entities.until, Some(stage::TODAY.yesterday().expect("a day")));
    let rising: Vec<String> = entities.rising.iter().map(|rising| rising.id.to_string()).collect();
    assert_eq!(rising.first().map(String::as_str), Some("place:باكو"), "{rising:?}");
    assert!(!rising.contains(&"place:TN".to_owned()), "named in one article only: {rising:?}");
    assert!(entities.rising.iter().all(|rising| rising.recent >= 2 && rising.score > 1.0));
    assert!(entities.frequent.iter().any(|tally| tally.id.to_string() == "place:FR" && tally.articles == 3));
}

#[test]
fn the_dates_spoken_of_lead_to_their_articles() {
    let mut stage = stage(English, WIDE);
    stage.keys("v");
    let shown = stage.reads_ltr();
    assert!(shown.contains("9 November  ") && shown.contains("2022") && shown.contains("2025"), "{shown}");
    stage.keys("<Enter>");
    assert_eq!(titles(&mut stage), ["وصل وفد إلى باكو", "معرض في باكو"], "all of 2020");
    stage.keys("<Esc>");
    assert_eq!(titles(&mut stage).len(), 4);
    stage.keys("<Space>");
    assert!(!stage.reads_ltr().contains("9 November  "), "folded: {}", stage.reads_ltr());
}

#[test]
fn a_query_finds_an_entity_by_id_name_and_spelling() {
    let mut stage = stage(Arabic, WIDE);
    for (query, articles) in [
        ("entity:place:FR", 3),
        ("entity:فرنسا", 3),
        ("entity:\"place:باكو\"", 3),
        ("entity:place:FR entity:باكو", 2),
        ("entity:place:FR -entity:باكو", 1),
        ("entity:\"لا أحد\"", 0),
    ] {
        assert_eq!(found(&mut stage, query), articles, "{query}");
    }
}

#[test]
fn another_name_shows_everywhere_and_is_taken_back() {
    let mut stage = stage(Arabic, WIDE);
    stage.keys("<Enter>e");
    select(&mut stage, "باكو");
    stage.keys("c<Ctrl-U>العاصمة<Enter>");
    assert!(aliases_stored(&stage).contains("name = \"العاصمة\""), "{}", aliases_stored(&stage));
    assert!(on_ground_of(&stage, Role::Selected).contains("العاصمة"), "{}", stage.reads_rtl());
    assert_eq!((found(&mut stage, "entity:العاصمة"), found(&mut stage, "entity:باكو")), (3, 3));
    stage.keys("<Enter>");
    assert!(stage.reads_rtl().contains("العاصمة"));
    stage.keys("<Shift-Tab>u");
    assert_eq!(aliases_stored(&stage), "");
    assert!(!stage.reads_rtl().contains("العاصمة"), "{}", stage.reads_rtl());
    stage.keys("<Ctrl-R>");
    assert!(aliases_stored(&stage).contains("العاصمة") && stage.reads_rtl().contains("العاصمة"));
}

#[test]
fn two_become_one_by_typing() {
    let mut stage = stage(Arabic, WIDE);
    stage.keys("<Enter>e");
    select(&mut stage, "باكو");
    stage.keys("iروس");
    assert!(stage.reads_rtl().contains("روسيا"));
    stage.keys("<Enter>");
    assert!(aliases_stored(&stage).contains("into = \"place:RU\""), "{}", aliases_stored(&stage));
    assert_eq!(found(&mut stage, "entity:place:RU"), 3, "both, each article once");
    assert_eq!(found(&mut stage, "entity:باكو"), 3, "the old name leads there too");
    let page = |stage: &mut Stage| match stage.desk.answer(&Ask::Entity("place:RU".parse_id())) {
        Answer::Entity(page) => (page.articles, page.mentions),
        other => panic!("{other:?}"),
    };
    assert_eq!(page(&mut stage), (3, 7));
    let most = stage.desk.entities().expect("memory").frequent;
    let russia = most.iter().find(|tally| tally.id.to_string() == "place:RU").expect("it is there");
    assert_eq!((russia.articles, russia.mentions), (3, 7));
    assert!(most.iter().all(|tally| tally.id.to_string() != "place:باكو"));
    stage.keys("u");
    assert_eq!((found(&mut stage, "entity:place:RU"), page(&mut stage)), (2, (2, 3)));
}

#[test]
fn a_spelling_is_split_off_and_a_wrong_name_goes() {
    let mut stage = stage(Arabic, WIDE);
    stage.keys("<Enter>e");
    select(&mut stage, "روسيا");
    stage.keys("p");
    assert!(aliases_stored(&stage).contains("split = \"روسيا\""), "{}", aliases_stored(&stage));
    assert_eq!(found(&mut stage, "entity:\"place:روسيا\""), 2);
    let count = |stage: &mut Stage, id: &str| match stage.desk.answer(&Ask::Entity(id.parse_id())) {
        Answer::Entity(page) => page.articles,
        other => panic!("{other:?}"),
    };
    assert_eq!((count(&mut stage, "place:RU"), count(&mut stage, "place:روسيا")), (0, 2));
    stage.keys("u");
    assert_eq!((count(&mut stage, "place:RU"), count(&mut stage, "place:روسيا")), (2, 0));
    select(&mut stage, "روسيا");
    stage.keys("x");
    assert!(aliases_stored(&stage).contains("wrong = \"place:RU\""));
    assert!(!on_ground_of(&stage, Role::Selected).contains("روسيا"));
    let named = stage.desk.entities().expect("memory").frequent;
    assert!(named.iter().all(|tally| tally.id.to_string() != "place:RU"));
    stage.keys("uu");
    assert_eq!(aliases_stored(&stage), "");
    assert!(stage.desk.entities().expect("memory").frequent.iter().any(|tally| tally.id.to_string() == "place:RU"));
}

#[test]
fn what_was_said_before_holds_from_the_start() {
    let mut stage = stage(Arabic, WIDE);
    let text = "[[change]]\nwrong = \"place:FR\"\narticle = \"".to_owned()
        + &ArticleId::of_path("/names/3.txt").to_string()
        + "\"\n";
    stage.desk.set_aliases(Aliases::parse(&text).expect("well formed"));
    let Answer::Entity(page) = stage.desk.answer(&Ask::Entity("place:FR".parse_id())) else { panic!("no page") };
    assert_eq!(page.articles, 2, "wrong in one article only");
}

#[test]
fn pages_at_every_size() {
    for interface in [Arabic, English] {
        for size in [(150, 44), (90, 30), (40, 20)] {
            let mut stage = stage(interface, size);
            stage.keys("<Enter>e");
            select(&mut stage, "باكو");
            stage.keys("<Enter>");
            let name = |what: &str| format!("{what}-{}-{}x{}", interface.code(), size.0, size.1);
            insta::assert_snapshot!(name("dossier"), stage.snapshot(false));
            stage.keys("<Esc><Esc><Esc>v");
            insta::assert_snapshot!(name("timeline"), stage.snapshot(false));
        }
    }
}

#[test]
fn no_key_on_any_page_does_harm_at_any_size() {
    let script =
        "<Enter>eiv<Esc>j<Enter><Shift-Tab>jj<Enter>kGgguxc<Enter>u<Ctrl-R>v<Space>j<Enter>f<Esc>v<Esc><Esc><Esc>";
    for (columns, rows) in [(1, 1), (3, 2), (12, 6), (30, 13), (70, 14), (75, 40), (112, 9), (200, 60)] {
        let mut stage = stage(Arabic, (columns, rows));
        stage.keys(script).keys(script);
        stage.resize(80, 24).keys(script);
    }
}

/// Ids in tests are known to be well formed.
trait ParseId {
    fn parse_id(&self) -> khabar::entity::EntityId;
}

impl ParseId for str {
    fn parse_id(&self) -> khabar::entity::EntityId {
        khabar::entity::EntityId::parse(self).expect("an id")
    }
}
