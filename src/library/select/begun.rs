//! The plan of words that begin with given letters: the cheapest of several ways, by what the sample says of each.
//!
//! Owns the prices and the choice. Stems that begin so are found by the full-text index, which gathers the lists of all
//! of them before it gives the first article; what stems do not tell, by the index of beginnings (`candidates.rs`), or by
//! stems that such words may have, whose texts are looked at. Next: `stream.rs`.

use std::rc::Rc;

use super::candidates::Candidates;
use super::plan::{Plan, any, checked, columns, joined, quoted};
use super::sample::Shares;
use crate::library::schema::knows;
use crate::library::{Library, pieces};
use crate::query::{Beginning, Form, Scope, Strictness, TextMatch, Word, is_kept_by_stems};

/// No word is longer that anyone would find by its beginning: the index is asked for so many letters at most.
const LONGEST: usize = 48;
/// How many articles a list asks for, or a little more.
const SCREENFUL: f64 = 100.0;

/// What it takes to have the index gather an article of one list, in microseconds on one machine: only ratios matter.
const GATHER: f64 = 0.6;
/// To look a word up in the text of an article.
const LOOK: f64 = 2.0;
/// To read what a piece of the index of beginnings has of one.
const READ: f64 = 12.0;
/// Longer than this nothing is gathered where texts can be looked up: it cannot be interrupted.
const LONGEST_GATHER: f64 = 60_000.0;
/// So many times the expected number of texts is looked at before the index is asked after all.
const PATIENCE: f64 = 3.0;

/// The plan of a beginning by which alone articles are found.
pub(super) fn alone(text: &TextMatch, library: &Library) -> rusqlite::Result<Plan> {
    of_text(text, library, false)
}

/// The plan of a beginning beside what finds articles: it need not find any itself.
pub(super) fn beside(text: &TextMatch, library: &Library) -> rusqlite::Result<Plan> {
    of_text(text, library, true)
}

fn of_text(text: &TextMatch, library: &Library, is_beside: bool) -> rusqlite::Result<Plan> {
    match &text.form {
        Form::Prefix(word) => of(text, word, library, is_beside),
        _ => Ok(checked(Plan::Every, text)),
    }
}

fn of(text: &TextMatch, word: &Word, library: &Library, is_beside: bool) -> rusqlite::Result<Plan> {
    if let Some((end, _)) = word.folded.char_indices().nth(LONGEST) {
        // What begins with all of it begins with the first letters of it; the rest is seen to in the texts.
        let mut first = text.clone();
        let cut = Word { folded: word.folded[..end].to_owned(), strict: Strictness::Folded, ..word.clone() };
        first.form = Form::Prefix(Word { written: cut.folded.clone(), ..cut.clone() });
        return Ok(checked(of(&first, &cut, library, is_beside)?, text));
    }
    let begun = Begun::of(text, word, library)?;
    let choice = match library.shares()? {
        None => begun.small(),
        Some(shares) => begun.choice(&shares, library, is_beside)?,
    };
    Ok(begun.plan(choice, is_beside))
}

/// How to find what begins so.
#[derive(Clone, Copy, Debug)]
enum Choice {
    /// Look every text up, or so many texts before another way is gone.
    Look(Option<(usize, Others)>),
    /// Ask the index for the sure forms, and find the others so.
    Ask(Others),
}

/// How to find articles with words of which no stem tells that they begin so.
#[derive(Clone, Copy, Debug)]
enum Others {
    /// By stems that such words may have.
    Gather,
    /// By the index of beginnings.
    Pieces,
}

/// A beginning, and what may tell of it.
struct Begun<'t> {
    text: &'t TextMatch,
    word: &'t Word,
    forms: Forms,
    /// What the index of beginnings has; `None` where that does not tell.
    candidates: Option<Rc<Candidates>>,
}

/// What the ways cost of which nothing needs to be read beforehand.
struct Prices {
    /// So many articles are passed until a screenful is found.
    reach: f64,
    /// To gather the sure forms, and to look at the marks in texts that have one.
    sure: f64,
    /// Of which nobody can interrupt so much.
    gather: f64,
    /// To find the others by stems.
    by_stems: f64,
    /// To find the others by the index of beginnings, at least.
    by_pieces: f64,
}

