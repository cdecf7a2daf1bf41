//! Claims over the worlds that were drawn: in how many they hold, which assumption flips them, and where in the plane of two of them.

use super::Verdict;
use super::claims::Finding;
use super::figures::plain;
use super::input::{ClaimInput, MapInput, SummaryValues};
use super::spoken::{Chapter, Line};
use crate::experiment::statistics::{Additive, FEWEST_WORLDS, Height, Interval, Sign, Surface, wilson};
use crate::scenario::Direction;

/// Fewest worlds of which a share is told.
const FEWEST: usize = 8;
/// Places of a map along each axis.
pub const STEPS: usize = 41;

/// A claim over the worlds drawn: every replicate is one, with its own chance, start and draw of all factors.
#[derive(Clone, Debug, PartialEq)]
pub struct Worlds {
    /// Worlds in which the difference has the claimed sign, or lies within the margin of a claim of no difference, under all readings.
    pub holds: usize,
    /// Worlds in which it has a value.
    pub count: usize,
    /// Share of them, with its 95 % interval.
    pub share: (f64, Interval),
    /// Factors that flip it by themselves; None where too few worlds were drawn to look, and for a claim of no difference, which has no sign.
    pub flips: Option<Vec<Flip>>,
}

/// A factor along which a claim changes from right to wrong, others in the middle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flip {
    /// Factor, by index.
    pub factor: usize,
    /// Value at which the mean difference is zero.
    pub at: f64,
    /// Whether the claim is right above it.
    pub right_above: bool,
}

/// What can be told of a claim at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Regime {
    /// It is right, under all readings.
    Right,
    /// It is wrong, under all readings.
    Wrong,
    /// It cannot be told, or readings disagree.
    Undecided,
}

impl Regime {
    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Right => "holds",
            Self::Wrong => "does not hold",
            Self::Undecided => "cannot be told",
        }
    }

    fn of(says: Direction, heights: &[Height]) -> Self {
        let all = |sign| heights.iter().all(|h| h.sign() == sign);
        match (all(Sign::Positive), all(Sign::Negative), says) {
            (true, _, Direction::Higher) | (_, true, Direction::Lower) => Self::Right,
            (true, _, _) | (_, true, _) => Self::Wrong,
            _ => Self::Undecided,
        }
    }
}

/// A claim over the plane of two factors.
#[derive(Clone, Debug, PartialEq)]
pub struct MapFinding {
    /// Estimate of the first reading's mean difference and regime, at [`STEPS`] × [`STEPS`] places, row by row from below.
    pub cells: Vec<(Height, Regime)>,
    /// The worlds: places in the unit square, and whether the claim holds there.
    pub worlds: Vec<([f64; 2], bool)>,
    /// Place of the scenario's own values, and what is told there; none if it has none, or they lie outside.
    pub today: Option<([f64; 2], Regime)>,
}

impl MapFinding {
    /// Share of the plane in a regime.
    #[must_use]
    pub fn share(&self, regime: Regime) -> f64 {
        self.cells.iter().filter(|(_, r)| *r == regime).count() as f64 / self.cells.len() as f64
    }
}

impl Worlds {
    /// None for a claim of no difference without a margin, or with fewer than 8 worlds.
    pub(super) fn of(claim: &ClaimInput, input: &SummaryValues) -> Option<Self> {
        let differences = claim.differences();
        let told: Vec<bool> = claim.outcomes(&differences).into_iter().flatten().collect();
        if (claim.says == Direction::Equal && claim.margin.is_none()) || told.len() < FEWEST {
            return None;
        }
        let (holds, count) = (told.iter().filter(|right| **right).count(), told.len());
        let places = input.places();
        let fits: Option<Vec<Additive>> = differences.iter().map(|d| Additive::fit(d, &places)).collect();
        // A flip is one of sign.
        let fits = fits.filter(|_| claim.says != Direction::Equal);
        let flips = fits.map(|fits| (0..input.factors.len()).filter_map(|f| flip(claim.says, input, &fits, f)).collect());
        Some(Self { holds, count, share: wilson(holds, count), flips })
    }
}

