//! Users: awareness, tastes, routing of activity, choice of home.

pub mod adoption;
pub mod assets;
pub mod choice;
pub mod price;
pub mod routing;
pub mod transition;
pub mod utility;
pub mod waiting;
