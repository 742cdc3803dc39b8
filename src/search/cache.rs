//! The index of titles in a file, so that the next start need not build it.
//!
//! Owns the file's form: a cache that may be thrown away at any time. It is read only when its format, the generation
//! of the library and its checksum are as they should be.
//!
//! ```text
//! magic (8)  format (4)  generation (8)  checksum of what follows (8)
//! titles (8)  bytes of letters (8)  letters  starts  parts  keys  two columns
//! a column: numbers, then names (8), then each name: bytes (8), UTF-8
//! ```
//!
//! Numbers are little-endian; starts and column numbers are 32 bits wide, keys 64; parts are 32 columns of bytes.

use std::fs::{self, File};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::Duration;

use super::column::Column;
use super::parts::Parts;
use super::titles::TitleIndex;

/// The name of this kind of file.
const MAGIC: &[u8; 8] = b"khabarTI";
/// Counted up whenever the form, the alphabet or the folding changes: an older file is built afresh.
const FORMAT: u32 = 3;
/// The beginning of the name of a file that is not finished.
const UNFINISHED: &str = "titles.unfinished.";
/// Nobody writes for so long.
const OLD: Duration = Duration::from_secs(3600);
/// So many bytes are written at once.
const BLOCK: usize = 1 << 16;
/// Bytes before what the checksum covers.
const HEADER: usize = 8 + 4 + 8 + 8;

/// Why a cache file could not be read or written. A missing, stale or broken one is no error.
#[derive(Debug, thiserror::Error)]
#[error("title index {path}: {source}")]
pub struct CacheError {
    path: String,
    source: io::Error,
}

impl TitleIndex {
    /// Writes the index to a file, beside it first and then in its place; the folder is made where there is none.
    ///
    /// `generation` says which state of the library it stands for.
    ///
    /// # Errors
    /// When the folder or file cannot be written; what was there before stays.
    pub fn write(&self, path: &Path, generation: u64) -> Result<(), CacheError> {
        let error = |source| CacheError { path: path.display().to_string(), source };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(error)?;
        remove_left_over(folder);
        let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder).map_err(error)?;
        let header = [&MAGIC[..], &FORMAT.to_le_bytes(), &generation.to_le_bytes(), &[0; 8]].concat();
        let mut write = || {
            file.write_all(&header)?;
            let sum = self.write_body(&mut file)?;
            file.seek(SeekFrom::Start(HEADER as u64 - 8))?;
            file.write_all(&sum.to_le_bytes())
        };
        write().map_err(error)?;
        file.persist(path).map_err(|failed| error(failed.error))?;
        Ok(())
    }

    /// Reads an index that [`TitleIndex::write`] wrote for the same generation.
    ///
    /// `None` when there is none, when it is of another generation or format, or when it is broken: then it is to be
    /// built afresh.
    ///
    /// # Errors
    /// When there is a file that cannot be read.
    pub fn read(path: &Path, generation: u64) -> Result<Option<Self>, CacheError> {
        let error = |source| CacheError { path: path.display().to_string(), source };
        let mut file = match File::open(path) {
            Ok(file) => file,
            Err(missing) if missing.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(other) => return Err(error(other)),
        };
        let mut header = [0; HEADER];
        match io::Read::read_exact(&mut file, &mut header) {
            Ok(()) => {}
            Err(short) if short.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            Err(other) => return Err(error(other)),
        }
        let (expected, sum) = header.split_at(HEADER - 8);
        if expected != [&MAGIC[..], &FORMAT.to_le_bytes(), &generation.to_le_bytes()].concat() {
            return Ok(None);
        }
        let mut body = Vec::new();
        io::Read::read_to_end(&mut file, &mut body).map_err(error)?;
        Ok(if checksum(&body).to_le_bytes() == sum { Self::from_body(&body) } else { None })
    }

    /// Writes the body and gives its checksum. Few bytes at a time: a million titles need not stand in memory twice.
    fn write_body(&self, out: &mut impl Write) -> io::Result<u64> {
        let mut body = Body { out, block: Vec::with_capacity(2 * BLOCK), sum: Sum::new() };
        body.number(self.len())?;
        body.number(self.letters.len())?;
        body.bytes(&self.letters)?;
        body.numbers(&self.starts, |start| start.to_le_bytes())?;
        self.parts.columns().try_for_each(|column| body.bytes(column))?;
        body.numbers(&self.keys, |key| key.to_le_bytes())?;
        for column in [&self.sections, &self.sources] {
            body.numbers(&column.numbers, |number| number.to_le_bytes())?;
            body.number(column.names().len())?;
            for name in column.names() {
                body.number(name.len())?;
                body.bytes(name.as_bytes())?;
            }
        }
        body.finish()
    }

    fn from_body(body: &[u8]) -> Option<Self> {
        let mut rest = Rest(body);
        let titles = rest.number()?;
        let letters = rest.number()?;
        let index = Self {
            letters: rest.take(letters)?.to_vec(),
            starts: rest.words(titles)?.map(u32::from_le_bytes).collect(),
            parts: Parts::from_bytes(rest.take(titles.checked_mul(Parts::WIDTH)?)?)?,
            keys: rest.words(titles)?.map(i64::from_le_bytes).collect(),
            sections: rest.column(titles)?,
            sources: rest.column(titles)?,
        };
        (rest.0.is_empty() && index.is_sound()).then_some(index)
    }

    /// True when no place points beyond what is there: what finding takes for granted.
    fn is_sound(&self) -> bool {
        let ends = self.starts.iter().skip(1).map(|&start| start as usize).chain([self.letters.len()]);
        let are_titles = self.starts.iter().map(|&start| start as usize).zip(ends).all(|(start, end)| start + 1 < end);
        let begins = self.starts.first().map_or(self.letters.is_empty(), |&start| start == 0);
        let are_sorted = self.keys.windows(2).all(|pair| pair[0] > pair[1]);
        let are_named = [&self.sections, &self.sources]
            .iter()
            .all(|column| column.numbers.iter().all(|&number| (number as usize) < column.names().len()));
        begins && are_titles && are_sorted && are_named && self.letters.len() <= u32::MAX as usize
    }
}

