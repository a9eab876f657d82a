//! `cargo xtask words`: what the languages lack beside English; and the files with the sentences of each, for the page.

use std::fs;
use std::process::ExitCode;

use onrush_catalogue::{Checked, bundles, check};

use crate::fault::{Explain, Fault, Outcome};
use crate::project::Project;

/// Where the sentences are, below the project's folder.
const LANGUAGES: &str = "crates/words/languages";

/// Prints what is to be done, and fails where there is something.
pub(crate) fn command(project: &Project, only: Option<&str>) -> Outcome<ExitCode> {
    let folder = project.root.join(LANGUAGES);
    let checked = check(&folder).explain(|| format!("{} could not be read", folder.display()))?;
    let asked: Vec<&Checked> = checked
        .iter()
        .filter(|c| only.is_none_or(|tag| tag == c.tag))
        .collect();
    if asked.is_empty() {
        let tags: Vec<&str> = checked.iter().map(|c| c.tag.as_str()).collect();
        return Err(Fault::new(format!(
            "there is no such language in {LANGUAGES}; there are {}",
            tags.join(", ")
        )));
    }
    let mut clean = true;
    for language in asked {
        let lines = lines(language);
        clean &= lines.is_empty();
        for line in lines {
            println!("{line}");
        }
        println!("{}", summary(language));
    }
    Ok(if clean {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// One line for each thing to do.
fn lines(language: &Checked) -> Vec<String> {
    let (tag, report) = (&language.tag, &language.report);
    let said = |what: &str, id: &str| format!("{tag}  {what:<13} {id}");
    let mut lines: Vec<String> = Vec::new();
    lines.extend(language.faults.iter().map(|fault| said("faulty", fault)));
    for (id, why) in &report.places {
        lines.push(said("other places", &format!("{id}: {why}")));
    }
    lines.extend(report.unused.iter().map(|id| said("unused", id)));
    lines.extend(
        report
            .untranslated
            .iter()
            .map(|id| said("as in English", id)),
    );
    lines.extend(report.missing.iter().map(|id| said("missing", id)));
    lines
}

fn summary(language: &Checked) -> String {
    let report = &language.report;
    format!(
        "{}: {} messages, {} faulty; {} missing, {} as in English, {} with other places, {} unused",
        language.tag,
        language.messages,
        language.faults.len(),
        report.missing.len(),
        report.untranslated.len(),
        report.places.len(),
        report.unused.len(),
    )
}

/// Writes `languages/TAG.txt` into the page's folder for each language but English. Gives back the files' names there.
pub(crate) fn bundles_into(project: &Project) -> Outcome<Vec<String>> {
    let from = project.root.join(LANGUAGES);
    let to = project.dist().join("languages");
    fs::create_dir_all(&to).explain(|| format!("{} could not be made", to.display()))?;
    let made = bundles(&from).explain(|| format!("{} could not be read", from.display()))?;
    let mut names = Vec::new();
    for (name, text) in made {
        let file = to.join(&name);
        fs::write(&file, text).explain(|| format!("{} could not be written", file.display()))?;
        names.push(format!("languages/{name}"));
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_be_done_stands_on_a_line_each() {
        let mut language = Checked {
            tag: "pl".to_owned(),
            messages: 3,
            ..Checked::default()
        };
        assert!(lines(&language).is_empty());
        language.report.missing.push("ui.print".to_owned());
        language.faults.push("ui.txt:3: nonsense".to_owned());
        let said = lines(&language);
        assert_eq!(said.len(), 2);
        assert!(said[1].starts_with("pl  missing ") && said[1].ends_with(" ui.print"));
        assert!(summary(&language).contains("1 missing"));
    }
}
