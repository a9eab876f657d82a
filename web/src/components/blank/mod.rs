//! The blank start: three questions, one after the other, and a first result.

mod answers;
mod choices;
mod so_far;

use onrush_network::Faults;
use onrush_scenario::presets;
use onrush_words::{Args, Words};
use web_sys::Element;
use yew::prelude::*;

use self::choices::{Choice, Choices};
use self::so_far::SoFar;
use crate::components::form::value_of;
use crate::language::use_words;
use crate::outside::focus_in;
use crate::state::{Action, Draft, Measure, Question, Shared};

#[derive(Properties, PartialEq)]
pub(crate) struct BlankFormProps {
    /// What has been answered.
    pub(crate) draft: Shared<Draft>,
    /// Hears of answers, and of the plan.
    pub(crate) dispatch: Callback<Action>,
}

#[component]
pub(crate) fn BlankForm(props: &BlankFormProps) -> Html {
    let words = use_words();
    let draft = &props.draft;
    let plan = use_memo(draft.clone(), |draft| {
        answers::plan(words, draft).map(Shared::new)
    });
    let form = use_node_ref();
    let asked = use_mut_ref(|| draft.question);
    use_effect_with(draft.question, {
        let form = form.clone();
        move |question| {
            // Reading goes on at the new question; on the way in it begins at the top of the page.
            if asked.replace(*question) != *question
                && let Some(form) = form.cast::<Element>()
            {
                focus_in(&form, "h2");
            }
        }
    });
    let onsubmit = {
        let (draft, plan, dispatch) = (draft.clone(), plan.clone(), props.dispatch.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            dispatch.emit(match (draft.answered((*plan).as_ref().err()), &*plan) {
                (None, Ok(plan)) => Action::Begin(Box::new((**plan).clone())),
                (next, _) => Action::Draft(Box::new(next.unwrap_or_else(|| (*draft).clone()))),
            });
        })
    };
    let go = |question: Question| {
        let draft = draft.clone();
        props
            .dispatch
            .reform(move |_: MouseEvent| Action::Draft(Box::new(draft.at(question))))
    };
    let ask = Ask {
        words,
        draft,
        faults: (*plan).as_ref().err().filter(|_| draft.tried),
        dispatch: &props.dispatch,
    };
    let last = draft.question.next().is_none();
    html! {
        <div class="blank">
            <ol class="blank__steps">
                { for Question::ALL.into_iter().map(|question| {
                    let here = question == draft.question;
                    let said = words.t(&format!("blank.{}", question.id()));
                    html! {
                        <li key={question.id()} class="blank__step" aria-current={here.then_some("step")}>
                            <span class="blank__number" aria-hidden="true">{ question.number() }</span>
                            <span class="blank__asked">
                                if question < draft.question {
                                    <button type="button" class="blank__again" onclick={go(question)}>{ said }</button>
                                    <span class="blank__said">{ ask.said(question) }</span>
                                } else {
                                    <span>{ said }</span>
                                }
                            </span>
                        </li>
                    }
                }) }
            </ol>
            <form ref={form} class="blank__form" novalidate=true {onsubmit}>
                <p class="soft small">{ words.text("blank.of", &Args::new().with("n", draft.question.number())) }</p>
                <h2 tabindex="-1" class="blank__question">{ words.t(&format!("blank.{}", draft.question.id())) }</h2>
                { match draft.question {
                    Question::What => ask.what(),
                    Question::Which => ask.which(),
                    Question::Size => ask.size(),
                } }
                <div class="blank__go">
                    if let Some(before) = draft.question.before() {
                        <button type="button" class="button" onclick={go(before)}>{ words.t("blank.back") }</button>
                    }
                    <button type="submit" class="button button--main">
                        { words.t(if last { "blank.go" } else { "blank.next" }) }
                    </button>
                </div>
            </form>
            <SoFar plan={(*plan).as_ref().ok().cloned()} />
        </div>
    }
}

/// What the questions are asked with.
struct Ask<'a> {
    words: Words,
    draft: &'a Draft,
    faults: Option<&'a Faults>,
    dispatch: &'a Callback<Action>,
}

