//! What is written is read back; changes at random never do harm.

use super::hostile::put;
use super::*;

#[test]
fn what_is_written_is_read_back() {
    let mut random = Random(1);
    let mut awkward = |most: f64| {
        // Every bit of the mantissa matters.
        let part = f64::from_bits(0x3FF0_0000_0000_0000 | (random.next() >> 12)) - 1.0;
        part * most
    };
    for story in stories() {
        let original = Scenario::read(story.file).unwrap();
        assert_eq!(Scenario::read(&original.write()).unwrap(), original);
        assert_eq!(
            Scenario::read(&original.write()).unwrap().write(),
            original.write()
        );
        for _ in 0..300 {
            let mut s = original.clone();
            s.name = "Ünïcode \"quoted\" \\ 🐹 \u{7f}".replace('\u{7f}', "");
            s.money.server_hour = awkward(1e6);
            s.targets.budget = Some(awkward(1e12));
            s.journey.behaviour.patience_s = 0.1 + awkward(100.0);
            for page in &mut s.journey.pages {
                page.think_s = awkward(3600.0);
                page.value = awkward(1e-6);
            }
            for activity in &mut s.activities {
                activity.people = awkward(1e5);
                activity.half_after_minutes = Some(0.1 + awkward(100.0));
            }
            assert_eq!(Scenario::read(&s.write()).unwrap(), s);
        }
    }
}

/// Whatever is read can be run.
fn read_and_lower(text: &str) -> bool {
    match Scenario::read(text) {
        Ok(scenario) => {
            let network = scenario.network().unwrap();
            assert_eq!(network.check(), Ok(()));
            assert_eq!(Scenario::read(&scenario.write()).as_ref(), Ok(&scenario));
            true
        }
        Err(faults) => {
            assert!(!faults.0.is_empty());
            // What the fields' ranges let through, the network does, too.
            let network = [
                "stations.",
                "caches.",
                "gates.",
                "rooms.",
                "programs.",
                "journeys.",
                "streams.",
                "scalers.",
            ];
            let found = faults
                .0
                .iter()
                .find(|f| network.iter().any(|n| f.path.starts_with(n)));
            assert_eq!(found, None, "{text}");
            false
        }
    }
}

/// The stories and the file that has everything.
fn files() -> Vec<&'static str> {
    stories().iter().map(|s| s.file).chain([FULL]).collect()
}

/// The larger file takes longer.
fn rounds(file: &str) -> usize {
    if file == FULL { 600 } else { 1_000 }
}

#[test]
fn bytes_changed_at_random_never_do_harm() {
    let mut random = Random(2);
    let (mut good, mut bad) = (0, 0);
    for file in files() {
        // Digits, quotes and brackets are where it hurts.
        let alphabet = b"0123456789.-+eE\"{}[],:tfn \\u\n\xff\x80";
        for _ in 0..rounds(file) {
            let mut bytes = file.as_bytes().to_vec();
            for _ in 0..=random.below(2) {
                let at = random.below(bytes.len());
                match random.below(3) {
                    0 => bytes[at] = alphabet[random.below(alphabet.len())],
                    1 => drop(bytes.remove(at)),
                    _ => bytes.insert(at, alphabet[random.below(alphabet.len())]),
                }
            }
            if read_and_lower(&String::from_utf8_lossy(&bytes)) {
                good += 1;
            } else {
                bad += 1;
            }
        }
    }
    assert!(good > 300 && bad > 300, "{good} read, {bad} refused");
}

#[test]
fn fields_removed_and_replaced_at_random_never_do_harm() {
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
        "80640",
        "1e9",
        "1e308",
        "5e-324",
        "-0",
        "-0.0",
        "true",
        "false",
        "null",
        "\"\"",
        "\"nl\"",
        "\"20:15\"",
        "\"window\"",
        "\"everyday\"",
        "\"email\"",
        "\"post\"",
        "\"push\"",
        "\"on_sale\"",
        "\"bots\"",
        "\"measured\"",
        "\"freehand\"",
        "\"asia\"",
        "\"bank\"",
        "\"servers_lost\"",
        "\"cdn_off\"",
        "[]",
        "{}",
    ];
    let (mut good, mut bad) = (0, 0);
    for file in files() {
        let original: serde_json::Value = serde_json::from_str(file).unwrap();
        for _ in 0..rounds(file) {
            let mut file = original.clone();
            for _ in 0..=random.below(2) {
                mutate(&mut file, &mut random, &values);
            }
            if read_and_lower(&file.to_string()) {
                good += 1;
            } else {
                bad += 1;
            }
        }
    }
    assert!(good > 200 && bad > 500, "{good} read, {bad} refused");
}

