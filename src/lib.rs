//! khabar (خبر, "a news item"): a terminal reader for Arabic and other right-to-left news.
//!
//! The rooms, from the ground floor up; a room imports rooms on lower floors only (`tests/house.rs` keeps it so):
//!
//! | floor | room | owns |
//! |---|---|---|
//! | 0 | [`text`] | the layout engine: from `&str` to cells |
//! | 0 | [`message`] | the words of the interface, in each of its languages |
//! | 1 | [`article`] | what an article is |
//! | 1 | [`entity`] | kinds, recognisers, canonical ids |
//! | 1 | [`query`] | the query language, and words made comparable |
//! | 2 | [`source`] | bytes → articles and warnings |
//! | 2 | [`library`] | what lasts between runs: marks and reading positions |
//! | 2 | [`search`] | folding-aware fuzzy search and find |
//! | 3 | [`desk`] | what the reader asks of library and search, and the answers |
//! | 3 | `action` | actions, effects, keys, keymaps |
//! | 4 | `panes` | one folder per pane, painting, themes |
//! | 5 | `app` | the whole state, one `update`, the arrangement of the panes |
//! | 6 | `shell`, `cli` | the outside world; one file per subcommand |

pub mod article;
pub mod desk;
pub mod entity;
pub mod library;
pub mod message;
pub mod query;
pub mod search;
pub mod source;
pub mod text;

#[cfg(feature = "tui")]
pub mod action;
#[cfg(feature = "tui")]
pub mod app;
#[cfg(feature = "tui")]
pub mod cli;
#[cfg(feature = "tui")]
pub mod panes;
#[cfg(feature = "tui")]
pub mod shell;
