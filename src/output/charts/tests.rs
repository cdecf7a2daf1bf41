//! Charts of made-up inputs: sound SVG, steady bytes, nothing cut off, nothing on top of each other, and no panic at the edges.

mod samples;
mod words;

use resvg::usvg::{Group, Node, Options, Rect, Tree};

use super::*;
use samples::{
    CHAINS, adoption_of, apps_of, courses_of, effect_of, fees_of, flows_of, focus_of, homes_of, incidents_of, markups_of, names,
    regimes_of, shares_of, verdict_of,
};

fn palette() -> Palette {
    Palette::new(names(64, &CHAINS))
}

fn variant_palette() -> Palette {
    Palette::new(names(20, &samples::VARIANTS))
}

/// Every chart at every size worth looking at.
fn gallery() -> Vec<(&'static str, String)> {
    let long = "a chain whose name takes all 40 characters".to_owned();
    let mut long_shares = shares_of(9, 7, 120, 24);
    let mut long_homes = homes_of(8, 13, 2);
    let mut long_verdict = verdict_of(2, 4, 24);
    let mut long_fees = fees_of(3, 2, 24);
    let mut long_flows = flows_of(14, 2, 24);
    let mut long_lanes = incidents_of(4, 2, 365, 24);
    let mut long_focus = focus_of(9, 3, 365, 24);
    let tracks = long_focus
        .panels
        .iter_mut()
        .flat_map(|p| [&mut p.title, &mut p.remark].into_iter().chain(p.tracks.iter_mut().map(|t| &mut t.label)));
    tracks.for_each(|text| *text = long.repeat(3));
    let texts = long_lanes.panels.iter_mut().flat_map(|p| std::iter::once(&mut p.title).chain(p.lanes.iter_mut().map(|l| &mut l.label)));
    texts.for_each(|text| *text = long.repeat(3));
    let mut long_regimes = regimes_of(3, 48);
    let axes = long_regimes.panels.iter_mut().flat_map(|p| std::iter::once(&mut p.claim).chain(p.axes.iter_mut().map(|a| &mut a.label)));
    axes.for_each(|text| *text = long.repeat(4));
    let mut long_courses = courses_of(4, 3, 365, 24);
    let titles = long_courses.panels.iter_mut().flat_map(|panel| [&mut panel.title, &mut panel.remark]);
    titles.chain(&mut long_courses.series).for_each(|text| *text = long.repeat(3));
    for name in long_shares.panels.iter_mut().flat_map(|p| p.lines.iter_mut().map(|l| &mut l.chain)).step_by(3) {
        name.clone_from(&long);
    }
    for name in long_homes
        .columns
        .iter_mut()
        .chain(&mut long_homes.rows)
        .chain(&mut long_verdict.variants)
        .chain(&mut long_fees.verticals)
        .chain(&mut long_flows.places)
    {
        *name = format!("{long} {}", name.len());
    }
    let draw = |input: &Shares| shares(input, &palette()).unwrap();
    let draw_courses = |input: &Courses| courses(input, &variant_palette()).unwrap();
    vec![
        ("shares-1", draw(&shares_of(13, 1, 365, 24))),
        ("shares-5", draw(&shares_of(13, 5, 365, 24))),
        ("shares-20", draw(&shares_of(64, 20, 730, 24))),
        ("shares-single-replicate", draw(&shares_of(5, 2, 30, 1))),
        ("shares-one-day", draw(&shares_of(5, 1, 0, 1))),
        ("shares-long-names", draw(&long_shares)),
        ("shares-empty", draw(&shares_of(0, 0, 7, 24))),
        ("fees-5", fees(&fees_of(8, 5, 24), &variant_palette()).unwrap()),
        ("fees-1", fees(&fees_of(8, 1, 1), &variant_palette()).unwrap()),
        ("fees-20", fees(&fees_of(8, 20, 24), &variant_palette()).unwrap()),
        ("fees-long-names", fees(&long_fees, &variant_palette()).unwrap()),
        ("fees-empty", fees(&fees_of(0, 5, 24), &variant_palette()).unwrap()),
        ("homes-5", heat_map(&homes_of(8, 13, 5)).unwrap()),
        ("homes-1", heat_map(&homes_of(8, 13, 1)).unwrap()),
        ("homes-64-chains", heat_map(&homes_of(8, 64, 3)).unwrap()),
        ("homes-20", heat_map(&homes_of(8, 13, 20)).unwrap()),
        ("homes-small", heat_map(&homes_of(2, 1, 1)).unwrap()),
        ("homes-long-names", heat_map(&long_homes).unwrap()),
        ("homes-empty", heat_map(&homes_of(0, 3, 1)).unwrap()),
        ("flows-5", flows(&flows_of(14, 5, 24)).unwrap()),
        ("flows-1", flows(&flows_of(14, 1, 24)).unwrap()),
        ("flows-small", flows(&flows_of(2, 2, 24)).unwrap()),
        ("flows-18-places", flows(&flows_of(18, 20, 24)).unwrap()),
        ("flows-single-replicate", flows(&flows_of(6, 1, 1)).unwrap()),
        ("flows-long-names", flows(&long_flows).unwrap()),
        ("flows-empty", flows(&flows_of(0, 2, 24)).unwrap()),
        ("treasuries-12x5", draw_courses(&courses_of(12, 5, 365, 24))),
        ("treasuries-12x1", draw_courses(&courses_of(12, 1, 365, 24))),
        ("treasuries-4x2", draw_courses(&courses_of(4, 2, 365, 24))),
        ("treasuries-24x20", draw_courses(&courses_of(24, 20, 730, 24))),
        ("treasuries-single-replicate", draw_courses(&courses_of(3, 2, 365, 1))),
        ("treasuries-one-day", draw_courses(&courses_of(2, 5, 0, 24))),
        ("treasuries-long-names", draw_courses(&long_courses)),
        ("treasuries-empty", draw_courses(&courses_of(0, 3, 7, 24))),
        ("adoption-8x5", draw_courses(&adoption_of(8, 5, 365, 24))),
        ("adoption-1x1", draw_courses(&adoption_of(1, 1, 60, 24))),
        ("adoption-4x10", draw_courses(&adoption_of(4, 10, 365, 24))),
        ("apps-5", draw(&apps_of(13, 5, 365, 24))),
        ("apps-1", draw(&apps_of(2, 1, 30, 1))),
        ("markups-8x5", courses(&markups_of(8, 5, 365, 24), &palette()).unwrap()),
        ("markups-2x1", courses(&markups_of(2, 1, 365, 24), &palette()).unwrap()),
        ("focus-13x5", focus_map(&focus_of(13, 5, 365, 24), &palette()).unwrap()),
        ("focus-64x6", focus_map(&focus_of(64, 6, 3650, 24), &palette()).unwrap()),
        ("focus-9x1", focus_map(&focus_of(9, 1, 730, 1), &palette()).unwrap()),
        ("focus-one-day", focus_map(&focus_of(5, 2, 0, 24), &palette()).unwrap()),
        ("focus-single-replicate", focus_map(&focus_of(1, 2, 30, 1), &palette()).unwrap()),
        ("focus-long-names", focus_map(&long_focus, &palette()).unwrap()),
        ("focus-empty", focus_map(&focus_of(0, 2, 365, 24), &palette()).unwrap()),
        ("lanes-13x3", lanes(&incidents_of(13, 3, 730, 24)).unwrap()),
        ("lanes-1x1", lanes(&incidents_of(1, 1, 30, 1)).unwrap()),
        ("lanes-empty", lanes(&incidents_of(0, 2, 30, 24)).unwrap()),
        ("lanes-long-names", lanes(&long_lanes).unwrap()),
        ("verdict-9x4", verdict(&verdict_of(9, 4, 24)).unwrap()),
        ("verdict-1x1", verdict(&verdict_of(1, 1, 24)).unwrap()),
        ("verdict-9x19", verdict(&verdict_of(9, 19, 24)).unwrap()),
        ("verdict-single-replicate", verdict(&verdict_of(4, 2, 1)).unwrap()),
        ("verdict-long-names", verdict(&long_verdict).unwrap()),
        ("verdict-empty", verdict(&verdict_of(3, 0, 24)).unwrap()),
        ("effect-4", effect(&effect_of(4, 24)).unwrap()),
        ("effect-1", effect(&effect_of(1, 48)).unwrap()),
        ("effect-7", effect(&effect_of(7, 24)).unwrap()),
        ("effect-single-replicate", effect(&effect_of(2, 1)).unwrap()),
        ("effect-empty", effect(&effect_of(2, 0)).unwrap()),
        ("regimes-1", regimes(&regimes_of(1, 96)).unwrap()),
        ("regimes-2", regimes(&regimes_of(2, 48)).unwrap()),
        ("regimes-4", regimes(&regimes_of(4, 24)).unwrap()),
        ("regimes-long-names", regimes(&long_regimes).unwrap()),
        ("regimes-empty", regimes(&regimes_of(0, 24)).unwrap()),
    ]
}

