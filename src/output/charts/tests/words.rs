//! What charts say: labels, legends and notes for what there is, and for nothing else.

use super::samples::{courses_of, fees_of, flows_of, homes_of, incidents_of, noise, shares_of, verdict_of};
use super::{palette, parse, texts, variant_palette};
use crate::experiment::statistics::Sign;
use crate::output::charts::*;

/// All texts of a chart.
fn said(svg: &str) -> Vec<String> {
    let mut found = Vec::new();
    texts(parse(svg).root(), &mut found);
    found.into_iter().map(|(said, ..)| said).collect()
}

#[test]
fn figures_that_differ_by_chance_alone_look_equal() {
    let mut input = courses_of(1, 4, 365, 24);
    let figures = input.panels[0].courses.iter_mut().flat_map(|course| course.figures.iter_mut());
    for (at, figure) in figures.enumerate() {
        let near = 0.2 * (1.0 + 1e-7 * noise(at, 1, 2));
        *figure = Some(Spread { low: near * (1.0 - 1e-8), middle: near, high: near * (1.0 + 1e-8) });
    }
    input.panels[0].courses.iter_mut().for_each(|course| course.cross = None);
    let words = said(&courses(&input, &variant_palette()).unwrap());
    for tick in ["$0", "$0.1", "$0.2"] {
        assert_eq!(words.iter().filter(|word| *word == tick).count(), 1, "{tick} in {words:?}");
    }
    assert_eq!(words.iter().filter(|word| *word == "$0.200").count(), 1, "one label for all: {words:?}");
    let mut input = fees_of(2, 3, 24);
    let all = input.fees.iter_mut().flatten();
    all.for_each(|fee| *fee = Some(Spread { low: 0.200_010_9, middle: 0.200_011, high: 0.200_011_1 }));
    let words = said(&fees(&input, &variant_palette()).unwrap());
    let ticks: Vec<&String> = words.iter().filter(|word| word.starts_with('$')).collect();
    assert!(ticks.len() > 2 && ticks.windows(2).all(|pair| pair[0] != pair[1]), "{ticks:?}");
}

#[test]
fn lines_that_end_on_one_figure_have_one_label() {
    let mut input = courses_of(1, 7, 365, 24);
    for course in &mut input.panels[0].courses {
        let last = if course.series == 3 { 9e6 } else { 1e6 };
        course.cross = None;
        course.figures.fill(Some(Spread { low: last, middle: last, high: last }));
    }
    let words = said(&courses(&input, &variant_palette()).unwrap());
    let count = |text: &str| words.iter().filter(|word| *word == text).count();
    assert_eq!((count("$1.0M"), count("$9.0M")), (1, 1), "{words:?}");
    assert!(["A–C", "D", "E–G"].iter().all(|letters| count(letters) == 1), "{words:?}");
    input.panels[0].courses[3].figures = input.panels[0].courses[0].figures.clone();
    let words = said(&courses(&input, &variant_palette()).unwrap());
    assert!(words.contains(&"all".to_owned()) && !words.contains(&"A".to_owned()), "{words:?}");
}

#[test]
fn legends_and_notes_name_what_there_is() {
    let mut input = incidents_of(4, 2, 365, 24);
    input.panels.iter_mut().flat_map(|p| &mut p.lanes).flat_map(|l| &mut l.marks).for_each(|mark| mark.kind = 1);
    let words = said(&lanes(&input).unwrap());
    assert!(words.contains(&input.kinds[1]) && !words.contains(&input.kinds[0]), "{words:?}");
    let few = said(&shares(&shares_of(3, 2, 60, 24), &palette()).unwrap()).join(" ");
    assert!(!few.contains("grey") && !few.contains("three largest"), "{few}");
    let many = said(&shares(&shares_of(13, 2, 60, 24), &palette()).unwrap()).join(" ");
    assert!(many.contains("grey: the other chains") && many.contains("three largest"), "{many}");
}

