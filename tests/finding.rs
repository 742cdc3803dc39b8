//! Finding in titles and bodies, gathering, facets, notes and what resembles an article: keys in, the screen out.

mod stage;

use khabar::action::Effect;
use khabar::article::{Article, ArticleId};
use khabar::desk::{Answer, Ask, Desk, Entry, Group, ListScope, Listing, Sort};
use khabar::library::{ArticleMarks, Library, Marks, prepare};
use khabar::message::InterfaceLanguage::{Arabic, English};
use khabar::panes::{Brightness, ColorSupport, Role, Theme};
use proptest::prelude::*;
use stage::{Scene, Stage, TODAY, articles, scene};

const WIDE: (u16, u16) = (130, 40);

fn read(stage: &Stage, index: usize) -> bool {
    let id = articles()[index].id;
    stage.effects.iter().any(|effect| match effect {
        Effect::StoreMarks(changes) => changes.iter().any(|(other, _, after)| *other == id && after.read),
        _ => false,
    })
}

fn on_ground_of(stage: &Stage, role: Role) -> String {
    let ground = Theme::builtin(ColorSupport::TrueColor, Brightness::Dark).accent(role).bg;
    stage.styled(|cell| Some(cell.bg) == ground)
}

/// Many articles: numbered titles, three sections, two sources, a day for each ten of them.
fn many(count: usize) -> Vec<Article> {
    let article = |number: usize| {
        let mut article = articles().remove(1);
        article.path = format!("/many/{number}.txt");
        article.id = ArticleId::of_path(&article.path);
        article.title.value = format!("الخبر رقم {number}");
        article.source = format!("source {}", number % 2);
        article.section.value = khabar::article::SectionPath::new([["Alpha", "Beta", "Gamma"][number % 3]]);
        let day = TODAY.checked_sub(jiff::Span::new().days((number / 10) as i64)).expect("a day");
        article.date = Some(khabar::article::Derivable::given(khabar::article::ArticleDate::day(day)));
        article.paragraphs = vec![format!("نص فريد لكل خبر وعدده {number} من العواصم كلها.")];
        article
    };
    (0..count).map(article).collect()
}

fn crowd(size: (u16, u16), count: usize) -> Stage {
    Stage::with(Scene { articles: many(count), ..scene(English, size) })
}

#[test]
fn words_of_a_body_are_found_and_shown_where_they_stand() {
    let mut stage = Stage::new(Arabic, WIDE);
    stage.keys("/ناشر");
    let screen = stage.reads_rtl();
    assert!(screen.contains("گزارش تازه"), "{screen}");
    assert!(!on_ground_of(&stage, Role::Match).is_empty());
    stage.keys("<Enter>");
    assert!(read(&stage, 2));
    assert!(!on_ground_of(&stage, Role::MatchCurrent).is_empty(), "marked in the article as well");
}

#[test]
fn titles_come_before_bodies_and_none_comes_twice() {
    let mut stage = Stage::new(Arabic, WIDE);
    stage.keys("/الأمم");
    stage.keys("<Ctrl-U>باكو<Enter>");
    assert!(read(&stage, 0));
    let mut stage = Stage::new(English, WIDE);
    stage.keys("/alexandria");
    assert!(stage.reads_ltr().contains(" 1/1 "), "{}", stage.reads_ltr());
}

#[test]
fn fields_and_operators_narrow_the_list() {
    for (query, indexes) in [
        ("is:unread", &[0_usize, 1, 2, 3, 4, 5][..]),
        ("lang:he", &[3]),
        ("body:alexandria -sport", &[4]),
        ("title:باكو OR lang:fa", &[0, 2]),
        ("\"السكك الحديدية\"", &[0]),
        ("date:2024-03-18..2024-03-19", &[2, 3]),
        ("section:العالم", &[0, 2]),
    ] {
        let mut stage = Stage::new(English, WIDE);
        stage.keys(&format!("/{query}"));
        let screen = stage.reads_ltr();
        assert!(screen.contains(&format!("/{} ", indexes.len())), "{query}: {screen}");
        stage.keys("<Enter>");
        assert!(indexes.iter().any(|index| read(&stage, *index)), "{query}");
    }
}

