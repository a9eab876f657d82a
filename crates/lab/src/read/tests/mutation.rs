//! Changes at random never do harm: whatever is read can be made a network.

use super::{CLOSED, WHOLE};
use crate::LabFile;
use crate::lower::lower;

/// A small random generator (`SplitMix64`), so that the tests are repeatable.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % n as u64).unwrap()
    }
}

/// One of two files, over in a short while so that its sine has few points.
fn original(random: &mut Random) -> String {
    let text = [WHOLE, CLOSED][random.below(2)];
    text.replace("20000", "60").replace("2000.5", "6")
}

fn read_and_lower(bytes: &[u8]) -> bool {
    match LabFile::read_bytes(bytes) {
        Ok(file) => {
            assert_eq!(lower(&file).network.check(), Ok(()));
            true
        }
        Err(faults) => {
            assert!(!faults.0.is_empty());
            let lines: Vec<_> = faults.0.iter().map(ToString::to_string).collect();
            assert!(
                lines.iter().all(|l| !l.chars().any(char::is_control)),
                "{lines:?}"
            );
            false
        }
    }
}

#[test]
fn bytes_changed_at_random_never_do_harm() {
    let mut random = Random(2);
    let (mut good, mut bad) = (0, 0);
    let alphabet = b"0123456789.-+eE\"{}[],:tfn \\u\n\xff\x80";
    for _ in 0..6_000 {
        let mut bytes = original(&mut random).into_bytes();
        for _ in 0..=random.below(2) {
            let at = random.below(bytes.len());
            match random.below(3) {
                0 => bytes[at] = alphabet[random.below(alphabet.len())],
                1 => drop(bytes.remove(at)),
                _ => bytes.insert(at, alphabet[random.below(alphabet.len())]),
            }
        }
        if read_and_lower(&bytes) {
            good += 1;
        } else {
            bad += 1;
        }
    }
    assert!(good > 200 && bad > 500, "{good} read, {bad} refused");
}

#[test]
fn values_replaced_at_random_never_do_harm() {
    let mut random = Random(3);
    let values = [
        "0",
        "1",
        "-1",
        "0.1",
        "5",
        "100",
        "1000",
        "1e5",
        "1e9",
        "1e308",
        "1e309",
        "5e-324",
        "-0",
        "true",
        "null",
        "\"\"",
        "\"web\"",
        "\"infinite\"",
        "\"exp\"",
        "\"page\"",
        "\"full\"",
        "[]",
        "{}",
        "[[0, 1]]",
        "[{\"at\": \"db\"}]",
        "100001",
    ];
    let (mut good, mut bad) = (0, 0);
    for _ in 0..6_000 {
        let mut text = original(&mut random);
        for _ in 0..=random.below(2) {
            // A value stands between a colon, a bracket or a comma and the next comma or bracket.
            let starts: Vec<_> = text.match_indices(": ").map(|(i, _)| i + 2).collect();
            let from = starts[random.below(starts.len())];
            let to = from + text[from..].find([',', '}', ']', '{', '[']).unwrap_or(0);
            text.replace_range(from..to, values[random.below(values.len())]);
        }
        if read_and_lower(text.as_bytes()) {
            good += 1;
        } else {
            bad += 1;
        }
    }
    assert!(good > 300 && bad > 300, "{good} read, {bad} refused");
}
