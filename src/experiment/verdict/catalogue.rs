//! What a verdict speaks of: ten measures out of the summary, and those of systems that are at work.

use super::figures::Unit::{self, Count, Index, Share, UsdPerYear};
use super::input::Better::{self, Higher, Lower, Neither};
use super::input::{MeasureInfo, Named, Reading};

/// Name in `summary`, label, unit, and whether more is good: for those it belongs to, since income of one may be cost of another.
/// Concentration and numbers of chains of a kind only describe.
const MEASURES: [(&str, &str, Unit, Better); 10] = [
    ("welfare_systematic_usd", "user welfare", UsdPerYear, Higher),
    ("welfare_tastes_usd", "user welfare with tastes", UsdPerYear, Higher),
    ("operator_profit_usd", "operator profit", UsdPerYear, Higher),
    ("ethereum_income_usd", "Ethereum income", UsdPerYear, Higher),
    ("adoption", "adoption", Share, Higher),
    ("security", "activity-weighted security", Index, Higher),
    ("verticals_served", "verticals served", Count, Higher),
    ("hhi_users", "HHI of users", Index, Neither),
    ("general_chains_in_profit", "general chains in profit", Count, Neither),
    ("vertical_chains_in_profit", "vertical chains in profit", Count, Neither),
];

/// The same of systems: shown where the system is at work, that is, where it is not 0, and levels differ.
const SYSTEMS: &[(&str, &str, Unit, Better)] = &[
    ("user_losses_usd", "user losses", UsdPerYear, Lower),
    ("user_rewards_usd", "rewards to users", UsdPerYear, Neither),
    ("incident_losses_usd", "losses in incidents", UsdPerYear, Lower),
    ("mean_trust", "trust in chains", Index, Higher),
    ("mean_level", "level of capabilities", Index, Higher),
    ("incentives_usd", "incentive programmes", UsdPerYear, Neither),
    ("emissions_usd", "emissions", UsdPerYear, Neither),
    ("airdrop_usd", "airdrops", UsdPerYear, Neither),
    ("token_holders_net_usd", "token holders net", UsdPerYear, Higher),
    ("retro_grants_usd", "retroactive grants", UsdPerYear, Neither),
    ("stack_profit_usd", "profit of stacks", UsdPerYear, Higher),
    ("exchange_net_usd", "exchanges net", UsdPerYear, Higher),
    ("partner_net_usd", "partners net", UsdPerYear, Higher),
    ("deals_live", "live deals", Unit::Amount("deals"), Neither),
    ("business_development_usd", "spending on partners", UsdPerYear, Neither),
];

impl MeasureInfo {
    /// The measures of a verdict, in the order they are shown. Their names are those of the summary's rows.
    #[must_use]
    pub fn of_verdict() -> Vec<Self> {
        let info = |of_system: bool| {
            move |&(name, label, unit, better): &(&str, &str, _, _)| Self { named: Named::new(name, label), unit, better, of_system }
        };
        MEASURES.iter().map(info(false)).chain(SYSTEMS.iter().map(info(true))).collect()
    }
}

impl Reading {
    /// The two readings of user welfare among [`MeasureInfo::of_verdict`].
    #[must_use]
    pub fn of_verdict() -> Vec<Self> {
        let reading = |(measure, label): (usize, &str)| Self { measure, label: label.to_owned() };
        [(0, "systematic"), (1, "with the value of tastes")].map(reading).to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::measure::{MEASURES as OF_SUMMARY, position};

    #[test]
    fn every_measure_is_in_the_summary_with_its_unit() {
        for info in MeasureInfo::of_verdict() {
            let unit = OF_SUMMARY[position(&info.named.name).unwrap()].summary_unit();
            let fits = match info.unit {
                UsdPerYear => unit == "USD/year",
                Unit::Usd => unit == "USD",
                Share | Index => unit == "1",
                Count => ["chains", "verticals"].contains(&unit.as_str()),
                Unit::Amount(amount) => amount == unit.replace("/year", " a year"),
            };
            assert!(fits && !info.named.label.contains(','), "{info:?}: {unit}");
        }
    }

    #[test]
    fn readings_are_the_two_of_welfare() {
        let measures = MeasureInfo::of_verdict();
        let names: Vec<String> = Reading::of_verdict().iter().map(|reading| measures[reading.measure].named.name.clone()).collect();
        assert_eq!(names, ["welfare_systematic_usd", "welfare_tastes_usd"]);
    }
}
