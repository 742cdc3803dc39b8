//! Nationalities and groups: الروسي, أردنيون, الأكراد, each with the country that it leads to.
//!
//! Owns the forms of an adjective and the rule that makes it from a country's name; the words themselves stand in
//! `countries.tsv` (flag `adj`) and `nationalities.tsv`. Next: `affix.rs`, whose particles stand before them.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::affix::{Reading, readings};
use super::listed::{PhraseHash, Sort, country_name, listed};
use super::table::gazetteer;
use crate::entity::interest::Interest;
use crate::entity::recogniser::{Context, Recogniser};
use crate::entity::token::{Class, Tokens, WordMap};
use crate::entity::{EntityId, Kind, Mention};
use crate::text::fold;

const EXCEPTIONS: &str = include_str!("../../../assets/gazetteers/nationalities.tsv");

/// Endings of an adjective that agrees with what it stands beside.
const ADJECTIVE_ENDINGS: &[&str] = &["", "ه", "ان", "تان", "تين", "ا"];

/// Endings that only people have.
const PEOPLE_ENDINGS: &[&str] = &["ون", "ين", "ات", "و"];

/// A nationality, or a group that belongs to no one country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Nationality {
    /// The code of the country, or the folded name of the group.
    pub(crate) key: Box<str>,
    /// The masculine adjective, or the group's name where there is none.
    pub(crate) name: Box<str>,
}

/// What is known of a form.
#[derive(Clone, Copy, Debug)]
struct Form {
    owner: usize,
    /// True for الروس and روسيون, false for روسي.
    is_people: bool,
    /// True when the form without article is a word of its own: تركي is a name, التركي is not.
    needs_article: bool,
    /// True when ى at its end makes another word: اليمنى.
    needs_dots: bool,
}

/// Every form of every nationality.
#[derive(Debug, Default)]
pub(crate) struct Nationalities {
    owners: Vec<Nationality>,
    /// Folded form without article; of two words, both without.
    forms: WordMap<Box<str>, Form>,
    /// First words of the forms of two words.
    pairs: HashSet<Box<str>>,
}

/// A row of either list.
struct Row<'l> {
    key: &'l str,
    stems: Vec<String>,
    plurals: Vec<String>,
    flags: &'l str,
}

/// The nationalities, read at the first use.
pub(crate) fn nationalities() -> &'static Nationalities {
    static READ: LazyLock<Nationalities> = LazyLock::new(Nationalities::read);
    &READ
}

impl Nationalities {
    fn read() -> Self {
        let mut all = Self::default();
        let rows: Vec<Row> = EXCEPTIONS.lines().filter(|line| !line.starts_with('#')).filter_map(row).collect();
        for entity in gazetteer().entities.iter().filter(|entity| entity.is_country()) {
            all.add_country(&entity.id.key, gazetteer().adjectives_of(&entity.id.key), &rows);
        }
        let by_hand: HashSet<String> = all.owners.iter().map(|owner| owner.key.to_string()).collect();
        for place in listed().iter().take_while(|place| place.sort == Sort::Country) {
            let key = place.key();
            if !by_hand.contains(&key) {
                let derived = derived_adjective(place.name("ar"));
                all.add_country(&key, derived.as_slice(), &rows);
            }
        }
        for row in rows.iter().filter(|row| row.key == "=") {
            let name = row.stems.first().or(row.plurals.first()).map_or("", String::as_str);
            let group =
                Row { key: &fold(name), stems: row.stems.clone(), plurals: row.plurals.clone(), flags: row.flags };
            all.add(&group, name);
        }
        all
    }