fn parse(svg: &str) -> Tree {
    Tree::from_str(svg, &Options { fontdb: font::database(), ..Options::default() }).unwrap()
}

/// What each text says, the box it takes on the page, and whether it reads upwards.
fn texts(group: &Group, found: &mut Vec<(String, Rect, bool)>) {
    for node in group.children() {
        match node {
            Node::Group(inner) => texts(inner, found),
            Node::Text(text) => {
                let said = text.chunks().iter().map(|chunk| chunk.text()).collect();
                found.push((said, text.abs_bounding_box(), text.abs_transform().ky != 0.0));
            }
            _ => {}
        }
    }
}

/// For the eye: `L2NICHE_GALLERY=DIR cargo test gallery` leaves every chart there as PNG.
#[test]
fn gallery_is_sound_and_nothing_is_cut_off_or_overprinted() {
    let shelf = std::env::var_os("L2NICHE_GALLERY").map(std::path::PathBuf::from);
    for (name, svg) in gallery() {
        if let Some(shelf) = &shelf {
            std::fs::write(shelf.join(format!("{name}.svg")), &svg).unwrap();
            std::fs::write(shelf.join(format!("{name}.png")), png(&svg, 2.0).unwrap()).unwrap();
        }
        let tree = parse(&svg);
        assert_eq!(tree.size().width(), 900.0, "{name}");
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{name}");
        let page = Rect::from_xywh(0.0, 0.0, tree.size().width(), tree.size().height()).unwrap();
        let mut found = Vec::new();
        texts(tree.root(), &mut found);
        for (index, (said, area, is_upright)) in found.iter().enumerate() {
            let is_inside = area.left() >= 0.0 && area.right() <= page.right() && area.top() >= 0.0 && area.bottom() <= page.bottom();
            assert!(is_inside, "{name}: “{said}” leaves the page: {area:?}");
            for (other, place, _) in &found[..index] {
                let (across, down) = (
                    area.right().min(place.right()) - area.left().max(place.left()),
                    area.bottom().min(place.bottom()) - area.top().max(place.top()),
                );
                // Boxes hold ascent and descent, so lines of one paragraph may touch.
                let (along, beside) = if *is_upright { (down, across) } else { (across, down) };
                assert!(along < 1.0 || beside < 4.5, "{name}: “{said}” and “{other}” overlap by {across} × {down}: {area:?} {place:?}");
            }
        }
    }
}

