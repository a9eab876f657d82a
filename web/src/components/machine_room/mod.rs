//! The machine room: the site as pipes and tanks at one second of a rehearsal, and what can be changed about it.
//!
//! A request is a dot. Dots run along pipes (the wider, the more there are), stand in a line in front of a part, and take
//! a seat inside it: a web server's worker or a database connection. A worker that waits for the database keeps its seat
//! and shows a pause sign, which is how a slow database can be *seen* to fill the web servers.
//!
//! * `part` knows which parts there are, and where in the plan each is written.
//! * `model` is what there is to see at a second; `eye` looks for it, with `seen`; `level` says how full that is, `troubles`
//!   what goes wrong. Pure.
//! * `says` picks every text: message ids with their arguments. Pure.
//! * `layout` turns parts, their longest texts and a width into places, in `rows` or `stacked`; `plumbing` adds the pipes,
//!   `tank` the seats; all stand on `geometry`. Pure.
//! * `build` makes edits of the plan that add, remove, size. Pure.
//! * `drawing` draws it, with `pipes` and `emblems`; `grip` is its edge; `card` and `palette` stand beside it; `view` is the whole,
//!   `look` the whole where nothing can be changed.
//!
//! # Does not know about
//!
//! How the run was made, how time goes on (it is told a second), and the rest of the page.

mod build;
mod canvas;
mod card;
mod drawing;
mod emblems;
mod eye;
mod geometry;
mod grip;
mod layout;
mod level;
mod lit;
mod look;
mod measured;
mod model;
mod palette;
mod part;
mod pipes;
mod plumbing;
mod rows;
mod says;
mod seen;
mod stacked;
mod tank;
#[cfg(test)]
mod tests;
mod troubles;
mod view;

pub(crate) use look::RoomToLookAt;
pub(crate) use view::MachineRoom;
