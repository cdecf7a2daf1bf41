//! Scenario files spoiled as people spoil them: lines lost, doubled and exchanged, keys mistyped, values of the wrong type or size.

/// What may stand where a value is expected, some of it never.
const VALUES: &[&str] = &[
    "true",
    "\"\"",
    "\"base\"",
    "\"Ä b\"",
    "0",
    "-1",
    "-0.0",
    "1e-300",
    "1e-12",
    "1e-9",
    "1",
    "1e3",
    "1e6",
    "1e9",
    "1e15",
    "1e308",
    "1e400",
    "nan",
    "-inf",
    "9223372036854775807",
    "9223372036854775808",
    "0x7f",
    "1_000",
    "[]",
    "[1, 2]",
    "{}",
    "{ base = 1 }",
    "{ \"a.b\" = [] }",
    "1979-05-27",
    "\"",
    "",
];

/// Headers that do not belong, or not there.
const HEADERS: &[&str] = &[
    "[[chain]]",
    "[chain]",
    "[[group]]",
    "[group.uses.defi]",
    "[[variant.chain]]",
    "[[event]]",
    "[[factor]]",
    "[simulation]",
    "[[interop]]",
    "[nothing]",
    "[",
    "[[]]",
    "[a.b.c.d.e]",
    "",
];

/// One change: what, at which line, and how; any numbers mean something.
pub(crate) type Change = (usize, usize, usize);

/// The text with changes, one after the other.
pub(crate) fn spoiled(text: &str, changes: &[Change]) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for &change in changes {
        lines.push(String::new());
        spoil(&mut lines, change);
    }
    lines.join("\n")
}

fn spoil(lines: &mut Vec<String>, (what, at, how): Change) {
    let (at, other) = (at % lines.len(), how % lines.len());
    // Most kinds of change need a line with a key, or a header.
    let next = |wanted: &dyn Fn(&str) -> bool| (at..lines.len()).chain(0..at).find(|&i| wanted(&lines[i])).unwrap_or(at);
    let (with_key, header) = (next(&|line| line.contains('=')), next(&|line| line.starts_with('[')));
    let line = lines[with_key].clone();
    let (key, value) = line.split_once('=').unwrap_or((&line, ""));
    let (key, value) = (key.trim(), value.trim());
    match what % 11 {
        0 => drop(lines.remove(at)),
        1 => lines.insert(other, lines[at].clone()),
        2 => lines.swap(at, other),
        3 => {
            let name = lines[other].split('=').next().unwrap_or_default().trim().to_owned();
            lines[with_key] = format!("{name} = {value}");
        }
        4 => lines[with_key] = format!("{} = {value}", mistyped(key, how)),
        5 | 6 => lines[with_key] = format!("{key} = {}", VALUES[how % VALUES.len()]),
        7 => lines[with_key] = format!("{key} = \"{}\"", "x".repeat(how % 100_000)),
        8 => lines[header] = HEADERS[how % HEADERS.len()].to_owned(),
        9 => {
            let end = (header + 1..lines.len()).find(|&i| lines[i].starts_with('[')).unwrap_or(lines.len());
            drop(lines.drain(header..end));
            lines.push(String::new());
        }
        _ => lines[with_key] = line.chars().take(how % (line.chars().count() + 1)).collect(),
    }
}

/// A word with a letter too few, too many, or in capitals.
fn mistyped(word: &str, how: usize) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let Some(at) = how.checked_rem(letters.len()) else { return "=".to_owned() };
    match how % 3 {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        _ => letters[at] = letters[at].to_ascii_uppercase(),
    }
    letters.into_iter().collect()
}