impl<'t> Begun<'t> {
    fn of(text: &'t TextMatch, word: &'t Word, library: &Library) -> rusqlite::Result<Begun<'t>> {
        let candidates = match Beginning::of(word) {
            Some(beginning) if knows(&library.connection, "headed")? => Some(Rc::new(Candidates::of(beginning))),
            _ => None,
        };
        Ok(Begun { text, word, forms: Forms::of(word), candidates })
    }

    /// The choice in a small library: as little as possible is looked at.
    fn small(&self) -> Choice {
        match (&self.candidates, self.word.is_open()) {
            (Some(_), _) => Choice::Ask(Others::Pieces),
            (None, false) => Choice::Ask(Others::Gather),
            (None, true) => Choice::Look(None),
        }
    }

    fn prices(&self, shares: &Shares<'_>, library: &Library) -> rusqlite::Result<Prices> {
        let total = shares.total;
        let reach = (SCREENFUL / shares.holding(self.text)).min(total);
        let sure = shares.lists(&self.forms.sure, &[]);
        // Stems say nothing of marks.
        let marks = if self.word.strict == Strictness::Folded { 0.0 } else { reach * sure.share * LOOK };
        let gather = if self.tells_all() { 0.0 } else { total * sure.entries * GATHER };
        let others = shares.lists(&self.forms.unsure, &self.forms.whole);
        let by_stems = match self.word.is_open() {
            true => f64::INFINITY,
            false => total * (sure.entries + others.entries) * GATHER - gather + reach * others.share * LOOK,
        };
        let by_pieces = match &self.candidates {
            Some(candidates) => {
                (pieces::count(&library.connection)? * candidates.beginning.codes().len()) as f64 * READ
            }
            None => f64::INFINITY,
        };
        Ok(Prices { reach, sure: gather + marks, gather, by_stems, by_pieces })
    }

    /// True when the index of beginnings has all articles with such a word, and no stems need to be looked for.
    fn tells_all(&self) -> bool {
        self.candidates.as_ref().is_some_and(|candidates| candidates.beginning.tells_all())
    }

    fn choice(&self, shares: &Shares<'_>, library: &Library, is_beside: bool) -> rusqlite::Result<Choice> {
        let mut prices = self.prices(shares, library)?;
        let first = prices.choice(is_beside);
        let (Choice::Ask(Others::Pieces), Some(candidates), false) = (first, &self.candidates, is_beside) else {
            return Ok(first);
        };
        // What is known exactly now may be much or little.
        let count = candidates.count(library)? as f64;
        let is_sure = candidates.beginning.is_whole()
            && self.text.scope == Scope::Anywhere
            && self.word.strict == Strictness::Folded;
        if is_sure && self.tells_all() {
            return Ok(Choice::Ask(Others::Pieces));
        }
        if is_sure {
            prices.reach = prices.reach.min(SCREENFUL * shares.total / count.max(1.0));
        }
        prices.by_pieces = prices.reach * count / shares.total * LOOK;
        Ok(prices.choice(false))
    }

    fn plan(&self, choice: Choice, is_beside: bool) -> Plan {
        let others = match choice {
            Choice::Ask(others) => others,
            Choice::Look(None) => return checked(Plan::Every, self.text),
            Choice::Look(Some((looks, others))) => {
                let look = self.plan(Choice::Look(None), is_beside);
                return Plan::Trial(Box::new(look), looks, Box::new(self.plan(Choice::Ask(others), is_beside)));
            }
        };
        let begin = |forms: &[String]| forms.iter().map(|form| format!("{} *", quoted([form]))).collect::<Vec<_>>();
        let index = |parts: &[String]| match parts {
            [] => Plan::Nothing,
            _ => Plan::Index(format!("({} : {})", columns(self.text.scope), joined(parts, " OR "))),
        };
        let (sure, others) = match (others, &self.candidates) {
            (Others::Pieces, Some(candidates)) => {
                let sure = if self.tells_all() { Plan::Nothing } else { index(&begin(&self.forms.sure)) };
                (sure, Plan::Begun(Rc::clone(candidates)))
            }
            _ => {
                let whole = self.forms.whole.iter().map(|stem| quoted([stem]));
                let unsure = begin(&self.forms.unsure).into_iter().chain(whole).collect::<Vec<_>>();
                (index(&begin(&self.forms.sure)), index(&unsure))
            }
        };
        match others {
            Plan::Nothing if self.word.strict == Strictness::Folded => sure,
            // Stems say nothing of marks. Beside what finds articles, the texts are looked at of those that have it all.
            others if is_beside || self.word.strict != Strictness::Folded => match any(vec![sure, others]) {
                Plan::Nothing => Plan::Nothing,
                candidates => checked(candidates, self.text),
            },
            others => any(vec![sure, checked(others, self.text)]),
        }
    }
}

