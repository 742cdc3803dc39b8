//! Rust source as words: enough of the language to see paths, attributes and macro calls.
//!
//! Owns the cut into words and the removal of test items; comments and the insides of literals are left out, so that
//! no rule trips over prose. Does not judge anything: next, `paths.rs` and `rules.rs`.

/// One word of a source file and the line (from 1) that it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) line: usize,
    pub(crate) kind: Kind,
}

/// What a word is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An identifier or a keyword; the `r#` of a raw one is dropped.
    Name(String),
    /// `::`
    PathSeparator,
    /// Any other single character.
    Mark(char),
    /// A literal: its content is nobody's business here.
    Literal,
}

impl Word {
    /// True for this identifier or keyword.
    pub(crate) fn is_name(&self, name: &str) -> bool {
        matches!(&self.kind, Kind::Name(own) if own == name)
    }

    /// True for this character.
    pub(crate) fn is_mark(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }

    /// The identifier, where it is one.
    pub(crate) fn name(&self) -> Option<&str> {
        match &self.kind {
            Kind::Name(name) => Some(name),
            _ => None,
        }
    }
}

/// The words of `text` without comments and without items under `#[cfg(test)]`.
pub(crate) fn code_words(text: &str) -> Vec<Word> {
    let words = all_words(text);
    let tests = test_items(&words);
    let inside = |at: usize| tests.iter().any(|range| range.contains(&at));
    words.iter().enumerate().filter(|(at, _)| !inside(*at)).map(|(_, word)| word.clone()).collect()
}

/// How many lines of `text` do not belong to items under `#[cfg(test)]`.
pub(crate) fn lines_without_tests(text: &str) -> usize {
    let words = all_words(text);
    let tests: usize =
        test_items(&words).iter().map(|range| words[range.end - 1].line - words[range.start].line + 1).sum();
    text.lines().count() - tests
}

/// The index after the closing bracket that matches the opening one at `open`; the end where none does.
pub(crate) fn after_matching(words: &[Word], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, word) in words.iter().enumerate().skip(open) {
        match word.kind {
            Kind::Mark('(' | '[' | '{') => depth += 1,
            Kind::Mark(')' | ']' | '}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    words.len()
}

/// Index ranges of the items that only tests see, attribute included; they do not overlap.
fn test_items(words: &[Word]) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match is_test_attribute(words, at) {
            true => {
                let end = end_of_item(words, at);
                found.push(at..end);
                at = end;
            }
            false => at += 1,
        }
    }
    found
}

/// True when `#[cfg(test)]` or `#[cfg(all(test, …))]` starts here.
fn is_test_attribute(words: &[Word], at: usize) -> bool {
    let rest = &words[at..];
    let head = rest.len() > 5
        && rest[0].is_mark('#')
        && rest[1].is_mark('[')
        && rest[2].is_name("cfg")
        && rest[3].is_mark('(');
    head && (rest[4].is_name("test") || rest[4].is_name("all") && rest.len() > 6 && rest[6].is_name("test"))
}

/// The index after the item whose first attribute starts at `at`: after its `;` or its block.
fn end_of_item(words: &[Word], mut at: usize) -> usize {
    while words.get(at).is_some_and(|word| word.is_mark('#')) {
        at = after_matching(words, at + 1);
    }
    while let Some(word) = words.get(at) {
        match word.kind {
            Kind::Mark(';') => return at + 1,
            Kind::Mark('{') if !is_use_group(words, at) => return after_matching(words, at),
            Kind::Mark('(' | '[' | '{') => at = after_matching(words, at),
            _ => at += 1,
        }
    }
    words.len()
}

/// True for the `{` of `use a::{b, c};`, which does not end the item.
fn is_use_group(words: &[Word], at: usize) -> bool {
    at > 0 && words[at - 1].kind == Kind::PathSeparator
}

fn all_words(text: &str) -> Vec<Word> {
    let mut reader = Reader { chars: text.chars().collect(), at: 0, line: 1 };
    let mut words = Vec::new();
    while let Some(letter) = reader.peek(0) {
        let line = reader.line;
        if let Some(kind) = reader.next_kind(letter) {
            words.push(Word { line, kind });
        }
    }
    words
}

/// Reads a source file from front to back and counts its lines.
struct Reader {
    chars: Vec<char>,
    at: usize,
    line: usize,
}

impl Reader {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn skip(&mut self, count: usize) {
        for _ in 0..count {
            if self.peek(0) == Some('\n') {
                self.line += 1;
            }
            self.at += 1;
        }
    }

    fn skip_while(&mut self, wanted: impl Fn(char) -> bool) {
        while self.peek(0).is_some_and(&wanted) {
            self.skip(1);
        }
    }

