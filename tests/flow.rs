//! Flows: keys and mouse in, the screen and the effects out, through the same input and draw as the program.

mod stage;

use khabar::action::{Effect, Input, MouseKind};
use khabar::article::{Article, ArticleId};
use khabar::library::{ArticleMarks, Marks, Position};
use khabar::message::InterfaceLanguage::{Arabic, English};
use khabar::panes::{Brightness, ColorSupport, Role, Theme};
use proptest::prelude::*;
use ratatui::style::Modifier;
use stage::{Scene, Stage, articles, keys_of, loading, scene};

const WIDE: (u16, u16) = (130, 40);
const NARROW: (u16, u16) = (60, 20);

fn id(index: usize) -> ArticleId {
    articles()[index].id
}

/// The marks that the effects would leave behind.
fn stored(stage: &Stage) -> Marks {
    let mut marks = Marks::default();
    for effect in &stage.effects {
        if let Effect::StoreMarks(changes) = effect {
            changes.iter().for_each(|(id, _, after)| marks.set(*id, *after));
        }
    }
    marks
}

/// The letters on the ground of a role, row by row from left to right.
fn on_ground_of(stage: &Stage, role: Role) -> String {
    let ground = Theme::builtin(ColorSupport::TrueColor, Brightness::Dark).accent(role).bg;
    stage.styled(|cell| Some(cell.bg) == ground)
}

#[test]
fn looking_is_not_reading_but_opening_is() {
    let mut stage = Stage::new(Arabic, WIDE);
    stage.keys("jj");
    assert!(stage.reads_rtl().contains("نمایشگاه کتاب تهران"), "the selection shows in the reader");
    assert!(stage.effects.is_empty());
    stage.keys("<Enter>");
    assert!(stored(&stage).get(id(2)).read);
    assert!(!stored(&stage).get(id(1)).read);
}

#[test]
fn a_find_opens_what_was_typed_in_another_spelling() {
    for interface in [Arabic, English] {
        let mut stage = Stage::new(interface, NARROW);
        stage.keys("/احمد<Enter>jjG");
        assert!(stage.reads_rtl().contains("الميدالية الذهبية"), "{}", stage.reads_rtl());
        assert!(stored(&stage).get(id(1)).read);
    }
}

#[test]
fn what_enter_opens_does_not_depend_on_drawing() {
    for query in ["/باكو<Enter>", "/تهران<Enter>", "/sea<Down><Up><Enter>", "/رياضة<Enter>"] {
        let mut drawn = Stage::new(Arabic, WIDE);
        drawn.keys(query);
        let mut fast = Stage::new(Arabic, WIDE);
        for key in keys_of(query) {
            fast.feed(Input::Key(key));
        }
        fast.draw();
        assert_eq!(drawn.rows(), fast.rows());
        assert_eq!(drawn.effects, fast.effects);
        assert!(!fast.effects.is_empty(), "{query}");
    }
}

#[test]
fn escape_brings_list_and_selection_back() {
    let mut stage = Stage::new(Arabic, WIDE);
    stage.keys("jjj");
    let before = stage.rows();
    stage.keys("/بحر");
    assert_ne!(stage.rows(), before);
    stage.keys("xyz<Esc>");
    assert_eq!(stage.rows(), before);
    assert!(stage.effects.is_empty());
}

#[test]
fn escape_leads_back_to_the_article_that_was_read() {
    let mut stage = Stage::new(Arabic, NARROW);
    stage.keys("j<Enter>jjj");
    let before = stage.rows();
    stage.keys("/sea<Esc>");
    assert_eq!(stage.rows(), before);
}

#[test]
fn found_letters_are_marked_where_they_stand() {
    let mut stage = Stage::new(English, WIDE);
    stage.keys("/map");
    assert!(on_ground_of(&stage, Role::Match).contains("map"), "{}", on_ground_of(&stage, Role::Match));
    let mut stage = Stage::new(Arabic, (40, 12));
    stage.keys("/سباق");
    stage.keys("<Ctrl-U>ذهبية");
    // Lam-alef and joined forms: the letters of ذهبية from left to right.
    let marked = on_ground_of(&stage, Role::Match);
    assert_eq!(marked.chars().count(), "ذهبية".chars().count(), "{marked}");
}

