//! A rehearsal in a frame of another page; the same program computes, in a worker.

fn main() {
    onrush_web::embed();
}
