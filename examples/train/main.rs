//! Learns the recogniser of Arabic names and writes `assets/model/`.
//!
//!     cargo run --release --example train -- [--ner DIR] [--out DIR] [--quick] [--keep] [--silver] [--tune NAME=VALUE,…]
//!     cargo run --release --example train -- --keep --evaluate [--trials] [--article TEXT GOLD]
//!
//! Reads the corpora (one word and its label a line) and plain text, learns clusters of words and the weights of the
//! model, prints strict span F1 on the development files and what each step gave, and writes the model and its lexicon.
//! The same input gives the same files.

#![allow(clippy::print_stdout, reason = "a trainer prints what it has learnt")]
#![allow(clippy::needless_range_loop, reason = "rows and columns of tables of labels are read by their numbers")]

mod article;
mod choose;
mod cluster;
mod conll;
mod embed;
mod learn;
mod lists;
mod plain;
mod score;
mod silver;
mod titles;

use std::path::{Path, PathBuf};
use std::time::Instant;

use khabar::entity::crf::{BETA, Decoder, Groups, Lexicon, Model};

use conll::{Example, Gold, Result};
use learn::Settings;
use lists::Lists;

/// How many sentences in a row stand for an article where a corpus does not mark articles.
const WINDOW: usize = 30;

/// What the command line asks for.
struct Options {
    ner: PathBuf,
    quick: bool,
    keep: bool,
    silver: bool,
    evaluate: bool,
    tune: Option<String>,
    trials: bool,
    article: Option<(PathBuf, PathBuf)>,
    out: PathBuf,
}

impl Options {
    fn read() -> Result<Self> {
        let suites = std::env::var_os("KHABAR_SUITES").map_or_else(|| PathBuf::from("target/suites"), PathBuf::from);
        let mut options = Self {
            ner: suites.join("ner"),
            quick: false,
            keep: false,
            silver: false,
            evaluate: false,
            tune: None,
            trials: false,
            article: None,
            out: Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/model"),
        };
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            match word.as_str() {
                "--ner" => options.ner = words.next().ok_or("--ner DIR")?.into(),
                "--out" => options.out = words.next().ok_or("--out DIR")?.into(),
                "--quick" => options.quick = true,
                "--keep" => options.keep = true,
                "--silver" => options.silver = true,
                "--evaluate" => options.evaluate = true,
                "--trials" => options.trials = true,
                "--article" => {
                    let mut path = || words.next().map(PathBuf::from).ok_or("--article TEXT GOLD");
                    options.article = Some((path()?, path()?));
                }
                "--tune" => options.tune = words.next(),
                other => return Err(format!("unknown option {other}").into()),
            }
        }
        Ok(options)
    }
}

/// A corpus: what it is trained on and what it is scored on.
struct Corpus {
    train: Vec<Gold>,
    dev: Vec<Gold>,
}

impl Corpus {
    fn read(folder: &Path, train: &str, dev: &str) -> Result<Self> {
        let train = if train.is_empty() { Vec::new() } else { conll::read(&folder.join(train))? };
        Ok(Self { train, dev: conll::read(&folder.join(dev))? })
    }
}

struct Corpora {
    news: Corpus,
    wiki: Corpus,
    aner: Corpus,
    aqmar: Corpus,
}

impl Corpora {
    fn read(folder: &Path) -> Result<Self> {
        Ok(Self {
            news: Corpus::read(folder, "newsfane_fine.train.tsv", "newsfane_fine.dev.tsv")?,
            wiki: Corpus::read(folder, "wikifane_fine.train.tsv", "wikifane_fine.dev.tsv")?,
            aner: Corpus::read(folder, "anercorp.train.tsv", "anercorp.dev.tsv")?,
            aqmar: Corpus::read(folder, "", "aqmar.dev.tsv")?,
        })
    }
}

