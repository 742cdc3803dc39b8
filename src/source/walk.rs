//! From the paths that a user names to the files that are read, in a stable order.
//!
//! Owns which files of a folder are articles; opens none of them (`read.rs` does).

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Warning, WarningKind};

/// The extensions that are taken in a folder, beside none at all; a file that is named is always tried.
const EXTENSIONS: [&str; 8] = ["txt", "text", "md", "markdown", "article", "news", "jsonl", "ndjson"];

/// The files under `paths`, each one once: a named file itself, a folder's files by name, folders in it likewise.
///
/// Hidden files and other extensions are passed over in folders. A symbolic link is followed when it is named, and
/// inside a folder when it leads to a file: no ring of links is ever entered.
pub fn walk(paths: &[PathBuf]) -> Walk {
    Walk { waiting: paths.iter().rev().cloned().map(Step::Named).collect(), seen: HashSet::new(), open: None }
}

/// The walk of [`walk`]; reads a folder when it comes to it.
#[derive(Debug)]
pub struct Walk {
    /// What is still to be looked at, the next one last.
    waiting: Vec<Step>,
    /// Canonical paths of the files that were given out.
    seen: HashSet<PathBuf>,
    /// The named folder that is being walked, and whether it held a file so far.
    open: Option<(PathBuf, bool)>,
}

#[derive(Debug)]
enum Step {
    /// A path that the user named.
    Named(PathBuf),
    /// Something found in a folder.
    Found(PathBuf),
    /// The end of a named folder.
    End,
    /// What is said about a part of a folder that could not be listed.
    Said(Warning),
}

impl Iterator for Walk {
    type Item = Result<PathBuf, Warning>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let item = match self.waiting.pop()? {
                Step::Named(path) => self.named(path),
                Step::Found(path) => self.found(path),
                Step::End => self.end(),
                Step::Said(warning) => Some(Err(warning)),
            };
            if let (Some(Ok(_)), Some((_, has_files))) = (&item, &mut self.open) {
                *has_files = true;
            }
            if item.is_some() {
                return item;
            }
        }
    }
}

impl Walk {
    fn named(&mut self, path: PathBuf) -> Option<Result<PathBuf, Warning>> {
        match fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => {
                self.open = Some((path.clone(), false));
                self.waiting.push(Step::End);
                self.list(&path)
            }
            Ok(metadata) if metadata.is_file() => self.once(path),
            Ok(_) => Some(Err(Warning::new(&path.to_string_lossy(), WarningKind::NotAFile))),
            Err(error) => Some(Err(Warning::of_error(&path.to_string_lossy(), &error))),
        }
    }

    fn found(&mut self, path: PathBuf) -> Option<Result<PathBuf, Warning>> {
        let kind = match fs::symlink_metadata(&path) {
            Ok(metadata) => metadata.file_type(),
            Err(error) => return Some(Err(Warning::of_error(&path.to_string_lossy(), &error))),
        };
        if kind.is_dir() {
            return self.list(&path);
        }
        if !has_text_extension(&path) {
            return None;
        }
        match fs::metadata(&path) {
            Ok(metadata) if metadata.is_file() => self.once(path),
            Ok(metadata) if metadata.is_dir() => None,
            Ok(_) => Some(Err(Warning::new(&path.to_string_lossy(), WarningKind::NotAFile))),
            Err(error) => Some(Err(Warning::of_error(&path.to_string_lossy(), &error))),
        }
    }

    /// Puts what a folder holds in front of what is waiting.
    fn list(&mut self, folder: &Path) -> Option<Result<PathBuf, Warning>> {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                // A remark that says more than that nothing was found.
                self.open = self.open.take().map(|(path, _)| (path, true));
                return Some(Err(Warning::of_error(&folder.to_string_lossy(), &error)));
            }
        };
        let mut names = Vec::new();
        for entry in entries {
            match entry {
                Ok(entry) => names.push(entry.file_name()),
                Err(error) => self.waiting.push(Step::Said(Warning::of_error(&folder.to_string_lossy(), &error))),
            }
        }
        names.retain(|name| !name.as_encoded_bytes().starts_with(b"."));
        names.sort_unstable();
        self.waiting.extend(names.into_iter().rev().map(|name| Step::Found(folder.join(name))));
        None
    }

    /// A file, unless it was given out under this or another name.
    fn once(&mut self, path: PathBuf) -> Option<Result<PathBuf, Warning>> {
        let canonical = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        if self.seen.insert(canonical) {
            return Some(Ok(path));
        }
        if let Some((_, has_files)) = &mut self.open {
            *has_files = true;
        }
        None
    }

    fn end(&mut self) -> Option<Result<PathBuf, Warning>> {
        let (path, has_files) = self.open.take()?;
        (!has_files).then(|| Err(Warning::new(&path.to_string_lossy(), WarningKind::NoArticles)))
    }
}