#[test]
fn a_problem_is_shown_under_its_place_and_the_list_is_not_blank() {
    let mut stage = Stage::new(English, WIDE);
    stage.keys("/map nofield:x date:never");
    let rows = stage.rows();
    let (line, below) =
        rows.iter().zip(rows.iter().skip(1)).find(|(row, _)| row.contains("nofield")).expect("the line that is typed");
    let at = |row: &str, wanted: &str| {
        let byte = row.find(wanted).expect("it is shown");
        row[..byte].chars().count()
    };
    assert_eq!(at(line, "nofield"), at(below, "^"), "{line}\n{below}");
    assert!(stage.reads_ltr().contains("no field"), "{}", stage.reads_ltr());
    assert!(!stage.reads_ltr().contains("No articles here"));
}

#[test]
fn the_list_is_gathered_under_headings_that_are_never_selected() {
    let mut stage = crowd(WIDE, 40);
    stage.keys("O");
    assert!(stage.reads_ltr().contains("Alpha"), "{}", stage.reads_ltr());
    assert!(stage.reads_ltr().contains(" 1/40 "), "the newest stays selected: {}", stage.reads_ltr());
    for keys in
        ["G", "g g", "jjjjjjjjjjjjjjjjjjjj", "kkkkkkkkkkkkkkkkkkkkkkk", "<PageDown>", "<PageUp>", "<End>", "<Home>"]
    {
        stage.keys(&keys.replace("g g", "gg"));
        let screen = stage.reads_ltr();
        assert!(screen.contains("/40 "), "an article is selected: {screen}");
    }
    assert!(stage.reads_ltr().contains(" 1/40 "));
    stage.keys("OO");
    assert!(stage.reads_ltr().contains("21 March 2024"), "{}", stage.reads_ltr());
    stage.keys("O");
    assert!(!stage.reads_ltr().contains("Gathered by"), "{}", stage.reads_ltr());
}

#[test]
fn a_long_list_is_a_window_that_follows_every_jump() {
    let mut stage = crowd((60, 20), 1500);
    for (keys, place) in [("G", "1500/1500"), ("k", "1499/1500"), ("gg", "1/1500"), ("<PageDown>", "9/1500")] {
        stage.keys(keys);
        assert!(stage.reads_ltr().contains(place), "{keys}: {}", stage.reads_ltr());
    }
    stage.keys("G/رقم 700<Enter>");
    assert!(stage.reads_rtl().contains("الخبر رقم 700"), "{}", stage.reads_rtl());
    stage.keys("<Esc><Esc><Esc>");
    assert!(stage.reads_ltr().contains("/1500"), "{}", stage.reads_ltr());
}

#[test]
fn a_facet_narrows_and_widens_again() {
    let mut stage = crowd(WIDE, 30);
    stage.keys("f");
    let screen = stage.reads_ltr();
    assert!(screen.contains("What is listed") && screen.contains("source 1"), "{screen}");
    stage.keys("<Enter>");
    assert!(stage.reads_ltr().contains("/10 "), "one of three sections: {}", stage.reads_ltr());
    stage.keys("<Enter>");
    assert!(stage.reads_ltr().contains("/30 "), "{}", stage.reads_ltr());
    stage.keys("f");
    assert!(stage.reads_ltr().contains("Sections"), "{}", stage.reads_ltr());
}

#[test]
fn a_note_is_kept_shown_and_found() {
    let mut stage = Stage::new(Arabic, WIDE);
    stage.keys("j<Enter>aمهم جدا<Enter>");
    assert!(stage.reads_rtl().contains("مهم جدا"), "{}", stage.reads_rtl());
    let id = articles()[0].id;
    assert!(stage.effects.contains(&Effect::StoreNote(id, Some("مهم جدا".to_owned()))));
    stage.keys("<Esc>/has:note");
    assert!(stage.reads_ltr().contains("1/1"), "{}", stage.reads_ltr());
    stage.keys("<Enter>a<Ctrl-U><Enter>");
    assert!(stage.effects.contains(&Effect::StoreNote(id, None)));
}

