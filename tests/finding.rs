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
    assert!(stage.reads_ltr().contains(" 1/2 "), "itself and the other: {}", stage.reads_ltr());
    stage.keys("<Esc>");
    assert!(stage.reads_ltr().contains(" 2/6 "), "one line for both: {}", stage.reads_ltr());
    stage.keys("X");
    assert!(stage.reads_ltr().contains(" 2/7 ") && stage.reads_ltr().contains("own line"), "{}", stage.reads_ltr());
    stage.keys("jX");
    assert!(stage.reads_ltr().contains(" 2/6 "), "whoever stood behind it stands on its line: {}", stage.reads_ltr());
}

/// Articles of which every third is told again by a copy from another source in another section, a day later.
fn told_again(count: usize) -> Vec<Article> {
    let mut articles = many(count);
    for number in (0..count).step_by(3) {
        let mut copy = articles[number].clone();
        copy.path = format!("/again/{number}.txt");
        copy.id = ArticleId::of_path(&copy.path);
        copy.source = "agency".to_owned();
        copy.section.value = khabar::article::SectionPath::new(["Again"]);
        let day = copy.date.as_ref().expect("a date").value.day.tomorrow().expect("a day");
        copy.date = Some(khabar::article::Derivable::given(khabar::article::ArticleDate::day(day)));
        articles.push(copy);
    }
    articles
}

fn desk_with(articles: Vec<Article>) -> Desk {
    let mut desk = Desk::in_memory(Marks::default(), TODAY).expect("memory");
    desk.answer_within(None);
    let mut batch: Vec<_> = articles.into_iter().map(|article| prepare(article, None)).collect();
    batch.sort_by_key(|prepared| prepared.article().date.as_ref().map(|date| date.value.day));
    for some in batch.chunks(200) {
        desk.file(some).expect("memory");
    }
    desk
}

/// The ids of all lines, first asked for at the end or first at the beginning.
fn lines(desk: &mut Desk, listing: &Listing, end_first: bool) -> Vec<ArticleId> {
    let Answer::Listed(listed) = desk.answer(&Ask::List { listing: listing.clone(), keep: None }) else { panic!() };
    let mut places = listed.places;
    let last = places.saturating_sub(1);
    if end_first {
        let Answer::Rows(rows) = desk.answer(&Ask::Rows(last..places)) else { panic!("rows") };
        places = rows.places;
    }
    let mut ids = Vec::new();
    while ids.len() < places {
        let Answer::Rows(rows) = desk.answer(&Ask::Rows(ids.len()..ids.len() + 40)) else { panic!("rows") };
        let hit = |entry: Entry| match entry {
            Entry::Article(hit) => hit.row.id,
            Entry::Heading { .. } => panic!("not gathered"),
        };
        places = rows.places;
        assert_eq!(rows.entries.len(), 40.min(places - ids.len()));
        ids.extend(rows.entries.into_iter().map(hit));
    }
    ids
}