fn has_text_extension(path: &Path) -> bool {
    match path.extension() {
        None => true,
        Some(extension) => EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Walk, WarningKind, walk};
    use std::fs;
    use std::path::{Path, PathBuf};

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().expect("inside the folder")).expect("a folder");
            fs::write(path, "نص").expect("a file");
        }
        folder
    }

    fn names(walk: Walk, root: &Path) -> Vec<String> {
        let relative = |path: &Path| path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned();
        walk.map(|item| match item {
            Ok(path) => relative(&path),
            Err(warning) => format!("{} {}", warning.kind.name(), relative(Path::new(&warning.path))),
        })
        .collect()
    }

    #[test]
    fn folders_are_walked_in_the_order_of_their_names() {
        let root =
            folder(&["b.txt", "a/z.md", "a/y.TXT", "c", "d.jpg", ".hidden.txt", ".git/x.txt", "a/e/f.news", "g.xyz"]);
        let all = [root.path().to_owned()];
        assert_eq!(names(walk(&all), root.path()), ["a/e/f.news", "a/y.TXT", "a/z.md", "b.txt", "c"]);
    }

    #[test]
    fn a_named_file_is_taken_whatever_it_is_called_and_only_once() {
        let root = folder(&["d.jpg", ".h.txt", "a/b.txt"]);
        let paths: Vec<PathBuf> =
            ["d.jpg", ".h.txt", "missing", "a/b.txt", "a", "a/../d.jpg"].map(|name| root.path().join(name)).into();
        assert_eq!(names(walk(&paths), root.path()), ["d.jpg", ".h.txt", "not-found missing", "a/b.txt"]);
    }

    #[test]
    fn a_folder_without_articles_is_said() {
        let root = folder(&["a/b.jpg"]);
        let kinds: Vec<_> = walk(&[root.path().to_owned()]).map(|item| item.map_err(|warning| warning.kind)).collect();
        assert_eq!(kinds, [Err(WarningKind::NoArticles)]);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_to_files_and_never_round() {
        use std::os::unix::fs::symlink;
        let (root, other) = (folder(&["a/b.txt"]), folder(&["o.txt", "sub/p.txt"]));
        symlink(root.path(), root.path().join("a/ring")).expect("a link");
        symlink(other.path().join("o.txt"), root.path().join("a/link.txt")).expect("a link");
        symlink(other.path().join("sub"), root.path().join("a/sub")).expect("a link");
        symlink("nowhere", root.path().join("lost.txt")).expect("a link");
        symlink("self.txt", root.path().join("self.txt")).expect("a link");
        let found = names(walk(&[root.path().to_owned()]), root.path());
        assert_eq!(found, ["a/b.txt", "a/link.txt", "not-found lost.txt", "unreadable self.txt"]);
        let named = root.path().join("a/sub");
        assert_eq!(names(walk(std::slice::from_ref(&named)), &named), ["p.txt"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_socket_is_no_file() {
        let root = folder(&["a.txt"]);
        let _socket = std::os::unix::net::UnixListener::bind(root.path().join("s.txt")).expect("a socket");
        assert_eq!(names(walk(&[root.path().to_owned()]), root.path()), ["a.txt", "not-a-file s.txt"]);
        assert_eq!(names(walk(&[root.path().join("s.txt")]), root.path()), ["not-a-file s.txt"]);
    }
}
