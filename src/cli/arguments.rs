//! What the user said: the arguments and their help.
//!
//! Owns names, values and examples; what is done where the user said nothing is decided in each subcommand.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// The widest line that can be asked for, in cells: a padded line takes that much memory.
const LARGEST_WIDTH: i64 = 10_000;

/// The themes that `shell/` knows; `tests/cli.rs` holds the two lists together.
const THEMES: [&str; 6] = ["auto", "dark", "light", "dark-16", "light-16", "mono"];

/// The emit modes that `shell/` knows; `tests/cli.rs` holds the two lists together.
const EMIT_MODES: [&str; 7] = ["auto", "visual", "explicit", "jitter", "lrm", "word-reversed", "kitty"];

const EXAMPLES: &str = "\
Examples:
  khabar                         read the built-in articles
  khabar news/ today.txt         read files, and folders with all that is in them
  khabar --lang ar news/         with an Arabic interface
  khabar show today.txt          print one article
  khabar list news/              print what there is, one article a line
  khabar import news/            file articles in the library
  khabar search 'باكو قمة'       print what a query finds
  khabar doctor                  find out what this terminal is
  khabar ./show                  read a file that is named like a subcommand";

const SHOW_EXAMPLES: &str = "\
On a terminal the text is laid out in visual order with joined forms, aligned to its start, and written so that this
terminal shows it so. Into a pipe it goes in logical order and with its own letters, aligned left. Whatever is named
here wins over both.

Examples:
  khabar show today.txt                               print an article
  khabar show --json today.txt                        as one JSON object on one line
  khabar show --width 40 --order visual today.txt     lines of at most 40 cells, for a terminal without bidi
  echo 'خبر' | khabar show --raw --width 0 --order visual --shape forms --align left -";

const LIST_EXAMPLES: &str = "\
Into a pipe each line is DATE, SECTION, TITLE and PATH with a tab between; a field may be empty.

Examples:
  khabar list                     the built-in articles
  khabar list news/               all articles in a folder and below it
  khabar list --json news/        one JSON object a line";

const SEARCH_EXAMPLES: &str = "\
A query is words in any order, \"a phrase\", word*, -without, one OR another, (brackets), =exactly, and fields: title:
body: section: source: tag: entity: lang: is:unread is:starred has:note date:2023-09..2023-10 since:7d.
Into a pipe each line is DATE, SECTION, TITLE, PATH and a passage of the body, with a tab between; a field may be empty.

Examples:
  khabar search 'السكك الحديدية'             in the library, newest first
  khabar search 'باكو -قمة since:30d'        without a word, of the last thirty days
  khabar search --json --sort relevance 'title:باكو OR title:يريفان' news/";

const DOCTOR_EXAMPLES: &str = "\
The terminal is asked for its name and version, and how many cells it takes for signs on which terminals differ. In the
reader F2 shows the same, and one sentence in every mode: which line can you read?

Examples:
  khabar doctor                   what was found, one fact a line
  khabar doctor --json            one JSON object, for a report";

const ENTITIES_EXAMPLES: &str = "\
Into a pipe each line is TEXT, KIND, ID, VALUE, PLACE (bytes of the article's text) and PATH with a tab between; with --top
it is NAME, KIND, ID, ARTICLES and MENTIONS. What is no path is a query of the library.

Examples:
  khabar entities today.txt                       the mentions of an article, one a line
  khabar entities --json news/                    one JSON object an article
  khabar entities --top 50 news/                  the entities that most articles mention
  khabar entities --top 50 'date:7d قمة'          the same of what a query finds in the library
  echo 'زار الوزير باكو' | khabar entities --raw --json -";

const IMPORT_EXAMPLES: &str = "\
The same content under the same name is filed once; what has changed becomes a new version, and its marks stay. The
library is --library PATH, else KHABAR_LIBRARY, else library.db in the platform's folder for data.

Examples:
  khabar import news/                       all articles in a folder and below it
  khabar import archive.jsonl               a JSON object a line: title, section, date, body, source, id
  other-program | khabar import -           the same from standard input
  khabar import --json news/                the summary as one JSON object";

const LIBRARY_EXAMPLES: &str = "\
Exit code 3 says that the library cannot be used.

Examples:
  khabar library info                       what is in it
  khabar library check                      whether it is whole
  khabar library repair                     save what can be read, make the indexes anew
  khabar library backup copy.db             copy it while it is in use";

