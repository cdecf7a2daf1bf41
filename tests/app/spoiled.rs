//! Spoiled files on the command line: the program does what it is asked or says what is wrong, with exit code 0 or 2.

use super::program::{Desk, SMALL};
use super::spoil::{Change, spoiled};

const TOWN: &str = include_str!("../scenarios/town.toml");

/// Three changes that nobody chose: multiples of primes, far apart.
fn changes(i: usize) -> Vec<Change> {
    (1..=1 + i % 3).map(|k| (i * 7 + k * 3, i * 1_009 + k * 131, i * 503 + k * 7_919)).collect()
}

#[test]
fn a_spoiled_file_is_checked_or_told_what_is_wrong() {
    let desk = Desk::new();
    let mut codes = Vec::new();
    for i in 0..40 {
        let text = spoiled(if i % 2 == 0 { SMALL } else { TOWN }, &changes(i));
        desk.write("spoiled.toml", &text);
        let outcome = desk.call("check spoiled.toml");
        match outcome.code {
            0 => assert!(outcome.stdout.contains("[scenario]"), "{outcome:?}"),
            2 => assert!(outcome.stderr.contains("error: ") && outcome.stdout.is_empty(), "{outcome:?}"),
            _ => panic!("{outcome:?}\n{text}"),
        }
        codes.push(outcome.code);
    }
    assert!(codes.contains(&0) && codes.contains(&2), "{codes:?}");
}
