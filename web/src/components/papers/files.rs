//! The plan for other programs: load tests, a calendar, values for a waiting room; each with what was checked of it.

use std::rc::Rc;

use onrush_handover::{LoadPlan, Stamp, Stretch, admission, artillery, calendar, k6, locust};
use onrush_scenario::{Scenario, unused_id};
use onrush_words::{Args, Words};
use yew::prelude::*;

use super::copied::CopySaid;
use crate::language::use_words;
use crate::outside::{save_text, seconds_since_1970, use_copy};
use crate::state::{Document, Paper, PaperKind, Shared};

/// A file for another program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum File {
    K6,
    Locust,
    Artillery,
    Calendar,
}

impl File {
    const ALL: [Self; 4] = [Self::K6, Self::Locust, Self::Artillery, Self::Calendar];

    /// Its name in message ids, the end of its name as a file, and what it is for the browser.
    const fn about(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::K6 => ("k6", "k6.js", "text/javascript"),
            Self::Locust => ("locust", "locust.py", "text/x-python"),
            Self::Artillery => ("artillery", "artillery.yml", "application/yaml"),
            Self::Calendar => ("calendar", "ics", "text/calendar"),
        }
    }

    /// What stands in it; `None` where the plan cannot be written so, which a sound plan always can.
    fn text(self, scenario: &Scenario, words: Words) -> Option<String> {
        if self == Self::Calendar {
            let made = Stamp {
                seconds: seconds_since_1970(),
            };
            return calendar(scenario, words, made).ok();
        }
        let plan = LoadPlan::of(scenario, Stretch::usual(scenario)).ok()?;
        Some(match self {
            Self::K6 => k6(&plan, words),
            Self::Locust => locust(&plan, words),
            Self::Artillery | Self::Calendar => artillery(&plan, words),
        })
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct HandoverSheetProps {
    /// The plan.
    pub(crate) document: Shared<Document>,
    /// The seed of the crowd on the screen.
    pub(crate) seed: u64,
}

#[component]
pub(crate) fn HandoverSheet(props: &HandoverSheetProps) -> Html {
    let words = use_words();
    let document = &props.document;
    let name = Args::new().with("name", &document.scenario.name);
    let paper = |kind: PaperKind| {
        let route = document.route(props.seed).on_paper(Paper::of(kind));
        let title = words.member("paper", kind.id(), &Args::new());
        let what = words.member("paper.what", kind.id(), &Args::new());
        html! {
            <li class="handed panel">
                <h2>{ title.clone().unwrap_or_default() }</h2>
                <p>{ what.unwrap_or_default() }</p>
                <a class="button" href={format!("#{}", route.fragment())}>
                    { words.t("paper.open") }<span class="visually-hidden">{ ": " }{ title }</span>
                </a>
            </li>
        }
    };
    let whole = Stretch::usual(&document.scenario) == Stretch::Whole;
    html! {
        <>
            <h1 tabindex="-1">{ words.text("paper.handover.title", &name) }</h1>
            <p>{ words.t("paper.handover.lead") }</p>
            <ul class="handeds">
                { paper(PaperKind::Brief) }
                { paper(PaperKind::Readiness) }
                { for File::ALL.map(|file| html! { <FileCard {file} document={document.clone()} /> }) }
                <RoomCard document={document.clone()} />
            </ul>
            <p class="soft small">{ words.t(if whole { "paper.handover.whole" } else { "paper.handover.hour" }) }</p>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct FileCardProps {
    file: File,
    document: Shared<Document>,
}

#[component]
fn FileCard(props: &FileCardProps) -> Html {
    let words = use_words();
    let (id, end, kind) = props.file.about();
    let say = |family: &str| words.member(family, id, &Args::new()).unwrap_or_default();
    let (file, scenario) = (props.file, Rc::clone(&props.document.scenario));
    let save = {
        let scenario = Rc::clone(&scenario);
        Callback::from(move |_: MouseEvent| {
            if let Some(text) = file.text(&scenario, words) {
                let name = format!("{}.{end}", unused_id([], &scenario.name));
                save_text(&name, kind, &text);
            }
        })
    };
    let text = Callback::from(move |()| file.text(&scenario, words));
    html! {
        <li class="handed panel">
            <h2>{ say("paper.file") }</h2>
            <p>{ say("paper.what") }</p>
            <p class="soft small">{ say("paper.checked") }</p>
            <div class="handed__tools">
                <button type="button" class="button" onclick={save}>
                    { words.t("paper.download") }<span class="visually-hidden">{ ": " }{ say("paper.file") }</span>
                </button>
                <CopyButton {text} name={say("paper.file")} />
            </div>
        </li>
    }
}

#[derive(Properties, PartialEq)]
struct RoomCardProps {
    document: Shared<Document>,
}

/// How many a waiting room may let in, and why so many.
#[component]
fn RoomCard(props: &RoomCardProps) -> Html {
    let words = use_words();
    let said = use_memo(props.document.clone(), |document| {
        let scenario = &document.scenario;
        let plan = LoadPlan::of(scenario, Stretch::usual(scenario)).ok()?;
        admission(scenario, &plan).map(|values| values.said(words))
    });
    let name = words.t("paper.file.room");
    html! {
        <li class="handed panel">
            <h2>{ name.clone() }</h2>
            <p>{ words.t("paper.what.room") }</p>
            { match &*said {
                None => html! { <p>{ words.t("handover.room.nothing") }</p> },
                Some(said) => {
                    let all = said.join("\n");
                    html! {
                        <>
                            <p><strong>{ &said[0] }</strong></p>
                            <p>{ &said[1] }</p>
                            <p class="soft small">{ &said[2] }</p>
                            <div class="handed__tools">
                                <CopyButton text={Callback::from(move |()| Some(all.clone()))} {name} />
                            </div>
                        </>
                    }
                }
            } }
        </li>
    }
}

#[derive(Properties, PartialEq)]
struct CopyButtonProps {
    /// What is copied, made when it is wanted.
    text: Callback<(), Option<String>>,
    /// What it is, for whoever cannot see where the button stands.
    name: AttrValue,
}

#[component]
fn CopyButton(props: &CopyButtonProps) -> Html {
    let words = use_words();
    let (press, copied) = use_copy({
        let text = props.text.clone();
        move || text.emit(())
    });
    html! {
        <>
            <button type="button" class="button" onclick={press}>
                { words.t("paper.copy-file") }<span class="visually-hidden">{ ": " }{ &props.name }</span>
            </button>
            <CopySaid {copied} />
        </>
    }
}