    /// The word that starts with `letter`, or nothing for white space and comments; always moves on.
    fn next_kind(&mut self, letter: char) -> Option<Kind> {
        match (letter, self.peek(1)) {
            ('/', Some('/')) => {
                self.skip_while(|c| c != '\n');
                None
            }
            ('/', Some('*')) => {
                self.skip_block_comment();
                None
            }
            (':', Some(':')) => {
                self.skip(2);
                Some(Kind::PathSeparator)
            }
            ('"', _) => Some(self.quoted()),
            ('\'', _) => self.char_or_lifetime(),
            _ if letter.is_whitespace() => {
                self.skip(1);
                None
            }
            _ if letter.is_ascii_digit() => {
                self.skip_while(is_name_part);
                Some(Kind::Literal)
            }
            _ if is_name_part(letter) => Some(self.name_or_prefixed_literal()),
            _ => {
                self.skip(1);
                Some(Kind::Mark(letter))
            }
        }
    }

    /// Block comments nest.
    fn skip_block_comment(&mut self) {
        let mut depth = 0_usize;
        while let Some(letter) = self.peek(0) {
            match (letter, self.peek(1)) {
                ('/', Some('*')) => {
                    depth += 1;
                    self.skip(2);
                }
                ('*', Some('/')) => {
                    depth -= 1;
                    self.skip(2);
                    if depth == 0 {
                        return;
                    }
                }
                _ => self.skip(1),
            }
        }
    }

    fn quoted(&mut self) -> Kind {
        self.skip(1);
        while let Some(letter) = self.peek(0) {
            self.skip(if letter == '\\' { 2 } else { 1 });
            if letter == '"' {
                break;
            }
        }
        Kind::Literal
    }

    /// `'a'` and `'\n'` are literals; `'a` is a lifetime, which no rule reads.
    fn char_or_lifetime(&mut self) -> Option<Kind> {
        if self.peek(1) == Some('\\') {
            self.skip(3);
            self.skip_while(|c| c != '\'');
            self.skip(1);
            return Some(Kind::Literal);
        }
        if self.peek(2) == Some('\'') {
            self.skip(3);
            return Some(Kind::Literal);
        }
        self.skip(1);
        self.skip_while(is_name_part);
        None
    }

    /// A name, or a literal with a prefix: `r"…"`, `br#"…"#`, `b"…"`, `c"…"`, `b'x'`.
    fn name_or_prefixed_literal(&mut self) -> Kind {
        let start = self.at;
        self.skip_while(is_name_part);
        let name: String = self.chars[start..self.at].iter().collect();
        let is_raw = matches!(name.as_str(), "r" | "br" | "cr");
        let hashes = (0..).take_while(|&ahead| self.peek(ahead) == Some('#')).count();
        match (self.peek(0), self.peek(hashes)) {
            (_, Some('"')) if is_raw => self.raw_string(hashes),
            (Some('"'), _) if matches!(name.as_str(), "b" | "c") => self.quoted(),
            (Some('\''), _) if name == "b" => self.char_or_lifetime().unwrap_or(Kind::Literal),
            (Some('#'), Some(next)) if name == "r" && hashes == 1 && is_name_part(next) => {
                self.skip(1);
                self.name_or_prefixed_literal()
            }
            _ => Kind::Name(name),
        }
    }

    fn raw_string(&mut self, hashes: usize) -> Kind {
        self.skip(hashes + 1);
        while let Some(letter) = self.peek(0) {
            self.skip(1);
            if letter == '"' && (0..hashes).all(|ahead| self.peek(ahead) == Some('#')) {
                self.skip(hashes);
                break;
            }
        }
        Kind::Literal
    }
}

fn is_name_part(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

#[test]
fn prose_and_literals_are_left_out() {
    let text =
        "//! unsafe\n/* a /* unsafe */ b */ let x = \"unsafe \\\" unsafe\"; // unsafe\nlet y = r#\"unsafe \" \"#; z";
    let names: Vec<_> = code_words(text).iter().filter_map(Word::name).map(str::to_owned).collect();
    assert_eq!(names, ["let", "x", "let", "y", "z"]);
}

#[test]
fn characters_and_lifetimes_are_told_apart() {
    let text = "fn f<'a>(x: &'a str) -> char { '\"'; '\\''; b'\\\\'; 'x' } fn after() {}";
    let words = code_words(text);
    assert!(words.iter().any(|word| word.is_name("after")), "{words:?}");
    assert_eq!(words.iter().filter(|word| word.kind == Kind::Literal).count(), 4, "{words:?}");
}

#[test]
fn test_items_are_cut_out_and_the_rest_stays() {
    let text = "fn one() {}\n#[cfg(test)]\nuse a::{b, c};\n#[cfg(test)]\n#[path = \"x\"]\nmod tests {\n fn bad() {}\n}\nfn two() {}\n";
    let words = code_words(text);
    let has = |name: &str| words.iter().any(|word| word.is_name(name));
    assert!(has("one") && has("two") && !has("bad") && !has("b"), "{words:?}");
    assert_eq!(words.iter().find(|word| word.is_name("two")).map(|word| word.line), Some(9));
    assert_eq!(lines_without_tests(text), 2);
}
