//! What the charts of a scenario are called by.

use crate::output::gallery::{Gallery, Labels};
use crate::scenario::{Run, Scenario};
use std::collections::BTreeMap;

/// A gallery labelled by the entities of all variants, of which `middle` are runs: those of the first, then what others add.
pub(super) fn gallery(scenario: &Scenario, middle: &[Run]) -> Gallery {
    let [mut chain_names, mut group_names, mut vertical_names, mut token_names] = [const { Vec::new() }; 4];
    let mut lanes = BTreeMap::new();
    for run in middle {
        let economy = &run.epochs[0].economy;
        add_new(&mut chain_names, economy.chains.iter().map(|chain| &chain.name));
        add_new(&mut group_names, economy.groups.iter().map(|group| &group.name));
        add_new(&mut vertical_names, economy.verticals.iter().map(|vertical| &vertical.name));
        add_new(&mut token_names, economy.systems.tokens.iter().map(|token| &token.name));
        let chains = economy.chains.iter().map(|c| ("chain", &c.name));
        let programmes = economy.systems.programmes.iter().map(|p| ("programme", &p.name));
        let deals = economy.systems.deals.iter().map(|d| ("deal", &d.name));
        lanes.extend(chains.chain(programmes).chain(deals).map(|(kind, name)| (name.clone(), scenario.label_of(kind, name))));
    }
    let label = |kind: &str, names: &[String]| names.iter().map(|name| scenario.label_of(kind, name)).collect();
    let shown = |name: &str, label: &str| if label.is_empty() { name.to_owned() } else { label.to_owned() };
    let labels = Labels {
        scenario: shown(scenario.name(), scenario.label()),
        variants: scenario.variants().iter().map(|v| shown(&v.name, &v.label)).collect(),
        chains: label("chain", &chain_names),
        groups: label("group", &group_names),
        verticals: label("vertical", &vertical_names),
        tokens: label("token", &token_names),
        lanes,
        token_names,
        starts: scenario.starts().len(),
        chain_names,
        group_names,
        vertical_names,
    };
    Gallery::new(labels, scenario.settings().days, scenario.settings().warmup_days)
}

/// Adds the names that are not there yet.
fn add_new<'a>(names: &mut Vec<String>, more: impl Iterator<Item = &'a String>) {
    for name in more {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
}