#[test]
fn what_reports_the_same_is_one_line_however_one_comes_there_and_nothing_is_lost() {
    let mut desk = desk_with(told_again(4000));
    let all = 4000 + 1334;
    let all_copies = Listing { all_copies: true, ..Listing::default() };
    assert_eq!(lines(&mut desk, &all_copies, true).len(), all);
    for scope in [
        ListScope::All,
        ListScope::Unread,
        ListScope::Section(khabar::article::SectionPath::new(["Alpha"])),
        ListScope::Section(khabar::article::SectionPath::new(["Again"])),
    ] {
        let folded = Listing { scope: scope.clone(), ..Listing::default() };
        let (paged, leapt) = (lines(&mut desk, &folded, false), lines(&mut desk, &folded, true));
        assert_eq!(paged, leapt, "{scope:?}");
        let expected = if matches!(scope, ListScope::Section(_)) { 1334 } else { 4000 };
        assert_eq!(paged.len(), expected, "a section holds the copy where the other one is elsewhere: {scope:?}");
    }
    let Answer::Listed(listed) = desk.answer(&Ask::List { listing: Listing::default(), keep: None }) else { panic!() };
    assert_eq!((listed.articles, listed.complete), (4000, true), "counted before it is looked at");
    // Every article has its line or stands behind one.
    for number in [0, 3, 2997, 3999] {
        for path in [format!("/many/{number}.txt"), format!("/again/{number}.txt")] {
            let keep = Some(ArticleId::of_path(&path));
            let is_filed = path.starts_with("/many") || number % 3 == 0;
            let Answer::Listed(listed) = desk.answer(&Ask::List { listing: Listing::default(), keep }) else {
                panic!()
            };
            assert_eq!(listed.kept.is_some(), is_filed, "{path}");
            let Some(place) = listed.kept else { continue };
            let Answer::Rows(rows) = desk.answer(&Ask::Rows(place..place + 1)) else { panic!("rows") };
            let Entry::Article(hit) = &rows.entries[0] else { panic!("an article") };
            let lead = if number % 3 == 0 { format!("/again/{number}.txt") } else { path };
            assert_eq!((hit.row.path.as_str(), hit.number), (lead.as_str(), place + 1));
        }
    }
}

#[test]
fn one_line_unfolds_where_it_stands_and_folds_from_each_of_its_lines() {
    let mut desk = desk_with(told_again(4000));
    let folded = lines(&mut desk, &Listing::default(), false);
    // Named by the older one, as it is when the line was unfolded where the newer one is left out.
    let unfolded: Vec<_> = [0, 2997].map(|number| ArticleId::of_path(&format!("/many/{number}.txt"))).into();
    let unfolded = unfolded.iter().map(|id| desk.library().key_of(*id).expect("reads").expect("is filed")).collect();
    for scope in [ListScope::All, ListScope::Section(khabar::article::SectionPath::new(["Again"]))] {
        let listing = Listing { scope: scope.clone(), unfolded: Vec::clone(&unfolded), ..Listing::default() };
        let (paged, leapt) = (lines(&mut desk, &listing, false), lines(&mut desk, &listing, true));
        assert_eq!(paged, leapt, "{scope:?}");
        let expected = if scope == ListScope::All { 4002 } else { 1336 };
        assert_eq!(paged.len(), expected, "{scope:?}");
        for number in [0, 2997] {
            let at = |name: &str| {
                let id = ArticleId::of_path(&format!("/{name}/{number}.txt"));
                paged.iter().position(|other| *other == id).expect("a line")
            };
            assert_eq!(at("many"), at("again") + 1, "{scope:?}");
        }
    }
    let listing = Listing { unfolded, ..Listing::default() };
    for path in ["/many/2997.txt", "/again/2997.txt", "/many/2998.txt", "/again/3.txt", "/many/3999.txt"] {
        let keep = Some(ArticleId::of_path(path));
        let Answer::Listed(listed) = desk.answer(&Ask::List { listing: listing.clone(), keep }) else { panic!() };
        let Answer::Rows(rows) = desk.answer(&Ask::Rows(listed.kept.expect(path)..listed.places)) else {
            panic!("rows")
        };
        let Entry::Article(hit) = &rows.entries[0] else { panic!("an article") };
        let line = if path == "/many/3999.txt" { "/again/3999.txt" } else { path };
        assert_eq!(hit.row.path, line);
        assert_eq!(hit.unfolded.map(|line| line.leads), path.contains("2997").then_some(path.contains("again")));
    }
    assert_eq!(lines(&mut desk, &Listing::default(), true), folded);
}