/// Whether factor `f` flips a claim, under all readings the same way round.
fn flip(says: Direction, input: &SummaryValues, fits: &[Additive], f: usize) -> Option<Flip> {
    let found: Vec<(f64, bool)> = fits.iter().map(|fit| fit.flip(f)).collect::<Option<_>>()?;
    let (at, rises) = found[0];
    let agree = found.iter().all(|(_, other)| *other == rises);
    agree.then(|| Flip { factor: f, at: input.factors[f].value(at), right_above: rises == (says == Direction::Higher) })
}

impl MapFinding {
    /// None with fewer than 16 worlds.
    pub(super) fn of(map: &MapInput, input: &SummaryValues) -> Option<Self> {
        let claim = &input.claims[map.claim];
        let all = input.places();
        let places: Vec<[f64; 2]> = all.iter().map(|place| map.factors.map(|f| place[f])).collect();
        let differences = claim.differences();
        let surfaces: Vec<Surface> = differences.iter().map(|d| Surface::through(d, &places)).collect::<Option<_>>()?;
        let at = |place: [f64; 2]| {
            let heights: Vec<Height> = surfaces.iter().map(|surface| surface.at(place)).collect::<Option<_>>()?;
            Some((heights[0], Regime::of(claim.says, &heights)))
        };
        let step = |i: usize| i as f64 / (STEPS - 1) as f64;
        let cells = (0..STEPS * STEPS).map(|i| at([step(i % STEPS), step(i / STEPS)])).collect::<Option<_>>()?;
        let today = || {
            let place = map.factors.map(|f| input.factors[f].today.map_or(f64::NAN, |x| input.factors[f].place(x)));
            let inside = place.iter().all(|u| (-1e-9..=1.0 + 1e-9).contains(u));
            Some((place, inside.then(|| at(place)).flatten()?.1))
        };
        let outcomes = claim.outcomes(&differences).into_iter().zip(&places);
        let worlds = outcomes.filter_map(|(right, place)| Some((*place, right?))).collect();
        Some(Self { cells, worlds, today: today() })
    }
}

fn percent(share: f64) -> String {
    format!("{:.0}", 100.0 * share)
}

impl Verdict {
    /// In how many worlds a claim holds and what flips it, in words after its answer.
    pub(super) fn worlds_in_words(&self, finding: &Finding) -> String {
        let Some(worlds) = &finding.worlds else { return String::new() };
        let (share, interval) = worlds.share;
        let ends = [share, interval.low, interval.high].map(percent);
        let shares = format!(" Holds in {} of {} worlds drawn, {} % [{}, {}].", worlds.holds, worlds.count, ends[0], ends[1], ends[2]);
        let flips = match &worlds.flips {
            None => String::new(),
            Some(_) if self.input.factors.is_empty() => String::new(),
            Some(flips) if flips.is_empty() => " None of the factors drawn can be told to flip it.".to_owned(),
            Some(flips) => flips.iter().map(|flip| self.flip_of_claim(flip)).collect(),
        };
        shares + &flips
    }

    fn flip_of_claim(&self, flip: &Flip) -> String {
        let side = if flip.right_above { "above" } else { "below" };
        format!(" Flips with \"{}\": right {side} about {}.", self.input.factors[flip.factor].named.shown(), plain(flip.at))
    }

    /// The maps in words; none without maps.
    pub(super) fn maps_in_words(&self) -> Option<Chapter> {
        let line = |(map, finding): (&MapInput, &Option<MapFinding>)| {
            let axes = map.factors.map(|f| format!("\"{}\"", self.input.factors[f].named.shown())).join(" and ");
            let Some(finding) = finding else {
                return format!("{} over {axes}: fewer than {FEWEST_WORLDS} worlds make no map", map.named.shown());
            };
            let shares = [Regime::Right, Regime::Wrong, Regime::Undecided].map(|regime| percent(finding.share(regime)));
            let today = finding
                .today
                .map_or_else(String::new, |(_, regime)| format!("; at the scenario's own values of both it {}", regime.words()));
            format!(
                "{} over {axes}: holds in {} % of the plane, does not hold in {} %, cannot be told in {} %{today}",
                map.named.shown(),
                shares[0],
                shares[1],
                shares[2]
            )
        };
        Chapter::new("Regimes", self.input.maps.iter().zip(&self.maps).map(line).map(Line::plain).collect())
    }

