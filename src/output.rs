//! What a run leaves behind: tables as files, charts, the manifest.

pub mod charts;
pub mod dictionary;
pub mod error;
pub mod finished;
pub mod frames;
pub mod gallery;
pub mod manifest;
mod markup;
pub mod redraw;
mod replace;
pub mod report;
pub mod run_dir;
pub mod schema;
pub mod sink;
pub mod tables;
