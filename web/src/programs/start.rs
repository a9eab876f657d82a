//! The first screen alone: what somebody waits for who comes for the first time.

fn main() {
    onrush_web::start();
}
