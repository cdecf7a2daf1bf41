//! The charts of a study: gathers what they need from each run's tables, then draws them.

mod compare;
mod series;

use crate::experiment::verdict::Verdict;
use crate::metrics::recorder::RunTables;
use crate::output::charts::{Caption, ChartError, Fees, Palette, Residence, ResidencePanel, Shares, SharesPanel, fees, residence, shares};
use series::{FeeSamples, HomeMeans, ShareSamples};

/// What charts are called by.
#[derive(Clone, Debug)]
pub struct Labels {
    /// Scenario.
    pub scenario: String,
    /// Variants, in order.
    pub variants: Vec<String>,
    /// Chains, in order.
    pub chains: Vec<String>,
    /// Names of the same chains in tables.
    pub chain_names: Vec<String>,
    /// Groups, in order.
    pub groups: Vec<String>,
    /// Names of the same groups in tables.
    pub group_names: Vec<String>,
    /// Verticals, in order.
    pub verticals: Vec<String>,
    /// Names of the same verticals in tables.
    pub vertical_names: Vec<String>,
    /// Starts that replicates take in turn; 0 where every group states its own homes.
    pub starts: usize,
}

/// A chart: name of its files, and its SVG text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// File name without extension.
    pub name: &'static str,
    /// SVG text.
    pub svg: String,
}

/// Gathers what charts show.
#[derive(Clone, Debug)]
pub struct Gallery {
    labels: Labels,
    source: String,
    warmup_days: u32,
    replicates: usize,
    variants: Vec<Samples>,
}

/// One variant's figures.
#[derive(Clone, Debug, Default)]
struct Samples {
    users: ShareSamples,
    activity: ShareSamples,
    fees: FeeSamples,
    homes: HomeMeans,
}

impl Gallery {
    /// An empty gallery for runs of `days` days, of which the first `warmup_days` do not count in means.
    #[must_use]
    pub fn new(labels: Labels, days: u32, warmup_days: u32) -> Self {
        let variants = vec![Samples::default(); labels.variants.len()];
        let source = format!("scenario \u{201c}{}\u{201d}, {days} days", labels.scenario);
        Self { labels, source, warmup_days, replicates: 0, variants }
    }

    /// Adds a run of the variant at position `variant`.
    pub fn add(&mut self, variant: usize, run: &RunTables) {
        self.replicates += usize::from(variant == 0);
        let (labels, samples) = (&self.labels, &mut self.variants[variant]);
        let chains = &run.tables["chains"];
        samples.users.add(chains, &labels.chain_names, "users");
        samples.activity.add(chains, &labels.chain_names, "activity_usd");
        samples.fees.add(&run.tables["activity"], &labels.vertical_names, self.warmup_days);
        samples.homes.add(&run.tables["homes"], &labels.group_names, &labels.chain_names);
    }

    /// Draws all charts; the verdict's two only where there are variants to compare.
    ///
    /// # Errors
    /// If a figure is not finite: a defect of the model.
    pub fn draw(&self, verdict: &Verdict) -> Result<Vec<Drawing>, ChartError> {
        let palette = Palette::new(self.labels.chains.iter().map(String::as_str));
        let mut drawings = vec![
            Drawing {
                name: "users",
                svg: shares(&self.shares("Where users live", "Share of all users on chains by home chain.", |s| &s.users), &palette)?,
            },
            Drawing {
                name: "activity",
                svg: shares(
                    &self.shares("Where activity takes place", "Share of the value that transactions move, by chain.", |s| &s.activity),
                    &palette,
                )?,
            },
            Drawing { name: "fees", svg: fees(&self.fees(), &Palette::new(self.labels.variants.iter().map(String::as_str)))? },
            Drawing { name: "homes", svg: residence(&self.residence())? },
        ];
        if !verdict.comparisons.is_empty() {
            drawings.extend(compare::draw(self, verdict)?);
        }
        Ok(drawings)
    }

    fn caption(&self, title: &str, subtitle: &str) -> Caption {
        Caption { title: title.into(), subtitle: subtitle.into(), source: self.source.clone(), replicates: self.replicates }
    }

    fn shares(&self, title: &str, subtitle: &str, of: impl Fn(&Samples) -> &ShareSamples) -> Shares {
        let panel = |(variant, samples): (&String, &Samples)| SharesPanel {
            variant: variant.clone(),
            lines: of(samples).lines(&self.labels.chains),
        };
        Shares {
            caption: self.caption(title, &format!("{subtitle}{}", self.starts())),
            days: self.variants.first().map_or_else(Vec::new, |s| of(s).days().to_vec()),
            panels: self.labels.variants.iter().zip(&self.variants).map(panel).collect(),
        }
    }

    /// That replicates begin in different places, where they do.
    fn starts(&self) -> String {
        match self.labels.starts.min(self.replicates) {
            0 | 1 => String::new(),
            n => format!(" Replicates start from {n} different distributions of homes."),
        }
    }

    fn fees(&self) -> Fees {
        let by_variant: Vec<_> = self.variants.iter().map(|s| s.fees.spreads(self.labels.verticals.len())).collect();
        Fees {
            caption: self.caption("What a transaction costs its user", "Fees over transactions by vertical, all chains, after warm-up."),
            verticals: self.labels.verticals.clone(),
            series: self.labels.variants.clone(),
            fees: (0..self.labels.verticals.len()).map(|v| by_variant.iter().map(|spreads| spreads[v]).collect()).collect(),
        }
    }

    fn residence(&self) -> Residence {
        let places: Vec<String> = self.labels.chains.iter().cloned().chain(["outside".into()]).collect();
        let panel = |(variant, samples): (&String, &Samples)| ResidencePanel {
            variant: variant.clone(),
            shares: samples.homes.shares(places.len()),
        };
        Residence {
            caption: self.caption("Who lives where", "Home chains of each user group at the end of the run."),
            groups: self.labels.groups.clone(),
            panels: self.labels.variants.iter().zip(&self.variants).map(panel).collect(),
            chains: places,
        }
    }
}
