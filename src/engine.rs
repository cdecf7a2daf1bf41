//! Time and chance: the phases of a day, populations, random streams. Knows rayon and rand; knows no files.

mod apps;
mod books;
mod conduct;
mod day;
mod decisions;
mod demand_day;
mod insight;
pub mod lifecycle;
mod load;
mod market_state;
pub mod observer;
pub mod population;
pub mod run;
pub mod streams;
mod systems;
mod tastes;
mod world;
