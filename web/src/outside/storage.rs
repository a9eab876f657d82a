//! What the browser keeps for us, if it keeps anything: in frames of other sites it may refuse, which is no fault.

use web_sys::Storage;

use crate::state::Theme;

const THEME: &str = "onrush.theme";

/// Where texts are kept; `None` where the browser does not allow it.
pub(super) fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// The theme chosen last time, or by the program before this one.
pub(crate) fn kept_theme() -> Theme {
    let kept = storage().and_then(|storage| storage.get_item(THEME).ok()?);
    let key = kept.or_else(super::look::shown_theme);
    Theme::from_key(key.as_deref().unwrap_or_default())
}

/// Keeps the theme.
pub(crate) fn keep_theme(theme: Theme) {
    if let Some(storage) = storage() {
        let _ = match theme {
            Theme::System => storage.remove_item(THEME),
            chosen => storage.set_item(THEME, chosen.key()),
        };
    }
}
