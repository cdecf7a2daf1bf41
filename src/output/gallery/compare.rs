//! The charts that compare variants: the verdict, and what moves it most.

use super::{Drawing, Gallery};
use crate::experiment::design::Spacing;
use crate::experiment::statistics::{Estimate, Spread};
use crate::experiment::verdict::{Comparison, Finding, Unit, Verdict};
use crate::output::charts::{self, ChartError, Difference, Effect, EffectPanel, VerdictMeasure};

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
        differences: verdict.comparisons.iter().map(|c| difference(&c.findings[m])).collect(),
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

fn difference(finding: &Finding) -> Option<Difference> {
    let of = |e: Estimate| Difference {
        mean: e.mean,
        interval: e.interval().map(|i| (i.low, i.high)),
        range: e.range().map(|i| (i.low, i.high)),
        positive: e.positive,
        count: e.count,
        equal: e.spread == Spread::Equal,
    };
    finding.estimate.map(of)
}

/// The first measure's differences against the factor that moves them most, where one stands out.
fn effect(gallery: &Gallery, verdict: &Verdict) -> Effect {
    let input = &verdict.input;
    let panel = |comparison: &Comparison| {
        let finding = &comparison.findings[0];
        let strongest = finding.strongest()?;
        let factor = &input.factors[strongest.factor];
        let drawn = input.draws.iter().map(|draw| draw[strongest.factor]);
        Some(EffectPanel {
            variant: input.variants[comparison.variant].shown(),
            factor: factor.named.shown(),
            log: factor.spacing == Spacing::Log,
            points: drawn.zip(&finding.values).filter(|(_, y)| y.is_finite()).map(|(x, y)| (x, *y)).collect(),
        })
    };
    let measure = input.measures[0].named.shown();
    Effect {
        caption: gallery.caption(
            &format!("What moves the difference in {measure} most"),
            "The factor that explains most of it, by rank; variants in which none stands out are left out.",
        ),
        measure: sentence(&measure),
        unit: unit(input.measures[0].unit).into(),
        panels: verdict.comparisons.iter().filter_map(panel).collect(),
    }
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::UsdPerYear => "USD per year",
        Unit::Usd => "USD",
        Unit::Share => "share",
        Unit::Index => "index",
        Unit::Count => "number",
    }
}

/// With a capital first letter.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