impl Prices {
    fn choice(&self, is_beside: bool) -> Choice {
        let others = if self.by_stems <= self.by_pieces { Others::Gather } else { Others::Pieces };
        let by_index = self.sure + self.by_stems.min(self.by_pieces);
        match self.reach * LOOK <= by_index {
            false => Choice::Ask(others),
            true if is_beside || by_index.is_infinite() || self.gather > LONGEST_GATHER => Choice::Look(None),
            // What has such words may be older than most.
            true => Choice::Look(Some(((by_index / LOOK).min(self.reach * PATIENCE) as usize, others))),
        }
    }
}

/// What the stems look like of words that begin with given letters.
struct Forms {
    /// Stems that begin so belong to such words and to no others, marks aside.
    sure: Vec<String>,
    /// Stems that begin so may.
    unsure: Vec<String>,
    /// So may these stems, which lack an ending that the letters have a part of.
    whole: Vec<String>,
}

impl Forms {
    fn of(word: &Word) -> Forms {
        let folded = word.folded.as_str();
        let (mut sure, mut unsure, mut whole) = (Vec::new(), Vec::new(), Vec::new());
        for head in word.heads() {
            // A head is the letters without what may be a particle before them and an ending behind them.
            let places = folded.char_indices().filter(|&(at, _)| folded[at..].starts_with(&head));
            for form in places.map(|(at, _)| &folded[at..]) {
                let is_own = word.beginnings().any(|own| own == form);
                let is_sure = is_own && is_kept_by_stems(form);
                let list = if is_sure { &mut sure } else { &mut unsure };
                list.push(form.to_owned());
                let ends = form.char_indices().map(|(at, _)| at).filter(|&end| end >= head.len());
                whole.extend(ends.map(|end| form[..end].to_owned()));
            }
        }
        unsure.retain(|form| !sure.contains(form));
        for list in [&mut sure, &mut unsure, &mut whole] {
            list.sort_unstable();
            list.dedup();
        }
        Forms { sure, unsure, whole }
    }
}

#[cfg(test)]
mod tests {
    use super::{Begun, Choice, Others, alone};
    use crate::library::select::plan::{self, Plan, checked};
    use crate::library::tests::article;
    use crate::library::{ArticleKey, Bounds, Library, prepare};
    use crate::query::{Expr, Form, Holds, Scope, TextMatch, parse};

    /// More than a small library.
    const ARTICLES: usize = 2_300;

    fn text(query: &str) -> TextMatch {
        match parse(query, jiff::civil::date(2026, 1, 1)).expr {
            Some(Expr::Text(text)) => text,
            other => panic!("{query}: {other:?}"),
        }
    }

    #[test]
    fn brackets_within_brackets_make_no_plan_grow_beyond_them() {
        let library = Library::in_memory().unwrap();
        let nested = |levels: usize| {
            let query = format!("{}c{}", "a bc*(b|".repeat(levels), ")".repeat(levels));
            let expr = parse(&query, jiff::civil::date(2026, 1, 1)).expr.unwrap();
            format!("{:?}", plan::of(&expr, &library).unwrap()).len()
        };
        let (few, many) = (nested(8), nested(30));
        assert!(many < 8 * few, "{few} {many}");
    }

