//! The one test binary that links polars: what the shell writes, and the program as its user meets it.
#![cfg(feature = "app")]

mod app {
    mod agreement;
    mod commands;
    mod documents;
    mod explain;
    mod guides;
    mod hostile;
    mod invariance;
    mod output;
    mod plot;
    mod program;
    mod readers;
    mod report;
    mod results;
    mod run_dir;
    mod safety;
    mod shipped;
    #[path = "../support/spoil.rs"]
    mod spoil;
    mod spoiled;
}
