//! What an Arabic or Hebrew word may be once attached particles are taken off.
//!
//! Owns the particles; whether a reading is a name is for the lists to say. Next: `matcher.rs`.

use std::borrow::Cow;

/// A word without some of its particles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reading<'w> {
    /// The folded rest.
    pub(crate) rest: Cow<'w, str>,
    /// How many folded letters stand before the rest in the source.
    pub(crate) skipped: usize,
    /// True when the article was taken off too.
    pub(crate) without_article: bool,
}

/// A rest shorter than this is no name: one could read a particle into any word.
const SHORTEST_REST: usize = 3;

/// Gives each reading of a folded word to `take`, the word as it stands first, until `take` says that it is content.
pub(crate) fn readings<'w>(word: &'w str, take: &mut dyn FnMut(Reading<'w>) -> bool) {
    let whole = Reading { rest: Cow::Borrowed(word), skipped: 0, without_article: false };
    if take(whole) {
        return;
    }
    match word.chars().next() {
        Some('\u{5d0}'..='\u{5ea}') => hebrew(word, take),
        Some('ا' | 'و' | 'ف' | 'ب' | 'ك' | 'ل') => {
            arabic(word, take);
        }
        _ => {}
    }
}

/// Particles in their order: و or ف, then ب, ك or ل, then the article; لل stands for ل and the article.
fn arabic<'w>(word: &'w str, take: &mut dyn FnMut(Reading<'w>) -> bool) -> bool {
    let after_and = word.strip_prefix(['و', 'ف']).map(|rest| (rest, 1));
    for (base, skipped) in [Some((word, 0)), after_and].into_iter().flatten() {
        let give = |rest, skipped, take: &mut dyn FnMut(Reading<'w>) -> bool| {
            skipped > 0 && bare(rest, skipped, false, take) || article(rest, skipped, take)
        };
        if give(base, skipped, take) {
            return true;
        }
        if let Some(rest) = base.strip_prefix("لل") {
            let with_article = Cow::Owned(format!("ال{rest}"));
            if long_enough(rest) && take(Reading { rest: with_article, skipped: skipped + 1, without_article: false }) {
                return true;
            }
            if bare(rest, skipped + 2, true, take) {
                return true;
            }
        }
        if let Some(rest) = base.strip_prefix(['ب', 'ك', 'ل'])
            && give(rest, skipped + 1, take)
        {
            return true;
        }
    }
    false
}

fn article<'w>(word: &'w str, skipped: usize, take: &mut dyn FnMut(Reading<'w>) -> bool) -> bool {
    word.strip_prefix("ال").is_some_and(|rest| bare(rest, skipped + 2, true, take))
}

fn bare<'w>(rest: &'w str, skipped: usize, without_article: bool, take: &mut dyn FnMut(Reading<'w>) -> bool) -> bool {
    long_enough(rest) && take(Reading { rest: Cow::Borrowed(rest), skipped, without_article })
}

fn long_enough(rest: &str) -> bool {
    rest.chars().nth(SHORTEST_REST - 1).is_some()
}

/// At most three of ו ה ב כ ל מ ש.
fn hebrew<'w>(word: &'w str, take: &mut dyn FnMut(Reading<'w>) -> bool) {
    let mut rest = word;
    for skipped in 1..=3 {
        let Some(shorter) = rest.strip_prefix(['ו', 'ה', 'ב', 'כ', 'ל', 'מ', 'ש']) else { return };
        rest = shorter;
        if bare(rest, skipped, false, take) {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::readings;

    fn all(word: &str) -> Vec<(String, usize, bool)> {
        let mut found = Vec::new();
        readings(word, &mut |reading| {
            found.push((reading.rest.into_owned(), reading.skipped, reading.without_article));
            false
        });
        found
    }

    #[test]
    fn particles_come_off_in_their_order() {
        let found = all("وبالصين");
        for (rest, skipped, without_article) in [("بالصين", 1, false), ("الصين", 2, false), ("صين", 4, true)]
        {
            assert!(found.contains(&(rest.to_owned(), skipped, without_article)), "{rest} in {found:?}");
        }
        assert!(all("للاردن").contains(&("الاردن".to_owned(), 1, false)));
        assert!(all("ובישראל").contains(&("ישראל".to_owned(), 2, false)));
    }

    #[test]
    fn a_name_that_begins_like_a_particle_is_read_whole_first() {
        assert_eq!(all("بيروت")[0], ("بيروت".to_owned(), 0, false));
        assert_eq!(all("باب").len(), 1);
    }
}
