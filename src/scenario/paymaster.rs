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
    if let Some(trouble) = sponsorship(chain).trouble(kind != ChainKind::L1.name(), finite) {
        let title = format!("chain `{}` cannot sponsor its users like this", chain.name());
        let fault = Fault::new(chain.at("sponsored_share"), title, trouble);
        faults.push(fault.help("use sponsor = \"apps\", or a lower sponsored_share"));
    }
}