    /// A library of words that are frequent and rare, with particles and endings and without, and what it was made of.
    fn made() -> (Library, Vec<(String, String)>) {
        let roots =
            ["سما", "شرك", "بأر", "قلم", "أشار", "إقليم", "خمس", "حساب", "ضياع", "درس", "بلد", "منح", "عمل", "اس"];
        let before = ["", "", "و", "ب", "ل", "ال", "وال", "لل", "بال", "ولل", "كال"];
        let behind = ["", "", "ه", "ات", "ها", "ين", "ية", "ا"];
        let mut state = 7_usize;
        let mut roll = |end: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % end
        };
        let mut library = Library::in_memory().unwrap();
        let mut texts = Vec::new();
        let batch: Vec<_> = (0..ARTICLES)
            .map(|number| {
                let mut word = || {
                    // The first roots are in most articles, the last in few.
                    let root = roll(roots.len()) * roll(roots.len()) / roots.len();
                    format!("{}{}{}", before[roll(before.len())], roots[root], behind[roll(behind.len())])
                };
                let title = word();
                let rare = ["", "depot cities", "depart", "בשלום", "שלומי 77", "والשלום"][number % 97 % 6];
                let body = [word(), word(), word(), word(), rare.to_owned()].join(" ");
                texts.push((title.clone(), body.clone()));
                prepare(article(&format!("/{number}"), &title, &[&body]), None)
            })
            .collect();
        batch.chunks(100).for_each(|some| drop(library.file(some).unwrap()));
        (library, texts)
    }

    fn found(library: &Library, plan: Plan) -> Vec<ArticleKey> {
        let limit = library.give_up_after(None);
        let found = library.run(&Bounds::newest(usize::MAX), &limit, |_| Ok(plan)).unwrap();
        assert!(found.complete);
        found.keys
    }

    #[test]
    fn every_way_to_a_beginning_finds_what_the_texts_hold() {
        let (library, texts) = made();
        let asked = "سما* شر* بأر* بار* ولأ* لل* ا* أشا* اشا* إقل* بخمس* بالخ* للض* ض* لحسا* حسا* عمله* الا* اسه* وال* =بأر* سماتها* d* de* dep* depa* depot* y* city* ב* בש* של* שלו* title:dep* 7* 77*";
        for query in asked.split(' ') {
            let text = text(query);
            let Form::Prefix(word) = &text.form else { panic!("{query}") };
            let expected = texts
                .iter()
                .filter(|(title, body)| {
                    text.holds(title) > Holds::No || text.scope != Scope::Title && text.holds(body) > Holds::No
                })
                .count();
            let all = found(&library, checked(Plan::Every, &text));
            assert_eq!(all.len(), expected, "{query}");
            let begun = Begun::of(&text, word, &library).unwrap();
            let pieces = begun.candidates.is_some().then_some(Others::Pieces);
            let gathers = (!word.is_open()).then_some(Others::Gather);
            for others in pieces.into_iter().chain(gathers) {
                let looks = [0, 1, 700].map(|looks| Choice::Look(Some((looks, others))));
                for way in looks.into_iter().chain([Choice::Ask(others)]) {
                    for is_beside in [false, true] {
                        let plan = begun.plan(way, is_beside);
                        assert!(found(&library, plan.clone()) == all, "{query}: {plan:?}");
                    }
                }
            }
            assert!(found(&library, alone(&text, &library).unwrap()) == all, "{query}");
        }
    }

    #[test]
    fn beside_a_word_it_does_not_matter_when_the_way_is_changed() {
        let (library, _) = made();
        let today = jiff::civil::date(2026, 1, 1);
        for (words, beginning) in
            [("شركة", "بخمس*"), ("سماه", "للض*"), ("سما قلم", "إقل*"), ("أشار", "ا*"), ("-شرك سما", "لحسا*")]
        {
            let text = text(beginning);
            let words = parse(words, today).expr.unwrap();
            let leader = plan::of(&words, &library).unwrap();
            let expected =
                found(&library, Plan::All(vec![leader.clone(), checked(Plan::Every, &text)], vec![], vec![]));
            let whole = plan::of(&Expr::All(vec![words.clone(), Expr::Text(text.clone())]), &library).unwrap();
            assert!(found(&library, whole) == expected, "{beginning}");
            for looks in [0, 1, 7, 512, usize::MAX] {
                let first = Plan::All(vec![leader.clone()], vec![], vec![text.clone()]);
                let then = Plan::All(vec![leader.clone(), super::beside(&text, &library).unwrap()], vec![], vec![]);
                let trial = Plan::Trial(Box::new(first), looks, Box::new(then));
                assert!(found(&library, trial) == expected, "{beginning} after {looks}");
            }
        }
    }
}
