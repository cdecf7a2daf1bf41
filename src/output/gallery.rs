//! The charts of a study: gathers what they need from each run's tables, then draws them.

mod compare;
mod courses;
mod focus;
mod happenings;
mod maps;
mod markups;
mod over_time;
mod periods;
mod places;
mod read;
mod series;
mod tokens;

use crate::experiment::verdict::Verdict;
use crate::metrics::column::TableSpec;
use crate::metrics::dictionary::{ACTIVITY, CHAINS, CHRONICLE, ECOSYSTEM, GROUPS, HOMES, MIGRATION, NICHES, SUMMARY, TOKENS, table};
use crate::metrics::recorder::RunTables;
use crate::output::charts::{self, Amount, Caption, ChartError, Fees, Palette, Shares, SharesPanel, fees, shares};
use courses::{Adoption, Measures, Treasuries};
use happenings::{Happened, SOURCES};
use maps::{Moves, ShareMap};
use series::{FeeSamples, ShareSamples};
use std::collections::BTreeMap;

/// What charts are called by.
#[derive(Clone, Debug)]
pub struct Labels {
    /// Scenario.
    pub scenario: String,
    /// Variants, in order.
    pub variants: Vec<String>,
    /// Chains of all variants, in order.
    pub chains: Vec<String>,
    /// Names of the same chains in tables.
    pub chain_names: Vec<String>,
    /// Groups of all variants, in order.
    pub groups: Vec<String>,
    /// Names of the same groups in tables.
    pub group_names: Vec<String>,
    /// Verticals of all variants, in order.
    pub verticals: Vec<String>,
    /// Names of the same verticals in tables.
    pub vertical_names: Vec<String>,
    /// Tokens of all variants, in order.
    pub tokens: Vec<String>,
    /// Names of the same tokens in tables.
    pub token_names: Vec<String>,
    /// Labels of chains, programmes and deals by their names: what lanes are called by.
    pub lanes: BTreeMap<String, String>,
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

/// A chart that a study has no figures for, and why: an empty page would say less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Omission {
    /// Its file name without extension.
    pub name: &'static str,
    /// Why it is left out.
    pub why: &'static str,
}

/// Name of a chart, its SVG text, and why it is left out if it is.
type Chart = (&'static str, Option<String>, &'static str);

/// Gathers what charts show.
#[derive(Clone, Debug)]
pub struct Gallery {
    labels: Labels,
    source: String,
    days: u32,
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
    homes: ShareMap,
    routing: ShareMap,
    moves: Moves,
    treasuries: Treasuries,
    measures: Measures,
    adoption: Adoption,
    apps: ShareSamples,
    /// In the order of [`SOURCES`].
    happened: [Happened; SOURCES.len()],
    tokens: tokens::Tokens,
    focus: focus::Focus,
    markups: markups::Markups,
}

impl Gallery {
    /// An empty gallery for runs of `days` days, of which the first `warmup_days` do not count in means.
    #[must_use]
    pub fn new(labels: Labels, days: u32, warmup_days: u32) -> Self {
        let variants = vec![Samples::default(); labels.variants.len()];
        let source = format!("scenario \u{201c}{}\u{201d}, {days} days", labels.scenario);
        Self { labels, source, days, warmup_days, replicates: 0, variants }
    }

