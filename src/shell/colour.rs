//! What colours the terminal has, as far as its environment says.
//!
//! Owns the reading of `NO_COLOR`, `COLORTERM`, `TERM` and `COLORFGBG`; the colours themselves are `panes/theme.rs`.

/// Gives the value of an environment variable; a value that is not Unicode counts as missing.
pub type Environment<'e> = &'e dyn Fn(&str) -> Option<String>;

/// How many colours may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColourDepth {
    /// None: bold, underline and reverse must do.
    None,
    /// The sixteen of the terminal's own palette.
    Sixteen,
    /// The 256 of xterm.
    Indexed,
    /// 24 bits.
    True,
}

/// Whether the terminal writes dark on light or light on dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Background {
    /// Light letters on a dark ground.
    #[default]
    Dark,
    /// Dark letters on a light ground.
    Light,
}

impl ColourDepth {
    /// Finds out what the terminal can show.
    ///
    /// `NO_COLOR` counts when it is not empty (no-color.org). Terminals with 24 bits say so in `COLORTERM` or in the
    /// name (`-direct`, and a few that are known for it).
    pub fn detect(environment: Environment<'_>) -> ColourDepth {
        let value = |name: &str| environment(name).unwrap_or_default().to_ascii_lowercase();
        let term = value("TERM");
        if !value("NO_COLOR").is_empty() || matches!(term.as_str(), "dumb" | "vt100" | "vt220") || term.ends_with("-m")
        {
            return ColourDepth::None;
        }
        // The Linux console takes 24 bits and shows the nearest of sixteen, badly.
        if term == "linux" {
            return ColourDepth::Sixteen;
        }
        let says_true = matches!(value("COLORTERM").as_str(), "truecolor" | "24bit" | "yes-24bit");
        let known_for_it = ["xterm-kitty", "alacritty", "foot", "wezterm", "xterm-ghostty"];
        if says_true || term.ends_with("-direct") || known_for_it.contains(&term.as_str()) {
            return ColourDepth::True;
        }
        if term.contains("256color") { ColourDepth::Indexed } else { ColourDepth::Sixteen }
    }
}

impl Background {
    /// Reads `COLORFGBG` (`15;0`, `0;default;15`): its last number is the ground's place in the palette.
    ///
    /// 7 and 9 to 15 are light; anything else, and a terminal that does not say, counts as dark.
    pub fn detect(environment: Environment<'_>) -> Background {
        let colours = environment("COLORFGBG").unwrap_or_default();
        match colours.rsplit(';').next().and_then(|ground| ground.trim().parse::<u8>().ok()) {
            Some(7 | 9..=15) => Background::Light,
            _ => Background::Dark,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Background, ColourDepth};

    fn lookup(variables: &[(&'static str, &'static str)]) -> impl Fn(&str) -> Option<String> + use<> {
        let variables = variables.to_vec();
        move |name| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
    }

    #[test]
    fn colours_follow_the_environment() {
        for (variables, depth) in [
            (&[("TERM", "xterm-256color")][..], ColourDepth::Indexed),
            (&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")], ColourDepth::True),
            (&[("TERM", "xterm"), ("COLORTERM", "24bit")], ColourDepth::True),
            (&[("TERM", "xterm-direct")], ColourDepth::True),
            (&[("TERM", "xterm")], ColourDepth::Sixteen),
            (&[("TERM", "linux"), ("COLORTERM", "truecolor")], ColourDepth::Sixteen),
            (&[("TERM", "dumb"), ("COLORTERM", "truecolor")], ColourDepth::None),
            (&[("TERM", "screen-256color"), ("NO_COLOR", "1")], ColourDepth::None),
            (&[("TERM", "screen-256color"), ("NO_COLOR", "")], ColourDepth::Indexed),
            (&[], ColourDepth::Sixteen),
        ] {
            assert_eq!(ColourDepth::detect(&lookup(variables)), depth, "{variables:?}");
        }
    }

    #[test]
    fn the_ground_is_the_last_number() {
        let ground = |value| Background::detect(&lookup(&[("COLORFGBG", value)]));
        for light in ["0;15", "0;default;15", "0;7", "0;11"] {
            assert_eq!(ground(light), Background::Light, "{light}");
        }
        for dark in ["15;0", "15;default;0", "7;8", "15;default", "", "x;999"] {
            assert_eq!(ground(dark), Background::Dark, "{dark}");
        }
    }
}
