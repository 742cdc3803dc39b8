//! The plan of words that begin with given letters: the cheapest of several ways, by what the sample says of each.
//!
//! Owns the prices and the choice. Stems that begin so are found by the index, which gathers the lists of all of them
//! before it gives the first article; what stems do not tell, by candidates whose texts are looked at. Next: `stream.rs`.

use super::plan::{Plan, any, checked, columns, joined, knows, quoted};
use super::sample::{Lists, Shares};
use crate::library::Library;
use crate::query::{Beginning, Form, Strictness, TextMatch, Word, is_kept_by_stems};

/// No word is longer that anyone would find by its beginning: the index is asked for so many letters at most.
const LONGEST: usize = 48;
/// How many articles a list asks for, or a little more.
const SCREENFUL: f64 = 100.0;

/// What it takes to have the index gather an article of one list, in microseconds on one machine: only ratios matter.
const GATHER: f64 = 0.6;
/// To look a word up in the text of an article.
const LOOK: f64 = 2.0;
/// To look the filter of one article up, and its text where the filter does not say no.
const PROBE: f64 = 1.4;
/// The same for one article behind the other.
const WALK: f64 = 0.4;
/// Longer than this nothing is gathered where texts can be looked up: it cannot be interrupted.
const LONGEST_GATHER: f64 = 60_000.0;
/// So many times the expected number of texts is looked at before the index is asked after all.
const PATIENCE: f64 = 3.0;
/// The least number of filters that are looked at before the index is asked.
const FEWEST_FILTERS: usize = 2_048;

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
        _ => Ok(checked(Plan::Every, text, false)),
    }
}

fn of(text: &TextMatch, word: &Word, library: &Library, is_beside: bool) -> rusqlite::Result<Plan> {
    if let Some((end, _)) = word.folded.char_indices().nth(LONGEST) {
        // What begins with all of it begins with the first letters of it; the rest is seen to in the texts.
        let mut first = text.clone();
        let cut = Word { folded: word.folded[..end].to_owned(), strict: Strictness::Folded, ..word.clone() };
        first.form = Form::Prefix(Word { written: cut.folded.clone(), ..cut.clone() });
        return Ok(checked(of(&first, &cut, library, is_beside)?, text, false));
    }
    let begun = Begun::of(text, word, library)?;
    Ok(match library.shares()? {
        None => begun.plan(begun.small()),
        Some(shares) if is_beside => begun.plan(begun.choice_beside(&shares)),
        Some(shares) => begun.plan(begun.choice(&shares)),
    })
}

/// How to find what begins so.
enum Choice {
    /// Look every text up, or so many texts before the index is asked.
    Look(Option<(usize, Others)>),
    /// Ask the index for the sure forms, and find the others so.
    Ask(Others),
}

/// How to find articles with words of which no stem tells that they begin so.
enum Others {
    /// By stems that such words may have.
    Gather,
    /// By the filters of so many articles, and by stems below them.
    Walk(Option<usize>),
}

/// A beginning, and what may tell of it.
struct Begun<'t> {
    text: &'t TextMatch,
    word: &'t Word,
    forms: Forms,
    /// `None` where filters do not tell.
    filter: Option<Beginning>,
}

