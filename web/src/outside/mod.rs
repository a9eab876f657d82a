//! What happens outside the page's own state: the worker, the address, the clock, what the browser keeps.
//!
//! Each hook looks at a part of the state and brings the outside in line with it, and reports what happens there as an
//! [`Action`](crate::state::Action).

mod address;
mod autosave;
mod clipboard;
mod clock;
mod download;
mod files;
mod focus;
mod forecaster;
mod gesture;
mod handed;
mod identity;
mod judges;
mod kept;
mod keys;
mod language;
mod library;
mod look;
mod offline;
mod pointer;
mod print;
mod progress_kept;
mod provers;
mod researchers;
mod reviewer;
mod screen;
mod script;
mod simulator;
mod steady;
mod storage;
mod swipe;
mod voice;
mod wheel;
mod workshop_kept;

pub(crate) use address::{use_address, use_opened};
pub(crate) use autosave::use_autosave;
pub(crate) use clipboard::{link, own_page, use_copy, use_copy_of_field};
pub(crate) use clock::{
    luck, now_ms, seconds_since_1970, today, use_beat, use_delay, use_paced, use_playback,
    viewer_ahead_minutes, zone_on,
};
pub(crate) use download::{save_picture, save_text};
pub(crate) use files::{read_bytes, read_file, use_dropped_files};
pub(crate) use focus::{
    Stage, focus_if_lost, focus_in, focus_on, focus_on_link, focused_link, has_focus,
    use_kept_focus, use_led_to,
};
pub(crate) use forecaster::use_forecaster;
pub(crate) use gesture::{Gesture, use_gesture};
pub(crate) use handed::{Handed, hand_over, on_leaving, use_handed};
pub(crate) use identity::use_own_id;
pub(crate) use judges::use_judges;
pub(crate) use kept::{kept_file, library, take_back, throw_away};
pub(crate) use keys::use_undo_keys;
pub(crate) use language::{Speaking, use_language};
pub(crate) use library::use_library;
pub(crate) use look::{Palette, use_look};
pub(crate) use offline::{take_newer, use_offline};
pub(crate) use pointer::{Pointing, place_in, use_pointing};
pub(crate) use print::print;
pub(crate) use progress_kept::use_kept_progress;
pub(crate) use provers::use_provers;
pub(crate) use researchers::use_researchers;
pub(crate) use reviewer::{offer, use_reviewer};
pub(crate) use screen::{
    Size, bring_into_sight, focus_main, lift_over_sheet, put_beside, set_title, use_fresh_screen,
    use_scrolled_past, use_size,
};
pub(crate) use script::use_script;
pub(crate) use simulator::use_simulator;
pub(crate) use steady::use_steady;
pub(crate) use storage::{keep_theme, kept_theme};
pub(crate) use swipe::use_swipe;
pub(crate) use voice::{VOICE, use_say, use_say_what_stands_in};
pub(crate) use wheel::{Turn, use_wheel};
pub(crate) use workshop_kept::{use_kept_team, use_kept_workshop};
