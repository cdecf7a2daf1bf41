//! Runs of variants × replicates, and the order in which their results leave.

mod in_order;
mod pool;

pub use in_order::InOrder;
pub use pool::run_in_order;
