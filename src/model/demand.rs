//! Users: tastes, routing of activity, choice of home.

pub mod choice;
pub mod routing;
pub mod transition;
pub mod user_group;
pub mod utility;
