//! The library through its own front door: filing, reading, marking.

use jiff::civil::date;

use super::{ArticleKey, ArticleMarks, EntityScope, Filed, Library, Position, Prepared, prepare};
use crate::article::{Article, ArticleDate, ArticleId, Derivable, Language, SectionPath};
use crate::entity::{Context, recognise};

/// An article under `path`: `key: value` fields are set by the caller.
pub(super) fn article(path: &str, title: &str, paragraphs: &[&str]) -> Article {
    Article {
        id: ArticleId::of_path(path),
        path: path.to_owned(),
        source: "wire".to_owned(),
        title: Derivable::given(title.to_owned()),
        section: Derivable::given(SectionPath::new(["العالم", "أوروبا"])),
        date: Some(Derivable::given(ArticleDate::day(date(2023, 9, 19)))),
        language: Derivable::given(Language::new("ar")),
        author: None,
        url: Some("https://example.org/1".to_owned()),
        tags: vec!["قطار".to_owned()],
        paragraphs: paragraphs.iter().map(|&text| text.to_owned()).collect(),
    }
}

fn tagged(article: Article) -> Prepared {
    let mentions = recognise(&article.paragraphs, &Context { language: "ar", anchor: None });
    prepare(article, Some(mentions))
}

fn one(path: &str) -> Prepared {
    tagged(article(
        path,
        "وصل القطار إلى باريس",
        &["وصل القطار إلى فرنسا في 19 سبتمبر 2023.", "ثم غادر إلى ألمانيا وفرنسا."],
    ))
}

#[test]
fn what_is_filed_is_read_as_it_was() {
    let mut library = Library::in_memory().unwrap();
    let prepared = one("/news/a.txt");
    assert_eq!(library.file(std::slice::from_ref(&prepared)).unwrap(), [Filed::New]);
    assert_eq!((library.len().unwrap(), library.is_empty().unwrap()), (1, false));
    let key = library.newest(None, 9).unwrap()[0];
    assert_eq!(library.key_of(prepared.article().id).unwrap(), Some(key));
    let stored = library.read(key).unwrap().unwrap();
    assert_eq!(stored.article, *prepared.article());
    assert_eq!(stored.mentions, prepared.mentions);
    assert!(stored.mentions.iter().flatten().flatten().count() >= 3, "{:?}", stored.mentions);
    assert_eq!((stored.versions, stored.marks, stored.note), (1, ArticleMarks::default(), None));
    let row = library.rows(&[key, ArticleKey(7)]).unwrap();
    assert_eq!((row.len(), row[0].title.as_str(), row[0].copies), (1, "وصل القطار إلى باريس", 1));
    assert_eq!(library.read(ArticleKey(7)).unwrap(), None);
}

#[test]
fn entities_are_counted_alike_whether_articles_come_in_at_once_or_one_by_one() {
    let story = |path: &str, places: &str| tagged(article(path, places, &[&format!("وصل القطار إلى {places} أمس.")]));
    let batch = [
        story("/a", "فرنسا"),
        story("/b", "فرنسا"),
        story("/a", "ألمانيا ثم ألمانيا"),
        story("/c", "إيطاليا"),
        story("/a", "فرنسا ثم ألمانيا"),
        story("/b", "فرنسا"),
        story("/c", "القطار"),
    ];
    let [mut at_once, mut singly] = [(); 2].map(|()| Library::in_memory().unwrap());
    let filed: Vec<Filed> = batch.chunks(1).flat_map(|one| singly.file(one).unwrap()).collect();
    assert_eq!(at_once.file(&batch).unwrap(), filed);
    let counts = |library: &Library| {
        assert_eq!(library.check().unwrap(), Vec::<String>::new());
        let mut counts = library.entity_counts(EntityScope::All, 99).unwrap();
        counts.sort_by_key(|tally| tally.id.clone());
        counts
    };
    let of = |library: &Library, id: &str| {
        let found = counts(library).into_iter().find(|tally| tally.id.to_string() == id);
        found.map(|tally| (tally.articles, tally.mentions))
    };
    assert_eq!(counts(&at_once), counts(&singly));
    assert_eq!((of(&at_once, "place:FR"), of(&at_once, "place:IT")), (Some((2, 2)), None));
    let key = |library: &Library| library.key_of(batch[0].article().id).unwrap().unwrap();
    let found = batch[2].mentions.clone().unwrap();
    for library in [&mut at_once, &mut singly] {
        let key = key(library);
        library.set_mentions(&[(key, vec![]), (key, found.clone())], 7).unwrap();
        assert_eq!((of(library, "place:FR"), of(library, "place:DE")), (Some((1, 1)), Some((1, 2))));
        assert_eq!(library.model_of(key).unwrap(), Some(7));
    }
}

