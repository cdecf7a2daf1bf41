//! What is read off a day: welfare, concentration.

pub mod concentration;
pub mod welfare;
