//! Tracks that would lie on each other, side by side.

use super::Track;

/// Indices closer than this would be drawn on each other.
const TOUCH: f64 = 0.04;

/// A lane for each track, 0 in the middle, then 1, −1, 2, …: tracks that touch anywhere have different ones. Earlier tracks come first, so that
/// the largest of those that touch run in the middle. A track keeps its lane, so that it is straight where its chain stands still.
pub(super) fn lanes(tracks: &[&Track]) -> Vec<i32> {
    let mut lanes: Vec<i32> = Vec::with_capacity(tracks.len());
    for track in tracks {
        let taken: Vec<i32> = tracks.iter().zip(&lanes).filter(|(other, _)| touch(track, other)).map(|(_, lane)| *lane).collect();
        let lane = (0..).map(|place| if place % 2 == 1 { place / 2 + 1 } else { -(place / 2) }).find(|lane| !taken.contains(lane));
        lanes.push(lane.expect("there are more lanes than tracks"));
    }
    lanes
}

/// Whether two tracks are ever close at the same time.
fn touch(a: &Track, b: &Track) -> bool {
    let (mut i, mut j) = (0, 0);
    while let (Some((day, x, _)), Some((other_day, y, _))) = (a.points.get(i), b.points.get(j)) {
        match day.cmp(other_day) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal if (x - y).abs() < TOUCH => return true,
            std::cmp::Ordering::Equal => (i, j) = (i + 1, j + 1),
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn track(points: &[(u32, f64)]) -> Track {
        let points = points.iter().map(|(day, index)| (*day, *index, 1.0)).collect();
        Track { chain: String::new(), label: String::new(), points, entry: None, exit: None }
    }

    #[test]
    fn only_tracks_that_touch_step_aside_and_the_first_stays_in_the_middle() {
        let (still, twin, far) = (track(&[(9, 0.2), (19, 0.2)]), track(&[(9, 0.2), (19, 0.2)]), track(&[(9, 1.0), (19, 1.0)]));
        let (early, late) = (track(&[(9, 1.0)]), track(&[(29, 1.0)]));
        let mover = track(&[(9, 0.2), (19, 1.0)]);
        assert_eq!(lanes(&[&still, &twin, &far]), [0, 1, 0]);
        assert_eq!(lanes(&[&early, &late]), [0, 0], "one after another they share a lane");
        assert_eq!(lanes(&[&still, &far, &mover, &twin]), [0, 0, 1, -1], "who passes both is beside both");
        assert_eq!(lanes(&[&still; 5]), [0, 1, -1, 2, -2]);
    }
}
