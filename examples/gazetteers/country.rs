//! In which country a city of GeoNames lies, where only its number is known.
//!
//! Owns the conclusion. GeoNames began by taking in gazetteers country by country, so that numbers up to
//! [`LAST_OF_RUNS`] come in runs of one country. Names that occur once and whose country is known (capitals, zone cities,
//! subdivisions) are anchors; the cheapest explanation of all anchors gives the runs, and a number between two anchors of
//! one run lies in its country. Of anchors left out one by one, about 9 in 10 that get an answer get the right one.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use crate::cldr::Cldr;
use crate::geonames::GeoNames;
use crate::rows::Capital;

/// Numbers beyond are given as names come in, from anywhere.
const LAST_OF_RUNS: u32 = 6_260_000;

/// What a change of country costs, against 1 for an anchor of another country: a lone anchor makes no run, a capital or a
/// zone city outweighs two changes and does.
const CHANGE: u32 = 2;
const SURE: u32 = 5;

/// Anchors: number → country → weight.
type Anchors = BTreeMap<u32, BTreeMap<String, u32>>;

/// The country of each city, as far as it can be told.
pub(crate) fn conclude(cldr: &Cldr, geonames: &GeoNames, capitals: &[Capital]) -> BTreeMap<u32, String> {
    let anchors = anchors(cldr, geonames, capitals);
    let runs = runs(&anchors);
    let mut countries = geonames.told.clone();
    for &number in geonames.cities.keys().filter(|number| !geonames.told.contains_key(number)) {
        let before = runs.range(..=number).next_back();
        let after = runs.range(number..).next();
        let own = anchors.get(&number).and_then(|own| own.iter().find(|(_, weight)| **weight >= SURE));
        let country = match (own, before, after) {
            (Some((country, _)), _, _) => Some(country),
            (None, Some((_, before)), Some((_, after))) if before == after && number < LAST_OF_RUNS => Some(before),
            _ => None,
        };
        if let Some(country) = country {
            countries.insert(number, country.clone());
        }
    }
    countries
}

fn anchors(cldr: &Cldr, geonames: &GeoNames, capitals: &[Capital]) -> Anchors {
    let mut numbers: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (&number, names) in geonames.cities.iter().filter(|(_, names)| !names[4].is_empty()) {
        numbers.entry(plain(&names[4])).or_default().push(number);
    }
    let mut anchors = Anchors::new();
    let mut vote = |name: &str, country: &str, weight: u32| {
        if let Some(&[number]) = numbers.get(&plain(name)).map(Vec::as_slice) {
            *anchors.entry(number).or_default().entry(country.to_owned()).or_default() += weight;
        }
    };
    for (zone, country) in cldr
        .zones
        .iter()
        .filter(|(zone, _)| zone.contains("/") && !zone.starts_with("Etc/") && !zone.starts_with("Antarctica/"))
    {
        vote(zone.rsplit('/').next().unwrap_or_default(), country, SURE);
    }
    for capital in capitals {
        vote(&capital.english, &capital.country, SURE);
    }
    for (code, names) in &cldr.subdivisions {
        if let (Some(country), Some(name)) = (code.get(..2), names[4].first()) {
            vote(name, &country.to_ascii_uppercase(), 1);
        }
    }
    for (code, names) in &geonames.regions {
        if let Some((country, _)) = code.split_once('.') {
            vote(&without_head(&names[4]), country, 1);
        }
    }
    anchors
}

/// The country of each anchor that agrees with the cheapest explanation of all (Viterbi).
fn runs(anchors: &Anchors) -> BTreeMap<u32, String> {
    let anchors: Vec<_> = anchors.iter().filter(|(number, _)| **number < LAST_OF_RUNS).collect();
    let countries: BTreeSet<&String> = anchors.iter().flat_map(|(_, votes)| votes.keys()).collect();
    let countries: Vec<&String> = countries.into_iter().collect();
    let mut costs = vec![0; countries.len()];
    let mut came_from: Vec<Vec<usize>> = Vec::with_capacity(anchors.len());
    for (_, votes) in &anchors {
        let cheapest = (0..costs.len()).min_by_key(|&at| costs[at]).unwrap_or_default();
        let all: u32 = votes.values().sum();
        let mut from = Vec::with_capacity(costs.len());
        let mut next = Vec::with_capacity(costs.len());
        for (at, country) in countries.iter().enumerate() {
            let changed = costs[cheapest] + CHANGE;
            from.push(if costs[at] <= changed { at } else { cheapest });
            next.push(costs[at].min(changed) + all - votes.get(*country).copied().unwrap_or_default());
        }
        costs = next;
        came_from.push(from);
    }
    // Only anchors that lie in the country of their run tell anything about their neighbours.
    let mut runs = BTreeMap::new();
    let mut at = (0..costs.len()).min_by_key(|&at| costs[at]).unwrap_or_default();
    for ((number, votes), from) in anchors.iter().zip(&came_from).rev() {
        if votes.contains_key(countries[at]) {
            runs.insert(**number, countries[at].clone());
        }
        at = from[at];
    }
    runs
}

/// A Latin name as its letters a to z.
fn plain(name: &str) -> String {
    name.nfd().filter(char::is_ascii_alphabetic).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// The English name of a region without the word for what it is.
fn without_head(name: &str) -> String {
    const HEADS: &[&str] = &[
        "Governorate",
        "Province",
        "Region",
        "Oblast",
        "State",
        "District",
        "County",
        "Prefecture",
        "Department",
        "Municipality",
        "Muhafazat",
        "Krai",
        "Wilaya",
        "de",
    ];
    name.split(' ').filter(|word| !HEADS.contains(word)).collect::<Vec<_>>().join(" ")
}