#[test]
fn an_arrow_chooses_among_the_hits() {
    let mut stage = Stage::new(Arabic, WIDE);
    stage.keys("/العالم<Down><Enter>");
    let stored = stored(&stage);
    let opened = [0, 2].map(|index| stored.get(id(index)).read);
    assert!(opened[0] != opened[1], "one of the two in that section is open");
}

#[test]
fn inside_the_article_matches_are_counted_and_visited() {
    let mut stage = Stage::new(Arabic, WIDE);
    stage.keys("j<Ctrl-F>باكو");
    assert!(stage.reads_ltr().contains("1/2"), "{}", stage.reads_ltr());
    stage.keys("<Enter>n");
    assert!(stage.reads_ltr().contains("2/2"));
    stage.keys("n");
    assert!(stage.reads_ltr().contains("1/2"));
    stage.keys("N");
    assert!(stage.reads_ltr().contains("2/2"));
    let current = on_ground_of(&stage, Role::MatchCurrent);
    assert_eq!(current.chars().count(), "باكو".chars().count(), "{current}");
    stage.keys("<Esc>");
    assert!(!stage.reads_ltr().contains("2/2"));
    assert!(on_ground_of(&stage, Role::Match).is_empty());
}

#[test]
fn the_caret_stands_left_of_typed_arabic_and_right_of_typed_latin() {
    let mut stage = Stage::new(English, NARROW);
    stage.keys("/ab");
    let (column, row) = stage.cursor().expect("a caret");
    assert_eq!(stage.rows()[usize::from(row)].chars().nth(usize::from(column) - 1), Some('b'));
    stage.keys("<Ctrl-U>خبر");
    let (column, row) = stage.cursor().expect("a caret");
    let typed: Vec<char> = stage.rows()[usize::from(row)].chars().collect();
    // Joined and reordered: final reh at the left, initial khah at the right.
    assert_eq!(typed[usize::from(column) + 1..usize::from(column) + 4], ['\u{feae}', '\u{fe92}', '\u{fea7}']);
    stage.keys("<Home>");
    assert_eq!(stage.cursor().map(|cursor| cursor.0), Some(column + 3));
    stage.keys("<Esc>");
    assert_eq!(stage.cursor(), None);
}

#[test]
fn an_arabic_keyboard_commands_by_place_and_types_letters() {
    let mut latin = Stage::new(Arabic, WIDE);
    let mut arabic = Stage::new(Arabic, WIDE);
    latin.keys("jjks");
    arabic.keys("تتنس");
    assert_eq!(latin.rows(), arabic.rows());
    assert_eq!(latin.effects, arabic.effects);
    arabic.keys("ظتت");
    assert!(arabic.reads_rtl().contains("تت"), "in a line being typed letters are letters");
    arabic.keys("<Esc>ض");
    assert_eq!(arabic.effects.last(), Some(&Effect::Quit));
    let mut hebrew = Stage::new(Arabic, WIDE);
    hebrew.keys("חחלד");
    latin.keys("<Ctrl-L>");
    assert_eq!(hebrew.rows(), latin.rows());
}

#[test]
fn a_letter_that_is_typed_is_no_command_by_its_place() {
    let mut scene = scene(Arabic, WIDE);
    scene.setup.keymap.merge("[find]\n\"j\" = \"move-down\"").expect("a key");
    let mut stage = Stage::with(scene);
    stage.keys("/تهران");
    assert!(stage.reads_rtl().contains("/ تهران"), "{}", stage.reads_rtl());
    stage.keys("<Ctrl-U>j");
    assert!(stage.reads_ltr().contains(" 2/6 "), "but the key itself is");
}

#[test]
fn a_section_narrows_the_list() {
    let mut stage = Stage::new(English, WIDE);
    stage.keys("<Shift-Tab>jjj<Enter>");
    let screen = stage.reads_ltr();
    assert!(screen.contains("A new map of the sea floor") && screen.contains(" 1/1 "), "{screen}");
    stage.keys("h<Home>");
    assert!(stage.reads_ltr().contains(" 5/6 "), "the article stays selected: {}", stage.reads_ltr());
}

