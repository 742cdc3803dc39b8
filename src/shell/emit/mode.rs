//! The emit modes: how a frame of cells in visual order is written so that the terminal shows just that.
//!
//! Owns the modes, their names and the switches of the explicit ones; what a mode does to a row stands in the module
//! of its name. Which terminal needs which mode is `../terminals.rs`.

use std::fmt;
use std::str::FromStr;

use super::kind::Class;

/// How cells are written so that the terminal in front of us shows them in their columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum EmitMode {
    /// As they are: the terminal draws one cell after the other.
    #[default]
    Visual,
    /// As they are, after a switch has told the terminal to leave them alone.
    Explicit(Switch),
    /// Neighbouring letters differ in the lowest bit of blue, so that no stretch of one style is long enough to reorder.
    Jitter,
    /// A left-to-right mark behind each right-to-left letter pins it to its column.
    Lrm,
    /// Words in logical order between blanks that count as Latin letters: the terminal's own reordering restores them.
    WordReversed,
    /// The symbols of each right-to-left word reversed in place, for a terminal that draws words backwards.
    Kitty,
}

/// Which command switches a terminal's own reordering off, and on again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Switch {
    /// ECMA-48's bidirectional support mode, as VTE and mintty read it.
    Bdsm,
    /// Konsole's profile channel. To xterm and mintty the same bytes name a font: never send them unseen.
    Konsole,
    /// mlterm's own channel; others print nothing.
    Mlterm,
}

impl Switch {
    /// The bytes that tell the terminal to draw cells as they come.
    ///
    /// They belong between entering the alternate screen and clearing it: VTE keeps the mode in each row from the
    /// moment the row is made.
    pub fn on(self) -> &'static [u8] {
        match self {
            Switch::Bdsm => b"\x1b[8l",
            Switch::Konsole => b"\x1b]50;BidiRenderingEnabled=false\x07",
            Switch::Mlterm => b"\x1b]5379;use_ctl=false\x07",
        }
    }

    /// The bytes that give the terminal its own reordering back; they belong before leaving the alternate screen.
    ///
    /// VTE says what mode 8 was, and gets no switch where it was off already. Konsole and mlterm cannot be asked (OSC 50 has
    /// no question, mlterm 3.9.0 does not answer OSC 5380, both answer 0 or nothing to DECRQM 8): there reordering is on
    /// afterwards even where a user had it off, until the terminal is told again.
    pub fn off(self) -> &'static [u8] {
        match self {
            Switch::Bdsm => b"\x1b[8h",
            Switch::Konsole => b"\x1b]50;BidiRenderingEnabled=true\x07",
            Switch::Mlterm => b"\x1b]5379;use_ctl=true\x07",
        }
    }
}

impl EmitMode {
    /// Every mode once, in the order in which a key cycles through them.
    ///
    /// The explicit mode stands there with the one switch that is harmless in every terminal.
    pub const ALL: [EmitMode; 6] = [
        EmitMode::Visual,
        EmitMode::Explicit(Switch::Bdsm),
        EmitMode::Jitter,
        EmitMode::Lrm,
        EmitMode::WordReversed,
        EmitMode::Kitty,
    ];

    /// The name of the mode in settings and on the command line; all explicit modes share one.
    pub fn name(self) -> &'static str {
        match self {
            EmitMode::Visual => "visual",
            EmitMode::Explicit(_) => "explicit",
            EmitMode::Jitter => "jitter",
            EmitMode::Lrm => "lrm",
            EmitMode::WordReversed => "word-reversed",
            EmitMode::Kitty => "kitty",
        }
    }

    /// The mode that shows the same in a terminal of this mode without a switch, where one lets none pass or nothing
    /// would switch back; all others are themselves.
    pub fn without_switch(self) -> EmitMode {
        match self {
            EmitMode::Explicit(Switch::Bdsm) => EmitMode::Lrm,
            EmitMode::Explicit(Switch::Konsole | Switch::Mlterm) => EmitMode::WordReversed,
            mode => mode,
        }
    }

    /// True for the modes that store cells as they are drawn.
    pub(super) fn is_visual(self) -> bool {
        matches!(self, EmitMode::Visual | EmitMode::Explicit(_))
    }

    /// True for a row in which the mode has anything to do: one with something that the terminal moves.
    pub(super) fn has_work(self, classes: &[Class]) -> bool {
        match self {
            EmitMode::Visual | EmitMode::Explicit(_) => false,
            EmitMode::WordReversed => classes.iter().any(|class| class.is_rtl()),
            EmitMode::Jitter | EmitMode::Lrm | EmitMode::Kitty => classes.iter().any(|class| class.is_drawn_rtl),
        }
    }

    /// The switch of an explicit mode.
    pub fn switch(self) -> Option<Switch> {
        match self {
            EmitMode::Explicit(switch) => Some(switch),
            _ => None,
        }
    }
}

impl fmt::Display for EmitMode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

/// A name that no emit mode has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no emit mode is called “{name}”: auto, visual, explicit, jitter, lrm, word-reversed or kitty")]
pub struct UnknownEmitMode {
    /// What was asked for.
    pub name: String,
}

impl FromStr for EmitMode {
    type Err = UnknownEmitMode;

    /// The mode of a name. `explicit` means the switch that is harmless everywhere, `CSI 8 l`; [`EmitChoice`] lets the
    /// terminal's own switch win where one was recognised.
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let wanted = name.trim();
        let found = EmitMode::ALL.into_iter().find(|mode| mode.name().eq_ignore_ascii_case(wanted));
        found.ok_or_else(|| UnknownEmitMode { name: wanted.to_owned() })
    }
}

/// What the user asked for: a mode, or that khabar finds it out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum EmitChoice {
    /// Find it out.
    #[default]
    Auto,
    /// This mode; an explicit one takes the switch of the terminal that was recognised, if it has one.
    Mode(EmitMode),
}

impl FromStr for EmitChoice {
    type Err = UnknownEmitMode;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name.trim() {
            auto if auto.is_empty() || auto.eq_ignore_ascii_case("auto") => Ok(EmitChoice::Auto),
            other => other.parse().map(EmitChoice::Mode),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{EmitChoice, EmitMode, Switch};

    #[test]
    fn names_lead_back_to_their_modes() {
        for mode in EmitMode::ALL {
            assert_eq!(mode.name().parse(), Ok(mode));
            assert_eq!(format!(" {mode} ").parse(), Ok(EmitChoice::Mode(mode)));
        }
        assert_eq!("AUTO".parse(), Ok(EmitChoice::Auto));
        assert_eq!("".parse(), Ok(EmitChoice::Auto));
        assert!("auto".parse::<EmitMode>().is_err());
        assert_eq!("logical".parse::<EmitChoice>().map_err(|error| error.name), Err("logical".to_owned()));
    }

    #[test]
    fn a_switch_is_undone_by_its_opposite() {
        for switch in [Switch::Bdsm, Switch::Konsole, Switch::Mlterm] {
            let [on, off] = [switch.on(), switch.off()].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
            let opposite = match switch {
                Switch::Bdsm => on.replace('l', "h"),
                _ => on.replace("=false", "=true"),
            };
            assert!(on != off && opposite == off, "{on:?} {off:?}");
        }
    }
}
