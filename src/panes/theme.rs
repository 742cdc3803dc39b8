//! Themes: a style for each role and each kind of entity.
//!
//! Owns the roles, the format of the theme files and the choice among them; does not probe the terminal (`shell/`
//! does). Next: `assets/themes/dark.toml`, which shows every role.

use std::collections::BTreeMap;
use std::str::FromStr;

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;
use thiserror::Error;

use crate::entity::{KINDS, Kind};

/// How many colours the terminal shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ColorSupport {
    /// None: bold, underlined and reversed text must do.
    None,
    /// The sixteen of ANSI.
    #[default]
    Ansi16,
    /// 24 bits.
    TrueColor,
}

/// Whether the screen is dark or light.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Brightness {
    /// Light letters on a dark ground.
    #[default]
    Dark,
    /// Dark letters on a light ground.
    Light,
}

impl Brightness {
    /// The other one.
    pub fn next(self) -> Self {
        match self {
            Brightness::Dark => Brightness::Light,
            Brightness::Light => Brightness::Dark,
        }
    }
}

/// Makes the enum of roles, its list and its names from one table.
macro_rules! roles {
    ($($variant:ident $name:literal $doc:literal),+ $(,)?) => {
        /// What a cell is, for the purpose of its style.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Role {
            $(#[doc = $doc] $variant,)+
        }

        impl Role {
            /// Every role.
            pub const ALL: &[Role] = &[$(Role::$variant),+];

            /// The name of the role in theme files.
            pub fn name(self) -> &'static str {
                match self {
                    $(Role::$variant => $name,)+
                }
            }
        }
    };
}

roles! {
    Text "text" "Ordinary text, and the ground of the screen.",
    Dim "dim" "Text of second rank: sections, sources and dates in lists.",
    Kicker "kicker" "The section path over a headline.",
    Headline "headline" "The headline in the reader.",
    Meta "meta" "The line of metadata.",
    Warning "warning" "Something went wrong, and reading goes on.",
    Border "border" "The border of a pane.",
    BorderFocused "border-focused" "The border of the pane in focus.",
    PaneTitle "pane-title" "The title of a pane.",
    PaneTitleFocused "pane-title-focused" "The title of the pane in focus.",
    Selected "selected" "The selected item of the pane in focus.",
    SelectedElsewhere "selected-elsewhere" "The selected item of another pane.",
    Unread "unread" "The title of an unread article, and its sign.",
    Star "star" "The sign of a starred article.",
    Match "match" "Letters that were looked for.",
    MatchCurrent "match-current" "The match where the reader stands.",
    MentionCurrent "mention-current" "The mention that was jumped to.",
    Scrollbar "scrollbar" "The thumb of the scrollbar.",
    Status "status" "The status line.",
    StatusMessage "status-message" "A message in the status line.",
    Prompt "prompt" "The sign before a line being typed, and the count behind it.",
    Heading "heading" "A heading in a list.",
    KeyName "key-name" "The name of a key.",
}

/// Why a theme file is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct ThemeError(String);

/// A style for each role and each kind of entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    roles: Vec<Style>,
    kinds: Vec<(Kind, Style)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    palette: BTreeMap<String, String>,
    roles: BTreeMap<String, Row>,
    entities: BTreeMap<String, Row>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Row {
    fg: Option<String>,
    bg: Option<String>,
    bold: bool,
    dim: bool,
    italic: bool,
    underline: bool,
    reverse: bool,
}

impl Theme {
    /// The built-in theme for a terminal and a ground.
    pub fn builtin(colors: ColorSupport, brightness: Brightness) -> Self {
        let file = match (colors, brightness) {
            (ColorSupport::None, _) => include_str!("../../assets/themes/mono.toml"),
            (ColorSupport::Ansi16, Brightness::Dark) => include_str!("../../assets/themes/dark-16.toml"),
            (ColorSupport::Ansi16, Brightness::Light) => include_str!("../../assets/themes/light-16.toml"),
            (ColorSupport::TrueColor, Brightness::Dark) => include_str!("../../assets/themes/dark.toml"),
            (ColorSupport::TrueColor, Brightness::Light) => include_str!("../../assets/themes/light.toml"),
        };
        Self::parse(file).expect("the built-in themes are well formed, which a test checks")
    }

    /// A theme from the text of a file.
    ///
    /// # Errors
    /// A syntax error, an unknown or missing role or kind, a colour that is none.
    pub fn parse(file: &str) -> Result<Self, ThemeError> {
        let file: File = toml::from_str(file).map_err(|e| ThemeError(e.to_string()))?;
        let known_role = |name: &String| Role::ALL.iter().any(|role| role.name() == name);
        let known_kind = |name: &String| KINDS.iter().any(|kind| kind.name == name);
        let unknown = file.roles.keys().find(|name| !known_role(name));
        if let Some(name) = unknown.or(file.entities.keys().find(|name| !known_kind(name))) {
            return Err(ThemeError(format!("{name} is neither a role nor a kind of entity")));
        }
        let style = |rows: &BTreeMap<String, Row>, name: &str| {
            let row = rows.get(name).ok_or_else(|| ThemeError(format!("{name} has no style")))?;
            row.style(&file.palette)
        };
        let roles = Role::ALL.iter().map(|role| style(&file.roles, role.name())).collect::<Result<_, _>>()?;
        let kinds = KINDS.iter().map(|row| Ok((row.kind, style(&file.entities, row.name)?)));
        Ok(Self { roles, kinds: kinds.collect::<Result<_, ThemeError>>()? })
    }