#[test]
fn arrows_fold_in_the_direction_of_the_interface() {
    for (interface, fold, unfold) in [(English, "<Left>", "<Right>"), (Arabic, "<Right>", "<Left>")] {
        let mut stage = Stage::new(interface, WIDE);
        stage.keys("<Shift-Tab>");
        for _ in 0..9 {
            stage.keys("j");
            if stage.reads_rtl().contains("قمة في باكو")
                && stage.reads_rtl().contains("گزارش")
                && !stage.reads_rtl().contains("أحمد")
            {
                break;
            }
        }
        assert!(stage.reads_rtl().contains("أوروبا  "), "{}", stage.reads_rtl());
        let whole = stage.rows();
        stage.keys(fold);
        assert_ne!(stage.rows(), whole, "{interface:?}");
        stage.keys(unfold);
        assert_eq!(stage.rows(), whole, "{interface:?}");
    }
}

#[test]
fn an_arabic_interface_starts_on_the_right_and_switches_live() {
    let mut stage = Stage::new(Arabic, WIDE);
    let column_of = |stage: &Stage, letter: char| {
        let top = stage.rows()[0].chars().collect::<Vec<_>>();
        top.iter().position(|shown| *shown == letter)
    };
    assert_eq!(column_of(&stage, '┓'), Some(130 - 23), "the list in focus ends where the sections start");
    stage.keys("L");
    assert!(stage.rows()[0].starts_with("┌─ Sections"), "{}", stage.rows()[0]);
    assert!(stage.reads_ltr().contains("6 articles · 6 unread"));
    stage.keys("L");
    assert!(stage.reads_rtl().contains("6 مقالات · 6 غير مقروءة"), "{}", stage.reads_rtl());
}

/// The first words of the text that shows in a reader on the whole screen.
fn first_words(stage: &Stage) -> String {
    stage.reads_rtl().lines().nth(1).unwrap_or_default().trim_matches(['┃', '█', ' ']).to_owned()
}

#[test]
fn the_place_survives_every_width() {
    let mut stage = Stage::new(Arabic, (40, 10));
    stage.keys("j<Enter>]]]]jj");
    let before = first_words(&stage);
    assert!(before.chars().count() > 5, "{before}");
    for width in [30, 66, 24, 200, 12, 40] {
        stage.resize(width, 10);
    }
    assert_eq!(first_words(&stage), before);
    stage.keys("jk");
    assert_eq!(first_words(&stage), before);
}

#[test]
fn the_place_is_kept_between_runs() {
    let mut stage = Stage::new(Arabic, (40, 10));
    stage.keys("j<Enter>]]]]jj");
    let before = first_words(&stage);
    stage.keys("q");
    assert_eq!(stage.effects.last(), Some(&Effect::Quit));
    let marks = stored(&stage);
    assert!(marks.get(id(0)).position.is_some());
    let mut again = Stage::with(Scene { marks, ..scene(Arabic, (40, 10)) });
    again.keys("j<Enter>");
    assert_eq!(first_words(&again), before);
}

#[test]
fn a_kept_place_that_no_longer_exists_does_no_harm() {
    for position in [Position { paragraph: 99, byte: 3 }, Position { paragraph: 1, byte: 9_999_999 }] {
        let mut marks = Marks::default();
        marks.set(id(0), ArticleMarks { position: Some(position), ..ArticleMarks::default() });
        let mut stage = Stage::with(Scene { marks, ..scene(Arabic, (40, 10)) });
        stage.keys("j<Enter>jk");
    }
}

#[test]
fn a_star_shows_and_is_stored() {
    let mut stage = Stage::new(Arabic, WIDE);
    stage.keys("s");
    assert!(stage.reads_ltr().contains('★'));
    assert!(stored(&stage).get(id(1)).starred);
    stage.keys("s");
    assert!(!stage.reads_ltr().contains('★'));
}

#[test]
fn unread_articles_are_bold_and_bear_a_sign() {
    let mut stage = Stage::new(English, NARROW);
    assert_eq!(stage.reads_ltr().matches('●').count(), 6);
    let bold = |stage: &Stage| stage.styled(|cell| cell.modifier.contains(Modifier::BOLD));
    assert!(bold(&stage).contains("A new map of the sea floor"));
    stage.keys("jjjj<Enter><Esc>");
    assert_eq!(stage.reads_ltr().matches('●').count(), 5);
    assert!(!bold(&stage).contains("A new map of the sea floor"));
}

#[test]
fn the_next_unread_article_is_one_key_away() {
    let mut stage = Stage::new(Arabic, WIDE);
    stage.keys("<Enter>nn");
    let marks = stored(&stage);
    assert_eq!([0, 1, 2, 3].map(|index| marks.get(id(index)).read), [true, true, true, false]);
}

