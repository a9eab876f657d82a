//! What a team sees above its rehearsal: the task, the rules, its clock, and the code to hand in.

use std::rc::Rc;

use onrush_words::{Args, Words};
use onrush_workshop::{Free, HandIn, Invitation, Standing, broken, unpriced};
use yew::prelude::*;

use super::countdown::Countdown;
use super::results::fields;
use super::{name, step, use_copied};
use crate::language::use_words;
use crate::outside::{seconds_since_1970, use_copy, use_own_id, use_say};
use crate::state::{Action, Document, Member, Run, Shared, WorkshopStep};

#[derive(Properties, PartialEq)]
pub(crate) struct TeamPanelProps {
    /// The team.
    pub(crate) member: Member,
    /// Its plan.
    pub(crate) document: Shared<Document>,
    /// The seed of the crowd on the screen.
    pub(crate) seed: u64,
    /// How far its rehearsal has come.
    pub(crate) run: Option<Run>,
    /// The browser keeps nothing.
    pub(crate) not_kept: bool,
    /// Hears of everything.
    pub(crate) dispatch: Callback<Action>,
}

/// What there is to hand in.
#[derive(Clone, PartialEq)]
enum Code {
    /// It is not rehearsed yet.
    Wait,
    /// It was rehearsed with another crowd.
    OtherCrowd,
    /// It is too large.
    Large,
    /// This.
    Is(AttrValue),
}

#[component]
pub(crate) fn TeamPanel(props: &TeamPanelProps) -> Html {
    let words = use_words();
    let team = &props.member.invitation;
    let clock = props
        .dispatch
        .reform(|clock| step(WorkshopStep::OwnClock(clock)));
    let again = props
        .dispatch
        .reform(|_: MouseEvent| step(WorkshopStep::Again));
    let wanted = match &props.run {
        _ if props.seed != team.game.seed => None,
        Some(Run::Done(done)) if !props.document.is_previewed() => Some(done.clone()),
        _ => None,
    };
    let code = {
        let (team, other) = (Rc::clone(team), props.seed != team.game.seed);
        use_memo((props.document.fingerprint().clone(), wanted), {
            let document = props.document.clone();
            move |(_, done)| match done {
                _ if other => Code::OtherCrowd,
                None => Code::Wait,
                Some(done) => made(
                    &team,
                    &document,
                    &Standing::of(
                        &done.engine,
                        &done.digest,
                        &done.observations,
                        &done.diagnosis,
                    ),
                ),
            }
        })
    };
    let outside = use_memo(props.document.fingerprint().clone(), {
        let (team, document) = (Rc::clone(team), props.document.clone());
        move |_| {
            let start = team.game.start().ok();
            start.map_or_else(Vec::new, |start| {
                broken(team.game.free, &start, &document.scenario)
            })
        }
    });
    let free = use_memo(props.document.fingerprint().clone(), {
        let (team, document) = (Rc::clone(team), props.document.clone());
        move |_| {
            let start = team.game.start().ok();
            start.map_or(0, |start| unpriced(&start, &document.scenario).len())
        }
    });
    let warning = if outside.is_empty() {
        String::new()
    } else {
        let args = Args::new().with("n", outside.len());
        words.text(
            "team.outside",
            &args.with("fields", fields(words, &props.document.scenario, &outside)),
        )
    };
    use_say(warning.clone(), true);
    html! {
        <section class="team panel" aria-labelledby="team">
            <h2 id="team">{ words.text("team.heading", &Args::new().with("team", &team.team.name)) }</h2>
            if !team.game.name.is_empty() {
                <p class="soft small">{ words.text("team.workshop", &Args::new().with("name", name(words, &team.game.name))) }</p>
            }
            <p>{ words.t("team.task") }</p>
            if props.not_kept {
                <p class="team__note">{ words.t("team.not-kept") }</p>
            }
            <div class="team__parts">
                <details class="team__rules" open=true>
                    <summary>{ words.t("team.rules") }</summary>
                    <ul>{ for rules(words, team, &props.document, *free).into_iter().map(|rule| html! { <li>{ rule }</li> }) }</ul>
                    if !warning.is_empty() {
                        <p class="team__note">{ warning }</p>
                    }
                    if props.member.plan.is_some() {
                        <button type="button" class="button" onclick={again}>{ words.t("team.begin") }</button>
                    }
                </details>
                <Countdown clock={props.member.clock} minutes={team.game.minutes} heading={words.t("team.clock")} on={clock} />
                <Hand code={(*code).clone()} seed={team.game.seed} dispatch={props.dispatch.clone()} />
            </div>
        </section>
    }
}

fn made(team: &Invitation, document: &Document, standing: &Standing) -> Code {
    let now = u64::try_from(seconds_since_1970()).unwrap_or(0);
    match HandIn::of(team, &document.scenario, standing, now) {
        Some(code) => Code::Is(code.code().into()),
        None => Code::Large,
    }
}

fn rules(words: Words, team: &Invitation, document: &Document, free: usize) -> Vec<String> {
    let targets = &team.game.targets;
    let budget = targets.budget.map_or_else(String::new, |budget| {
        let amount = words.money(budget, &document.scenario.money.currency);
        words.text("team.rule.budget", &Args::new().with("amount", amount))
    });
    let held = Args::new()
        .with("seconds", words.exact(targets.page_p95_s))
        .with("served", words.exact(targets.served_percent))
        .with("budget", budget);
    let mut rules = vec![
        words.t(&format!("team.rule.free.{}", team.game.free.id())),
        words.t("team.rule.same"),
        words.text("team.rule.held", &held),
    ];
    // Whoever may change the campaign only has no such lever.
    if team.game.free != Free::Campaign {
        rules.push(words.text("team.rule.unpriced", &Args::new().with("n", free)));
    }
    rules
}

#[derive(Properties, PartialEq)]
struct HandProps {
    code: Code,
    seed: u64,
    dispatch: Callback<Action>,
}

/// The code, and how it gets to the trainer.
#[component]
fn Hand(props: &HandProps) -> Html {
    let words = use_words();
    let id = use_own_id();
    let text = match &props.code {
        Code::Is(code) => Some(code.to_string()),
        _ => None,
    };
    let (press, copied) = use_copy(move || text.clone());
    let copied = use_copied(words, copied);
    let body = match &props.code {
        Code::Wait => html! { <p class="soft">{ words.t("team.code.wait") }</p> },
        Code::Large => html! { <p>{ words.t("team.code.large") }</p> },
        Code::OtherCrowd => {
            let seed = props.seed;
            let back = props
                .dispatch
                .reform(move |_: MouseEvent| Action::Seed(seed));
            html! {
                <>
                    <p>{ words.text("team.code.seed", &Args::new().with("seed", seed.to_string())) }</p>
                    <button type="button" class="button" onclick={back}>{ words.t("team.code.seed.go") }</button>
                </>
            }
        }
        Code::Is(code) => {
            html! {
                <>
                    <label class="field__name" for={id.clone()}>{ words.t("team.code.label") }</label>
                    <textarea {id} class="workshop__code" readonly={true} rows="3" value={code.clone()} />
                    <button type="button" class="button button--main" onclick={press}>{ words.t("team.code.copy") }</button>
                    <p class="soft small">{ words.t("team.code.help") }</p>
                </>
            }
        }
    };
    html! {
        <section class="team__hand" aria-label={words.t("team.code")}>
            <h3>{ words.t("team.code") }</h3>
            { body }
            { copied }
        </section>
    }
}