impl Ask<'_> {
    /// Writes an answer into the draft.
    fn put(&self, set: fn(&mut Draft, String)) -> Callback<String> {
        let draft = self.draft.clone();
        self.dispatch.reform(move |value: String| {
            let mut next = draft.clone();
            set(&mut next, value);
            Action::Draft(Box::new(next))
        })
    }

    fn what(&self) -> Html {
        let words = self.words;
        let kinds = answers::kinds().map(|kind| Choice {
            key: kind.id(),
            name: words.capitalised(&words.activity_kind(kind)),
            says: words
                .member("crowd.about", kind.id(), &Args::new())
                .unwrap_or_default(),
        });
        html! {
            <>
                <Choices
                    id="blank-kind" label={words.t("blank.kind")} choices={kinds.collect::<Vec<_>>()} chosen={self.draft.kind.id()}
                    choose={self.put(|draft, key| {
                        draft.kind = answers::kinds().find(|kind| kind.id() == key).unwrap_or(draft.kind);
                    })}
                />
                <div class="blank__row">
                    { self.field("people", "text", &self.draft.people, true, |draft, text| draft.people = text) }
                    { self.field("date", "date", &answers::date(self.draft), false, |draft, text| draft.date = Some(text)) }
                    { self.field("at", "time", &self.draft.at, false, |draft, text| draft.at = text) }
                </div>
            </>
        }
    }

    fn which(&self) -> Html {
        let preset = |family: &str, key: &'static str| {
            let say = |part: &str| {
                let key = format!("{family}.{key}.{part}");
                let said = self.words.member("preset", &key, &Args::new());
                said.unwrap_or_default()
            };
            Choice {
                key,
                name: say("name"),
                says: say("says"),
            }
        };
        let journeys = presets::journeys().iter().map(|p| preset("journey", p.key));
        let sites = presets::sites().iter().map(|p| preset("site", p.key));
        html! {
            <>
                <Choices
                    id="blank-sector" label={self.words.t("blank.sector")} choices={journeys.collect::<Vec<_>>()}
                    chosen={self.draft.sector.clone()} choose={self.put(|draft, key| draft.sector = key)}
                />
                <Choices
                    id="blank-site" label={self.words.t("blank.site")} choices={sites.collect::<Vec<_>>()}
                    chosen={self.draft.site.clone()} choose={self.put(|draft, key| draft.site = key)}
                />
            </>
        }
    }

    fn size(&self) -> Html {
        let measures = Measure::ALL.map(|measure| Choice {
            key: measure.id(),
            name: self
                .words
                .member("blank.measure", measure.id(), &Args::new())
                .unwrap_or_default(),
            says: String::new(),
        });
        html! {
            <>
                <Choices
                    id="blank-measure" label={self.words.t("blank.measure")} choices={measures.to_vec()}
                    chosen={self.draft.measure.id()}
                    choose={self.put(|draft, key| {
                        let chosen = Measure::ALL.into_iter().find(|m| m.id() == key);
                        draft.measure = chosen.unwrap_or(draft.measure);
                        // A number of servers is no number of visitors.
                        draft.amount = None;
                    })}
                />
                <div class="blank__row">
                    { self.field("amount", "text", &answers::amount(self.draft), true, |draft, text| draft.amount = Some(text)) }
                </div>
            </>
        }
    }

    fn field(
        &self,
        name: &str,
        kind: &'static str,
        value: &str,
        hint: bool,
        set: fn(&mut Draft, String),
    ) -> Html {
        let words = self.words;
        let id = format!("blank-{name}");
        let (help, wrong) = (format!("{id}-hint"), format!("{id}-error"));
        let error = self.wrong(match name {
            "people" => "activities.campaign.people",
            "date" => "clock.date",
            "at" => "activities.campaign.at",
            _ => "site",
        });
        let described = match (hint, error.is_some()) {
            (true, true) => Some(format!("{help} {wrong}")),
            (true, false) => Some(help.clone()),
            (false, true) => Some(wrong.clone()),
            (false, false) => None,
        };
        html! {
            <div class={classes!("field", format!("blank__field--{name}"))}>
                <label class="field__name" for={id.clone()}>{ words.t(&format!("blank.{name}")) }</label>
                <input
                    {id} class="field__input" type={kind} value={value.to_owned()} required=true
                    oninput={self.put(set).reform(|event: InputEvent| value_of(&event))}
                    inputmode={(kind == "text").then_some("decimal")} aria-describedby={described}
                    aria-invalid={error.is_some().then_some("true")}
                />
                if let Some(error) = error {
                    <p class="blank__error" id={wrong} role="alert">{ error }</p>
                }
                if hint {
                    <p class="soft small" id={help}>{ words.t(&format!("blank.{name}.hint")) }</p>
                }
            </div>
        }
    }

    /// What is wrong with the field that becomes this path.
    fn wrong(&self, path: &str) -> Option<String> {
        let fault = self.faults?.0.iter().find(|f| f.path == path)?;
        let allowed = match path {
            "activities.campaign.people" | "site" => self.words.t("blank.number"),
            _ => fault.allowed.clone(),
        };
        let args = Args::new().with("allowed", allowed);
        Some(self.words.text("blank.wrong", &args))
    }

    /// What was answered, in a few words.
    fn said(&self, question: Question) -> String {
        let preset = |family: &str, key: &str| {
            let key = format!("{family}.{key}.name");
            let name = self.words.member("preset", &key, &Args::new());
            name.unwrap_or_default()
        };
        let args = match question {
            Question::What => Args::new()
                .with("kind", self.words.activity_kind(self.draft.kind))
                .with("people", &self.draft.people)
                .with("at", &self.draft.at),
            Question::Which => Args::new()
                .with("sector", preset("journey", &self.draft.sector))
                .with("site", preset("site", &self.draft.site)),
            Question::Size => return String::new(),
        };
        let id = format!("blank.{}.said", question.id());
        self.words.capitalised(&self.words.text(&id, &args))
    }
}
