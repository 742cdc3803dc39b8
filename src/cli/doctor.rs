//! `khabar doctor`: what was found out about the terminal, for a person or as JSON for a report.
//!
//! Owns the two forms of a [`Diagnosis`]; who asks the terminal is `shell/`, and `main.rs` brings both together.

use std::process::ExitCode;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::arguments::DoctorArguments;
use super::output::Output;
use super::record::escaped;
use super::{Outcome, fail};
use crate::panes::doctor::Diagnosis;
use crate::text::printable;

/// What `khabar doctor` was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DoctorRequest {
    /// Print one JSON object on one line.
    pub json: bool,
    /// The emit mode that was named; else it is found out.
    pub emit: Option<String>,
}

impl DoctorRequest {
    pub(super) fn new(said: &DoctorArguments) -> Self {
        Self { json: said.json, emit: said.terminal.emit.clone() }
    }
}

/// Prints a diagnosis; the exit code is 0 when it was printed.
pub fn doctor(diagnosis: &Diagnosis, asked: &DoctorRequest) -> ExitCode {
    print(diagnosis, asked).map_or_else(|error| fail(&error), |()| Outcome::Done).into()
}

fn print(diagnosis: &Diagnosis, asked: &DoctorRequest) -> anyhow::Result<()> {
    let text = if asked.json { json_line(diagnosis)? } else { report(diagnosis) };
    Output::stdout().write_and_flush(&format!("{text}\n"))
}

/// One fact a line, its name in ASCII first, then the modes with a star at the one in use.
fn report(diagnosis: &Diagnosis) -> String {
    let widest = diagnosis.named_facts().map(|(name, _)| name.chars().count()).max().unwrap_or(0).max("modes".len());
    let modes =
        diagnosis.modes.iter().map(|mode| if *mode == diagnosis.chosen { format!("*{mode}") } else { mode.clone() });
    let modes = modes.collect::<Vec<_>>().join(" ");
    let rows = diagnosis.named_facts().chain((!modes.is_empty()).then_some(("modes", modes.as_str())));
    let line = |(name, value): (&str, &str)| {
        let line = format!("{name:widest$}  {}", printable(value).replace(['\n', '\t'], " "));
        line.trim_end().to_owned()
    };
    let mut lines: Vec<String> = rows.map(line).collect();
    lines.push("If Arabic looks wrong in the reader: F2 there asks which line you can read.".to_owned());
    lines.join("\n")
}

/// One object on one line: every fact under its name, then `modes` and `chosen`.
fn json_line(diagnosis: &Diagnosis) -> anyhow::Result<String> {
    Ok(escaped(serde_json::to_string(&Report(diagnosis))?))
}

/// The fields of the JSON object, in the order of the facts.
struct Report<'d>(&'d Diagnosis);

impl Serialize for Report<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields: Vec<(&str, Vec<&str>)> = Vec::new();
        for (name, value) in self.0.named_facts().filter(|(name, _)| !matches!(*name, "modes" | "chosen")) {
            match fields.iter_mut().find(|(known, _)| *known == name) {
                Some((_, values)) => values.push(value),
                None => fields.push((name, vec![value])),
            }
        }
        let mut object = serializer.serialize_map(Some(fields.len() + 2))?;
        for (name, values) in fields {
            match values.as_slice() {
                [value] => object.serialize_entry(name, value)?,
                // A fact that was given more than once is a list, for an object has each name once.
                values => object.serialize_entry(name, values)?,
            }
        }
        object.serialize_entry("modes", &self.0.modes)?;
        object.serialize_entry("chosen", &self.0.chosen)?;
        object.end()
    }
}

#[cfg(test)]
mod tests {
    use super::{json_line, report};
    use crate::panes::doctor::Diagnosis;

    fn diagnosis(facts: &[(&str, &str)]) -> Diagnosis {
        Diagnosis {
            facts: facts.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect(),
            modes: ["visual", "kitty"].map(str::to_owned).to_vec(),
            chosen: "kitty".to_owned(),
        }
    }

    #[test]
    fn the_object_has_each_name_once_in_order_and_nothing_that_a_terminal_obeys() {
        let facts =
            [("fact-name", "xterm"), ("version", "\u{1b}[3\u{9b}m"), ("fact-widths", "a"), ("fact-widths", "b")];
        let line = json_line(&diagnosis(&facts)).unwrap();
        assert_eq!(
            line,
            r#"{"name":"xterm","version":"\u001b[3\u009bm","widths":["a","b"],"modes":["visual","kitty"],"chosen":"kitty"}"#
        );
        let parsed: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(parsed["version"], "\u{1b}[3\u{9b}m");
        assert_eq!(json_line(&Diagnosis::default()).unwrap(), r#"{"modes":[],"chosen":""}"#);
    }

    #[test]
    fn the_report_is_one_fact_a_line_and_marks_the_mode_in_use() {
        let text = report(&diagnosis(&[("fact-name", "xterm\n\u{1b}]0;x\u{7}"), ("fact-colours", "")]));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[..3], ["name     xterm ]0;x", "colours", "modes    visual *kitty"]);
        assert!(text.chars().all(|letter| letter == '\n' || !letter.is_control()) && lines.len() == 4);
    }
}