    /// Adds a country with the adjectives that a list has, or else the one that the rule gives, and its exceptions.
    fn add_country(&mut self, code: &str, listed: &[String], rows: &[Row]) {
        let own: Vec<&Row> = rows.iter().filter(|row| row.key == code).collect();
        if own.iter().any(|row| row.flags == "none") {
            return;
        }
        let mut stems = listed.to_vec();
        let exceptions = || own.iter().flat_map(|row| row.stems.iter().cloned());
        if stems.is_empty() && exceptions().next().is_none() {
            let name = country_name(code, "ar").unwrap_or_default();
            stems.extend(derived_adjective(&name));
        }
        stems.extend(exceptions());
        let plurals: Vec<String> = own.iter().flat_map(|row| row.plurals.iter().cloned()).collect();
        let flags = own.first().map_or("", |row| row.flags);
        let name = stems.first().or(plurals.first()).cloned().unwrap_or_default();
        if !name.is_empty() {
            self.add(&Row { key: code, stems, plurals, flags }, &name);
        }
    }

    fn add(&mut self, row: &Row, name: &str) {
        let owner = self.owners.len();
        self.owners.push(Nationality { key: row.key.into(), name: name.into() });
        let form = |is_people| Form {
            owner,
            is_people,
            needs_article: !is_people && row.flags == "noindef",
            needs_dots: row.flags == "noya",
        };
        for stem in row.stems.iter().map(|stem| fold(stem)) {
            if row.flags != "plural" {
                ADJECTIVE_ENDINGS.iter().for_each(|ending| self.add_form(inflected(&stem, ending), form(false)));
            }
            PEOPLE_ENDINGS.iter().for_each(|ending| self.add_form(inflected(&stem, ending), form(true)));
        }
        for plural in &row.plurals {
            self.add_form(vec![fold(plural)], form(true));
        }
    }

    /// A form that names a place is the place's: روسيا is not an accusative, سورية not an adjective.
    fn add_form(&mut self, written: Vec<String>, form: Form) {
        for written in written {
            let names_place = || {
                let place = super::listed::index(None, "ar");
                let hash = written.split(' ').fold(PhraseHash::default(), PhraseHash::with);
                place.get(&hash).is_some_and(|row| row.sort == Sort::Country)
                    || gazetteer().has_phrase(written.split(' '))
            };
            if names_place() {
                continue;
            }
            if let Some((first, _)) = written.split_once(' ') {
                self.pairs.insert(first.into());
            }
            self.forms.entry(written.into()).or_insert(form);
        }
    }

    /// Each form without article, and whether it names people.
    pub(crate) fn forms(&self) -> impl Iterator<Item = (&str, bool)> {
        self.forms.iter().map(|(form, known)| (&**form, known.is_people))
    }

    /// The form of a reading of a word and, in أمريكي جنوبي, of the `next` word: with how many words it takes.
    fn find(&self, reading: &Reading, next: &str) -> Option<(&Form, usize)> {
        let rest = bare(reading);
        if self.pairs.contains(rest) {
            let bare = next.strip_prefix("ال").unwrap_or(next);
            if let Some(form) = self.forms.get(format!("{rest} {bare}").as_str()) {
                return Some((form, 2));
            }
        }
        Some((self.forms.get(rest)?, 1))
    }
}

/// A reading as the forms are written, without the article behind a particle.
fn bare<'r>(reading: &'r Reading) -> &'r str {
    reading.rest.strip_prefix("ال").filter(|_| reading.skipped > 0).unwrap_or(&reading.rest)
}

/// True for a folded word that may be a nationality or the first word of one, particles before it.
pub(crate) fn may_be_nationality(word: &str) -> bool {
    let all = nationalities();
    let mut may = false;
    readings(word, &mut |reading| {
        let rest = bare(&reading);
        may = all.forms.contains_key(rest) || all.pairs.contains(rest);
        may
    });
    may
}

/// The forms of an adjective with an ending; of two words the last alone or both are inflected.
fn inflected(stem: &str, ending: &str) -> Vec<String> {
    match stem.split_once(' ') {
        None => vec![format!("{stem}{ending}")],
        Some((first, last)) => vec![format!("{first} {last}{ending}"), format!("{first}{ending} {last}{ending}")],
    }
}