#[test]
fn an_entity_is_visited_mention_by_mention() {
    let mut stage = Stage::new(Arabic, WIDE);
    stage.keys("j<Enter>e");
    assert!(stage.reads_rtl().contains("الأماكن") || stage.reads_rtl().contains("أماكن"), "{}", stage.reads_rtl());
    stage.keys("n");
    let first = stage.buffer().clone();
    assert!(!on_ground_of(&stage, Role::MentionCurrent).is_empty());
    stage.keys("n");
    assert_ne!(*stage.buffer(), first, "the second mention");
    stage.keys("n");
    assert_eq!(*stage.buffer(), first, "and round to the first");
    stage.keys("N");
    assert_ne!(*stage.buffer(), first);
    stage.keys("n");
    assert_eq!(*stage.buffer(), first);
}

#[test]
fn zoom_gives_the_reader_the_whole_screen() {
    let mut stage = Stage::new(Arabic, WIDE);
    stage.keys("z");
    assert!(!stage.reads_rtl().contains("6 غير مقروءة") || !stage.rows()[0].contains('┌'));
    assert!(stage.rows()[0].starts_with('┏') && stage.rows()[0].ends_with('┓'));
    stage.keys("z");
    assert!(stage.rows()[0].contains('┌'));
}

#[test]
fn articles_that_arrive_leave_the_selection() {
    let mut stage = Stage::with(Scene { articles: articles()[..3].to_vec(), ..scene(Arabic, WIDE) });
    stage.keys("j");
    let title = articles()[0].title.value.clone();
    stage.arrive(articles()[3..].to_vec(), Vec::new());
    let newer = Article { date: None, ..articles()[5].clone() };
    stage.arrive(vec![newer], Vec::new());
    stage.draw();
    stage.keys("<Enter>");
    assert!(stored(&stage).get(id(0)).read, "{title}");
    assert!(stage.reads_rtl().contains("6 مقالات"), "an id that comes twice is one article");
}

#[test]
fn articles_that_arrive_while_typing_are_found() {
    let mut stage = Stage::with(Scene { articles: articles()[..2].to_vec(), ..scene(Arabic, WIDE) });
    stage.keys("/alexandria");
    stage.arrive(articles()[2..].to_vec(), Vec::new());
    stage.keys("<Enter>");
    assert!(stored(&stage).get(id(4)).read);
}

#[test]
fn a_reader_that_fills_keeps_the_newest_selected() {
    let mut stage = Stage::with(loading(English, WIDE));
    assert!(stage.reads_ltr().contains("loading"));
    stage.arrive(articles()[2..].to_vec(), Vec::new());
    stage.arrive(articles()[..2].to_vec(), Vec::new());
    stage.app.loading_done();
    stage.draw();
    assert!(stage.reads_ltr().contains(" 1/6 ") && !stage.reads_ltr().contains("loading"), "{}", stage.reads_ltr());
}

#[test]
fn an_article_that_comes_alone_is_opened_at_once() {
    let mut stage = Stage::with(loading(English, (50, 12)));
    stage.arrive(articles()[..1].to_vec(), Vec::new());
    stage.app.loading_done();
    stage.keys("k");
    assert!(stage.reads_ltr().contains("Reader"), "{}", stage.reads_ltr());
    assert!(stored(&stage).get(id(0)).read);
}

#[test]
fn a_choice_made_while_articles_arrive_stays() {
    let mut stage = Stage::with(loading(English, WIDE));
    stage.arrive(articles()[2..].to_vec(), Vec::new());
    stage.keys("j");
    stage.arrive(articles()[..2].to_vec(), Vec::new());
    stage.keys("<Enter>");
    assert!(stored(&stage).get(id(3)).read, "the second of the first four");
}

#[test]
fn an_article_that_comes_again_is_counted_once_and_shown_anew() {
    let mut stage = Stage::new(English, WIDE);
    stage.keys("jjjj<Enter>");
    let mut again = articles()[4].clone();
    again.paragraphs = vec!["A corrected sentence.".to_owned()];
    again.section.value = khabar::article::SectionPath::new(["Corrections"]);
    stage.arrive(vec![again], Vec::new());
    stage.draw();
    let screen = stage.reads_ltr();
    assert!(screen.contains("A corrected sentence.") && screen.contains("6 articles · 5 unread"), "{screen}");
    assert!(
        screen.contains("Corrections") && !screen.contains("▾ Science") && !screen.contains("  Science  "),
        "{screen}"
    );
}