#[test]
fn a_line_that_was_large_once_or_is_alone_keeps_its_name() {
    let mut input = shares_of(10, 1, 60, 24);
    let faded = input.panels[0].lines.iter_mut().find(|line| line.chain == "Linea").unwrap();
    let last = faded.middle.len() - 1;
    faded.middle.fill(0.9);
    faded.middle[last] = 1e-4;
    assert!(said(&shares(&input, &palette()).unwrap()).contains(&"Linea".to_owned()));
    let mut input = shares_of(9, 1, 60, 24);
    let small = &mut input.panels[0].lines[4];
    small.middle.fill(1e-4);
    let words = said(&shares(&input, &palette()).unwrap());
    assert!(
        words.contains(&"ZKsync Era".to_owned()) && !words.iter().any(|word| word.ends_with("other") || word.ends_with("others")),
        "{words:?}"
    );
}

#[test]
fn measures_equal_everywhere_are_named_and_not_drawn() {
    let mut input = verdict_of(4, 3, 24);
    let equal = Difference { mean: 0.0, interval: None, range: None, positive: 0, count: 24, sign: Sign::Zero };
    input.measures[2].differences.fill(Some(equal));
    let words = said(&verdict(&input).unwrap());
    let name = input.measures[2].name.clone();
    assert!(!words.contains(&name) && words.join(" ").contains(&format!("Equal in all variants and replicates: {name}.")), "{words:?}");
    input.measures.iter_mut().for_each(|measure| measure.differences.fill(Some(equal)));
    assert!(!said(&verdict(&input).unwrap()).contains(&"above zero".to_owned()));
    let mut input = verdict_of(4, 3, 1);
    let equal = Difference { count: 1, sign: Sign::Undecided, ..equal };
    input.measures[2].differences.fill(Some(equal));
    let words = said(&verdict(&input).unwrap());
    assert!(!words.contains(&name) && words.join(" ").contains(&format!("Equal in all variants: {name}.")), "{words:?}");
}

#[test]
fn all_cells_of_moves_have_figures_or_none() {
    for (places, variants) in [(5, 4), (11, 5), (18, 20)] {
        let mut input = flows_of(places, variants, 24);
        input.panels.iter_mut().flat_map(|panel| panel.moved.iter_mut().flatten()).for_each(|moved| *moved = 347_000.0);
        let figures = said(&flows(&input).unwrap()).iter().filter(|word| *word == "350k").count();
        assert_eq!(figures, if places < 18 { variants * places * (places - 1) } else { 0 }, "{places} places");
    }
}

#[test]
fn a_whole_without_parts_says_none() {
    let mut input = homes_of(3, 4, 2);
    input.panels[1].shares[2].fill(Share::default());
    assert_eq!(said(&heat_map(&input).unwrap()).iter().filter(|word| *word == "none").count(), 1);
}

#[test]
fn long_titles_of_panels_take_two_lines() {
    let mut input = shares_of(3, 7, 60, 24);
    input.panels[4].variant = "Smart accounts, and fast exit that costs nothing".to_owned();
    let words = said(&shares(&input, &palette()).unwrap());
    assert!(!words.iter().any(|word| word.ends_with('…')) && words.iter().any(|word| word.ends_with("nothing")), "{words:?}");
}

#[test]
fn names_of_rows_are_whole_where_there_is_room() {
    let mut input = homes_of(2, 2, 4);
    input.rows[1] = "Payments and treasury".to_owned();
    assert!(said(&heat_map(&input).unwrap()).contains(&input.rows[1]));
}

#[test]
fn panels_of_long_names_stand_two_to_a_row_rather_than_cut_them() {
    let mut input = shares_of(3, 9, 60, 24);
    for panel in &mut input.panels {
        panel.lines[0].chain = "Immutable zkEVM".to_owned();
    }
    assert!(said(&shares(&input, &palette()).unwrap()).contains(&"Immutable zkEVM".to_owned()));
}