/// A body on its way to a file.
struct Body<'w, W> {
    out: &'w mut W,
    /// What has not been written.
    block: Vec<u8>,
    sum: Sum,
}

impl<W: Write> Body<'_, W> {
    fn number(&mut self, number: usize) -> io::Result<()> {
        self.bytes(&(number as u64).to_le_bytes())
    }

    fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        for part in bytes.chunks(BLOCK) {
            self.block.extend_from_slice(part);
            self.write()?;
        }
        Ok(())
    }

    fn numbers<N: Copy, const WIDTH: usize>(&mut self, all: &[N], bytes: fn(N) -> [u8; WIDTH]) -> io::Result<()> {
        for part in all.chunks(BLOCK / WIDTH) {
            self.block.extend(part.iter().flat_map(|&number| bytes(number)));
            self.write()?;
        }
        Ok(())
    }

    /// Writes whole words, where there are many.
    fn write(&mut self) -> io::Result<()> {
        if self.block.len() < BLOCK {
            return Ok(());
        }
        let whole = self.block.len() / 8 * 8;
        self.sum.add(&self.block[..whole]);
        self.out.write_all(&self.block[..whole])?;
        self.block.drain(..whole);
        Ok(())
    }

    fn finish(mut self) -> io::Result<u64> {
        self.sum.add(&self.block);
        self.out.write_all(&self.block)?;
        Ok(self.sum.value())
    }
}

/// Takes away what a program that was ended by force left of a file, once no other can be writing it.
fn remove_left_over(folder: &Path) {
    let is_old = |entry: &fs::DirEntry| {
        let modified = entry.metadata().and_then(|metadata| metadata.modified());
        modified.is_ok_and(|modified| modified.elapsed().is_ok_and(|age| age > OLD))
    };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let left = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(UNFINISHED));
    for entry in left.filter(is_old) {
        // It takes nothing but room: the next time will do.
        let _ = fs::remove_file(entry.path());
    }
}

/// What of a file has not been read.
struct Rest<'b>(&'b [u8]);

impl<'b> Rest<'b> {
    fn take(&mut self, bytes: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(bytes)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<usize> {
        let bytes = self.take(8)?.try_into().ok()?;
        usize::try_from(u64::from_le_bytes(bytes)).ok()
    }

    /// So many numbers of `WIDTH` bytes.
    fn words<const WIDTH: usize>(
        &mut self,
        count: usize,
    ) -> Option<impl Iterator<Item = [u8; WIDTH]> + use<'b, WIDTH>> {
        let bytes = self.take(count.checked_mul(WIDTH)?)?;
        Some(bytes.as_chunks::<WIDTH>().0.iter().copied())
    }

