//! What tokens and programmes must go together with: one token a chain, and somebody who pays.

use crate::scenario::document::Table;
use crate::scenario::fault::Fault;
use crate::scenario::schema::{Entity, Scope};

/// Checks tokens and programmes.
pub(crate) fn check(root: &Table, faults: &mut Vec<Fault>) {
    let tokens: Vec<Scope<'_>> = Scope::all(root, Entity::Token).collect();
    for (i, token) in tokens.iter().enumerate() {
        if let Some(first) = tokens[..i].iter().find(|first| first.text("chain") == token.text("chain")) {
            let title = format!("chain `{}` has two tokens", token.text("chain"));
            faults.push(Fault::new(token.at("chain"), title, "at most one is allowed").also(first.at("chain"), "the first"));
        }
        if token.integer("points_from_day") > token.integer("launch_day") {
            let title = format!("points for token `{}` begin after its launch", token.name());
            let label = format!("at most {} is allowed", token.integer("launch_day"));
            faults.push(Fault::new(token.at("points_from_day"), title, label).also(token.at("launch_day"), "the launch"));
        }
    }
    for programme in Scope::all(root, Entity::Programme) {
        let chain = Scope::all(root, Entity::Chain).find(|c| c.name() == programme.text("chain"));
        if let Some(l1) = chain.filter(|c| c.text("kind") == "l1") {
            let title = format!("nobody operates `{}`, so nobody can pay for programme `{}`", l1.name(), programme.name());
            faults.push(Fault::new(programme.at("chain"), title, "not for kind = \"l1\"").also(l1.at("kind"), "see here"));
        }
    }
}
