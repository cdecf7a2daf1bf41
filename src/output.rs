//! What a run leaves behind: tables as files, charts, the manifest.

pub mod charts;
mod cut;
pub mod error;
pub mod frames;
pub mod gallery;
pub mod manifest;
mod replace;
pub mod run_dir;
pub mod sink;
pub mod tables;
