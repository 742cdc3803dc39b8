//! The stage on which panes and flows are tested: fixed articles, the app on a test terminal, keys as a string.
//!
//! Everything goes through the same input and draw as the program's own loop.
#![allow(dead_code, reason = "each test program uses its own part of the stage")]

use std::fmt::Write;

use jiff::civil::{Date, date};
use khabar::action::{Effect, Input, Key, KeyCode, Mouse, MouseKind};
use khabar::app::{App, Setup};
use khabar::article::{Article, ArticleDate, ArticleId, Derivable, Language, SectionPath};
use khabar::desk::Desk;
use khabar::library::{Marks, prepare};
use khabar::message::InterfaceLanguage;
use khabar::panes::ColorSupport;
use khabar::panes::doctor::Diagnosis;
use khabar::source::Warning;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};

/// The day on which the tests run.
pub(crate) const TODAY: Date = date(2024, 3, 21);

/// One article for the stage: section, date, language, title, paragraphs.
struct Draft(&'static str, Option<&'static str>, &'static str, &'static str, &'static [&'static str]);

const DRAFTS: &[Draft] = &[
    Draft(
        "العالم › أوروبا",
        Some("2024-03-20"),
        "ar",
        "قمة في باكو تبحث طرق التجارة بين الشرق والغرب",
        &[
            "بدأت في باكو قمة تبحث فتح طرق جديدة للتجارة (بحرية وبرية) بين الشرق والغرب، بحضور وفود من 25 دولة.",
            "وقال المتحدث باسم القمة إن العمل على خط السكك الحديدية \"North–South\" سيبدأ في أيار/مايو 2025، وإن كلفته تبلغ 3.5 مليار دولار.",
            "ويرى خبراء أن باكو تسعى إلى أن تكون حلقة وصل، بينما تدرس يريفان عرضًا لفتح المعابر برعاية الأمم المتحدة.",
            "وكانت الأمم المتحدة قد دعت في 2023 إلى مدّ السكك الحديدية عبر القوقاز، لأن النقل البري وحده لا يكفي حاجة الأسواق المتنامية في المنطقة، ولأن الممرات البحرية تتعطل كلما اشتدت العواصف في الشتاء.",
        ],
    ),
    Draft(
        "رياضة",
        Some("2024-03-21"),
        "ar",
        "أحمد يحرز ذهبية المئة متر",
        &["أحرز العداء أحمد الميدالية الذهبية في سباق المئة متر بزمن 9.98 ثانية.", "وهذا أول لقب له."],
    ),
    Draft(
        "العالم › آسيا",
        Some("2024-03-19"),
        "fa",
        "گزارش تازه از بازار کتاب در تهران",
        &["نمایشگاه کتاب تهران امسال با حضور ۲۵۰۰ ناشر برگزار می‌شود.", "بازدید برای همه آزاد است."],
    ),
    Draft(
        "מדע",
        Some("2024-03-18"),
        "he",
        "טלסקופ חדש בנגב",
        &["הטלסקופ החדש (בקוטר 4 מטר) יחל לפעול בשנת 2026.", "המדענים מקווים לגלות כוכבי לכת."],
    ),
    Draft(
        "Science",
        Some("2024-03-17"),
        "en",
        "A new map of the sea floor off Alexandria",
        &["Divers have charted 12 km of the old harbour of Alexandria (الإسكندرية).", "The map is free to use."],
    ),
    Draft("", None, "ar", "رسالة بلا تاريخ ولا قسم", &["هذه رسالة قصيرة."]),
];

/// The articles of the stage; the date of the third is derived.
pub(crate) fn articles() -> Vec<Article> {
    let article = |(index, draft): (usize, &Draft)| {
        let path = format!("/news/{index}.txt");
        let day = draft.1.map(|day| ArticleDate::day(day.parse().expect("a date")));
        Article {
            id: ArticleId::of_path(&path),
            path,
            source: format!("{index}.txt"),
            title: Derivable::given(draft.3.to_owned()),
            section: Derivable::given(SectionPath::parse(draft.0)),
            date: day.map(|day| if index == 2 { Derivable::derived(day) } else { Derivable::given(day) }),
            language: Derivable::given(Language::new(draft.2)),
            author: (index == 0).then(|| "ليلى".to_owned()),
            url: (index == 0).then(|| "https://example.org/baku".to_owned()),
            tags: Vec::new(),
            paragraphs: draft.4.iter().map(|text| (*text).to_owned()).collect(),
        }
    };
    DRAFTS.iter().enumerate().map(article).collect()
}

/// What a stage begins with: the reader's setup, and what is filed on its desk.
pub(crate) struct Scene {
    pub(crate) setup: Setup,
    pub(crate) articles: Vec<Article>,
    pub(crate) marks: Marks,
}