#[test]
fn a_very_long_article_is_read_at_once() {
    let mut long = articles();
    long[1].paragraphs = vec!["باكو ".repeat(2000); 100];
    let mut stage = Stage::with(Scene { articles: long, ..scene(Arabic, (60, 20)) });
    stage.keys("<Enter>G");
    assert!(stage.reads_ltr().contains("100"), "{}", stage.reads_ltr());
}

#[test]
fn a_message_is_said_once() {
    let mut stage = Stage::new(English, WIDE);
    stage.app.say("marks-not-stored", &[("reason", "read-only")]);
    stage.draw();
    assert!(stage.reads_ltr().contains("Marks are not kept: read-only"));
    stage.keys("j");
    assert!(!stage.reads_ltr().contains("Marks are not kept"));
}

#[test]
fn help_lists_the_keys_in_the_language_of_the_interface() {
    let mut stage = Stage::new(English, (100, 30));
    stage.keys("?");
    assert!(stage.reads_ltr().contains("leave khabar"));
    stage.keys("L");
    assert!(stage.reads_rtl().contains("مغادرة خبر"));
    stage.keys("G");
    assert!(!stage.reads_rtl().contains("مغادرة خبر"));
    stage.keys("q");
    assert!(stage.effects.is_empty(), "q leaves the page, not the program");
    assert!(stage.reads_rtl().contains("الكل"));
}

#[test]
fn keys_that_wait_show_until_they_are_resolved() {
    let mut stage = Stage::new(English, WIDE);
    stage.keys("Gg");
    assert!(stage.reads_ltr().contains("g …"));
    stage.keys("g");
    assert!(stage.reads_ltr().contains(" 1/6 "));
    stage.keys("gj");
    assert!(stage.reads_ltr().contains(" 2/6 "), "what the sequence does not take counts by itself");
}

#[test]
fn the_direction_of_the_text_can_be_forced() {
    let mut stage = Stage::new(English, (60, 20));
    stage.keys("jjjj<Enter>");
    let left = |stage: &Stage| stage.rows()[2].trim_matches(['┃', '█', ' ']).to_owned() + &stage.rows()[2];
    let before = left(&stage);
    assert!(stage.rows()[2].starts_with("┃  A new map"), "{}", stage.rows()[2]);
    stage.keys("D");
    assert!(stage.rows()[2].trim_end_matches(['┃', '█']).ends_with("  "), "{}", stage.rows()[2]);
    assert_ne!(left(&stage), before);
    stage.keys("DD");
    assert_eq!(left(&stage), before);
}

#[test]
fn copying_speaks_logical_order_and_plain_letters() {
    let mut stage = Stage::new(Arabic, WIDE);
    stage.keys("jyY");
    let copies: Vec<&String> = stage
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Copy(text) => Some(text),
            _ => None,
        })
        .collect();
    let article = &articles()[0];
    assert!(copies[0].starts_with(&article.title.value) && copies[0].contains(&article.paragraphs[3]));
    assert_eq!(copies[1], "https://example.org/baku");
}

#[test]
fn a_click_selects_a_second_one_opens() {
    let mut stage = Stage::new(English, WIDE);
    // The fourth article stands in the rows 7 and 8, the list from column 22 on.
    stage.mouse(MouseKind::Press, 30, 7).mouse(MouseKind::Release, 30, 7);
    assert!(stage.reads_ltr().contains(" 4/6 ") && stage.effects.is_empty(), "{}", stage.reads_ltr());
    stage.mouse(MouseKind::Press, 30, 8).mouse(MouseKind::Release, 30, 8);
    assert!(stored(&stage).get(id(3)).read);
}

#[test]
fn a_click_below_the_last_article_opens_nothing() {
    let mut stage = Stage::new(English, WIDE);
    stage.mouse(MouseKind::Press, 30, 30).mouse(MouseKind::Press, 30, 30);
    assert!(stage.effects.is_empty());
}

