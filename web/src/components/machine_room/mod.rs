//! The machine room: the site as pipes and tanks at one second of a rehearsal.
//!
//! A request is a dot. Dots run along pipes (the wider, the more there are), stand in a line in front of a part, and take
//! a seat inside it: a web server's worker or a database connection. A worker that waits for the database keeps its seat
//! and shows a pause sign, which is how a slow database can be *seen* to fill the web servers.
//!
//! * `model` turns scenario, observations and a second into a `Room`: parts, flows and levels. Pure.
//! * `says` picks every text: message ids with their arguments, and where a figure comes from. Pure.
//! * `layout` turns a room, its texts and a width into places, `plumbing` adds the pipes' curves, `tank` the seats; all
//!   stand on `geometry`. Pure.
//! * `view` draws it, with `pipes`; `card` is what opens when a part is chosen.
//!
//! # Does not know about
//!
//! How the run was made, how time goes on (it is told a second), and the rest of the page.

mod card;
mod geometry;
mod layout;
mod model;
mod pipes;
mod plumbing;
mod says;
mod tank;
#[cfg(test)]
mod tests;
mod view;

pub(crate) use view::MachineRoom;