#[test]
fn filing_again_changes_nothing_and_a_change_is_a_version_that_keeps_marks_and_note() {
    let mut library = Library::in_memory().unwrap();
    library.file(&[one("/a"), one("/b")]).unwrap();
    let generation = library.generation().unwrap();
    assert_eq!(library.file(&[one("/b"), one("/a")]).unwrap(), [Filed::Unchanged, Filed::Unchanged]);
    assert_eq!(library.generation().unwrap(), generation);
    let id = ArticleId::of_path("/a");
    let marks = ArticleMarks { read: true, starred: true, position: Some(Position { paragraph: 1, byte: 4 }) };
    library.set_marks(&[(id, marks)]).unwrap();
    library.set_note(id, Some("للقراءة")).unwrap();
    let mut changed = article("/a", "وصل القطار متأخرا", &["وصل القطار متأخرا إلى إسبانيا."]);
    changed.date = Some(Derivable::given(ArticleDate::day(date(2024, 1, 2))));
    changed.section = Derivable::given(SectionPath::new(["اقتصاد"]));
    assert_eq!(library.file(&[tagged(changed.clone())]).unwrap(), [Filed::Changed]);
    assert!(library.generation().unwrap() > generation && library.len().unwrap() == 2);
    let key = library.key_of(id).unwrap().unwrap();
    assert_eq!(library.newest(None, 1).unwrap(), [key], "the new date counts");
    let stored = library.read(key).unwrap().unwrap();
    assert_eq!((stored.article, stored.marks, stored.versions), (changed, marks, 2));
    assert_eq!(stored.note.as_deref(), Some("للقراءة"));
    assert_eq!(library.older_versions(id).unwrap(), [one("/a").article().clone()]);
    assert_eq!(library.file(&[one("/a")]).unwrap(), [Filed::Unchanged], "known content is nothing new");
    let tallies: Vec<_> = library.sections().unwrap();
    let counts: Vec<_> =
        tallies.iter().map(|tally| (tally.path.to_string(), tally.total, tally.read, tally.starred)).collect();
    assert_eq!(counts, [("اقتصاد".to_owned(), 1, 1, 1), ("العالم › أوروبا".to_owned(), 1, 0, 0)]);
}

#[test]
fn marks_wait_for_their_article_and_leave_what_others_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new/library.db");
    let mut one_handle = Library::open(&path, super::Access::Write).unwrap();
    let mut other = Library::open(&path, super::Access::Write).unwrap();
    let id = ArticleId::of_path("/a");
    let (read, starred) =
        (ArticleMarks { read: true, ..Default::default() }, ArticleMarks { starred: true, ..Default::default() });
    one_handle.set_marks(&[(id, read)]).unwrap();
    one_handle.file(&[one("/a")]).unwrap();
    let key = other.key_of(id).unwrap().unwrap();
    assert_eq!(other.read(key).unwrap().unwrap().marks, read);
    other.set_marks(&[(id, ArticleMarks { starred: true, ..read })]).unwrap();
    one_handle.set_marks(&[(id, ArticleMarks::default())]).unwrap();
    assert_eq!(other.read(key).unwrap().unwrap().marks, starred);
    assert_eq!((other.sections().unwrap()[0].read, other.sections().unwrap()[0].starred), (0, 1));
    other.set_note(id, Some(" ")).unwrap();
    assert!(!other.rows(&[key]).unwrap()[0].has_note);
}

#[test]
fn an_index_that_nobody_merges_takes_any_number_of_batches() {
    let mut library = Library::in_memory().unwrap();
    // Once with some levels of the index filled already, and always more than it has segments.
    for first in [0, 2_100] {
        for number in first..first + 2_100 {
            let mut article = article(&format!("/{number}"), "عنوان", &[&format!("نص قصير {number}")]);
            // Old articles that come in after newer ones.
            article.date = Some(Derivable::given(ArticleDate::day(date(1990 - (number / 365) as i16, 1, 1))));
            library.file(&[prepare(article, None)]).unwrap();
        }
        library.tidy(std::time::Duration::from_millis(1)).unwrap();
    }
    assert_eq!(library.len().unwrap(), 4_200);
    assert_eq!(library.check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_batch_is_ended_when_another_program_waits_and_never_before_something_is_filed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let [mut library, other] = [(); 2].map(|()| Library::open(&path, super::Access::Write).unwrap());
    // More than anyone files in the shortest time that a batch may take.
    let article = |number: i32| article(&format!("/{number}"), "عنوان", &["وصل القطار إلى باريس"]);
    let batch: Vec<Prepared> = (0..4_000).map(|number| prepare(article(number), None)).collect();
    let asked = other.turn.ask();
    let some = library.file_some(&batch).unwrap();
    assert!((1..4_000).contains(&some.filed.len()), "{}", some.filed.len());
    drop(asked);
    let rest = library.file_some(&batch[some.filed.len()..]).unwrap();
    assert_eq!((some.filed.len() + rest.filed.len(), library.len().unwrap()), (4_000, 4_000));
}

#[test]
fn many_questions_are_answered_from_one_state() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let mut writer = Library::open(&path, super::Access::Write).unwrap();
    let reader = Library::open(&path, super::Access::Read).unwrap();
    writer.file(&[one("/a")]).unwrap();
    for _ in 0..2 {
        let before = reader.len().unwrap();
        reader.hold_still();
        reader.hold_still();
        assert_eq!(reader.len().unwrap(), before);
        writer.file(&[one(&format!("/b{before}"))]).unwrap();
        assert_eq!((reader.len().unwrap(), reader.newest(None, 9).unwrap().len() as u64), (before, before));
        reader.go_on();
        reader.go_on();
        assert_eq!(reader.len().unwrap(), before + 1);
    }
}
