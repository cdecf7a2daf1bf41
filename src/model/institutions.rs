//! What chains share: stacks and links.

pub mod interop;
pub mod stack;
