//! The language that the user's system speaks, and the day that it has.
//!
//! Owns the reading of the locale variables and of the local time zone; the words themselves are `message/`.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::colour::Environment;

/// The rules of the local time zone, where the system has them.
const LOCAL_TIME: &str = "/etc/localtime";

/// True when the locale for messages is Arabic: the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is not empty
/// decides, as POSIX has it (Base Definitions, 8.2).
pub(super) fn prefers_arabic(environment: Environment<'_>) -> bool {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| environment(name).filter(|v| !v.is_empty()));
    let language = locale.as_deref().and_then(|locale| locale.split(['_', '-', '.', '@']).next());
    language.is_some_and(|language| language.eq_ignore_ascii_case("ar"))
}

/// The day that it is here. The name of the time zone is not looked for: that walks through every zone of the system,
/// and nobody needs it before the first frame.
pub(super) fn today(environment: Environment<'_>) -> Date {
    let is_named = environment("TZ").is_some();
    let rules = (!is_named).then(|| std::fs::read(LOCAL_TIME).ok()).flatten();
    let zone = rules.and_then(|rules| TimeZone::tzif("local", &rules).ok());
    Timestamp::now().to_zoned(zone.unwrap_or_else(TimeZone::system)).date()
}

#[cfg(test)]
mod tests {
    use super::{prefers_arabic, today};

    #[test]
    fn today_is_what_the_system_says() {
        for zone in [None, Some("UTC".to_owned())] {
            let before = jiff::Zoned::now().date();
            let own = today(&|name| zone.clone().filter(|_| name == "TZ"));
            assert!(before <= own && own <= jiff::Zoned::now().date());
        }
    }

    fn with(variables: &[(&str, &str)]) -> bool {
        prefers_arabic(&|name| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn the_first_variable_that_is_set_decides() {
        assert!(with(&[("LANG", "ar_EG.UTF-8")]));
        assert!(with(&[("LC_ALL", ""), ("LC_MESSAGES", "ar"), ("LANG", "en_US")]));
        assert!(!with(&[("LC_ALL", "C"), ("LANG", "ar_EG.UTF-8")]));
        assert!(!with(&[]));
    }

    #[test]
    fn only_the_language_counts() {
        for arabic in ["ar", "ar_SA", "ar.UTF-8", "AR-sa", "ar@latin"] {
            assert!(with(&[("LANG", arabic)]), "{arabic}");
        }
        for other in ["arn_CL.UTF-8", "arz", "en_AR", "C.UTF-8", "POSIX"] {
            assert!(!with(&[("LANG", other)]), "{other}");
        }
    }
}