fn main() -> Result<()> {
    let options = Options::read()?;
    let settings = settings(options.tune.as_deref())?;
    let corpora = Corpora::read(&options.ner)?;
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    let file = options.out.join("arabic.lexicon");
    let mut lists = Lists::read(&assets.join("gazetteers"))?;
    let lines = plain::lines(&options.ner.join("arwiki.txt"), &[])?;
    println!("titles: {}", titles::add_titles(&lines, &mut lists));
    let kept = options.keep.then(|| Ok::<_, Box<dyn std::error::Error>>(Lexicon::from_bytes(&std::fs::read(&file)?)?));
    let mut lexicon = with_lists(&kept.unwrap_or_else(|| learn_lexicon(&options, &corpora, settings.stems))?, &lists);
    if options.silver || !options.keep {
        lexicon = with_silver(&lexicon, &lines, &corpora, settings.doubt);
    }
    println!("lexicon: {} words, {} phrases", lexicon.parts().words.len(), lexicon.parts().phrases.len());
    if options.evaluate {
        let bench = Bench::new(&corpora, &lexicon);
        bench.report_shipped(options.trials);
        if options.trials {
            bench.report_trials(&options.out);
        }
        if let Some((text, gold)) = &options.article {
            article::check(text, gold)?;
        }
        return Ok(());
    }
    std::fs::write(&file, lexicon.to_bytes())?;
    let started = Instant::now();
    let bench = Bench::new(&corpora, &lexicon);
    let learnt = bench.learn(&settings);
    println!("learnt in {:.0} s; {} features", started.elapsed().as_secs_f64(), learnt.parts().keys.len());
    bench.report("as learnt", &learnt, settings.groups);
    let (chosen, choice) = choose::choose(&learnt, settings.groups, &bench.sets(), WINDOW);
    let scores = bench.report("chosen", &chosen, settings.groups);
    let mut parts = chosen.parts().clone();
    parts.header = format!("{HEADER}{choice}{scores}");
    let file = Model::new(parts).to_bytes(&lexicon.to_bytes());
    std::fs::write(options.out.join("arabic.model"), file)?;
    if !options.quick {
        bench.report_own(&settings);
        bench.report_steps(&settings);
    }
    println!("build again, and `--evaluate` scores the shipped model with rules");
    Ok(())
}

