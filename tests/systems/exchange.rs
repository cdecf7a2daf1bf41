//! `exchange-onramp.toml`: distribution against technology, and what it is worth to the exchange.

use crate::study::{Short, study};

const AGENTS: [&str; 1] = ["simulation.scale=0.001"];

/// The channel brings the exchange's chain people and profit, and newcomers surplus; technology alone brings fewer. The rival's technology
/// takes them away again.
#[test]
fn customers_make_the_chain_and_technology_answers() {
    let short = Short { variants: &["channel", "rival-technology", "own-technology"], days: (730, 0), set: &AGENTS };
    let study = study("exchange-onramp", &short);
    study.higher("chain.harbour.users", "channel", "no-channel");
    study.higher("chain.harbour.users", "channel", "own-technology");
    study.higher("chain.harbour.profit_usd", "channel", "no-channel");
    study.higher("chain.island.users", "rival-technology", "channel");
    study.better_off(Some("newcomers"), "channel", "no-channel");
    for variant in ["no-channel", "own-technology"] {
        assert!(study.values(variant, "exchange_customers").iter().all(|people| *people == 0.0));
    }
}

/// Whether the channel earns its cost depends on the price of a customer alone: cheap ones pay, dear ones do not.
#[test]
fn the_price_of_a_customer_decides_whether_the_channel_pays() {
    let net = |price: &str| {
        let set = [AGENTS[0], price];
        study("exchange-onramp", &Short { variants: &["channel"], days: (730, 0), set: &set })
    };
    net("exchange.exchange.acquisition_usd=0.5").higher("exchange_net_usd", "channel", "no-channel");
    net("exchange.exchange.acquisition_usd=30").higher("exchange_net_usd", "no-channel", "channel");
}
