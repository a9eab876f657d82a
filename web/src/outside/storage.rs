//! What the browser keeps for us, if it keeps anything: in frames of other sites it may refuse, which is no fault.

use web_sys::Storage;

use crate::state::Theme;

const THEME: &str = "onrush.theme";

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// The theme chosen last time.
pub(crate) fn kept_theme() -> Theme {
    let key = storage().and_then(|storage| storage.get_item(THEME).ok()?);
    Theme::from_key(key.as_deref().unwrap_or_default())
}

/// Shows the theme and keeps it.
pub(crate) fn keep_theme(theme: Theme) {
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.document_element());
    if let Some(root) = root {
        let _ = match theme {
            Theme::System => root.remove_attribute("data-theme"),
            chosen => root.set_attribute("data-theme", chosen.key()),
        };
    }
    if let Some(storage) = storage() {
        let _ = match theme {
            Theme::System => storage.remove_item(THEME),
            chosen => storage.set_item(THEME, chosen.key()),
        };
    }
}
