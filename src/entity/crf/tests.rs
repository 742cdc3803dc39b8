use std::collections::HashMap;
use std::fmt::Write as _;

use crfs::Attribute;
use crfs::train::Trainer;
use proptest::prelude::*;

use super::memo::Memo;
use super::shipped::reader;
use super::word::bounds;
use super::{
    Decoder, FEATURE_VERSION, Groups, LABELS, Lexicon, LexiconParts, Model, ModelError, ModelParts, Scores, Sentence,
    cut, features, label, label_name, shipped,
};
use crate::entity::token::Tokens;

const MODEL: &[u8] = include_bytes!("../../../assets/model/arabic.model");
const LEXICON: &[u8] = include_bytes!("../../../assets/model/arabic.lexicon");

/// Sentences with their names in brackets, written for khabar.
const SENTENCES: &str = include_str!("../../../tests/fixtures/entities/sentences.txt");

#[test]
fn the_shipped_files_are_whole_and_belong_together() {
    let model = Model::from_bytes(MODEL).unwrap();
    let lexicon = Lexicon::from_bytes(LEXICON).unwrap();
    assert_eq!(lexicon.to_bytes(), LEXICON);
    assert_eq!(model.to_bytes(LEXICON), MODEL, "the stamp covers both files: train again");
    assert!(MODEL.len() + LEXICON.len() <= 3_000_000, "{} + {}", MODEL.len(), LEXICON.len());
    for name in ["trained on", "licence", "dev F1"] {
        assert!(model.header().contains(name), "no {name} in {}", model.header());
    }
    let keys = &model.parts().keys;
    assert!(keys.windows(2).all(|two| two[0] < two[1]) && keys.len() == model.parts().rows.len());
}

#[test]
fn a_file_of_another_version_or_cut_off_is_refused() {
    let lexicon = Lexicon::default().to_bytes();
    let file =
        Model::new(ModelParts { keys: vec![1, 2], rows: vec![[3; 16]; 2], ..ModelParts::default() }).to_bytes(&lexicon);
    assert!(Model::from_bytes(&file).is_ok());
    for end in 0..file.len() {
        assert!(Model::from_bytes(&file[..end]).is_err(), "{end}");
    }
    for end in 0..lexicon.len() {
        assert!(Lexicon::from_bytes(&lexicon[..end]).is_err(), "{end}");
    }
    let mut other = file;
    other[8] ^= 0xff;
    assert_eq!(Model::from_bytes(&other).unwrap_err(), ModelError::Version(FEATURE_VERSION ^ 0xff));
    assert_eq!(Model::from_bytes(b"something else").unwrap_err(), ModelError::Foreign);
}

#[test]
fn particles_come_off_when_what_is_left_is_better_known() {
    let word = |word: &str| Lexicon::word_key(word);
    let mut listed =
        [(word("القاهرة"), 40), (word("قال"), 60), (word("باكو"), 24), (word("والد"), 40), (word("الد"), 1)];
    listed.sort_unstable();
    let (words, counts): (Vec<_>, Vec<_>) = listed.into_iter().unzip();
    let none = vec![0; words.len()];
    let sets = [none.clone(), none.clone(), none.clone(), none];
    let lexicon =
        Lexicon::new(LexiconParts { silver: vec![0; words.len()], words, counts, sets, ..Default::default() });
    let skipped = |text: &str| cut(text, &lexicon)[0].words[0].skipped;
    assert_eq!(skipped("بالقاهرة"), 1);
    assert_eq!(skipped("وبالقاهرة"), 2);
    assert_eq!(skipped("للقاهرة"), 1, "the alef of the article is not written");
    assert_eq!(skipped("وقال"), 1);
    assert_eq!(skipped("باكو"), 0);
    assert_eq!(skipped("وباكو"), 1);
    assert_eq!(skipped("والد"), 0);
    assert_eq!(cut("للقاهرة", &lexicon)[0].words[0].stem, cut("القاهرة", &lexicon)[0].words[0].stem);
}

#[test]
fn sentences_end_at_full_stops_and_not_at_initials() {
    let lexicon = Lexicon::default();
    let ends = |text: &str| cut(text, &lexicon).iter().map(|sentence| sentence.words.len()).collect::<Vec<_>>();
    assert_eq!(ends("وصل الوفد. وغادر غدا"), [3, 2]);
    assert_eq!(ends("قال د. سالم"), [4]);
    assert_eq!(ends("بلغ 3.5 متر"), [5]);
}

