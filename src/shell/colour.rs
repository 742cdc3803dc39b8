//! What colours the terminal has, as far as its environment says.
//!
//! Owns the reading of `NO_COLOR`, `COLORTERM`, `TERM` and `COLORFGBG`; the colours themselves are `panes/theme.rs`.

use crate::panes::{Brightness, ColorSupport};

/// Gives the value of an environment variable; a value that is not Unicode counts as missing.
pub(super) type Environment<'e> = &'e dyn Fn(&str) -> Option<String>;

/// The names by which a user can ask for colours.
pub const THEMES: [&str; 6] = ["auto", "dark", "light", "dark-16", "light-16", "mono"];

/// The colours that a theme's name asks for; what it leaves open is found out. `None` for a name that is not in
/// [`THEMES`].
pub(super) fn choose(theme: &str, environment: Environment<'_>) -> Option<(Brightness, ColorSupport)> {
    let (brightness, support) = (detect_brightness(environment), detect_support(environment));
    match theme {
        "auto" => Some((brightness, support)),
        "dark" => Some((Brightness::Dark, support)),
        "light" => Some((Brightness::Light, support)),
        "dark-16" => Some((Brightness::Dark, ColorSupport::Ansi16)),
        "light-16" => Some((Brightness::Light, ColorSupport::Ansi16)),
        "mono" => Some((brightness, ColorSupport::None)),
        _ => None,
    }
}

/// Finds out how many colours the terminal shows.
///
/// `NO_COLOR` counts when it is not empty (no-color.org). Terminals with 24 bits say so in `COLORTERM` or in their
/// name; one with 256 colours gets the sixteen of its palette, which the user has chosen.
pub(super) fn detect_support(environment: Environment<'_>) -> ColorSupport {
    let value = |name: &str| environment(name).unwrap_or_default().to_ascii_lowercase();
    let term = value("TERM");
    let is_plain = matches!(term.as_str(), "dumb" | "vt100" | "vt102" | "vt220") || term.ends_with("-m");
    if !value("NO_COLOR").is_empty() || is_plain {
        return ColorSupport::None;
    }
    // The Linux console takes 24 bits and shows the nearest of sixteen, badly.
    if term == "linux" {
        return ColorSupport::Ansi16;
    }
    let says_so = matches!(value("COLORTERM").as_str(), "truecolor" | "24bit");
    let known_for_it = ["xterm-kitty", "alacritty", "foot", "wezterm", "xterm-ghostty"];
    if says_so || term.ends_with("-direct") || known_for_it.contains(&term.as_str()) {
        return ColorSupport::TrueColor;
    }
    ColorSupport::Ansi16
}

/// Reads `COLORFGBG` (`15;0`, `0;default;15`): its last number is the ground's place in the palette.
///
/// 7 and 9 to 15 are light; anything else, and a terminal that does not say, counts as dark.
pub(super) fn detect_brightness(environment: Environment<'_>) -> Brightness {
    let colours = environment("COLORFGBG").unwrap_or_default();
    match colours.rsplit(';').next().and_then(|ground| ground.trim().parse::<u8>().ok()) {
        Some(7 | 9..=15) => Brightness::Light,
        _ => Brightness::Dark,
    }
}

#[cfg(test)]
mod tests {
    use super::{THEMES, choose, detect_brightness, detect_support};
    use crate::panes::{Brightness, ColorSupport};

    fn lookup(variables: &[(&'static str, &'static str)]) -> impl Fn(&str) -> Option<String> + use<> {
        let variables = variables.to_vec();
        move |name| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
    }

    #[test]
    fn colours_follow_the_environment() {
        for (variables, depth) in [
            (&[("TERM", "xterm-256color")][..], ColorSupport::Ansi16),
            (&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")], ColorSupport::TrueColor),
            (&[("TERM", "xterm"), ("COLORTERM", "24bit")], ColorSupport::TrueColor),
            (&[("TERM", "xterm-direct")], ColorSupport::TrueColor),
            (&[("TERM", "xterm")], ColorSupport::Ansi16),
            (&[("TERM", "linux"), ("COLORTERM", "truecolor")], ColorSupport::Ansi16),
            (&[("TERM", "dumb"), ("COLORTERM", "truecolor")], ColorSupport::None),
            (&[("TERM", "screen-256color"), ("NO_COLOR", "1")], ColorSupport::None),
            (&[("TERM", "screen-256color"), ("NO_COLOR", "")], ColorSupport::Ansi16),
            (&[], ColorSupport::Ansi16),
        ] {
            assert_eq!(detect_support(&lookup(variables)), depth, "{variables:?}");
        }
    }

    #[test]
    fn the_ground_is_the_last_number() {
        let ground = |value| detect_brightness(&lookup(&[("COLORFGBG", value)]));
        for light in ["0;15", "0;default;15", "0;7", "0;11"] {
            assert_eq!(ground(light), Brightness::Light, "{light}");
        }
        for dark in ["15;0", "15;default;0", "7;8", "15;default", "", "x;999"] {
            assert_eq!(ground(dark), Brightness::Dark, "{dark}");
        }
    }

    #[test]
    fn every_theme_has_its_colours_and_no_other_name_has() {
        let environment = lookup(&[("TERM", "xterm"), ("COLORTERM", "truecolor"), ("COLORFGBG", "0;15")]);
        let chosen: Vec<_> = THEMES.iter().map(|name| choose(name, &environment)).collect();
        let (dark, light) = (Brightness::Dark, Brightness::Light);
        let (all, sixteen) = (ColorSupport::TrueColor, ColorSupport::Ansi16);
        let expected =
            [(light, all), (dark, all), (light, all), (dark, sixteen), (light, sixteen), (light, ColorSupport::None)];
        assert_eq!(chosen, expected.map(Some));
        assert_eq!(choose("solarized", &environment), None);
    }
}
