//! Tells the program which commit it was built from, if there is one.

use std::path::Path;
use std::process::Command;

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").arg("--no-optional-locks").args(arguments).output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned()).filter(|text| !text.is_empty())
}

fn main() {
    // The log of HEAD grows with every commit and checkout. A path that does not exist would make every build start anew.
    let log = git(&["rev-parse", "--git-path", "logs/HEAD"]);
    for path in
        log.iter().map(String::as_str).chain(["build.rs", "src", "Cargo.toml", "Cargo.lock"]).filter(|path| Path::new(path).exists())
    {
        println!("cargo:rerun-if-changed={path}");
    }
    if let Some(commit) = git(&["describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]) {
        println!("cargo:rustc-env=L2NICHE_COMMIT={commit}");
    }
}
