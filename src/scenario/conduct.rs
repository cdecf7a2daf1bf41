//! Who can decide what: Ethereum has no operator, and a chain that forgoes its own fees sets no price.

use crate::scenario::document::Table;
use crate::scenario::fault::Fault;
use crate::scenario::schema::{Entity, Scope};

/// Checks conduct.
pub(crate) fn check(root: &Table, faults: &mut Vec<Fault>) {
    for chain in Scope::all(root, Entity::Chain) {
        for key in ["pricing", "focus_rule", "incentive_rule"] {
            if chain.text("kind") == "l1" && chain.text(key) != "fixed" {
                let title = format!("`{}` is Ethereum itself, which has no operator who could decide", chain.name());
                faults.push(Fault::new(chain.at(key), title, "only \"fixed\" for kind = \"l1\""));
            }
        }
        let forgoes = chain.text("sponsor") == "chain" && chain.number("sponsored_share") > 0.0;
        if forgoes && chain.text("pricing") == "best-response" {
            let title = format!("chain `{}` pays its users' fees itself, so it has no price to set", chain.name());
            let fault = Fault::new(chain.at("pricing"), title, "").also(chain.at("sponsored_share"), "it forgoes this share");
            faults.push(fault.help("use sponsor = \"apps\", or pricing = \"fixed\" for this chain"));
        }
    }
}
