//! What a run leaves behind: tables as files, charts, the manifest and the report.

pub mod error;
pub mod frames;
pub mod manifest;
mod replace;
pub mod run_dir;
pub mod sink;
pub mod tables;
