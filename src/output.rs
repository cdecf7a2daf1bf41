//! What a run leaves behind: tables as files, charts, the manifest and the report.

pub mod charts;