    /// All maps as a table: map, values of both factors, mean difference with its 95 % interval, regime; comma-separated, with a header line.
    #[must_use]
    pub fn maps_csv(&self) -> Option<String> {
        if self.maps.iter().all(Option::is_none) {
            return None;
        }
        let mut text = String::from("map,x,y,difference,low,high,regime\n");
        for (map, finding) in self.input.maps.iter().zip(&self.maps) {
            for (i, (height, regime)) in finding.iter().flat_map(|finding| finding.cells.iter().enumerate()) {
                let value = |axis: usize, step: usize| self.input.factors[map.factors[axis]].value(step as f64 / (STEPS - 1) as f64);
                let (x, y) = (value(0, i % STEPS), value(1, i / STEPS));
                let Interval { low, high } = height.interval;
                text += &format!("{},{x},{y},{},{low},{high},{}\n", map.named.name, height.mean, regime.words());
            }
        }
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::design::{Spacing, unit_draw};
    use crate::experiment::verdict::{FactorInfo, Named, Unit};

    /// 64 worlds in which the difference is `of` the places of two factors.
    fn input(says: Direction, of: impl Fn(&[f64]) -> f64) -> SummaryValues {
        let draws: Vec<Vec<f64>> = (0..64).map(|r| unit_draw(9, r, 2)).collect();
        let factor = |name: &str, today| FactorInfo {
            named: Named::new(name, ""),
            range: Interval { low: 0.0, high: 2.0 },
            spacing: Spacing::Linear,
            today,
        };
        let about = draws.iter().map(|u| of(u)).collect();
        let against = vec![0.0; 64];
        SummaryValues {
            claims: vec![ClaimInput {
                named: Named::new("c", "It helps"),
                says,
                margin: None,
                measure: "profit".into(),
                unit: Unit::UsdPerYear,
                variant: 1,
                against: 0,
                readings: vec![(String::new(), [about, against])],
            }],
            maps: vec![MapInput { named: Named::new("m", ""), claim: 0, factors: [0, 1] }],
            measures: vec![],
            readings: vec![],
            variants: vec![],
            factors: vec![factor("x", Some(0.2)), factor("y", Some(1.0))],
            starts: vec![],
            values: vec![],
            draws: draws.iter().map(|u| u.iter().map(|u| 2.0 * u).collect()).collect(),
            start_of: vec![],
            niches: vec![],
        }
    }

    #[test]
    fn a_planted_boundary_is_found_and_today_lies_on_its_side() {
        let input = input(Direction::Higher, |u| u[0] - 0.4);
        let worlds = Worlds::of(&input.claims[0], &input).unwrap();
        assert!((worlds.share.0 - 0.6).abs() < 0.05 && worlds.share.1.low < 0.6 && worlds.share.1.high > 0.6);
        let flips = worlds.flips.unwrap();
        assert_eq!(flips.len(), 1);
        assert!(flips[0].factor == 0 && flips[0].right_above && (flips[0].at - 0.8).abs() < 1e-6, "{flips:?}");
        let map = MapFinding::of(&input.maps[0], &input).unwrap();
        assert!((map.share(Regime::Right) - 0.6).abs() < 0.03 && (map.share(Regime::Wrong) - 0.4).abs() < 0.03);
        let (place, regime) = map.today.unwrap();
        assert!((place[0] - 0.1).abs() < 1e-12 && place[1] == 0.5 && regime == Regime::Wrong);
    }

    #[test]
    fn a_claim_that_something_is_lower_is_right_where_it_is() {
        let input = input(Direction::Lower, |u| u[1] - 0.5);
        let worlds = Worlds::of(&input.claims[0], &input).unwrap();
        assert!(!worlds.flips.unwrap()[0].right_above);
        assert_eq!(MapFinding::of(&input.maps[0], &input).unwrap().today.unwrap().1, Regime::Undecided);
    }

    #[test]
    fn a_claim_of_no_difference_has_no_worlds() {
        let input = input(Direction::Equal, |_| 0.0);
        assert_eq!(Worlds::of(&input.claims[0], &input), None);
    }
}