#[test]
fn the_wheel_scrolls_what_is_under_it() {
    let mut stage = Stage::new(Arabic, (100, 10));
    stage.keys("j");
    let before = stage.rows();
    stage.mouse(MouseKind::WheelDown, 5, 4);
    assert_ne!(stage.rows(), before, "the reader stands at the left");
    stage.mouse(MouseKind::WheelUp, 5, 4);
    assert_eq!(stage.rows(), before);
    stage.mouse(MouseKind::WheelDown, 95, 4);
    assert_ne!(stage.rows(), before, "the list stands at the right");
    assert!(stage.effects.is_empty());
}

#[test]
fn borders_are_dragged_in_both_directions() {
    for interface in [English, Arabic] {
        let mut stage = Stage::new(interface, (100, 20));
        let top: Vec<char> = stage.rows()[0].chars().collect();
        let inner = if interface == English { '┓' } else { '┏' };
        let column = top.iter().position(|letter| *letter == inner).expect("the list's inner border") as u16;
        let target = if interface == English { column + 9 } else { column - 9 };
        stage.mouse(MouseKind::Press, column, 5).mouse(MouseKind::Drag, target, 6).mouse(MouseKind::Release, target, 6);
        let moved: Vec<char> = stage.rows()[0].chars().collect();
        assert_eq!(moved.iter().position(|letter| *letter == inner), Some(usize::from(target)), "{interface:?}");
        stage.mouse(MouseKind::Drag, column, 5);
        assert_eq!(stage.rows()[0].chars().collect::<Vec<_>>(), moved, "after the release nothing is dragged");
    }
}

#[test]
fn every_size_draws_something() {
    for interface in [English, Arabic] {
        for size in [(0, 0), (1, 1), (2, 1), (1, 9), (3, 200), (200, 1), (7, 2), (8, 3), (20, 5)] {
            let mut stage = Stage::new(interface, size);
            stage.keys("j<Enter>e/ab<Esc>?<Esc>w<Esc><Ctrl-F>ا<Enter>nz");
            if size.0 > 0 && size.1 > 0 {
                assert!(stage.reads_ltr().chars().any(|letter| letter != ' ' && letter != '\n'), "{size:?}");
            }
        }
    }
}

/// The keys that the random walk presses.
const WALK: &[&str] = &[
    "<F2>",
    "3",
    "M",
    "t",
    "j",
    "k",
    "<Enter>",
    "<Esc>",
    "<Tab>",
    "<Shift-Tab>",
    "<Left>",
    "<Right>",
    "l",
    "h",
    "G",
    "g",
    "/",
    "ا",
    "ب",
    "x",
    " ",
    "<Ctrl-F>",
    "n",
    "N",
    "e",
    "z",
    "?",
    "w",
    "L",
    "T",
    "D",
    "t",
    "s",
    "m",
    "J",
    "K",
    "u",
    "[",
    "]",
    ">",
    "<lt>",
    "<Space>",
    "<PageDown>",
    "<PageUp>",
    "<Backspace>",
    "<Delete>",
    "<Home>",
    "<End>",
    "<Ctrl-W>",
    "<Ctrl-U>",
    "<Down>",
    "<Up>",
    "ض",
    "é",
    "\u{64e}",
    "漢",
    "<Ctrl-L>",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_keys_at_no_size_do_harm(
        arabic in any::<bool>(),
        start in (0_u16..150, 0_u16..45),
        steps in prop::collection::vec((0_u8..12, 0..WALK.len(), 0_u16..160, 0_u16..50), 1..60),
    ) {
        let mut stage = Stage::new(if arabic { Arabic } else { English }, start);
        for (kind, key, x, y) in steps {
            match kind {
                0 => { stage.resize(x, y); }
                1 => { stage.mouse(MouseKind::Press, x, y); }
                2 => { stage.mouse(MouseKind::Drag, x, y); }
                3 => { stage.mouse(MouseKind::WheelDown, x, y); }
                4 => { stage.input(Input::Paste(format!("{}\n\u{1b}[31m\u{202e}", WALK[key]))); }
                _ => { stage.keys(WALK[key]); }
            }
        }
    }

    #[test]
    fn hostile_text_never_reaches_a_cell(text in any::<String>(), title in "\\PC{0,40}", size in (1_u16..90, 1_u16..30)) {
        let mut hostile = articles();
        hostile[1].title.value = title;
        hostile[1].source = text.clone();
        hostile[1].paragraphs = vec![format!("{text}\u{1b}[2J\u{9b}1m\u{202e}\u{200f}{text}")];
        let mut stage = Stage::with(Scene { articles: hostile, ..scene(Arabic, size) });
        stage.app.say_text(&text);
        stage.draw();
        stage.keys("<Enter>t/").input(Input::Paste(text));
    }
}

