//! The whole page, but for what computes.

fn main() {
    onrush_web::page();
}