/// A terminal reader for Arabic and other right-to-left news.
#[derive(Debug, Parser)]
#[command(name = "khabar", version, about, long_about = None, after_help = EXAMPLES)]
#[command(args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    #[command(flatten)]
    pub(super) reader: ReaderArguments,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Print one article, laid out
    Show(ShowArguments),
    /// Print the articles of files and folders, one a line
    List(ListArguments),
    /// Print who, where and when is spoken of
    Entities(EntitiesArguments),
    /// Print the articles that a query finds, one a line
    Search(SearchArguments),
    /// File articles in the library
    Import(ImportArguments),
    /// Look after the library
    Library(LibraryArguments),
    /// Find out what this terminal is and how Arabic is written for it
    Doctor(DoctorArguments),
}

#[derive(Debug, Args)]
pub(super) struct ReaderArguments {
    /// Files and folders to read; none: the library, and without one the built-in articles
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// The library to read; else KHABAR_LIBRARY, else the platform's
    #[arg(long, value_name = "FILE", conflicts_with = "paths")]
    pub(super) library: Option<PathBuf>,
    /// The language of the interface; else the setting, else the system's
    #[arg(long, value_name = "LANGUAGE")]
    pub(super) lang: Option<InterfaceName>,
    /// The theme; else KHABAR_THEME, else the setting, else one that suits the terminal
    #[arg(long, value_name = "NAME", value_parser = clap::builder::PossibleValuesParser::new(THEMES))]
    pub(super) theme: Option<String>,
    /// The folder for read marks, stars, positions and the log
    #[arg(long, value_name = "DIR")]
    pub(super) state: Option<PathBuf>,
    #[command(flatten)]
    pub(super) terminal: TerminalArguments,
}