#[test]
fn a_date_reads_in_the_direction_of_the_interface() {
    let mut stage = Stage::new(Arabic, WIDE);
    stage.keys("jjj");
    assert!(stage.reads_rtl().contains("18 مارس 2024"), "{}", stage.reads_rtl());
    stage.keys("L");
    assert!(stage.reads_ltr().contains("18 March 2024"), "{}", stage.reads_ltr());
}

/// The modes that the effects ask to keep; opening the page asks the terminal for its widths beside.
fn kept(stage: &Stage) -> Vec<&str> {
    let kept = stage.effects.iter().filter_map(|effect| match effect {
        Effect::KeepEmit(mode) => Some(mode.as_str()),
        Effect::MeasureWidths => None,
        other => panic!("{other:?}"),
    });
    kept.collect()
}

#[test]
fn the_number_of_the_line_that_can_be_read_is_kept() {
    for interface in [Arabic, English] {
        for (keys, mode) in [("<F2>4", "lrm"), ("<F2>٥", "word-reversed"), ("<F2>۱", "visual"), ("<F1><F2>6", "kitty")]
        {
            let mut stage = Stage::new(interface, WIDE);
            stage.app.diagnose(stage::diagnosis());
            stage.keys(keys);
            assert_eq!(kept(&stage), [mode]);
            assert!(stage.rows().last().expect("a status line").contains(mode), "it says so");
            stage.keys("<Esc>");
            assert!(stage.app.sample_rows().is_empty());
        }
    }
}

#[test]
fn moving_and_enter_answer_too_and_the_page_shows_what_is_in_use() {
    let mut stage = Stage::new(Arabic, WIDE);
    stage.app.diagnose(stage::diagnosis());
    stage.keys("<F2>");
    let is_in_use = |stage: &Stage, mode: &str| {
        stage
            .rows()
            .iter()
            .any(|row| row.contains(mode) && row.trim_start().trim_start_matches('>')[1..].starts_with('*'))
    };
    assert!(is_in_use(&stage, "jitter") && !is_in_use(&stage, "lrm"), "{}", stage.reads_ltr());
    stage.keys("j<Enter>");
    assert_eq!(kept(&stage), ["lrm"]);
    assert!(!is_in_use(&stage, "jitter") && is_in_use(&stage, "lrm"), "{}", stage.reads_ltr());
    stage.keys("kk<Space>7890");
    assert_eq!(kept(&stage), ["lrm", "explicit"]);
    let (row, mode) = stage.app.sample_rows()[5];
    stage.mouse(MouseKind::Press, 3, row);
    assert_eq!((mode, kept(&stage)), (5, vec!["lrm", "explicit", "kitty"]));
}

#[test]
fn without_the_page_a_number_means_nothing_and_without_modes_neither() {
    let mut stage = Stage::new(English, WIDE);
    stage.app.diagnose(stage::diagnosis());
    stage.keys("1234");
    let mut empty = Stage::new(English, WIDE);
    empty.keys("<F2>1<Enter>j");
    assert!(stage.effects.is_empty());
    assert_eq!(empty.effects, [Effect::MeasureWidths], "the page asks, and nothing is kept");
    assert!(empty.app.sample_rows().is_empty());
    assert!(empty.reads_ltr().contains("Nothing was found out"));
}

#[test]
fn what_is_found_out_later_shows_at_once() {
    let mut stage = Stage::new(English, WIDE);
    stage.keys("<F2>");
    stage.app.diagnose(stage::diagnosis());
    stage.draw();
    assert!(stage.reads_ltr().contains("QTerminal"));
    assert_eq!(stage.app.sample_rows().len(), 6);
    stage.keys("M");
    assert_eq!(stage.effects, [Effect::MeasureWidths, Effect::SwitchEmit], "the modes are cycled on the page, too");
}

