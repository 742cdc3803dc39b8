use jiff::civil::{Date, date};

use super::{Expr, Form, Holds, Query, TextMatch, index_text, parse};

const TODAY: Date = date(2026, 11, 22);

fn read(text: &str) -> Query {
    parse(text, TODAY)
}

fn text(query: &str) -> TextMatch {
    match read(query).expr {
        Some(Expr::Text(text)) => text,
        other => panic!("{query} is {other:?}"),
    }
}

#[test]
fn stems_meet() {
    let mut out = String::new();
    index_text("والمدرسة، ٢٠٢٣ Élysée!", &mut out);
    assert_eq!(out, "مدرس 2023 elysee");
    assert_eq!(text("مدرسه").holds("في والمدرسة"), Holds::Stem);
    assert!(matches!(text("«وزارة الدفاع»").form, Form::Phrase(words) if words.len() == 2));
}
