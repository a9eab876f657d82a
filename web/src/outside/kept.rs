//! Plans that the browser keeps, each under a key of its own: what is read and written there.
//!
//! `onrush.plan.KEY` holds a small envelope around the plan's file. Its stamp is another one with every writing, so that a tab
//! notices when another tab has written in between. What is thrown away lies under `onrush.thrown.KEY` until the next visit.

use std::cell::RefCell;
use std::collections::BTreeMap;

use js_sys::{JSON, Reflect};
use serde_json::json;
use web_sys::Storage;

use super::storage::storage;
use crate::state::{Kept, Library, NotKept};

const PLAN: &str = "onrush.plan.";
const THROWN: &str = "onrush.thrown.";
const DAY_MS: f64 = 86_400_000.0;

thread_local! {
    /// The stamps that this tab has seen last.
    static SEEN: RefCell<BTreeMap<String, String>> = const { RefCell::new(BTreeMap::new()) };
    /// The plan that was thrown away last, during this visit.
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// What is around a plan's file.
struct Envelope {
    file: String,
    name: String,
    lineage: Option<String>,
    stamp: String,
    changed_ms: f64,
}

impl Envelope {
    fn read(text: &str) -> Option<Self> {
        // By the browser, which spares the first screen a reader of its own.
        let value = JSON::parse(text).ok()?;
        let get = |name: &str| Reflect::get(&value, &name.into()).ok();
        let text = |name: &str| get(name)?.as_string();
        Some(Self {
            file: text("file")?,
            name: text("name")?,
            lineage: text("lineage"),
            stamp: text("stamp")?,
            changed_ms: get("changed")?.as_f64()?,
        })
    }

    fn write(&self) -> String {
        json!({
            "name": self.name,
            "lineage": self.lineage,
            "stamp": self.stamp,
            "changed": self.changed_ms,
            "file": self.file,
        })
        .to_string()
    }
}

/// What became of a plan that was to be kept.
pub(super) enum Outcome {
    /// It is.
    Kept,
    /// Another tab has kept another state of it since this tab has seen it.
    Changed,
    /// It is not.
    Not(NotKept),
}

/// Keeps a plan, unless another tab has been there.
pub(super) fn keep(key: &str, name: &str, lineage: Option<&str>, file: &str) -> Outcome {
    let Some(storage) = storage() else {
        return Outcome::Not(NotKept::Refused);
    };
    let place = format!("{PLAN}{key}");
    let there = storage.get_item(&place).ok().flatten();
    if let Some(there) = there.as_deref().and_then(Envelope::read)
        && SEEN.with_borrow(|seen| seen.get(key) != Some(&there.stamp))
    {
        return Outcome::Changed;
    }
    let envelope = Envelope {
        file: file.to_owned(),
        name: name.to_owned(),
        lineage: lineage.map(str::to_owned),
        stamp: format!("{:016x}", super::luck()),
        changed_ms: js_sys::Date::now(),
    };
    match storage.set_item(&place, &envelope.write()) {
        Ok(()) => {
            see(key, &envelope.stamp);
            Outcome::Kept
        }
        Err(error) => Outcome::Not(why(&error)),
    }
}

/// Too little room, or no permission.
fn why(error: &wasm_bindgen::JsValue) -> NotKept {
    let name = js_sys::Reflect::get(error, &"name".into()).ok();
    match name.and_then(|name| name.as_string()).as_deref() {
        Some("QuotaExceededError" | "NS_ERROR_DOM_QUOTA_REACHED") => NotKept::Full,
        _ => NotKept::Refused,
    }
}

fn see(key: &str, stamp: &str) {
    SEEN.with_borrow_mut(|seen| seen.insert(key.to_owned(), stamp.to_owned()));
}

/// The file of a plan that is kept.
pub(super) fn file(key: &str) -> Option<String> {
    let text = storage()?.get_item(&format!("{PLAN}{key}")).ok()??;
    match Envelope::read(&text) {
        Some(envelope) => {
            see(key, &envelope.stamp);
            Some(envelope.file)
        }
        // What cannot be read is handed out as it is: perhaps somebody can make something of it.
        None => Some(text),
    }
}

/// The file of a plan that is kept, to look at.
pub(crate) fn kept_file(key: &str) -> Option<String> {
    let text = storage()?.get_item(&format!("{PLAN}{key}")).ok()??;
    Envelope::read(&text).map(|envelope| envelope.file)
}

/// Another tab has written `text` at `place`: the plan's key and file, where it is one.
pub(super) fn written_elsewhere(place: &str, text: &str) -> Option<(String, String)> {
    let key = place.strip_prefix(PLAN)?;
    let envelope = Envelope::read(text)?;
    see(key, &envelope.stamp);
    Some((key.to_owned(), envelope.file))
}

/// All plans that are kept.
pub(crate) fn library() -> Library {
    let Some(storage) = storage() else {
        return Library::default();
    };
    let mut found: Vec<(f64, Kept)> = Vec::new();
    let mut damaged = 0;
    for (key, text) in entries(&storage, PLAN) {
        match Envelope::read(&text) {
            Some(envelope) => found.push((envelope.changed_ms, kept(key, &envelope))),
            None => damaged += 1,
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    let thrown = LAST.with_borrow(Clone::clone).and_then(|key| {
        let text = storage.get_item(&format!("{THROWN}{key}")).ok()??;
        Some(kept(key, &Envelope::read(&text)?))
    });
    Library {
        plans: found.into_iter().map(|(_, kept)| kept).collect(),
        damaged,
        thrown,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped before"
)]
fn kept(key: String, envelope: &Envelope) -> Kept {
    let days = (js_sys::Date::now() - envelope.changed_ms) / DAY_MS;
    Kept {
        key,
        name: envelope.name.clone(),
        lineage: envelope.lineage.clone(),
        days: days.clamp(0.0, 1e6) as u32,
    }
}

/// Keys and texts below a prefix.
fn entries(storage: &Storage, prefix: &str) -> Vec<(String, String)> {
    let count = storage.length().unwrap_or(0);
    (0..count)
        .filter_map(|i| storage.key(i).ok().flatten())
        .filter_map(|place| {
            let key = place.strip_prefix(prefix)?.to_owned();
            Some((key, storage.get_item(&place).ok()??))
        })
        .collect()
}

/// The plan that was thrown away last, during this visit.
pub(super) fn last_thrown() -> Option<String> {
    LAST.with_borrow(Clone::clone)
}

/// This plan was, before this program came.
pub(super) fn remember_thrown(key: String) {
    LAST.set(Some(key));
}

/// Throws a plan away; it can be taken back during this visit.
pub(crate) fn throw_away(key: &str) {
    if moved(&format!("{PLAN}{key}"), &format!("{THROWN}{key}")) {
        LAST.set(Some(key.to_owned()));
    }
}

/// Takes back what was thrown away.
pub(crate) fn take_back(key: &str) {
    if moved(&format!("{THROWN}{key}"), &format!("{PLAN}{key}")) {
        LAST.set(None);
    }
}

/// Moves an entry. Where there is no room for both, the old one goes first and comes back should that fail, too.
fn moved(from: &str, to: &str) -> bool {
    let Some(storage) = storage() else {
        return false;
    };
    let Some(text) = storage.get_item(from).ok().flatten() else {
        return false;
    };
    if storage.remove_item(from).is_err() {
        return false;
    }
    let there = storage.set_item(to, &text).is_ok();
    if !there {
        let _ = storage.set_item(from, &text);
    }
    there
}

/// What was thrown away on an earlier visit is gone for good.
pub(super) fn empty_bin() {
    if let Some(storage) = storage() {
        for (key, text) in entries(&storage, THROWN) {
            // Another tab may be about to take back what was thrown away just now.
            let fresh =
                Envelope::read(&text).is_some_and(|e| js_sys::Date::now() - e.changed_ms < DAY_MS);
            if !fresh {
                let _ = storage.remove_item(&format!("{THROWN}{key}"));
            }
        }
    }
}
