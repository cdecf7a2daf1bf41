//! Is it right: the model's closed forms, through the public engine.
//!
//! Tolerances are derived or stated where they stand; each prediction is also shown to fail at a wrong parameter.

#[path = "../support/mod.rs"]
mod support;

mod adoption;
mod apps;
mod assets;
mod choice;
mod conduct_focus;
mod conduct_incentives;
mod congestion;
mod deals;
mod ecology;
mod entry;
mod exchange;
mod focus;
mod governance;
mod habits;
mod incidents;
mod innovation;
mod insight;
mod interop;
mod invariants;
mod leaving_ethereum;
mod life;
mod load;
mod mandates;
mod monotone;
mod neighbours;
mod ordering;
mod parents;
mod paymaster;
mod peers;
mod posting;
mod pricing;
mod pricing_margins;
mod public_goods;
mod quality;
mod tipping;
mod tokens;
mod welfare;