    /// Tables that charts and the verdict are drawn from, but for factor draws.
    #[must_use]
    pub fn tables() -> Vec<&'static TableSpec> {
        let of_runs = [&CHAINS, &ACTIVITY, &HOMES, &MIGRATION, &CHRONICLE, &ECOSYSTEM, &GROUPS, &TOKENS, &SUMMARY, &NICHES];
        let happened = SOURCES.iter().map(|(_, source)| table(source.table).expect("a table of the dictionary"));
        of_runs.into_iter().chain(happened).collect()
    }

    /// Adds a run of the variant at position `variant`.
    pub fn add(&mut self, variant: usize, run: &RunTables) {
        self.replicates += usize::from(variant == 0);
        let (labels, samples) = (&self.labels, &mut self.variants[variant]);
        let places = labels.place_names();
        let chains = &run.tables["chains"];
        samples.users.add(chains, &labels.chain_names, "users");
        samples.activity.add(chains, &labels.chain_names, "activity_usd");
        samples.fees.add(&run.tables["activity"], &labels.vertical_names, self.warmup_days);
        samples.homes.add_homes(&run.tables["homes"], &labels.group_names, &places);
        samples.routing.add_routing(&run.tables["activity"], &labels.vertical_names, &labels.chain_names, self.warmup_days);
        samples.moves.add(&run.tables["migration"], &places);
        samples.treasuries.add(chains, &run.tables["chronicle"], &labels.chain_names);
        samples.focus.add(chains, &run.tables["chronicle"], &labels.chain_names);
        samples.markups.add(chains, &labels.chain_names);
        samples.measures.add(&run.tables["ecosystem"], &over_time::MEASURES.map(|(column, ..)| column));
        samples.adoption.add(&run.tables["groups"], &labels.group_names);
        for (happened, (_, source)) in samples.happened.iter_mut().zip(&SOURCES) {
            happened.add(&run.tables[source.table], source);
        }
        samples.tokens.add(&run.tables["tokens"], &labels.token_names);
        if chains.reals("apps").is_some() {
            samples.apps.add_amounts(chains, &labels.chain_names, "apps");
        }
    }

    /// Draws all charts that there are figures for, and says which are left out; those that compare variants only where there are several.
    ///
    /// # Errors
    /// If a figure is not finite: a defect of the model.
    pub fn draw(&self, verdict: &Verdict) -> Result<(Vec<Drawing>, Vec<Omission>), ChartError> {
        let mut charts = self.by_variant()?;
        charts.extend(self.over_variants(verdict)?);
        let (mut drawings, mut omissions) = (Vec::new(), Vec::new());
        for (name, svg, why) in charts {
            match svg {
                Some(svg) => drawings.push(Drawing { name, svg }),
                None => omissions.push(Omission { name, why }),
            }
        }
        if !verdict.comparisons.is_empty() {
            drawings.extend(compare::draw(self, verdict)?);
        }
        Ok((drawings, omissions))
    }

    /// Charts with a panel a variant, each with one variant alone, which has all the room: their SVG texts by name, `[variant]`; none where
    /// there is nothing to show. Empty with a single variant.
    ///
    /// # Errors
    /// As [`Self::draw`].
    pub fn draw_each_variant(&self) -> Result<BTreeMap<&'static str, Vec<Option<String>>>, ChartError> {
        let mut charts: BTreeMap<&'static str, Vec<Option<String>>> = BTreeMap::new();
        let variants = if self.variants.len() > 1 { &self.variants[..] } else { &[] };
        for (label, samples) in self.labels.variants.iter().zip(variants) {
            let labels = Labels { variants: vec![label.clone()], ..self.labels.clone() };
            let alone = Self { labels, source: self.source.clone(), variants: vec![samples.clone()], ..*self };
            for (name, svg, _) in alone.by_variant()? {
                charts.entry(name).or_default().push(svg);
            }
        }
        Ok(charts)
    }

    /// Charts with a panel a variant.
    fn by_variant(&self) -> Result<Vec<Chart>, ChartError> {
        let chains = Palette::new(self.labels.chains.iter().map(String::as_str));
        let users = self.shares("Where users live", "Share of all users on chains by home chain.", |s| &s.users);
        let activity = self.shares("Where activity takes place", "Share of the value that transactions move, by chain.", |s| &s.activity);
        let markups = markups::markups(self).map(|i| charts::courses(&periods::of_courses(i), &chains)).transpose()?;
        let map = focus::map(self).map(|i| charts::focus_map(&i, &chains)).transpose()?;
        let mut charts = vec![
            ("users", Some(shares(&users, &chains)?), ""),
            ("activity", Some(shares(&periods::of_shares(activity), &chains)?), ""),
            ("apps", self.apps().map(|i| shares(&i, &chains)).transpose()?, "no vertical has apps"),
            ("homes", Some(charts::heat_map(&places::homes(self))?), ""),
            ("routing", places::routing(self).map(|i| charts::heat_map(&i)).transpose()?, "there were no transactions"),
            ("migration", places::migration(self).map(|i| charts::flows(&i)).transpose()?, "nobody moved"),
            ("markups", markups, "no chain with an operator earned anything"),
            ("focus-map", map, "no chain with an operator moves its focus, enters or closes"),
        ];
        let whys = ["nothing was tried, and nothing failed", "nothing was proposed", "no deal was signed"];
        for (position, ((name, _), why)) in SOURCES.iter().zip(whys).enumerate() {
            charts.push((name, happenings::lanes(self, position).map(|i| charts::lanes(&i)).transpose()?, why));
        }
        Ok(charts)
    }

    /// Charts in which variants are drawn beside each other.
    fn over_variants(&self, verdict: &Verdict) -> Result<Vec<Chart>, ChartError> {
        let variants = Palette::new(self.labels.variants.iter().map(String::as_str));
        let draw = |input: charts::Courses| charts::courses(&input, &variants);
        let adoption = over_time::adoption(self).map(draw).transpose()?;
        let regimes = compare::regimes(self, verdict).map(|i| charts::regimes(&i)).transpose()?;
        Ok(vec![
            ("fees", Some(fees(&self.fees(), &variants)?), ""),
            ("concentration", Some(draw(periods::of_courses(over_time::concentration(self)))?), ""),
            ("treasuries", over_time::treasuries(self).map(draw).transpose()?, "no chain has an operator"),
            ("adoption", adoption, "everybody knows of chains, and as many live on them all along"),
            ("tokens", tokens::tokens(self).map(draw).transpose()?, "no chain has a token"),
            ("regimes", regimes, "no map was asked for, or too few worlds were drawn"),
        ])
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
            amount: Amount::Share,
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

    /// How many apps each chain has; none where none has any.
    fn apps(&self) -> Option<Shares> {
        let has_apps = self.variants.iter().any(|samples| !samples.apps.is_zero());
        let subtitle = "Apps on each chain, of all verticals; each panel by itself adds up to the apps of its world.";
        has_apps.then(|| Shares { amount: Amount::Count, ..self.shares("Where apps are", subtitle, |s| &s.apps) })
    }
}

impl Labels {
    /// Names in tables of the places where people can be: chains, then those that are none.
    fn place_names(&self) -> Vec<String> {
        self.chain_names.iter().cloned().chain(places::NO_CHAINS.map(String::from)).collect()
    }

    /// Their labels.
    fn places(&self) -> Vec<String> {
        self.chains.iter().cloned().chain(places::NO_CHAINS.map(String::from)).collect()
    }
}

#[cfg(test)]
mod tests;
