//! What computes, in a worker.

fn main() {
    onrush_web::engine();
}