#[test]
fn same_input_same_bytes() {
    assert_eq!(gallery(), gallery());
    let svg = verdict(&verdict_of(2, 2, 24)).unwrap();
    assert_eq!(png(&svg, 2.0).unwrap(), png(&svg, 2.0).unwrap());
}

#[test]
fn text_is_measured_as_it_is_rendered() {
    for face in [font::Type::new(20.0, palette::INK), font::Type::new(20.0, palette::INK).bold()] {
        let words = "Hamburgefonstiv 0123456789";
        let alternative = canvas::Alternative { title: "T", description: "D" };
        let tree = parse(&canvas::sheet(900.0, 50.0, &alternative, |canvas| canvas.text(words, (10.0, 25.0), face)));
        let mut found = Vec::new();
        texts(tree.root(), &mut found);
        let rendered = f64::from(found[0].1.width());
        assert!((face.width(words) / rendered - 1.0).abs() < 0.01, "{} measured, {rendered} rendered", face.width(words));
    }
}

#[test]
fn free_text_stays_text() {
    let hostile = "<script>&\"'\u{0}\u{7}]]></text> 漢字 😀";
    let mut input = shares_of(3, 2, 60, 24);
    input.caption.title = hostile.to_owned();
    input.caption.subtitle = hostile.to_owned();
    input.caption.source = hostile.to_owned();
    input.panels[0].variant = hostile.to_owned();
    input.panels[0].lines[0].chain = "<b>&\"".to_owned();
    let svg = shares(&input, &palette()).unwrap();
    assert!(!svg.contains("<script>") && svg.contains("&lt;script&gt;&amp;&quot;"));
    let mut found = Vec::new();
    texts(parse(&svg).root(), &mut found);
    assert!(found.iter().any(|(said, ..)| said == "<b>&\""));
    assert!(png(&svg, 1.0).is_ok());
}