#[test]
fn a_key_unfolds_the_line_under_the_cursor() {
    let mut stage = Stage::with(Scene { articles: told_again(12), ..scene(English, WIDE) });
    assert!(stage.reads_ltr().contains(" 1/12 ") && stage.reads_ltr().contains("×2"), "{}", stage.reads_ltr());
    stage.keys("x");
    let screen = stage.reads_ltr();
    assert!(screen.contains(" 1/13 ") && screen.contains("▾2"), "{screen}");
    stage.keys("jx");
    let screen = stage.reads_ltr();
    assert!(screen.contains(" 1/12 ") && !screen.contains("▾2 "), "folded from the line below: {screen}");
    stage.keys("Gx");
    assert!(stage.reads_ltr().contains("No other article"), "{}", stage.reads_ltr());
}

#[test]
fn under_headings_each_source_keeps_its_report_and_the_best_match_leads() {
    let mut desk = desk_with(told_again(30));
    let by_source = entries(&mut desk, Listing { group: Group::Source, ..Listing::default() });
    assert_eq!(titles(&by_source).len(), 40, "two sources that report the same have a line each");
    let by_section = entries(&mut desk, Listing { group: Group::Section, ..Listing::default() });
    assert_eq!(titles(&by_section).len(), 40);
    let found = Listing { query: "\"رقم 27\"".to_owned(), ..Listing::default() };
    assert_eq!(titles(&entries(&mut desk, found.clone())).len(), 1);
    let in_source = Listing { query: "\"رقم 27\" source:\"source 1\"".to_owned(), ..found.clone() };
    let line = entries(&mut desk, in_source);
    assert!(matches!(&line[..], [Entry::Article(hit)] if hit.row.path == "/many/27.txt" && hit.row.copies == 2));
    let ranked = Listing { sort: Sort::Relevance, ..found };
    assert_eq!(titles(&entries(&mut desk, ranked)).len(), 1);
}

#[test]
fn a_list_under_headings_that_holds_no_more_says_so() {
    let mut desk = desk_with(many(5_010));
    let mut listed = |listing: Listing| match desk.answer(&Ask::List { listing, keep: None }) {
        Answer::Listed(listed) => (listed.articles, listed.complete),
        other => panic!("{other:?}"),
    };
    for listing in [
        Listing { group: Group::Source, ..Listing::default() },
        Listing { sort: Sort::Source, query: "العواصم".to_owned(), ..Listing::default() },
    ] {
        let (articles, complete) = listed(listing.clone());
        assert!((5_000..5_010).contains(&articles) && !complete, "{articles} of {listing:?}");
        let some = Listing { query: "section:Alpha".to_owned(), ..listing };
        assert_eq!(listed(some), (1_670, true));
    }
    let (_, complete) = listed(Listing::default());
    assert!(complete);
}

#[test]
fn the_next_unread_line_is_found_however_far_it_is() {
    let mut desk = desk_with(many(5000));
    let unread = [4000, 4700];
    for number in (0..5000).filter(|number| !unread.contains(number)) {
        let marks = ArticleMarks { read: true, ..ArticleMarks::default() };
        desk.answer(&Ask::Mark(ArticleId::of_path(&format!("/many/{number}.txt")), marks));
    }
    let all = lines(&mut desk, &Listing::default(), false);
    let place = |number: usize| all.iter().position(|id| *id == ArticleId::of_path(&format!("/many/{number}.txt")));
    desk.answer(&Ask::List { listing: Listing::default(), keep: None });
    let mut next = |from: Option<usize>, forward| match desk.answer(&Ask::NextUnread { from: from.unwrap(), forward }) {
        Answer::NextUnread(place) => place,
        other => panic!("{other:?}"),
    };
    assert_eq!(next(Some(0), true), place(4000));
    assert_eq!(next(place(4000), true), place(4700));
    assert_eq!(next(place(4700), true), None);
    assert_eq!(next(Some(4999), false), place(4700));
    assert_eq!(next(place(4700), false), place(4000));
    assert_eq!(next(place(4000), false), None);
}