#[test]
fn the_best_sequence_is_the_best_of_all() {
    let mut state = 7u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 40) as f32 / (1u64 << 24) as f32 - 0.5) * 4.0
    };
    for _ in 0..30 {
        let transitions: Vec<f32> = (0..(LABELS + 1) * LABELS).map(|_| next()).collect();
        let model = Model::new(ModelParts { transitions: transitions.clone(), scale: 1.0, ..Default::default() });
        let scores: Scores = (0..3).map(|_| std::array::from_fn(|_| next())).collect();
        let found = Decoder::new(&model, Groups::ALL).decode(&scores);
        let total = |labels: &[usize]| {
            let mut row = 0;
            let mut sum = 0.0;
            for (at, &label) in labels.iter().enumerate() {
                sum += scores[at][label] + transitions[row * LABELS + label];
                row = label + 1;
            }
            sum
        };
        let mut best = (f32::MIN, vec![]);
        for all in 0..LABELS.pow(3) {
            let labels = [all % LABELS, all / LABELS % LABELS, all / LABELS / LABELS];
            let is_allowed = |before: usize, label: usize| {
                let [before, label] = [before, label].map(label_name);
                !label.starts_with('I') || before != "O" && before[2..] == label[2..]
            };
            if is_allowed(0, labels[0]) && is_allowed(labels[0], labels[1]) && is_allowed(labels[1], labels[2]) {
                let sum = total(&labels);
                if sum > best.0 {
                    best = (sum, labels.map(|label| label as u8).to_vec());
                }
            }
        }
        assert_eq!(found, best.1);
    }
}

/// The features of each word of a sentence, and its labels.
type Annotated = (Vec<Vec<Attribute>>, Vec<String>);

/// The sentences as the keys of each word's features, and the label of each word.
fn annotated() -> Vec<Annotated> {
    let lexicon = Lexicon::default();
    let groups = Groups::WORDS.with(Groups::STEMS);
    SENTENCES
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let (mut labels, mut text, mut kind, mut inside) = (Vec::new(), String::new(), "", false);
            for piece in line.replace('[', " [").replace(']', " ] ").split_whitespace() {
                match piece {
                    "[P" => (kind, inside) = ("PER", false),
                    "[L" => (kind, inside) = ("GPE", false),
                    "[O" => (kind, inside) = ("ORG", false),
                    "[N" | "[E" => (kind, inside) = ("NORP", false),
                    "]" => kind = "",
                    word => {
                        for _ in 0..Tokens::new(word).len() {
                            labels.push(match (kind, std::mem::replace(&mut inside, true)) {
                                ("", _) => "O".to_owned(),
                                (kind, false) => format!("B-{kind}"),
                                (kind, true) => format!("I-{kind}"),
                            });
                        }
                        text += word;
                        text.push(' ');
                    }
                }
            }
            let words: Vec<_> = cut(&text, &lexicon).into_iter().flat_map(|sentence| sentence.words).collect();
            let items = (0..words.len()).map(|at| {
                let mut keys = Vec::new();
                features(&words, at, groups, &mut |key| keys.push(Attribute::new(format!("{key:08x}"), 1.0)));
                keys
            });
            let items: Vec<_> = items.collect();
            assert_eq!(items.len(), labels.len(), "{text}");
            (items, labels)
        })
        .collect()
}

/// The weights of each attribute, by label.
type States = HashMap<String, Vec<(usize, f32)>>;

/// What a model of `crfs` holds: state weights by attribute, and the transitions of [`ModelParts`].
fn weights_of(dump: &str) -> (States, Vec<f32>) {
    let (mut states, mut transitions) = (HashMap::<_, Vec<_>>::new(), vec![0.0; (LABELS + 1) * LABELS]);
    for line in dump.lines().filter(|line| line.contains(" --> ")) {
        let (source, rest) = line.trim().split_once(") ").unwrap().1.split_once(" --> ").unwrap();
        let (target, weight) = rest.split_once(": ").unwrap();
        let (target, weight) = (label(target).unwrap(), weight.parse::<f32>().unwrap());
        match label(source) {
            Some(source) => transitions[(source + 1) * LABELS + target] = weight,
            None => states.entry(source.to_owned()).or_default().push((target, weight)),
        }
    }
    (states, transitions)
}

