//! The language that the user's system speaks.
//!
//! Owns the reading of the locale variables; the words themselves are `message/`.

use super::colour::Environment;

/// True when the locale for messages is Arabic: the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is not empty
/// decides, as POSIX has it (Base Definitions, 8.2).
pub(super) fn prefers_arabic(environment: Environment<'_>) -> bool {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| environment(name).filter(|v| !v.is_empty()));
    let language = locale.as_deref().and_then(|locale| locale.split(['_', '-', '.', '@']).next());
    language.is_some_and(|language| language.eq_ignore_ascii_case("ar"))
}

#[cfg(test)]
mod tests {
    use super::prefers_arabic;

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