/// What the header of the model says of its sources.
const HEADER: &str = "name: khabar Arabic names
licence: CC BY-SA 4.0
trained on: NewsFANE Gold and WikiFANE Gold (Alotaibi and Lee 2014), CC BY-SA 3.0
clusters from: Arabic Wikipedia (comparableWikiCorpus), CC BY-SA 4.0, and the text of the above
lists from: assets/gazetteers (CLDR, Unicode License; GeoNames, CC BY 4.0; khabar's own), titles of Arabic Wikipedia
";

/// The steps that the table shows, each with the groups of features that it adds.
const STEPS: [(&str, Groups); 6] = [
    ("word+context", Groups::WORDS),
    ("+stem,affixes,shape", Groups::STEMS),
    ("+triggers", Groups::TRIGGERS),
    ("+gazetteers", Groups::LISTS),
    ("+clusters,heads", Groups::CLUSTERS),
    ("+marks", Groups::SILVER),
];

/// `name=value` pairs for trials: epochs, rate, penalty, least, dropout, prune, news, seeds, average, stems, doubt, without.
fn settings(tune: Option<&str>) -> Result<Settings> {
    let mut settings = Settings::default();
    for pair in tune.into_iter().flat_map(|tune| tune.split(',')) {
        let (name, value) = pair.split_once('=').ok_or("name=value")?;
        match name {
            "epochs" => settings.epochs = value.parse()?,
            "rate" => settings.rate = value.parse()?,
            "penalty" => settings.penalty = value.parse()?,
            "least" => settings.least = value.parse()?,
            "dropout" => settings.dropout = value.parse()?,
            "seeds" => settings.seeds = value.parse()?,
            "average" => settings.average = value.parse()?,
            "stems" => settings.stems = value.parse()?,
            "doubt" => settings.doubt = value.parse()?,
            "prune" => settings.prune = value.parse()?,
            "news" => settings.news = value.parse()?,
            "without" => {
                for group in value.chars() {
                    settings.groups = settings.groups.without(match group {
                        'l' => Groups::LISTS,
                        'c' => Groups::CLUSTERS,
                        's' => Groups::SILVER,
                        't' => Groups::TRIGGERS,
                        _ => Groups::STEMS,
                    });
                }
            }
            other => return Err(format!("unknown setting {other}").into()),
        }
    }
    Ok(settings)
}

/// The lexicon with what plain text says of its words.
fn with_silver(lexicon: &Lexicon, lines: &[String], corpora: &Corpora, doubt: f32) -> Lexicon {
    let started = Instant::now();
    let bench = Bench::new(corpora, lexicon);
    let groups = Groups::ALL.without(Groups::SILVER);
    let settings =
        Settings { is_blind: true, epochs: 6, prune: 0.1, seeds: 1, average: 1, groups, ..Settings::default() };
    let model = choose::with(&bench.learn(&settings), &[doubt, 0.0, 0.0, 0.0]);
    let mut parts = lexicon.parts().clone();
    parts.silver = silver::silver(lines, lexicon, (&model, &settings));
    println!("silver: {:.0} s", started.elapsed().as_secs_f64());
    Lexicon::new(parts)
}

fn with_lists(lexicon: &Lexicon, lists: &Lists) -> Lexicon {
    let mut parts = lexicon.parts().clone();
    (parts.phrases, parts.masks) = lists.masks.iter().map(|(&key, &mask)| (key, mask)).unzip();
    Lexicon::new(parts)
}

/// Counts, stems and clusters from plain text and the text of the training files; stems that occur `least` times.
fn learn_lexicon(options: &Options, corpora: &Corpora, least: u32) -> Result<Lexicon> {
    let started = Instant::now();
    let news = corpora.news.train.iter().chain(&corpora.news.train);
    let more: Vec<String> = news.chain(&corpora.wiki.train).map(|gold| gold.text.clone()).collect();
    let lines = plain::lines(&options.ner.join("arwiki.txt"), &more)?;
    let counts = plain::counted(&lines, 4);
    let text = plain::numbered(&lines, &counts, least);
    println!(
        "plain text: {} words, {} stems, {:.0} s",
        text.numbers.len(),
        text.stems.len(),
        started.elapsed().as_secs_f64()
    );
    let (left, right) = (cluster::Neighbours::of(&text, true), cluster::Neighbours::of(&text, false));
    let sets = std::thread::scope(|scope| {
        let exchanged = scope.spawn(|| {
            [cluster::exchange(&text, (&left, &right), 128, 6), cluster::exchange(&text, (&left, &right), 320, 4)]
        });
        let points = embed::skip_gram(&text, 3, 1);
        let near = [embed::k_means(&points, 250, 8, 1), embed::k_means(&points, 800, 5, 1)];
        exchanged.join().map(|exchanged| [exchanged, near].concat())
    });
    let Ok(sets) = sets else { return Err("a thread that clusters has ended".into()) };
    println!("clusters: {:.0} s", started.elapsed().as_secs_f64());
    Ok(with_clusters(&counts, &text, &sets))
}

/// The counts with the clusters of the stems; a stem that was not counted as a word is added.
fn with_clusters(counts: &Lexicon, text: &plain::Plain, sets: &[Vec<u16>]) -> Lexicon {
    let mut rows: std::collections::BTreeMap<u32, (u8, [u16; 4])> = std::collections::BTreeMap::new();
    for (&word, &count) in counts.parts().words.iter().zip(&counts.parts().counts) {
        rows.insert(word, (count, [0; 4]));
    }
    for (number, &stem) in text.stems.iter().enumerate().skip(1) {
        let row = rows.entry(Lexicon::key_of(stem)).or_insert((1, [0; 4]));
        row.1 = std::array::from_fn(|set| sets[set][number]);
    }
    // What is rare and has no cluster only helps to find stems, and there its absence says as much.
    rows.retain(|_, (count, sets)| *count >= 12 || sets[0] != 0);
    let mut parts = khabar::entity::crf::LexiconParts::default();
    for (word, (count, clusters)) in rows {
        parts.words.push(word);
        parts.counts.push(count);
        parts.silver.push(0);
        for (set, cluster) in parts.sets.iter_mut().zip(clusters) {
            set.push(cluster);
        }
    }
    Lexicon::new(parts)
}

/// The corpora as the model sees them.
struct Bench<'c> {
    corpora: &'c Corpora,
    news: [Vec<Example>; 2],
    wiki: [Vec<Example>; 2],
    aner: [Vec<Example>; 2],
    aqmar: Vec<Example>,
}

impl<'c> Bench<'c> {
    fn new(corpora: &'c Corpora, lexicon: &Lexicon) -> Self {
        let both = |corpus: &Corpus| [conll::examples(&corpus.train, lexicon), conll::examples(&corpus.dev, lexicon)];
        Self {
            corpora,
            news: both(&corpora.news),
            wiki: both(&corpora.wiki),
            aner: both(&corpora.aner),
            aqmar: conll::examples(&corpora.aqmar.dev, lexicon),
        }
    }

    /// The model that is shipped: news twice, as there is less of it.
    fn learn(&self, settings: &Settings) -> Model {
        let news = self.news[0].iter().map(|example| (example, settings.news));
        let all: Vec<(&Example, usize)> = news.chain(self.wiki[0].iter().map(|example| (example, 1))).collect();
        learn::learn(&all, settings)
    }

