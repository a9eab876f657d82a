//! This plan beside another one on the same crowds: where they differ beyond chance, and what is different in the plans.

use std::rc::Rc;

use onrush_runner::{Findings, Query};
use onrush_scenario::{stories, story};
use onrush_study::{Beside, Comparison, Difference, Metric};
use onrush_words::{Args, Words};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::overlay::Overlay;
use super::study::StudyFrame;
use crate::language::use_words;
use crate::outside::{Palette, kept_file};
use crate::state::{Action, Asked, Document, Library, Shared};

#[derive(Properties, PartialEq)]
pub(crate) struct ComparisonPanelProps {
    /// How the question stands.
    pub(crate) asked: Option<Asked>,
    /// The plan as it is.
    pub(crate) document: Shared<Document>,
    /// The plans that this browser keeps.
    pub(crate) library: Shared<Library>,
    /// What charts are drawn with.
    pub(crate) palette: Palette,
    /// Hears of everything.
    pub(crate) dispatch: Callback<Action>,
}

/// What a plan can be compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Other {
    Story(String),
    Kept(String),
}

impl Other {
    /// As the value of a choice.
    fn value(&self) -> String {
        match self {
            Self::Story(key) => format!("story:{key}"),
            Self::Kept(key) => format!("plan:{key}"),
        }
    }

    fn of_value(value: &str) -> Option<Self> {
        let (kind, key) = value.split_once(':')?;
        match kind {
            "story" => Some(Self::Story(key.to_owned())),
            "plan" => Some(Self::Kept(key.to_owned())),
            _ => None,
        }
    }

    fn file(&self) -> Option<Rc<str>> {
        match self {
            Self::Story(key) => story(key).map(|story| story.file.into()),
            Self::Kept(key) => kept_file(key).map(Into::into),
        }
    }
}

/// What there is to compare with, the likeliest first: the story told beside this one, this story as it is told, what is kept here, the
/// other stories.
fn others(document: &Document, library: &Library, words: Words) -> Vec<(Other, String)> {
    let own = document.scenario.story.as_deref().and_then(story);
    let first = own.and_then(|own| own.partner).into_iter();
    let first = first.chain(own.map(|own| own.key));
    let mut keys: Vec<&str> = first.collect();
    let told = |key: &str| {
        let title = words.t(&format!("story.{key}.title"));
        let name = words.text("wayout.comparison.story", &Args::new().with("name", title));
        (Other::Story(key.to_owned()), name)
    };
    let mut all: Vec<(Other, String)> = keys.iter().map(|key| told(key)).collect();
    let kept = library.plans.iter();
    all.extend(kept.map(|plan| (Other::Kept(plan.key.clone()), plan.name.clone())));
    for story in stories() {
        if !keys.contains(&story.key) {
            keys.push(story.key);
            all.push(told(story.key));
        }
    }
    all
}

#[component]
pub(crate) fn ComparisonPanel(props: &ComparisonPanelProps) -> Html {
    let words = use_words();
    let chosen = use_state_eq(|| None::<Other>);
    let gone = use_state_eq(|| false);
    let all = use_memo(
        (props.document.clone(), props.library.clone(), words),
        |(document, library, words)| others(document, library, *words),
    );
    let now = (*chosen)
        .clone()
        .or_else(|| all.first().map(|(other, _)| other.clone()));
    let choose = {
        let (chosen, gone) = (chosen.clone(), gone.clone());
        Callback::from(move |event: Event| {
            gone.set(false);
            chosen.set(Other::of_value(
                &event.target_unchecked_into::<HtmlSelectElement>().value(),
            ));
        })
    };
    let ask = now.clone().map(|other| {
        let (dispatch, gone) = (props.dispatch.clone(), gone.clone());
        Callback::from(move |_: MouseEvent| {
            let beside = other.file();
            gone.set(beside.is_none());
            if beside.is_some() {
                dispatch.emit(Action::Ask {
                    question: Query::Comparison,
                    beside,
                });
            }
        })
    });
    let found = props.asked.as_ref().and_then(|asked| {
        let Findings::Comparison(comparison) = asked.findings.as_deref()? else {
            return None;
        };
        Some((asked, comparison, comparison.plans.first()?))
    });
    let said = found.map_or_else(String::new, |(asked, _, beside)| {
        let served = beside
            .differences
            .iter()
            .find(|d| d.metric == Metric::Served);
        let currency = &asked.of.scenario.money.currency;
        served.map_or_else(String::new, |d| {
            words.capitalised(&words.difference(d, currency))
        })
    });
    html! {
        <>
            <label class="comparison__choice">
                <span>{ words.t("wayout.comparison.with") }</span>
                <select class="field__input" onchange={choose}>
                    { for all.iter().map(|(other, name)| html! {
                        <option value={other.value()} selected={now.as_ref() == Some(other)}>{ name }</option>
                    }) }
                </select>
            </label>
            if *gone {
                <p role="alert">{ words.t("wayout.comparison.gone") }</p>
            }
            <StudyFrame
                question={Query::Comparison} asked={props.asked.clone()} document={props.document.clone()} {ask} {said}
                dispatch={props.dispatch.clone()}
            >
                if let Some((asked, comparison, beside)) = found {
                    { table(words, asked, comparison, beside) }
                    { overlaid(asked, comparison, props.palette) }
                }
            </StudyFrame>
        </>
    }
}

