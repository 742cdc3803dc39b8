//! Any text: mentions stand on character boundaries, in order, without overlap; finding in it never panics.

#![no_main]

use khabar::entity::{Context, recognise};
use khabar::search::inside;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let paragraphs: Vec<&str> = text.split('\n').collect();
    let mentions = recognise(&paragraphs, &Context { language: "ar", anchor: None });
    for (paragraph, mentions) in paragraphs.iter().zip(&mentions) {
        let mut end = 0;
        for mention in mentions {
            assert!(mention.bytes.start >= end && paragraph.get(mention.bytes.clone()).is_some());
            end = mention.bytes.end;
        }
    }
    inside::find(&paragraphs, text.get(..text.len().min(8)).unwrap_or_default());
});
