//! `l3-stacks.toml`: an app chain as L2 or L3 on three stacks.

use crate::study::{Short, study};

fn short<'a>(variants: &'a [&'a str], set: &'a [&'a str]) -> Short<'a> {
    Short { variants, days: (80, 40), set }
}

/// Licences move money and no people: the same users, and the share of the stack is the difference.
#[test]
fn a_licence_is_a_transfer() {
    let study = study("l3-stacks", &short(&["orbit-l2", "op-l3", "orbit-l3"], &["simulation.scale=0.001"]));
    for (op, orbit) in [("op-l2", "orbit-l2"), ("op-l3", "orbit-l3")] {
        for measure in ["welfare_tastes_usd", "transactions", "ethereum_income_usd", "chain.arcade.revenue_usd"] {
            study.equal(measure, op, orbit);
        }
        study.higher("chain.arcade.profit_usd", orbit, op);
    }
}

/// With links alike, an L3 earns more where Ethereum's gas is dear and the parent's cheap, and less where bytes on the parent cost more than
/// blobs and traffic is heavy.
#[test]
fn prices_and_traffic_decide_between_l2_and_l3() {
    let compare = |base_fee: &str, parent: &str, moves: &str| {
        let set = [
            "simulation.scale=0.001".to_owned(),
            format!("ethereum.base_fee_gwei={base_fee}"),
            format!("chain.harbour.min_gas_price_gwei={parent}"),
            format!("group.players.uses.gaming.transactions_per_month={moves}"),
        ];
        study("l3-stacks", &short(&["op-l3", "op-l2-close"], &set.each_ref().map(String::as_str)))
    };
    let (dear, cheap) = (compare("10", "0.005", "60"), compare("0.05", "0.05", "300"));
    dear.higher("chain.arcade.profit_usd", "op-l3", "op-l2-close");
    cheap.higher("chain.arcade.profit_usd", "op-l2-close", "op-l3");
    // Either way Ethereum sells less to an L3.
    dear.higher("ethereum_income_usd", "op-l2-close", "op-l3");
    cheap.higher("ethereum_income_usd", "op-l2-close", "op-l3");
}