#[test]
fn what_reports_the_same_is_one_key_away_and_left_again() {
    let mut twice = articles();
    let mut copy = twice[0].clone();
    copy.path = "/other/0.txt".to_owned();
    copy.id = ArticleId::of_path(&copy.path);
    twice.push(copy);
    let mut stage = Stage::with(Scene { articles: twice, ..scene(English, WIDE) });
    stage.keys("j");
    assert!(stage.reads_ltr().contains("×2"), "{}", stage.reads_ltr());
    stage.keys("R");
    assert!(stage.reads_ltr().contains("The same event"), "{}", stage.reads_ltr());
    stage.keys("<Esc>");
    assert!(stage.reads_ltr().contains(" 2/7 "), "{}", stage.reads_ltr());
}

fn entries(desk: &mut Desk, listing: Listing) -> Vec<Entry> {
    let Answer::Listed(listed) = desk.answer(&Ask::List { listing, keep: None }) else { panic!("a listing") };
    let Answer::Rows(rows) = desk.answer(&Ask::Rows(0..listed.places)) else { panic!("rows") };
    assert_eq!((rows.entries.len(), rows.places), (listed.places, listed.places));
    rows.entries
}

fn titles(entries: &[Entry]) -> Vec<&str> {
    let mut titles = Vec::new();
    for entry in entries {
        if let Entry::Article(hit) = entry {
            titles.push(hit.row.title.as_str());
        }
    }
    titles
}

#[test]
fn sources_are_ordered_and_each_scope_holds_what_it_says() {
    let mut desk = Desk::in_memory(Marks::default(), TODAY).expect("memory");
    let batch: Vec<_> = articles().into_iter().chain(many(20)).map(|article| prepare(article, None)).collect();
    desk.file(&batch).expect("memory");
    let sorted = entries(&mut desk, Listing { sort: Sort::Source, group: Group::Source, ..Listing::default() });
    let headings = sorted.iter().filter(|entry| matches!(entry, Entry::Heading { .. })).count();
    assert_eq!((sorted.len(), headings), (26 + 8, 8));
    let id = articles()[4].id;
    desk.answer(&Ask::Mark(id, ArticleMarks { read: true, starred: true, position: None }));
    for (scope, count) in [
        (ListScope::All, 26),
        (ListScope::Unread, 25),
        (ListScope::Starred, 1),
        (ListScope::Section(khabar::article::SectionPath::new(["العالم"])), 2),
        (ListScope::Section(khabar::article::SectionPath::new(["العالم", "آسيا"])), 1),
        (ListScope::Unsorted, 1),
    ] {
        let listed = entries(&mut desk, Listing { scope: scope.clone(), ..Listing::default() });
        assert_eq!(titles(&listed).len(), count, "{scope:?}");
        let searched = Listing { scope: scope.clone(), query: "a".to_owned(), ..Listing::default() };
        assert!(titles(&entries(&mut desk, searched)).len() <= count, "{scope:?}");
    }
}

#[test]
fn what_is_not_stored_yet_holds_in_every_answer() {
    let mut library = Library::in_memory().expect("memory");
    let batch: Vec<_> = articles().into_iter().map(|article| prepare(article, None)).collect();
    library.file(&batch).expect("memory");
    let mut desk = Desk::new(library, TODAY);
    let id = articles()[1].id;
    desk.answer(&Ask::Mark(id, ArticleMarks { read: true, starred: true, position: None }));
    let Answer::Overview(tallies) = desk.answer(&Ask::Overview) else { panic!("tallies") };
    assert_eq!(tallies.iter().map(|tally| (tally.read, tally.starred)).max(), Some((1, 1)));
    let first = entries(&mut desk, Listing::default()).remove(0);
    assert!(matches!(first, Entry::Article(hit) if hit.row.id == id && hit.marks.read && hit.row.starred));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn no_query_does_harm(query in "[ا-ي a-z\"()*:=-]{0,24}", text in any::<String>(), keys in 0..6_usize) {
        let mut stage = Stage::new(English, (90, 24));
        stage.keys("/");
        stage.input(khabar::action::Input::Paste(query));
        stage.keys(["<Ctrl-S>", "<Ctrl-T>", "<Down>", "<Enter>n", "<Enter>f<Enter>", "<Enter>OoGr"][keys]);
        stage.input(khabar::action::Input::Paste(text));
        stage.keys("<Esc><Esc>/").input(khabar::action::Input::Paste("section:\"".to_owned()));
    }
}
