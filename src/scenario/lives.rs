//! What launches and sunsets must go together with: homes, parents, and Ethereum, which is always there.

use crate::scenario::document::Table;
use crate::scenario::fault::Fault;
use crate::scenario::schema::{Entity, Scope};

/// Checks launches and days of grace.
pub(crate) fn check(root: &Table, faults: &mut Vec<Fault>) {
    Scope::all(root, Entity::Chain).for_each(|chain| check_chain(&chain, faults));
    let starts = root.items(Entity::Start.name()).next().is_some();
    let settlers = Scope::all(root, if starts { Entity::Start } else { Entity::Group });
    settlers.for_each(|settler| check_homes(&settler, faults));
}

fn check_chain(chain: &Scope<'_>, faults: &mut Vec<Fault>) {
    let name = chain.name();
    if chain.text("kind") == "l1" {
        for key in ["launch_day", "grace_days"] {
            if chain.written(key).is_some() && (key == "grace_days" || chain.integer(key) > 0) {
                let title = format!("`{name}` is Ethereum itself, which is there from day 0 and has nobody who could give it up");
                faults.push(Fault::new(chain.at(key), title, "not for kind = \"l1\""));
            }
        }
    }
    let parent = Scope::all(chain.root, Entity::Chain).find(|c| chain.own.text("parent") == Some(c.name()));
    if let Some(parent) = parent.filter(|parent| chain.integer("launch_day") < parent.integer("launch_day")) {
        let title = format!("chain `{name}` launches before its parent `{}`", parent.name());
        let label = format!("at least {} is allowed", parent.integer("launch_day"));
        faults.push(Fault::new(chain.at("launch_day"), title, label).also(parent.at("launch_day"), "the parent's"));
    }
}

fn check_homes(settler: &Scope<'_>, faults: &mut Vec<Fault>) {
    for home in &settler.own.section("homes").entries {
        let chain = Scope::all(settler.root, Entity::Chain).find(|c| c.name() == home.key);
        let coming = chain.filter(|c| c.integer("launch_day") > 0 && home.node.value.number() > Some(0.0));
        if let Some(chain) = coming {
            let title = format!("nobody lives on chain `{}` before it launches on day {}", home.key, chain.integer("launch_day"));
            let fault = Fault::new(home.key_at, title, "homes are those before day 0").also(chain.at("launch_day"), "see here");
            faults.push(fault.help("give this share to chains that are there, or to outside; people move in once the chain is open"));
        }
    }
}