fn row(line: &str) -> Option<Row<'_>> {
    let mut columns = line.split('\t');
    let names = |column: &str| column.split('|').filter(|name| !name.is_empty()).map(str::to_owned).collect();
    let (key, stems, plurals) = (columns.next()?, names(columns.next()?), names(columns.next()?));
    Some(Row { key, stems, plurals, flags: columns.next()? })
}

/// The masculine adjective of a country's Arabic name: ي in place of the article and of the ending ا, ة or و.
///
/// `None` for names of several words. Where the adjective is the name itself (جيبوتي), the form is the place's.
fn derived_adjective(name: &str) -> Option<String> {
    if name.contains(' ') {
        return None;
    }
    let bare = name.strip_prefix("ال").unwrap_or(name);
    let stem = bare.strip_suffix(['ا', 'ة', 'و', 'ى', 'ي']).unwrap_or(bare);
    let stem = stem.strip_suffix('ي').unwrap_or(stem);
    let adjective = format!("{stem}ي");
    (adjective.chars().count() >= 4).then_some(adjective)
}

/// Finds nationalities and groups.
pub(crate) struct NationalityRecogniser;

impl Recogniser for NationalityRecogniser {
    fn recognise(&self, tokens: &Tokens, context: &Context, found: &mut Vec<Mention>) {
        if !context.has_particles() {
            return;
        }
        let mut at = 0;
        while at < tokens.len() {
            let may_be = tokens.is(at, Class::Word) && tokens.may_be(at, Interest::NATIONALITY);
            let hit = if may_be { nationality_at(tokens, at, context) } else { None };
            at = match hit {
                Some((mention, next)) => {
                    found.push(mention);
                    next
                }
                None => at + 1,
            };
        }
    }
}

/// The nationality at a token, and the token after it.
fn nationality_at(tokens: &Tokens, at: usize, context: &Context) -> Option<(Mention, usize)> {
    let all = nationalities();
    let mut hit = None;
    readings(tokens.folded(at), &mut |reading| {
        if let Some((form, count)) = all.find(&reading, tokens.folded(at + 1))
            && counts(tokens, at, &reading, form)
        {
            // The article belongs to the span, particles do not; لل is ل and an article that has lost its alef.
            let has_article = reading.without_article || reading.rest.starts_with("ال");
            let is_contracted = has_article && !tokens.folded(at).contains("ال");
            let article = match (reading.without_article, is_contracted) {
                (true, false) => 2,
                (true, true) => 1,
                _ => 0,
            };
            hit = Some((*form, count, reading.skipped.saturating_sub(article)));
        }
        hit.is_some()
    });
    let (form, count, skipped) = hit?;
    let start = if skipped == 0 { tokens.get(at)?.start } else { tokens.byte_after(at, skipped)? };
    let owner = all.owners.get(form.owner)?;
    let is_arabic = matches!(context.language, "ar" | "und" | "");
    let name = if is_arabic { None } else { country_name(&owner.key, context.language) };
    let id = EntityId { kind: Kind::Nationality, key: owner.key.to_string() };
    let name = name.unwrap_or_else(|| owner.name.to_string());
    let mention = Mention { bytes: start..tokens.get(at + count - 1)?.end, id, name, value: None };
    Some((mention, at + count))
}

/// False for languages (بالإنجليزية, اللغة الروسية), family names (محمد المصري) and words that look like a form.
fn counts(tokens: &Tokens, at: usize, reading: &Reading, form: &Form) -> bool {
    let before = at.checked_sub(1).map_or("", |before| tokens.folded(before));
    let has_article = reading.without_article || reading.rest.starts_with("ال");
    let word = tokens.folded(at);
    let ends_in_ya = word.ends_with('ي');
    let is_feminine = word.ends_with('ه');
    let is_language = is_feminine
        && (before.ends_with("لغه")
            || before.ends_with("اللغتين")
            || word.starts_with("بال")
            || word.starts_with("وبال"));
    let is_family_name = ends_in_ya && has_article && gazetteer().word("given", before).is_some();
    let is_dotless = form.needs_dots && tokens.source(at).ends_with('\u{649}');
    // A lone particle of a word without article is mostly a letter of the word.
    let is_far_fetched = !has_article && reading.skipped > 1;
    let is_another_word = form.needs_article && !has_article && ends_in_ya;
    !(is_language || is_family_name || is_dotless || is_far_fetched || is_another_word)
}