#[test]
fn filters_know_what_is_not_stored_yet() {
    let mut library = Library::in_memory().expect("memory");
    let batch: Vec<_> = many(50).into_iter().map(|article| prepare(article, None)).collect();
    library.file(&batch).expect("memory");
    let id = |number: usize| ArticleId::of_path(&format!("/many/{number}.txt"));
    let read = ArticleMarks { read: true, ..ArticleMarks::default() };
    library.set_marks(&[(id(1), read), (id(2), read), (id(49), read)]).expect("memory");
    let mut desk = Desk::new(library, TODAY);
    desk.answer_within(None);
    desk.answer(&Ask::Mark(id(3), read));
    desk.answer(&Ask::Mark(id(2), ArticleMarks { starred: true, ..ArticleMarks::default() }));
    desk.answer(&Ask::Note(id(5), Some("note".to_owned())));
    let mut found = |query: &str, scope: ListScope| -> Vec<usize> {
        let listing = Listing { query: query.to_owned(), scope, ..Listing::default() };
        let mut found: Vec<usize> = entries(&mut desk, listing)
            .into_iter()
            .map(|entry| match entry {
                Entry::Article(hit) => {
                    hit.row.path["/many/".len()..].trim_end_matches(".txt").parse().expect("a number")
                }
                Entry::Heading { .. } => panic!("not gathered"),
            })
            .collect();
        found.sort_unstable();
        found
    };
    assert_eq!(found("is:read", ListScope::All), [1, 3, 49]);
    assert_eq!(found("is:unread", ListScope::All).len(), 47);
    assert_eq!(found("", ListScope::Unread).len(), 47);
    assert_eq!(found("", ListScope::Starred), [2]);
    assert_eq!(found("is:starred is:unread OR has:note", ListScope::All), [2, 5]);
    assert_eq!(found("-is:read فريد section:Alpha", ListScope::All).len(), 16);
    assert_eq!(found("is:read", ListScope::Unread), [0_usize; 0]);
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
    desk.answer_within(None);
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

/// However little time an answer has, the same articles stand in the same order once the search has gone on, and at no
/// moment anything else than the beginning of them.
#[test]
fn a_search_that_is_cut_short_goes_on_and_changes_nothing_that_was_shown() {
    let mut articles = many(120);
    for (number, article) in articles.iter_mut().enumerate() {
        let word = ["وجد مؤلفا", "رأى مولفا", "كتب وألف"][number % 3];
        article.paragraphs.push(format!("{word} في العدد {}.", number % 7));
    }
    let mut desk = desk_with(articles);
    let keys = |entries: &[Entry]| -> Vec<i64> {
        let hits = entries.iter().filter_map(|entry| match entry {
            Entry::Article(hit) => Some(hit.row.key.0),
            Entry::Heading { .. } => None,
        });
        hits.collect()
    };
    for query in ["مؤلف", "وأل*", "مول* -مؤلفا", "رأى OR وأل*", "فريد", "\"وجد مؤلفا\"", "لا شيء مثلهؤ"]
    {
        let listing = Listing { query: query.to_owned(), all_copies: true, ..Listing::default() };
        desk.answer_within(None);
        let whole = keys(&entries(&mut desk, listing.clone()));
        desk.answer_within(Some(std::time::Duration::ZERO));
        let mut shown = Vec::new();
        let Answer::Listed(_) = desk.answer(&Ask::List { listing, keep: None }) else { panic!("a listing") };
        for round in 0.. {
            assert!(round < 100_000, "{query} comes to no end");
            let Answer::Rows(rows) = desk.answer(&Ask::Rows(0..whole.len() + 1)) else { panic!("rows") };
            shown = keys(&rows.entries);
            assert!(whole.starts_with(&shown), "{query}");
            if !desk.is_searching() {
                break;
            }
            desk.search_on().expect("memory");
        }
        assert_eq!(shown, whole, "{query}");
    }
}

#[test]
fn what_is_not_stored_yet_holds_in_every_answer() {
    let mut library = Library::in_memory().expect("memory");
    let batch: Vec<_> = articles().into_iter().map(|article| prepare(article, None)).collect();
    library.file(&batch).expect("memory");
    let mut desk = Desk::new(library, TODAY);
    desk.answer_within(None);
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