fn mutate(value: &mut serde_json::Value, random: &mut Random, values: &[&str]) {
    let inner = match value {
        serde_json::Value::Object(map) if !map.is_empty() => {
            let key = map.keys().nth(random.below(map.len())).unwrap().clone();
            if random.below(25) == 0 {
                map.remove(&key);
                return;
            }
            map.get_mut(&key)
        }
        serde_json::Value::Array(items) if !items.is_empty() => {
            let i = random.below(items.len());
            if random.below(10) == 0 {
                items.remove(i);
                return;
            }
            items.get_mut(i)
        }
        _ => None,
    };
    match inner {
        Some(inner) if random.below(30) > 0 => mutate(inner, random, values),
        _ => *value = serde_json::from_str(values[random.below(values.len())]).unwrap(),
    }
}

/// Every number of the file at an end of its range, as `pick` chooses; lists and texts stay.
fn at_the_ends(file: &mut serde_json::Value, path: &str, pick: &mut impl FnMut(&str) -> bool) {
    if let Some(map) = file.as_object_mut() {
        for (key, value) in map {
            let dot = if path.is_empty() { "" } else { "." };
            at_the_ends(value, &format!("{path}{dot}{key}"), pick);
        }
    } else if let Some(items) = file.as_array_mut() {
        for (i, item) in items.iter_mut().enumerate() {
            at_the_ends(item, &format!("{path}[{i}]"), pick);
        }
    } else if file.is_number()
        && let Some(field) = crate::field(path)
    {
        let ends = match field.kind {
            Kind::Whole { low, high } => [low.to_string(), high.to_string()],
            Kind::Number { low, high } | Kind::Numbers { low, high, .. } => {
                [low.to_string(), high.to_string()]
            }
            _ => return,
        };
        let end = &ends[usize::from(pick(field.path))];
        *file = serde_json::from_str(end).unwrap();
    }
}

#[test]
fn all_numbers_at_the_ends_of_their_ranges_at_once_can_be_run_or_are_refused() {
    // What would be refused at once (a crowd too large, shares that do not add up) is left alone in the second round, so that
    // the rest gets through to the network's own check.
    let crowd = [
        "share_percent",
        "people",
        "queries",
        "writes",
        "minutes",
        "at_least",
        "at_most",
        "servers",
    ];
    let last = |path: &str| path.rsplit('.').next().unwrap_or("").to_owned();
    let (mut good, mut bad) = (0, 0);
    let mut random = Random(4);
    for sample in samples() {
        for round in 0..200 {
            let mut file = sample.clone();
            let mut kept = sample.clone();
            let all = round % 3 == 0;
            at_the_ends(&mut file, "", &mut |_| match round {
                0 => false,
                3 => true,
                _ => random.below(2) == 0,
            });
            if !all {
                restore(&mut file, &mut kept, &|path| {
                    crowd.contains(&last(path).as_str())
                });
            }
            if read_and_lower(&file.to_string()) {
                good += 1;
            } else {
                bad += 1;
            }
        }
    }
    assert!(good > 30 && bad > 30, "{good} run, {bad} refused");
}

/// Puts back from `old` what stands at the paths that are wanted.
fn restore(
    new: &mut serde_json::Value,
    old: &mut serde_json::Value,
    wanted: &impl Fn(&str) -> bool,
) {
    let Some(map) = new.as_object_mut() else {
        for (new, old) in new
            .as_array_mut()
            .into_iter()
            .flatten()
            .zip(old.as_array_mut().into_iter().flatten())
        {
            restore(new, old, wanted);
        }
        return;
    };
    for (key, value) in map {
        let Some(before) = old.get_mut(key) else {
            continue;
        };
        if wanted(key) {
            *value = before.clone();
        } else {
            restore(value, before, wanted);
        }
    }
}

#[test]
fn extremes_of_every_range_can_be_run() {
    // Each number at its lowest and highest, one at a time: refused only as too large, never broken.
    for field in fields() {
        let (low, high) = match field.kind {
            Kind::Whole { low, high } => (low.to_string(), high.to_string()),
            Kind::Number { low, high } => (low.to_string(), high.to_string()),
            _ => continue,
        };
        for value in [low, high] {
            let value = serde_json::from_str(&value).unwrap();
            let mut tried = false;
            for mut file in samples() {
                if put(&mut file, field.path, &value) {
                    read_and_lower(&file.to_string());
                    tried = true;
                }
            }
            assert!(tried, "no sample has {}", field.path);
        }
    }
}
