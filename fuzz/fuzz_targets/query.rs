//! Any text as a query, on any text: places stand inside, marks and answer agree.

#![no_main]

use jiff::civil::date;
use khabar::query::{Holds, index_text, parse};
use khabar::search::snippet;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&str, &str)| {
    let (written, text) = input;
    let query = parse(written, date(2026, 11, 22));
    for problem in &query.problems {
        assert!(written.get(problem.bytes.clone()).is_some_and(|part| !part.is_empty()));
    }
    for wanted in query.wanted() {
        let marks = wanted.marks(text);
        assert_eq!(marks.is_empty(), wanted.holds(text) == Holds::No);
        assert!(marks.iter().all(|mark| text.get(mark.clone()).is_some_and(|part| !part.is_empty())));
    }
    let mut stems = String::new();
    index_text(text, &mut stems);
    if let Some(found) = snippet(&[text.to_owned()], &query, 60) {
        assert!(found.marks.iter().all(|mark| found.text.get(mark.clone()).is_some()));
    }
});
