//! tantivy beside khabar's own index on the bodies and questions of the bench `library`.
//!
//! Owns the table. Both hold the same articles in a temporary folder and give the newest hundred; tantivy cuts words as
//! it does by default and compares small letters, khabar folds and stems them.

use std::io::Cursor;
use std::time::Instant;

use khabar::library::{Access, Bounds, Library, Prepared, prepare};
use khabar::query::parse;
use khabar::source::{ReadOptions, inputs_of_reader};
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, RegexQuery, TermQuery};
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, TEXT};
use tantivy::{Index, IndexReader, Order, Term, doc};

use crate::{Times, archive, asked};

/// Questions of each kind.
const QUESTIONS: usize = 100;
/// What a list asks for.
const MOST: usize = 100;
/// Each question is asked so often, and the best time counts.
const TRIES: usize = 3;
const BATCH: usize = 400;
/// Bytes that tantivy may gather before it writes.
const GATHERED: usize = 200_000_000;
const TODAY: jiff::civil::Date = jiff::civil::date(2026, 1, 1);

pub(crate) fn compare(real: &[archive::Item], size: usize) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let begun = Instant::now();
    let library = file(real, size, &folder.path().join("library.db"));
    let own = begun.elapsed();
    let begun = Instant::now();
    let peer = Peer::new(real, size, &folder.path().join("tantivy"));
    println!(
        "\n{size} bodies: filed by khabar in {:.1} s on one thread, by tantivy in {:.1} s on two",
        own.as_secs_f64(),
        begun.elapsed().as_secs_f64()
    );
    println!("| what is asked | khabar p50 ms | p95 | max | tantivy p50 ms | p95 | max |");
    println!("|---|--:|--:|--:|--:|--:|--:|");
    for (name, questions) in asked::questions(real, QUESTIONS) {
        let queries: Vec<(&String, Box<dyn Query>)> =
            questions.iter().filter_map(|question| Some((question, peer.query(question)?))).collect();
        if queries.is_empty() {
            continue;
        }
        let (mut own, mut others) = (Times::default(), Times::default());
        for (question, query) in &queries {
            own.add(TRIES, || found(&library, question));
            others.add(TRIES, || peer.found(&**query));
        }
        println!("| {name} | {own} | {others} |");
    }
}

fn file(real: &[archive::Item], size: usize, path: &std::path::Path) -> Library {
    let mut library = Library::open(path, Access::Write).expect("a library");
    library.expect_many().expect("a library");
    let options = ReadOptions { today: TODAY, raw: false };
    for first in (0..size).step_by(BATCH) {
        let lines: Vec<String> =
            (first..size.min(first + BATCH)).map(|number| archive::json_line(real, number)).collect();
        let inputs = inputs_of_reader(Cursor::new(lines.join("\n")), "archive.jsonl").flatten();
        let batch: Vec<Prepared> =
            inputs.filter_map(|input| Some(prepare(input.read(&options).article?, None))).collect();
        library.file(&batch).expect("it is filed");
        library.tidy(std::time::Duration::from_millis(15)).expect("it is merged");
    }
    while library.tidy(std::time::Duration::from_millis(15)).expect("it is merged") {}
    library.checkpoint().expect("the log is brought in");
    library
}

fn found(library: &Library, question: &str) -> usize {
    let expr = parse(question, TODAY).expr.expect("a question");
    let bounds = Bounds { most: MOST, before: None, deadline: None };
    library.select(&expr, &bounds).expect("an answer").keys.len()
}

struct Peer {
    reader: IndexReader,
    words: Field,
    index: Index,
}

impl Peer {
    fn new(real: &[archive::Item], size: usize, folder: &std::path::Path) -> Peer {
        let mut schema = Schema::builder();
        let words = schema.add_text_field("words", TEXT);
        let day = schema.add_u64_field("day", FAST | INDEXED);
        std::fs::create_dir_all(folder).expect("a folder");
        let index = Index::create_in_dir(folder, schema.build()).expect("an index");
        let mut writer = index.writer_with_num_threads(2, GATHERED).expect("a writer");
        for number in 0..size {
            let item = archive::item(real, number);
            let text = format!("{}\n{}", item.title, item.body);
            writer.add_document(doc!(words => text, day => (size - number) as u64)).expect("it is filed");
        }
        writer.commit().expect("it is kept");
        writer.wait_merging_threads().expect("it is merged");
        let reader = index.reader().expect("a reader");
        Peer { reader, words, index }
    }

    /// The question in tantivy's own terms; `None` for what it has no words for (sections).
    fn query(&self, question: &str) -> Option<Box<dyn Query>> {
        if question.contains(':') {
            return None;
        }
        if let Some(phrase) = question.strip_prefix('"') {
            let terms: Vec<Term> = self.terms(phrase);
            return (terms.len() > 1).then(|| Box::new(PhraseQuery::new(terms)) as Box<dyn Query>);
        }
        let mut parts: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for word in question.split_whitespace() {
            let (occur, word) = word.strip_prefix('-').map_or((Occur::Must, word), |word| (Occur::MustNot, word));
            match word.strip_suffix('*') {
                Some(head) => {
                    let pattern = format!("{}.*", head.to_lowercase());
                    parts.push((occur, Box::new(RegexQuery::from_pattern(&pattern, self.words).ok()?)));
                }
                None => {
                    parts.extend(self.terms(word).into_iter().map(|term| {
                        (occur, Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Box<dyn Query>)
                    }))
                }
            }
        }
        Some(Box::new(BooleanQuery::new(parts)))
    }

    fn terms(&self, text: &str) -> Vec<Term> {
        let mut analyzer = self.index.tokenizers().get("default").expect("the default words");
        let mut stream = analyzer.token_stream(text);
        let mut terms = Vec::new();
        stream.process(&mut |token| terms.push(Term::from_field_text(self.words, &token.text)));
        terms
    }

    fn found(&self, query: &dyn Query) -> usize {
        let newest = TopDocs::with_limit(MOST).order_by_fast_field::<u64>("day", Order::Desc);
        self.reader.searcher().search(query, &newest).expect("an answer").len()
    }
}