/// The scene with the articles of the stage.
pub(crate) fn scene(interface: InterfaceLanguage, size: (u16, u16)) -> Scene {
    let setup = Setup { interface, size, colors: ColorSupport::TrueColor, ..Setup::new(TODAY) };
    Scene { setup, articles: articles(), marks: Marks::default() }
}

/// A scene without articles, where some are on their way.
pub(crate) fn loading(interface: InterfaceLanguage, size: (u16, u16)) -> Scene {
    let scene = scene(interface, size);
    Scene { setup: Setup { loading: true, ..scene.setup }, articles: Vec::new(), ..scene }
}

/// What was found out about a terminal, with a value longer than a row.
pub(crate) fn diagnosis() -> Diagnosis {
    let facts = [
        ("name", "QTerminal"),
        ("version", ""),
        ("replies", "DA1 ESC[?1;2c, DA2 ESC[>0;115;0c, no answer to XTVERSION, CSI 8 $ p"),
        ("mode", "jitter"),
        ("why", "its secondary attributes begin with 0;115"),
        ("colours", "24 bits"),
        ("marks", "dropped"),
        ("widths", "all agree"),
    ];
    let modes = ["visual", "explicit", "jitter", "lrm", "word-reversed", "kitty"];
    Diagnosis {
        facts: facts.iter().map(|(key, value)| (format!("fact-{key}"), (*value).to_owned())).collect(),
        modes: modes.map(str::to_owned).to_vec(),
        chosen: "jitter".to_owned(),
    }
}

/// The app on a terminal, over a desk in memory.
pub(crate) struct Stage {
    pub(crate) app: App,
    pub(crate) desk: Desk,
    pub(crate) terminal: Terminal<TestBackend>,
    pub(crate) effects: Vec<Effect>,
}

impl Stage {
    /// The stage with its own articles.
    pub(crate) fn new(interface: InterfaceLanguage, size: (u16, u16)) -> Self {
        Self::with(scene(interface, size))
    }

    /// The stage with another scene.
    pub(crate) fn with(scene: Scene) -> Self {
        let size = scene.setup.size;
        let terminal = Terminal::new(TestBackend::new(size.0, size.1)).expect("a test terminal");
        let mut desk = Desk::in_memory(scene.marks, TODAY).expect("memory");
        desk.answer_within(None);
        let mut stage = Self { app: App::new(scene.setup), desk, terminal, effects: Vec::new() };
        stage.file(scene.articles);
        stage.settle();
        stage.draw();
        stage
    }

    /// Files articles, as the loop does when a loader has some, and says so.
    pub(crate) fn arrive(&mut self, articles: Vec<Article>, warnings: Vec<Warning>) {
        self.file(articles);
        self.app.arrived(warnings);
        self.settle();
    }

    fn file(&mut self, articles: Vec<Article>) {
        let batch: Vec<_> = articles.into_iter().map(|article| prepare(article, None)).collect();
        self.desk.file(&batch).expect("memory");
    }

    /// Answers what the app asks and takes its effects, as the loop does after each input.
    pub(crate) fn settle(&mut self) {
        let mut asks = 0;
        while let Some(ask) = self.app.next_ask() {
            asks += 1;
            assert!(asks < 200, "{ask:?} is asked for ever");
            let answer = self.desk.answer(&ask);
            self.app.take(answer);
        }
        self.effects.extend(self.app.take_effects());
    }

    /// Takes an input without drawing.
    pub(crate) fn feed(&mut self, input: Input) {
        self.app.input(input);
        self.settle();
    }

    /// Presses keys, one after another, each drawn before the next: `/احمد<Enter>jjG`, `<Ctrl-F>`, `<lt>` for `<`.
    pub(crate) fn keys(&mut self, script: &str) -> &mut Self {
        for key in keys_of(script) {
            self.input(Input::Key(key));
        }
        self
    }

    /// The mouse does something at a cell.
    pub(crate) fn mouse(&mut self, kind: MouseKind, column: u16, row: u16) -> &mut Self {
        self.input(Input::Mouse(Mouse { kind, column, row }))
    }

