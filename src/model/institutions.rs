//! What chains share: stacks, links, exchanges and partners that bring them users.

pub mod deal;
pub mod entry;
pub mod exchange;
pub mod fund;
pub mod interop;
pub mod listing;
pub mod programme;
pub mod rewards;
pub mod stack;
pub mod systems;
pub mod token;
