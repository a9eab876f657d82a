//! Scripts beside the page that are wanted only now and then.

use yew::prelude::*;

/// Has the script in the file `name` run, once, beside those of the page.
#[hook]
pub(crate) fn use_script(name: &'static str) {
    use_effect_with(name, |name| {
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            let there = document.query_selector(&format!("script[src=\"{name}\"]"));
            if !matches!(there, Ok(Some(_)))
                && let (Some(head), Ok(script)) =
                    (document.head(), document.create_element("script"))
            {
                // Where it does not come, what it would have made stays empty.
                let _ = script.set_attribute("src", name);
                let _ = head.append_child(&script);
            }
        }
    });
}