    /// The style of a role: that of ordinary text with the role's own laid over it.
    pub fn style(&self, role: Role) -> Style {
        let ground = self.roles.first().copied().unwrap_or_default();
        ground.patch(self.accent(role))
    }

    /// What a role changes of the style below it.
    pub fn accent(&self, role: Role) -> Style {
        self.roles.get(role as usize).copied().unwrap_or_default()
    }

    /// What a kind of entity changes of the style below it.
    pub fn entity(&self, kind: Kind) -> Style {
        self.kinds.iter().find(|(known, _)| *known == kind).map(|(_, style)| *style).unwrap_or_default()
    }
}

impl Row {
    fn style(&self, palette: &BTreeMap<String, String>) -> Result<Style, ThemeError> {
        let color = |name: &Option<String>| match name {
            None => Ok(None),
            Some(name) => {
                let value = palette.get(name).unwrap_or(name);
                Color::from_str(value).map(Some).map_err(|_| ThemeError(format!("{name} is no colour")))
            }
        };
        let modifiers = [
            (self.bold, Modifier::BOLD),
            (self.dim, Modifier::DIM),
            (self.italic, Modifier::ITALIC),
            (self.underline, Modifier::UNDERLINED),
            (self.reverse, Modifier::REVERSED),
        ];
        let added = modifiers.iter().filter(|(set, _)| *set).fold(Modifier::empty(), |all, (_, one)| all | *one);
        Ok(Style { fg: color(&self.fg)?, bg: color(&self.bg)?, add_modifier: added, ..Style::default() })
    }
}

#[cfg(test)]
mod tests {
    use super::{Brightness, ColorSupport, Role, Theme};
    use crate::entity::KINDS;
    use ratatui::style::{Color, Style};
    use std::collections::BTreeSet;

    fn all() -> Vec<(ColorSupport, Theme)> {
        let colors = [ColorSupport::None, ColorSupport::Ansi16, ColorSupport::TrueColor];
        let grounds = [Brightness::Dark, Brightness::Light];
        let pairs = colors.into_iter().flat_map(|color| grounds.map(|ground| (color, Theme::builtin(color, ground))));
        pairs.collect()
    }

    #[test]
    fn every_theme_tells_every_kind_from_the_others_and_from_plain_text() {
        for (colors, theme) in all() {
            let styles: BTreeSet<String> = KINDS.iter().map(|row| format!("{:?}", theme.entity(row.kind))).collect();
            assert_eq!(styles.len(), KINDS.len(), "{colors:?}");
            assert!(!styles.contains(&format!("{:?}", Style::default())), "{colors:?}");
        }
    }

    #[test]
    fn what_must_stand_out_does_so_in_every_theme() {
        for (colors, theme) in all() {
            for (one, other) in [
                (Role::Selected, Role::Text),
                (Role::Selected, Role::SelectedElsewhere),
                (Role::Match, Role::MatchCurrent),
                (Role::Match, Role::Text),
                (Role::Unread, Role::Text),
                (Role::PaneTitle, Role::PaneTitleFocused),
            ] {
                assert_ne!(theme.style(one), theme.style(other), "{colors:?} {one:?}");
            }
        }
    }

    #[test]
    fn a_theme_uses_only_the_colours_of_its_terminal() {
        for (colors, theme) in all() {
            let kinds = KINDS.iter().map(|row| theme.entity(row.kind));
            for style in Role::ALL.iter().map(|role| theme.accent(*role)).chain(kinds) {
                for color in [style.fg, style.bg].into_iter().flatten() {
                    let fits = match colors {
                        ColorSupport::None => false,
                        ColorSupport::Ansi16 => !matches!(color, Color::Rgb(..) | Color::Indexed(_)),
                        ColorSupport::TrueColor => true,
                    };
                    assert!(fits, "{colors:?} has no {color:?}");
                }
            }
        }
    }

    #[test]
    fn faulty_files_are_refused() {
        let whole = include_str!("../../assets/themes/mono.toml");
        assert!(Theme::parse(whole).is_ok());
        assert!(Theme::parse(&whole.replace("[roles]", "[roles]\nsecret = {}")).is_err());
        assert!(Theme::parse(&whole.replace("\ndim = ", "\nfoo = ")).is_err());
        assert!(Theme::parse(&whole.replace("\ndim = {", "\ndim = { fg = \"nocolour\",")).is_err());
        assert!(Theme::parse("").is_err());
    }
}
