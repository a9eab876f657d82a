//! Ids of elements, so that names find what they name.

use std::cell::Cell;

use yew::prelude::*;

thread_local! {
    static SO_FAR: Cell<u32> = const { Cell::new(0) };
}

/// An id that no other component has; the same as long as this one is there.
#[hook]
pub(crate) fn use_own_id() -> AttrValue {
    let id = use_memo((), |()| {
        let number = SO_FAR.get() + 1;
        SO_FAR.set(number);
        AttrValue::from(format!("own-{number}"))
    });
    (*id).clone()
}