/// The charts of both plans, where there are curves of both.
fn overlaid(asked: &Asked, comparison: &Comparison, palette: Palette) -> Html {
    let ([this, other, ..], Some(beside)) = (comparison.curves.as_slice(), &asked.beside) else {
        return Html::default();
    };
    let curves = [this, other].map(|curve| Shared::new(curve.clone()));
    html! {
        <Overlay plans={[asked.of.clone(), beside.clone()]} {curves} exact={comparison.exact} {palette} />
    }
}

fn table(words: Words, asked: &Asked, comparison: &Comparison, beside: &Beside) -> Html {
    let this = &asked.of.scenario;
    let newer = asked.beside.as_ref().unwrap_or(&asked.of);
    let names = words.names_of(&newer.scenario);
    let other = asked
        .beside
        .as_ref()
        .map_or_else(String::new, |d| d.scenario.name.clone());
    let counts = Args::new()
        .with("name", &other)
        .with("first", &this.name)
        .with("n", beside.runs);
    let behind = match (comparison.exact, beside.runs) {
        (false, _) => words.t("compare.forecast"),
        (true, 1) => words.t("compare.one_run"),
        (true, _) => words.runs_of_each(beside, &counts),
    };
    let failed = comparison.failed.as_ref().map(|(_, seed, why)| {
        let args = Args::new()
            .with("name", &other)
            .with("seed", *seed)
            .with("why", why);
        words.text("compare.failed", &args)
    });
    html! {
        <>
            if let Some(failed) = failed {
                <p>{ failed }</p>
            }
            if comparison.parts_differ {
                <p>{ words.t("compare.parts") }</p>
            }
            <p class="soft">{ behind }</p>
            <div class="comparison__table" tabindex="0" role="region" aria-label={words.t("wayout.comparison.table")}>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{ words.t("wayout.comparison.what") }</th>
                            <th scope="col" class="number">{ words.t("wayout.comparison.this") }</th>
                            <th scope="col" class="number">{ &other }</th>
                            <th scope="col">{ words.t("wayout.comparison.difference") }</th>
                        </tr>
                    </thead>
                    <tbody>
                        { for beside.differences.iter().map(|d| row(words, d, &this.money.currency)) }
                    </tbody>
                </table>
            </div>
            <details>
                <summary>{ words.t("compare.changes") }</summary>
                <ul class="fix__changes small">
                    { for beside.changes.iter().filter(|c| !is_note(&c.path)).map(|change| html! { <li>{ names.change(change) }</li> }) }
                </ul>
                if beside.changes.iter().all(|c| is_note(&c.path)) {
                    <p class="small">{ words.t("study.changes.none") }</p>
                }
            </details>
        </>
    }
}

/// What is known about a number is no difference between plans.
fn is_note(path: &str) -> bool {
    path.starts_with("notes") || path.starts_with("ranges")
}

fn row(words: Words, d: &Difference, currency: &str) -> Html {
    let amount = |n: f64| {
        if d.metric.is_money() {
            words.money(n, currency)
        } else if d.metric == Metric::PageP95 {
            words.exact(n)
        } else {
            words.exact(n.round())
        }
    };
    let sign = |n: f64| format!("{}{}", if n > 0.0 { "+" } else { "" }, amount(n));
    let between = match d.difference.filter(|_| d.clear) {
        Some(i) => words.text(
            "wayout.comparison.between",
            &Args::new()
                .with("low", sign(i.low))
                .with("high", sign(i.high)),
        ),
        None => words.t("wayout.comparison.unclear"),
    };
    let name = words
        .member("metric", d.metric.id(), &Args::new())
        .unwrap_or_default();
    html! {
        <tr>
            <th scope="row">{ words.capitalised(&name) }</th>
            <td class="number">{ amount(d.first) }</td>
            <td class="number">{ amount(d.this) }</td>
            <td>{ between }</td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Origin;

    #[test]
    fn the_story_told_beside_this_one_comes_first_and_every_story_once() {
        let words = Words::default();
        let file = story("toy-shop").unwrap().file;
        let document = Document::read(Origin::Story("toy-shop".to_owned()), file).unwrap();
        let all = others(&document, &Library::default(), words);
        assert_eq!(all[0].0, Other::Story("staffing-firm".to_owned()));
        assert_eq!(all[0].1, "Story: The staffing firm");
        assert_eq!(all[1].0, Other::Story("toy-shop".to_owned()));
        assert_eq!(all.len(), stories().len());
        for (other, _) in &all {
            assert_eq!(Other::of_value(&other.value()).as_ref(), Some(other));
            assert!(other.file().is_some());
        }
    }
}
