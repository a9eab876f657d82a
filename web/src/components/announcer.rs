//! What the rehearsal is doing, and its answer, for the voice.

use onrush_words::{Args, Language, Words};
use yew::prelude::*;

use crate::language::use_words;
use crate::outside::use_say;
use crate::state::{Document, Run, Screen, Shared};

#[derive(Properties, PartialEq)]
pub(crate) struct AnnouncerProps {
    /// The plan that is open.
    pub(crate) document: Option<Shared<Document>>,
    /// The screen.
    pub(crate) screen: Screen,
    /// Its rehearsal.
    pub(crate) run: Option<Run>,
}

#[component]
pub(crate) fn Announcer(props: &AnnouncerProps) -> Html {
    let words = use_words();
    // The last change, until there is a result of it.
    let change = use_state_eq(String::new);
    let before = use_mut_ref(|| None::<(Language, Shared<Document>)>);
    let over = matches!(props.run, Some(Run::Done(_)));
    use_effect_with((props.document.clone(), over), {
        let change = change.setter();
        move |(document, over): &(Option<Shared<Document>>, bool)| {
            // While something is dragged, nothing is said.
            let Some(now) = document.as_ref().filter(|now| !now.is_previewed()) else {
                return;
            };
            let here = (words.language(), now.clone());
            let older = before.borrow_mut().replace(here);
            // In another language the same plan has other names.
            let said = older
                .filter(|(language, _)| *language == words.language())
                .and_then(|(_, older)| changed(words, &older, now));
            match said {
                Some(said) => change.set(said),
                None if *over => change.set(String::new()),
                None => {}
            }
        }
    });
    let said = match (&props.document, &props.run, props.screen) {
        (Some(document), Some(run), Screen::Rehearsal) => match run {
            Run::Running(_) if !change.is_empty() => (*change).clone(),
            // Without the progress: a voice that counts along hinders reading.
            Run::Running(_) => words.text(
                "say.running",
                &Args::new().with("name", &document.scenario.name),
            ),
            Run::Cancelled => words.t("say.cancelled"),
            Run::Crashed(_) => words.t("say.crashed"),
            Run::Absent(_) => words.t("say.absent"),
            Run::Refused(_) => words.t("say.refused"),
            Run::Done(rehearsal) => crate::sentences::headline(words, document, rehearsal),
        },
        (Some(_), None, Screen::Rehearsal) => (*change).clone(),
        _ => String::new(),
    };
    use_say(said, true);
    Html::default()
}

/// What has changed from one state of a plan to another, in a sentence; `None` where nothing has, or it is another plan.
fn changed(words: Words, older: &Document, now: &Document) -> Option<String> {
    if older.scenario.name != now.scenario.name && older.scenario.story != now.scenario.story {
        return None;
    }
    let changes = older.scenario.changes(&now.scenario);
    // Notes go along with what they are about.
    let is_own = |path: &str| !path.starts_with("notes") && !path.starts_with("ranges");
    let change = changes.iter().find(|change| is_own(&change.path))?;
    let named = |value: Option<&serde_json::Value>| {
        let name = value?.get("name")?.as_str()?;
        Some(Args::new().with("name", name))
    };
    if let (None, Some(args)) = (&change.from, named(change.to.as_ref())) {
        return Some(words.text("say.added", &args));
    }
    if let (Some(args), None) = (named(change.from.as_ref()), &change.to) {
        return Some(words.text("say.gone", &args));
    }
    let value = match change.to.as_ref() {
        Some(serde_json::Value::Number(number)) => words.exact(number.as_f64()?),
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(serde_json::Value::Array(_)) => return Some(words.t("say.moved")),
        _ => return None,
    };
    let field = words.field_label(&change.path)?;
    let args = Args::new().with("field", field).with("value", value);
    Some(words.text("say.changed", &args))
}
