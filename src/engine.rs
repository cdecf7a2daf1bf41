//! Time and chance: the phases of a day, populations, random streams. Knows rayon and rand; knows no files.

pub mod observer;
pub mod run;
