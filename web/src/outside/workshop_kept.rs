//! Keeps workshops and teams in the browser: `onrush.workshop.ID`, `onrush.team.ID-NUMBER`.

use std::rc::Rc;

use onrush_workshop::Clock;
use serde_json::{Value, json};
use web_sys::Storage;
use yew::prelude::*;

use super::kept;
use super::storage::storage;
use crate::state::{Action, KeptWorkshop, Lectern, Member, Screen, Shared, WorkshopStep};

const WORKSHOP: &str = "onrush.workshop.";
const TEAM: &str = "onrush.team.";
/// Where the key of the latest workshop is kept.
const LATEST: &str = "onrush.workshop";

fn step(step: WorkshopStep) -> Action {
    Action::Workshop(Box::new(step))
}

/// Hands out what is kept as soon as the trainer's page is open, and keeps what is done there.
#[hook]
pub(crate) fn use_kept_workshop(
    screen: Screen,
    lectern: Option<Shared<Lectern>>,
    earlier: Vec<KeptWorkshop>,
    thrown: Vec<KeptWorkshop>,
    dispatch: Callback<Action>,
) {
    let open = screen == Screen::Workshop;
    use_effect_with(open && lectern.is_none(), {
        let dispatch = dispatch.clone();
        move |asked| {
            if *asked {
                dispatch.emit(step(WorkshopStep::Kept(all())));
            }
        }
    });
    // What was thrown away goes, and comes back with the others.
    use_effect_with((earlier, thrown), |(earlier, thrown)| {
        let Some(storage) = storage() else {
            return;
        };
        for kept in thrown {
            // Where it is refused, it is there again with the next visit.
            let _ = storage.remove_item(&place_of(kept.id));
        }
        for kept in earlier {
            let place = place_of(kept.id);
            if matches!(storage.get_item(&place), Ok(None)) {
                let _ = storage.set_item(&place, &kept.text);
            }
        }
    });
    use_effect_with(lectern.filter(|_| open), move |lectern| {
        if let Some(lectern) = lectern
            && keep(lectern).is_none()
        {
            dispatch.emit(step(WorkshopStep::NotKept));
        }
    });
}

/// All workshops that are kept, the latest first.
fn all() -> Vec<KeptWorkshop> {
    let Some(storage) = storage() else {
        return Vec::new();
    };
    let latest = storage.get_item(LATEST).ok().flatten();
    let mut found: Vec<(bool, KeptWorkshop)> = places(&storage)
        .into_iter()
        .filter_map(|place| {
            let id = u32::from_str_radix(place.strip_prefix(WORKSHOP)?, 16).ok()?;
            let text = storage.get_item(&place).ok().flatten()?;
            let lectern = Lectern::read(&text)?;
            let name = lectern.workshop.game.name;
            let other = latest.as_deref() != Some(place.as_str());
            Some((other, KeptWorkshop { id, name, text }))
        })
        .collect();
    found.sort_by_key(|(other, kept)| (*other, kept.id));
    found.into_iter().map(|(_, kept)| kept).collect()
}

/// Where the workshop of this id is kept.
fn place_of(id: u32) -> String {
    format!("{WORKSHOP}{id:08x}")
}

fn places(storage: &Storage) -> Vec<String> {
    let count = storage.length().unwrap_or(0);
    let keys = (0..count).filter_map(|i| storage.key(i).ok().flatten());
    keys.filter(|key| key.starts_with(WORKSHOP)).collect()
}

fn keep(lectern: &Lectern) -> Option<()> {
    let storage = storage()?;
    // What has faults cannot be read again: the last state that had none stays.
    if lectern.faults.is_some() {
        return Some(());
    }
    let place = place_of(lectern.workshop.id());
    storage.set_item(&place, &lectern.kept()).ok()?;
    storage.set_item(LATEST, &place).ok()
}

/// Hands out what is kept of a team that opens its link, and keeps where its plan is and its clock.
#[hook]
pub(crate) fn use_kept_team(member: Option<Member>, dispatch: Callback<Action>) {
    let last = use_mut_ref(|| None::<Rc<str>>);
    let kept = member.map(|member| (Rc::clone(&member.code), place(&member), written(&member)));
    use_effect_with(kept, move |kept| {
        let Some((code, place, text)) = kept else {
            last.replace(None);
            return;
        };
        let before = last.replace(Some(Rc::clone(code)));
        let there = || storage().and_then(|s| s.get_item(place).ok().flatten());
        if before.as_ref() != Some(code) {
            if let Some((plan, clock)) = there().as_deref().and_then(|text| read(text, code)) {
                dispatch.emit(step(WorkshopStep::Member { plan, clock }));
            } else if storage().is_none() {
                dispatch.emit(step(WorkshopStep::NotKept));
            }
        } else if storage().is_none_or(|s| s.set_item(place, text).is_err()) {
            dispatch.emit(step(WorkshopStep::NotKept));
        }
    });
}

fn place(member: &Member) -> String {
    let team = &member.invitation;
    format!("{TEAM}{:08x}-{}", team.workshop, team.team.number)
}

fn written(member: &Member) -> String {
    json!({ "code": &*member.code, "plan": member.plan, "clock": member.clock }).to_string()
}

/// A team's plan with its key, where it has one, and its clock, where it was started.
type Kept = (Option<(String, String)>, Option<Clock>);

/// What was kept; nothing where it was kept for another link: another story, other rules.
fn read(text: &str, code: &str) -> Option<Kept> {
    let value: Value = serde_json::from_str(text).ok()?;
    if value.get("code").and_then(Value::as_str) != Some(code) {
        return None;
    }
    let plan = value.get("plan").and_then(Value::as_str).and_then(|key| {
        let file = kept::file(key)?;
        Some((key.to_owned(), file))
    });
    let clock = value.get("clock").cloned();
    let clock = clock.and_then(|clock| serde_json::from_value(clock).ok());
    Some((plan, clock))
}
