//! The one test binary that links polars: what the shell writes.
#![cfg(feature = "app")]

mod app {
    mod output;
    mod run_dir;
}