#[test]
fn the_page_about_the_terminal_can_be_read_in_a_mode_that_is_wrong() {
    for interface in [Arabic, English] {
        let mut stage = Stage::new(interface, WIDE);
        stage.app.diagnose(stage::diagnosis());
        stage.keys("<F2>");
        let rows = stage.rows();
        for (row, mode) in stage.app.sample_rows() {
            let shown = rows[usize::from(row)].as_str();
            let ascii: String = shown.chars().take_while(char::is_ascii).collect();
            assert!(
                ascii.contains(&(mode + 1).to_string()) && ascii.contains(&stage::diagnosis().modes[mode]),
                "{shown}"
            );
            assert!(shown.starts_with(' ') && !shown.contains(['│', '┃']), "{shown}");
        }
        for (name, value) in stage::diagnosis().named_facts().filter(|(_, value)| !value.is_empty()) {
            let word = value.split(' ').next().expect("a word");
            let shows = |row: &&String| row.trim_start().starts_with(name) && row.contains(word);
            assert_eq!(rows.iter().filter(shows).count(), 1, "{name} stands on the left");
        }
        assert!(stage.reads_rtl().contains("أي سطر تستطيع قراءته؟"));
        assert!(stage.reads_ltr().contains("Which line can you read?"));
    }
}

#[test]
fn sample_rows_are_those_that_show_the_sentence_at_any_size() {
    for size in [(1, 1), (2, 9), (7, 3), (8, 3), (20, 5), (40, 9), (60, 12), (80, 24), (130, 11), (130, 60)] {
        let mut stage = Stage::new(Arabic, size);
        stage.app.diagnose(stage::diagnosis());
        stage.keys("<F2>");
        for keys in ["", "jjj", "<PageDown>", "<Home>kkkkkk", "L", "t"] {
            stage.keys(keys);
            let samples = stage.app.sample_rows();
            assert!(!samples.is_empty() && samples.iter().all(|(row, mode)| *row < size.1 && *mode < 6), "{size:?}");
            let rows = stage.rows();
            let shows_one = |row: &str| row.chars().any(|letter| letter.is_ascii_digit());
            assert!(
                size.0 < 8 || samples.iter().all(|(row, _)| shows_one(&rows[usize::from(*row)])),
                "{size:?} {rows:?}"
            );
        }
    }
}

#[test]
fn emit_modes_are_cycled_from_anywhere_but_a_line_being_typed() {
    let mut stage = Stage::new(Arabic, WIDE);
    stage.keys("M<Enter>");
    stage.effects.retain(|effect| !matches!(effect, Effect::StoreMarks(_)));
    stage.keys("M?M<Esc>/M<Esc>");
    assert_eq!(stage.effects, [Effect::SwitchEmit, Effect::SwitchEmit, Effect::SwitchEmit]);
}

/// Two paragraphs: one in which a single word has its vowel signs, one that has them throughout.
fn pointed() -> Article {
    let mut article = articles().remove(1);
    article.paragraphs =
        vec!["ذكر المتحدث أن المشروع أُقِرَّ في اجتماع أمس بعد نقاش طويل".to_owned(), "كَتَبَ الطَّالِبُ الدَّرْسَ".to_owned()];
    article
}

/// How many cells show a mark.
fn marked_cells(stage: &Stage) -> usize {
    stage
        .buffer()
        .content
        .iter()
        .filter(|cell| cell.symbol().chars().any(|letter| ('\u{64b}'..='\u{652}').contains(&letter)))
        .count()
}

#[test]
fn vowel_signs_go_from_all_to_none_to_those_that_distinguish() {
    for interface in [Arabic, English] {
        let mut stage = Stage::with(Scene { articles: vec![pointed()], ..scene(interface, WIDE) });
        assert!(marked_cells(&stage) > 10);
        stage.keys("t");
        assert_eq!(marked_cells(&stage), 0);
        stage.keys("t");
        assert_eq!(marked_cells(&stage), 3, "the first three letters of one word");
        stage.keys("t");
        assert!(marked_cells(&stage) > 10);
    }
}

#[test]
fn a_terminal_that_cannot_show_marks_gets_none_and_the_choice_is_kept() {
    let mut stage = Stage::with(Scene { articles: vec![pointed()], ..scene(English, WIDE) });
    stage.keys("tt");
    stage.app.set_marks_allowed(false);
    stage.draw();
    assert_eq!(marked_cells(&stage), 0);
    stage.keys("t");
    assert_eq!(marked_cells(&stage), 0);
    let said = stage.rows().last().expect("a status line").clone();
    assert!(said.contains("all, but this terminal cannot show them"), "{said}");
    stage.app.set_marks_allowed(true);
    stage.draw();
    assert!(marked_cells(&stage) > 10, "what was chosen meanwhile holds");
}