    /// The terminal gets another size.
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.terminal.backend_mut().resize(columns, rows);
        self.input(Input::Resize(columns, rows))
    }

    pub(crate) fn input(&mut self, input: Input) -> &mut Self {
        self.feed(input);
        self.draw();
        self
    }

    pub(crate) fn draw(&mut self) {
        self.settle();
        self.terminal.draw(|frame| self.app.draw(frame)).expect("a test terminal");
        assert_safe(self.buffer());
    }

    pub(crate) fn buffer(&self) -> &Buffer {
        self.terminal.backend().buffer()
    }

    /// The column and row of the terminal's cursor, if it shows.
    pub(crate) fn cursor(&mut self) -> Option<(u16, u16)> {
        let shown = self.terminal.backend().cursor_visible();
        let position = self.terminal.get_cursor_position().expect("a test terminal");
        shown.then_some((position.x, position.y))
    }

    /// Row by row what the cells show, from left to right.
    pub(crate) fn rows(&self) -> Vec<String> {
        let buffer = self.buffer();
        let width = usize::from(buffer.area.width).max(1);
        buffer.content.chunks(width).map(|row| row.iter().map(Cell::symbol).collect()).collect()
    }

    /// Everything that shows, the rows read from right to left and their letters made plain again.
    pub(crate) fn reads_rtl(&self) -> String {
        self.rows().iter().map(|row| logical(row)).collect::<Vec<_>>().join("\n")
    }

    /// Everything that shows, the rows read from left to right.
    pub(crate) fn reads_ltr(&self) -> String {
        self.rows().join("\n")
    }

    /// The cells whose style satisfies `wanted`, row by row from left to right.
    pub(crate) fn styled(&self, wanted: impl Fn(&Cell) -> bool) -> String {
        self.buffer().content.iter().filter(|cell| wanted(cell)).map(Cell::symbol).collect()
    }

    /// The screen for a snapshot. Under each row with right-to-left letters stands how it reads in logical order,
    /// because editors show such rows in another order than the terminal; with `code_points` also the cells of these
    /// letters as code points by column.
    pub(crate) fn snapshot(&self, code_points: bool) -> String {
        let mut text = String::new();
        for (index, row) in self.rows().iter().enumerate() {
            writeln!(text, "{index:>2} {}", row.trim_end()).expect("a string");
            if row.chars().any(is_right_to_left) {
                writeln!(text, "   = {}", logical(row).trim()).expect("a string");
                if code_points {
                    writeln!(text, "   #{}", cells_of(row)).expect("a string");
                }
            }
        }
        text
    }
}

fn is_right_to_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// A row of cells read as text: runs of right-to-left letters turned round, presentation forms made letters.
pub(crate) fn logical(row: &str) -> String {
    let shaped: String = row.chars().rev().collect();
    let mut plain = String::new();
    let mut forward = String::new();
    for letter in shaped.chars() {
        if letter.is_ascii_alphanumeric() || (!forward.is_empty() && ".:/-–%,".contains(letter)) {
            forward.insert(0, letter);
            continue;
        }
        plain.push_str(&std::mem::take(&mut forward));
        plain.push(letter);
    }
    plain.push_str(&forward);
    let mut letters = String::new();
    for letter in plain.chars() {
        match letter {
            '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' => {
                unicode_normalization::char::decompose_compatible(letter, |part| letters.push(part));
            }
            '(' => letters.push(')'),
            ')' => letters.push('('),
            _ => letters.push(letter),
        }
    }
    // Compatibility decomposition takes hamzas and maddas off their letters.
    unicode_normalization::UnicodeNormalization::nfc(letters.as_str()).collect()
}

fn cells_of(row: &str) -> String {
    let mut text = String::new();
    let mut before = None;
    for (column, letter) in row.chars().enumerate().filter(|(_, letter)| is_right_to_left(*letter)) {
        let separator = if before == Some(column.wrapping_sub(1)) { ".".to_owned() } else { format!(" {column}:") };
        write!(text, "{separator}{:04X}", u32::from(letter)).expect("a string");
        before = Some(column);
    }
    text
}

/// No cell may hold what a terminal obeys, hides or draws without an advance of its own.
pub(crate) fn assert_safe(buffer: &Buffer) {
    for cell in &buffer.content {
        let symbol = cell.symbol();
        let mut letters = symbol.chars();
        let first = letters.next().expect("a cell shows something");
        let hidden = |letter: char| {
            letter.is_control()
                || matches!(letter, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                    | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
        };
        assert!(!hidden(first) && !letters.any(hidden), "{symbol:?} is in a cell");
        assert!(
            unicode_width::UnicodeWidthChar::width(first).is_some_and(|cells| cells > 0),
            "{symbol:?} has no width"
        );
    }
}

/// The keys of a script.
pub(crate) fn keys_of(script: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut rest = script;
    while let Some(letter) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|inside| inside.split_once('>'));
        if let Some((name, after)) = named {
            keys.push(if name == "lt" { Key::char('<') } else { name.parse().expect(name) });
            rest = after;
        } else {
            keys.push(Key::new(KeyCode::Char(letter)));
            rest = &rest[letter.len_utf8()..];
        }
    }
    keys
}