#[test]
fn a_figure_that_is_no_number_is_a_fault() {
    let mut input = shares_of(3, 1, 60, 24);
    input.panels[0].lines[1].high[2] = f64::NAN;
    assert!(matches!(shares(&input, &palette()), Err(ChartError::NotFinite(what)) if what.contains("Base")));
    let mut input = verdict_of(2, 2, 24);
    input.measures[1].differences[0].as_mut().unwrap().range = Some((0.0, f64::INFINITY));
    assert!(matches!(verdict(&input), Err(ChartError::NotFinite(_))));
    let mut input = courses_of(2, 2, 70, 24);
    input.panels[0].courses[1].figures[3].as_mut().unwrap().low = f64::NEG_INFINITY;
    assert!(matches!(courses(&input, &variant_palette()), Err(ChartError::NotFinite(what)) if what.contains("Ethereum")));
    let mut input = flows_of(3, 1, 24);
    input.panels[0].moved[2][0] = f64::NAN;
    assert!(matches!(flows(&input), Err(ChartError::NotFinite(what)) if what.contains("Arbitrum")));
    let mut input = effect_of(1, 24);
    input.panels[0].points[3].0 = -1.0;
    assert!(matches!(effect(&input), Err(ChartError::NotFinite(_))), "no logarithm of a negative factor");
    let mut input = markups_of(3, 1, 70, 24);
    input.panels[0].courses[0].figures[2].as_mut().unwrap().low = 0.0;
    assert!(matches!(courses(&input, &palette()), Err(ChartError::NotFinite(_))), "no logarithm of nothing");
    let mut input = regimes_of(1, 24);
    input.panels[0].cells[7].0 = f64::NAN;
    assert!(matches!(regimes(&input), Err(ChartError::NotFinite(what)) if what.contains("one vertical each")));
    let mut input = focus_of(3, 1, 70, 24);
    input.panels[0].tracks[1].points[2].1 = f64::NAN;
    assert!(matches!(focus_map(&input, &palette()), Err(ChartError::NotFinite(what)) if what == "Base"));
}

#[test]
fn lists_that_do_not_match_are_a_fault() {
    let mut input = homes_of(3, 4, 1);
    input.panels[0].shares[2].pop();
    assert_eq!(heat_map(&input), Err(ChartError::Length { what: "shares of Gamers in As it is".into(), found: 3, expected: 4 }));
    let mut input = courses_of(3, 2, 70, 24);
    input.panels[1].courses[1].figures.pop();
    assert_eq!(courses(&input, &variant_palette()), Err(ChartError::Length { what: "Base".into(), found: 10, expected: 11 }));
    let mut input = regimes_of(1, 24);
    input.panels[0].cells.pop();
    assert!(matches!(regimes(&input), Err(ChartError::Length { found: 440, expected: 441, .. })));
    let mut input = flows_of(3, 1, 24);
    input.panels[0].gains.pop();
    assert_eq!(flows(&input), Err(ChartError::Length { what: "gains in As it is".into(), found: 2, expected: 3 }));
}

#[test]
fn empty_inputs_and_single_replicates_say_so() {
    let all: Vec<_> = gallery();
    assert!(all.iter().filter(|(name, _)| name.ends_with("-empty")).all(|(_, svg)| svg.contains("No data: ")));
    assert!(all.iter().filter(|(name, _)| name.contains("single")).all(|(_, svg)| svg.contains("1 replicate")));
}

#[test]
fn extreme_figures_draw() {
    let mut input = verdict_of(3, 2, 24);
    for difference in input.measures.iter_mut().flat_map(|m| m.differences.iter_mut().flatten()) {
        *difference = Difference { mean: 1e-300, interval: Some((-1e300, 1e300)), range: Some((-1e300, 1e300)), ..*difference };
    }
    parse(&verdict(&input).unwrap());
    let mut input = fees_of(2, 2, 24);
    input.fees[0][0] = Some(Spread { low: -1.0, middle: 0.0, high: 1e-30 });
    input.fees[1][0] = Some(Spread { low: 1.0, middle: 1e12, high: 1e20 });
    parse(&fees(&input, &variant_palette()).unwrap());
    let mut input = courses_of(2, 3, 70, 24);
    for (figure, size) in input.panels[0].courses[0].figures.iter_mut().flatten().zip([-1e300, 0.0, 1e-300].into_iter().cycle()) {
        *figure = Spread { low: size, middle: size, high: size.abs() };
    }
    parse(&courses(&input, &variant_palette()).unwrap());
    let mut input = flows_of(3, 1, 24);
    input.panels[0].moved[2][0] = 1e300;
    parse(&flows(&input).unwrap());
    let mut input = effect_of(1, 24);
    input.panels[0].points.iter_mut().for_each(|point| *point = (0.5, 0.0));
    parse(&effect(&input).unwrap());
}
