//! Forms: one input for each field of a plan, made from the field table.

mod field;
mod meaning;
mod number;
mod source;
mod switch;

pub(crate) use field::Field;
pub(crate) use switch::Switch;
