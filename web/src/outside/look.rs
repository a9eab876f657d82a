//! How the page looks: the theme as the style sheets see it, and their colours for what is drawn on a canvas.

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use onrush_report::{Rgb, Theme as Colours};
use web_sys::{CssStyleDeclaration, Element, MediaQueryList};
use yew::prelude::*;

use crate::state::Theme;

/// What charts are drawn with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Palette {
    /// Their colours.
    pub(crate) colours: Colours,
    /// Size of their texts, in CSS pixels.
    pub(crate) font_px: f64,
    /// Thickness of their lines, in CSS pixels.
    pub(crate) stroke_px: f64,
}

impl Default for Palette {
    fn default() -> Self {
        Self {
            colours: Colours::LIGHT,
            font_px: 12.0,
            stroke_px: 1.75,
        }
    }
}

/// Shows `theme` to the style sheets, with more contrast where that was chosen or the system asks for it.
pub(crate) fn show_theme(theme: Theme) {
    let Some(root) = root() else {
        return;
    };
    let _ = match theme {
        Theme::System => root.remove_attribute("data-theme"),
        chosen => root.set_attribute("data-theme", chosen.key()),
    };
    let more = theme == Theme::Contrast || matches("(prefers-contrast: more)");
    let _ = if more {
        root.set_attribute("data-contrast", "more")
    } else {
        root.remove_attribute("data-contrast")
    };
}

/// The name of the theme that is shown.
pub(super) fn shown_theme() -> Option<String> {
    root()?.get_attribute("data-theme")
}

/// Shows `theme`, and gives its colours, kept up to date with the system's settings and the window.
#[hook]
pub(crate) fn use_look(theme: Theme) -> Palette {
    let palette = use_state_eq(Palette::default);
    use_effect_with(theme, {
        let palette = palette.setter();
        move |theme| {
            let theme = *theme;
            let look = move || {
                show_theme(theme);
                palette.set(read().unwrap_or_default());
            };
            look();
            let later = look.clone();
            let queries = [
                "(prefers-color-scheme: dark)",
                "(prefers-contrast: more)",
                "(min-width: 120rem)",
                "(min-width: 150rem)",
            ];
            let listeners: Vec<EventListener> = queries
                .into_iter()
                .filter_map(query)
                .map(|query| {
                    let look = later.clone();
                    EventListener::new(&query, "change", move |_| {
                        // The style sheets hear of it at the same time.
                        let look = look.clone();
                        Timeout::new(0, look).forget();
                    })
                })
                // Before a page is printed there is no time for anything to be put off.
                .chain(
                    query("print")
                        .map(|query| EventListener::new(&query, "change", move |_| look())),
                )
                .collect();
            move || drop(listeners)
        }
    });
    *palette
}

/// The colours of the style sheets; `None` where the browser does not tell.
fn read() -> Option<Palette> {
    let style = web_sys::window()?.get_computed_style(&root()?).ok()??;
    let colour = |name: &str| rgb(&style.get_property_value(name).ok()?);
    let size = |name: &str| number(&style, name);
    let root_px = size("font-size").unwrap_or(16.0);
    Some(Palette {
        colours: Colours {
            ground: colour("--raised")?,
            ink: colour("--ink")?,
            quiet: colour("--ink-soft")?,
            hair: colour("--chart-hair")?,
            axis: colour("--chart-axis")?,
            red: colour("--tone-red")?,
            blue: colour("--tone-blue")?,
            green: colour("--tone-green")?,
            orange: colour("--tone-orange")?,
            purple: colour("--tone-purple")?,
            sky: colour("--tone-sky")?,
            olive: colour("--tone-olive")?,
        },
        font_px: root_px * 0.75,
        stroke_px: size("--chart-stroke").unwrap_or(1.75) * root_px / 16.0,
    })
}

fn number(style: &CssStyleDeclaration, name: &str) -> Option<f64> {
    let value = style.get_property_value(name).ok()?;
    onrush_json::decimal(value.trim().trim_end_matches("px"))
}

/// A colour as browsers write it: `rgb(255, 92, 105)` or `rgb(255 92 105)`.
fn rgb(text: &str) -> Option<Rgb> {
    let inner = text.trim().strip_prefix("rgb(")?.strip_suffix(')')?;
    let mut parts = inner
        .split([',', ' '])
        .filter(|part| !part.is_empty())
        .map(str::parse::<u8>);
    let colour = Rgb(
        parts.next()?.ok()?,
        parts.next()?.ok()?,
        parts.next()?.ok()?,
    );
    parts.next().is_none().then_some(colour)
}

fn root() -> Option<Element> {
    web_sys::window()?.document()?.document_element()
}

fn query(text: &str) -> Option<MediaQueryList> {
    web_sys::window()?.match_media(text).ok()?
}

fn matches(text: &str) -> bool {
    query(text).is_some_and(|query| query.matches())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_as_browsers_write_them() {
        assert_eq!(rgb("rgb(255, 92, 105)"), Some(Rgb(255, 92, 105)));
        assert_eq!(rgb(" rgb(255 92 105) "), Some(Rgb(255, 92, 105)));
        for odd in [
            "",
            "red",
            "rgb(1, 2)",
            "rgb(1, 2, 300)",
            "rgba(1, 2, 3, 0.5)",
            "rgb(1, 2, 3, 4)",
        ] {
            assert_eq!(rgb(odd), None, "{odd}");
        }
    }
}
