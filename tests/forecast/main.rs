//! The forecast: what holds for any, known answers for each mechanism, and agreement with exact runs.

mod any;
mod exact;
mod mechanisms;
mod stories;
mod wild;