    fn sets(&self) -> [choose::Set<'_>; 3] {
        [
            ("NewsFANE", &self.news[1], &self.corpora.news.dev),
            ("WikiFANE", &self.wiki[1], &self.corpora.wiki.dev),
            ("AQMAR", &self.aqmar, &self.corpora.aqmar.dev),
        ]
    }

    /// Prints the scores of a model, and returns those with the second pass as lines of its header.
    fn report(&self, name: &str, model: &Model, groups: Groups) -> String {
        let decoder = Decoder::new(model, groups);
        let mut header = String::new();
        for (corpus, examples, gold) in self.sets() {
            for beta in [0.0, BETA] {
                let score = score::score(&decoder, examples, gold, WINDOW, beta);
                println!("{name} {corpus:9} beta {beta} {}", score.line());
                if beta > 0.0 {
                    header += &format!("dev F1 {corpus}: {}\n", score.line());
                }
            }
        }
        header
    }

    /// Prints the scores of the model that is compiled in: alone, with the second pass, with the rules.
    fn report_shipped(&self, shows: bool) {
        let (decoder, _) = khabar::entity::crf::shipped();
        for (corpus, examples, gold) in self.sets() {
            for beta in [0.0, BETA] {
                println!("{corpus:9} beta {beta} {}", score::score(decoder, examples, gold, WINDOW, beta).line());
            }
            println!("{corpus:9} + rules {}", score::score_all(examples, gold, (WINDOW, shows)).line());
        }
    }

    /// Prints what the second pass gives at several weights, windows and costs of no name.
    fn report_trials(&self, folder: &Path) {
        let Ok(bytes) = std::fs::read(folder.join("arabic.model")) else { return };
        let Ok(model) = Model::from_bytes(&bytes) else { return };
        for cost in [-0.4f32, -0.2, 0.0, 0.2, 0.4] {
            let mut parts = model.parts().clone();
            parts.transitions.iter_mut().step_by(khabar::entity::crf::LABELS).for_each(|score| *score -= cost);
            let model = Model::new(parts);
            let decoder = Decoder::new(&model, Groups::ALL);
            for (beta, window) in [(2.0, WINDOW), (3.0, WINDOW), (4.0, WINDOW), (6.0, WINDOW), (4.0, 10_000)] {
                let scores =
                    self.sets().map(|(_, examples, gold)| score::score(&decoder, examples, gold, window, beta));
                let line = scores.map(|score| format!("{:.1}/{:.1}", score.f1(&[0, 1, 2]), score.f1(&[0, 1, 2, 3])));
                println!("cost {cost} beta {beta} window {window:5}: {}", line.join("  "));
            }
        }
    }

    /// Prints what each group of features gives, the first pass alone, two models learning at a time; then the second
    /// pass with the last of them. What is shipped has more seeds and chosen scores besides.
    fn report_steps(&self, settings: &Settings) {
        let mut groups = Groups::WORDS;
        let steps = STEPS.map(|(name, group)| {
            groups = groups.with(group);
            (name, Settings { groups, seeds: 1, ..*settings })
        });
        for two in steps.chunks(2) {
            let models: Vec<_> = std::thread::scope(|scope| {
                let threads: Vec<_> = two.iter().map(|(_, settings)| scope.spawn(|| self.learn(settings))).collect();
                threads.into_iter().filter_map(|thread| thread.join().ok()).collect()
            });
            for ((name, settings), model) in two.iter().zip(&models) {
                let decoder = Decoder::new(model, settings.groups);
                self.report_step(name, &decoder, 0.0);
                if settings.groups == Groups::ALL {
                    self.report_step("+second pass", &decoder, BETA);
                }
            }
        }
    }

    fn report_step(&self, name: &str, decoder: &Decoder, beta: f32) {
        for (corpus, examples, gold) in self.sets() {
            println!("{name:20} {corpus:9} {}", score::score(decoder, examples, gold, WINDOW, beta).line());
        }
    }

    /// Prints the scores of the model of ANERcorp's own training part, to compare with what others report.
    fn report_own(&self, settings: &Settings) {
        let all: Vec<(&Example, usize)> = self.aner[0].iter().map(|example| (example, 1)).collect();
        let model = learn::learn(&all, &Settings { epochs: settings.epochs * 2, ..*settings });
        let decoder = Decoder::new(&model, settings.groups);
        for beta in [0.0, BETA] {
            let score = score::score(&decoder, &self.aner[1], &self.corpora.aner.dev, WINDOW, beta);
            println!("own ANERcorp beta {beta} {}", score.line());
        }
    }
}
