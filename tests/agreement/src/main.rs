//! Prints the digests of the native program.

fn main() {
    println!("{}", onrush_agreement::digests());
}
