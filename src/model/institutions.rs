//! What chains share: stacks, links, and exchanges that bring them users.

pub mod exchange;
pub mod fund;
pub mod interop;
pub mod programme;
pub mod rewards;
pub mod stack;
pub mod systems;
pub mod token;
