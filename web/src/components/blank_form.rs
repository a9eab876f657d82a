//! The blank start: three questions and a first result.

use onrush_network::Faults;
use onrush_scenario::blank::{self, Names, Size};
use onrush_scenario::{ActivityKind, Scenario, presets};
use onrush_words::{Args, Words};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::language::use_words;
use crate::outside::{take_answers, today, zone_on};

#[derive(Properties, PartialEq)]
pub(crate) struct BlankFormProps {
    /// Makes a plan of the answers, or says what is wrong with them.
    pub(crate) plan: Callback<Answers, Option<Faults>>,
}

/// What stands in the fields, as it was typed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answers {
    kind: ActivityKind,
    people: String,
    date: String,
    at: String,
    sector: String,
    site: String,
    measure: Measure,
    amount: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Measure {
    Visitors,
    Goals,
    Servers,
}

impl Measure {
    const ALL: [(Self, &'static str); 3] = [
        (Self::Visitors, "visitors"),
        (Self::Goals, "goals"),
        (Self::Servers, "servers"),
    ];
}

impl Answers {
    fn new() -> Self {
        Self {
            kind: ActivityKind::Email,
            people: "100000".to_owned(),
            date: today(),
            at: "10:00".to_owned(),
            sector: "retail".to_owned(),
            site: "cloud-shop".to_owned(),
            measure: Measure::Visitors,
            amount: "10000".to_owned(),
        }
    }

    /// The answers; numbers that are none become ones that are refused.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "saturates, and is checked afterwards"
    )]
    fn read(&self) -> blank::Answers {
        let number = |text: &str| text.trim().parse::<f64>().unwrap_or(f64::NAN);
        let amount = number(&self.amount);
        blank::Answers {
            kind: self.kind,
            people: number(&self.people),
            date: self.date.clone(),
            at: self.at.clone(),
            sector: self.sector.clone(),
            site: self.site.clone(),
            size: match self.measure {
                Measure::Visitors => Size::Visitors(amount),
                Measure::Goals => Size::Goals(amount),
                Measure::Servers => Size::Servers(amount.clamp(0.0, 1e9) as u32),
            },
            zone: zone_on(&self.date),
        }
    }

    /// The plan that they make.
    ///
    /// # Errors
    /// What is wrong with them.
    pub(crate) fn plan(&self, words: Words) -> Result<Scenario, Faults> {
        let activity = capitalised(&words.activity_kind(self.kind));
        let names = Names {
            plan: activity.clone(),
            activity,
            everyday: words.t("blank.everyday"),
            region: words.t("blank.region"),
        };
        blank::plan(&self.read(), &names)
    }

    /// A line for each, to be handed from program to program.
    pub(crate) fn write(&self) -> String {
        let measure = Measure::ALL.iter().find(|m| m.0 == self.measure);
        [
            self.kind.id(),
            &self.people,
            &self.date,
            &self.at,
            &self.sector,
            &self.site,
            measure.map_or("", |m| m.1),
            &self.amount,
        ]
        .join("\n")
    }

    /// What [`Self::write`] wrote.
    pub(crate) fn from_lines(text: &str) -> Option<Self> {
        let mut lines = text.split('\n');
        let mut line = || lines.next().map(str::to_owned);
        let kind = line()?;
        Some(Self {
            kind: kinds().find(|k| k.id() == kind)?,
            people: line()?,
            date: line()?,
            at: line()?,
            sector: line()?,
            site: line()?,
            measure: {
                let key = line()?;
                Measure::ALL.iter().find(|m| m.1 == key)?.0
            },
            amount: line()?,
        })
    }
}

/// Kinds that need no curve.
fn kinds() -> impl Iterator<Item = ActivityKind> {
    ActivityKind::ALL.into_iter().filter(|kind| {
        !matches!(
            kind,
            ActivityKind::Freehand
                | ActivityKind::Measured
                | ActivityKind::Everyday
                | ActivityKind::Bots
        )
    })
}

/// What is wrong with the field that becomes this path.
fn wrong(words: Words, faults: Option<&Faults>, path: &str) -> Option<String> {
    let fault = faults?.0.iter().find(|f| f.path == path)?;
    let allowed = match path {
        "activities.campaign.people" | "site" => words.t("blank.number"),
        _ => fault.allowed.clone(),
    };
    Some(words.text("blank.wrong", &Args::new().with("allowed", allowed)))
}