impl<'t> Begun<'t> {
    fn of(text: &'t TextMatch, word: &'t Word, library: &Library) -> rusqlite::Result<Begun<'t>> {
        let forms = Forms::of(word);
        let filter = Beginning::of(word).filter(|_| !forms.sure.is_empty());
        let filter = if filter.is_some() && knows(library, "headed")? { filter } else { None };
        Ok(Begun { text, word, forms, filter })
    }

    /// The choice in a small library: as little as possible is looked at.
    fn small(&self) -> Choice {
        match (self.word.is_open(), self.filter.is_some()) {
            (false, _) => Choice::Ask(Others::Gather),
            (true, true) => Choice::Ask(Others::Walk(None)),
            (true, false) => Choice::Look(None),
        }
    }

    /// What the index has for stems that such words may have, and what gathering it takes.
    fn others(&self, shares: &Shares<'_>) -> (Lists, f64) {
        let others = shares.lists(&self.forms.unsure, &self.forms.whole);
        let gather = shares.total * others.entries * GATHER;
        (others, gather)
    }

    fn choice(&self, shares: &Shares<'_>) -> Choice {
        let total = shares.total;
        // So many articles are passed until a screenful is found.
        let reach = (SCREENFUL / shares.holding(self.text)).min(total);
        let sure = shares.lists(&self.forms.sure, &[]);
        let (others, gather) = self.others(shares);
        let price = if self.filter.is_some() { PROBE } else { LOOK };
        let by_stems = if self.word.is_open() { f64::INFINITY } else { gather + reach * others.share * price };
        let by_filters = if self.filter.is_some() { reach * WALK } else { f64::INFINITY };
        // Stems say nothing of marks.
        let marks = if self.word.strict == Strictness::Folded { 0.0 } else { reach * sure.share * LOOK };
        let by_index = total * sure.entries * GATHER + marks + by_stems.min(by_filters);
        let others = if by_stems <= by_filters {
            Others::Gather
        } else if self.word.is_open() || gather + total * others.share * price > total * WALK {
            Others::Walk(None)
        } else {
            // Where less is found than the sample lets expect, no more is lost than is asked of the index then.
            Others::Walk(Some(((gather / WALK) as usize).max(FEWEST_FILTERS)))
        };
        match reach * LOOK <= by_index {
            false => Choice::Ask(others),
            true if by_index.is_infinite() || total * sure.entries * GATHER > LONGEST_GATHER => Choice::Look(None),
            // What has such words may be older than most.
            true => Choice::Look(Some(((by_index / LOOK).min(reach * PATIENCE) as usize, others))),
        }
    }

    fn choice_beside(&self, shares: &Shares<'_>) -> Choice {
        match self.choice(shares) {
            Choice::Ask(_) if self.filter.is_some() => {
                let (_, gather) = self.others(shares);
                let is_cheap = !self.word.is_open() && gather < FEWEST_FILTERS as f64 * PROBE;
                Choice::Ask(if is_cheap { Others::Gather } else { Others::Walk(None) })
            }
            Choice::Look(_) => Choice::Look(None),
            asked => asked,
        }
    }

    fn plan(&self, choice: Choice) -> Plan {
        let others = match choice {
            Choice::Ask(others) => others,
            Choice::Look(None) => return checked(Plan::Every, self.text, false),
            Choice::Look(Some((looks, others))) => {
                let look = self.plan(Choice::Look(None));
                return Plan::Trial(Box::new(look), looks, Box::new(self.plan(Choice::Ask(others))));
            }
        };
        let begin = |forms: &[String]| forms.iter().map(|form| format!("{} *", quoted([form]))).collect::<Vec<_>>();
        let index = |parts: &[String]| match parts {
            [] => Plan::Nothing,
            _ => Plan::Index(format!("({} : {})", columns(self.text.scope), joined(parts, " OR "))),
        };
        let whole = self.forms.whole.iter().map(|stem| quoted([stem]));
        let unsure = index(&begin(&self.forms.unsure).into_iter().chain(whole).collect::<Vec<_>>());
        let candidates = match (others, &self.filter) {
            (Others::Walk(most), Some(filter)) => {
                Plan::Begun(filter.clone(), most.map(|most| (most, Box::new(unsure))))
            }
            _ => unsure,
        };
        let others = match candidates {
            Plan::Nothing => Plan::Nothing,
            Plan::Begun(_, None) => checked(candidates, self.text, false),
            _ => checked(candidates, self.text, true),
        };
        let sure = match (self.word.strict, index(&begin(&self.forms.sure))) {
            (Strictness::Folded, sure) | (_, sure @ Plan::Nothing) => sure,
            // Stems say nothing of marks.
            (_, sure) => checked(sure, self.text, false),
        };
        any(vec![sure, others])
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
    use super::{Begun, Choice, FEWEST_FILTERS, Others, alone};
    use crate::library::select::plan::{self, Plan, Sought, checked};
    use crate::library::tests::article;
    use crate::library::{ArticleKey, Bounds, Library, prepare};
    use crate::query::{Expr, Form, Holds, TextMatch, parse};

    /// More than one look at filters.
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
    fn made() -> (Library, Vec<String>) {
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
                let body = [word(), word(), word(), word()].join(" ");
                texts.push(format!("{title}\n{body}"));
                prepare(article(&format!("/{number}"), &title, &[&body]), None)
            })
            .collect();
        library.file(&batch).unwrap();
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
        let asked = "سما* شر* بأر* بار* ولأ* لل* ا* أشا* اشا* إقل* بخمس* بالخ* للض* ض* لحسا* حسا* عمله* الا* اسه* وال* =بأر* سماتها*";
        for query in asked.split(' ') {
            let text = text(query);
            let Form::Prefix(word) = &text.form else { panic!("{query}") };
            let expected =
                texts.iter().filter(|held| held.split('\n').any(|part| text.holds(part) > Holds::No)).count();
            let all = found(&library, checked(Plan::Every, &text, false));
            assert_eq!(all.len(), expected, "{query}");
            let begun = Begun::of(&text, word, &library).unwrap();
            let walks = [Others::Walk(None), Others::Walk(Some(1_024)), Others::Walk(Some(FEWEST_FILTERS))];
            let gathers = (!word.is_open()).then_some(Others::Gather);
            let ways = walks
                .into_iter()
                .filter(|walk| begun.filter.is_some() && (!word.is_open() || matches!(walk, Others::Walk(None))));
            let asks = ways.chain(gathers);
            let looks = (!word.is_open()).then_some(Choice::Look(Some((700, Others::Gather))));
            for way in asks.map(Choice::Ask).chain(looks) {
                let plan = begun.plan(way);
                assert!(found(&library, plan.clone()) == all, "{query}: {plan:?}");
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
                found(&library, Plan::All(vec![leader.clone(), checked(Plan::Every, &text, false)], vec![], vec![]));
            let whole = plan::of(&Expr::All(vec![words.clone(), Expr::Text(text.clone())]), &library).unwrap();
            assert!(found(&library, whole) == expected, "{beginning}");
            for looks in [0, 1, 7, 512, usize::MAX] {
                let sought = Sought { text: text.clone(), by_heads: false };
                let first = Plan::All(vec![leader.clone()], vec![], vec![sought]);
                let then = Plan::All(vec![leader.clone(), super::beside(&text, &library).unwrap()], vec![], vec![]);
                let trial = Plan::Trial(Box::new(first), looks, Box::new(then));
                assert!(found(&library, trial) == expected, "{beginning} after {looks}");
            }
        }
    }
}
