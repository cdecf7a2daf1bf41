//! Should we launch, and as what? What founders expect of a newcomer in each niche of the first variant's world.

use super::Verdict;
use super::figures::{Kind, Unit, phrase, plain};
use super::input::NicheInput;
use super::spoken::{Chapter, Line};
use crate::experiment::statistics::{Estimate, Sign};

/// Years beyond which a launch is paid too late to be told.
const LATEST: f64 = 100.0;

impl Verdict {
    /// The niches in words, best first; none where founders do not look.
    pub(super) fn niches_in_words(&self) -> Option<Chapter> {
        let mean = |niche: &NicheInput| Estimate::of(&niche.profit_usd_per_year).map_or(f64::NEG_INFINITY, |e| e.mean);
        let mut niches: Vec<&NicheInput> = self.input.niches.iter().collect();
        niches.sort_by(|a, b| mean(b).total_cmp(&mean(a)));
        let heading = format!("Should we launch, and as what? What a newcomer could expect to earn: {}.", self.input.variants[0].shown());
        Chapter::new(&heading, niches.into_iter().map(|niche| Line::plain(niche_in_words(niche))).collect())
    }
}

fn niche_in_words(niche: &NicheInput) -> String {
    let name = niche.named.shown();
    let Some(profit) = Estimate::of(&niche.profit_usd_per_year) else { return format!("{name}: nobody looked") };
    let users = Estimate::of(&niche.users).map_or(0.0, |e| e.mean);
    let answer = match profit.sign() {
        Sign::Positive => payback(niche, &profit),
        Sign::Negative => "does not pay".to_owned(),
        Sign::Zero | Sign::Undecided => "cannot be told from zero".to_owned(),
    };
    format!("{name}: {}, {} users; {answer}", phrase(Unit::UsdPerYear, Kind::Difference, &profit), rounded(users))
}

/// Years in which the profit pays the launch, over the interval of its mean.
fn payback(niche: &NicheInput, profit: &Estimate) -> String {
    let years = |usd: f64| niche.launch_cost_usd / usd;
    let text = |years: f64| if years > LATEST { format!("over {LATEST}") } else { plain((years * 100.0).round() / 100.0) };
    let interval = profit.interval().map_or_else(String::new, |i| format!(" [{}, {}]", text(years(i.high)), text(years(i.low))));
    if niche.launch_cost_usd == 0.0 {
        "pays".to_owned()
    } else {
        format!("pays the launch in {}{interval} years", text(years(profit.mean)))
    }
}

/// Three significant digits.
fn rounded(people: f64) -> String {
    let unit = 10f64.powf((people.max(1.0).log10().floor() - 2.0).max(0.0));
    plain((people / unit).round() * unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::verdict::Named;

    fn niche(profit: &[f64], launch_cost_usd: f64) -> String {
        niche_in_words(&NicheInput {
            blueprint: "new".into(),
            named: Named::new("gaming", "Gaming"),
            profit_usd_per_year: profit.to_vec(),
            users: vec![123_456.0; profit.len()],
            launch_cost_usd,
        })
    }

    #[test]
    fn a_niche_pays_does_not_pay_or_cannot_be_told() {
        assert_eq!(
            niche(&[2e6, 2.2e6, 1.8e6, 2e6], 3e6),
            "Gaming: USD +2.00 M a year [1.74, 2.26], 123000 users; pays the launch in 1.5 [1.33, 1.72] years"
        );
        assert!(niche(&[-2e6, -2.2e6, -1.8e6], 3e6).ends_with("does not pay"));
        assert!(niche(&[2e6, -2.2e6, 1.8e6], 3e6).ends_with("cannot be told from zero"));
        assert!(niche(&[2e6, 2.2e6, 1.8e6, 2e6], 0.0).ends_with("; pays"));
        assert!(niche(&[], 0.0).ends_with("nobody looked"));
    }
}