#[component]
pub(crate) fn BlankForm(props: &BlankFormProps) -> Html {
    let words = use_words();
    // What was asked on the first screen is answered here.
    let handed = use_memo((), |()| take_answers());
    let typed = use_state_eq(|| (*handed).clone().unwrap_or_else(Answers::new));
    let faults = use_state_eq(|| None::<Faults>);
    let change = |set: fn(&mut Answers, String)| {
        let typed = typed.clone();
        Callback::from(move |event: Event| {
            let mut next = (*typed).clone();
            set(&mut next, value_of(&event));
            typed.set(next);
        })
    };
    let ask = {
        let (faults, plan) = (faults.setter(), props.plan.clone());
        move |answers: &Answers| faults.set(plan.emit(answers.clone()))
    };
    use_effect_with((), {
        let (ask, handed) = (ask.clone(), (*handed).clone());
        move |()| {
            if let Some(answers) = handed {
                ask(&answers);
            }
        }
    });
    let onsubmit = {
        let typed = typed.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            ask(&typed);
        })
    };
    let field = |id: &'static str,
                 label: &str,
                 kind: &'static str,
                 value: &str,
                 hint: Option<&str>,
                 path: &str,
                 set| {
        let error = wrong(words, faults.as_ref(), path);
        let described = format!("{id}-hint {id}-error");
        html! {
            <div class="blank__field">
                <label for={id}>{ words.t(label) }</label>
                <input
                    {id} type={kind} value={value.to_owned()} onchange={change(set)} required=true
                    inputmode={(kind == "text").then_some("decimal")} aria-describedby={described}
                    aria-invalid={error.is_some().then_some("true")}
                />
                if let Some(hint) = hint {
                    <p class="soft small" id={format!("{id}-hint")}>{ words.t(hint) }</p>
                }
                <p class="blank__error" id={format!("{id}-error")} role="alert">{ error.unwrap_or_default() }</p>
            </div>
        }
    };
    let select = |id: &'static str, label: &str, options: Vec<(String, String, bool)>, set| {
        html! {
            <div class="blank__field">
                <label for={id}>{ words.t(label) }</label>
                <select {id} onchange={change(set)}>
                    { for options.into_iter().map(|(value, said, selected)| html! {
                        <option {value} {selected}>{ said }</option>
                    }) }
                </select>
            </div>
        }
    };
    let preset = |family: &str, key: &str, chosen: &str| {
        let say = |part: &str| {
            words
                .member("preset", &format!("{family}.{key}.{part}"), &Args::new())
                .unwrap_or_default()
        };
        (
            key.to_owned(),
            format!("{}: {}", say("name"), say("says")),
            key == chosen,
        )
    };
    let kind_options = kinds()
        .map(|kind| {
            (
                kind.id().to_owned(),
                words.activity_kind(kind),
                kind == typed.kind,
            )
        })
        .collect();
    let measures = Measure::ALL
        .iter()
        .map(|(measure, key)| {
            let said = words
                .member("blank.measure", key, &Args::new())
                .unwrap_or_default();
            ((*key).to_owned(), said, *measure == typed.measure)
        })
        .collect();
    html! {
        <form class="blank" novalidate=true {onsubmit}>
            <fieldset class="blank__step">
                <legend>{ words.t("blank.what") }</legend>
                { select("blank-kind", "blank.kind", kind_options, |t, v| {
                    t.kind = kinds().find(|k| k.id() == v).unwrap_or(t.kind);
                }) }
                { field("blank-people", "blank.people", "text", &typed.people, Some("blank.people.hint"),
                    "activities.campaign.people", |t, v| t.people = v) }
                <div class="blank__row">
                    { field("blank-date", "blank.date", "date", &typed.date, None, "clock.date", |t, v| t.date = v) }
                    { field("blank-at", "blank.at", "time", &typed.at, None, "activities.campaign.at", |t, v| t.at = v) }
                </div>
            </fieldset>
            <fieldset class="blank__step">
                <legend>{ words.t("blank.which") }</legend>
                { select("blank-sector", "blank.sector",
                    presets::JOURNEY_KEYS.iter().map(|key| preset("journey", key, &typed.sector)).collect(),
                    |t, v| t.sector = v) }
                { select("blank-site", "blank.site",
                    presets::SITE_KEYS.iter().map(|key| preset("site", key, &typed.site)).collect(),
                    |t, v| t.site = v) }
            </fieldset>
            <fieldset class="blank__step">
                <legend>{ words.t("blank.size") }</legend>
                { select("blank-measure", "blank.measure", measures, |t, v| {
                    t.measure = Measure::ALL.iter().find(|m| m.1 == v).map_or(t.measure, |m| m.0);
                }) }
                { field("blank-amount", "blank.amount", "text", &typed.amount, Some("blank.amount.hint"), "site", |t, v| t.amount = v) }
            </fieldset>
            if let Some(found) = &*faults {
                <p class="blank__error">{ words.text("blank.faults", &Args::new().with("n", found.0.len())) }</p>
            }
            <button type="submit" class="button button--main">{ words.t("blank.go") }</button>
        </form>
    }
}

/// The words with a capital at their beginning, as a name has it.
fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

/// What stands in the field that an event comes from.
pub(super) fn value_of(event: &Event) -> String {
    let select = event.target_dyn_into::<HtmlSelectElement>();
    let input = event.target_dyn_into::<HtmlInputElement>();
    select
        .map(|s| s.value())
        .or(input.map(|i| i.value()))
        .unwrap_or_default()
}