#[test]
fn another_decoder_gives_the_same_labels() {
    let all = annotated();
    let (train, rest) = all.split_at(60);
    let mut trainer = Trainer::lbfgs();
    for (items, labels) in train {
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        trainer.append(items, &labels).unwrap();
    }
    trainer.params_mut().set_c2(0.1).unwrap();
    trainer.params_mut().set_max_iterations(30).unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    trainer.train(file.path()).unwrap();
    let bytes = std::fs::read(file.path()).unwrap();
    let theirs = crfs::Model::new(&bytes).unwrap();
    let mut dump = Vec::new();
    theirs.dump(&mut dump).unwrap();
    let (states, transitions) = weights_of(&String::from_utf8(dump).unwrap());
    let known: Vec<bool> = (0..LABELS).map(|at| theirs.to_label_id(&label_name(at)).is_some()).collect();
    let ours = Model::new(ModelParts { transitions, scale: 1.0, ..Default::default() });
    let decoder = Decoder::new(&ours, Groups::ALL);
    let tagger = theirs.tagger().unwrap();
    let (mut names, mut compared) = (0, 0);
    for (items, _) in train.iter().chain(rest) {
        let expected = tagger.tag(items).unwrap();
        let mut before = "O";
        let is_whole = expected.iter().all(|name| {
            let fits = !name.starts_with('I') || before != "O" && before[2..] == name[2..];
            before = name;
            fits
        });
        if !is_whole {
            // Theirs lets an I stand without its B; ours does not, so that these cannot be compared.
            continue;
        }
        compared += 1;
        let scores: Scores = items
            .iter()
            .map(|item| {
                let mut row: [f32; LABELS] = std::array::from_fn(|at| if known[at] { 0.0 } else { -1e5 });
                for (at, weight) in item.iter().filter_map(|attribute| states.get(&attribute.name)).flatten() {
                    row[*at] += weight;
                }
                row
            })
            .collect();
        let found: Vec<String> = decoder.decode(&scores).iter().map(|&at| label_name(usize::from(at))).collect();
        names += found.iter().filter(|name| name.starts_with('B')).count();
        assert_eq!(found, expected);
    }
    assert!(compared >= 90 && names > 100, "{compared} sentences, {names} names");
}

proptest! {
    #[test]
    fn words_lie_in_the_text_in_order(text in "[اأإآبتثلوفكمنيهةىء ًَُِّ‏‎.،؟!()\"'0-9a-zA-Z]{0,60}") {
        let (_, lexicon) = shipped();
        let mut end = 0;
        for word in cut(&text, lexicon).iter().flat_map(|sentence| &sentence.words) {
            prop_assert!(word.start >= end && word.start < word.end && text.get(word.start..word.end).is_some());
            end = word.end;
        }
    }

    /// Few places, so that words put each other out within a sentence; many sentences on one memo.
    #[test]
    fn what_is_remembered_of_words_changes_no_score(
        texts in proptest::collection::vec("([اأةبتلوفكمنيَّ]{1,4}[ .,\"()]{1,2}|[0-9]{1,4} |[a-cA-CÉé]{1,2} ){0,20}", 1..6),
        bits in 0u32..6,
    ) {
        let (decoder, lexicon) = shipped();
        let mut memo = Memo::new(bits);
        for text in texts.iter().chain(&texts) {
            let tokens = Tokens::new(text);
            let expected = cut(text, lexicon);
            for (range, expected) in bounds(&tokens).into_iter().zip(&expected) {
                let (sentence, scores) = reader().read(&mut memo, &tokens, range);
                prop_assert_eq!(scores, decoder.scores(expected));
                let stems = |sentence: &Sentence| -> Vec<_> {
                    sentence.words.iter().map(|word| (word.start, word.end, word.stem, word.skipped)).collect()
                };
                prop_assert_eq!(stems(&sentence), stems(expected));
            }
        }
    }

    #[test]
    fn decoding_gives_a_label_a_word(text in any::<String>()) {
        let (decoder, lexicon) = shipped();
        for sentence in cut(&text, lexicon) {
            let labels = decoder.decode(&decoder.scores(&sentence));
            prop_assert_eq!(labels.len(), sentence.words.len());
            let mut names = String::new();
            for label in labels {
                write!(names, "{} ", label_name(usize::from(label))).unwrap();
            }
            prop_assert!(!names.starts_with("I-") && !names.contains("O I-"), "{}", names);
        }
    }
}