/// How the terminal is written to.
#[derive(Debug, Default, Args)]
pub(super) struct TerminalArguments {
    /// How Arabic is written for this terminal; else KHABAR_EMIT, else the setting, else it is found out
    #[arg(long, value_name = "MODE", value_parser = clap::builder::PossibleValuesParser::new(EMIT_MODES))]
    pub(super) emit: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum InterfaceName {
    /// Arabic
    Ar,
    /// English
    En,
}

#[derive(Debug, Args)]
#[command(after_help = SHOW_EXAMPLES)]
pub(super) struct ShowArguments {
    /// The article's file; `-` is standard input, `seed:NAME` a built-in article
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// The most cells a line takes, up to 10000; 0: lines are not wrapped [default: the terminal's, at most 100; 80 in a pipe]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(0..=LARGEST_WIDTH))]
    pub(super) width: Option<u16>,
    /// The base direction of the paragraphs
    #[arg(long, value_name = "DIRECTION", default_value = "auto")]
    pub(super) dir: DirectionName,
    /// The order of the letters [default: visual on a terminal, logical in a pipe]
    #[arg(long, value_name = "ORDER")]
    pub(super) order: Option<Order>,
    /// Joined presentation forms, or the letters of the source [default: forms on a terminal, none in a pipe]
    #[arg(long, value_name = "SHAPE")]
    pub(super) shape: Option<ShapeName>,
    /// The edge where lines begin [default: start on a terminal, left in a pipe]
    #[arg(long, value_name = "EDGE")]
    pub(super) align: Option<AlignName>,
    /// The input is one plain text: no title and no section is looked for, each line is a paragraph
    #[arg(long)]
    pub(super) raw: bool,
    /// Print one JSON object on one line
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) terminal: TerminalArguments,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DirectionName {
    /// The first strong letter of each paragraph decides
    Auto,
    /// Right to left
    Rtl,
    /// Left to right
    Ltr,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Order {
    /// As the cells stand on a screen, from left to right
    Visual,
    /// As the text is read and stored
    Logical,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ShapeName {
    /// Presentation forms
    Forms,
    /// The letters of the source
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum AlignName {
    /// Where the paragraph starts: right for right-to-left text
    Start,
    /// Left
    Left,
    /// Right
    Right,
}

#[derive(Debug, Args)]
#[command(after_help = LIST_EXAMPLES)]
pub(super) struct ListArguments {
    /// Files and folders; none: the built-in articles
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Print one JSON object a line
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) terminal: TerminalArguments,
}

#[derive(Debug, Args)]
#[command(after_help = ENTITIES_EXAMPLES)]
pub(super) struct EntitiesArguments {
    /// Files and folders, `-` is standard input; else a query of the library; none: the built-in articles, and with
    /// `--raw` what is piped in
    #[arg(value_name = "PATH|QUERY")]
    pub(super) inputs: Vec<PathBuf>,
    /// The library that a query looks in; else KHABAR_LIBRARY, else the platform's, else the built-in articles
    #[arg(long, value_name = "FILE")]
    pub(super) library: Option<PathBuf>,
    /// Print the entities of all articles together, those that most of them mention first: at most so many
    #[arg(long, value_name = "N")]
    pub(super) top: Option<usize>,
    /// Each input is one plain text: no title and no section is looked for, each line is a paragraph
    #[arg(long)]
    pub(super) raw: bool,
    /// Print one JSON object a line
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) terminal: TerminalArguments,
}

#[derive(Debug, Args)]
#[command(after_help = IMPORT_EXAMPLES)]
pub(super) struct ImportArguments {
    /// Files and folders; `-` is standard input
    #[arg(value_name = "PATH", required = true)]
    pub(super) paths: Vec<PathBuf>,
    /// The library
    #[arg(long, value_name = "PATH")]
    pub(super) library: Option<PathBuf>,
    /// The folder of marks that were made without a library; an article that is new here takes its own
    #[arg(long, value_name = "DIR")]
    pub(super) state: Option<PathBuf>,
    /// Look for no persons, places and other entities now
    #[arg(long)]
    pub(super) no_entities: bool,
    /// Print the summary as one JSON object
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = LIBRARY_EXAMPLES)]
pub(super) struct LibraryArguments {
    #[command(subcommand)]
    pub(super) command: LibraryCommand,
    /// The library
    #[arg(long, value_name = "PATH", global = true)]
    pub(super) library: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(super) enum LibraryCommand {
    /// Say whether it is whole
    Check,
    /// Make its indexes anew; of a damaged file save what can be read into a new one
    Repair,
    /// Make it small and quick
    Compact,
    /// Copy it, also while it is in use
    Backup {
        /// The copy; else a name beside the library
        #[arg(value_name = "TO")]
        to: Option<PathBuf>,
    },
    /// Say what is in it
    Info {
        /// Print one JSON object on one line
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Args)]
#[command(after_help = SEARCH_EXAMPLES)]
pub(super) struct SearchArguments {
    /// What to look for
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    pub(super) query: String,
    /// Files and folders to look in; none: the library, and without one the built-in articles
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// The library to look in; else KHABAR_LIBRARY, else the platform's
    #[arg(long, value_name = "FILE", conflicts_with = "paths")]
    pub(super) library: Option<PathBuf>,
    /// The order of what was found
    #[arg(long, value_name = "ORDER", default_value = "date")]
    pub(super) sort: SortName,
    /// The most articles that are printed; 0: all
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(super) limit: usize,
    /// Print one JSON object a line
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) terminal: TerminalArguments,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SortName {
    /// Newest first
    Date,
    /// The best match first
    Relevance,
    /// By the name of the source
    Source,
}

#[derive(Debug, Args)]
#[command(after_help = DOCTOR_EXAMPLES)]
pub(super) struct DoctorArguments {
    #[command(flatten)]
    pub(super) terminal: TerminalArguments,
    /// Print one JSON object on one line
    #[arg(long)]
    pub(super) json: bool,
}

#[cfg(test)]
mod tests {
    use super::{Arguments, Command};
    use clap::{CommandFactory, Parser};

    fn parse(words: &[&str]) -> Result<Arguments, clap::Error> {
        Arguments::try_parse_from(std::iter::once("khabar").chain(words.iter().copied()))
    }

    #[test]
    fn the_definitions_hold_together() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_path_or_a_subcommand() {
        assert_eq!(parse(&["a", "b"]).unwrap().reader.paths.len(), 2);
        assert!(matches!(parse(&["show", "a"]).unwrap().command, Some(Command::Show(_))));
        assert!(matches!(parse(&["list"]).unwrap().command, Some(Command::List(_))));
        assert!(matches!(parse(&["doctor", "--json"]).unwrap().command, Some(Command::Doctor(asked)) if asked.json));
        for file in ["./show", "help"] {
            let parsed = parse(&[file]).unwrap();
            assert!(parsed.command.is_none() && parsed.reader.paths.len() == 1, "{file}");
        }
        assert_eq!(parse(&["--", "show"]).unwrap().reader.paths.len(), 1);
        assert!(parse(&["show"]).is_err() && parse(&["--lang", "fr"]).is_err());
    }

    #[test]
    fn the_width_has_bounds() {
        for (width, is_good) in [("0", true), ("10000", true), ("10001", false), ("-1", false), ("x", false)] {
            assert_eq!(parse(&["show", "--width", width, "a"]).is_ok(), is_good, "{width}");
        }
    }
}