#[cfg(test)]
mod tests {
    use super::{EXCEPTIONS, derived_adjective, nationalities, row};
    use crate::entity::{Context, Kind, recognise};

    fn found(text: &str) -> Vec<(String, String)> {
        let context = Context { language: "ar", anchor: None };
        let mentions = recognise(&[text], &context).remove(0);
        let own = mentions.into_iter().filter(|mention| mention.kind() == Kind::Nationality);
        own.map(|mention| (text[mention.bytes].to_owned(), mention.id.key)).collect()
    }

    #[track_caller]
    fn holds(text: &str, expected: &[(&str, &str)]) {
        let expected: Vec<_> = expected.iter().map(|(span, key)| ((*span).to_owned(), (*key).to_owned())).collect();
        assert_eq!(found(text), expected, "{text}");
    }

    #[test]
    fn every_row_is_read() {
        for line in EXCEPTIONS.lines().filter(|line| !line.starts_with('#')) {
            let row = row(line).unwrap_or_else(|| panic!("no row: {line:?}"));
            assert!(["", "noindef", "plural", "noya", "none"].contains(&row.flags), "{line:?}");
            let has_names = !row.stems.is_empty() || !row.plurals.is_empty();
            assert!(has_names || !row.flags.is_empty(), "{line:?}");
        }
        assert!(nationalities().forms().count() > 1500);
    }

    #[test]
    fn the_rule_makes_adjectives_of_names() {
        for (name, adjective) in [("زامبيا", "زامبي"), ("السلفادور", "سلفادوري"), ("فانواتو", "فانواتي")]
        {
            assert_eq!(derived_adjective(name).as_deref(), Some(adjective));
        }
        assert_eq!(derived_adjective("مالاوي").as_deref(), Some("مالاوي"));
        assert_eq!(derived_adjective("جزر سليمان"), None);
    }

    #[test]
    fn every_form_leads_to_its_country() {
        holds("الفريق الأذربيجاني", &[("الأذربيجاني", "AZ")]);
        holds("قوات روسية وأردنيون", &[("روسية", "RU"), ("أردنيون", "JO")]);
        holds("قال للفرنسيين إن السويديتين", &[("لفرنسيين", "FR"), ("السويديتين", "SE")]);
        holds("والأتراك والروس", &[("الأتراك", "TR"), ("الروس", "RU")]);
        holds("المنتخب الكوري الجنوبي", &[("الكوري الجنوبي", "KR")]);
        holds("شركة جنوب أفريقية", &[("جنوب أفريقية", "ZA")]);
        holds("الزيمبابويون", &[("الزيمبابويون", "ZW")]);
        holds("قتال بين الأكراد والدروز", &[("الأكراد", "كردي"), ("الدروز", "درزي")]);
    }

    #[test]
    fn a_form_that_is_a_place_is_no_nationality() {
        holds("في مالاوي وروسيا وليبيا", &[]);
        holds("المالاويون", &[("المالاويون", "MW")]);
    }

    #[test]
    fn what_only_looks_like_a_nationality_is_none() {
        holds("كتب باللغة الروسية وبالفرنسية", &[]);
        holds("قال محمد المصري أمس", &[]);
        holds("رفع يده اليمنى", &[]);
        holds("الدعم المالي والقمر والسنة القمرية", &[]);
        holds("زار تركي بن عبد الله روسيا", &[]);
    }
}
