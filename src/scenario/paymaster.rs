//! Sponsored gas in scenarios: what a chain's keys say, and which of them cannot be.

use crate::model::supply::chain::ChainKind;
use crate::model::supply::sponsorship::{Sponsor, Sponsorship};
use crate::scenario::fault::Fault;
use crate::scenario::schema::Scope;

/// The paymaster of a chain.
pub(crate) fn sponsorship(chain: &Scope<'_>) -> Sponsorship {
    let sponsor = Sponsor::from_name(&chain.text("sponsor")).unwrap_or_default();
    Sponsorship { share: chain.number("sponsored_share"), sponsor }
}

/// Checks that somebody can sponsor, and that a price still clears blockspace.
pub(crate) fn check(chain: &Scope<'_>, kind: &str, faults: &mut Vec<Fault>) {
    let finite = chain.maybe_number("capacity_gas_per_s").is_some();
    let has_operator = kind != ChainKind::L1.name();
    if let Some(trouble) = sponsorship(chain).trouble(has_operator, finite) {
        let title = format!("chain `{}` cannot sponsor its users like this", chain.name());
        let fault = Fault::new(chain.at("sponsored_share"), title, trouble);
        let or_less = if has_operator { ", or a lower sponsored_share" } else { "" };
        faults.push(fault.help(format!("use sponsor = \"apps\"{or_less}")));
    }
}
