//! Reads texts, one a line, and writes each as a message with its key: `known FAMILY [pattern] < texts`. For the English files `plan.txt`,
//! `source.txt` and `allowed.txt`, when the program's texts have changed (docs/translating.md).

use std::io::{self, BufRead};

use onrush_catalogue::{pattern_key, text_key};

fn main() {
    let mut words = std::env::args().skip(1);
    let family = words.next().unwrap_or_default();
    let pattern = words.next().is_some();
    for text in io::stdin().lock().lines().map_while(Result::ok) {
        let key = if pattern {
            pattern_key(&text).0
        } else {
            text_key(&text)
        };
        println!("{family}.{key} = {text}");
    }
}