    fn column(&mut self, titles: usize) -> Option<Column> {
        let numbers: Vec<u32> = self.words(titles)?.map(u32::from_le_bytes).collect();
        let names = self.number()?;
        let mut column = Column::default();
        for _ in 0..names {
            let bytes = self.number()?;
            column.number(str::from_utf8(self.take(bytes)?).ok()?);
        }
        column.numbers = numbers;
        Some(column)
    }
}

/// A sum that a flipped bit or a lost block changes: FNV-1a over words of eight bytes, a hundred million bytes in some
/// 20 ms.
struct Sum {
    sum: u64,
    length: u64,
}

impl Sum {
    fn new() -> Self {
        Self { sum: 0xcbf2_9ce4_8422_2325, length: 0 }
    }

    /// Adds bytes; all but the last are given in whole words.
    fn add(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        let sum = words.iter().fold(self.sum, |sum, word| Self::mixed(sum, u64::from_le_bytes(*word)));
        self.sum = rest.iter().fold(sum, |sum, &byte| Self::mixed(sum, u64::from(byte)));
        self.length += bytes.len() as u64;
    }

    fn value(&self) -> u64 {
        Self::mixed(self.sum, self.length)
    }

    fn mixed(sum: u64, word: u64) -> u64 {
        const PRIME: u64 = 0x0000_0100_0000_01b3;
        let mixed = (sum ^ word).wrapping_mul(PRIME);
        mixed ^ mixed >> 29
    }
}

fn checksum(bytes: &[u8]) -> u64 {
    let mut sum = Sum::new();
    sum.add(bytes);
    sum.value()
}

#[cfg(test)]
mod tests {
    use super::super::{TitleEntry, TitleIndex};
    use super::HEADER;
    use proptest::prelude::*;

    fn index() -> TitleIndex {
        let mut builder = TitleIndex::builder();
        for (key, title) in [(9, "خبر عاجل"), (5, ""), (-3, "新聞 news")] {
            builder.push(TitleEntry { key, title, section: "العالم", source: "صحيفة" });
        }
        builder.finish()
    }

    #[test]
    fn a_large_index_comes_back_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("titles");
        let mut builder = TitleIndex::builder();
        let titles: Vec<String> = (0..4_000).map(|number| format!("خبر عن {number} شيئا")).collect();
        for (key, title) in (0..).map(|at: i64| -at).zip(&titles) {
            builder.push(TitleEntry { key, title, section: "العالم", source: "" });
        }
        let index = builder.finish();
        index.write(&path, 1).expect("written");
        let read = TitleIndex::read(&path, 1).expect("read").expect("fresh");
        assert_eq!(read.find("3999", 3), index.find("3999", 3));
        assert_eq!(read.keys(), index.keys());
        assert!(read.letters == index.letters && read.parts == index.parts);
    }

    #[test]
    fn what_is_written_is_read_for_the_same_generation_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("new").join("titles");
        assert!(TitleIndex::read(&path, 7).expect("no file is no error").is_none());
        index().write(&path, 7).expect("written");
        let read = TitleIndex::read(&path, 7).expect("read").expect("fresh");
        assert_eq!(read.keys(), [9, 5, -3]);
        assert_eq!(read.find("عاجل", 9), index().find("عاجل", 9));
        assert_eq!(read.find("عالم", 9).len(), 3);
        assert!(TitleIndex::read(&path, 8).expect("read").is_none());
    }

    proptest! {
        #[test]
        fn a_broken_file_is_no_index(at in any::<prop::sample::Index>(), bit in 0..8_u32, cut in any::<bool>()) {
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join("titles");
            index().write(&path, 7).expect("written");
            let mut bytes = std::fs::read(&path).expect("bytes");
            let at = at.index(bytes.len());
            if cut { bytes.truncate(at) } else { bytes[at] ^= 1 << bit }
            std::fs::write(&path, &bytes).expect("spoilt");
            prop_assert!(TitleIndex::read(&path, 7).expect("read").is_none());
        }

        #[test]
        fn no_body_makes_it_panic(body in any::<Vec<u8>>(), at in any::<prop::sample::Index>(), value in any::<u8>()) {
            if let Some(index) = TitleIndex::from_body(&body) {
                let _ = index.find("a", 9);
            }
            let mut spoilt = Vec::new();
            index().write_body(&mut spoilt).expect("written");
            let at = at.index(spoilt.len());
            spoilt[at] = value;
            if let Some(index) = TitleIndex::from_body(&spoilt) {
                let _ = (index.find("خ ع", 9), index.find("news عالم", 9));
            }
            prop_assert!(HEADER > 0);
        }
    }
}
