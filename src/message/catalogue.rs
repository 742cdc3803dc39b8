//! The catalogue: from a key to words in the interface's language.
//!
//! Owns the lookup and the interpolation; does not lay anything out. A message is added by one line in each file of
//! `assets/messages/`. Next: `parse.rs` for the format of these files.

use std::collections::BTreeMap;

use super::isolate::{isolate, isolate_by};
use super::parse::{MessageError, Pattern, Piece, parse};
use super::plural::plural_category;

/// A language that the interface speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum InterfaceLanguage {
    /// Arabic: the panes start on the right.
    #[default]
    Arabic,
    /// English: the panes start on the left.
    English,
}

impl InterfaceLanguage {
    /// Every language of the interface.
    pub const ALL: [InterfaceLanguage; 2] = [InterfaceLanguage::Arabic, InterfaceLanguage::English];

    /// The ISO 639-1 code.
    pub fn code(self) -> &'static str {
        match self {
            InterfaceLanguage::Arabic => "ar",
            InterfaceLanguage::English => "en",
        }
    }

    /// True when the language is written from right to left, and the panes start on the right.
    pub fn is_right_to_left(self) -> bool {
        self == InterfaceLanguage::Arabic
    }

    /// The language that follows in the cycle of all languages.
    pub fn next(self) -> Self {
        match self {
            InterfaceLanguage::Arabic => InterfaceLanguage::English,
            InterfaceLanguage::English => InterfaceLanguage::Arabic,
        }
    }

    fn file(self) -> &'static str {
        match self {
            InterfaceLanguage::Arabic => include_str!("../../assets/messages/ar.ftl"),
            InterfaceLanguage::English => include_str!("../../assets/messages/en.ftl"),
        }
    }
}

/// The messages of one language.
#[derive(Clone, Debug)]
pub struct Messages {
    language: InterfaceLanguage,
    patterns: BTreeMap<String, Pattern>,
}

impl Messages {
    /// The built-in messages of `language`.
    pub fn load(language: InterfaceLanguage) -> Self {
        Self::parse(language, language.file()).expect("the built-in message files are well formed, which a test checks")
    }

    /// Messages from the text of a file.
    ///
    /// # Errors
    /// The first line that does not follow the grammar of `parse.rs`.
    pub fn parse(language: InterfaceLanguage, file: &str) -> Result<Self, MessageError> {
        Ok(Self { language, patterns: parse(file)? })
    }

    /// The language of these messages.
    pub fn language(&self) -> InterfaceLanguage {
        self.language
    }

    /// The words of a message without variables; the key itself where there is no such message.
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        self.find(key).unwrap_or(key)
    }

    /// The words of a message without variables, where there is one.
    pub fn find(&self, key: &str) -> Option<&str> {
        match self.patterns.get(key)? {
            Pattern::Plain(pieces) => match pieces.as_slice() {
                [Piece::Words(words)] => Some(words),
                _ => None,
            },
            Pattern::Select { .. } => None,
        }
    }

    /// A message with its variables filled in, each value isolated so that mixed text keeps its order.
    ///
    /// A selection takes the variant of the number that its variable holds, or the default where it holds none. A
    /// variable without a value shows its name; an unknown key shows the key.
    pub fn format(&self, key: &str, values: &[(&str, &str)]) -> String {
        let value_of = |name: &str| values.iter().find(|(given, _)| *given == name).map(|(_, value)| *value);
        let pieces = match self.patterns.get(key) {
            None => return key.to_owned(),
            Some(Pattern::Plain(pieces)) => pieces,
            Some(Pattern::Select { variable, variants }) => {
                let number = value_of(variable).and_then(|value| value.parse::<u64>().ok());
                let category = number.map(|count| plural_category(self.language, count));
                let exact = number.map(|count| count.to_string());
                let named = |name: Option<&str>| variants.iter().find(|(variant, _)| name == Some(variant.as_str()));
                let variant = named(exact.as_deref()).or_else(|| named(category)).or(variants.last());
                let Some((_, pieces)) = variant else { return key.to_owned() };
                pieces
            }
        };
        let fill = |piece: &Piece| match piece {
            Piece::Words(words) => words.clone(),
            Piece::Variable(name) => value_of(name).map_or_else(|| name.clone(), isolate),
        };
        pieces.iter().map(fill).collect()
    }

    /// Wraps a sentence of this language in an isolate of the language's direction.
    ///
    /// A formatted message may have no strong character outside its own isolates (18 May 2024 in Arabic), so that its
    /// direction cannot be found by looking.
    pub fn isolate_own(&self, sentence: &str) -> String {
        isolate_by(if self.language.is_right_to_left() { '\u{2067}' } else { '\u{2066}' }, sentence)
    }

    /// A message that depends on a number, which it knows as `$count`.
    pub fn count(&self, key: &str, count: usize) -> String {
        self.format(key, &[("count", &count.to_string())])
    }
}

#[cfg(test)]
mod tests {
    use super::{InterfaceLanguage, Messages};

    #[test]
    fn all_languages_have_the_same_keys_with_the_same_variables() {
        let [arabic, english] = InterfaceLanguage::ALL.map(Messages::load);
        let shape = |messages: &Messages| {
            let rows = messages.patterns.iter();
            rows.map(|(key, pattern)| {
                let names: Vec<String> = pattern.variables().into_iter().map(str::to_owned).collect();
                (key.clone(), names)
            })
            .collect::<Vec<_>>()
        };
        assert_eq!(shape(&arabic), shape(&english));
        assert!(arabic.patterns.len() > 50);
    }

    #[test]
    fn values_are_isolated_and_counts_take_their_form() {
        let file = "n = { $count ->\n [0] none\n [one] one\n *[other] { $count } of { $name }\n}\nplain = x\n";
        let messages = Messages::parse(InterfaceLanguage::English, file).expect("well formed");
        assert_eq!(messages.count("n", 0), "none");
        assert_eq!(messages.count("n", 1), "one");
        let five = messages.format("n", &[("count", "5"), ("name", "a b")]);
        assert_eq!(five, "\u{2068}5\u{2069} of \u{2068}a b\u{2069}");
        assert_eq!(messages.format("n", &[]), "count of name");
        assert_eq!((messages.text("plain"), messages.text("absent")), ("x", "absent"));
    }

    #[test]
    fn arabic_counts_read_as_arabic() {
        let messages = Messages::load(InterfaceLanguage::Arabic);
        let forms: Vec<String> = [0, 1, 2, 3, 11, 100].map(|count| messages.count("articles", count)).to_vec();
        let mut distinct = forms.clone();
        distinct.dedup();
        assert_eq!(distinct.len(), 6, "{forms:?}");
    }
}
