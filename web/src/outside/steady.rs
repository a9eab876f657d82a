//! Callbacks that stay the same while what they do changes.

use yew::prelude::*;

/// A callback that does what `latest` does, and is the same one at every render: whoever is given it need not be drawn anew just
/// because the one who gives it was.
#[hook]
pub(crate) fn use_steady<IN: 'static>(latest: Callback<IN>) -> Callback<IN> {
    let does = use_mut_ref({
        let first = latest.clone();
        move || first
    });
    *does.borrow_mut() = latest;
    let steady = use_memo((), move |()| {
        Callback::from(move |input| {
            // Not borrowed while it is called: that may lead to the next render.
            let now = does.borrow().clone();
            now.emit(input);
        })
    });
    (*steady).clone()
}
