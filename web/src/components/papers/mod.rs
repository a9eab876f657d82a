//! What is taken away on paper: the papers themselves, the files for other programs, and the check of a code.

mod called;
mod copied;
mod files;
mod tools;
mod verify;
mod view;

pub(crate) use called::CalledForm;
pub(crate) use files::HandoverSheet;
pub(crate) use tools::PaperTools;
pub(crate) use verify::Verification;
pub(crate) use view::PaperView;
