//! The weights: what stands in the file, and the table that they are read into.
//!
//! Owns the file format of `assets/model/arabic.model`; decodes nothing (`decode.rs`).

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use thiserror::Error;

use super::table::{KeyTable, Keys};
use super::{FEATURE_VERSION, LABELS};
use crate::entity::token::Fnv;

/// Opens the file; the version of the features stands right behind it.
pub(super) const MAGIC: &[u8; 8] = b"khabarMD";

/// How many weights a row has in memory: a power of two that holds the labels.
pub(super) const ROW: usize = 16;

/// Why a model or lexicon was refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ModelError {
    /// The file is none of ours.
    #[error("not a model of khabar")]
    Foreign,
    /// The file was made for another version of the features; this is its version.
    #[error("made for version {0} of the features")]
    Version(u32),
    /// The file is cut off or its parts do not fit.
    #[error("cut off")]
    Cut,
}

/// The parts of a model, as they are learnt and as they stand in the file.
#[derive(Clone, Debug, Default)]
pub struct ModelParts {
    /// Corpora, licences and scores, as lines of `name: value`.
    pub header: String,
    /// What a step of a weight is worth.
    pub scale: f32,
    /// The score of each label behind each label, before it behind the start of a sentence.
    pub transitions: Vec<f32>,
    /// Keys of the features; sorted, none twice.
    pub keys: Vec<u32>,
    /// The weights of each feature, one a label; those past the labels are 0.
    pub rows: Vec<[i8; ROW]>,
}

/// Weights, ready to be added.
#[derive(Clone, Debug)]
pub struct Model {
    parts: ModelParts,
    /// The place of each feature's weights in `rows`.
    weights: KeyTable<Place>,
    /// The weights, each row once: behind the one for no feature the longest stand first, because they are those of the
    /// most frequent features, and stay near.
    rows: Vec<[i8; ROW]>,
}

/// A number of three bytes, which stands close to others.
type Place = [u8; 3];

/// The place of a row.
#[inline]
fn index([low, middle, high]: Place) -> usize {
    usize::from(low) | usize::from(middle) << 8 | usize::from(high) << 16
}

impl Model {
    /// A model of `parts`.
    pub fn new(parts: ModelParts) -> Self {
        let mut rows = parts.rows.clone();
        rows.sort_by_cached_key(|row| (row.iter().filter(|&&weight| weight == 0).count(), *row));
        rows.dedup();
        rows.insert(0, [0; ROW]);
        let places: HashMap<[i8; ROW], u32, BuildHasherDefault<Fnv>> = rows.iter().copied().zip(0..).collect();
        let place = |row| places.get(row).map_or([0; 3], |place| [0, 8, 16].map(|shift| (place >> shift) as u8));
        let weights = KeyTable::new(parts.keys.iter().copied().zip(parts.rows.iter().map(place)));
        Self { parts, weights, rows }
    }

    /// The same without the features as they stand in the file, which nobody but the trainer needs: some megabytes.
    #[must_use]
    pub(super) fn without_features(mut self) -> Self {
        (self.parts.keys, self.parts.rows) = (Vec::new(), Vec::new());
        self
    }

    /// The parts that it was made of.
    pub fn parts(&self) -> &ModelParts {
        &self.parts
    }

    /// Corpora, licences and scores, as lines of `name: value`.
    pub fn header(&self) -> &str {
        &self.parts.header
    }

    /// Sets down a feature in `room`, and which sum it is for.
    #[inline]
    pub(super) fn ask(&self, room: &mut Keys, key: u32, at: u32) {
        self.weights.ask(room, key, at);
    }

    /// Adds the weights of the features in `room` to the sums of their words, in steps, one a label. Empties `room`.
    pub(super) fn add(&self, room: &mut Keys, sums: &mut [[i16; ROW]]) {
        self.weights.find_all(room, |place, at| {
            let (Some(row), Some(sums)) = (self.rows.get(index(place)), sums.get_mut(at as usize)) else { return };
            // Some 150 features of at most 127 each: a sum of 16 bits holds them.
            for (sum, &weight) in sums.iter_mut().zip(row) {
                *sum = sum.wrapping_add(i16::from(weight));
            }
        });
    }

    /// True for a feature that has weights.
    pub(super) fn holds(&self, key: u32) -> bool {
        self.weights.get(key).is_some()
    }

    /// The weights of one feature, in steps, one a label; zeros for an unknown one.
    pub(super) fn row(&self, key: u32) -> [i8; ROW] {
        self.weights.get(key).and_then(|place| self.rows.get(index(place))).copied().unwrap_or([0; ROW])
    }

