//! The charts that compare variants: the verdict, and what moves it most.

use super::{Drawing, Gallery};
use crate::experiment::design::Spacing;
use crate::experiment::statistics::{Estimate, FittedLine, Interval};
use crate::experiment::verdict::{Comparison, Finding, MapFinding, MapInput, Regime, STEPS, Unit, Verdict};
use crate::output::charts::{self, ChartError, Difference, Effect, EffectPanel, RegimeAxis, RegimePanel, Regimes, Told, VerdictMeasure};

/// Draws them.
pub(super) fn draw(gallery: &Gallery, verdict: &Verdict) -> Result<Vec<Drawing>, ChartError> {
    let mut drawings = vec![Drawing { name: "verdict", svg: charts::verdict(&differences(gallery, verdict))? }];
    let effect = effect(gallery, verdict);
    if !effect.panels.is_empty() {
        drawings.push(Drawing { name: "effect", svg: charts::effect(&effect)? });
    }
    Ok(drawings)
}

fn differences(gallery: &Gallery, verdict: &Verdict) -> charts::Verdict {
    let input = &verdict.input;
    let measure = |(m, info): (usize, &crate::experiment::verdict::MeasureInfo)| VerdictMeasure {
        name: sentence(&info.named.shown()),
        unit: unit(info.unit).into(),
        differences: verdict.comparisons.iter().map(|c| difference(&c.findings[m], info.unit)).collect(),
    };
    let baseline = input.variants[0].shown();
    charts::Verdict {
        caption: gallery.caption(&question(gallery), ""),
        variants: verdict.comparisons.iter().map(|c| input.variants[c.variant].shown()).collect(),
        measures: input.measures.iter().enumerate().map(measure).collect(),
        baseline,
    }
}

fn question(gallery: &Gallery) -> String {
    format!("What changes for users, operators and Ethereum: {}", gallery.labels.scenario)
}

fn difference(finding: &Finding, unit: Unit) -> Option<Difference> {
    let size = if unit == Unit::Share { 100.0 } else { 1.0 };
    let ends = |i: Interval| (size * i.low, size * i.high);
    let of = |e: Estimate| Difference {
        mean: size * e.mean,
        interval: e.interval().map(ends),
        range: e.range().map(ends),
        positive: e.positive,
        count: e.count,
        sign: e.sign(),
    };
    finding.estimate.map(of)
}

/// The differences in the first reading of user welfare against the factor that moves them most, where one stands out.
fn effect(gallery: &Gallery, verdict: &Verdict) -> Effect {
    let input = &verdict.input;
    let first = input.readings[0].measure;
    let panel = |comparison: &Comparison| {
        let finding = &comparison.findings[first];
        let strongest = finding.strongest()?;
        let factor = &input.factors[strongest.factor];
        let drawn: Vec<f64> = input.draws.iter().map(|draw| draw[strongest.factor]).collect();
        Some(EffectPanel {
            variant: input.variants[comparison.variant].shown(),
            factor: factor.named.shown(),
            log: factor.spacing == Spacing::Log,
            range: (factor.range.low, factor.range.high),
            points: drawn.iter().zip(&finding.values).filter(|(_, y)| y.is_finite()).map(|(x, y)| (*x, *y)).collect(),
            line: FittedLine::through(&finding.values, &drawn, factor.spacing),
            flip: finding.flip,
        })
    };
    let measure = input.measures[first].named.shown();
    Effect {
        caption: gallery.caption(
            &format!("What moves the difference in {measure} most"),
            "The factor that explains most of it, by rank; variants in which none stands out are left out.",
        ),
        measure: sentence(&measure),
        unit: unit(input.measures[first].unit).into(),
        panels: verdict.comparisons.iter().filter_map(panel).collect(),
    }
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::UsdPerYear => "USD per year",
        Unit::Usd => "USD",
        Unit::Share => "percentage points",
        Unit::Index => "index",
        Unit::Count => "number",
        Unit::Amount(unit) => unit,
    }
}

/// With a capital first letter.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Claims over two factors; none without any map.
pub(super) fn regimes(gallery: &Gallery, verdict: &Verdict) -> Option<Regimes> {
    let input = &verdict.input;
    let axis = |f: usize| {
        let factor = &input.factors[f];
        let range = (factor.range.low, factor.range.high);
        RegimeAxis { label: factor.named.shown(), range, log: factor.spacing == Spacing::Log }
    };
    let told = |regime: Regime| match regime {
        Regime::Right => Told::Right,
        Regime::Wrong => Told::Wrong,
        Regime::Undecided => Told::Neither,
    };
    let panel = |(map, finding): (&MapInput, &Option<MapFinding>)| {
        let finding = finding.as_ref()?;
        Some(RegimePanel {
            claim: map.named.shown(),
            axes: map.factors.map(axis),
            steps: STEPS,
            cells: finding.cells.iter().map(|(height, regime)| (height.mean, told(*regime))).collect(),
            worlds: finding.worlds.iter().map(|([x, y], holds)| ((*x, *y), *holds)).collect(),
            today: finding.today.map(|([x, y], _)| (x, y)),
        })
    };
    let panels: Vec<RegimePanel> = input.maps.iter().zip(&verdict.maps).filter_map(panel).collect();
    let worlds = panels.first()?.worlds.len();
    let assumptions = input.factors.len();
    let subtitle = format!("{worlds} worlds, each with its own draw of {assumptions} uncertain assumptions, its own chance and start.");
    Some(Regimes { caption: gallery.caption(&format!("In which worlds it is right: {}", gallery.labels.scenario), &subtitle), panels })
}
