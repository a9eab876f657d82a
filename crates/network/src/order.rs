//! Sorting what is short or seldom sorted.
//!
//! The standard library's sort is made for speed and comes anew for every type, three to ten kilobytes each. The page waits for
//! every one of them; lists of activities do not need them.

/// Puts `list` in order; equal ones stay as they were. `before(a, b)`: whether a belongs before b.
///
/// ```
/// let mut people = vec![("Ivo", 40), ("Mara", 30), ("Tessa", 30)];
/// onrush_network::put_in_order(&mut people, |a, b| a.1 < b.1);
/// assert_eq!(people, [("Mara", 30), ("Tessa", 30), ("Ivo", 40)]);
/// ```
pub fn put_in_order<T>(list: &mut [T], before: impl Fn(&T, &T) -> bool) {
    // A place in `order` says which one comes there.
    let mut order = places_in_order(list.len(), &|a, b| before(&list[a], &list[b]));
    for place in 0..order.len() {
        // Follow where the one that belongs here has been swapped to meanwhile.
        let mut from = order[place];
        while from < place {
            from = order[from];
        }
        order[place] = from;
        list.swap(place, from);
    }
}

/// The same for lists of numbers or other things with an order of their own; what cannot be compared (NaN) stays where it is.
pub fn sort_few<T: PartialOrd>(list: &mut [T]) {
    put_in_order(list, |a, b| a < b);
}

/// Merges longer and longer runs. Not generic, so that there is one of it.
fn places_in_order(n: usize, before: &dyn Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    let mut merged = Vec::with_capacity(n);
    let mut length = 1;
    while length < n {
        for pair in order.chunks(2 * length) {
            let (mut left, mut right) = pair.split_at(length.min(pair.len()));
            while let (Some((a, others)), Some((b, rest))) =
                (left.split_first(), right.split_first())
            {
                if before(*b, *a) {
                    merged.push(*b);
                    right = rest;
                } else {
                    merged.push(*a);
                    left = others;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        std::mem::swap(&mut order, &mut merged);
        merged.clear();
        length *= 2;
    }
    order
}

#[cfg(test)]
mod tests {
    use super::{put_in_order, sort_few};

    #[test]
    fn sorts_as_the_standard_library_does() {
        // A small generator: every length up to 70, many equal values.
        let mut state = 1_u64;
        for n in 0..70 {
            for values in [2, 10, 1_000_000] {
                let mut list: Vec<(u64, usize)> = (0..n)
                    .map(|i| {
                        state = state
                            .wrapping_mul(6_364_136_223_846_793_005)
                            .wrapping_add(1);
                        ((state >> 33) % values, i)
                    })
                    .collect();
                let mut theirs = list.clone();
                theirs.sort_by_key(|x| x.0);
                put_in_order(&mut list, |a, b| a.0 < b.0);
                assert_eq!(list, theirs);
            }
        }
    }

    #[test]
    fn what_cannot_be_compared_does_no_harm() {
        let mut list = [3.0, f64::NAN, 1.0, 2.0];
        sort_few(&mut list);
        assert_eq!(list.iter().filter(|x| x.is_nan()).count(), 1);
        let mut numbers: Vec<f64> = list.into_iter().filter(|x| !x.is_nan()).collect();
        sort_few(&mut numbers);
        assert!(numbers.is_sorted());
    }
}
