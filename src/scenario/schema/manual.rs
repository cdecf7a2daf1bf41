//! What keys mean: read from `docs/scenario.md`, the one place where they are described; tests hold all that it says against the schema.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

const MANUAL: &str = include_str!("../../../docs/scenario.md");

/// What the manual says of one key.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// What holds without it.
    pub(crate) default: String,
    /// What it takes.
    pub(crate) range: String,
    /// Who may change it: `run`, `start` or `–`.
    pub(crate) changes: String,
    /// What it means: for the shell, which prints it.
    #[cfg_attr(not(feature = "app"), allow(dead_code))]
    pub(crate) meaning: String,
}

/// Words in backticks.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// The manual's rows by section and key; keys of tables of tables are `uses.VERTICAL.key`. A row of several keys or sections gives one default to all, or one to each.
pub(crate) fn rows() -> BTreeMap<(String, String), Row> {
    let mut rows = BTreeMap::new();
    // What comes before the first section stands at the top of a file.
    let mut sections: Vec<String> = vec![String::new()];
    let keys = &MANUAL[MANUAL.find("## Keys").expect("a chapter of keys")..];
    for line in keys.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        if cells[0].starts_with("**") {
            sections = quoted(cells[0]).into_iter().map(|name| name.trim_matches(['[', ']']).to_owned()).collect();
            continue;
        }
        let names = quoted(cells[0]);
        let each: Vec<&str> = cells[1].split(", ").collect();
        let count = names.len() * sections.len();
        for (i, (section, name)) in sections.iter().flat_map(|s| names.iter().map(move |n| (s, n))).enumerate() {
            let default = if each.len() == count { each[i] } else { cells[1] };
            let row = Row { default: default.into(), range: cells[2].into(), changes: cells[3].into(), meaning: cells[4..].join(" | ") };
            rows.insert((section.clone(), (*name).to_owned()), row);
        }
    }
    rows
}
