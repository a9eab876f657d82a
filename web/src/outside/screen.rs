//! What the screen is like: the size of an element, light or dark.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{
    Element, FocusOptions, HtmlElement, IntersectionObserver, IntersectionObserverEntry,
    ResizeObserver, ScrollIntoViewOptions, ScrollLogicalPosition,
};
use yew::prelude::*;

use crate::state::{PaperKind, Screen};

/// Size of an element in CSS pixels, and device pixels for each of them.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Size {
    /// Width.
    pub(crate) width: f64,
    /// Height.
    pub(crate) height: f64,
    /// Device pixels per CSS pixel.
    pub(crate) density: f64,
    /// How much larger than usual the page's type is: 1.25 on a projector.
    pub(crate) type_scale: f64,
}

/// The size of the element at `node`, kept up to date. Zero until it is known.
#[hook]
pub(crate) fn use_size(node: &NodeRef) -> Size {
    let size = use_state_eq(Size::default);
    use_effect_with((), {
        let (node, size) = (node.clone(), size.setter());
        move |()| {
            let watch = node.cast::<Element>().and_then(|element| {
                let measured = element.clone();
                let changed = Closure::<dyn Fn()>::new(move || size.set(measure(&measured)));
                let observer = ResizeObserver::new(changed.as_ref().unchecked_ref()).ok()?;
                observer.observe(&element);
                Some((observer, changed))
            });
            move || {
                if let Some((observer, _changed)) = watch {
                    observer.disconnect();
                }
            }
        }
    });
    *size
}

fn measure(element: &Element) -> Size {
    Size {
        width: f64::from(element.client_width()),
        height: f64::from(element.client_height()),
        density: web_sys::window().map_or(1.0, |window| window.device_pixel_ratio()),
        type_scale: type_scale().unwrap_or(1.0),
    }
}

/// The page's type size by the usual one of 16 pixels.
fn type_scale() -> Option<f64> {
    let window = web_sys::window()?;
    let root = window.document()?.document_element()?;
    let style = window.get_computed_style(&root).ok()??;
    let size = style.get_property_value("font-size").ok()?;
    let pixels = onrush_json::decimal(size.trim_end_matches("px"))?;
    (pixels > 0.0).then_some(pixels / 16.0)
}

/// Whether the element at `node` has been scrolled out of sight upwards.
#[hook]
pub(crate) fn use_scrolled_past(node: &NodeRef) -> bool {
    let past = use_state_eq(|| false);
    use_effect_with((), {
        let (node, past) = (node.clone(), past.setter());
        move |()| {
            let watch = node.cast::<Element>().and_then(|element| {
                let changed = Closure::<dyn Fn(Array)>::new(move |entries: Array| {
                    // The last entry is the present state.
                    if let Some(entry) = entries.pop().dyn_ref::<IntersectionObserverEntry>() {
                        past.set(
                            !entry.is_intersecting() && entry.bounding_client_rect().top() < 0.0,
                        );
                    }
                });
                let observer = IntersectionObserver::new(changed.as_ref().unchecked_ref()).ok()?;
                observer.observe(&element);
                Some((observer, changed))
            });
            move || {
                if let Some((observer, _changed)) = watch {
                    observer.disconnect();
                }
            }
        }
    });
    *past
}

/// A new screen is read from its beginning: scrolls up and puts the focus at its main part.
#[hook]
pub(crate) fn use_fresh_screen(screen: Screen, paper: Option<PaperKind>) {
    let seen = use_mut_ref(|| None);
    use_effect_with((screen, paper), move |screen| {
        let before = seen.borrow_mut().replace(*screen);
        if before.is_some_and(|before| before != *screen)
            && let Some(window) = web_sys::window()
        {
            window.scroll_to_with_x_and_y(0.0, 0.0);
            focus_main();
        }
    });
}

/// Scrolls just as far as it takes to see `element`.
pub(crate) fn bring_into_sight(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Scrolls so that `element` stands above `sheet`, where that lies over it, or would lie over it soon.
pub(crate) fn lift_over_sheet(element: &Element, sheet: &Element) {
    /// Room for the row of tabs at the upper edge, where a sheet is as wide as the window.
    const TABS: f64 = 56.0;
    const GAP: f64 = 16.0;
    let Some(window) = web_sys::window() else {
        return;
    };
    let (part, over) = (
        element.get_bounding_client_rect(),
        sheet.get_bounding_client_rect(),
    );
    let top = if over.left() > 0.0 { GAP } else { TABS };
    let covered = part.bottom() + GAP - over.top();
    if covered > 0.0 && part.top() < over.bottom() || part.top() < top {
        // As far as it takes to see all of it, but never past its upper edge.
        window.scroll_by_with_x_and_y(0.0, covered.min(part.top() - top));
    }
}

/// Tells the style sheet where `word` stands, for `meaning` to be put beside it: below it, or above in the lower half of the window.
/// Browsers that can place it by themselves do.
pub(crate) fn put_beside(meaning: &HtmlElement, word: &Element) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let height = window.inner_height().ok().and_then(|h| h.as_f64());
    let height = height.unwrap_or(0.0);
    let place = word.get_bounding_client_rect();
    let (top, bottom) = if place.top() > height / 2.0 {
        ("auto".to_owned(), format!("{}px", height - place.top()))
    } else {
        (format!("{}px", place.bottom()), "auto".to_owned())
    };
    let style = meaning.style();
    let values = [
        ("--word-left", format!("{}px", place.left())),
        ("--word-top", top),
        ("--word-bottom", bottom),
    ];
    for (name, value) in values {
        // Where it is refused, the style sheet has a place of its own.
        let _ = style.set_property(name, &value);
    }
}

/// Names the page in the browser's tab and history.
pub(crate) fn set_title(title: &str) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(title);
    }
}

/// Puts the focus at the main part of the page.
pub(crate) fn focus_main() {
    let main = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id("main"))
        .and_then(|main| main.dyn_into::<HtmlElement>().ok());
    if let Some(main) = main {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = main.focus_with_options(&options);
    }
}
