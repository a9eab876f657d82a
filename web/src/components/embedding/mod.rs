//! The dialog for whoever wants the rehearsal on a page of their own: choices, what they look like, the lines to paste.
//!
//! * `choices` is what was chosen, and what that asks for. Pure.
//! * `form` has a field for each of them; `picture` makes pictures for pages without frames; `view` is the whole.

mod choices;
mod form;
mod picture;
mod view;

pub(crate) use view::Embedding;
