//! Labels that would lie on each other, moved apart as little as possible.

/// Places for labels wanted at `wanted`, at least `gap` apart and inside `low..=high`, in the same order of entries; the sum of squared
/// moves is least (isotonic regression on the places less their ranks' gaps, by pooling adjacent violators). Where they cannot all
/// fit, they share the room evenly.
pub(super) fn spread(wanted: &[f64], gap: f64, (low, high): (f64, f64)) -> Vec<f64> {
    let count = wanted.len();
    let gap = if count > 1 { gap.min((high - low) / (count - 1) as f64) } else { gap };
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]));
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (rank, entry) in order.iter().enumerate() {
        let mut pool = (wanted[*entry] - rank as f64 * gap, 1);
        while let Some(&(mean, size)) = pools.last().filter(|(mean, _)| *mean >= pool.0) {
            pool = ((mean * size as f64 + pool.0 * pool.1 as f64) / (size + pool.1) as f64, size + pool.1);
            pools.pop();
        }
        pools.push(pool);
    }
    let top = (high - count.saturating_sub(1) as f64 * gap).max(low);
    let bases = pools.iter().flat_map(|(mean, size)| std::iter::repeat_n(mean.clamp(low, top), *size));
    let mut places = vec![0.0; count];
    for (rank, (entry, base)) in order.iter().zip(bases).enumerate() {
        places[*entry] = base + rank as f64 * gap;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn labels_far_apart_stay_where_they_are() {
        assert_eq!(spread(&[10.0, 50.0, 30.0], 12.0, (0.0, 100.0)), [10.0, 50.0, 30.0]);
    }

    #[test]
    fn two_on_one_place_part_evenly() {
        assert_eq!(spread(&[50.0, 50.0], 12.0, (0.0, 100.0)), [44.0, 56.0]);
    }

    #[test]
    fn too_many_share_the_room() {
        assert_eq!(spread(&[5.0; 5], 12.0, (0.0, 20.0)), [0.0, 5.0, 10.0, 15.0, 20.0]);
    }

    proptest! {
        #[test]
        fn labels_never_overlap_nor_leave_the_panel(wanted in prop::collection::vec(-20.0..220.0f64, 0..16)) {
            let places = spread(&wanted, 12.0, (0.0, 200.0));
            let mut sorted = places.clone();
            sorted.sort_by(f64::total_cmp);
            prop_assert!(sorted.windows(2).all(|pair| pair[1] - pair[0] >= 12.0 - 1e-9));
            prop_assert!(sorted.iter().all(|place| (-1e-9..=200.0 + 1e-9).contains(place)));
            for (a, b) in (0..wanted.len()).flat_map(|a| (0..a).map(move |b| (a, b))) {
                prop_assert!(wanted[a] >= wanted[b] || places[a] < places[b], "labels keep the order of their lines");
            }
        }
    }
}
