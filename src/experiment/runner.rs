//! Runs of variants × replicates, and the order in which their results leave.

mod in_order;

pub use in_order::InOrder;