    /// The score of `next` behind `label`; `None` stands for the start of the sentence.
    pub(super) fn transition(&self, label: Option<usize>, next: usize) -> f32 {
        let row = label.map_or(0, |label| label + 1);
        self.parts.transitions.get(row * LABELS + next).copied().unwrap_or(0.0)
    }

    /// Writes the file, for use beside the file of this lexicon: its stamp covers both.
    pub fn to_bytes(&self, lexicon: &[u8]) -> Vec<u8> {
        let body = self.body();
        let mut file = MAGIC.to_vec();
        put(&mut file, FEATURE_VERSION);
        put(&mut file, stamp(&body, lexicon));
        file.extend(body);
        file
    }

    fn body(&self) -> Vec<u8> {
        let parts = &self.parts;
        let mut file = Vec::new();
        put(&mut file, parts.header.len() as u32);
        put(&mut file, parts.keys.len() as u32);
        file.extend(parts.header.as_bytes());
        file.extend(parts.scale.to_le_bytes());
        for weight in (0..(LABELS + 1) * LABELS).map(|at| parts.transitions.get(at).copied().unwrap_or(0.0)) {
            file.extend(weight.to_le_bytes());
        }
        parts.keys.iter().for_each(|&key| put(&mut file, key));
        for row in &parts.rows {
            let labels = (0..LABELS).filter(|&label| row[label] != 0).fold(0u16, |mask, label| mask | 1 << label);
            file.extend(labels.to_le_bytes());
        }
        for row in &parts.rows {
            file.extend(row[..LABELS].iter().filter(|&&weight| weight != 0).map(|weight| weight.to_le_bytes()[0]));
        }
        file
    }

    /// Reads the file.
    ///
    /// # Errors
    ///
    /// When the file is no model, was made for another version of the features, or is cut off.
    pub fn from_bytes(file: &[u8]) -> Result<Self, ModelError> {
        let mut reader = Reader::open(file, MAGIC)?;
        reader.u32()?;
        let (header, count) = (reader.u32()? as usize, reader.u32()? as usize);
        let header = String::from_utf8_lossy(reader.take(header)?).into_owned();
        let scale = f32::from_le_bytes(reader.array()?);
        let transitions =
            (0..(LABELS + 1) * LABELS).map(|_| Ok(f32::from_le_bytes(reader.array()?))).collect::<Result<_, _>>()?;
        let keys = reader.u32s(count)?;
        let masks = reader.u16s(count)?;
        let mut rows = Vec::with_capacity(count);
        for mask in masks {
            let mut row = [0; ROW];
            for (label, weight) in row.iter_mut().enumerate() {
                if mask & 1 << label != 0 {
                    *weight = i8::from_le_bytes(reader.array()?);
                }
            }
            rows.push(row);
        }
        Ok(Self::new(ModelParts { header, scale, transitions, keys, rows }))
    }
}

/// A number that changes when the body of a model or its lexicon does (FNV-1a).
fn stamp(body: &[u8], lexicon: &[u8]) -> u32 {
    let step = |hash: u32, byte: &u8| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    body.iter().chain(lexicon).fold(0x811c_9dc5, step)
}

/// Reads little-endian numbers off a file.
pub(super) struct Reader<'f> {
    rest: &'f [u8],
}

impl<'f> Reader<'f> {
    /// Checks the magic and the version of the features.
    pub(super) fn open(file: &'f [u8], magic: &[u8]) -> Result<Self, ModelError> {
        let mut reader = Self { rest: file.strip_prefix(magic).ok_or(ModelError::Foreign)? };
        match reader.u32()? {
            FEATURE_VERSION => Ok(reader),
            other => Err(ModelError::Version(other)),
        }
    }

    pub(super) fn take(&mut self, count: usize) -> Result<&'f [u8], ModelError> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(ModelError::Cut)?;
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        self.take(N)?.try_into().map_err(|_| ModelError::Cut)
    }

    pub(super) fn u32(&mut self) -> Result<u32, ModelError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    pub(super) fn u32s(&mut self, count: usize) -> Result<Vec<u32>, ModelError> {
        let bytes = self.take(count.checked_mul(4).ok_or(ModelError::Cut)?)?;
        Ok(bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]])).collect())
    }

    pub(super) fn u16s(&mut self, count: usize) -> Result<Vec<u16>, ModelError> {
        let bytes = self.take(count.checked_mul(2).ok_or(ModelError::Cut)?)?;
        Ok(bytes.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])).collect())
    }
}

/// Writes a number, little end first.
pub(super) fn put(file: &mut Vec<u8>, number: u32) {
    file.extend(number.to_le_bytes());
}
